//! The rows that a fold goes over: of each customer a contiguous run inside the window, of each parent its children,
//! and a mask over the unit.

use std::borrow::Cow;
use std::ops::Range;

use model::plan::{Level, NodeId, RowSet};
use model::time::{DAY, Zone};
use model::value::Value;

use crate::columns::Rows;
use crate::which::which;

use super::bits::{Bits, Ones};
use super::family;
use super::frame::{Frame, clock, local_times};
use super::unit::Unit;
use super::vector::Vector;

/// Rows of a customer or parent, by their positions among those of the unit.
pub(super) type OneRun = Range<u32>;

/// Chosen rows of a unit's customers, or of their parent rows. Positions count from the unit's first row of the stream.
pub(super) struct Chosen<'u> {
    /// The run of each customer, or of each parent.
    pub(super) runs: Cow<'u, [OneRun]>,
    /// The rows that runs go through, when those of a run do not lie together.
    order: Option<Vec<u32>>,
    /// Which rows of the runs are chosen; all of them when there is no mask.
    mask: Option<Cow<'u, Bits>>,
    /// Event times of the unit's rows.
    pub(super) at: &'u [i64],
}

impl<'u> Chosen<'u> {
    /// Chooses the rows of a row set; with `known`, only those where that node has a value.
    pub(super) fn new(unit: &'u Unit<'_, '_>, set: &'u RowSet, known: Option<NodeId>) -> Self {
        let Some(stream) = unit.prepared.stream_of(set).1.rows else {
            let none = vec![0..0; unit.length_at(&set.holder)];
            return Chosen { runs: none.into(), order: None, mask: None, at: &[] };
        };
        let at = &stream.at[unit.rows_of(stream)];
        let (runs, order) = match &set.holder {
            // Rows are of customers, or of parents: no fold goes over the instants of a history.
            Level::Customer | Level::History(_) => (Cow::Borrowed(unit.runs(set)), None),
            Level::Row(parent) => {
                let (runs, order) = family::children(unit, set, parent);
                (runs.into(), Some(order))
            }
        };
        let is_open = local_times(unit.prepared, set.window.as_ref());
        Chosen { runs, order, mask: None, at }.filtered(unit, set, known, is_open)
    }

    /// The same without regard to where the window begins and ends: rows up to the instant.
    pub(super) fn at_any_time(unit: &'u Unit<'_, '_>, set: &'u RowSet, known: Option<NodeId>) -> Self {
        let Some(stream) = unit.prepared.stream_of(set).1.rows else { return Chosen::new(unit, set, known) };
        let frame = Frame::new(unit, None);
        let (runs, at) = (runs_within(unit, stream, &frame), &stream.at[unit.rows_of(stream)]);
        let is_open = local_times(unit.prepared, set.window.as_ref());
        Chosen { runs: runs.into(), order: None, mask: None, at }.filtered(unit, set, known, is_open)
    }

    fn filtered(
        mut self,
        unit: &'u Unit<'_, '_>,
        set: &'u RowSet,
        known: Option<NodeId>,
        is_open: Option<impl Fn(i64) -> bool>,
    ) -> Self {
        // Where no row is, nothing is asked of any.
        if self.are_none() {
            return self;
        }
        match set.filter.map(|filter| unit.vector(filter)) {
            Some(Vector::Mask(mask)) => self.keep(Cow::Borrowed(mask)),
            Some(Vector::Same(Value::Bool(true))) | None => {}
            Some(_) => self.keep_none(),
        }
        if let Some(counting) = unit.counting(set) {
            self.keep(Cow::Borrowed(counting));
        }
        if let Some(is_open) = is_open {
            self.keep(Cow::Owned(Bits::of(self.at, is_open)));
        }
        match known.map(|known| unit.vector(known)) {
            Some(Vector::Same(value)) if value.is_missing() => self.keep_none(),
            Some(values) => values.known().into_iter().for_each(|known| self.keep(Cow::Owned(known))),
            None => {}
        }
        self
    }

    /// Whether no run has any row.
    pub(super) fn are_none(&self) -> bool {
        self.runs.iter().all(Range::is_empty)
    }

    fn keep(&mut self, kept: Cow<'u, Bits>) {
        match &mut self.mask {
            Some(mask) => mask.to_mut().and(&kept),
            None => self.mask = Some(kept),
        }
    }

    fn keep_none(&mut self) {
        self.runs = vec![0..0; self.runs.len()].into();
    }

