//! `list has any ('a', 'b')`: elements of a list.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::{Moment, are_equal};
use crate::forms::{Form, Part, Reading, Test, TestForm, Value, constant};
use crate::names::Kind;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// Elements of a list.
///
/// # What it tests
/// Whether a list holds any, all or none of some constants.
/// # When a marketer uses it
/// For interests, tags, or the list of the categories a customer bought.
/// # Example
/// `list(order_line.product.category) has all ('shoes', 'socks')`
/// # Missing data
/// An empty list has none of anything: `has none` is true, `has any` and `has all` are false.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Has {
    /// The list.
    pub value: Box<Value>,
    /// How many of the constants.
    pub quantity: Quantity,
    /// The constants.
    pub list: Vec<Value>,
}

/// How many of some constants a list must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// At least one.
    Any,
    /// Every one.
    All,
    /// Not one.
    None,
}

impl Quantity {
    const WORDS: [(&'static str, Quantity); 3] =
        [("any", Quantity::Any), ("all", Quantity::All), ("none", Quantity::None)];

    /// Whether the right number of the constants is found.
    pub fn holds(self, constants: &[Held], found: impl Fn(&Held) -> bool) -> bool {
        match self {
            Quantity::Any => constants.iter().any(found),
            Quantity::All => constants.iter().all(found),
            Quantity::None => !constants.iter().any(found),
        }
    }
}

impl Has {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "has",
        example: "list(order.channel) has any ('mobile', 'web')",
        reading: Reading::AfterValue(Has::read),
        said: &[
            Said::of(
                "has-any",
                r#"{"has":{"value":"$v:subject","quantity":"any","list":"$list:each(value,list-or)"}}"#,
            ),
            Said::of("has-any-one", r#"{"has":{"value":"$v:subject","quantity":"any","list":["$x:value"]}}"#),
            Said::of(
                "has-all",
                r#"{"has":{"value":"$v:subject","quantity":"all","list":"$list:each(value,list-and)"}}"#,
            ),
            Said::of("has-all-one", r#"{"has":{"value":"$v:subject","quantity":"all","list":["$x:value"]}}"#),
            Said::of(
                "has-none",
                r#"{"has":{"value":"$v:subject","quantity":"none","list":"$list:each(value,list-nor)"}}"#,
            ),
            Said::of("has-none-one", r#"{"has":{"value":"$v:subject","quantity":"none","list":["$x:value"]}}"#),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        if !parser.take_word("has") {
            return None;
        }
        let Some((_, quantity)) = Quantity::WORDS.into_iter().find(|(word, _)| parser.take_word(word)) else {
            return Some(Err(parser.unexpected(&["any", "all", "none"])));
        };
        let value = Box::new(value.take()?);
        Some(parser.list().map(|list| Has { value, quantity, list }.into()))
    }
}

impl TestForm for Has {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        let word =
            Quantity::WORDS.iter().find(|(_, quantity)| *quantity == self.quantity).map_or("any", |(word, _)| word);
        printer.write(&format!(" has {word} "));
        printer.list(&self.list);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let kind = checker.value(&self.value);
        let element = kind.and_then(Kind::element);
        if let (Some(kind), None) = (kind, element) {
            checker.note_type(kind, "@type-list", self.value.place());
        }
        checker.constants(&self.list, element.map(Kind::one), self.value.place());
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let constants: Vec<Held> = self.list.iter().map(|constant| moment.value(constant)).collect();
        let value = moment.value(&self.value);
        let elements = if let Held::List(elements) = &value { elements.as_slice() } else { &[] };
        let zone = moment.world.zone;
        self.quantity.holds(&constants, |constant| elements.iter().any(|element| are_equal(element, constant, zone)))
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
        let (quantity, negated) = match self.quantity {
            Quantity::None => (Quantity::Any, true),
            quantity => (quantity, false),
        };
        lowering.negated_if(negated, Op::Has { value, quantity, list })
    }
}
