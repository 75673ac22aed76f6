//! What a definition means: one customer, one instant, plain code. Every engine must agree with this.
//!
//! Each form says its own meaning in its `holds` or `value`; here is what they share: names, rows that exist, and
//! the comparison of values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::columns::TableColumns;
use crate::columns::timelines::value_at;
use crate::decimal::Decimal;
use crate::distribution::Distribution;
use crate::forms::{Compared, Relation, Test, Value};
use crate::names::{BIRTH_DATE, Reference, Scope, parent_of, resolve, resolve_stream};
use crate::schema::{Schema, Settings, Standing, Stream};
use crate::time::{Day, Instant, Zone};
use crate::timeline::{Row, Timeline};
use crate::value::{Type, Value as Held};

/// What evaluation needs beside the timeline: the words, settings, tables, segments and cut-offs of the base.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The words of the base.
    pub schema: &'a Schema,
    /// The choices of the base.
    pub settings: &'a Settings,
    /// Its time zone.
    pub zone: &'a Zone,
    /// Its reference tables.
    pub tables: &'a BTreeMap<String, TableColumns>,
    /// Its segments, by id.
    pub segments: &'a BTreeMap<String, Test>,
    /// The cut-offs in force, by [`Compared::cut_off_key`], and what is counted of relatives, by
    /// [`Relation::cut_off_key`].
    pub cut_offs: &'a BTreeMap<String, Distribution>,
}

/// A customer (and maybe one of their rows) at an instant.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The base.
    pub world: World<'a>,
    /// The customer.
    pub timeline: &'a Timeline,
    /// The instant.
    pub at: Instant,
    /// The row at hand and its stream, inside a filter; `including_cancelled` says whether it is read as it came.
    pub row: Option<(&'a str, &'a Row, bool)>,
}

/// Whether a customer is a member at an instant: in the population then, and the test holds.
pub fn is_member(test: &Test, timeline: &Timeline, at: Instant, world: World<'_>) -> bool {
    timeline.is_present(at) && Moment { world, timeline, at, row: None }.holds(test)
}

/// The cut-offs of a comparison as of an instant, from the timelines of the whole base.
pub fn cut_offs(compared: &Compared, timelines: &[Timeline], at: Instant, world: World<'_>) -> Distribution {
    let present = timelines.iter().filter(|timeline| timeline.is_present(at));
    Distribution::of(present.filter_map(|timeline| compared.entry(&Moment { world, timeline, at, row: None })))
}

/// What is counted of relatives as of an instant, from the timelines of the whole base: for each group a 1 for every
/// member who passes the test, a 0 for every other one.
pub fn counted(relation: &Relation<'_>, timelines: &[Timeline], at: Instant, world: World<'_>) -> Distribution {
    let present = timelines.iter().filter(|timeline| timeline.is_present(at));
    let entries = present.filter_map(|timeline| relation.entry(&Moment { world, timeline, at, row: None }));
    Distribution::of(entries.map(|(group, passes)| (group, Decimal::whole(i64::from(passes)))))
}

impl<'a> Moment<'a> {
    /// Whether a test holds.
    pub fn holds(&self, test: &Test) -> bool {
        test.form().holds(self)
    }

    /// The value of an expression.
    pub fn value(&self, value: &Value) -> Held {
        value.form().value(self)
    }

    /// The local day of a value that is a date or a moment.
    pub fn day(&self, value: &Value) -> Option<Day> {
        day_of(&self.value(value), self.world.zone)
    }

    /// The value that a name stands for.
    pub fn named(&self, name: &str) -> Held {
        match resolve(self.world.schema, self.scope(), name) {
            Some((Reference::At, _)) => self.row.map_or(Held::Missing, |(_, row, _)| Held::Instant(row.at)),
            Some((Reference::Age, _)) => self.named_age(),
            Some((Reference::Computed(name), _)) => {
                self.world.schema.computed.get(&name).map_or(Held::Missing, |computed| self.value(&computed.value))
            }
            Some((Reference::Own(full), _)) => self.own(&full),
            Some((Reference::Through { pointer, table, field }, kind)) => {
                let code = self.own(&pointer);
                let table = self.world.tables.get(&table);
                table.zip(code.as_text()).map_or(Held::Missing, |(table, code)| table_value(table, code, &field, kind))
            }
            Some((Reference::Parent { stream, name }, _)) => match self.parent_row() {
                Some((row, as_it_came)) => Moment { row: Some((&stream, row, as_it_came)), ..*self }.named(&name),
                None => Held::Missing,
            },
            None => Held::Missing,
        }
    }

