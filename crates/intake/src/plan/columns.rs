//! The columns that a feed may take: those of the file, and those computed for it as they are asked for.

use model::phrase::{Phrase, Problem};

use super::File;
use super::names::Names;
use crate::expression::{Expression, Found, Known, Refusal, compile_test, compile_value};
use crate::mapping::{FieldMapping, Named};
use crate::read::Error;

/// The columns that a feed may take.
pub(super) struct Columns<'n> {
    pub(super) names: &'n Names<'n>,
    known: Known<'n>,
    pub(super) computed: Vec<Expression>,
    pub(super) problems: Vec<Problem>,
    pub(super) unreadable: Option<Error>,
}

impl<'n> Columns<'n> {
    pub(super) fn new(names: &'n Names<'n>, file: &File<'n>) -> Self {
        let mut columns = names.by_snake.clone();
        columns.extend(names.by_name.iter().map(|(name, position)| ((*name).to_owned(), *position)));
        let of_lookup = |found: &'n Found| found.words.fields.keys().map(|field| format!("{}.{field}", found.name));
        let suggested = names.names.iter().cloned().chain(file.lookups.iter().flat_map(of_lookup)).collect();
        let known = Known { columns, suggested, lookups: file.lookups, open: names.open, told: file.told };
        Columns { names, known, computed: Vec::new(), problems: Vec::new(), unreadable: None }
    }

    /// The column of a role, which is missed unless it may be absent.
    pub(super) fn role(&mut self, named: &Option<Named>, may_be_absent: bool) -> Option<usize> {
        let named = named.as_ref()?;
        let position = self.names.meant(&named.name);
        if position.is_some() || self.names.no_rows {
            return position;
        }
        self.computed(named, may_be_absent && self.names.open)
    }

    /// The column of a field.
    pub(super) fn field(&mut self, field: &FieldMapping) -> Option<usize> {
        let position = if field.is_value { None } else { self.names.meant(&field.column.name) };
        if position.is_some() || self.names.no_rows {
            return position;
        }
        self.computed(&field.column, self.names.open && !field.is_value)
    }

    /// The column that an expression makes.
    fn computed(&mut self, named: &Named, may_be_absent: bool) -> Option<usize> {
        let is_name = named.name.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && named.name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
            && !matches!(named.name.as_str(), "true" | "false");
        if is_name && !self.names_lookup(&named.name) {
            if !may_be_absent {
                self.refuse(Refusal::NoColumn, named);
            }
            return None;
        }
        match compile_value(&self.known, named) {
            Ok(expression) => {
                self.computed.push(expression);
                Some(self.names.names.len() + self.computed.len() - 1)
            }
            Err(Refusal::NoColumn) if may_be_absent => None,
            Err(refusal) => {
                self.refuse(refusal, named);
                None
            }
        }
    }

    fn names_lookup(&self, name: &str) -> bool {
        let table = name.split_once('.').map(|(table, _)| table);
        self.known.lookups.iter().any(|lookup| Some(lookup.name.as_str()) == table)
    }

    /// The test that rows must pass.
    pub(super) fn test(&mut self, named: Option<&Named>) -> Option<Expression> {
        let named = named.filter(|_| !self.names.no_rows)?;
        match compile_test(&self.known, named) {
            Ok(test) => Some(test),
            Err(refusal) => {
                self.refuse(refusal, named);
                None
            }
        }
    }

    fn refuse(&mut self, refusal: Refusal, named: &Named) {
        match refusal {
            Refusal::NoColumn => {
                let phrase = Phrase::new("mapping-unknown-column").with("column", &named.name);
                let suggested = self.known.suggested.iter().map(String::as_str);
                self.problems.push(Problem::new(phrase, named.place).suggesting(&named.name, suggested));
            }
            Refusal::Problems(problems) => self.problems.extend(problems),
            Refusal::Unreadable(error) => self.unreadable = Some(error),
        }
    }
}
