//! `followed by`, `preceded by`: another row after or before the row that a filter is about.

use serde::{Deserialize, Serialize};

use super::{lowered_alone, rows_alone};
use crate::check::Checker;
use crate::evaluate::{Moment, are_equal};
use crate::forms::{Bounds, Delay, Direction, Form, Reading, Rows, Test, TestForm};
use crate::names::Scope;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::tree::Name;

/// Another row after or before the row that a filter is about.
///
/// # What it tests
/// Inside a filter of rows: whether the customer has a row of some stream strictly later (or earlier) than the row at
/// hand, maybe with the same value of a field, maybe within a length of time, which its end is part of. `not followed by
/// … within …` means that the delay has passed without one: it is not true of a row before its delay is over.
/// # When a marketer uses it
/// For what came of it: carts left behind, products seen and not bought, chats just before an order.
/// # Example
/// `any(cart_add where not followed by order within 1 day over last 7 days)`
/// # Missing data
/// A row without the field of `with same` is followed by none, whatever the other rows have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// Where the other row is: after the one at hand for `followed by`.
    pub direction: Direction,
    /// The other rows.
    pub by: Rows,
    /// The field that both rows must have the same value of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_same: Option<Name>,
    /// How far from the row at hand; at any distance when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Delay>,
    /// Whether there must be none, the delay being over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

