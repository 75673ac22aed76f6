//! Windows around a date of one's own: `within 30 days after first(order.at)`, `until first(order.at)`.

use serde::{Deserialize, Serialize};

use super::{Bounds, Delay, Window};
use crate::check::Checker;
use crate::forms::Value;
use crate::phrase::Place;
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Zone;
use crate::value::Value as Held;

/// A window that starts or ends at a date or moment which is computed: an attribute, a fold, a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Own {
    /// On which side of the date.
    pub direction: Direction,
    /// How far; without a limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Delay>,
    /// The date or moment.
    pub of: Box<Value>,
}

/// A side of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From it on: `since`, or `within D after`, which leaves a moment itself out.
    After,
    /// Up to it, which is left out: `until`, or `within D before`.
    Before,
}

pub(super) fn read(parser: &mut Parser) -> Option<Read<Window>> {
    if Delay::is_around_a_date(parser) {
        return Some(read_around(parser));
    }
    let ahead = usize::from(parser.is_word_at(0, "over"));
    let direction = match (parser.is_word_at(ahead, "since"), parser.is_word_at(ahead, "until")) {
        (true, _) => Direction::After,
        (_, true) => Direction::Before,
        _ => return None,
    };
    // A date that is written out is read as such, and whatever cannot start a value is told there.
    let is_value = matches!(&parser.peek_at(ahead + 1).kind, TokenKind::Word { .. } | TokenKind::Symbol("("));
    is_value.then(|| {
        (0..=ahead).for_each(|_| {
            parser.advance();
        });
        let of = Box::new(parser.nested_primary()?);
        Ok(Window::Own(Own { direction, within: None, of }))
    })
}

fn read_around(parser: &mut Parser) -> Read<Window> {
    let within = Some(Delay::read(parser)?);
    let direction = if parser.take_word("after") { Direction::After } else { Direction::Before };
    if direction == Direction::Before {
        parser.expect_word("before")?;
    }
    let of = Box::new(parser.nested_primary()?);
    Ok(Window::Own(Own { direction, within, of }))
}

impl Own {
    pub(super) fn print(&self, printer: &mut Printer) {
        match (self.within, self.direction) {
            (Some(within), Direction::After) => printer.write(&format!("{} after ", within.text())),
            (Some(within), Direction::Before) => printer.write(&format!("{} before ", within.text())),
            (None, Direction::After) => printer.write("since "),
            (None, Direction::Before) => printer.write("until "),
        }
        printer.primary(&self.of);
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>, place: Place) {
        if let Some(within) = self.within {
            within.check(checker, place);
        }
        checker.date(&self.of);
    }

    /// The instants of the window around a date or moment; none when it is missing.
    pub(super) fn bounds(&self, of: &Held, zone: &Zone) -> Bounds {
        match (of, self.within, self.direction) {
            (Held::Instant(at), Some(within), Direction::After) => within.after(*at, zone),
            (Held::Instant(at), Some(within), Direction::Before) => within.before(*at, zone),
            (Held::Date(day), Some(within), Direction::After) => within.after_day(*day, zone),
            (Held::Date(day), Some(within), Direction::Before) => within.before_day(*day, zone),
            (Held::Instant(at), None, direction) => beside(at.0, direction),
            (Held::Date(day), None, direction) => beside(zone.midnight(*day).0, direction),
            _ => Bounds::NONE,
        }
    }
}

fn beside(at: i64, direction: Direction) -> Bounds {
    match direction {
        Direction::After => Bounds { start: at, end: i64::MAX },
        Direction::Before => Bounds { start: i64::MIN, end: at },
    }
}
