//! The rows that a fold goes over: of each customer a contiguous run inside the window, and a mask over the unit.

use std::borrow::Cow;
use std::ops::Range;

use model::plan::RowSet;
use model::time::{Instant, Zone};
use model::value::Value;

use super::unit::Unit;
use super::vector::Vector;

/// Chosen rows of a unit's customers. Positions count from the unit's first row of the stream.
pub(super) struct Chosen<'u> {
    /// The run of each customer.
    pub(super) runs: Vec<Range<usize>>,
    /// Which rows of the runs are chosen; all of them when there is no mask.
    pub(super) mask: Option<Cow<'u, [bool]>>,
    /// Event times of the unit's rows.
    pub(super) at: &'u [i64],
}

impl<'u> Chosen<'u> {
    /// Chooses the rows of a row set; with `known`, only those where a value is there.
    pub(super) fn new(unit: &'u Unit<'_, '_>, set: &RowSet, known: Option<&Vector<'_>>) -> Self {
        let rows = unit.rows(&set.stream);
        let Some(stream) = unit.stream(&set.stream) else {
            return Chosen { runs: vec![0..0; unit.customers.len()], mask: None, at: &[] };
        };
        let at = &stream.at[rows.clone()];
        let mut chosen = Chosen { runs: runs(unit, set, stream, rows.start), mask: None, at };
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

    /// Number of chosen rows of each customer.
    pub(super) fn counts(&self) -> impl Iterator<Item = i64> + '_ {
        self.runs.iter().map(|run| match &self.mask {
            None => run.len() as i64,
            Some(mask) => mask[run.clone()].iter().map(|&chosen| i64::from(chosen)).sum(),
        })
    }

    /// The positions of a customer's chosen rows, in order.
    pub(super) fn positions(&self, run: &Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        run.clone().filter(|&position| self.mask.as_ref().is_none_or(|mask| mask[position]))
    }

    /// The distinct local days of a customer's chosen rows, in order.
    pub(super) fn days(&self, run: &Range<usize>, zone: &Zone) -> Vec<i32> {
        let mut days: Vec<i32> = self.positions(run).map(|position| zone.day(Instant(self.at[position])).0).collect();
        // A clock set back around midnight brings a day back.
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Of each customer the run of rows up to the instant and inside the window: rows lie in order of time.
fn runs(unit: &Unit<'_, '_>, set: &RowSet, stream: &model::columns::StreamColumns, first: usize) -> Vec<Range<usize>> {
    let prepared = unit.prepared;
    let bounds = set
        .window
        .as_ref()
        .map(|window| window.bounds(prepared.at, prepared.run.zone, prepared.run.settings.week_start));
    let start = bounds.map_or(i64::MIN, |bounds| bounds.start);
    let end = bounds.map_or(i64::MAX, |bounds| bounds.end).min(prepared.at.0.saturating_add(1));
    let run = |customer: usize| {
        let (low, high) = (stream.offsets[customer] as usize, stream.offsets[customer + 1] as usize);
        let times = &stream.at[low..high];
        let before = |bound: i64| match (times.first(), times.last()) {
            // Most windows hold all of a customer's rows or none of them at one end.
            (Some(&first), _) if first >= bound => 0,
            (_, Some(&last)) if last < bound => times.len(),
            _ => times.partition_point(|&at| at < bound),
        };
        let (from, to) = (before(start), before(end));
        low - first + from..low - first + to.max(from)
    };
    unit.customers.clone().map(run).collect()
}
