//! `tranche analyse`: what the data show, with figures that can be saved as live definitions.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::phrase::Phrase;
use serde::Serialize;
use serde_json::{Value, json};

use super::bars::Bar;
use super::tables::table;
use super::when::{When, moment};
use super::{Asked, Outcome, print};
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;
use crate::saying::analyses::alone::alone;
use crate::saying::analyses::{Cell, Findings, Sheet, Voice};

mod abc;
mod arms;
mod breakdown;
mod channels;
mod cohorts;
mod comparison;
mod coupons;
mod drivers;
mod hours;
mod hypothesis;
mod overlap;
mod prices;
mod questionnaire;
mod replenishment;
mod rfm;
mod size;
mod useful;
mod value;
mod waiting;
mod writing;

use writing::{write_roster, write_whole};

/// What the data show.
#[derive(Args)]
pub(super) struct Analyse {
    #[command(subcommand)]
    method: Method,
}

#[derive(Subcommand)]
enum Method {
    Rfm(rfm::Rfm),
    Abc(abc::Abc),
    Overlap(overlap::Overlap),
    Waiting(waiting::Waiting),
    Cohorts(cohorts::Cohorts),
    Compare(comparison::Compare),
    By(breakdown::By),
    Coupons(coupons::Coupons),
    Prices(prices::Prices),
    Useful(useful::Useful),
    Hours(hours::Hours),
    Channels(channels::Channels),
    Hypothesis(hypothesis::Hypothesis),
    Arms(arms::Arms),
    Drivers(drivers::Drivers),
    Size(size::Size),
    Value(value::Value),
    Replenishment(replenishment::Replenishment),
    Questionnaire(questionnaire::Questionnaire),
}

impl Analyse {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        asked.working.replace(Some(Bar::working(&asked.catalogue.text("analyse-working"), &asked.catalogue)));
        let outcome = self.method.run(asked);
        asked.working.take();
        outcome
    }
}

impl Method {
    fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        match self {
            Method::Rfm(rfm) => rfm.run(asked),
            Method::Abc(abc) => abc.run(asked),
            Method::Overlap(overlap) => overlap.run(asked),
            Method::Waiting(waiting) => waiting.run(asked),
            Method::Cohorts(cohorts) => cohorts.run(asked),
            Method::Compare(compare) => compare.run(asked),
            Method::By(by) => by.run(asked),
            Method::Coupons(coupons) => coupons.run(asked),
            Method::Prices(prices) => prices.run(asked),
            Method::Useful(useful) => useful.run(asked),
            Method::Hours(hours) => hours.run(asked),
            Method::Channels(channels) => channels.run(asked),
            Method::Hypothesis(hypothesis) => hypothesis.run(asked),
            Method::Arms(arms) => arms.run(asked),
            Method::Drivers(drivers) => drivers.run(asked),
            Method::Size(size) => size.run(asked),
            Method::Value(value) => value.run(asked),
            Method::Replenishment(replenishment) => replenishment.run(asked),
            Method::Questionnaire(questionnaire) => questionnaire.run(asked),
        }
    }
}

/// What every analysis is asked with.
#[derive(Args)]
struct Asking {
    #[command(flatten)]
    when: When,
    #[arg(long = "among", value_name = "EXPR", allow_hyphen_values = true)]
    among_whom: Option<String>,
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Asking {
    fn open(&self, asked: &Asked) -> Result<(Base, AsOf), Failure> {
        self.when.open(asked)
    }

    fn question<'b>(&'b self, base: &'b Base, as_of: AsOf) -> Question<'b> {
        Question { base, as_of, among: self.among_whom.as_deref() }
    }
}

/// The name that a result is saved under.
#[derive(Args)]
struct Saving {
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    #[arg(long, requires = "save")]
    replace: bool,
}

impl Saving {
    /// Saves a result when that is asked, and tells what came in.
    fn save(
        &self,
        asked: &Asked,
        save: impl FnOnce(&mut Base, &SavedAs<'_>) -> Result<Applied, Failure>,
    ) -> Result<Option<Applied>, Failure> {
        let Some(id) = &self.save else { return Ok(None) };
        let mut base = asked.open_to_write()?;
        save(&mut base, &SavedAs { id, replaces: self.replace }).map(Some)
    }
}

/// Shows what was found: one JSON document, the first table as CSV, or sentences and tables.
fn show(
    asked: &Asked,
    asking: &Asking,
    (base, as_of): (&Base, AsOf),
    found: &impl Serialize,
    say: impl FnOnce(&Voice<'_>) -> Findings,
    saved: Option<&Applied>,
) -> Result<Outcome, Failure> {
    asked.working.take();
    let voice = Voice { catalogue: &asked.catalogue, currency: &base.store.settings().currency, zone: &base.zone };
    let findings = say(&voice);
    if let Some(path) = &asking.html {
        let at = moment(asked, base, as_of.at);
        let page = alone(&[&findings], &findings.title, &voice, (&base.store.settings().name, &at))?;
        write_whole(path, page.as_bytes())?;
    }
    if asked.json {
        let mut document = serde_json::to_value(found).unwrap_or(Value::Null);
        if let Some(saved) = saved {
            document["saved"] = json!({ "added": saved.added, "changed": saved.changed, "unchanged": saved.unchanged });
        }
        asked.print_json(&document);
        return Ok(Outcome::Done);
    }
    if asking.csv {
        findings.sheets.first().into_iter().for_each(print_csv);
        return Ok(Outcome::Done);
    }
    say_all(&findings, &voice);
    asked.say(&Phrase::new("analyse-done").with("at", moment(asked, base, as_of.at)));
    if let Some(saved) = saved {
        let ids = [saved.added.as_slice(), &saved.changed, &saved.unchanged].concat().join(", ");
        asked.say(&Phrase::new("analyse-saved").with("ids", ids));
    }
    if let Some(path) = &asking.html {
        asked.say(&Phrase::new("analyse-written").with("file", path.display()));
    }
    Ok(Outcome::Done)
}

/// Prints tables, then sentences: these are what is read last.
fn say_all(findings: &Findings, voice: &Voice<'_>) {
    for (place, sheet) in findings.sheets.iter().enumerate() {
        if place > 0 {
            print(&sheet.title);
        }
        print_sheet(sheet, voice);
    }
    findings.warns.iter().chain(&findings.says).for_each(|sentence| print(sentence));
}

fn print_sheet(sheet: &Sheet, voice: &Voice<'_>) {
    let said = sheet.said(voice);
    let right: Vec<usize> = (0..said.heads.len()).filter(|column| said.heads[*column].1).collect();
    let heads: Vec<String> = said.heads.into_iter().map(|(head, _)| head).collect();
    let mut rows = table(&heads, &right);
    for row in said.rows {
        rows.add_row(row);
    }
    print(&rows.to_string());
}

fn print_csv(sheet: &Sheet) {
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    // A reader that stops listening is no failure.
    let _ = writer.write_record(&sheet.heads);
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(Cell::plain));
    }
    let _ = writer.flush();
}
