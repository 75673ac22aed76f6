//! `value in (list)`: one of some constants.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::{Moment, are_equal};
use crate::forms::{Form, Part, Reading, Test, TestForm, Value, constant};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// One of some constants.
///
/// # What it tests
/// Whether a value equals one of a list.
/// # When a marketer uses it
/// For countries, categories, codes: several answers that are all right.
/// # Example
/// `country in ('FR', 'BE', 'CH')`
/// # Missing data
/// False when the value is missing; `not in` is its negation, hence true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneOf {
    /// The value.
    pub value: Box<Value>,
    /// The constants.
    pub list: Vec<Value>,
    /// Whether it is said in the negative.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

impl OneOf {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "one_of",
        example: "country in ('FR', 'BE', 'CH')",
        reading: Reading::AfterValue(OneOf::read),
        said: &[
            Said::of("one-of", r#"{"one_of":{"value":"$v:subject","list":"$list:each(value,list-or)"}}"#),
            Said::of("one-of-one", r#"{"one_of":{"value":"$v:subject","list":["$x:value"]}}"#),
            Said::of(
                "none-of",
                r#"{"one_of":{"value":"$v:subject","list":"$list:each(value,list-nor)","negated":true}}"#,
            ),
            Said::of("none-of-one", r#"{"one_of":{"value":"$v:subject","list":["$x:value"],"negated":true}}"#),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let negated = parser.take_words(&["not", "in"]);
        if !negated && !parser.take_word("in") {
            return None;
        }
        let value = Box::new(value.take()?);
        Some(parser.list().map(|list| OneOf { value, list, negated }.into()))
    }
}

impl TestForm for OneOf {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(if self.negated { " not in " } else { " in " });
        printer.list(&self.list);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let value = checker.value(&self.value);
        checker.constants(&self.list, value, self.value.place());
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let value = moment.value(&self.value);
        let equals = |constant: &Value| are_equal(&value, &moment.value(constant), moment.world.zone);
        self.list.iter().any(equals) != self.negated
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let list = self.list.iter().filter_map(|value| constant(value, lowering.zone)).collect();
        lowering.negated_if(self.negated, Op::OneOf { value, list })
    }
}
