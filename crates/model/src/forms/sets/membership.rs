//! `was in segment 'id' window`, `entered segment 'id' window`, `left segment 'id' window`, and the same of lists.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{in_list::InList, in_segment::InSegment};
use crate::check::Checker;
use crate::distribution::Distribution;
use crate::evaluate::{Moment, World};
use crate::forms::{Form, Reading, Said, Test, TestForm, Window};
use crate::history::verdicts;
use crate::past_cut_offs::without_past;
use crate::phrase::Place;
use crate::plan::{Lowering, NodeId};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Membership over time.
///
/// # What it tests
/// Whether the customer was in a segment (or list) at some instant of a window, or entered it, or left it in the window.
/// The past is told from the timeline, exactly, with the segment's definition of now and the cut-offs of each past midnight
/// (in a window around a date of the customer's own: those of now); becoming a customer who is a member at once is
/// entering.
/// # When a marketer uses it
/// For those who just became dormant, who left the VIPs this month, who were ever in a test group.
/// # Example
/// `entered segment 'dormant' over last 7 days`
/// # Missing data
/// Who was never a customer in the window was in no segment; what held before all history was never entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// What is asked of the membership.
    pub how: Move,
    /// What the customer is a member of.
    pub of: Set,
    /// The segment's or list's id.
    pub id: String,
    /// When.
    pub window: Window,
    /// Where the id stands.
    #[serde(skip)]
    pub place: Place,
}

/// What is asked of a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It held at some instant.
    Was,
    /// It began.
    Entered,
    /// It ended.
    Left,
}

/// What customers are members of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Set {
    /// A segment.
    Segment,
    /// A list.
    List,
}

impl Move {
    const WORDS: [(&'static [&'static str], Move); 3] =
        [(&["was", "in"], Move::Was), (&["entered"], Move::Entered), (&["left"], Move::Left)];
}

impl Set {
    const WORDS: [(&'static str, Set); 2] = [("segment", Set::Segment), ("list", Set::List)];
}

impl Membership {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "membership",
        example: "entered segment 'dormant' over last 7 days",
        reading: Reading::Test(Membership::read),
        said: &[
            Said::of_customers(
                "was-in-segment",
                r#"{"membership":{"how":"was","of":"segment","id":"$id:text","window":"$w:window"}}"#,
            ),
            Said::of_customers(
                "was-in-list",
                r#"{"membership":{"how":"was","of":"list","id":"$id:text","window":"$w:window"}}"#,
            ),
            Said::of_customers(
                "entered-segment",
                r#"{"membership":{"how":"entered","of":"segment","id":"$id:text","window":"$w:window"}}"#,
            ),
            Said::of_customers(
                "entered-list",
                r#"{"membership":{"how":"entered","of":"list","id":"$id:text","window":"$w:window"}}"#,
            ),
            Said::of_customers(
                "left-segment",
                r#"{"membership":{"how":"left","of":"segment","id":"$id:text","window":"$w:window"}}"#,
            ),
            Said::of_customers(
                "left-list",
                r#"{"membership":{"how":"left","of":"list","id":"$id:text","window":"$w:window"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let moves = Move::WORDS.into_iter().flat_map(|moved| Set::WORDS.map(|set| (moved, set)));
        let found = moves.into_iter().find(|((words, _), (set, _))| parser.take_words(&[words, &[*set][..]].concat()));
        found.map(|((_, how), (_, of))| {
            let (id, place) = parser.expect_text()?;
            let examples = ["over last", "since", "this", "previous", "between"];
            let window = Window::read(parser).unwrap_or_else(|| Err(parser.unexpected(&examples)))?;
            Ok(Membership { how, of, id, window, place }.into())
        })
    }

    /// The cut-offs that its past is told by. Around a date of the customer's own, how far back that goes is not known
    /// before the customer is: there those of the question hold throughout.
    fn cut_offs<'m>(&self, moment: &Moment<'m>) -> Cow<'m, BTreeMap<String, Distribution>> {
        match self.window.own() {
            Some(_) => Cow::Owned(without_past(moment.world.cut_offs)),
            None => Cow::Borrowed(moment.world.cut_offs),
        }
    }

    /// The test of being a member.
    fn test(&self) -> Test {
        let (id, place) = (self.id.clone(), self.place);
        match self.of {
            Set::Segment => InSegment { id, place }.into(),
            Set::List => InList { id, place }.into(),
        }
    }
}

impl TestForm for Membership {
    fn print(&self, printer: &mut Printer) {
        let words = Move::WORDS.iter().find(|(_, how)| *how == self.how).map_or(&[][..], |(words, _)| words);
        printer.write(&words.join(" "));
        printer.write(if self.of == Set::Segment { " segment " } else { " list " });
        printer.text(&self.id);
        printer.write(" ");
        self.window.print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.in_relation(|checker| checker.test(&self.test()));
        self.window.check(checker, self.place);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let in_force = self.cut_offs(moment);
        let moment = &Moment { world: World { cut_offs: &in_force, ..moment.world }, ..*moment };
        let (zone, span) = (moment.world.zone, self.window.span(moment));
        let bounds = span.bounds;
        let before = Instant(bounds.start.saturating_sub(1));
        let verdicts = verdicts(&self.test(), moment, before);
        let inside = |at: Instant| span.contains(at, zone);
        match self.how {
            // A stay lasts until the next change; of the last one, until now.
            Move::Was => verdicts.iter().enumerate().any(|(place, (from, holds))| {
                let last = verdicts.get(place + 1).map_or(moment.at, |(next, _)| Instant(next.0 - 1));
                let last = last.0.min(bounds.end.saturating_sub(1));
                *holds && span.opens_from(Instant(from.0.max(bounds.start)), zone).0 <= last
            }),
            // The first verdict is that of before the window.
            Move::Entered => verdicts.iter().skip(1).any(|(at, holds)| *holds && inside(*at)),
            Move::Left => verdicts.iter().skip(1).any(|(at, holds)| !*holds && inside(*at)),
        }
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let in_force = self.cut_offs(moment);
        let moment = &Moment { world: World { cut_offs: &in_force, ..moment.world }, ..*moment };
        let bounds = self.window.span(moment).bounds;
        let own = self.window.own().map_or(Instant::NEVER, |own| moment.value_until(own));
        let test = self.test();
        let changes = verdicts(&test, moment, Instant(bounds.start.saturating_sub(1)));
        let passes = |at: Instant| self.window.changes_after(at, moment);
        // A stay comes into the window with its first instant and leaves it with its last.
        let moves = changes.iter().map(|(at, _)| passes(*at).min(passes(Instant(at.0 - 1)))).min();
        let begins = if bounds.start > moment.at.0 { Instant(bounds.start) } else { Instant::NEVER };
        let present_from = moment.timeline.present_from().filter(|from| *from > moment.at).unwrap_or(Instant::NEVER);
        let turns = own.min(self.window.turns_after(moment));
        moves.unwrap_or(Instant::NEVER).min(begins).min(present_from).min(turns).min(moment.test_until(&test))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let test = self.test();
        let member = lowering.test(&test);
        let own = lowering.window(&self.window).own;
        lowering.plain(self.clone().into(), [member].into_iter().chain(own).collect())
    }
}
