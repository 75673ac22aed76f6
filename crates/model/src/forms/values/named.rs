//! A name: an attribute, a field of the row at hand, or a field of a reference table.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Value, ValueForm};
use crate::names::Kind;
use crate::plan::{Lowering, NodeId};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::tree::Name;
use crate::value::Value as Held;

/// A name: an attribute, a field of the row at hand, or a field of a reference table.
///
/// # What it tests
/// Nothing by itself: it is the value that is tested.
/// # When a marketer uses it
/// In every condition: `country`, `amount`, `product.category`.
/// # Example
/// `address.city`
/// # Missing data
/// Missing where the customer or row has no such value, or the code is not in the reference table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Named {
    /// The name.
    pub name: Name,
}

impl Named {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "named",
        example: "address.city",
        reading: Reading::Value(Named::read),
        said: &[Said::of("named", r#"{"named":"$f:name"}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if parser.is_symbol_at(1, "(") {
            return None;
        }
        parser.take_name().map(|name| name.map(|name| Named { name }.into()))
    }
}

impl ValueForm for Named {
    fn print(&self, printer: &mut Printer) {
        printer.name(&self.name.text);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        checker.name(&self.name)
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        moment.named(&self.name.text)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.name_until(&self.name.text)
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        lowering.name(&self.name.text)
    }
}
