//! What a name in a definition stands for: an attribute, kept or computed, a field of the row at hand, or a field of a
//! reference table.

use crate::phrase::{Phrase, Problem};
use crate::schema::{Field, Schema};
use crate::tree::Name;
use crate::value::Type;

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Type of the value, or of its elements.
    pub item: Type,
    /// Whether it is a list made by a fold. (A list attribute has the type [`Type::TextList`].)
    pub list: bool,
}

impl Kind {
    /// One value of a type.
    pub fn one(item: Type) -> Self {
        Kind { item, list: false }
    }

    /// The type of the elements, when it is a list of one kind or the other.
    pub fn element(self) -> Option<Type> {
        match (self.list, self.item) {
            (true, item) => Some(item),
            (false, Type::TextList) => Some(Type::Text),
            _ => None,
        }
    }
}

/// Where a name is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope<'a> {
    /// In a test of a customer.
    Customer,
    /// In a filter on the rows of a stream.
    Row(&'a str),
}

/// The attribute that ages are counted from.
pub const BIRTH_DATE: &str = "birth_date";

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The event time of the row at hand.
    At,
    /// The customer's age: `age of birth_date`, where the base has no attribute of that name.
    Age,
    /// An attribute that the base computes.
    Computed(String),
    /// An attribute of the customer or a field of the row at hand, by its full name.
    Own(String),
    /// A field of the row of a reference table that an own field points to.
    Through {
        /// The own field holding the code.
        pointer: String,
        /// The table.
        table: String,
        /// The table's field.
        field: String,
    },
    /// A name of the row's parent: `order.channel` of an order line.
    Parent {
        /// The parent's stream.
        stream: String,
        /// The name, read on the parent's row.
        name: String,
    },
}

/// Finds what a name stands for, and its type.
pub fn resolve(schema: &Schema, scope: Scope<'_>, name: &str) -> Option<(Reference, Type)> {
    let fields = fields_of(schema, scope)?;
    if let Scope::Row(_) = scope
        && name == "at"
        && !fields.contains_key("at")
    {
        return Some((Reference::At, Type::Instant));
    }
    if scope == Scope::Customer && name == "age" && !fields.contains_key("age") && fields.contains_key(BIRTH_DATE) {
        return Some((Reference::Age, Type::Number));
    }
    if scope == Scope::Customer
        && let Some(computed) = schema.computed.get(name)
    {
        return Some((Reference::Computed(name.to_owned()), computed.field.kind));
    }
    // Where a table and a nested name are spelt alike, the table wins.
    if let Some(found) = through_table(schema, fields, name) {
        return Some(found);
    }
    if let Some(field) = fields.get(name) {
        return Some((Reference::Own(name.to_owned()), field.kind));
    }
    let mut ending = fields.iter().filter(|(full, _)| full.rsplit_once('.').is_some_and(|(_, last)| last == name));
    match (ending.next(), ending.next()) {
        (Some((full, field)), None) => Some((Reference::Own(full.clone()), field.kind)),
        _ => of_parent(schema, scope, name),
    }
}

/// The parent's stream goes before its names: a line reads `order.channel`.
fn of_parent(schema: &Schema, scope: Scope<'_>, name: &str) -> Option<(Reference, Type)> {
    let Scope::Row(stream) = scope else { return None };
    let (parent, _) = parent_of(schema, stream)?;
    let rest = name.strip_prefix(parent)?.strip_prefix('.')?;
    let (_, kind) = resolve(schema, Scope::Row(parent), rest)?;
    Some((Reference::Parent { stream: parent.to_owned(), name: rest.to_owned() }, kind))
}

/// The stream that a stream's rows are children of, and the field that holds the parent's key in both.
pub fn parent_of<'a>(schema: &'a Schema, stream: &str) -> Option<(&'a str, &'a str)> {
    let words = schema.streams.get(stream)?;
    let parent = words.parent.as_deref()?;
    let key = schema.streams.get(parent)?.key.as_deref()?;
    words.fields.contains_key(key).then_some((parent, key))
}

