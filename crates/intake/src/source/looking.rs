//! A file of texts looked over before its rows are handed over: all of it, or its first chunk.

use super::ahead;
use super::text_file::{TextFile, TextTable};
use crate::infer::Signs;
use crate::parallel;
use crate::read::Error;
use crate::source::Most;

/// How much of a file of texts tells what its columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// All of it, so that a file that is longer than a chunk is read twice.
    Whole,
    /// The first chunk. The rows behind it are held against what it told while they are handed over; when they show
    /// otherwise, what was handed over is void, and the file is to be looked at whole.
    First,
}

/// What a file of texts is known by when it was looked over.
pub(super) struct LookedOver {
    /// The file, read as far as it was looked over.
    pub(super) file: TextFile,
    pub(super) signs: Vec<Signs>,
    /// The first chunk and the bytes of the file up to its end, if that is all that was looked over.
    pub(super) first: Option<(TextTable, u64)>,
    /// Rows that were looked over.
    pub(super) n_rows: u64,
}

impl LookedOver {
    /// Whether the file goes on behind what was looked over.
    pub(super) fn is_begun(&self) -> bool {
        self.first.as_ref().is_some_and(|(table, _)| table.more)
    }
}

/// Looks a file over. `step` hears up to which byte, and how many rows that was.
pub(super) fn look_over(
    mut file: TextFile,
    look: Look,
    most: Most,
    step: &mut dyn FnMut(u64, u64),
) -> Result<LookedOver, Error> {
    let mut signs: Vec<Signs> = Vec::new();
    if look == Look::First {
        let table = file.next_chunk(&most, &mut |_, _| {})?;
        signs.resize_with(file.names().len(), Signs::default);
        add_signs(&mut signs, &table, &(0..table.columns.len()).collect::<Vec<_>>());
        let n_rows = table.lines.len() as u64;
        return Ok(LookedOver { signs, first: Some((table, file.bytes())), n_rows, file });
    }
    let (mut first, mut n_rows) = (None, 0);
    let file = ahead::each(file, most, &mut |table, bytes| {
        signs.resize_with(table.columns.len().max(signs.len()), Signs::default);
        add_signs(&mut signs, &table, &(0..table.columns.len()).collect::<Vec<_>>());
        n_rows = table.first_row + table.lines.len() as u64;
        step(bytes, n_rows);
        if !table.more && table.first_row == 0 {
            first = Some((table, bytes));
        }
        true
    })?;
    signs.resize_with(file.names().len(), Signs::default);
    Ok(LookedOver { file, signs, first, n_rows })
}

/// Adds what the next rows of a file show of some of its columns to what those before showed.
pub(super) fn add_signs(signs: &mut [Signs], table: &TextTable, columns: &[usize]) {
    let see = |&column: &usize, _: &dyn Fn(u64)| Signs::after(signs.get(column), &table.columns[column]);
    let seen = parallel::each(columns, see, &mut |_| {});
    for (&column, seen) in columns.iter().zip(seen) {
        signs[column].add(seen);
    }
}