    /// Which rows of the runs are chosen, and all of them when there is no mask, for runs that lie together.
    pub(super) fn together(&self) -> Option<Option<&Bits>> {
        self.order.is_none().then_some(self.mask.as_deref())
    }

    /// Number of chosen rows of each customer or parent.
    pub(super) fn counts(&self) -> Vec<u32> {
        match (&self.order, &self.mask) {
            (_, None) => self.runs.iter().map(|run| run.end - run.start).collect(),
            (None, Some(mask)) => self.each(|run| mask.count(places(run))),
            (Some(_), Some(_)) => self.each(|run| self.positions(run).count() as u32),
        }
    }

    /// What the run of each customer or parent comes to: 0 without rows, of which there are many.
    pub(super) fn each<T: Copy + Default>(&self, of: impl Fn(&OneRun) -> T) -> Vec<T> {
        let mut each = vec![T::default(); self.runs.len()];
        for place in which(self.runs.iter().map(|run| run.start < run.end)) {
            each[place as usize] = of(&self.runs[place as usize]);
        }
        each
    }

    /// The positions of a run's chosen rows, in order.
    pub(super) fn positions(&self, run: &OneRun) -> Positions<'_> {
        match (&self.order, self.mask.as_deref()) {
            (None, None) => Positions::Together(places(run)),
            (None, Some(mask)) => Positions::Masked(mask.ones(places(run))),
            (Some(order), mask) => Positions::Ordered(order[places(run)].iter(), mask),
        }
    }

    /// The distinct local days of a run's chosen rows, in order.
    pub(super) fn days(&self, run: &OneRun, zone: &Zone) -> Vec<i32> {
        let local = clock(zone);
        let day = |position: usize| local(self.at[position]).div_euclid(DAY) as i32;
        let mut days: Vec<i32> = self.positions(run).map(day).collect();
        // A clock set back around midnight brings a day back.
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// A run as a range of places in memory.
pub(super) fn places(run: &OneRun) -> Range<usize> {
    run.start as usize..run.end as usize
}

/// The positions of chosen rows, in order.
pub(super) enum Positions<'c> {
    Together(Range<usize>),
    Masked(Ones<'c>),
    Ordered(std::slice::Iter<'c, u32>, Option<&'c Bits>),
}

impl Iterator for Positions<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Positions::Together(places) => places.next(),
            Positions::Masked(ones) => ones.next(),
            Positions::Ordered(rows, mask) => rows.map(|&row| row as usize).find(|&row| is_kept(*mask, row)),
        }
    }
}

impl DoubleEndedIterator for Positions<'_> {
    fn next_back(&mut self) -> Option<usize> {
        match self {
            Positions::Together(places) => places.next_back(),
            Positions::Masked(ones) => ones.next_back(),
            Positions::Ordered(rows, mask) => rows.map(|&row| row as usize).rfind(|&row| is_kept(*mask, row)),
        }
    }
}

fn is_kept(mask: Option<&Bits>, row: usize) -> bool {
    mask.is_none_or(|mask| mask.get(row))
}

/// Of each customer the run of rows up to the instant and inside the window: rows lie in order of time.
pub(super) fn runs(unit: &Unit<'_, '_>, set: &RowSet) -> Vec<OneRun> {
    let stream = unit.prepared.stream_of(set).1.rows;
    stream.map_or(Vec::new(), |stream| runs_within(unit, stream, &Frame::new(unit, set.window.as_ref())))
}

fn runs_within(unit: &Unit<'_, '_>, stream: &Rows, frame: &Frame<'_, '_>) -> Vec<OneRun> {
    let customers = unit.customers.clone();
    let offsets = &stream.offsets[customers.start..=customers.end];
    let rows = offsets.windows(2);
    if let Some(bounds) = frame.same() {
        let before = |bound| stream.n_before_each(customers.clone(), bound);
        let run = |(rows, (from, to)): (&[u32], (u32, u32))| {
            let first = rows[0] - offsets[0];
            first + from.min(to)..first + to
        };
        return rows.zip(before(bounds.start).into_iter().zip(before(bounds.end))).map(run).collect();
    }
    let run = |(place, rows): (usize, &[u32])| {
        let (bounds, all) = (frame.bounds(place), rows[0] as usize..rows[1] as usize);
        let before = |bound| stream.n_before(customers.start + place, all.clone(), bound) as u32;
        let (first, to) = (rows[0] - offsets[0], before(bounds.end));
        first + before(bounds.start).min(to)..first + to
    };
    rows.enumerate().map(run).collect()
}
