//! The methods that have a page: what each asks, and the use case it calls.

use model::phrase::Phrase;

use crate::findings::{Findings, Voice};
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::roster::Roster;
use crate::ops::analyses::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

mod experiments;
mod questions;
mod segments;
mod times;
mod worth;

/// Methods by what one wants to know, in the order of the page.
pub(super) const FAMILIES: [Family; 5] = [
    Family { id: "worth", methods: worth::METHODS },
    Family { id: "times", methods: times::METHODS },
    Family { id: "segments", methods: segments::METHODS },
    Family { id: "questions", methods: questions::METHODS },
    Family { id: "experiments", methods: experiments::METHODS },
];

/// Methods that tell of the same thing.
pub(super) struct Family {
    /// Its id.
    pub(super) id: &'static str,
    /// Its methods.
    pub(super) methods: &'static [Method],
}

/// Finds what there is to find in a base, as a page asks, and says it.
type Find = fn(&Base, &Frame, &Voice<'_>) -> Result<Findings, Failure>;
/// Saves what is found under a name.
type Save = fn(&mut Base, &Frame, &SavedAs<'_>) -> Result<Applied, Failure>;
/// What is found of each customer.
type Each = fn(&Base, &Frame) -> Result<Roster, Failure>;

/// A method with a page.
pub(super) struct Method {
    /// Its id, also that of its command.
    pub(super) id: &'static str,
    /// Its icon.
    pub(super) icon: &'static str,
    /// What it asks.
    pub(super) fields: &'static [Field],
    /// Names of fields of which one has to be given; nothing is found before.
    pub(super) needs: &'static [&'static str],
    /// Finds what there is to find.
    pub(super) find: Find,
    /// Saves what it finds, where that can be saved.
    pub(super) save: Option<Save>,
    /// What it finds of each customer, where that can be exported.
    pub(super) each: Option<Each>,
}

/// Something that a method asks.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its name in the address.
    pub(super) name: &'static str,
    /// What it is called where the command line explains it.
    pub(super) said_as: &'static str,
    /// What one may choose, the usual one first; nothing where one writes.
    pub(super) choices: &'static [&'static str],
    /// What stands in it when nothing is given.
    pub(super) usual: &'static str,
    /// Whether nothing is found without it.
    pub(super) is_needed: bool,
    /// Whether it stands in the sentence that asks, and not below it.
    pub(super) is_in_sentence: bool,
    /// What the base has for it.
    pub(super) offers: Offers,
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

const AMONG: Field = written("among", "").said_as("among-whom").of(Offers::Groups);

/// What a customer is worth unless something else is said.
const VALUE: &str = "sum(order.amount)";

/// The method of an id.
pub(super) fn named(id: &str) -> Option<&'static Method> {
    FAMILIES.iter().flat_map(|family| family.methods).find(|method| method.id == id)
}

fn question<'b>(base: &'b Base, f: &'b Frame) -> Question<'b> {
    Question { base, as_of: f.as_of, among: f.asking.word("among") }
}

fn word_or<'f>(f: &'f Frame, name: &str, usual: &'f str) -> &'f str {
    f.asking.word(name).unwrap_or(usual)
}

fn number<T: std::str::FromStr>(f: &Frame, name: &'static str, usual: T) -> Result<T, Failure> {
    let unreadable = |text: &str| Failure::Failed(Phrase::new("failed-analysis-number").with("text", text));
    f.asking.word(name).map_or(Ok(usual), |text| text.parse().map_err(|_| unreadable(text)))
}

/// Texts with a semicolon between them.
fn several(f: &Frame, name: &str) -> Vec<String> {
    let given = f.asking.words(name).flat_map(|texts| texts.split(';')).map(str::trim);
    given.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// A share, written as one (`0.05`) or as per cent (`5 %`): a number from one on is per cent.
fn share(f: &Frame, name: &'static str) -> Result<Option<f64>, Failure> {
    let Some(text) = f.asking.word(name) else { return Ok(None) };
    let unreadable = || Failure::Failed(Phrase::new("failed-analysis-share").with("text", text));
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().replace(',', ".");
    let number: f64 = plain.trim_end_matches('%').parse().map_err(|_| unreadable())?;
    let share = if plain.ends_with('%') || number >= 1.0 { number / 100.0 } else { number };
    if (0.0..=1.0).contains(&share) { Ok(Some(share)) } else { Err(unreadable()) }
}

/// A number with or without decimals.
fn decimal(f: &Frame, name: &'static str) -> Result<Option<f64>, Failure> {
    let unreadable = |text: &str| Failure::Failed(Phrase::new("failed-analysis-decimal").with("text", text));
    let read = |text: &str| text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    f.asking.word(name).map(|text| read(text).ok_or_else(|| unreadable(text))).transpose()
}
