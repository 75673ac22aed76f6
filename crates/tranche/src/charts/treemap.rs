//! Parts of a whole as areas: the larger the area, the more.

use serde_json::{Value, json};

use super::colours;

/// Areas by name, those of nothing left out.
pub(crate) fn treemap(parts: &[(String, f64)]) -> Value {
    let filled = parts.iter().filter(|(_, size)| *size > 0.0);
    let filled: Vec<Value> = filled.map(|(name, size)| json!({ "name": name, "value": size })).collect();
    json!({
        "color": colours(),
        "tooltip": { "trigger": "item" },
        "series": [{
            "type": "treemap", "data": filled, "roam": false, "nodeClick": false, "breadcrumb": { "show": false },
            "left": 0, "right": 0, "top": 0, "bottom": 0,
            "label": { "show": true, "fontSize": 12 },
            "itemStyle": { "borderColor": "var(--card)", "borderWidth": 1, "gapWidth": 2 },
        }],
    })
}
