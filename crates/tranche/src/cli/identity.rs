//! `tranche identity`: who a customer is, and why.

use clap::Args;
use model::identity::Key;
use model::phrase::Phrase;

use super::tables::table;
use super::{Asked, Outcome, print};
use crate::api::identity::{as_json, effect};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::identity::{Told, Who, who};

/// Who a customer is.
#[derive(Args)]
pub(super) struct Identity {
    #[arg(value_name = "ID")]
    id: String,
}

impl Identity {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let who = who(&base, &self.id)?;
        if asked.json {
            asked.print_json(&as_json(&asked.catalogue, &who));
        } else {
            show(asked, &base, &who);
        }
        Ok(Outcome::Done)
    }
}

fn show(asked: &Asked, base: &Base, who: &Who) {
    let catalogue = &asked.catalogue;
    let head = if who.is_visitor { "identity-visitor" } else { "identity-customer" };
    asked.say(&Phrase::new(head).with("id", &who.id));
    let mut keys = table(&["identity-kind", "identity-key"].map(|key| catalogue.text(key)), &[]);
    for key in &who.keys {
        keys.add_row([key.kind.clone(), key.value.clone()]);
    }
    print(&keys.to_string());
    if !who.links.is_empty() {
        let names =
            ["identity-link", "identity-key", "identity-why", "identity-key", "identity-source", "identity-said"];
        let mut links = table(
            &names.into_iter().chain(["identity-effect"]).map(|key| catalogue.text(key)).collect::<Vec<_>>(),
            &[],
        );
        for told in &who.links {
            let link = &told.stored.link;
            let said = catalogue.moment(link.at, &base.zone);
            let source = format!("{} {}", link.source, link.message);
            let (first, second) = (written(&link.first), written(&link.second));
            links.add_row([
                number(told),
                first,
                why(asked, told),
                second,
                source,
                said,
                effect(&asked.catalogue, told),
            ]);
        }
        print(&links.to_string());
    }
    let count = catalogue.count(who.suspects.len() as u64);
    asked.say(&Phrase::new("identity-suspects").with("n", who.suspects.len()).with("count", count));
    if !who.suspects.is_empty() {
        let head = ["identity-other", "identity-in-common", "customer-value"];
        let mut suspects = table(&head.map(|key| catalogue.text(key)), &[]);
        for suspect in &who.suspects {
            suspects.add_row([suspect.id.clone(), in_common(asked, suspect.in_common), suspect.value.clone()]);
        }
        print(&suspects.to_string());
    }
}

/// A link's number, as it is asked for.
fn number(told: &Told) -> String {
    format!("L{}", told.stored.id)
}

fn written(key: &Key) -> String {
    format!("{} {}", key.kind, key.value)
}

fn why(asked: &Asked, told: &Told) -> String {
    asked.catalogue.say_stored(&format!("identity-why-{}", told.stored.link.reason.name()), std::iter::empty())
}

fn in_common(asked: &Asked, what: &str) -> String {
    asked.catalogue.say_stored(&format!("identity-same-{what}"), std::iter::empty())
}
