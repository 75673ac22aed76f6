//! `tranche schema`: the words of the base.

use std::collections::BTreeMap;

use clap::Args;
use model::phrase::Phrase;
use model::schema::Field;
use serde_json::json;

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;

/// The words of the base.
#[derive(Args)]
pub(super) struct Schema {
    #[arg(long)]
    all: bool,
}

impl Schema {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let (schema, rows) = (base.schema(), base.store.row_counts());
        if asked.json {
            asked.print_json(&json!({ "schema": schema, "rows": rows, "customers": base.store.n_known_customers() }));
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let customers = catalogue.count(base.store.n_known_customers() as u64);
        asked.say(&Phrase::new("schema-attributes").with("n", base.store.n_known_customers()).with("count", customers));
        print(&self.fields(asked, &schema.attributes));
        let holds_rows = |name: &str| rows.get(name).copied().unwrap_or(0);
        for (name, stream) in &schema.streams {
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
            print(&self.fields(asked, &stream.fields));
        }
        for (name, columns) in base.store.tables()? {
            let count = columns.rows.len();
            let phrase = Phrase::new("schema-table")
                .with("name", &name)
                .with("n", count)
                .with("count", catalogue.count(count as u64));
            asked.say(&phrase);
            if let Some(words) = schema.tables.get(&name) {
                print(&self.fields(asked, &words.fields));
            }
        }
        if !self.all {
            asked.say(&Phrase::new("schema-more"));
        }
        Ok(Outcome::Done)
    }

    fn fields(&self, asked: &Asked, fields: &BTreeMap<String, Field>) -> String {
        let catalogue = &asked.catalogue;
        let head = ["schema-name", "schema-type", "schema-label", "schema-family"].map(|key| catalogue.text(key));
        let mut rows = table(&head, &[]);
        for (name, field) in fields {
            let label = field.label.get(catalogue.language.code()).cloned().unwrap_or_default();
            let kind = match &field.table {
                Some(table) => format!("{} → {table}", field.kind.name()),
                None => field.kind.name().to_owned(),
            };
            rows.add_row([name.clone(), kind, label, field.family.clone()]);
        }
        rows.to_string()
    }
}
