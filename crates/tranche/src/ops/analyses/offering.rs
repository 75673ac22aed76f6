//! What the questions of analyses can be about: groups, amounts, streams and ways of telling customers apart that a base
//! has, each with a name for people. Whoever asks may write anything else.

use model::forms::{Named, Value};
use model::names::{Scope, resolve};
use model::phrase::Phrase;
use model::schema::{Field, Schema};
use model::text::printer::text_of_value;
use model::tree::Name;
use model::value::Type;

use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// What is offered for a place in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offers {
    /// Nothing.
    Nothing,
    /// Groups of customers: segments, lists, truths.
    Groups,
    /// Numbers of a customer.
    Amounts,
    /// Streams.
    Streams,
    /// Ways of telling customers apart.
    Traits,
    /// Numbers that customers are known by: answers on a scale.
    Items,
}

/// Something offered: its text in a definition, and what people call it.
pub(crate) struct Offer {
    /// The text.
    pub(crate) text: String,
    /// The name.
    pub(crate) name: Phrase,
}

impl Offer {
    fn named(text: String, key: &'static str, name: &str) -> Offer {
        Offer { text, name: Phrase::new(key).with("name", name) }
    }
}

/// What a base has for a place, in the order in which it is offered; names in a language.
pub(crate) fn offered(base: &Base, offers: Offers, language: &str) -> Result<Vec<Offer>, Failure> {
    match offers {
        Offers::Nothing => Ok(Vec::new()),
        Offers::Groups => groups(base, language),
        Offers::Amounts => Ok(amounts(base, language)),
        Offers::Streams => Ok(streams(base).map(|(name, label)| offer_stream(name, label, language)).collect()),
        Offers::Traits => Ok(traits(base, language)),
        Offers::Items => Ok(items(base, language)),
    }
}

fn groups(base: &Base, language: &str) -> Result<Vec<Offer>, Failure> {
    let mut offers = Vec::new();
    for segment in base.segments()? {
        let name = segment.name.get(language).or_else(|| segment.name.values().next());
        offers.push(Offer::named(segment.id.clone(), "analysis-offer", name.unwrap_or(&segment.id)));
    }
    for list in &base.schema().lists {
        offers.push(Offer::named(format!("in list '{list}'"), "analysis-offer-list", list));
    }
    let flags = fields(base).filter(|(_, field)| field.kind == Type::Bool);
    offers.extend(flags.map(|(name, field)| {
        Offer::named(format!("{} = true", written(name)), "analysis-offer", label(field, name, language))
    }));
    Ok(offers)
}

fn amounts(base: &Base, language: &str) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (name, label) in streams(base) {
        let many = label.get(language).map_or(name, |noun| noun.many.as_str());
        let rows = written(name);
        offers.push(Offer::named(format!("count({rows})"), "analysis-offer-count", many));
        offers.push(Offer::named(format!("count({rows} over last 12 months)"), "analysis-offer-count-year", many));
        let has_amount =
            base.schema().streams[name].fields.get("amount").is_some_and(|field| field.kind == Type::Money);
        if has_amount {
            offers.push(Offer::named(format!("sum({rows}.amount)"), "analysis-offer-sum", many));
            offers.push(Offer::named(
                format!("sum({rows}.amount over last 12 months)"),
                "analysis-offer-sum-year",
                many,
            ));
            offers.push(Offer::named(format!("avg({rows}.amount)"), "analysis-offer-avg", many));
        }
        offers.push(Offer::named(format!("days since last({rows}.at)"), "analysis-offer-since", many));
    }
    // What is spent and ordered comes first, then what else customers do, then what they are.
    offers.sort_by_key(|offer| !offer.text.contains("order"));
    let numbers = fields(base).filter(|(_, field)| matches!(field.kind, Type::Number | Type::Money));
    offers.extend(
        numbers.map(|(name, field)| Offer::named(written(name), "analysis-offer", label(field, name, language))),
    );
    offers
}

fn traits(base: &Base, language: &str) -> Vec<Offer> {
    let is_trait = |kind: Type| matches!(kind, Type::Category | Type::Bool | Type::Number | Type::Money);
    let fields = fields(base).filter(|(_, field)| is_trait(field.kind));
    fields.map(|(name, field)| Offer::named(written(name), "analysis-offer", label(field, name, language))).collect()
}

fn items(base: &Base, language: &str) -> Vec<Offer> {
    let numbers = fields(base).filter(|(_, field)| field.kind == Type::Number);
    numbers.map(|(name, field)| Offer::named(written(name), "analysis-offer", label(field, name, language))).collect()
}

type Nouns = std::collections::BTreeMap<String, model::schema::Noun>;

/// The streams that hold rows.
fn streams(base: &Base) -> impl Iterator<Item = (&str, &Nouns)> {
    let held = |(name, stream): &(&String, &model::schema::Stream)| {
        let lines = stream.grouping.as_ref().map_or(*name, |grouping| &grouping.lines);
        base.store.row_counts().get(lines).is_some_and(|rows| *rows > 0)
    };
    base.schema().streams.iter().filter(held).map(|(name, stream)| (name.as_str(), &stream.label))
}

fn offer_stream(name: &str, label: &Nouns, language: &str) -> Offer {
    Offer::named(written(name), "analysis-offer", label.get(language).map_or(name, |noun| noun.many.as_str()))
}

/// Attributes that hold something and are not sensitive, computed ones included.
fn fields(base: &Base) -> impl Iterator<Item = (&str, &Field)> {
    let schema: &Schema = base.schema();
    let held = base.store.attributes_in_use();
    let own = schema.attributes.iter().filter(move |(name, field)| field.now.is_none() && held.contains(*name));
    let computed = schema.computed.iter().map(|(name, computed)| (name, &computed.field));
    let named = own.chain(computed).filter(|(_, field)| !field.sensitive);
    named
        .map(|(name, field)| (name.as_str(), field))
        .filter(|(name, _)| resolve(schema, Scope::Customer, name).is_some())
}

fn label<'f>(field: &'f Field, name: &'f str, language: &str) -> &'f str {
    field.label.get(language).map_or(name, String::as_str)
}

/// A name as expressions write it.
fn written(name: &str) -> String {
    let value: Value = Named { name: Name::new(name) }.into();
    text_of_value(&value)
}
