//! `tranche schema`: the words of the base.

use std::collections::BTreeMap;

use clap::Args;
use model::phrase::Phrase;
use model::schema::Field;
use serde_json::json;

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::api::schema::words_as_json;
use crate::ops::failure::Failure;
use crate::ops::quality::{FieldReport, Quality, Read, look};
use crate::saying::refused::shortened;

mod set;

/// The words of the base.
#[derive(Args)]
pub(super) struct Schema {
    #[arg(value_name = "ACTION", value_parser = ["set"], requires = "name")]
    action: Option<String>,
    #[arg(value_name = "FIELD")]
    name: Option<String>,
    #[command(flatten)]
    set: set::Set,
    #[arg(long)]
    all: bool,
    #[arg(long)]
    values: bool,
}

impl Schema {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        if let Some(name) = &self.name {
            return self.set.run(asked, name);
        }
        let base = asked.open()?;
        let (schema, rows) = (base.schema(), base.store.row_counts());
        let values = if self.values { Values::of(&look(&base, asked.now)?) } else { Values::default() };
        if asked.json {
            let mut told = words_as_json(&base);
            if self.values {
                told["values"] = values.as_json();
            }
            asked.print_json(&told);
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let customers = catalogue.count(base.store.n_known_customers() as u64);
        asked.say(&Phrase::new("schema-attributes").with("n", base.store.n_known_customers()).with("count", customers));
        let computed = schema.computed.iter().map(|(name, computed)| (name.clone(), computed.field.clone()));
        let attributes = schema.attributes.clone().into_iter().chain(computed).collect();
        print(&fields(asked, &attributes, |name| values.shown(asked, None, name)));
        let holds_rows = |name: &str| rows.get(name).copied().unwrap_or(0);
        for (name, stream) in schema.streams.iter().filter(|(_, stream)| stream.now.is_none()) {
            let count = holds_rows(name);
            if count == 0 && stream.grouping.is_none() && !self.all {
                continue;
            }
            let phrase = match &stream.grouping {
                Some(grouping) => Phrase::new("schema-grouped").with("name", name).with("lines", &grouping.lines),
                None => Phrase::new("schema-stream")
                    .with("name", name)
                    .with("n", count)
                    .with("count", catalogue.count(count)),
            };
            asked.say(&phrase);
            print(&fields(asked, &stream.fields, |field| values.shown(asked, Some(name), field)));
        }
        for (name, columns) in base.store.tables()? {
            let count = columns.rows.len();
            let phrase = Phrase::new("schema-table")
                .with("name", &name)
                .with("n", count)
                .with("count", catalogue.count(count as u64));
            asked.say(&phrase);
            let words = schema.fields_of_table(&name).map(|(name, field)| (name.clone(), field.clone())).collect();
            print(&fields(asked, &words, |_| String::new()));
        }
        if !self.all {
            asked.say(&Phrase::new("schema-more"));
        }
        Ok(Outcome::Done)
    }
}

fn fields(asked: &Asked, fields: &BTreeMap<String, Field>, values: impl Fn(&str) -> String) -> String {
    let catalogue = &asked.catalogue;
    let head = ["schema-name", "schema-type", "schema-label", "schema-family", "schema-sensitive", "schema-values"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[]);
    for (name, field) in fields.iter().filter(|(_, field)| field.now.is_none()) {
        let label = field.label.get(catalogue.language.code()).cloned().unwrap_or_default();
        let kind = match &field.table {
            Some(table) => format!("{} → {table}", field.kind.name()),
            None => field.kind.name().to_owned(),
        };
        let sensitive = if field.sensitive { catalogue.text("schema-is-sensitive") } else { String::new() };
        let shown = match &field.kept_as {
            Some(kept) => format!("{name} ({kept})"),
            None => name.clone(),
        };
        rows.add_row([shown, kind, label, field.family.clone(), sensitive, values(name)]);
    }
    rows.to_string()
}

/// The commonest values of each field, by stream and name.
#[derive(Default)]
struct Values {
    commonest: BTreeMap<Read, Vec<(String, u64)>>,
}

impl Values {
    fn of(quality: &Quality) -> Self {
        let fields = quality.attributes.iter().chain(quality.streams.iter().flat_map(|stream| &stream.fields));
        let of = |field: &FieldReport| (field.read.clone(), field.commonest.clone());
        Values { commonest: fields.map(of).collect() }
    }

    fn shown(&self, asked: &Asked, stream: Option<&String>, name: &str) -> String {
        let known = self.commonest.get(&Read { stream: stream.cloned(), name: name.to_owned() });
        let shown = known
            .into_iter()
            .flatten()
            .map(|(value, count)| format!("{} ({})", shortened(value), asked.catalogue.count(*count)));
        shown.collect::<Vec<_>>().join(", ")
    }

    fn as_json(&self) -> serde_json::Value {
        let of = |(read, values): (&Read, &Vec<(String, u64)>)| json!({ "stream": read.stream, "name": read.name, "commonest": values });
        self.commonest.iter().filter(|(_, values)| !values.is_empty()).map(of).collect()
    }
}
