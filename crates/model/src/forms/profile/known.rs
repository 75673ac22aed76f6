//! `value is known`: there is a value.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// A value that is there.
///
/// # What it tests
/// Whether there is a value at all: `is known`, or that there is none: `is unknown`.
/// # When a marketer uses it
/// To find profiles to complete, or orders with a discount code.
/// # Example
/// `birth_date is known`
/// # Missing data
/// This is the test of missing data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The value.
    pub value: Box<Value>,
    /// Whether it is said in the negative: `is unknown`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

impl Known {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "known",
        example: "birth_date is known",
        reading: Reading::AfterValue(Known::read),
        said: &[
            Said::of("known", r#"{"known":{"value":"$v:subject"}}"#),
            Said::of("unknown", r#"{"known":{"value":"$v:subject","negated":true}}"#),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        if !parser.take_word("is") {
            return None;
        }
        let negated = parser.take_word("unknown") || parser.take_words(&["not", "known"]);
        if !negated && !parser.take_word("known") {
            return Some(Err(parser.unexpected(&["known", "unknown"])));
        }
        Some(Ok(Known { value: Box::new(value.take()?), negated }.into()))
    }
}

impl TestForm for Known {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(if self.negated { " is unknown" } else { " is known" });
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.value(&self.value);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        moment.value(&self.value).is_missing() == self.negated
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        lowering.negated_if(self.negated, Op::Known(value))
    }
}
