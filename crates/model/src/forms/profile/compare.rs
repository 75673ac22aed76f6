//! `value = value`: the comparison of two values.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::{Moment, compare};
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Type;

/// The comparison of two values.
///
/// # What it tests
/// Whether two values are equal, different, or one smaller than the other. Text is compared to the letter; a moment
/// is compared with a day by its own local day.
/// # When a marketer uses it
/// For nearly everything: a country, a count of orders, an amount above another.
/// # Example
/// `sum(order.amount) > 600`
/// # Missing data
/// False when either side is missing, save `!=`, the negation of `=`, which is then true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compare {
    /// Left side.
    pub left: Box<Value>,
    /// How they are compared.
    pub comparison: Comparison,
    /// Right side.
    pub right: Box<Value>,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparison {
    /// Equal.
    #[serde(rename = "=")]
    Equal,
    /// Not equal: the negation of equal.
    #[serde(rename = "!=")]
    NotEqual,
    /// Less.
    #[serde(rename = "<")]
    Less,
    /// Less or equal.
    #[serde(rename = "<=")]
    AtMost,
    /// Greater.
    #[serde(rename = ">")]
    Greater,
    /// Greater or equal.
    #[serde(rename = ">=")]
    AtLeast,
}

impl Comparison {
    const ALL: [(&'static str, Comparison); 6] = [
        ("=", Comparison::Equal),
        ("!=", Comparison::NotEqual),
        ("<", Comparison::Less),
        ("<=", Comparison::AtMost),
        (">", Comparison::Greater),
        (">=", Comparison::AtLeast),
    ];

    /// Its symbol.
    pub fn symbol(self) -> &'static str {
        Comparison::ALL.iter().find(|(_, comparison)| *comparison == self).map_or("=", |(symbol, _)| symbol)
    }

    /// Whether it holds of two values in this order; `None` when either is missing.
    pub fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Comparison::Equal => order == Some(Ordering::Equal),
            Comparison::NotEqual => order != Some(Ordering::Equal),
            Comparison::Less => order == Some(Ordering::Less),
            Comparison::AtMost => order.is_some_and(Ordering::is_le),
            Comparison::Greater => order == Some(Ordering::Greater),
            Comparison::AtLeast => order.is_some_and(Ordering::is_ge),
        }
    }
}

