//! How numbers are spread, as bars on which a threshold is moved: drawn without script.

use std::fmt::Write;

use crate::ops::building::offered::Spread;

/// Width and height of the drawing, in its own units.
const SIZE: (f64, f64) = (320.0, 64.0);

/// The bars of a spread. Each knows from where it goes, so that a script can tell which of them a threshold takes in.
pub(super) fn histogram(spread: &Spread) -> String {
    let (width, height) = SIZE;
    let most = spread.bars.iter().copied().max().unwrap_or(1).max(1) as f64;
    let step = width / spread.bars.len().max(1) as f64;
    let mut drawn = format!(
        "<svg class=\"histogram\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    for (place, count) in spread.bars.iter().enumerate() {
        // Heights are square roots: a bar of a few customers is seen beside one of many.
        let tall = if *count == 0 { 0.0 } else { (height * (*count as f64 / most).sqrt()).max(1.5) };
        let _ = write!(
            drawn,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{tall:.2}\" data-from=\"{}\"/>",
            place as f64 * step,
            height - tall,
            (step - 1.0).max(0.5),
            tidy(spread.low + place as f64 * spread.step),
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
    fn bars_know_where_they_begin() {
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
        let drawn = histogram(&spread);
        assert_eq!(drawn.matches("<rect").count(), 4);
        assert!(
            drawn.contains("x=\"160.00\" y=\"0.00\" width=\"79.00\" height=\"64.00\" data-from=\"0.2\""),
            "{drawn}"
        );
    }
}
