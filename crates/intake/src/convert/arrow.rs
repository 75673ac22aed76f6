//! Runs of values in Arrow arrays. Common pairs of array and field type go over whole arrays; any other pair goes
//! by way of the values' writing, as a text file would.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType, DurationSecondType, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType, Time32SecondType,
    Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};
use model::columns::{MISSING, NO_CODE};
use model::decimal::Decimal;
use model::phrase::Phrase;
use model::time::{DAY, Day, Instant, SECOND};
use model::value::Type;
use model::written::{list, number, number_fault};

use super::Maker;

/// The dictionary of the last array seen, and the code of each of its entries: arrays of one row group share theirs.
#[derive(Default)]
pub(super) struct SeenDictionary {
    values: Option<ArrayRef>,
    codes: Vec<u32>,
}

/// What a value of an array is, before it meets the type of its field.
enum Scalar<'v> {
    Missing,
    Whole(i64),
    Double(f64),
    Decimal(i128, i8),
    Bool(bool),
    Day(i64),
    /// Microseconds of local time without zone.
    Local(i64),
    Instant(i64),
    /// Microseconds.
    Duration(i64),
    Text(Cow<'v, str>),
    /// A JSON array of texts.
    List(String),
    /// Something that no field can hold, as it is written.
    Unfit(String),
}

