//! `at least 2 of (a, b, c)`: how many of several tests hold.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Joining, Reading, Test, TestForm};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// So many of several tests.
///
/// # What it tests
/// Whether exactly, at least or at most so many of its tests hold, whichever they are.
/// # When a marketer uses it
/// For signs that add up: at least two of three warnings, exactly one of two channels.
/// # Example
/// `at least 2 of (points > 100, any(order), country = 'FR')`
/// # Missing data
/// Each test decides for itself; truth has two values only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountOf {
    /// How the number of tests that hold is compared.
    pub how: HowMany,
    /// With how many.
    pub count: u32,
    /// The tests.
    pub tests: Vec<Test>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// How a number of tests is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowMany {
    /// That many.
    Exactly,
    /// That many or more.
    AtLeast,
    /// That many or fewer.
    AtMost,
}

impl HowMany {
    const WORDS: [(&'static [&'static str], HowMany); 3] =
        [(&["exactly"], HowMany::Exactly), (&["at", "least"], HowMany::AtLeast), (&["at", "most"], HowMany::AtMost)];

    /// Its comparison.
    pub fn comparison(self) -> Comparison {
        match self {
            HowMany::Exactly => Comparison::Equal,
            HowMany::AtLeast => Comparison::AtLeast,
            HowMany::AtMost => Comparison::AtMost,
        }
    }
}

impl CountOf {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "count_of",
        example: "at least 2 of (points > 100, any(order), country = 'FR')",
        reading: Reading::Test(CountOf::read),
        said: &[
            Said::of_customers(
                "count-of",
                r#"{"count_of":{"how":"$how:how-of","count":"$n:count","tests":"$tests:each(member,conditions)"}}"#,
            ),
            Said::of_rows(
                "count-of-rows",
                r#"{"count_of":{"how":"$how:how-of","count":"$n:count","tests":"$tests:each(member,conditions)"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let start = parser.peek().place;
        let (words, how) = HowMany::WORDS.into_iter().find(|(words, _)| parser.is_words(words))?;
        let TokenKind::Number(number) = parser.peek_at(words.len()).kind else { return None };
        if !parser.is_word_at(words.len() + 1, "of") {
            return None;
        }
        parser.take_words(words);
        Some(CountOf::tests(parser, how, number, start))
    }

    fn tests(parser: &mut Parser, how: HowMany, number: Decimal, start: Place) -> Read<Test> {
        let count = if number == Decimal::ZERO {
            parser.advance();
            0
        } else {
            parser.expect_count()?
        };
        parser.expect_word("of")?;
        let place = start.to(parser.previous_place());
        parser.expect_symbol("(")?;
        let mut tests = vec![parser.inner_test()?];
        while parser.take_symbol(",") {
            tests.push(parser.inner_test()?);
        }
        parser.expect_symbol(")")?;
        Ok(CountOf { how, count, tests, place }.into())
    }
}

impl TestForm for CountOf {
    fn print(&self, printer: &mut Printer) {
        let words = HowMany::WORDS.iter().find(|(_, how)| *how == self.how).map_or(&[][..], |(words, _)| words);
        printer.write(&format!("{} {} of (", words.join(" "), self.count));
        for (position, test) in self.tests.iter().enumerate() {
            printer.write(if position > 0 { ", " } else { "" });
            printer.test(test);
        }
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        let (count, all) = (self.count as usize, self.tests.len());
        // What is true or false of everybody is a mistake.
        let says_something = match self.how {
            HowMany::Exactly => count <= all,
            HowMany::AtLeast => (1..=all).contains(&count),
            HowMany::AtMost => count < all,
        };
        if !says_something {
            let phrase = Phrase::new("problem-bad-count-of").with("number", count).with("all", all);
            checker.note(Problem::new(phrase, self.place));
        }
        self.tests.iter().for_each(|test| checker.test(test));
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let holding = self.tests.iter().filter(|test| moment.holds(test)).count();
        self.how.comparison().holds(Some(holding.cmp(&(self.count as usize))))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.tests.iter().map(|test| moment.test_until(test)).min().unwrap_or(Instant::NEVER)
    }

    fn joining(&self) -> Option<Joining<'_>> {
        Some(Joining::of(self.how.comparison(), self.count as usize, &self.tests))
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let tests = self.tests.iter().map(|test| lowering.test(test)).collect();
        lowering.node(Op::CountOf { tests, comparison: self.how.comparison(), count: self.count }, None)
    }
}
