//! The file of one cached column: blocks of values, each with its checksum, read by position.
//!
//! A file is its blocks, its dictionary and its directory; its last words say where the directory is and what it hashes
//! to. A byte that has changed anywhere is noticed by whoever reads it, who then takes the file for none.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use model::columns::{MISSING, NO_CODE};
use xxhash_rust::xxh3::xxh3_64;

use crate::Error;
use crate::arriving::packed::{self, Integers};
use crate::disk::{Disk, NewFile};

/// Says that a file is a cached column of this format.
const FORMAT: u64 = u64::from_le_bytes(*b"tranche1");
/// Words at the end of a file: the format, and the directory's place, length and hash.
const TAIL: u64 = 32;
/// Words of the directory before those of blocks.
const HEAD: usize = 6;
/// Words of a block in the directory.
const OF_BLOCK: usize = 6;

/// Whether a file holds its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It does.
    Kept,
    /// There is no value at all.
    Nothing,
    /// It is not one that is cached: it is to be read from the parts.
    Unfit,
}

const STATES: [State; 3] = [State::Kept, State::Nothing, State::Unfit];

/// An opened file, whose directory has its checksum.
#[derive(Debug)]
pub(super) struct ColumnFile {
    file: File,
    pub(super) state: State,
    blocks: Vec<Block>,
    pub(super) dictionary: Vec<Box<str>>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    place: u64,
    bytes: u64,
    rows: u64,
    integers: Integers,
    hash: u64,
}

impl ColumnFile {
    /// Opens the file of a column that was made under a key; `None` when there is none, or it is not whole.
    pub(super) fn open(path: &Path, key: u64) -> Option<Self> {
        let file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let end = length.checked_sub(TAIL)?;
        let tail = words(&bytes(&file, end, TAIL)?);
        let (place, size) = (tail[1], tail[2]);
        if tail[0] != FORMAT || place.checked_add(size)? != end {
            return None;
        }
        let directory = bytes(&file, place, size)?;
        if xxh3_64(&directory) != tail[3] {
            return None;
        }
        let directory = words(&directory);
        let (head, of_blocks) = directory.split_at_checked(HEAD)?;
        let [of_key, state, dictionary, dictionary_size, dictionary_hash, _] = *head.first_chunk()?;
        if of_key != key {
            return None;
        }
        let texts = bytes(&file, dictionary, dictionary_size)?;
        if xxh3_64(&texts) != dictionary_hash {
            return None;
        }
        let block = |&[place, bytes, rows, width, least, hash]: &[u64; OF_BLOCK]| Block {
            place,
            bytes,
            rows,
            integers: Integers { width: width as u8, least: least as i64 },
            hash,
        };
        Some(ColumnFile {
            file,
            state: *STATES.get(state as usize)?,
            blocks: of_blocks.as_chunks().0.iter().map(block).collect(),
            dictionary: packed::dictionary(&texts)?,
        })
    }

    /// Number of values in a block; there are none beyond the last one.
    pub(super) fn rows(&self, block: usize) -> usize {
        self.blocks.get(block).map_or(0, |block| block.rows as usize)
    }

    /// Number of values in some blocks.
    pub(super) fn rows_in(&self, blocks: Range<usize>) -> usize {
        blocks.map(|block| self.rows(block)).sum()
    }

    /// Reads a block's values, as many as it has, each made by `make`; `None` when the block does not have its checksum.
    pub(super) fn read<T>(&self, block: usize, into: &mut [T], make: impl Fn(i64) -> T) -> Option<()> {
        let Some(block) = self.blocks.get(block) else { return Some(()) };
        let bytes = bytes(&self.file, block.place, block.bytes)?;
        if xxh3_64(&bytes) != block.hash {
            return None;
        }
        block.integers.unpack_into(&bytes, into, make);
        Some(())
    }

    /// Whether all blocks have their checksums.
    pub(super) fn is_whole(&self) -> bool {
        let is_whole = |block: &Block| {
            bytes(&self.file, block.place, block.bytes).is_some_and(|found| xxh3_64(&found) == block.hash)
        };
        self.blocks.iter().all(is_whole)
    }
}

/// The code of a text, out of the integer that stands for it.
pub(super) fn code(value: i64) -> u32 {
    if value == MISSING { NO_CODE } else { value as u32 }
}

fn bytes(file: &File, place: u64, length: u64) -> Option<Vec<u8>> {
    let within = file.metadata().ok()?.len();
    if place.checked_add(length)? > within {
        return None;
    }
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, place).ok()?;
    Some(bytes)
}

fn words(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect()
}

/// A file being written. Until it is finished it has another name; dropped before, it is removed.
pub(super) struct ColumnWriter {
    output: BufWriter<NewFile>,
    path: PathBuf,
    unfinished: PathBuf,
    disk: Disk,
    length: u64,
    directory: Vec<u64>,
    /// Places in order, for packing.
    places: Vec<u32>,
    is_finished: bool,
}

/// Ends the names of files being written.
pub(super) const UNFINISHED: &str = ".unfinished";

impl ColumnWriter {
    pub(super) fn create(disk: &Disk, path: PathBuf) -> Result<Self, Error> {
        // Several programs may ask questions of one base.
        let unfinished = path.with_added_extension(format!("{}{UNFINISHED}", std::process::id()));
        let output = BufWriter::with_capacity(1 << 20, disk.create(&unfinished)?);
        let disk = disk.clone();
        let (directory, places) = (Vec::new(), Vec::new());
        Ok(ColumnWriter { output, path, unfinished, disk, length: 0, directory, places, is_finished: false })
    }

    /// Adds a block.
    pub(super) fn push(&mut self, values: impl ExactSizeIterator<Item = i64> + Clone) -> Result<(), Error> {
        let rows = values.len();
        self.places.extend(self.places.len() as u32..rows as u32);
        let (integers, bytes) = packed::aligned(values, &self.places[..rows]);
        let (width, least) = (u64::from(integers.width), integers.least as u64);
        self.directory.extend([self.length, bytes.len() as u64, rows as u64, width, least, xxh3_64(&bytes)]);
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length += bytes.len() as u64;
        self.output.write_all(bytes).map_err(|source| Error::File { path: self.unfinished.clone(), source })
    }

    /// Ends the file, and gives it its name. It is never synced: it can be made again.
    pub(super) fn finish(mut self, key: u64, state: State, dictionary: &[Box<str>]) -> Result<(), Error> {
        let texts = packed::dictionary_bytes(dictionary);
        let head = [key, state as u64, self.length, texts.len() as u64, xxh3_64(&texts), 0];
        self.write(&texts)?;
        let directory: Vec<u8> = head.iter().chain(&self.directory).flat_map(|word| word.to_le_bytes()).collect();
        let tail = [FORMAT, self.length, directory.len() as u64, xxh3_64(&directory)];
        self.write(&directory)?;
        self.write(&tail.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>())?;
        self.output.flush().map_err(|source| Error::File { path: self.unfinished.clone(), source })?;
        self.disk.rename(&self.unfinished, &self.path)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for ColumnWriter {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = self.disk.remove(&self.unfinished);
        }
    }
}
