//! The methods that can be asked by an address: what each asks, the use case it calls, and what it answers. Pages and the
//! JSON API ask alike.

use model::phrase::Phrase;
use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::roster::Roster;
use crate::ops::analyses::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;
use crate::saying::analyses::{Findings, Voice};
use crate::serve::Asking;

mod experiments;
mod questions;
mod segments;
mod times;
mod worth;

/// Methods by what one wants to know, in the order of the page.
pub(crate) const FAMILIES: [Family; 5] = [
    Family { id: "worth", methods: worth::METHODS },
    Family { id: "times", methods: times::METHODS },
    Family { id: "segments", methods: segments::METHODS },
    Family { id: "questions", methods: questions::METHODS },
    Family { id: "experiments", methods: experiments::METHODS },
];

/// Methods that tell of the same thing.
pub(crate) struct Family {
    /// Its id.
    pub(crate) id: &'static str,
    /// Its methods.
    pub(crate) methods: &'static [Method],
}

/// How a method is asked.
pub(crate) struct Asked<'a> {
    /// The words of the address.
    pub(crate) asking: &'a Asking,
    /// The instant that is asked about.
    pub(crate) as_of: AsOf,
}

/// What a method found.
pub(crate) struct Told {
    /// For programs: what `tranche analyse METHOD --json` prints.
    pub(crate) document: serde_json::Value,
    /// For people.
    pub(crate) findings: Findings,
}

/// Finds what there is to find in a base, and says it.
type Find = fn(&Base, &Asked<'_>, &Voice<'_>) -> Result<Told, Failure>;
/// Saves what is found under a name.
type Save = fn(&mut Base, &Asked<'_>, &SavedAs<'_>) -> Result<Applied, Failure>;
/// What is found of each customer.
type Each = fn(&Base, &Asked<'_>) -> Result<Roster, Failure>;

/// A method.
pub(crate) struct Method {
    /// Its id, also that of its command.
    pub(crate) id: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    /// What it asks.
    pub(crate) fields: &'static [Field],
    /// Names of fields of which one has to be given; nothing is found before.
    pub(crate) needs: &'static [&'static str],
    find: Find,
    /// Saves what it finds, where that can be saved.
    pub(crate) save: Option<Save>,
    /// What it finds of each customer, where that can be exported.
    pub(crate) each: Option<Each>,
}

/// Something that a method asks.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// Its name in the address.
    pub(crate) name: &'static str,
    /// What it is called where the command line explains it.
    pub(crate) said_as: &'static str,
    /// What one may choose, the usual one first; nothing where one writes.
    pub(crate) choices: &'static [&'static str],
    /// What stands in it when nothing is given.
    pub(crate) usual: &'static str,
    /// Whether nothing is found without it.
    pub(crate) is_needed: bool,
    /// Whether it stands in the sentence that asks, and not below it.
    pub(crate) is_in_sentence: bool,
    /// What the base has for it.
    pub(crate) offers: Offers,
}

const fn written(name: &'static str, usual: &'static str) -> Field {
    Field { name, said_as: name, choices: &[], usual, is_needed: false, is_in_sentence: false, offers: Offers::Nothing }
}

const fn needed(name: &'static str, usual: &'static str) -> Field {
    Field { is_needed: true, ..written(name, usual) }
}

