//! Writes a tree as a sentence: the first rule whose shape the tree has, its holes filled in turn.

use serde_json::Value as Json;

use super::nouns::{Features, article};
use super::rules::{Rule, Rules};
use super::shape::{Filled, filling};
use super::surface;
use super::wording::Item;
use super::{Language, Sentences};
use crate::check::kind_of;
use crate::decimal::Decimal;
use crate::forms::{Test, Value};
use crate::names::{Kind, Scope};
use crate::text::printer::{text_of, text_of_value};
use crate::value::Type;

/// What a piece of a sentence is said in.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The stream whose rows are spoken of; customers when none.
    stream: Option<&'a str>,
    /// Whether the article is left out, as after `whose`.
    bare: bool,
    /// Whether numbers are amounts of money.
    money: bool,
    /// The noun that words agree with.
    agree: Features,
}

/// A piece of a sentence, and what words after it agree with: its first noun.
struct Piece {
    text: String,
    features: Features,
    /// The noun said last in it, with which words inside it agree.
    last: Features,
    /// Whether its first noun is said.
    is_settled: bool,
}

impl Piece {
    fn of(text: String, features: Features) -> Self {
        Piece { text, features, last: features, is_settled: true }
    }

    fn begun(features: Features) -> Self {
        Piece { is_settled: false, ..Piece::of(String::new(), features) }
    }

    /// Notes that a noun was said.
    fn settle(&mut self, features: Features) {
        self.last = features;
        if !self.is_settled {
            self.features = features;
            self.is_settled = true;
        }
    }
}

/// Which chains stand in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// Those inside others.
    Inner,
    /// Those about rows too, wherever they are.
    Rows,
}

/// Writes a test about customers, or about the rows of a stream; `None` when no rule says it.
pub(super) fn write(sentences: &Sentences, test: &Json, stream: Option<&str>, grouping: Grouping) -> Option<String> {
    let writer = Writer { sentences, rules: sentences.rules, language: sentences.language, grouping };
    let place = Place { stream, bare: false, money: false, agree: Features { feminine: false, plural: true } };
    writer.category("test", test, place).map(|piece| piece.text)
}

/// Writes a value of customers; `None` when no rule says it.
pub(super) fn write_value(sentences: &Sentences, value: &Json) -> Option<String> {
    let (rules, language) = (sentences.rules, sentences.language);
    let writer = Writer { sentences, rules, language, grouping: Grouping::Inner };
    let place = Place { stream: None, bare: false, money: false, agree: Features { feminine: false, plural: true } };
    writer.category("value", value, place).map(|piece| piece.text)
}

struct Writer<'a> {
    sentences: &'a Sentences,
    rules: &'static Rules,
    language: Language,
    grouping: Grouping,
}

