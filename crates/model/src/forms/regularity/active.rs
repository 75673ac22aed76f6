//! `active in at least 4 of last 6 months (rows)`: something in most of several periods.

use serde::{Deserialize, Serialize};

use super::every::check_least;
use super::periods::{self, Periods};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Rows, Test, TestForm};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Something in most of several periods.
///
/// # What it tests
/// Whether at least so many of the last days, weeks, months, quarters or years have a row (or `with at least` so many).
/// The periods are those of `every`.
/// # When a marketer uses it
/// For a habit with holes: orders in four of the last six months, visits on three of the last seven days.
/// # Example
/// `active in at least 4 of last 6 months (order)`
/// # Missing data
/// A period without rows is not active.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    /// How many of the periods.
    pub at_least: u32,
    /// The periods.
    pub periods: Periods,
    /// How many rows make a period active.
    #[serde(default = "periods::one", skip_serializing_if = "periods::is_one")]
    pub least: u32,
    /// The rows.
    pub rows: Rows,
}

impl Active {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "active",
        example: "active in at least 4 of last 6 months (order)",
        reading: Reading::Test(Active::read),
        said: &[
            Said::of_customers(
                "active",
                r#"{"active":{"at_least":"$a:count","periods":{"count":"$n:count","unit":"$u:unit"},"rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "active-least",
                r#"{"active":{"at_least":"$a:count","periods":{"count":"$n:count","unit":"$u:unit"},"least":"$m:count","rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "active-calendar",
                r#"{"active":{"at_least":"$a:count","periods":{"count":"$n:count","unit":"$u:unit","calendar":true},"rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "active-calendar-least",
                r#"{"active":{"at_least":"$a:count","periods":{"count":"$n:count","unit":"$u:unit","calendar":true},"least":"$m:count","rows":"rows(s f? c? t? w?)"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_words(&["active", "in", "at", "least"]).then(|| Active::read_periods(parser))
    }

    fn read_periods(parser: &mut Parser) -> Read<Test> {
        let at_least = parser.expect_count()?;
        parser.expect_word("of")?;
        let periods = Periods::read(parser)?;
        let (least, rows) = periods::read_rows(parser)?;
        Ok(Active { at_least, periods, least, rows }.into())
    }
}

impl TestForm for Active {
    fn print(&self, printer: &mut Printer) {
        printer.write(&format!("active in at least {} of ", self.at_least));
        self.periods.print(printer);
        periods::print_rows(self.least, &self.rows, printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.refuse_in_rows("active in", self.rows.place) {
            return;
        }
        self.rows.check(checker, "active in");
        self.periods.check(checker, self.rows.place);
        check_least(checker, self.least, &self.rows);
        if self.at_least == 0 || self.at_least > self.periods.count {
            let phrase =
                Phrase::new("problem-not-a-count").with("number", self.at_least).with("limit", self.periods.count);
            checker.note(Problem::new(phrase, self.rows.place));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        periods::active(&self.periods, self.least, &self.rows, moment) >= self.at_least
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        periods::active_until(&self.periods, &self.rows, moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        periods::lower_active(&self.periods, self.least, &self.rows, self.at_least, lowering)
    }
}
