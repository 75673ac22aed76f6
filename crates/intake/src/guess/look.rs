//! A look at a file: its columns with their types, and what their first values show.

use std::path::Path;

use model::columns::{Column, MISSING, NO_CODE};
use model::decimal::Decimal;
use model::phrase::Phrase;
use model::schema::snake_case;
use model::time::{Day, Instant, Zone};
use model::value::Type;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::Asking;
use crate::mapping::FileMapping;
use crate::read::{Error, Reading};
use crate::source::{Chunk, Look, Most, Source};

/// Rows whose values are looked at; types are told by all rows of a file of texts.
const LOOKED_AT: usize = 200_000;
/// Values that a column has at least to lean to a type, and how many in a hundred of them are of it.
const LEAST_LEANING: usize = 10;
const LEANING_PERCENT: usize = 90;
/// Values shown for a column.
const EXAMPLES: usize = 3;

/// What is seen of a file.
pub(super) struct FileLook {
    /// Its name without folder.
    pub(super) name: String,
    pub(super) n_rows: u64,
    /// Rows whose values were looked at.
    pub(super) n_seen: usize,
    pub(super) columns: Vec<ColumnLook>,
    pub(super) notes: Vec<Phrase>,
}

/// What is seen of a column.
pub(super) struct ColumnLook {
    /// Its name as written.
    pub(super) name: String,
    /// Its name in snake_case.
    pub(super) snake: String,
    /// Its type; `None` when it has no value.
    pub(super) kind: Option<Type>,
    /// Rows with a value, among those looked at.
    pub(super) n_filled: usize,
    /// Hashes of its different values.
    pub(super) distinct: FxHashSet<u64>,
    pub(super) examples: Vec<String>,
    pub(super) n_emails: usize,
    pub(super) n_phones: usize,
    /// Sign of each number, row by row; empty when it holds no numbers.
    pub(super) signs: Vec<i8>,
    /// First letter of each text, row by row; 0 where it begins with none. Empty when it holds no texts.
    pub(super) initials: Vec<u8>,
}

impl ColumnLook {
    /// Whether no two rows have the same value, and most have one.
    pub(super) fn is_unique(&self, n_seen: usize) -> bool {
        self.n_filled > 0 && self.distinct.len() == self.n_filled && 2 * self.n_filled > n_seen
    }

    /// Whether it holds whole numbers or texts, as codes do.
    pub(super) fn may_be_code(&self) -> bool {
        matches!(self.kind, Some(Type::Text | Type::Category | Type::Number))
    }

    /// Whether it holds days or instants.
    pub(super) fn is_time(&self) -> bool {
        matches!(self.kind, Some(Type::Date | Type::Instant))
    }

    /// Whether it holds numbers.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, Some(Type::Number | Type::Money))
    }

    /// Share of its values that are e-mail addresses by their shape.
    pub(super) fn share_of_emails(&self) -> f64 {
        self.n_emails as f64 / self.n_filled.max(1) as f64
    }

    /// Share of its values that are phone numbers by their shape.
    pub(super) fn share_of_phones(&self) -> f64 {
        self.n_phones as f64 / self.n_filled.max(1) as f64
    }
}

/// Looks at a file.
pub(super) fn look(asking: &Asking<'_>, path: &Path) -> Result<FileLook, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = FileMapping::unsaid(&name);
    let tables = std::collections::BTreeMap::new();
    let reading = Reading {
        path,
        file: &file,
        schema: asking.schema,
        settings: asking.settings,
        tables: &tables,
        progress: asking.progress,
    };
    let zone = Zone::named(&asking.settings.timezone)
        .ok_or_else(|| Error::UnknownZone { zone: asking.settings.timezone.clone() })?;
    let source = Source::open(&reading, Most::rows(LOOKED_AT), None, Look::Whole)?;
    let snakes: Vec<String> = source.names.iter().map(|name| snake_case(name)).collect();
    let fields: Vec<(usize, &str)> = snakes.iter().enumerate().map(|(column, name)| (column, name.as_str())).collect();
    let kinds = source.kinds(&fields)?;
    let mut columns: Vec<ColumnLook> = Vec::new();
    let mut n_seen = 0;
    let looked = source.each_chunk(&mut |chunk: &Chunk<'_>| {
        n_seen = chunk.n_rows;
        for (column, snake) in snakes.iter().enumerate() {
            let kind = leaning(chunk, column, kinds[column], &zone)?;
            columns.push(column_look(chunk, column, snake, kind, &zone)?);
        }
        // One chunk is enough.
        Err(Ended::Seen)
    });
    if let Err(Ended::Reading(error)) = looked {
        return Err(error);
    }
    let mut notes = source.notes();
    notes.extend(kinds.iter().enumerate().filter_map(|(column, kind)| source.note(column, (*kind)?)));
    Ok(FileLook { name, n_rows: source.n_rows, n_seen, columns, notes })
}

