//! Numbers of categories side by side: upright bars for ordered ones, lying bars for names.

use serde_json::{Value, json};

use super::colours;
use super::line::Series;

/// Bars that lie, one a name, the first on top.
pub(crate) fn lying(names: &[String], series: &[Series]) -> Value {
    let mut option = bars(series);
    // Long names leave room for the bars.
    option["yAxis"] = json!({
        "type": "category", "data": names, "inverse": true, "axisTick": { "show": false },
        "axisLabel": { "width": 200, "overflow": "truncate" },
    });
    option["xAxis"] = json!({ "type": "value" });
    option
}

/// Bars that stand, one a label, in order.
pub(crate) fn standing(labels: &[String], series: &[Series]) -> Value {
    let mut option = bars(series);
    option["xAxis"] = json!({ "type": "category", "data": labels, "axisTick": { "show": false } });
    option["yAxis"] = json!({ "type": "value" });
    option
}

fn bars(series: &[Series]) -> Value {
    let alone = series.len() == 1;
    let drawn = |series: &Series| {
        let mut bar = json!({ "type": "bar", "name": series.name, "data": series.numbers, "barMaxWidth": 28 });
        if alone {
            bar["itemStyle"] = json!({ "color": "var(--accent)" });
        }
        bar
    };
    json!({
        "color": colours(),
        "legend": { "show": !alone, "bottom": 0, "icon": "roundRect", "textStyle": { "color": "var(--muted)" } },
        "grid": { "left": 8, "right": 16, "top": 16, "bottom": if alone { 8 } else { 36 }, "containLabel": true },
        "tooltip": { "trigger": "axis", "axisPointer": { "type": "shadow" } },
        "series": series.iter().map(drawn).collect::<Vec<_>>(),
    })
}
