//! Columns of reference tables that a base computes: a fold over every row that points to the table, for each code.
//!
//! A column is dated, as cut-offs are: it is computed beforehand from the rows of all customers of the population, put
//! among the table's other columns, and handed to evaluation (LANGUAGE, *Reference tables*).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{AttributeFile, Computed};
use crate::check::{check_value, mentions_of_value};
use crate::columns::timelines::ColumnBuilder;
use crate::columns::{Column, TableColumns};
use crate::evaluate::{Moment, World};
use crate::forms::{Fold, Function, Rows, Value};
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Schema;
use crate::text::parser::parse_value;
use crate::time::{Instant, Zone};
use crate::timeline::Timeline;
use crate::value::{Type, Value as Held};

/// What `distinct(stream.customer)` counts where a stream has no field of that name: the customers whose rows they are.
const CUSTOMER: &str = "customer";

/// A computed column's file: `tables/<table>.<column>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnFile {
    /// The table.
    pub table: String,
    /// What the file says; its id is the column's name.
    pub file: AttributeFile,
}

impl ColumnFile {
    /// Reads a computed column's file.
    pub fn parse(id: &str, text: &str) -> Result<Self, Problem> {
        match id.split_once('.') {
            Some((table, column)) if !table.is_empty() => {
                Ok(ColumnFile { table: table.to_owned(), file: AttributeFile::parse(column, text)? })
            }
            _ => Err(Problem::new(Phrase::new("problem-bad-column-id").with("id", id), Place::default())),
        }
    }

    /// The name of its file without the ending.
    pub fn id(&self) -> String {
        format!("{}.{}", self.table, self.file.id)
    }
}

/// Computed columns by table and name.
pub type Columns = BTreeMap<String, BTreeMap<String, Computed>>;

/// The columns that some files compute, and the ids and problems of those that are wrong, in the order of the files.
/// `schema` has the other words of the base.
pub fn columns(files: &[ColumnFile], schema: &Schema) -> (Columns, Vec<(String, Vec<Problem>)>) {
    let (mut right, mut wrong) = (Columns::new(), Vec::new());
    // With every name known, whatever its type, a column that names another can be told so.
    let mut known = schema.clone();
    for file in files {
        if let (Some(value), _) = parse_value(&file.file.value()) {
            let named = file.file.computed(Type::Number, &value);
            known.columns.entry(file.table.clone()).or_default().insert(file.file.id.clone(), named);
        }
    }
    let bare = Schema { columns: Columns::new(), ..schema.clone() };
    for file in files {
        let read = match parse_value(&file.file.value()) {
            (Some(value), problems) if problems.is_empty() => Ok(value),
            (_, problems) => Err(problems),
        };
        match read.and_then(|value| Ok((kind_of(file, &value, &bare, &known)?, value))) {
            Ok((kind, value)) => {
                let computed = file.file.computed(kind, &value);
                right.entry(file.table.clone()).or_default().insert(file.file.id.clone(), computed);
            }
            Err(problems) => wrong.push((file.id(), problems)),
        }
    }
    (right, wrong)
}

/// The type of a column of that expression.
fn kind_of(file: &ColumnFile, value: &Value, bare: &Schema, known: &Schema) -> Result<Type, Vec<Problem>> {
    let refused = |phrase: Phrase, place: Place| Err(vec![Problem::new(phrase.with("table", &file.table), place)]);
    let Some(table) = bare.tables.get(&file.table) else {
        let problem = Problem::new(Phrase::new("problem-column-table").with("table", &file.table), value.place());
        return Err(vec![problem.suggesting(&file.table, bare.tables.keys().map(String::as_str))]);
    };
    if table.key == file.file.id || table.fields.contains_key(&file.file.id) {
        return refused(Phrase::new("problem-column-taken").with("name", &file.file.id), value.place());
    }
    let Value::Fold(fold) = value else {
        return refused(Phrase::new("problem-column-fold"), value.place());
    };
    if !mentions_of_value(value, known).columns.is_empty() {
        return refused(Phrase::new("problem-column-of-column"), value.place());
    }
    let (fold, _) = without_customers(fold, bare);
    let (plain, none) = (Value::from(fold.clone()), BTreeSet::new());
    let kind = check_value(&plain, bare, &none)?;
    let (attributes, computed, lists) = Default::default();
    if check_value(&plain, &Schema { attributes, computed, lists, ..bare.clone() }, &none).is_err() {
        return refused(Phrase::new("problem-column-customer"), value.place());
    }
    let stream = &fold.of.rows().stream;
    if pointers(bare, stream, &file.table).is_empty() {
        return refused(Phrase::new("problem-column-rows").with("stream", stream), value.place());
    }
    match (kind.list, kind.item) {
        (false, item) => Ok(item),
        (true, item) if item.is_text() => Ok(Type::TextList),
        (true, _) => refused(Phrase::new("problem-attribute-list"), value.place()),
    }
}

