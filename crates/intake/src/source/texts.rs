//! Cells of one column as texts, one after the other in one string.

use model::columns::MISSING;
use model::columns::ids::written_whole;

/// What kind of cell a text is the writing of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A text, or a cell of a format that knows nothing else.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A JSON array of texts.
    List,
    /// Something that no field can hold, as JSON.
    Unfit,
    /// An error of a spreadsheet, or a formula without a value, then a tab and the address of the cell.
    Fault,
}

/// Cells of one column. An empty text is a missing cell.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<usize>,
    /// Kinds of the cells, when they are not all texts.
    kinds: Option<Vec<Cell>>,
}

impl Texts {
    /// No cells yet, with room for so many cells and bytes.
    pub(crate) fn with_room(cells: usize, bytes: usize) -> Self {
        Texts { text: String::with_capacity(bytes), ends: Vec::with_capacity(cells), kinds: None }
    }

    /// The room that as many cells need, and a little more bytes.
    pub(crate) fn room(&self) -> (usize, usize) {
        (self.ends.len(), self.text.len() + self.text.len() / 16)
    }

    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell at a position.
    pub(crate) fn get(&self, position: usize) -> Option<&str> {
        let start = if position == 0 { 0 } else { *self.ends.get(position - 1)? };
        self.text.get(start..*self.ends.get(position)?)
    }

    /// Adds a text cell.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        if let Some(kinds) = &mut self.kinds {
            kinds.push(Cell::Text);
        }
    }

    /// Adds a cell of a kind.
    pub(crate) fn push_kind(&mut self, text: &str, kind: Cell) {
        if kind != Cell::Text && self.kinds.is_none() {
            self.kinds = Some(vec![Cell::Text; self.ends.len()]);
        }
        self.push(text);
        if let Some(last) = self.kinds.as_mut().and_then(|kinds| kinds.last_mut()) {
            *last = kind;
        }
    }

    /// Adds missing cells up to a length.
    pub(crate) fn fill(&mut self, length: usize) {
        self.ends.resize(length.max(self.ends.len()), self.text.len());
        if let Some(kinds) = &mut self.kinds {
            kinds.resize(self.ends.len(), Cell::Text);
        }
    }

    /// The cells as whole numbers, missing ones among them; `None` unless all are written in digits and nothing else.
    pub(crate) fn whole_numbers(&self) -> Option<Vec<i64>> {
        if self.kinds.as_ref().is_some_and(|kinds| kinds.iter().any(|kind| !matches!(kind, Cell::Text | Cell::Number)))
        {
            return None;
        }
        let number = |(text, _): (&str, Cell)| if text.is_empty() { Some(MISSING) } else { written_whole(text) };
        self.iter().map(number).collect()
    }

    /// The cells with their kinds, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Cell)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).enumerate().map(|(position, (start, &end))| {
            let kind = self.kinds.as_ref().map_or(Cell::Text, |kinds| kinds[position]);
            (&self.text[start..end], kind)
        })
    }
}
