//! A tree is the same after it was written as text or JSON and read again, and generated trees have no problems.

use std::collections::BTreeSet;

use model::check::check;
use model::forms::Test;
use model::text::parser::parse;
use model::text::printer::{format, text_of};
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{SEGMENTS, property, schema};

/// Definitions that a quick run reads and writes.
const DEFINITIONS: u32 = 2_000;

#[test]
fn trees_have_no_problems() {
    let (schema, segments): (_, BTreeSet<String>) = (schema(), SEGMENTS.iter().map(|id| (*id).to_owned()).collect());
    holds(|test| {
        let problems = check(test, &schema, &segments);
        prop_assert!(problems.is_empty(), "{}: {problems:?}", text_of(test));
        Ok(())
    });
}

#[test]
fn trees_come_back_from_text() {
    holds(|test| {
        let text = text_of(test);
        let parsed = parse(&text);
        prop_assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        prop_assert_eq!(parsed.test.as_ref(), Some(test), "{}", text);
        Ok(())
    });
}

#[test]
fn trees_come_back_from_json() {
    holds(|test| {
        let json = serde_json::to_string(test).expect("a tree is JSON");
        let read: Test =
            serde_json::from_str(&json).map_err(|error| TestCaseError::fail(format!("{json}: {error}")))?;
        prop_assert_eq!(&read, test, "{}", json);
        Ok(())
    });
}

#[test]
fn the_formatter_changes_the_layout_alone() {
    holds(|test| {
        let parsed = parse(&text_of(test));
        let formatted = format(test, &parsed.comments);
        let again = parse(&formatted);
        prop_assert!(again.problems.is_empty(), "{formatted}: {:?}", again.problems);
        prop_assert_eq!(again.test.as_ref(), Some(test), "{}", &formatted);
        prop_assert_eq!(format(test, &again.comments), formatted);
        Ok(())
    });
}

#[test]
fn comments_are_kept_wherever_they_stand() {
    let case = (definition(), prop::collection::vec(0..10_000usize, 1..4));
    property(500, case, |(test, places)| {
        let text = commented(&text_of(&test), &places);
        let parsed = parse(&text);
        prop_assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        prop_assert_eq!(parsed.test.as_ref(), Some(&test), "{}", &text);
        let formatted = format(&test, &parsed.comments);
        for number in 0..places.len() {
            let remark = format!("remark {number}.");
            prop_assert_eq!(
                formatted.matches(&remark).count(),
                text.matches(&remark).count(),
                "{} became {}",
                &text,
                &formatted
            );
        }
        let again = parse(&formatted);
        prop_assert_eq!(again.test.as_ref(), Some(&test), "{}", &formatted);
        prop_assert_eq!(format(&test, &again.comments), formatted, "formatted again, {} changes", text);
        Ok(())
    });
}

/// Puts remarks at spaces of a text that are not inside quotes.
fn commented(text: &str, places: &[usize]) -> String {
    let mut quoted = false;
    let mut spaces: Vec<usize> = Vec::new();
    for (position, letter) in text.char_indices() {
        quoted ^= letter == '\'';
        if letter == ' ' && !quoted {
            spaces.push(position);
        }
    }
    let mut out = text.to_owned();
    let mut chosen: Vec<usize> =
        places.iter().filter_map(|place| spaces.get(place % spaces.len().max(1)).copied()).collect();
    chosen.sort_unstable();
    chosen.dedup();
    for (number, position) in chosen.into_iter().enumerate().rev() {
        out.insert_str(position, &format!(" -- remark {number}.\n"));
    }
    out
}

fn holds(test: impl Fn(&Test) -> Result<(), TestCaseError>) {
    property(DEFINITIONS, definition(), |tree| test(&tree));
}
