//! How a segment's size went: its members recomputed from the timelines at many local midnights, and who came and went.

use engine::batch::{Members, SizeOn};
use model::forms::Test;
use model::phrase::Phrase;
use model::time::{Day, Instant};

use super::base::Base;
use super::failure::Failure;
use super::membership::Loaded;

/// Most dates of a history.
const MOST_DATES: usize = 10_000;

/// The time from one date of a history to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Every {
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
}

/// Which dates a history has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    /// The first one.
    pub(crate) from: Day,
    /// The last one.
    pub(crate) to: Day,
    /// The step between them.
    pub(crate) every: Every,
}

/// A segment at one date after the other.
pub(crate) struct History {
    /// Its size at each date, in order; at least one.
    pub(crate) sizes: Vec<Size>,
    /// Members at the last date who were none at the first.
    pub(crate) entered: Members,
    /// Members at the first date who are none at the last.
    pub(crate) left: Members,
    /// Number of members at both.
    pub(crate) stayed: usize,
}

/// The size of a segment as of the local midnight that starts a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// The day.
    pub(crate) on: Day,
    /// Its first instant.
    pub(crate) at: Instant,
    /// Number of members.
    pub(crate) count: usize,
    /// Number of customers in the population.
    pub(crate) of: usize,
    /// Members who were none at the date before; 0 at the first date.
    pub(crate) entered: usize,
    /// Members at the date before who are none now.
    pub(crate) left: usize,
}

impl Dates {
    /// The days, the last one whatever the step; refused when there are none or far too many.
    fn days(self) -> Result<Vec<Day>, Failure> {
        let Dates { from, to, every } = self;
        if from > to {
            return Err(Failure::Failed(Phrase::new("failed-history-dates").with("from", from).with("to", to)));
        }
        let step = |number: usize| match every {
            Every::Day => Day(from.0.saturating_add(number as i32)),
            Every::Week => Day(from.0.saturating_add(7 * number as i32)),
            Every::Month => from.plus_months(number as i64),
        };
        let mut days: Vec<Day> = (0..=MOST_DATES).map(step).take_while(|day| *day < to).collect();
        days.push(to);
        if days.len() > MOST_DATES {
            return Err(Failure::Failed(Phrase::new("failed-history-many").with("most", MOST_DATES)));
        }
        Ok(days)
    }
}

/// Computes the history of a definition: the columns are loaded once, and the cut-offs are those of each midnight.
pub(crate) fn history(base: &Base, test: &Test, dates: Dates) -> Result<History, Failure> {
    let days = dates.days()?;
    let loaded = Loaded::new(base, &[test])?;
    let instants: Vec<Instant> = days.iter().map(|&on| base.zone.midnight(on)).collect();
    if let Some(found) = loaded.sizes(&instants)? {
        return of_sizes(&loaded, (&days, &instants), found);
    }
    let mut sizes = Vec::with_capacity(days.len());
    let (mut first, mut before): (Option<Members>, Option<Members>) = (None, None);
    for on in days {
        let at = base.zone.midnight(on);
        let membership = loaded.membership_at_midnight(at)?;
        let members = membership.members.into_iter().next().unwrap_or_default();
        let entered = before.as_ref().map_or(0, |before| members.without(before).len());
        let left = before.as_ref().map_or(0, |before| before.without(&members).len());
        sizes.push(Size { on, at, count: members.len(), of: membership.of, entered, left });
        first.get_or_insert_with(|| members.clone());
        before = Some(members);
    }
    Ok(between(sizes, &first.unwrap_or_default(), &before.unwrap_or_default()))
}

/// The history out of the sizes at all dates: only the first and the last members are looked for.
fn of_sizes(
    loaded: &Loaded<'_>,
    (days, instants): (&[Day], &[Instant]),
    found: Vec<SizeOn>,
) -> Result<History, Failure> {
    let size = |((&on, &at), size): ((&Day, &Instant), SizeOn)| {
        let SizeOn { count, of, entered, left } = size;
        Size { on, at, count, of, entered, left }
    };
    let sizes = days.iter().zip(instants).zip(found).map(size).collect();
    let members = |at: Option<&Instant>| {
        let found = at.map(|&at| loaded.membership_at_midnight(at)).transpose()?;
        Ok::<_, Failure>(found.and_then(|found| found.members.into_iter().next()).unwrap_or_default())
    };
    Ok(between(sizes, &members(instants.first())?, &members(instants.last())?))
}