/// The stream whose rows a name stands for: any stream at the customer; inside a filter, one whose rows are children of
/// the row at hand, by its own name or, where that starts with the parent's, by the rest (`line` for `order_line`).
pub fn resolve_stream<'a>(schema: &'a Schema, scope: Scope<'_>, name: &str) -> Option<&'a str> {
    let Scope::Row(parent) = scope else {
        return schema.streams.get_key_value(name).map(|(name, _)| name.as_str());
    };
    let (parent, _) = schema.streams.get_key_value(parent)?;
    let mut children = children_of(schema, parent);
    children.find(|(child, short)| *child == name || *short == name).map(|(child, _)| child)
}

/// The streams of a row's children, each with the name that it may go by inside its parent's filter.
fn children_of<'a>(schema: &'a Schema, parent: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let names = schema.streams.keys().map(String::as_str);
    let of_parent = names.filter(move |name| parent_of(schema, name).is_some_and(|(found, _)| found == parent));
    of_parent.map(move |child| {
        let short = child.strip_prefix(parent).and_then(|rest| rest.strip_prefix('_'));
        (child, short.filter(|short| !short.is_empty()).unwrap_or(child))
    })
}

fn through_table(
    schema: &Schema,
    fields: &std::collections::BTreeMap<String, Field>,
    name: &str,
) -> Option<(Reference, Type)> {
    for (dot, _) in name.match_indices('.') {
        let (pointer, rest) = (&name[..dot], &name[dot + 1..]);
        let Some(table_name) = fields.get(pointer).and_then(|field| field.table.as_ref()) else { continue };
        if let Some((_, field)) = schema.fields_of_table(table_name).find(|(field, _)| *field == rest) {
            let reference =
                Reference::Through { pointer: pointer.to_owned(), table: table_name.clone(), field: rest.to_owned() };
            return Some((reference, field.kind));
        }
    }
    None
}

fn fields_of<'a>(schema: &'a Schema, scope: Scope<'_>) -> Option<&'a std::collections::BTreeMap<String, Field>> {
    match scope {
        Scope::Customer => Some(&schema.attributes),
        Scope::Row(stream) => schema.streams.get(stream).map(|stream| &stream.fields),
    }
}

/// The problem of a name that stands for nothing, with the nearest names.
pub fn unknown(schema: &Schema, scope: Scope<'_>, name: &Name) -> Problem {
    let Some(fields) = fields_of(schema, scope) else {
        return unknown_stream(schema, Scope::Customer, name);
    };
    let mut known: Vec<String> = fields.keys().cloned().collect();
    for (full, field) in fields {
        known.extend(full.rsplit_once('.').map(|(_, last)| last.to_owned()));
        if let Some(table) = &field.table {
            known.extend(schema.fields_of_table(table).map(|(inner, _)| format!("{full}.{inner}")));
        }
    }
    if scope == Scope::Customer {
        known.extend(schema.computed.keys().cloned());
    }
    let last = |full: &&String| full.rsplit_once('.').is_some_and(|(_, last)| last == name.text);
    let alike: Vec<String> = fields.keys().filter(last).cloned().collect();
    if alike.len() > 1 {
        let phrase = Phrase::new("problem-ambiguous-name").with("name", &name.text).with("names", alike.join(", "));
        return Problem { phrase, place: name.place, suggestions: alike };
    }
    let phrase = match scope {
        Scope::Customer => Phrase::new("problem-unknown-attribute").with("name", &name.text),
        Scope::Row(stream) => {
            known.push("at".to_owned());
            if let Some((parent, _)) = parent_of(schema, stream) {
                known.extend(schema.streams[parent].fields.keys().map(|field| format!("{parent}.{field}")));
            }
            Phrase::new("problem-unknown-field").with("name", &name.text).with("stream", stream)
        }
    };
    Problem::new(phrase, name.place).suggesting(&name.text, known.iter().map(String::as_str))
}

/// The problem of a stream that does not exist (in a filter: that holds no children of the row), with the nearest names.
pub fn unknown_stream(schema: &Schema, scope: Scope<'_>, name: &Name) -> Problem {
    let phrase = Phrase::new("problem-unknown-stream").with("name", &name.text);
    let problem = Problem::new(phrase, name.place);
    match scope {
        Scope::Customer => problem.suggesting(&name.text, schema.streams.keys().map(String::as_str)),
        Scope::Row(parent) => {
            let parent = schema.streams.get_key_value(parent).map(|(parent, _)| parent);
            let children = parent.into_iter().flat_map(|parent| children_of(schema, parent));
            problem.suggesting(&name.text, children.map(|(_, short)| short))
        }
    }
}
