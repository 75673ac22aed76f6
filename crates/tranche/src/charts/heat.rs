//! A number for each cell of two scales: the darker, the more.

use serde_json::{Value, json};

use super::intensities;

/// Cells by row and column; `None` is left blank. Numbers stand in the cells when they are few.
pub(crate) fn heat(columns: &[String], rows: &[String], cells: &[Vec<Option<f64>>]) -> Value {
    let filled = cells.iter().enumerate().flat_map(|(row, cells)| {
        let cell = move |(column, number): (usize, &Option<f64>)| number.map(|number| json!([column, row, number]));
        cells.iter().enumerate().filter_map(cell)
    });
    let numbers = || cells.iter().flatten().flatten().copied();
    json!({
        "grid": { "left": 8, "right": 16, "top": 8, "bottom": 44, "containLabel": true },
        "tooltip": { "trigger": "item" },
        "xAxis": { "type": "category", "data": columns, "axisTick": { "show": false }, "splitArea": { "show": false } },
        "yAxis": { "type": "category", "data": rows, "inverse": true, "axisTick": { "show": false } },
        "visualMap": {
            "min": numbers().fold(f64::INFINITY, f64::min).min(0.0), "max": numbers().fold(0.0, f64::max),
            "orient": "horizontal", "left": "center", "bottom": 0, "itemHeight": 120, "itemWidth": 10,
            "inRange": { "color": intensities() }, "textStyle": { "color": "var(--muted)" },
        },
        "series": [{
            "type": "heatmap", "data": filled.collect::<Vec<_>>(),
            "label": { "show": columns.len() * rows.len() <= 60, "written": true },
            "itemStyle": { "borderColor": "var(--card)", "borderWidth": 1 },
        }],
    })
}
