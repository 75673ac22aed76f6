//! What an import keeps of its refusals: each with the row as it was written, so that it can be corrected, and which
//! refusals of before a row takes the place of.

use std::collections::BTreeMap;

use intake::{CORRECTED, Piece, REASON, Written};
use store::{ImportRun, RefusedCells, RefusedRow, StandingRow};

use crate::ops::failure::Failure;

/// Refusals that are put away at once.
const AT_ONCE: usize = 1 << 16;
/// Refusals that are shown with the answer of an import.
pub(crate) const SHOWN: usize = 1_000;

/// The refusals of a file under way.
#[derive(Default)]
pub(super) struct Keeping {
    /// The first of them.
    pub(super) shown: Vec<RefusedRow>,
    /// How many there are.
    pub(super) count: u64,
    /// Rows refused before that have others in their place.
    pub(super) corrected: u64,
    is_begun: bool,
    /// Whether the file says itself which refusals its rows are the correction of.
    is_correction: bool,
}

impl Keeping {
    /// No refusals yet, of a file that is or is not one of corrected rows.
    pub(super) fn of(is_correction: bool) -> Self {
        Keeping { is_correction, ..Keeping::default() }
    }

    /// Puts away what was refused of a piece of the file.
    pub(super) fn keep(
        &mut self,
        run: &mut ImportRun<'_>,
        piece: &mut Piece<'_>,
        mapping: &str,
    ) -> Result<(), Failure> {
        if !std::mem::replace(&mut self.is_begun, true) {
            run.set_reading(piece.written.columns(), mapping);
        }
        if !piece.written.is_elements() {
            self.replace(run, piece)?;
        }
        let refused = std::mem::take(&mut piece.refused);
        self.count += refused.len() as u64;
        let mut refused = refused.into_iter();
        loop {
            let some: Vec<RefusedRow> = refused.by_ref().take(AT_ONCE).map(refused_row).collect();
            if some.is_empty() {
                return Ok(());
            }
            // What elements of lists lie in was kept with the rows of the file.
            let is_known = run.has_most_refusals() || piece.written.is_elements();
            let rows = if is_known { Vec::new() } else { written_rows(&some, &piece.written)? };
            run.refuse(&some, &rows)?;
            let room = SHOWN - self.shown.len().min(SHOWN);
            self.shown.extend(some.into_iter().take(room));
        }
    }

    /// Finds the refusals of before whose rows come again: those that a corrected file names, and those of files of this
    /// name whose row stands in the same place and differs in what was refused only. What is still wrong is refused anew.
    fn replace(&mut self, run: &mut ImportRun<'_>, piece: &Piece<'_>) -> Result<(), Failure> {
        let written = &piece.written;
        let mut replaced = Vec::new();
        for (_, named) in written.values_of(CORRECTED).map_err(failed)? {
            replaced.extend(numbers(&named));
        }
        let standing = if self.is_correction { Vec::new() } else { run.standing(written.rows())? };
        let rows: Vec<u64> = standing.iter().map(|standing| standing.written.row).collect();
        let cells = written.cells(&rows).map_err(failed)?;
        let raw: BTreeMap<u64, &str> = piece
            .refused
            .iter()
            .filter(|refused| is_raw(refused))
            .map(|refused| (refused.row, &*refused.value))
            .collect();
        let is_raw_again = |standing: &StandingRow| {
            raw.get(&standing.written.row).is_some_and(|raw| standing.written.cells.iter().eq([raw]))
        };
        let again = standing.iter().zip(&cells).filter(|(standing, cells)| {
            let is_again = is_again(standing, cells, written.columns());
            is_again || is_raw_again(standing)
        });
        replaced.extend(again.map(|(standing, _)| (standing.file, standing.written.row)));
        replaced.sort_unstable();
        replaced.dedup();
        self.corrected += replaced.len() as u64;
        run.replace_refused(&replaced)?;
        Ok(())
    }
}

/// Whether a row could not be cut into cells.
fn is_raw(refused: &intake::Refused) -> bool {
    refused.whole_row && refused.column.is_none()
}

/// The number of a refused row, as a file to be corrected has it: its import and its row.
pub(crate) fn number(file: u64, row: u64) -> String {
    format!("{file}:{row}")
}

fn numbers(text: &str) -> Option<(u64, u64)> {
    let (file, row) = text.trim().split_once(':')?;
    Some((file.parse().ok()?, row.parse().ok()?))
}

/// Whether a row is one that was refused before, corrected or not.
fn is_again(standing: &StandingRow, cells: &[String], columns: &[String]) -> bool {
    let before = &standing.written.cells;
    if let ([text], true) = (before.as_slice(), columns.len() > 1) {
        // The row could not be cut into cells: it must have come to hold what stood in it.
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        let kept = filled().filter(|cell| text.contains(cell.as_str())).count();
        return kept > 0 && kept + 1 >= filled().count();
    }
    let is_blamed = |column: &String| standing.blamed.iter().any(|blamed| blamed == column);
    let mut pairs = columns.iter().zip(before.iter().zip(cells));
    before.len() == cells.len() && pairs.all(|(column, (before, now))| before == now || is_blamed(column))
}

/// The rows of some refusals, each once, as they are written.
fn written_rows(refused: &[RefusedRow], written: &Written<'_>) -> Result<Vec<RefusedCells>, Failure> {
    let mut numbers: Vec<u64> = refused.iter().map(|refused| refused.row).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let cells = written.cells(&numbers).map_err(failed)?;
    let mut rows: Vec<RefusedCells> =
        numbers.iter().zip(cells).map(|(&row, cells)| RefusedCells { row, line: None, cells }).collect();
    for one in refused {
        let Ok(place) = numbers.binary_search(&one.row) else { continue };
        rows[place].line = rows[place].line.or(one.line);
        if one.whole_row && one.column.is_none() && rows[place].cells.iter().all(String::is_empty) {
            rows[place].cells = vec![one.value.clone()];
        }
    }
    Ok(rows)
}

/// A refusal as the base keeps it.
pub(crate) fn refused_row(refused: intake::Refused) -> RefusedRow {
    RefusedRow {
        row: refused.row,
        line: refused.line,
        target: refused.target,
        column: refused.column,
        value: refused.value,
        reason_key: refused.reason.key.to_owned(),
        reason_words: refused.reason.words.into_iter().map(|(name, word)| (name.to_owned(), word)).collect(),
        whole_row: refused.whole_row,
    }
}

/// Whether a column of a file only tells of refusals.
pub(crate) fn is_told(column: &str) -> bool {
    [CORRECTED, REASON].contains(&column)
}

fn failed(error: intake::Error) -> Failure {
    Failure::Failed(error.phrase())
}
