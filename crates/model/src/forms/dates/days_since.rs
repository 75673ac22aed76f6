//! `days since value`: local midnights from a date to now.

use std::cmp::Ordering;

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
use crate::time::{Day, Instant};
use crate::value::{Type, Value as Held};

/// Local midnights from a date or moment to now.
///
/// # What it tests
/// Nothing by itself: it counts the days that have gone by; yesterday evening is one day ago this morning.
/// # When a marketer uses it
/// For recency: days since the last order, the last visit, the signing up.
/// # Example
/// `days since last(order.at)`
/// # Missing data
/// Missing when the date is; negative for a date to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaysSince {
    /// The date.
    pub of: Box<Value>,
}

impl DaysSince {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "days_since",
        example: "days since last(order.at)",
        reading: Reading::Value(DaysSince::read),
        said: &[
            Said::of(
                "days-since-the-last",
                r#"{"days_since":{"of":{"fold":{"function":"last","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}}"#,
            ),
            Said::of(
                "days-since-the-first",
                r#"{"days_since":{"of":{"fold":{"function":"first","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}}"#,
            ),
            Said::of("days-since", r#"{"days_since":{"of":"$v:value"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        if !parser.take_words(&["days", "since"]) {
            return None;
        }
        Some(parser.nested_primary().map(|of| DaysSince { of: Box::new(of) }.into()))
    }

    /// An instant before which its order with a number stays the same if nothing happens.
    pub fn passes(&self, moment: &Moment<'_>, bound: Decimal) -> Instant {
        let until = moment.value_until(&self.of);
        let Some(day) = moment.day(&self.of) else { return until };
        let zone = moment.world.zone;
        let elapsed = i128::from(zone.day(moment.at).0) - i128::from(day.0);
        let one = 10i128.pow(u32::from(bound.scale()));
        let units = bound.units_at(bound.scale()).unwrap_or(0);
        // Days go up by one at a time: they come to the number, or pass it, once.
        let next = match (elapsed * one).cmp(&units) {
            Ordering::Less => units.div_euclid(one) + i128::from(units.rem_euclid(one) > 0),
            Ordering::Equal => elapsed + 1,
            Ordering::Greater => return until.min(zone.next_change(moment.at)),
        };
        let day = i32::try_from(i128::from(day.0) + next).unwrap_or(i32::MAX);
        until.min(zone.first_of(Day(day), moment.at))
    }
}

impl ValueForm for DaysSince {
    fn print(&self, printer: &mut Printer) {
        printer.write("days since ");
        printer.primary(&self.of);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        checker.refuse_in_history("days since", self.of.place());
        checker.date(&self.of).map(|()| Kind::one(Type::Number))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let today = moment.world.zone.day(moment.at);
        Held::number(moment.day(&self.of).map(|day| Decimal::whole(i64::from(today.0) - i64::from(day.0))))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let tomorrow = moment.day(&self.of).map_or(Instant::NEVER, |_| moment.world.zone.next_midnight(moment.at));
        moment.value_until(&self.of).min(tomorrow)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.of)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let of = lowering.value(&self.of);
        let now = lowering.node(Op::Now, Some(Type::Instant));
        lowering.node(Op::DaysBetween(of, now), Some(Type::Number))
    }
}