impl Followed {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "followed",
        example: "any(cart_add where not followed by order within 1 day over last 7 days)",
        reading: Reading::Test(Followed::read),
        said: &[
            Said::of_rows("followed", r#"{"followed":{"direction":"after","by":"$r:event"}}"#),
            Said::of_rows(
                "followed-same",
                r#"{"followed":{"direction":"after","by":"$r:event","with_same":"$m:name"}}"#,
            ),
            Said::of_rows(
                "followed-within",
                r#"{"followed":{"direction":"after","by":"$r:event","within":{"count":"$n:count","unit":"$u:unit"}}}"#,
            ),
            Said::of_rows(
                "followed-same-within",
                r#"{"followed":{"direction":"after","by":"$r:event","with_same":"$m:name","within":{"count":"$n:count","unit":"$u:unit"}}}"#,
            ),
            Said::of_rows("not-followed", r#"{"followed":{"direction":"after","by":"$r:event","negated":true}}"#),
            Said::of_rows(
                "not-followed-same",
                r#"{"followed":{"direction":"after","by":"$r:event","with_same":"$m:name","negated":true}}"#,
            ),
            Said::of_rows(
                "not-followed-within",
                r#"{"followed":{"direction":"after","by":"$r:event","within":{"count":"$n:count","unit":"$u:unit"},"negated":true}}"#,
            ),
            Said::of_rows(
                "not-followed-same-within",
                r#"{"followed":{"direction":"after","by":"$r:event","with_same":"$m:name","within":{"count":"$n:count","unit":"$u:unit"},"negated":true}}"#,
            ),
            Said::of_rows("preceded", r#"{"followed":{"direction":"before","by":"$r:event"}}"#),
            Said::of_rows(
                "preceded-same",
                r#"{"followed":{"direction":"before","by":"$r:event","with_same":"$m:name"}}"#,
            ),
            Said::of_rows(
                "preceded-within",
                r#"{"followed":{"direction":"before","by":"$r:event","within":{"count":"$n:count","unit":"$u:unit"}}}"#,
            ),
            Said::of_rows(
                "preceded-same-within",
                r#"{"followed":{"direction":"before","by":"$r:event","with_same":"$m:name","within":{"count":"$n:count","unit":"$u:unit"}}}"#,
            ),
            Said::of_rows("not-preceded", r#"{"followed":{"direction":"before","by":"$r:event","negated":true}}"#),
            Said::of_rows(
                "not-preceded-same",
                r#"{"followed":{"direction":"before","by":"$r:event","with_same":"$m:name","negated":true}}"#,
            ),
            Said::of_rows(
                "not-preceded-within",
                r#"{"followed":{"direction":"before","by":"$r:event","within":{"count":"$n:count","unit":"$u:unit"},"negated":true}}"#,
            ),
            Said::of_rows(
                "not-preceded-same-within",
                r#"{"followed":{"direction":"before","by":"$r:event","with_same":"$m:name","within":{"count":"$n:count","unit":"$u:unit"},"negated":true}}"#,
            ),
        ],
    };

    /// Whether `not followed by` or `not preceded by` stands at the cursor, which is more than a negation.
    pub(crate) fn stands_negated(parser: &Parser) -> bool {
        parser.is_word_at(0, "not")
            && (parser.is_word_at(1, "followed") || parser.is_word_at(1, "preceded"))
            && parser.is_word_at(2, "by")
    }

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let negated = Followed::stands_negated(parser) && parser.take_word("not");
        let direction = match (parser.take_words(&["followed", "by"]), negated) {
            (true, _) => Direction::After,
            (false, _) if parser.take_words(&["preceded", "by"]) => Direction::Before,
            _ => return None,
        };
        Some(Followed::read_on(parser, direction, negated).map(Test::from))
    }

    fn read_on(parser: &mut Parser, direction: Direction, negated: bool) -> Read<Followed> {
        let by = rows_alone(parser)?;
        let with_same = if parser.take_words(&["with", "same"]) { Some(parser.expect_name()?) } else { None };
        let within = Delay::read_if(parser)?;
        Ok(Followed { direction, by, with_same, within, negated })
    }

    fn word(&self) -> &'static str {
        match self.direction {
            Direction::After => "followed by",
            Direction::Before => "preceded by",
        }
    }

    /// The instants at which the other row may be.
    fn bounds(&self, moment: &Moment<'_>) -> Bounds {
        let Some((_, row, _)) = moment.row else { return Bounds::NONE };
        match (self.within, self.direction) {
            (Some(within), Direction::After) => within.after(row.at, moment.world.zone),
            (Some(within), Direction::Before) => within.before(row.at, moment.world.zone),
            (None, Direction::After) => Bounds { start: row.at.0.saturating_add(1), end: i64::MAX },
            (None, Direction::Before) => Bounds { start: i64::MIN, end: row.at.0 },
        }
    }

    /// Whether what comes after a row can still change: its delay is not over.
    fn has_delay(&self) -> bool {
        self.direction == Direction::After && self.within.is_some()
    }
}

impl TestForm for Followed {
    fn print(&self, printer: &mut Printer) {
        if self.negated {
            printer.write("not ");
        }
        printer.write(self.word());
        printer.write(" ");
        super::print_alone(&self.by, printer);
        if let Some(name) = &self.with_same {
            printer.write(" with same ");
            printer.name(&name.text);
        }
        if let Some(within) = self.within {
            printer.write(" ");
            printer.write(&within.text());
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.scope() == Scope::Customer {
            let phrase = Phrase::new("problem-only-in-rows").with("form", self.word());
            return checker.note(Problem::new(phrase, self.by.place));
        }
        if let Some(within) = self.within {
            within.check(checker, self.by.place);
        }
        let known = checker.at_customer(|checker| super::check_alone(&self.by, checker, self.word()));
        let Some(name) = self.with_same.as_ref().filter(|_| known) else { return };
        let here = checker.name(name);
        let mut there = None;
        checker.on_rows(&self.by.stream, |checker| there = checker.name(name));
        if let (Some(here), Some(there)) = (here, there) {
            checker.comparable(here, there, name.place);
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let bounds = self.bounds(moment);
        let customer = Moment { row: None, ..*moment };
        let (stream, _) = customer.rows(&self.by.stream, self.by.including_cancelled);
        let is_same = |other| {
            let other = Moment { row: Some((stream, other, self.by.including_cancelled)), ..*moment };
            let same = |name: &Name| are_equal(&moment.named(&name.text), &other.named(&name.text), moment.world.zone);
            self.with_same.as_ref().is_none_or(same)
        };
        let found = self.by.rows(&customer).into_iter().any(|other| bounds.contain(other.at) && is_same(other));
        if !self.negated {
            return found;
        }
        // The last instant of the delay must not lie ahead.
        !found && (!self.has_delay() || bounds.end <= moment.at.0.saturating_add(1))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let others = self.by.holds_until(&Moment { row: None, ..*moment });
        let last = Instant(self.bounds(moment).end.saturating_sub(1));
        let has_turn = self.negated && self.has_delay() && last > moment.at;
        if has_turn { others.min(last) } else { others }
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let rows = lowered_alone(&self.by, lowering);
        let same = self.with_same.as_ref().map(|name| {
            let there = lowering.on_rows(&rows.stream, rows.including_cancelled, |lowering| lowering.name(&name.text));
            (lowering.name(&name.text), there)
        });
        let found = Op::Followed { direction: self.direction, rows, same, within: self.within };
        let found = lowering.negated_if(self.negated, found);
        match self.within {
            Some(within) if self.negated && self.has_delay() => {
                let is_over = lowering.node(Op::IsOver(within), None);
                lowering.node(Op::And(vec![found, is_over]), None)
            }
            _ => found,
        }
    }
}
