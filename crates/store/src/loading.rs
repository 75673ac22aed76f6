//! What readers ask a base for: wanted columns of all customers, or everything of one.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::timelines::{parents, timelines};
use model::columns::{AttributeColumn, BaseColumns, Column, MISSING, StreamColumns, Wanted};
use model::schema::{Field, Stream, kept_name};
use model::timeline::Timeline;
use model::value::Type;

use crate::part::attributes;
use crate::part::reading::{View, Whom};
use crate::part::rows::{self, Request};
use crate::part::{self, PROFILE};
use crate::{Error, Store, grouping};

/// The attribute that says since when a customer is one.
const SIGNED_UP: &str = "signed_up_at";

impl Store {
    /// The wanted columns of all customers, reference tables always. A stream whose rows belong to another's (lines to
    /// orders) comes with that parent when the parent's status or versions decide whether the row exists.
    /// Message ids and identities are left out unless rows are wanted in full.
    pub fn columns(&self, wanted: &Wanted) -> Result<BaseColumns, Error> {
        let mut base = self.load(wanted, Whom::Everyone)?;
        base.tables = self.tables()?;
        Ok(base)
    }

    /// The wanted columns of a run of customers, reference tables whole: customer `c` is at `c - customers.start`. Only
    /// what may hold rows of these customers is read. Numbers that no customer has are left out.
    pub fn columns_of(&self, wanted: &Wanted, customers: std::ops::Range<u32>) -> Result<BaseColumns, Error> {
        let end = customers.end.min(self.n_customers() as u32);
        let mut base = self.load(wanted, Whom::Among(customers.start.min(end), end))?;
        base.tables = self.tables()?;
        Ok(base)
    }

    /// Everything known of one customer. A number that no customer has gets an empty timeline.
    pub fn timeline(&self, customer: u32) -> Result<Timeline, Error> {
        if customer as usize >= self.n_customers() {
            return Ok(Timeline::default());
        }
        let fields = |stream: &Stream| stream.fields.keys().cloned().collect();
        let wanted = Wanted {
            streams: self.schema.streams.iter().map(|(name, stream)| (name.clone(), fields(stream))).collect(),
            attributes: self.schema.attributes.keys().cloned().collect(),
            ids: false,
            lists: self.list_ids()?,
            in_full: true,
        };
        let base = self.load(&wanted, Whom::One(customer))?;
        Ok(timelines(&base, &self.schema, &[self.primary_id(customer)?]).pop().unwrap_or_default())
    }

