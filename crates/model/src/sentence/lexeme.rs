//! What stands in a sentence and is no tree, read back: numbers, dates, names, texts.

use serde_json::{Value as Json, json};

use super::Language;
use super::rules::Words;
use super::surface;
use super::token::Token;
use super::writer::complement;
use crate::decimal::Decimal;
use crate::forms::{Test, Written};
use crate::text::parser::parse;

/// The place of something in an order: `2nd`; in French only its number.
pub(super) fn ordinal(position: u64, language: Language) -> String {
    if language == Language::French {
        return position.to_string();
    }
    let ending = match (position % 10, position % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{position}{ending}")
}

/// Reads something that is no tree, no name and no stream at the start of some tokens: every way in which it can be
/// read, with the number of tokens taken.
pub(super) fn read(
    kind: &str,
    tokens: &[Token],
    language: Language,
    words: &Words,
    currency: &str,
) -> Vec<(usize, Json)> {
    let one = |length: usize, json: Json| vec![(length, json)];
    let number = |decimal: &Decimal| Json::String(decimal.to_string());
    match (kind, tokens) {
        ("flag", _) => one(0, Json::Bool(true)),
        ("text", [Token::Quote(text), ..]) => one(1, Json::String(text.clone())),
        ("signed", [Token::Sign('-'), Token::Number(decimal), ..]) => one(2, number(&decimal.negated())),
        ("number" | "plain" | "signed", [Token::Number(decimal), rest @ ..]) => {
            let sign = currency_tokens(currency, language);
            let length = if kind == "number" && rest.starts_with(&sign) { 1 + sign.len() } else { 1 };
            one(length, number(decimal))
        }
        ("number", tokens) => {
            let sign = currency_tokens(currency, language);
            match tokens.strip_prefix(sign.as_slice()) {
                Some([Token::Number(decimal), ..]) => one(sign.len() + 1, number(decimal)),
                _ => Vec::new(),
            }
        }
        ("whole", [Token::Number(decimal), ..]) if decimal.scale() == 0 => one(1, number(decimal)),
        ("percent", [Token::Number(decimal), Token::Sign('%'), ..]) => one(2, number(decimal)),
        ("top", [Token::Number(decimal), Token::Sign('%'), ..]) => {
            complement(*decimal).map_or(Vec::new(), |left| one(2, number(&left)))
        }
        ("count", [Token::Number(decimal), ..]) => whole(*decimal).map_or(Vec::new(), |count| one(1, json!(count))),
        ("nth", [Token::Number(decimal), ..]) => whole(*decimal).map_or(Vec::new(), |count| one(1, json!(count))),
        ("nth", [Token::Word(word), ..]) => {
            let digits = word.trim_end_matches(char::is_alphabetic).parse::<u64>();
            digits.map_or(Vec::new(), |count| one(1, json!(count)))
        }
        ("day" | "time" | "instant" | "when", tokens) => moment(tokens, language, words)
            .into_iter()
            .filter(|(_, text)| is_moment(kind, text))
            .map(|(length, text)| (length, Json::String(text)))
            .collect(),
        ("code", [Token::Code(text), ..]) => {
            let parsed = parse(text);
            let test = parsed.test.filter(|_| parsed.problems.is_empty());
            test.and_then(|test| serde_json::to_value(test).ok()).map_or(Vec::new(), |json| one(1, json))
        }
        ("code-value", [Token::Code(text), ..]) => value_of(text).map_or(Vec::new(), |json| one(1, json)),
        _ => Vec::new(),
    }
}

fn is_moment(kind: &str, text: &str) -> bool {
    match Written::moment(text) {
        Some(Written::Date(_)) => kind == "day" || kind == "when",
        Some(Written::LocalTime(_)) => kind == "time" || kind == "when",
        Some(Written::Instant(_)) => kind == "instant" || kind == "when",
        _ => false,
    }
}

fn whole(decimal: Decimal) -> Option<u64> {
    (decimal.scale() == 0).then(|| decimal.units_at(0)).flatten().and_then(|units| u64::try_from(units).ok())
}

fn currency_tokens(currency: &str, language: Language) -> Vec<Token> {
    super::token::plain_tokens(surface::currency_sign(currency), language)
}

/// The tree of a value written as text.
fn value_of(text: &str) -> Option<Json> {
    let parsed = parse(&format!("{text} is known"));
    match parsed.test.filter(|_| parsed.problems.is_empty())? {
        Test::Known(known) => serde_json::to_value(*known.value).ok(),
        _ => None,
    }
}

/// A day or moment: as files write it, or as people do.
fn moment(tokens: &[Token], language: Language, words: &Words) -> Vec<(usize, String)> {
    let (day, month, year) = match tokens {
        [Token::Iso(text), ..] => return vec![(1, text.clone())],
        [Token::Number(day), Token::Word(month), Token::Number(year), ..] => (whole(*day), month, whole(*year)),
        [Token::Word(first), Token::Word(month), Token::Number(year), ..] if first == "1er" => {
            (Some(1), month, whole(*year))
        }
        _ => return Vec::new(),
    };
    let month = words.months.iter().position(|name| name.to_lowercase() == *month);
    let (Some(day), Some(month), Some(year)) = (day, month, year) else { return Vec::new() };
    let date = format!("{year:04}-{:02}-{day:02}", month + 1);
    let mut found = vec![(3, date.clone())];
    let (length, hour, minute) = match (language, &tokens[3..]) {
        (Language::English, [Token::Word(at), Token::Number(hour), Token::Sign(':'), Token::Number(minute), ..])
            if at == "at" =>
        {
            (4, *hour, *minute)
        }
        (Language::French, [Token::Word(at), Token::Number(hour), Token::Word(h), Token::Number(minute), ..])
            if at == "à" && h == "h" =>
        {
            (4, *hour, *minute)
        }
        (Language::French, [Token::Word(at), Token::Number(hour), Token::Word(h), ..]) if at == "à" && h == "h" => {
            (3, *hour, Decimal::ZERO)
        }
        _ => return found,
    };
    let (Some(hour), Some(minute)) = (whole(hour), whole(minute)) else { return found };
    let local = format!("{date}T{hour:02}:{minute:02}");
    if matches!(tokens.get(3 + length), Some(Token::Word(zone)) if zone == "utc") {
        found.push((4 + length, format!("{local}:00Z")));
    }
    found.push((3 + length, local));
    found
}
