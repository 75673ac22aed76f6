//! Nodes that read columns: attributes, fields of rows, fields of reference tables.

use std::ops::Range;

use model::columns::{AttributeColumn, Column, MISSING, NO_CODE, TableColumns};
use model::evaluate::{QUANTITY, RETURNED};
use model::value::Value;

use crate::columns::{Columns, Field, Rows};

use super::numbers::{Few, Integers};

use super::vector::Vector;

/// The field of a reference table for each code of the column that points to it.
pub(super) enum Lookup {
    /// Nothing is known.
    Nothing,
    /// Codes of the table's column.
    Codes(Vec<u32>),
    /// Integers of the table's column.
    Integers(Vec<i64>),
}

impl Lookup {
    /// Finds the row of each distinct code once.
    pub(super) fn new(codes: &[Box<str>], table: Option<&TableColumns>, field: &str) -> Self {
        let Some(table) = table else { return Lookup::Nothing };
        let row = |code: &str| table.rows.get(code).map(|&row| row as usize);
        match table.fields.get(field) {
            None => Lookup::Nothing,
            Some(Column::Text(text)) => {
                Lookup::Codes(codes.iter().map(|code| row(code).map_or(NO_CODE, |row| text.codes[row])).collect())
            }
            Some(Column::Integer(values)) => {
                Lookup::Integers(codes.iter().map(|code| row(code).map_or(MISSING, |row| values[row])).collect())
            }
        }
    }

    /// The field for each of some codes.
    pub(super) fn gather(&self, pointer: &Vector<'_>) -> Vector<'static> {
        let Vector::Code(pointer) = pointer else { return Vector::Same(Value::Missing) };
        let place = |code: u32| code as usize;
        let each = || (0..pointer.len()).map(|position| pointer.get(position));
        match self {
            Lookup::Codes(codes) => {
                Vector::Code(each().map(|code| codes.get(place(code)).copied().unwrap_or(NO_CODE)).collect())
            }
            Lookup::Integers(values) => {
                Vector::Integer(each().map(|code| values.get(place(code)).copied().unwrap_or(MISSING)).collect())
            }
            Lookup::Nothing => Vector::Same(Value::Missing),
        }
    }
}

/// The column of an attribute's values, whatever their dates.
pub(super) fn attribute_column<'a>(base: &'a Columns, name: &str) -> Option<&'a Column> {
    base.attributes.get(name).map(|attribute| match &**attribute {
        AttributeColumn::Constant(values) | AttributeColumn::History { values, .. } => values,
    })
}

/// Whether each of some customers is in a list at an instant.
pub(super) fn listed(base: &Columns, list: &str, customers: Range<usize>, at: i64) -> Vector<'static> {
    match dated(base.lists.get(list).map(|column| &**column), customers, at) {
        Vector::Integer(truths) => Vector::Mask(truths.between(1, 1)),
        _ => Vector::Same(Value::Bool(false)),
    }
}

/// The values of an attribute in force at an instant, for some customers.
pub(super) fn dated(column: Option<&AttributeColumn>, customers: Range<usize>, at: i64) -> Vector<'_> {
    match column {
        None => Vector::Same(Value::Missing),
        Some(AttributeColumn::Constant(values)) => slice(values, customers),
        Some(AttributeColumn::History { offsets, from, values }) => {
            let in_force = |customer: usize| {
                let (start, end) = (offsets[customer] as usize, offsets[customer + 1] as usize);
                let known = from[start..end].partition_point(|&from| from <= at);
                known.checked_sub(1).map(|last| (start + last) as u32)
            };
            let positions: Vec<Option<u32>> = customers.map(in_force).collect();
            slice(values, 0..values.len()).picked(&positions)
        }
    }
}

/// The values of a field for some rows.
pub(super) fn field<'a>(stream: Option<&'a Rows>, name: &str, rows: Range<usize>) -> Vector<'a> {
    let column = stream.and_then(|stream| stream.fields.get(name));
    column.map_or(Vector::Same(Value::Missing), |column| match &**column {
        Field::Text(texts) => Vector::Code(Few::stored(&texts.codes, rows)),
        Field::Integer(integers) => Vector::Integer(Integers::stored(integers, rows)),
    })
}

/// Quantities without what came back, for some rows.
pub(super) fn net_quantity(stream: Option<&Rows>, rows: Range<usize>) -> Vector<'_> {
    let quantities = field(stream, QUANTITY, rows.clone());
    let (Vector::Integer(quantity), Vector::Integer(returned)) = (&quantities, field(stream, RETURNED, rows)) else {
        return quantities;
    };
    let net = |(quantity, returned): (i64, i64)| match (quantity, returned) {
        (MISSING, _) => MISSING,
        (quantity, MISSING) => quantity,
        (quantity, returned) => quantity.saturating_sub(returned),
    };
    Vector::Integer(quantity.iter().zip(returned.iter()).map(net).collect())
}

pub(super) fn slice(column: &Column, positions: Range<usize>) -> Vector<'_> {
    match column {
        Column::Text(text) => Vector::Code(Few::U32(text.codes[positions].into())),
        Column::Integer(values) => Vector::Integer(Integers::Wide(values[positions].into())),
    }
}
