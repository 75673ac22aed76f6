//! The rows that a fold goes over: a stream, maybe one of its fields, a filter and a window.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::dates::during::read_calendar;
use crate::forms::{And, Delay, During, Named, Test, Value, Window};
use crate::names::{Kind, resolve_stream, unknown_stream};
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

/// Whether the text of a test may end in a window, to which weekdays and hours written after it would belong.
fn may_end_in_window(test: &Test) -> bool {
    match test {
        Test::And(and) => and.tests.last().is_some_and(may_end_in_window),
        Test::Or(or) => or.tests.last().is_some_and(may_end_in_window),
        Test::Not(not) => may_end_in_window(&not.test),
        Test::Compare(_) | Test::Between(_) | Test::OneOf(_) | Test::TextMatch(_) | Test::Known(_) => false,
        Test::Has(_) | Test::Any(_) | Test::Never(_) | Test::Sequence(_) => false,
        _ => true,
    }
}

/// A filter that also asks the row's time to lie in a calendar: `order during 'sales'` is `order where at during 'sales'`.
fn with_calendar(filter: Option<Box<Test>>, (calendar, place): (String, Place)) -> Test {
    let value: Box<Value> = Box::new(Named { name: Name::new("at") }.into());
    let during = During { value, calendar, place }.into();
    match filter.map(|filter| *filter) {
        None => during,
        Some(Test::And(and)) => And { tests: and.tests.into_iter().chain([during]).collect() }.into(),
        Some(test) => And { tests: vec![test, during] }.into(),
    }
}

impl Rows {
    /// All rows of a stream, by its name; the part after a dot is a field.
    pub fn of(name: Name) -> Self {
        let Name { text, place } = name;
        let (stream, field) = match text.split_once('.') {
            Some((stream, field)) => (stream.to_owned(), Some(field.to_owned())),
            None => (text, None),
        };
        Rows { stream, field, including_cancelled: false, filter: None, window: None, place }
    }

    /// Reads `stream ["." field] [including cancelled] ["where" test] [window] [during calendar]`.
    pub fn read(parser: &mut Parser) -> Read<Rows> {
        let rows = Rows::of(parser.expect_name()?);
        let including_cancelled = parser.take_words(&["including", "cancelled"]);
        let mut filter = if parser.take_word("where") { Some(Box::new(parser.inner_test()?)) } else { None };
        let mut calendar = read_calendar(parser).transpose()?;
        let window = Window::read(parser).transpose()?;
        if calendar.is_none() {
            calendar = read_calendar(parser).transpose()?;
        }
        if let Some(calendar) = calendar {
            filter = Some(Box::new(with_calendar(filter, calendar)));
        }
        Ok(Rows { including_cancelled, filter, window, ..rows })
    }

    /// Writes the rows.
    pub fn print(&self, printer: &mut Printer) {
        self.print_before_delay(printer, None);
    }

    /// Writes the rows, and after them a length of time that is not part of them.
    pub(in crate::forms) fn print_before_delay(&self, printer: &mut Printer, delay: Option<Delay>) {
        let limited = delay.is_some() && self.window.is_none();
        match &self.field {
            Some(field) => printer.name(&format!("{}.{field}", self.stream)),
            None => printer.name(&self.stream),
        }
        if self.including_cancelled {
            printer.write(" including cancelled");
        }
        if let Some(filter) = &self.filter {
            printer.write(" where ");
            let hours_alone = matches!(&self.window, Some(Window::Local(local)) if local.window.is_none());
            printer.wrapped((hours_alone || limited) && may_end_in_window(filter), |printer| printer.test(filter));
        }
        if let Some(window) = &self.window {
            printer.write(" ");
            window.print(printer);
        }
        if let Some(delay) = delay {
            printer.write(&format!(" {}", delay.text()));
        }
    }

    /// Notes the problems in them and gives the type of the field, if there is one.
    pub fn check(&self, checker: &mut Checker<'_>, form: &'static str) -> Option<Option<Kind>> {
        if checker.refuse_in_history(form, self.place) {
            return None;
        }
        let schema = checker.schema;
        let Some(stream) = resolve_stream(schema, checker.scope(), &self.stream) else {
            // A stream of the customer's that cannot stand in a filter is told as such.
            let known = schema.streams.contains_key(&self.stream);
            if !known || !checker.refuse_in_rows(form, self.place) {
                let name = Name { text: self.stream.clone(), place: self.place };
                let problem = unknown_stream(schema, checker.scope(), &name);
                checker.note(problem);
            }
            return None;
        };
        checker.mentions.streams.insert(stream.to_owned());
        if let Some(window) = &self.window {
            window.check(checker, self.place);
            window.check_for_rows(checker, self.place);
        }
        let mut kind = None;
        checker.on_rows(stream, |checker| {
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
        let span = self.window.as_ref().map(|window| window.span(moment));
        let (stream, mut rows) = moment.rows(&self.stream, self.including_cancelled);
        rows.retain(|row| span.is_none_or(|span| span.contains(row.at, moment.world.zone)));
        if let Some(filter) = &self.filter {
            rows.retain(|row| self.at_row(moment, stream, row).holds(filter));
        }
        rows
    }

    /// An instant before which the rows stay the same ones if nothing happens.
    pub fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let (stream, rows) = moment.rows(&self.stream, self.including_cancelled);
        let own = self.window.as_ref().and_then(Window::own).map_or(Instant::NEVER, |own| moment.value_until(own));
        let of_row = |row: &Row| {
            let (mut inside, mut moves) = (true, Instant::NEVER);
            if let Some(window) = &self.window {
                let inside_now = window.span(moment).contains(row.at, moment.world.zone);
                (inside, moves) = (inside_now, window.changes_after(row.at, moment));
            }
            let (mut passes, mut turns) = (true, Instant::NEVER);
            if let Some(filter) = &self.filter {
                let at_row = self.at_row(moment, stream, row);
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
        rows.into_iter().map(of_row).min().unwrap_or(Instant::NEVER).min(own)
    }

    /// The field's value of each row, in order.
    pub fn values(&self, moment: &Moment<'_>) -> Vec<Held> {
        let field = self.field.as_deref().unwrap_or("at");
        let (stream, _) = moment.rows(&self.stream, self.including_cancelled);
        self.rows(moment).into_iter().map(|row| self.at_row(moment, stream, row).named(field)).collect()
    }

    /// The time of each row and its value of the field, in order.
    pub fn timed(&self, moment: &Moment<'_>) -> Vec<(Instant, Held)> {
        self.rows(moment).into_iter().map(|row| row.at).zip(self.values(moment)).collect()
    }

    fn at_row<'m>(&self, moment: &Moment<'m>, stream: &'m str, row: &'m Row) -> Moment<'m> {
        Moment { row: Some((stream, row, self.including_cancelled)), ..*moment }
    }

    /// The rows and the field's node.
    pub fn lower(&self, lowering: &mut Lowering<'_>) -> (RowSet, Option<NodeId>) {
        let window = self.window.as_ref().map(|window| lowering.window(window));
        let holder = lowering.level();
        let stream = lowering.stream_named(&self.stream);
        let (filter, value) = lowering.on_rows(&stream, self.including_cancelled, |lowering| {
            let filter = self.filter.as_ref().map(|filter| lowering.test(filter));
            (filter, self.field.as_ref().map(|field| lowering.name(field)))
        });
        let slice = lowering.slice(&stream, window.as_ref());
        let rows = RowSet { stream, holder, including_cancelled: self.including_cancelled, filter, window, slice };
        (rows, value)
    }
}
