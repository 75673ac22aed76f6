//! `in list 'id'`: customers put in a list by hand or from a file.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Said, Test, TestForm};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Customers of a list.
///
/// # What it tests
/// Whether the customer is in a list at the instant: the last move in or out of it so far says so. A list as of a day is
/// what it was on that day.
/// # When a marketer uses it
/// For choices that no rule makes: guests of an event, complaints, a file from a partner.
/// # Example
/// `in list 'complaints-2026'`
/// # Missing data
/// Who was never put in the list is not in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InList {
    /// The list's id.
    pub id: String,
    /// Where the id stands.
    #[serde(skip)]
    pub place: Place,
}

impl InList {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "in_list",
        example: "in list 'complaints-2026'",
        reading: Reading::Test(InList::read),
        said: &[Said::of_customers("in-list", r#"{"in_list":{"id":"$id:text"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        if !parser.take_words(&["in", "list"]) {
            return None;
        }
        Some(parser.expect_text().map(|(id, place)| InList { id, place }.into()))
    }
}

impl TestForm for InList {
    fn print(&self, printer: &mut Printer) {
        printer.write("in list ");
        printer.text(&self.id);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.refuse_in_rows("in list", self.place) || checker.schema.lists.contains(&self.id) {
            return;
        }
        let phrase = Phrase::new("problem-unknown-list").with("name", &self.id);
        let known = checker.schema.lists.iter().map(String::as_str);
        let problem = Problem::new(phrase, self.place).suggesting(&self.id, known);
        checker.note(problem);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        moment.timeline.is_listed(&self.id, moment.at)
    }

    fn holds_until(&self, _: &Moment<'_>) -> Instant {
        Instant::NEVER
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        lowering.node(Op::InList(self.id.clone()), None)
    }
}
