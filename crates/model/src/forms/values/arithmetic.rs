//! Sums, differences, products and quotients of numbers.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::{Type, Value as Held};

/// Arithmetic of two numbers.
///
/// # What it tests
/// Nothing by itself: it makes a number of two. Sums, differences and products are exact; a quotient is rounded
/// half-even at eight places.
/// # When a marketer uses it
/// For ratios: the share of orders with a code, the change from one period to another.
/// # Example
/// `sum(order.discount) / sum(order.amount)`
/// # Missing data
/// Missing when either side is missing, and for a division by zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arithmetic {
    /// Left side.
    pub left: Box<Value>,
    /// The operator.
    pub operator: Operator,
    /// Right side.
    pub right: Box<Value>,
}

/// An operator of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// Sum.
    #[serde(rename = "+")]
    Plus,
    /// Difference.
    #[serde(rename = "-")]
    Minus,
    /// Product.
    #[serde(rename = "*")]
    Times,
    /// Quotient.
    #[serde(rename = "/")]
    Over,
}

impl Operator {
    fn symbol(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
        }
    }

    fn binds_tightly(self) -> bool {
        matches!(self, Operator::Times | Operator::Over)
    }

    /// The result for two numbers; `None` for a division by zero or beyond 128 bits.
    pub fn apply(self, left: Decimal, right: Decimal) -> Option<Decimal> {
        match self {
            Operator::Plus => left.plus(right),
            Operator::Minus => left.minus(right),
            Operator::Times => left.times(right),
            Operator::Over => left.divided_by(right),
        }
    }

    /// The type of the result, if the operation makes sense of these types.
    fn result(self, left: Type, right: Type) -> Option<Type> {
        use Type::{Duration, Money, Number};
        Some(match (self, left, right) {
            (Operator::Plus | Operator::Minus, Duration, Duration) => Duration,
            (Operator::Plus | Operator::Minus, Money, Money | Number)
            | (Operator::Plus | Operator::Minus, Number, Money) => Money,
            (Operator::Times, Money, Number) | (Operator::Times, Number, Money) => Money,
            (Operator::Times, Duration, Number) | (Operator::Times, Number, Duration) => Duration,
            (Operator::Over, Money, Number) => Money,
            (Operator::Over, Duration, Number) => Duration,
            // A ratio of unlike things (orders for each euro, euros for each day) is a plain number.
            (Operator::Over, _, Money | Duration) | (_, Number, Number) => Number,
            _ => return None,
        })
    }
}

/// Reads on after the first value of an arithmetic expression: products and quotients bind before sums and differences.
pub(crate) fn read_on(parser: &mut Parser, first: Value) -> Read<Value> {
    let mut left = read_product(parser, first)?;
    while let Some(operator) = take(parser, &[Operator::Plus, Operator::Minus]) {
        let next = parser.primary()?;
        let right = Box::new(read_product(parser, next)?);
        left = Arithmetic { left: Box::new(left), operator, right }.into();
    }
    Ok(left)
}

fn read_product(parser: &mut Parser, first: Value) -> Read<Value> {
    let mut left = first;
    while let Some(operator) = take(parser, &[Operator::Times, Operator::Over]) {
        let right = Box::new(parser.primary()?);
        left = Arithmetic { left: Box::new(left), operator, right }.into();
    }
    Ok(left)
}

fn take(parser: &mut Parser, operators: &[Operator]) -> Option<Operator> {
    operators.iter().copied().find(|operator| parser.take_symbol(operator.symbol()))
}

impl Arithmetic {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "arithmetic",
        example: "sum(order.discount) / sum(order.amount)",
        reading: Reading::Skeleton,
        said: &[
            Said::of(
                "less-than",
                r#"{"arithmetic":{"left":"$l:noun","operator":"-","right":{"literal":{"number":"$n:number"}}}}"#,
            ),
            Said::of(
                "more-than",
                r#"{"arithmetic":{"left":"$l:noun","operator":"+","right":{"literal":{"number":"$n:number"}}}}"#,
            ),
            Said::of(
                "times-number",
                r#"{"arithmetic":{"left":{"literal":{"number":"$n:plain"}},"operator":"*","right":"$r:noun"}}"#,
            ),
            Said::of("sum", r#"{"arithmetic":{"left":"$l:operand","operator":"+","right":"$r:operand"}}"#),
            Said::of("difference", r#"{"arithmetic":{"left":"$l:operand","operator":"-","right":"$r:operand"}}"#),
            Said::of("product", r#"{"arithmetic":{"left":"$l:operand","operator":"*","right":"$r:operand"}}"#),
            Said::of("ratio", r#"{"arithmetic":{"left":"$l:operand","operator":"/","right":"$r:operand"}}"#),
        ],
    };

    fn print_side(&self, printer: &mut Printer, side: &Value, is_right: bool) {
        let parentheses = match side {
            Value::Arithmetic(inner) => {
                let (inner, outer) = (inner.operator.binds_tightly(), self.operator.binds_tightly());
                (outer && !inner) || (is_right && inner == outer)
            }
            _ => false,
        };
        printer.wrapped(parentheses, |printer| printer.value(side));
    }
}

impl ValueForm for Arithmetic {
    fn print(&self, printer: &mut Printer) {
        self.print_side(printer, &self.left, false);
        printer.write(&format!(" {} ", self.operator.symbol()));
        self.print_side(printer, &self.right, true);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let (left, right) = (checker.value(&self.left), checker.value(&self.right));
        let (left, right) = (left?, right?);
        for (side, kind) in [(&self.left, left), (&self.right, right)] {
            if kind.list || !kind.item.is_numeric() {
                checker.note_type(kind, "@type-number", side.place());
                return None;
            }
        }
        let result = self.operator.result(left.item, right.item);
        if result.is_none() {
            let phrase = Phrase::new("problem-bad-arithmetic")
                .with("operator", self.operator.symbol())
                .with("left", left.item.term())
                .with("right", right.item.term());
            checker.note(Problem::new(phrase, self.left.place().to(self.right.place())));
        }
        result.map(Kind::one)
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let (left, right) = (moment.value(&self.left).as_number(), moment.value(&self.right).as_number());
        Held::number(left.zip(right).and_then(|(left, right)| self.operator.apply(left, right)))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.left).min(moment.value_until(&self.right))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.left), Part::value(&self.right)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let (left, right) = (lowering.value(&self.left), lowering.value(&self.right));
        let kind = self.operator.result(lowering.kind(left), lowering.kind(right));
        lowering.node(Op::Arithmetic { left, operator: self.operator, right }, kind)
    }
}
