//! Tranches of customers by what they are worth, and how concentrated it is.

use analysis::abc::{By, Concentration, Crossing, Cut, Tranche, concentration, cut, parts};
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Columns, Origin, Question, in_order_of_ids};
use super::roster::Roster;
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// What customers are worth, as an expression.
    pub(crate) value: &'a str,
    /// Shares at which tranches end, ascending.
    pub(crate) shares: Vec<f64>,
    /// What they are shares of.
    pub(crate) by: By,
    /// Where the customer goes in whose amount a border falls.
    pub(crate) crossing: Crossing,
    /// Into how many equal parts customers are cut as well.
    pub(crate) n_parts: usize,
}

/// Tranches of customers.
#[derive(Debug, Serialize)]
pub(crate) struct Abc {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// What customers are worth.
    pub(crate) value: String,
    /// Shares at which tranches end.
    pub(crate) cuts: Vec<f64>,
    /// What they are shares of.
    pub(crate) by: By,
    /// Where the customer goes in whose amount a border falls.
    pub(crate) crossing: Crossing,
    /// The tranches and those apart.
    #[serde(flatten)]
    pub(crate) cut: Cut,
    /// How concentrated the amounts are.
    #[serde(flatten)]
    pub(crate) concentration: Concentration,
    /// Equal parts of the customers, the best first.
    pub(crate) parts: Vec<Tranche>,
    /// The customers, by number, in the order of the tranches' rows.
    #[serde(skip)]
    pub(crate) customers: Vec<usize>,
}

impl Abc {
    /// What all ranked customers are worth.
    pub(crate) fn amount(&self) -> f64 {
        self.cut.tranches.iter().map(|tranche| tranche.amount).sum()
    }
}

/// Reads shares such as `80,95` (per cent); `None` unless they ascend between 0 and 100.
pub(crate) fn shares(text: &str) -> Option<Vec<f64>> {
    let share = |part: &str| {
        let number = part.trim().trim_end_matches('%').trim_end().parse::<f64>().ok()?;
        (number > 0.0 && number < 100.0).then_some(number / 100.0)
    };
    let shares: Vec<f64> = text.split(',').map(share).collect::<Option<_>>()?;
    shares.is_sorted_by(|a, b| a < b).then_some(shares)
}

/// The letter of a tranche.
pub(crate) fn letter(place: usize) -> char {
    char::from(b'A' + place.min(25) as u8)
}

/// Cuts customers into tranches.
pub(crate) fn abc(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Abc, Failure> {
    let Columns { customers, columns } = question.columns(&[wanted.value])?;
    let order = in_order_of_ids(question.base, &customers)?;
    let numbers = &columns[0];
    // Whole units add up exactly; what is shown is made of them at the end.
    let units: Vec<f64> = order.iter().map(|row| numbers.units[*row].unwrap_or(0) as f64).collect();
    let mut cut = cut(&units, &wanted.shares, wanted.by, wanted.crossing)?;
    let concentration = concentration(&units)?;
    let mut parts = parts(&units, wanted.n_parts)?;
    let in_money = |tranche: &mut Tranche| {
        tranche.amount = numbers.number(tranche.amount);
        tranche.least = tranche.least.map(|least| numbers.number(least));
        tranche.most = tranche.most.map(|most| numbers.number(most));
    };
    cut.tranches.iter_mut().chain([&mut cut.negative]).chain(&mut parts).for_each(in_money);
    Ok(Abc {
        origin: question.origin(customers.len(), &[wanted.value], &[])?,
        value: wanted.value.to_owned(),
        cuts: wanted.shares.clone(),
        by: wanted.by,
        crossing: wanted.crossing,
        cut,
        concentration,
        parts,
        customers: order.into_iter().map(|row| customers[row]).collect(),
    })
}

/// Each customer's tranche.
pub(crate) fn roster(base: &Base, found: &Abc) -> Result<Roster, Failure> {
    let row = |(customer, tranche): (&usize, &Option<u8>)| {
        (*customer, vec![tranche.map_or_else(String::new, |place| letter(usize::from(place)).to_string())])
    };
    Roster::new(base, &["tranche"], found.customers.iter().zip(&found.cut.of_rows).map(row))
}

/// Saves the tranches as a segmentation by amounts: customers of one amount are in one tranche, that of the best of them.
pub(crate) fn save(base: &mut Base, found: &Abc, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let attribute = named.attribute("amount");
    let name = texts(&Phrase::new("abc-saved-amount").with("name", named.id));
    let mut amount = Draft::new(&name, &Phrase::new("rfm-saved-value").with("name", named.id), "value");
    amount.set("value", &found.value);
    let on = found.origin.as_of.get(..10).unwrap_or(&found.origin.as_of);
    let purpose = Phrase::new("abc-saved-purpose").with("at", on);
    let mut draft = Draft::new(&texts(&Phrase::new("abc-saved-name").with("name", named.id)), &purpose, "value");
    let mut part = |id: String, name: &Phrase, definition: &str| {
        draft.line("\n[[parts]]");
        draft.set("id", &id);
        draft.say("name", &texts(name));
        draft.set("definition", definition);
    };
    if let Some(among) = &found.origin.among {
        part("not-concerned".to_owned(), &Phrase::new("rfm-group-not-concerned"), &format!("not ({among})"));
    }
    let last = found.cut.tranches.len() - 1;
    for (place, tranche) in found.cut.tranches.iter().enumerate() {
        let Some(least) = tranche.least else { continue };
        let letter = letter(place);
        let definition = match place == last {
            true => format!("{attribute} > 0"),
            false => format!("{attribute} >= {}", written(least)),
        };
        let phrase = Phrase::new("abc-tranche").with("letter", letter);
        part(letter.to_ascii_lowercase().to_string(), &phrase, &definition);
    }
    let files = DefinitionFiles {
        attributes: vec![amount.file(&attribute)],
        segments: vec![draft.file(named.id)],
        ..DefinitionFiles::default()
    };
    save_files(base, named, &files, at)
}
