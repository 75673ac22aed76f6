//! Reads a `customers` block: the words of the base, the instant, and the timelines of a few customers.

use model::decimal::Decimal;
use model::forms::{Test, constant};
use model::names::{Reference, Scope, resolve};
use model::schema::{Field, Standing, Stream};
use model::text::parser::parse;
use model::time::{Instant, Zone};
use model::timeline::{DatedValue, Row, Timeline};
use model::value::{Type, Value};

use super::document::{Block, split};
use super::state::{Said, State};
use crate::received::{Received, ReceivedMove, ReceivedRow, ReceivedValue};

/// Takes the block's words and customers into the state.
pub(super) fn read(block: &Block, state: &mut State) -> Said<()> {
    state.begin();
    for (number, line) in &block.lines {
        let read = if line.starts_with([' ', '\t']) { row(line.trim(), *number, state) } else { header(line, state) };
        read.map_err(|reason| format!("line {number}: {reason}"))?;
    }
    state.base.timelines.iter_mut().for_each(Timeline::sort);
    for received in &mut state.received {
        received.rows.sort_by_key(|row| row.received_at);
        received.values.sort_by_key(|value| value.received_at);
        received.moves.sort_by_key(|moved| moved.received_at);
    }
    Ok(())
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn header(line: &str, state: &mut State) -> Said<()> {
    let (name, rest) = line.split_once(':').ok_or("a line starts with a name and a colon")?;
    let rest = rest.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    match words[..] {
        ["zone"] => state.base.zone = Zone::named(rest).ok_or("no such zone")?,
        ["at"] => state.at = state.base.zone.parse(rest).ok_or("no such instant")?,
        ["week"] => {
            let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            state.base.settings.week_start = days.iter().position(|day| *day == rest).ok_or("no such day")? as i32;
        }
        ["fiscal"] => {
            let first = MONTHS.iter().position(|month| *month == rest).ok_or("no such month")?;
            state.base.settings.fiscal_start = first as i8 + 1;
        }
        ["status", word] => {
            let standing: Standing = serde_json::from_value(rest.into()).map_err(|error| error.to_string())?;
            state.base.settings.statuses.insert(word.to_owned(), standing);
        }
        ["lists"] => state.base.schema.lists = split(rest, ',').into_iter().collect(),
        ["attribute", name] => {
            state.base.schema.attributes.insert(name.to_owned(), field(rest)?);
        }
        ["stream", name, ..] => {
            let stream = stream(&words[2..], rest)?;
            state.base.schema.streams.insert(name.to_owned(), stream);
        }
        [id] => {
            state.base.timelines.push(Timeline { id: id.to_owned(), ..Timeline::default() });
            state.received.push(Received { id: id.to_owned(), ..Received::default() });
            for (name, text) in pairs(rest) {
                attribute(&name, &text, state)?;
            }
        }
        _ => return Err(format!("what is `{name}`?")),
    }
    Ok(())
}

/// Reads `type` or `type -> table`.
fn field(text: &str) -> Said<Field> {
    let (kind, table) =
        text.split_once("->").map_or((text, None), |(kind, table)| (kind, Some(table.trim().to_owned())));
    Ok(Field { table, ..Field::of(type_named(kind.trim())?) })
}

/// The type of a name.
pub(super) fn type_named(name: &str) -> Said<Type> {
    serde_json::from_value(name.into()).map_err(|_| format!("no type `{name}`"))
}

/// Reads `(key rental_id, status state, parent order): price money, product text -> products`.
fn stream(options: &[&str], fields: &str) -> Said<Stream> {
    let mut stream = Stream::default();
    for option in split(options.join(" ").trim_matches(['(', ')']), ',') {
        match option.split_once(' ') {
            Some(("key", name)) => stream.key = Some(name.to_owned()),
            Some(("status", name)) => stream.status = Some(name.to_owned()),
            Some(("parent", name)) => stream.parent = Some(name.to_owned()),
            _ => return Err(format!("what is `{option}`?")),
        }
    }
    for text in split(fields, ',') {
        let (name, kind) = text.split_once(' ').ok_or("a field has a name and a type")?;
        stream.fields.insert(name.to_owned(), field(kind)?);
    }
    Ok(stream)
}

/// The `name=value` pairs of a text; values may hold spaces.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in split(text, ' ') {
        let part = part.trim_end_matches(',').to_owned();
        let named =
            part.split_once('=').filter(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || "._".contains(c)));
        match (named, pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => value.push_str(&format!(" {part}")),
            (None, None) => pairs.push((part, String::new())),
        }
    }
    pairs
}

fn attribute(name: &str, text: &str, state: &mut State) -> Said<()> {
    if name == "received" || name == "message" {
        return of_last_value(name, text, state);
    }
    let (name, kind) =
        match (state.base.schema.attributes.get(name), resolve(&state.base.schema, Scope::Customer, name)) {
            (Some(field), _) => (name.to_owned(), field.kind),
            (None, Some((Reference::Own(full), kind))) => (full, kind),
            _ => return Err(format!("no attribute `{name}`")),
        };
    let (text, from) = match text.rsplit_once('@') {
        Some((text, from)) if !from.ends_with('\'') => (text, Some(state.instant(from)?)),
        _ => (text, None),
    };
    let value = value(text.trim(), kind, &state.base.zone)?;
    let timeline = state.base.timelines.last_mut().ok_or("no customer")?;
    timeline.attributes.entry(name.clone()).or_default().push(DatedValue { from, value: value.clone() });
    let received_at = from.unwrap_or(Instant(0));
    let value = ReceivedValue { received_at, attribute: name, from, message: String::new(), value };
    state.received.last_mut().ok_or("no customer")?.values.push(value);
    Ok(())
}

