//! The words of the base: all of them, and one to be changed. What a change comes to is told before it is made.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;
use model::schema::{Field, Schema};
use model::value::Type;

use super::Answer;
use super::customer::{family_name, family_place};
use super::frame::{Frame, Tab, address, encoded};
use crate::catalogue::capitalised;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::schema::{Change, Planned, field_of, plan};
use crate::ops::segment::titles;
use crate::saying::schema::{Said, planned as said};
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "schema.html")]
struct Words<'a> {
    f: &'a Frame,
    groups: Vec<Group>,
}

/// Words that belong together.
struct Group {
    name: String,
    /// The name in definitions; empty for attributes.
    code: String,
    /// Where it is given another name; nothing for what cannot be.
    address: Option<String>,
    families: Vec<(String, Vec<Word>)>,
}

/// A field as it is listed.
struct Word {
    label: String,
    code: String,
    kind: String,
    /// Where it is changed; nothing for what is computed.
    address: Option<String>,
    is_sensitive: bool,
}

/// `/data/schema`
pub(super) async fn words(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Data, |base, f| Answer::page(&Words { f, groups: groups(base, f)? })).await
}

fn groups(base: &Base, f: &Frame) -> Result<Vec<Group>, Failure> {
    let (schema, rows) = (base.schema(), base.store.row_counts());
    let attributes = schema.attributes.iter().filter(|(_, field)| field.now.is_none());
    let attributes = attributes.map(|(code, field)| (code.clone(), field.clone(), true));
    let computed = schema.computed.iter().map(|(code, computed)| (code.clone(), computed.field.clone(), false));
    let mut all = vec![Group {
        name: f.t("data-attributes"),
        code: String::new(),
        address: None,
        families: by_family(f, "", attributes.chain(computed), true),
    }];
    let holds = |name: &String| rows.get(name).is_some_and(|count| *count > 0);
    for (name, stream) in &schema.streams {
        if stream.now.is_some() || !(holds(name) || stream.grouping.is_some()) {
            continue;
        }
        let label = stream.label.get(f.lang()).map_or_else(|| name.clone(), |noun| noun.many.clone());
        all.push(Group {
            name: capitalised(&label),
            code: name.clone(),
            address: Some(word_address(name)),
            families: by_family(f, name, listed(&stream.fields), false),
        });
    }
    for name in base.store.tables()?.into_keys() {
        let computed = schema.columns.get(&name).into_iter().flatten();
        let computed = computed.map(|(code, computed)| (code.clone(), computed.field.clone(), false));
        let own = schema.tables.get(&name).map(|table| listed(&table.fields).collect::<Vec<_>>()).unwrap_or_default();
        all.push(Group {
            families: by_family(f, &name, own.into_iter().chain(computed), false),
            name: name_of_table(f, &name),
            code: name,
            address: None,
        });
    }
    Ok(all)
}

/// What people call a reference table.
pub(super) fn name_of_table(f: &Frame, name: &str) -> String {
    match name {
        "products" => f.t("data-table-products"),
        "stores" => f.t("data-table-stores"),
        "companies" => f.t("data-table-companies"),
        "campaigns" => f.t("data-table-campaigns"),
        "postal_codes" => f.t("data-table-postal-codes"),
        "calendars" => f.t("data-table-calendars"),
        "rates" => f.t("data-table-rates"),
        own => capitalised(&own.replace('_', " ")),
    }
}

fn listed(fields: &BTreeMap<String, Field>) -> impl Iterator<Item = (String, Field, bool)> {
    fields.iter().filter(|(_, field)| field.now.is_none()).map(|(code, field)| (code.clone(), field.clone(), true))
}

/// Fields under the names of their families; those of a stream under none.
fn by_family(
    f: &Frame,
    of: &str,
    fields: impl Iterator<Item = (String, Field, bool)>,
    is_by_family: bool,
) -> Vec<(String, Vec<Word>)> {
    let mut families: Vec<(String, String, Vec<Word>)> = Vec::new();
    for (code, field, is_own) in fields {
        let family = if is_by_family { field.family.clone() } else { String::new() };
        let full = if of.is_empty() { code.clone() } else { format!("{of}.{code}") };
        let word = Word {
            label: capitalised(field.label.get(f.lang()).unwrap_or(&code)),
            code: full.clone(),
            kind: f.kind(field.kind),
            address: is_own.then(|| word_address(&full)),
            is_sensitive: field.sensitive,
        };
        match families.iter_mut().find(|(known, _, _)| *known == family) {
            Some((_, _, words)) => words.push(word),
            None => {
                let name = if is_by_family { family_name(f, &family) } else { String::new() };
                families.push((family, name, vec![word]));
            }
        }
    }
    families.sort_by_key(|(family, _, _)| family_place(family));
    families.into_iter().map(|(_, name, words)| (name, words)).collect()
}

fn word_address(name: &str) -> String {
    format!("/data/schema/{}", encoded(name))
}

#[derive(Template)]
#[template(path = "word.html")]
struct One<'a> {
    f: &'a Frame,
    name: &'a str,
    title: String,
    address: String,
    /// What can change of a field; a stream is only given another name.
    field: Option<Fields>,
    /// The name by itself, without that of its stream.
    own_name: String,
    /// What came of the last change.
    told: Option<&'static str>,
}

