//! Definitions evaluated together with a watch, for measuring.

use std::collections::BTreeMap;

use engine::batch::Members;
use model::forms::Test;

use super::{AsOf, Loaded};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// The members of named definitions, by name, with the time it took to load and to evaluate, in seconds.
pub(crate) struct Timed {
    /// Number of members of each definition.
    pub(crate) counts: BTreeMap<String, usize>,
    /// Seconds to read the columns.
    pub(crate) load_seconds: f64,
    /// Seconds of the quickest evaluation.
    pub(crate) evaluate_seconds: f64,
}

/// Evaluates named definitions together `repeat` times.
pub(crate) fn evaluate_timed(
    base: &Base,
    named: &[(String, Test)],
    as_of: AsOf,
    repeat: usize,
) -> Result<Timed, Failure> {
    let started = std::time::Instant::now();
    let tests: Vec<&Test> = named.iter().map(|(_, test)| test).collect();
    let loaded = if repeat > 1 { Loaded::new(base, &tests)? } else { Loaded::once(base, &tests)? };
    loaded.runs.read()?;
    let load_seconds = started.elapsed().as_secs_f64();
    let mut evaluate_seconds = f64::INFINITY;
    let mut counts = BTreeMap::new();
    for _ in 0..repeat.max(1) {
        let started = std::time::Instant::now();
        let membership = loaded.membership(as_of)?;
        evaluate_seconds = evaluate_seconds.min(started.elapsed().as_secs_f64());
        let sizes = membership.members.iter().map(Members::len);
        counts = named.iter().map(|(name, _)| name.clone()).zip(sizes).collect();
    }
    Ok(Timed { counts, load_seconds, evaluate_seconds })
}
