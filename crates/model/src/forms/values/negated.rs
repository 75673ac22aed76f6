//! `-value`: a number with its sign turned.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Value, ValueForm};
use crate::names::Kind;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// A number with its sign turned.
///
/// # What it tests
/// Nothing by itself: it turns the sign of a number.
/// # When a marketer uses it
/// For thresholds below zero: points taken back, net refunds.
/// # Example
/// `-5`
/// # Missing data
/// Missing when the number is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Negated {
    /// The number.
    pub value: Box<Value>,
}

impl Negated {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "negated",
        example: "-5",
        reading: Reading::Value(Negated::read),
        said: &[
            Said::of("minus-number", r#"{"negated":{"literal":{"number":"$n:number"}}}"#),
            Said::of("negated", r#"{"negated":"$v:operand"}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_symbol("-") {
            return None;
        }
        Some(parser.nested_primary().map(|value| Negated { value: Box::new(value) }.into()))
    }
}

impl ValueForm for Negated {
    fn print(&self, printer: &mut Printer) {
        // Two signs side by side would start a comment.
        printer.write("-");
        let parentheses = matches!(*self.value, Value::Arithmetic(_) | Value::Negated(_));
        printer.wrapped(parentheses, |printer| printer.value(&self.value));
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let kind = checker.value(&self.value)?;
        if kind.list || !kind.item.is_numeric() {
            checker.note_type(kind, "@type-number", self.value.place());
            return None;
        }
        Some(kind)
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        Held::number(moment.value(&self.value).as_number().map(|number| number.negated()))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let kind = lowering.kind(value);
        lowering.node(Op::Negated(value), Some(kind))
    }
}
