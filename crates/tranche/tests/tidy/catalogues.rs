//! The catalogues of sentences: alike in both languages, and complete for what the code says.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use crate::check;
use crate::tree::{root, rust_files, template_files, text_of};

/// Folders of the languages: each holds the same files of sentences.
const CATALOGUES: [&str; 2] = ["locales/en", "locales/fr"];
/// What the keys of phrases begin with when they stand apart from `Phrase::new`.
const PHRASE_KINDS: [&str; 3] = ["problem-", "mapping-", "refused-"];

/// Texts of the command line that begin like keys and are none.
const NOT_KEYS: [&str; 3] = ["demo-base", "tranche-base", "in-force"];

/// The variables of each message, by key; attributes are keys of their own: `key.attribute`.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(folder: &str) -> Messages {
    messages_of(folder, &catalogue_files(folder).iter().map(|path| text_of(path)).collect::<Vec<_>>().join("\n"))
}

fn catalogue_files(folder: &str) -> Vec<String> {
    let entries = root().join(folder).read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let mut files: Vec<String> = entries.map(|name| format!("{folder}/{}", name.to_str().unwrap())).collect();
    files.sort();
    files
}

fn messages_of(path: &str, text: &str) -> Messages {
    if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
        panic!("{path} is not readable: {faults:?}");
    }
    let mut messages = Messages::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut value = line;
        if let Some((head, rest)) = line.split_once('=') {
            let name = head.trim();
            let is_name =
                |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
            if !line.starts_with([' ', '}', '[', '*']) && is_name(name) {
                message = name.to_owned();
                key = name.to_owned();
                value = rest;
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{path} says {key} twice");
            } else if let Some(attribute) = name.strip_prefix('.').filter(|attribute| is_name(attribute)) {
                key = format!("{message}.{attribute}");
                value = rest;
                messages.insert(key.clone(), BTreeSet::new());
            }
        }
        if let Some(variables) = messages.get_mut(&key) {
            variables.extend(variables_of(value));
        }
    }
    messages
}

/// The names that stand after a dollar sign.
fn variables_of(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
        rest[..end].to_owned()
    })
}

#[test]
fn both_languages_have_the_same_files() {
    let [english, french] = CATALOGUES.map(|folder| {
        let own = |path: String| path.trim_start_matches(folder).to_owned();
        catalogue_files(folder).into_iter().map(own).collect::<Vec<_>>()
    });
    assert_eq!(english, french);
}

#[test]
fn both_languages_say_the_same_things() {
    let [english, french] = CATALOGUES.map(messages);
    let mut violations = Vec::new();
    for key in english.keys().chain(french.keys()).collect::<BTreeSet<_>>() {
        match (english.get(key), french.get(key)) {
            (Some(_), None) => violations.push(format!("{key} is missing in French")),
            (None, Some(_)) => violations.push(format!("{key} is missing in English")),
            (Some(en), Some(fr)) if en != fr => violations.push(format!("{key}: {en:?} in English, {fr:?} in French")),
            _ => {}
        }
    }
    check("The catalogues differ in keys or variables:", violations);
}

#[test]
fn every_phrase_has_its_sentences() {
    let known = CATALOGUES.map(messages);
    let mut violations = BTreeSet::new();
    for file in rust_files().into_iter().filter(|file| !file.is_test()) {
        let mut keys = phrase_keys(&file.text);
        if file.path.starts_with("crates/tranche/src/cli") || file.path.starts_with("crates/tranche/src/pages") {
            keys.extend(keys_by_first_word(&file.text, &known[0]));
        }
        for key in keys {
            for (path, messages) in CATALOGUES.iter().zip(&known) {
                if !messages.contains_key(&key) {
                    violations.insert(format!("{key} ({}) is not in {path}", file.path));
                }
            }
        }
    }
    for file in template_files() {
        for key in template_keys(&file.text) {
            for (path, _) in CATALOGUES.iter().zip(&known).filter(|(_, messages)| !messages.contains_key(&key)) {
                violations.insert(format!("{key} ({}) is not in {path}", file.path));
            }
        }
    }
    check("These phrases have no sentence:", violations.into_iter().collect());
}

/// Keys given to `Phrase::new` or to a catalogue, and texts that are keys of phrases by their beginning.
fn phrase_keys(code: &str) -> BTreeSet<String> {
    let direct =
        ["Phrase::new(", "catalogue.text("].into_iter().flat_map(|call| code.split(call).skip(1)).filter_map(|rest| {
            let literal = rest.trim_start().strip_prefix('"')?;
            literal.split_once('"').map(|(key, _)| key)
        });
    let by_beginning = code.split('"').filter(|piece| PHRASE_KINDS.iter().any(|kind| piece.starts_with(kind)));
    direct.chain(by_beginning).filter(|key| is_key(key)).map(str::to_owned).collect()
}

/// Keys that a template asks the catalogue for: `f.t("key")`.
fn template_keys(template: &str) -> BTreeSet<String> {
    let keys = template.split(".t(\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(key, _)| key.to_owned()));
    keys.collect()
}

/// Texts whose first word is that of some message: lists of keys, such as the heads of a table.
fn keys_by_first_word(code: &str, messages: &Messages) -> BTreeSet<String> {
    let first_word = |key: &str| key.split_once('-').map(|(word, _)| word.to_owned());
    let words: BTreeSet<String> = messages.keys().filter_map(|key| first_word(key)).collect();
    let literals = code.split('"').skip(1).step_by(2).filter(|literal| is_key(literal) && !NOT_KEYS.contains(literal));
    literals
        .filter(|literal| first_word(literal).is_some_and(|word| words.contains(&word)))
        .map(str::to_owned)
        .collect()
}

fn is_key(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !text.is_empty() && text.chars().all(fits) && !text.ends_with('-')
}

#[test]
fn keys_are_found_in_code() {
    let code =
        "Phrase::new(\n  \"refused-a\").with(); let key = \"problem-b\"; Phrase::new(key); \"mapping- x\"; \"other\"";
    assert_eq!(phrase_keys(code), BTreeSet::from(["refused-a".to_owned(), "problem-b".to_owned()]));
    assert_eq!(variables_of("{ $n } of {$all-of}, $").collect::<Vec<_>>(), ["n", "all-of", ""]);
}

#[test]
fn messages_are_found_in_catalogues() {
    let text = "# of $nobody\n## Group\na = One { $x }\n    and = { $y }\n    .hint = { $z } more\nb =\n    { $n ->\n        \
        [one] one\n       *[other] { $n } of { $of }\n    }\n";
    let expected = [("a", vec!["x", "y"]), ("a.hint", vec!["z"]), ("b", vec!["n", "of"])];
    let expected = expected.map(|(key, names)| (key.to_owned(), names.into_iter().map(str::to_owned).collect()));
    assert_eq!(messages_of("this text", text), Messages::from(expected));
}
