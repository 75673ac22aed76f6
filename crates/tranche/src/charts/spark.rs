//! How a number went: a line the height of a word, drawn without script.

/// Width and height of the drawing, in its own units.
const SIZE: (f64, f64) = (96.0, 24.0);
/// Room for the line's thickness and the last point.
const MARGIN: f64 = 2.5;

/// The line through some sizes, in order of time; nothing of fewer than two.
pub(crate) fn spark(sizes: &[usize]) -> String {
    let (Some(&least), Some(&most)) = (sizes.iter().min(), sizes.iter().max()) else { return String::new() };
    if sizes.len() < 2 {
        return String::new();
    }
    let (width, height) = SIZE;
    let span = (most - least).max(1) as f64;
    let x = |position: usize| MARGIN + (width - 2.0 * MARGIN) * position as f64 / (sizes.len() - 1) as f64;
    let y = |size: usize| {
        if most == least {
            height / 2.0
        } else {
            height - MARGIN - (height - 2.0 * MARGIN) * (size - least) as f64 / span
        }
    };
    let points: Vec<String> =
        sizes.iter().enumerate().map(|(position, &size)| format!("{:.1},{:.1}", x(position), y(size))).collect();
    let last = sizes.len() - 1;
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\"><polyline points=\"{}\"/>\
         <circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2\"/></svg>",
        points.join(" "),
        x(last),
        y(sizes[last]),
    )
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn the_line_goes_from_least_to_most() {
        let drawn = spark(&[10, 20, 15]);
        assert!(drawn.contains("points=\"2.5,21.5 48.0,2.5 93.5,12.0\""), "{drawn}");
        assert!(drawn.contains("cx=\"93.5\" cy=\"12.0\""), "{drawn}");
    }

    #[test]
    fn what_does_not_move_is_a_level_line() {
        assert!(spark(&[7, 7]).contains("points=\"2.5,12.0 93.5,12.0\""));
        assert_eq!(spark(&[7]), "");
        assert_eq!(spark(&[]), "");
    }
}
