//! From what stands in the fields of a form to the condition it means. What a form does not ask stays as it was.

use model::check::check;
use model::decimal::Decimal;
use model::forms::{Rows, Test, Value, Window};
use model::names::Kind;
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::text::parser::{parse, parse_value};
use model::text::printer::Printer;
use model::value::Type;

use super::filters::{Filter, fields_of, filters_of};
use super::shape::{Asks, Class, MEASURES, Shape, Subject, kind_of};

/// What a person filled in: fields by name, in order.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Fields<'a> {
    /// The last value of a field, when it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let of_name = self.0.iter().rev().find(|(field, _)| field == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    fn all(&self, name: &str) -> Vec<String> {
        let of_name = self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim());
        let mut values: Vec<String> = of_name.filter(|value| !value.is_empty()).map(str::to_owned).collect();
        values.dedup();
        values
    }
}

/// The condition that fields mean, given the one that they were made from.
pub(crate) fn rewritten(before: &Test, fields: Fields<'_>, schema: &Schema) -> Result<Test, Vec<Problem>> {
    let Some(shape) = Shape::read(before, schema) else { return Ok(before.clone()) };
    let subject = subject(&shape.subject, fields, schema)?;
    let text = match subject.value() {
        None => subject.text(),
        Some(value) => {
            let kind = kind_of(&value, schema);
            let class = kind.and_then(Class::of).unwrap_or(Class::Words);
            let asks = asks((fields, ""), class, kind, &shape.asks)?;
            question(&subject.text(), class, kind, &asks)
        }
    };
    let test = read(&text)?;
    Ok(if shape.negated { super::edits::negated(test) } else { test })
}

/// The test of a text, checked as far as its form goes.
pub(crate) fn read(text: &str) -> Result<Test, Vec<Problem>> {
    let parsed = parse(text);
    match parsed.test {
        Some(test) if parsed.problems.is_empty() => Ok(test),
        _ => Err(parsed.problems),
    }
}

/// A condition typed as text, when it is right.
pub(crate) fn typed(
    text: &str,
    schema: &Schema,
    segments: &std::collections::BTreeSet<String>,
) -> Result<Test, Vec<Problem>> {
    let test = read(text)?;
    let problems = check(&test, schema, segments);
    if problems.is_empty() { Ok(test) } else { Err(problems) }
}

fn subject(before: &Subject, fields: Fields<'_>, schema: &Schema) -> Result<Subject, Vec<Problem>> {
    Ok(match before {
        Subject::Value(value) => Subject::Value(value.clone()),
        Subject::Member { is_list, id } => {
            Subject::Member { is_list: *is_list, id: fields.get("id").unwrap_or(id).to_owned() }
        }
        Subject::Channel { is_reachable, channel } => Subject::Channel {
            is_reachable: fields.get("reach").map_or(*is_reachable, |reach| reach == "reachable"),
            channel: fields.get("channel").unwrap_or(channel).to_owned(),
        },
        Subject::Rows { measure, rows } => {
            let (measure, field) = match fields.get("measure") {
                Some(chosen) => {
                    let (word, field) = chosen.split_once(':').unwrap_or((chosen, ""));
                    let measure = MEASURES.iter().find(|known| **known == word).unwrap_or(measure);
                    (*measure, (!field.is_empty()).then(|| field.to_owned()))
                }
                None => (*measure, rows.field.clone()),
            };
            let window = match fields.get("w") {
                Some(_) => window((fields, ""), rows.window.as_ref())?,
                None => rows.window.clone(),
            };
            let filter = filter(rows, fields, schema)?.map(Box::new);
            Subject::Rows { measure, rows: Box::new(Rows { field, window, filter, ..(**rows).clone() }) }
        }
    })
}

