//! The fields of rows: what is made of them, when they lie, and the tests that each of them must pass.

use askama::Template;
use askama::filters::HtmlSafe;
use model::forms::{Any, Direction, Followed, Rows};
use model::names::{Kind, Scope};
use model::text::printer::text_of;

use super::{ConditionFields, Pick, calculations, units};
use crate::ops::base::Base;
use crate::ops::building::criteria::label_of_field;
use crate::ops::building::filters::{
    FOLLOWED, Filter, Filters, OF_CHILDREN, children_of, fields_of, filters_of, stream_of,
};
use crate::ops::building::shape::measures::{is_holding, is_of_rows};
use crate::ops::building::shape::{Class, MEASURES, Rhythm};
use crate::ops::failure::Failure;
use crate::pages::builder::lines::{JOINS, way_of};
use crate::pages::builder::question::{About, Question};
use crate::pages::builder::window::{WindowFields, WindowOf};
use crate::pages::frame::Frame;

/// Rows and what is made of them.
pub(super) struct MadeOf<'a> {
    /// What can be made of them.
    pub(super) measures: Vec<Pick>,
    /// What is made of them.
    pub(super) measure: &'static str,
    pub(super) rhythm: Rhythm,
    /// The lengths that periods can have.
    pub(super) periods: Vec<Pick>,
    /// The silence before them: its length, and the units of it.
    pub(super) silence: String,
    pub(super) silence_units: Vec<Pick>,
    /// When they lie.
    pub(super) window: WindowFields,
    /// What each of them must pass.
    pub(super) rows: RowsFields<'a>,
}

impl<'a> MadeOf<'a> {
    pub(super) fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        (measure, rows, rhythm): (&'static str, &Rows, &Rhythm),
        (class, stream): (Class, Option<&str>),
    ) -> Result<MadeOf<'a>, Failure> {
        let of = match measure {
            "first_time" | "stopped" | "restarted" => WindowOf::Spans,
            _ => WindowOf::Rows,
        };
        let period = rhythm.periods.unit.word(true);
        let pick = |unit: &str| Pick {
            value: unit.to_owned(),
            label: f.t(&format!("builder-period-{unit}")),
            is_chosen: unit == period,
        };
        let silence = rhythm.silence;
        Ok(MadeOf {
            measures: measures(base, f, measure, (rows, stream_of(rows, base.schema(), scope_of(stream))), class),
            measure,
            periods: ["day", "week", "month", "quarter", "year"].map(pick).into(),
            silence: silence.map(|silence| silence.count.to_string()).unwrap_or_default(),
            silence_units: units(
                f,
                &["days", "weeks", "months", "years"],
                silence.map_or("months", |silence| silence.unit.word(false)),
            ),
            rhythm: rhythm.clone(),
            window: WindowFields::of(base, f, prefix, rows.window.as_ref(), of),
            rows: RowsFields::of(base, f, prefix, rows, stream)?,
        })
    }
}

fn scope_of(stream: Option<&str>) -> Scope<'_> {
    stream.map_or(Scope::Customer, Scope::Row)
}

/// The tests that each of some rows must pass.
#[derive(Template)]
#[template(path = "builder_rows.html")]
pub(super) struct RowsFields<'a> {
    f: &'a Frame,
    prefix: String,
    filters: FiltersFields<'a>,
    /// Whether rows that do not count can be taken too, and are.
    cancelled: Option<bool>,
}

impl HtmlSafe for RowsFields<'_> {}

/// Tests that are joined, with what can be tested as well.
#[derive(Template)]
#[template(path = "builder_filters.html")]
struct FiltersFields<'a> {
    f: &'a Frame,
    prefix: String,
    filters: Vec<FilterFields<'a>>,
    ways: Vec<(&'static str, String, bool)>,
    /// How many of them, where a number is asked for.
    number: Option<u32>,
    /// The fields that rows can be filtered by as well.
    more: Vec<(String, String)>,
    /// The rows that belong to them and can be asked for as well.
    children: Vec<(String, String)>,
}

impl HtmlSafe for FiltersFields<'_> {}

/// A test that rows must pass, with its fields.
struct FilterFields<'a> {
    prefix: String,
    label: String,
    what: What<'a>,
    /// What it can be calculated with.
    calculations: Vec<Pick>,
    /// Whether the contrary is asked.
    is_turned: bool,
}

enum What<'a> {
    Field(Box<Question<'a>>),
    Followed(Box<FollowedFields<'a>>),
    Made(Box<ConditionFields<'a>>),
    Group(Box<FiltersFields<'a>>),
    /// No fields fit: in words, and as it is written.
    Text(String, String),
}

/// Another row after or before the one at hand.
struct FollowedFields<'a> {
    ways: Vec<Pick>,
    streams: Vec<Pick>,
    /// The fields that both rows can have in common.
    same: Vec<Pick>,
    within: String,
    units: Vec<Pick>,
    rows: RowsFields<'a>,
}

impl<'a> RowsFields<'a> {
    /// The tests of rows; `stream` is that of the rows that they belong to, where they do.
    pub(super) fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        rows: &Rows,
        stream: Option<&str>,
    ) -> Result<RowsFields<'a>, Failure> {
        let (schema, scope) = (base.schema(), scope_of(stream));
        let own = Rows { stream: stream_of(rows, schema, scope).to_owned(), ..rows.clone() };
        let has_status = fields_of(&own.stream, schema).iter().any(|(name, _)| name == "status");
        Ok(RowsFields {
            f,
            prefix: prefix.to_owned(),
            filters: FiltersFields::of(base, f, prefix, &own, &filters_of(rows, schema, scope))?,
            cancelled: (has_status || rows.including_cancelled).then_some(rows.including_cancelled),
        })
    }
}

