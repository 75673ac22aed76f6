//! Rows that wait packed while the rest of their file is read: in memory while there is room, then on disk, so that
//! memory does not grow with the file.
//!
//! Each time the rows that wait as they came reach a limit they are put away, column by column, by units of consecutive
//! customers and in the order of the file. At the commit, the rows of a run of units come back from all the times at
//! once: since nothing of an import depends on more than one customer, a run is taken in as if it were a file of its own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::schema::Field;
use model::value::Type;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::Error;
use crate::arriving::incoming::Incoming;
use crate::arriving::packed::{self, Integers, Packing, Texts};
use crate::disk::{Disk, NewFile};
use crate::part::SHARD;
use crate::part::joining::{self, Piece, Spelled};
use crate::part::{digits, sorting};

/// Customers of a unit.
const UNIT: u32 = 4_096;
/// Columns packed at once, so that what is packed does not double what waits.
const AT_ONCE: usize = 8;
/// Folder of the base that holds them.
pub(crate) const FOLDER: &str = "spill";

/// Where one import's rows wait.
#[derive(Debug)]
pub(crate) struct Spill {
    disk: Disk,
    folder: PathBuf,
    /// Bytes that wait in memory.
    in_memory: usize,
    file: Option<Overflow>,
}

/// The file of those that memory has no room for; removed when dropped.
#[derive(Debug)]
struct Overflow {
    path: PathBuf,
    output: NewFile,
    input: File,
    length: u64,
    disk: Disk,
}

/// Rows of one target and one source put away at one time.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// Hash of the source.
    source: u64,
    /// The units that have rows.
    units: Vec<u32>,
    /// Where the rows of each unit begin, and after the last one their number.
    starts: Vec<u32>,
    columns: BTreeMap<Name, Placed>,
}

/// Which column of [`Incoming`] one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Customers,
    At,
    Messages,
    Updated,
    Field,
    /// A field of texts, as the whole numbers that they write.
    Digits,
    KnownBy,
}

/// A column's role, and the field's name if it is one.
type Name = (Role, String);

/// Where a column is, and how it is packed.
#[derive(Debug)]
struct Placed {
    place: Place,
    packing: Packing,
}

/// Where bytes are.
#[derive(Debug)]
enum Place {
    Memory(Vec<u8>),
    /// From here on in the file.
    Disk(u64),
}

impl Spill {
    /// Room for the rows of an import into a base.
    pub(crate) fn of(disk: &Disk, base: &Path) -> Self {
        Spill { disk: disk.clone(), folder: base.join(FOLDER), in_memory: 0, file: None }
    }

    /// Puts rows of one source away: in memory while no more than `room` bytes wait there.
    pub(crate) fn put(&mut self, rows: &Incoming, room: usize) -> Result<Chunk, Error> {
        let units = || rows.customers.iter().map(|customer| customer / UNIT);
        let (first, last) = (units().min().unwrap_or(0), units().max().unwrap_or(0));
        let numbers: Vec<u32> = units().map(|unit| unit - first).collect();
        let mut next = sorting::offsets(&numbers, (last - first) as usize + 1);
        let filled: Vec<usize> = (0..next.len() - 1).filter(|&unit| next[unit] < next[unit + 1]).collect();
        let starts: Vec<u32> = filled.iter().map(|&unit| next[unit]).chain([numbers.len() as u32]).collect();
        let mut place_of = |&unit: &u32| {
            let place = next[unit as usize];
            next[unit as usize] += 1;
            place
        };
        let places: Vec<u32> = numbers.iter().map(&mut place_of).collect();
        let mut columns = BTreeMap::new();
        let names: Vec<Name> = names(rows);
        for some in names.chunks(AT_ONCE) {
            let pack = |name: &Name| pack(rows, name, &places, &starts);
            let packed: Vec<(Packing, Vec<u8>)> = some.par_iter().map(pack).collect();
            for (name, (packing, bytes)) in some.iter().zip(packed) {
                let place = self.put_bytes(bytes, room)?;
                columns.insert(name.clone(), Placed { place, packing });
            }
        }
        let source = rows.source().unwrap_or_default();
        Ok(Chunk { source, units: filled.into_iter().map(|unit| first + unit as u32).collect(), starts, columns })
    }

    fn put_bytes(&mut self, bytes: Vec<u8>, room: usize) -> Result<Place, Error> {
        if self.in_memory + bytes.len() <= room {
            self.in_memory += bytes.len();
            return Ok(Place::Memory(bytes));
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(Overflow::create(&self.disk, &self.folder)?),
        };
        let place = file.length;
        file.output.write_all(&bytes).map_err(|source| Error::File { path: file.path.clone(), source })?;
        file.length += bytes.len() as u64;
        Ok(Place::Disk(place))
    }