/// The filters that fields mean: those there were, as they are filled in, and a new one.
fn filter(rows: &Rows, fields: Fields<'_>, schema: &Schema) -> Result<Option<Test>, Vec<Problem>> {
    let dropped = fields.get("drop").and_then(|position| position.parse::<usize>().ok());
    let mut texts = Vec::new();
    for (position, filter) in filters_of(rows, schema).iter().enumerate() {
        if dropped == Some(position) {
            continue;
        }
        let prefix = format!("f{position}.");
        texts.push(match filter {
            Filter::Field { name, class, kind, asks: before } => {
                let asks = asks((fields, &prefix), *class, Some(*kind), before)?;
                question(&named(name), *class, Some(*kind), &asks)
            }
            Filter::Text(text) => format!("({})", fields.get(&format!("{prefix}code")).unwrap_or(text)),
        });
    }
    if let Some(name) = fields.get("more")
        && let Some((name, kind)) = fields_of(&rows.stream, schema).into_iter().find(|(known, _)| known == name)
    {
        let class = Class::of(kind).unwrap_or(Class::Words);
        let asks = match fields.get("more_value") {
            Some(value) if matches!(class, Class::Words) => {
                Asks { how: "in", list: vec![value.to_owned()], ..Asks::default() }
            }
            _ => first_question(class),
        };
        texts.push(question(&named(&name), class, Some(kind), &asks));
    }
    if texts.is_empty() { Ok(None) } else { read(&texts.join(" and ")).map(Some) }
}

/// What is asked of a value before anybody chose: what holds of all who have one.
fn first_question(class: Class) -> Asks {
    match class {
        Class::Truth => Asks { how: "true", ..Asks::default() },
        _ => Asks { how: "known", ..Asks::default() },
    }
}

