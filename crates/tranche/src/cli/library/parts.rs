//! `tranche library show` of a segmentation: its parts in words, with the sizes they would have.

use model::phrase::Phrase;
use model::segment::Texts;
use model::sentence::Sentences;
use serde_json::json;

use crate::cli::{Asked, print};
use crate::ops::base::Base;
use crate::ops::library::LookedParts;

/// Shows a ready-made segmentation.
pub(super) fn show(asked: &Asked, base: &Base, looked: &LookedParts) {
    let LookedParts { segmentation, definitions, sizes, outside, of, lacking, schema } = looked;
    let catalogue = &asked.catalogue;
    let language = catalogue.language.code();
    let text = |texts: &Texts| texts.get(language).or_else(|| texts.get("en")).cloned();
    let sentences = Sentences::new(catalogue.language.of_sentences(), schema, &base.store.settings().currency);
    let name = text(&segmentation.name).unwrap_or_else(|| segmentation.id.clone());
    if asked.json {
        // The rest has no sentence: it is whoever no part took.
        let said = definitions.iter().map(|test| Some(sentences.write(test))).chain([None]);
        let part = |((id, count), sentence): (&(String, usize), Option<String>)| json!({ "id": id, "name": segmentation.name_of(id, language), "sentence": sentence, "count": count });
        asked.print_json(&json!({
            "id": segmentation.id, "name": name, "purpose": text(&segmentation.purpose),
            "parts": sizes.iter().zip(said).map(part).collect::<Vec<_>>(),
            "outside": outside, "missing_streams": lacking.streams, "missing_calendars": lacking.calendars, "of": of,
        }));
        return;
    }
    print(&format!("{name} ({})", segmentation.id));
    print(&format!("  {}", text(&segmentation.purpose).unwrap_or_default()));
    let count = |count: usize| catalogue.count(count as u64);
    for (place, (id, n)) in sizes.iter().enumerate() {
        print("");
        print(&format!("{} ({}) · {}", segmentation.name_of(id, language), id, count(*n)));
        match definitions.get(place) {
            Some(test) => sentences.write_lines(test).iter().for_each(|line| print(&format!("  {line}"))),
            None => print(&format!("  {}", catalogue.text("library-rest"))),
        }
    }
    print("");
    lacking.phrases("segments-unavailable", "library-lacks-calendars").iter().for_each(|phrase| asked.say(phrase));
    let phrase = Phrase::new("library-parts").with("n", sizes.len()).with("of", count(*of));
    asked.say(&phrase.with("outside", count(*outside)));
}
