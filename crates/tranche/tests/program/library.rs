//! The ready-made segments: each right, each in both languages, each saying what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::check::{check, mentions};
use model::forms::Test;
use model::schema::{Schema, Vocabulary};
use model::segment::{Segment, circle};
use model::text::parser::parse;

#[test]
fn every_ready_made_segment_is_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../segments");
    let mut segments = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        segments.insert(id.clone(), Segment::parse(&id, &text).unwrap_or_else(|problem| panic!("{id}: {problem:?}")));
    }
    assert!(segments.len() >= 15);
    let schema = Vocabulary::shipped().schema;
    let ids: BTreeSet<String> = segments.keys().cloned().collect();
    let mut trees = BTreeMap::new();
    for (id, segment) in &segments {
        let parsed = parse(&segment.definition());
        assert!(parsed.problems.is_empty(), "{id}: {:?}", parsed.problems);
        let test = parsed.test.unwrap();
        assert!(check(&test, &schema, &ids).is_empty(), "{id}: {:?}", check(&test, &schema, &ids));
        for texts in [&segment.name, &segment.purpose, &segment.action, &segment.watch] {
            assert!(["en", "fr"].iter().all(|language| texts.contains_key(*language)), "{id}: {texts:?}");
        }
        trees.insert(id.clone(), test);
    }
    assert_eq!(circle(&trees, &schema), None);
    for (id, segment) in &segments {
        let needs: BTreeSet<String> = segment.needs.iter().cloned().collect();
        assert_eq!(needs, streams(id, &trees, &schema), "{id} needs the streams it names");
    }
}

/// The streams that a segment and the segments it names look at.
fn streams(id: &str, trees: &BTreeMap<String, Test>, schema: &Schema) -> BTreeSet<String> {
    let named = mentions(&trees[id], schema);
    let under = named.segments.iter().flat_map(|segment| streams(segment, trees, schema));
    named.streams.iter().cloned().chain(under).collect()
}
