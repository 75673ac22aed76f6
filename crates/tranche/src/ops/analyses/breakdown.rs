//! What customers are worth by any attribute or expression: by age group, by country, by channel.

use std::collections::BTreeMap;

use analysis::statistics::interval::{CONFIDENCE, Interval};
use analysis::statistics::means::{Moments, mean_interval};
use analysis::statistics::quantile::{cuts, sorted};
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Columns, Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// Groups told apart at most: the largest ones; the others are one group.
const MOST: usize = 40;

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// What customers are grouped by.
    pub(crate) by: &'a str,
    /// Borders between groups of a number, lowest first; quarters of the customers when there are none.
    pub(crate) borders: &'a [f64],
    /// What customers are worth.
    pub(crate) value: &'a str,
}

/// Groups of customers.
#[derive(Debug, Serialize)]
pub(crate) struct Breakdown {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// What customers are grouped by.
    pub(crate) by: String,
    /// What they are worth.
    pub(crate) value: String,
    /// Borders between groups, where these are of a number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) borders: Vec<f64>,
    /// The groups: texts by size, numbers ascending.
    pub(crate) groups: Vec<Group>,
    /// Customers for whom it is not known.
    pub(crate) unknown: Option<Group>,
}

/// A group of customers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Group {
    /// What they have in common.
    pub(crate) name: Name,
    /// Number of customers.
    pub(crate) customers: usize,
    /// Their orders.
    pub(crate) orders: f64,
    /// What they are worth.
    pub(crate) amount: f64,
    /// What one is worth.
    pub(crate) mean: f64,
    /// Its 95 % interval; `None` of fewer than two customers.
    pub(crate) interval: Option<Interval>,
}

/// What a group has in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Name {
    /// A text.
    Text(String),
    /// A number above a bound and not above another.
    Between(Option<f64>, Option<f64>),
    /// Any other text.
    Others,
    /// Nothing is known.
    Unknown,
}

/// Groups customers, and tells what they are worth.
pub(crate) fn breakdown(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Breakdown, Failure> {
    let Columns { customers, columns } = question.columns(&[wanted.value, "count(order)"])?;
    let kind = question.is_number(wanted.by)?;
    let mut borders = wanted.borders.to_vec();
    let groups_of: Vec<Option<String>>;
    let mut by_number: Vec<Option<usize>> = Vec::new();
    if kind {
        let numbers = question.columns(&[wanted.by])?;
        let values: Vec<Option<f64>> = (0..customers.len()).map(|row| numbers.columns[0].at(row)).collect();
        if borders.is_empty() {
            borders = cuts(&sorted(&values.iter().copied().flatten().collect::<Vec<_>>()), 4);
            borders.dedup();
        }
        by_number =
            values.iter().map(|value| value.map(|value| borders.partition_point(|border| *border < value))).collect();
        groups_of = Vec::new();
    } else {
        groups_of = question.texts(wanted.by, &customers)?;
    }
    let mut found: BTreeMap<Key, Gathered> = BTreeMap::new();
    for row in 0..customers.len() {
        let key = match kind {
            true => by_number[row].map_or(Key::Unknown, Key::Number),
            false => groups_of[row].clone().map_or(Key::Unknown, Key::Text),
        };
        let gathered = found.entry(key).or_default();
        gathered.values.push(columns[0].at(row).unwrap_or(0.0));
        gathered.orders += columns[1].at(row).unwrap_or(0.0);
    }
    let unknown = found.remove(&Key::Unknown).map(|gathered| gathered.group(Name::Unknown));
    let mut groups: Vec<(Key, Gathered)> = found.into_iter().collect();
    if !kind {
        groups.sort_by_key(|(_, gathered)| std::cmp::Reverse(gathered.values.len()));
    }
    let rest = groups.split_off(groups.len().min(MOST));
    let name = |key: Key| match key {
        Key::Text(text) => Name::Text(text),
        Key::Number(place) => {
            Name::Between(place.checked_sub(1).map(|below| borders[below]), borders.get(place).copied())
        }
        Key::Unknown => Name::Unknown,
    };
    let mut groups: Vec<Group> = groups.into_iter().map(|(key, gathered)| gathered.group(name(key))).collect();
    if !rest.is_empty() {
        let mut all = Gathered::default();
        for (_, gathered) in rest {
            all.values.extend(gathered.values);
            all.orders += gathered.orders;
        }
        groups.push(all.group(Name::Others));
    }
    Ok(Breakdown {
        origin: question.origin(customers.len(), &[wanted.value, wanted.by], &[])?,
        by: wanted.by.to_owned(),
        value: wanted.value.to_owned(),
        borders,
        groups,
        unknown,
    })
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(usize),
    Text(String),
    Unknown,
}

#[derive(Default)]
struct Gathered {
    values: Vec<f64>,
    orders: f64,
}

impl Gathered {
    fn group(self, name: Name) -> Group {
        let moments = Moments::of(&self.values);
        let amount: f64 = self.values.iter().sum();
        Group {
            name,
            customers: moments.n,
            orders: self.orders,
            // Without the dust of many additions.
            amount: (amount * 1e6).round() / 1e6,
            mean: moments.mean,
            interval: mean_interval(moments, CONFIDENCE),
        }
    }
}

/// Saves the groups as a segmentation.
pub(crate) fn save(base: &mut Base, found: &Breakdown, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let name = texts(&Phrase::new("breakdown-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("breakdown-saved-purpose").with("by", &found.by), "value");
    let mut part = |id: String, name: &Phrase, definition: &str| {
        draft.line("\n[[parts]]");
        draft.set("id", &id);
        draft.say("name", &texts(name));
        draft.set("definition", definition);
    };
    if let Some(among) = &found.origin.among {
        part("not-concerned".to_owned(), &Phrase::new("rfm-group-not-concerned"), &format!("not ({among})"));
    }
    for (place, group) in found.groups.iter().enumerate() {
        let id = format!("group-{}", place + 1);
        match &group.name {
            Name::Text(text) => {
                let definition = format!("{} = '{}'", found.by, text.replace('\'', "''"));
                part(id, &Phrase::new("rfm-said").with("name", text), &definition);
            }
            Name::Between(low, high) => {
                let tests = [low.map(|low| (">", low)), high.map(|high| ("<=", high))];
                let test = |(sign, bound): (&str, f64)| format!("{} {sign} {}", found.by, written(bound));
                let tests: Vec<String> = tests.into_iter().flatten().map(test).collect();
                let definition =
                    if tests.is_empty() { format!("({}) is known", found.by) } else { tests.join(" and ") };
                part(id, &Phrase::new("rfm-said").with("name", tests.join(", ")), &definition);
            }
            Name::Others => part(id, &Phrase::new("rfm-group-others"), &format!("({}) is known", found.by)),
            Name::Unknown => {}
        }
    }
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