impl Compare {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "compare",
        example: "sum(order.amount) > 600",
        reading: Reading::AfterValue(Compare::read),
        said: &[
            Said::of_customers(
                "single-window-filter",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t w)"}}},"comparison":"=","right":{"literal":{"number":"1"}}}}"#,
            ),
            Said::of_customers(
                "count-window-filter",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t w)"}}},"comparison":"$how:how-many","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "single-window",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? w)"}}},"comparison":"=","right":{"literal":{"number":"1"}}}}"#,
            ),
            Said::of_customers(
                "count-window",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? w)"}}},"comparison":"$how:how-many","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "single",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t?)"}}},"comparison":"=","right":{"literal":{"number":"1"}}}}"#,
            ),
            Said::of_customers(
                "count",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t?)"}}},"comparison":"$how:how-many","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "count-different-days",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"days":"rows(s c? w?)"}}},"comparison":"$how:how-many","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "all-rows-are",
                r#"{"compare":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t w?)"}}},"comparison":"=","right":{"fold":{"function":"count","of":{"rows":"rows(s c? w?)"}}}}}"#,
            ),
            Said::of_customers(
                "share-of-rows",
                r#"{"compare":{"left":{"arithmetic":{"left":{"fold":{"function":"count","of":{"rows":"rows(s c? t w?)"}}},"operator":"/","right":{"fold":{"function":"count","of":{"rows":"rows(s c? w?)"}}}}},"comparison":"$how:how-many","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "days-since-last",
                r#"{"compare":{"left":{"days_since":{"of":{"fold":{"function":"last","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}},"comparison":"$how:how-ago","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "days-since-first",
                r#"{"compare":{"left":{"days_since":{"of":{"fold":{"function":"first","of":{"rows":{"stream":"$s:stream","field":"at","including_cancelled":"?$c:flag","where":"?$t:test@s","window":"?$w:window"}}}}}},"comparison":"$how:how-ago","right":{"literal":{"number":"$n:whole"}}}}"#,
            ),
            Said::of_customers(
                "top",
                r#"{"compare":{"left":{"compared":{"measure":"percentile","value":"$v:noun"}},"comparison":">","right":{"literal":{"percent":"$p:top"}}}}"#,
            ),
            Said::of_customers(
                "top-among",
                r#"{"compare":{"left":{"compared":{"measure":"percentile","value":"$v:noun","among":"$t:member"}},"comparison":">","right":{"literal":{"percent":"$p:top"}}}}"#,
            ),
            Said::of_customers(
                "bottom",
                r#"{"compare":{"left":{"compared":{"measure":"percentile","value":"$v:noun"}},"comparison":"<=","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "bottom-among",
                r#"{"compare":{"left":{"compared":{"measure":"percentile","value":"$v:noun","among":"$t:member"}},"comparison":"<=","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "first-share",
                r#"{"compare":{"left":{"compared":{"measure":"cumulative_share","value":"$v:noun"}},"comparison":"<","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "first-share-beyond",
                r#"{"compare":{"left":{"compared":{"measure":"cumulative_share","value":"$v:noun"}},"comparison":">=","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "first-share-among",
                r#"{"compare":{"left":{"compared":{"measure":"cumulative_share","value":"$v:noun","among":"$t:member"}},"comparison":"<","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "first-share-among-beyond",
                r#"{"compare":{"left":{"compared":{"measure":"cumulative_share","value":"$v:noun","among":"$t:member"}},"comparison":">=","right":{"literal":{"percent":"$p:percent"}}}}"#,
            ),
            Said::of_customers(
                "against-average",
                r#"{"compare":{"left":"$v:noun","comparison":"$how:compares","right":{"compared":{"measure":"average","value":"$v:noun"}}}}"#,
            ),
            Said::of_customers(
                "against-average-among",
                r#"{"compare":{"left":"$v:noun","comparison":"$how:compares","right":{"compared":{"measure":"average","value":"$v:noun","among":"$t:member"}}}}"#,
            ),
            Said::of_customers(
                "is-true",
                r#"{"compare":{"left":{"named":"$f:name"},"comparison":"=","right":{"literal":{"bool":true}}}}"#,
            ),
            Said::of(
                "is-text",
                r#"{"compare":{"left":"$l:subject","comparison":"$is:is","right":{"literal":{"text":"$x:text"}}}}"#,
            ),
            Said::of(
                "is-yes",
                r#"{"compare":{"left":"$l:subject","comparison":"$is:is","right":{"literal":{"bool":true}}}}"#,
            ),
            Said::of(
                "is-no",
                r#"{"compare":{"left":"$l:subject","comparison":"$is:is","right":{"literal":{"bool":false}}}}"#,
            ),
            Said::of(
                "compare-dates",
                r#"{"compare":{"left":"$l:subject#date","comparison":"$how:dated","right":"$r:value"}}"#,
            ),
            Said::of(
                "compare-amount",
                r#"{"compare":{"left":"$l:subject","comparison":"$how:amounts","right":"$r:amount"}}"#,
            ),
            Said::of("compare", r#"{"compare":{"left":"$l:subject","comparison":"$how:compares","right":"$r:value"}}"#),
        ],
    };

    fn read(parser: &mut Parser, left: &mut Option<Value>) -> Option<Read<Test>> {
        let (_, comparison) = Comparison::ALL.into_iter().find(|(symbol, _)| parser.take_symbol(symbol))?;
        let left = Box::new(left.take()?);
        Some(parser.value().map(|right| Compare { left, comparison, right: Box::new(right) }.into()))
    }
}

impl TestForm for Compare {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.left);
        printer.write(&format!(" {} ", self.comparison.symbol()));
        printer.value(&self.right);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let (left, right) = (checker.value(&self.left), checker.value(&self.right));
        if right.is_none() {
            checker.unquoted(&self.right, left);
        }
        let (Some(left), Some(right)) = (left, right) else { return };
        if checker.quoted(&self.right, left) {
            return;
        }
        checker.comparable(left, right, self.left.place().to(self.right.place()));
        let ordered = !matches!(self.comparison, Comparison::Equal | Comparison::NotEqual);
        if ordered && left.item == Type::Bool && right.item == Type::Bool {
            let phrase = Phrase::new("problem-no-order").with("type", left.item.term());
            checker.note(Problem::new(phrase, self.left.place()));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let order = compare(&moment.value(&self.left), &moment.value(&self.right), moment.world.zone);
        self.comparison.holds(order)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.order_until(&self.left, &self.right)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.left), Part::value(&self.right)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let (left, right) = (lowering.value(&self.left), lowering.value(&self.right));
        let (comparison, negated) = match self.comparison {
            Comparison::NotEqual => (Comparison::Equal, true),
            comparison => (comparison, false),
        };
        lowering.negated_if(negated, Op::Compare { left, comparison, right })
    }
}
