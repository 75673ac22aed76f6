//! `in segment 'id'`: members of another segment.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Test, TestForm};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Members of another segment.
///
/// # What it tests
/// Whether the customer is in a segment of the base, as that segment is defined now. Segments that name one another
/// in a circle are refused by name.
/// # When a marketer uses it
/// To build on what is agreed: VIPs who are also dormant.
/// # Example
/// `in segment 'vip' and not in segment 'dormant'`
/// # Missing data
/// As in the other segment's definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InSegment {
    /// The segment's id.
    pub id: String,
    /// Where the id stands.
    #[serde(skip)]
    pub place: Place,
}

impl InSegment {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "in_segment",
        example: "in segment 'vip'",
        reading: Reading::Test(InSegment::read),
        said: &[Said::of("in-segment", r#"{"in_segment":{"id":"$id:text"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        if !parser.take_words(&["in", "segment"]) {
            return None;
        }
        Some(parser.expect_text().map(|(id, place)| InSegment { id, place }.into()))
    }
}

impl TestForm for InSegment {
    fn print(&self, printer: &mut Printer) {
        printer.write("in segment ");
        printer.text(&self.id);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.names_segment(&self.id);
        if checker.refuse_in_rows("in segment", self.place) || checker.segments.contains(&self.id) {
            return;
        }
        let phrase = Phrase::new("problem-unknown-segment").with("name", &self.id);
        let known: Vec<&str> = checker.segments.iter().map(String::as_str).collect();
        checker.note(Problem::new(phrase, self.place).suggesting(&self.id, known));
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        moment.world.segments.get(&self.id).is_some_and(|test| moment.holds(test))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let segment = moment.world.segments.get(&self.id);
        segment.map_or(Instant::NEVER, |test| moment.test_until(test))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        lowering.segment(&self.id)
    }
}
