//! What stands between and around the cells of a CSV file: said by the mapping, else told by its first lines.

use csv::{ByteRecord, ReaderBuilder};

/// What may stand between two cells; the first of equals counts.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows that are looked at.
const MOST_ROWS: usize = 200;

/// Marks between and around cells, where they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: Option<u8>,
    pub(crate) quote: Option<u8>,
}

impl Dialect {
    /// What stands between two cells, and around one, given the start of the file.
    pub(crate) fn told_by(self, start: &[u8], is_whole: bool) -> (u8, u8) {
        let quote = self.quote.unwrap_or_else(|| quote_of(start));
        let delimiter = self.delimiter.unwrap_or_else(|| delimiter_of(start, is_whole, quote));
        (delimiter, quote)
    }
}

/// The delimiter that most rows agree on, and that makes most cells.
fn delimiter_of(start: &[u8], is_whole: bool, quote: u8) -> u8 {
    let mut best = (0, 0, b',');
    for delimiter in DELIMITERS {
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).quote(quote).from_reader(start);
        let mut widths = Vec::new();
        let mut record = ByteRecord::new();
        while widths.len() < MOST_ROWS && matches!(reader.read_byte_record(&mut record), Ok(true)) {
            widths.push(record.len());
        }
        // The last row may be cut.
        if !is_whole && widths.len() > 1 && widths.len() < MOST_ROWS {
            widths.pop();
        }
        let Some(&width) = widths.first().filter(|width| **width > 1) else { continue };
        let alike = widths.iter().filter(|other| **other == width).count();
        let share = 100 * alike / widths.len();
        if (share, width) > (best.0, best.1) {
            best = (share, width, delimiter);
        }
    }
    best.2
}

/// Single quotes when cells begin and end with them and none does with double ones.
fn quote_of(start: &[u8]) -> u8 {
    let is_edge =
        |byte: Option<&u8>| byte.is_none_or(|byte| DELIMITERS.contains(byte) || matches!(byte, b'\n' | b'\r'));
    let (mut opened, mut closed) = (0, 0);
    for (position, byte) in start.iter().enumerate() {
        match byte {
            b'"' => return b'"',
            b'\'' => {
                opened += usize::from(is_edge(position.checked_sub(1).and_then(|before| start.get(before))));
                closed += usize::from(is_edge(start.get(position + 1)));
            }
            _ => {}
        }
    }
    // A text cut in the middle of a cell has one more opened than closed.
    if opened > 1 && opened - closed.min(opened) <= 1 && closed <= opened + 1 { b'\'' } else { b'"' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_tell_the_marks() {
        let check = |start: &str, expected: (u8, u8)| {
            assert_eq!(Dialect::default().told_by(start.as_bytes(), true), expected, "{start}");
        };
        check("a,b\n1,2\n", (b',', b'"'));
        check("a;b\n1,5;2\n1,7;3\n", (b';', b'"'));
        check("a\tb\n1, 5\t2\n", (b'\t', b'"'));
        check("a|b|c\n1|2|3\n", (b'|', b'"'));
        check("name;note\nx;\"a, b; c, d\"\ny;\"e,\nf\"\n", (b';', b'"'));
        check("a\n1\n", (b',', b'"'));
        check("", (b',', b'"'));
        check("'a';'b, c'\n'd';'e'\n", (b';', b'\''));
        check("l'an,d'or\nl'eau,x\n", (b',', b'"'));
    }
}
