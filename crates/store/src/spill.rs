//! Rows that wait on disk while the rest of their file is read, so that memory does not grow with the file.
//!
//! Each time the rows that wait in memory reach a limit they are put away, by units of consecutive customers and in the
//! order of the file. At the commit, the rows of a run of units come back from all the times at once: since nothing of
//! an import depends on more than one customer, a run is taken in as if it were a file of its own.

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::disk::{Disk, NewFile};
use crate::incoming::{Incoming, RowKind};
use crate::packed::{Packed, put_column, put_integers, put_number, put_text, put_texts};
use crate::part::SHARD;
use crate::{Error, sorting};

/// Customers of a unit.
const UNIT: u32 = 4_096;
/// Rows that make a run, unless its shard ends before.
const RUN_ROWS: u64 = 1 << 20;
/// Folder of the base that holds them.
pub(crate) const FOLDER: &str = "spill";

/// The file of one import's waiting rows; removed when dropped.
#[derive(Debug)]
pub(crate) struct Spill {
    path: PathBuf,
    output: NewFile,
    input: File,
    length: u64,
    disk: Disk,
}

/// Rows of one target put away at one time.
#[derive(Debug)]
pub(crate) struct Chunk {
    units: Vec<Unit>,
}

/// Where the rows of a unit are.
#[derive(Debug)]
struct Unit {
    number: u32,
    place: Range<u64>,
    rows: u32,
}

impl Spill {
    /// Makes the file, in the base's folder for it.
    pub(crate) fn create(disk: &Disk, base: &Path) -> Result<Self, Error> {
        let folder = base.join(FOLDER);
        disk.make_folder(&folder)?;
        let path = folder.join("rows");
        let output = disk.create(&path)?;
        let input = File::open(&path).map_err(|source| Error::File { path: path.clone(), source })?;
        Ok(Spill { path, output, input, length: 0, disk: disk.clone() })
    }

    /// Puts rows away.
    pub(crate) fn put(&mut self, rows: &Incoming) -> Result<Chunk, Error> {
        let numbers: Vec<u32> = rows.customers.iter().map(|customer| customer / UNIT).collect();
        let n_units = numbers.iter().max().map_or(0, |&last| last as usize + 1);
        let starts = sorting::offsets(&numbers, n_units);
        let mut next = starts.clone();
        let mut order = vec![0; numbers.len()];
        for (position, &unit) in numbers.iter().enumerate() {
            order[next[unit as usize] as usize] = position as u32;
            next[unit as usize] += 1;
        }
        let mut units = Vec::new();
        let filled: Vec<usize> = (0..n_units).filter(|&unit| starts[unit] < starts[unit + 1]).collect();
        // A few at a time, so that what is packed does not double what waits.
        for some in filled.chunks(64) {
            let own = |unit: usize| &order[starts[unit] as usize..starts[unit + 1] as usize];
            let packed: Vec<Vec<u8>> = some.par_iter().map(|&unit| packed(rows, own(unit), unit as u32)).collect();
            for (&unit, bytes) in some.iter().zip(&packed) {
                let place = self.length..self.length + bytes.len() as u64;
                self.output.write_all(bytes).map_err(|source| Error::File { path: self.path.clone(), source })?;
                self.length = place.end;
                units.push(Unit { number: unit as u32, place, rows: own(unit).len() as u32 });
            }
        }
        Ok(Chunk { units })
    }

    /// The rows of a run of units out of all chunks, in the order of the file, chunk by chunk.
    pub(crate) fn take(&self, chunks: &[Chunk], run: &Range<u32>) -> Result<Vec<Incoming>, Error> {
        let of_chunk = |chunk: &Chunk| {
            let start = chunk.units.partition_point(|unit| unit.number < run.start);
            let end = chunk.units.partition_point(|unit| unit.number < run.end);
            let units = &chunk.units[start..end];
            let (Some(first), Some(last)) = (units.first(), units.last()) else {
                return Ok(Vec::new());
            };
            let mut bytes = vec![0; (last.place.end - first.place.start) as usize];
            let failed = |source| Error::File { path: self.path.clone(), source };
            self.input.read_exact_at(&mut bytes, first.place.start).map_err(failed)?;
            let damaged = || Error::Damaged { path: self.path.clone(), what: "rows put away are lacking".to_owned() };
            let mut packed = Packed(&bytes);
            units.iter().map(|unit| unpacked(&mut packed, unit).ok_or_else(damaged)).collect::<Result<Vec<_>, _>>()
        };
        let found: Vec<Vec<Incoming>> = chunks.into_par_iter().map(of_chunk).collect::<Result<_, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        // One that stays is removed by the next writer.
        let _ = self.disk.remove(&self.path);
    }
}

