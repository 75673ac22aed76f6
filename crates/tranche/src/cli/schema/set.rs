//! `tranche schema set`: changing the words of the base.

use clap::Args;
use model::phrase::Phrase;
use model::value::Type;

use crate::api::schema::planned_as_json;
use crate::cli::{Asked, Outcome, print};
use crate::ops::failure::Failure;
use crate::ops::schema::{Change, Planned, plan};
use crate::saying::schema::planned as said;

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
            let mut told = planned_as_json(name, &planned, is_made);
            told["check"] = self.check.into();
            asked.print_json(&told);
        } else {
            show(asked, &planned);
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
        Change::of(|word| {
            let said = match word {
                "rename" => &self.rename,
                "type" => &self.kind,
                "decimal" => &self.decimal,
                "days" => &self.days,
                "label_en" => &self.label_en,
                "label_fr" => &self.label_fr,
                "family" => &self.family,
                "sensitive" => &self.sensitive,
                _ => return None,
            };
            said.clone()
        })
    }
}

/// Tells what a change comes to.
fn show(asked: &Asked, planned: &Planned) {
    let said = said(&asked.catalogue, planned, &|kind| kind.name().to_owned());
    for (what, was, is) in said.differences {
        asked.say(&Phrase::new("schema-change").with("what", what).with("was", was).with("is", is));
    }
    said.renamed.into_iter().chain(said.counts).for_each(|line| print(&line));
    for one in said.unfit {
        let count = asked.catalogue.count(one.count);
        let phrase = Phrase::new("schema-unfit-value").with("value", one.value).with("n", one.count);
        asked.say(&phrase.with("count", count).with("reason", one.reason));
    }
    said.more.into_iter().chain(said.taken).chain(said.readers).chain(said.broken).for_each(|line| print(&line));
}
