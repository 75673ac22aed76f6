//! Quantiles by interpolation between order statistics, and the cuts of a column into equal parts.

/// Returns the `levels - 1` values that cut sorted values into `levels` parts, lowest first; none when there are no
/// values.
///
/// Type 7 of Hyndman and Fan 1996 (<https://doi.org/10.1080/00031305.1996.10473566>). The place of a cut is found in whole
/// numbers, so that a cut which falls on a value is that very value.
#[must_use]
pub fn cuts(sorted: &[f64], levels: u8) -> Vec<f64> {
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    let levels = usize::from(levels.max(1));
    let cut = |level: usize| between(sorted, last * level / levels, (last * level % levels) as f64 / levels as f64);
    (1..levels).map(cut).collect()
}

/// Returns the value that a share (0 to 1) of sorted values does not exceed, type 7; `None` when there are no values.
#[must_use]
pub fn at_share(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * share.clamp(0.0, 1.0);
    Some(between(sorted, (place.floor() as usize).min(last), place - place.floor()))
}

/// Returns a copy in ascending order.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

fn between(sorted: &[f64], place: usize, fraction: f64) -> f64 {
    let low = sorted[place];
    match sorted.get(place + 1) {
        Some(high) if fraction > 0.0 => low + (high - low) * fraction,
        _ => low,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_on_a_value_is_that_value() {
        assert_eq!(cuts(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 5), [2.0, 3.0, 4.0, 5.0]);
        assert_eq!(cuts(&[1.0, 2.0], 4), [1.25, 1.5, 1.75]);
        assert_eq!(cuts(&[7.0], 3), [7.0, 7.0]);
        assert_eq!(cuts(&[], 3), [0.0; 0]);
    }

    #[test]
    fn shares_are_interpolated() {
        let values = sorted(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(at_share(&values, 0.5), Some(2.5));
        assert_eq!(at_share(&values, 1.0), Some(4.0));
        assert_eq!(at_share(&[], 0.5), None);
    }
}
