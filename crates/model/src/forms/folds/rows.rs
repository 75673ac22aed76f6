//! The rows that a fold goes over: a stream, maybe one of its fields, a filter and a window.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Test, Window};
use crate::names::{Kind, unknown_stream};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, RowSet};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::timeline::Row;
use crate::tree::Name;
use crate::value::Value as Held;

/// The rows of a stream that pass a filter and lie in a window; all filters are about the same row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The stream, by name.
    pub stream: String,
    /// The field looked at: its own, or one of a reference table it points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether rows that do not count (cancelled, refunded, pending) are taken too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub including_cancelled: bool,
    /// The test that rows must pass.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Box<Test>>,
    /// The window in which they must lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Where the stream's name stands.
    #[serde(skip)]
    pub place: Place,
}

impl Rows {
    /// Reads `stream ["." field] [including cancelled] ["where" test] [window]`.
    pub fn read(parser: &mut Parser) -> Read<Rows> {
        let Name { text, place } = parser.expect_name()?;
        let (stream, field) = match text.split_once('.') {
            Some((stream, field)) => (stream.to_owned(), Some(field.to_owned())),
            None => (text, None),
        };
        let including_cancelled = parser.take_words(&["including", "cancelled"]);
        let filter = if parser.take_word("where") { Some(Box::new(parser.inner_test()?)) } else { None };
        let window = Window::read(parser).transpose()?;
        Ok(Rows { stream, field, including_cancelled, filter, window, place })
    }

    /// Writes the rows.
    pub fn print(&self, printer: &mut Printer) {
        match &self.field {
            Some(field) => printer.name(&format!("{}.{field}", self.stream)),
            None => printer.name(&self.stream),
        }
        if self.including_cancelled {
            printer.write(" including cancelled");
        }
        if let Some(filter) = &self.filter {
            printer.write(" where ");
            printer.test(filter);
        }
        if let Some(window) = &self.window {
            printer.write(" ");
            window.print(printer);
        }
    }

    /// Notes the problems in them and gives the type of the field, if there is one.
    pub fn check(&self, checker: &mut Checker<'_>, form: &'static str) -> Option<Option<Kind>> {
        if checker.refuse_in_rows(form, self.place) {
            return None;
        }
        checker.mentions.streams.insert(self.stream.clone());
        if !checker.schema.streams.contains_key(&self.stream) {
            let name = Name { text: self.stream.clone(), place: self.place };
            let problem = unknown_stream(checker.schema, &name);
            checker.note(problem);
            return None;
        }
        if let Some(window) = &self.window {
            window.check(checker, self.place);
            window.check_for_rows(checker, self.place);
        }
        let mut kind = None;
        checker.on_rows(&self.stream, |checker| {
            if let Some(filter) = &self.filter {
                checker.test(filter);
            }
            kind = match &self.field {
                Some(field) => checker.name(&Name { text: field.clone(), place: self.place }).map(Some),
                None => Some(None),
            };
        });
        kind
    }

    /// The problem of a fold that needs a field, with an example.
    pub fn needs_field(&self, form: &'static str) -> Problem {
        let phrase = Phrase::new("problem-needs-field").with("form", form).with("stream", &self.stream);
        Problem::new(phrase, self.place)
    }

    /// The rows themselves, in order.
    pub fn rows<'a>(&self, moment: &Moment<'a>) -> Vec<&'a Row> {
        let bounds = self
            .window
            .as_ref()
            .map(|window| window.bounds(moment.at, moment.world.zone, moment.world.settings.week_start));
        let mut rows = moment.existing_rows(&self.stream, self.including_cancelled);
        rows.retain(|row| bounds.is_none_or(|bounds| bounds.contain(row.at)));
        if let Some(filter) = &self.filter {
            rows.retain(|row| self.at_row(moment, row).holds(filter));
        }
        rows
    }

    /// An instant before which the rows stay the same ones if nothing happens.
    pub fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let rows = moment.existing_rows(&self.stream, self.including_cancelled);
        let of_row = |row: &Row| {
            let (mut inside, mut moves) = (true, Instant::NEVER);
            if let Some(window) = &self.window {
                let bounds = window.bounds(moment.at, moment.world.zone, moment.world.settings.week_start);
                (inside, moves) = (bounds.contain(row.at), window.changes_after(row.at, moment));
            }
            let (mut passes, mut turns) = (true, Instant::NEVER);
            if let Some(filter) = &self.filter {
                let at_row = self.at_row(moment, row);
                (passes, turns) = (at_row.holds(filter), at_row.test_until(filter));
            }
            // A row that one of the two keeps out stays out until that one changes.
            match (inside, passes) {
                (true, true) => moves.min(turns),
                (true, false) => turns,
                (false, true) => moves,
                (false, false) => moves.max(turns),
            }
        };
        rows.into_iter().map(of_row).min().unwrap_or(Instant::NEVER)
    }

    /// The field's value of each row, in order.
    pub fn values(&self, moment: &Moment<'_>) -> Vec<Held> {
        let field = self.field.as_deref().unwrap_or("at");
        self.rows(moment).into_iter().map(|row| self.at_row(moment, row).named(field)).collect()
    }

    fn at_row<'m>(&'m self, moment: &Moment<'m>, row: &'m Row) -> Moment<'m> {
        Moment { row: Some((&self.stream, row, self.including_cancelled)), ..*moment }
    }

    /// The rows and the field's node.
    pub fn lower(&self, lowering: &mut Lowering<'_>) -> (RowSet, Option<NodeId>) {
        let (filter, value) = lowering.on_rows(&self.stream, self.including_cancelled, |lowering| {
            let filter = self.filter.as_ref().map(|filter| lowering.test(filter));
            (filter, self.field.as_ref().map(|field| lowering.name(field)))
        });
        let rows = RowSet {
            stream: self.stream.clone(),
            including_cancelled: self.including_cancelled,
            filter,
            window: self.window.clone(),
        };
        (rows, value)
    }
}
