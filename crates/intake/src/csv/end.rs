//! The end of a CSV file, made to be seen: a mark follows the text, and a row that swallowed it has a quote that
//! nothing closes.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How many bytes follow the text: the end of a line, which does no harm after another, and one more.
const ADDED: u64 = 2;

/// A text with the mark behind it.
pub(super) struct Marked {
    text: Box<dyn Read>,
    given: u64,
    end: End,
    mark: Vec<u8>,
}

/// Where the text ends, known once it was read.
#[derive(Clone, Default)]
pub(super) struct End(Rc<Cell<Option<u64>>>);

impl End {
    /// Whether what was read up to a byte holds the mark.
    pub(super) fn is_passed(&self, byte: u64) -> bool {
        self.0.get().is_some_and(|end| byte >= end + ADDED)
    }
}

impl Marked {
    /// A text whose marks between and around cells are these.
    pub(super) fn new(text: Box<dyn Read>, delimiter: u8, quote: u8) -> Self {
        let letter = [b'a', b'b', b'c'].into_iter().find(|byte| *byte != delimiter && *byte != quote);
        // A carriage return ends a line without counting as one.
        let mark = vec![letter.unwrap_or(b'a'), b'\r'];
        Marked { text, given: 0, end: End::default(), mark }
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
        if self.end.0.get().is_none() {
            let count = self.text.read(buffer)?;
            self.given += count as u64;
            if count > 0 {
                return Ok(count);
            }
            self.end.0.set(Some(self.given));
        }
        let Some(byte) = self.mark.pop() else { return Ok(0) };
        buffer[0] = byte;
        Ok(1)
    }
}
