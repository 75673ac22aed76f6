//! `days between a and b`: local midnights from one date to another.

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

/// Local midnights from one date or moment to another.
///
/// # What it tests
/// Nothing by itself: it counts the days from the first to the second, negative when the second comes before.
/// # When a marketer uses it
/// For delays: from launch to purchase, from signing up to the first order.
/// # Example
/// `days between signed_up_at and first(order.at)`
/// # Missing data
/// Missing when either date is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaysBetween {
    /// The first date.
    pub from: Box<Value>,
    /// The second date.
    pub to: Box<Value>,
}

impl DaysBetween {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "days_between",
        example: "days between signed_up_at and first(order.at)",
        reading: Reading::Value(DaysBetween::read),
        said: &[Said::of("days-between", r#"{"days_between":{"from":"$a:value","to":"$b:value"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_words(&["days", "between"]) {
            return None;
        }
        Some(DaysBetween::dates(parser))
    }

    fn dates(parser: &mut Parser) -> Read<Value> {
        let from = Box::new(parser.nested_primary()?);
        parser.expect_word("and")?;
        let to = Box::new(parser.nested_primary()?);
        Ok(DaysBetween { from, to }.into())
    }
}

impl ValueForm for DaysBetween {
    fn print(&self, printer: &mut Printer) {
        printer.write("days between ");
        printer.primary(&self.from);
        printer.write(" and ");
        printer.primary(&self.to);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let (from, to) = (checker.date(&self.from), checker.date(&self.to));
        from.and(to).map(|()| Kind::one(Type::Number))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let days = moment.day(&self.from).zip(moment.day(&self.to));
        Held::number(days.map(|(from, to)| Decimal::whole(i64::from(to.0) - i64::from(from.0))))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.from).min(moment.value_until(&self.to))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.from), Part::value(&self.to)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let (from, to) = (lowering.value(&self.from), lowering.value(&self.to));
        lowering.node(Op::DaysBetween(from, to), Some(Type::Number))
    }
}
