//! A column being filled with plain values.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::columns::{Column, MISSING, NO_CODE};
use crate::value::{Type, Value};

/// Distinct texts of a column that room is made for beforehand.
const FEW_TEXTS: usize = 64;

/// A column being filled with plain values. A value that does not fit the column's type becomes a missing one.
#[derive(Debug)]
pub struct ColumnBuilder {
    kind: Type,
    column: Column,
    /// The code of the first text of each hash: of two texts with one hash, the second is looked for in the dictionary.
    codes: FxHashMap<u64, u32>,
}

impl ColumnBuilder {
    /// An empty column of a type.
    pub fn new(kind: Type) -> Self {
        ColumnBuilder { kind, column: Column::empty(kind), codes: FxHashMap::default() }
    }

    /// The same with room for so many values.
    pub(super) fn with_room(kind: Type, length: usize) -> Self {
        let mut empty = ColumnBuilder::new(kind);
        match &mut empty.column {
            Column::Integer(values) => values.reserve(length),
            Column::Text(column) => {
                column.codes.reserve(length);
                // Most columns have few distinct texts.
                empty.codes.reserve(length.min(FEW_TEXTS));
            }
        }
        empty
    }

    /// Adds a value at the end.
    pub fn push(&mut self, value: &Value) {
        match &mut self.column {
            Column::Integer(values) => values.push(units(value, self.kind).unwrap_or(MISSING)),
            Column::Text(_) => self.push_text(text_of(value).as_deref()),
        }
    }

    /// Adds a text at the end, where the column is one of texts.
    pub(super) fn push_text(&mut self, text: Option<&str>) {
        let Column::Text(column) = &mut self.column else { return };
        let Some(text) = text else { return column.codes.push(NO_CODE) };
        let is_code = |code: u32| column.dictionary.get(code as usize).is_some_and(|known| **known == *text);
        // Rows that follow one another often have the same text.
        let code = column.codes.last().copied().filter(|&code| is_code(code)).unwrap_or_else(|| {
            let next = column.dictionary.len() as u32;
            let first = *self.codes.entry(xxh3_64(text.as_bytes())).or_insert(next);
            if first == next || is_code(first) { first } else { (0..next).find(|&code| is_code(code)).unwrap_or(next) }
        });
        if code as usize == column.dictionary.len() {
            column.dictionary.push(text.into());
        }
        column.codes.push(code);
    }

    /// Makes the column so long, with missing values behind what it has.
    pub(super) fn lengthen(&mut self, length: usize) {
        match &mut self.column {
            Column::Integer(values) => values.resize(length, MISSING),
            Column::Text(column) => column.codes.resize(length, NO_CODE),
        }
    }

    /// Whether nothing was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.column.is_empty()
    }

    /// The column filled.
    pub fn finish(self) -> Column {
        self.column
    }
}

fn units(value: &Value, kind: Type) -> Option<i64> {
    match (value, kind) {
        (Value::Bool(truth), Type::Bool) => Some(i64::from(*truth)),
        (Value::Date(day), Type::Date) => Some(i64::from(day.0)),
        (Value::Instant(at), Type::Instant) => Some(at.0),
        (Value::Number(number), kind) if kind.is_numeric() => i64::try_from(number.units_at(kind.scale())?).ok(),
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::List(values) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_text).collect();
            serde_json::to_string(&texts).ok().map(Cow::Owned)
        }
        _ => None,
    }
}
