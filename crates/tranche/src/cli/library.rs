//! `tranche library`: the ready-made segments, what a base can use of them, and taking one in.

use clap::{Args, Subcommand};
use model::phrase::Phrase;
use model::sentence::Sentences;
use serde_json::json;

use super::tables::table;
use super::when::When;
use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;
use crate::ops::library::{Looked, add, looked, looked_parts, shelf};
use crate::ops::membership::{AsOf, CutOffs};

mod parts;

/// The ready-made segments.
#[derive(Args)]
pub(super) struct Library {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// One of them in words, with the values that the base proposes.
    Show {
        #[arg(value_name = "ID")]
        ready_made: String,
        #[command(flatten)]
        when: When,
    },
    /// Takes one into the base.
    Add {
        #[arg(value_name = "ID")]
        ready_made: String,
        #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
        set: Vec<(String, String)>,
    },
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| text.to_owned())
}

impl Library {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        match &self.action {
            None => list(asked),
            Some(Action::Show { ready_made, when }) => show(asked, ready_made, when),
            Some(Action::Add { ready_made, set }) => take(asked, ready_made, set),
        }
    }
}

fn list(asked: &Asked) -> Result<Outcome, Failure> {
    let shelf = shelf(&asked.open()?)?;
    let catalogue = &asked.catalogue;
    let language = catalogue.language.code();
    let name = |texts: &model::segment::Texts| texts.get(language).or_else(|| texts.get("en")).cloned();
    if asked.json {
        let one = |one: &crate::ops::library::Shelved| {
            json!({
                "id": one.id, "family": one.family, "name": name(&one.name),
                "in_use": one.in_use, "missing_streams": one.lacking.streams, "missing_calendars": one.lacking.calendars,
            })
        };
        asked.print_json(&shelf.iter().map(one).collect());
        return Ok(Outcome::Done);
    }
    let head = ["library-family", "library-id", "segments-name", "library-state"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[]);
    for one in &shelf {
        let state = if !one.lacking.is_empty() {
            let lacking = one.lacking.phrases("segments-unavailable", "library-unavailable-calendars");
            lacking.iter().map(|phrase| catalogue.say(phrase)).collect::<Vec<_>>().join("; ")
        } else if one.in_use {
            catalogue.text("library-in-use")
        } else {
            String::new()
        };
        rows.add_row([one.family.clone(), one.id.clone(), name(&one.name).unwrap_or_default(), state]);
    }
    print(&rows.to_string());
    asked.say(&Phrase::new("library-next"));
    Ok(Outcome::Done)
}

fn show(asked: &Asked, id: &str, when: &When) -> Result<Outcome, Failure> {
    let (base, as_of) = when.open(asked)?;
    if let Some(parts) = looked_parts(&base, id, as_of)? {
        parts::show(asked, &base, &parts);
        return Ok(Outcome::Done);
    }
    let Looked { segment, parameters, test, lacking, count, of, schema } = looked(&base, id, as_of)?;
    let catalogue = &asked.catalogue;
    let language = catalogue.language.code();
    let text = |texts: &model::segment::Texts| texts.get(language).or_else(|| texts.get("en")).cloned();
    let currency = &base.store.settings().currency;
    let sentences = Sentences::new(catalogue.language.of_sentences(), &schema, currency);
    if asked.json {
        let parameter = |one: &crate::ops::library::Proposed| {
            let reason = text(&segment.parameters[&one.name].reason);
            json!({ "name": one.name, "value": one.value, "from_customers": one.from, "reason": reason })
        };
        asked.print_json(&json!({
            "id": id, "name": segment.name_in(language), "purpose": text(&segment.purpose),
            "action": text(&segment.action), "watch": text(&segment.watch), "sentence": sentences.write(&test),
            "parameters": parameters.iter().map(parameter).collect::<Vec<_>>(),
            "missing_streams": lacking.streams, "missing_calendars": lacking.calendars,
            "count": count, "of": of,
        }));
        return Ok(Outcome::Done);
    }
    print(&format!("{} ({id})", segment.name_in(language)));
    for texts in [&segment.purpose, &segment.action, &segment.watch] {
        print(&format!("  {}", text(texts).unwrap_or_default()));
    }
    print("");
    sentences.write_lines(&test).iter().for_each(|line| print(&format!("  {line}")));
    print("");
    for one in &parameters {
        let key = if one.from.is_some() { "library-proposed" } else { "library-default" };
        let value = one.value.as_str().map_or_else(|| one.value.to_string(), str::to_owned);
        let reason = text(&segment.parameters[&one.name].reason).unwrap_or_default();
        let phrase = Phrase::new(key).with("name", &one.name).with("value", value).with("reason", reason);
        let from = one.from.unwrap_or_default();
        asked.say(&phrase.with("n", from).with("from", catalogue.count(from as u64)));
    }
    lacking.phrases("segments-unavailable", "library-lacks-calendars").iter().for_each(|phrase| asked.say(phrase));
    let (count, of) = (catalogue.count(count as u64), catalogue.count(of as u64));
    asked.say(&Phrase::new("library-size").with("count", count).with("of", of));
    Ok(Outcome::Done)
}

fn take(asked: &Asked, id: &str, set: &[(String, String)]) -> Result<Outcome, Failure> {
    let mut base = asked.open_to_write()?;
    let as_of = AsOf { at: asked.now, cut_offs: CutOffs::InForce };
    let added = add(&mut base, id, set, as_of, asked.now)?;
    if asked.json {
        asked.print_json(&json!({ "added": added }));
    } else {
        asked.say(&Phrase::new("library-added").with("ids", added.join(", ")));
    }
    Ok(Outcome::Done)
}
