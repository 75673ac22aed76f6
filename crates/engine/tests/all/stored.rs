//! Bases on disk: what was received goes in file by file, and comes out as known at an instant.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::{Run, wanted};
use engine::columns::Columns;
use model::columns::timelines::ColumnBuilder;
use model::columns::{Batch, Column, MISSING, Target, TextColumn, Wanted};
use model::forms::Test;
use model::identity::Key;
use model::plan::plan;
use model::schema::{Field, Stream};
use model::time::Instant;
use model::value::{Type, Value};
use store::{Import, ImportedFile, ListEntry, Store};
use tempfile::TempDir;

use crate::received::Received;
use crate::verdicts::{Base, CutOffs, Verdicts};

/// A base on disk that holds what was received of some customers.
pub(crate) struct Stored {
    dir: TempDir,
}

/// A row or value on its way in.
struct Given<'a> {
    customer: &'a str,
    at: i64,
    message: &'a str,
    updated: Option<Instant>,
    fields: Vec<(&'a str, &'a Value)>,
}

impl Stored {
    /// Imports everything received, each receipt as a file.
    pub(crate) fn new(base: &Base, received: &[Received]) -> Stored {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = Store::init(dir.path(), &base.settings, &base.schema).expect("a base");
        let receipts = received.iter().flat_map(|received| {
            let rows = received.rows.iter().map(|row| row.received_at);
            rows.chain(received.values.iter().map(|value| value.received_at))
        });
        for (number, received_at) in receipts.collect::<BTreeSet<_>>().into_iter().enumerate() {
            let file = ImportedFile { name: format!("{number}.csv"), content_hash: number as u64, rows: 0 };
            let batches = batches(base, received, received_at);
            let import = Import {
                file,
                schema: base.schema.clone(),
                batches,
                links: Vec::new(),
                refused: Vec::new(),
                received_at,
            };
            store.commit(import).expect("a commit");
        }
        write_lists(&mut store, received);
        Stored { dir }
    }

    /// The members of each definition among the customers of the base, as known at an instant.
    pub(crate) fn verdicts(
        &self,
        base: &Base,
        tests: &[Test],
        (at, known_at, cut_offs): (Instant, Option<Instant>, CutOffs),
    ) -> Vec<Verdicts> {
        let store = Store::open(self.dir.path()).expect("a base");
        let store = known_at.into_iter().fold(store, |store, at| store.as_known_at(at).expect("links"));
        let plan = plan(tests, &base.schema, &base.zone, &base.segments);
        let mut columns = store.columns(&wanted(&plan, &base.schema)).expect("columns");
        let of_stream = |(name, stream): (&String, &Stream)| (name.clone(), stream.fields.keys().cloned().collect());
        let streams = base.schema.streams.iter().map(of_stream).collect();
        let mut rows = store.columns(&Wanted { streams, ..Wanted::default() }).expect("columns");
        rows.tables = base.tables.clone();
        columns.tables = base.with_columns_of(&rows, base.cut_offs_at(at, cut_offs));
        let columns = Columns::in_full(columns);
        let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
        let members = run.members(at, &run.cut_offs(base.cut_offs_at(at, cut_offs), at));
        let number = |id: &str| store.find_customer(id).expect("a customer").map(|number| number as usize);
        let numbers: Vec<Option<usize>> = base.timelines.iter().map(|timeline| number(&timeline.id)).collect();
        let of_one = |number: &Option<usize>, test: usize| number.is_some_and(|number| members[test].contains(number));
        (0..tests.len()).map(|test| numbers.iter().map(|number| of_one(number, test)).collect()).collect()
    }
}

/// Puts customers in lists, and takes them out.
fn write_lists(store: &mut Store, received: &[Received]) {
    let mut lists: BTreeMap<&str, Vec<ListEntry>> = BTreeMap::new();
    for of_one in received {
        for moved in &of_one.moves {
            let key = Key { kind: "customer_number".to_owned(), value: of_one.id.clone() };
            let at = moved.dated.from.unwrap_or(ListEntry::BEGINNING);
            let is_in = moved.dated.value == Value::Bool(true);
            let entry = ListEntry { key, is_in, at, received_at: moved.received_at };
            lists.entry(&moved.list).or_default().push(entry);
        }
    }
    lists.iter().for_each(|(list, entries)| store.change_list(list, entries).expect("a list"));
}

/// What one receipt brought.
fn batches(base: &Base, received: &[Received], received_at: Instant) -> Vec<Batch> {
    let mut rows: BTreeMap<Target, Vec<Given<'_>>> = BTreeMap::new();
    for of_one in received {
        for row in of_one.rows.iter().filter(|row| row.received_at == received_at) {
            rows.entry(Target::Stream(row.stream.clone())).or_default().push(Given {
                customer: &of_one.id,
                at: row.row.at.0,
                message: &row.row.message,
                updated: row.updated_at,
                fields: row.row.fields.iter().map(|(name, value)| (name.as_str(), value)).collect(),
            });
        }
        for value in of_one.values.iter().filter(|value| value.received_at == received_at) {
            rows.entry(Target::Profile).or_default().push(Given {
                customer: &of_one.id,
                at: value.from.map_or(MISSING, |from| from.0),
                message: &value.message,
                updated: None,
                fields: vec![(value.attribute.as_str(), &value.value)],
            });
        }
    }
    rows.iter().map(|(target, rows)| batch(base, target, rows)).collect()
}

fn batch(base: &Base, target: &Target, rows: &[Given<'_>]) -> Batch {
    let fields: &BTreeMap<String, Field> = match target {
        Target::Stream(name) => &base.schema.streams[name].fields,
        _ => &base.schema.attributes,
    };
    let column = |name: &str, kind: Type| {
        let mut builder = ColumnBuilder::new(kind);
        for row in rows {
            let found = row.fields.iter().find(|(field, _)| *field == name);
            builder.push(found.map_or(&Value::Missing, |(_, value)| value));
        }
        builder.finish()
    };
    let updated = |row: &Given<'_>| row.updated.map_or(MISSING, |at| at.0);
    Batch {
        target: target.clone(),
        source: "shop".to_owned(),
        id_kind: "customer_number".to_owned(),
        customers: texts(rows.iter().map(|row| row.customer)).into(),
        at: rows.iter().map(|row| row.at).collect(),
        messages: rows.iter().any(|row| !row.message.is_empty()).then(|| texts(rows.iter().map(|row| row.message))),
        updated_at: rows.iter().any(|row| row.updated.is_some()).then(|| rows.iter().map(updated).collect()),
        fields: fields.iter().map(|(name, field)| (name.clone(), column(name, field.kind))).collect(),
        known_by: BTreeMap::new(),
    }
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> TextColumn {
    let mut builder = ColumnBuilder::new(Type::Text);
    texts.for_each(|text| builder.push(&Value::text(text)));
    match builder.finish() {
        Column::Text(texts) => texts,
        Column::Integer(_) => TextColumn::default(),
    }
}
