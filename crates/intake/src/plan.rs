//! What one feed takes from which column of an opened file: the mapping met with the names that the file has.

use std::collections::BTreeMap;

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::{Schema, snake_case};
use model::value::Type;

use crate::mapping::{EventTime, Named, RowsFeed};
use crate::pieces::{CORRECTED, REASON};

/// What one feed takes, by positions of columns.
pub(crate) struct Plan {
    pub(crate) target: Target,
    pub(crate) customer: Option<usize>,
    pub(crate) at: Option<TimePlan>,
    pub(crate) message: Option<usize>,
    pub(crate) updated_at: Option<usize>,
    /// For a table, the column of its key and the name that the key has there.
    pub(crate) table_key: Option<(usize, String)>,
    /// For a stream, the field that the mapping makes its key.
    pub(crate) stream_key: Option<String>,
    pub(crate) fields: Vec<FieldPlan>,
}

/// Where the event time comes from.
pub(crate) enum TimePlan {
    Column(usize),
    Lookup { table: String, field: String, by: usize },
}

/// A field and its column.
pub(crate) struct FieldPlan {
    pub(crate) name: String,
    pub(crate) column: usize,
    /// The type that the mapping says.
    pub(crate) kind: Option<Type>,
    /// The table that the mapping says.
    pub(crate) table: Option<String>,
}

impl Plan {
    /// How many columns are read for it.
    pub(crate) fn n_columns(&self) -> usize {
        let roles = [self.customer.is_some(), self.at.is_some(), self.message.is_some(), self.updated_at.is_some()];
        let currency = self.fields.iter().filter(|field| field.name == "currency").count();
        let n_roles = roles.iter().filter(|role| **role).count() + usize::from(self.table_key.is_some());
        n_roles + currency + self.fields.len()
    }
}

/// What it means that a file has no column of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The name is wrong.
    Wrong,
    /// The column may be one that is never filled.
    Empty,
    /// Nothing: the file has no rows, and only rows name its columns.
    All,
}

struct Names<'n> {
    names: &'n [String],
    by_name: BTreeMap<&'n str, usize>,
    by_snake: BTreeMap<String, usize>,
    /// Whether an absent column may merely be empty.
    open: bool,
    /// Whether any column may be absent, even one that every row needs.
    no_rows: bool,
}

/// Meets a feed with the columns of a file.
pub(crate) fn plan(feed: &RowsFeed, names: &[String], absent: Absent, schema: &Schema) -> Result<Plan, Vec<Problem>> {
    let open = absent != Absent::Wrong;
    let mut problems = Vec::new();
    let names = Names {
        names,
        by_name: names.iter().enumerate().rev().map(|(position, name)| (name.as_str(), position)).collect(),
        by_snake: names.iter().enumerate().rev().map(|(position, name)| (snake_case(name), position)).collect(),
        open,
        no_rows: absent == Absent::All,
    };
    let mut need = |named: &Option<Named>, may_be_absent: bool| {
        let named = named.as_ref()?;
        let position = names.position(&named.name);
        if position.is_none() && !(may_be_absent && open) && !names.no_rows {
            problems.push(names.unknown(named));
        }
        position
    };
    let customer = need(&feed.customer, false);
    let at = match &feed.at {
        None => None,
        Some(EventTime::Column(named)) => need(&Some(named.clone()), false).map(TimePlan::Column),
        Some(EventTime::Lookup { table, field, by, .. }) => {
            need(&Some(by.clone()), false).map(|by| TimePlan::Lookup { table: table.clone(), field: field.clone(), by })
        }
    };
    let message = need(&feed.message, true);
    let updated_at = need(&feed.updated_at, true);
    let table_key = if let Target::Table(table) = &feed.target {
        table_key(feed, table, &names, schema, &mut problems)
    } else {
        None
    };
    let mut roles = vec![customer, message, updated_at, table_key.as_ref().map(|(column, _)| *column)];
    if let Some(TimePlan::Column(column)) = at {
        roles.push(Some(column));
    }
    let fields = fields(feed, &names, &roles, &mut problems);
    check_names(feed, &names, table_key.as_ref(), &fields, &mut problems);
    let stream_key = stream_key(feed, &fields, schema, open, &mut problems);
    if problems.is_empty() {
        let target = feed.target.clone();
        Ok(Plan { target, customer, at, message, updated_at, table_key, stream_key, fields })
    } else {
        Err(problems)
    }
}

impl Names<'_> {
    /// The column of a name: as written, else in snake_case.
    fn position(&self, name: &str) -> Option<usize> {
        let as_written = self.by_name.get(name).copied();
        as_written.or_else(|| self.by_snake.get(&snake_case(name)).copied())
    }

    fn unknown(&self, named: &Named) -> Problem {
        let phrase = Phrase::new("mapping-unknown-column").with("column", &named.name);
        Problem::new(phrase, named.place).suggesting(&named.name, self.names.iter().map(String::as_str))
    }

    /// Whether a list of columns names this one, or a structure it belongs to.
    fn lists(&self, list: &[Named], column: usize) -> bool {
        let name = &self.names[column];
        list.iter().any(|named| {
            self.position(&named.name) == Some(column)
                || name.strip_prefix(&named.name).is_some_and(|rest| rest.starts_with('.'))
        })
    }
}

