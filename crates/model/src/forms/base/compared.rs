//! Comparison with the whole base: `average`, `percentile`, `quantile`, `rank`, `cumulative_share`.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::{Decimal, QUOTIENT_SCALE};
use crate::distribution::Ranked;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::tree::Name;
use crate::value::{Type, Value as Held};

/// Where a customer stands in the base.
///
/// # What it tests
/// Nothing by itself: it is the mean of the customers compared, or the customer's percentile, quantile, rank or
/// cumulative share among them. They are compared as of the last local midnight (or of the instant itself when exact
/// cut-offs are asked).
/// # When a marketer uses it
/// For best customers: the top tenth, the customers who make 80 % of the revenue, above the average of their country.
/// # Example
/// `percentile(sum(order.amount over last 12 months)) > 90%`
/// # Missing data
/// Missing outside `among`, when the `per` attribute is missing, and (save `average`) when the value is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What is measured.
    pub measure: Measure,
    /// The value compared.
    pub value: Box<Value>,
    /// The attribute that groups the customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Name>,
    /// Who is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Box<Test>>,
}

/// What is measured of a customer's place in the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The mean of the values.
    Average,
    /// The share of customers with a value at most this one.
    Percentile,
    /// 1 + the number of customers with a greater value.
    Rank,
    /// The share of the total of positive values held by customers with a greater value.
    CumulativeShare,
    /// Which of so many equal parts, 1 the lowest.
    Quantile(u32),
}

/// Greatest number of parts of a quantile.
const MAX_PARTS: u32 = 1_000;

impl Measure {
    const WORDS: [(&'static str, Measure); 5] = [
        ("average", Measure::Average),
        ("percentile", Measure::Percentile),
        ("rank", Measure::Rank),
        ("cumulative_share", Measure::CumulativeShare),
        ("quantile", Measure::Quantile(0)),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Quantile(_) => "quantile",
            other => Measure::WORDS.iter().find(|(_, measure)| *measure == other).map_or("", |(word, _)| word),
        }
    }

    /// Decimal places of the result.
    pub fn scale(self) -> u8 {
        match self {
            Measure::Rank | Measure::Quantile(_) => 0,
            _ => QUOTIENT_SCALE,
        }
    }

    /// The measure of a value `units × 10^-scale`, in `10^-self.scale()`; `None` when nobody is compared. The value is
    /// not looked at for an average.
    pub fn of(self, ranked: &Ranked, units: i128, scale: u8) -> Option<i128> {
        match self {
            Measure::Average => ranked.average(),
            Measure::Percentile => ranked.percentile((units, scale)),
            Measure::Rank => ranked.rank((units, scale)),
            Measure::CumulativeShare => ranked.cumulative_share((units, scale)),
            Measure::Quantile(parts) => ranked.quantile((units, scale), parts),
        }
    }
}

