//! The ready-made segments: each right, each in both languages, each saying what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::check::{check, check_value, mentions, mentions_of_value};
use model::computed::{AttributeFile, attributes};
use model::forms::{Test, Value};
use model::schema::{Schema, Vocabulary};
use model::segment::{Segment, circle};
use model::segmentation::cells::coverage;
use model::segmentation::{Part, Segmentation, exclusive};
use model::text::parser::{parse, parse_value};

use crate::shop::{MAPPING, Shop};

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
    assert!(segments.len() >= 110);
    let (schema, segmentations) = (schema(), segmentations());
    let parts = segmentations.iter().flat_map(|segmentation| segmentation.segment_ids());
    let ids: BTreeSet<String> = segments.keys().cloned().chain(parts).collect();
    let mut trees = BTreeMap::new();
    for segmentation in &segmentations {
        let definitions = definitions(segmentation, &schema);
        trees.extend(segmentation.segment_ids().zip(exclusive(&definitions, segmentation.rest.is_some())));
    }
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
        for (name, parameter) in &segment.parameters {
            assert!(["en", "fr"].iter().all(|language| parameter.reason.contains_key(*language)), "{id}: {name}");
            let Some(proposal) = &parameter.propose else { continue };
            let value = parse_value(&proposal.of).0.unwrap();
            assert!(check_value(&value, &schema, &ids).is_ok(), "{id}: {name}");
            let among = proposal.among.as_ref().map(|among| parse(among).test.unwrap());
            assert!(among.is_none_or(|among| check(&among, &schema, &ids).is_empty()), "{id}: {name}");
        }
    }
    for (id, segment) in &segments {
        let needs: BTreeSet<String> = segment.needs.iter().cloned().collect();
        assert_eq!(needs, streams(id, &trees, &schema), "{id} needs the streams it names");
    }
}

