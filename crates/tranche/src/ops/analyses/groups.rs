//! The groups that a study compared, saved as a segmentation: each customer counts with the first group that has them.

use model::phrase::Phrase;
use model::segment::Texts;
use model::text::printer::text_of;
use model::time::Instant;

use super::gathered::segment_or_definition;
use super::saving::{Draft, SavedAs, save_files, texts};
use crate::catalogue::Language;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::definitions::in_words;
use crate::ops::failure::Failure;

/// Saves groups, given as segments' ids or definitions, in their order; everybody else is the rest.
pub(crate) fn save(
    base: &mut Base,
    groups: &[&str],
    among: Option<&str>,
    named: &SavedAs<'_>,
    now: Instant,
) -> Result<Applied, Failure> {
    let name = texts(&Phrase::new("groups-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("groups-saved-purpose"), "found");
    for (place, group) in groups.iter().enumerate() {
        let test = segment_or_definition(base, group)?;
        let definition = match base.segment_ids()?.contains(*group) {
            true => format!("in segment '{group}'"),
            false => text_of(&test),
        };
        let definition = match among {
            Some(among) => format!("({among})\nand ({definition})"),
            None => definition,
        };
        let said: Texts = [Language::English, Language::French]
            .map(|language| (language.code().to_owned(), in_words(base, language.of_sentences()).write_clause(&test)))
            .into_iter()
            .collect();
        draft.line("\n[[parts]]");
        draft.set("id", &format!("group-{}", place + 1));
        draft.say("name", &said);
        draft.set("definition", &definition);
    }
    draft.line("\n[rest]");
    draft.set("id", "others");
    draft.say("name", &texts(&Phrase::new("groups-saved-rest")));
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, now)
}
