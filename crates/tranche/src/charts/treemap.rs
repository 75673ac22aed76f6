//! Parts of a whole as areas: the larger, the more.

use serde_json::{Value, json};

/// Areas by name, the darker the larger; nothing is drawn of empty ones. `labels` are what is written in the areas.
pub(crate) fn treemap(names: &[String], labels: &[String], sizes: &[f64]) -> Value {
    let parts = names.iter().zip(labels).zip(sizes).filter(|(_, size)| **size > 0.0);
    let most = sizes.iter().copied().fold(0.0, f64::max);
    // On each of these tones the ink of the page is legible, light and dark.
    let tone = |size: f64| match size / most {
        0.5.. => "var(--s3)",
        0.15.. => "var(--s2)",
        _ => "var(--s1)",
    };
    let parts = parts.map(|((name, label), size)| {
        let style = json!({ "color": tone(*size) });
        json!({ "name": name, "value": size, "label": { "formatter": label }, "itemStyle": style })
    });
    json!({
        "tooltip": { "trigger": "item" },
        "series": [{
            "type": "treemap", "data": parts.collect::<Vec<_>>(),
            "left": 0, "right": 0, "top": 0, "bottom": 0,
            "roam": false, "nodeClick": false, "breadcrumb": { "show": false },
            "label": { "fontSize": 12, "lineHeight": 16, "color": "var(--ink)", "overflow": "truncate" },
            "itemStyle": { "borderColor": "var(--card)", "borderWidth": 2, "gapWidth": 2 },
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::treemap;

    #[test]
    fn empty_parts_are_not_drawn() {
        let names = ["a", "b"].map(str::to_owned);
        let option = treemap(&names, &names, &[3.0, 0.0]);
        let drawn = option["series"][0]["data"].as_array().unwrap();
        assert_eq!((drawn.len(), drawn[0]["name"].as_str()), (1, Some("a")));
    }
}
