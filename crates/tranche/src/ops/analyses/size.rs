//! How many customers an experiment needs, or what those there are can show.

use analysis::arms::{Sureness, detectable_share, size_for_shares};
use model::phrase::Phrase;
use serde::Serialize;

use super::gathered::Question;
use super::measured::{Figures, measured};
use crate::ops::failure::Failure;

/// The curve goes in tenths of the difference asked about, from the first number of them to the second.
const TENTHS: std::ops::RangeInclusive<u32> = 4..=25;

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// The share without the treatment.
    pub(crate) from: f64,
    /// The share that the treatment is to reach.
    pub(crate) to: Option<f64>,
    /// Customers there are for each arm.
    pub(crate) per_arm: Option<u64>,
    /// How sure it shall be.
    pub(crate) sureness: Sureness,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Size {
    /// The share without the treatment.
    pub(crate) from: f64,
    /// The share that the treatment is to reach, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<f64>,
    /// Customers of each arm: those that are needed, or those that there are.
    pub(crate) per_arm: u64,
    /// Whether so many were given, and the least share is what was asked for.
    #[serde(skip)]
    pub(crate) is_given: bool,
    /// The least share that so many can tell from the one without treatment; `None` when there is none.
    pub(crate) detectable: Option<f64>,
    /// How sure it is.
    #[serde(flatten)]
    pub(crate) sureness: Sureness,
    /// Customers of each arm that other shares need, from the hardest to find to the easiest.
    pub(crate) curve: Vec<Point>,
}

/// What a share needs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Point {
    /// The share that the treatment reaches.
    pub(crate) to: f64,
    /// Customers of each arm.
    pub(crate) per_arm: u64,
}

/// Plans an experiment.
pub(crate) fn size(wanted: &Wanted) -> Result<Size, Failure> {
    let Wanted { from, to, per_arm, sureness } = *wanted;
    let (per_arm, detectable, is_given) = match (to, per_arm) {
        (Some(to), _) => (size_for_shares(from, to, sureness)?, Some(to), false),
        (None, Some(per_arm)) => (per_arm, detectable_share(from, per_arm, sureness)?, true),
        (None, None) => return Err(Failure::Failed(Phrase::new("failed-size-asked"))),
    };
    let mut curve = Vec::new();
    if let Some(reached) = detectable {
        for tenths in TENTHS {
            // The share asked about stands on the curve itself.
            let share = if tenths == 10 { reached } else { from + (reached - from) * f64::from(tenths) / 10.0 };
            if share > 0.0 && share < 1.0 && share != from {
                let per_arm = if tenths == 10 { per_arm } else { size_for_shares(from, share, sureness)? };
                curve.push(Point { to: share, per_arm });
            }
        }
    }
    Ok(Size { from, to, per_arm, is_given, detectable, sureness, curve })
}

/// What the base tells of an experiment among those asked about: how many there are for each of two arms, and for how many
/// of them a definition holds now.
pub(crate) fn of_base(question: &Question<'_>, outcome: &str) -> Result<(u64, f64), Failure> {
    let measured = measured(question, outcome)?;
    let Figures::Flags(flags) = &measured.figures else {
        return Err(Failure::Failed(Phrase::new("failed-size-outcome").with("text", outcome)));
    };
    if flags.len() < 2 {
        return Err(analysis::Error::TooFew { minimum: 2, found: flags.len() }.into());
    }
    let holds = flags.iter().filter(|holds| **holds).count();
    Ok((flags.len() as u64 / 2, holds as f64 / flags.len() as f64))
}

#[cfg(test)]
mod tests {
    use analysis::arms::Sureness;

    use super::{Wanted, size};

    #[test]
    fn the_curve_goes_through_what_was_asked() {
        let wanted = Wanted { from: 0.05, to: Some(0.055), per_arm: None, sureness: Sureness::default() };
        let found = size(&wanted).unwrap();
        assert_eq!(found.per_arm, 31_234);
        assert!(found.curve.iter().any(|point| point.to == 0.055 && point.per_arm == 31_234));
        assert!(found.curve.is_sorted_by(|a, b| a.to < b.to && a.per_arm >= b.per_arm), "{:?}", found.curve);
        let less = size(&Wanted { to: Some(0.04), ..wanted }).unwrap();
        assert!(less.curve.iter().all(|point| point.to > 0.0 && point.to < 0.05), "{:?}", less.curve);
        let given = size(&Wanted { to: None, per_arm: Some(31_234), ..wanted }).unwrap();
        assert!((given.detectable.unwrap() - 0.055).abs() < 1e-5, "{given:?}");
        assert!(size(&Wanted { to: None, ..wanted }).is_err(), "something has to be asked");
    }
}