/// The fields of a stream's rows that hold codes of a table.
pub fn pointers<'s>(schema: &'s Schema, stream: &str, table: &str) -> Vec<&'s str> {
    let fields = schema.streams.get(stream).into_iter().flat_map(|stream| &stream.fields);
    fields.filter(|(_, field)| field.table.as_deref() == Some(table)).map(|(name, _)| name.as_str()).collect()
}

/// A fold as the language knows it, and whether it counts customers: these are no field of a row.
pub fn without_customers(fold: &Fold, schema: &Schema) -> (Fold, bool) {
    let rows = fold.of.rows();
    let is_field = schema.streams.get(&rows.stream).is_some_and(|stream| stream.fields.contains_key(CUSTOMER));
    if fold.function != Function::Distinct || rows.field.as_deref() != Some(CUSTOMER) || is_field {
        return (fold.clone(), false);
    }
    let rows = Rows { field: None, ..rows.clone() };
    (Fold { function: Function::Count, of: crate::forms::Series::Rows(rows) }, true)
}

/// Rows that point to a table, by the code they hold: their times and values.
pub type Gathered = HashMap<Box<str>, Vec<(Instant, Held)>>;

/// What a column has for each code of its table; rows gathered customer by customer. Rows of one time stay in the order
/// of their customers.
pub fn folded(fold: &Fold, gathered: Gathered, zone: &Zone) -> HashMap<Box<str>, Held> {
    let of_code = |(code, mut rows): (Box<str>, Vec<(Instant, Held)>)| {
        rows.sort_by_key(|(at, _)| *at);
        (code, fold.of_rows(&rows, zone))
    };
    gathered.into_iter().map(of_code).collect()
}

/// Values by code as a column of a table; a code without rows has what the fold makes of nothing.
pub fn column(computed: &Computed, values: &HashMap<Box<str>, Held>, table: &TableColumns, zone: &Zone) -> Column {
    let nothing = match &computed.value {
        Value::Fold(fold) => fold.of_rows(&[], zone),
        _ => Held::Missing,
    };
    let mut cells = vec![&nothing; table.rows.len()];
    for (code, &row) in &table.rows {
        if let (Some(cell), Some(value)) = (cells.get_mut(row as usize), values.get(code)) {
            *cell = value;
        }
    }
    let mut column = ColumnBuilder::new(computed.field.kind);
    cells.into_iter().for_each(|value| column.push(value));
    column.finish()
}

/// What a column means: the fold over every row of the population's timelines that points to its table.
pub fn column_of(name: &str, computed: &Computed, timelines: &[Timeline], at: Instant, world: World<'_>) -> Column {
    let none = TableColumns::default();
    let table = world.tables.get(name).unwrap_or(&none);
    let Value::Fold(fold) = &computed.value else {
        return column(computed, &HashMap::new(), table, world.zone);
    };
    let (plain, counts_customers) = without_customers(fold, world.schema);
    let rows = plain.of.rows();
    let pointers = pointers(world.schema, &rows.stream, name);
    let mut gathered = Gathered::new();
    for (number, timeline) in timelines.iter().enumerate().filter(|(_, timeline)| timeline.is_present(at)) {
        let moment = Moment { world, timeline, at, row: None };
        for (row, (time, value)) in rows.rows(&moment).into_iter().zip(rows.timed(&moment)) {
            let value = if counts_customers {
                Held::number(Some(crate::decimal::Decimal::whole(number as i64)))
            } else {
                value
            };
            let codes: BTreeSet<&str> = pointers.iter().filter_map(|field| row.field(field).as_text()).collect();
            for code in codes {
                gathered.entry(code.into()).or_default().push((time, value.clone()));
            }
        }
    }
    column(computed, &folded(fold, gathered, world.zone), table, world.zone)
}
