//! `tranche evaluate`: all segments (or the definitions of a file) together, timed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use model::forms::Test;
use model::phrase::Phrase;
use serde_json::json;

use super::among::{WhenAmong, of_whom};
use super::tables::table;
use super::when::told;
use super::{Asked, Outcome, print};
use crate::ops::base::Base;
use crate::ops::building::counts::{NodeCount, TimedCounts, each_timed};
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::membership::evaluate_timed;
use crate::ops::warm::Warm;

/// All segments together, timed.
#[derive(Args)]
pub(super) struct Evaluate {
    #[arg(long, value_name = "FILE")]
    definitions: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    repeat: usize,
    #[arg(long)]
    one_by_one: bool,
    #[command(flatten)]
    when: WhenAmong,
}

impl Evaluate {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let asks_again = self.repeat > 1 || self.one_by_one;
        let base = if asks_again { base.with_warm(Arc::new(Warm::new())) } else { base };
        let named = match &self.definitions {
            Some(path) => definitions_of(&base, path)?,
            None => base.segment_tests()?.into_iter().collect(),
        };
        let timed = evaluate_timed(&base, &named, as_of, self.repeat)?;
        let each = if self.one_by_one { each_timed(&base, &named, as_of, self.repeat)? } else { Vec::new() };
        if asked.json {
            let answer = json!({
                "counts": timed.counts,
                "load_s": timed.load_seconds,
                "evaluate_s": timed.evaluate_seconds,
                "as_of": as_of.at.to_string(),
                "one_by_one": each.iter().map(told_alone).collect::<Vec<_>>(),
            });
            asked.print_json(&of_whom(&base, told(&base, answer)));
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let mut rows = table(&["segments-name", "segments-count"].map(|key| catalogue.text(key)), &[1]);
        for (name, count) in &timed.counts {
            rows.add_row([name.clone(), catalogue.count(*count as u64)]);
        }
        print(&rows.to_string());
        for timed in &each {
            let seconds = format!("{:.3}", timed.seconds);
            print(&catalogue.say(&Phrase::new("evaluate-alone").with("name", &timed.name).with("seconds", seconds)));
        }
        asked.say(
            &Phrase::new("evaluate-done")
                .with("n", timed.counts.len())
                .with("load", format!("{:.3}", timed.load_seconds))
                .with("evaluate", format!("{:.3}", timed.evaluate_seconds)),
        );
        Ok(Outcome::Done)
    }
}

/// A definition counted by itself, with its conditions.
fn told_alone(timed: &TimedCounts) -> serde_json::Value {
    let condition = |node: &NodeCount| json!({ "path": node.path, "alone": node.alone, "running": node.running });
    json!({
        "name": timed.name,
        "seconds": timed.seconds,
        "count": timed.counts.members.len(),
        "of": timed.counts.of,
        "conditions": timed.counts.nodes.iter().map(condition).collect::<Vec<_>>(),
    })
}

/// Definitions out of a file with one `name: definition` a line.
fn definitions_of(base: &Base, path: &Path) -> Result<Vec<(String, Test)>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let origin = path.display().to_string();
    let segments = base.segment_ids()?;
    let mut named: Vec<(String, Test)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Some((name, definition)) = line.split_once(':') else {
            return Err(Failure::Failed(
                Phrase::new("failed-definition-line").with("file", &origin).with("line", line),
            ));
        };
        let name = name.trim();
        if named.iter().any(|(other, _)| other == name) {
            return Err(Failure::Failed(Phrase::new("failed-name-twice").with("file", &origin).with("name", name)));
        }
        let place = format!("{origin}: {name}");
        let definition = definitions::read(definition.trim(), Some(&place), definitions::words(base), &segments)?;
        named.push((name.to_owned(), definition.test));
    }
    Ok(named)
}
