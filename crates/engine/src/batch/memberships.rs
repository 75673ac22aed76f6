//! Memberships over time for many customers: the instants at which each came to be a member and ceased to be one, found
//! in one pass over the rows, to the instant, as the walk of [`model::history`] finds them.
//!
//! This works for segments made of numbers, sums and means of rows in windows that move on with time, of places in the
//! base and its averages, of lists, and of what has no date. Others are walked customer by customer ([`super::plain`]).

mod base;
mod changing;
mod course;
mod curve;
mod passage;
mod sought;
mod truth;

use model::columns::AttributeColumn;
use model::forms::{Membership, Move, Test, Window};
use model::history::DAWN;
use model::plan::Plain;
use model::time::Instant;

use super::Run;
use super::bits::Bits;
use super::prepare::Prepared;
use super::unit::Unit;
pub use changing::ChangingEntries;
use course::Course;
use sought::Sought;
use truth::Truth;

/// An instant as late as windows are tried at.
const LATE: i64 = 4_102_444_800_000_000;

/// A membership over time that can be followed.
pub(super) struct Followed<'a> {
    how: Move,
    window: &'a Window,
    sought: Sought<'a>,
    test: Truth<'a>,
    /// Whether the window may begin before all history.
    from_dawn: bool,
}

impl Run<'_> {
    /// Whether all that the plan asks of the past can be told without timelines, whatever the instant.
    pub fn needs_no_timelines(&self) -> bool {
        let prepared = Prepared::new(*self, Instant(LATE), &[]);
        let from = earliest(*self).min(DAWN.0).saturating_sub(1);
        let followed = |plain: &Plain| {
            membership(plain).and_then(|(_, node)| Truth::of(&prepared, node, &Sought::new(*self, (from, LATE), &[])))
        };
        self.plan.plain.iter().all(|plain| followed(plain).is_some())
    }
}

/// The membership that a test in plain code is, and the node of being a member, if it is one that can be followed.
fn membership(plain: &Plain) -> Option<(&Membership, usize)> {
    match (&plain.test, plain.reads.first()) {
        (Test::Membership(membership), Some(&node)) if membership.window.own().is_none() => Some((membership, node)),
        _ => None,
    }
}

/// The first instant at which anything is dated.
fn earliest(run: Run<'_>) -> i64 {
    let rows = run.base.streams.values().flat_map(|rows| {
        let first = |rows_of: &[u32]| (rows_of[0] < rows_of[1]).then(|| rows.at[rows_of[0] as usize]);
        rows.offsets.windows(2).filter_map(first)
    });
    let values = run.base.lists.values().chain(run.base.attributes.values()).flat_map(|column| match &**column {
        AttributeColumn::Constant(_) => &[][..],
        AttributeColumn::History { from, .. } => from,
    });
    rows.chain(values.copied().filter(|&from| from != i64::MIN)).min().unwrap_or(i64::MAX)
}

impl<'a> Followed<'a> {
    /// Follows a test of a prepared run, if it is a membership that can be followed.
    pub(super) fn new(prepared: &Prepared<'a>, plain: &'a Plain) -> Option<Self> {
        let (membership, node) = membership(plain)?;
        let (run, at) = (prepared.run, prepared.at);
        let start = membership.window.bounds(at, run.zone, run.settings).start;
        let before = start.saturating_sub(1);
        let from_dawn = before < DAWN.0;
        let from = if from_dawn { before.max(earliest(run).min(DAWN.0).saturating_sub(1)) } else { before };
        let sought = Sought::new(run, (from, at.0), prepared.cut_offs);
        let test = Truth::of(prepared, node, &sought)?;
        Some(Followed { how: membership.how, window: &membership.window, sought, test, from_dawn })
    }

    /// Whether it holds for each customer of a unit; not outside the population.
    pub(super) fn holds(&self, unit: &Unit<'_, '_>) -> Bits {
        let test = self.test.of_unit(unit);
        let first = unit.customers.start;
        let holds = |customer: usize| {
            if !unit.is_present(customer) {
                return false;
            }
            let present = Course::from(unit.prepared.run.base.present_from[customer]);
            let course = present.and(test.course(customer - first, &self.sought));
            self.holds_on(unit, customer, &course)
        };
        unit.customers.clone().map(holds).collect()
    }

    /// Whether what is asked holds of a membership that goes so.
    fn holds_on(&self, unit: &Unit<'_, '_>, customer: usize, course: &Course) -> bool {
        let run = unit.prepared.run;
        let at = self.sought.at;
        let from = if self.from_dawn { self.beginning(unit, customer) } else { self.sought.from };
        if from > at || course.is_always(false) {
            return false;
        }
        let bounds = self.window.bounds(Instant(at), run.zone, run.settings);
        let span = model::forms::Span { bounds, times: self.window.times() };
        match self.how {
            Move::Entered => {
                course.turns(from, at).any(|(turn, truth)| truth && span.contains(Instant(turn), run.zone))
            }
            Move::Left => course.turns(from, at).any(|(turn, truth)| !truth && span.contains(Instant(turn), run.zone)),
            // A stay lasts until the next turn; the last one, until now.
            Move::Was => {
                let mut turns = course.turns(from, at).peekable();
                let mut stay = course.at(from).then_some(from);
                loop {
                    let next = turns.next();
                    if let Some(since) = stay {
                        let last = next.map_or(at, |(turn, _)| turn - 1).min(bounds.end.saturating_sub(1));
                        if span.opens_from(Instant(since.max(bounds.start)), run.zone).0 <= last {
                            return true;
                        }
                    }
                    let Some((turn, truth)) = next else { return false };
                    stay = truth.then_some(turn);
                }
            }
        }
    }

    /// Since when a customer's history is told, in a window that begins before all history.
    fn beginning(&self, unit: &Unit<'_, '_>, customer: usize) -> i64 {
        let run = unit.prepared.run;
        let before = self.window.bounds(Instant(self.sought.at), run.zone, run.settings).start.saturating_sub(1);
        let rows = run.base.streams.values().filter_map(|rows| {
            let of_customer = &rows.at[rows.offsets[customer] as usize..rows.offsets[customer + 1] as usize];
            of_customer.get(of_customer.partition_point(|&at| at <= before)).copied()
        });
        let columns = run.base.lists.values().chain(run.base.attributes.values());
        let values = columns.filter_map(|column| match &**column {
            AttributeColumn::Constant(_) => None,
            AttributeColumn::History { offsets, from, .. } => {
                let of_customer = &from[offsets[customer] as usize..offsets[customer + 1] as usize];
                of_customer.get(of_customer.partition_point(|&at| at <= before)).copied()
            }
        });
        let first = rows.chain(values).min();
        before.max(first.map_or(DAWN.0, |first| DAWN.0.min(first.saturating_sub(1))))
    }
}
