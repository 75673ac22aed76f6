//! What conditions can be about, by family: what a base knows of its customers, what they did, and the segments and lists
//! that it has. Choosing one adds a condition that says something sensible to begin with.

use std::collections::BTreeSet;

use model::forms::Test;
use model::names::{Kind, Scope, resolve};
use model::phrase::Phrase;
use model::schema::{Field, Schema};
use model::segment::Segment;
use model::text::parser::parse_value;
use model::text::printer::Printer;
use model::value::Type;

use super::offered::values;
use super::shape::{Asks, Class};
use super::spread::{plain, spread};
use super::writing::question;
use crate::ops::base::Base;
use crate::ops::definitions::read_typed;
use crate::ops::failure::Failure;
use crate::ops::library;
use crate::ops::membership::AsOf;

/// Criteria that belong together.
pub(crate) struct Family {
    /// The key of its name.
    pub(crate) key: &'static str,
    /// Its criteria, in order.
    pub(crate) criteria: Vec<Criterion>,
}

/// What a condition can be about.
#[derive(Clone, Debug)]
pub(crate) struct Criterion {
    /// What addresses call it.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) label: Phrase,
}

/// The families, in the order in which they are shown.
const FAMILIES: [(&str, &[&str]); 9] = [
    ("builder-family-who", &["who", "tastes", "means", "status", "identity"]),
    ("builder-family-where", &["where"]),
    ("builder-family-purchase", &["purchase"]),
    ("builder-family-acts", &["web", "support"]),
    ("builder-family-value", &["value"]),
    ("builder-family-engagement", &["engagement", "permission"]),
    ("builder-family-when", &["source"]),
    ("builder-family-sets", &[]),
    ("builder-family-ready", &[]),
];
/// Where a field stands whose family the builder does not know.
const OTHER: &str = "builder-family-who";
/// What can be asked of the rows of a stream from the start; all else is chosen in the editor.
const OF_ROWS: [(&str, &str); 3] =
    [("any", "builder-criterion-any"), ("count", "builder-criterion-count"), ("since_last", "builder-criterion-since")];

