//! Runs every case of `spec/*.md`, and checks that every form and fold has one.

use std::collections::BTreeSet;
use std::path::PathBuf;

use model::forms::FORMS;

use self::cases::{Seen, run};
use self::document::blocks;
use self::state::State;

mod cases;
mod customers;
mod document;
mod state;

/// Runs all spec files.
fn run_all() -> Seen {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder `spec`").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let mut seen = Seen::default();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let mut state = State::new();
        for block in blocks(&text) {
            let read = match block.words[0].as_str() {
                "customers" => customers::read(&block, &mut state),
                "table" => state.table(&block),
                "segment" => state.segment(&block),
                "attribute" => state.attribute(&block),
                "column" => state.column(&block),
                "segmentation" => state.segmentation(&block),
                "cases" | "values" | "problems" | "circle" => {
                    run(&block, &state, &name, &mut seen);
                    Ok(())
                }
                _ => Ok(()),
            };
            if let Err(reason) = read {
                seen.failures.push(format!("{name}:{}: {reason}", block.line));
            }
        }
    }
    seen
}

#[test]
fn every_spec_case_holds() {
    let Seen { failures, n_cases, .. } = run_all();
    assert!(failures.is_empty(), "{} of {n_cases} cases fail:\n\n{}\n", failures.len(), failures.join("\n\n"));
    assert!(n_cases > 300, "only {n_cases} cases were found");
}

#[test]
fn every_form_and_fold_has_a_case() {
    let mut words = BTreeSet::new();
    for test in run_all().trees {
        collect(&serde_json::to_value(&test).expect("a tree is JSON"), &mut words);
    }
    let functions = [
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "median",
        "first",
        "last",
        "most_common",
        "distinct",
        "days",
        "list",
        "span",
        "gap",
    ];
    let measures = ["average", "percentile", "rank", "cumulative_share", "quantile"];
    let windows = ["last", "ago", "today", "yesterday", "on", "period", "last_calendar", "since", "until", "from_to"];
    let series = ["days", "gaps", "day_gaps"];
    let forms = FORMS.iter().map(|form| form.id);
    let expected = forms.chain(functions).chain(measures).chain(windows).chain(series);
    let missing: Vec<&str> = expected.filter(|word| !words.contains(*word)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// The keys of a tree and the words that stand for functions, measures and windows.
fn collect(node: &serde_json::Value, words: &mut BTreeSet<String>) {
    match node {
        serde_json::Value::Object(fields) => {
            for (key, inner) in fields {
                words.insert(key.clone());
                if let (true, Some(word)) = (["function", "measure", "window"].contains(&key.as_str()), inner.as_str())
                {
                    words.insert(word.to_owned());
                }
                collect(inner, words);
            }
        }
        serde_json::Value::Array(nodes) => nodes.iter().for_each(|node| collect(node, words)),
        _ => {}
    }
}
