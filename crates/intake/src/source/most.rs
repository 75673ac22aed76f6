//! How much of a file is in memory at once.

/// How much of a file is in memory at once; whichever is reached first ends a chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Most {
    pub(crate) rows: usize,
    pub(crate) cells: usize,
    /// Bytes of the file.
    pub(crate) bytes: u64,
}

impl Most {
    /// All at once.
    pub(crate) const ALL: Most = Most { rows: usize::MAX, cells: usize::MAX, bytes: u64::MAX };

    /// So many rows, fewer when they are very wide or long.
    pub(crate) fn rows(rows: usize) -> Self {
        let rows = rows.max(1);
        Most { rows, cells: rows.saturating_mul(32), bytes: (rows as u64).saturating_mul(256) }
    }

    /// The rows of a chunk with so many columns.
    pub(crate) fn rows_of(&self, n_columns: usize) -> usize {
        self.rows.min(self.cells / n_columns.max(1)).max(1)
    }
}
