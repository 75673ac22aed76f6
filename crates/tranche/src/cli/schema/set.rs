//! `tranche schema set`: changing the words of the base.

use clap::Args;
use model::phrase::Phrase;
use model::schema::Field;
use model::value::Type;
use model::written::notation::DayOrder;
use serde_json::json;

use crate::cli::{Asked, Outcome};
use crate::ops::failure::Failure;
use crate::ops::schema::{Change, Planned, plan};
use crate::saying::refused::shortened;

/// Values without counterpart that are shown.
const SHOWN: usize = 8;

/// What is to change of a field.
#[derive(Args)]
pub(super) struct Set {
    #[arg(long, value_name = "NAME", requires = "name")]
    rename: Option<String>,
    #[arg(long = "type", value_name = "TYPE", value_parser = kinds(), requires = "name")]
    kind: Option<String>,
    #[arg(long, value_name = ".|,", value_parser = [".", ","], requires = "name")]
    decimal: Option<String>,
    #[arg(long, value_name = "dmy|mdy", value_parser = ["dmy", "mdy"], requires = "name")]
    days: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    label_en: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    label_fr: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    family: Option<String>,
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], requires = "name")]
    sensitive: Option<String>,
    #[arg(long, requires = "name", conflicts_with = "yes")]
    check: bool,
    #[arg(long, requires = "name")]
    yes: bool,
}

/// The names of all types.
fn kinds() -> clap::builder::PossibleValuesParser {
    Type::ALL.map(Type::name).into()
}

impl Set {
    pub(super) fn run(&self, asked: &Asked, name: &str) -> Result<Outcome, Failure> {
        let mut base = if self.check { asked.open()? } else { asked.open_to_write()? };
        let planned = plan(&base, name, &self.change())?;
        let is_made = planned.is_change() && !self.check && (self.yes || !planned.is_grave());
        if is_made {
            planned.make(&mut base, asked.now)?;
        }
        if asked.json {
            asked.print_json(&self.as_json(name, &planned, is_made));
        } else {
            show(asked, name, &planned);
        }
        if is_made || !planned.is_change() || self.check {
            let key = match (planned.is_change(), self.check) {
                (false, _) => "schema-unchanged",
                (true, true) => "schema-would-change",
                (true, false) => "schema-changed",
            };
            if !asked.json {
                asked.say(&Phrase::new(key).with("name", name));
            }
            return Ok(Outcome::Done);
        }
        Err(Failure::Failed(Phrase::new("failed-unconfirmed").with("name", name)))
    }

    fn change(&self) -> Change {
        let labels = [("en", &self.label_en), ("fr", &self.label_fr)];
        Change {
            name: self.rename.clone(),
            kind: self.kind.as_deref().and_then(Type::named),
            decimal: self.decimal.as_ref().and_then(|mark| mark.chars().next()),
            days: self.days.as_ref().map(|order| match order.as_str() {
                "dmy" => DayOrder::DayFirst,
                _ => DayOrder::MonthFirst,
            }),
            labels: labels.into_iter().filter_map(|(language, label)| Some((language, label.clone()?))).collect(),
            family: self.family.clone(),
            sensitive: self.sensitive.as_ref().map(|answer| answer == "yes"),
        }
    }

    fn as_json(&self, name: &str, planned: &Planned, is_made: bool) -> serde_json::Value {
        let Planned { before, after, renamed, trial, taken, readers, broken, .. } = planned;
        let values = trial.as_ref().map(|trial| {
            let unfit = trial.unfit.iter().take(SHOWN);
            let unfit: Vec<_> = unfit
                .map(|unfit| json!({ "value": unfit.value, "count": unfit.count, "reason": unfit.reason.key }))
                .collect();
            json!({ "values": trial.values, "unfit": trial.n_unfit(), "examples": unfit })
        });
        let broken: Vec<&String> = broken.iter().map(|(id, _)| id).collect();
        let renamed = renamed.as_ref().map(|(was, is)| json!({ "from": was, "to": is }));
        json!({ "name": name, "renamed": renamed, "before": before, "after": after, "changed": planned.is_change(), "check": self.check,
            "made": is_made, "conversion": values, "taken": taken, "read_by": readers, "broken": broken })
    }
}

/// Tells what a change comes to.
fn show(asked: &Asked, name: &str, planned: &Planned) {
    let catalogue = &asked.catalogue;
    for (what, was, is) in differences(asked, &planned.before, &planned.after) {
        asked.say(&Phrase::new("schema-change").with("what", what).with("was", was).with("is", is));
    }
    if let Some((was, is)) = &planned.renamed {
        asked.say(&Phrase::new("schema-renamed").with("was", was).with("is", is));
    }
    if let Some(trial) = &planned.trial {
        let unfit = trial.n_unfit();
        let fit = trial.values - unfit;
        let of = |key: &'static str, n: u64| Phrase::new(key).with("n", n).with("count", catalogue.count(n));
        asked.say(&of("schema-converted", fit).with("type", planned.after.kind.term()));
        if unfit > 0 {
            asked.say(&of("schema-unfit", unfit));
            for one in trial.unfit.iter().take(SHOWN) {
                let phrase = of("schema-unfit-value", one.count)
                    .with("value", shortened(&one.value))
                    .with("reason", catalogue.say(&one.reason));
                asked.say(&phrase);
            }
            let more = trial.unfit.len().saturating_sub(SHOWN);
            if more > 0 {
                asked.say(&of("schema-unfit-more", more as u64));
            }
        }
        if planned.taken > 0 {
            asked.say(&of("schema-taken", planned.taken));
        }
    }
    if !planned.readers.is_empty() {
        let n = planned.readers.len();
        asked.say(&Phrase::new("schema-read-by").with("n", n).with("segments", planned.readers.join(", ")));
    }
    for (id, problem) in &planned.broken {
        let phrase = Phrase::new("schema-breaks").with("id", id).with("problem", catalogue.say(problem));
        asked.say(&phrase.with("name", name));
    }
}

fn differences(asked: &Asked, before: &Field, after: &Field) -> Vec<(String, String, String)> {
    let catalogue = &asked.catalogue;
    let label = |field: &Field, language: &str| field.label.get(language).cloned().unwrap_or_default();
    let yes =
        |field: &Field| catalogue.text(if field.sensitive { "schema-is-sensitive" } else { "schema-not-sensitive" });
    let of_label = |language: &str| format!("{} ({language})", catalogue.text("schema-label"));
    let decimal =
        |field: &Field| field.retyped.and_then(|retyped| retyped.decimal).map(String::from).unwrap_or_default();
    let days = |field: &Field| field.retyped.and_then(|retyped| retyped.days).map(DayOrder::code).unwrap_or_default();
    let pairs = [
        (catalogue.text("schema-type"), before.kind.name().to_owned(), after.kind.name().to_owned()),
        (catalogue.text("schema-decimal"), decimal(before), decimal(after)),
        (catalogue.text("schema-days"), days(before).to_owned(), days(after).to_owned()),
        (of_label("en"), label(before, "en"), label(after, "en")),
        (of_label("fr"), label(before, "fr"), label(after, "fr")),
        (catalogue.text("schema-family"), before.family.clone(), after.family.clone()),
        (catalogue.text("schema-sensitive"), yes(before), yes(after)),
    ];
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    pairs.into_iter().filter(|(_, was, is)| was != is).map(|(what, was, is)| (what, shown(was), shown(is))).collect()
}
