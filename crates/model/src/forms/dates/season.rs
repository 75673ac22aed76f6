//! `season of value`: the season of a date.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Value, ValueForm};
use crate::names::Kind;
use crate::plan::{Lowering, NodeId, Op};
use crate::schema::Hemisphere;
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Day, Instant};
use crate::value::{Type, Value as Held};

/// The season of a date.
///
/// # What it tests
/// Nothing by itself: it is `'spring'`, `'summer'`, `'autumn'` or `'winter'`, by whole months of the local date as
/// weather services count them: in the north spring goes from March to May, winter from December to February. A setting
/// of the base says that it lies in the southern hemisphere.
/// # When a marketer uses it
/// For people who buy in one season only, born in spring, or won in summer.
/// # Example
/// `any(order where season of at = 'winter')`
/// # Missing data
/// Missing when the date is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Season {
    /// The date or moment.
    pub of: Box<Value>,
}

/// The seasons, from the one that starts in March in the north.
pub const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// The position of a day's season among [`SEASONS`].
pub fn season(day: Day, hemisphere: Hemisphere) -> usize {
    // March is 0, so that February is 11.
    let months = (day.civil().month() as usize + 9) % 12;
    let shift = if hemisphere == Hemisphere::South { 2 } else { 0 };
    (months / 3 + shift) % 4
}

impl Season {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "season",
        example: "any(order where season of at = 'winter')",
        reading: Reading::Value(Season::read),
        said: &[Said::of("season", r#"{"season":"$v:value"}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_words(&["season", "of"]) {
            return None;
        }
        Some(parser.nested_primary().map(|of| Season { of: Box::new(of) }.into()))
    }
}

impl ValueForm for Season {
    fn print(&self, printer: &mut Printer) {
        printer.write("season of ");
        printer.primary(&self.of);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        checker.date(&self.of).map(|()| Kind::one(Type::Category))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let name = |day| SEASONS[season(day, moment.world.settings.hemisphere)];
        moment.day(&self.of).map_or(Held::Missing, |day| Held::text(name(day)))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.of)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.of)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let of = lowering.value(&self.of);
        lowering.node(Op::Season(of), Some(Type::Category))
    }
}
