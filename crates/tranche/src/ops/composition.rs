//! What the members of a segment are made of by one attribute, held against the whole base.

use std::collections::BTreeMap;

use engine::batch::Members;
use model::decimal::Decimal;
use model::forms::{And, Test};
use model::names::Kind;
use model::phrase::Phrase;
use model::plan::plan_values;
use model::text::parser::parse_value;
use model::time::{Day, Zone};
use model::value::{Type, Value};

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};
use super::roll::{Column, choices, quoted};

/// Groups that are shown of words; the rest is told together.
const MOST_WORDS: usize = 12;
/// About how many groups numbers are cut into.
const CUTS: f64 = 8.0;
/// The name under which ages are asked for.
pub(crate) const AGE: &str = "age";

/// What members are made of.
pub(crate) struct Composition {
    /// The groups, in the order in which they are read.
    pub(crate) groups: Vec<Group>,
    /// Members whose value is known.
    pub(crate) n_members: usize,
    /// Customers whose value is known.
    pub(crate) n_base: usize,
    /// Members whose value is not known.
    pub(crate) n_unknown: usize,
    /// The type of the values.
    pub(crate) kind: Kind,
}

/// A group of customers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// Whom it holds.
    pub(crate) label: Label,
    /// Members in it.
    pub(crate) members: usize,
    /// Customers in it.
    pub(crate) base: usize,
}

/// Whom a group holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// Customers with a text.
    Text(String),
    /// Customers for whom it is so, or not.
    Truth(bool),
    /// Customers with a number from the first on, below the second, in units of the type.
    Range(i64, i64),
    /// Customers with a day of a year.
    Year(i16),
    /// Customers with other texts than those shown.
    Others,
}

impl Group {
    /// Its share of the members known.
    pub(crate) fn of_members(&self, known: usize) -> Option<Decimal> {
        Decimal::whole(self.members as i64).divided_by(Decimal::whole(known as i64))
    }

    /// Its share of the customers known.
    pub(crate) fn of_base(&self, known: usize) -> Option<Decimal> {
        Decimal::whole(self.base as i64).divided_by(Decimal::whole(known as i64))
    }
}

/// The attributes that a composition can be by: those whose values fall into groups.
pub(crate) fn attributes(base: &Base) -> Vec<Column> {
    const SINGULAR: [&str; 8] =
        ["customer_number", "email", "phone", "first_name", "last_name", "address.street", "push_token", "home"];
    let is_singular = |column: &Column| SINGULAR.contains(&column.name.as_str()) || column.kind.item == Type::Point;
    choices(base).into_iter().filter(|column| !is_singular(column)).collect()
}

/// Groups the members of a base by an attribute, by the name of [`attributes`] or [`AGE`].
pub(crate) fn composition(base: &Base, members: &Members, by: &str, as_of: AsOf) -> Result<Composition, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-column").with("name", by));
    let deed = super::roll::DEEDS.iter().find(|(name, _)| *name == by).map(|(_, text)| (*text).to_owned());
    let text = if by == AGE { "age of birth_date".to_owned() } else { deed.unwrap_or_else(|| quoted(by)) };
    let value = parse_value(&text).0.ok_or_else(unknown)?;
    let kind = model::check::check_value(&value, base.schema(), &Default::default()).map_err(|_| unknown())?;
    let everyone = Test::And(And { tests: Vec::new() });
    let all = Loaded::new(base, &[&everyone])?.membership(as_of)?.members.swap_remove(0);
    let plan = plan_values(&[value], base.schema(), &base.zone, &base.segment_tests()?);
    let held = Loaded::of_plan(base, plan, false)?.values(as_of, &all)?;
    let of_each: Vec<(bool, Value)> = held
        .into_iter()
        .filter_map(|(customer, values)| Some((members.contains(customer), values.into_iter().next()?)))
        .collect();
    Ok(grouped(&of_each, kind, &base.zone))
}