impl Maker<'_> {
    /// Adds all values of an array.
    pub(crate) fn push_array(&mut self, array: &ArrayRef) {
        match (array.data_type(), self.kind) {
            (DataType::Dictionary(..), _) => self.push_dictionary(array),
            (DataType::Utf8, Type::Text | Type::Category) => {
                for text in array.as_string::<i32>() {
                    let code = text.map_or(NO_CODE, |text| self.words.code(text));
                    self.codes.push(code);
                }
            }
            (DataType::Int64, Type::Text | Type::Category) => self.push_numbers::<Int64Type>(array),
            (DataType::Int32, Type::Text | Type::Category) => self.push_numbers::<Int32Type>(array),
            (DataType::Float64, Type::Number | Type::Money) => {
                self.push_each::<Float64Type>(array, number::of_double);
            }
            (DataType::Float32, Type::Number | Type::Money) => {
                self.push_each::<Float32Type>(array, |double, scale| number::of_double(f64::from(double), scale));
            }
            (DataType::Int64, Type::Number | Type::Money) => {
                self.push_each::<Int64Type>(array, number::of_whole);
            }
            (DataType::Int32, Type::Number | Type::Money) => {
                self.push_each::<Int32Type>(array, |whole, scale| number::of_whole(i64::from(whole), scale));
            }
            (DataType::Timestamp(TimeUnit::Microsecond, Some(_)), Type::Instant) => {
                self.push_each::<TimestampMicrosecondType>(array, |micros, _| Ok(micros));
            }
            (DataType::Timestamp(TimeUnit::Microsecond, None), Type::Instant) => {
                let zone = self.zone;
                self.push_each::<TimestampMicrosecondType>(array, |micros, _| Ok(zone.instant_of_local(micros).0));
            }
            (DataType::Date32, Type::Date) => self.push_each::<Date32Type>(array, |day, _| Ok(i64::from(day))),
            _ => {
                for row in 0..array.len() {
                    self.push_scalar(scalar(array, row));
                }
            }
        }
    }

    fn push_numbers<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef)
    where
        i64: From<T::Native>,
    {
        let array = array.as_primitive::<T>();
        self.codes.reserve(array.len());
        for row in 0..array.len() {
            let code = if array.is_null(row) { NO_CODE } else { self.words.code_of_number(array.value(row).into()) };
            self.codes.push(code);
        }
    }

    fn push_each<T: ArrowPrimitiveType>(
        &mut self,
        array: &ArrayRef,
        make: impl Fn(T::Native, u8) -> Result<i64, number::Fault>,
    ) where
        T::Native: std::fmt::Display,
    {
        let array: &PrimitiveArray<T> = array.as_primitive::<T>();
        let scale = self.kind.scale();
        self.integers.reserve(array.len());
        let mut nulls = array.nulls().map(|nulls| nulls.iter());
        for &value in array.values() {
            if nulls.as_mut().is_some_and(|nulls| nulls.next() == Some(false)) {
                self.integers.push(MISSING);
                continue;
            }
            match make(value, scale) {
                Ok(value) => self.integers.push(value),
                Err(fault) => {
                    let reason = number_fault(self.kind, fault);
                    self.refuse(value.to_string(), reason);
                }
            }
        }
    }

    /// Adds a dictionary by its keys; when it makes texts, each of its entries is looked up once.
    fn push_dictionary(&mut self, array: &ArrayRef) {
        let dictionary = array.as_any_dictionary();
        let (values, nulls) = (dictionary.values(), array.nulls());
        // Without entries all keys are null, and there is nothing that they could be counted by.
        let keys = if values.is_empty() { vec![0; array.len()] } else { dictionary.normalized_keys() };
        if !self.kind.is_text() {
            for (row, &key) in keys.iter().enumerate() {
                let is_missing = nulls.is_some_and(|nulls| nulls.is_null(row));
                self.push_scalar(if is_missing { Scalar::Missing } else { scalar(values, key) });
            }
            return;
        }
        let same = |seen: &ArrayRef| seen.to_data().ptr_eq(&values.to_data());
        if !self.dictionary.values.as_ref().is_some_and(same) {
            let code = |entry| match scalar(values, entry) {
                Scalar::Missing => NO_CODE,
                Scalar::Text(text) => self.words.code(&text),
                other => self.words.code(&written(&other)),
            };
            self.dictionary.codes = (0..values.len()).map(code).collect();
            self.dictionary.values = Some(values.clone());
        }
        let codes = &self.dictionary.codes;
        match nulls {
            None => self.codes.extend(keys.iter().map(|&key| codes[key])),
            Some(nulls) => {
                let code = |(&key, is_there)| if is_there { codes[key] } else { NO_CODE };
                self.codes.extend(keys.iter().zip(nulls).map(code));
            }
        }
    }

    fn push_scalar(&mut self, scalar: Scalar<'_>) {
        let scale = self.kind.scale();
        let made = match (&scalar, self.kind) {
            (Scalar::Missing, _) => return self.push_missing(),
            (Scalar::Text(text), _) => return self.push_text(text),
            (Scalar::List(elements), _) if elements.is_empty() => return self.push_missing(),
            (Scalar::List(elements), _) => return self.push_list(elements),
            (Scalar::Unfit(value), _) => {
                return self.refuse(value.clone(), Phrase::new("refused-nested-value"));
            }
            (_, Type::Text | Type::Category) => return self.push_text(&written(&scalar)),
            (Scalar::Whole(whole), Type::Number | Type::Money | Type::Duration) => number::of_whole(*whole, scale),
            (Scalar::Double(double), Type::Number | Type::Money | Type::Duration) => number::of_double(*double, scale),
            (Scalar::Decimal(units, from), Type::Number | Type::Money | Type::Duration) => {
                number::of_decimal(*units, *from, scale)
            }
            // Seconds to six places are microseconds.
            (Scalar::Duration(micros), Type::Number | Type::Duration) => Ok(*micros),
            (Scalar::Bool(truth), Type::Bool) => Ok(i64::from(*truth)),
            (Scalar::Day(day), Type::Date) => Ok(*day),
            (Scalar::Local(local), Type::Date) => Ok(local.div_euclid(DAY)),
            (Scalar::Instant(at), Type::Date) => Ok(i64::from(self.zone.day(Instant(*at)).0)),
            (Scalar::Day(day), Type::Instant) => Ok(self.zone.midnight(Day(*day as i32)).0),
            (Scalar::Local(local), Type::Instant) => Ok(self.zone.instant_of_local(*local).0),
            (Scalar::Instant(at), Type::Instant) => Ok(*at),
            // Such as 1 and 0 for a truth; whatever does not fit is refused there.
            _ => return self.push_text(&written(&scalar)),
        };
        match made {
            Ok(value) => self.integers.push(value),
            Err(fault) => {
                self.refuse(written(&scalar), number_fault(self.kind, fault));
            }
        }
    }
}

