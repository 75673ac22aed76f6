//! The reference page of the language and the README: what they show can be read.

use model::forms::Test;
use model::text::parser::{KEYWORDS, parse};

use crate::check;
use crate::tree::text_of;

const PAGE: &str = "docs/reference/language.md";
const SETTLEMENTS: &str = "docs/decisions/0003-grammar-settlements.md";

/// The fenced blocks of a page that are marked with a word, or with none.
fn blocks<'t>(page: &'t str, mark: &str) -> Vec<&'t str> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(mark)?.strip_prefix('\n')).collect()
}

fn unreadable<'t>(definitions: impl Iterator<Item = &'t str>) -> Vec<String> {
    let problems = definitions.filter_map(|definition| {
        let problems = parse(definition).problems;
        problems.first().map(|problem| format!("{definition}: {}", problem.phrase))
    });
    problems.collect()
}

#[test]
fn the_examples_of_the_page_can_be_read() {
    let page = text_of(PAGE);
    let examples = blocks(&page, "")[0];
    check(&format!("{PAGE} shows definitions that are none:"), unreadable(examples.lines()));
}

#[test]
fn the_json_of_the_page_is_that_of_its_text() {
    let page = text_of(PAGE);
    let shown: Test = serde_json::from_str(blocks(&page, "json")[0]).unwrap();
    let (before, _) = page.split_once("\n```json").unwrap();
    let text = before.rsplit('`').nth(1).unwrap();
    assert_eq!(parse(text).test, Some(shown), "{text}");
}

#[test]
fn the_definitions_of_the_readme_can_be_read() {
    let readme = text_of("README.md");
    let rows = readme.lines().filter(|line| line.starts_with("| ") && line.ends_with("` |"));
    let mut definitions: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert!(definitions.len() >= 3, "the table of definitions is gone");
    let commands = readme.lines().filter(|line| line.contains("tranche "));
    definitions.extend(commands.filter_map(|line| line.split('"').nth(1)));
    check("README.md shows definitions that are none:", unreadable(definitions.into_iter()));
}

#[test]
fn the_reserved_words_are_told() {
    let page = text_of(SETTLEMENTS);
    let untold = KEYWORDS.iter().filter(|word| !page.contains(&format!("`{word}`")));
    check(&format!("{SETTLEMENTS} does not list these words:"), untold.map(|word| (*word).to_owned()).collect());
}
