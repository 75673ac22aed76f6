//! `not a`: the plain negation of a test.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Joining, Reading, Test, TestForm};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::printer::Printer;
use crate::time::Instant;

/// The plain negation of a test.
///
/// # What it tests
/// Whether its test does not hold.
/// # When a marketer uses it
/// To leave customers out: in no other segment, not in a country.
/// # Example
/// `not (country = 'FR' or country = 'BE')`
/// # Missing data
/// A test of a missing value is false, so its negation is true: a test and its negation part the base in two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Not {
    /// The test.
    pub test: Box<Test>,
}

impl Not {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "not",
        example: "not (country = 'FR' or country = 'BE')",
        reading: Reading::Skeleton,
        said: &[
            Said::of_customers("not-in-segment", r#"{"not":{"test":{"in_segment":{"id":"$id:text"}}}}"#),
            Said::of_customers("not-in-list", r#"{"not":{"test":{"in_list":{"id":"$id:text"}}}}"#),
            Said::of_customers(
                "not-accepts-for",
                r#"{"not":{"test":{"accepts":{"channel":"$c:text","for":"$p:text"}}}}"#,
            ),
            Said::of_customers("not-accepts", r#"{"not":{"test":{"accepts":{"channel":"$c:text"}}}}"#),
            Said::of_customers("not-reachable", r#"{"not":{"test":{"reachable":"$c:text"}}}"#),
            Said::of_customers("not", r#"{"not":{"test":"$t:member"}}"#),
            Said::of_rows("not-rows", r#"{"not":{"test":"$t:member"}}"#),
        ],
    };
}

impl TestForm for Not {
    fn print(&self, printer: &mut Printer) {
        printer.write("not ");
        printer.negated(&self.test);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.test(&self.test);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        !moment.holds(&self.test)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.test_until(&self.test)
    }

    fn joining(&self) -> Option<Joining<'_>> {
        Some(Joining::of(Comparison::Equal, 0, std::slice::from_ref(&*self.test)))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let test = lowering.test(&self.test);
        lowering.node(Op::Not(test), None)
    }
}
