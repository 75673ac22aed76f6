//! The guide page of definitions in words, made from the ready-made segments and the forms' own examples.
//!
//! `UPDATE=1 cargo test -p tranche --test tidy` writes it again.

use std::collections::BTreeSet;
use std::fmt::Write;

use model::forms::{FORMS, Test};
use model::schema::Vocabulary;
use model::segment::Segment;
use model::sentence::{Language, Sentences};
use model::text::parser::parse;

use crate::check;
use crate::tree::{files_under, root, text_of};

const PAGE: &str = "docs/guide/sentences.md";
const START: &str = "# Definitions in words\n\n\
    Every definition has a sentence in English and one in French, no two definitions have the same, and every sentence\n\
    that tranche writes can be given back to it wherever a definition is asked for:\n\n\
    ```sh\n\
    tranche check \"count(order over last 90 days) >= 3\"\n\
    tranche count \"Customers who placed at least 3 orders in the last 90 days\"\n\
    tranche segments --sentences --lang fr\n\
    ```\n\n\
    Names are said by their labels; two names with one label are said with the name itself in quotes. Conditions of\n\
    customers are joined by a comma and a word (*, and*), those of rows by the word alone (*and*), groups stand in\n\
    parentheses. What no pattern says without doubt stands in back-quotes as text. The patterns are in\n\
    `locales/sentences/`.\n\n\
    This page is made by a test from the ready-made segments and the example of each form.\n";

fn page() -> String {
    let vocabulary = Vocabulary::shipped();
    let [english, french] =
        Language::ALL.map(|language| Sentences::new(language, &vocabulary.schema, &vocabulary.settings.currency));
    let mut page = START.to_owned();
    let said = |page: &mut String, heading: &str, text: &str, test: &Test| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(page, "\n### {heading}\n\n```\n{text}\n```\n").unwrap();
        writeln!(page, "{}.\n\n{}.", english.write(test), french.write(test)).unwrap();
    };
    page.push_str("\n## The ready-made segments\n");
    for file in files_under("segments") {
        let segment = Segment::parse(file.stem(), &file.text).unwrap();
        let text = segment.definition();
        said(&mut page, segment.name_in("en"), &text, &parse(&text).test.unwrap());
    }
    page.push_str("\n## The forms\n");
    for form in FORMS {
        // The example of a value is no definition by itself.
        let texts = [form.example.to_owned(), format!("{} is known", form.example)];
        let text = texts.iter().find(|text| parse(text).problems.is_empty());
        if let Some(text) = text {
            said(&mut page, form.id, text, &parse(text).test.unwrap());
        }
    }
    page
}

#[test]
fn the_page_of_sentences_is_up_to_date() {
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(root().join("docs/guide")).unwrap();
        std::fs::write(root().join(PAGE), &page).unwrap();
    }
    assert_eq!(text_of(PAGE), page, "{PAGE} is out of date (UPDATE=1 writes it again)");
}

#[test]
fn ready_made_segments_have_sentences_of_their_own() {
    let vocabulary = Vocabulary::shipped();
    let mut violations = Vec::new();
    for language in Language::ALL {
        let sentences = Sentences::new(language, &vocabulary.schema, &vocabulary.settings.currency);
        let mut seen = BTreeSet::new();
        for file in files_under("segments") {
            let segment = Segment::parse(file.stem(), &file.text).unwrap();
            let test = parse(&segment.definition()).test.unwrap();
            let sentence = sentences.write(&test);
            let is_read = sentences.read(&sentence).is_ok_and(|read| read == test);
            if sentence.contains('`') || !is_read || !seen.insert(sentence.clone()) {
                violations.push(format!("{}: {sentence}", segment.id));
            }
        }
    }
    check("These segments have no sentence of their own:", violations);
}