/// Runs of units with about so many rows each that they are taken in at once; none crosses a shard.
pub(crate) fn runs(chunks: &[Chunk]) -> Vec<Range<u32>> {
    let last = chunks.iter().filter_map(|chunk| chunk.units.last()).map(|unit| unit.number).max();
    let mut rows = vec![0_u64; last.map_or(0, |last| last as usize + 1)];
    for unit in chunks.iter().flat_map(|chunk| &chunk.units) {
        rows[unit.number as usize] += u64::from(unit.rows);
    }
    let mut runs: Vec<Range<u32>> = Vec::new();
    let mut in_run = 0;
    for (unit, &rows) in rows.iter().enumerate().filter(|(_, rows)| **rows > 0) {
        let unit = unit as u32;
        let shard = |unit: u32| unit / (SHARD / UNIT);
        match runs.last_mut().filter(|run| in_run + rows <= RUN_ROWS && shard(run.start) == shard(unit)) {
            Some(run) => {
                run.end = unit + 1;
                in_run += rows;
            }
            None => {
                runs.push(unit..unit + 1);
                in_run = rows;
            }
        }
    }
    runs
}

/// The customers of a run of units.
pub(crate) fn customers(run: &Range<u32>) -> Range<u32> {
    run.start.saturating_mul(UNIT)..run.end.saturating_mul(UNIT)
}

fn packed(rows: &Incoming, positions: &[u32], unit: u32) -> Vec<u8> {
    let at = || positions.iter().map(|&position| position as usize);
    let mut bytes = Vec::with_capacity(positions.len() * 48);
    put_integers(&mut bytes, at().map(|row| i64::from(rows.customers[row] - unit * UNIT)));
    put_integers(&mut bytes, at().map(|row| rows.at[row]));
    for hashes in [&rows.identities, &rows.contents, &rows.deliveries] {
        bytes.push(u8::from(!hashes.is_empty()));
        if !hashes.is_empty() {
            // Hashes are noise: they are as short as they get.
            at().for_each(|row| put_number(&mut bytes, hashes[row]));
        }
    }
    put_integers(&mut bytes, at().map(|row| rows.kinds[row].number()));
    bytes.push(u8::from(rows.messages.is_some()));
    if let Some(messages) = &rows.messages {
        put_texts(&mut bytes, messages, positions);
    }
    bytes.push(u8::from(rows.updated_at.is_some()));
    if let Some(updated) = &rows.updated_at {
        put_integers(&mut bytes, at().map(|row| updated[row]));
    }
    put_number(&mut bytes, rows.fields.len() as u64);
    for (name, column) in &rows.fields {
        put_text(&mut bytes, name);
        put_column(&mut bytes, column, positions);
    }
    bytes
}

fn unpacked(packed: &mut Packed<'_>, unit: &Unit) -> Option<Incoming> {
    let length = unit.rows as usize;
    let customers = packed.integers(length)?.into_iter().map(|place| unit.number * UNIT + place as u32).collect();
    let at = packed.integers(length)?;
    let mut hashes = || -> Option<Vec<u64>> {
        let length = if packed.byte()? == 0 { 0 } else { length };
        (0..length).map(|_| packed.number()).collect()
    };
    let (identities, contents, deliveries) = (hashes()?, hashes()?, hashes()?);
    let kinds = packed.integers(length)?.into_iter().map(RowKind::of_number).collect();
    let messages = if packed.byte()? == 0 { None } else { Some(packed.texts(length)?) };
    let updated_at = if packed.byte()? == 0 { None } else { Some(packed.integers(length)?) };
    let mut fields = std::collections::BTreeMap::new();
    for _ in 0..packed.number()? {
        let name = packed.text()?.to_owned();
        fields.insert(name, packed.column(length)?);
    }
    Some(Incoming { customers, at, messages, updated_at, fields, identities, kinds, contents, deliveries })
}
