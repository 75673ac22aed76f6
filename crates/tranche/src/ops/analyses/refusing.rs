//! Why an analysis could not be made, as people read it: the minimum, and what was found.

use analysis::Error;
use model::phrase::Phrase;

use crate::ops::failure::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let phrase = match &error {
            Error::TooFew { minimum, found } => {
                Phrase::new("failed-analysis-few").with("minimum", minimum).with("found", found)
            }
            Error::TooFewInGroup { group, minimum, found } => Phrase::new("failed-analysis-few-in-group")
                .with("group", group + 1)
                .with("minimum", minimum)
                .with("found", found),
            Error::TooFewDistinct { minimum, found } => {
                Phrase::new("failed-analysis-few-values").with("minimum", minimum).with("found", found)
            }
            Error::TooFewEvents { minimum, found } => {
                Phrase::new("failed-analysis-few-events").with("minimum", minimum).with("found", found)
            }
            Error::TooShort { minimum_days, found_days } => {
                Phrase::new("failed-analysis-short").with("minimum", minimum_days).with("found", found_days)
            }
            Error::Constant { column } => Phrase::new("failed-analysis-constant").with("column", column + 1),
            Error::BadSetting { setting, low, high, found } => Phrase::new("failed-analysis-setting")
                .with("setting", setting)
                .with("low", low)
                .with("high", high)
                .with("found", found),
            Error::Overlap { both } => Phrase::new("failed-analysis-overlap").with("both", both),
            Error::Collinear { column } => Phrase::new("failed-analysis-collinear").with("column", column + 1),
            Error::NotConverged { steps } => Phrase::new("failed-analysis-no-optimum").with("steps", steps),
            Error::Separated { column } => Phrase::new("failed-analysis-separated").with("column", column + 1),
            other => Phrase::new("failed-analysis").with("detail", other),
        };
        Failure::Failed(phrase)
    }
}
