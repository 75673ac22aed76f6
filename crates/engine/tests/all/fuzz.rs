//! Whatever is given to the readers is answered: texts, trees in JSON, sentences, files of segments, segmentations and
//! attributes, arbitrary ones and right ones spoilt. Nothing panics, and what is taken is written and read back the same.

use std::collections::BTreeSet;
use std::ops::Range;

use model::check::{check, check_sense};
use model::computed::AttributeFile;
use model::forms::Test;
use model::segment::Segment;
use model::segmentation::Segmentation;
use model::sentence::{Language, Sentences};
use model::text::parser::{parse, parse_value, parse_values};
use model::text::printer::text_of;
use proptest::prelude::*;
use serde_json::Value;

use crate::generate::definitions::definition;
use crate::generate::{SEGMENTS, property, schema};

/// Inputs of a kind in a quick run; fifty times as many when `TRANCHE_LONG` is set.
const INPUTS: u32 = 250;

/// Pieces that spoil a text.
const PIECES: [&str; 20] = [
    "",
    " ",
    "(",
    ")",
    "'",
    "\"",
    "`",
    ",",
    ".",
    "%",
    "--",
    " and ",
    " not ",
    "0",
    "999999999999",
    "é",
    "\u{0}",
    "{",
    "=",
    "[[",
];

/// A stroke that spoils a text: where, as a share of its length in 65 536ths, how many characters go, and what comes.
type Stroke = (u16, usize, &'static str);

fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
    prop::collection::vec((any::<u16>(), 0..12usize, prop::sample::select(PIECES.to_vec())), 1..5)
}

fn spoilt(text: &str, strokes: &[Stroke]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, length, piece) in strokes {
        let start = letters.len() * usize::from(*at) / 65_536;
        let place: Range<usize> = start..(start + length).min(letters.len());
        letters.splice(place, piece.chars());
    }
    letters.into_iter().collect()
}

/// What a definition without problems must still do.
fn is_whole(test: &Test) -> Result<(), TestCaseError> {
    let (schema, segments): (_, BTreeSet<String>) = (schema(), SEGMENTS.map(str::to_owned).into());
    if !check(test, &schema, &segments).is_empty() {
        return Ok(());
    }
    for problem in check_sense(test, &schema, &segments) {
        prop_assert!(!problem.phrase.words.is_empty(), "{problem:?} does not say of what");
    }
    let read = parse(&text_of(test)).test;
    prop_assert_eq!(read.as_ref(), Some(test));
    let json = serde_json::to_string(test).expect("a tree is JSON");
    prop_assert_eq!(&serde_json::from_str::<Test>(&json).expect("a tree of its own"), test);
    for language in Language::ALL {
        Sentences::new(language, &schema, "EUR").write(test);
    }
    Ok(())
}

fn text_is_answered(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    prop_assert!(parsed.test.is_some() || !parsed.problems.is_empty(), "{text:?} is neither read nor told wrong");
    for problem in &parsed.problems {
        prop_assert!(
            problem.place.start <= problem.place.end && problem.place.end <= text.len(),
            "{text:?}: {problem:?}"
        );
    }
    parse_value(text);
    parse_values(text);
    match parsed.test.filter(|_| parsed.problems.is_empty()) {
        Some(test) => is_whole(&test),
        None => Ok(()),
    }
}

#[test]
fn spoilt_texts_are_answered() {
    property(INPUTS, (definition(), strokes()), |(test, strokes)| text_is_answered(&spoilt(&text_of(&test), &strokes)));
}

#[test]
fn arbitrary_texts_are_answered() {
    property(INPUTS, any::<String>(), |text| text_is_answered(&text));
}

#[test]
fn texts_without_end_are_answered() {
    let pieces = [
        "(",
        "not ",
        "any(order where ",
        "- ",
        "age of ",
        "a and ",
        "a + ",
        "'a' = 'a' or ",
        "((a) ",
        "! ",
        "“",
        "1 ",
        "x in (",
    ];
    for piece in pieces {
        text_is_answered(&piece.repeat(20_000)).unwrap_or_else(|reason| panic!("{piece}: {reason}"));
    }
}

