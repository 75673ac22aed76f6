//! Windows between days or instants that are written out: `since`, `until`, `from … to`, `on`.

use serde::{Deserialize, Serialize};

use super::{Bounds, Window};
use crate::forms::Written;
use crate::phrase::{Phrase, Problem};
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::time::{Day, Instant, Zone};

/// A day, a local time or an instant, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct When {
    written: String,
}

impl When {
    /// A day, local time or instant as written; `None` when it is none of them.
    pub fn new(written: &str) -> Option<Self> {
        Written::moment(written).map(|_| When { written: written.to_owned() })
    }

    /// As it is written.
    pub fn written(&self) -> &str {
        &self.written
    }

    pub(super) fn is_readable(&self) -> bool {
        Written::moment(&self.written).is_some()
    }

    pub(super) fn is_day(&self) -> bool {
        Day::parse(&self.written).is_some()
    }

    /// The first instant meant: of a day, its local midnight.
    pub(super) fn start(&self, zone: &Zone) -> Instant {
        zone.parse(&self.written).unwrap_or(Instant(0))
    }

    /// The first instant after: of a day, the next local midnight; of an instant, itself.
    fn end(&self, zone: &Zone) -> Instant {
        match Day::parse(&self.written) {
            Some(day) => zone.midnight(Day(day.0 + 1)),
            None => self.start(zone),
        }
    }
}

pub(super) fn read(parser: &mut Parser) -> Option<Read<Window>> {
    let ahead = usize::from(parser.is_word_at(0, "over"));
    let starts = ["since", "until", "from"].iter().any(|word| parser.is_word_at(ahead, word));
    starts.then(|| {
        parser.take_word("over");
        if parser.take_word("since") {
            return read_when(parser).map(Window::Since);
        }
        if parser.take_word("until") {
            return read_when(parser).map(Window::Until);
        }
        parser.advance();
        let from = read_when(parser)?;
        parser.expect_word("to")?;
        Ok(Window::FromTo { from, to: read_when(parser)? })
    })
}

fn read_when(parser: &mut Parser) -> Read<When> {
    let token = parser.peek().clone();
    let TokenKind::Date(text) = &token.kind else { return Err(parser.unexpected(&["2026-03-01"])) };
    parser.advance();
    When::new(text).ok_or_else(|| Problem::new(Phrase::new("problem-not-a-date").with("text", text), token.place))
}

pub(super) fn read_day(parser: &mut Parser) -> Read<When> {
    let place = parser.peek().place;
    let when = read_when(parser)?;
    if when.is_day() {
        Ok(when)
    } else {
        Err(Problem::new(Phrase::new("problem-not-a-day").with("text", when.written()), place))
    }
}

pub(super) fn from_to(zone: &Zone, from: &When, to: &When) -> Bounds {
    Bounds { start: from.start(zone).0, end: to.end(zone).0 }
}
