//! Two segments side by side: key figures, and all that is known of their members, what tells them apart most first.

use std::collections::BTreeMap;

use analysis::comparison::{Categories, Numbers, categories, numbers};
use analysis::statistics::bits::Bits;
use model::forms::Test;
use model::text::parser::parse_value;
use model::text::printer::text_of;
use model::time::Instant;
use model::value::Type;
use serde::Serialize;

use super::gathered::{Columns, Origin, Question, segment_or_definition};
use super::overlap::members;
use super::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Categories told of one attribute at most: the commonest; the others are one.
const MOST_LEVELS: usize = 12;
/// An attribute with more distinct values than this share of the customers who have one is no category: an e-mail address.
const DISTINCT_SHARE: f64 = 0.2;

/// Key figures: what they are called, and expressions over a customer.
const FIGURES: [(&str, &str); 7] = [
    ("comparison-spent", "sum(order.amount)"),
    ("comparison-orders", "count(order)"),
    ("comparison-average", "sum(order.amount) / count(order)"),
    ("comparison-recency", "days since last(order.at)"),
    ("comparison-spent-year", "sum(order.amount over last 12 months)"),
    ("comparison-orders-year", "count(order over last 12 months)"),
    ("comparison-gap", "avg(gaps(days(order)))"),
];

/// Shares of customers: what they are called, and expressions that are above zero for those who count.
const SHARES: [(&str, &str); 3] = [
    ("comparison-bought", "count(order)"),
    ("comparison-again", "count(order) - 1"),
    ("comparison-active", "count(order over last 90 days)"),
];

/// Two segments side by side.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The first segment.
    pub(crate) first: String,
    /// The second one; `None` for everybody else.
    pub(crate) second: Option<String>,
    /// Customers of the first one, of the second one, and of both, who are left out of both.
    pub(crate) sizes: [usize; 3],
    /// All that was compared, what differs most first.
    pub(crate) compared: Vec<Compared>,
}

/// Something that was compared.
#[derive(Debug, Serialize)]
pub(crate) struct Compared {
    /// The attribute, or the key of a key figure.
    pub(crate) name: String,
    /// Whether it is a key figure.
    pub(crate) is_figure: bool,
    /// Whether it is an amount of money.
    pub(crate) is_money: bool,
    /// The categories' names, where it has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) levels: Vec<Option<String>>,
    /// Numbers, or categories.
    #[serde(flatten)]
    pub(crate) found: Found,
}

/// What a comparison found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Found {
    /// Of a number.
    Numbers(Numbers),
    /// Of categories.
    Categories(Categories),
}

impl Compared {
    /// How far apart the two are, in standard deviations.
    pub(crate) fn apart(&self) -> f64 {
        let standardised = match &self.found {
            Found::Numbers(numbers) => numbers.standardised,
            Found::Categories(categories) => categories.standardised,
        };
        standardised.map_or(0.0, f64::abs)
    }
}

/// The rows of both segments.
struct Sides {
    customers: Vec<usize>,
    is_first: Vec<bool>,
}

