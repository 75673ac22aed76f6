//! How the segments of a base went: their sizes month by month, and who came and went of late.

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

/// The members that all segments of a base had in the past, seen from a day: it stays the same all that day, and until the
/// base or a definition changes.
pub(crate) struct Past {
    /// The midnights at which sizes were counted, oldest first.
    dates: Vec<Day>,
    /// Number of customers at each date.
    of: Vec<usize>,
    /// The sizes of each segment, in order of ids, at each date.
    sizes: Vec<Vec<usize>>,
    /// The sizes [`CHANGE_DAYS`] before the day.
    before: Vec<usize>,
    /// The members [`NEWS_DAYS`] before the day.
    lately: Vec<Members>,
}

/// How all segments of a base went, up to an instant.
pub(crate) struct Movements {
    /// When each of the sizes was, the last one on the day of the instant itself.
    pub(crate) dates: Vec<Day>,
    /// Number of customers at each of the dates.
    pub(crate) of: Vec<usize>,
    /// Each segment, by id.
    pub(crate) segments: Vec<Movement>,
}

/// How a segment went.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    /// Its id.
    pub(crate) id: String,
    /// Its size at each of the dates.
    pub(crate) sizes: Vec<usize>,
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
    let at = |date: Day| loaded.membership_at_midnight(base.zone.midnight(date));
    let sizes = |members: &[Members]| members.iter().map(Members::len).collect::<Vec<_>>();
    let mut past = Past {
        dates: (1..=MONTHS).rev().map(|months| today.plus_months(-months)).collect(),
        of: Vec::new(),
        sizes: vec![Vec::new(); trees.len()],
        before: sizes(&at(Day(today.0 - CHANGE_DAYS))?.members),
        lately: at(Day(today.0 - NEWS_DAYS))?.members,
    };
    for date in &past.dates {
        let then = at(*date)?;
        past.of.push(then.of);
        past.sizes.iter_mut().zip(sizes(&then.members)).for_each(|(sizes, size)| sizes.push(size));
    }
    Ok(past)
}

/// How all segments of a base went up to an instant, given their past seen from its day.
pub(crate) fn movements(base: &Base, past: &Past, as_of: AsOf) -> Result<Movements, Failure> {
    let trees = base.segment_tests()?;
    let now = Loaded::once(base, &trees.values().collect::<Vec<&Test>>())?.membership(as_of)?;
    let movement = |(position, (id, members)): (usize, (&String, &Members))| {
        let (earlier, mut sizes) = (past.lately.get(position)?, past.sizes.get(position)?.clone());
        sizes.push(members.len());
        let stayed = members.n_also_in(earlier);
        Some(Movement {
            id: id.clone(),
            sizes,
            now: members.len(),
            before: *past.before.get(position)?,
            entered: members.len() - stayed,
            left: earlier.len() - stayed,
        })
    };
    let segments = trees.keys().zip(&now.members).enumerate().filter_map(movement).collect();
    let dates = past.dates.iter().copied().chain([base.zone.day(as_of.at)]).collect();
    Ok(Movements { dates, of: past.of.iter().copied().chain([now.of]).collect(), segments })
}
