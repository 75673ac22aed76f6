//! Whether a base is whole: what the store can tell of its files, and what the engine can tell of stored cut-offs by
//! computing them again.

use std::path::Path;

use model::forms::Test;
use model::time::Instant;
use store::{Harm, Verified};

use super::base::Base;
use super::failure::Failure;
use super::membership::Loaded;

/// What a check of a base found.
pub(crate) struct Report {
    /// What the store found.
    pub(crate) verified: Verified,
    /// Stored cut-offs that were computed again.
    pub(crate) cut_offs: usize,
    /// Those of them that are other than what was stored, with their dates.
    pub(crate) differing: Vec<(String, Instant)>,
}

impl Report {
    /// Whether nothing is wrong.
    pub(crate) fn is_whole(&self) -> bool {
        self.verified.damages.is_empty() && self.differing.is_empty()
    }
}

/// Checks the base in a folder.
pub(crate) fn verify(dir: &Path) -> Result<Report, Failure> {
    let mut base = Base::open(dir)?;
    let mut verified = base.store.verify()?;
    // Parts that an import put together meanwhile may be gone: that is no damage.
    while !verified.damages.is_empty() && !base.store.has_its_parts()? {
        base = Base::open(dir)?;
        verified = base.store.verify()?;
    }
    // Out of damaged rows nothing can be computed again.
    let is_readable = verified.damages.iter().all(|damage| matches!(damage.harm, Harm::CutOffs(_) | Harm::Cached));
    let (cut_offs, differing) = if is_readable { recomputed(&base)? } else { (0, Vec::new()) };
    Ok(Report { verified, cut_offs, differing })
}

/// Computes the stored cut-offs of the segments again: how many there are, and which differ.
fn recomputed(base: &Base) -> Result<(usize, Vec<(String, Instant)>), Failure> {
    let stored = base.store.current_cut_offs()?;
    if stored.is_empty() {
        return Ok((0, Vec::new()));
    }
    let trees = base.segment_tests()?;
    let loaded = Loaded::new(base, &trees.values().collect::<Vec<&Test>>())?;
    let mut instants: Vec<Instant> = stored.iter().map(|(_, at, _)| *at).collect();
    instants.sort_unstable();
    instants.dedup();
    let mut n_recomputed = 0;
    let mut differing = Vec::new();
    for at in instants {
        for (key, distribution) in loaded.computed_cut_offs(at)? {
            let Some((_, _, bytes)) = stored.iter().find(|(known, known_at, _)| *known == key && *known_at == at)
            else {
                continue;
            };
            n_recomputed += 1;
            if distribution.to_bytes() != *bytes {
                differing.push((key, at));
            }
        }
    }
    Ok((n_recomputed, differing))
}
