//! How numbers are spread, as bars on which a threshold is moved: drawn without script.

use std::fmt::Write;

use crate::ops::building::spread::Spread;

/// Width and height of the drawing, in its own units.
const SIZE: (f64, f64) = (320.0, 64.0);

/// The thresholds on a spread: how numbers are compared with them, by the word of the question, and where they are.
#[derive(Clone, Copy)]
pub(super) struct Thresholds<'a> {
    pub(super) how: &'a str,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

impl Thresholds<'_> {
    /// Whether a bar is taken in that begins at a number.
    fn take_in(&self, from: f64) -> bool {
        let Some(low) = self.low else { return false };
        let high = self.high.unwrap_or(low);
        match self.how {
            "least" | "more" => from >= low,
            "most" | "less" => from <= low,
            "between" => from >= low.min(high) && from <= low.max(high),
            "outside" => from < low.min(high) || from > low.max(high),
            _ => false,
        }
    }

    /// Where thresholds are drawn: the name of the field, and the number.
    fn marks(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let is_low =
            matches!(self.how, "least" | "more" | "most" | "less" | "between" | "outside" | "equal" | "unequal");
        let is_high = matches!(self.how, "between" | "outside");
        [("low", self.low.filter(|_| is_low)), ("high", self.high.filter(|_| is_high))]
            .into_iter()
            .filter_map(|(name, at)| Some((name, at?)))
    }
}

/// The bars of a spread with its thresholds. Each bar knows from where it goes, so that a script can tell which of them a
/// threshold takes in while it is moved.
pub(super) fn histogram(spread: &Spread, thresholds: Thresholds<'_>) -> String {
    let (width, height) = SIZE;
    let most = spread.bars.iter().copied().max().unwrap_or(1).max(1) as f64;
    let step = width / spread.bars.len().max(1) as f64;
    let mut drawn = format!(
        "<svg class=\"histogram\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    for (place, count) in spread.bars.iter().enumerate() {
        // Heights are square roots: a bar of a few customers is seen beside one of many.
        let tall = if *count == 0 { 0.0 } else { (height * (*count as f64 / most).sqrt()).max(1.5) };
        let from = spread.low + place as f64 * spread.step;
        let _ = write!(
            drawn,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{tall:.2}\" data-from=\"{}\"{}/>",
            place as f64 * step,
            height - tall,
            (step - 1.0).max(0.5),
            tidy(from),
            if thresholds.take_in(from) { " class=\"taken\"" } else { "" },
        );
    }
    for (name, at) in thresholds.marks() {
        let place = ((at - spread.low) / spread.step * step).clamp(0.0, width - 1.5);
        let _ = write!(
            drawn,
            "<rect class=\"mark\" data-mark=\"{name}\" x=\"{place:.2}\" y=\"0\" width=\"1.5\" height=\"{height}\"/>"
        );
    }
    drawn.push_str("</svg>");
    drawn
}

/// A number of bars as short as it can be written.
pub(super) fn tidy(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use model::decimal::Decimal;

    use super::*;

    #[test]
    fn bars_know_where_they_begin_and_whether_they_are_taken_in() {
        let one = Decimal::whole(1);
        let spread = Spread {
            low: 0.0,
            step: 0.1,
            bars: vec![2, 0, 4, 1],
            known: 7,
            least: one,
            greatest: one,
            tenths: [one; 5],
        };
        let drawn = histogram(&spread, Thresholds { how: "least", low: Some(0.25), high: None });
        assert_eq!(drawn.matches("<rect").count(), 5);
        assert!(
            drawn.contains("x=\"160.00\" y=\"0.00\" width=\"79.00\" height=\"64.00\" data-from=\"0.2\"/>"),
            "{drawn}"
        );
        assert!(
            drawn.contains("data-from=\"0.3\" class=\"taken\"") && drawn.contains("data-mark=\"low\" x=\"200.00\""),
            "{drawn}"
        );
        assert!(!histogram(&spread, Thresholds { how: "known", low: Some(0.2), high: None }).contains("taken"));
    }
}
