//! The fields of a value that stands where another one could: what a value is compared with, the sides of a calculation.

use askama::Template;
use askama::filters::HtmlSafe;
use model::forms::{Arithmetic, Compared, DaysBetween, Measure, Value};
use model::names::{BIRTH_DATE, Kind, Scope, resolve};
use model::text::printer::text_of_value;
use model::value::Type;

use super::inner::InnerFields;
use super::rows::{MadeOf, offered_fields, streams};
use super::{Pick, aspects};
use crate::ops::base::Base;
use crate::ops::building::criteria::{label_of, label_of_field};
use crate::ops::building::filters::children_of;
use crate::ops::building::shape::aspects::{aspect, of_attribute};
use crate::ops::building::shape::measures::subject_of;
use crate::ops::building::shape::operands::{
    CALCULATION, KEPT, OPERATORS, PLACE, PLACES, TYPED, is_percent, typed_text, word_of,
};
use crate::ops::building::shape::{Class, Subject, kind_in};
use crate::ops::failure::Failure;
use crate::pages::builder::question::pers;
use crate::pages::builder::window::day_or_text;
use crate::pages::frame::Frame;

/// A value with its fields.
#[derive(Template)]
#[template(path = "builder_value.html")]
pub(in crate::pages::builder) struct ValueFields<'a> {
    f: &'a Frame,
    prefix: String,
    /// What it is, such as "Compared with".
    label: String,
    /// The ways in which it can be made that belong to no group.
    plain: Vec<Pick>,
    /// The others, under the names of their groups.
    groups: Vec<(String, Vec<Pick>)>,
    made: Made<'a>,
    /// Whether it can be taken out of what it stands in.
    can_drop: bool,
}

impl HtmlSafe for ValueFields<'_> {}

/// The fields that values have which are made in one way.
enum Made<'a> {
    /// A number or day, with its sign and the kind of field; nothing where another field is for it.
    Typed(Option<(String, &'static str, &'static str)>),
    Field(Vec<Pick>),
    Rows(Box<MadeOf<'a>>),
    Calculation(Box<Calculation<'a>>),
    Place(Box<PlaceFields<'a>>),
    Text(String),
}

/// Two values, and what is done with them.
struct Calculation<'a> {
    left: ValueFields<'a>,
    right: ValueFields<'a>,
    /// The operators; none between two dates.
    operators: Vec<Pick>,
}

/// A place in the base.
struct PlaceFields<'a> {
    places: Vec<Pick>,
    /// Of how many parts, where one is asked for.
    parts: Option<u32>,
    of: ValueFields<'a>,
    per: Vec<Pick>,
    among: InnerFields<'a>,
}

/// What a value is asked for.
#[derive(Clone, Copy)]
pub(in crate::pages::builder) struct Asked<'s> {
    /// The class of values that fit.
    pub(in crate::pages::builder) class: Class,
    /// The stream whose rows it is read on; the customer when absent.
    pub(in crate::pages::builder) stream: Option<&'s str>,
    /// The key of what it is called.
    pub(in crate::pages::builder) key: &'s str,
    /// Whether a value that is typed has a field elsewhere.
    pub(in crate::pages::builder) is_typed_elsewhere: bool,
    /// Whether it can be taken out of what it stands in.
    pub(in crate::pages::builder) can_drop: bool,
}

impl Asked<'_> {
    fn scope(&self) -> Scope<'_> {
        self.stream.map_or(Scope::Customer, Scope::Row)
    }
}

impl<'a> ValueFields<'a> {
    /// The fields of a value; of none when it is typed elsewhere.
    pub(in crate::pages::builder) fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        value: Option<&Value>,
        asked: Asked<'_>,
    ) -> Result<ValueFields<'a>, Failure> {
        let chosen = value.map_or_else(|| TYPED.to_owned(), word_of);
        let (plain, groups) = ways(base, f, asked, &chosen, value);
        let made = match value {
            Some(value) => Made::of(base, f, prefix, value, asked)?,
            None => Made::Typed(None),
        };
        let (prefix, label) = (prefix.to_owned(), f.t(asked.key));
        Ok(ValueFields { f, prefix, label, plain, groups, made, can_drop: asked.can_drop })
    }

    /// Whether it is one of the customer or row, not one that is typed.
    pub(in crate::pages::builder) fn is_other(&self) -> bool {
        !matches!(self.made, Made::Typed(_))
    }
}

