//! Every definition has its own sentence in each language, and the sentence is read back as that definition.

use std::cell::RefCell;
use std::collections::HashMap;

use model::forms::{FORMS, Test};
use model::schema::Vocabulary;
use model::sentence::{Language, Sentences, faults};
use model::text::parser::parse;
use model::text::printer::text_of;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{property, schema};

/// Definitions that a quick run says; fifty times as many when `TRANCHE_LONG` is set.
const DEFINITIONS: u32 = 400;

#[test]
fn the_patterns_are_whole() {
    for language in Language::ALL {
        assert!(faults(language).is_empty(), "{language:?}:\n{}", faults(language).join("\n"));
    }
}

#[test]
fn definitions_have_english_sentences_of_their_own() {
    holds(Language::English);
}

#[test]
fn definitions_have_french_sentences_of_their_own() {
    holds(Language::French);
}

#[test]
fn the_example_of_every_form_is_said_in_words() {
    let schema = Vocabulary::shipped().schema;
    for language in Language::ALL {
        let sentences = Sentences::new(language, &schema, "EUR");
        let mut violations = Vec::new();
        for form in FORMS {
            // The example of a value is no definition by itself.
            let texts = [form.example.to_owned(), format!("{} is known", form.example)];
            let read = texts.iter().map(|text| parse(text)).find(|parsed| parsed.problems.is_empty());
            let Some(test) = read.and_then(|parsed| parsed.test) else { continue };
            let sentence = sentences.write(&test);
            if sentence.contains('`') || sentences.read(&sentence).ok().as_ref() != Some(&test) {
                violations.push(format!("{}: {sentence}", form.id));
            }
        }
        assert!(violations.is_empty(), "{language:?}: these forms have no sentence:\n{}", violations.join("\n"));
    }
}

/// Definitions that long runs found to be read as others.
const ONCE_MISREAD: [&str; 1] = [
    "any(order where paid_at = min(line.product.launched_on where order_id = order_id and order_id = order_id or \
     ((order_id = order_id or order.gift = false) or not followed by (consent within 3 months after last(visit.at)) with \
     same at within 3 hours) within 3 days after paid_at) and shop.point within 4.226 km of shop.point since \
     2026-03-08T03:00:00Z on weekdays (sunday) at hours 2 to 14)",
];

#[test]
fn what_was_once_misread_is_read_back() {
    for language in Language::ALL {
        let sentences = Sentences::new(language, &schema(), "EUR");
        for text in ONCE_MISREAD {
            let test = parse(text).test.expect("a definition");
            let sentence = sentences.write(&test);
            let clause = sentences.write_clause(&test);
            let opening = if language == Language::English { "Customers" } else { "Les clients" };
            let read = sentences.read(&format!("{opening} {clause}")).map(|read| text_of(&read));
            assert!(!sentence.contains('`'), "{text}\n is said {clause}\n and read {read:?}");
        }
    }
}

/// No sentence falls back on text, none is that of two definitions, each is read back.
fn holds(language: Language) {
    let sentences = Sentences::new(language, &schema(), "EUR");
    let seen: RefCell<HashMap<String, Test>> = RefCell::default();
    property(DEFINITIONS, definition(), |test| {
        let sentence = sentences.write(&test);
        prop_assert!(!sentence.contains('`'), "{} has no words: {sentence}", text_of(&test));
        let read =
            sentences.read(&sentence).map_err(|problem| TestCaseError::fail(format!("{sentence}: {problem:?}")))?;
        prop_assert_eq!(&read, &test, "{}", &sentence);
        let same = seen.borrow_mut().insert(sentence.clone(), test.clone());
        prop_assert!(same.is_none_or(|other| other == test), "two definitions are said {sentence}");
        Ok(())
    });
}
