//! The text of a question about a value.

use model::decimal::Decimal;
use model::names::Kind;
use model::text::printer::{Printer, text_of_value};
use model::value::Type;

use crate::ops::building::shape::{Asks, BOUNDING, COMPARING, Class};

/// The text of a question about a value.
pub(crate) fn question(value: &str, class: Class, kind: Option<Kind>, asks: &Asks) -> String {
    let quoted = |text: &String| {
        let mut printer = Printer::default();
        printer.text(text);
        printer.finish()
    };
    let list = || asks.list.iter().map(quoted).collect::<Vec<_>>().join(", ");
    let window = |otherwise: &str| match &asks.window {
        Some(window) => {
            let mut printer = Printer::default();
            window.print(&mut printer);
            printer.finish()
        }
        None => otherwise.to_owned(),
    };
    let Asks { how, parts, .. } = asks;
    let scope = asks.scope();
    let is_comparing = COMPARING.contains(how) || BOUNDING.contains(how);
    let than = asks.than.as_deref().filter(|_| is_comparing).map(text_of_value);
    let till = asks.till.as_deref().map(text_of_value);
    let (low, high) = (than.as_ref().unwrap_or(&asks.low), till.as_ref().unwrap_or(&asks.high));
    let blind = if asks.blind { "~ " } else { "" };
    let (first, last) =
        if than.is_none() && till.is_none() && is_greater(low, high) { (high, low) } else { (low, high) };
    match *how {
        "known" => format!("{value} is known"),
        "unknown" => format!("{value} is unknown"),
        "true" | "false" => format!("{value} = {how}"),
        "in" if asks.list.len() == 1 => format!("{value} = {}", list()),
        "not_in" if asks.list.len() == 1 => format!("{value} != {}", list()),
        "in" => format!("{value} in ({})", list()),
        "not_in" => format!("{value} not in ({})", list()),
        "any" | "all" | "none" => format!("{value} has {how} ({})", list()),
        "one_of" if asks.list.len() > 1 => format!("{value} in ({})", asks.list.join(", ")),
        "not_one_of" if asks.list.len() > 1 => format!("{value} not in ({})", asks.list.join(", ")),
        "one_of" => format!("{value} = {}", asks.list.join("")),
        "not_one_of" => format!("{value} != {}", asks.list.join("")),
        "alike" => format!("{value} ~= {}", quoted(&asks.text)),
        "contains" => format!("{value} {blind}contains {}", quoted(&asks.text)),
        "not_contains" => format!("{value} not {blind}contains {}", quoted(&asks.text)),
        "starts" => format!("{value} {blind}starts with {}", quoted(&asks.text)),
        "ends" => format!("{value} {blind}ends with {}", quoted(&asks.text)),
        "matches" => format!("{value} {blind}matches {}", quoted(&asks.text)),
        "under" => format!("{value} under {}", quoted(&asks.text)),
        "not_under" => format!("{value} not under {}", quoted(&asks.text)),
        "during" => format!("{value} during {}", quoted(&asks.text)),
        "changed" => {
            let side = |word: &str, text: &String| match (text.is_empty(), class) {
                (true, _) => String::new(),
                (_, Class::Words | Class::List) => format!(" {word} {}", quoted(text)),
                _ => format!(" {word} {text}"),
            };
            let (from, to) = (side("from", &asks.from), side("to", &asks.to));
            format!("{value} changed{from}{to} {}", window("over last 30 days"))
        }
        "window" => {
            format!("{value} {}", window(if is_moment(kind) { "over last 30 days" } else { "within next 30 days" }))
        }
        "anniversary" => format!("anniversary of {value} {}", window("within next 30 days")),
        "least" => format!("{value} >= {low}"),
        "most" => format!("{value} <= {low}"),
        "more" => format!("{value} > {low}"),
        "less" => format!("{value} < {low}"),
        "unequal" => format!("{value} != {low}"),
        "between" => format!("{value} between {first} and {last}"),
        "outside" => format!("{value} not between {first} and {last}"),
        "top" => format!("percentile({value}{scope}) > {}%", rest_of_hundred(low)),
        "bottom" => format!("percentile({value}{scope}) <= {low}%"),
        "above" => format!("{value} > average({value}{scope})"),
        "below" => format!("{value} < average({value}{scope})"),
        "first" => format!("rank({value}{scope}) <= {low}"),
        "part" => format!("quantile({value}, {parts}{scope}) = {low}"),
        "share" => format!("cumulative_share({value}{scope}) < {low}%"),
        _ if class == Class::Words && than.is_none() => format!("{value} is known"),
        _ => format!("{value} = {low}"),
    }
}

fn is_moment(kind: Option<Kind>) -> bool {
    kind.is_some_and(|kind| kind.item == Type::Instant)
}

fn is_greater(low: &str, high: &str) -> bool {
    match (Decimal::parse(low), Decimal::parse(high)) {
        (Some(low), Some(high)) => high.minus(low).is_some_and(|rest| rest.to_f64() < 0.0),
        _ => low > high,
    }
}

fn rest_of_hundred(percent: &str) -> String {
    let rest = Decimal::parse(percent).and_then(|percent| Decimal::whole(100).minus(percent));
    rest.map_or_else(|| "90".to_owned(), |rest| rest.to_string())
}
