//! A small shop whose files the lab imports: every row says which file it came from, so that half a file shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::columns::timelines::ColumnBuilder;
use model::columns::{BaseColumns, Batch, Column, Target, TextColumn, Wanted};
use model::decimal::Decimal;
use model::schema::{Field, Schema, Settings, Stream, Table};
use model::time::Instant;
use model::value::{Type, Value};
use store::{Disk, Error, Import, ImportedFile, Store};

/// Orders in a file, and as many profiles; a table has a row for each file.
pub(crate) const ROWS: u64 = 5;

fn fields(fields: &[(&str, Type)]) -> BTreeMap<String, Field> {
    fields.iter().map(|(name, kind)| ((*name).to_owned(), Field::of(*kind))).collect()
}

/// The words of the shop.
pub(crate) fn schema() -> Schema {
    let order = Stream {
        key: Some("order_id".into()),
        fields: fields(&[("order_id", Type::Text), ("amount", Type::Money), ("file", Type::Number)]),
        ..Stream::default()
    };
    let visit = Stream { fields: fields(&[("page", Type::Text), ("file", Type::Number)]), ..Stream::default() };
    let product = Table { key: "product".into(), fields: fields(&[("brand", Type::Text)]) };
    Schema {
        attributes: fields(&[("country", Type::Text), ("points", Type::Number)]),
        streams: [("order".to_owned(), order), ("visit".to_owned(), visit)].into(),
        tables: [("product".to_owned(), product)].into(),
        computed: BTreeMap::new(),
        columns: BTreeMap::new(),
        ..Schema::default()
    }
}

/// Makes the shop's base.
pub(crate) fn init(disk: Disk, dir: &Path) -> Result<Store, Error> {
    Store::init_on(disk, dir, &Settings::default(), &schema())
}

/// The rows of a file, one value a column and row.
struct Rows {
    target: Target,
    customers: Vec<String>,
    at: Vec<i64>,
    columns: Vec<(&'static str, Type, Vec<Value>)>,
}

impl Rows {
    fn batch(self) -> Batch {
        let column = |kind: Type, values: &[Value]| {
            let mut builder = ColumnBuilder::new(kind);
            values.iter().for_each(|value| builder.push(value));
            builder.finish()
        };
        let names: Vec<Value> = self.customers.iter().map(|name| Value::text(name)).collect();
        let customers = match column(Type::Text, &names) {
            Column::Text(texts) if !matches!(self.target, Target::Table(_)) => texts,
            _ => TextColumn::default(),
        };
        Batch {
            target: self.target,
            source: "shop".into(),
            id_kind: "customer_number".into(),
            customers: customers.into(),
            at: self.at,
            messages: None,
            updated_at: None,
            fields: self
                .columns
                .iter()
                .map(|(name, kind, values)| ((*name).to_owned(), column(*kind, values)))
                .collect(),
            known_by: BTreeMap::new(),
        }
    }
}

fn number(number: u64) -> Value {
    Value::number(Decimal::parse(&number.to_string()))
}

/// What the `n`th file holds.
pub(crate) fn file(n: u64) -> Import {
    let names: Vec<String> = (0..ROWS).map(|row| format!("c{}", (n * 3 + row) % 40)).collect();
    let at = |row: u64| (1_700_000_000 + (n * 100 + row) as i64) * 1_000_000;
    let texts = |text: &dyn Fn(u64) -> String| (0..ROWS).map(|row| Value::text(&text(row))).collect();
    let same = || (0..ROWS).map(|_| number(n)).collect();
    let orders = Rows {
        target: Target::Stream("order".into()),
        customers: names.clone(),
        at: (0..ROWS).map(at).collect(),
        columns: vec![
            ("order_id", Type::Text, texts(&|row| format!("o{n}-{row}"))),
            ("amount", Type::Money, (0..ROWS).map(|row| number(row + 1)).collect()),
            ("file", Type::Number, same()),
        ],
    };
    let visits = Rows {
        target: Target::Stream("visit".into()),
        customers: names.clone(),
        at: (0..ROWS).map(at).collect(),
        columns: vec![("page", Type::Text, texts(&|row| format!("/p{row}"))), ("file", Type::Number, same())],
    };
    let profiles = Rows {
        target: Target::Profile,
        customers: names,
        at: vec![i64::MIN; ROWS as usize],
        columns: vec![
            ("country", Type::Text, texts(&|row| ["FR", "BE"][(row % 2) as usize].to_owned())),
            ("points", Type::Number, (0..ROWS).map(|row| number(n * 10 + row)).collect()),
        ],
    };
    let products = Rows {
        target: Target::Table("product".into()),
        customers: Vec::new(),
        at: Vec::new(),
        columns: vec![
            ("product", Type::Text, vec![Value::text(&format!("p{n}"))]),
            ("brand", Type::Text, vec![Value::text("Brand")]),
        ],
    };
    Import {
        file: ImportedFile { name: format!("{n}.csv"), content_hash: 1000 + n, rows: 3 * ROWS + 1 },
        schema: schema(),
        batches: [orders, visits, profiles, products].map(Rows::batch).into(),
        links: Vec::new(),
        refused: Vec::new(),
        received_at: Instant(1_800_000_000_000_000 + n as i64),
    }
}

/// Everything that can be read.
pub(crate) fn everything() -> Wanted {
    let schema = schema();
    let names = |fields: &BTreeMap<String, Field>| fields.keys().cloned().collect::<BTreeSet<String>>();
    Wanted {
        streams: schema.streams.iter().map(|(name, stream)| (name.clone(), names(&stream.fields))).collect(),
        attributes: names(&schema.attributes),
        ..Wanted::default()
    }
}

/// The files whose rows are in a base, after making sure that each is there whole, in every stream and table.
pub(crate) fn whole_files(store: &Store) -> BTreeSet<u64> {
    let columns = store.columns(&everything()).unwrap();
    let of_orders = files_in(&columns, "order");
    assert_eq!(of_orders, files_in(&columns, "visit"), "a file is in one stream and not in the other");
    for n in &of_orders {
        assert!(store.imported(1000 + n).unwrap().is_some(), "rows of a file that was never taken in");
        assert!(columns.tables["product"].rows.contains_key(format!("p{n}").as_str()), "a table lacks its row");
    }
    assert_eq!(columns.tables.get("product").map_or(0, |table| table.rows.len()), of_orders.len());
    of_orders
}

fn files_in(columns: &BaseColumns, stream: &str) -> BTreeSet<u64> {
    let Some(Column::Integer(files)) = columns.streams.get(stream).map(|stream| &stream.fields["file"]) else {
        return BTreeSet::new();
    };
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for &file in files {
        *counts.entry(file).or_default() += 1;
    }
    assert!(counts.values().all(|&rows| rows == ROWS), "half a file: {counts:?}");
    let one = i64::pow(10, u32::from(Type::Number.scale()));
    counts.into_keys().map(|file| (file / one) as u64).collect()
}

/// A temporary folder, in memory where the system has such a place: thousands of bases are made.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::tempdir_in(place).unwrap()
}

/// A base with the first `n` files.
pub(crate) fn filled(dir: &Path, n: u64) -> Store {
    let mut store = init(Disk::default(), dir).unwrap();
    for n in 1..=n {
        store.commit(file(n)).unwrap();
    }
    store
}