impl<'a> Made<'a> {
    fn of(base: &Base, f: &'a Frame, prefix: &str, value: &Value, asked: Asked<'_>) -> Result<Made<'a>, Failure> {
        let schema = base.schema();
        let side = |name: &str, value: &Value, key: &str, class: Class, can_drop: bool| {
            let asked = Asked { class, key, is_typed_elsewhere: false, can_drop, ..asked };
            ValueFields::of(base, f, &format!("{prefix}{name}"), Some(value), asked)
        };
        Ok(match value {
            Value::Arithmetic(Arithmetic { left, operator, right }) => {
                let pick = |(word, known): &(&str, model::forms::Operator)| Pick {
                    value: (*word).to_owned(),
                    label: f.t(&format!("builder-operator-{word}")),
                    is_chosen: known == operator,
                };
                Made::Calculation(Box::new(Calculation {
                    left: side("l.", left, "builder-side-first", Class::Number, true)?,
                    right: side("r.", right, "builder-side-second", Class::Number, true)?,
                    operators: OPERATORS.iter().map(pick).collect(),
                }))
            }
            Value::DaysBetween(DaysBetween { from, to }) => Made::Calculation(Box::new(Calculation {
                left: side("l.", from, "builder-side-from", Class::Date, false)?,
                right: side("r.", to, "builder-side-to", Class::Date, false)?,
                operators: Vec::new(),
            })),
            Value::Compared(compared) => {
                let of = side("c.", &compared.value, "builder-place-of", Class::Number, false)?;
                Made::Place(Box::new(PlaceFields::of(base, f, prefix, compared, of)?))
            }
            value => match (typed_text(value), aspect(value, schema, asked.scope()), subject_of(value)) {
                (Some(_), ..) if asked.is_typed_elsewhere => Made::Typed(None),
                (Some(text), ..) => {
                    let sign = if is_percent(value) { "%" } else { "" };
                    let is_number = asked.class != Class::Date;
                    let typed = f.asking.word(&format!("{prefix}n")).filter(|_| f.asking.word("do") == Some("set"));
                    let kind = if is_number { "text" } else { day_or_text(&text) };
                    Made::Typed(Some((typed.map_or(text, str::to_owned), sign, kind)))
                }
                (_, Some(aspect), _) => Made::Field(aspects(f, &aspect)),
                (_, None, Subject::Rows { measure, rows, rhythm }) => {
                    let kind = (asked.class, asked.stream);
                    Made::Rows(Box::new(MadeOf::of(base, f, prefix, (measure, &rows, &rhythm), kind)?))
                }
                _ if of_attribute(value).is_some() => Made::Field(Vec::new()),
                _ => Made::Text(text_of_value(value)),
            },
        })
    }
}

impl<'a> PlaceFields<'a> {
    fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        compared: &Compared,
        of: ValueFields<'a>,
    ) -> Result<PlaceFields<'a>, Failure> {
        let pick = |(word, measure): &(&str, Measure)| Pick {
            value: (*word).to_owned(),
            label: f.t(&format!("builder-place-{}", word.replace('_', "-"))),
            is_chosen: measure.word() == compared.measure.word(),
        };
        let per = compared.per.as_ref().map(|name| name.text.as_str()).unwrap_or_default();
        Ok(PlaceFields {
            places: PLACES.iter().map(pick).collect(),
            parts: match compared.measure {
                Measure::Quantile(parts) => Some(parts),
                _ => None,
            },
            of,
            per: pers(base, f, per),
            among: InnerFields::of(base, f, &format!("{prefix}among."), compared.among.as_deref(), "builder-compared")?,
        })
    }
}

/// Choices under the name of their group.
type Choices = (String, Vec<Pick>);

