//! What was told of the columns of a file of texts, held against rows that are seen later.

use model::value::Type;
use model::written::notation::Notation;

use super::looking::add_signs;
use super::text_file::TextTable;
use crate::infer::Signs;

/// How the mapping says that values are written, where it does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said(pub(super) Notation);

impl Said {
    /// What is said holds against what values show.
    pub(super) fn over(self, shown: Notation) -> Notation {
        let Said(said) = self;
        Notation { mark: said.mark.or(shown.mark), order: said.order.or(shown.order), serials: shown.serials }
    }
}

/// What is told of the columns of a file, and what was made of it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) signs: Vec<Signs>,
    /// Types that were asked: of which column, under which name, and the answer.
    kinds: Vec<(usize, String, Option<Type>)>,
    /// Columns that are read as numbers or times, whose writing matters.
    read: Vec<(usize, Type)>,
}

impl Told {
    /// What the signs of all columns tell.
    pub(super) fn by(signs: Vec<Signs>) -> Self {
        Told { signs, ..Told::default() }
    }

    /// The type of a new field made of a column; `None` when there is no value to tell it.
    pub(super) fn kind(&mut self, column: usize, name: &str) -> Option<Type> {
        let kind = self.signs[column].kind(name);
        self.kinds.push((column, name.to_owned(), kind));
        kind
    }

    /// Says which columns are read, and as what.
    pub(super) fn read_as(&mut self, columns: impl Iterator<Item = (usize, Type)>) {
        self.read = columns.filter(|(_, kind)| is_number(*kind) || is_time(*kind)).collect();
    }

    /// Sees the next rows, and whether all that was told is still true.
    pub(super) fn holds_with(&mut self, table: &TextTable, said: Said) -> bool {
        if table.columns.len() > self.signs.len() {
            return false;
        }
        let asked = self.kinds.iter().map(|(column, ..)| *column);
        let mut columns: Vec<usize> = asked.chain(self.read.iter().map(|(column, _)| *column)).collect();
        columns.sort_unstable();
        columns.dedup();
        let written = |told: &Told| -> Vec<Notation> {
            told.read.iter().map(|(column, _)| said.over(told.signs[*column].notation())).collect()
        };
        let before = written(self);
        // A row of JSON names its cells, and those of columns that it lacks are none.
        columns.retain(|column| *column < table.columns.len());
        add_signs(&mut self.signs, table, &columns);
        let now = written(self);
        let is_written_alike = |((&(_, kind), before), now): ((&(usize, Type), &Notation), &Notation)| {
            if is_time(kind) { before.order == now.order } else { before.mark == now.mark }
        };
        self.kinds.iter().all(|(column, name, kind)| self.signs[*column].kind(name) == *kind)
            && self.read.iter().zip(&before).zip(&now).all(is_written_alike)
    }
}

/// Whether a decimal mark matters to values of a type.
pub(super) fn is_number(kind: Type) -> bool {
    matches!(kind, Type::Number | Type::Money | Type::Duration)
}

/// Whether the order of days matters to values of a type.
pub(super) fn is_time(kind: Type) -> bool {
    matches!(kind, Type::Date | Type::Instant)
}
