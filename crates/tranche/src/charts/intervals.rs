//! Figures with how far they may be off: a dot for each, on the bar of its interval, beside a line at nothing.

use serde_json::{Value, json};

/// A figure with its interval, as numbers and as people read it.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    /// What it is of.
    pub(crate) name: String,
    /// The figure.
    pub(crate) figure: f64,
    /// Where its interval begins and ends.
    pub(crate) bounds: [f64; 2],
    /// The figure as it is written.
    pub(crate) said: String,
    /// The interval as it is written.
    pub(crate) between: String,
}

/// The figures one below the other, the first on top. `margin`: differences up to it are as good as none.
pub(crate) fn intervals(estimates: &[Estimate], margin: Option<f64>) -> Value {
    let names: Vec<&str> = estimates.iter().map(|one| one.name.as_str()).collect();
    let bar = |(row, one): (usize, &Estimate)| {
        json!({
            "type": "line", "silent": true, "symbol": "none", "z": 1,
            "data": one.bounds.map(|bound| json!([bound, row])),
            "lineStyle": { "color": "var(--accent)", "width": 8, "opacity": 0.3, "cap": "round" },
        })
    };
    let dot = |(row, one): (usize, &Estimate)| {
        let told = format!("{}\n{} ({})", one.name, one.said, one.between);
        json!({ "value": [one.figure, row], "label": { "formatter": one.said }, "tooltip": { "formatter": told } })
    };
    let mut dots = json!({
        "type": "scatter", "symbolSize": 12, "z": 2,
        "itemStyle": { "color": "var(--accent)" },
        "label": { "show": true, "position": "top", "color": "var(--ink)", "fontSize": 12, "fontWeight": 600 },
        "data": estimates.iter().enumerate().map(dot).collect::<Vec<_>>(),
        "markLine": {
            "silent": true, "symbol": "none", "label": { "show": false },
            "lineStyle": { "color": "var(--line-strong)", "type": "solid", "width": 1 }, "data": [{ "xAxis": 0 }],
        },
    });
    if let Some(margin) = margin {
        dots["markArea"] = json!({
            "silent": true, "itemStyle": { "color": "var(--sunk)" }, "data": [[{ "xAxis": -margin }, { "xAxis": margin }]],
        });
    }
    let mut series: Vec<Value> = estimates.iter().enumerate().map(bar).collect();
    series.push(dots);
    json!({
        "grid": { "left": 8, "right": 32, "top": 16, "bottom": 8, "containLabel": true },
        "tooltip": { "trigger": "item" },
        "xAxis": { "type": "value" },
        "yAxis": {
            "type": "category", "data": names, "inverse": true, "axisTick": { "show": false },
            "axisLabel": { "width": 120, "overflow": "break", "lineHeight": 14 },
        },
        "series": series,
    })
}

/// The height that so many figures need.
pub(crate) fn height(count: usize) -> &'static str {
    match count {
        0..=2 => "low",
        3..=5 => "",
        _ => "tall",
    }
}

#[cfg(test)]
mod tests {
    use super::{Estimate, intervals};

    #[test]
    fn each_figure_lies_on_its_interval() {
        let one = |name: &str, figure: f64| Estimate {
            name: name.to_owned(),
            figure,
            bounds: [figure - 1.0, figure + 2.0],
            said: format!("{figure}"),
            between: String::new(),
        };
        let drawn = intervals(&[one("a", 3.0), one("b", -1.0)], Some(0.5));
        let series = drawn["series"].as_array().unwrap();
        assert_eq!(series.len(), 3, "a bar each, and the dots together");
        assert_eq!(series[1]["data"], serde_json::json!([[-2.0, 1], [1.0, 1]]));
        assert_eq!(series[2]["data"][0]["value"], serde_json::json!([3.0, 0]));
        assert_eq!(series[2]["markArea"]["data"][0][1]["xAxis"], 0.5);
    }
}
