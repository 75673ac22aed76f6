//! Values written out: `'text'`, `12.5`, `80%`, `true`, `2026-03-01`, `90 days`.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::{Decimal, NUMBER_SCALE};
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Unit, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Day, Instant, Zone};
use crate::value::{Type, Value as Held};

/// A value written out.
///
/// # What it tests
/// Nothing by itself: it is what other values are compared with.
/// # When a marketer uses it
/// In every condition: a country, an amount, a day.
/// # Example
/// `2026-03-01`
/// # Missing data
/// Never missing; a text of white space alone is refused, since it would compare with nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Literal {
    /// What is written.
    pub written: Written,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    /// `'text'`, where `''` is a quote.
    Text(String),
    /// `1234.5`
    Number(Decimal),
    /// `80%`: that many hundredths.
    Percent(Decimal),
    /// `true` or `false`.
    Bool(bool),
    /// `2026-03-01`, a local day.
    Date(String),
    /// `2026-03-01T10:00`, in the base's zone.
    LocalTime(String),
    /// `2026-03-01T10:00:00Z`.
    Instant(String),
    /// `90 days`.
    Duration {
        /// How many.
        count: Decimal,
        /// Of what.
        unit: Unit,
    },
}

impl Literal {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "literal",
        example: "2026-03-01",
        reading: Reading::Value(Literal::read),
        said: &[
            Said::of("literal-text", r#"{"literal":{"text":"$x:text"}}"#),
            Said::of("literal-number", r#"{"literal":{"number":"$n:number"}}"#),
            Said::of("literal-percent", r#"{"literal":{"percent":"$p:percent"}}"#),
            Said::of("literal-true", r#"{"literal":{"bool":true}}"#),
            Said::of("literal-false", r#"{"literal":{"bool":false}}"#),
            Said::of("literal-date", r#"{"literal":{"date":"$d:day"}}"#),
            Said::of("literal-time", r#"{"literal":{"local_time":"$d:time"}}"#),
            Said::of("literal-instant", r#"{"literal":{"instant":"$d:instant"}}"#),
            Said::of("literal-duration", r#"{"literal":{"duration":{"count":"$n:plain","unit":"$u:unit"}}}"#),
        ],
    };

    /// A literal without a place.
    pub fn new(written: Written) -> Self {
        Literal { written, place: Place::default() }
    }

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        let token = parser.peek().clone();
        let written = match token.kind {
            TokenKind::Text(text) => Ok(Written::Text(text)),
            TokenKind::Percent(number) => Ok(Written::Percent(number)),
            TokenKind::Date(text) => Written::moment(&text)
                .ok_or_else(|| Problem::new(Phrase::new("problem-not-a-date").with("text", &text), token.place)),
            TokenKind::Number(number) => {
                parser.advance();
                return Some(Literal::number(parser, number, token.place));
            }
            TokenKind::Word { quoted: false, .. } if parser.is_word_at(0, "true") => Ok(Written::Bool(true)),
            TokenKind::Word { quoted: false, .. } if parser.is_word_at(0, "false") => Ok(Written::Bool(false)),
            _ => return None,
        };
        parser.advance();
        Some(written.map(|written| Literal { written, place: token.place }.into()))
    }

    fn number(parser: &mut Parser, number: Decimal, place: Place) -> Read<Value> {
        let Some(unit) = Unit::take(parser) else {
            return Ok(Literal { written: Written::Number(number), place }.into());
        };
        let place = place.to(parser.previous_place());
        Ok(Literal { written: Written::Duration { count: number, unit }, place }.into())
    }

    fn kind(&self) -> Kind {
        Kind::one(match &self.written {
            Written::Text(_) => Type::Text,
            Written::Number(_) | Written::Percent(_) => Type::Number,
            Written::Bool(_) => Type::Bool,
            Written::Date(_) => Type::Date,
            Written::LocalTime(_) | Written::Instant(_) => Type::Instant,
            Written::Duration { .. } => Type::Duration,
        })
    }

    /// The value that is written, in a zone.
    pub fn held(&self, zone: &Zone) -> Held {
        match &self.written {
            Written::Text(text) => Held::text(text),
            Written::Number(number) => Held::Number(*number),
            Written::Percent(number) => Held::number(number.times(Decimal::new(1, 2))),
            Written::Bool(truth) => Held::Bool(*truth),
            Written::Date(text) => Day::parse(text).map_or(Held::Missing, Held::Date),
            Written::LocalTime(text) => zone.parse(text).map_or(Held::Missing, Held::Instant),
            Written::Instant(text) => Instant::parse(text).map_or(Held::Missing, Held::Instant),
            Written::Duration { count, unit } => {
                Held::number(unit.seconds().and_then(|seconds| count.times(Decimal::whole(seconds))))
            }
        }
    }
}

impl Written {
    /// Reads a day, a local time or an instant.
    pub fn moment(text: &str) -> Option<Self> {
        if Day::parse(text).is_some() {
            return Some(Written::Date(text.to_owned()));
        }
        if Instant::parse(text).is_some() {
            return Some(Written::Instant(text.to_owned()));
        }
        Zone::utc().parse(text).map(|_| Written::LocalTime(text.to_owned()))
    }
}

impl ValueForm for Literal {
    fn print(&self, printer: &mut Printer) {
        match &self.written {
            Written::Text(text) => printer.text(text),
            Written::Number(number) => printer.write(&number.to_string()),
            Written::Percent(number) => printer.write(&format!("{number}%")),
            Written::Bool(truth) => printer.write(if *truth { "true" } else { "false" }),
            Written::Date(text) | Written::LocalTime(text) | Written::Instant(text) => printer.write(text),
            Written::Duration { count, unit } => {
                printer.write(&format!("{count} {}", unit.word(*count == Decimal::whole(1))))
            }
        }
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let key = match &self.written {
            Written::Text(text) if text.trim().is_empty() => "problem-empty-text",
            Written::Number(number) | Written::Percent(number) if number.scale() > NUMBER_SCALE => {
                "problem-too-many-places"
            }
            Written::Duration { unit, .. } if unit.seconds().is_none() => "problem-no-length",
            _ if self.held(&Zone::utc()).is_missing() => "problem-not-a-date",
            _ => return Some(self.kind()),
        };
        let mut printer = Printer::default();
        self.print(&mut printer);
        checker.note(Problem::new(Phrase::new(key).with("text", printer.finish()), self.place));
        None
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        self.held(moment.world.zone)
    }

    fn holds_until(&self, _: &Moment<'_>) -> Instant {
        Instant::NEVER
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let held = self.held(lowering.zone);
        lowering.node(Op::Constant(held), Some(self.kind().item))
    }
}