/// Compares two segments, or one with everybody else. Who is in both is in neither side.
pub(crate) fn compare(question: &Question<'_>, first: &str, second: Option<&str>) -> Result<Comparison, Failure> {
    let base = question.base;
    let mut tests: Vec<Test> = vec![segment_or_definition(base, first)?];
    tests.extend(second.map(|second| segment_or_definition(base, second)).transpose()?);
    let (bits, _) = members(question, &tests)?;
    let everybody = question.columns(&[])?.customers;
    let is_second = |customer: usize| bits.get(1).map_or(!bits[0].has(customer), |second| second.has(customer));
    let both = everybody.iter().filter(|customer| bits[0].has(**customer) && is_second(**customer)).count();
    let customers: Vec<usize> =
        everybody.iter().copied().filter(|customer| bits[0].has(*customer) != is_second(*customer)).collect();
    let sides = Sides { is_first: customers.iter().map(|customer| bits[0].has(*customer)).collect(), customers };
    let n_first = sides.is_first.iter().filter(|is| **is).count();
    let sizes = [n_first, sides.customers.len() - n_first, both];
    if let Some(group) = sizes[..2].iter().position(|size| *size == 0) {
        return Err(analysis::Error::TooFewInGroup { group, minimum: 1, found: 0 }.into());
    }
    let asked = Bits::of_rows(base.store.n_customers(), sides.customers.iter().copied());
    let mut compared = figures(question, &sides, &asked)?;
    let texts: Vec<String> = tests.iter().map(|test| said_in_full(base, test)).collect::<Result<_, Failure>>()?;
    compared.extend(attributes(question, &sides, &asked, &texts.join(" "))?);
    // Of those as far apart, the key figures come first, then by name.
    compared.sort_by(|a, b| {
        b.apart().total_cmp(&a.apart()).then(b.is_figure.cmp(&a.is_figure)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(Comparison {
        origin: question.origin(sides.customers.len() + both, &[], &tests.iter().collect::<Vec<_>>())?,
        first: first.to_owned(),
        second: second.map(str::to_owned),
        sizes,
        compared,
    })
}

/// The key figures that the base has words for.
fn figures(question: &Question<'_>, sides: &Sides, asked: &Bits) -> Result<Vec<Compared>, Failure> {
    let is_there = |(_, expression): &&(&str, &str)| question.is_number(expression).is_ok_and(|is_number| is_number);
    let figures: Vec<&(&str, &str)> = FIGURES.iter().filter(is_there).collect();
    let shares: Vec<&(&str, &str)> = SHARES.iter().filter(is_there).collect();
    let expressions: Vec<&str> = figures.iter().chain(&shares).map(|(_, expression)| *expression).collect();
    let columns = question.columns(&expressions)?;
    let mut compared = Vec::new();
    for (place, (key, _)) in figures.iter().enumerate() {
        compared.extend(of_numbers(key, &columns, place, sides, asked).map(|one| Compared {
            is_figure: true,
            is_money: key.contains("spent") || key.contains("average"),
            ..one
        }));
    }
    for (place, (key, _)) in shares.iter().enumerate() {
        let column = &columns.columns[figures.len() + place];
        let holds = |row: usize| column.at(row).is_some_and(|number| number > 0.0);
        let mut counts = [[0_u64; 2]; 2];
        for (row, is_first) in rows_of(&columns, sides, asked) {
            counts[usize::from(!is_first)][usize::from(!holds(row))] += 1;
        }
        compared.push(Compared {
            name: (*key).to_owned(),
            is_figure: true,
            is_money: false,
            levels: Vec::new(),
            found: Found::Categories(categories(&counts[0], &counts[1])?),
        });
    }
    Ok(compared)
}

/// The rows of columns that are those of the two sides, in order, and on which side each is.
fn rows_of<'a>(columns: &'a Columns, sides: &'a Sides, asked: &'a Bits) -> impl Iterator<Item = (usize, bool)> + 'a {
    let rows = (0..columns.customers.len()).filter(|row| asked.has(columns.customers[*row]));
    rows.zip(sides.is_first.iter().copied())
}

fn of_numbers(name: &str, columns: &Columns, place: usize, sides: &Sides, asked: &Bits) -> Option<Compared> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (row, is_first) in rows_of(columns, sides, asked) {
        if let Some(number) = columns.columns[place].at(row) {
            if is_first { &mut first } else { &mut second }.push(number);
        }
    }
    // What is known of nobody on one side cannot be compared.
    let found = numbers(&first, &second).ok()?;
    Some(Compared {
        name: name.to_owned(),
        is_figure: false,
        is_money: false,
        levels: Vec::new(),
        found: Found::Numbers(found),
    })
}

/// A definition's text, that of a segment of the base in place of its name.
fn said_in_full(base: &Base, test: &Test) -> Result<String, Failure> {
    let test = match test {
        Test::InSegment(named) => base.segment_tests()?.remove(&named.id).unwrap_or_else(|| test.clone()),
        other => other.clone(),
    };
    Ok(text_of(&test))
}