impl Compared {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "compared",
        example: "percentile(sum(order.amount over last 12 months)) > 90%",
        reading: Reading::Value(Compared::read),
        said: &[
            Said::of("average", r#"{"compared":{"measure":"average","value":"$v:value"}}"#),
            Said::of("average-per", r#"{"compared":{"measure":"average","value":"$v:value","per":"$p:name"}}"#),
            Said::of("average-among", r#"{"compared":{"measure":"average","value":"$v:value","among":"$t:member"}}"#),
            Said::of(
                "average-per-among",
                r#"{"compared":{"measure":"average","value":"$v:value","per":"$p:name","among":"$t:member"}}"#,
            ),
            Said::of("percentile", r#"{"compared":{"measure":"percentile","value":"$v:value"}}"#),
            Said::of("percentile-per", r#"{"compared":{"measure":"percentile","value":"$v:value","per":"$p:name"}}"#),
            Said::of(
                "percentile-among",
                r#"{"compared":{"measure":"percentile","value":"$v:value","among":"$t:member"}}"#,
            ),
            Said::of(
                "percentile-per-among",
                r#"{"compared":{"measure":"percentile","value":"$v:value","per":"$p:name","among":"$t:member"}}"#,
            ),
            Said::of("rank", r#"{"compared":{"measure":"rank","value":"$v:value"}}"#),
            Said::of("rank-per", r#"{"compared":{"measure":"rank","value":"$v:value","per":"$p:name"}}"#),
            Said::of("rank-among", r#"{"compared":{"measure":"rank","value":"$v:value","among":"$t:member"}}"#),
            Said::of(
                "rank-per-among",
                r#"{"compared":{"measure":"rank","value":"$v:value","per":"$p:name","among":"$t:member"}}"#,
            ),
            Said::of("cumulative-share", r#"{"compared":{"measure":"cumulative_share","value":"$v:value"}}"#),
            Said::of(
                "cumulative-share-per",
                r#"{"compared":{"measure":"cumulative_share","value":"$v:value","per":"$p:name"}}"#,
            ),
            Said::of(
                "cumulative-share-among",
                r#"{"compared":{"measure":"cumulative_share","value":"$v:value","among":"$t:member"}}"#,
            ),
            Said::of(
                "cumulative-share-per-among",
                r#"{"compared":{"measure":"cumulative_share","value":"$v:value","per":"$p:name","among":"$t:member"}}"#,
            ),
            Said::of("quantile", r#"{"compared":{"measure":{"quantile":"$k:count"},"value":"$v:value"}}"#),
            Said::of(
                "quantile-per",
                r#"{"compared":{"measure":{"quantile":"$k:count"},"value":"$v:value","per":"$p:name"}}"#,
            ),
            Said::of(
                "quantile-among",
                r#"{"compared":{"measure":{"quantile":"$k:count"},"value":"$v:value","among":"$t:member"}}"#,
            ),
            Said::of(
                "quantile-per-among",
                r#"{"compared":{"measure":{"quantile":"$k:count"},"value":"$v:value","per":"$p:name","among":"$t:member"}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        let (_, measure) = Measure::WORDS.into_iter().find(|(word, _)| parser.take_call(word))?;
        Some(Compared::inside(parser, measure))
    }

    fn inside(parser: &mut Parser, mut measure: Measure) -> Read<Value> {
        let value = Box::new(parser.value()?);
        if let Measure::Quantile(parts) = &mut measure {
            parser.expect_symbol(",")?;
            *parts = parser.expect_count()?;
        }
        let per = if parser.take_word("per") { Some(parser.expect_name()?) } else { None };
        let mut among = None;
        if parser.take_word("among") {
            parser.expect_symbol("(")?;
            among = Some(Box::new(parser.inner_test()?));
            parser.expect_symbol(")")?;
        }
        parser.expect_symbol(")")?;
        Ok(Compared { measure, value, per, among }.into())
    }

    /// The key of its cut-offs: what is compared, per what, among whom. Measures of one comparison share them.
    pub fn cut_off_key(&self) -> String {
        let mut printer = Printer::default();
        printer.value(&self.value);
        self.print_group(&mut printer);
        printer.finish()
    }

    fn print_group(&self, printer: &mut Printer) {
        if let Some(name) = &self.per {
            printer.write(" per ");
            printer.name(&name.text);
        }
        if let Some(test) = &self.among {
            printer.write(" among (");
            printer.test(test);
            printer.write(")");
        }
    }

    /// What the customer adds to the cut-offs: their group and value; `None` when they are not compared.
    pub fn entry(&self, moment: &Moment<'_>) -> Option<(Box<str>, Decimal)> {
        let number = moment.value(&self.value).as_number()?;
        Some((self.group(moment)?, number))
    }

    /// The customer's group; `None` when they are outside `among` or have no group.
    fn group(&self, moment: &Moment<'_>) -> Option<Box<str>> {
        if self.among.as_ref().is_some_and(|test| !moment.holds(test)) {
            return None;
        }
        match &self.per {
            Some(name) => moment.named(&name.text).as_text().map(Box::from),
            None => Some("".into()),
        }
    }
}

impl ValueForm for Compared {
    fn print(&self, printer: &mut Printer) {
        printer.write(self.measure.word());
        printer.write("(");
        printer.value(&self.value);
        if let Measure::Quantile(parts) = self.measure {
            printer.write(&format!(", {parts}"));
        }
        self.print_group(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        if checker.refuse_in_rows(self.measure.word(), self.value.place()) {
            return None;
        }
        if let Measure::Quantile(parts) = self.measure
            && !(2..=MAX_PARTS).contains(&parts)
        {
            let phrase = Phrase::new("problem-bad-quantile").with("parts", parts).with("limit", MAX_PARTS);
            checker.note(Problem::new(phrase, self.value.place()));
        }
        if let Some(test) = &self.among {
            checker.test(test);
        }
        if let Some(name) = &self.per
            && let Some(kind) = checker.name(name)
            && !kind.item.is_text()
        {
            checker.note_type(kind, "@type-text", name.place);
        }
        let kind = checker.value(&self.value)?;
        if kind.list || !kind.item.is_numeric() {
            checker.note_type(kind, "@type-number", self.value.place());
            return None;
        }
        Some(if self.measure == Measure::Average { kind } else { Kind::one(Type::Number) })
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let Some(group) = self.group(moment) else { return Held::Missing };
        let cut_offs = moment.cut_offs(&self.cut_off_key());
        let Some(ranked) = cut_offs.and_then(|cut_offs| cut_offs.groups.get(&group)) else { return Held::Missing };
        let number = match (self.measure, moment.value(&self.value).as_number()) {
            (Measure::Average, number) => number.unwrap_or(Decimal::ZERO),
            (_, Some(number)) => number,
            (_, None) => return Held::Missing,
        };
        let scale = number.scale();
        let units = number.units_at(scale).unwrap_or(0);
        Held::number(self.measure.of(ranked, units, scale).map(|units| Decimal::new(units, self.measure.scale())))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let among = self.among.as_ref().map_or(Instant::NEVER, |test| moment.test_until(test));
        moment.value_until(&self.value).min(among).min(moment.cut_offs_until(&self.cut_off_key()))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let cut_off = lowering.cut_off(self);
        let kind = match self.measure {
            Measure::Average => {
                let value = lowering.value(&self.value);
                lowering.kind(value)
            }
            _ => Type::Number,
        };
        lowering.node(Op::Compared { measure: self.measure, cut_off }, Some(kind))
    }
}
