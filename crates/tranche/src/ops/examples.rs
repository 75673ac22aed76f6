//! The made-up customers beside definitions, each held against what its file says of them.

use std::collections::BTreeMap;

use model::columns::{Column, MISSING, NO_CODE, TableColumns, TextColumn};
use model::decimal::Decimal;
use model::evaluate::{World, is_member};
use model::names::{Reference, Scope, resolve};
use model::phrase::Phrase;
use model::plan::plan;
use model::schema::Field;
use model::segment::Example;
use model::time::{Day, Instant};
use model::timeline::{DatedValue, Row, Timeline};
use model::value::{Type, Value};

use super::base::Base;
use super::failure::Failure;
use super::review::Review;

/// What became of an example.
pub(crate) struct Tried {
    /// The segment.
    pub(crate) segment: String,
    /// What the customer stands for, or the example's number.
    pub(crate) about: String,
    /// What is wrong with it; `None` when the definition says what the file does.
    pub(crate) fault: Option<Phrase>,
}

/// Tries the examples of some segments of a review.
pub(crate) fn try_all<'s>(base: &Base, review: &Review, segments: impl Iterator<Item = &'s str>) -> Vec<Tried> {
    let mut tried = Vec::new();
    for segment in segments.filter_map(|id| review.segments.get(id)) {
        for (position, example) in segment.tests.iter().enumerate() {
            let number = (position + 1).to_string();
            let about = if example.about.is_empty() { number } else { example.about.clone() };
            let fault = fault_of(base, review, &segment.id, example).err();
            tried.push(Tried { segment: segment.id.clone(), about, fault });
        }
    }
    tried
}

fn fault_of(base: &Base, review: &Review, segment: &str, example: &Example) -> Result<(), Phrase> {
    let test = &review.tests[segment];
    if !plan([test], &review.schema, &base.zone, &review.tests).cut_offs.is_empty() {
        return Err(Phrase::new("example-compares-with-base"));
    }
    let made = Made { base, review };
    let at = made.instant(&example.at)?;
    let timeline = made.timeline(example)?;
    let tables = made.tables(example)?;
    let world = World {
        schema: &review.schema,
        settings: base.store.settings(),
        zone: &base.zone,
        tables: &tables,
        segments: &review.tests,
        cut_offs: &BTreeMap::new(),
    };
    match (example.member, is_member(test, &timeline, at, world)) {
        (true, false) => Err(Phrase::new("example-not-a-member")),
        (false, true) => Err(Phrase::new("example-a-member")),
        _ => Ok(()),
    }
}

/// Makes customers out of examples.
struct Made<'a> {
    base: &'a Base,
    review: &'a Review,
}

impl Made<'_> {
    fn instant(&self, text: &str) -> Result<Instant, Phrase> {
        match self.base.instant(text) {
            Ok(at) => Ok(at),
            Err(Failure::Failed(phrase)) => Err(phrase),
            Err(_) => Err(Phrase::new("failed-instant").with("text", text)),
        }
    }

    fn timeline(&self, example: &Example) -> Result<Timeline, Phrase> {
        let schema = &self.review.schema;
        let mut timeline = Timeline { id: "example".to_owned(), ..Timeline::default() };
        for (name, value) in &example.attributes {
            let Some((Reference::Own(full), kind)) = resolve(schema, Scope::Customer, name) else {
                return Err(Phrase::new("problem-unknown-attribute").with("name", name));
            };
            let value = self.value(name, kind, value)?;
            timeline.attributes.insert(full, vec![DatedValue { from: None, value }]);
        }
        for (stream, rows) in &example.rows {
            let Some(words) = schema.streams.get(stream) else {
                return Err(Phrase::new("problem-unknown-stream").with("name", stream));
            };
            for (position, fields) in rows.iter().enumerate() {
                let row = self.row(stream, &words.fields, fields, position)?;
                timeline.streams.entry(stream.clone()).or_default().push(row);
            }
        }
        timeline.sort();
        Ok(timeline)
    }

    fn row(
        &self,
        stream: &str,
        words: &BTreeMap<String, Field>,
        given: &BTreeMap<String, toml::Value>,
        position: usize,
    ) -> Result<Row, Phrase> {
        let at = given.get("at").ok_or_else(|| Phrase::new("example-row-without-time").with("stream", stream))?;
        let at = self.instant(&written(at))?;
        let mut fields = BTreeMap::new();
        for (name, value) in given.iter().filter(|(name, _)| *name != "at") {
            let field = words
                .get(name)
                .ok_or_else(|| Phrase::new("problem-unknown-field").with("name", name).with("stream", stream))?;
            fields.insert(name.clone(), self.value(name, field.kind, value)?);
        }
        let message = format!("{position:08}");
        Ok(Row { at, message, identity: position as u64, valid_from: at, valid_to: None, fields })
    }

    fn tables(&self, example: &Example) -> Result<BTreeMap<String, TableColumns>, Phrase> {
        let mut tables = BTreeMap::new();
        for (name, rows) in &example.tables {
            if !self.review.schema.tables.contains_key(name) {
                return Err(Phrase::new("example-unknown-table").with("name", name));
            }
            let codes = rows.keys().enumerate().map(|(row, code)| (code.as_str().into(), row as u32)).collect();
            let mut table = TableColumns { rows: codes, fields: BTreeMap::new() };
            for (field_name, field) in self.review.schema.fields_of_table(name) {
                let mut values = Vec::new();
                for row in rows.values() {
                    let value = row.get(field_name).map(|value| self.value(field_name, field.kind, value));
                    values.push(value.transpose()?.unwrap_or(Value::Missing));
                }
                table.fields.insert(field_name.clone(), column(field.kind, &values));
            }
            tables.insert(name.clone(), table);
        }
        Ok(tables)
    }

    fn value(&self, name: &str, kind: Type, value: &toml::Value) -> Result<Value, Phrase> {
        let text = written(value);
        let read = match kind {
            Type::Text | Type::Category | Type::Point => Some(Value::text(&text)),
            Type::Number | Type::Money | Type::Duration => Decimal::parse(&text).map(Value::Number),
            Type::Bool => value.as_bool().map(Value::Bool),
            Type::Date => Day::parse(&text).map(Value::Date),
            Type::Instant => self.base.zone.parse(&text).map(Value::Instant),
            Type::TextList => {
                value.as_array().map(|list| Value::list(list.iter().map(|item| Value::text(&written(item))).collect()))
            }
        };
        read.ok_or_else(|| {
            Phrase::new("example-wrong-value").with("name", name).with("value", &text).with("type", kind.term())
        })
    }
}

/// A value as it is written, without quotes.
fn written(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The values of a table's field as a column.
fn column(kind: Type, values: &[Value]) -> Column {
    if kind.is_integer() {
        let units = |value: &Value| match value {
            Value::Bool(truth) => i64::from(*truth),
            Value::Date(day) => i64::from(day.0),
            Value::Instant(at) => at.0,
            other => {
                let units = other.as_number().and_then(|number| number.units_at(kind.scale()));
                units.and_then(|units| i64::try_from(units).ok()).unwrap_or(MISSING)
            }
        };
        return Column::Integer(values.iter().map(units).collect());
    }
    let mut texts = TextColumn { codes: Vec::new(), dictionary: Vec::new() };
    for value in values {
        let code = value.as_text().map(|text| {
            texts.dictionary.push(text.into());
            texts.dictionary.len() as u32 - 1
        });
        texts.codes.push(code.unwrap_or(NO_CODE));
    }
    Column::Text(texts)
}
