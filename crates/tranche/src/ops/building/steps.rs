//! One step of building: what a link or a form asks for, done to the definition.

use super::Built;
use super::criteria::first_condition;
use super::edits::{Edit, joined_named};
use super::groups::{Item, Joined, Path};
use super::writing::{Fields, rewritten, typed};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;
use model::forms::{AmongRelatives, Test, Value};
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
        None => ("", rewritten(before, fields, base.schema())),
    };
    let test = found.map_err(|problems| Failure::in_text(None, text, problems))?;
    // What is asked of relatives is chosen among the criteria.
    match (test, fields.get("criterion")) {
        (Test::AmongRelatives(among), Some(id)) => {
            let test = Box::new(first_condition(base, id, as_of)?);
            Ok(AmongRelatives { test, ..among }.into())
        }
        (Test::Compare(mut compare), Some(id)) => {
            if let Value::CountRelatives(count) = &mut *compare.left {
                *count.test = first_condition(base, id, as_of)?;
            }
            Ok(compare.into())
        }
        (test, _) => Ok(test),
    }
}
