//! Pieces of one column, each with a dictionary of its own, joined end to end under one dictionary.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::identity;

/// A run of values of a column.
pub(crate) enum Piece<'b> {
    /// Values.
    Of(Column),
    /// Texts as they are spelled.
    Spelled(Spelled<'b>),
    /// So many missing values.
    Missing(usize),
}

/// Texts of known lengths, one after the other, with no dictionary.
pub(crate) struct Spelled<'b> {
    /// Bytes of each; [`MISSING`] for one that is missing.
    lengths: Vec<i64>,
    bytes: Cow<'b, [u8]>,
}

impl<'b> Spelled<'b> {
    /// Texts of these lengths; `None` when the bytes are none.
    pub(crate) fn new(lengths: Vec<i64>, bytes: Cow<'b, [u8]>) -> Option<Self> {
        let text = std::str::from_utf8(&bytes).ok()?;
        let mut end = 0_usize;
        for &length in lengths.iter().filter(|length| **length != MISSING) {
            end = end.checked_add(usize::try_from(length).ok()?)?;
            if !text.is_char_boundary(end) {
                return None;
            }
        }
        Some(Spelled { lengths, bytes })
    }

    /// The texts, `None` for those that are missing.
    fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let mut start = 0;
        self.lengths.iter().map(move |&length| {
            if length == MISSING {
                return None;
            }
            let end = start + length as usize;
            let text = text.get(start..end).unwrap_or_default();
            start = end;
            Some(text)
        })
    }
}

impl Piece<'_> {
    fn len(&self) -> usize {
        match self {
            Piece::Of(column) => column.len(),
            Piece::Spelled(texts) => texts.lengths.len(),
            Piece::Missing(length) => *length,
        }
    }
}

/// The pieces as one column. A piece of the wrong kind counts as missing values: the schema's type has changed.
pub(crate) fn join(kind: Type, mut pieces: Vec<Piece<'_>>) -> Column {
    if pieces.len() == 1 && !matches!(pieces[0], Piece::Spelled(_)) {
        return match pieces.remove(0) {
            Piece::Of(column) if matches!(column, Column::Integer(_)) == kind.is_integer() => column,
            other => Column::missing(kind, other.len()),
        };
    }
    if kind.is_integer() { Column::Integer(join_integers(pieces)) } else { Column::Text(join_texts(pieces)) }
}

fn join_integers(pieces: Vec<Piece<'_>>) -> Vec<i64> {
    let mut values = Vec::with_capacity(pieces.iter().map(Piece::len).sum());
    for piece in pieces {
        match piece {
            Piece::Of(Column::Integer(piece)) => values.extend(piece),
            other => values.resize(values.len() + other.len(), MISSING),
        }
    }
    values
}

/// The dictionary that texts are brought under.
#[derive(Default)]
struct Words {
    /// By hash, so that texts are moved and not copied. Of two texts with one hash, the second may get several codes.
    known: FxHashMap<u64, u32>,
    dictionary: Vec<Box<str>>,
}

impl Words {
    /// The code of a text; it is copied when it is new.
    fn code(&mut self, text: &str) -> u32 {
        match self.known_or_next(text) {
            Ok(code) => code,
            Err(next) => {
                self.dictionary.push(text.into());
                next
            }
        }
    }

    /// The code of a text; it is moved when it is new.
    fn code_of_own(&mut self, text: Box<str>) -> u32 {
        match self.known_or_next(&text) {
            Ok(code) => code,
            Err(next) => {
                self.dictionary.push(text);
                next
            }
        }
    }

    /// The code of a text, or that of the next one when it is new.
    fn known_or_next(&mut self, text: &str) -> Result<u32, u32> {
        let next = self.dictionary.len() as u32;
        let code = *self.known.entry(identity::text(text)).or_insert(next);
        let is_known = self.dictionary.get(code as usize).is_some_and(|known| **known == *text);
        if is_known { Ok(code) } else { Err(next) }
    }

    /// The codes of texts as they are spelled.
    fn codes(&mut self, texts: &Spelled<'_>) -> Vec<u32> {
        let mut codes = Vec::with_capacity(texts.lengths.len());
        let mut before: Option<(&str, u32)> = None;
        for text in texts.iter() {
            let Some(text) = text else {
                codes.push(NO_CODE);
                continue;
            };
            // A text often comes again at once.
            let code = match before {
                Some((before, code)) if before == text => code,
                _ => self.code(text),
            };
            before = Some((text, code));
            codes.push(code);
        }
        codes
    }
}

