//! Rows that equal an earlier one of the file in every column.

use model::columns::{Column, NO_CODE};
use model::time::Zone;
use model::value::Type;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use crate::read::Error;
use crate::source::Chunk;

/// The rows seen so far, by the hash of their cells as they are written: 16 bytes a row.
#[derive(Default)]
pub(crate) struct Seen {
    rows: FxHashSet<u128>,
    /// How many rows repeated an earlier one.
    pub(crate) n_repeated: u64,
}

impl Seen {
    /// Which rows of the next chunk equal an earlier one of the file.
    pub(crate) fn repeated(&mut self, chunk: &Chunk<'_>) -> Result<Vec<bool>, Error> {
        let mut hashes = vec![0_u128; chunk.n_rows];
        // The zone says nothing of texts.
        let utc = Zone::utc();
        for column in 0..chunk.names.len() {
            let (values, unfit) = chunk.values(column, Type::Text, &utc, &|_| {})?;
            let Column::Text(texts) = values else { continue };
            let of_texts: Vec<u128> = texts.dictionary.iter().map(|text| xxh3_128(text.as_bytes())).collect();
            for (hash, &code) in hashes.iter_mut().zip(&texts.codes) {
                *hash = after(*hash, if code == NO_CODE { 0 } else { of_texts[code as usize] });
            }
            for unfit in unfit {
                hashes[unfit.row] = after(hashes[unfit.row], xxh3_128(unfit.value.as_bytes()));
            }
        }
        let repeated: Vec<bool> = hashes.into_iter().map(|hash| !self.rows.insert(hash)).collect();
        self.n_repeated += repeated.iter().filter(|repeated| **repeated).count() as u64;
        Ok(repeated)
    }
}

/// The hash of cells followed by another.
fn after(hash: u128, cell: u128) -> u128 {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&hash.to_le_bytes());
    bytes[16..].copy_from_slice(&cell.to_le_bytes());
    xxh3_128(&bytes)
}
