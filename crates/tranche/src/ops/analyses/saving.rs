//! Results saved as ordinary definitions, with the cut-points that were found: they stay live, and are changed, versioned
//! and removed like any other.

use std::sync::LazyLock;

use model::phrase::Phrase;
use model::schema::snake_case;
use model::segment::{Texts, is_id};
use model::time::Instant;

use crate::catalogue::{Catalogue, Language};
use crate::ops::apply::{Applied, apply};
use crate::ops::base::Base;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::failure::Failure;
use crate::ops::review::Going;

/// The name under which a result is saved.
#[derive(Clone, Debug)]
pub(crate) struct SavedAs<'a> {
    /// The id.
    pub(crate) id: &'a str,
    /// Whether a definition of this id may be replaced.
    pub(crate) replaces: bool,
}

impl SavedAs<'_> {
    /// The name of an attribute saved along with it.
    pub(crate) fn attribute(&self, what: &str) -> String {
        format!("{}_{what}", snake_case(self.id))
    }
}

/// Saves definitions under a name, all or none.
pub(crate) fn save_files(
    base: &mut Base,
    named: &SavedAs<'_>,
    files: &DefinitionFiles,
    at: Instant,
) -> Result<Applied, Failure> {
    check_free(base, named, files.segments.iter().chain(&files.attributes).map(|file| file.id.as_str()))?;
    apply(base, files, &Going::None, at)
}

/// Refuses names that cannot be, and those of definitions that are there and may not be replaced.
pub(crate) fn check_free<'i>(
    base: &Base,
    named: &SavedAs<'_>,
    given: impl IntoIterator<Item = &'i str>,
) -> Result<(), Failure> {
    if !is_id(named.id) {
        return Err(Failure::Failed(Phrase::new("failed-save-id").with("id", named.id)));
    }
    let ids = |stored: Vec<store::StoredSegment>| stored.into_iter().map(|stored| stored.id).collect::<Vec<_>>();
    let there = [ids(base.store.segments()?), ids(base.store.attributes()?)].concat();
    let mut taken = given.into_iter().filter(|id| there.iter().any(|other| other == id));
    match taken.next().filter(|_| !named.replaces) {
        Some(taken) => Err(Failure::Failed(Phrase::new("failed-save-there").with("id", taken))),
        None => Ok(()),
    }
}

static CATALOGUES: LazyLock<[Catalogue; 2]> =
    LazyLock::new(|| [Language::English, Language::French].map(Catalogue::new));

/// What a phrase says in each language, for a file's names and purposes.
pub(crate) fn texts(phrase: &Phrase) -> Texts {
    CATALOGUES.iter().map(|catalogue| (catalogue.language.code().to_owned(), catalogue.say(phrase))).collect()
}

/// A definition's file, in the making.
pub(crate) struct Draft {
    text: String,
}

impl Draft {
    /// A file that begins with a name, a purpose and a family.
    pub(crate) fn new(name: &Texts, purpose: &Phrase, family: &str) -> Self {
        let mut draft = Draft { text: String::new() };
        draft.say("name", name);
        draft.say("purpose", &texts(purpose));
        draft.set("family", family);
        draft
    }

    /// Adds a text by language.
    pub(crate) fn say(&mut self, key: &str, said: &Texts) {
        for (language, text) in said {
            self.set(&format!("{key}.{language}"), text);
        }
    }

    /// Adds a text.
    pub(crate) fn set(&mut self, key: &str, text: &str) {
        let quoted = match text.contains(['\n', '\'', '"']) && !text.contains("'''") {
            true => format!("'''\n{text}\n'''"),
            false => toml::Value::String(text.to_owned()).to_string(),
        };
        self.text.push_str(&format!("{key} = {quoted}\n"));
    }

    /// Adds a line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The file.
    pub(crate) fn file(self, id: &str) -> DefinitionFile {
        DefinitionFile { id: id.to_owned(), text: self.text }
    }
}

/// A number as definitions write it.
pub(crate) fn written(number: f64) -> String {
    // No `-0`.
    format!("{}", number + 0.0)
}
