//! The texts of a JSON file's rows: its objects one after the other, or the elements of its array, each found by its
//! brackets and read by others.

use std::io::{self, BufRead};

/// Bytes of one row that are kept; a longer one is refused, so that no row fills the memory.
pub(super) const MOST_ROW: usize = 64 << 20;

/// Where the rows of a file lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Each line is one.
    Lines,
    /// Objects one after the other, or the elements of arrays.
    Sequence,
    /// The elements of the array under a key, or a key under a key, of the one object that the file is.
    Under(Vec<String>),
}

/// What one step over a file finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The text of a row, which may be no JSON.
    Row,
    /// A row too long to be kept, of which the start is there.
    TooLong,
    /// The file ends before its array does.
    CutShort,
    /// The end.
    End,
}

/// A walk over the bytes of a file.
pub(super) struct Elements<R> {
    reader: R,
    /// Lines and bytes passed.
    lines: u64,
    pub(super) bytes: u64,
    in_array: bool,
    ended: bool,
}

impl<R: BufRead> Elements<R> {
    pub(super) fn new(reader: R) -> Self {
        Elements { reader, lines: 0, bytes: 0, in_array: false, ended: false }
    }

    /// Reads the next line, without its end.
    fn next_line(&mut self, row: &mut Vec<u8>) -> io::Result<Found> {
        row.clear();
        let (mut is_empty, mut is_long) = (true, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.lines += u64::from(!is_empty);
                break;
            }
            is_empty = false;
            let end = memchr::memchr(b'\n', buffer);
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            let kept = piece.len().min(MOST_ROW - row.len());
            is_long |= kept < piece.len();
            row.extend_from_slice(&piece[..kept]);
            let passed = piece.len() + usize::from(end.is_some());
            self.reader.consume(passed);
            self.bytes += passed as u64;
            if end.is_some() {
                self.lines += 1;
                break;
            }
        }
        Ok(match (is_empty, is_long) {
            (true, _) => Found::End,
            (_, true) => Found::TooLong,
            _ => Found::Row,
        })
    }

    /// Goes to the rows of a file of a shape, and tells whether they are there.
    pub(super) fn enter(&mut self, shape: &Shape) -> io::Result<bool> {
        let Shape::Under(keys) = shape else { return Ok(true) };
        let mut is_there = true;
        for key in keys {
            is_there = is_there && self.enter_key(key)?;
        }
        is_there = is_there && self.skip_space()? == Some(b'[');
        if is_there {
            self.pass()?;
            self.in_array = true;
        }
        Ok(is_there)
    }

    /// The first byte that is no white space.
    pub(super) fn first_byte(&mut self) -> io::Result<Option<u8>> {
        self.skip_space()
    }

    /// Reads the text of the next row, and says at which line it starts.
    pub(super) fn next_row(&mut self, shape: &Shape, row: &mut Vec<u8>) -> io::Result<(Found, u64)> {
        if *shape != Shape::Lines {
            return self.next_element(row, shape);
        }
        loop {
            let found = self.next_line(row)?;
            if row.starts_with(b"\xef\xbb\xbf") {
                row.drain(..3);
            }
            if found != Found::Row || !row.trim_ascii().is_empty() {
                return Ok((found, self.lines));
            }
        }
    }

    /// Reads the text of the next row, and says at which line it starts. What follows the array under a key is left.
    fn next_element(&mut self, row: &mut Vec<u8>, shape: &Shape) -> io::Result<(Found, u64)> {
        row.clear();
        loop {
            let byte = if self.ended { None } else { self.skip_space()? };
            let line = self.lines + 1;
            match byte {
                None if self.in_array && !self.ended => {
                    self.ended = true;
                    return Ok((Found::CutShort, line));
                }
                None => return Ok((Found::End, line)),
                Some(b',') if self.in_array => self.pass()?,
                Some(b']') if self.in_array => {
                    self.pass()?;
                    self.in_array = false;
                    self.ended = matches!(shape, Shape::Under(_));
                }
                Some(b'[') if !self.in_array => {
                    self.pass()?;
                    self.in_array = true;
                }
                Some(_) => {
                    let found = if self.value(&mut |byte| push(row, byte))? { Found::Row } else { Found::TooLong };
                    return Ok((found, line));
                }
            }
        }
    }

    /// Finds where the rows of a file lie, none of which was read: `Err` names several arrays of one object, of which
    /// nothing says which one holds the rows.
    pub(super) fn shape(&mut self) -> io::Result<Result<Shape, Vec<String>>> {
        if self.skip_space()? != Some(b'{') {
            return Ok(Ok(Shape::Sequence));
        }
        self.pass()?;
        let (mut filled, mut empty) = (Vec::new(), Vec::new());
        while let Some(name) = self.next_key()? {
            let mut start = Vec::with_capacity(2);
            self.value(&mut |byte| {
                if start.len() < 2 && !byte.is_ascii_whitespace() {
                    start.push(byte);
                }
                true
            })?;
            match start.as_slice() {
                b"[{" => filled.push(name),
                b"[]" => empty.push(name),
                _ => {}
            }
        }
        self.pass()?;
        let arrays = if filled.is_empty() { empty } else { filled };
        if arrays.is_empty() || self.skip_space()?.is_some() {
            return Ok(Ok(Shape::Sequence));
        }
        if arrays.len() > 1 { Ok(Err(arrays)) } else { Ok(Ok(Shape::Under(arrays))) }
    }

    /// Goes to the value of the next key of an object; `None`, before what is no key, such as the closing bracket.
    fn next_key(&mut self) -> io::Result<Option<String>> {
        loop {
            match self.skip_space()? {
                Some(b'"') => {}
                Some(b',') => {
                    self.pass()?;
                    continue;
                }
                _ => return Ok(None),
            }
            let mut written = Vec::new();
            self.value(&mut |byte| push(&mut written, byte))?;
            if self.skip_space()? != Some(b':') {
                return Ok(None);
            }
            self.pass()?;
            self.skip_space()?;
            return Ok(Some(serde_json::from_slice(&written).unwrap_or_default()));
        }
    }

    /// Goes to the value of a key of the object that comes next, and tells whether there is one.
    fn enter_key(&mut self, key: &str) -> io::Result<bool> {
        if self.skip_space()? != Some(b'{') {
            return Ok(false);
        }
        self.pass()?;
        while let Some(name) = self.next_key()? {
            if name == key {
                return Ok(true);
            }
            self.value(&mut |_| true)?;
        }
        Ok(false)
    }

    /// Passes one value, and hands over its bytes until `take` wants no more; whether it wanted all.
    fn value(&mut self, take: &mut dyn FnMut(u8) -> bool) -> io::Result<bool> {
        let (mut depth, mut in_text, mut escaped, mut is_first, mut wanted) = (0_u64, false, false, true, true);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(wanted);
            }
            let (mut passed, mut ended) = (0, false);
            for &byte in buffer {
                let closes = matches!(byte, b'}' | b']');
                let is_apart = matches!(byte, b',' | b':') || byte.is_ascii_whitespace() || closes;
                if depth == 0 && !in_text && is_apart && !is_first {
                    ended = true;
                    break;
                }
                passed += 1;
                self.lines += u64::from(byte == b'\n');
                wanted = wanted && take(byte);
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_text => escaped = true,
                    b'"' => {
                        in_text = !in_text;
                        ended = !in_text && depth == 0;
                    }
                    _ if in_text => {}
                    b'{' | b'[' => depth += 1,
                    _ if closes => {
                        depth = depth.saturating_sub(1);
                        ended = depth == 0;
                    }
                    _ => {}
                }
                is_first = false;
                if ended {
                    break;
                }
            }
            self.reader.consume(passed);
            self.bytes += passed as u64;
            if ended {
                return Ok(wanted);
            }
        }
    }

    /// Passes white space and a byte order mark, and returns the byte after it.
    fn skip_space(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let is_space = |byte: &&u8| byte.is_ascii_whitespace() || matches!(**byte, 0xef | 0xbb | 0xbf);
            let count = buffer.iter().take_while(is_space).count();
            let next = buffer.get(count).copied();
            self.lines += buffer[..count].iter().filter(|byte| **byte == b'\n').count() as u64;
            self.reader.consume(count);
            self.bytes += count as u64;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Passes one byte.
    fn pass(&mut self) -> io::Result<()> {
        if !self.reader.fill_buf()?.is_empty() {
            self.reader.consume(1);
            self.bytes += 1;
        }
        Ok(())
    }
}

