//! The bytes of a file of texts: decompressed, and brought to UTF-8.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

/// Bytes decoded at once.
const STEP: usize = 1 << 16;

/// An opened file.
pub(crate) struct Opening {
    /// Its text, in UTF-8 unless it is not in the encoding that it seemed to be in.
    pub(crate) text: Box<dyn Read + Send>,
    /// What it is decoded from.
    pub(crate) encoding: &'static Encoding,
    read: Arc<AtomicU64>,
}

impl Opening {
    /// Opens a file. Gzip and UTF-16 are told by its first bytes; UTF-8 is left as it is, for its reader to judge.
    pub(crate) fn of(path: &Path, said: Option<&'static Encoding>) -> io::Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: File::open(path)?, read: Arc::clone(&read) };
        let (start, raw) = peeked::<2>(Box::new(counted))?;
        let raw: Box<dyn Read + Send> = if start == [0x1f, 0x8b] {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(STEP, raw)))
        } else {
            raw
        };
        let (start, bytes) = peeked::<4>(raw)?;
        let encoding = said.unwrap_or_else(|| encoding_of(&start));
        let text = if encoding == UTF_8 { bytes } else { Box::new(Decoded::new(bytes, encoding)) };
        Ok(Opening { text, encoding, read })
    }

    /// Bytes of the file read so far, which is what progress is told in.
    pub(crate) fn bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// What the first bytes tell: a byte order mark, or a zero beside each Latin letter.
fn encoding_of(start: &[u8]) -> &'static Encoding {
    match start {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        [a, 0, b, 0] if *a != 0 && *b != 0 => UTF_16LE,
        [0, a, 0, b] if *a != 0 && *b != 0 => UTF_16BE,
        _ => UTF_8,
    }
}

/// The first bytes of a reader, fewer at its end, and the reader as if they had not been read.
fn peeked<const N: usize>(mut reader: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut start = Vec::with_capacity(N);
    reader.by_ref().take(N as u64).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(reader);
    Ok((start, Box::new(whole)))
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A reader of another encoding's bytes as UTF-8. What is no character of it becomes U+FFFD.
struct Decoded {
    bytes: Box<dyn Read + Send>,
    decoder: Decoder,
    input: Vec<u8>,
    /// Decoded text, and how much of it was handed over.
    output: String,
    given: usize,
    ended: bool,
}

impl Decoded {
    fn new(bytes: Box<dyn Read + Send>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Decoded { bytes, decoder, input: vec![0; STEP], output: String::new(), given: 0, ended: false }
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() {
            if self.ended {
                return Ok(0);
            }
            let count = self.bytes.read(&mut self.input)?;
            self.ended = count == 0;
            self.output.clear();
            self.given = 0;
            // Where the length overflows, a text of this length cannot be in memory anyway.
            let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(4 * STEP);
            self.output.reserve(room);
            let (_, _, _) = self.decoder.decode_to_string(&self.input[..count], &mut self.output, self.ended);
        }
        let rest = &self.output.as_bytes()[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
