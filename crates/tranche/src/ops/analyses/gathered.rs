//! What analyses are made of: whom they are about, columns of numbers for these customers, and where all of it comes from.

use std::collections::BTreeSet;

use analysis::statistics::bits::Bits;
use engine::batch::Members;
use model::check::{check_value, mentions, mentions_of_value};
use model::forms::{Test, Value};
use model::names::Kind;
use model::phrase::{Phrase, Place, Problem};
use model::plan::plan_values;
use model::segment::is_id;
use model::text::parser::parse_value;
use serde::Serialize;
use store::Defined;

use crate::ops::base::Base;
use crate::ops::definitions::{read_named, read_typed};
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs, Loaded};

/// What is asked: as of when, and about whom.
pub(crate) struct Question<'b> {
    /// The base.
    pub(crate) base: &'b Base,
    /// As of when.
    pub(crate) as_of: AsOf,
    /// A definition of those it is about; all customers when there is none.
    pub(crate) among: Option<&'b str>,
}

/// Where figures come from: with the same, they come out the same to the byte.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Origin {
    /// The instant.
    pub(crate) as_of: String,
    /// What was known, when that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) known_at: Option<String>,
    /// Whether cut-offs were computed as of the very instant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) cut_offs_exact: bool,
    /// The definition of those it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) among: Option<String>,
    /// Number of customers it is about.
    pub(crate) customers: usize,
    /// The definitions that were used, each with its version.
    pub(crate) definitions: Vec<Version>,
}

/// A definition as it was used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Version {
    /// Its id.
    pub(crate) id: String,
    /// Its version, from 1; `None` for one that was saved before versions were kept.
    pub(crate) version: Option<u64>,
}

/// Columns of numbers, all for the same customers.
pub(crate) struct Columns {
    /// The customers, by number.
    pub(crate) customers: Vec<usize>,
    /// The columns, in the order asked.
    pub(crate) columns: Vec<Numbers>,
}

/// A column: units of a power of ten, so that sums are exact.
pub(crate) struct Numbers {
    /// The units of each customer; `None` where the value is missing.
    pub(crate) units: Vec<Option<i128>>,
    /// How many decimal places a unit has.
    pub(crate) scale: u8,
}

impl Numbers {
    /// The number at a row.
    pub(crate) fn at(&self, row: usize) -> Option<f64> {
        self.units[row].map(|units| self.number(float(units)))
    }

    /// All numbers, 0 where one is missing.
    pub(crate) fn or_zero(&self) -> Vec<f64> {
        self.or(0.0)
    }

    /// All numbers, another one where one is missing.
    pub(crate) fn or(&self, missing: f64) -> Vec<f64> {
        let unit = 10f64.powi(i32::from(self.scale));
        self.units.iter().map(|units| units.map_or(missing, |units| float(units) / unit)).collect()
    }

    /// A number of units as the number itself.
    pub(crate) fn number(&self, units: f64) -> f64 {
        units / 10f64.powi(i32::from(self.scale))
    }
}

/// Units as a float; those that fit into sixty-four bits, which nearly all do, in one instruction.
fn float(units: i128) -> f64 {
    i64::try_from(units).map_or(units as f64, |units| units as f64)
}

