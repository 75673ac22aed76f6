//! The fields of a condition: about what, which rows, when, and what is asked; or its text, where no fields fit.

use askama::Template;
use askama::filters::HtmlSafe;
use model::forms::{Test, Value};
use model::names::{Kind, Scope};
use model::text::printer::{text_of, text_of_value};

use super::question::{About, Question};
use super::window::{WindowFields, WindowOf};
use crate::ops::base::Base;
use crate::ops::building::criteria::label_of;
use crate::ops::building::filters::stream_of;
use crate::ops::building::shape::aspects::{Aspect, aspect};
use crate::ops::building::shape::operands::OPERATORS;
use crate::ops::building::shape::{Class, Shape, Subject, contrary, kind_in};
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

mod inner;
mod own;
mod rows;
mod steps;
mod values;

pub(super) use inner::InnerFields;
pub(super) use values::{Asked, ValueFields};

use inner::JoinedFields;
use own::{ChannelFields, KinFields, MemberFields, NearFields, SampleFields};
use steps::StepFields;

/// A condition with its fields.
pub(super) struct Editor<'a> {
    /// Where it stands.
    pub(super) path: String,
    /// Words of the address that its form carries along.
    pub(super) kept: Vec<(String, String)>,
    /// Its fields.
    pub(super) fields: ConditionFields<'a>,
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

/// The fields of one condition; of one inside another, their names have a prefix.
#[derive(Template)]
#[template(path = "builder_fields.html")]
pub(super) struct ConditionFields<'a> {
    f: &'a Frame,
    prefix: String,
    /// What the condition is about, where that is no choice.
    about: String,
    own: Own<'a>,
    /// What is asked of its value.
    question: Option<Question<'a>>,
    /// What can be looked at of an attribute.
    aspects: Vec<Pick>,
    /// The value that it is about, where that is made of others.
    value: Option<Box<ValueFields<'a>>>,
    /// What its value can be calculated with.
    calculations: Vec<Pick>,
    /// Whether it is asked of now or of some time before, and of when.
    time: Option<(bool, WindowFields)>,
    /// Whether the contrary is asked, of a condition inside another.
    turned: Option<bool>,
}

impl HtmlSafe for ConditionFields<'_> {}

