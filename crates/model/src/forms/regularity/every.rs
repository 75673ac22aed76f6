//! `every month for last 6 months (rows)`: something in each of several periods.

use serde::{Deserialize, Serialize};

use super::periods::{self, Periods};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Rows, Test, TestForm, Unit};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId};
use crate::sentence::Said;
use crate::text::parser::{MAX_COUNT, Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Something in each of several periods.
///
/// # What it tests
/// Whether each of the last so many days, weeks, months, quarters or years has a row (or `with at least` so many). The
/// periods lie one after the other, the last one up to the instant; `calendar` ones are those of the calendar before
/// the current one.
/// # When a marketer uses it
/// For faithful customers: an order every month for half a year, a visit every week.
/// # Example
/// `every month for last 6 months (order)`
/// # Missing data
/// False as soon as one of the periods has too few rows, so also when the customer came later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Every {
    /// The periods.
    pub periods: Periods,
    /// How many rows each of them has at least.
    #[serde(default = "periods::one", skip_serializing_if = "periods::is_one")]
    pub least: u32,
    /// The rows.
    pub rows: Rows,
}

impl Every {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "every",
        example: "every month for last 6 months (order)",
        reading: Reading::Test(Every::read),
        said: &[
            Said::of_customers(
                "every",
                r#"{"every":{"periods":{"count":"$n:count","unit":"$u:unit"},"rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "every-least",
                r#"{"every":{"periods":{"count":"$n:count","unit":"$u:unit"},"least":"$m:count","rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "every-calendar",
                r#"{"every":{"periods":{"count":"$n:count","unit":"$u:unit","calendar":true},"rows":"rows(s f? c? t? w?)"}}"#,
            ),
            Said::of_customers(
                "every-calendar-least",
                r#"{"every":{"periods":{"count":"$n:count","unit":"$u:unit","calendar":true},"least":"$m:count","rows":"rows(s f? c? t? w?)"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let stands = parser.is_word_at(0, "every") && Unit::at(parser, 1).is_some() && parser.is_word_at(2, "for");
        stands.then(|| Every::read_periods(parser))
    }

    fn read_periods(parser: &mut Parser) -> Read<Test> {
        parser.advance();
        let unit = Unit::take(parser);
        parser.expect_word("for")?;
        let start = parser.peek().place;
        let periods = Periods::read(parser)?;
        if unit != Some(periods.unit) {
            let unit = unit.unwrap_or(periods.unit);
            let phrase =
                Phrase::new("problem-other-period").with("unit", unit.word(true)).with("units", unit.word(false));
            return Err(Problem::new(phrase, start.to(parser.previous_place())));
        }
        let (least, rows) = periods::read_rows(parser)?;
        Ok(Every { periods, least, rows }.into())
    }
}

/// Notes what is wrong in how many rows a period has at least.
pub(super) fn check_least(checker: &mut Checker<'_>, least: u32, rows: &Rows) {
    if least == 0 {
        let phrase = Phrase::new("problem-not-a-count").with("number", 0).with("limit", MAX_COUNT);
        checker.note(Problem::new(phrase, rows.place));
    }
}

impl TestForm for Every {
    fn print(&self, printer: &mut Printer) {
        printer.write(&format!("every {} for ", self.periods.unit.word(true)));
        self.periods.print(printer);
        periods::print_rows(self.least, &self.rows, printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.refuse_in_rows("every", self.rows.place) {
            return;
        }
        self.rows.check(checker, "every");
        self.periods.check(checker, self.rows.place);
        check_least(checker, self.least, &self.rows);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        periods::active(&self.periods, self.least, &self.rows, moment) == self.periods.count
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        periods::active_until(&self.periods, &self.rows, moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        periods::lower_active(&self.periods, self.least, &self.rows, self.periods.count, lowering)
    }
}
