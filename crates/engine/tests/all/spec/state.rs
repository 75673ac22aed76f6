//! What a spec file has said so far: the base, the instant, and the reference tables and segments it named.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use model::columns::TableColumns;
use model::columns::timelines::ColumnBuilder;
use model::forms::{CALENDARS, Calendar};
use model::schema::{Field, Schema, Vocabulary};
use model::segmentation::exclusive;
use model::text::parser::parse;
use model::time::{Instant, Zone};
use model::value::Type;

use super::customers::{type_named, value};
use super::document::{Block, split};
use crate::generate::columns::computed_columns;
use crate::generate::computed;
use crate::received::Received;
use crate::stored::Stored;
use crate::verdicts::Base;

/// Something read, or why it cannot be.
pub(super) type Said<T> = Result<T, String>;

/// The base that cases are about.
pub(super) struct State {
    pub(super) base: Base,
    pub(super) at: Instant,
    /// What was received of each customer.
    pub(super) received: Vec<Received>,
    /// Whether the block says when things were received.
    pub(super) has_receipts: bool,
    /// The base on disk that holds what was received, made when a case first asks it.
    stored: OnceCell<Stored>,
}

impl State {
    /// An empty base with the shipped words.
    pub(super) fn new() -> Self {
        let Vocabulary { schema, settings } = Vocabulary::shipped();
        let schema = Schema { calendars: Some(BTreeSet::new()), ..schema };
        let zone = Zone::named(&settings.timezone).expect("the shipped zone exists");
        let (tables, segments, timelines) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let base = Base { schema, settings, zone, tables, segments, timelines };
        State { base, at: Instant(0), received: Vec::new(), has_receipts: false, stored: OnceCell::new() }
    }

    /// Starts a new base, whose tables and segments are yet to come.
    pub(super) fn begin(&mut self) {
        *self = State::new();
    }

    /// The base as known at an instant.
    pub(super) fn known_at(&self, known_at: Option<Instant>) -> Base {
        if !self.has_receipts {
            return self.base.clone();
        }
        let timelines = self.received.iter().map(|received| received.timeline(&self.base.schema, known_at));
        Base { timelines: timelines.collect(), ..self.base.clone() }
    }

    /// What was received, as a base on disk.
    pub(super) fn stored(&self) -> &Stored {
        self.stored.get_or_init(|| Stored::new(&self.base, &self.received))
    }

    /// Reads a day, a local time or an instant.
    pub(super) fn instant(&self, text: &str) -> Said<Instant> {
        self.base.zone.parse(text.trim()).ok_or(format!("`{text}` is no instant"))
    }

    /// Takes a `table NAME` block: a line of fields, the first one the key, and a line for each row.
    pub(super) fn table(&mut self, block: &Block) -> Said<()> {
        let name = block.words.get(1).ok_or("a table has a name")?;
        let mut lines = block.lines.iter().map(|(_, line)| line.split('|').map(str::trim).collect::<Vec<_>>());
        let header = lines.next().ok_or("a table has a line of fields")?;
        let table = self.base.schema.tables.entry(name.clone()).or_default();
        table.key = header[0].to_owned();
        let mut columns = Vec::new();
        for cell in &header[1..] {
            let (field, kind) =
                cell.split_once(':').map_or((*cell, None), |(field, kind)| (field.trim(), Some(kind.trim())));
            if let Some(kind) = kind {
                let (kind, to) =
                    kind.split_once("->").map_or((kind, None), |(kind, to)| (kind.trim(), Some(to.trim())));
                let field_of = Field { table: to.map(str::to_owned), ..Field::of(type_named(kind)?) };
                table.fields.insert(field.to_owned(), field_of);
            }
            let kind = table.fields.get(field).ok_or(format!("no field `{field}`"))?.kind;
            columns.push((field.to_owned(), kind, ColumnBuilder::new(kind)));
        }
        let mut rows = BTreeMap::new();
        for (position, cells) in lines.enumerate() {
            let Some(code) = value(cells[0], Type::Text, &self.base.zone)?.as_text().map(Box::from) else {
                return Err("a row has a code".to_owned());
            };
            rows.insert(code, position as u32);
            for ((_, kind, column), cell) in columns.iter_mut().zip(&cells[1..]) {
                column.push(&value(cell, *kind, &self.base.zone)?);
            }
        }
        let fields = columns.into_iter().map(|(field, _, column)| (field, column.finish())).collect();
        let columns = TableColumns { rows, fields };
        if name == CALENDARS {
            self.base.schema.calendars = Some(Calendar::names(&columns));
        }
        self.base.tables.insert(name.clone(), columns);
        Ok(())
    }