#[test]
fn the_examples_beside_the_ready_made_definitions_are_right() {
    let shop = Shop::with_base();
    let answer = shop.ask(&["--json", "test", &format!("{}/../..", env!("CARGO_MANIFEST_DIR"))]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    assert!(answer.json()["examples"].as_array().unwrap().len() >= 190);
}

#[test]
fn what_needs_a_calendar_says_so_where_there_is_none() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let orders = shop.write("orders.csv", "order_id,customer,placed_at,amount\n1,anna,2026-01-10,20\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &orders]).status, 0);
    let state = |shop: &Shop| {
        let shelf = shop.ask(&["--json", "library"]).json();
        let found = shelf.as_array().unwrap().iter().find(|one| one["id"] == "sale-shoppers").cloned().unwrap();
        (found["missing_streams"].clone(), found["missing_calendars"].clone())
    };
    assert_eq!(state(&shop), (serde_json::json!([]), serde_json::json!(["sales"])));
    assert!(shop.ask(&["library"]).out.contains("unavailable: no calendar sales"));
    let shown = shop.ask(&["library", "show", "sale-shoppers"]);
    assert_eq!(shown.status, 0, "{}{}", shown.out, shown.err);
    assert!(shown.out.contains("reference table “calendars”"), "{}", shown.out);
    let refused = shop.ask(&["library", "add", "sale-shoppers"]);
    assert_ne!(refused.status, 0);
    assert!(refused.err.contains("sales") && refused.err.contains("calendars"), "{}", refused.err);
    let calendars = shop.write("calendars.csv", "calendar,kind,starts_on,ends_on\ns1,sales,2026-01-07,2026-02-03\n");
    let mapping = shop.write("calendars.toml", "[[file]]\nmatch = \"*\"\n[[file.feed]]\ntable = \"calendars\"\n");
    let answer = shop.ask(&["import", "--mapping", &mapping, &calendars]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    assert_eq!(state(&shop), (serde_json::json!([]), serde_json::json!([])));
    assert_eq!(shop.ask(&["library", "add", "sale-shoppers"]).status, 0);
}

/// The shipped words, with the attributes that the library computes.
fn schema() -> Schema {
    let schema = Vocabulary::shipped().schema;
    let files: Vec<AttributeFile> = files("attributes", |id, text| AttributeFile::parse(id, text).unwrap());
    for file in &files {
        assert!(["en", "fr"].iter().all(|language| file.name.contains_key(*language)), "{}", file.id);
    }
    let found = attributes(&files, &schema, &BTreeSet::new());
    assert!(found.wrong.is_empty(), "{:?}", found.wrong);
    Schema { computed: found.computed, ..schema }
}

fn segmentations() -> Vec<Segmentation> {
    files("segmentations", |id, text| Segmentation::parse(id, text).unwrap())
}

/// What is read from the library's files of a folder, in order of their names.
fn files<T>(folder: &str, read: impl Fn(&str, &str) -> T) -> Vec<T> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    paths.iter().map(|path| read(path.file_stem().unwrap().to_str().unwrap(), &text(path))).collect()
}

fn definitions(segmentation: &Segmentation, schema: &Schema) -> Vec<Test> {
    let read = |part: &Part| {
        let test = parse(&part.definition).test.unwrap();
        let problems = check(&test, schema, &BTreeSet::new());
        assert!(problems.is_empty(), "{}/{}: {problems:?}", segmentation.id, part.id);
        test
    };
    segmentation.parts.iter().map(read).collect()
}

#[test]
fn each_cell_of_a_map_is_in_exactly_one_group() {
    let schema = schema();
    let maps = segmentations();
    assert_eq!(maps.iter().map(|map| (map.id.as_str(), map.parts.len())).collect::<Vec<_>>(), MAPS);
    for map in &maps {
        let coverage = coverage(&definitions(map, &schema), &schema.computed);
        // Only who never ordered has no score, and is in none of the groups.
        let uncovered: Vec<&String> = coverage.uncovered.iter().filter(|cell| !cell.contains("unknown")).collect();
        assert!(uncovered.is_empty() && coverage.cells.is_some(), "{}: {uncovered:?}", map.id);
        assert_eq!((&coverage.overlapping[..], &coverage.idle[..]), (&[][..], &[][..]), "{}", map.id);
        assert!(coverage.opaque.is_empty(), "{}: {:?}", map.id, coverage.opaque);
    }
}

/// The maps, each with the number of its groups.
const MAPS: [(&str, usize); 4] = [("rfm-thirds", 9), ("rfm-worth", 11), ("rfm", 11), ("tranches", 3)];

/// The streams that a segment and the segments it names look at.
fn streams(id: &str, trees: &BTreeMap<String, Test>, schema: &Schema) -> BTreeSet<String> {
    let named = mentions(&trees[id], schema);
    let under = named.segments.iter().flat_map(|segment| streams(segment, trees, schema));
    let computed = named.computed.keys().flat_map(|name| streams_of(&schema.computed[name].value, schema));
    named.streams.iter().cloned().chain(under).chain(computed).collect()
}

/// The streams that a value and the attributes that it names look at.
fn streams_of(value: &Value, schema: &Schema) -> BTreeSet<String> {
    let named = mentions_of_value(value, schema);
    let under = named.computed.keys().flat_map(|name| streams_of(&schema.computed[name].value, schema));
    named.streams.iter().cloned().chain(under).collect()
}

#[test]
fn a_ready_made_segment_comes_in_with_what_it_names_and_ones_own_values() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers = shop.write("customers.csv", "id,address.region\nann,Bretagne\nbob,Bretagne\nzoe,Occitanie\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers]).status, 0);
    let shown = shop.ask(&["--json", "library", "show", "region"]).json();
    let parameter = &shown["parameters"][0];
    assert_eq!((&parameter["value"], &parameter["from_customers"]), (&"Bretagne".into(), &3.into()));
    assert_eq!((&shown["count"], &shown["of"]), (&2.into(), &3.into()));
    let added = shop.ask(&["--json", "library", "add", "rfm-champions"]).json();
    assert_eq!(added["added"].as_array().unwrap().len(), 5, "the map and its three attributes come with it: {added}");
    assert_eq!(shop.ask(&["library", "add", "dormant", "--set", "days=120"]).status, 0);
    assert_eq!(shop.ask(&["library", "add", "dormant"]).status, 1, "it is there already");
    assert_eq!(shop.ask(&["library", "add", "lapsing", "--set", "no=1"]).status, 1);
    let sentences = shop.ask(&["segments", "--sentences"]).out;
    assert!(sentences.contains("120 days"), "{sentences}");
    let shelf = shop.ask(&["--json", "library"]).json();
    let of = |id: &str| shelf.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    assert_eq!((&of("dormant")["in_use"], &of("loyal")["in_use"]), (&true.into(), &false.into()));
    assert_eq!(of("unhappy")["missing_streams"].as_array().unwrap().len(), 2);
}
