//! `accepts channel [for purpose]`: what the customer has agreed to.

use serde::{Deserialize, Serialize};

use super::words;
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Said, Test, TestForm};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId};
use crate::text::lexer::TokenKind;
use crate::text::parser::{KEYWORDS, Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::tree::Name;

/// What the customer has agreed to.
///
/// # What it tests
/// Whether the customer accepts messages by a channel, for a purpose or at all. Each consent and each dated value of
/// `permission.email` (or `accepts_email`) is a word; a word without purpose is about the channel as a whole. The last
/// word that concerns the purpose decides; without a purpose, one purpose that is accepted is enough.
/// # When a marketer uses it
/// In every segment that is written to: who agreed to the newsletter.
/// # Example
/// `accepts email for newsletter`
/// # Missing data
/// Who never said anything accepts nothing; a consent that does not say yes or no says nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepts {
    /// The channel.
    pub channel: Name,
    /// The purpose.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Name>,
}

impl Accepts {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "accepts",
        example: "accepts email for newsletter",
        reading: Reading::Test(Accepts::read),
        said: &[
            Said::of_customers("accepts-for", r#"{"accepts":{"channel":"$c:text","for":"$p:text"}}"#),
            Said::of_customers("accepts", r#"{"accepts":{"channel":"$c:text"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        // An attribute may have the form's name.
        let is_name = match &parser.peek_at(1).kind {
            TokenKind::Word { text, quoted } => *quoted || !KEYWORDS.contains(&text.to_lowercase().as_str()),
            _ => false,
        };
        (is_name && parser.take_word("accepts")).then(|| Accepts::words(parser))
    }

    fn words(parser: &mut Parser) -> Read<Test> {
        let channel = parser.expect_name()?;
        let purpose = if parser.take_word("for") { Some(parser.expect_name()?) } else { None };
        Ok(Accepts { channel, purpose }.into())
    }
}

/// Notes a channel that the base does not know.
pub(super) fn check_channel(checker: &mut Checker<'_>, channel: &Name, is_known: bool) {
    if !is_known {
        let phrase = Phrase::new("problem-unknown-channel").with("name", &channel.text);
        let problem = Problem::new(phrase, channel.place).suggesting(&channel.text, words::CHANNELS);
        checker.note(problem);
    }
}

impl TestForm for Accepts {
    fn print(&self, printer: &mut Printer) {
        printer.write("accepts ");
        printer.name(&self.channel.text);
        if let Some(purpose) = &self.purpose {
            printer.write(" for ");
            printer.name(&purpose.text);
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if !checker.refuse_in_rows("accepts", self.channel.place) {
            check_channel(checker, &self.channel, words::is_known(checker.schema, &self.channel.text));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        words::accepts(moment, &self.channel.text, self.purpose.as_ref().map(|purpose| purpose.text.as_str()))
    }

    fn holds_until(&self, _: &Moment<'_>) -> Instant {
        Instant::NEVER
    }

    fn parts(&self) -> Vec<Part> {
        words::parts(&self.channel.text)
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let purpose = self.purpose.as_ref().map(|purpose| purpose.text.as_str());
        words::lower(&self.channel.text, purpose, None, lowering)
    }
}
