//! How the segments of a base went: their sizes month by month, and who came and went of late.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::Members;
use model::forms::Test;
use model::time::Day;
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

/// The members that all segments of a base had of late, seen from a day: they stay the same all that day, and until the base
/// or a definition changes.
pub(crate) struct Past {
    /// The sizes [`CHANGE_DAYS`] before the day, in order of ids.
    before: Vec<usize>,
    /// The members [`NEWS_DAYS`] before the day.
    lately: Vec<Members>,
}

/// How some segments went over the last year, seen from a day. It is counted apart from the [`Past`]: twelve midnights cost
/// six times as much as two, and a page that shows a few segments has only these counted.
#[derive(Clone, Default)]
pub(crate) struct Year {
    /// The midnights at which sizes were counted, oldest first.
    pub(crate) dates: Vec<Day>,
    /// Number of customers at each date.
    pub(crate) of: Vec<usize>,
    /// The size of each segment at each date, by id.
    pub(crate) sizes: BTreeMap<String, Vec<usize>>,
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

/// What tells the past of one state of a base, seen from one day, from that of another: rows, definitions and the day.
pub(crate) fn past_key(base: &Base, today: Day) -> Result<(u64, u64, Day), Failure> {
    let stored = base.store.segments()?.into_iter().chain(base.store.attributes()?).chain(base.store.table_columns()?);
    let texts: Vec<String> = stored.map(|stored| format!("{}\0{}", stored.id, stored.text)).collect();
    Ok((base.store.version(), xxh3_64(texts.join("\0\0").as_bytes()), today))
}

/// The past of all segments of a base, those that segmentations make included: all of them in one plan, each date with the
/// cut-offs of its own midnight.
pub(crate) fn past(base: &Base, today: Day) -> Result<Past, Failure> {
    let trees = base.segment_tests()?;
    let loaded = Loaded::new(base, &trees.values().collect::<Vec<_>>())?;
    let at = |days: i32| loaded.membership_at_midnight(base.zone.midnight(Day(today.0 - days)));
    Ok(Past { before: at(CHANGE_DAYS)?.members.iter().map(Members::len).collect(), lately: at(NEWS_DAYS)?.members })
}

impl Year {
    /// The last year of some segments, in one plan; ids that no segment has are left out.
    pub(crate) fn of(base: &Base, today: Day, ids: &BTreeSet<String>) -> Result<Year, Failure> {
        let trees = base.segment_tests()?;
        let asked: Vec<(&String, &Test)> = trees.iter().filter(|(id, _)| ids.contains(*id)).collect();
        let tests: Vec<&Test> = asked.iter().map(|(_, test)| *test).collect();
        let loaded = Loaded::new(base, &tests)?;
        let mut year = Year::default();
        for months in (1..=MONTHS).rev() {
            let date = today.plus_months(-months);
            let then = loaded.membership_at_midnight(base.zone.midnight(date))?;
            year.dates.push(date);
            year.of.push(then.of);
            for ((id, _), members) in asked.iter().zip(&then.members) {
                year.sizes.entry((*id).clone()).or_default().push(members.len());
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
        let sizes = self.sizes.get(&movement.id).into_iter().flatten().copied();
        sizes.chain([movement.now]).collect()
    }
}

/// How all segments of a base went up to an instant, given their past seen from its day.
pub(crate) fn movements(base: &Base, past: &Past, as_of: AsOf) -> Result<Movements, Failure> {
    let trees = base.segment_tests()?;
    let now = Loaded::once(base, &trees.values().collect::<Vec<&Test>>())?.membership(as_of)?;
    let movement = |(position, (id, members)): (usize, (&String, &Members))| {
        let earlier = past.lately.get(position)?;
        let stayed = members.n_also_in(earlier);
        Some(Movement {
            id: id.clone(),
            now: members.len(),
            before: *past.before.get(position)?,
            entered: members.len() - stayed,
            left: earlier.len() - stayed,
        })
    };
    let segments = trees.keys().zip(&now.members).enumerate().filter_map(movement).collect();
    Ok(Movements { of: now.of, segments })
}
