//! Which row of a sheet names its columns: titles may stand above it.

use super::rows::Row;
use crate::source::texts::Cell;

/// Rows that are looked at.
pub(super) const LOOKED_AT: usize = 30;

/// The position of the header among the first filled rows: the first that is at least half as wide as the widest of
/// them, and of texts for the most part; where none is, the first as wide as that. `None` when there is no row.
pub(super) fn header_of(rows: &[Row]) -> Option<usize> {
    let widest = rows.iter().map(Row::n_cells).max()?;
    let is_wide = |row: &Row| 2 * row.n_cells() >= widest && (row.n_cells() > 1 || widest == 1);
    let names = |row: &Row| {
        let texts = row.cells().filter(|(_, cell, _)| *cell == Cell::Text).count();
        is_wide(row) && 2 * texts > row.n_cells()
    };
    rows.iter().position(names).or_else(|| rows.iter().position(is_wide))
}