impl<'a> FiltersFields<'a> {
    fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        rows: &Rows,
        filters: &Filters,
    ) -> Result<FiltersFields<'a>, Failure> {
        let schema = base.schema();
        let mut all = Vec::new();
        for (position, filter) in filters.filters.iter().enumerate() {
            all.push(FilterFields::of(base, f, format!("{prefix}f{position}."), rows, filter)?);
        }
        let label = |(name, _): (String, Kind)| {
            let label = label_of_field(&rows.stream, &name, schema, f.lang());
            (name, label)
        };
        let mut more: Vec<(String, String)> = offered_fields(base, &rows.stream).into_iter().map(label).collect();
        more.sort_by_key(|(_, label)| label.to_lowercase());
        let counts = base.store.row_counts();
        let of_rows = children_of(&rows.stream, schema).into_iter().filter(|child| counts.contains_key(*child));
        let (chosen, number) = way_of(filters.joined);
        let way = |name: &'static str| (name, f.t(&format!("builder-filters-{name}")), name == chosen);
        Ok(FiltersFields {
            f,
            prefix: prefix.to_owned(),
            filters: all,
            ways: JOINS.map(way).into(),
            number,
            more,
            children: of_rows
                .map(|child| {
                    let label = schema.streams.get(child).and_then(|stream| stream.label.get(f.lang()));
                    let label = label.map_or_else(|| child.to_owned(), |noun| noun.many.clone());
                    (format!("{OF_CHILDREN}{child}"), label)
                })
                .collect(),
        })
    }
}

impl<'a> FilterFields<'a> {
    fn of(
        base: &Base,
        f: &'a Frame,
        prefix: String,
        rows: &Rows,
        filter: &Filter,
    ) -> Result<FilterFields<'a>, Failure> {
        let (label, what, is_number) = match filter {
            Filter::Not(inner) => {
                return Ok(FilterFields { is_turned: true, ..FilterFields::of(base, f, prefix, rows, inner)? });
            }
            Filter::Text(test) => {
                let of_row = Rows { field: None, window: None, filter: Some(test.clone()), ..rows.clone() };
                let says = f.sentences(base).write_clause(&Any { rows: of_row }.into());
                (f.t("builder-filter-text"), What::Text(says, text_of(test)), false)
            }
            Filter::Followed(followed) => {
                let fields = FollowedFields::of(base, f, (&prefix, rows), followed)?;
                (f.t("builder-order"), What::Followed(Box::new(fields)), false)
            }
            Filter::Group(inner) => {
                let fields = FiltersFields::of(base, f, &prefix, rows, inner)?;
                (f.t("builder-filter-group"), What::Group(Box::new(fields)), false)
            }
            Filter::Made(test, _) => {
                let fields = ConditionFields::of(base, f, test, (&prefix, Some(&rows.stream)), None)?;
                (fields.about.clone(), What::Made(Box::new(fields)), false)
            }
            Filter::Field { name, class, kind, asks } => {
                let label = label_of_field(&rows.stream, name, base.schema(), f.lang());
                let about = About { field: Some(name), rows: Some(rows), stream: Some(&rows.stream) };
                let question = Question::of(base, f, (&prefix, *class, *kind), asks, about)?;
                (label, What::Field(Box::new(question)), *class == Class::Number)
            }
        };
        let calculations = if is_number { calculations(f) } else { Vec::new() };
        Ok(FilterFields { prefix, label, what, calculations, is_turned: false })
    }
}

