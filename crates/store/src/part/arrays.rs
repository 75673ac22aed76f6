//! Columns as Arrow arrays and back: how each type lies in a part.
//!
//! Texts, lists and points are strings under a dictionary. Numbers, durations and money are decimals of 18 digits; when
//! a part holds a greater one, that column is plain 64-bit integers counted in the type's smallest unit.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Int32Type, Int64Type, TimestampMicrosecondType, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray, UInt32Array, UInt64Array,
};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::value::Type;

/// The greatest number of 18 digits.
const DECIMAL_LIMIT: u64 = 999_999_999_999_999_999;
/// Digits of a decimal that 64 bits hold whatever they are.
const DECIMAL_PRECISION: u8 = 18;

/// The type of instants in a part.
pub(crate) fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The type of texts in a part.
pub(crate) fn text_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The type in which a part keeps a column; `is_wide` says that values of it that come elsewhere do not fit a decimal.
pub(crate) fn stored_type(column: &Column, kind: Type, is_wide: bool) -> DataType {
    let Column::Integer(values) = column else {
        return text_type();
    };
    match kind {
        Type::Bool => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::Instant => instant_type(),
        _ => {
            if !is_wide && !beyond_decimal(values) {
                DataType::Decimal64(DECIMAL_PRECISION, kind.scale() as i8)
            } else {
                DataType::Int64
            }
        }
    }
}

/// Whether some value has more than the digits of a decimal.
pub(crate) fn beyond_decimal(values: &[i64]) -> bool {
    values.iter().any(|&value| value != MISSING && value.unsigned_abs() > DECIMAL_LIMIT)
}

/// The texts of a dictionary as an array that the rows of a part point into. `None` beyond what one array can hold.
pub(crate) fn dictionary_array(column: &TextColumn) -> Option<ArrayRef> {
    let bytes: usize = column.dictionary.iter().map(|text| text.len()).sum();
    let fits = i32::try_from(bytes).is_ok() && i32::try_from(column.dictionary.len()).is_ok();
    fits.then(|| Arc::new(StringArray::from_iter_values(column.dictionary.iter())) as ArrayRef)
}

/// The texts of some rows, whose texts lie in `dictionary`.
pub(crate) fn texts(codes: impl Iterator<Item = u32>, dictionary: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let codes: Vec<u32> = codes.collect();
    let present = present(codes.iter().map(|&code| code != NO_CODE));
    let keys = codes.iter().map(|&code| if code == NO_CODE { 0 } else { code as i32 }).collect::<Vec<i32>>();
    let keys = Int32Array::new(keys.into(), present.map(Into::into));
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(dictionary))?))
}

/// Which values are present, or `None` when all are.
fn present(present: impl Iterator<Item = bool>) -> Option<Vec<bool>> {
    let present: Vec<bool> = present.collect();
    present.contains(&false).then_some(present)
}

/// Integer values of some rows as an array of a stored type.
pub(crate) fn integers(values: Vec<i64>, stored: &DataType) -> Result<ArrayRef, ArrowError> {
    let present = present(values.iter().map(|&value| value != MISSING)).map(Into::into);
    Ok(match stored {
        DataType::Boolean => {
            let truths: Vec<bool> = values.iter().map(|&value| value == 1).collect();
            Arc::new(BooleanArray::new(truths.into(), present))
        }
        DataType::Date32 => {
            let days: Vec<i32> = values.iter().map(|&value| value as i32).collect();
            Arc::new(Date32Array::new(days.into(), present))
        }
        DataType::Timestamp(..) => {
            Arc::new(TimestampMicrosecondArray::new(values.into(), present).with_timezone("UTC"))
        }
        DataType::Decimal64(precision, scale) => {
            Arc::new(Decimal64Array::new(values.into(), present).with_precision_and_scale(*precision, *scale)?)
        }
        _ => Arc::new(Int64Array::new(values.into(), present)),
    })
}

/// Customers of some rows.
pub(crate) fn customers(values: &[u32]) -> ArrayRef {
    Arc::new(UInt32Array::from(values.to_vec()))
}

/// Hashes of some rows.
pub(crate) fn hashes(values: Vec<u64>) -> ArrayRef {
    Arc::new(UInt64Array::from(values))
}

/// The values of an array read from a part; `None` for a type that no part has. Hashes come as integers of the same
/// bits, customers as integers.
pub(crate) fn column(array: &dyn Array) -> Option<Column> {
    let values: Vec<i64> = match array.data_type() {
        DataType::Dictionary(..) => return text_column(array),
        DataType::Boolean => {
            let truths = array.as_boolean();
            return Some(Column::Integer(truths.iter().map(|truth| truth.map_or(MISSING, i64::from)).collect()));
        }
        DataType::Date32 => array.as_primitive::<Date32Type>().values().iter().map(|&day| i64::from(day)).collect(),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            array.as_primitive::<TimestampMicrosecondType>().values().to_vec()
        }
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().values().to_vec(),
        DataType::Int64 => array.as_primitive::<Int64Type>().values().to_vec(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().values().iter().map(|&hash| hash as i64).collect(),
        DataType::UInt32 => {
            array.as_primitive::<UInt32Type>().values().iter().map(|&number| i64::from(number)).collect()
        }
        _ => return None,
    };
    let mut values = values;
    if let Some(nulls) = array.nulls() {
        for (position, value) in values.iter_mut().enumerate() {
            if nulls.is_null(position) {
                *value = MISSING;
            }
        }
    }
    Some(Column::Integer(values))
}

fn text_column(array: &dyn Array) -> Option<Column> {
    let array = array.as_dictionary_opt::<Int32Type>()?;
    let texts = array.values().as_string_opt::<i32>()?;
    let keys = array.keys();
    let codes: Vec<u32> = keys.iter().map(|key| key.map_or(NO_CODE, |key| key as u32)).collect();
    if texts.len() <= 2 * codes.len() {
        let dictionary = texts.iter().map(|text| text.unwrap_or_default().into()).collect();
        return Some(Column::Text(TextColumn { codes, dictionary }));
    }
    // A few rows of a group share the whole group's dictionary: keep the texts they use.
    let mut used: Vec<u32> = codes.iter().copied().filter(|&code| code != NO_CODE).collect();
    used.sort_unstable();
    used.dedup();
    let dictionary = used.iter().map(|&code| texts.value(code as usize).into()).collect();
    let place = |code: u32| used.binary_search(&code).map_or(NO_CODE, |place| place as u32);
    Some(Column::Text(TextColumn { codes: codes.into_iter().map(place).collect(), dictionary }))
}
