//! Names ranked by a number: a dot for each at the end of a thin line.

use serde_json::{Value, json};

/// Dots by name, the first on top; `said` are the numbers as they are written.
pub(crate) fn dots(names: &[String], numbers: &[f64], said: &[String]) -> Value {
    let dot = |((name, number), said): ((&String, &f64), &String)| {
        let told = format!("{name}\n{said}");
        json!({ "value": number, "label": { "formatter": said }, "tooltip": { "formatter": told } })
    };
    let data: Vec<Value> = names.iter().zip(numbers).zip(said).map(dot).collect();
    json!({
        "grid": { "left": 8, "right": 56, "top": 8, "bottom": 8, "containLabel": true },
        "tooltip": { "trigger": "item" },
        "xAxis": { "type": "value" },
        "yAxis": {
            "type": "category", "data": names, "inverse": true, "axisTick": { "show": false },
            "axisLabel": { "width": 200, "overflow": "truncate" },
        },
        "series": [
            { "type": "bar", "silent": true, "barWidth": 2, "itemStyle": { "color": "var(--accent)", "opacity": 0.4 }, "data": numbers },
            {
                "type": "scatter", "symbolSize": 10, "itemStyle": { "color": "var(--accent)" }, "data": data,
                "label": { "show": true, "position": "right", "color": "var(--ink)", "fontSize": 12 },
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::dots;

    #[test]
    fn a_dot_stands_at_the_end_of_its_line() {
        let names = ["a", "b"].map(str::to_owned);
        let drawn = dots(&names, &[0.4, 0.1], &["40 %".to_owned(), "10 %".to_owned()]);
        assert_eq!(drawn["series"][0]["data"][1], drawn["series"][1]["data"][1]["value"]);
        assert_eq!(drawn["series"][1]["data"][0]["label"]["formatter"], "40 %");
    }
}