/// Arbitrary JSON, of few levels.
fn json() -> impl Strategy<Value = Value> {
    let word =
        prop::sample::select(vec!["and", "tests", "literal", "number", "named", "country", "-1", "last", "0", "test"]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 20, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..4)
                .prop_map(|fields| fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

/// The nodes of a tree in JSON, from the root on.
fn n_nodes(json: &Value) -> usize {
    1 + match json {
        Value::Object(fields) => fields.values().map(n_nodes).sum::<usize>(),
        Value::Array(items) => items.iter().map(n_nodes).sum(),
        _ => 0,
    }
}

/// The node with a number, counted from the root on.
fn node_at<'a>(json: &'a mut Value, number: &mut usize) -> Option<&'a mut Value> {
    if *number == 0 {
        return Some(json);
    }
    *number -= 1;
    let inner: Vec<&mut Value> = match json {
        Value::Object(fields) => fields.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().find_map(|inner| node_at(inner, number))
}

#[test]
fn spoilt_trees_are_answered() {
    let other = prop_oneof![json(), definition().prop_map(|test| serde_json::to_value(test).expect("a tree is JSON")),];
    property(INPUTS, (definition(), definition(), any::<(u16, u16)>(), other, any::<bool>()), |case| {
        let (test, donor, (at, from), other, is_graft) = case;
        let mut tree = serde_json::to_value(test).expect("a tree is JSON");
        let mut donor = serde_json::to_value(donor).expect("a tree is JSON");
        let mut graft = usize::from(from) % n_nodes(&donor);
        let graft = node_at(&mut donor, &mut graft).filter(|_| is_graft).map_or(other, |node| node.clone());
        let mut place = usize::from(at) % n_nodes(&tree);
        if let Some(node) = node_at(&mut tree, &mut place) {
            *node = graft;
        }
        serde_json::from_value::<Test>(tree).map_or(Ok(()), |test| is_whole(&test))
    });
}

#[test]
fn arbitrary_trees_are_answered() {
    property(INPUTS, json(), |json| serde_json::from_value::<Test>(json).map_or(Ok(()), |test| is_whole(&test)));
}

#[test]
fn trees_without_end_are_refused() {
    for depth in [100, 1_000, 100_000] {
        let text = format!("{}{}", r#"{"not":{"test":"#.repeat(depth), "}}".repeat(depth));
        assert!(serde_json::from_str::<Test>(&text).is_err());
    }
    let wide = vec![parse("country = 'FR'").test.expect("a definition"); 20_000];
    let wide = Test::from(model::forms::Or { tests: wide });
    let problems = check(&wide, &schema(), &BTreeSet::new());
    assert_eq!(problems.first().map(|problem| problem.phrase.key), Some("problem-too-large"));
}

#[test]
fn spoilt_sentences_are_answered() {
    let schema = schema();
    for language in Language::ALL {
        let sentences = Sentences::new(language, &schema, "EUR");
        property(INPUTS / 2, (definition(), strokes()), |(test, strokes)| {
            let sentence = spoilt(&sentences.write(&test), &strokes);
            if let Ok(read) = sentences.read(&sentence) {
                let again = sentences.write(&read);
                let back = sentences.read(&again).ok();
                prop_assert_eq!(back.as_ref(), Some(&read), "{} is said {}", sentence, again);
            }
            Ok(())
        });
        property(INPUTS / 2, any::<String>(), |text| {
            prop_assert!(sentences.read(&text).is_err());
            Ok(())
        });
    }
}

const FILES: [&str; 3] = [
    "name = { en = 'VIP', fr = 'VIP' }\npurpose = { en = 'Best' }\nfamily = 'value'\nneeds = ['order']\n\
     definition = 'points > {n}'\nadd = ['1']\nremove = ['2']\n[parameters.n]\ndefault = 3\n[[tests]]\nat = '2026-01-01'\n\
     member = true\nattributes = { points = 5 }\n",
    "name = { en = 'Level' }\n[[parts]]\nid = 'high'\ndefinition = 'points >= 20'\n[[parts]]\nid = 'some'\n\
     definition = 'points >= 0'\n[rest]\nid = 'none'\n",
    "name = { en = 'Orders' }\nfamily = 'value'\nvalue = 'count(order over last {d} days)'\n[parameters.d]\ndefault = 30\n",
];

#[test]
fn spoilt_files_are_answered() {
    let file = prop_oneof![
        3 => (prop::sample::select(FILES.to_vec()), strokes()).prop_map(|(file, strokes)| spoilt(file, &strokes)),
        1 => any::<String>(),
    ];
    property(INPUTS * 2, file, |text| {
        let places = [
            Segment::parse("one", &text).err(),
            Segmentation::parse("one", &text).err(),
            AttributeFile::parse("one", &text).err(),
        ];
        for problem in places.into_iter().flatten() {
            prop_assert!(problem.place.end <= text.len(), "{text:?}: {problem:?}");
            prop_assert!(!problem.phrase.words.is_empty(), "{problem:?} does not say why");
        }
        Segmentation::is_one(&text);
        Ok(())
    });
}