fn push(row: &mut Vec<u8>, byte: u8) -> bool {
    let has_room = row.len() < MOST_ROW;
    if has_room {
        row.push(byte);
    }
    has_room
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape_of(text: &str) -> Result<Shape, Vec<String>> {
        Elements::new(text.as_bytes()).shape().unwrap()
    }

    fn rows_of(text: &str, shape: &Shape) -> Vec<String> {
        // A small buffer, so that all things lie across its ends.
        let mut elements = Elements::new(io::BufReader::with_capacity(3, text.as_bytes()));
        if !elements.enter(shape).unwrap() {
            return vec!["no array".to_owned()];
        }
        let (mut rows, mut row) = (Vec::new(), Vec::new());
        loop {
            match elements.next_element(&mut row, shape).unwrap() {
                (Found::End, _) => return rows,
                (Found::Row, line) => rows.push(format!("{line} {}", String::from_utf8_lossy(&row))),
                (other, line) => rows.push(format!("{line} {other:?}")),
            }
        }
    }

    #[test]
    fn rows_are_found_by_their_brackets() {
        let check = |text: &str, expected: &[&str]| {
            let shape = shape_of(text).unwrap();
            assert_eq!(rows_of(text, &shape), expected, "{text}");
        };
        check("[{\"a\":\"]},\\\"\"},\n {\"b\":[1,{}]} ]", &["1 {\"a\":\"]},\\\"\"}", "2 {\"b\":[1,{}]}"]);
        check("\u{feff}[]", &[]);
        check("", &[]);
        check("{\"a\":1}\n{\"a\":[{}]}", &["1 {\"a\":1}", "2 {\"a\":[{}]}"]);
        check("{\"a\":1,\n\"b\":2}", &["1 {\"a\":1,\n\"b\":2}"]);
        check("{\"n\":1,\"data\":[{\"a\":1},{\"a\":2}],\"next\":\"]\"}", &["1 {\"a\":1}", "1 {\"a\":2}"]);
        check("{\"data\":[]}", &[]);
        check("{\"errors\":[],\"tags\":[\"x\"],\"data\":[{\"a\":1}]}", &["1 {\"a\":1}"]);
        check("[1, \"x\", nope, {\"a\":1}", &["1 1", "1 \"x\"", "1 nope", "1 {\"a\":1}", "1 CutShort"]);
        check("[{\"a\":1}, {\"a\":", &["1 {\"a\":1}", "1 {\"a\":", "1 CutShort"]);
        check("[}]", &["1 }"]);
        assert_eq!(shape_of("{\"a\":[{}],\"b\":[{}]}"), Err(vec!["a".to_owned(), "b".to_owned()]));
        let deep = Shape::Under(vec!["r".to_owned(), "d".to_owned()]);
        assert_eq!(rows_of("{\"x\":[{}],\"r\":{\"d\":[{\"a\":1}]}}", &deep), ["1 {\"a\":1}"]);
        assert_eq!(rows_of("{\"x\":[{}]}", &deep), ["no array"]);
    }
}