/// All attributes but those that are sensitive, and those that the definitions name: these tell them apart by themselves.
fn attributes(
    question: &Question<'_>,
    sides: &Sides,
    asked: &Bits,
    definitions: &str,
) -> Result<Vec<Compared>, Failure> {
    let mut named = comparable(question.base);
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words: Vec<&str> = definitions.split(|letter| !is_letter(letter)).collect();
    named.retain(|name, _| !words.contains(&name.rsplit('.').next().unwrap_or(name).trim_matches('`')));
    let of = |is_wanted: &dyn Fn(Type) -> bool| {
        let wanted = named.iter().filter(|(_, kind)| is_wanted(**kind));
        wanted.map(|(name, kind)| (name.as_str(), *kind)).collect::<Vec<_>>()
    };
    let mut compared = Vec::new();
    let of_numbers_named = of(&|kind| matches!(kind, Type::Number | Type::Money));
    let expressions: Vec<&str> = of_numbers_named.iter().map(|(name, _)| *name).collect();
    let columns = question.columns(&expressions)?;
    for (place, (name, kind)) in of_numbers_named.iter().enumerate() {
        let one = of_numbers(name, &columns, place, sides, asked);
        compared.extend(one.map(|one| Compared { is_money: *kind == Type::Money, ..one }));
    }
    for (name, _) in of(&|kind| kind.is_text() || kind == Type::Bool) {
        let texts = question.texts(name, &sides.customers)?;
        compared.extend(of_texts(name, &texts, sides)?);
    }
    Ok(compared)
}

/// Attributes by name, those that are computed included, and the sensitive ones not.
fn comparable(base: &Base) -> BTreeMap<String, Type> {
    let schema = base.schema();
    let computed = schema.computed.iter().map(|(name, computed)| (name, &computed.field));
    let all = schema.attributes.iter().chain(computed).filter(|(_, field)| !field.sensitive);
    all.map(|(name, field)| (quoted(name), field.kind)).collect()
}

/// A name as definitions write it.
fn quoted(name: &str) -> String {
    if parse_value(name).1.is_empty() { name.to_owned() } else { format!("`{name}`") }
}

fn of_texts(name: &str, texts: &[Option<String>], sides: &Sides) -> Result<Option<Compared>, Failure> {
    let mut counts: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for (text, is_first) in texts.iter().zip(&sides.is_first) {
        if let Some(text) = text {
            counts.entry(text).or_default()[usize::from(!is_first)] += 1;
        }
    }
    let known: u64 = counts.values().flatten().sum();
    if counts.len() < 2 || counts.len() as f64 > (known as f64 * DISTINCT_SHARE).max(MOST_LEVELS as f64) {
        return Ok(None);
    }
    let mut levels: Vec<(Option<String>, [u64; 2])> =
        counts.into_iter().map(|(text, count)| (Some(text.to_owned()), count)).collect();
    levels.sort_by_key(|(_, [first, second])| std::cmp::Reverse(first + second));
    let rest = levels.split_off(levels.len().min(MOST_LEVELS));
    // Of whom it is not known is no category: shares are of those of whom it is.
    let others = rest.iter().fold([0, 0], |sum, (_, count)| [sum[0] + count[0], sum[1] + count[1]]);
    if others != [0, 0] {
        levels.push((None, others));
    }
    let of = |side: usize| levels.iter().map(|(_, count)| count[side]).collect::<Vec<u64>>();
    // What is known of nobody on one side cannot be compared.
    let Ok(found) = categories(&of(0), &of(1)) else { return Ok(None) };
    Ok(Some(Compared {
        name: name.to_owned(),
        is_figure: false,
        is_money: false,
        levels: levels.into_iter().map(|(text, _)| text).collect(),
        found: Found::Categories(found),
    }))
}

/// Saves both segments as a segmentation, with those of both before them.
pub(crate) fn save(base: &mut Base, found: &Comparison, named: &SavedAs<'_>, now: Instant) -> Result<Applied, Failure> {
    let known = base.segment_ids()?;
    let test = |text: &str| if known.contains(text) { format!("in segment '{text}'") } else { format!("({text})") };
    let both = found.second.as_ref().map(|second| format!("{} and {}", test(&found.first), test(second)));
    let mut groups: Vec<&str> = both.as_deref().filter(|_| found.sizes[2] > 0).into_iter().collect();
    groups.push(&found.first);
    groups.extend(found.second.as_deref());
    super::groups::save(base, &groups, found.origin.among.as_deref(), named, now)
}
