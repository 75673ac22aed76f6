//! `a or b`: some of several tests.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Joining, Reading, Test, TestForm};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::printer::Printer;
use crate::time::Instant;

/// At least one of several tests.
///
/// # What it tests
/// Whether at least one of its tests holds.
/// # When a marketer uses it
/// To widen a choice: customers who wrote to us *or* opened a message.
/// # Example
/// `any(chat) or any(message where kind = 'opened')`
/// # Missing data
/// Each test decides for itself; truth has two values only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Or {
    /// The tests, at least two.
    pub tests: Vec<Test>,
}

impl Or {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "or",
        example: "any(chat) or any(message where kind = 'opened')",
        reading: Reading::Skeleton,
        said: &[
            Said::of_customers("or", r#"{"or":{"tests":"$tests:each(member,or)"}}"#).as_a("test"),
            Said::of_rows("or-rows", r#"{"or":{"tests":"$tests:each(member,or-rows)"}}"#).as_a("test"),
        ],
    };
}

impl TestForm for Or {
    fn print(&self, printer: &mut Printer) {
        for (position, test) in self.tests.iter().enumerate() {
            if position > 0 {
                printer.write(" or ");
            }
            printer.operand(test, true);
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.operands(&self.tests);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        self.tests.iter().any(|test| moment.holds(test))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.tests.iter().map(|test| moment.test_until(test)).min().unwrap_or(Instant::NEVER)
    }

    fn joining(&self) -> Option<Joining<'_>> {
        Some(Joining::of(Comparison::AtLeast, 1, &self.tests))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let tests = self.tests.iter().map(|test| lowering.test(test)).collect();
        lowering.node(Op::Or(tests), None)
    }
}