/// Adds an array of whole numbers, missing ones among them; `false` when one is negative.
pub(crate) fn push_whole(array: &ArrayRef, numbers: &mut Vec<i64>) -> bool {
    match array.data_type() {
        DataType::Int32 => push_whole_of(array.as_primitive::<Int32Type>(), numbers),
        DataType::Int64 => push_whole_of(array.as_primitive::<Int64Type>(), numbers),
        _ => false,
    }
}

fn push_whole_of<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, numbers: &mut Vec<i64>) -> bool
where
    i64: From<T::Native>,
{
    let one = |number: T::Native| i64::from(number);
    let mut is_negative = false;
    if array.null_count() == 0 {
        numbers.extend(array.values().iter().map(|&number| one(number)).inspect(|number| is_negative |= *number < 0));
    } else {
        let mut some = |number| {
            is_negative |= number < 0;
            number
        };
        numbers.extend(array.iter().map(|number| number.map_or(MISSING, |number| some(one(number)))));
    }
    !is_negative
}

/// The writing of a scalar, in full.
fn written(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::Missing => String::new(),
        Scalar::Whole(whole) => whole.to_string(),
        Scalar::Double(double) => double.to_string(),
        Scalar::Decimal(units, scale) if *scale < 0 => format!("{units}{}", "0".repeat(scale.unsigned_abs().into())),
        Scalar::Decimal(units, scale) => Decimal::new(*units, scale.unsigned_abs()).to_string(),
        Scalar::Bool(truth) => truth.to_string(),
        Scalar::Day(day) => Day(*day as i32).to_string(),
        Scalar::Local(local) => Instant(*local).to_string().trim_end_matches('Z').to_owned(),
        Scalar::Instant(at) => Instant(*at).to_string(),
        Scalar::Duration(micros) => Decimal::new(i128::from(*micros), 6).to_string(),
        Scalar::Text(text) => text.clone().into_owned(),
        Scalar::List(text) | Scalar::Unfit(text) => text.clone(),
    }
}

