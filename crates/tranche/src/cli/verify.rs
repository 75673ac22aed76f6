//! `tranche verify`: whether the base is whole.

use clap::Args;
use model::phrase::Phrase;
use serde_json::{Value, json};
use store::{Damage, Harm};

use super::{Asked, Outcome};
use crate::ops::failure::Failure;
use crate::ops::verify::{Report, verify};

/// Whether the base is whole.
#[derive(Args)]
pub(super) struct Verify {}

impl Verify {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let report = verify(&asked.base)?;
        if asked.json {
            asked.print_json(&as_json(asked, &report));
        } else {
            show(asked, &report);
        }
        Ok(if report.is_whole() { Outcome::Done } else { Outcome::Damaged })
    }
}

fn show(asked: &Asked, report: &Report) {
    let catalogue = &asked.catalogue;
    let found = &report.verified;
    for damage in &found.damages {
        asked.say(&said(damage));
        asked.say(&concerned(damage));
    }
    for (key, at) in &report.differing {
        asked.say(&Phrase::new("verify-cut-offs-differ").with("key", key).with("at", at));
    }
    for file in &found.left_over {
        asked.say(&Phrase::new("verify-left-over").with("file", file.display()));
    }
    let phrase = if report.is_whole() { Phrase::new("verify-whole") } else { Phrase::new("verify-damaged") };
    asked.say(
        &phrase
            .with("customers", catalogue.count(found.customers))
            .with("rows", catalogue.count(found.rows))
            .with("parts", catalogue.count(found.parts))
            .with("files", catalogue.count(found.files))
            .with("cutoffs", catalogue.count(report.cut_offs as u64))
            .with("damages", catalogue.count((found.damages.len() + report.differing.len()) as u64)),
    );
    asked.say(&Phrase::new("verify-digest").with("digest", format!("{:016x}", found.digest)));
}

/// What is wrong with a file.
fn said(damage: &Damage) -> Phrase {
    let phrase = match &damage.harm {
        Harm::Missing => Phrase::new("verify-missing"),
        Harm::Changed => Phrase::new("verify-changed"),
        Harm::Unreadable(detail) => Phrase::new("verify-unreadable").with("detail", detail),
        Harm::Rows { expected, found } => Phrase::new("verify-rows").with("expected", expected).with("found", found),
        Harm::Disordered => Phrase::new("verify-disordered"),
        Harm::Strangers(count) => Phrase::new("verify-strangers").with("count", count),
        Harm::Table(table) => Phrase::new("verify-table").with("table", table),
        Harm::Keys(count) => Phrase::new("verify-keys").with("count", count),
        Harm::CutOffs(key) => Phrase::new("verify-cut-offs").with("key", key),
        Harm::Cached => Phrase::new("verify-cached"),
    };
    phrase.with("file", damage.file.display())
}

/// Whom damage concerns, and that the rest can be used.
fn concerned(damage: &Damage) -> Phrase {
    let is_part = damage.file.starts_with("parts");
    match (&damage.target, &damage.customers) {
        (Some(target), Some(customers)) => Phrase::new("verify-concerns-some")
            .with("target", target)
            .with("first", customers.start)
            .with("last", customers.end.saturating_sub(1)),
        (Some(target), None) => Phrase::new("verify-concerns").with("target", target),
        (None, _) if is_part => Phrase::new("verify-concerns-profiles"),
        (None, _) if matches!(damage.harm, Harm::CutOffs(_) | Harm::Cached) => Phrase::new("verify-concerns-nothing"),
        (None, _) => Phrase::new("verify-concerns-all"),
    }
}

fn as_json(asked: &Asked, report: &Report) -> Value {
    let found = &report.verified;
    let damages: Vec<Value> = found
        .damages
        .iter()
        .map(|damage| {
            json!({
                "file": damage.file,
                "what": asked.catalogue.say(&said(damage)),
                "target": damage.target,
                "customers": damage.customers.as_ref().map(|customers| [customers.start, customers.end]),
            })
        })
        .collect();
    let differing: Vec<Value> =
        report.differing.iter().map(|(key, at)| json!({ "key": key, "at": at.to_string() })).collect();
    json!({
        "whole": report.is_whole(),
        "customers": found.customers,
        "rows": found.rows,
        "parts": found.parts,
        "files": found.files,
        "cut_offs_recomputed": report.cut_offs,
        "cut_offs_differing": differing,
        "damages": damages,
        "left_over": found.left_over,
        "digest": format!("{:016x}", found.digest),
    })
}
