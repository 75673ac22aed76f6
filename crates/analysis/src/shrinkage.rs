//! Figures of many, each known by little, drawn towards their common mean by as much as chance explains of their spread.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, finite};

/// Fewer figures than this cannot be drawn together.
const LEAST: usize = 4;

/// Figures drawn together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shrunk {
    /// Their mean.
    pub mean: f64,
    /// How much of a figure's distance from the mean stays, 0 to 1.
    pub stays: f64,
    /// The figures, drawn towards the mean.
    pub figures: Vec<f64>,
}

/// Draws figures of equal error variance together (James and Stein; Efron and Morris 1975,
/// <https://doi.org/10.1080/01621459.1975.10479864>).
///
/// # Errors
///
/// [`Error::TooFew`] below four figures; [`Error::BadValue`]; [`Error::BadSetting`] for a variance below 0.
pub fn shrink(figures: &[f64], variance: f64) -> Result<Shrunk, Error> {
    at_least(LEAST, figures.len())?;
    finite(0, figures)?;
    if !(0.0..=f64::MAX).contains(&variance) {
        return Err(Error::BadSetting { setting: "variance", low: 0.0, high: f64::MAX, found: variance });
    }
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let squares: f64 = figures.iter().map(|x| (x - mean) * (x - mean)).sum();
    let stays = if squares > 0.0 { (1.0 - (n - 3.0) * variance / squares).clamp(0.0, 1.0) } else { 0.0 };
    Ok(Shrunk { mean, stays, figures: figures.iter().map(|x| mean + stays * (x - mean)).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn batting_averages_are_those_of_efron_and_morris() {
        let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
        let averages = hits.map(|hits| f64::from(hits) / 45.0);
        let mean = averages.iter().sum::<f64>() / 18.0;
        let shrunk = shrink(&averages, mean * (1.0 - mean) / 45.0).unwrap();
        close(shrunk.mean, 0.265_432, 1e-5);
        close(shrunk.stays, 0.211_653, 1e-5);
        close(shrunk.figures[0], 0.293_914, 1e-5);
        close(shrunk.figures[17], 0.242_176, 1e-5);
    }
}
