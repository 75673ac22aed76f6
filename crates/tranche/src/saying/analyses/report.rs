//! A report: what was found by several methods, and why others found nothing.

use model::phrase::Phrase;

use super::{Findings, Voice, abc, cohorts, overlap, rfm, useful, waiting};
use crate::ops::analyses::report::Report;
use crate::ops::failure::Failure;

/// All that was found, in the order of the report. A method that found nothing says why.
pub(crate) fn findings(report: &Report, voice: &Voice<'_>) -> Vec<Findings> {
    vec![
        one(&report.rfm, "analysis-rfm", voice, rfm::findings),
        one(&report.abc, "analysis-abc", voice, abc::findings),
        one(&report.cohorts, "analysis-cohorts", voice, cohorts::findings),
        one(&report.waiting, "analysis-waiting", voice, waiting::findings),
        one(&report.overlap, "analysis-overlap", voice, overlap::findings),
        one(&report.useful, "analysis-useful", voice, useful::findings),
    ]
}

fn one<T>(
    found: &Result<T, Failure>,
    key: &str,
    voice: &Voice<'_>,
    say: impl Fn(&T, &Voice<'_>) -> Findings,
) -> Findings {
    match found {
        Ok(found) => say(found, voice),
        Err(failure) => {
            let says = reasons(failure).into_iter().map(|phrase| voice.say(phrase)).collect();
            Findings { title: voice.text(key), says, sheets: Vec::new(), charts: Vec::new(), ..Findings::default() }
        }
    }
}

fn reasons(failure: &Failure) -> Vec<&Phrase> {
    match failure {
        Failure::Problems(faulty) => {
            faulty.iter().flat_map(|faulty| &faulty.problems).map(|problem| &problem.phrase).collect()
        }
        Failure::Unreadable(phrase) | Failure::Failed(phrase) => vec![phrase],
    }
}
