//! The profile of a customer: what is known of them, since when, and where every value comes from.

use std::collections::BTreeMap;

use model::names::Kind;
use model::phrase::Phrase;
use model::schema::Field;
use model::timeline::DatedValue;
use store::Origin;

use crate::ops::base::Base;
use crate::ops::dossier::Dossier;
use crate::ops::failure::Failure;
use crate::ops::origins::origins;
use crate::pages::frame::Frame;
use crate::pages::segment::capitalised;
use crate::saying::origins::told;

/// The families in the order in which the shipped vocabulary has them; what a business added comes after.
const FAMILIES: [&str; 10] =
    ["identity", "who", "where", "tastes", "means", "status", "value", "permission", "source", ""];

/// What is known of a customer.
pub(super) struct Profile {
    pub(super) sections: Vec<Section>,
    /// Where most values come from; empty when nothing is known of it.
    pub(super) mostly: String,
    /// Every value, with those before it.
    pub(super) histories: Vec<History>,
}

/// Attributes of one family.
pub(super) struct Section {
    pub(super) name: String,
    pub(super) facts: Vec<Fact>,
}

/// What an attribute says of the customer.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
    /// Since when, where the value is dated.
    pub(super) since: String,
    /// Where it comes from, where that is not where most values come from.
    pub(super) from: String,
}

/// The values of an attribute, the one in force first.
pub(super) struct History {
    pub(super) name: String,
    pub(super) values: Vec<Held>,
}

/// A value that an attribute has or had.
pub(super) struct Held {
    pub(super) value: String,
    /// Since when it holds.
    pub(super) since: String,
    /// Where it comes from.
    pub(super) from: String,
}

/// The profile by family, with where its values come from.
pub(super) fn profile(base: &Base, f: &Frame, found: &Dossier) -> Result<Profile, Failure> {
    let timeline = &found.seen.timeline;
    let origins = origins(base, &timeline.id, f.as_of)?;
    let said = |origin: &Origin| told(f.catalogue(), origin, f.zone());
    let in_force = |name: &String| origins.get(name).and_then(|values| values.last());
    let mostly = commonest(timeline.attributes.keys().filter_map(in_force).map(said));
    let mut sections: Vec<(&str, Vec<Fact>)> = Vec::new();
    let mut histories = Vec::new();
    for (name, dated) in &timeline.attributes {
        let value = timeline.attribute(name, f.as_of.at);
        let Some(field) = base.schema().attributes.get(name).filter(|_| !value.is_missing()) else { continue };
        let held: Vec<&DatedValue> =
            dated.iter().rev().filter(|value| value.from.is_none_or(|from| from <= f.as_of.at)).collect();
        let since = held.first().and_then(|value| value.from);
        let label = Some(f.one_of(&field.label)).filter(|label| !label.is_empty()).unwrap_or(name);
        let from = in_force(name).map(said).filter(|from| *from != mostly);
        let fact = Fact {
            name: capitalised(label),
            value: f.value_of(name, value, Kind::one(field.kind)),
            since: since.map(|at| f.say(&Phrase::new("explain-since").with("at", f.day(at)))).unwrap_or_default(),
            from: from.unwrap_or_default(),
        };
        if let Some(origins) = origins.get(name) {
            histories.push(History { name: fact.name.clone(), values: values(f, (name, field), &held, origins) });
        }
        match sections.iter_mut().find(|(family, _)| *family == field.family) {
            Some((_, facts)) => facts.push(fact),
            None => {
                sections.push((&field.family, vec![fact]));
            }
        }
    }
    sections.sort_by_key(|(family, _)| family_place(family));
    let named = |(family, facts): (&str, Vec<Fact>)| Section { name: family_name(f, family), facts };
    Ok(Profile { sections: sections.into_iter().map(named).collect(), mostly, histories })
}

/// The values that an attribute has and had, each with where it comes from.
fn values(f: &Frame, (name, field): (&str, &Field), held: &[&DatedValue], origins: &[Origin]) -> Vec<Held> {
    let value = |one: &&DatedValue| {
        let origin = origins.iter().rev().find(|origin| origin.from == one.from);
        let since = one.from.map_or_else(|| f.t("customer-always"), |at| f.day(at));
        Held {
            value: f.value_of(name, &one.value, Kind::one(field.kind)),
            since: f.say(&Phrase::new("explain-since").with("at", since)),
            from: origin.map(|origin| told(f.catalogue(), origin, f.zone())).unwrap_or_default(),
        }
    };
    held.iter().map(value).collect()
}

/// What is said most often; nothing when nothing is said.
fn commonest(said: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    said.for_each(|one| *counts.entry(one).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(said, count)| (*count, std::cmp::Reverse(said.clone())));
    most.map(|(said, _)| said).unwrap_or_default()
}

/// Where a family comes among the others.
pub(in crate::pages) fn family_place(family: &str) -> (usize, String) {
    let place = FAMILIES.iter().position(|known| *known == family).unwrap_or(FAMILIES.len());
    (place, family.to_owned())
}

/// The name of a family of attributes.
pub(in crate::pages) fn family_name(f: &Frame, family: &str) -> String {
    let key = format!("facts-{}", if family.is_empty() { "other" } else { family });
    if f.catalogue().has(&key) { f.t(&key) } else { capitalised(family) }
}
