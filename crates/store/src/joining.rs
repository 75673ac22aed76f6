//! Pieces of one column, each with a dictionary of its own, joined end to end under one dictionary.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

/// A run of values of a column.
pub(crate) enum Piece {
    /// Values.
    Of(Column),
    /// So many missing values.
    Missing(usize),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Of(column) => column.len(),
            Piece::Missing(length) => *length,
        }
    }
}

/// The pieces as one column. A piece of the wrong kind counts as missing values: the schema's type has changed.
pub(crate) fn join(kind: Type, mut pieces: Vec<Piece>) -> Column {
    if pieces.len() == 1 {
        return match pieces.remove(0) {
            Piece::Of(column) if matches!(column, Column::Integer(_)) == kind.is_integer() => column,
            other => Column::missing(kind, other.len()),
        };
    }
    if kind.is_integer() {
        return Column::Integer(join_integers(pieces));
    }
    let texts = |piece| match piece {
        Piece::Of(Column::Text(text)) => Ok(text),
        Piece::Of(Column::Integer(values)) => Err(values.len()),
        Piece::Missing(length) => Err(length),
    };
    Column::Text(join_texts(pieces.into_iter().map(texts).collect()))
}

fn join_integers(pieces: Vec<Piece>) -> Vec<i64> {
    let mut values = Vec::with_capacity(pieces.iter().map(Piece::len).sum());
    for piece in pieces {
        match piece {
            Piece::Of(Column::Integer(piece)) => values.extend(piece),
            other => values.resize(values.len() + other.len(), MISSING),
        }
    }
    values
}

/// Text columns end to end; `Err` stands for so many missing texts.
fn join_texts(pieces: Vec<Result<TextColumn, usize>>) -> TextColumn {
    let mut known: FxHashMap<&str, u32> = FxHashMap::default();
    let mut dictionary: Vec<Box<str>> = Vec::new();
    let mut translations: Vec<Vec<u32>> = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let translation = piece.as_ref().map_or(Vec::new(), |column| {
            let code_of = |text: &'_ str, dictionary: &mut Vec<Box<str>>| {
                dictionary.push(text.into());
                (dictionary.len() - 1) as u32
            };
            let entries = column.dictionary.iter();
            entries.map(|text| *known.entry(text).or_insert_with(|| code_of(text, &mut dictionary))).collect()
        });
        translations.push(translation);
    }
    let translated: Vec<Vec<u32>> = (0..pieces.len())
        .into_par_iter()
        .map(|piece| match &pieces[piece] {
            Err(length) => vec![NO_CODE; *length],
            Ok(column) => {
                let translation = &translations[piece];
                let code = |&code: &u32| if code == NO_CODE { NO_CODE } else { translation[code as usize] };
                column.codes.iter().map(code).collect()
            }
        })
        .collect();
    TextColumn { codes: translated.concat(), dictionary }
}

/// Optional text columns of known lengths end to end; `None` when there is none at all.
pub(crate) fn join_optional_texts(pieces: Vec<(Option<TextColumn>, usize)>) -> Option<TextColumn> {
    if pieces.iter().all(|(column, _)| column.is_none()) {
        return None;
    }
    Some(join_texts(pieces.into_iter().map(|(column, length)| column.ok_or(length)).collect()))
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
