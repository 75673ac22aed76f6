//! Checksums of parts: made block by block while a part is written, held against every block that is read.
//!
//! A part ends in its tail: page positions and footer. The footer lists the hashes of all blocks before the tail, and
//! the catalogue keeps the hash of the tail; so every byte is answered for, and a reader pays only for what it reads.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use bytes::buf::{Buf, Reader};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, Length};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::Error;

/// Bytes of a block.
const BLOCK: usize = 1 << 16;
/// Bytes read at once when all are.
const AT_ONCE: u64 = 64 * BLOCK as u64;
/// Name under which a part's footer lists the hashes of its blocks.
pub(crate) const BLOCKS: &str = "tranche.blocks";

/// What the catalogue keeps to know a part's file again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Length of the file.
    pub(crate) bytes: u64,
    /// Where its tail begins.
    pub(crate) tail: u64,
    /// Hash of the tail.
    pub(crate) hash: u64,
}

/// Hashes what is written.
pub(crate) struct Sealing<W> {
    output: W,
    block: Xxh3,
    in_block: usize,
    blocks: Vec<u64>,
    tail: Option<u64>,
    bytes: u64,
}

impl<W: Write> Sealing<W> {
    pub(crate) fn new(output: W) -> Self {
        Sealing { output, block: Xxh3::new(), in_block: 0, blocks: Vec::new(), tail: None, bytes: 0 }
    }

    /// Says that what follows is the tail, and gives the hashes of the blocks before it, as text.
    pub(crate) fn begin_tail(&mut self) -> String {
        if self.in_block > 0 {
            self.end_block();
        }
        self.tail = Some(self.bytes);
        self.blocks.iter().map(|hash| format!("{hash:016x}")).collect()
    }

    /// What was written to, and what the catalogue is to keep.
    pub(crate) fn sealed(self) -> (W, Seal) {
        let seal = Seal { bytes: self.bytes, tail: self.tail.unwrap_or(self.bytes), hash: self.block.digest() };
        (self.output, seal)
    }

    fn end_block(&mut self) {
        self.blocks.push(self.block.digest());
        self.block.reset();
        self.in_block = 0;
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        self.bytes += written as u64;
        let mut rest = &bytes[..written];
        if self.tail.is_some() {
            self.block.update(rest);
            return Ok(written);
        }
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.end_block();
            }
            rest = later;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// A part's file whose bytes are held against their checksums as they are read. Clones are the same file.
#[derive(Clone, Debug)]
pub(crate) struct CheckedFile {
    file: Arc<File>,
    path: Arc<Path>,
    seal: Seal,
    tail: Bytes,
    blocks: Arc<[u64]>,
    /// Bytes read ahead, and where they begin.
    held: (u64, Bytes),
}

impl CheckedFile {
    /// Opens a part's file and checks its length and tail.
    pub(crate) fn open(path: &Path, seal: Seal) -> Result<Self, Error> {
        let failed = |source| Error::File { path: path.to_owned(), source };
        let damaged = |what: &str| Error::Damaged { path: path.to_owned(), what: what.to_owned() };
        let file = File::open(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => damaged("it is not there"),
            _ => failed(source),
        })?;
        if file.metadata().map_err(failed)?.len() != seal.bytes {
            return Err(damaged("its length has changed"));
        }
        let mut tail = vec![0; seal.bytes.saturating_sub(seal.tail) as usize];
        file.read_exact_at(&mut tail, seal.tail).map_err(failed)?;
        if xxh3_64(&tail) != seal.hash {
            return Err(damaged("its footer does not have its checksum"));
        }
        let blocks = Arc::from([]);
        Ok(CheckedFile {
            file: Arc::new(file),
            path: path.into(),
            seal,
            tail: tail.into(),
            blocks,
            held: (0, Bytes::new()),
        })
    }

    /// Takes the hashes of the blocks out of the footer.
    pub(crate) fn take_blocks(&mut self, metadata: &ParquetMetaData) -> Result<(), Error> {
        let listed = metadata.file_metadata().key_value_metadata().into_iter().flatten();
        let text = listed.filter(|entry| entry.key == BLOCKS).find_map(|entry| entry.value.as_deref()).unwrap_or("");
        let hashes =
            text.as_bytes().chunks(16).map(|hash| u64::from_str_radix(std::str::from_utf8(hash).ok()?, 16).ok());
        self.blocks =
            hashes.collect::<Option<_>>().ok_or_else(|| self.damaged("its list of checksums cannot be read"))?;
        if self.blocks.len() as u64 != self.seal.tail.div_ceil(BLOCK as u64) {
            return Err(self.damaged("its list of checksums is not of its length"));
        }
        Ok(())
    }

    /// The same file with a range of it read ahead.
    pub(crate) fn holding(&self, start: u64, length: u64) -> Result<Self, Error> {
        let held = self.checked(start, length as usize)?;
        Ok(CheckedFile { held: (start, held), ..self.clone() })
    }