/// A history with who came and went from its first members to its last ones.
fn between(sizes: Vec<Size>, first: &Members, last: &Members) -> History {
    let entered = last.without(first);
    let stayed = last.len() - entered.len();
    History { sizes, left: first.without(last), entered, stayed }
}

#[cfg(test)]
pub(crate) mod tests {
    use model::time::{Day, Instant};

    use super::{Dates, Every, Size, history};
    use crate::demo::{DemoSettings, write_shop};
    use crate::ops::apply::apply;
    use crate::ops::base::{Base, Choices};
    use crate::ops::definitions::read_named;
    use crate::ops::import::Request;
    use crate::ops::library;
    use crate::ops::membership::{AsOf, CutOffs, Loaded};
    use crate::ops::review::Going;

    pub(crate) const END: &str = "2026-03-01";
    const RECEIVED: Instant = Instant(1_780_000_000_000_000);

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// A small shop with the ready-made segments.
    pub(crate) fn shop(dir: &std::path::Path) -> Base {
        let files = tempfile::tempdir().unwrap();
        let settings = DemoSettings { customers: 150, until: day(END), seed: 1 };
        write_shop(files.path(), &settings, &|_, _| ()).unwrap();
        let mut base = Base::init(dir, Choices::default()).unwrap();
        let mapping = files.path().join("mapping.toml");
        let mut paths: Vec<_> = std::fs::read_dir(files.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| *path != mapping);
        let request = Request::new(&mapping, &paths).unwrap();
        for path in request.files() {
            request.import(&mut base, path, RECEIVED, &|_| ()).unwrap();
        }
        apply(&mut base, &library::files(), &Going::None, RECEIVED).unwrap();
        base
    }

    #[test]
    fn r_c03_each_size_is_that_of_the_members_as_of_its_midnight() {
        let dir = tempfile::tempdir().unwrap();
        let base = shop(dir.path());
        let dates = Dates { from: day("2025-12-10"), to: day(END), every: Every::Week };
        for segment in ["dormant", "vip", "new-customers", "rfm-champions"] {
            let test = read_named(&base, Some(segment), None).unwrap();
            let history = history(&base, &test, dates).unwrap();
            assert_eq!(history.sizes.len(), 13, "twelve weeks, and the last day");
            let members = |at: Instant| {
                let loaded = Loaded::new(&base, &[&test]).unwrap();
                loaded.membership(AsOf { at, cut_offs: CutOffs::InForce }).unwrap()
            };
            for size in &history.sizes {
                let asked = members(size.at);
                assert_eq!((size.count, size.of), (asked.members[0].len(), asked.of), "{segment} on {}", size.on);
                assert_eq!(size.at, base.zone.midnight(size.on));
            }
            let (first, last) = (members(history.sizes[0].at), members(history.sizes[12].at));
            let (first, last) = (&first.members[0], &last.members[0]);
            assert_eq!(history.entered, last.without(first));
            assert_eq!(history.left, first.without(last));
            assert_eq!(history.stayed + history.left.len(), first.len());
            let went = |of: fn(&Size) -> usize| history.sizes.iter().map(of).sum::<usize>();
            assert_eq!(first.len() + went(|size| size.entered) - went(|size| size.left), last.len());
        }
        let nobody = read_named(&base, Some("dormant"), None).unwrap();
        let before = history(&base.into_known_at(Instant(RECEIVED.0 - 1)).unwrap(), &nobody, dates).unwrap();
        assert!(before.sizes.iter().all(|size| (size.count, size.of) == (0, 0)), "nothing was known yet");
    }

    #[test]
    fn dates_end_at_the_last_day_and_are_not_too_many() {
        let days = |from: &str, to: &str, every: Every| {
            let days = Dates { from: day(from), to: day(to), every }.days().ok();
            days.map(|days| days.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(days(END, END, Every::Day).unwrap(), [END]);
        assert_eq!(
            days("2026-01-31", "2026-04-02", Every::Month).unwrap(),
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-02"]
        );
        assert_eq!(days("2026-03-01", "2026-03-15", Every::Week).unwrap(), [END, "2026-03-08", "2026-03-15"]);
        assert_eq!(days("2026-03-02", END, Every::Day), None);
        assert_eq!(days("1900-01-01", END, Every::Day), None);
    }
}
