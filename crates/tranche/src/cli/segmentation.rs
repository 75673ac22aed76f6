//! `tranche segmentation`: ordered segments of which each customer is in one at most.

use clap::{Args, Subcommand};
use model::phrase::Phrase;
use serde_json::json;

use super::tables::{bar, table};
use super::when::{When, moment, told};
use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;
use crate::ops::segmentations::{Checked, Sized, checked, sized};

/// Ordered segments.
#[derive(Args)]
pub(super) struct Segmentation {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// What the definitions cover, and where they overlap.
    Check {
        #[arg(value_name = "SEGMENTATION|FILE")]
        segmentation: String,
    },
    /// The sizes of the parts.
    Show {
        #[arg(value_name = "SEGMENTATION|FILE")]
        segmentation: String,
        #[command(flatten)]
        when: When,
    },
}

impl Segmentation {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        match &self.action {
            Action::Check { segmentation } => check(asked, segmentation),
            Action::Show { segmentation, when } => show(asked, segmentation, when),
        }
    }
}

fn check(asked: &Asked, id: &str) -> Result<Outcome, Failure> {
    let base = asked.open()?;
    let Checked { segmentation, coverage } = checked(&base, id)?;
    let part = |place: usize| segmentation.parts[place].id.clone();
    let overlapping: Vec<[String; 2]> = coverage.overlapping.iter().map(|(a, b)| [part(*a), part(*b)]).collect();
    let idle: Vec<String> = coverage.idle.iter().map(|place| part(*place)).collect();
    if asked.json {
        asked.print_json(&json!({
            "segmentation": segmentation.id,
            "cells": coverage.cells,
            "uncovered": coverage.uncovered,
            "n_uncovered": coverage.n_uncovered,
            "has_rest": segmentation.rest.is_some(),
            "overlapping": overlapping,
            "idle": idle,
            "opaque": coverage.opaque,
        }));
        return Ok(Outcome::Done);
    }
    let catalogue = &asked.catalogue;
    let count = |n: usize| catalogue.count(n as u64);
    let Some(cells) = coverage.cells else {
        asked.say(&Phrase::new("segmentation-too-many"));
        return Ok(Outcome::Done);
    };
    let key = match (coverage.n_uncovered, &segmentation.rest) {
        (0, _) => "segmentation-total",
        (_, Some(_)) => "segmentation-rest",
        (_, None) => "segmentation-uncovered",
    };
    asked.say(
        &Phrase::new(key)
            .with("n", coverage.n_uncovered)
            .with("count", count(coverage.n_uncovered))
            .with("cells", count(cells)),
    );
    coverage.uncovered.iter().for_each(|cell| print(&format!("  {cell}")));
    if overlapping.is_empty() {
        asked.say(&Phrase::new("segmentation-disjoint"));
    }
    for [first, second] in &overlapping {
        asked.say(&Phrase::new("segmentation-overlap").with("first", first).with("second", second));
    }
    for part in &idle {
        asked.say(&Phrase::new("segmentation-idle").with("part", part));
    }
    if !coverage.opaque.is_empty() {
        asked.say(&Phrase::new("segmentation-opaque").with("tests", coverage.opaque.join(" · ")));
    }
    Ok(Outcome::Done)
}

fn show(asked: &Asked, id: &str, when: &When) -> Result<Outcome, Failure> {
    let (base, as_of) = when.open(asked)?;
    let Sized { segmentation, parts, outside, of } = sized(&base, id, as_of)?;
    let catalogue = &asked.catalogue;
    let language = catalogue.language.code();
    if asked.json {
        let parts: Vec<serde_json::Value> = parts
            .iter()
            .map(|(part, count)| json!({ "id": part, "name": segmentation.name_of(part, language), "count": count }))
            .collect();
        let answer = json!({
            "segmentation": segmentation.id, "parts": parts, "outside": outside, "of": of, "as_of": as_of.at.to_string(),
        });
        asked.print_json(&told(&base, answer));
        return Ok(Outcome::Done);
    }
    let head = ["segments-name", "segments-count", "segments-share", "segments-bar"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 2]);
    let none = catalogue.text("segmentation-outside");
    let named = parts.iter().map(|(part, count)| (segmentation.name_of(part, language), *count));
    for (name, count) in named.chain((outside > 0).then_some((none, outside))) {
        let share = model::decimal::Decimal::whole(count as i64).divided_by(model::decimal::Decimal::whole(of as i64));
        rows.add_row([
            name.into(),
            catalogue.count(count as u64).into(),
            share.map_or_else(|| "–".to_owned(), |share| catalogue.share(share)).into(),
            bar(share.map_or(0.0, model::decimal::Decimal::to_f64), 12),
        ] as [comfy_table::Cell; 4]);
    }
    print(&rows.to_string());
    asked.say(
        &Phrase::new("segmentation-shown")
            .with("of", catalogue.count(of as u64))
            .with("at", moment(asked, &base, as_of.at)),
    );
    Ok(Outcome::Done)
}
