//! The steps of a sequence that the fields of a form mean.

use model::forms::{Delay, Rows, Sequence, Step, Unit};
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::tree::Name;

use super::Part;
use super::rows::of_stream;
use super::windows::{delay, window};

/// A sequence as it is filled in, and changed by the button that was pressed: a step more, one less, one earlier or later.
pub(super) fn sequence(part: &Part<'_>, before: &Sequence, schema: &Schema) -> Result<Sequence, Vec<Problem>> {
    let mut next = before.clone();
    next.first = of_stream(&step(part, 0), &before.first, schema)?;
    if part.get("w").is_some() {
        next.first.window = window(part, before.first.window.as_ref())?;
    }
    for (position, now) in next.then.iter_mut().enumerate() {
        let own = step(part, position + 1);
        let mut without = Vec::new();
        for (number, rows) in now.without.iter().enumerate() {
            let inner = own.part(&format!("x{number}."));
            if !part.is_dropped(&inner) {
                without.push(of_stream(&inner, rows, schema)?);
            }
        }
        without.extend(own.get("without").filter(|name| schema.streams.contains_key(*name)).map(rows_of));
        *now = Step {
            rows: of_stream(&own, &now.rows, schema)?,
            within: delay(&own, "in", "in_unit", now.within)?,
            without,
        };
    }
    match part.get("step").map(|step| step.split_once('-').unwrap_or((step, ""))) {
        Some(("add", _)) => next.then.push(Step {
            rows: rows_of(&last(&next).stream),
            within: Some(Delay { count: 7, unit: Unit::Day }),
            without: Vec::new(),
        }),
        Some(("remove", place)) => removed(&mut next, place)?,
        Some(("up", place)) => swapped(&mut next, number(place).checked_sub(1)),
        Some(("down", place)) => swapped(&mut next, Some(number(place))),
        _ => {}
    }
    Ok(next)
}

fn step<'a>(part: &Part<'a>, position: usize) -> Part<'a> {
    part.part(&format!("s{position}."))
}

fn rows_of(stream: &(impl AsRef<str> + ?Sized)) -> Rows {
    Rows::of(Name::new(stream.as_ref()))
}

fn last(sequence: &Sequence) -> &Rows {
    sequence.then.last().map_or(&sequence.first, |step| &step.rows)
}

fn number(place: &str) -> usize {
    place.parse().unwrap_or(usize::MAX)
}

/// Takes a step out. The first of those that follow takes the place of the first.
fn removed(sequence: &mut Sequence, place: &str) -> Result<(), Vec<Problem>> {
    if sequence.then.len() < 2 {
        return Err(vec![Problem::new(Phrase::new("builder-wrong-steps"), Place::default())]);
    }
    match number(place) {
        0 => {
            let window = sequence.first.window.clone();
            sequence.first = Rows { window, ..sequence.then.remove(0).rows };
        }
        place if place <= sequence.then.len() => drop(sequence.then.remove(place - 1)),
        _ => {}
    }
    Ok(())
}

/// Lets two steps change places: their rows do, the times between steps stay.
fn swapped(sequence: &mut Sequence, earlier: Option<usize>) {
    let Some(earlier) = earlier.filter(|earlier| *earlier < sequence.then.len()) else { return };
    let (before, after) = sequence.then.split_at_mut(earlier);
    let Some(later) = after.first_mut() else { return };
    match before.last_mut() {
        Some(step) => std::mem::swap(&mut step.rows, &mut later.rows),
        None => {
            std::mem::swap(&mut sequence.first, &mut later.rows);
            std::mem::swap(&mut sequence.first.window, &mut later.rows.window);
        }
    }
}
