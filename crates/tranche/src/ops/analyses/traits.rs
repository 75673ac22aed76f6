//! The traits of customers that a base offers by itself: what is known of them, and what they did, as of an instant.
//!
//! Each trait is an expression of the language, so that whatever is found in it is a definition.

use std::collections::{BTreeMap, BTreeSet};

use analysis::training::named_in_value;
use analysis::traits::{Column, MISSING};
use engine::batch::Members;
use model::check::check_value;
use model::forms::{Named, Value as Expression};
use model::names::BIRTH_DATE;
use model::plan::plan_values;
use model::schema::{Field, Stream};
use model::text::parser::{parse, parse_value};
use model::text::printer::{Printer, text_of_value};
use model::tree::Name;
use model::value::{Type, Value};

use super::gathered::Question;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// Expressions read at once: more would hold too many values in memory.
const AT_ONCE: usize = 8;
/// A trait of more different values than this describes nobody.
const MOST_LEVELS: usize = 200;
/// Traits at most; those of attributes come first.
const MOST: usize = 300;

/// Which traits are wanted.
pub(crate) struct Wanted<'a> {
    /// Attributes and streams that are not to be used.
    pub(crate) without: &'a BTreeSet<String>,
    /// Whether sensitive attributes are used too.
    pub(crate) sensitive: bool,
}

/// Traits of customers.
pub(crate) struct Traits {
    /// The customers, by number.
    pub(crate) customers: Vec<usize>,
    /// Their traits.
    pub(crate) traits: Vec<Trait>,
    /// Expressions with too many different values to describe anybody.
    pub(crate) too_many_values: Vec<String>,
}

/// One trait of all customers.
pub(crate) struct Trait {
    /// The expression.
    pub(crate) expression: String,
    values: Values,
}

enum Values {
    /// Not finite where missing.
    Numbers(Vec<f64>),
    Levels {
        codes: Vec<u32>,
        /// Each level as definitions write it.
        written: Vec<String>,
    },
}

impl Trait {
    /// Its column.
    pub(crate) fn column(&self) -> Column<'_> {
        match &self.values {
            Values::Numbers(numbers) => Column::Numbers(numbers),
            Values::Levels { codes, written } => Column::Levels { codes, levels: written.len() },
        }
    }

    /// A level as definitions write it; empty of numbers.
    pub(crate) fn level(&self, level: usize) -> &str {
        match &self.values {
            Values::Levels { written, .. } => written.get(level).map_or("", String::as_str),
            Values::Numbers(_) => "",
        }
    }

    /// The trait of some customers, by their places.
    fn of(&self, rows: &[usize]) -> Trait {
        let values = match &self.values {
            Values::Numbers(numbers) => Values::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
            Values::Levels { codes, written } => {
                Values::Levels { codes: rows.iter().map(|row| codes[*row]).collect(), written: written.clone() }
            }
        };
        Trait { expression: self.expression.clone(), values }
    }
}

impl Traits {
    /// The traits of some customers, by their places.
    pub(crate) fn of(&self, rows: &[usize]) -> Traits {
        Traits {
            customers: rows.iter().map(|row| self.customers[*row]).collect(),
            traits: self.traits.iter().map(|one| one.of(rows)).collect(),
            too_many_values: self.too_many_values.clone(),
        }
    }
}

/// Expressions by what they are: numbers, and texts or truths.
#[derive(Default)]
struct Expressions {
    numbers: Vec<String>,
    levels: Vec<String>,
}