/// The ways in which a value can be made, the one that it is made in among them.
fn ways(base: &Base, f: &Frame, asked: Asked<'_>, chosen: &str, value: Option<&Value>) -> (Vec<Pick>, Vec<Choices>) {
    let pick = |value: String, label: String| Pick { is_chosen: value == chosen, value, label };
    let mut plain = Vec::new();
    // Words are compared with a value that is typed elsewhere: as one of several.
    if asked.class != Class::Words || !asked.is_typed_elsewhere || chosen == TYPED && value.is_some() {
        let key = if asked.class == Class::Date { "builder-of-day" } else { "builder-of-typed" };
        plain.push(pick(TYPED.to_owned(), f.t(key)));
    }
    let mut fields: Vec<Pick> =
        fields(base, f, asked).into_iter().map(|(name, label)| pick(format!("field:{name}"), label)).collect();
    fields.sort_by_key(|pick| pick.label.to_lowercase());
    let rows: Vec<Pick> = match asked.stream {
        None => streams(base, f, "").into_iter().map(|one| pick(format!("rows:{}", one.value), one.label)).collect(),
        Some(stream) if asked.class == Class::Number => {
            let named = |name: &str| {
                let label = base.schema().streams.get(name).and_then(|stream| stream.label.get(f.lang()));
                pick(format!("rows:{name}"), label.map_or_else(|| name.to_owned(), |noun| noun.many.clone()))
            };
            children_of(stream, base.schema()).into_iter().map(named).collect()
        }
        Some(_) => Vec::new(),
    };
    let mut made = Vec::new();
    if asked.class == Class::Number {
        made.push(pick(CALCULATION.to_owned(), f.t("builder-of-calculation")));
        if asked.stream.is_none() {
            made.push(pick(PLACE.to_owned(), f.t("builder-of-place")));
        }
    }
    let mut groups = vec![
        (f.t(if asked.stream.is_some() { "builder-more-fields" } else { "builder-of-known" }), fields),
        (f.t(if asked.stream.is_some() { "builder-more-children" } else { "builder-of-rows" }), rows),
        (f.t("builder-of-made"), made),
    ];
    groups.retain(|(_, picks)| !picks.is_empty());
    let is_offered = |picks: &[Pick]| picks.iter().any(|pick| pick.is_chosen);
    if let Some(value) = value
        && !is_offered(&plain)
        && !groups.iter().any(|(_, picks)| is_offered(picks))
    {
        let label = match of_attribute(value) {
            Some(name) => name.replace(['_', '.'], " "),
            None => f.sentences(base).write_value(value),
        };
        let value = if chosen.contains(':') { chosen.to_owned() } else { KEPT.to_owned() };
        plain.insert(0, Pick { value, label, is_chosen: true });
    }
    (plain, groups)
}

/// The attributes, or the fields of rows, whose values fit.
fn fields(base: &Base, f: &Frame, asked: Asked<'_>) -> Vec<(String, String)> {
    let schema = base.schema();
    let fits = |kind: Kind| Class::of(kind) == Some(asked.class);
    if let Some(stream) = asked.stream {
        let of_rows = offered_fields(base, stream).into_iter().filter(|(_, kind)| fits(*kind));
        return of_rows
            .map(|(name, _)| {
                let label = label_of_field(stream, &name, schema, f.lang());
                (name, label)
            })
            .collect();
    }
    let held = base.store.attributes_in_use();
    let own = schema.attributes.iter().filter(|(name, field)| field.now.is_none() && held.contains(*name));
    let computed = schema.computed.iter().map(|(name, computed)| (name, &computed.field));
    let is_fit = |name: &str| resolve(schema, Scope::Customer, name).is_some_and(|(_, kind)| fits(Kind::one(kind)));
    let named = own.chain(computed).filter(|(name, field)| field.kind != Type::Point && is_fit(name));
    let mut all: Vec<(String, String)> =
        named.map(|(name, field)| (name.clone(), label_of(name, field, f.lang()))).collect();
    if asked.class == Class::Number && held.contains(BIRTH_DATE) && !schema.attributes.contains_key("age") {
        all.push(("age".to_owned(), f.t("builder-criterion-age")));
    }
    all
}

/// Whether a value is one that has fields of its own, beside the attribute or rows that a condition is about.
pub(super) fn is_made(value: &Value, base: &Base, stream: Option<&str>) -> bool {
    let scope = stream.map_or(Scope::Customer, Scope::Row);
    kind_in(value, base.schema(), scope).is_ok()
        && matches!(value, Value::Arithmetic(_) | Value::DaysBetween(_) | Value::Compared(_))
}
