//! `tranche refused`: what was refused of imported files, and the way to mend it.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::{Value, json};
use store::{Refusals, StoredRefusal};

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::api::refused::as_json;
use crate::catalogue::Language;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::refused::{Look, Written, write_out};
use crate::saying::refused::{REASONS, advice, reason, short_key, shortened};

/// What was refused of imported files.
#[derive(Args)]
pub(super) struct Refused {
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
    #[arg(long, value_name = "NAME")]
    stream: Option<String>,
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20")]
    rows: Option<usize>,
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
}

impl Refused {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let which = Refusals {
            import: None,
            file: self.file.clone(),
            target: self.stream.clone(),
            reason: self.reason.as_ref().map(|reason| format!("{REASONS}{}", reason.trim_start_matches(REASONS))),
        };
        match &self.export {
            Some(dir) => {
                let delimiter = if asked.catalogue.language == Language::French { b';' } else { b',' };
                let look = Look { delimiter, say: &|refused| reason(&asked.catalogue, refused) };
                show_written(asked, &write_out(&base, &which, dir, &look)?);
            }
            None if asked.json => asked.print_json(&as_json(&asked.catalogue, &base, &which, self.rows.unwrap_or(0))?),
            None => self.show(asked, &base, &which)?,
        }
        Ok(Outcome::Done)
    }

    fn show(&self, asked: &Asked, base: &Base, which: &Refusals) -> Result<(), Failure> {
        let catalogue = &asked.catalogue;
        let count = base.store.n_refused(which)?;
        asked.say(&Phrase::new("refused-done").with("n", count).with("count", catalogue.count(count)));
        if count == 0 {
            return Ok(());
        }
        match self.rows {
            Some(limit) => {
                let head = [
                    "refused-file",
                    "refused-row",
                    "refused-line",
                    "refused-column",
                    "refused-value",
                    "refused-reason",
                ];
                let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 2]);
                for StoredRefusal { name, refused, .. } in base.store.refused(which, limit)? {
                    rows.add_row([
                        name,
                        catalogue.count(refused.row),
                        refused.line.map_or_else(String::new, |line| catalogue.count(line)),
                        refused.column.clone().unwrap_or_default(),
                        shortened(&refused.value),
                        reason(&asked.catalogue, &refused),
                    ]);
                }
                print(&rows.to_string());
            }
            None => {
                let head = ["refused-count", "refused-reason", "refused-example", "refused-to-do"];
                let mut rows = table(&head.map(|key| catalogue.text(key)), &[0]);
                for group in base.store.refused_by_reason(which)? {
                    let refused = &group.example.refused;
                    let said = format!("{}\n({})", reason(&asked.catalogue, refused), short_key(refused));
                    rows.add_row([
                        catalogue.count(group.count),
                        said,
                        example(asked, &group.example),
                        advice(&asked.catalogue, refused),
                    ]);
                }
                print(&rows.to_string());
            }
        }
        asked.say(&Phrase::new("refused-next"));
        Ok(())
    }
}

fn show_written(asked: &Asked, written: &Written) {
    let catalogue = &asked.catalogue;
    if asked.json {
        let files: Vec<Value> =
            written.files.iter().map(|(path, rows)| json!({ "file": path, "rows": rows })).collect();
        return asked.print_json(
            &json!({ "files": files, "without_row": written.without_row, "already_counted": written.counted }),
        );
    }
    for (path, rows) in &written.files {
        let phrase = Phrase::new("refused-written").with("file", path.display()).with("n", rows);
        asked.say(&phrase.with("count", catalogue.count(*rows)));
    }
    if written.counted > 0 {
        let count = catalogue.count(written.counted);
        asked.say(&Phrase::new("refused-counted").with("n", written.counted).with("count", count));
    }
    if written.without_row > 0 {
        let count = catalogue.count(written.without_row);
        asked.say(&Phrase::new("refused-without-row").with("n", written.without_row).with("count", count));
    }
    match written.files.first() {
        Some((path, _)) => asked.say(&Phrase::new("refused-correct").with("file", path.display())),
        None => asked.say(&Phrase::new("refused-nothing-written")),
    }
}

fn example(asked: &Asked, example: &StoredRefusal) -> String {
    let refused = &example.refused;
    let phrase = match &refused.column {
        Some(column) => Phrase::new("refused-example-value").with("column", column),
        None => Phrase::new("refused-example-row"),
    };
    asked.catalogue.say(
        &phrase
            .with("file", &example.name)
            .with("row", asked.catalogue.count(refused.row))
            .with("value", shortened(&refused.value)),
    )
}
