//! What one feed takes from which column of an opened file: the mapping met with the names that the file has.

mod columns;
mod keys;
mod names;
mod nested;
pub(crate) mod typing;

use std::collections::BTreeMap;

use model::columns::Target;
use model::phrase::{Phrase, Place, Problem};
use model::schema::{Schema, kept_name, snake_case};
use model::value::Type;

use crate::expression::{Expression, Found, Told};
use crate::mapping::{EventTime, Feed, Named, Repeated, RowsFeed};
use crate::read::Error;
use crate::read::pieces::{CORRECTED, REASON};
use columns::Columns;
use names::Names;
pub(crate) use nested::name_in;

/// What one feed takes, by positions of columns: those of the file first, then the computed ones.
pub(crate) struct Plan {
    pub(crate) target: Target,
    /// The computed columns.
    pub(crate) computed: Vec<Expression>,
    /// The test that rows must pass.
    pub(crate) chosen: Option<Expression>,
    /// Whether rows that equal an earlier one are left out.
    pub(crate) drops_repeated: bool,
    pub(crate) customer: Option<usize>,
    pub(crate) at: Option<TimePlan>,
    pub(crate) message: Option<usize>,
    pub(crate) updated_at: Option<usize>,
    /// For a table, the column of its key and the name that the key has there.
    pub(crate) table_key: Option<(usize, String)>,
    /// For a stream, the field that the mapping makes its key.
    pub(crate) stream_key: Option<String>,
    /// What the elements of a list belong to, where they make the rows.
    pub(crate) nested: Option<Nested>,
    pub(crate) fields: Vec<FieldPlan>,
}

/// What the elements of a list belong to.
pub(crate) struct Nested {
    /// The column of their places in the list, missing where the list is empty.
    pub(crate) places: Option<usize>,
    /// The stream of the rows that the list lies in, and its key; none for a list of the profile.
    pub(crate) parent: Option<(String, String)>,
    /// Where the feed stands in the mapping's text.
    pub(crate) place: Place,
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

/// A file that a feed is met with.
pub(crate) struct File<'f> {
    /// Names of its columns.
    pub(crate) names: &'f [String],
    /// What it means that it lacks one.
    pub(crate) absent: Absent,
    /// Tells the type of a column by all its values.
    pub(crate) told: &'f Told<'f>,
    /// What values are looked up in.
    pub(crate) lookups: &'f [Found],
    /// The lists whose elements make rows of some feed.
    pub(crate) lists: &'f [&'f Named],
    /// The feeds that the rows of its lists' owners come from.
    pub(crate) feeds: &'f [Feed],
}

/// Why a feed does not fit a file.
pub(crate) enum Misfit {
    /// What is wrong in the mapping.
    Problems(Vec<Problem>),
    /// The file could not be read to tell the type of a column.
    Unreadable(Error),
}

