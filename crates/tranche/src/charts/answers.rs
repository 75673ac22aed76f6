//! Answers on a scale, item by item: low ones to the left of the middle, high ones to the right, so that agreement is seen
//! as a shift of the whole bar.

use serde_json::{Value, json};

/// The shares of each answer to each item, from the lowest answer on. The middle answer of an odd scale lies half on either
/// side.
pub(crate) fn answers(items: &[String], scale: &[String], shares: &[Vec<f64>]) -> Value {
    let steps = scale.len();
    let middle = (!steps.is_multiple_of(2)).then_some(steps / 2);
    let series = |step: usize, part: f64| {
        let data: Vec<f64> = shares.iter().map(|shares| part * shares.get(step).copied().unwrap_or(0.0)).collect();
        json!({
            "type": "bar", "stack": "answers", "name": scale[step], "data": data, "barMaxWidth": 28,
            "itemStyle": { "color": tone(step, steps) },
        })
    };
    // Stacks grow outwards: what lies nearest to the middle comes first.
    let low = middle.into_iter().map(|step| series(step, -0.5));
    let low = low.chain((0..steps / 2).rev().map(|step| series(step, -1.0)));
    let high = middle.into_iter().map(|step| series(step, 0.5));
    let high = high.chain((steps.div_ceil(2)..steps).map(|step| series(step, 1.0)));
    json!({
        "legend": { "show": true, "bottom": 0, "icon": "roundRect", "data": scale, "textStyle": { "color": "var(--muted)" } },
        "grid": { "left": 8, "right": 16, "top": 8, "bottom": 36, "containLabel": true },
        "tooltip": { "trigger": "item" },
        "xAxis": { "type": "value" },
        "yAxis": {
            "type": "category", "data": items, "inverse": true, "axisTick": { "show": false },
            "axisLabel": { "width": 120, "overflow": "break", "lineHeight": 14 },
        },
        "series": low.chain(high).collect::<Vec<_>>(),
    })
}

/// The colour of an answer: one hue for low ones, another for high ones, the stronger the farther from the middle.
fn tone(step: usize, steps: usize) -> String {
    let from_middle = (step as f64 - (steps as f64 - 1.0) / 2.0) / ((steps as f64 - 1.0) / 2.0).max(1.0);
    match from_middle {
        f if f.abs() < 1e-9 => "var(--line)".to_owned(),
        f if f <= -0.75 => "var(--c6)".to_owned(),
        f if f < 0.0 => "var(--c2)".to_owned(),
        f if f < 0.75 => "var(--c5)".to_owned(),
        _ => "var(--c1)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn the_middle_answer_lies_on_both_sides() {
        let scale = ["1", "2", "3"].map(str::to_owned);
        let drawn = answers(&["q".to_owned()], &scale, &[vec![0.2, 0.4, 0.4]]);
        let data: Vec<f64> =
            drawn["series"].as_array().unwrap().iter().map(|one| one["data"][0].as_f64().unwrap()).collect();
        assert_eq!(data, [-0.2, -0.2, 0.2, 0.4]);
        let names: Vec<&str> =
            drawn["series"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["2", "1", "2", "3"]);
    }

    #[test]
    fn a_scale_without_middle_has_two_sides() {
        let scale = ["no", "rather no", "rather yes", "yes"].map(str::to_owned);
        let drawn = answers(&["q".to_owned()], &scale, &[vec![0.1, 0.2, 0.3, 0.4]]);
        let data: Vec<f64> =
            drawn["series"].as_array().unwrap().iter().map(|one| one["data"][0].as_f64().unwrap()).collect();
        assert_eq!(data, [-0.2, -0.1, 0.3, 0.4]);
    }
}
