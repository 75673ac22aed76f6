//! `tranche schema set`: changing the words of the base.

use clap::Args;
use model::phrase::Phrase;
use model::schema::Field;
use model::value::Type;
use serde_json::json;

use crate::cli::{Asked, Outcome};
use crate::ops::failure::Failure;
use crate::ops::schema::{Change, Changed, set};

/// What is to change of a field.
#[derive(Args)]
pub(super) struct Set {
    #[arg(long = "type", value_name = "TYPE", value_parser = ["text", "category"], requires = "name")]
    kind: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    label_en: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    label_fr: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "name")]
    family: Option<String>,
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], requires = "name")]
    sensitive: Option<String>,
    #[arg(long, requires = "name")]
    check: bool,
}

impl Set {
    pub(super) fn run(&self, asked: &Asked, name: &str) -> Result<Outcome, Failure> {
        let labels = [("en", &self.label_en), ("fr", &self.label_fr)];
        let change = Change {
            kind: self.kind.as_ref().map(|kind| if kind == "text" { Type::Text } else { Type::Category }),
            labels: labels.into_iter().filter_map(|(language, label)| Some((language, label.clone()?))).collect(),
            family: self.family.clone(),
            sensitive: self.sensitive.as_ref().map(|answer| answer == "yes"),
        };
        let mut base = if self.check { asked.open()? } else { asked.open_to_write()? };
        let changed = set(&mut base, name, &change, self.check)?;
        let Changed { before, after } = &changed;
        if asked.json {
            let is_changed = before != after;
            asked.print_json(
                &json!({ "name": name, "before": before, "after": after, "changed": is_changed, "check": self.check }),
            );
            return Ok(Outcome::Done);
        }
        if before == after {
            asked.say(&Phrase::new("schema-unchanged").with("name", name));
            return Ok(Outcome::Done);
        }
        for (what, was, is) in differences(asked, before, after) {
            asked.say(&Phrase::new("schema-change").with("what", what).with("was", was).with("is", is));
        }
        let key = if self.check { "schema-would-change" } else { "schema-changed" };
        asked.say(&Phrase::new(key).with("name", name));
        Ok(Outcome::Done)
    }
}

fn differences(asked: &Asked, before: &Field, after: &Field) -> Vec<(String, String, String)> {
    let catalogue = &asked.catalogue;
    let label = |field: &Field, language: &str| field.label.get(language).cloned().unwrap_or_default();
    let yes =
        |field: &Field| catalogue.text(if field.sensitive { "schema-is-sensitive" } else { "schema-not-sensitive" });
    let of_label = |language: &str| format!("{} ({language})", catalogue.text("schema-label"));
    let pairs = [
        (catalogue.text("schema-type"), before.kind.name().to_owned(), after.kind.name().to_owned()),
        (of_label("en"), label(before, "en"), label(after, "en")),
        (of_label("fr"), label(before, "fr"), label(after, "fr")),
        (catalogue.text("schema-family"), before.family.clone(), after.family.clone()),
        (catalogue.text("schema-sensitive"), yes(before), yes(after)),
    ];
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    pairs.into_iter().filter(|(_, was, is)| was != is).map(|(what, was, is)| (what, shown(was), shown(is))).collect()
}
