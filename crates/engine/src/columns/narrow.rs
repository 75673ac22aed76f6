//! Columns in as few bytes a value as they need, so that more of them stay near the processor.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};

/// Whole numbers from 0 on, each in one, two or four bytes; the greatest that these hold stands for none.
#[derive(Clone, Debug, PartialEq)]
pub enum Narrow {
    /// One byte each.
    U8(Vec<u8>),
    /// Two bytes each.
    U16(Vec<u16>),
    /// Four bytes each.
    U32(Vec<u32>),
}

/// Integers.
#[derive(Clone, Debug, PartialEq)]
pub enum Integers {
    /// As they are; a missing one is [`MISSING`].
    Wide(Vec<i64>),
    /// Each as a number of steps above the least one.
    Narrow {
        /// How they are kept.
        frame: Frame,
        /// The numbers of steps.
        steps: Narrow,
    },
}

/// How integers are kept as numbers of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The least one.
    pub least: i64,
    /// The difference that all distances from it are multiples of; at least 1.
    pub step: i64,
}

impl Frame {
    /// The integer so many steps above the least one.
    pub fn integer(self, steps: u32) -> i64 {
        self.least + self.step * i64::from(steps)
    }
}

/// Texts by code.
#[derive(Clone, Debug, PartialEq)]
pub struct Texts {
    /// The code of each.
    pub codes: Narrow,
    /// Distinct texts, in any order.
    pub dictionary: Vec<Box<str>>,
}

/// The values of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Texts, points or lists.
    Text(Texts),
    /// What is kept as integers.
    Integer(Integers),
}

