//! From what stands in the fields of a form to the condition it means. What a form does not ask stays as it was.

use std::collections::BTreeMap;

use model::check::check;
use model::decimal::Decimal;
use model::forms::{Arithmetic, Centre, LengthUnit, Measure, Move, Near, Quantifier, Test, Unit, Value, Window};
use model::names::Scope;
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::text::parser::parse;

use super::shape::aspects::{aspect, looked_at};
use super::shape::operands::{OPERATORS, partner};
use super::shape::{Asks, Class, Shape, Subject, kind_in};

mod asks;
mod question;
mod rows;
mod sequences;
mod tests_of;
mod values;
mod windows;

pub(super) use question::question;

use asks::{asks, number};
use windows::window;

/// What a person filled in: fields by name, in order.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Fields<'a> {
    /// The last value of a field, when it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let of_name = self.0.iter().rev().find(|(field, _)| field == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// The criteria chosen in fields, by the fields' names, as the conditions that they begin with.
pub(crate) type Chosen = BTreeMap<String, Test>;

/// No criterion chosen.
#[cfg(test)]
static NONE_CHOSEN: Chosen = BTreeMap::new();

/// Those of the fields whose names begin alike: what is filled in about one part of a condition.
#[derive(Clone)]
struct Part<'a> {
    fields: Fields<'a>,
    chosen: &'a Chosen,
    prefix: String,
    /// The stream of the rows that are tested; customers are when absent.
    stream: Option<String>,
}

impl<'a> Part<'a> {
    /// Where names are read.
    fn scope(&self) -> Scope<'_> {
        self.stream.as_deref().map_or(Scope::Customer, Scope::Row)
    }

    /// The criterion chosen in a field, as the condition that it begins with.
    fn chosen(&self, name: &str) -> Option<&'a Test> {
        self.chosen.get(&format!("{}{name}", self.prefix))
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.fields.get(&format!("{}{name}", self.prefix))
    }

    fn has(&self, name: &str) -> bool {
        let name = format!("{}{name}", self.prefix);
        self.fields.0.iter().any(|(field, _)| *field == name)
    }

    fn all(&self, name: &str) -> Vec<String> {
        let name = format!("{}{name}", self.prefix);
        let of_name = self.fields.0.iter().filter(|(field, _)| *field == name).map(|(_, value)| value.trim());
        let mut values: Vec<String> = of_name.filter(|value| !value.is_empty()).map(str::to_owned).collect();
        values.dedup();
        values
    }

    /// The fields of a part of this part.
    fn part(&self, name: &str) -> Part<'a> {
        Part { prefix: format!("{}{name}", self.prefix), ..self.clone() }
    }

    /// The same fields, about the rows of a stream.
    fn on_rows(&self, stream: &str) -> Part<'a> {
        Part { stream: Some(stream.to_owned()), ..self.clone() }
    }

    /// The same fields, about the customer.
    fn at_customer(&self) -> Part<'a> {
        Part { stream: None, ..self.clone() }
    }

    /// Whether the button was pressed that takes a part out.
    fn is_dropped(&self, part: &Part<'_>) -> bool {
        self.fields.get("drop") == Some(part.prefix.as_str())
    }

    /// A whole number above zero.
    fn count(&self, name: &str, otherwise: u32) -> Result<u32, Vec<Problem>> {
        match self.get(name) {
            None => Ok(otherwise),
            Some(typed) => match typed.parse::<u32>() {
                Ok(number) if number > 0 => Ok(number),
                _ => Err(vec![wrong("builder-wrong-count", typed)]),
            },
        }
    }

    /// A number of any kind.
    fn number(&self, name: &str, otherwise: Decimal) -> Result<Decimal, Vec<Problem>> {
        match self.get(name) {
            None => Ok(otherwise),
            Some(typed) => Ok(Decimal::parse(&number(typed, Class::Number, None)?).unwrap_or(otherwise)),
        }
    }
}

