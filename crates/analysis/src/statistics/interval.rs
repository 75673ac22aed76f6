//! An interval in which a figure lies, at a stated confidence.

use serde::Serialize;

/// The confidence of intervals when nobody asks for another.
pub const CONFIDENCE: f64 = 0.95;

/// Two bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// The interval around a figure that reaches so far to both sides.
    #[must_use]
    pub fn around(figure: f64, reach: f64) -> Self {
        Self { low: figure - reach, high: figure + reach }
    }

    /// Whether a figure lies inside.
    #[must_use]
    pub fn holds(&self, figure: f64) -> bool {
        self.low <= figure && figure <= self.high
    }

    /// Whether the whole interval lies inside another.
    #[must_use]
    pub fn is_within(&self, other: Interval) -> bool {
        other.low <= self.low && self.high <= other.high
    }
}