    /// Where names are read.
    pub(crate) fn scope(&self) -> Scope<'a> {
        self.row.map_or(Scope::Customer, |(stream, _, _)| Scope::Row(stream))
    }

    /// The version in force of the parent of the row at hand, and whether the row is read as it came.
    fn parent_row(&self) -> Option<(&'a Row, bool)> {
        let (stream, row, as_it_came) = self.row?;
        let (parent, key) = parent_of(self.world.schema, stream)?;
        Some((self.in_force_of(parent, key, row)?, as_it_came))
    }

    /// The version in force of the row of a stream that has the key of another row.
    fn in_force_of(&self, stream: &str, key: &str, of: &Row) -> Option<&'a Row> {
        let rows = self.timeline.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let same_key = |row: &&Row| !of.field(key).is_missing() && row.field(key) == of.field(key);
        rows.iter().filter(same_key).find(|row| in_force(row, rows, self.at))
    }

    fn named_age(&self) -> Held {
        let birth = day_of(self.timeline.attribute(BIRTH_DATE, self.at), self.world.zone);
        let today = self.world.zone.day(self.at);
        Held::number(birth.map(|birth| Decimal::whole(today.years_since(birth))))
    }

    fn own(&self, name: &str) -> Held {
        let Some((stream, row, as_it_came)) = self.row else {
            return self.timeline.attribute(name, self.at).clone();
        };
        let value = row.field(name).clone();
        let nets = name == QUANTITY && !as_it_came && self.world.schema.streams.get(stream).is_some_and(nets_returns);
        match (row.field(RETURNED).as_number(), value.as_number()) {
            (Some(returned), Some(quantity)) if nets => Held::number(quantity.minus(returned)),
            _ => value,
        }
    }

    /// The rows that a name stands for here, in order, with their stream: those of the customer, or inside a filter the
    /// children of the row at hand.
    pub fn rows(&self, name: &str, including_cancelled: bool) -> (&'a str, Vec<&'a Row>) {
        let schema = self.world.schema;
        let Some(stream) = resolve_stream(schema, self.scope(), name) else { return ("", Vec::new()) };
        let mut rows = self.existing_rows(stream, including_cancelled);
        if let Some(((_, parent, _), (_, key))) = self.row.zip(parent_of(schema, stream)) {
            rows.retain(|row| !row.field(key).is_missing() && row.field(key) == parent.field(key));
        }
        (stream, rows)
    }

    /// The rows of a stream that exist at the instant, in order.
    pub fn existing_rows(&self, stream: &str, including_cancelled: bool) -> Vec<&'a Row> {
        let rows = self.timeline.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let exists = |row: &&Row| row.at <= self.at && in_force(row, rows, self.at);
        let counts = |row: &&Row| including_cancelled || self.counts(stream, row);
        rows.iter().filter(exists).filter(counts).collect()
    }

    /// Whether a row counts: neither its status, nor its parent's, nor a return takes it away.
    fn counts(&self, stream: &str, row: &Row) -> bool {
        let Some(words) = self.world.schema.streams.get(stream) else { return true };
        let status_counts = |status: &Option<String>, row: &Row| {
            let word = status.as_ref().and_then(|field| row.field(field).as_text());
            word.is_none_or(|word| self.world.settings.standing(word) == Standing::Counts)
        };
        if !status_counts(&words.status, row) || (nets_returns(words) && is_wholly_returned(row)) {
            return false;
        }
        let Some((parent, key)) = parent_of(self.world.schema, stream) else { return true };
        let status = self.world.schema.streams.get(parent).and_then(|words| words.status.clone());
        let parent = self.in_force_of(parent, key, row);
        parent.is_none_or(|parent| status_counts(&status, parent))
    }
}

fn day_of(value: &Held, zone: &Zone) -> Option<Day> {
    match value {
        Held::Date(day) => Some(*day),
        Held::Instant(at) => Some(zone.day(*at)),
        _ => None,
    }
}

/// Field of a line whose value is net of what came back.
pub const QUANTITY: &str = "quantity";
/// Field of a line that says how much came back.
pub const RETURNED: &str = "returned_quantity";

/// Whether quantities of a stream are read net of what came back: lines with both fields, counted alike. Rows computed
/// from lines are not lines.
pub fn nets_returns(stream: &Stream) -> bool {
    let kind = |field: &str| stream.fields.get(field).map(|field| field.kind).filter(|kind| kind.is_numeric());
    stream.grouping.is_none() && kind(QUANTITY).is_some() && kind(QUANTITY) == kind(RETURNED)
}

fn is_wholly_returned(row: &Row) -> bool {
    let returned = row.field(RETURNED).as_number().zip(row.field(QUANTITY).as_number());
    returned.is_some_and(|(returned, quantity)| returned > Decimal::ZERO && returned >= quantity)
}

/// Whether a row is the version of its subject in force at an instant: the one with the greatest `valid_from` so far,
/// the last of the row order among equals, unless others took its place.
fn in_force(row: &Row, rows: &[Row], at: Instant) -> bool {
    if row.valid_to.is_some_and(|to| to <= at) {
        return false;
    }
    let versions = rows.iter().filter(|other| other.identity == row.identity && other.valid_from <= at);
    versions.max_by_key(|version| version.valid_from).is_some_and(|version| std::ptr::eq(version, row))
}

/// The value of a reference table's field for a code.
fn table_value(table: &TableColumns, code: &str, field: &str, kind: Type) -> Held {
    let Some(column) = table.fields.get(field) else { return Held::Missing };
    table.rows.get(code).map_or(Held::Missing, |&row| value_at(column, kind, row as usize))
}

/// Whether two values are equal; a moment equals a day when that is its local day.
pub fn are_equal(left: &Held, right: &Held, zone: &Zone) -> bool {
    compare(left, right, zone).is_some_and(Ordering::is_eq)
}

/// The order of two values; a moment compared with a day is taken at its local day.
pub fn compare(left: &Held, right: &Held, zone: &Zone) -> Option<Ordering> {
    match (left, right) {
        (Held::Instant(at), Held::Date(day)) => Some(zone.day(*at).cmp(day)),
        (Held::Date(day), Held::Instant(at)) => Some(day.cmp(&zone.day(*at))),
        _ => left.compare(right),
    }
}