/// The condition that fields mean, given the one that they were made from.
#[cfg(test)]
fn rewritten(before: &Test, fields: Fields<'_>, schema: &Schema) -> Result<Test, Vec<Problem>> {
    rewritten_with(before, fields, &NONE_CHOSEN, schema)
}

/// The condition that fields mean, given the one that they were made from and the criteria chosen in them.
pub(crate) fn rewritten_with(
    before: &Test,
    fields: Fields<'_>,
    chosen: &Chosen,
    schema: &Schema,
) -> Result<Test, Vec<Problem>> {
    condition(before, &Part { fields, chosen, prefix: String::new(), stream: None }, schema)
}

fn condition(before: &Test, part: &Part<'_>, schema: &Schema) -> Result<Test, Vec<Problem>> {
    let Some(shape) = Shape::read(before, schema, part.scope()) else {
        return part.get("code").map_or_else(|| Ok(before.clone()), read);
    };
    let was = match part.get("time") {
        Some("now") => None,
        Some(_) => window(&part.part("was."), shape.was.as_ref())?.or(Some(thirty_days())),
        None => shape.was.clone(),
    };
    let negated = if part.has("sign") { part.has("not") } else { shape.negated };
    if let Subject::Joined(group) = &shape.subject {
        let test = tests_of::joined(part, group, schema)?.unwrap_or_else(|| before.clone());
        return Ok(Shape { was, negated, ..shape }.around(test));
    }
    let subject = calculated(subject(&shape.subject, part, schema)?, part);
    let test = match (subject.test(), subject.value()) {
        (Some(test), _) => test,
        (None, None) => before.clone(),
        (None, Some(value)) => {
            let kind = kind_in(&value, schema, part.scope())?;
            let class = Class::of(kind).unwrap_or(Class::Words);
            let asks = asks(
                part,
                (class, Some(kind)),
                &in_unit_of(&shape.asks, shape.subject.value().as_ref(), &value),
                schema,
            )?;
            read(&question(&subject.text(), class, Some(kind), &asks))?
        }
    };
    Ok(Shape { was, negated, ..shape }.around(test))
}

/// What is asked, in the unit of the value that it is asked of now: a share of the base is a percentage, another place in
/// it a plain number.
fn in_unit_of(asks: &Asks, before: Option<&Value>, now: &Value) -> Asks {
    let is_share = |value: &Value| match value {
        Value::Compared(compared) => matches!(compared.measure, Measure::Percentile | Measure::CumulativeShare),
        _ => false,
    };
    if before.is_some_and(is_share) == is_share(now) {
        return asks.clone();
    }
    let sign = if is_share(now) { "%" } else { "" };
    let in_unit = |text: &String| match text.trim_end_matches('%') {
        "" => String::new(),
        number => format!("{number}{sign}"),
    };
    Asks { low: in_unit(&asks.low), high: in_unit(&asks.high), ..asks.clone() }
}

/// A value that is calculated with from now on, where an operator was chosen for it.
fn calculated(subject: Subject, part: &Part<'_>) -> Subject {
    let operator = part.get("calc").and_then(|word| OPERATORS.iter().find(|(known, _)| *known == word));
    match (operator, subject.value()) {
        (Some((_, operator)), Some(left)) => {
            let right = Box::new(partner(&left, *operator));
            Subject::Value(Arithmetic { left: Box::new(left), operator: *operator, right }.into())
        }
        _ => subject,
    }
}

/// The test of a text, checked as far as its form goes.
pub(crate) fn read(text: &str) -> Result<Test, Vec<Problem>> {
    let parsed = parse(text);
    match parsed.test {
        Some(test) if parsed.problems.is_empty() => Ok(test),
        _ => Err(parsed.problems),
    }
}

/// A condition typed as text, when it is right.
pub(crate) fn typed(
    text: &str,
    schema: &Schema,
    segments: &std::collections::BTreeSet<String>,
) -> Result<Test, Vec<Problem>> {
    let test = read(text)?;
    let problems = check(&test, schema, segments);
    if problems.is_empty() { Ok(test) } else { Err(problems) }
}

