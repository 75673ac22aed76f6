//! `count of company members (test)`.

use serde::{Deserialize, Serialize};

use super::relation::{Group, Relation};
use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Reading, Test, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::Place;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::{Type, Value as Held};

/// How many relatives pass a test.
///
/// # What it tests
/// Nothing by itself: it is the number of other customers with the same company (or household) for whom a test holds, as
/// of the same instant.
/// # When a marketer uses it
/// For how far a product has spread in a company, or how many at home are customers.
/// # Example
/// `count of company members (any(order)) >= 3`
/// # Missing data
/// 0 for who has no company (or household).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountRelatives {
    /// What makes them relatives.
    pub of: Group,
    /// The test put to them.
    pub test: Box<Test>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

impl CountRelatives {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "count_relatives",
        example: "count of company members (any(order)) >= 3",
        reading: Reading::Value(CountRelatives::read),
        said: &[
            Said::of("count-colleagues", r#"{"count_relatives":{"of":"company","test":"$t:member"}}"#),
            Said::of("count-of-household", r#"{"count_relatives":{"of":"household","test":"$t:member"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        let read = Relation::read(parser, "count")?;
        Some(read.map(|(of, test, place)| CountRelatives { of, test, place }.into()))
    }

    fn relation(&self) -> Relation<'_> {
        Relation { of: self.of, test: &self.test, place: self.place }
    }
}

impl ValueForm for CountRelatives {
    fn print(&self, printer: &mut Printer) {
        printer.write("count of ");
        self.relation().print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        self.relation().check(checker, "count of … members");
        Some(Kind::one(Type::Number))
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let passing = self.relation().relatives(moment).passing;
        Held::Number(Decimal::new(i128::from(passing), 0))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.relation().holds_until(moment)
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let cut_off = self.relation().lower(lowering);
        lowering.node(Op::CountRelatives { cut_off }, Some(Type::Number))
    }
}