/// All criteria of a base, by family; those of which it holds no data are left out.
pub(crate) fn criteria(base: &Base, language: &'static str) -> Result<Vec<Family>, Failure> {
    let schema = base.schema();
    let mut families: Vec<Family> = FAMILIES.iter().map(|(key, _)| Family { key, criteria: Vec::new() }).collect();
    let mut add = |key: &str, criterion: Criterion| {
        if let Some(family) = families.iter_mut().find(|family| family.key == key) {
            family.criteria.push(criterion);
        }
    };
    let held = base.store.attributes_in_use();
    if held.contains(model::names::BIRTH_DATE) && !schema.attributes.contains_key("age") {
        add(OTHER, Criterion { id: "attribute:age".to_owned(), label: Phrase::new("builder-criterion-age") });
        add(
            "builder-family-when",
            Criterion { id: "birthday:birth_date".to_owned(), label: Phrase::new("builder-criterion-birthday") },
        );
    }
    let own = schema.attributes.iter().filter(|(name, field)| field.now.is_none() && held.contains(*name));
    let computed = schema.computed.iter().map(|(name, computed)| (name, &computed.field));
    // Within a family of the builder, what tells customers apart comes before what names them.
    let mut attributes: Vec<_> = own.chain(computed).collect();
    attributes.sort_by_key(|(_, field)| {
        FAMILIES.iter().find_map(|(_, names)| names.iter().position(|name| *name == field.family))
    });
    for (name, field) in attributes {
        let is_known =
            resolve(schema, Scope::Customer, name).and_then(|(_, kind)| Class::of(Kind::one(kind))).is_some();
        if is_known || field.kind == Type::Point {
            let label = Phrase::new("builder-criterion").with("name", label_of(name, field, language));
            add(family_of(&field.family), Criterion { id: format!("attribute:{name}"), label });
        }
    }
    for (name, stream) in &schema.streams {
        let rows_of = stream.grouping.as_ref().map_or(name, |grouping| &grouping.lines);
        if base.store.row_counts().get(rows_of).is_none_or(|count| *count == 0) {
            continue;
        }
        let family = stream.fields.values().map(|field| &*field.family).find(|family| !family.is_empty());
        let key = family.map_or("builder-family-acts", |family| family_of(family));
        let many = stream.label.get(language).map_or(name.clone(), |noun| noun.many.clone());
        for (measure, phrase) in OF_ROWS {
            let label = Phrase::new(phrase).with("name", &many);
            add(key, Criterion { id: format!("{measure}:{name}"), label });
        }
        if stream.fields.get("amount").is_some_and(|field| field.kind == Type::Money) {
            for (measure, phrase) in [("sum", "builder-criterion-sum"), ("avg", "builder-criterion-avg")] {
                let label = Phrase::new(phrase).with("name", &many);
                add(key, Criterion { id: format!("{measure}:{name}.amount"), label: label.clone() });
                if measure == "sum" {
                    let ratio = Phrase::new("builder-criterion-ratio").with("name", &many);
                    add("builder-family-value", Criterion { id: format!("ratio:{name}.amount"), label: ratio });
                    let label = Phrase::new("builder-criterion-top").with("name", &many);
                    add("builder-family-value", Criterion { id: format!("top:{name}.amount"), label });
                }
            }
        }
        if schema.streams.contains_key("order") && name != "order" && stream.parent.is_none() {
            let label = Phrase::new("builder-criterion-unfollowed").with("name", &many);
            if matches!(name.as_str(), "cart_add" | "checkout" | "product_view" | "wishlist_add") {
                add(key, Criterion { id: format!("unfollowed:{name}"), label });
            }
        }
    }
    if base.store.row_counts().values().any(|count| *count > 0) {
        let label = Phrase::new("builder-criterion-sequence");
        add("builder-family-acts", Criterion { id: "sequence:".to_owned(), label });
    }
    for kin in ["company", "household"].into_iter().filter(|kin| held.contains(*kin)) {
        let label = Phrase::new("builder-criterion-kin").with("name", format!("@builder-kin-{kin}"));
        add(OTHER, Criterion { id: format!("kin:{kin}"), label });
    }
    for channel in ["email", "sms", "push"] {
        let label = Phrase::new("builder-criterion-reachable").with("name", format!("@builder-channel-{channel}"));
        add("builder-family-engagement", Criterion { id: format!("reachable:{channel}"), label });
    }
    let segments = base.segments()?;
    let ids: BTreeSet<&str> = segments.iter().map(|segment| segment.id.as_str()).collect();
    for segment in &segments {
        let label = Phrase::new("builder-criterion-segment").with("name", segment.name_in(language));
        add("builder-family-sets", Criterion { id: format!("segment:{}", segment.id), label });
    }
    if let Some(first) = ids.first() {
        let label = Phrase::new("builder-criterion-moved");
        add("builder-family-sets", Criterion { id: format!("moved:{first}"), label });
    }
    let label = Phrase::new("builder-criterion-sample");
    add("builder-family-sets", Criterion { id: "sample:".to_owned(), label });
    for list in base.store.list_ids()?.iter().filter(|list| !list.contains('/')) {
        let label = Phrase::new("builder-criterion-list").with("name", list);
        add("builder-family-sets", Criterion { id: format!("list:{list}"), label });
    }
    for shelved in library::shelf(base)?.into_iter().filter(|one| !one.in_use && one.lacking.is_empty()) {
        let name = shelved.name.get(language).or_else(|| shelved.name.get("en"));
        if let (Some(name), false) = (name, ids.contains(shelved.id.as_str())) {
            let label = Phrase::new("builder-criterion").with("name", name);
            add("builder-family-ready", Criterion { id: format!("ready:{}", shelved.id), label });
        }
    }
    families.retain(|family| !family.criteria.is_empty());
    Ok(families)
}

fn family_of(name: &str) -> &'static str {
    FAMILIES.iter().find(|(_, names)| names.contains(&name)).map_or(OTHER, |(key, _)| key)
}

/// What people call a field.
pub(crate) fn label_of(name: &str, field: &Field, language: &str) -> String {
    field
        .label
        .get(language)
        .or_else(|| field.label.get("en"))
        .cloned()
        .unwrap_or_else(|| name.replace(['_', '.'], " "))
}

/// What people call a field of a stream's rows, of a table that they point to, or of what they belong to.
pub(crate) fn label_of_field(stream: &str, name: &str, schema: &Schema, language: &str) -> String {
    let Some(words) = schema.streams.get(stream) else { return name.to_owned() };
    if let Some(field) = words.fields.get(name) {
        return label_of(name, field, language);
    }
    let Some((first, rest)) = name.split_once('.') else { return name.replace('_', " ") };
    if let Some(field) = words.fields.get(first) {
        let inner =
            field.table.as_ref().and_then(|table| schema.fields_of_table(table).find(|(known, _)| *known == rest));
        if let Some((inner_name, inner)) = inner {
            return format!("{} › {}", label_of(first, field, language), label_of(inner_name, inner, language));
        }
    }
    match schema.streams.get(first).and_then(|parent| Some((parent, parent.fields.get(rest)?))) {
        Some((parent, field)) => {
            let one = parent.label.get(language).map_or(first, |noun| &noun.one);
            format!("{one} › {}", label_of(rest, field, language))
        }
        None => name.replace(['_', '.'], " "),
    }
}

