//! How the segments of a base went: their sizes month by month, and who came and went of late.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::batch::Members;
use model::check::{Mentions, mentions};
use model::forms::Test;
use model::plan::plan;
use model::text::printer::text_of;
use model::time::{Day, Instant};
use xxhash_rust::xxh3::xxh3_64;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// Months of a history of sizes.
const MONTHS: i64 = 12;
/// Days back that a change of size is told over.
pub(crate) const CHANGE_DAYS: i32 = 30;
/// Days back that who came and went is told over.
pub(crate) const NEWS_DAYS: i32 = 7;

/// What a segment was of late, seen from a day: it stays the same all that day, and until the base or a definition changes.
pub(crate) struct Earlier {
    /// Its size [`CHANGE_DAYS`] before the day.
    before: usize,
    /// Its members [`NEWS_DAYS`] before the day.
    lately: Members,
}

/// What the segments of a base were of late, by what they mean.
pub(crate) type Past = BTreeMap<Meaning, Arc<Earlier>>;

/// How some segments went over the last year, seen from a day. It is counted apart from the [`Past`]: twelve midnights cost
/// six times as much as two, and a page that shows a few segments has only these counted.
#[derive(Clone, Default)]
pub(crate) struct Year {
    /// The midnights at which sizes were counted, oldest first.
    pub(crate) dates: Vec<Day>,
    /// Number of customers at each date.
    pub(crate) of: Vec<usize>,
    /// The size of each segment at each date, by what it means.
    pub(crate) sizes: BTreeMap<Meaning, Vec<usize>>,
}

/// How all segments of a base went of late, up to an instant.
pub(crate) struct Movements {
    /// Number of customers at the instant.
    pub(crate) of: usize,
    /// Each segment, by id.
    pub(crate) segments: Vec<Movement>,
}

/// How a segment went of late.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    /// Its id.
    pub(crate) id: String,
    /// What it means.
    pub(crate) meaning: Meaning,
    /// Its size now.
    pub(crate) now: usize,
    /// Its size at the midnight [`CHANGE_DAYS`] before.
    pub(crate) before: usize,
    /// Members now who were none at the midnight [`NEWS_DAYS`] before.
    pub(crate) entered: usize,
    /// Members then who are none now.
    pub(crate) left: usize,
}

impl Movement {
    /// How telling its change is: members more or less, held against what a segment of its size does by chance.
    pub(crate) fn weight(&self) -> f64 {
        self.now.abs_diff(self.before) as f64 / (self.now.max(self.before) as f64 + 25.0).sqrt()
    }

    /// How telling it is who came and went.
    pub(crate) fn news(&self) -> f64 {
        (self.entered + self.left) as f64 / (self.now as f64 + 25.0).sqrt()
    }
}

/// What tells the figures of one state of a base from those of another: its rows, and the words that it computes.
pub(crate) type State = (u64, u64);

/// The state of a base.
pub(crate) fn state(base: &Base) -> Result<State, Failure> {
    let stored = base.store.attributes()?.into_iter().chain(base.store.table_columns()?);
    let texts: Vec<String> = stored.map(|stored| format!("{}\0{}", stored.id, stored.text)).collect();
    Ok((base.store.version(), digest(&texts)))
}

/// What tells one definition from another, the segments that it names included: a segment that is changed has another one,
/// and all others keep theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meaning(u64);

/// What all segments of a base mean, by id.
pub(crate) fn meanings(base: &Base) -> Result<BTreeMap<String, Meaning>, Failure> {
    let trees = base.segment_tests()?;
    let texts: Vec<String> = trees.iter().map(|(id, test)| format!("{id}\0{}", text_of(test))).collect();
    let all = digest(&texts);
    let meaning = |(id, test): (&String, &Test)| {
        let Mentions { segments, computed, columns, .. } = mentions(test, base.schema());
        // What names others, which may name others: all of them tell it apart, and more is counted again than need be.
        let is_alone = segments.is_empty() && computed.is_empty() && columns.is_empty();
        let others = if is_alone { 0 } else { all };
        (id.clone(), Meaning(digest(&[text_of(test), others.to_string()])))
    };
    Ok(trees.iter().map(meaning).collect())
}

fn digest(texts: &[String]) -> u64 {
    xxh3_64(texts.join("\0\0").as_bytes())
}

/// Definitions that are counted together, with what they mean.
struct Together<'b> {
    meanings: Vec<Meaning>,
    loaded: Loaded<'b>,
}

