//! `a and b`: all of several tests.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Joining, Reading, Test, TestForm};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::printer::Printer;
use crate::time::Instant;

/// All of several tests.
///
/// # What it tests
/// Whether every one of its tests holds.
/// # When a marketer uses it
/// To cross criteria: customers in France *and* with three orders.
/// # Example
/// `country = 'FR' and count(order) >= 3`
/// # Missing data
/// Each test decides for itself; truth has two values only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct And {
    /// The tests, at least two.
    pub tests: Vec<Test>,
}

impl And {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "and",
        example: "country = 'FR' and count(order) >= 3",
        reading: Reading::Skeleton,
        said: &[
            Said::of_customers("and", r#"{"and":{"tests":"$tests:each(member,and)"}}"#).as_a("test"),
            Said::of_rows("and-rows", r#"{"and":{"tests":"$tests:each(member,and-rows)"}}"#).as_a("test"),
        ],
    };
}

impl TestForm for And {
    fn print(&self, printer: &mut Printer) {
        for (position, test) in self.tests.iter().enumerate() {
            if position > 0 {
                printer.write(" and ");
            }
            printer.operand(test, false);
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.operands(&self.tests);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        self.tests.iter().all(|test| moment.holds(test))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.tests.iter().map(|test| moment.test_until(test)).min().unwrap_or(Instant::NEVER)
    }

    fn joining(&self) -> Option<Joining<'_>> {
        Some(Joining::of(Comparison::Equal, self.tests.len(), &self.tests))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let tests = self.tests.iter().map(|test| lowering.test(test)).collect();
        lowering.node(Op::And(tests), None)
    }
}