impl Writer<'_> {
    fn category(&self, category: &str, tree: &Json, place: Place<'_>) -> Option<Piece> {
        let (category, noun) = if category == "noun" { ("value", true) } else { (category, false) };
        let rules = self.rules.of(category).iter();
        rules.filter(|rule| rule.fits(place.stream.is_some()) && (!noun || rule.is_noun())).find_map(|rule| {
            let mut filled = Filled::new();
            rule.shape.fill(tree, &mut filled)?;
            // A hole in two places may be absent in one: then the shape says another tree.
            (rule.shape.build(&filled).as_ref() == Some(tree)).then_some(())?;
            self.rule(rule, &filled, place)
        })
    }

    fn rule(&self, rule: &Rule, filled: &Filled, place: Place<'_>) -> Option<Piece> {
        for (name, json) in filled {
            let kind = &rule.hole(name)?.kind;
            if let Some((_, wanted)) = kind.split_once('#') {
                self.has_type(json, place.stream, wanted).then_some(())?;
            }
        }
        let money = self.is_money(rule, filled, place);
        let mut piece = Piece::begun(place.agree);
        self.items(rule, rule.wordings.first()?, filled, Place { money, ..place }, &mut piece, true)?;
        Some(piece)
    }

    /// Whether numbers in a rule are money: another value in it is, or those around are.
    fn is_money(&self, rule: &Rule, filled: &Filled, place: Place<'_>) -> bool {
        let values = filled.iter().filter(|(name, _)| {
            rule.hole(name).is_some_and(|hole| {
                let kind = hole.kind.split('#').next().unwrap_or_default();
                matches!(kind, "value" | "noun" | "operand" | "subject")
            })
        });
        let mut values = values.peekable();
        match values.peek() {
            None => place.money,
            Some(_) if rule.hole("o").is_some_and(|hole| hole.kind == "operator") => {
                let sum = matches!(filling(filled, "o").and_then(Json::as_str), Some("+" | "-"));
                sum && (place.money || values.any(|(_, json)| self.has_type(json, place.stream, "money")))
            }
            Some(_) if filled.len() == 1 => place.money,
            Some(_) => values.any(|(_, json)| self.has_type(json, place.stream, "money")),
        }
    }

    fn has_type(&self, json: &Json, stream: Option<&str>, wanted: &str) -> bool {
        let Ok(value) = serde_json::from_value::<Value>(json.clone()) else { return false };
        let scope = stream.map_or(Scope::Customer, Scope::Row);
        let Some(kind) = kind_of(&value, &self.sentences.schema, scope) else { return false };
        match wanted {
            "money" => kind == Kind::one(Type::Money),
            "date" => !kind.list && kind.item.is_temporal(),
            "list" => kind.element().is_some(),
            _ => false,
        }
    }

    fn items(
        &self,
        rule: &Rule,
        items: &[Item],
        filled: &Filled,
        place: Place<'_>,
        piece: &mut Piece,
        first: bool,
    ) -> Option<()> {
        let is_noun = rule.is_noun();
        let mut first = first;
        for item in items {
            match item {
                Item::Article => {
                    if self.language == Language::English && !place.bare {
                        piece.text.push_str("the ");
                    }
                }
                Item::Words(text, _) => {
                    if !piece.is_settled
                        && let Some(features) = self.features_of_words(text, &piece.text, is_noun)
                    {
                        piece.settle(features);
                    }
                    piece.text.push_str(text);
                }
                Item::Hole(name, form) => {
                    let json = filling(filled, name)?;
                    let bare = form == "bare" || (first && place.bare);
                    let place = Place { bare, agree: piece.last, ..place };
                    let said = self.hole(rule, name, form, json, filled, place)?;
                    if said.is_settled {
                        piece.settle(said.features);
                    }
                    piece.text.push_str(&said.text);
                }
                Item::Agreement { with, by_number, words } => {
                    let features = match filling(filled, with) {
                        Some(json) => self.features(rule, with, json),
                        None => piece.last,
                    };
                    let index = if *by_number {
                        usize::from(features.plural)
                    } else {
                        usize::from(features.feminine)
                            + if words.len() > 2 { 2 * usize::from(features.plural) } else { 0 }
                    };
                    piece.text.push_str(&words.get(index).or(words.last())?.0);
                }
                Item::Optional(inner) => {
                    let holes = super::wording::holes(inner);
                    if holes.iter().all(|name| filling(filled, name).is_some()) {
                        self.items(rule, inner, filled, place, piece, false)?;
                    }
                }
            }
            first = first && matches!(item, Item::Article);
        }
        Some(())
    }

    /// What words say of gender and number when nothing is said before them: French words begin with an article; what
    /// English words begin is one thing.
    fn features_of_words(&self, words: &str, before: &str, is_noun: bool) -> Option<Features> {
        match self.language {
            Language::English => (is_noun && (before.is_empty() || before == "the ")).then(Features::default),
            Language::French => before.is_empty().then(|| features_of_article(words)).flatten(),
        }
    }

    /// The gender and number of a hole by itself, before it is said.
    fn features(&self, rule: &Rule, name: &str, json: &Json) -> Features {
        let text = json.as_str().unwrap_or_default();
        match rule.hole(name).map(|hole| hole.kind.as_str()) {
            Some("stream") => Features { feminine: self.sentences.nouns.stream(text).feminine, plural: false },
            Some("unit") => Features {
                feminine: self.rules.words.units.get(text).is_some_and(|unit| unit[2] == "f"),
                plural: false,
            },
            _ => Features { feminine: false, plural: self.is_several(json) },
        }
    }

    /// Whether a noun after this number stands in the plural.
    fn is_several(&self, json: &Json) -> bool {
        let number = json.as_str().map_or_else(|| json.as_i64().map(Decimal::whole), Decimal::parse);
        let Some(number) = number else { return true };
        match self.language {
            Language::English => number != Decimal::whole(1),
            Language::French => number >= Decimal::whole(2),
        }
    }

    fn hole(
        &self,
        rule: &Rule,
        name: &str,
        form: &str,
        json: &Json,
        filled: &Filled,
        place: Place<'_>,
    ) -> Option<Piece> {
        let hole = rule.hole(name)?;
        let kind = hole.kind.split('#').next()?;
        let stream = hole.stream.as_ref().and_then(|stream| filling(filled, stream)).and_then(Json::as_str);
        // A chain of conditions on children inside one on their parent stands in parentheses.
        let is_inner = place.stream.is_some() || self.grouping == Grouping::Rows;
        let kind = if kind == "test" && stream.is_some() && is_inner { "member" } else { kind };
        let place = Place { stream: stream.or(place.stream), ..place };
        if let Some(each) = kind.strip_prefix("each(") {
            return self.each(each.strip_suffix(')')?, json, place);
        }
        let in_form = format!("{kind}-{form}");
        let kind = if self.rules.has(&in_form) { &in_form } else { kind };
        if kind == "noun" || self.rules.has(kind) {
            return self.category(kind, json, place);
        }
        self.lexeme(kind, form, json, filled, place)
    }

    /// The elements of a list, joined.
    fn each(&self, each: &str, json: &Json, place: Place<'_>) -> Option<Piece> {
        let (category, join) = each.split_once(',')?;
        let elements = json.as_array().filter(|elements| elements.len() > 1)?;
        let [between, last] = self.rules.joins.get(join)?;
        let mut text = String::new();
        for (position, element) in elements.iter().enumerate() {
            if position > 0 {
                text.push_str(if position + 1 == elements.len() { &last.0 } else { &between.0 });
            }
            text.push_str(&self.category(category, element, place)?.text);
        }
        Some(Piece { is_settled: false, ..Piece::of(text, place.agree) })
    }

    /// What is said of something that is no tree.
    fn lexeme(&self, kind: &str, form: &str, json: &Json, filled: &Filled, place: Place<'_>) -> Option<Piece> {
        let (language, words) = (self.language, &self.rules.words);
        let mut features = Features::default();
        let number = || json.as_str().and_then(Decimal::parse);
        let text = match kind {
            "flag" => (json == &Json::Bool(true)).then(String::new)?,
            "text" => surface::quoted(json.as_str()?, language),
            "number" if place.money => surface::money(number()?, &self.sentences.currency, language),
            "number" | "plain" | "signed" => surface::number(number()?, language),
            "whole" => surface::number(number().filter(|number| number.scale() == 0)?, language),
            "percent" => surface::percent(number()?, language),
            "top" => surface::percent(complement(number()?)?, language),
            "count" => surface::number(Decimal::whole(json.as_i64()?), language),
            "nth" => super::lexeme::ordinal(json.as_u64()?, language),
            "day" | "time" | "instant" | "when" => surface::moment(json.as_str()?, language, words),
            "unit" => {
                let unit = words.units.get(json.as_str()?)?;
                features = Features { feminine: unit[2] == "f", plural: false };
                unit[self.index_of(form, filled)].clone()
            }
            "stream" => {
                let noun = self.sentences.nouns.stream(json.as_str()?);
                features =
                    Features { feminine: noun.feminine, plural: form != "a" && self.index_of(form, filled) == 1 };
                match form {
                    "done" => noun.done.0,
                    "a" => surface::with_a(&noun.one.0),
                    form if self.index_of(form, filled) == 0 => noun.one.0,
                    _ => noun.many.0,
                }
            }
            "name" => {
                let noun = self.sentences.nouns.name(place.stream, json.as_str()?);
                features = noun.features;
                match language {
                    Language::French if form != "bare" => format!("{} {}", article(features), noun.bare),
                    _ => noun.bare,
                }
            }
            "code" => surface::code(&text_of(&serde_json::from_value::<Test>(json.clone()).ok()?)),
            "code-value" => surface::code(&text_of_value(&serde_json::from_value::<Value>(json.clone()).ok()?)),
            _ => return None,
        };
        let is_settled = !matches!(kind, "flag" | "unit") && form != "done";
        Some(Piece { is_settled, ..Piece::of(text, features) })
    }

    /// 0 for one, 1 for several: by the form's own name, or by the number in the hole that it names.
    fn index_of(&self, form: &str, filled: &Filled) -> usize {
        match form {
            "one" | "" => 0,
            "many" => 1,
            hole => usize::from(filling(filled, hole).is_none_or(|json| self.is_several(json))),
        }
    }
}

/// What is left of a hundred.
pub(super) fn complement(percent: Decimal) -> Option<Decimal> {
    let left = Decimal::whole(100).minus(percent)?;
    (left >= Decimal::ZERO && percent >= Decimal::ZERO).then_some(left)
}

/// The gender and number that a French article at the start of some words tells.
fn features_of_article(words: &str) -> Option<Features> {
    match words.split(' ').next()? {
        "le" => Some(Features::default()),
        "la" => Some(Features { feminine: true, plural: false }),
        "les" => Some(Features { feminine: false, plural: true }),
        _ => None,
    }
}