/// The condition that a criterion adds: about what most customers have, or half of them reach, so that it says something
/// from the start.
pub(crate) fn first_condition(base: &Base, id: &str, as_of: AsOf) -> Result<Test, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-criterion").with("id", id));
    let (kind, name) = id.split_once(':').ok_or_else(unknown)?;
    let text = match kind {
        "attribute" => of_attribute(base, name, as_of)?.ok_or_else(unknown)?,
        "birthday" => format!("anniversary of {} within next 30 days", named(name)),
        "any" => format!("any({} over last 12 months)", named(name)),
        "since_last" => of_number(base, &format!("days since last({}.at)", named(name)), as_of)?,
        "count" => format!("count({} over last 12 months) >= 2", named(name)),
        "sum" => of_number(base, &format!("sum({} over last 12 months)", named(name)), as_of)?,
        "avg" => of_number(base, &format!("avg({})", named(name)), as_of)?,
        "ratio" => {
            let stream = name.split_once('.').map_or(name, |(stream, _)| stream);
            of_number(base, &format!("sum({}) / count({})", named(name), named(stream)), as_of)?
        }
        "top" => format!("percentile(sum({} over last 12 months)) > 90%", named(name)),
        "unfollowed" => format!("any({} where not followed by order within 1 day over last 7 days)", named(name)),
        "sequence" => first_steps(base).ok_or_else(unknown)?,
        "kin" => format!("any of {name} members (any({}))", first_stream(base).ok_or_else(unknown)?),
        "moved" => format!("entered segment {} over last 30 days", quoted(name)),
        "sample" => format!("sample(10%, {})", quoted(&base.zone.day(as_of.at).to_string())),
        "reachable" => format!("reachable by {}", named(name)),
        "segment" => format!("in segment {}", quoted(name)),
        "list" => format!("in list {}", quoted(name)),
        "ready" => ready(name).ok_or_else(unknown)?,
        _ => return Err(unknown()),
    };
    read_typed(base, &text)
}

/// The stream that most is asked of: orders where there are some.
fn first_stream(base: &Base) -> Option<String> {
    let held = base.store.row_counts();
    let holds = |name: &&str| held.get(*name).is_some_and(|count| *count > 0);
    let known = ["order", "session"].into_iter().chain(base.schema().streams.keys().map(String::as_str));
    known.into_iter().find(holds).map(named)
}

/// Two steps that say something from the start: something seen or put in the cart, then an order.
fn first_steps(base: &Base) -> Option<String> {
    let then = first_stream(base)?;
    let held = base.store.row_counts();
    let before = ["cart_add", "product_view", "session", "message"].into_iter();
    let first = before.filter(|name| held.get(*name).is_some_and(|count| *count > 0)).map(named).next();
    Some(format!("sequence({}, then {then} within 7 days)", first.as_ref().unwrap_or(&then)))
}

fn of_attribute(base: &Base, name: &str, as_of: AsOf) -> Result<Option<String>, Failure> {
    let Some((_, kind)) = resolve(base.schema(), Scope::Customer, name) else { return Ok(None) };
    let kind = Kind::one(kind);
    let written = named(name);
    if kind.item == Type::Point {
        return Ok(Some(format!("{written} within 20 km of (48.8566, 2.3522)")));
    }
    let Some(class) = Class::of(kind) else { return Ok(Some(format!("{written} is known"))) };
    if name == "age" {
        return Ok(Some(format!("{written} between 25 and 40")));
    }
    let asks = match class {
        Class::Number => return of_number(base, &written, as_of).map(Some),
        Class::Words | Class::List => {
            // Of free text hardly two customers have the same.
            let found = if kind.item == Type::Text { Vec::new() } else { values(base, name, None, &[], as_of)?.values };
            let how = if class == Class::List { "any" } else { "in" };
            match found.into_iter().next() {
                Some(first) => Asks { how, list: vec![first.value], ..Asks::default() },
                None => Asks { how: "known", ..Asks::default() },
            }
        }
        Class::Truth => Asks { how: "true", ..Asks::default() },
        Class::Date => {
            Asks { how: if name == model::names::BIRTH_DATE { "anniversary" } else { "window" }, ..Asks::default() }
        }
        Class::Holds => return Ok(None),
    };
    Ok(Some(question(&written, class, Some(kind), &asks)))
}

/// A number that half of the customers reach, rounded to what is easy to say.
fn of_number(base: &Base, value: &str, as_of: AsOf) -> Result<String, Failure> {
    let read = parse_value(value).0;
    let found = match &read {
        Some(read) => spread(base, read, as_of)?,
        None => None,
    };
    let middle = found.map_or_else(|| "1".to_owned(), |found| plain(found.tenths[2], found.step));
    Ok(format!("{value} >= {middle}"))
}

/// A ready-made definition, its parameters as they are proposed to everybody.
fn ready(id: &str) -> Option<String> {
    let file = library::files().segments.into_iter().find(|file| file.id == id)?;
    Some(Segment::parse(&file.id, &file.text).ok()?.definition())
}

fn named(name: &str) -> String {
    let mut printer = Printer::default();
    printer.name(name);
    printer.finish()
}

fn quoted(text: &str) -> String {
    let mut printer = Printer::default();
    printer.text(text);
    printer.finish()
}
