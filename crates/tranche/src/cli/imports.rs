//! `tranche imports`: the log of imports.

use clap::Args;
use model::phrase::Phrase;
use serde_json::{Value, json};

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::api::imports::entry_as_json;
use crate::ops::failure::Failure;
use crate::saying::imports::{detail, ended};

/// The log of imports.
#[derive(Args)]
pub(super) struct Imports {
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
}

impl Imports {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let entries = base.store.imports(self.source.as_deref(), self.rows)?;
        if asked.json {
            let entries: Vec<Value> = entries.iter().map(|entry| entry_as_json(&asked.catalogue, entry)).collect();
            asked.print_json(&json!({ "imports": entries }));
            return Ok(Outcome::Done);
        }
        if entries.is_empty() {
            asked.say(&Phrase::new("imports-none"));
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let head = [
            "imports-when",
            "imports-source",
            "imports-file",
            "imports-outcome",
            "imports-rows",
            "imports-taken",
            "imports-refused",
            "imports-seconds",
        ];
        let mut rows = table(&head.map(|key| catalogue.text(key)), &[4, 5, 6, 7]);
        for entry in &entries {
            let outcome = match detail(&asked.catalogue, entry) {
                Some(detail) => format!("{} – {detail}", ended(&asked.catalogue, entry.outcome)),
                None => ended(&asked.catalogue, entry.outcome),
            };
            let tenths = entry.microseconds.div_ceil(100_000);
            let seconds = model::decimal::Decimal::new(i128::from(tenths), 1);
            rows.add_row([
                catalogue.moment(entry.started_at, &base.zone),
                entry.source.clone().unwrap_or_default(),
                entry.path.clone(),
                outcome,
                catalogue.count(entry.rows),
                catalogue.count(entry.taken),
                catalogue.count(entry.refused),
                catalogue.number(seconds, 1),
            ]);
        }
        print(&rows.to_string());
        Ok(Outcome::Done)
    }
}
