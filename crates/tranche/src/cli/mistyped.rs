//! What is wrong in a command line, in the language of the catalogues.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use model::phrase::Phrase;
use serde_json::json;

use crate::catalogue::Catalogue;

/// Tells what is wrong in a command line.
pub(super) fn print(error: &clap::Error, catalogue: &Catalogue, as_json: bool) {
    let message = catalogue.say(&phrase(error));
    let suggestions = suggestions(error);
    if as_json {
        let problem = json!({
            "message": message, "start": 0, "end": 0, "line": 1, "column": 1, "suggestions": suggestions,
        });
        return super::print(&format!("{:#}", json!({ "problems": [problem] })));
    }
    eprintln!("{message}");
    if !suggestions.is_empty() {
        eprintln!("{}", catalogue.say(&Phrase::new("problem-did-you-mean").with("names", suggestions.join(" · "))));
    }
    eprintln!("{}", catalogue.text("mistyped-see-help"));
}

fn phrase(error: &clap::Error) -> Phrase {
    let context = |kind| error.get(kind).map(ContextValue::to_string).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => {
            Phrase::new("mistyped-argument").with("argument", context(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidSubcommand => {
            Phrase::new("mistyped-command").with("command", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => {
            Phrase::new("mistyped-missing").with("arguments", context(ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => Phrase::new("mistyped-no-command"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Phrase::new("mistyped-value")
            .with("argument", context(ContextKind::InvalidArg))
            .with("value", context(ContextKind::InvalidValue))
            .with("values", context(ContextKind::ValidValue)),
        ErrorKind::ArgumentConflict => Phrase::new("mistyped-conflict")
            .with("argument", context(ContextKind::InvalidArg))
            .with("other", context(ContextKind::PriorArg)),
        _ => Phrase::new("mistyped-line"),
    }
}

fn suggestions(error: &clap::Error) -> Vec<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let of_kind = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(several)) => several.clone(),
        _ => Vec::new(),
    };
    kinds.into_iter().flat_map(of_kind).collect()
}
