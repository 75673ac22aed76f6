//! The type of a new field, told by its name and by all the values it has.

mod numbers;
mod word_count;

use model::phrase::Phrase;
use model::value::Type;
use model::written::date::{Local, Moment, parse_local, parse_moment};
use model::written::notation::{DayOrder, Notation};

use crate::source::texts::{Cell, Texts};
use numbers::{NumberSigns, is_plain_number};
pub(crate) use word_count::WordCount;
use xxhash_rust::xxh3::xxh3_64;

/// Whole words that are names of codes.
const CODE_NAMES: [&str; 16] = [
    "id",
    "uuid",
    "code",
    "phone",
    "mobile_phone",
    "telephone",
    "fax",
    "zip",
    "zipcode",
    "postcode",
    "siret",
    "siren",
    "ean",
    "upc",
    "gtin",
    "sku",
];
/// Ends of names of codes.
const CODE_ENDS: [&str; 11] =
    ["_id", "_uuid", "_code", "_number", "_phone", "_zip", "_siret", "_siren", "_ean", "_upc", "_sku"];
/// Words of a column of truths.
const TRUTHS: [&str; 8] = ["true", "false", "vrai", "faux", "yes", "no", "oui", "non"];
/// Whether a field is a code by its name, which stays text even when made of digits.
pub(crate) fn is_code_name(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    CODE_NAMES.contains(&last) || CODE_ENDS.iter().any(|end| last.ends_with(end))
}

/// What the values of a column show, whatever the field will be called.
#[derive(Debug)]
pub(crate) struct Signs {
    seen: bool,
    list: bool,
    number: bool,
    truth: bool,
    date: bool,
    instant: bool,
    words: WordCount,
    numbers: NumberSigns,
    /// The first value that can only be written day first, and the first that can only be month first.
    day_first: Option<Box<str>>,
    month_first: Option<Box<str>>,
    /// Whether some day may be either, and whether some time names no zone.
    pub(crate) is_ambiguous: bool,
    pub(crate) is_local: bool,
}

/// Values seen before, as many as there is room for: most columns of words have few of them.
struct Shown {
    words: Vec<Option<Box<str>>>,
    /// How many were asked for, and how many of these had been seen.
    asked: u32,
    found: u32,
}

impl Default for Shown {
    fn default() -> Self {
        Shown { words: vec![None; 1 << 10], asked: 0, found: 0 }
    }
}

impl Shown {
    fn place(&self, text: &str) -> usize {
        xxh3_64(text.as_bytes()) as usize % self.words.len()
    }

    /// Whether values of the column come again often enough to be looked for: times seldom do.
    fn pays(&self) -> bool {
        self.asked < 4_096 || self.found > self.asked / 8
    }

    fn has(&mut self, text: &str) -> bool {
        if !self.pays() {
            return false;
        }
        let is_seen = self.words[self.place(text)].as_deref() == Some(text);
        self.asked += 1;
        self.found += u32::from(is_seen);
        is_seen
    }

    /// Remembers a value, unless its place is taken.
    fn add(&mut self, text: &str) {
        if !self.pays() {
            return;
        }
        let place = self.place(text);
        self.words[place].get_or_insert_with(|| text.into());
    }
}

impl Default for Signs {
    /// Those of no value at all.
    fn default() -> Self {
        Signs {
            seen: false,
            list: false,
            number: true,
            truth: true,
            date: true,
            instant: true,
            words: WordCount::default(),
            numbers: NumberSigns::default(),
            day_first: None,
            month_first: None,
            is_ambiguous: false,
            is_local: false,
        }
    }
}

impl Signs {
    /// Those of some values that come after those of which others are known.
    pub(crate) fn after(before: Option<&Signs>, texts: &Texts) -> Self {
        let is_full = before.is_some_and(|before| before.words.is_full());
        let words = if is_full { WordCount::full() } else { WordCount::default() };
        Signs { words, ..Signs::default() }.seeing(texts)
    }

    /// Those of some values.
    #[cfg(test)]
    pub(crate) fn of(texts: &Texts) -> Self {
        Signs::default().seeing(texts)
    }

    fn seeing(self, texts: &Texts) -> Self {
        let mut signs = self;
        let mut shown = Shown::default();
        for (cell_text, cell) in texts.iter() {
            // What was seen before shows nothing new.
            if cell == Cell::Text && shown.has(cell_text) {
                signs.words.see_again();
                continue;
            }
            let text = cell_text.trim();
            if text.is_empty() || matches!(cell, Cell::Unfit | Cell::Fault) {
                continue;
            }
            signs.seen = true;
            if cell == Cell::List {
                signs.list = true;
                break;
            }
            signs.words.see(cell_text);
            if cell == Cell::Text && signs.see_usual(text) {
                continue;
            }
            signs.number = signs.number && cell != Cell::Bool && is_plain_number(text, cell);
            signs.numbers.see(text, cell);
            signs.truth = signs.truth && TRUTHS.iter().any(|truth| truth.eq_ignore_ascii_case(text));
            signs.see_moment(text);
            if cell == Cell::Text {
                shown.add(cell_text);
            }
        }
        signs
    }

