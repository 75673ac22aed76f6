//! `point within 20 km of (48.8566, 2.3522)`: a place near another.

use serde::{Deserialize, Serialize};

use super::haversine::Point;
use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::{Type, Value as Held};

/// A place near another.
///
/// # What it tests
/// Whether a point lies within a distance (in km, m or miles) of another: one written as latitude and longitude in
/// degrees, or a point of the customer or the row. The distance is that along a sphere of the earth's mean radius
/// (6 371 008.8 m), to the metre.
/// # When a marketer uses it
/// For customers around a shop, an event, a delivery zone.
/// # Example
/// `home within 20 km of (48.8566, 2.3522)`
/// # Missing data
/// False when either point is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// The point.
    pub value: Box<Value>,
    /// How far at most.
    pub distance: Decimal,
    /// In what.
    pub unit: LengthUnit,
    /// Of what.
    pub of: Centre,
    /// Where the centre stands.
    #[serde(skip)]
    pub place: Place,
}

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// A kilometre.
    Km,
    /// A metre.
    M,
    /// A mile of 1 609.344 metres.
    Miles,
}

impl LengthUnit {
    const WORDS: [(&'static str, LengthUnit); 3] =
        [("km", LengthUnit::Km), ("m", LengthUnit::M), ("miles", LengthUnit::Miles)];

    /// Its word.
    pub fn word(self) -> &'static str {
        LengthUnit::WORDS[self as usize].0
    }

    /// Its length in metres.
    fn metres(self) -> Decimal {
        match self {
            LengthUnit::Km => Decimal::whole(1_000),
            LengthUnit::M => Decimal::whole(1),
            LengthUnit::Miles => Decimal::new(1_609_344, 3),
        }
    }
}

/// What distances are measured from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// `(48.8566, 2.3522)`: latitude and longitude in degrees.
    At(Decimal, Decimal),
    /// A point of the customer or the row.
    Of(Box<Value>),
}

/// Whether two points, as they are written, lie within so many metres of one another.
pub fn are_near(left: &str, right: &str, metres: Decimal) -> bool {
    let points = Point::parse(left).zip(Point::parse(right));
    points.is_some_and(|(left, right)| Decimal::whole(left.metres_to(right)) <= metres)
}

impl Near {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "near",
        example: "home within 20 km of (48.8566, 2.3522)",
        reading: Reading::AfterValue(Near::read),
        said: &[
            Said::of(
                "near-point",
                r#"{"near":{"value":"$v:subject","distance":"$n:plain","unit":"$u:length-unit","of":{"at":["$a:signed","$b:signed"]}}}"#,
            ),
            Said::of(
                "near",
                r#"{"near":{"value":"$v:subject","distance":"$n:plain","unit":"$u:length-unit","of":{"of":"$r:value"}}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let TokenKind::Number(distance) = parser.peek_at(1).kind else { return None };
        let (_, unit) = LengthUnit::WORDS.into_iter().find(|(word, _)| parser.is_word_at(2, word))?;
        if !parser.is_word_at(0, "within") {
            return None;
        }
        (0..3).for_each(|_| drop(parser.advance()));
        Some(Near::centre(parser, value.take()?, distance, unit))
    }

    fn centre(parser: &mut Parser, value: Value, distance: Decimal, unit: LengthUnit) -> Read<Test> {
        parser.expect_word("of")?;
        let start = parser.peek().place;
        let of = match read_point(parser) {
            Some((latitude, longitude)) => Centre::At(latitude, longitude),
            None => Centre::Of(Box::new(parser.nested_primary()?)),
        };
        let place = start.to(parser.previous_place());
        Ok(Near { value: Box::new(value), distance, unit, of, place }.into())
    }

    fn metres(&self) -> Decimal {
        self.distance.times(self.unit.metres()).unwrap_or(Decimal::ZERO)
    }
}

/// Takes `(latitude, longitude)`, if that stands at the cursor.
fn read_point(parser: &mut Parser) -> Option<(Decimal, Decimal)> {
    let mut ahead = 1;
    let mut number = |parser: &Parser| {
        let negative = parser.is_symbol_at(ahead, "-");
        ahead += usize::from(negative);
        let TokenKind::Number(number) = parser.peek_at(ahead).kind else { return None };
        ahead += 2;
        Some(if negative { number.negated() } else { number })
    };
    let open = parser.is_symbol_at(0, "(");
    let latitude = number(parser).filter(|_| open)?;
    let longitude = number(parser)?;
    if !parser.is_symbol_at(ahead - 1, ")") {
        return None;
    }
    (0..ahead).for_each(|_| drop(parser.advance()));
    Some((latitude, longitude))
}

fn written(latitude: Decimal, longitude: Decimal) -> String {
    format!("{latitude},{longitude}")
}

impl TestForm for Near {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(&format!(" within {} {} of ", self.distance, self.unit.word()));
        match &self.of {
            Centre::At(latitude, longitude) => printer.write(&format!("({latitude}, {longitude})")),
            Centre::Of(value) => printer.primary(value),
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let mut point = |value: &Value| {
            if let Some(kind) = checker.value(value)
                && (kind.list || kind.item != Type::Point)
            {
                checker.note_type(kind, "@type-point", value.place());
            }
        };
        point(&self.value);
        match &self.of {
            Centre::Of(value) => point(value),
            Centre::At(latitude, longitude) => {
                let text = written(*latitude, *longitude);
                if Point::parse(&text).is_none() {
                    checker.note(Problem::new(Phrase::new("problem-not-a-point").with("text", text), self.place));
                }
            }
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let centre = match &self.of {
            Centre::At(latitude, longitude) => Held::text(&written(*latitude, *longitude)),
            Centre::Of(value) => moment.value(value),
        };
        let value = moment.value(&self.value);
        let points = value.as_text().zip(centre.as_text());
        points.is_some_and(|(value, centre)| are_near(value, centre, self.metres()))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let centre = match &self.of {
            Centre::At(..) => Instant::NEVER,
            Centre::Of(value) => moment.value_until(value),
        };
        moment.value_until(&self.value).min(centre)
    }

    fn parts(&self) -> Vec<Part> {
        match &self.of {
            Centre::At(..) => vec![Part::value(&self.value)],
            Centre::Of(of) => vec![Part::value(&self.value), Part::value(of)],
        }
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let of = match &self.of {
            Centre::At(latitude, longitude) => {
                let point = Held::text(&written(*latitude, *longitude));
                lowering.node(Op::Constant(point), Some(Type::Point))
            }
            Centre::Of(value) => lowering.value(value),
        };
        lowering.node(Op::Near { value, of, metres: self.metres() }, None)
    }
}