    /// The rows of a run of units out of all chunks, in the order of the file, chunk by chunk.
    pub(crate) fn take<'c>(
        &self,
        chunks: &'c [Chunk],
        run: &Range<u32>,
        fields: &BTreeMap<String, Field>,
    ) -> Result<Incoming, Error> {
        let chunks: Vec<(&'c Chunk, Range<usize>)> = chunks
            .iter()
            .map(|chunk| (chunk, chunk.units(run)))
            .filter(|(chunk, units)| !chunk.rows(units).is_empty())
            .collect();
        let names: std::collections::BTreeSet<&Name> =
            chunks.iter().flat_map(|(chunk, _)| chunk.columns.keys()).collect();
        // Where some chunks have a field as texts, those of the others are spelled out.
        let has_texts = |(role, name): &Name| *role == Role::Digits && names.contains(&(Role::Field, name.clone()));
        let names: Vec<&Name> = names.iter().copied().filter(|name| !has_texts(name)).collect();
        let read = |name: &Name| {
            let piece = |(chunk, units): &(&'c Chunk, Range<usize>)| self.spelled_piece(chunk, units, name);
            let pieces = chunks.iter().map(piece).collect::<Result<Vec<Piece<'c>>, Error>>()?;
            let kind = match name.0 {
                Role::Field => fields.get(&name.1).map_or(Type::Text, |field| field.kind),
                Role::KnownBy => joining::kind_like(&pieces),
                Role::Messages => Type::Text,
                _ => Type::Instant,
            };
            Ok(joining::join(kind, pieces))
        };
        let columns: Vec<Column> = names.par_iter().map(|name| read(name)).collect::<Result<_, Error>>()?;
        let sources = chunks.iter().map(|(chunk, units)| (chunk.source, chunk.rows(units).len())).collect();
        Ok(Incoming { sources, ..incoming(names.into_iter().cloned().zip(columns)) })
    }

    /// A column of some of a chunk's units; texts where the chunk has their numbers only.
    fn spelled_piece<'b>(&self, chunk: &'b Chunk, units: &Range<usize>, name: &Name) -> Result<Piece<'b>, Error> {
        let digits = (Role::Digits, name.1.clone());
        if name.0 == Role::Field
            && chunk.columns.contains_key(&digits)
            && let Piece::Of(Column::Integer(numbers)) = self.piece(chunk, units, &digits)?
        {
            return Ok(Piece::Of(Column::Text(digits::spelled(numbers))));
        }
        self.piece(chunk, units, name)
    }

    /// A column of some of a chunk's units.
    fn piece<'b>(&self, chunk: &'b Chunk, units: &Range<usize>, name: &Name) -> Result<Piece<'b>, Error> {
        let rows = chunk.rows(units);
        let Some(Placed { place, packing }) = chunk.columns.get(name) else { return Ok(Piece::Missing(rows.len())) };
        let damaged = || Error::Damaged { path: self.folder.clone(), what: "rows put away are lacking".to_owned() };
        let column = match packing {
            Packing::Integers(integers) => {
                let mut values = self.integers(place, 0, *integers, &rows)?;
                if name.0 == Role::Customers {
                    for unit in units.clone() {
                        let own = chunk.rows(&(unit..unit + 1));
                        let first = i64::from(chunk.units[unit] * UNIT);
                        values[own.start - rows.start..own.end - rows.start].iter_mut().for_each(|one| *one += first);
                    }
                }
                Column::Integer(values)
            }
            Packing::Texts(Texts::Coded { codes, dictionary }) => {
                let texts = packed::dictionary(&self.bytes(place, 0, *dictionary)?).ok_or_else(damaged)?;
                let code = |code: i64| if code == MISSING { NO_CODE } else { code as u32 };
                let codes = self.integers(place, *dictionary, *codes, &rows)?.into_iter().map(code).collect();
                Column::Text(TextColumn { codes, dictionary: texts })
            }
            Packing::Texts(Texts::Spelled { lengths, starts }) => {
                let n_rows = *chunk.starts.last().unwrap_or(&0);
                let begin = u64::from(n_rows) * u64::from(lengths.width);
                let (start, end) = (starts[units.start], starts[units.end]);
                let lengths = self.integers(place, 0, *lengths, &rows)?;
                let bytes = self.bytes(place, begin + start, end - start)?;
                return Spelled::new(lengths, bytes).map(Piece::Spelled).ok_or_else(damaged);
            }
        };
        Ok(Piece::Of(column))
    }

    fn integers(&self, place: &Place, start: u64, integers: Integers, rows: &Range<usize>) -> Result<Vec<i64>, Error> {
        let width = u64::from(integers.width);
        let bytes = self.bytes(place, start + rows.start as u64 * width, rows.len() as u64 * width)?;
        let mut values = Vec::with_capacity(rows.len());
        integers.unpack(&bytes, rows.len(), &mut values);
        Ok(values)
    }

    /// Some bytes of a column, from a place in it.
    fn bytes<'b>(&self, place: &'b Place, start: u64, length: u64) -> Result<Cow<'b, [u8]>, Error> {
        match (place, &self.file) {
            (Place::Memory(bytes), _) => Ok(Cow::Borrowed(&bytes[start as usize..(start + length) as usize])),
            (Place::Disk(place), Some(file)) => {
                let mut bytes = vec![0; length as usize];
                let failed = |source| Error::File { path: file.path.clone(), source };
                file.input.read_exact_at(&mut bytes, place + start).map_err(failed)?;
                Ok(Cow::Owned(bytes))
            }
            (Place::Disk(_), None) => {
                Err(Error::Damaged { path: self.folder.clone(), what: "rows put away are lacking".to_owned() })
            }
        }
    }
}

