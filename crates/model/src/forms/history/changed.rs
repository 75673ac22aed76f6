//! `value changed [from x] [to y] window`: an attribute that took another value.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::{Moment, are_equal};
use crate::forms::{Form, Part, Reading, Test, TestForm, Value, When, Window, Written, constant};
use crate::names::{Reference, resolve};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// An attribute that took another value.
///
/// # What it tests
/// Whether an attribute changed in a window, maybe from one value, maybe to another. A first value is a change; the same
/// value said again is not. A value known without a date came at no time: its coming is no change.
/// # When a marketer uses it
/// For moves: went up to gold this month, moved house, left a plan.
/// # Example
/// `loyalty_tier changed from 'silver' to 'gold' over last 30 days`
/// # Missing data
/// False when the attribute never had a dated value. Losing a value is a change, though to no value that can be named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The attribute.
    pub value: Box<Value>,
    /// The value before, when it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Box<Value>>,
    /// The value after, when it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Box<Value>>,
    /// When.
    pub window: Window,
}

impl Changed {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "changed",
        example: "loyalty_tier changed from 'silver' to 'gold' over last 30 days",
        reading: Reading::AfterValue(Changed::read),
        said: &[
            Said::of("changed", r#"{"changed":{"value":"$v:subject","window":"$w:window"}}"#),
            Said::of("changed-from", r#"{"changed":{"value":"$v:subject","from":"$a:value","window":"$w:window"}}"#),
            Said::of("changed-to", r#"{"changed":{"value":"$v:subject","to":"$b:value","window":"$w:window"}}"#),
            Said::of(
                "changed-from-to",
                r#"{"changed":{"value":"$v:subject","from":"$a:value","to":"$b:value","window":"$w:window"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        if !parser.take_word("changed") {
            return None;
        }
        let value = Box::new(value.take()?);
        Some(Changed::rest(parser, value))
    }

    fn rest(parser: &mut Parser, value: Box<Value>) -> Read<Test> {
        let side = |parser: &mut Parser, word: &str| match parser.take_word(word) {
            true => parser.nested_primary().map(|value| Some(Box::new(value))),
            false => Ok(None),
        };
        let from = side(parser, "from")?;
        let to = side(parser, "to")?;
        if let Some(window) = Window::read(parser) {
            return Ok(Changed { value, from, to, window: window? }.into());
        }
        // Two moments and no window after them are the window themselves.
        match (from.as_deref().and_then(moment), to.as_deref().and_then(moment)) {
            (Some(from), Some(to)) => {
                Ok(Changed { value, from: None, to: None, window: Window::FromTo { from, to } }.into())
            }
            _ => Err(parser.unexpected(&["over last", "between", "this month", "since"])),
        }
    }

    /// The attribute's full name; `None` when the value is none of the customer's own attributes.
    fn attribute(&self, schema: &crate::schema::Schema) -> Option<String> {
        let Value::Named(named) = &*self.value else { return None };
        match resolve(schema, crate::names::Scope::Customer, &named.name.text) {
            Some((Reference::Own(full), _)) => Some(full),
            _ => None,
        }
    }
}

/// A day or moment written out.
fn moment(value: &Value) -> Option<When> {
    match value {
        Value::Literal(literal) => match &literal.written {
            Written::Date(text) | Written::LocalTime(text) | Written::Instant(text) => When::new(text),
            _ => None,
        },
        _ => None,
    }
}

impl TestForm for Changed {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(" changed ");
        for (word, side) in [("from ", &self.from), ("to ", &self.to)] {
            if let Some(side) = side {
                printer.write(word);
                printer.primary(side);
                printer.write(" ");
            }
        }
        self.window.print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let place = self.value.place();
        if checker.refuse_in_rows("changed", place) {
            return;
        }
        let Some(kind) = checker.value(&self.value) else { return };
        if self.attribute(checker.schema).is_none() {
            checker.note(Problem::new(Phrase::new("problem-not-an-attribute"), place));
        }
        for side in [&self.from, &self.to].into_iter().flatten() {
            checker.constants(std::slice::from_ref(side), Some(kind), side.place());
        }
        self.window.check(checker, place);
        self.window.check_for_rows(checker, place);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let world = moment.world;
        let values = self.attribute(world.schema).and_then(|name| moment.timeline.attributes.get(&name));
        let span = self.window.span(moment);
        let is = |held: &Held, side: &Option<Box<Value>>| {
            side.as_ref().is_none_or(|side| are_equal(held, &moment.value(side), world.zone))
        };
        let mut before = Held::Missing;
        // Of several values of one instant the last one is in force.
        for of_instant in values.map_or(&[][..], Vec::as_slice).chunk_by(|a, b| a.from == b.from) {
            let last = &of_instant[of_instant.len() - 1];
            let inside = last.from.is_some_and(|from| from <= moment.at && span.contains(from, world.zone));
            if inside && last.value != before && is(&before, &self.from) && is(&last.value, &self.to) {
                return true;
            }
            before = last.value.clone();
        }
        false
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let values = self.attribute(moment.world.schema).and_then(|name| moment.timeline.attributes.get(&name));
        let dates = values.into_iter().flatten().filter_map(|value| value.from);
        let own = self.window.own().map_or(Instant::NEVER, |own| moment.value_until(own));
        dates.map(|at| self.window.changes_after(at, moment)).min().unwrap_or(Instant::NEVER).min(own)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let attribute = self.attribute(lowering.schema).expect("a checked change is of an attribute");
        let side = |side: &Option<Box<Value>>| side.as_ref().and_then(|side| constant(side, lowering.zone));
        let (from, to) = (side(&self.from), side(&self.to));
        let value = lowering.value(&self.value);
        let window = lowering.window(&self.window);
        lowering.node(Op::Changed { attribute, value, from, to, window }, None)
    }
}
