//! `sequence(step, then step within D, without rows)`: rows one after another.

use serde::{Deserialize, Serialize};

use super::{check_alone, lowered_alone};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Bounds, Delay, Form, Part, Reading, Rows, Test, TestForm};
use crate::plan::{self, Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Rows one after another, with nothing else between them.
///
/// # What it tests
/// Whether the customer has a row for each step, each strictly later than the one before and within its length of time
/// from it, without any row of its `without` strictly between the two. Any such choice of rows will do.
/// # When a marketer uses it
/// For ways through a shop: seen, put in the cart, bought; a visit, no chat, then another visit.
/// # Example
/// `sequence(product_view, then cart_add within 1 day, then order within 2 days, without chat)`
/// # Missing data
/// False when a step has no row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// The rows of the first step.
    pub first: Rows,
    /// The next steps, at least one.
    pub then: Vec<Step>,
}

/// A step after the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its rows.
    pub rows: Rows,
    /// How long after the step before at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Delay>,
    /// Rows of which none may lie between the step before and this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Rows>,
}

impl Sequence {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "sequence",
        example: "sequence(product_view, then cart_add within 1 day, then order within 2 days, without chat)",
        reading: Reading::Test(Sequence::read),
        said: &[
            Said::of_customers("sequence-two", r#"{"sequence":{"first":"$r:event","then":["$a:step"]}}"#),
            Said::of_customers("sequence", r#"{"sequence":{"first":"$r:event","then":"$steps:each(step,steps)"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_call("sequence").then(|| Sequence::steps(parser).map(Test::from))
    }

    fn steps(parser: &mut Parser) -> Read<Sequence> {
        let first = Rows::read(parser)?;
        let mut then: Vec<Step> = Vec::new();
        while parser.take_symbol(",") {
            match then.last_mut() {
                Some(step) if parser.take_word("without") => step.without.push(Rows::read(parser)?),
                // What must not lie between is told after the step that ends the stretch.
                _ => {
                    parser.expect_word("then")?;
                    let rows = Rows::read(parser)?;
                    then.push(Step { rows, within: Delay::read_if(parser)?, without: Vec::new() });
                }
            }
        }
        if then.is_empty() {
            return Err(parser.unexpected(&[", then"]));
        }
        parser.expect_symbol(")")?;
        Ok(Sequence { first, then })
    }

    fn all_rows(&self) -> impl Iterator<Item = &Rows> {
        let of_steps = self.then.iter().flat_map(|step| std::iter::once(&step.rows).chain(&step.without));
        std::iter::once(&self.first).chain(of_steps)
    }
}

impl Step {
    /// The instants of the step's rows that one of the instants before leads to.
    fn reached(&self, before: &[Instant], moment: &Moment<'_>) -> Vec<Instant> {
        let forbidden: Vec<Vec<Instant>> = self.without.iter().map(|rows| instants(rows, moment)).collect();
        let leads = |from: Instant, to: Instant| {
            let after = Bounds { start: from.0.saturating_add(1), end: i64::MAX };
            let bounds = self.within.map_or(after, |within| within.after(from, moment.world.zone));
            let mut between = forbidden.iter().flatten();
            bounds.contain(to) && !between.any(|forbidden| from < *forbidden && *forbidden < to)
        };
        let rows = instants(&self.rows, moment).into_iter();
        rows.filter(|to| before.iter().any(|from| leads(*from, *to))).collect()
    }
}

fn instants(rows: &Rows, moment: &Moment<'_>) -> Vec<Instant> {
    rows.rows(moment).into_iter().map(|row| row.at).collect()
}

impl TestForm for Sequence {
    fn print(&self, printer: &mut Printer) {
        printer.write("sequence(");
        self.first.print(printer);
        for step in &self.then {
            printer.write(", then ");
            step.rows.print_before_delay(printer, step.within);
            for rows in &step.without {
                printer.write(", without ");
                rows.print(printer);
            }
        }
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.refuse_in_rows("sequence", self.first.place) {
            return;
        }
        for rows in self.all_rows() {
            check_alone(rows, checker, "sequence");
        }
        for step in &self.then {
            if let Some(within) = step.within {
                within.check(checker, step.rows.place);
            }
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let mut reached = instants(&self.first, moment);
        for step in &self.then {
            reached = step.reached(&reached, moment);
        }
        !reached.is_empty()
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.all_rows().map(|rows| rows.holds_until(moment)).min().unwrap_or(Instant::NEVER)
    }

    fn parts(&self) -> Vec<Part> {
        let steps = self.then.iter().map(|step| &step.rows);
        std::iter::once(&self.first).chain(steps).map(Part::rows).collect()
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let first = lowered_alone(&self.first, lowering);
        let step = |step: &Step| plan::Step {
            rows: lowered_alone(&step.rows, lowering),
            within: step.within,
            without: step.without.iter().map(|rows| lowered_alone(rows, lowering)).collect(),
        };
        let then = self.then.iter().map(step).collect();
        lowering.node(Op::Sequence { first, then }, None)
    }
}