impl Question<'_> {
    /// The same question as of another instant.
    pub(crate) fn at(&self, at: model::time::Instant) -> Question<'_> {
        Question { as_of: AsOf { at, ..self.as_of }, ..*self }
    }

    /// Who it is about; `None` when that is everybody.
    pub(crate) fn members(&self) -> Result<Option<Members>, Failure> {
        let Some(among) = self.among else { return Ok(None) };
        let test = read_typed(self.base, among)?;
        Ok(Some(Loaded::once(self.base, &[&test])?.membership(self.as_of)?.members.swap_remove(0)))
    }

    /// The numbers of some expressions for those it is about.
    pub(crate) fn columns(&self, expressions: &[&str]) -> Result<Columns, Failure> {
        let mut values = vec![presence()];
        for text in expressions {
            values.push(number(self.base, text)?);
        }
        let plan = plan_values(&values, self.base.schema(), &self.base.zone, &self.base.segment_tests()?);
        let mut columns = Loaded::of_plan(self.base, plan, false)?.all_numbers(self.as_of)?;
        let (present, _) = columns.remove(0);
        let members = self.members()?;
        let is_asked = |customer: &usize| {
            present[*customer].is_some() && members.as_ref().is_none_or(|members| members.contains(*customer))
        };
        let customers: Vec<usize> = (0..present.len()).filter(is_asked).collect();
        let picked = |(all, scale): (Vec<Option<i128>>, u8)| Numbers {
            units: customers.iter().map(|customer| all[*customer]).collect(),
            scale,
        };
        Ok(Columns { columns: columns.into_iter().map(picked).collect(), customers })
    }

    /// Hands over the numbers of some expressions for those it is about, one after the other, so that few columns are in
    /// memory at a time: each place of an expression, the customers, and their numbers.
    pub(crate) fn each(
        &self,
        expressions: &[String],
        mut visit: impl FnMut(usize, &[usize], &Numbers),
    ) -> Result<usize, Failure> {
        let mut values = vec![presence()];
        for text in expressions {
            values.push(number(self.base, text)?);
        }
        let plan = plan_values(&values, self.base.schema(), &self.base.zone, &self.base.segment_tests()?);
        let loaded = Loaded::of_plan(self.base, plan, true)?;
        let (present, _) = loaded.numbers_of(self.as_of, 0..1)?.remove(0);
        let members = self.members()?;
        let is_asked = |customer: &usize| {
            present[*customer].is_some() && members.as_ref().is_none_or(|members| members.contains(*customer))
        };
        let customers: Vec<usize> = (0..present.len()).filter(is_asked).collect();
        for place in 0..expressions.len() {
            let (all, scale) = loaded.numbers_of(self.as_of, place + 1..place + 2)?.remove(0);
            let units = customers.iter().map(|customer| all[*customer]).collect();
            visit(place, &customers, &Numbers { units, scale });
        }
        Ok(customers.len())
    }

    /// Goes through those it is about with their counts, the whole numbers of some expressions, without a column of any of
    /// them in memory: each part of the customers has a tally, which `add` puts them into.
    pub(crate) fn tallied<T: Send>(
        &self,
        expressions: &[String],
        tally: impl Fn() -> T + Sync,
        add: impl Fn(&mut T, &[i64]) + Sync,
    ) -> Result<Vec<T>, Failure> {
        let values = expressions.iter().map(|text| number(self.base, text)).collect::<Result<Vec<_>, _>>()?;
        let plan = plan_values(&values, self.base.schema(), &self.base.zone, &self.base.segment_tests()?);
        let members = self.members()?;
        Loaded::of_plan(self.base, plan, false)?.tallied(self.as_of, tally, |tally, customer, counts| {
            if members.as_ref().is_none_or(|members| members.contains(customer)) {
                add(tally, counts);
            }
        })
    }

    /// The text of an expression for some customers, in their order; numbers, days and truths as they are written.
    pub(crate) fn texts(&self, expression: &str, customers: &[usize]) -> Result<Vec<Option<String>>, Failure> {
        let value = read(self.base, expression)?.0;
        let plan = plan_values([&value], self.base.schema(), &self.base.zone, &self.base.segment_tests()?);
        let n_customers = self.base.store.n_customers();
        let asked = Bits::of_rows(n_customers, customers.iter().copied());
        let found = Loaded::of_plan(self.base, plan, false)?.values_of(self.as_of, |customer| asked.has(customer))?;
        let mut of_customers = vec![None; n_customers];
        for (customer, mut values) in found {
            of_customers[customer] = values.pop().and_then(label);
        }
        Ok(customers.iter().map(|customer| of_customers[*customer].take()).collect())
    }

    /// Whether an expression is a number, as opposed to a text or a day.
    pub(crate) fn is_number(&self, expression: &str) -> Result<bool, Failure> {
        let (_, kind) = read(self.base, expression)?;
        Ok(!kind.list && kind.item.is_numeric())
    }

    /// Where figures about so many customers come from, given the expressions and definitions they were made of.
    pub(crate) fn origin(&self, customers: usize, expressions: &[&str], tests: &[&Test]) -> Result<Origin, Failure> {
        let schema = self.base.schema();
        let mut named: BTreeSet<(Defined, String)> = BTreeSet::new();
        let among = self.among.map(|among| read_typed(self.base, among)).transpose()?;
        let of_tests = tests.iter().copied().chain(&among).map(|test| mentions(test, schema));
        let of_values = expressions.iter().filter_map(|text| parse_value(text).0);
        let of_values = of_values.map(|value| mentions_of_value(&value, schema));
        for mentioned in of_tests.chain(of_values) {
            // A part of a segmentation is kept with the whole.
            let whole = |id: String| id.split('/').next().unwrap_or_default().to_owned();
            named.extend(mentioned.segments.into_iter().map(|id| (Defined::Segment, whole(id))));
            named.extend(mentioned.computed.into_keys().map(|id| (Defined::Attribute, id)));
        }
        let version = |(defined, id): (Defined, String)| {
            let version = self.base.store.versions(defined, &id)?.last().map(|version| version.version);
            Ok(Version { id, version })
        };
        Ok(Origin {
            as_of: self.as_of.at.to_string(),
            known_at: self.base.store.known_at().map(|at| at.to_string()),
            cut_offs_exact: self.as_of.cut_offs == CutOffs::Exact,
            among: self.among.map(str::to_owned),
            customers,
            definitions: named.into_iter().map(version).collect::<Result<_, store::Error>>()?,
        })
    }
}

