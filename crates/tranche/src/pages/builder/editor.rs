//! The fields of a condition: about what, which rows, when, and what is asked; or its text, where no fields fit.

use model::forms::{Rows, Test};
use model::names::Kind;
use model::text::printer::{text_of, text_of_value};

use super::question::{Question, WindowFields};
use crate::ops::base::Base;
use crate::ops::building::criteria::{label_of, label_of_field};
use crate::ops::building::filters::{Filter, fields_of, filters_of};
use crate::ops::building::shape::{Class, MEASURES, Shape, Subject, kind_of};
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// A condition with its fields.
pub(super) struct Editor {
    /// Where it stands.
    pub(super) path: String,
    /// Words of the address that its form carries along.
    pub(super) kept: Vec<(String, String)>,
    /// What is made of rows, and what can be; none where the condition is not about rows.
    pub(super) measures: Vec<Pick>,
    /// The tests that rows must pass.
    pub(super) filters: Vec<FilterFields>,
    /// The fields that rows can be filtered by as well.
    pub(super) more: Vec<(String, String)>,
    /// When rows lie.
    pub(super) window: Option<WindowFields>,
    /// What is asked.
    pub(super) question: Option<Question>,
    /// The segments or lists that can be chosen, the one that is at first.
    pub(super) members: Vec<Pick>,
    /// The channels that can be chosen.
    pub(super) channels: Vec<Pick>,
    /// Whether consent alone is asked, or all that reaching takes.
    pub(super) reaches: Vec<Pick>,
    /// What the condition is about, where that is no choice.
    pub(super) about: String,
    /// Whether the condition has no fields but its text.
    pub(super) is_text: bool,
    /// Its text.
    pub(super) text: String,
}

