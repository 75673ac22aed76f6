//! Why an analysis cannot be made of these columns, with the minimum and what was found.

/// What stands in the way of a figure. Messages are for logs; people read the sentence of the catalogues.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// There are too few rows (customers, most often) to say anything.
    #[error("{found} rows where at least {minimum} are needed")]
    TooFew {
        /// The least number of rows.
        minimum: usize,
        /// The rows that came.
        found: usize,
    },
    /// One group of a comparison has too few rows.
    #[error("group {group} has {found} rows where at least {minimum} are needed")]
    TooFewInGroup {
        /// The place of the group in the order given, from 0.
        group: usize,
        /// The least number of rows.
        minimum: usize,
        /// The rows that came.
        found: usize,
    },
    /// There are too few distinct groups, levels or values.
    #[error("{found} distinct values where at least {minimum} are needed")]
    TooFewDistinct {
        /// The least number of distinct values.
        minimum: usize,
        /// The distinct values that came.
        found: usize,
    },
    /// What is to be predicted or counted happened too seldom, or failed to happen too seldom.
    #[error("{found} events where at least {minimum} are needed")]
    TooFewEvents {
        /// The least number of events.
        minimum: usize,
        /// The events that came.
        found: usize,
    },
    /// The rows cover too short a time.
    #[error("{found_days} days where at least {minimum_days} are needed")]
    TooShort {
        /// The least number of days.
        minimum_days: f64,
        /// The days covered.
        found_days: f64,
    },
    /// Every row has the same value, so there is nothing to compare or explain.
    #[error("column {column} is constant")]
    Constant {
        /// The place of the column in the order given, from 0.
        column: usize,
    },
    /// Columns that describe the same rows have different lengths.
    #[error("a column of {found} rows beside one of {expected}")]
    LengthsDiffer {
        /// The length of the first column.
        expected: usize,
        /// The other length.
        found: usize,
    },
    /// A value is missing, infinite or outside what the method is defined for.
    #[error("row {row} of column {column} holds {found}, which the method is not defined for")]
    BadValue {
        /// The place of the column in the order given, from 0.
        column: usize,
        /// The place of the row, from 0.
        row: usize,
        /// The value.
        found: f64,
    },
    /// A setting is outside its bounds.
    #[error("{setting} is {found}, outside {low} to {high}")]
    BadSetting {
        /// The name of the setting.
        setting: &'static str,
        /// Its lower bound.
        low: f64,
        /// Its upper bound.
        high: f64,
        /// What was given.
        found: f64,
    },
    /// A customer is in two arms or two groups that must exclude one another.
    #[error("{both} customers are in both groups")]
    Overlap {
        /// The customers in both.
        both: usize,
    },
    /// A column is a combination of others.
    #[error("column {column} cannot be told apart from the others")]
    Collinear {
        /// The place of the column in the order given, from 0.
        column: usize,
    },
    /// A column tells the outcome without fail, so its coefficient has no bounds; a penalty gives it some.
    #[error("column {column} separates the outcomes completely")]
    Separated {
        /// The place of the column in the order given, from 0.
        column: usize,
    },
    /// The best parameters were not found within the steps allowed.
    #[error("no optimum within {steps} steps")]
    NotConverged {
        /// The steps made.
        steps: usize,
    },
}

/// Fails when fewer than `minimum` rows came.
///
/// # Errors
///
/// [`Error::TooFew`].
pub fn at_least(minimum: usize, found: usize) -> Result<(), Error> {
    if found < minimum { Err(Error::TooFew { minimum, found }) } else { Ok(()) }
}

/// Fails when two columns of the same rows differ in length.
///
/// # Errors
///
/// [`Error::LengthsDiffer`].
pub fn same_length(expected: usize, found: usize) -> Result<(), Error> {
    if expected == found { Ok(()) } else { Err(Error::LengthsDiffer { expected, found }) }
}

/// Fails on the first value that is not a finite number.
///
/// # Errors
///
/// [`Error::BadValue`].
pub fn finite(column: usize, values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|x| !x.is_finite()) {
        Some(row) => Err(Error::BadValue { column, row, found: values[row] }),
        None => Ok(()),
    }
}
