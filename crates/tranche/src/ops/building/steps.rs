//! One step of building: what a link or a form asks for, done to the definition.

use super::Built;
use super::criteria::first_condition;
use super::edits::{Edit, joined_named};
use super::groups::{Item, Joined, Path};
use super::writing::{Chosen, Fields, rewritten_with, typed};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;
use model::forms::Test;
use model::phrase::Phrase;

/// Where a step leads.
pub(crate) struct Step {
    /// The next text.
    pub(crate) text: String,
    /// Where what was changed stands in it.
    pub(crate) path: Path,
    /// Whether its fields are to be shown.
    pub(crate) opens: bool,
}

/// Does what fields ask for: `do` says what, `at` where. What cannot be done is told, and nothing is changed.
pub(crate) fn step(base: &Base, built: &Built, fields: Fields<'_>, as_of: AsOf) -> Result<Step, Failure> {
    let refused = |place: &str| Failure::Failed(Phrase::new("failed-builder-place").with("place", place));
    let word = fields.get("do").unwrap_or_default();
    let place = fields.get("at").unwrap_or_default();
    let path = Path::read(place).ok_or_else(|| refused(place))?;
    let joined = || {
        let number = fields.get("number").and_then(|number| number.parse().ok()).unwrap_or(2);
        joined_named(fields.get("joined").unwrap_or("any"), Some(number)).unwrap_or(Joined::Any)
    };
    let (edit, opens) = match word {
        "add" => {
            let id = fields.get("criterion").unwrap_or_default();
            let new = fields.get("new").map(|name| joined_named(name, Some(2)).unwrap_or(Joined::Any));
            (Edit::Add(first_condition(base, id, as_of)?, new), true)
        }
        "set" => (Edit::Set(filled_in(base, built, &path, fields, as_of)?), true),
        "join" => (Edit::Join(joined()), false),
        "remove" => (Edit::Remove, false),
        "copy" => (Edit::Duplicate, true),
        "negate" => (Edit::Negate, false),
        "up" => (Edit::Up, false),
        "down" => (Edit::Down, false),
        "wrap" => (Edit::Wrap(Joined::Any), false),
        "unwrap" => (Edit::Unwrap, false),
        "move" => {
            let to = fields.get("to").unwrap_or_default();
            let position = fields.get("position").and_then(|position| position.parse().ok()).unwrap_or(usize::MAX);
            (Edit::Move(Path::read(to).ok_or_else(|| refused(to))?, position), false)
        }
        _ => return Err(refused(word)),
    };
    let (text, path) = built.edited(&path, &edit)?;
    Ok(Step { text, path, opens })
}

/// The condition that the fields of its form mean, or that was typed in its place.
fn filled_in(base: &Base, built: &Built, path: &Path, fields: Fields<'_>, as_of: AsOf) -> Result<Test, Failure> {
    let before = match built.root.as_ref().and_then(|root| root.item_at(path)) {
        Some(Item::Condition(test)) => test,
        _ => return Err(Failure::Failed(Phrase::new("failed-builder-place").with("place", path))),
    };
    let (text, found) = match fields.get("code") {
        Some(text) => (text, typed(text, base.schema(), &base.segment_ids()?)),
        None => {
            let chosen = chosen(base, fields, as_of)?;
            ("", rewritten_with(before, fields, &chosen, base.schema()))
        }
    };
    found.map_err(|problems| Failure::in_text(None, text, problems))
}

/// The criteria that were chosen in fields, each as the condition that it begins with.
fn chosen(base: &Base, fields: Fields<'_>, as_of: AsOf) -> Result<Chosen, Failure> {
    let is_of_criteria = |name: &str| matches!(name.rsplit('.').next(), Some("criterion" | "also"));
    let of_criteria = fields.0.iter().filter(|(name, id)| is_of_criteria(name) && !id.is_empty());
    of_criteria.map(|(name, id)| Ok((name.clone(), first_condition(base, id, as_of)?))).collect()
}