    /// Takes a `segment ID` block: its definition.
    pub(super) fn segment(&mut self, block: &Block) -> Said<()> {
        let id = block.words.get(1).ok_or("a segment has an id")?;
        let text: Vec<&str> = block.lines.iter().map(|(_, line)| line.as_str()).collect();
        let parsed = parse(&text.join("\n"));
        let test = parsed.test.filter(|_| parsed.problems.is_empty()).ok_or(format!("{:?}", parsed.problems))?;
        self.base.segments.insert(id.clone(), test);
        Ok(())
    }

    /// Takes an `attribute NAME` block: the expression of a computed attribute.
    pub(super) fn attribute(&mut self, block: &Block) -> Said<()> {
        let name = block.words.get(1).ok_or("an attribute has a name")?;
        let lines: Vec<&str> = block.lines.iter().map(|(_, line)| line.as_str()).collect();
        let found = computed(&[(name.as_str(), &lines.join("\n"))], &self.base.schema);
        if let Some((_, problems)) = found.wrong.first() {
            return Err(format!("{problems:?}"));
        }
        self.base.schema.computed = found.computed;
        Ok(())
    }

    /// Takes a `column TABLE.NAME` block: the fold of a computed column.
    pub(super) fn column(&mut self, block: &Block) -> Said<()> {
        let id = block.words.get(1).ok_or("a column has a name")?;
        let lines: Vec<&str> = block.lines.iter().map(|(_, line)| line.as_str()).collect();
        let (found, wrong) = computed_columns(&[(id.as_str(), &lines.join("\n"))], &self.base.schema);
        if let Some((_, problems)) = wrong.first() {
            return Err(format!("{problems:?}"));
        }
        self.base.schema.columns = found;
        Ok(())
    }

    /// Takes a `segmentation ID` block: its parts in order, the rest without definition.
    pub(super) fn segmentation(&mut self, block: &Block) -> Said<()> {
        let id = block.words.get(1).ok_or("a segmentation has an id")?;
        let (mut ids, mut tests, mut with_rest) = (Vec::new(), Vec::new(), false);
        for (_, line) in &block.lines {
            let (part, definition) = line.split_once(':').ok_or("a part has a name and a colon")?;
            ids.push(format!("{id}/{}", part.trim()));
            with_rest = definition.trim().is_empty();
            if !with_rest {
                let parsed = parse(definition);
                tests.push(parsed.test.filter(|_| parsed.problems.is_empty()).ok_or(format!("{:?}", parsed.problems))?);
            }
        }
        self.base.segments.extend(ids.into_iter().zip(exclusive(&tests, with_rest)));
        Ok(())
    }

    /// The customers of a list of names; `everyone`, `nobody`.
    pub(super) fn named(&self, text: &str) -> Said<Vec<bool>> {
        let mut chosen = vec![text == "everyone"; self.base.timelines.len()];
        for name in split(text, ',').iter().filter(|_| text != "everyone" && text != "nobody") {
            chosen[self.position(name)?] = true;
        }
        Ok(chosen)
    }

    /// The position of a customer.
    pub(super) fn position(&self, name: &str) -> Said<usize> {
        let found = self.base.timelines.iter().position(|timeline| timeline.id == name);
        found.ok_or(format!("no customer `{name}`"))
    }

    /// The names of customers.
    pub(super) fn names(&self, chosen: &[bool]) -> String {
        let chosen = self.base.timelines.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        let names: Vec<&str> = chosen.map(|(timeline, _)| timeline.id.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    }
}
