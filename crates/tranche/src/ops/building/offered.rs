//! What a base holds, offered where a condition is filled in: the values of a field with how many customers each would
//! leave. How numbers are spread is told by [`super::spread`].

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{AttributeColumn, Column, NO_CODE, Wanted};
use model::forms::{Rows, Test};
use model::names::{Kind, Reference, Scope, resolve};
use model::text::printer::Printer;
use model::value::Type;

use super::shape::{Asks, Class};
use super::writing::{question, read};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};

/// Values that are offered at most.
const MOST: usize = 24;

/// A value that a base holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// The value.
    pub(crate) value: String,
    /// Customers for whom the question holds with this value alone.
    pub(crate) count: usize,
}

/// The values of a field with the number of customers who have each, most frequent first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// The most frequent ones.
    pub(crate) values: Vec<Offered>,
    /// How many others there are.
    pub(crate) others: usize,
}

/// The values of an attribute, or of a field of rows. Those chosen already are among them, however rare.
pub(crate) fn values(
    base: &Base,
    name: &str,
    rows: Option<&Rows>,
    chosen: &[String],
    as_of: AsOf,
) -> Result<Values, Failure> {
    let scope = rows.map_or(Scope::Customer, |rows| Scope::Row(&rows.stream));
    let Some((reference, kind)) = resolve(base.schema(), scope, name) else { return Ok(Values::default()) };
    let found = frequent(base, &reference, rows.map(|rows| rows.stream.as_str()), kind)?;
    let n_distinct = found.len();
    let mut texts: Vec<String> = found.into_iter().take(MOST).collect();
    for value in chosen {
        if !texts.contains(value) {
            texts.push(value.clone());
        }
    }
    let class = if kind == Type::TextList { Class::List } else { Class::Words };
    let how = if class == Class::List { "any" } else { "in" };
    let mut printer = Printer::default();
    printer.name(name);
    let name = printer.finish();
    let test = |value: &String| -> Option<Test> {
        let asks = Asks { how, list: vec![value.clone()], ..Asks::default() };
        let own = question(&name, class, Some(Kind::one(kind)), &asks);
        match rows {
            None => read(&own).ok(),
            Some(rows) => {
                let rows = Rows { field: None, filter: read(&own).ok().map(Box::new), ..rows.clone() };
                Some(model::forms::Any { rows }.into())
            }
        }
    };
    let tests: Vec<Test> = texts.iter().filter_map(test).collect();
    if tests.len() != texts.len() {
        return Ok(Values::default());
    }
    let tests: Vec<&Test> = tests.iter().collect();
    let members = Loaded::once(base, &tests)?.membership(as_of)?.members;
    let mut values: Vec<Offered> =
        texts.into_iter().zip(&members).map(|(value, members)| Offered { value, count: members.len() }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    Ok(Values { others: n_distinct.saturating_sub(values.len()), values })
}

/// The texts that a field holds, most frequent first.
fn frequent(base: &Base, reference: &Reference, stream: Option<&str>, kind: Type) -> Result<Vec<String>, Failure> {
    if kind.is_integer() {
        return Ok(Vec::new());
    }
    let (stream, name, through) = match reference {
        Reference::Own(name) => (stream, name, None),
        Reference::Through { pointer, table, field } => (stream, pointer, Some((table, field))),
        Reference::Parent { stream, name } => (Some(stream.as_str()), name, None),
        Reference::At | Reference::Age | Reference::Computed(_) => return Ok(Vec::new()),
    };
    let mut wanted = Wanted::default();
    match stream {
        Some(stream) => drop(wanted.streams.insert(stream.to_owned(), BTreeSet::from([name.clone()]))),
        None => drop(wanted.attributes.insert(name.clone())),
    }
    let columns = base.store.columns(&wanted)?;
    let column = match stream {
        Some(stream) => columns.streams.get(stream).and_then(|stream| stream.fields.get(name)),
        None => columns.attributes.get(name).map(|attribute| match attribute {
            AttributeColumn::Constant(column) => column,
            AttributeColumn::History { values, .. } => values,
        }),
    };
    let Some(Column::Text(column)) = column else { return Ok(Vec::new()) };
    let mut counts = vec![0u64; column.dictionary.len()];
    for code in column.codes.iter().filter(|code| **code != NO_CODE) {
        counts[*code as usize] += 1;
    }
    let mut by_text: BTreeMap<String, u64> = BTreeMap::new();
    let table = match through {
        Some((table, field)) => base.store.tables()?.remove(table).map(|table| (table, field)),
        None => None,
    };
    for (text, count) in column.dictionary.iter().zip(counts).filter(|(_, count)| *count > 0) {
        match (&table, through) {
            (Some((table, field)), _) => {
                let Some(row) = table.rows.get(text) else { continue };
                if let Some(Column::Text(values)) = table.fields.get(*field)
                    && let Some(value) = values.get(*row as usize)
                {
                    *by_text.entry(value.to_owned()).or_default() += count;
                }
            }
            (None, Some(_)) => {}
            (None, None) if kind == Type::TextList => {
                for element in serde_json::from_str::<Vec<String>>(text).unwrap_or_default() {
                    *by_text.entry(element).or_default() += count;
                }
            }
            (None, None) => *by_text.entry(text.to_string()).or_default() += count,
        }
    }
    let mut texts: Vec<(String, u64)> = by_text.into_iter().filter(|(text, _)| !text.trim().is_empty()).collect();
    texts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(texts.into_iter().map(|(text, _)| text).collect())
}
