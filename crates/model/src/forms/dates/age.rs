//! `age of value`: completed years.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Value, ValueForm};
use crate::names::Kind;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::{Type, Value as Held};

/// Completed years since a date.
///
/// # What it tests
/// Nothing by itself: it is the number of years completed at the local date; who is born on 29 February is a year
/// older on 28 February of ordinary years.
/// # When a marketer uses it
/// For age groups, and for how long a contract or a membership has run.
/// # Example
/// `age of birth_date`
/// # Missing data
/// Missing when the date is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Age {
    /// The date.
    pub of: Box<Value>,
}

impl Age {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "age",
        example: "age of birth_date",
        reading: Reading::Value(Age::read),
        said: &[
            Said::of("age-of-birth", r#"{"age":{"of":{"named":"birth_date"}}}"#),
            Said::of("age-of", r#"{"age":{"of":"$v:value"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_words(&["age", "of"]) {
            return None;
        }
        Some(parser.nested_primary().map(|of| Age { of: Box::new(of) }.into()))
    }
}

impl ValueForm for Age {
    fn print(&self, printer: &mut Printer) {
        printer.write("age of ");
        printer.primary(&self.of);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        checker.refuse_in_history("age of", self.of.place());
        checker.date(&self.of).map(|()| Kind::one(Type::Number))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let today = moment.world.zone.day(moment.at);
        let birth = moment.day(&self.of);
        Held::number(birth.map(|birth| Decimal::whole(today.years_since(birth))))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.of).min(moment.birthday_after(moment.day(&self.of)))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.of)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let of = lowering.value(&self.of);
        lowering.node(Op::Age(of), Some(Type::Number))
    }
}
