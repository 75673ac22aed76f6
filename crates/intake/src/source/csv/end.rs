//! The end of a CSV file, made to be seen: a mark follows the text, and a row that swallowed it has a quote that
//! nothing closes. The text may also be ended early, so that such a row does not fill the memory.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes follow the text: the end of a line, which does no harm after another, and one more.
const ADDED: u64 = 2;

/// A text with the mark behind it.
pub(super) struct Marked {
    text: Box<dyn Read + Send>,
    given: u64,
    end: End,
    mark: Vec<u8>,
}

/// Where the text ends, known once it was read.
#[derive(Clone)]
pub(super) struct End(Arc<Known>);

/// The reader of the rows has both beneath it and beside it, on one thread: nothing is ordered by these.
struct Known {
    /// Where it ends; [`UNKNOWN`] before that was read.
    end: AtomicU64,
    /// Where it ends at the latest.
    latest: AtomicU64,
}

/// Says that the end of a text was not read yet.
const UNKNOWN: u64 = u64::MAX;

impl End {
    /// Whether what was read up to a byte holds the mark.
    pub(super) fn is_passed(&self, byte: u64) -> bool {
        let end = self.0.end.load(Ordering::Relaxed);
        end != UNKNOWN && byte >= end + ADDED
    }

    /// Lets the text go on up to a byte, unless it has ended.
    pub(super) fn allow(&self, byte: u64) {
        self.0.latest.store(byte, Ordering::Relaxed);
    }
}

impl Marked {
    /// A text whose marks between and around cells are these.
    pub(super) fn new(text: Box<dyn Read + Send>, delimiter: u8, quote: u8) -> Self {
        let letter = [b'a', b'b', b'c'].into_iter().find(|byte| *byte != delimiter && *byte != quote);
        // A carriage return ends a line without counting as one.
        let mark = vec![letter.unwrap_or(b'a'), b'\r'];
        let end = End(Arc::new(Known { end: AtomicU64::new(UNKNOWN), latest: AtomicU64::new(u64::MAX) }));
        Marked { text, given: 0, end, mark }
    }

    /// What will know where the text ends.
    pub(super) fn end(&self) -> End {
        self.end.clone()
    }
}

impl Read for Marked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let Known { end, latest } = &*self.end.0;
        if end.load(Ordering::Relaxed) == UNKNOWN {
            let room = usize::try_from(latest.load(Ordering::Relaxed).saturating_sub(self.given)).unwrap_or(usize::MAX);
            let room = room.min(buffer.len());
            let count = self.text.read(&mut buffer[..room])?;
            self.given += count as u64;
            if count > 0 {
                return Ok(count);
            }
            end.store(self.given, Ordering::Relaxed);
        }
        let Some(byte) = self.mark.pop() else { return Ok(0) };
        buffer[0] = byte;
        Ok(1)
    }
}