impl<'a> FollowedFields<'a> {
    fn of(
        base: &Base,
        f: &'a Frame,
        (prefix, rows): (&str, &Rows),
        followed: &Followed,
    ) -> Result<FollowedFields<'a>, Failure> {
        let chosen = match (followed.negated, followed.direction) {
            (false, Direction::After) => "followed",
            (true, Direction::After) => "not_followed",
            (false, Direction::Before) => "preceded",
            (true, Direction::Before) => "not_preceded",
        };
        let way = |way: &str| Pick {
            value: way.to_owned(),
            label: f.t(&format!("builder-{}", way.replace('_', "-"))),
            is_chosen: way == chosen,
        };
        let schema = base.schema();
        let there = fields_of(&followed.by.stream, schema);
        let field = followed.with_same.as_ref().map(|name| name.text.as_str());
        let both = fields_of(&rows.stream, schema)
            .into_iter()
            .filter(|(name, _)| there.iter().any(|(other, _)| other == name));
        let mut same: Vec<Pick> = both
            .filter(|(name, kind)| {
                field == Some(name.as_str()) || Class::of(*kind) == Some(Class::Words) && is_key(name)
            })
            .map(|(name, _)| Pick {
                label: label_of_field(&rows.stream, &name, schema, f.lang()),
                is_chosen: field == Some(name.as_str()),
                value: name,
            })
            .collect();
        same.sort_by_key(|pick| pick.label.to_lowercase());
        if let Some(field) = field.filter(|_| !same.iter().any(|pick| pick.is_chosen)) {
            same.push(Pick { value: field.to_owned(), label: field.to_owned(), is_chosen: true });
        }
        same.insert(0, Pick { value: String::new(), label: f.t("builder-same-any"), is_chosen: field.is_none() });
        Ok(FollowedFields {
            ways: ["followed", "not_followed", "preceded", "not_preceded"].map(way).into(),
            streams: streams(base, f, &followed.by.stream),
            same,
            within: followed.within.map(|within| within.count.to_string()).unwrap_or_default(),
            units: delays(f, followed.within.map(|within| within.unit.word(false))),
            rows: RowsFields::of(base, f, prefix, &followed.by, None)?,
        })
    }
}

/// Fields of tables have their own name among those in common: the row's field that points to them is enough.
fn is_key(name: &str) -> bool {
    !name.contains('.')
}

/// The units of a length of time between rows.
pub(super) fn delays(f: &Frame, chosen: Option<&str>) -> Vec<Pick> {
    units(f, &["minutes", "hours", "days", "weeks", "months"], chosen.unwrap_or("days"))
}

/// The streams that hold rows, and the one that is chosen.
pub(super) fn streams(base: &Base, f: &Frame, chosen: &str) -> Vec<Pick> {
    let counts = base.store.row_counts();
    let holds = |name: &str| counts.get(name).is_some_and(|count| *count > 0);
    let known = base.schema().streams.iter().filter(|(name, stream)| {
        name.as_str() == chosen
            || holds(name)
            || stream.grouping.as_ref().is_some_and(|grouping| holds(&grouping.lines))
    });
    let mut picks: Vec<Pick> = known
        .map(|(name, stream)| Pick {
            value: name.clone(),
            label: stream.label.get(f.lang()).map_or_else(|| name.clone(), |noun| noun.many.clone()),
            is_chosen: name == chosen,
        })
        .collect();
    picks.sort_by_key(|pick| pick.label.to_lowercase());
    picks
}

/// The fields of a stream's rows of which the base holds values.
pub(super) fn offered_fields(base: &Base, stream: &str) -> Vec<(String, Kind)> {
    let held = base.store.held_fields(stream);
    let own = base.schema().streams.get(stream);
    let is_held = |(name, _): &(String, Kind)| {
        let first = name.split('.').next().unwrap_or(name);
        let is_own = own.is_some_and(|words| words.fields.contains_key(first) || words.fields.contains_key(name));
        !is_own || held.contains(name) || held.contains(first) || own.is_some_and(|words| words.grouping.is_some())
    };
    fields_of(stream, base.schema()).into_iter().filter(is_held).collect()
}

/// What can be made of the rows of a stream: all of it, or what gives a value of a class.
fn measures(base: &Base, f: &Frame, chosen: &str, (rows, stream): (&Rows, &str), class: Class) -> Vec<Pick> {
    let schema = base.schema();
    let fits_class = |of: Option<Class>| class == Class::Holds || of == Some(class);
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
        if is_of_rows(measure) {
            let of = if is_holding(measure) { Class::Holds } else { Class::Number };
            if fits_class(Some(of)) {
                add(measure, None, f.t(&key));
            }
            continue;
        }
        if class == Class::Date && matches!(measure, "first" | "last") {
            let phrase = f.catalogue().say_stored(&key, [("name", f.t("builder-moment").as_str())].into_iter());
            add(measure, Some("at"), phrase);
        }
        for (name, kind) in offered_fields(base, stream) {
            let fits = match measure {
                "sum" | "avg" | "median" => kind.item.is_numeric(),
                "min" | "max" => kind.item.is_numeric() || kind.item.is_temporal(),
                "nth" => true,
                "first" | "last" => matches!(Class::of(kind), Some(Class::Words | Class::Number)),
                _ => Class::of(kind) == Some(Class::Words),
            };
            let of = match measure {
                "sum" | "avg" | "median" | "distinct" => Some(Class::Number),
                "list" => Some(Class::List),
                _ => Class::of(kind),
            };
            let fits = fits && fits_class(of);
            // Fields of what rows belong to are filters, hardly ever measures.
            let is_near = !name.contains('.') || matches!(measure, "distinct" | "most_common" | "list");
            if fits && is_near {
                let label = label_of_field(stream, &name, schema, f.lang());
                let phrase = f.catalogue().say_stored(&key, [("name", label.as_str())].into_iter());
                add(measure, Some(&name), phrase);
            }
        }
    }
    if !all.iter().any(|one| one.is_chosen) {
        let value = chosen_field.map_or_else(|| chosen.to_owned(), |field| format!("{chosen}:{field}"));
        all.push(Pick { label: value.clone(), value, is_chosen: true });
    }
    all
}