/// The type that a column of texts would have but for a few wrong values: one amount that is none among thousands does
/// not make amounts a text. They will be refused, one by one.
fn leaning(chunk: &Chunk<'_>, column: usize, kind: Option<Type>, zone: &Zone) -> Result<Option<Type>, Error> {
    if !matches!(kind, Some(Type::Text | Type::Category)) {
        return Ok(kind);
    }
    let n_filled = |values: &Column| match values {
        Column::Text(texts) => texts.codes.iter().filter(|&&code| code != NO_CODE).count(),
        Column::Integer(numbers) => numbers.iter().filter(|&&number| number != MISSING).count(),
    };
    let of = n_filled(&chunk.values(column, Type::Text, zone, &|_| {})?.0);
    for leant in [Type::Number, Type::Date, Type::Instant] {
        let right = n_filled(&chunk.values(column, leant, zone, &|_| {})?.0);
        if of >= LEAST_LEANING && right * 100 >= of * LEANING_PERCENT {
            return Ok(Some(leant));
        }
    }
    Ok(kind)
}

/// Why no further chunk is looked at.
enum Ended {
    Seen,
    Reading(Error),
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Ended::Reading(error)
    }
}

fn column_look(
    chunk: &Chunk<'_>,
    column: usize,
    snake: &str,
    kind: Option<Type>,
    zone: &Zone,
) -> Result<ColumnLook, Error> {
    let (values, _) = chunk.values(column, kind.unwrap_or(Type::Text), zone, &|_| {})?;
    let mut look = ColumnLook {
        name: chunk.names[column].clone(),
        snake: snake.to_owned(),
        kind,
        n_filled: 0,
        distinct: FxHashSet::default(),
        examples: Vec::new(),
        n_emails: 0,
        n_phones: 0,
        signs: Vec::new(),
        initials: Vec::new(),
    };
    match &values {
        Column::Text(texts) => {
            let initial = |text: &str| text.bytes().next().filter(u8::is_ascii_alphabetic).unwrap_or(0);
            let told: Vec<(u64, bool, bool, u8)> = texts
                .dictionary
                .iter()
                .map(|text| (xxh3_64(text.as_bytes()), is_email(text), is_phone(text), initial(text)))
                .collect();
            for &code in &texts.codes {
                if code == NO_CODE {
                    look.initials.push(0);
                    continue;
                }
                let (hash, email, phone, initial) = told[code as usize];
                look.n_filled += 1;
                look.n_emails += usize::from(email);
                look.n_phones += usize::from(phone);
                look.initials.push(initial);
                if look.distinct.insert(hash) && look.examples.len() < EXAMPLES {
                    look.examples.push(texts.dictionary[code as usize].to_string());
                }
            }
        }
        Column::Integer(numbers) => {
            let kind = kind.unwrap_or(Type::Number);
            for &number in numbers {
                let is_there = number != MISSING;
                if kind.is_numeric() {
                    look.signs.push(if is_there { number.signum() as i8 } else { 0 });
                }
                if !is_there {
                    continue;
                }
                look.n_filled += 1;
                let shown = shown(number, kind, zone);
                if look.distinct.insert(xxh3_64(shown.as_bytes())) && look.examples.len() < EXAMPLES {
                    look.examples.push(shown);
                }
            }
        }
    }
    Ok(look)
}

fn shown(number: i64, kind: Type, zone: &Zone) -> String {
    match kind {
        Type::Bool => (number != 0).to_string(),
        Type::Date => Day(number as i32).to_string(),
        Type::Instant => zone.display(Instant(number)),
        _ => Decimal::new(i128::from(number), kind.scale()).to_string(),
    }
}

/// Whether a text has the shape of an e-mail address.
fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.trim().split_once('@') else { return false };
    let sound = |part: &str| !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || letter == '@');
    sound(user) && sound(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

/// Whether a text has the shape of a phone number: nine to fifteen digits, with a `+` or a zero before them.
fn is_phone(text: &str) -> bool {
    let text = text.trim_start_matches('\'').trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let only =
        text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '+' | ' ' | '.' | '-' | '(' | ')'));
    only && (9..=15).contains(&digits) && text.starts_with(['+', '0', '('])
}
