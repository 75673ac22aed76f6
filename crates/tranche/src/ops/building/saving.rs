//! Saving what was built as a segment. Of a segment that is there already, all that was not changed stays as it is
//! written, comments included.

use model::phrase::Phrase;
use model::segment::{Segment, is_id};
use model::time::Instant;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::ops::apply::{Applied, apply};
use crate::ops::base::Base;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::failure::Failure;
use crate::ops::review::Going;

/// A segment as a person fills it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its id; made of its name when it is empty.
    pub(crate) id: String,
    /// The segment that was opened, whose file is changed; empty for a new one.
    pub(crate) opened: String,
    /// Its names, by language.
    pub(crate) names: Vec<(String, String)>,
    /// Its definition.
    pub(crate) definition: String,
    /// What the team should know about it.
    pub(crate) note: String,
    /// Words that it is found by.
    pub(crate) tags: Vec<String>,
    /// Who looks after it.
    pub(crate) owner: String,
}

/// Saves a segment, and returns its id and what became of it.
pub(crate) fn save(base: &mut Base, draft: &Draft, at: Instant) -> Result<(String, Applied), Failure> {
    let file = file(base, draft)?;
    let id = file.id.clone();
    let files = DefinitionFiles { segments: vec![file], ..DefinitionFiles::default() };
    Ok((id, apply(base, &files, &Going::None, at)?))
}

/// The file of a segment as it is to be.
fn file(base: &Base, draft: &Draft) -> Result<DefinitionFile, Failure> {
    let failed = |key: &'static str, id: &str| Failure::Failed(Phrase::new(key).with("id", id));
    if draft.names.iter().all(|(_, name)| name.trim().is_empty()) {
        return Err(Failure::Failed(Phrase::new("failed-builder-nameless")));
    }
    if draft.definition.trim().is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-builder-empty")));
    }
    let name = draft.names.iter().map(|(_, name)| name.trim()).find(|name| !name.is_empty()).unwrap_or_default();
    let id = if draft.id.trim().is_empty() { id_of(name) } else { draft.id.trim().to_owned() };
    if !is_id(&id) {
        return Err(failed("failed-builder-id", &id));
    }
    let stored = base.store.segments()?;
    let there = stored.iter().find(|stored| stored.id == id);
    if let (Some(_), true) = (there, id != draft.opened) {
        return Err(failed("failed-builder-there", &id));
    }
    // One saved under another id takes along all that its file says.
    let source = stored.iter().find(|stored| stored.id == draft.opened);
    let text = written(source.map(|stored| (stored.id.as_str(), stored.text.as_str())), draft)
        .map_err(|detail| Failure::Failed(Phrase::new("failed-builder-file").with("id", &id).with("detail", detail)))?;
    Ok(DefinitionFile { id, text })
}

/// The text of a file with what a draft says in it.
fn written(before: Option<(&str, &str)>, draft: &Draft) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = before.map_or("", |(_, text)| text).parse()?;
    let known = before.and_then(|(id, text)| Segment::parse(id, text).ok());
    if !document.contains_key("name") {
        let mut names = Table::new();
        names.set_dotted(true);
        document.insert("name", Item::Table(names));
    }
    for (language, name) in &draft.names {
        match name.trim() {
            "" => drop(document["name"].as_table_like_mut().and_then(|names| names.remove(language))),
            name => set(
                document["name"].as_table_like_mut().map(|names| names.entry(language).or_insert(Item::None)),
                name.into(),
            ),
        }
    }
    let says_the_same = known.as_ref().is_some_and(|known| known.definition().trim() == draft.definition.trim());
    if !says_the_same {
        document["definition"] = Item::Value(block(&draft.definition));
        // What was a parameter of it stands in the definition now as a value.
        document.remove("parameters");
    }
    let mut tags = Array::new();
    draft.tags.iter().for_each(|tag| tags.push(tag));
    let or_nothing = |text: &str| (!text.trim().is_empty()).then(|| Value::from(text.trim()));
    for (key, value) in [
        ("tags", (!tags.is_empty()).then_some(Value::Array(tags))),
        ("owner", or_nothing(&draft.owner)),
        ("note", or_nothing(&draft.note)),
    ] {
        match value {
            Some(value) if document.contains_key(key) => set(document.get_mut(key), value),
            Some(value) => drop(document.insert(key, Item::Value(value))),
            None => drop(document.remove(key)),
        }
    }
    Ok(document.to_string())
}

/// Puts a value in the place of another, with the blanks and comments around it.
fn set(item: Option<&mut Item>, value: Value) {
    let Some(item) = item else { return };
    match item.as_value_mut() {
        Some(there) => {
            let around = there.decor().clone();
            *there = value;
            *there.decor_mut() = around;
        }
        None => *item = Item::Value(value),
    }
}

/// A definition as a text over several lines, as files have it.
fn block(definition: &str) -> Value {
    let text = format!("'''\n{}\n'''", definition.trim());
    text.parse().unwrap_or_else(|_| Value::from(definition.trim()))
}

/// An id out of a name: its letters without accents, and dashes for all else.
pub(crate) fn id_of(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut id = String::new();
    for letter in name.nfd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !unicode_normalization::char::is_combining_mark(letter) && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(60);
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            names: vec![("en".to_owned(), "Eco buyers".to_owned()), ("fr".to_owned(), "Acheteurs éco".to_owned())],
            definition: "any(order)\nand vip = true".to_owned(),
            tags: vec!["eco".to_owned(), "spring".to_owned()],
            owner: "Ana".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_new_segment_has_a_file_that_reads() {
        let text = written(None, &draft()).unwrap();
        let read = Segment::parse("eco", &text).unwrap();
        assert_eq!(read.definition(), "any(order)\nand vip = true");
        assert_eq!((read.name_in("fr"), read.owner.as_str(), read.tags.len()), ("Acheteurs éco", "Ana", 2));
        assert!(
            text.starts_with("name.en = \"Eco buyers\"\nname.fr = \"Acheteurs éco\"\ndefinition = '''\nany(order)"),
            "{text}"
        );
    }

    #[test]
    fn what_was_not_changed_stays_as_it_is_written() {
        let before = "# ours\nname.en = \"Eco\" # short\npurpose.en = \"Why\"\ndefinition = '''\nany(order over last {days} \
                      days)\n'''\n\n[parameters.days]\ndefault = 30\n\n[[tests]]\nat = \"2026-01-01\"\nmember = false\n";
        let same = Draft { definition: "any(order over last 30 days)".to_owned(), ..draft() };
        let text = written(Some(("eco", before)), &same).unwrap();
        assert!(text.starts_with("# ours\nname.en = \"Eco buyers\" # short\n"), "{text}");
        assert!(text.contains("{days}") && text.contains("[parameters.days]") && text.contains("[[tests]]"), "{text}");
        let text = written(Some(("eco", before)), &draft()).unwrap();
        let read = Segment::parse("eco", &text).unwrap();
        assert!(read.parameters.is_empty() && read.tests.len() == 1 && read.purpose["en"] == "Why", "{text}");
        assert_eq!(read.definition(), "any(order)\nand vip = true");
    }

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(id_of("Clientes éco – printemps 2026 !"), "clientes-eco-printemps-2026");
        assert_eq!(id_of("…"), "");
    }
}