fn table_key(
    feed: &RowsFeed,
    table: &str,
    names: &Names<'_>,
    schema: &Schema,
    problems: &mut Vec<Problem>,
) -> Option<(usize, String)> {
    let known = schema.tables.get(table).map(|table| table.key.clone()).filter(|key| !key.is_empty());
    let column = match (&feed.key, &known) {
        (Some(key), _) => key.clone(),
        (None, Some(key)) => {
            let renamed = feed.fields.iter().find(|field| field.name.name == *key);
            renamed.map_or_else(|| Named { name: key.clone(), place: feed.place }, |field| field.column.clone())
        }
        (None, None) => {
            let phrase = Phrase::new("mapping-table-without-key").with("table", table);
            problems.push(Problem::new(phrase, feed.place));
            return None;
        }
    };
    let Some(position) = names.position(&column.name) else {
        if !names.no_rows {
            problems.push(names.unknown(&column));
        }
        return None;
    };
    let renamed = feed.fields.iter().find(|field| names.position(&field.column.name) == Some(position));
    let name = known.or_else(|| renamed.map(|field| field.name.name.clone()));
    Some((position, name.unwrap_or_else(|| snake_case(&names.names[position]))))
}

fn fields(feed: &RowsFeed, names: &Names<'_>, roles: &[Option<usize>], problems: &mut Vec<Problem>) -> Vec<FieldPlan> {
    let mut fields = Vec::new();
    let mut taken = vec![false; names.names.len()];
    for role in roles.iter().flatten() {
        taken[*role] = true;
    }
    for field in &feed.fields {
        let Some(column) = names.position(&field.column.name) else {
            if !names.open {
                problems.push(names.unknown(&field.column));
            }
            continue;
        };
        taken[column] = true;
        let name = field.name.name.clone();
        fields.push(FieldPlan { name, column, kind: field.kind, table: field.table.clone() });
    }
    for named in feed.ignored.iter().chain(feed.only.iter().flatten()) {
        let known = (0..names.names.len()).any(|column| names.lists(std::slice::from_ref(named), column));
        if !known && !names.open {
            problems.push(names.unknown(named));
        }
    }
    for (column, name) in names.names.iter().enumerate() {
        let is_told = [CORRECTED, REASON].contains(&name.as_str());
        let left_out = is_told
            || names.lists(&feed.ignored, column)
            || feed.only.as_ref().is_some_and(|only| !names.lists(only, column));
        if !taken[column] && !left_out {
            fields.push(FieldPlan { name: snake_case(name), column, kind: None, table: None });
        }
    }
    fields
}

/// Each field has a name of its own, and one that can be written in a definition.
fn check_names(
    feed: &RowsFeed,
    names: &Names<'_>,
    table_key: Option<&(usize, String)>,
    fields: &[FieldPlan],
    problems: &mut Vec<Problem>,
) {
    let mut seen: BTreeMap<&str, usize> = table_key.iter().map(|(column, name)| (name.as_str(), *column)).collect();
    for field in fields {
        let column = &names.names[field.column];
        if field.name.is_empty() {
            let phrase = Phrase::new("mapping-nameless-column").with("column", column);
            problems.push(Problem::new(phrase, feed.place));
        } else if field.name == "at" && matches!(feed.target, Target::Stream(_)) {
            let phrase = Phrase::new("mapping-reserved-name").with("column", column).with("field", &field.name);
            problems.push(Problem::new(phrase, feed.place));
        } else if let Some(&first) = seen.get(field.name.as_str()) {
            // The key of a table may be said again among its fields.
            if table_key.is_some_and(|(key, name)| *key == field.column && *name == field.name) {
                continue;
            }
            let phrase = Phrase::new("mapping-collision")
                .with("first", &names.names[first])
                .with("second", column)
                .with("field", &field.name);
            problems.push(Problem::new(phrase, feed.place));
        } else {
            seen.insert(&field.name, field.column);
        }
    }
}

fn stream_key(
    feed: &RowsFeed,
    fields: &[FieldPlan],
    schema: &Schema,
    open: bool,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let Target::Stream(stream) = &feed.target else { return None };
    let key = feed.key.as_ref()?;
    let known = schema.streams.get(stream).is_some_and(|stream| stream.fields.contains_key(&key.name));
    if !known && !open && fields.iter().all(|field| field.name != key.name) {
        let phrase = Phrase::new("mapping-unknown-key-field").with("field", &key.name);
        let problem = Problem::new(phrase, key.place);
        problems.push(problem.suggesting(&key.name, fields.iter().map(|field| field.name.as_str())));
    }
    Some(key.name.clone())
}
