//! Reads `cases`, `values`, `problems` and `circle` blocks and holds the engines to them.

use std::collections::{BTreeMap, BTreeSet};

use model::check::{check, check_sense};
use model::forms::Test;
use model::phrase::{Problem, line_and_column};
use model::segment::circle;
use model::text::parser::parse;
use model::time::Instant;

use super::document::{Block, split};
use super::state::{Said, State};
use crate::verdicts::{CutOffs, ENGINES, Verdicts};

/// A case: what is typed, and what should come of it.
struct Case {
    line: usize,
    typed: String,
    expected: String,
    at: Instant,
    known_at: Option<Instant>,
    cut_offs: CutOffs,
}

/// What was seen of a spec: how many cases, the trees of their definitions, and what went wrong.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) n_cases: usize,
    pub(super) trees: Vec<Test>,
    pub(super) failures: Vec<String>,
}

/// Runs the cases of a block.
pub(super) fn run(block: &Block, state: &State, file: &str, seen: &mut Seen) {
    if block.words[0] == "circle" {
        let expected = block.lines.iter().map(|(_, line)| line.trim()).collect::<Vec<_>>().join(" ");
        let found = circle(&state.base.segments, &state.base.schema).map_or("none".to_owned(), |ids| ids.join(", "));
        seen.hold(file, block.line, "the segments", &expected, &[("circle", found)]);
        return;
    }
    let cases = match cases(block, state) {
        Ok(cases) => cases,
        Err(reason) => return seen.failures.push(format!("{file}: {reason}")),
    };
    for case in cases {
        let told = match block.words[0].as_str() {
            "cases" => membership(&case, state, seen, file),
            "values" => values(&case, state, seen, file),
            _ => {
                let found = mistakes(&case.typed, state);
                seen.hold(file, case.line, &case.typed, &case.expected, &[("checker", found)]);
                Ok(())
            }
        };
        if let Err(reason) = told {
            seen.failures.push(format!("{file}:{}: {}\n    {reason}", case.line, case.typed));
        }
    }
}

/// Reads `typed => expected [at INSTANT] [known at INSTANT] [cut-offs exact]`; a line without an arrow goes on in the next one.
fn cases(block: &Block, state: &State) -> Said<Vec<Case>> {
    let (mut cases, mut begun) = (Vec::new(), String::new());
    for (line, text) in &block.lines {
        if text.trim().starts_with("--") {
            continue;
        }
        let Some((typed, rest)) = text.rsplit_once("=> ") else {
            begun.push_str(&format!("{} ", text.trim()));
            continue;
        };
        let marked =
            rest.replace(" [at ", "\0at ").replace(" [known at ", "\0known-at ").replace(" [cut-offs ", "\0cut-offs ");
        let mut parts = marked.split('\0');
        let expected = parts.next().unwrap_or_default().trim().to_owned();
        let typed = format!("{}{}", std::mem::take(&mut begun), typed.trim());
        let mut case = Case { line: *line, typed, expected, at: state.at, known_at: None, cut_offs: CutOffs::Midnight };
        for part in parts {
            match part.trim().trim_end_matches(']').split_once(' ') {
                Some(("at", at)) => case.at = state.instant(at).map_err(|reason| format!("line {line}: {reason}"))?,
                Some(("known-at", at)) if state.has_receipts => {
                    case.known_at = Some(state.instant(at).map_err(|reason| format!("line {line}: {reason}"))?);
                }
                Some(("cut-offs", "exact")) => case.cut_offs = CutOffs::Exact,
                _ => return Err(format!("line {line}: what is `{part}`?")),
            }
        }
        cases.push(case);
    }
    if begun.is_empty() { Ok(cases) } else { Err(format!("a case without an arrow: {begun}")) }
}

fn membership(case: &Case, state: &State, seen: &mut Seen, file: &str) -> Said<()> {
    let test = definition(&case.typed, state)?;
    let expected = state.names(&state.named(&case.expected)?);
    let found = verdicts(case, &test, state, |_| true);
    seen.trees.push(test);
    seen.hold(file, case.line, &case.typed, &expected, &found);
    Ok(())
}