fn scalar(array: &ArrayRef, row: usize) -> Scalar<'_> {
    if array.is_null(row) {
        return Scalar::Missing;
    }
    macro_rules! value {
        ($kind:ty) => {
            array.as_primitive::<$kind>().value(row)
        };
    }
    let time = |micros: i64, zone: &Option<std::sync::Arc<str>>| {
        if zone.is_some() { Scalar::Instant(micros) } else { Scalar::Local(micros) }
    };
    let times = |whole: i64, factor: i64| whole.saturating_mul(factor);
    match array.data_type() {
        DataType::Int8 => Scalar::Whole(value!(Int8Type).into()),
        DataType::Int16 => Scalar::Whole(value!(Int16Type).into()),
        DataType::Int32 => Scalar::Whole(value!(Int32Type).into()),
        DataType::Int64 => Scalar::Whole(value!(Int64Type)),
        DataType::UInt8 => Scalar::Whole(value!(UInt8Type).into()),
        DataType::UInt16 => Scalar::Whole(value!(UInt16Type).into()),
        DataType::UInt32 => Scalar::Whole(value!(UInt32Type).into()),
        DataType::UInt64 => Scalar::Decimal(value!(UInt64Type).into(), 0),
        DataType::Float16 => Scalar::Double(value!(Float16Type).to_f64()),
        DataType::Float32 => Scalar::Double(value!(Float32Type).into()),
        DataType::Float64 => Scalar::Double(value!(Float64Type)),
        DataType::Decimal32(_, scale) => Scalar::Decimal(value!(Decimal32Type).into(), *scale),
        DataType::Decimal64(_, scale) => Scalar::Decimal(value!(Decimal64Type).into(), *scale),
        DataType::Decimal128(_, scale) => Scalar::Decimal(value!(Decimal128Type), *scale),
        DataType::Decimal256(_, scale) => match value!(Decimal256Type).to_i128() {
            Some(units) => Scalar::Decimal(units, *scale),
            None => Scalar::Text(Cow::Owned(value!(Decimal256Type).to_string())),
        },
        DataType::Boolean => Scalar::Bool(array.as_boolean().value(row)),
        DataType::Date32 => Scalar::Day(value!(Date32Type).into()),
        DataType::Date64 => Scalar::Day(value!(Date64Type).div_euclid(DAY / 1_000)),
        DataType::Timestamp(TimeUnit::Second, zone) => time(times(value!(TimestampSecondType), SECOND), zone),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => time(times(value!(TimestampMillisecondType), 1_000), zone),
        DataType::Timestamp(TimeUnit::Microsecond, zone) => time(value!(TimestampMicrosecondType), zone),
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            time(value!(TimestampNanosecondType).div_euclid(1_000), zone)
        }
        DataType::Duration(TimeUnit::Second) => Scalar::Duration(times(value!(DurationSecondType), SECOND)),
        DataType::Duration(TimeUnit::Millisecond) => Scalar::Duration(times(value!(DurationMillisecondType), 1_000)),
        DataType::Duration(TimeUnit::Microsecond) => Scalar::Duration(value!(DurationMicrosecondType)),
        DataType::Duration(TimeUnit::Nanosecond) => Scalar::Duration(value!(DurationNanosecondType).div_euclid(1_000)),
        DataType::Utf8 => Scalar::Text(Cow::Borrowed(array.as_string::<i32>().value(row))),
        DataType::LargeUtf8 => Scalar::Text(Cow::Borrowed(array.as_string::<i64>().value(row))),
        DataType::Utf8View => Scalar::Text(Cow::Borrowed(array.as_string_view().value(row))),
        DataType::Binary => of_bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => of_bytes(array.as_binary::<i64>().value(row)),
        DataType::FixedSizeBinary(_) => of_bytes(array.as_fixed_size_binary().value(row)),
        DataType::Time32(TimeUnit::Second) => of_time(i64::from(value!(Time32SecondType)) * SECOND),
        DataType::Time32(_) => of_time(i64::from(value!(Time32MillisecondType)) * 1_000),
        DataType::Time64(TimeUnit::Microsecond) => of_time(value!(Time64MicrosecondType)),
        DataType::Time64(_) => of_time(value!(Time64NanosecondType) / 1_000),
        DataType::List(_) => of_list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => of_list(&array.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => of_list(&array.as_fixed_size_list().value(row)),
        other => Scalar::Unfit(other.to_string()),
    }
}

/// Bytes that are UTF-8 are a text; others are written in hexadecimal digits, as ids of sixteen bytes are.
fn of_bytes(bytes: &[u8]) -> Scalar<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Scalar::Text(Cow::Borrowed(text)),
        Err(_) => Scalar::Text(Cow::Owned(bytes.iter().map(|byte| format!("{byte:02x}")).collect())),
    }
}

/// A time of the day, which is a text to us.
fn of_time<'v>(micros: i64) -> Scalar<'v> {
    let written = Instant(micros).to_string();
    Scalar::Text(Cow::Owned(written.trim_start_matches("1970-01-01T").trim_end_matches('Z').to_owned()))
}

fn of_list<'v>(elements: &ArrayRef) -> Scalar<'v> {
    let mut texts = Vec::with_capacity(elements.len());
    for position in 0..elements.len() {
        match scalar(elements, position) {
            Scalar::List(text) | Scalar::Unfit(text) => return Scalar::Unfit(text),
            element => texts.push(written(&element)),
        }
    }
    Scalar::List(list::of_elements(texts.iter().map(String::as_str)))
}