/// The definitions of some meanings, each once, in plans that are gone through by themselves: those that compare with the
/// whole base have other cut-offs at each midnight, all the rest is counted at all midnights in one pass.
fn together<'b>(base: &'b Base, wanted: &BTreeSet<Meaning>) -> Result<Vec<Together<'b>>, Failure> {
    let trees = base.segment_tests()?;
    let tests: BTreeMap<Meaning, &Test> =
        meanings(base)?.into_values().zip(trees.values()).filter(|(meaning, _)| wanted.contains(meaning)).collect();
    let mut apart = [Vec::new(), Vec::new()];
    for (meaning, test) in tests {
        let compares = !plan([test], base.schema(), &base.zone, &trees).cut_offs.is_empty();
        apart[usize::from(compares)].push((meaning, test));
    }
    let group = |tests: Vec<(Meaning, &Test)>| {
        let (meanings, tests): (Vec<_>, Vec<_>) = tests.into_iter().unzip();
        Ok(Together { meanings, loaded: Loaded::new(base, &tests)? })
    };
    apart.into_iter().filter(|tests| !tests.is_empty()).map(group).collect()
}

/// What segments of some meanings were of late, seen from a day.
pub(crate) fn past(base: &Base, today: Day, wanted: &BTreeSet<Meaning>) -> Result<Past, Failure> {
    let midnight = |days: i32| base.zone.midnight(Day(today.0 - days));
    let mut past = Past::new();
    for Together { meanings, loaded } in together(base, wanted)? {
        let before = loaded.sizes_at_midnights(&[midnight(CHANGE_DAYS)])?.into_iter().flatten();
        let lately = loaded.membership_at_midnight(midnight(NEWS_DAYS))?.members;
        let earlier = before.zip(lately).map(|(before, lately)| Arc::new(Earlier { before, lately }));
        past.extend(meanings.into_iter().zip(earlier));
    }
    Ok(past)
}

impl Year {
    /// The last year of segments of some meanings.
    pub(crate) fn of(base: &Base, today: Day, wanted: &BTreeSet<Meaning>) -> Result<Year, Failure> {
        let dates: Vec<Day> = (1..=MONTHS).rev().map(|months| today.plus_months(-months)).collect();
        let midnights: Vec<Instant> = dates.iter().map(|&date| base.zone.midnight(date)).collect();
        let mut year = Year { dates, of: populations(base, &midnights)?, sizes: BTreeMap::new() };
        for Together { meanings, loaded } in together(base, wanted)? {
            for sizes in loaded.sizes_at_midnights(&midnights)? {
                for (meaning, size) in meanings.iter().zip(sizes) {
                    year.sizes.entry(*meaning).or_default().push(size);
                }
            }
        }
        Ok(year)
    }

    /// Adds the sizes of other segments over the same year.
    pub(crate) fn and(self, other: Year) -> Year {
        let mut sizes = self.sizes;
        sizes.extend(other.sizes);
        Year { sizes, ..other }
    }

    /// The sizes of a segment over the year, and its size now.
    pub(crate) fn up_to(&self, movement: &Movement) -> Vec<usize> {
        let sizes = self.sizes.get(&movement.meaning).into_iter().flatten().copied();
        sizes.chain([movement.now]).collect()
    }
}

/// The number of customers at each of some instants.
fn populations(base: &Base, instants: &[Instant]) -> Result<Vec<usize>, Failure> {
    let loaded = Loaded::new(base, &[])?;
    instants.iter().map(|&at| Ok(loaded.membership_at_midnight(at)?.of)).collect()
}

/// How all segments of a base went up to an instant, given what they were of late seen from its day.
pub(crate) fn movements(base: &Base, past: &Past, as_of: AsOf) -> Result<Movements, Failure> {
    let (trees, meanings) = (base.segment_tests()?, meanings(base)?);
    let now = Loaded::once(base, &trees.values().collect::<Vec<&Test>>())?.membership(as_of)?;
    let movement = |((id, meaning), members): ((String, Meaning), &Members)| {
        let Earlier { before, lately } = &**past.get(&meaning)?;
        let stayed = members.n_also_in(lately);
        let (entered, left) = (members.len() - stayed, lately.len() - stayed);
        Some(Movement { id, meaning, now: members.len(), before: *before, entered, left })
    };
    let segments = meanings.into_iter().zip(&now.members).filter_map(movement).collect();
    Ok(Movements { of: now.of, segments })
}

#[cfg(test)]
mod tests;
