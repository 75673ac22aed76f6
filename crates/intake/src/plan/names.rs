//! The names of a file's columns, and which of them a name of the mapping means.

use std::collections::BTreeMap;

use model::phrase::{Phrase, Problem};
use model::schema::snake_case;

use super::{Absent, File};
use crate::mapping::Named;

/// The names of a file's columns, as written and in snake_case.
pub(super) struct Names<'n> {
    pub(super) names: &'n [String],
    pub(super) by_name: BTreeMap<&'n str, usize>,
    pub(super) by_snake: BTreeMap<String, usize>,
    /// Whether an absent column may merely be empty.
    pub(super) open: bool,
    /// Whether any column may be absent, even one that every row needs.
    pub(super) no_rows: bool,
}

impl<'n> Names<'n> {
    /// The names of a file.
    pub(super) fn of(file: &File<'n>) -> Self {
        let names = file.names;
        Names {
            names,
            by_name: names.iter().enumerate().rev().map(|(position, name)| (name.as_str(), position)).collect(),
            by_snake: names.iter().enumerate().rev().map(|(position, name)| (snake_case(name), position)).collect(),
            open: file.absent != Absent::Wrong,
            no_rows: file.absent == Absent::All,
        }
    }

    /// The column of a name: as written, else in snake_case.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let as_written = self.by_name.get(name).copied();
        as_written.or_else(|| self.by_snake.get(&snake_case(name)).copied())
    }

    /// The column that is meant where an expression may stand too: `-amount` is none of a column `amount`.
    pub(super) fn meant(&self, name: &str) -> Option<usize> {
        let is_expression = name.starts_with('-') || name.contains(['{', '*', '/', '+', '\'', '`']);
        if is_expression { self.by_name.get(name).copied() } else { self.position(name) }
    }

    pub(super) fn unknown(&self, named: &Named) -> Problem {
        let phrase = Phrase::new("mapping-unknown-column").with("column", &named.name);
        Problem::new(phrase, named.place).suggesting(&named.name, self.names.iter().map(String::as_str))
    }

    /// Whether a list of columns names this one, or a structure it belongs to.
    pub(super) fn lists(&self, list: &[Named], column: usize) -> bool {
        let name = &self.names[column];
        list.iter().any(|named| {
            self.position(&named.name) == Some(column)
                || name.strip_prefix(&named.name).is_some_and(|rest| rest.starts_with('.'))
        })
    }
}
