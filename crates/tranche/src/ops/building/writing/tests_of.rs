//! The conditions inside a condition that fields mean: what is asked of relatives, of those who are compared, and several
//! of them joined.

use model::forms::{And, Test};
use model::phrase::Problem;
use model::schema::Schema;

use super::{Part, condition};
use crate::ops::building::edits::joined_named;
use crate::ops::building::groups::{Group, Item, Joined};

/// The test that fields mean: the one there was, as it is filled in; one chosen in its place; one more beside it. None
/// where it was taken out, or none was ever chosen.
pub(super) fn test(part: &Part<'_>, before: Option<&Test>, schema: &Schema) -> Result<Option<Test>, Vec<Problem>> {
    if part.is_dropped(part) {
        return Ok(None);
    }
    let filled = match (part.chosen("criterion"), before) {
        (Some(chosen), _) => Some(chosen.clone()),
        (None, Some(before)) => Some(condition(before, part, schema)?),
        (None, None) => None,
    };
    Ok(match (filled, part.chosen("also")) {
        (Some(Test::And(and)), Some(also)) => {
            Some(And { tests: and.tests.into_iter().chain([also.clone()]).collect() }.into())
        }
        (Some(test), Some(also)) => Some(And { tests: vec![test, also.clone()] }.into()),
        (test, also) => test.or(also.cloned()),
    })
}

/// Several conditions as they are filled in; as they were where all of them were taken out.
pub(super) fn joined(part: &Part<'_>, before: &Group, schema: &Schema) -> Result<Option<Test>, Vec<Problem>> {
    let mut group = Group { joined: how(part, before.joined)?, items: Vec::new() };
    for (position, item) in before.items.iter().enumerate() {
        let own = part.part(&format!("c{position}."));
        let Some(test) = item.test().filter(|_| !part.is_dropped(&own)) else { continue };
        group.items.push(Item::of(condition(&test, &own, schema)?));
    }
    Ok(match (group.joined, &*group.items) {
        (Joined::All | Joined::Any, [alone]) => alone.test(),
        _ => group.test(),
    })
}

/// How tests are joined.
pub(super) fn how(part: &Part<'_>, before: Joined) -> Result<Joined, Vec<Problem>> {
    let number = match before {
        Joined::Number(_, number) => number,
        _ => 2,
    };
    let number = part.count("number", number)?;
    Ok(match part.get("joined") {
        Some(word) => joined_named(word, Some(number)).unwrap_or(before),
        None => before,
    })
}
