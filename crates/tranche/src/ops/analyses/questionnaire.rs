//! Answers of a questionnaire: the score of several items, how well they belong together, and the score as an attribute.

use analysis::questionnaires::{Answered, Item, Scale, answered};
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::saving::{Draft, SavedAs, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// The items, as expressions that are numbers.
    pub(crate) items: &'a [String],
    /// Those of them whose high answers mean little.
    pub(crate) reversed: &'a [String],
    /// The scale of all.
    pub(crate) scale: Scale,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Questionnaire {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The items.
    pub(crate) items: Vec<Asked>,
    /// The scale.
    pub(crate) scale: Scale,
    /// Customers who answered anything.
    pub(crate) respondents: usize,
    /// What the answers say.
    #[serde(flatten)]
    pub(crate) answered: Answered,
}

/// An item.
#[derive(Debug, Serialize)]
pub(crate) struct Asked {
    /// Its expression.
    pub(crate) expression: String,
    /// Whether it counts the other way.
    pub(crate) is_reversed: bool,
}

/// Scores a questionnaire.
pub(crate) fn questionnaire(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Questionnaire, Failure> {
    if let Some(name) = wanted.reversed.iter().find(|name| !wanted.items.contains(name)) {
        return Err(Failure::Failed(Phrase::new("failed-questionnaire-reversed").with("name", name)));
    }
    let expressions: Vec<&str> = wanted.items.iter().map(String::as_str).collect();
    let columns = question.columns(&expressions)?;
    let has_answer = |row: &usize| columns.columns.iter().any(|column| column.units[*row].is_some());
    let rows: Vec<usize> = (0..columns.customers.len()).filter(has_answer).collect();
    let answers: Vec<Vec<f64>> = columns
        .columns
        .iter()
        .map(|column| rows.iter().map(|row| column.at(*row).unwrap_or(f64::NAN)).collect())
        .collect();
    let is_reversed = |place: usize| wanted.reversed.contains(&wanted.items[place]);
    let items: Vec<Item<'_>> =
        answers.iter().enumerate().map(|(place, answers)| Item { answers, is_reversed: is_reversed(place) }).collect();
    let answered = answered(&items, wanted.scale)?;
    let asked = |(place, expression): (usize, &String)| Asked {
        expression: expression.clone(),
        is_reversed: is_reversed(place),
    };
    Ok(Questionnaire {
        origin: question.origin(columns.customers.len(), &expressions, &[])?,
        items: wanted.items.iter().enumerate().map(asked).collect(),
        scale: wanted.scale,
        respondents: rows.len(),
        answered,
    })
}

/// Saves the score as an attribute, computed anew from the answers: the mean of the items, reversed ones the other way.
/// It is missing for whoever left one out.
pub(crate) fn save(
    base: &mut Base,
    found: &Questionnaire,
    named: &SavedAs<'_>,
    at: Instant,
) -> Result<Applied, Failure> {
    let both = written(found.scale.low + found.scale.high);
    let one = |item: &Asked| match item.is_reversed {
        true => format!("({both} - ({}))", item.expression),
        false => format!("({})", item.expression),
    };
    let sum = found.items.iter().map(one).collect::<Vec<_>>().join(" + ");
    let purpose = Phrase::new("questionnaire-saved-purpose").with("count", found.items.len());
    let mut draft =
        Draft::new(&texts(&Phrase::new("questionnaire-saved-name").with("name", named.id)), &purpose, "found");
    draft.set("value", &format!("({sum}) / {}", found.items.len()));
    let attributes = vec![draft.file(&named.attribute("score"))];
    super::saving::save_files(base, named, &DefinitionFiles { attributes, ..DefinitionFiles::default() }, at)
}
