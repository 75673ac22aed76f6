//! The rows that a fold goes over: of each customer a contiguous run inside the window, of each parent its children,
//! and a mask over the unit.

use std::borrow::Cow;
use std::ops::Range;

use model::plan::{Level, RowSet};
use model::time::{Instant, Zone};
use model::value::Value;

use crate::columns::Rows;

use super::family;
use super::frame::Frame;
use super::unit::Unit;
use super::vector::Vector;

/// Chosen rows of a unit's customers, or of their parent rows. Positions count from the unit's first row of the stream.
pub(super) struct Chosen<'u> {
    /// The run of each customer, or of each parent.
    pub(super) runs: Vec<Range<usize>>,
    /// The rows that runs go through, when those of a run do not lie together.
    order: Option<Vec<u32>>,
    /// Which rows of the runs are chosen; all of them when there is no mask.
    mask: Option<Cow<'u, [bool]>>,
    /// Event times of the unit's rows.
    pub(super) at: &'u [i64],
}

impl<'u> Chosen<'u> {
    /// Chooses the rows of a row set; with `known`, only those where a value is there.
    pub(super) fn new(unit: &'u Unit<'_, '_>, set: &RowSet, known: Option<&Vector<'_>>) -> Self {
        let rows = unit.rows(&set.stream);
        let frame = Frame::new(unit, set.window.as_ref());
        let Some(stream) = unit.stream(&set.stream) else {
            let none = vec![0..0; unit.length_at(&set.holder)];
            return Chosen { runs: none, order: None, mask: None, at: &[] };
        };
        let at = &stream.at[rows.clone()];
        let (runs, order) = match &set.holder {
            // Rows are of customers, or of parents: no fold goes over the instants of a history.
            Level::Customer | Level::History(_) => (runs(unit, &frame, stream, rows.start), None),
            Level::Row(parent) => {
                let (runs, order) = family::children(unit, &set.stream, parent, &frame);
                (runs, Some(order))
            }
        };
        let mut chosen = Chosen { runs, order, mask: None, at };
        match set.filter.map(|filter| unit.vector(filter)) {
            Some(Vector::Mask(mask)) => chosen.mask = Some(Cow::Borrowed(mask)),
            Some(Vector::Same(Value::Bool(true))) | None => {}
            Some(_) => chosen.runs.iter_mut().for_each(|run| run.end = run.start),
        }
        let standing = unit.prepared.standings.get(set.stream.as_str());
        if let Some(exists) =
            standing.and_then(|standing| standing.mask(rows.clone(), unit.prepared.at, set.including_cancelled))
        {
            chosen.keep(|position| exists[position]);
        }
        if let Some(is_open) = frame.local_times() {
            chosen.keep(|position| is_open(at[position]));
        }
        if let Some(values) = known {
            match values {
                Vector::Same(value) if value.is_missing() => chosen.runs.iter_mut().for_each(|run| run.end = run.start),
                Vector::Same(_) => {}
                values => chosen.keep(|position| !values.is_missing(position)),
            }
        }
        chosen
    }

    fn keep(&mut self, keep: impl Fn(usize) -> bool) {
        let length = self.at.len();
        let mask = self.mask.get_or_insert_with(|| Cow::Owned(vec![true; length])).to_mut();
        for (position, kept) in mask.iter_mut().enumerate() {
            *kept = *kept && keep(position);
        }
    }

    /// Which rows of the runs are chosen, and all of them when there is no mask, for runs that lie together.
    pub(super) fn together(&self) -> Option<Option<&[bool]>> {
        self.order.is_none().then_some(self.mask.as_deref())
    }

    /// Number of chosen rows of each customer or parent.
    pub(super) fn counts(&self) -> impl Iterator<Item = i64> + '_ {
        self.runs.iter().map(|run| match (&self.order, &self.mask) {
            (_, None) => run.len() as i64,
            (None, Some(mask)) => mask[run.clone()].iter().map(|&chosen| i64::from(chosen)).sum(),
            (Some(_), Some(_)) => self.positions(run).count() as i64,
        })
    }

    /// The positions of a run's chosen rows, in order.
    pub(super) fn positions(&self, run: &Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let position = |place: usize| self.order.as_ref().map_or(place, |order| order[place] as usize);
        run.clone().map(position).filter(|&position| self.mask.as_ref().is_none_or(|mask| mask[position]))
    }

    /// The distinct local days of a run's chosen rows, in order.
    pub(super) fn days(&self, run: &Range<usize>, zone: &Zone) -> Vec<i32> {
        let mut days: Vec<i32> = self.positions(run).map(|position| zone.day(Instant(self.at[position])).0).collect();
        // A clock set back around midnight brings a day back.
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Of each customer the run of rows up to the instant and inside the window: rows lie in order of time.
fn runs(unit: &Unit<'_, '_>, frame: &Frame<'_>, stream: &Rows, first: usize) -> Vec<Range<usize>> {
    let run = |customer: usize| {
        let (low, high) = (stream.offsets[customer] as usize, stream.offsets[customer + 1] as usize);
        let times = &stream.at[low..high];
        let before = |bound: i64| match (times.first(), times.last()) {
            // Most windows hold all of a customer's rows or none of them at one end.
            (Some(&first), _) if first >= bound => 0,
            (_, Some(&last)) if last < bound => times.len(),
            _ => times.partition_point(|&at| at < bound),
        };
        let bounds = frame.bounds(customer - unit.customers.start);
        let (from, to) = (before(bounds.start), before(bounds.end));
        low - first + from..low - first + to.max(from)
    };
    unit.customers.clone().map(run).collect()
}
