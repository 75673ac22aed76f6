//! `length of value`: letters of a text, elements of a list.

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

/// Letters of a text, elements of a list.
///
/// # What it tests
/// Nothing by itself: it is the number of elements of a list, or of characters of a text.
/// # When a marketer uses it
/// For lists of interests or tags: at least three of them.
/// # Example
/// `length of interests`
/// # Missing data
/// Missing when the text or list is: an empty list has no length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Length {
    /// The text or list.
    pub of: Box<Value>,
}

impl Length {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "length",
        example: "length of interests",
        reading: Reading::Value(Length::read),
        said: &[
            Said::of("length-of-list", r#"{"length":{"of":"$v:value#list"}}"#),
            Said::of("length", r#"{"length":{"of":"$v:value"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_words(&["length", "of"]) {
            return None;
        }
        Some(parser.nested_primary().map(|of| Length { of: Box::new(of) }.into()))
    }
}

impl ValueForm for Length {
    fn print(&self, printer: &mut Printer) {
        printer.write("length of ");
        printer.primary(&self.of);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let kind = checker.value(&self.of)?;
        if !kind.item.is_text() && kind.element().is_none() {
            checker.note_type(kind, "@type-text-or-list", self.of.place());
            return None;
        }
        Some(Kind::one(Type::Number))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let length = match moment.value(&self.of) {
            Held::Text(text) => text.chars().count(),
            Held::List(elements) => elements.len(),
            _ => return Held::Missing,
        };
        Held::Number(Decimal::whole(length as i64))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.of)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.of)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let of = lowering.value(&self.of);
        lowering.node(Op::Length(of), Some(Type::Number))
    }
}