    /// How the base is looked at.
    pub(crate) fn view(&self) -> View<'_> {
        View { known_at: self.known_at, merging: &self.merging, business: &self.business, fills: &self.fills }
    }

    pub(crate) fn load(&self, wanted: &Wanted, whom: Whom) -> Result<BaseColumns, Error> {
        let n_customers = whom.count(self.n_customers());
        let kept = |name: &String| kept_name(&self.schema.attributes, name).to_owned();
        let mut names: BTreeSet<String> = wanted.attributes.iter().map(kept).collect();
        names.insert(SIGNED_UP.to_owned());
        let profile = self.parts_of(PROFILE);
        let (view, of) = (self.view(), self.n_customers());
        let (mut attributes, left) = self.cached_attributes(&names, whom);
        attributes.extend(attributes::read(&self.dir, &profile, &self.schema, &left, whom, of, view)?);
        let mut present_from = match whom {
            Whom::Everyone => self.first_seen_among(0..of)?,
            Whom::Among(start, end) => self.first_seen_among(start as usize..end as usize)?,
            // Who reads a timeline asks the timeline itself.
            Whom::One(_) => vec![i64::MIN],
        };
        if let Some(signed_up) = attributes.get(SIGNED_UP)
            && self.schema.attributes.get(SIGNED_UP).is_some_and(|field| field.kind == Type::Instant)
        {
            sign_up(&mut present_from, signed_up);
        }
        if !matches!(whom, Whom::One(_)) {
            self.merging.hide(&mut present_from, whom.first());
        }
        named_as_wanted(&mut attributes, &self.schema.attributes, &wanted.attributes);
        let mut streams = BTreeMap::new();
        for (name, fields) in self.needed_streams(&wanted.streams) {
            let kept_stream = self.schema.kept_stream(&name);
            let known = self.schema.streams.get(kept_stream).map(|stream| &stream.fields);
            let kept = |field: &String| known.map_or(field.as_str(), |known| kept_name(known, field)).to_owned();
            let kept_fields = fields.iter().map(kept).collect();
            if let Some(mut columns) = self.stream(kept_stream, &kept_fields, whom, wanted.in_full)? {
                if let Some(known) = known {
                    named_as_wanted(&mut columns.fields, known, &fields);
                }
                streams.insert(name, columns);
            }
        }
        self.link_parents(&mut streams);
        streams.retain(|_, columns| !columns.at.is_empty());
        let ids = if wanted.ids { self.ids_of(whom)? } else { Vec::new() };
        let lists = self.list_columns(&wanted.lists, whom.first()..whom.end(self.n_customers()))?;
        Ok(BaseColumns { n_customers, present_from, ids, streams, attributes, tables: BTreeMap::new(), lists })
    }

    /// The primary ids of those asked for.
    fn ids_of(&self, whom: Whom) -> Result<Vec<Box<str>>, Error> {
        let ids = self.customer_ids()?;
        let asked = whom.first() as usize..whom.end(ids.len()) as usize;
        Ok(ids.into_iter().skip(asked.start).take(asked.len()).map(String::into_boxed_str).collect())
    }

    /// The wanted streams, with the parents whose status or versions decide about their rows, and the fields that link
    /// the two.
    pub fn needed_streams(&self, wanted: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
        let mut needed = wanted.clone();
        for name in wanted.keys() {
            let Some((parent, key)) = self.parent_of(name) else {
                continue;
            };
            let status = self.schema.streams[parent].status.as_ref();
            let parts = self.parts_of(&self.folder_of(parent));
            let has_status = status.is_some_and(|status| parts.iter().any(|part| part.fields.contains(status)));
            if has_status || parts.iter().any(|part| part.versions) {
                needed.entry(name.clone()).or_default().insert(key.to_owned());
                let of_parent = needed.entry(parent.to_owned()).or_default();
                of_parent.insert(key.to_owned());
                of_parent.extend(status.cloned());
            }
        }
        needed
    }

    /// The parent of a stream's rows and the field that holds the parent's key.
    fn parent_of(&self, name: &str) -> Option<(&str, &str)> {
        let stream = self.schema.streams.get(name)?;
        let parent = stream.parent.as_deref()?;
        let key = self.schema.streams.get(parent)?.key.as_deref()?;
        stream.fields.contains_key(key).then_some((parent, key))
    }

    fn link_parents(&self, streams: &mut BTreeMap<String, StreamColumns>) {
        let names: Vec<String> = streams.keys().cloned().collect();
        for name in names {
            let linked =
                self.parent_of(&name).and_then(|(parent, key)| parents(&streams[&name], streams.get(parent)?, key));
            if let Some(child) = streams.get_mut(&name) {
                child.parents = linked;
            }
        }
    }

    /// The folder of the parts that a stream's rows are read from.
    fn folder_of(&self, name: &str) -> String {
        let grouping = self.schema.streams.get(name).and_then(|stream| stream.grouping.as_ref());
        part::folder(grouping.map_or(name, |grouping| &grouping.lines))
    }

    /// A stream's rows; `None` when the schema lacks it or it has none at all.
    fn stream(
        &self,
        name: &str,
        fields: &BTreeSet<String>,
        whom: Whom,
        in_full: bool,
    ) -> Result<Option<StreamColumns>, Error> {
        let Some(stream) = self.schema.streams.get(name) else {
            return Ok(None);
        };
        let parts = self.parts_of(&self.folder_of(name));
        if parts.is_empty() {
            return Ok(None);
        }
        let (n_customers, view) = (self.n_customers(), self.view());
        let request = |fields| Request { fields, whom, n_customers, view, in_full };
        let Some(grouping) = &stream.grouping else {
            if let Some(cached) = if in_full { None } else { self.cached_rows(name, stream, fields, whom) } {
                return Ok(Some(cached));
            }
            return rows::read(&self.dir, &parts, stream, &request(fields)).map(Some);
        };
        let Some(lines) = self.schema.streams.get(&grouping.lines) else {
            return Ok(None);
        };
        let is_whole = lines.key.is_none() && lines.whole.is_some();
        let needed = grouping::needed(grouping, fields);
        let cached = if in_full { None } else { self.cached_rows(&grouping.lines, lines, &needed, whom) };
        let lines = cached.map_or_else(|| rows::read(&self.dir, &parts, lines, &request(&needed)), Ok)?;
        let mut grouped = grouping::grouped(&lines, grouping, fields, is_whole, in_full);
        // A field that the lines do not have is missing in all rows.
        for name in fields.iter().filter(|name| !lines.fields.contains_key(*name)) {
            let kind = stream.fields.get(name).map(|field: &Field| field.kind);
            grouped.fields.extend(kind.map(|kind| (name.clone(), Column::missing(kind, grouped.at.len()))));
        }
        Ok(Some(grouped))
    }
}

/// Gives what is kept under one name the names under which it is wanted, and leaves out what is not.
fn named_as_wanted<T: Clone>(
    found: &mut BTreeMap<String, T>,
    fields: &BTreeMap<String, Field>,
    wanted: &BTreeSet<String>,
) {
    let renamed = wanted.iter().filter(|name| kept_name(fields, name) != name.as_str());
    let under_other: Vec<(String, T)> =
        renamed.filter_map(|name| Some((name.clone(), found.get(kept_name(fields, name))?.clone()))).collect();
    found.retain(|name, _| wanted.contains(name));
    found.extend(under_other);
}

/// Customers whose sign-up is known are present from it on.
fn sign_up(present_from: &mut [i64], signed_up: &AttributeColumn) {
    let (AttributeColumn::Constant(Column::Integer(values))
    | AttributeColumn::History { values: Column::Integer(values), .. }) = signed_up
    else {
        return;
    };
    for (customer, present) in present_from.iter_mut().enumerate() {
        let position = match signed_up {
            AttributeColumn::Constant(_) => Some(customer),
            AttributeColumn::History { offsets, .. } => {
                (offsets[customer] < offsets[customer + 1]).then_some(offsets[customer] as usize)
            }
        };
        if let Some(&first) = position.and_then(|position| values.get(position)).filter(|&&first| first != MISSING) {
            *present = first;
        }
    }
}