/// Reads when the value before was received, or in which message.
fn of_last_value(name: &str, text: &str, state: &mut State) -> Said<()> {
    let received_at = if name == "received" { Some(state.instant(text)?) } else { None };
    let value = state.received.last_mut().and_then(|received| received.values.last_mut());
    let value = value.ok_or("no value came before")?;
    match received_at {
        None => value.message = text.to_owned(),
        Some(received_at) => {
            value.received_at = received_at;
            state.has_receipts = true;
        }
    }
    Ok(())
}

/// Reads `+ guests 2026-01-10` or `- guests 2026-02-01`: moves in and out of a list, from the beginning without a date.
fn moved(is_in: bool, text: &str, state: &mut State) -> Said<()> {
    let (list, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let mut dated = DatedValue { from: None, value: Value::Bool(is_in) };
    let mut received_at = None;
    for word in rest.split_whitespace() {
        match word.strip_prefix("received=") {
            Some(at) => {
                received_at = Some(state.instant(at)?);
                state.has_receipts = true;
            }
            None => dated.from = Some(state.instant(word)?),
        }
    }
    let received_at = received_at.or(dated.from).unwrap_or(Instant(0));
    let moved = ReceivedMove { received_at, list: list.to_owned(), dated: dated.clone() };
    state.received.last_mut().ok_or("no customer")?.moves.push(moved);
    let timeline = state.base.timelines.last_mut().ok_or("no customer")?;
    timeline.lists.entry(list.to_owned()).or_default().push(dated);
    Ok(())
}

fn row(line: &str, number: usize, state: &mut State) -> Said<()> {
    if let Some(sign @ ('+' | '-')) = line.chars().next() {
        return moved(sign == '+', &line[1..], state);
    }
    let (name, rest) = line.split_once(' ').ok_or("a row has a stream and an instant")?;
    let (at, rest) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
    let stream = state.base.schema.streams.get(name).ok_or(format!("no stream `{name}`"))?.clone();
    let at = state.instant(at)?;
    let mut row = Row {
        at,
        message: String::new(),
        identity: number as u64,
        valid_from: at,
        valid_to: None,
        fields: Default::default(),
    };
    let (mut received_at, mut updated_at) = (at, None);
    for (name, text) in pairs(rest) {
        match name.as_str() {
            "received" => {
                received_at = state.instant(&text)?;
                state.has_receipts = true;
            }
            "updated" => updated_at = Some(state.instant(&text)?),
            "message" => row.message = text,
            "valid_from" => row.valid_from = state.instant(&text)?,
            "valid_to" => row.valid_to = Some(state.instant(&text)?),
            _ => {
                let kind = stream.fields.get(&name).ok_or(format!("no field `{name}`"))?.kind;
                row.fields.insert(name, value(&text, kind, &state.base.zone)?);
            }
        }
    }
    // An order without an id has its message id as key.
    let key = stream.key.map(|key| row.field(&key).clone()).filter(|key| !key.is_missing());
    if let Some(key) = key {
        row.identity = identity(&format!("{key:?}"));
    }
    let stream = name.to_owned();
    let received = ReceivedRow { received_at, stream: stream.clone(), updated_at, row: row.clone() };
    state.received.last_mut().ok_or("no customer")?.rows.push(received);
    let timeline = state.base.timelines.last_mut().ok_or("no customer")?;
    timeline.streams.entry(stream).or_default().push(row);
    Ok(())
}

/// A number that tells texts apart, beyond the numbers of lines.
fn identity(text: &str) -> u64 {
    text.bytes().fold(1 << 32, |hash: u64, byte| hash.wrapping_mul(1_099_511_628_211) ^ u64::from(byte)) | 1 << 32
}

/// Reads a value as the door does: digits sent as text are numbers, numbers are rounded to the places of their type.
pub(super) fn value(text: &str, kind: Type, zone: &Zone) -> Said<Value> {
    if text == "missing" {
        return Ok(Value::Missing);
    }
    if let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        let elements: Said<Vec<Value>> = split(inner, ',').iter().map(|text| value(text, Type::Text, zone)).collect();
        return Ok(Value::list(elements?.into_iter().filter(|element| !element.is_missing()).collect()));
    }
    let parsed = parse(&format!("x = {text}"));
    let Some(Test::Compare(compare)) = parsed.test.filter(|_| parsed.problems.is_empty()) else {
        return Err(format!("`{text}` is no value"));
    };
    let held = constant(&compare.right, zone).ok_or(format!("`{text}` is no value"))?;
    let held = match (held, kind) {
        (Value::Text(text), kind) if kind.is_numeric() => Value::number(Decimal::parse(text.trim())),
        (held, _) => held,
    };
    match (held, kind) {
        (Value::Missing, _) => Ok(Value::Missing),
        (Value::Number(number), kind) if kind.is_numeric() => {
            Ok(Value::number(number.units_at(kind.scale()).map(|units| Decimal::new(units, kind.scale()))))
        }
        (Value::Date(day), Type::Instant) => Ok(Value::Instant(zone.midnight(day))),
        (held @ Value::Text(_), Type::Text | Type::Category | Type::Point)
        | (held @ Value::Date(_), Type::Date)
        | (held @ Value::Instant(_), Type::Instant)
        | (held @ Value::Bool(_), Type::Bool) => Ok(held),
        (_, kind) => Err(format!("`{text}` is no {}", kind.name())),
    }
}
