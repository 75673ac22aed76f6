//! The fields of rows: what is made of them, when they lie, and the tests that each of them must pass.

use askama::Template;
use askama::filters::HtmlSafe;
use model::forms::{Direction, Followed, Rows};
use model::names::Kind;

use super::{Pick, units};
use crate::ops::base::Base;
use crate::ops::building::criteria::label_of_field;
use crate::ops::building::filters::{FOLLOWED, Filter, fields_of, filters_of, is_any};
use crate::ops::building::shape::measures::is_of_rows;
use crate::ops::building::shape::{Class, MEASURES, Rhythm};
use crate::ops::failure::Failure;
use crate::pages::builder::question::Question;
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
            measures: measures(base, f, measure, rows),
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
            rows: RowsFields::of(base, f, prefix, rows)?,
        })
    }
}

/// The tests that each of some rows must pass.
#[derive(Template)]
#[template(path = "builder_rows.html")]
pub(super) struct RowsFields<'a> {
    f: &'a Frame,
    prefix: String,
    filters: Vec<FilterFields<'a>>,
    /// Whether one of them is enough.
    is_any: bool,
    /// The fields that rows can be filtered by as well.
    more: Vec<(String, String)>,
    /// Whether rows that do not count can be taken too, and are.
    cancelled: Option<bool>,
}

impl HtmlSafe for RowsFields<'_> {}

/// A test that rows must pass, with its fields.
struct FilterFields<'a> {
    prefix: String,
    label: String,
    what: What<'a>,
}

enum What<'a> {
    Field(Box<Question>),
    Followed(Box<FollowedFields<'a>>),
    Text(String),
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
    pub(super) fn of(base: &Base, f: &'a Frame, prefix: &str, rows: &Rows) -> Result<RowsFields<'a>, Failure> {
        let schema = base.schema();
        let mut filters = Vec::new();
        for (position, filter) in filters_of(rows, schema).into_iter().enumerate() {
            filters.push(FilterFields::of(base, f, (format!("{prefix}f{position}."), rows), filter)?);
        }
        let label = |(name, _): (String, Kind)| {
            let label = label_of_field(&rows.stream, &name, schema, f.lang());
            (name, label)
        };
        let mut more: Vec<(String, String)> = offered_fields(base, &rows.stream).into_iter().map(label).collect();
        more.sort_by_key(|(_, label)| label.to_lowercase());
        let has_status = fields_of(&rows.stream, schema).iter().any(|(name, _)| name == "status");
        Ok(RowsFields {
            f,
            prefix: prefix.to_owned(),
            filters,
            is_any: is_any(rows),
            more,
            cancelled: (has_status || rows.including_cancelled).then_some(rows.including_cancelled),
        })
    }
}

impl<'a> FilterFields<'a> {
    fn of(
        base: &Base,
        f: &'a Frame,
        (prefix, rows): (String, &Rows),
        filter: Filter,
    ) -> Result<FilterFields<'a>, Failure> {
        Ok(match filter {
            Filter::Text(text) => FilterFields { prefix, label: f.t("builder-filter-text"), what: What::Text(text) },
            Filter::Followed(followed) => FilterFields {
                label: f.t("builder-order"),
                what: What::Followed(Box::new(FollowedFields::of(base, f, (&prefix, rows), &followed)?)),
                prefix,
            },
            Filter::Field { name, class, kind, asks } => {
                let label = label_of_field(&rows.stream, &name, base.schema(), f.lang());
                let question = Question::of(base, f, (&prefix, class, kind), &asks, (Some(&name), Some(rows)))?;
                FilterFields { label, what: What::Field(Box::new(question)), prefix }
            }
        })
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
            rows: RowsFields::of(base, f, prefix, &followed.by)?,
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
        if is_of_rows(measure) {
            add(measure, None, f.t(&key));
            continue;
        }
        for (name, kind) in offered_fields(base, &rows.stream) {
            let fits = match measure {
                "sum" | "avg" | "median" => kind.item.is_numeric(),
                "min" | "max" => kind.item.is_numeric() || kind.item.is_temporal(),
                "nth" => true,
                _ => Class::of(kind) == Some(Class::Words),
            };
            // Fields of what rows belong to are filters, hardly ever measures.
            let is_near = !name.contains('.') || matches!(measure, "distinct" | "most_common" | "list");
            if fits && is_near {
                let label = label_of_field(&rows.stream, &name, schema, f.lang());
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