    /// Sees a value that can only be one thing: a time in the ISO writing, which is no number, or a plain number, whole or
    /// with a point, which is no time. Says whether it is.
    fn see_usual(&mut self, text: &str) -> bool {
        if NumberSigns::is_plain_whole(text) {
            self.date = false;
            self.instant = false;
        } else if let Some(moment) = parse_moment(text) {
            self.number = false;
            self.numbers.see_no_number();
            self.date &= matches!(moment, Moment::Day(_));
            self.is_local |= !matches!(moment, Moment::Instant(_));
        } else if self.numbers.sees_decimal(text) {
            self.date = false;
            self.instant = false;
        } else {
            return false;
        }
        self.truth = false;
        true
    }

    /// A value that is no time does not keep the others from telling how days are written.
    fn see_moment(&mut self, text: &str) {
        if let Some(moment) = parse_moment(text) {
            self.date &= matches!(moment, Moment::Day(_));
            self.is_local |= !matches!(moment, Moment::Instant(_));
            return;
        }
        let starts_well = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let local = if starts_well { parse_local(text, None) } else { None };
        match local {
            Some(Local::Moment(moment, order)) => {
                self.date &= matches!(moment, Moment::Day(_));
                self.is_local = true;
                match order {
                    Some(DayOrder::DayFirst) if self.day_first.is_none() => self.day_first = Some(text.into()),
                    Some(DayOrder::MonthFirst) if self.month_first.is_none() => self.month_first = Some(text.into()),
                    _ => {}
                }
            }
            Some(Local::Ambiguous) => {
                self.date &= !text.contains(' ');
                self.is_ambiguous = true;
                self.is_local = true;
            }
            None => {
                self.instant = false;
                self.date = false;
            }
        }
    }

    /// How the values are written.
    pub(crate) fn notation(&self) -> Notation {
        let NumberSigns { point, comma, either, .. } = self.numbers;
        let mark = match (point, comma, either) {
            (false, true, _) => Some(b','),
            (false, false, true) => None,
            _ => Some(b'.'),
        };
        let order = match (&self.day_first, &self.month_first) {
            (Some(_), None) => Some(DayOrder::DayFirst),
            (None, Some(_)) => Some(DayOrder::MonthFirst),
            _ => None,
        };
        Notation { mark, order, serials: false }
    }

    /// What is said of the order of the days of a column, where they are not written year first: which value decided
    /// it, or that none did.
    pub(crate) fn order_note(&self, column: &str) -> Option<Phrase> {
        let note = |key| Phrase::new(key).with("column", column);
        let told = |order: DayOrder, value: &str| {
            Some(note("intake-note-date-order").with("order", order.code()).with("value", value))
        };
        match (&self.day_first, &self.month_first) {
            (Some(value), None) => told(DayOrder::DayFirst, value),
            (None, Some(value)) => told(DayOrder::MonthFirst, value),
            (Some(day), Some(month)) if self.is_ambiguous => {
                Some(note("intake-note-date-both").with("day_first", day).with("month_first", month))
            }
            (None, None) if self.is_ambiguous => Some(note("intake-note-date-undecided")),
            _ => None,
        }
    }

    /// Adds those of other values.
    pub(crate) fn add(&mut self, other: Signs) {
        self.seen |= other.seen;
        self.list |= other.list;
        self.number &= other.number;
        self.truth &= other.truth;
        self.date &= other.date;
        self.instant &= other.instant;
        self.words.add(other.words);
        self.numbers.add(other.numbers);
        self.day_first = self.day_first.take().or(other.day_first);
        self.month_first = self.month_first.take().or(other.month_first);
        self.is_ambiguous |= other.is_ambiguous;
        self.is_local |= other.is_local;
    }

    /// The type of a new field of that name; `None` when there is no value to tell it.
    pub(crate) fn kind(&self, name: &str) -> Option<Type> {
        if !self.seen {
            return None;
        }
        Some(match () {
            () if self.list => Type::TextList,
            () if (self.number || self.numbers.are_all()) && !is_code_name(name) => Type::Number,
            () if self.truth => Type::Bool,
            () if self.instant && self.date => Type::Date,
            () if self.instant => Type::Instant,
            () if is_code_name(name) => Type::Text,
            () => self.words.kind(),
        })
    }
}

#[cfg(test)]
mod tests;
