//! The store through its public interface: bases in temporary folders, rows written out.

mod cache;
mod chunks;
mod derived;
mod imports;
mod keyed;
mod merging;
mod origins;
mod parts;
mod profiles;
mod retyping;
mod safety;
mod wholes;

use std::collections::{BTreeMap, BTreeSet};

use model::columns::timelines::{ColumnBuilder, timelines};
use model::columns::{BaseColumns, Batch, Column, Ids, NO_CODE, Target, Wanted};
use model::decimal::Decimal;
use model::schema::{Field, Grouping, Schema, Settings, Stream, Table};
use model::time::Instant;
use model::timeline::Timeline;
use model::value::{Type, Value};
use tempfile::TempDir;

use crate::{Committed, Import, ImportedFile, Store, TargetCount};

/// A row as a file would hold it.
#[derive(Clone, Debug)]
struct Given {
    customer: String,
    at: Option<i64>,
    message: String,
    updated: Option<i64>,
    fields: Vec<(&'static str, Value)>,
}

fn given(customer: &str, at: i64, fields: &[(&'static str, Value)]) -> Given {
    Given { customer: customer.into(), at: Some(at), message: String::new(), updated: None, fields: fields.to_vec() }
}

impl Given {
    fn with_message(mut self, message: &str) -> Self {
        self.message = message.into();
        self
    }

    fn updated(mut self, at: i64) -> Self {
        self.updated = Some(at);
        self
    }

    fn undated(mut self) -> Self {
        self.at = None;
        self
    }
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn number(text: &str) -> Value {
    Value::number(Decimal::parse(text))
}

fn fields(fields: &[(&str, Type)]) -> BTreeMap<String, Field> {
    fields.iter().map(|(name, kind)| ((*name).to_owned(), Field::of(*kind))).collect()
}

fn schema() -> Schema {
    let visit = Stream {
        fields: fields(&[
            ("page", Type::Text),
            ("seconds", Type::Number),
            ("ok", Type::Bool),
            ("day", Type::Date),
            ("tags", Type::TextList),
            ("length", Type::Duration),
            ("until", Type::Instant),
        ]),
        ..Stream::default()
    };
    let order = Stream {
        key: Some("order_id".into()),
        status: Some("status".into()),
        fields: fields(&[("order_id", Type::Text), ("amount", Type::Money), ("status", Type::Category)]),
        ..Stream::default()
    };
    let line = Stream {
        parent: Some("order".into()),
        fields: fields(&[("order_id", Type::Text), ("product", Type::Text)]),
        ..Stream::default()
    };
    let scan = Stream {
        parent: Some("ticket".into()),
        fields: fields(&[("ticket_id", Type::Text), ("amount", Type::Money), ("shop", Type::Category)]),
        ..Stream::default()
    };
    let ticket = Stream {
        key: Some("ticket_id".into()),
        grouping: Some(Grouping { lines: "scan".into(), key: "ticket_id".into(), sums: vec!["amount".into()] }),
        ..scan.clone()
    };
    let ticket = Stream { parent: None, ..ticket };
    let product = Table { key: "product".into(), fields: fields(&[("brand", Type::Text), ("price", Type::Money)]) };
    let attributes =
        [("country", Type::Text), ("points", Type::Number), ("born", Type::Date), ("signed_up_at", Type::Instant)];
    Schema {
        attributes: fields(&attributes),
        streams: [("visit", visit), ("order", order), ("line", line), ("scan", scan), ("ticket", ticket)]
            .map(|(name, stream)| (name.to_owned(), stream))
            .into(),
        tables: [("product".to_owned(), product)].into(),
        computed: BTreeMap::new(),
        columns: BTreeMap::new(),
        ..Schema::default()
    }
}

fn stream(name: &str) -> Target {
    Target::Stream(name.to_owned())
}

fn batch(target: &Target, rows: &[Given]) -> Batch {
    let schema = schema();
    let kinds = match target {
        Target::Stream(name) => schema.streams[name].fields.clone(),
        Target::Profile => schema.attributes.clone(),
        Target::Table(name) => {
            let table = &schema.tables[name];
            table.fields.clone().into_iter().chain([(table.key.clone(), Field::of(Type::Text))]).collect()
        }
    };
    let column = |name: &str, kind: Type| {
        let mut builder = ColumnBuilder::new(kind);
        for row in rows {
            let found = row.fields.iter().find(|(field, _)| *field == name);
            builder.push(found.map_or(&Value::Missing, |(_, value)| value));
        }
        builder.finish()
    };
    let texts = |of: &dyn Fn(&Given) -> String| {
        let mut builder = ColumnBuilder::new(Type::Text);
        for row in rows {
            builder.push(&Value::text(&of(row)));
        }
        let Column::Text(texts) = builder.finish() else { panic!("a text column was built") };
        texts
    };
    let is_table = matches!(target, Target::Table(_));
    let messages = texts(&|row| row.message.clone());
    Batch {
        target: target.clone(),
        source: "shop".into(),
        id_kind: "customer_number".into(),
        customers: if is_table { Ids::default() } else { texts(&|row| row.customer.clone()).into() },
        at: if is_table { Vec::new() } else { rows.iter().map(|row| row.at.unwrap_or(i64::MIN)).collect() },
        messages: messages.codes.iter().any(|&code| code != NO_CODE).then_some(messages),
        updated_at: rows
            .iter()
            .any(|row| row.updated.is_some())
            .then(|| rows.iter().map(|row| row.updated.unwrap_or(i64::MIN)).collect()),
        fields: kinds.iter().map(|(name, field)| (name.clone(), column(name, field.kind))).collect(),
        known_by: BTreeMap::new(),
    }
}

/// A base of its own, and how to fill and read it.
struct Base {
    dir: TempDir,
    store: Store,
    files: u64,
}

impl Base {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::init(dir.path(), &Settings::default(), &schema()).unwrap();
        Base { dir, store, files: 0 }
    }

    fn commit(&mut self, received_at: i64, batches: Vec<Batch>) -> Committed {
        self.files += 1;
        let file = ImportedFile { name: format!("{}.csv", self.files), content_hash: self.files, rows: 0 };
        let import = Import {
            file,
            schema: schema(),
            batches,
            links: Vec::new(),
            refused: Vec::new(),
            received_at: Instant(received_at),
        };
        self.store.commit(import).unwrap()
    }

    /// Imports rows of one target; returns the numbers of new rows, known rows and new versions.
    fn import(&mut self, received_at: i64, target: &Target, rows: &[Given]) -> (u64, u64, u64) {
        let committed = self.commit(received_at, vec![batch(target, rows)]);
        let TargetCount { new_rows, known_rows, new_versions, .. } = committed.targets[0];
        (new_rows, known_rows, new_versions)
    }

    fn everything(&self) -> BaseColumns {
        self.store.columns(&everything()).unwrap()
    }

    /// All timelines by the primary ids of their customers, out of columns.
    fn timelines(&self) -> BTreeMap<String, Timeline> {
        let ids = self.store.customer_ids().unwrap();
        let found = timelines(&self.everything(), &schema(), &ids);
        found.into_iter().map(|timeline| (timeline.id.clone(), timeline)).collect()
    }
}

fn everything() -> Wanted {
    let schema = schema();
    let names = |fields: &BTreeMap<String, Field>| fields.keys().cloned().collect::<BTreeSet<String>>();
    Wanted {
        streams: schema.streams.iter().map(|(name, stream)| (name.clone(), names(&stream.fields))).collect(),
        attributes: names(&schema.attributes),
        ..Wanted::default()
    }
}
