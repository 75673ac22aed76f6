//! `sample(10%, 'seed')`: a share of the customers that chance chose, once and for all.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Test, TestForm};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// A share of the customers that chance chose, once and for all.
///
/// # What it tests
/// Whether the customer is among the share drawn with a seed. The draw is a hash of the seed and the customer's primary
/// id, so that it never changes, is the same on every machine, and is another one for each seed. A smaller share of one
/// seed lies wholly within a greater one.
/// # When a marketer uses it
/// For test and control groups, and to send to a few first.
/// # Example
/// `sample(10%, 'spring-test')`
/// # Missing data
/// Every customer has an id, so that nothing can be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The share, in hundredths.
    pub percent: Decimal,
    /// What the draw is made from.
    pub seed: String,
    /// Where the share stands.
    #[serde(skip)]
    pub place: Place,
}

/// Whether the draw of a seed chooses a customer: the first 8 bytes of SHA-256(seed, 0x00, id), as a fraction of 2⁶⁴, are
/// less than the share.
pub fn is_drawn(seed: &str, id: &str, percent: Decimal) -> bool {
    let digest = Sha256::new().chain_update(seed).chain_update([0]).chain_update(id).finalize();
    let (first, _) = digest.split_at(8);
    let drawn = first.iter().fold(0u128, |drawn, &byte| drawn << 8 | u128::from(byte));
    // `drawn / 2^64 < percent / 100`, in whole numbers.
    let scale = percent.scale().min(MAX_PLACES);
    let share = percent.units_at(scale).and_then(|units| u128::try_from(units).ok()).unwrap_or(0);
    drawn * 100 * 10u128.pow(u32::from(scale)) < share << 64
}

/// Decimal places that a share may have.
const MAX_PLACES: u8 = 6;

impl Sample {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "sample",
        example: "sample(10%, 'spring-test')",
        reading: Reading::Test(Sample::read),
        said: &[Said::of_customers("sample", r#"{"sample":{"percent":"$p:percent","seed":"$x:text"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_call("sample").then(|| Sample::inside(parser))
    }

    fn inside(parser: &mut Parser) -> Read<Test> {
        let place = parser.peek().place;
        let TokenKind::Percent(percent) = parser.peek().kind else { return Err(parser.unexpected(&["10%"])) };
        parser.advance();
        parser.expect_symbol(",")?;
        let (seed, _) = parser.expect_text()?;
        parser.expect_symbol(")")?;
        Ok(Sample { percent, seed, place }.into())
    }
}

impl TestForm for Sample {
    fn print(&self, printer: &mut Printer) {
        printer.write(&format!("sample({}%, ", self.percent));
        printer.text(&self.seed);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.refuse_in_rows("sample", self.place);
        let is_share = self.percent > Decimal::ZERO && self.percent <= Decimal::whole(100);
        if !is_share || self.percent.scale() > MAX_PLACES {
            checker.note(Problem::new(Phrase::new("problem-not-a-share").with("percent", self.percent), self.place));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        is_drawn(&self.seed, &moment.timeline.id, self.percent)
    }

    fn holds_until(&self, _: &Moment<'_>) -> Instant {
        Instant::NEVER
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        lowering.node(Op::Sample { percent: self.percent, seed: self.seed.clone() }, None)
    }
}

#[cfg(test)]
mod tests {
    use super::is_drawn;
    use crate::decimal::Decimal;

    #[test]
    fn draws_are_those_of_python() {
        // int.from_bytes(hashlib.sha256(seed.encode() + b"\0" + id.encode()).digest()[:8], "big") / 2**64
        for (seed, id, below) in DRAWS {
            let above = Decimal::parse(below).unwrap().plus(Decimal::new(1, 4)).unwrap();
            assert!(is_drawn(seed, id, above), "{seed} {id}");
            assert!(!is_drawn(seed, id, Decimal::parse(below).unwrap()), "{seed} {id}");
        }
    }

    const DRAWS: [(&str, &str, &str); 5] = [
        ("spring-test", "anna", "25.9948"),
        ("spring-test", "C000042", "36.7912"),
        ("autumn", "C000042", "35.8019"),
        ("", "x", "23.6306"),
        ("été", "Zoé", "83.5998"),
    ];
}
