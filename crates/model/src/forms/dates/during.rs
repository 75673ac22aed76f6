//! `value during 'calendar'`: a date or moment on a day of a named calendar.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::columns::TableColumns;
use crate::columns::timelines::value_at;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Day, Instant};
use crate::value::{Type, Value as Held};

/// A date or moment on a day of a named calendar.
///
/// # What it tests
/// Whether the local day of a date or moment lies in one of a calendar's intervals: those rows of the reference table
/// `calendars` whose key, name or kind is the text given, maybe followed by their country and zone
/// (`'school holidays/FR/A'`). Both `starts_on` and `ends_on` are in; without `ends_on` it is one day.
/// # When a marketer uses it
/// For sales, feasts and school holidays: orders placed during the winter sales, contracts that end in the holidays.
/// # Example
/// `any(order where at during 'winter sales')`
/// # Missing data
/// False when the date is missing. A calendar that the base does not have is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct During {
    /// The date or moment.
    pub value: Box<Value>,
    /// The calendar.
    pub calendar: String,
    /// Where the calendar's name stands.
    #[serde(skip)]
    pub place: Place,
}

/// The reference table that holds the calendars.
pub const CALENDARS: &str = "calendars";

/// The days of a calendar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// First and last day of each interval, in order; they neither touch nor overlap.
    intervals: Vec<(Day, Day)>,
}

impl Calendar {
    /// The calendar of a name, out of the reference tables of a base; without a day when there is none.
    pub fn named(name: &str, tables: &BTreeMap<String, TableColumns>) -> Self {
        let Some(table) = tables.get(CALENDARS) else { return Calendar::default() };
        let cell = |field: &str, kind: Type, row: u32| {
            table.fields.get(field).map_or(Held::Missing, |column| value_at(column, kind, row as usize))
        };
        let text = |field: &str, row: u32| cell(field, Type::Text, row).as_text().map(str::to_owned);
        let is_named = |key: &str, row: u32| {
            let places: Vec<String> = [text("country", row), text("zone", row)].into_iter().flatten().collect();
            let names = [Some(key.to_owned()), text("name", row), text("kind", row)];
            names.into_iter().flatten().any(|own| match name.strip_prefix(own.as_str()) {
                Some("") => true,
                Some(rest) => rest.strip_prefix('/').is_some_and(|rest| starts_with(&places, rest)),
                None => false,
            })
        };
        let day =
            |field: &str, row: u32| if let Held::Date(day) = cell(field, Type::Date, row) { Some(day) } else { None };
        let rows = table.rows.iter().filter(|(key, row)| is_named(key, **row));
        let intervals = rows.filter_map(|(_, &row)| {
            let first = day("starts_on", row)?;
            Some((first, day("ends_on", row).unwrap_or(first)))
        });
        Calendar::of(intervals.filter(|(first, last)| first <= last).collect())
    }

    /// The names that calendars go by, with their countries and zones.
    pub fn names(table: &TableColumns) -> BTreeSet<String> {
        let text = |field: &str, row: u32| {
            let column = table.fields.get(field)?;
            value_at(column, Type::Text, row as usize).as_text().map(str::to_owned)
        };
        let mut names = BTreeSet::new();
        for (key, &row) in &table.rows {
            for own in [Some(key.to_string()), text("name", row), text("kind", row)].into_iter().flatten() {
                let places = [text("country", row), text("zone", row)].into_iter().flatten();
                let placed = places.scan(own.clone(), |name, place| {
                    *name = format!("{name}/{place}");
                    Some(name.clone())
                });
                names.extend(placed);
                names.insert(own);
            }
        }
        names
    }

    /// A calendar of some intervals, in any order.
    fn of(mut all: Vec<(Day, Day)>) -> Self {
        all.sort_unstable();
        let mut intervals: Vec<(Day, Day)> = Vec::new();
        for (first, last) in all {
            match intervals.last_mut() {
                Some(before) if first.0 <= before.1.0.saturating_add(1) => before.1 = before.1.max(last),
                _ => intervals.push((first, last)),
            }
        }
        Calendar { intervals }
    }

    /// Whether a day is one of the calendar's.
    pub fn has(&self, day: Day) -> bool {
        let after = self.intervals.partition_point(|(first, _)| *first <= day);
        after > 0 && day <= self.intervals[after - 1].1
    }
}

/// Whether a country and a zone are those asked for, or lie within the country asked for.
fn starts_with(places: &[String], asked: &str) -> bool {
    let mut places = places.iter();
    asked.split('/').all(|asked| places.next().is_some_and(|place| place == asked))
}

/// Takes `during 'calendar'`, if it stands at the cursor.
pub(crate) fn read_calendar(parser: &mut Parser) -> Option<Read<(String, Place)>> {
    parser.take_word("during").then(|| parser.expect_text())
}

/// Writes `during 'calendar'`.
pub(crate) fn print_calendar(calendar: &str, printer: &mut Printer) {
    printer.write("during ");
    printer.text(calendar);
}

impl During {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "during",
        example: "any(order where at during 'winter sales')",
        reading: Reading::AfterValue(During::read),
        said: &[Said::of("during", r#"{"during":{"value":"$v:subject","calendar":"$x:text"}}"#)],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let calendar = read_calendar(parser)?;
        let value = Box::new(value.take()?);
        Some(calendar.map(|(calendar, place)| During { value, calendar, place }.into()))
    }
}

impl TestForm for During {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(" ");
        print_calendar(&self.calendar, printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.date(&self.value);
        if self.calendar.trim().is_empty() {
            checker.note(Problem::new(Phrase::new("problem-empty-text"), self.place));
        } else if let Some(calendars) = &checker.schema.calendars
            && !calendars.contains(&self.calendar)
        {
            let key = if calendars.is_empty() { "problem-no-calendars" } else { "problem-unknown-calendar" };
            let phrase = Phrase::new(key).with("name", &self.calendar);
            let known = calendars.iter().map(String::as_str);
            checker.note(Problem::new(phrase, self.place).suggesting(&self.calendar, known));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let calendar = Calendar::named(&self.calendar, moment.world.tables);
        moment.day(&self.value).is_some_and(|day| calendar.has(day))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        lowering.node(Op::During { value, calendar: self.calendar.clone() }, None)
    }
}