/// How the codes of a piece become those of the whole.
enum Codes {
    /// By these new codes.
    Translated(Vec<u32>, Vec<u32>),
    /// They are already.
    Made(Vec<u32>),
    /// There are so many, all missing.
    Missing(usize),
}

/// Texts end to end; pieces of another kind are missing.
fn join_texts(pieces: Vec<Piece<'_>>) -> TextColumn {
    let mut words = Words::default();
    let mut parts: Vec<Codes> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        parts.push(match piece {
            Piece::Of(Column::Text(TextColumn { codes, dictionary })) => {
                let translation = dictionary.into_iter().map(|text| words.code_of_own(text)).collect();
                Codes::Translated(codes, translation)
            }
            Piece::Spelled(texts) => Codes::Made(words.codes(&texts)),
            other => Codes::Missing(other.len()),
        });
    }
    let codes: Vec<Vec<u32>> = parts
        .into_par_iter()
        .map(|part| match part {
            Codes::Missing(length) => vec![NO_CODE; length],
            Codes::Made(codes) => codes,
            Codes::Translated(codes, translation) => {
                let code = |code: u32| if code == NO_CODE { NO_CODE } else { translation[code as usize] };
                codes.into_iter().map(code).collect()
            }
        })
        .collect();
    TextColumn { codes: codes.concat(), dictionary: words.dictionary }
}

/// Named columns of some runs of rows, each with the number of its rows, end to end; of a name without known type the
/// type is that of its columns.
pub(crate) fn join_named(
    mut runs: Vec<(BTreeMap<String, Column>, usize)>,
    kind_of: impl Fn(&str) -> Option<Type> + Sync,
) -> BTreeMap<String, Column> {
    let names: BTreeSet<String> = runs.iter().flat_map(|(columns, _)| columns.keys().cloned()).collect();
    let mut pieces_of = |name: String| {
        let piece = |(columns, length): &mut (BTreeMap<String, Column>, usize)| {
            columns.remove(&name).map_or(Piece::Missing(*length), Piece::Of)
        };
        let pieces: Vec<Piece<'_>> = runs.iter_mut().map(piece).collect();
        (name, pieces)
    };
    let pieces: Vec<(String, Vec<Piece<'_>>)> = names.into_iter().map(&mut pieces_of).collect();
    let join_one = |(name, pieces): (String, Vec<Piece<'_>>)| {
        let kind = kind_of(&name).unwrap_or_else(|| kind_like(&pieces));
        (name, join(kind, pieces))
    };
    pieces.into_par_iter().map(join_one).collect()
}

/// A type of columns like these.
pub(crate) fn kind_like(pieces: &[Piece<'_>]) -> Type {
    let is_integer = pieces.iter().any(|piece| matches!(piece, Piece::Of(Column::Integer(_))));
    if is_integer { Type::Instant } else { Type::Text }
}

/// Optional text columns of known lengths end to end; `None` when there is none at all.
pub(crate) fn join_optional_texts(pieces: Vec<(Option<TextColumn>, usize)>) -> Option<TextColumn> {
    if pieces.iter().all(|(column, _)| column.is_none()) {
        return None;
    }
    let piece = |(column, length): (Option<TextColumn>, usize)| {
        column.map_or(Piece::Missing(length), |texts| Piece::Of(Column::Text(texts)))
    };
    Some(join_texts(pieces.into_iter().map(piece).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[&str]) -> Column {
        let dictionary: Vec<Box<str>> = values.iter().map(|&value| value.into()).collect();
        Column::Text(TextColumn { codes: (0..values.len() as u32).collect(), dictionary })
    }

    #[test]
    fn equal_texts_of_two_pieces_get_one_code() {
        let pieces = vec![Piece::Of(texts(&["a", "b"])), Piece::Missing(1), Piece::Of(texts(&["b", "c"]))];
        let Column::Text(joined) = join(Type::Text, pieces) else { panic!("text was joined") };
        assert_eq!(joined.codes, [0, 1, NO_CODE, 1, 2]);
        assert_eq!(joined.dictionary, ["a".into(), "b".into(), "c".into()] as [Box<str>; 3]);
    }

    #[test]
    fn absent_integers_are_missing() {
        let pieces = vec![Piece::Missing(2), Piece::Of(Column::Integer(vec![7]))];
        assert_eq!(join(Type::Money, pieces), Column::Integer(vec![MISSING, MISSING, 7]));
    }
}
