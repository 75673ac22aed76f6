//! `tranche import --due`: the scheduled sources that are due.

use std::path::Path;

use model::phrase::Phrase;
use serde_json::{Value, json};
use store::{ImportEntry, Outcome as Ended};

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::api::imports::{entry_as_json, imported_as_json};
use crate::ops::failure::Failure;
use crate::ops::sources::{Ran, run_due};
use crate::saying::imports::{detail, ended};

/// Runs what is due and shows what came of it.
pub(super) fn run(asked: &Asked, dir: &Path) -> Result<Outcome, Failure> {
    let mut base = asked.open_to_write()?;
    let ran = run_due(&mut base, dir, asked.now, &mut |source, path| {
        if !asked.json {
            asked.say(&Phrase::new("sources-taking").with("source", source).with("file", path.display()));
        }
    })?;
    if asked.json {
        let sources: Vec<Value> = ran.iter().map(|one| source_as_json(asked, one)).collect();
        asked.print_json(&json!({ "sources": sources }));
    } else {
        show(asked, &base.zone, &ran);
    }
    Ok(match (ran.iter().any(Ran::has_failed), ran.iter().any(Ran::has_refusals)) {
        (true, _) => Outcome::SomeFailed,
        (false, true) => Outcome::WithRefusals,
        (false, false) => Outcome::Done,
    })
}

fn show(asked: &Asked, zone: &model::time::Zone, ran: &[Ran]) {
    let catalogue = &asked.catalogue;
    let head =
        ["imports-source", "imports-file", "imports-outcome", "imports-rows", "imports-taken", "imports-refused"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[3, 4, 5]);
    for one in ran {
        if let Some(next) = one.next {
            let next = catalogue.say(&Phrase::new("sources-next").with("at", catalogue.moment(next, zone)));
            rows.add_row([one.id.clone(), String::new(), next, "–".into(), "–".into(), "–".into()]);
        }
        for entry in &one.entries {
            rows.add_row([
                one.id.clone(),
                entry.path.clone(),
                outcome(asked, entry),
                catalogue.count(entry.rows),
                catalogue.count(entry.taken),
                catalogue.count(entry.refused),
            ]);
        }
    }
    print(&rows.to_string());
    if ran.iter().any(Ran::has_refusals) {
        asked.say(&Phrase::new("import-refused-next"));
    }
}

fn outcome(asked: &Asked, entry: &ImportEntry) -> String {
    match (entry.outcome, detail(&asked.catalogue, entry)) {
        (Ended::Waiting | Ended::Failed, Some(detail)) => {
            format!("{} – {detail}", ended(&asked.catalogue, entry.outcome))
        }
        (outcome, _) => ended(&asked.catalogue, outcome),
    }
}

fn source_as_json(asked: &Asked, one: &Ran) -> Value {
    json!({
        "source": one.id,
        "due": one.next.is_none(),
        "next": one.next.map(|next| next.to_string()),
        "error": one.failure.as_ref().map(|phrase| asked.catalogue.say(phrase)),
        "imports": one.entries.iter().map(|entry| entry_as_json(&asked.catalogue, entry)).collect::<Vec<_>>(),
        "files": one.imported.iter().map(|file| imported_as_json(&asked.catalogue, file)).collect::<Vec<_>>(),
    })
}
