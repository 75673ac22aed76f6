//! How numbers went over time, or along any ordered scale: one line a series.

use serde_json::{Value, json};

use super::colours;

/// A named series of numbers, one for each label; `None` where there is none.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// Its name.
    pub(crate) name: String,
    /// Its numbers.
    pub(crate) numbers: Vec<Option<f64>>,
}

/// Lines over labels. A single series is filled beneath and needs no legend.
pub(crate) fn line(labels: &[String], series: &[Series]) -> Value {
    let alone = series.len() == 1;
    let drawn = |series: &Series| {
        let mut line = json!({
            "type": "line", "name": series.name, "data": series.numbers, "showSymbol": false, "lineStyle": { "width": 2 },
        });
        if alone {
            line["itemStyle"] = json!({ "color": "var(--accent)" });
            line["areaStyle"] = json!({ "color": "var(--accent)", "opacity": 0.08 });
        }
        line
    };
    json!({
        "color": colours(),
        "legend": { "show": !alone, "bottom": 0, "icon": "roundRect", "textStyle": { "color": "var(--muted)" } },
        "grid": { "left": 8, "right": 16, "top": 16, "bottom": if alone { 8 } else { 36 }, "containLabel": true },
        "tooltip": { "trigger": "axis" },
        "xAxis": { "type": "category", "data": labels, "boundaryGap": false, "axisTick": { "show": false } },
        "yAxis": { "type": "value" },
        "series": series.iter().map(drawn).collect::<Vec<_>>(),
    })
}

/// An upright line at a label of a picture, with what it stands for.
pub(crate) fn marked(mut option: Value, label: &str, said: &str) -> Value {
    option["series"][0]["markLine"] = json!({
        "silent": true, "symbol": "none",
        "label": { "formatter": said, "color": "var(--muted)", "position": "end", "align": "left", "padding": [0, 0, 0, 4] },
        "lineStyle": { "color": "var(--line-strong)", "type": "dashed" },
        "data": [{ "xAxis": label }],
    });
    option
}