/// Holds the engines to values by the definitions that say them: `value = literal`, `value is unknown`, or the length
/// and elements of a list.
fn values(case: &Case, state: &State, seen: &mut Seen, file: &str) -> Said<()> {
    let mut said: Vec<Option<String>> = vec![None; state.base.timelines.len()];
    let mut others = None;
    for part in split(&case.expected, ',') {
        let (name, value) = part.split_once(':').ok_or("a value stands after a name and a colon")?;
        match name {
            "others" => others = Some(value.trim().to_owned()),
            name => said[state.position(name)?] = Some(value.trim().to_owned()),
        }
    }
    said.iter_mut().filter(|value| value.is_none()).for_each(|value| value.clone_from(&others));
    let distinct: BTreeSet<&String> = said.iter().flatten().collect();
    for value in distinct {
        let typed = match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
            Some(list) => {
                let length = split(list, ',').len();
                format!("length of {0} = {length} and {0} has all ({list})", case.typed)
            }
            None if value == "missing" => format!("{} is unknown", case.typed),
            None => format!("{} = {value}", case.typed),
        };
        let test = definition(&typed, state)?;
        let expected: Verdicts = said.iter().map(|said| said.as_ref() == Some(value)).collect();
        let found = verdicts(case, &test, state, |position| said[position].is_some());
        seen.trees.push(test);
        seen.hold(file, case.line, &typed, &state.names(&expected), &found);
    }
    Ok(())
}

fn definition(typed: &str, state: &State) -> Said<Test> {
    let told = problems(typed, state);
    parse(typed).test.filter(|_| told == "none").ok_or(told)
}

/// What each engine says of a case about the customers asked for.
fn verdicts(case: &Case, test: &Test, state: &State, asked: impl Fn(usize) -> bool) -> Vec<(&'static str, String)> {
    let (base, tests) = (state.known_at(case.known_at), std::slice::from_ref(test));
    let says = |(name, engine): &(&'static str, crate::verdicts::Engine)| {
        (*name, engine(&base, tests, case.at, case.cut_offs).remove(0))
    };
    let mut found: Vec<(&'static str, Verdicts)> = ENGINES.iter().map(says).collect();
    if state.has_receipts {
        found.push((
            "the store",
            state.stored().verdicts(&base, tests, (case.at, case.known_at, case.cut_offs)).remove(0),
        ));
    }
    let told = found.into_iter().map(|(name, mut found)| {
        found.iter_mut().enumerate().filter(|(position, _)| !asked(*position)).for_each(|(_, found)| *found = false);
        (name, state.names(&found))
    });
    told.collect()
}

/// The problems of a text as `key at line:column, suggests a, b`, one after the other; `none` when there are none.
fn problems(typed: &str, state: &State) -> String {
    let parsed = parse(typed);
    let mut problems = parsed.problems;
    if let Some(test) = parsed.test.filter(|_| problems.is_empty()) {
        problems = check(&test, &state.base.schema, &state.base.segments.keys().cloned().collect());
    }
    told(typed, &problems)
}

/// The same, and the parts that say nothing when there is nothing else to tell: cases on customers may hold of everyone.
fn mistakes(typed: &str, state: &State) -> String {
    let problems = problems(typed, state);
    match parse(typed).test.filter(|_| problems == "none") {
        Some(test) => {
            told(typed, &check_sense(&test, &state.base.schema, &state.base.segments.keys().cloned().collect()))
        }
        None => problems,
    }
}

fn told(typed: &str, problems: &[Problem]) -> String {
    let told = problems.iter().map(|problem| {
        let (line, column) = line_and_column(typed, problem.place.start);
        let key = problem.phrase.key.trim_start_matches("problem-");
        match problem.suggestions.as_slice() {
            [] => format!("{key} at {line}:{column}"),
            names => format!("{key} at {line}:{column}, suggests {}", names.join(", ")),
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}

impl Seen {
    fn hold(&mut self, file: &str, line: usize, typed: &str, expected: &str, found: &[(&str, String)]) {
        self.n_cases += 1;
        let wrong: BTreeMap<&str, &String> =
            found.iter().filter(|(_, found)| found != expected).map(|(name, found)| (*name, found)).collect();
        for (name, found) in wrong {
            self.failures.push(format!("{file}:{line}: {typed}\n    expected {expected}\n    {name} says {found}"));
        }
    }
}