/// Meets a feed with the columns of a file.
pub(crate) fn plan(feed: &RowsFeed, file: &File<'_>, schema: &Schema) -> Result<Plan, Misfit> {
    let names = Names::of(file);
    let mut columns = Columns::new(&names, file);
    let customer = columns.role(&feed.customer, false);
    let at = match &feed.at {
        None => None,
        Some(EventTime::Column(named)) => columns.role(&Some(named.clone()), feed.each.is_some()).map(TimePlan::Column),
        Some(EventTime::Lookup { table, field, by, .. }) => columns
            .role(&Some(by.clone()), false)
            .map(|by| TimePlan::Lookup { table: table.clone(), field: field.clone(), by }),
    };
    let nested = feed.each.as_ref().map(|each| nested::plan(each, feed, &mut columns, (file, schema)));
    let message = match &nested {
        Some((nested, _)) => nested.places,
        None => columns.role(&feed.message, true),
    };
    let updated_at = columns.role(&feed.updated_at, true);
    let table_key =
        if let Target::Table(table) = &feed.target { keys::of_table(feed, table, &mut columns, schema) } else { None };
    let chosen = columns.test(feed.chosen.as_ref());
    let mut roles = vec![customer, message, updated_at, table_key.as_ref().map(|(column, _)| *column)];
    if let Some(TimePlan::Column(column)) = at {
        roles.push(Some(column));
    }
    let target = schema.kept_target(&feed.target);
    let mut fields = fields(feed, &mut columns, &roles, file.lists);
    let (nested, key) = nested.unzip();
    fields.extend(key.flatten().filter(|key| fields.iter().all(|field| field.name != key.name)));
    // What was given another name is kept under its first one.
    if let Some(known) = schema.fields_of(&target) {
        for field in &mut fields {
            field.name = kept_name(known, &field.name).to_owned();
        }
    }
    let Columns { mut problems, unreadable, computed, .. } = columns;
    if let Some(error) = unreadable {
        return Err(Misfit::Unreadable(error));
    }
    check_names(feed, &names, &computed, table_key.as_ref(), &fields, &mut problems);
    let stream_key = keys::of_stream(feed, &fields, schema, names.open, &mut problems);
    if !problems.is_empty() {
        return Err(Misfit::Problems(problems));
    }
    let drops_repeated = feed.repeated == Repeated::Drop;
    Ok(Plan {
        target,
        computed,
        chosen,
        drops_repeated,
        customer,
        at,
        message,
        updated_at,
        table_key,
        stream_key,
        nested,
        fields,
    })
}

fn fields(feed: &RowsFeed, columns: &mut Columns<'_>, roles: &[Option<usize>], lists: &[&Named]) -> Vec<FieldPlan> {
    let names = columns.names;
    let mut fields = Vec::new();
    let mut taken = vec![false; names.names.len()];
    for role in roles.iter().flatten() {
        taken.get_mut(*role).into_iter().for_each(|taken| *taken = true);
    }
    for field in &feed.fields {
        let Some(column) = columns.field(field) else { continue };
        taken.get_mut(column).into_iter().for_each(|taken| *taken = true);
        let name = field.name.name.clone();
        fields.push(FieldPlan { name, column, kind: field.kind, table: field.table.clone() });
    }
    for named in feed.ignored.iter().chain(feed.only.iter().flatten()) {
        let known = (0..names.names.len()).any(|column| names.lists(std::slice::from_ref(named), column));
        if !known && !names.open {
            columns.problems.push(names.unknown(named));
        }
    }
    for (column, name) in names.names.iter().enumerate() {
        // Of an element all is taken, and nothing of what it lies in; of what lists lie in, nothing of the lists.
        let own = match &feed.each {
            Some(each) => nested::name_in(&each.list.name, name),
            None if lists.iter().any(|list| nested::name_in(&list.name, name).is_some()) => None,
            None => Some(name.as_str()),
        };
        let Some(own) = own else { continue };
        let is_told = [CORRECTED, REASON].contains(&name.as_str());
        let left_out = is_told
            || names.lists(&feed.ignored, column)
            || feed.only.as_ref().is_some_and(|only| !names.lists(only, column));
        if !taken[column] && !left_out {
            fields.push(FieldPlan { name: snake_case(own), column, kind: None, table: None });
        }
    }
    fields
}

/// Each field has a name of its own, and one that can be written in a definition.
fn check_names(
    feed: &RowsFeed,
    names: &Names<'_>,
    computed: &[Expression],
    table_key: Option<&(usize, String)>,
    fields: &[FieldPlan],
    problems: &mut Vec<Problem>,
) {
    let label = |column: usize| match column.checked_sub(names.names.len()) {
        Some(position) => &computed[position].text,
        None => &names.names[column],
    };
    let mut seen: BTreeMap<&str, usize> = table_key.iter().map(|(column, name)| (name.as_str(), *column)).collect();
    for field in fields {
        let column = label(field.column);
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
                .with("first", label(first))
                .with("second", column)
                .with("field", &field.name);
            problems.push(Problem::new(phrase, feed.place));
        } else {
            seen.insert(&field.name, field.column);
        }
    }
}