    /// Opens a part's file with the hashes of its blocks, ready to be read from end to end.
    pub(crate) fn open_whole(path: &Path, seal: Seal) -> Result<(Self, ArrowReaderMetadata), Error> {
        let mut file = CheckedFile::open(path, seal)?;
        let options = ArrowReaderOptions::new();
        let metadata = ArrowReaderMetadata::load(&file, options).map_err(|source| file.failed(source))?;
        file.take_blocks(metadata.metadata())?;
        Ok((file, metadata))
    }

    /// Writes the whole file elsewhere, checked.
    pub(crate) fn copy_to(&self, output: &mut impl Write) -> Result<(), Error> {
        let mut write =
            |bytes: &[u8]| output.write_all(bytes).map_err(|source| Error::File { path: self.path(), source });
        for start in (0..self.seal.tail).step_by(AT_ONCE as usize) {
            write(&self.checked(start, AT_ONCE.min(self.seal.tail - start) as usize)?)?;
        }
        write(&self.tail)
    }

    /// Reads and checks the whole file.
    pub(crate) fn check_all(&self) -> Result<(), Error> {
        for start in (0..self.seal.tail).step_by(AT_ONCE as usize) {
            self.checked(start, AT_ONCE.min(self.seal.tail - start) as usize)?;
        }
        Ok(())
    }

    /// Its path.
    pub(crate) fn path(&self) -> PathBuf {
        self.path.to_path_buf()
    }

    /// Names it as damaged.
    pub(crate) fn damaged(&self, what: &str) -> Error {
        Error::Damaged { path: self.path(), what: what.to_owned() }
    }

    /// What a failure to read it says: damage that was found beneath is told as such.
    pub(crate) fn failed(&self, source: ParquetError) -> Error {
        match source {
            ParquetError::External(inner) => match inner.downcast::<Error>() {
                Ok(ours) => *ours,
                Err(inner) => Error::Part { path: self.path(), source: ParquetError::External(inner) },
            },
            source => Error::Part { path: self.path(), source },
        }
    }

    /// Some bytes, read in whole blocks, each of which has its checksum.
    fn checked(&self, start: u64, length: usize) -> Result<Bytes, Error> {
        let end = start.checked_add(length as u64).filter(|&end| end <= self.seal.bytes);
        let end = end.ok_or_else(|| self.damaged("its footer names places beyond its end"))?;
        if start >= self.seal.tail {
            let (from, to) = ((start - self.seal.tail) as usize, (end - self.seal.tail) as usize);
            return Ok(self.tail.slice(from..to));
        }
        if end > self.seal.tail {
            return Err(self.damaged("its footer names places that are not rows"));
        }
        let first = start / BLOCK as u64;
        let from = first * BLOCK as u64;
        let to = end.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64).min(self.seal.tail);
        let mut read = vec![0; (to - from) as usize];
        let failed = |source| Error::File { path: self.path(), source };
        self.file.read_exact_at(&mut read, from).map_err(failed)?;
        for (number, block) in (first..).zip(read.chunks(BLOCK)) {
            if self.blocks.get(number as usize) != Some(&xxh3_64(block)) {
                return Err(self.damaged("some of its rows do not have their checksum"));
            }
        }
        Ok(Bytes::from(read).slice((start - from) as usize..(end - from) as usize))
    }
}

impl Length for CheckedFile {
    fn len(&self) -> u64 {
        self.seal.bytes
    }
}

impl ChunkReader for CheckedFile {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let (held, bytes) = &self.held;
        if let Some(from) = start.checked_sub(*held).filter(|&from| (from as usize) < bytes.len()) {
            return Ok(Box::new(bytes.slice(from as usize..).reader()));
        }
        Ok(Box::new(Blocks { file: self.clone(), at: start, read: Bytes::new().reader() }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let (held, bytes) = &self.held;
        let from = start.checked_sub(*held).map(|from| from as usize);
        if let Some(from) = from.filter(|from| from.checked_add(length).is_some_and(|to| to <= bytes.len())) {
            return Ok(bytes.slice(from..from + length));
        }
        self.checked(start, length).map_err(|error| ParquetError::External(Box::new(error)))
    }
}

/// Reads a checked file from some place on.
struct Blocks {
    file: CheckedFile,
    at: u64,
    read: Reader<Bytes>,
}

impl Read for Blocks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let limit = if self.at < self.file.seal.tail { self.file.seal.tail } else { self.file.seal.bytes };
        if !self.read.get_ref().has_remaining() && self.at < limit {
            let length = (BLOCK as u64 - self.at % BLOCK as u64).min(limit - self.at);
            self.read = self.file.checked(self.at, length as usize).map_err(io::Error::other)?.reader();
            self.at += length;
        }
        self.read.read(into)
    }
}
