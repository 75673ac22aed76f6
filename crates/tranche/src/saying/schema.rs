//! What a change of the base's words comes to, in sentences.

use model::phrase::Phrase;
use model::schema::Field;
use model::value::Type;
use model::written::notation::DayOrder;

use super::refused::shortened;
use crate::catalogue::Catalogue;
use crate::ops::schema::Planned;

/// Values without counterpart that are told one by one.
pub(crate) const SHOWN: usize = 8;

/// What a change comes to.
#[derive(Default)]
pub(crate) struct Said {
    /// What is to differ: what it is of, what it was, what it is to be.
    pub(crate) differences: Vec<(String, String, String)>,
    /// What the other name means for the old one.
    pub(crate) renamed: Option<String>,
    /// How many values there are in the other type, and how many are not.
    pub(crate) counts: Vec<String>,
    /// Values without counterpart.
    pub(crate) unfit: Vec<Unfit>,
    /// How many more of them there are.
    pub(crate) more: Option<String>,
    /// Values refused before that come in.
    pub(crate) taken: Option<String>,
    /// The segments that read the field.
    pub(crate) readers: Option<String>,
    /// Definitions that would be wrong.
    pub(crate) broken: Vec<String>,
}

/// A value without counterpart in the other type.
pub(crate) struct Unfit {
    /// The value, shortened.
    pub(crate) value: String,
    /// How often it comes.
    pub(crate) count: u64,
    /// Why it has none.
    pub(crate) reason: String,
}

/// Says what a change comes to; `kind` names types.
pub(crate) fn planned(catalogue: &Catalogue, planned: &Planned, kind: &dyn Fn(Type) -> String) -> Said {
    let Planned { before, after, renamed, trial, taken, readers, broken, .. } = planned;
    let of = |key: &'static str, n: u64| Phrase::new(key).with("n", n).with("count", catalogue.count(n));
    let mut said = Said { differences: differences(catalogue, before, after, kind), ..Said::default() };
    said.renamed =
        renamed.as_ref().map(|(was, is)| catalogue.say(&Phrase::new("schema-renamed").with("was", was).with("is", is)));
    if let Some(trial) = trial {
        let unfit = trial.n_unfit();
        said.counts.push(catalogue.say(&of("schema-converted", trial.values - unfit).with("type", after.kind.term())));
        if unfit > 0 {
            said.counts.push(catalogue.say(&of("schema-unfit", unfit)));
        }
        let one = |one: &store::UnfitValue| Unfit {
            value: shortened(&one.value),
            count: one.count,
            reason: catalogue.say(&one.reason),
        };
        said.unfit = trial.unfit.iter().take(SHOWN).map(one).collect();
        let more = trial.unfit.len().saturating_sub(SHOWN) as u64;
        said.more = (more > 0).then(|| catalogue.say(&of("schema-unfit-more", more)));
        said.taken = (*taken > 0).then(|| catalogue.say(&of("schema-taken", *taken)));
    }
    if !readers.is_empty() {
        let phrase = Phrase::new("schema-read-by").with("n", readers.len()).with("segments", readers.join(", "));
        said.readers = Some(catalogue.say(&phrase));
    }
    let broken = broken.iter().map(|(id, problem)| {
        catalogue.say(&Phrase::new("schema-breaks").with("id", id).with("problem", catalogue.say(problem)))
    });
    said.broken = broken.collect();
    said
}

fn differences(
    catalogue: &Catalogue,
    before: &Field,
    after: &Field,
    kind: &dyn Fn(Type) -> String,
) -> Vec<(String, String, String)> {
    let label = |field: &Field, language: &str| field.label.get(language).cloned().unwrap_or_default();
    let yes =
        |field: &Field| catalogue.text(if field.sensitive { "schema-is-sensitive" } else { "schema-not-sensitive" });
    let of_label = |language: &str| format!("{} ({language})", catalogue.text("schema-label"));
    let decimal =
        |field: &Field| field.retyped.and_then(|retyped| retyped.decimal).map(String::from).unwrap_or_default();
    let days = |field: &Field| field.retyped.and_then(|retyped| retyped.days).map(DayOrder::code).unwrap_or_default();
    let pairs = [
        (catalogue.text("schema-type"), kind(before.kind), kind(after.kind)),
        (catalogue.text("schema-decimal"), decimal(before), decimal(after)),
        (catalogue.text("schema-days"), days(before).to_owned(), days(after).to_owned()),
        (of_label("en"), label(before, "en"), label(after, "en")),
        (of_label("fr"), label(before, "fr"), label(after, "fr")),
        (catalogue.text("schema-family"), before.family.clone(), after.family.clone()),
        (catalogue.text("schema-sensitive"), yes(before), yes(after)),
    ];
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    pairs.into_iter().filter(|(_, was, is)| was != is).map(|(what, was, is)| (what, shown(was), shown(is))).collect()
}