/// Groups values, each with whether it is a member's.
fn grouped(of_each: &[(bool, Value)], kind: Kind, zone: &Zone) -> Composition {
    let known = || of_each.iter().filter(|(_, value)| !value.is_missing());
    let step = step(known().filter_map(|(_, value)| value.as_number()).map(Decimal::to_f64).collect());
    let mut counts: BTreeMap<Label, (usize, usize)> = BTreeMap::new();
    for (is_member, value) in known() {
        for label in labels(value, step, zone) {
            let (own, all) = counts.entry(label).or_default();
            *own += usize::from(*is_member);
            *all += 1;
        }
    }
    let mut groups: Vec<Group> =
        counts.into_iter().map(|(label, (members, base))| Group { label, members, base }).collect();
    if groups.iter().any(|group| matches!(group.label, Label::Text(_))) {
        // Words have no order of their own: the most frequent come first, among members and then among all.
        groups.sort_by(|a, b| (b.members, b.base).cmp(&(a.members, a.base)).then_with(|| a.label.cmp(&b.label)));
        let rest = groups.split_off(groups.len().min(MOST_WORDS));
        if !rest.is_empty() && !is_list(kind) {
            let sum = |of: fn(&Group) -> usize| rest.iter().map(of).sum();
            groups.push(Group {
                label: Label::Others,
                members: sum(|group| group.members),
                base: sum(|group| group.base),
            });
        }
    }
    let n_members = known().filter(|(is_member, _)| *is_member).count();
    let n_unknown = of_each.iter().filter(|(is_member, value)| *is_member && value.is_missing()).count();
    Composition { groups, n_members, n_base: known().count(), n_unknown, kind }
}

fn is_list(kind: Kind) -> bool {
    kind.element().is_some()
}

/// The groups that a value falls into: one, or for a list one for each of its elements.
fn labels(value: &Value, (step, first, last): (i64, i64, i64), zone: &Zone) -> Vec<Label> {
    let year = |day: Day| Label::Year(day.civil().year());
    match value {
        Value::Missing => Vec::new(),
        Value::Bool(truth) => vec![Label::Truth(*truth)],
        Value::Text(text) => vec![Label::Text(text.to_string())],
        Value::Date(day) => vec![year(*day)],
        Value::Instant(at) => vec![year(zone.day(*at))],
        Value::Number(number) => {
            let start = ((number.to_f64() / step as f64).floor() as i64 * step).clamp(first, last);
            vec![Label::Range(start, start + step)]
        }
        Value::List(elements) => {
            let mut labels: Vec<Label> =
                elements.iter().flat_map(|element| labels(element, (step, first, last), zone)).collect();
            labels.sort_unstable();
            labels.dedup();
            labels
        }
    }
}

/// A round step for some numbers, with the first and the last group, which also take what lies beyond: a few great
/// numbers do not make all others one group.
fn step(mut numbers: Vec<f64>) -> (i64, i64, i64) {
    if numbers.is_empty() {
        return (1, 0, 0);
    }
    numbers.sort_by(f64::total_cmp);
    let at = |percent: usize| numbers[(numbers.len() - 1) * percent / 100];
    let (low, high) = (at(1), at(95));
    let rough = ((high - low) / CUTS).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(1.0);
    let floor = |number: f64| (number / step).floor() as i64 * step as i64;
    (step as i64, floor(low), floor(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: &[(bool, i64)]) -> Vec<(bool, Value)> {
        values.iter().map(|(own, number)| (*own, Value::Number(Decimal::whole(*number)))).collect()
    }

    #[test]
    fn numbers_fall_into_round_groups() {
        let values: Vec<(bool, i64)> = (0..100).map(|number| (number < 10, number)).collect();
        let made = grouped(&numbers(&values), Kind::one(Type::Number), &Zone::utc());
        let first = &made.groups[0];
        assert_eq!((first.label.clone(), first.members, first.base), (Label::Range(0, 20), 10, 20));
        assert_eq!(made.groups.iter().map(|group| group.base).sum::<usize>(), 100);
        assert_eq!((made.n_members, made.n_base, made.n_unknown), (10, 100, 0));
    }

    #[test]
    fn a_great_number_is_in_the_last_group() {
        let mut values: Vec<(bool, i64)> = (0..99).map(|number| (false, number % 10)).collect();
        values.push((true, 1_000_000));
        let made = grouped(&numbers(&values), Kind::one(Type::Number), &Zone::utc());
        assert!(made.groups.len() <= 12, "{:?}", made.groups);
        assert_eq!(made.groups.last().map(|group| group.members), Some(1));
    }

    #[test]
    fn a_list_counts_once_in_each_group_and_missing_values_apart() {
        let list = Value::list(vec![Value::text("sea"), Value::text("snow"), Value::text("sea")]);
        let of_each = [(true, list), (false, Value::list(vec![Value::text("sea")])), (true, Value::Missing)];
        let made = grouped(&of_each, Kind::one(Type::TextList), &Zone::utc());
        let sea = Group { label: Label::Text("sea".to_owned()), members: 1, base: 2 };
        assert_eq!((&made.groups[0], made.n_members, made.n_unknown), (&sea, 1, 1));
    }
}