/// The question that fields mean; fields of a filter have a prefix.
fn asks(
    (fields, prefix): (Fields<'_>, &str),
    class: Class,
    kind: Option<Kind>,
    before: &Asks,
) -> Result<Asks, Vec<Problem>> {
    let field = |name: &str| format!("{prefix}{name}");
    let questions = class.questions();
    let chosen = fields.get(&field("how")).unwrap_or(before.how);
    let how = questions.iter().find(|known| **known == chosen).or(questions.first()).copied().unwrap_or("");
    let number = |name: &str, before: &str, otherwise: &str| {
        let kept = if before.is_empty() { otherwise } else { before };
        match fields.get(&field(name)) {
            Some(typed) => number(typed, class, kind),
            None => Ok(kept.to_owned()),
        }
    };
    let default = match (how, class) {
        ("top" | "bottom", _) => "10",
        ("share", _) => "80",
        ("first", _) => "100",
        (_, Class::Date) => "2026-01-01",
        _ => "1",
    };
    // A list that was shown and left without a choice is empty by will; one that was not shown stays.
    let list = if fields.has(&field("shown")) { fields.all(&field("v")) } else { before.list.clone() };
    let mut asks = Asks {
        how,
        low: number("a", &before.low, default)?,
        high: number("b", &before.high, default)?,
        list: list.into_iter().chain(split(fields.get(&field("more_v")))).collect(),
        text: fields.get(&field("text")).unwrap_or(&before.text).to_owned(),
        blind: if fields.has(&field("text")) { fields.has(&field("blind")) } else { before.blind },
        window: before.window.clone(),
        scope: before.scope.clone(),
    };
    if class == Class::Date && matches!(how, "window" | "anniversary") {
        asks.window = match fields.get(&field("w")) {
            Some(_) => window((fields, prefix), before.window.as_ref())?,
            None => before.window.clone(),
        };
    }
    let lacks = match how {
        "in" | "not_in" | "any" | "all" | "none" => asks.list.is_empty(),
        "contains" | "not_contains" | "starts" | "ends" | "matches" => asks.text.is_empty(),
        _ => false,
    };
    // Nothing chosen yet: all who have a value are meant, until something is.
    Ok(if lacks { Asks { how: "known", ..asks } } else { asks })
}

/// Texts typed side by side.
fn split(typed: Option<&str>) -> Vec<String> {
    let parts = typed.unwrap_or_default().split([',', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A number as people type it: `1 234,50` and `1234.5` are the same, signs of money and percent fall away.
fn number(typed: &str, class: Class, kind: Option<Kind>) -> Result<String, Vec<Problem>> {
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

fn wrong(key: &'static str, typed: &str) -> Problem {
    Problem::new(Phrase::new(key).with("typed", typed), Place::default())
}

/// The window that fields mean.
fn window((fields, prefix): (Fields<'_>, &str), before: Option<&Window>) -> Result<Option<Window>, Vec<Problem>> {
    let field = |name: &str| fields.get(&format!("{prefix}{name}"));
    let whole = |name: &str, otherwise: &str| match field(name) {
        None => Ok(otherwise.to_owned()),
        Some(typed) => match typed.parse::<u32>() {
            Ok(number) if number > 0 => Ok(number.to_string()),
            _ => Err(vec![wrong("builder-wrong-count", typed)]),
        },
    };
    let (unit, period) = (field("wu").unwrap_or("days"), field("wp").unwrap_or("month"));
    let (from, to) = (field("wa").unwrap_or("2026-01-01"), field("wb").unwrap_or("2026-12-31"));
    let own = field("wo").unwrap_or("first(order.at)");
    let text = match field("w").unwrap_or("kept") {
        "kept" => return Ok(before.cloned()),
        "ever" => return Ok(None),
        "last" => format!("over last {} {unit}", whole("wn", "30")?),
        "ago" => format!("between {} and {} {unit} ago", whole("wm", "30")?, whole("wn", "90")?),
        "this" => format!("this {period}"),
        "previous" => format!("previous {period}"),
        "calendar" => format!("last {} calendar {period}s", whole("wn", "3")?),
        "next" => format!("within next {} {unit}", whole("wn", "30")?),
        "past" => format!("within last {} {unit}", whole("wn", "30")?),
        "since" => format!("since {from}"),
        "until" => format!("until {to}"),
        "between" => format!("from {from} to {to}"),
        "on" => format!("on {from}"),
        "after" => format!("within {} {unit} after {own}", whole("wn", "30")?),
        "before" => format!("within {} {unit} before {own}", whole("wn", "30")?),
        fixed => fixed.to_owned(),
    };
    window_of(&text)
}

/// The window of its text.
pub(crate) fn window_of(text: &str) -> Result<Option<Window>, Vec<Problem>> {
    match read(&format!("any(x {text})"))? {
        Test::Any(any) => Ok(any.rows.window),
        _ => Ok(None),
    }
}

fn named(name: &str) -> String {
    let mut printer = Printer::default();
    printer.name(name);
    printer.finish()
}

/// The text of a question about a value.
pub(super) fn question(value: &str, class: Class, kind: Option<Kind>, asks: &Asks) -> String {
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
    let Asks { how, low, high, scope, .. } = asks;
    let blind = if asks.blind { "~ " } else { "" };
    let (first, last) = if is_greater(low, high) { (high, low) } else { (low, high) };
    match *how {
        "known" => format!("{value} is known"),
        "unknown" => format!("{value} is unknown"),
        "true" | "false" => format!("{value} = {how}"),
        "in" if asks.list.len() == 1 => format!("{value} = {}", list()),
        "not_in" if asks.list.len() == 1 => format!("{value} != {}", list()),
        "in" => format!("{value} in ({})", list()),
        "not_in" => format!("{value} not in ({})", list()),
        "any" | "all" | "none" => format!("{value} has {how} ({})", list()),
        "contains" => format!("{value} {blind}contains {}", quoted(&asks.text)),
        "not_contains" => format!("{value} not {blind}contains {}", quoted(&asks.text)),
        "starts" => format!("{value} {blind}starts with {}", quoted(&asks.text)),
        "ends" => format!("{value} {blind}ends with {}", quoted(&asks.text)),
        "matches" => format!("{value} {blind}matches {}", quoted(&asks.text)),
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
        "share" => format!("cumulative_share({value}{scope}) < {low}%"),
        _ if class == Class::Words => format!("{value} is known"),
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