fn subject(before: &Subject, part: &Part<'_>, schema: &Schema) -> Result<Subject, Vec<Problem>> {
    let text = |name: &str, before: &str| part.get(name).unwrap_or(before).to_owned();
    Ok(match before {
        Subject::Value(value) => match (aspect(value, schema, part.scope()), part.get("aspect")) {
            (Some(aspect), Some(word)) if aspect.known.contains(&word) => Subject::Value(looked_at(aspect, word)),
            _ if part.has("v.of") => {
                let class = kind_in(value, schema, part.scope()).ok().and_then(Class::of).unwrap_or(Class::Number);
                Subject::Value(values::value(&part.part("v."), class, Some(value), schema)?)
            }
            _ => Subject::Value(value.clone()),
        },
        Subject::Joined(group) => Subject::Joined(group.clone()),
        Subject::Rows { measure, rows, rhythm } => rows::subject(part, (measure, rows, rhythm), schema)?,
        Subject::Sequence(before) => Subject::Sequence(Box::new(sequences::sequence(part, before, schema)?)),
        Subject::Member { moved, is_list, id } => {
            Subject::Member { moved: moves(part, moved.as_ref())?, is_list: *is_list, id: text("id", id) }
        }
        Subject::Channel { is_reachable, channel, purpose } => Subject::Channel {
            is_reachable: part.get("reach").map_or(*is_reachable, |reach| reach == "reachable"),
            channel: text("channel", channel),
            purpose: if part.has("purpose") { text("purpose", "") } else { purpose.clone() },
        },
        Subject::Sample { percent, seed } => {
            Subject::Sample { percent: part.number("percent", *percent)?, seed: text("seed", seed) }
        }
        Subject::Near(near) => Subject::Near(Box::new(place(part, near)?)),
        Subject::Relatives { how, of, test } => Subject::Relatives {
            how: match part.get("among") {
                Some("any") => Some(Quantifier::Any),
                Some("all") => Some(Quantifier::All),
                Some(_) => None,
                None => *how,
            },
            of: match part.get("kin") {
                Some("company") => model::forms::Group::Company,
                Some("household") => model::forms::Group::Household,
                _ => *of,
            },
            test: Box::new(tests_of::test(&part.part("in."), Some(test), schema)?.unwrap_or_else(|| (**test).clone())),
        },
    })
}

fn moves(part: &Part<'_>, before: Option<&(Move, Window)>) -> Result<Option<(Move, Window)>, Vec<Problem>> {
    let how = match part.get("moved") {
        Some("was") => Move::Was,
        Some("entered") => Move::Entered,
        Some("left") => Move::Left,
        Some(_) => return Ok(None),
        None => return Ok(before.cloned()),
    };
    let known = before.map(|(_, window)| window);
    let when = window(part, known)?.or_else(|| known.cloned()).unwrap_or(thirty_days());
    Ok(Some((how, when)))
}

fn place(part: &Part<'_>, before: &Near) -> Result<Near, Vec<Problem>> {
    let mut near = before.clone();
    near.distance = part.number("distance", before.distance)?;
    near.unit = match part.get("unit") {
        Some("km") => LengthUnit::Km,
        Some("m") => LengthUnit::M,
        Some("miles") => LengthUnit::Miles,
        _ => before.unit,
    };
    if let Centre::At(latitude, longitude) = before.of {
        near.of = Centre::At(part.number("latitude", latitude)?, part.number("longitude", longitude)?);
    }
    Ok(near)
}

fn thirty_days() -> Window {
    Window::Last { count: 30, unit: Unit::Day }
}

fn wrong(key: &'static str, typed: &str) -> Problem {
    Problem::new(Phrase::new(key).with("typed", typed), Place::default())
}

#[cfg(test)]
mod tests;