/// Reads the traits of the customers of a question.
pub(crate) fn traits(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Traits, Failure> {
    let expressions = expressions(question, wanted)?;
    let customers = question.columns(&[])?.customers;
    let mut all = Traits { customers, traits: Vec::new(), too_many_values: Vec::new() };
    for texts in expressions.numbers.chunks(AT_ONCE) {
        let asked: Vec<&str> = texts.iter().map(String::as_str).collect();
        let columns = question.columns(&asked)?;
        for (text, numbers) in texts.iter().zip(&columns.columns) {
            all.traits.push(Trait { expression: text.clone(), values: Values::Numbers(numbers.or(f64::NAN)) });
        }
    }
    let members = everybody(question)?;
    for texts in expressions.levels.chunks(AT_ONCE) {
        read_levels(question, &members, texts, &mut all)?;
    }
    Ok(all)
}

/// All customers of the population.
fn everybody(question: &Question<'_>) -> Result<Members, Failure> {
    let test = parse("1 = 1").test.expect("a comparison is a test");
    Ok(Loaded::once(question.base, &[&test])?.membership(question.as_of)?.members.swap_remove(0))
}

fn read_levels(question: &Question<'_>, members: &Members, texts: &[String], all: &mut Traits) -> Result<(), Failure> {
    let base = question.base;
    let values: Vec<Expression> = texts.iter().filter_map(|text| parse_value(text).0).collect();
    let plan = plan_values(&values, base.schema(), &base.zone, &base.segment_tests()?);
    let rows = Loaded::of_plan(base, plan, false)?.values(question.as_of, members)?;
    // Both are in the order of customers.
    let mut places = vec![usize::MAX; rows.len()];
    let mut known = all.customers.iter().enumerate().peekable();
    for (place, (customer, _)) in places.iter_mut().zip(&rows) {
        while known.next_if(|(_, other)| *other < customer).is_some() {}
        if let Some((row, _)) = known.next_if(|(_, other)| *other == customer) {
            *place = row;
        }
    }
    for (column, text) in texts.iter().enumerate() {
        let Some((of_rows, levels)) = coded(rows.iter().map(|row| row.1.get(column))) else {
            all.too_many_values.push(text.clone());
            continue;
        };
        let mut codes = vec![MISSING; all.customers.len()];
        for (place, code) in places.iter().zip(of_rows) {
            if let Some(known) = codes.get_mut(*place) {
                *known = code;
            }
        }
        all.traits.push(Trait { expression: text.clone(), values: Values::Levels { codes, written: levels } });
    }
    Ok(())
}

/// The level of each value, and the levels as definitions write them, in the order of that; `None` when they are too many
/// to describe anybody.
fn coded<'v>(values: impl Iterator<Item = Option<&'v Value>>) -> Option<(Vec<u32>, Vec<String>)> {
    let mut found: BTreeMap<Level<'_>, u32> = BTreeMap::new();
    let mut codes = Vec::new();
    for value in values {
        let level = match value {
            Some(Value::Text(text)) => Level::Text(text),
            Some(Value::Bool(truth)) => Level::Truth(*truth),
            _ => {
                codes.push(MISSING);
                continue;
            }
        };
        let next = found.len() as u32;
        codes.push(*found.entry(level).or_insert(next));
        if found.len() > MOST_LEVELS {
            return None;
        }
    }
    let mut levels: Vec<(String, u32)> = found.into_iter().map(|(level, code)| (level.written(), code)).collect();
    levels.sort_unstable();
    let mut ordered = vec![0; levels.len()];
    (0..).zip(&levels).for_each(|(place, (_, code))| ordered[*code as usize] = place);
    let ordered_code = |code: u32| ordered.get(code as usize).copied().unwrap_or(MISSING);
    Some((codes.into_iter().map(ordered_code).collect(), levels.into_iter().map(|(written, _)| written).collect()))
}

/// One of the values that tell customers apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Level<'v> {
    Text(&'v str),
    Truth(bool),
}

impl Level<'_> {
    /// The level as definitions write it.
    fn written(&self) -> String {
        match self {
            Level::Text(text) => {
                let mut printer = Printer::default();
                printer.text(text);
                printer.finish()
            }
            Level::Truth(truth) => truth.to_string(),
        }
    }
}

fn expressions(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Expressions, Failure> {
    let schema = question.base.schema();
    let is_wanted = |name: &str, field: &Field| {
        (wanted.sensitive || !field.sensitive) && field.now.is_none() && !wanted.without.contains(name)
    };
    let mut found = Expressions::default();
    for (name, field) in schema.attributes.iter().filter(|(name, field)| is_wanted(name, field)) {
        found.of_field(&named(name), field.kind, name == BIRTH_DATE);
    }
    for (name, computed) in schema.computed.iter().filter(|(name, computed)| is_wanted(name, &computed.field)) {
        if named_in_value(&computed.value).is_disjoint(wanted.without) {
            found.of_field(&named(name), computed.field.kind, false);
        }
    }
    let rows = question.base.store.row_counts();
    let holds = |name: &String, stream: &Stream| {
        let lines = stream.grouping.as_ref().map_or(name, |grouping| &grouping.lines);
        rows.get(lines).is_some_and(|rows| *rows > 0)
    };
    for (name, stream) in &schema.streams {
        if !wanted.without.contains(name) && holds(name, stream) {
            found.of_stream(name, stream, wanted.sensitive);
        }
    }
    let segments = question.base.segment_ids()?;
    let is_sound = |text: &String| {
        let (value, problems) = parse_value(text);
        problems.is_empty() && value.is_some_and(|value| check_value(&value, schema, &segments).is_ok())
    };
    found.numbers.retain(is_sound);
    found.levels.retain(is_sound);
    found.numbers.truncate(MOST);
    found.levels.truncate(MOST);
    Ok(found)
}

/// A name as expressions write it.
fn named(name: &str) -> String {
    text_of_value(&Named { name: Name::new(name) }.into())
}

impl Expressions {
    fn of_field(&mut self, name: &str, kind: Type, is_birth: bool) {
        match kind {
            Type::Number | Type::Money | Type::Duration => self.numbers.push(name.to_owned()),
            Type::Text | Type::Category | Type::Bool => self.levels.push(name.to_owned()),
            Type::Date | Type::Instant if is_birth => self.numbers.push("age".to_owned()),
            Type::Date | Type::Instant => self.numbers.push(format!("days since {name}")),
            Type::TextList | Type::Point => {}
        }
    }

    fn of_stream(&mut self, name: &str, stream: &Stream, sensitive: bool) {
        let rows = named(name);
        self.numbers.push(format!("count({rows})"));
        self.numbers.push(format!("count({rows} over last 90 days)"));
        self.numbers.push(format!("days since last({rows}.at)"));
        let is_reference = |field: &String| stream.key.as_ref() == Some(field) || stream.status.as_ref() == Some(field);
        for (field, described) in &stream.fields {
            if is_reference(field) || (described.sensitive && !sensitive) {
                continue;
            }
            match described.kind {
                Type::Number | Type::Money | Type::Duration => self.numbers.push(format!("avg({rows}.{field})")),
                Type::Category => self.levels.push(format!("most_common({rows}.{field})")),
                _ => {}
            }
        }
    }
}