/// What a field's form starts with.
struct Fields {
    label_en: String,
    label_fr: String,
    /// Each with its name, and whether it is the field's.
    families: Vec<(String, String, bool)>,
    kinds: Vec<(&'static str, String, bool)>,
    is_sensitive: bool,
}

/// `/data/schema/{name}`
pub(super) async fn word(State(house): State<Shared>, Path(name): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Data, move |base, f| {
            let schema = base.schema();
            let field = match schema.streams.contains_key(&name) {
                true => None,
                false => Some(field_of(schema, &name)?),
            };
            let title = match &field {
                Some(field) => field.label.get(f.lang()).unwrap_or(&name).clone(),
                None => {
                    let noun = schema.streams.get(&name).and_then(|stream| stream.label.get(f.lang()));
                    noun.map_or_else(|| name.clone(), |noun| noun.many.clone())
                }
            };
            let told = f.asking.word("told").and_then(|told| match told {
                "changed" => Some("word-changed"),
                "same" => Some("word-same"),
                _ => None,
            });
            Answer::page(&One {
                f,
                title: capitalised(&title),
                address: word_address(&name),
                own_name: own_name(schema, &name).to_owned(),
                field: field.map(|field| fields(f, schema, &field)),
                told,
                name: &name,
            })
        })
        .await
}

/// The name of a field without that of what holds it.
fn own_name<'n>(schema: &Schema, name: &'n str) -> &'n str {
    if schema.attributes.contains_key(name) { name } else { name.split_once('.').map_or(name, |(_, own)| own) }
}

fn fields(f: &Frame, schema: &Schema, field: &Field) -> Fields {
    let label = |language: &str| field.label.get(language).cloned().unwrap_or_default();
    let mut families: Vec<&String> = schema.attributes.values().map(|field| &field.family).collect();
    families.push(&field.family);
    families.sort_by_key(|family| family_place(family));
    families.dedup();
    let family = |family: &String| (family.clone(), family_name(f, family), *family == field.family);
    Fields {
        label_en: label("en"),
        label_fr: label("fr"),
        families: families.into_iter().map(family).collect(),
        kinds: Type::ALL.map(|kind| (kind.name(), capitalised(&f.kind(kind)), kind == field.kind)).into(),
        is_sensitive: field.sensitive,
    }
}

/// What a form says, as a change; a family of one's own goes before the one chosen.
fn change(said: &[(String, String)]) -> Change {
    let word = |name: &str| said.iter().find(|(word, _)| word == name).map(|(_, value)| value.trim().to_owned());
    Change::of(|name| match name {
        "rename" => word("rename").filter(|name| !name.is_empty()),
        "family" => word("own_family").filter(|family| !family.is_empty()).or_else(|| word("family")),
        name => word(name),
    })
}

/// `POST /data/schema/{name}`: makes a change that takes nothing from view; asks first about any other.
pub(super) async fn set(
    State(house): State<Shared>,
    Path(name): Path<String>,
    asking: Asking,
    Form(said): Form<Vec<(String, String)>>,
) -> Response {
    house
        .change(asking, Tab::Data, move |base, f| {
            let planned = plan(base, &name, &change(&said))?;
            let is_confirmed = said.iter().any(|(word, _)| word == "confirmed");
            if !planned.is_change() {
                return Ok(Answer::Elsewhere(format!("{}?told=same", word_address(&name))));
            }
            if !is_confirmed && !planned.is_light() {
                let words = said.iter().map(|(word, value)| (word.as_str(), value.as_str()));
                return Ok(Answer::Elsewhere(address(&format!("{}/change", word_address(&name)), words)));
            }
            let then = name_then(base.schema(), &name, &planned);
            planned.make(base, f.asking.now)?;
            Ok(Answer::Elsewhere(format!("{}?told=changed", word_address(&then))))
        })
        .await
}

/// What a field is called after a change.
fn name_then(schema: &Schema, name: &str, planned: &Planned) -> String {
    let of = name.strip_suffix(own_name(schema, name)).unwrap_or_default();
    planned.renamed.as_ref().map_or_else(|| name.to_owned(), |(_, new)| format!("{of}{new}"))
}

#[derive(Template)]
#[template(path = "word_change.html")]
struct Asked<'a> {
    f: &'a Frame,
    title: String,
    address: String,
    /// What the form said, to be said again.
    words: &'a [(String, String)],
    said: Said,
    /// The segments that read the field: name and address.
    readers: Vec<(String, String)>,
    is_grave: bool,
}

/// `/data/schema/{name}/change`: what a change comes to, with the button that makes it.
pub(super) async fn asked(State(house): State<Shared>, Path(name): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Data, move |base, f| {
            let planned = plan(base, &name, &change(&f.asking.query))?;
            let titles = titles(base)?;
            let reader = |id: &String| {
                let titled = titles.get(id).map(|titled| f.one_of(&titled.name).to_owned());
                (titled.unwrap_or_else(|| id.clone()), f.segment_link(id))
            };
            Answer::page(&Asked {
                f,
                title: capitalised(planned.before.label.get(f.lang()).unwrap_or(&name)),
                address: word_address(&name),
                words: &f.asking.query,
                readers: planned.readers.iter().map(reader).collect(),
                is_grave: planned.is_grave(),
                said: said(f.catalogue(), &planned, &|kind| f.kind(kind)),
            })
        })
        .await
}

impl Frame {
    /// The name of a type.
    fn kind(&self, kind: Type) -> String {
        self.t(&format!("type-{}", kind.name().replace('_', "-")))
    }

    fn times(&self, count: &u64) -> String {
        self.catalogue().count(*count)
    }

    fn say_words_read(&self, readers: &[(String, String)]) -> String {
        self.say(&Phrase::new("word-read-by").with("n", readers.len()).with("count", self.n(readers.len())))
    }
}
