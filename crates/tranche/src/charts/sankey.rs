//! Moves from places to places: the wider the band, the more.

use serde_json::{Value, json};

use super::colours;

/// Bands from a place on the left to one on the right. A name stands on each side for a place of its own.
pub(crate) fn sankey(moves: &[(String, String, f64)]) -> Value {
    let side = |mark: &str, name: &String| format!("{name}{mark}");
    let mut names: Vec<&String> = Vec::new();
    for name in moves.iter().map(|(from, ..)| from).chain(moves.iter().map(|(_, to, _)| to)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // A name has one colour, and one place in the order, on both sides.
    let node = |mark: &str, place: usize| {
        let style = json!({ "color": format!("var(--c{})", place % 8 + 1) });
        json!({ "name": side(mark, names[place]), "label": { "formatter": names[place] }, "itemStyle": style })
    };
    let is_from = |place: &usize| moves.iter().any(|(from, ..)| from == names[*place]);
    let is_to = |place: &usize| moves.iter().any(|(_, to, _)| to == names[*place]);
    let places = (0..names.len()).filter(is_from).map(|place| node(LEFT, place));
    let places: Vec<Value> = places.chain((0..names.len()).filter(is_to).map(|place| node(RIGHT, place))).collect();
    let band = |(from, to, size): &(String, String, f64)| json!({ "source": side(LEFT, from), "target": side(RIGHT, to), "value": size });
    json!({
        "color": colours(),
        "tooltip": { "trigger": "item" },
        "series": [{
            "type": "sankey", "data": places,
            "links": moves.iter().map(band).collect::<Vec<_>>(),
            "left": 8, "right": 140, "top": 8, "bottom": 8, "nodeGap": 10, "draggable": false, "layoutIterations": 0,
            "label": { "color": "var(--ink)", "fontSize": 12 },
            "lineStyle": { "color": "source", "opacity": 0.35 },
        }],
    })
}

/// What tells the two sides of one name apart, and is not seen.
const LEFT: &str = "\u{200b}";
const RIGHT: &str = "\u{200b}\u{200b}";

#[cfg(test)]
mod tests {
    use super::sankey;

    #[test]
    fn a_place_stands_once_on_each_side() {
        let moves = [("a", "a", 3.0), ("a", "b", 2.0), ("b", "a", 1.0)];
        let moves = moves.map(|(from, to, size)| (from.to_owned(), to.to_owned(), size));
        let drawn = sankey(&moves);
        assert_eq!(drawn["series"][0]["data"].as_array().map(Vec::len), Some(4));
        assert_eq!(drawn["series"][0]["links"][1]["value"], 2.0);
    }
}