const fn chosen(name: &'static str, choices: &'static [&'static str]) -> Field {
    Field { choices, ..written(name, "") }
}

impl Field {
    /// With proposals of what the base has.
    const fn of(self, offers: Offers) -> Field {
        Field { offers, ..self }
    }

    /// Where the command line has another word for it.
    const fn said_as(self, said_as: &'static str) -> Field {
        Field { said_as, ..self }
    }

    /// In the sentence that asks.
    const fn in_sentence(self) -> Field {
        Field { is_in_sentence: true, ..self }
    }
}

impl Method {
    /// Whether all that it needs is given.
    pub(crate) fn is_asked(&self, asking: &Asking) -> bool {
        self.lacks(asking).is_none()
    }

    /// What has to be given first, in words; `None` when all of it is.
    fn lacks(&self, asking: &Asking) -> Option<Phrase> {
        let is_given = |name: &str| asking.word(name).is_some();
        let needed: Vec<&str> = self.fields.iter().filter(|field| field.is_needed).map(|field| field.name).collect();
        if !needed.iter().all(|name| is_given(name)) {
            return Some(Phrase::new("failed-analysis-needs").with("id", self.id).with("names", needed.join(", ")));
        }
        let has_one = self.needs.is_empty() || self.needs.iter().any(|name| is_given(name));
        let one_of = || Phrase::new("failed-analysis-needs-one").with("id", self.id);
        (!has_one).then(|| one_of().with("names", self.needs.join(", ")))
    }

    /// Finds what there is to find, and says it. Refuses choices that are none, and a question that lacks something.
    pub(crate) fn found(&self, base: &Base, asked: &Asked<'_>, voice: &Voice<'_>) -> Result<Told, Failure> {
        self.check(asked.asking)?;
        (self.find)(base, asked, voice)
    }

    /// Refuses choices that are none, and a question that lacks something.
    pub(crate) fn check(&self, asking: &Asking) -> Result<(), Failure> {
        if let Some(phrase) = self.lacks(asking) {
            return Err(Failure::Failed(phrase));
        }
        for field in self.fields.iter().filter(|field| !field.choices.is_empty()) {
            if let Some(text) = asking.word(field.name).filter(|text| !field.choices.contains(text)) {
                let phrase = Phrase::new("failed-analysis-choice").with("text", text).with("name", field.name);
                return Err(Failure::Failed(phrase.with("known", field.choices.join(", "))));
            }
        }
        Ok(())
    }

    /// What it is called.
    pub(crate) fn name(&self, catalogue: &Catalogue) -> String {
        catalogue.text(&format!("analysis-{}", self.id))
    }

    /// What it is for.
    pub(crate) fn about(&self, catalogue: &Catalogue) -> String {
        catalogue.text(&format!("cli-analyse-{}", self.id))
    }

    /// What a field is called: in the method's own words where it has some.
    pub(crate) fn label(&self, field: &Field, catalogue: &Catalogue) -> String {
        let name = field.said_as;
        first_said(catalogue, &[format!("analysis-{}-field-{name}", self.id), format!("analysis-field-{name}")])
    }

    /// What is said of a field: what the command line says holds here too, unless there are words of its own.
    pub(crate) fn hint(&self, field: &Field, catalogue: &Catalogue) -> String {
        let (id, name) = (self.id, field.said_as);
        let keys = [
            format!("analysis-{id}-hint-{name}"),
            format!("analysis-hint-{name}"),
            format!("cli-analyse-{id}-arg-{name}"),
            format!("cli-arg-{name}"),
        ];
        first_said(catalogue, &keys)
    }
}

/// The first of some keys that there is a sentence for.
pub(crate) fn first_said(catalogue: &Catalogue, keys: &[String]) -> String {
    let key = keys.iter().find(|key| catalogue.has(key)).or(keys.last());
    key.map_or_else(String::new, |key| catalogue.text(key))
}

const AMONG: Field = written("among", "").said_as("among-whom").of(Offers::Groups);

/// What a customer is worth unless something else is said.
const VALUE: &str = "sum(order.amount)";

/// The method of an id.
pub(crate) fn named(id: &str) -> Option<&'static Method> {
    FAMILIES.iter().flat_map(|family| family.methods).find(|method| method.id == id)
}

fn told(found: &impl Serialize, findings: Findings) -> Told {
    Told { document: serde_json::to_value(found).unwrap_or_default(), findings }
}

fn question<'b>(base: &'b Base, asked: &'b Asked<'_>) -> Question<'b> {
    Question { base, as_of: asked.as_of, among: asked.asking.word("among") }
}

fn word_or<'w>(asked: &'w Asked<'_>, name: &str, usual: &'w str) -> &'w str {
    asked.asking.word(name).unwrap_or(usual)
}

fn number<T: std::str::FromStr>(asked: &Asked<'_>, name: &'static str, usual: T) -> Result<T, Failure> {
    let unreadable = |text: &str| Failure::Failed(Phrase::new("failed-analysis-number").with("text", text));
    asked.asking.word(name).map_or(Ok(usual), |text| text.parse().map_err(|_| unreadable(text)))
}

/// Texts with a semicolon between them.
fn several(asked: &Asked<'_>, name: &str) -> Vec<String> {
    let given = asked.asking.words(name).flat_map(|texts| texts.split(';')).map(str::trim);
    given.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// A share, written as one (`0.05`) or as per cent (`5 %`): a number from one on is per cent.
fn share(asked: &Asked<'_>, name: &'static str) -> Result<Option<f64>, Failure> {
    let Some(text) = asked.asking.word(name) else { return Ok(None) };
    let unreadable = || Failure::Failed(Phrase::new("failed-analysis-share").with("text", text));
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().replace(',', ".");
    let number: f64 = plain.trim_end_matches('%').parse().map_err(|_| unreadable())?;
    let share = if plain.ends_with('%') || number >= 1.0 { number / 100.0 } else { number };
    if (0.0..=1.0).contains(&share) { Ok(Some(share)) } else { Err(unreadable()) }
}

/// A number with or without decimals.
fn decimal(asked: &Asked<'_>, name: &'static str) -> Result<Option<f64>, Failure> {
    let unreadable = |text: &str| Failure::Failed(Phrase::new("failed-analysis-decimal").with("text", text));
    let read = |text: &str| text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    asked.asking.word(name).map(|text| read(text).ok_or_else(|| unreadable(text))).transpose()
}
