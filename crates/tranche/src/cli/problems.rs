//! Shows what is wrong in a text, where, and what may have been meant.

use std::io::Write;

use miette::{LabeledSpan, MietteDiagnostic, NamedSource, Report};
use model::phrase::{Phrase, Problem, line_and_column};
use serde_json::json;

use super::Asked;
use crate::ops::failure::Faulty;

/// Prints the problems of some texts.
pub(super) fn print(asked: &Asked, faulty: &[Faulty]) {
    if asked.json {
        let all =
            faulty.iter().flat_map(|faulty| faulty.problems.iter().map(|problem| as_json(asked, faulty, problem)));
        return asked.print_json(&json!({ "problems": all.collect::<Vec<_>>() }));
    }
    for faulty in faulty {
        for problem in &faulty.problems {
            // A reader that stops listening is no failure.
            let _ = write!(std::io::stderr().lock(), "{:?}", report(asked, faulty, problem));
        }
    }
}

fn as_json(asked: &Asked, faulty: &Faulty, problem: &Problem) -> serde_json::Value {
    let (line, column) = line_and_column(&faulty.text, problem.place.start);
    let mut shown = json!({
        "message": asked.catalogue.say(&problem.phrase),
        "start": problem.place.start,
        "end": problem.place.end,
        "line": line,
        "column": column,
        "suggestions": problem.suggestions,
    });
    if let Some(origin) = &faulty.origin {
        shown["file"] = json!(origin);
    }
    shown
}

fn report(asked: &Asked, faulty: &Faulty, problem: &Problem) -> Report {
    let message = asked.catalogue.say(&problem.phrase);
    let length = problem.place.end.saturating_sub(problem.place.start);
    let label = match problem.suggestions.as_slice() {
        [] => asked.catalogue.text("problem-here"),
        names => asked.catalogue.say(&Phrase::new("problem-did-you-mean").with("names", names.join(" · "))),
    };
    let span = LabeledSpan::at(problem.place.start..problem.place.start + length, label);
    let diagnostic = MietteDiagnostic::new(message).with_label(span);
    let name = faulty.origin.clone().unwrap_or_else(|| asked.catalogue.text("problem-typed"));
    Report::new(diagnostic).with_source_code(NamedSource::new(name, faulty.text.clone()))
}