/// Something that can be chosen.
pub(super) struct Pick {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

/// A test that rows must pass, with its fields.
pub(super) struct FilterFields {
    pub(super) position: usize,
    pub(super) label: String,
    pub(super) question: Option<Question>,
    pub(super) text: String,
}

impl Editor {
    /// The fields of a condition. `count` is how many customers it holds for, and of how many.
    pub(super) fn of(
        base: &Base,
        f: &Frame,
        test: &Test,
        path: &str,
        count: Option<(usize, usize)>,
    ) -> Result<Editor, Failure> {
        let schema = base.schema();
        let kept =
            f.asking.query.iter().filter(|(word, _)| matches!(word.as_str(), "segment" | "as_of" | "lang")).cloned();
        let mut editor = Editor {
            path: path.to_owned(),
            kept: kept.collect(),
            measures: Vec::new(),
            filters: Vec::new(),
            more: Vec::new(),
            window: None,
            question: None,
            members: Vec::new(),
            channels: Vec::new(),
            reaches: Vec::new(),
            about: String::new(),
            is_text: false,
            text: text_of(test),
        };
        let Some(shape) = Shape::read(test, schema) else {
            editor.is_text = true;
            return Ok(editor);
        };
        match &shape.subject {
            Subject::Value(value) => {
                editor.about = f.sentences(base).write_value(value);
            }
            Subject::Member { is_list, id } => {
                let ids = if *is_list { base.store.list_ids()? } else { base.segment_ids()? };
                let segments = base.segments()?;
                let name = |id: &String| {
                    let known = segments.iter().find(|segment| !*is_list && segment.id == *id);
                    known.map_or_else(|| id.clone(), |segment| segment.name_in(f.lang()).to_owned())
                };
                let mut members: Vec<Pick> = ids
                    .iter()
                    .map(|known| Pick { value: known.clone(), label: name(known), is_chosen: known == id })
                    .collect();
                members.sort_by_key(|member| member.label.to_lowercase());
                editor.members = members;
            }
            Subject::Channel { is_reachable, channel } => {
                let known = ["email", "sms", "push", "post", "call"];
                let option = |name: &str| Pick {
                    value: name.to_owned(),
                    label: f.t(&format!("builder-channel-{name}")),
                    is_chosen: name == channel,
                };
                editor.channels = known.into_iter().map(option).collect();
                let reach = |(name, label): (&str, &str), is_chosen| Pick {
                    value: name.to_owned(),
                    label: f.t(label),
                    is_chosen,
                };
                editor.reaches = vec![
                    reach(("reachable", "builder-reach-reachable"), *is_reachable),
                    reach(("accepts", "builder-reach-accepts"), !*is_reachable),
                ];
            }
            Subject::Rows { measure, rows } => {
                editor.measures = measures(base, f, measure, rows);
                editor.window = Some(WindowFields::of(base, f, "", rows.window.as_ref(), false));
                for (position, filter) in filters_of(rows, schema).into_iter().enumerate() {
                    editor.filters.push(filter_fields(base, f, rows, position, filter)?);
                }
                let fields = offered_fields(base, &rows.stream).into_iter().map(|(name, _)| {
                    let label = label_of_field(&rows.stream, &name, schema, f.lang());
                    (name, label)
                });
                let mut fields: Vec<(String, String)> = fields.collect();
                fields.sort_by_key(|(_, label)| label.to_lowercase());
                editor.more = fields;
            }
        }
        if let Some(value) = shape.subject.value()
            && let Some(kind) = kind_of(&value, schema)
            && let Some(class) = Class::of(kind)
        {
            let name = match &value {
                model::forms::Value::Named(named) => Some(named.name.text.clone()),
                _ => None,
            };
            let mut question = Question::of(base, f, ("", class, kind), &shape.asks, (name.as_deref(), None))?;
            question.spread(base, f, &value, count)?;
            editor.question = Some(question);
        }
        Ok(editor)
    }
}

/// The fields of a stream's rows of which the base holds values.
fn offered_fields(base: &Base, stream: &str) -> Vec<(String, Kind)> {
    let held = base.store.held_fields(stream);
    let own = base.schema().streams.get(stream);
    let is_held = |(name, _): &(String, Kind)| {
        let first = name.split('.').next().unwrap_or(name);
        let is_own = own.is_some_and(|words| words.fields.contains_key(first) || words.fields.contains_key(name));
        !is_own || held.contains(name) || held.contains(first) || own.is_some_and(|words| words.grouping.is_some())
    };
    fields_of(stream, base.schema()).into_iter().filter(is_held).collect()
}

/// What can be made of the rows of a stream.
fn measures(base: &Base, f: &Frame, chosen: &str, rows: &Rows) -> Vec<Pick> {
    let schema = base.schema();
    let mut all = Vec::new();
    let chosen_field = rows.field.as_deref().filter(|_| !chosen.starts_with("since_"));
    let mut add = |measure: &str, field: Option<&str>, label: String| {
        all.push(Pick {
            value: field.map_or_else(|| measure.to_owned(), |field| format!("{measure}:{field}")),
            label,
            is_chosen: measure == chosen && field == chosen_field,
        });
    };
    for measure in MEASURES {
        let key = format!("builder-measure-{}", measure.replace('_', "-"));
        match measure {
            "any" | "never" | "count" | "since_last" | "since_first" | "days" | "gap" => add(measure, None, f.t(&key)),
            _ => {
                for (name, kind) in offered_fields(base, &rows.stream) {
                    let fits = match measure {
                        "sum" | "avg" | "median" => kind.item.is_numeric(),
                        "min" | "max" => kind.item.is_numeric() || kind.item.is_temporal(),
                        _ => Class::of(kind) == Some(Class::Words),
                    };
                    // Fields of what rows belong to are filters, hardly ever measures.
                    let is_near = !name.contains('.') || matches!(measure, "distinct" | "most_common");
                    if fits && is_near {
                        let label = label_of_field(&rows.stream, &name, schema, f.lang());
                        let phrase = f.catalogue().say_stored(&key, [("name", label.as_str())].into_iter());
                        add(measure, Some(&name), phrase);
                    }
                }
            }
        }
    }
    if !all.iter().any(|one| one.is_chosen) {
        let value = chosen_field.map_or_else(|| chosen.to_owned(), |field| format!("{chosen}:{field}"));
        all.push(Pick { label: value.clone(), value, is_chosen: true });
    }
    all
}

fn filter_fields(
    base: &Base,
    f: &Frame,
    rows: &Rows,
    position: usize,
    filter: Filter,
) -> Result<FilterFields, Failure> {
    let prefix = format!("f{position}.");
    Ok(match filter {
        Filter::Text(text) => FilterFields { position, label: f.t("builder-filter-text"), question: None, text },
        Filter::Field { name, class, kind, asks } => FilterFields {
            position,
            label: label_of_field(&rows.stream, &name, base.schema(), f.lang()),
            question: Some(Question::of(base, f, (&prefix, class, kind), &asks, (Some(&name), Some(rows)))?),
            text: String::new(),
        },
    })
}

/// What people call the dates of customers, with their texts: what windows can hang on.
pub(super) fn own_dates(base: &Base, f: &Frame) -> Vec<(String, String)> {
    let schema = base.schema();
    let held = base.store.attributes_in_use();
    let mut dates: Vec<(String, String)> = Vec::new();
    for (name, field) in
        schema.attributes.iter().filter(|(name, field)| field.kind.is_temporal() && held.contains(*name))
    {
        dates.push((name.clone(), label_of(name, field, f.lang())));
    }
    for stream in ["order", "session"].into_iter().filter(|stream| schema.streams.contains_key(*stream)) {
        for measure in ["first", "last"] {
            let text = format!("{measure}({stream}.at)");
            if let Some(value) = model::text::parser::parse_value(&text).0 {
                dates.push((text_of_value(&value), f.sentences(base).write_value(&value)));
            }
        }
    }
    dates
}

/// The type that a kind is written as.
pub(super) fn is_money(kind: Kind) -> bool {
    kind.item == model::value::Type::Money
}
