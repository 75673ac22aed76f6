//! Attributes that a base computes: an expression over a customer's timeline, under a name of its own.
//!
//! A definition that names one means its expression, as of the same instant; nothing is stored.

pub mod columns;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::check::{Mentions, check_value, mentions_of_value};
use crate::forms::Value;
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::{Field, Schema, snake_case};
use crate::segment::{Parameter, Texts, filled_in};
use crate::text::parser::parse_value;
use crate::tree::{MAX_DEPTH, MAX_NODES};
use crate::value::Type;

/// A computed attribute, as a base knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its type, family and labels, like those of any attribute.
    pub field: Field,
    /// What it is computed by.
    pub value: Value,
}

/// A computed attribute's file: `attributes/<name>.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeFile {
    /// Its name, which definitions use: the file's name.
    #[serde(skip)]
    pub id: String,
    /// What people call it.
    pub name: Texts,
    /// One sentence on what it is for.
    #[serde(default)]
    pub purpose: Texts,
    /// The family of criteria it belongs to.
    #[serde(default)]
    pub family: String,
    /// Whether it is a sensitive personal datum.
    #[serde(default)]
    pub sensitive: bool,
    /// The expression, with `{name}` where a parameter stands.
    value: String,
    /// Its parameters.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
}

impl AttributeFile {
    /// Reads a computed attribute's file.
    pub fn parse(id: &str, text: &str) -> Result<Self, Problem> {
        if id.is_empty() || snake_case(id) != id || id.contains('.') {
            let phrase = Phrase::new("problem-bad-attribute-id").with("id", id).with("better", snake_case(id));
            return Err(Problem::new(phrase, Place::default()));
        }
        let file: AttributeFile = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or(Place::default(), |span| Place { start: span.start, end: span.end });
            Problem::new(Phrase::new("problem-bad-attribute-file").with("reason", error.message()), place)
        })?;
        Ok(AttributeFile { id: id.to_owned(), ..file })
    }

    pub(crate) fn computed(&self, kind: Type, value: &Value) -> Computed {
        let (family, sensitive, label) = (self.family.clone(), self.sensitive, self.name.clone());
        Computed { field: Field { family, sensitive, label, ..Field::of(kind) }, value: value.clone() }
    }

    /// The expression with its parameters filled in.
    pub fn value(&self) -> String {
        filled_in(&self.value, &self.parameters)
    }
}

/// What some files of computed attributes are.
#[derive(Debug, Default)]
pub struct Attributes {
    /// Those that are right, by name.
    pub computed: BTreeMap<String, Computed>,
    /// Those that are wrong, by name and with their problems, whose places are those of the expression.
    pub wrong: Vec<(String, Vec<Problem>)>,
}

/// The attributes that some files compute, with the problems of those that are wrong, in the order of the files.
///
/// Each is typed after those it names; one that names a wrong one is wrong too. `schema` has the other words of the base.
pub fn attributes(files: &[AttributeFile], schema: &Schema, segments: &BTreeSet<String>) -> Attributes {
    let mut wrong: BTreeMap<&str, Vec<Problem>> = BTreeMap::new();
    let mut values: BTreeMap<&str, (&AttributeFile, Value)> = BTreeMap::new();
    for file in files {
        match parse_value(&file.value()) {
            (Some(value), problems) if problems.is_empty() => drop(values.insert(&file.id, (file, value))),
            (_, problems) => drop(wrong.insert(&file.id, problems)),
        }
    }
    // With every name known, whatever its type, what each one names can be told.
    let mut known = schema.clone();
    known.computed =
        values.iter().map(|(id, (file, value))| ((*id).to_owned(), file.computed(Type::Number, value))).collect();
    let named: BTreeMap<&str, Mentions> =
        values.iter().map(|(id, (_, value))| (*id, mentions_of_value(value, &known))).collect();
    let mut typed = Schema { computed: BTreeMap::new(), ..schema.clone() };
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left: Vec<&str> = values.keys().copied().collect();
    while let Some(position) =
        left.iter().position(|id| named[id].computed.keys().all(|name| !left.contains(&name.as_str())))
    {
        let id = left.remove(position);
        let (file, value) = &values[id];
        let inner = |(name, times): (&String, &usize)| sizes.get(name.as_str()).unwrap_or(&0).saturating_mul(*times);
        let size = named[id].computed.iter().map(inner).fold(named[id].nodes, usize::saturating_add);
        sizes.insert(id, size);
        match kind_of(value, size, &typed, segments) {
            Ok(kind) => drop(typed.computed.insert(id.to_owned(), file.computed(kind, value))),
            Err(problems) => drop(wrong.insert(id, problems)),
        }
    }
    for id in &left {
        // Each of those left names another of them.
        let phrase = Phrase::new("problem-attribute-circle").with("names", left.join(", "));
        wrong.insert(id, vec![Problem::new(phrase, values[id].1.place())]);
    }
    let wrong = files.iter().filter_map(|file| Some((file.id.clone(), wrong.remove(file.id.as_str())?)));
    Attributes { computed: typed.computed, wrong: wrong.collect() }
}

/// The type of an attribute of that expression, which has so many nodes with all it names written out.
fn kind_of(value: &Value, size: usize, schema: &Schema, segments: &BTreeSet<String>) -> Result<Type, Vec<Problem>> {
    let kind = check_value(value, schema, segments)?;
    let refused = |phrase: Phrase| Err(vec![Problem::new(phrase, value.place())]);
    if size > MAX_NODES {
        return refused(Phrase::new("problem-too-large").with("depth", MAX_DEPTH).with("nodes", MAX_NODES));
    }
    match (kind.list, kind.item) {
        (false, item) => Ok(item),
        (true, item) if item.is_text() => Ok(Type::TextList),
        (true, _) => refused(Phrase::new("problem-attribute-list")),
    }
}