impl Narrow {
    /// Numbers below `end`, in as few bytes as they need.
    fn of(numbers: impl Iterator<Item = Option<u32>>, end: u64) -> Self {
        match end {
            ..=0xff => Narrow::U8(numbers.map(|number| number.map_or(u8::MAX, |number| number as u8)).collect()),
            0x100..=0xffff => {
                Narrow::U16(numbers.map(|number| number.map_or(u16::MAX, |number| number as u16)).collect())
            }
            _ => Narrow::U32(numbers.map(|number| number.unwrap_or(u32::MAX)).collect()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Narrow::U8(values) => values.len(),
            Narrow::U16(values) => values.len(),
            Narrow::U32(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a position, if there is one.
    pub fn get(&self, position: usize) -> Option<u32> {
        match self {
            Narrow::U8(values) => Some(u32::from(values[position])).filter(|&value| value != u32::from(u8::MAX)),
            Narrow::U16(values) => Some(u32::from(values[position])).filter(|&value| value != u32::from(u16::MAX)),
            Narrow::U32(values) => Some(values[position]).filter(|&value| value != u32::MAX),
        }
    }

    /// The bytes that they take.
    pub fn bytes(&self) -> usize {
        match self {
            Narrow::U8(values) => values.len(),
            Narrow::U16(values) => 2 * values.len(),
            Narrow::U32(values) => 4 * values.len(),
        }
    }
}

impl Integers {
    /// Integers in as few bytes as they need.
    pub fn narrowed(values: Vec<i64>) -> Self {
        let known = || values.iter().copied().filter(|&value| value != MISSING);
        let (Some(least), Some(greatest)) = (known().min(), known().max()) else {
            let steps = Narrow::of(values.iter().map(|_| None), 0);
            return Integers::Narrow { frame: Frame { least: 0, step: 1 }, steps };
        };
        let Some(span) = greatest.checked_sub(least) else { return Integers::Wide(values) };
        let step =
            known().fold(0, |step, value| if step == 1 { 1 } else { common_divisor(step, value - least) }).max(1);
        let end = (span / step) as u64 + 1;
        if end >= u64::from(u32::MAX) {
            return Integers::Wide(values);
        }
        let steps = |&value: &i64| (value != MISSING).then(|| ((value - least) / step) as u32);
        Integers::Narrow { frame: Frame { least, step }, steps: Narrow::of(values.iter().map(steps), end) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Integers::Wide(values) => values.len(),
            Integers::Narrow { steps, .. } => steps.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The integer at a position, or [`MISSING`].
    pub fn get(&self, position: usize) -> i64 {
        match self {
            Integers::Wide(values) => values[position],
            Integers::Narrow { frame, steps } => steps.get(position).map_or(MISSING, |steps| frame.integer(steps)),
        }
    }
}

/// The greatest common divisor of two numbers that are not negative.
fn common_divisor(mut left: i64, mut right: i64) -> i64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl From<Column> for Field {
    /// The column as it is, which costs nothing.
    fn from(column: Column) -> Self {
        match column {
            Column::Integer(values) => Field::Integer(Integers::Wide(values)),
            Column::Text(TextColumn { codes, dictionary }) => {
                Field::Text(Texts { codes: Narrow::U32(codes), dictionary })
            }
        }
    }
}

impl Field {
    /// The column in as few bytes as it needs.
    #[must_use]
    pub fn narrowed(self) -> Self {
        match self {
            Field::Integer(Integers::Wide(values)) => Field::Integer(Integers::narrowed(values)),
            Field::Text(Texts { codes, dictionary }) => {
                let end = dictionary.len() as u64;
                let codes = Narrow::of((0..codes.len()).map(|position| codes.get(position)), end);
                Field::Text(Texts { codes, dictionary })
            }
            narrow => narrow,
        }
    }

    /// The column as it was read.
    pub fn widened(&self) -> Column {
        match self {
            Field::Integer(Integers::Wide(values)) => Column::Integer(values.clone()),
            Field::Integer(integers) => {
                Column::Integer((0..integers.len()).map(|position| integers.get(position)).collect())
            }
            Field::Text(Texts { codes, dictionary }) => {
                let codes = (0..codes.len()).map(|position| codes.get(position).unwrap_or(NO_CODE)).collect();
                Column::Text(TextColumn { codes, dictionary: dictionary.clone() })
            }
        }
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        match self {
            Field::Integer(Integers::Wide(values)) => 8 * values.len(),
            Field::Integer(Integers::Narrow { steps, .. }) => steps.bytes(),
            Field::Text(Texts { codes, dictionary }) => {
                let texts: usize = dictionary.iter().map(|text| text.len() + size_of::<Box<str>>()).sum();
                codes.bytes() + texts
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_hold_what_they_were_made_of() {
        let of = |values: &[i64]| {
            let field = Field::from(Column::Integer(values.to_vec())).narrowed();
            assert_eq!(field.widened(), Column::Integer(values.to_vec()));
            field.bytes() / values.len().max(1)
        };
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[MISSING, MISSING]), 1);
        assert_eq!(of(&[-7, -6, MISSING, 247]), 1, "255 values, and none");
        assert_eq!(of(&[-7, -6, MISSING, 248]), 2);
        assert_eq!(of(&[2_500, 25_000_000, 0, MISSING]), 2, "quarters of a euro");
        assert_eq!(of(&[0, 1, 65_534]), 2);
        assert_eq!(of(&[0, 65_535, 1]), 4);
        assert_eq!(of(&[0, i64::from(u32::MAX) - 2, 1]), 4);
        assert_eq!(of(&[0, i64::from(u32::MAX) - 1, 1]), 8);
        assert_eq!(of(&[i64::MAX, -5]), 8);
        let texts = |n_texts: u32| {
            let dictionary = (0..n_texts).map(|number| number.to_string().into_boxed_str()).collect();
            let column = Column::Text(TextColumn { codes: vec![0, NO_CODE, n_texts - 1], dictionary });
            let field = Field::from(column.clone()).narrowed();
            assert_eq!(field.widened(), column);
            let Field::Text(texts) = field else { return 0 };
            texts.codes.bytes() / 3
        };
        assert_eq!((texts(1), texts(255), texts(256), texts(65_536)), (1, 1, 2, 4));
    }
}
