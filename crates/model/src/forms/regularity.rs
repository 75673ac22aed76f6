//! Forms about rhythm: what is done again and again, for the first time, no longer, or again after a silence.

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Rows, Window};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op, RowSet};

pub(super) mod active;
pub(super) mod every;
pub(super) mod first_time;
pub(super) mod periods;
pub(super) mod restarted;
pub(super) mod stopped;

/// The event times of rows, in order; with a field, of those where it is known.
fn instants(rows: &Rows, moment: &Moment<'_>) -> Vec<i64> {
    let times = rows.rows(moment).into_iter().map(|row| row.at.0);
    match rows.field {
        None => times.collect(),
        Some(_) => {
            let values = rows.values(moment);
            times.zip(values).filter(|(_, value)| !value.is_missing()).map(|(at, _)| at).collect()
        }
    }
}

/// The rows whenever they happened, at the local times of their window alone.
fn at_any_time(rows: &Rows) -> Rows {
    Rows { window: rows.window.as_ref().and_then(Window::at_any_time), ..rows.clone() }
}

/// Notes that rows have a window which says no stretch of time, only local times.
fn check_stretch(checker: &mut Checker<'_>, rows: &Rows, form: &'static str) {
    if rows.window.as_ref().is_some_and(|window| window.stretch().is_none()) {
        let phrase = Phrase::new("problem-needs-window").with("form", form).with("stream", &rows.stream);
        checker.note(Problem::new(phrase, rows.place));
    }
}

/// The rows that [`instants`] goes over, as a row set: with a field, only those where it is known.
fn lower_rows(rows: &Rows, lowering: &mut Lowering<'_>) -> RowSet {
    let (mut set, value) = rows.lower(lowering);
    if let Some(value) = value {
        set.filter = Some(lowering.on_rows(&rows.stream, rows.including_cancelled, |lowering| {
            let known = lowering.node(Op::Known(value), None);
            match set.filter {
                Some(filter) => lowering.node(Op::And(vec![filter, known]), None),
                None => known,
            }
        }));
    }
    set
}

/// The node of the event times of a stream's rows.
fn lower_time(rows: &Rows, lowering: &mut Lowering<'_>) -> NodeId {
    lowering.on_rows(&rows.stream, rows.including_cancelled, |lowering| {
        lowering.node(Op::RowTime, Some(crate::value::Type::Instant))
    })
}
