//! `value between low and high`: both ends included.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::{Moment, compare};
use crate::forms::{Comparison, Form, Part, Reading, Test, TestForm, Value};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// A value between two others, both included.
///
/// # What it tests
/// Whether a value is at least the first bound and at most the second.
/// # When a marketer uses it
/// For age groups, baskets, periods: `age between 20 and 30`.
/// # Example
/// `avg(order.amount) between 40 and 60`
/// # Missing data
/// False when the value or a bound is missing; `not between` is its negation, hence true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Between {
    /// The value.
    pub value: Box<Value>,
    /// Lower bound.
    pub low: Box<Value>,
    /// Upper bound.
    pub high: Box<Value>,
    /// Whether it is said in the negative.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

impl Between {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "between",
        example: "avg(order.amount) between 40 and 60",
        reading: Reading::AfterValue(Between::read),
        said: &[
            Said::of_customers(
                "count-between-window-filter",
                r#"{"between":{"value":{"fold":{"function":"count","of":{"rows":"rows(s c? t w)"}}},"low":{"literal":{"number":"$a:whole"}},"high":{"literal":{"number":"$b:whole"}}}}"#,
            ),
            Said::of_customers(
                "count-between-window",
                r#"{"between":{"value":{"fold":{"function":"count","of":{"rows":"rows(s c? w)"}}},"low":{"literal":{"number":"$a:whole"}},"high":{"literal":{"number":"$b:whole"}}}}"#,
            ),
            Said::of_customers(
                "count-between",
                r#"{"between":{"value":{"fold":{"function":"count","of":{"rows":"rows(s c? t?)"}}},"low":{"literal":{"number":"$a:whole"}},"high":{"literal":{"number":"$b:whole"}}}}"#,
            ),
            Said::of_customers(
                "days-since-last-between",
                r#"{"between":{"value":{"days_since":{"of":{"fold":{"function":"last","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}},"low":{"literal":{"number":"$a:whole"}},"high":{"literal":{"number":"$b:whole"}}}}"#,
            ),
            Said::of_customers(
                "days-since-first-between",
                r#"{"between":{"value":{"days_since":{"of":{"fold":{"function":"first","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}},"low":{"literal":{"number":"$a:whole"}},"high":{"literal":{"number":"$b:whole"}}}}"#,
            ),
            Said::of("between", r#"{"between":{"value":"$v:subject","low":"$a:value","high":"$b:value"}}"#),
            Said::of(
                "not-between",
                r#"{"between":{"value":"$v:subject","low":"$a:value","high":"$b:value","negated":true}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let negated = parser.take_words(&["not", "between"]);
        if !negated && !parser.take_word("between") {
            return None;
        }
        Some(Between::bounds(parser, value.take()?, negated))
    }

    fn bounds(parser: &mut Parser, value: Value, negated: bool) -> Read<Test> {
        let low = parser.value()?;
        parser.expect_word("and")?;
        let high = parser.value()?;
        Ok(Between { value: Box::new(value), low: Box::new(low), high: Box::new(high), negated }.into())
    }
}

impl TestForm for Between {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(if self.negated { " not between " } else { " between " });
        printer.value(&self.low);
        printer.write(" and ");
        printer.value(&self.high);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let value = checker.value(&self.value);
        for bound in [&self.low, &self.high] {
            if let (Some(value), Some(bound_kind)) = (value, checker.value(bound)) {
                checker.comparable(value, bound_kind, bound.place());
            }
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let value = moment.value(&self.value);
        let order = |bound: &Value| compare(&value, &moment.value(bound), moment.world.zone);
        let inside = Comparison::AtLeast.holds(order(&self.low)) && Comparison::AtMost.holds(order(&self.high));
        inside != self.negated
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.order_until(&self.value, &self.low).min(moment.order_until(&self.value, &self.high))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value), Part::value(&self.low), Part::value(&self.high)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let left = lowering.value(&self.value);
        let (low, high) = (lowering.value(&self.low), lowering.value(&self.high));
        let low = lowering.node(Op::Compare { left, comparison: Comparison::AtLeast, right: low }, None);
        let high = lowering.node(Op::Compare { left, comparison: Comparison::AtMost, right: high }, None);
        lowering.negated_if(self.negated, Op::And(vec![low, high]))
    }
}
