//! Pieces of one column, each with a dictionary of its own, joined end to end under one dictionary.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::identity;

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

/// Codes of a piece's texts, or the number of its missing texts.
type Codes = Result<Vec<u32>, usize>;

/// Text columns end to end; `Err` stands for so many missing texts.
fn join_texts(pieces: Vec<Result<TextColumn, usize>>) -> TextColumn {
    let n_texts = pieces.iter().flatten().map(|column| column.dictionary.len()).sum();
    // By hash, so that texts are moved and not copied. Of two texts with one hash, the second may get several codes.
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    let mut dictionary: Vec<Box<str>> = Vec::with_capacity(if pieces.len() > 1 { n_texts / 2 } else { n_texts });
    let mut translated: Vec<(Codes, Vec<u32>)> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let (codes, texts) = match piece {
            Ok(TextColumn { codes, dictionary }) => (Ok(codes), dictionary),
            Err(length) => (Err(length), Vec::new()),
        };
        let mut code_of = |text: Box<str>| {
            let code = *known.entry(identity::text(&text)).or_insert(dictionary.len() as u32);
            if dictionary.get(code as usize).is_some_and(|known| *known == text) {
                return code;
            }
            dictionary.push(text);
            (dictionary.len() - 1) as u32
        };
        let translation = texts.into_iter().map(&mut code_of).collect();
        translated.push((codes, translation));
    }
    let codes: Vec<Vec<u32>> = translated
        .into_par_iter()
        .map(|(codes, translation)| match codes {
            Err(length) => vec![NO_CODE; length],
            Ok(codes) => {
                let code = |code: u32| if code == NO_CODE { NO_CODE } else { translation[code as usize] };
                codes.into_iter().map(code).collect()
            }
        })
        .collect();
    TextColumn { codes: codes.concat(), dictionary }
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
