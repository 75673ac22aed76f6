//! `any of company members (test)`, `all of household members (test)`.

use serde::{Deserialize, Serialize};

use super::relation::{Group, Relation, Relatives};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Test, TestForm};
use crate::phrase::Place;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// What relatives do or are.
///
/// # What it tests
/// Whether a test holds for any, or all, of the other customers with the same company (or household), as of the same
/// instant. The customer's own verdict does not count.
/// # When a marketer uses it
/// For buying centres and families: a colleague asked for a quote, nobody else at home has ordered.
/// # Example
/// `any of company members (any(order over last 30 days))`
/// # Missing data
/// Who has no company (or household), or is alone in it, has no relatives: `any` is false, `all` is true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmongRelatives {
    /// How many of them.
    pub how: Quantifier,
    /// What makes them relatives.
    pub of: Group,
    /// The test put to them.
    pub test: Box<Test>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// How many relatives must pass a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantifier {
    /// One at least.
    Any,
    /// Each of them.
    All,
}

impl Quantifier {
    const WORDS: [(&'static str, Quantifier); 2] = [("any", Quantifier::Any), ("all", Quantifier::All)];

    /// Whether enough relatives pass.
    pub fn holds(self, relatives: Relatives) -> bool {
        match self {
            Quantifier::Any => relatives.passing > 0,
            Quantifier::All => relatives.passing == relatives.all,
        }
    }

    fn word(self) -> &'static str {
        Quantifier::WORDS.iter().find(|(_, how)| *how == self).map_or("", |(word, _)| word)
    }

    fn form(self) -> &'static str {
        match self {
            Quantifier::Any => "any of … members",
            Quantifier::All => "all of … members",
        }
    }
}

impl AmongRelatives {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "among_relatives",
        example: "any of company members (any(order over last 30 days))",
        reading: Reading::Test(AmongRelatives::read),
        said: &[
            Said::of_customers(
                "any-colleague",
                r#"{"among_relatives":{"how":"any","of":"company","test":"$t:member"}}"#,
            ),
            Said::of_customers(
                "all-colleagues",
                r#"{"among_relatives":{"how":"all","of":"company","test":"$t:member"}}"#,
            ),
            Said::of_customers(
                "any-of-household",
                r#"{"among_relatives":{"how":"any","of":"household","test":"$t:member"}}"#,
            ),
            Said::of_customers(
                "all-of-household",
                r#"{"among_relatives":{"how":"all","of":"household","test":"$t:member"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let read = |(word, how)| Some((how, Relation::read(parser, word)?));
        let (how, read) = Quantifier::WORDS.into_iter().find_map(read)?;
        Some(read.map(|(of, test, place)| AmongRelatives { how, of, test, place }.into()))
    }

    fn relation(&self) -> Relation<'_> {
        Relation { of: self.of, test: &self.test, place: self.place }
    }
}

impl TestForm for AmongRelatives {
    fn print(&self, printer: &mut Printer) {
        printer.write(self.how.word());
        printer.write(" of ");
        self.relation().print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        self.relation().check(checker, self.how.form());
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        self.how.holds(self.relation().relatives(moment))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.relation().holds_until(moment)
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let cut_off = self.relation().lower(lowering);
        lowering.node(Op::AmongRelatives { how: self.how, cut_off }, None)
    }
}
