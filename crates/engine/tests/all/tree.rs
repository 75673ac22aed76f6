//! A tree is the same after it was written as text or JSON and read again, and generated trees have no problems.

use std::collections::BTreeSet;

use model::check::check;
use model::forms::{And, Not, Test};
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
    property(500, remarked(), |(test, text, remarks)| {
        let parsed = parse(&text);
        prop_assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        prop_assert_eq!(parsed.test.as_ref(), Some(&test), "{}", &text);
        let formatted = format(&test, &parsed.comments);
        for number in 0..remarks {
            let found = formatted.matches(&format!("remark {number}.")).count();
            prop_assert_eq!(found, 1, "{} became {}", &text, &formatted);
        }
        let again = parse(&formatted).test;
        prop_assert_eq!(again.as_ref(), Some(&test), "{}", &formatted);
        Ok(())
    });
}

#[test]
fn what_is_formatted_stays_as_it_is() {
    property(500, remarked(), |(test, text, _)| {
        let formatted = format(&test, &parse(&text).comments);
        let again = format(&test, &parse(&formatted).comments);
        prop_assert!(again == formatted, "{text}\nbecame\n{formatted}\nand then\n{again}");
        Ok(())
    });
}

/// A definition, its text with remarks at random places, and how many they are.
fn remarked() -> impl Strategy<Value = (Test, String, usize)> {
    (definition(), prop::collection::vec(0..10_000usize, 1..4)).prop_map(|(test, places)| {
        let text = commented(&text_of(&test), &places);
        let remarks = text.matches("-- remark").count();
        (test, text, remarks)
    })
}

/// Trees that only JSON can hold: each is refused, or its text says the same.
#[test]
fn trees_that_no_text_says_are_refused() {
    let compare = |left: &str, literal: &str| {
        format!(r#"{{"compare":{{"left":{{"named":"{left}"}},"comparison":"=","right":{{"literal":{literal}}}}}}}"#)
    };
    let dated = |window: &str| format!(r#"{{"dated":{{"value":{{"named":"birth_date"}},"window":{window}}}}}"#);
    let odd = [
        compare("points", r#"{"number":"-5"}"#),
        compare("points", r#"{"percent":"-5"}"#),
        compare("patience", r#"{"duration":{"count":"-5","unit":"day"}}"#),
        compare("patience", r#"{"duration":{"count":"5","unit":"month"}}"#),
        compare("birth_date", r#"{"local_time":"2026-03-01"}"#),
        compare("birth_date", r#"{"local_time":"2026-03-01 10:00"}"#),
        compare("birth_date", r#"{"local_time":"2026-03-01T10:00:00Z"}"#),
        compare("birth_date", r#"{"instant":"2026-03-01 10:00:00Z"}"#),
        compare("birth_date", r#"{"date":"2026-03-01T10:00"}"#),
        compare("birth_date", r#"{"date":"2026-02-30"}"#),
        compare("country", "{\"text\":\"e\u{301}\"}"),
        compare("country", r#"{"text":" "}"#),
        dated(r#"{"since":"2026-03-01 10:00"}"#),
        dated(r#"{"on":"2026-03-01T10:00"}"#),
        dated(r#"{"last":{"count":0,"unit":"day"}}"#),
        dated(r#"{"last":{"count":2000000000,"unit":"day"}}"#),
        dated(r#"{"ago":{"from":2000000000,"to":1,"unit":"day"}}"#),
        dated(r#"{"ago":{"from":3,"to":3,"unit":"day"}}"#),
        dated(r#"{"last_calendar":{"count":3,"unit":"hour"}}"#),
        dated(r#"{"period":{"which":"this","unit":"day"}}"#),
        dated(r#"{"from_to":{"from":"2026-03-02","to":"2026-03-01"}}"#),
        r#"{"and":{"tests":[]}}"#.to_owned(),
        format!(r#"{{"or":{{"tests":[{}]}}}}"#, compare("points", r#"{"number":"5"}"#)),
        r#"{"one_of":{"value":{"named":"points"},"list":[]}}"#.to_owned(),
        r#"{"known":{"value":{"nth":{"rows":{"stream":"order","field":"amount"},"position":0}}}}"#.to_owned(),
        r#"{"known":{"value":{"nth":{"rows":{"stream":"order","field":"amount"},"position":2000000000}}}}"#.to_owned(),
        r#"{"text_match":{"value":{"named":"country"},"way":"equals","text":"a"}}"#.to_owned(),
        r#"{"text_match":{"value":{"named":"country"},"way":"matches","text":"a","blind":true}}"#.to_owned(),
        "{\"text_match\":{\"value\":{\"named\":\"country\"},\"way\":\"contains\",\"text\":\"e\u{301}\"}}".to_owned(),
    ];
    let (schema, segments) = (schema(), BTreeSet::new());
    let unsaid: Vec<String> = odd
        .into_iter()
        .filter(|json| {
            let Ok(tree) = serde_json::from_str::<Test>(json) else { return false };
            let parsed = parse(&text_of(&tree));
            let same = parsed.problems.is_empty() && parsed.test.as_ref() == Some(&tree);
            check(&tree, &schema, &segments).is_empty() && !same
        })
        .collect();
    assert!(unsaid.is_empty(), "accepted, yet their texts say something else:\n{}", unsaid.join("\n"));
}

#[test]
fn trees_too_large_are_refused_by_name() {
    let (schema, segments) = (schema(), BTreeSet::new());
    let told = |test: &Test| check(test, &schema, &segments).first().map(|problem| problem.phrase.key);
    let leaf = parse("points = 1").test.expect("a test");
    let wide = |n| Test::from(And { tests: vec![leaf.clone(); n] });
    // Each leaf is three nodes: the comparison and its two sides.
    assert_eq!(told(&wide(3_333)), None);
    assert_eq!(told(&wide(3_334)), Some("problem-too-large"));
    let deep = |n| (0..n).fold(leaf.clone(), |test, _| Not { test: Box::new(test) }.into());
    assert_eq!(told(&deep(60)), None);
    assert_eq!(told(&deep(200)), Some("problem-too-large"));
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