/// The fields that conditions about one thing have.
enum Own<'a> {
    Value,
    Rows(Box<rows::MadeOf<'a>>),
    Sequence(Vec<StepFields<'a>>, Box<WindowFields>),
    Member(Box<MemberFields>),
    Channel(ChannelFields),
    Sample(SampleFields),
    Near(NearFields),
    Kin(Box<KinFields<'a>>),
    Joined(Box<JoinedFields<'a>>),
    /// No fields fit: its text.
    Text(String),
}

impl<'a> Editor<'a> {
    /// The fields of a condition. `count` is how many customers it holds for, and of how many.
    pub(super) fn of(
        base: &Base,
        f: &'a Frame,
        test: &Test,
        path: &str,
        count: Option<(usize, usize)>,
    ) -> Result<Editor<'a>, Failure> {
        let kept =
            f.asking.query.iter().filter(|(word, _)| matches!(word.as_str(), "segment" | "as_of" | "lang")).cloned();
        let fields = ConditionFields::of(base, f, test, ("", None), count)?;
        Ok(Editor {
            path: path.to_owned(),
            kept: kept.collect(),
            is_text: matches!(fields.own, Own::Text(_)),
            fields,
            text: text_of(test),
        })
    }
}

impl<'a> ConditionFields<'a> {
    /// The fields of a condition about customers, or about the rows of a stream.
    fn of(
        base: &Base,
        f: &'a Frame,
        test: &Test,
        (prefix, stream): (&str, Option<&str>),
        count: Option<(usize, usize)>,
    ) -> Result<ConditionFields<'a>, Failure> {
        let (schema, scope) = (base.schema(), stream.map_or(Scope::Customer, Scope::Row));
        let mut fields = ConditionFields {
            f,
            prefix: prefix.to_owned(),
            about: String::new(),
            own: Own::Value,
            question: None,
            aspects: Vec::new(),
            value: None,
            calculations: Vec::new(),
            time: None,
            turned: None,
        };
        let Some(shape) = Shape::read(test, schema, scope) else {
            fields.about = if prefix.is_empty() { String::new() } else { f.sentences(base).write_clause(test) };
            fields.own = Own::Text(text_of(test));
            return Ok(fields);
        };
        let is_named = matches!(&shape.subject, Subject::Value(Value::Named(_))) && shape.asks.how != "changed";
        if prefix.is_empty() && (is_named || shape.was.is_some()) {
            let window = WindowFields::of(base, f, "was.", shape.was.as_ref(), WindowOf::Spans);
            fields.time = Some((shape.was.is_some(), window));
        }
        let measured = (Class::Holds, stream);
        fields.own = match &shape.subject {
            Subject::Value(value) => {
                fields.about = f.sentences(base).write_value(value);
                fields.aspects = aspect(value, schema, scope).map(|aspect| aspects(f, &aspect)).unwrap_or_default();
                if values::is_made(value, base, stream) {
                    let (class, key) = (Class::Number, "builder-made-of");
                    let asked = Asked { class, stream, key, is_typed_elsewhere: false, can_drop: false };
                    let made = ValueFields::of(base, f, &format!("{prefix}v."), Some(value), asked)?;
                    fields.value = Some(Box::new(made));
                }
                Own::Value
            }
            Subject::Rows { measure, rows, rhythm } => {
                let label = schema.streams.get(stream_of(rows, schema, scope)).and_then(|one| one.label.get(f.lang()));
                fields.about = label.map_or_else(|| rows.stream.clone(), |noun| noun.many.clone());
                Own::Rows(Box::new(rows::MadeOf::of(base, f, prefix, (measure, rows, rhythm), measured)?))
            }
            Subject::Sequence(sequence) => {
                let window = WindowFields::of(base, f, prefix, sequence.first.window.as_ref(), WindowOf::Rows);
                Own::Sequence(steps::steps(base, f, prefix, sequence)?, Box::new(window))
            }
            Subject::Member { moved, is_list, id } => {
                Own::Member(Box::new(MemberFields::of(base, f, prefix, (moved.as_ref(), *is_list, id))?))
            }
            Subject::Channel { is_reachable, channel, purpose } => {
                Own::Channel(ChannelFields::of(f, *is_reachable, channel, purpose))
            }
            Subject::Sample { percent, seed } => {
                Own::Sample(SampleFields { percent: percent.to_string(), seed: seed.clone() })
            }
            Subject::Near(near) => {
                fields.about = f.sentences(base).write_value(&near.value);
                Own::Near(NearFields::of(base, f, near))
            }
            Subject::Joined(group) => Own::Joined(Box::new(JoinedFields::of(base, f, prefix, group)?)),
            Subject::Relatives { how, of, test } => {
                Own::Kin(Box::new(KinFields::of(base, f, prefix, (*how, *of, test))?))
            }
        };
        if let Some(value) = shape.subject.value()
            && let Ok(kind) = kind_in(&value, schema, scope)
            && let Some(class) = Class::of(kind)
        {
            let name = match &value {
                Value::Named(named) => Some(named.name.text.clone()),
                _ => None,
            };
            let about = About { field: name.as_deref(), rows: None, stream };
            let mut question = Question::of(base, f, (prefix, class, kind), &shape.asks, about)?;
            if stream.is_none() {
                question.spread(base, f, &value, count)?;
            }
            fields.question = Some(question);
            if class == Class::Number {
                fields.calculations = calculations(f);
            }
        }
        Ok(fields)
    }

    /// The fields of a condition inside another one, which can be turned into its contrary there.
    fn that_can_turn(mut self, test: &Test) -> Self {
        if !matches!(self.own, Own::Joined(_) | Own::Text(_)) {
            self.turned = Some(matches!(test, Test::Not(_)) || contrary(test).is_some());
        }
        self
    }
}

/// What a value can be calculated with.
fn calculations(f: &Frame) -> Vec<Pick> {
    let pick = |(word, _): &(&str, _)| Pick {
        value: (*word).to_owned(),
        label: f.t(&format!("builder-calculate-{word}")),
        is_chosen: false,
    };
    OPERATORS.iter().map(pick).collect()
}

/// What can be looked at of an attribute.
fn aspects(f: &Frame, aspect: &Aspect) -> Vec<Pick> {
    let pick = |word: &&'static str| Pick {
        value: (*word).to_owned(),
        label: f.t(&format!("builder-aspect-{}", word.replace('_', "-"))),
        is_chosen: *word == aspect.word,
    };
    aspect.known.iter().map(pick).collect()
}

/// What people call the dates of customers, with their texts: what windows can hang on.
pub(super) fn own_dates(base: &Base, f: &Frame) -> Vec<(String, String)> {
    let schema = base.schema();
    let held = base.store.attributes_in_use();
    let mut dates: Vec<(String, String)> = Vec::new();
    let is_own_date = |(name, field): &(&String, &model::schema::Field)| {
        field.now.is_none() && field.kind.is_temporal() && held.contains(*name)
    };
    for (name, field) in schema.attributes.iter().filter(is_own_date) {
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

/// Whether a kind is written as money.
pub(super) fn is_money(kind: Kind) -> bool {
    kind.item == model::value::Type::Money
}

/// Units of time to choose from.
pub(super) fn units(f: &Frame, known: &[&str], chosen: &str) -> Vec<Pick> {
    let all =
        known.iter().chain([&chosen]).enumerate().filter(|(place, unit)| *place < known.len() || !known.contains(unit));
    let pick = |unit: &str| Pick {
        value: unit.to_owned(),
        label: f.t(&format!("builder-unit-{unit}")),
        is_chosen: unit == chosen,
    };
    all.map(|(_, unit)| pick(unit)).collect()
}
