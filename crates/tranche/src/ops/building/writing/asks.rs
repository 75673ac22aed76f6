//! The question that the fields of a form mean.

use model::decimal::Decimal;
use model::forms::Value;
use model::names::Kind;
use model::phrase::Problem;
use model::schema::Schema;
use model::text::parser::parse_value;
use model::value::Type;

use super::values::value;
use super::windows::window;
use super::{Part, tests_of, wrong};
use crate::ops::building::shape::operands::TYPED;
use crate::ops::building::shape::{Asks, BOUNDING, COMPARING, Class, OF_BASE, PARTS};

/// What is asked of a value before anybody chose: what holds of all who have one.
pub(super) fn first_question(class: Class) -> Asks {
    match class {
        Class::Truth => Asks { how: "true", ..Asks::default() },
        _ => Asks { how: "known", ..Asks::default() },
    }
}

/// The question that fields mean; fields of a filter have a prefix.
pub(super) fn asks(
    part: &Part<'_>,
    (class, kind): (Class, Option<Kind>),
    before: &Asks,
    schema: &Schema,
) -> Result<Asks, Vec<Problem>> {
    let questions = class.questions();
    let chosen = part.get("how").unwrap_or(before.how);
    let how = questions.iter().find(|known| **known == chosen).or(questions.first()).copied().unwrap_or("");
    let number = |name: &str, before: &str, otherwise: &str| {
        let kept = if before.is_empty() { otherwise } else { before };
        // A percentage that is compared as such stays one; where customers are compared it is a plain number.
        let sign = if before.ends_with('%') && !OF_BASE.contains(&how) { "%" } else { "" };
        match part.get(name) {
            Some(typed) => number(typed, class, kind).map(|number| format!("{number}{sign}")),
            None => Ok(kept.to_owned()),
        }
    };
    let default = match (how, class) {
        ("top" | "bottom", _) => "10",
        ("share", _) => "80",
        ("first", _) => "100",
        ("part", _) => "5",
        (_, Class::Date) => "2026-01-01",
        _ => "1",
    };
    // A list that was shown and left without a choice is empty by will; one that was not shown stays.
    let list = if part.has("shown") { part.all("v") } else { before.list.clone() };
    let mut asks = Asks {
        how,
        low: number("a", &before.low, default)?,
        high: number("b", &before.high, default)?,
        list: list.into_iter().chain(split(part.get("more_v"))).collect(),
        text: part.get("text").unwrap_or(&before.text).to_owned(),
        blind: if part.has("text") { part.has("blind") } else { before.blind },
        window: before.window.clone(),
        per: if part.has("per") { part.get("per").unwrap_or_default().to_owned() } else { before.per.clone() },
        among: tests_of::test(&part.part("among."), before.among.as_deref(), schema)?.map(Box::new),
        parts: part.count("parts", if before.parts > 0 { before.parts } else { PARTS })?,
        than: match COMPARING.contains(&how) || BOUNDING.contains(&how) {
            true => other(part, ("o.", class), before.than.as_deref(), schema)?,
            false => None,
        },
        till: match BOUNDING.contains(&how) {
            true => other(part, ("p.", class), before.till.as_deref(), schema)?,
            false => None,
        },
        from: side(part, "from", &before.from),
        to: side(part, "to", &before.to),
    };
    if how == "under" || how == "not_under" {
        asks.text = part.get("node").or(part.get("text")).unwrap_or(&before.text).to_owned();
    }
    if how == "during" {
        asks.text = part.get("calendar").unwrap_or(&before.text).to_owned();
    }
    if matches!(how, "window" | "anniversary" | "changed") {
        // Rows have a window of their own beside that of the question.
        let when = part.part("q.");
        asks.window = match when.get("w") {
            Some(_) => window(&when, before.window.as_ref())?,
            None => before.window.clone(),
        };
    }
    if how == "one_of" || how == "not_one_of" {
        asks.list = several(part, class, kind, &asks)?;
    }
    let lacks = match how {
        "one_of" | "not_one_of" => asks.list.is_empty(),
        "equal" | "unequal" if class == Class::Words => asks.than.is_none(),
        "alike" => asks.text.is_empty(),
        "in" | "not_in" | "any" | "all" | "none" => asks.list.is_empty(),
        "contains" | "not_contains" | "starts" | "ends" | "matches" | "under" | "not_under" | "during" => {
            asks.text.is_empty()
        }
        _ => false,
    };
    // Nothing chosen yet: all who have a value are meant, until something is.
    Ok(if lacks { Asks { how: "known", ..asks } } else { asks })
}

/// The other value that one is compared with, where that is none that is typed.
fn other(
    part: &Part<'_>,
    (name, class): (&str, Class),
    before: Option<&Value>,
    schema: &Schema,
) -> Result<Option<Box<Value>>, Vec<Problem>> {
    let own = part.part(name);
    match own.get("of") {
        Some(TYPED) => Ok(None),
        Some(_) => Ok(Some(Box::new(value(&own, class, before, schema)?))),
        None => Ok(before.cloned().map(Box::new)),
    }
}

/// Numbers or days typed side by side; the one that was compared with before is the first of them.
fn several(part: &Part<'_>, class: Class, kind: Option<Kind>, asks: &Asks) -> Result<Vec<String>, Vec<Problem>> {
    if !part.has("several") {
        let first = if asks.list.is_empty() { vec![asks.low.clone()] } else { asks.list.clone() };
        return Ok(first);
    }
    let typed = part.get("several").unwrap_or_default().split([';', '\n', ' ']).map(|one| one.trim_end_matches(','));
    typed.filter(|one| !one.is_empty()).map(|one| number(one, class, kind)).collect()
}

/// A value before or after a change: one that was shown and left empty does not matter.
fn side(part: &Part<'_>, name: &str, before: &str) -> String {
    if part.has(name) { part.get(name).unwrap_or_default().to_owned() } else { before.to_owned() }
}

/// Texts typed side by side.
fn split(typed: Option<&str>) -> Vec<String> {
    let parts = typed.unwrap_or_default().split([',', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A number as people type it: `1 234,50` and `1234.5` are the same, signs of money and percent fall away.
pub(super) fn number(typed: &str, class: Class, kind: Option<Kind>) -> Result<String, Vec<Problem>> {
    if class == Class::Date {
        let is_moment = kind.is_some_and(|kind| kind.item == Type::Instant);
        let readable = parse_value(typed).0.is_some_and(|value| matches!(value, Value::Literal(_)));
        return match readable {
            true => Ok(typed.to_owned()),
            false => Err(vec![wrong(if is_moment { "builder-wrong-moment" } else { "builder-wrong-day" }, typed)]),
        };
    }
    let plain: String =
        typed.chars().filter(|letter| !letter.is_whitespace() && !"€$£%\u{202f}".contains(*letter)).collect();
    let plain = match (plain.contains(','), plain.contains('.')) {
        (true, true) => plain.replace(',', ""),
        (true, false) => plain.replace(',', "."),
        _ => plain,
    };
    match Decimal::parse(plain.replace('−', "-").as_str()) {
        Some(number) => Ok(number.to_string()),
        None => Err(vec![wrong("builder-wrong-number", typed)]),
    }
}
