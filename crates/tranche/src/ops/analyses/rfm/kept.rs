//! Groups of recency, frequency and monetary value saved as a segmentation with the cut-points that were used, so that
//! each customer's group can be told from that customer alone.

use analysis::rfm::Cuts;
use analysis::rfm::grids::{Grid, Range, Ranges};
use model::phrase::Phrase;
use model::time::Instant;

use super::{Frozen, Rfm, Scored};
use crate::ops::analyses::roster::Roster;
use crate::ops::analyses::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::failure::Failure;

/// Each customer's values, scores and group.
pub(crate) fn roster(base: &Base, found: &Rfm) -> Result<Roster, Failure> {
    let row = |scored: &Scored| {
        let numbers = scored.values.iter().map(f64::to_string).chain(scored.scores.iter().map(u8::to_string));
        (scored.customer, numbers.chain([found.groups[scored.group].id.to_owned()]).collect())
    };
    let heads = ["recency_days", "orders", "amount", "r", "f", "m", "group"];
    Roster::new(base, &heads, found.scored.iter().map(row))
}

/// Saves the groups as a segmentation, and what they are made of as attributes.
pub(crate) fn save(base: &mut Base, found: &Rfm, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let Some(frozen) = &found.cut_points else {
        return Err(Failure::Failed(Phrase::new("failed-rfm-rank-saved")));
    };
    let files = DefinitionFiles {
        attributes: attributes(found, named),
        segments: vec![segmentation(found, frozen, named)],
        ..DefinitionFiles::default()
    };
    save_files(base, named, &files, at)
}

fn attributes(found: &Rfm, named: &SavedAs<'_>) -> Vec<DefinitionFile> {
    let one = |what: &str, key: &'static str, value: &str| {
        let purpose = Phrase::new("rfm-saved-value").with("name", named.id);
        let mut draft = Draft::new(&texts(&Phrase::new(key).with("name", named.id)), &purpose, "value");
        draft.set("value", value);
        draft.file(&named.attribute(what))
    };
    vec![
        one("amount", "rfm-saved-amount", &found.expressions.monetary),
        one("days", "rfm-saved-days", &found.expressions.recency),
        one("orders", "rfm-saved-orders", &found.expressions.frequency),
    ]
}

fn segmentation(found: &Rfm, frozen: &Frozen, named: &SavedAs<'_>) -> DefinitionFile {
    let grid = Grid::named(found.grid).expect("figures name a grid that there is");
    let names = ["days", "orders", "amount"].map(|what| named.attribute(what));
    let purpose = Phrase::new("rfm-saved-purpose")
        .with("grid", format!("@rfm-grid-{}", found.grid))
        .with("at", frozen.as_of.as_ref().map_or("–", |at| at.get(..10).unwrap_or(at)));
    let mut draft = Draft::new(&texts(&Phrase::new("rfm-saved-name").with("name", named.id)), &purpose, "rfm");
    let mut part = |id: &str, key: String, definition: &str| {
        draft.line("\n[[parts]]");
        draft.set("id", id);
        draft.say("name", &texts(&Phrase::new("rfm-said").with("name", format!("@{key}"))));
        draft.set("definition", definition);
    };
    if let Some(among) = &found.origin.among {
        part("not-concerned", "rfm-group-not-concerned".to_owned(), &format!("not ({among})"));
    }
    let [days, orders, _] = &names;
    part("prospects", "rfm-group-prospects".to_owned(), &format!("{days} is unknown or {orders} <= 0"));
    for (place, group) in grid.groups.iter().enumerate() {
        let condition = |ranges: &Ranges| condition(&frozen.cuts, grid.levels, ranges, &names);
        let tests: Vec<String> = grid.ranges_of(place).iter().filter_map(condition).collect();
        if !tests.is_empty() {
            part(group.id, format!("rfm-group-{}", group.id), &tests.join("\nor "));
        }
    }
    draft.file(named.id)
}

/// That scores lie within ranges, as a test of what they are made of; `None` where equal cuts leave nothing between them.
fn condition(cuts: &Cuts, levels: u8, [r, f, m]: &Ranges, [days, orders, amount]: &[String; 3]) -> Option<String> {
    let of_more = |name: &str, cuts: &[f64], (first, last): Range| {
        let least = (first > 1).then(|| cuts[usize::from(first - 2)]);
        let most = (last < levels).then(|| cuts[usize::from(last - 1)]);
        between(name, least.map(|cut| (">", cut)), most.map(|cut| ("<=", cut)))
    };
    // Fewer days have the better score: so many cuts lie strictly above them.
    let of_days = |name: &str, cuts: &[f64], (first, last): Range| {
        let least = (last < levels).then(|| cuts[usize::from(levels - 1 - last)]);
        let most = (first > 1).then(|| cuts[usize::from(levels - first)]);
        between(name, least.map(|cut| (">=", cut)), most.map(|cut| ("<", cut)))
    };
    let tests = [
        of_days(days, &cuts.recency, *r)?,
        of_more(orders, &cuts.frequency, *f)?,
        of_more(amount, &cuts.monetary, *m)?,
    ];
    let tests = tests.concat();
    Some(if tests.is_empty() { format!("{orders} is known") } else { tests.join(" and ") })
}

type Bound = Option<(&'static str, f64)>;

/// The tests of a value's bounds; `None` when nothing lies between them.
fn between(name: &str, least: Bound, most: Bound) -> Option<Vec<String>> {
    if least.zip(most).is_some_and(|((_, least), (_, most))| least >= most) {
        return None;
    }
    let test = |(sign, cut): (&str, f64)| format!("{name} {sign} {}", written(cut));
    Some(least.into_iter().chain(most).map(test).collect())
}