impl Overflow {
    fn create(disk: &Disk, folder: &Path) -> Result<Self, Error> {
        disk.make_folder(folder)?;
        let path = folder.join("rows");
        let output = disk.create(&path)?;
        let input = File::open(&path).map_err(|source| Error::File { path: path.clone(), source })?;
        Ok(Overflow { path, output, input, length: 0, disk: disk.clone() })
    }
}

impl Drop for Overflow {
    fn drop(&mut self) {
        // One that stays is removed by the next writer.
        let _ = self.disk.remove(&self.path);
    }
}

impl Chunk {
    /// The places of the units of a run.
    fn units(&self, run: &Range<u32>) -> Range<usize> {
        let place = |number: u32| self.units.partition_point(|&unit| unit < number);
        place(run.start)..place(run.end)
    }

    /// The rows of some units.
    fn rows(&self, units: &Range<usize>) -> Range<usize> {
        self.starts[units.start] as usize..self.starts[units.end] as usize
    }
}

/// Runs of units with about so many rows each, which are taken in at once; none crosses a shard.
pub(crate) fn runs(chunks: &[Chunk], run_rows: u64) -> Vec<Range<u32>> {
    let last = chunks.iter().filter_map(|chunk| chunk.units.last()).max();
    let mut rows = vec![0_u64; last.map_or(0, |&last| last as usize + 1)];
    for chunk in chunks {
        for (&unit, own) in chunk.units.iter().zip(chunk.starts.windows(2)) {
            rows[unit as usize] += u64::from(own[1] - own[0]);
        }
    }
    let mut runs: Vec<Range<u32>> = Vec::new();
    let mut in_run = 0;
    for (unit, &rows) in rows.iter().enumerate().filter(|(_, rows)| **rows > 0) {
        let unit = unit as u32;
        let shard = |unit: u32| unit / (SHARD / UNIT);
        match runs.last_mut().filter(|run| in_run + rows <= run_rows && shard(run.start) == shard(unit)) {
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

/// The columns that rows have.
fn names(rows: &Incoming) -> Vec<Name> {
    let some = [
        (Role::Customers, true),
        (Role::At, true),
        (Role::Messages, rows.messages.is_some()),
        (Role::Updated, rows.updated_at.is_some()),
    ];
    let own = some.into_iter().filter(|(_, is_there)| *is_there).map(|(role, _)| (role, String::new()));
    let fields = rows.fields.keys().map(|name| (Role::Field, name.clone()));
    let digits = rows.digits.keys().map(|name| (Role::Digits, name.clone()));
    own.chain(fields).chain(digits).chain(rows.known_by.keys().map(|name| (Role::KnownBy, name.clone()))).collect()
}

fn pack(rows: &Incoming, (role, name): &Name, places: &[u32], starts: &[u32]) -> (Packing, Vec<u8>) {
    let integers = |(packing, bytes)| (Packing::Integers(packing), bytes);
    match role {
        Role::Customers => {
            integers(packed::packed(rows.customers.iter().map(|customer| i64::from(customer % UNIT)), places))
        }
        Role::At => integers(packed::integers(&rows.at, places)),
        Role::Updated => integers(packed::integers(rows.updated_at.as_deref().unwrap_or_default(), places)),
        Role::Messages => {
            let none = TextColumn::default();
            let (packing, bytes) = packed::texts(rows.messages.as_ref().unwrap_or(&none), places, starts);
            (Packing::Texts(packing), bytes)
        }
        Role::Field => packed::column(&rows.fields[name], places, starts),
        Role::Digits => integers(packed::integers(&rows.digits[name], places)),
        Role::KnownBy => packed::column(&rows.known_by[name], places, starts),
    }
}

/// Rows out of their columns.
fn incoming(columns: impl Iterator<Item = (Name, Column)>) -> Incoming {
    let mut rows = Incoming::default();
    for ((role, name), column) in columns {
        match (role, column) {
            (Role::Field, column) => drop(rows.fields.insert(name, column)),
            (Role::Digits, Column::Integer(numbers)) => drop(rows.digits.insert(name, numbers)),
            (Role::KnownBy, column) => drop(rows.known_by.insert(name, column)),
            (Role::Messages, Column::Text(texts)) => rows.messages = Some(texts),
            (Role::At, Column::Integer(values)) => rows.at = values,
            (Role::Updated, Column::Integer(values)) => rows.updated_at = Some(values),
            (Role::Customers, Column::Integer(values)) => {
                rows.customers = values.into_iter().map(|customer| customer as u32).collect();
            }
            _ => {}
        }
    }
    rows
}
