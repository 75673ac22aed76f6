//! `tranche list`: lists of customers kept by hand.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::phrase::Phrase;
use serde_json::{Value, json};

use super::among::{WhenAmong, of_whom};
use super::tables::table;
use super::when::told;
use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;
use crate::ops::lists::{self, Changed, Shown};

/// Lists of customers.
#[derive(Args)]
pub(super) struct List {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    when: WhenAmong,
}

#[derive(Subcommand)]
enum Action {
    /// Puts the ids of a file in a list.
    Import {
        #[arg(value_name = "LIST")]
        list: String,
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "KIND", default_value = "customer_number")]
        by: String,
        #[arg(long, value_name = "NAME")]
        column: Option<String>,
        #[arg(long, value_name = "T")]
        at: Option<String>,
    },
    /// Puts customers in a list.
    Add(Move),
    /// Takes customers out of a list.
    Remove(Move),
    /// Shows who is in a list.
    Show {
        #[arg(value_name = "LIST")]
        list: String,
        #[command(flatten)]
        when: WhenAmong,
    },
}

#[derive(Args)]
struct Move {
    #[arg(value_name = "LIST")]
    list: String,
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[arg(long, value_name = "KIND")]
    by: Option<String>,
    #[arg(long, value_name = "T")]
    at: Option<String>,
}

/// Ids told one by one before the rest is only counted.
const SHOWN: usize = 20;

impl List {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        match &self.action {
            None => show_all(asked, &self.when),
            Some(Action::Show { list, when }) => show(asked, list, when),
            Some(Action::Import { list, file, by, column, at }) => {
                let mut base = asked.open_to_write()?;
                let at = at.as_ref().map_or(Ok(asked.now), |text| base.instant(text))?;
                let changed = lists::import(&mut base, list, file, (by, column.as_deref()), (at, asked.now))?;
                Ok(tell(asked, list, &changed))
            }
            Some(Action::Add(moved)) => moved.run(asked, true),
            Some(Action::Remove(moved)) => moved.run(asked, false),
        }
    }
}

impl Move {
    fn run(&self, asked: &Asked, is_in: bool) -> Result<Outcome, Failure> {
        let mut base = asked.open_to_write()?;
        let at = self.at.as_ref().map_or(Ok(asked.now), |text| base.instant(text))?;
        let changed = lists::change(&mut base, &self.list, &self.ids, (self.by.as_deref(), is_in), (at, asked.now))?;
        Ok(tell(asked, &self.list, &changed))
    }
}

fn tell(asked: &Asked, list: &str, changed: &Changed) -> Outcome {
    let Changed { moved, unchanged, waiting, refused } = changed;
    let outcome = if refused.is_empty() { Outcome::Done } else { Outcome::WithRefusals };
    if asked.json {
        asked.print_json(&json!({
            "list": list, "moved": moved, "unchanged": unchanged, "waiting": waiting, "refused": refused,
        }));
        return outcome;
    }
    let count = |n: usize| asked.catalogue.count(n as u64);
    asked.say(
        &Phrase::new("list-changed")
            .with("list", list)
            .with("n", moved)
            .with("moved", count(*moved))
            .with("unchanged", count(*unchanged)),
    );
    for (key, ids) in [("list-waiting", waiting), ("list-refused", refused)] {
        if !ids.is_empty() {
            asked.say(&Phrase::new(key).with("n", ids.len()).with("count", count(ids.len())).with("ids", few(ids)));
        }
    }
    outcome
}

/// The first ids, and a sign that there are more.
fn few(ids: &[String]) -> String {
    let more = if ids.len() > SHOWN { " …" } else { "" };
    format!("{}{more}", ids.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))
}

fn show_all(asked: &Asked, when: &WhenAmong) -> Result<Outcome, Failure> {
    let (base, as_of) = when.open(asked)?;
    let all = lists::all(&base, as_of.at)?;
    if asked.json {
        let lists: Vec<Value> = all
            .iter()
            .map(|list| json!({ "id": list.list, "count": list.members.len(), "waiting": list.waiting.len() }))
            .collect();
        asked.print_json(&told(&base, json!({ "lists": lists, "as_of": as_of.at.to_string() })));
        return Ok(Outcome::Done);
    }
    if all.is_empty() {
        asked.say(&Phrase::new("list-none"));
        return Ok(Outcome::Done);
    }
    let catalogue = &asked.catalogue;
    let mut rows = table(&["list-name", "segments-count", "list-waiting-head"].map(|key| catalogue.text(key)), &[1, 2]);
    for list in &all {
        let count = |ids: &[String]| catalogue.count(ids.len() as u64);
        rows.add_row([list.list.clone(), count(&list.members), count(&list.waiting)]);
    }
    print(&rows.to_string());
    Ok(Outcome::Done)
}

fn show(asked: &Asked, list: &str, when: &WhenAmong) -> Result<Outcome, Failure> {
    let (base, as_of) = when.open(asked)?;
    let Shown { members, waiting, .. } = lists::shown(&base, list, as_of.at)?;
    if asked.json {
        let answer = json!({ "list": list, "members": members, "waiting": waiting, "as_of": as_of.at.to_string() });
        asked.print_json(&of_whom(&base, told(&base, answer)));
        return Ok(Outcome::Done);
    }
    members.iter().for_each(|id| print(id));
    let catalogue = &asked.catalogue;
    asked.say(
        &Phrase::new("list-shown")
            .with("list", list)
            .with("n", members.len())
            .with("count", catalogue.count(members.len() as u64))
            .with("at", super::when::moment(asked, &base, as_of.at)),
    );
    if !waiting.is_empty() {
        let count = catalogue.count(waiting.len() as u64);
        asked
            .say(&Phrase::new("list-waiting").with("n", waiting.len()).with("count", count).with("ids", few(&waiting)));
    }
    Ok(Outcome::Done)
}