/// A value that each customer of the population has, and nobody else.
fn presence() -> Value {
    parse_value("1").0.expect("a number is an expression")
}

/// A value as the name of a group.
fn label(value: model::value::Value) -> Option<String> {
    use model::value::Value as Held;
    match value {
        Held::Missing | Held::List(_) => None,
        Held::Text(text) => Some(text.to_string()),
        Held::Bool(truth) => Some(truth.to_string()),
        Held::Number(number) => Some(number.to_string()),
        Held::Date(day) => Some(day.to_string()),
        Held::Instant(at) => Some(at.to_string()),
    }
}

/// Reads an expression that is a number.
fn number(base: &Base, text: &str) -> Result<Value, Failure> {
    let (value, kind) = read(base, text)?;
    if kind.list || !kind.item.is_numeric() {
        let place = Place { start: 0, end: text.len() };
        let problem = Problem::new(Phrase::new("problem-analysis-no-number").with("text", text), place);
        return Err(Failure::in_text(None, text, vec![problem]));
    }
    Ok(value)
}

/// Reads an expression, with its type.
fn read(base: &Base, text: &str) -> Result<(Value, Kind), Failure> {
    let (value, mut problems) = parse_value(text);
    let Some(value) = value.filter(|_| problems.is_empty()) else {
        problems.sort_by_key(|problem| problem.place.start);
        return Err(Failure::in_text(None, text, problems));
    };
    let kind = check_value(&value, base.schema(), &base.segment_ids()?)
        .map_err(|problems| Failure::in_text(None, text, problems))?;
    Ok((value, kind))
}

/// Reads a segment's id or a definition.
pub(crate) fn segment_or_definition(base: &Base, text: &str) -> Result<Test, Failure> {
    if base.segment_ids()?.contains(text) {
        return read_named(base, Some(text), None);
    }
    // One bare word can only be meant as a segment, and the nearest ones are offered.
    if is_id(text) && read_typed(base, text).is_err() {
        return read_named(base, Some(text), None);
    }
    read_typed(base, text)
}

/// The place of each customer when all are put in the order of their ids: those that are whole numbers by their value,
/// before all others by their letters. It settles ties.
pub(crate) fn in_order_of_ids(base: &Base, customers: &[usize]) -> Result<Vec<usize>, Failure> {
    let ids = base.store.customer_ids()?;
    let key = |row: &usize| {
        let id = ids.get(customers[*row]).map(String::as_str).unwrap_or_default();
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if is_number { id.trim_start_matches('0').len() } else { usize::MAX };
        (digits, id.trim_start_matches(|letter| is_number && letter == '0'), id)
    };
    let mut rows: Vec<usize> = (0..customers.len()).collect();
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(rows)
}
