//! Forecasts saved. No definition can compute them from a customer alone, so they are kept as they were that day: a list for
//! each fifth of the buyers, and a segmentation of these lists that says of which day it is. Saving again renews it.

use model::phrase::Phrase;
use model::time::Instant;

use super::{Told, Value};
use crate::ops::analyses::saving::{Draft, SavedAs, check_free, save_files, texts};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::lists::replace;

/// Parts of the buyers, by value.
const PARTS: usize = 5;

/// Saves the fifths of the buyers by what they will be worth, as of the instant asked about.
pub(crate) fn save(base: &mut Base, found: &Value, named: &SavedAs<'_>, now: Instant) -> Result<Applied, Failure> {
    let Some(told) = &found.forecast else {
        return Err(Failure::Failed(Phrase::new("failed-value-nothing")));
    };
    check_free(base, named, [named.id])?;
    let at = Instant::parse(&found.origin.as_of).unwrap_or(now);
    let parts = fifths(base, told)?;
    let day = base.zone.day(at).to_string();
    let purpose = Phrase::new("value-saved-purpose").with("day", &day).with("days", found.horizon_days);
    let mut draft = Draft::new(&texts(&Phrase::new("value-saved-name").with("name", named.id)), &purpose, "value");
    for (place, (least, ids)) in parts.iter().enumerate() {
        let list = format!("{}-{}", named.id, place + 1);
        replace(base, &list, ids, (at, now))?;
        draft.line("\n[[parts]]");
        draft.set("id", &format!("fifth-{}", place + 1));
        let name = Phrase::new("value-saved-part").with("place", place + 1).with("least", format!("{least:.0}"));
        draft.say("name", &texts(&name.with("currency", &base.store.settings().currency)));
        draft.set("definition", &format!("in list '{list}'"));
    }
    draft.line("\n[rest]");
    draft.set("id", "not-forecast");
    draft.say("name", &texts(&Phrase::new("value-saved-rest")));
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, now)
}

/// The buyers in equal parts by value, the most valuable first: the least value of each part, and the ids.
fn fifths(base: &Base, told: &Told) -> Result<Vec<(f64, Vec<String>)>, Failure> {
    let ids = base.store.customer_ids()?;
    let mut each: Vec<(f64, &String)> = told
        .customers
        .iter()
        .filter_map(|(customer, _, forecast)| Some((forecast.value, ids.get(*customer)?)))
        .collect();
    each.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let part = |rows: &[(f64, &String)]| {
        let least = rows.last().map_or(0.0, |(value, _)| *value);
        (least, rows.iter().map(|(_, id)| (*id).clone()).collect())
    };
    Ok(each.chunks(each.len().div_ceil(PARTS).max(1)).map(part).collect())
}
