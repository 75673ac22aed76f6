//! Putting parts together: when too many of one stream cover the same customers, they are read, merged and written anew.
//!
//! Every row stays, with the time of its receipt and replaced versions included, so that any past can still be told. The
//! old files stay until the base is next opened to write: those who opened it before go on reading them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use model::columns::Column;
use model::schema::{Field, Schema, Stream};
use model::value::Type;

use crate::arriving::commit::{Draft, Prepared};
use crate::arriving::outlet::Outlet;
use crate::part::loose::{self, Loose, Owned};
use crate::part::reading::{self, Reading, Whom};
use crate::part::sorting::{self, Keys};
use crate::part::{self, PROFILE, Part, SHARD, names};
use crate::{Error, Store, catalogue};

/// Deltas of a shard beside its base, at most.
const MOST_DELTAS: usize = 4;
/// Deltas hold at most this share of the rows of their base.
const DELTA_SHARE: u64 = 4;
/// Files of few rows, at most.
const MOST_SMALL_FILES: usize = 32;
/// Rows put together at once, about.
const ROWS_AT_ONCE: u64 = 1 << 20;

/// What putting parts together came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Parts that were put together.
    pub parts_before: u64,
    /// Parts there are in their stead.
    pub parts_after: u64,
}

/// Parts of one folder that are to be put together.
struct Job {
    parts: Vec<Part>,
}

impl Store {
    /// Puts together all parts that cover the same customers of one stream, and the small files of all streams.
    pub fn compact(&mut self) -> Result<Compacted, Error> {
        self.writable()?;
        let jobs = self.jobs(|clusters| clusters.to_vec());
        self.put_together(jobs, true)
    }

    /// Puts together the parts of streams that have too many.
    pub(crate) fn compact_where_needed(&mut self) -> Result<Compacted, Error> {
        let jobs = self.jobs(too_many);
        let small: BTreeSet<PathBuf> = self.small_parts().iter().map(|part| part.path(&self.dir)).collect();
        self.put_together(jobs, small.len() > MOST_SMALL_FILES)
    }

    /// What is to be put together of the parts that overlap: all parts of a folder are given.
    fn jobs(&self, chosen: impl Fn(&[Part]) -> Vec<Part>) -> Vec<Job> {
        let mut folders: BTreeMap<&str, &BTreeMap<String, Field>> = BTreeMap::new();
        let by_name: BTreeMap<String, &String> =
            self.schema.streams.keys().map(|name| (part::folder(name), name)).collect();
        for (folder, name) in &by_name {
            folders.insert(folder, &self.schema.streams[*name].fields);
        }
        folders.insert(PROFILE, &self.schema.attributes);
        let mut parts: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
        for part in &self.parts {
            parts.entry(&part.folder).or_default().push(part.clone());
        }
        let mut jobs = Vec::new();
        for (folder, of_folder) in parts.into_iter().filter(|(_, parts)| parts.len() > 1) {
            // Tables are written whole each time.
            let Some(fields) = folders.get(folder) else { continue };
            for cluster in clusters(of_folder) {
                for parts in alike(chosen(&cluster)) {
                    // A field that the schema lost is not to be lost for ever.
                    let is_known = parts.iter().flat_map(|part| &part.fields).all(|name| fields.contains_key(name));
                    if parts.len() > 1 && is_known {
                        jobs.push(Job { parts });
                    }
                }
            }
        }
        jobs
    }

    /// Parts of streams that lie in files of few rows.
    fn small_parts(&self) -> Vec<Part> {
        let mut rows: BTreeMap<PathBuf, u64> = BTreeMap::new();
        for part in &self.parts {
            *rows.entry(part.path(&self.dir)).or_default() += part.rows;
        }
        let is_small =
            |part: &&Part| !part.folder.starts_with('@') && rows[&part.path(&self.dir)] < self.sizes.small_rows;
        self.parts.iter().filter(is_small).cloned().collect()
    }

    fn put_together(&mut self, mut jobs: Vec<Job>, with_small: bool) -> Result<Compacted, Error> {
        if with_small {
            let taken: BTreeSet<u64> = jobs.iter().flat_map(|job| &job.parts).map(|part| part.id).collect();
            let mut small: BTreeMap<String, Vec<Part>> = BTreeMap::new();
            for part in self.small_parts().into_iter().filter(|part| !taken.contains(&part.id)) {
                small.entry(part.folder.clone()).or_default().push(part);
            }
            let known = |parts: &Vec<Part>| {
                let fields = fields_of(&self.schema, &parts[0].folder);
                parts
                    .iter()
                    .flat_map(|part| &part.fields)
                    .all(|name| fields.is_some_and(|fields| fields.contains_key(name)))
            };
            let found: Vec<Job> =
                small.into_values().flat_map(alike).filter(known).map(|parts| Job { parts }).collect();
            if jobs.len() + found.len() > 1 {
                jobs.extend(found);
            }
        }
        if jobs.is_empty() {
            return Ok(Compacted::default());
        }
        let mut draft = Draft::new(self, &self.schema, i64::MIN);
        let mut small = Vec::new();
        for job in &jobs {
            small.extend(job.write(&mut draft)?);
            draft.replaced.extend(job.parts.iter().map(|part| part.id));
        }
        loose::write_small(&mut draft, small)?;
        let Prepared { parts, replaced, .. } = draft.prepared();
        let compacted = Compacted { parts_before: replaced.len() as u64, parts_after: parts.len() as u64 };
        let transaction = self.connection.unchecked_transaction()?;
        for id in &replaced {
            catalogue::remove_part(&transaction, *id)?;
        }
        // The facts are the same, and so is their version.
        for part in &parts {
            catalogue::add_part(&transaction, part, self.version)?;
        }
        self.disk.commit(transaction)?;
        self.parts.retain(|part| !replaced.contains(&part.id));
        self.parts.extend(parts);
        Ok(compacted)
    }
}

/// The fields of the stream, or the attributes, whose rows are in a folder.
fn fields_of<'s>(schema: &'s Schema, folder: &str) -> Option<&'s BTreeMap<String, Field>> {
    if folder == PROFILE {
        return Some(&schema.attributes);
    }
    stream_of(schema, folder).map(|stream| &stream.fields)
}

fn stream_of<'s>(schema: &'s Schema, folder: &str) -> Option<&'s Stream> {
    schema.streams.iter().find(|(name, _)| part::folder(name) == folder).map(|(_, stream)| stream)
}

/// Parts that keep each field in one type: as it came, each value is kept for good.
fn alike(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut alike: BTreeMap<BTreeMap<String, Type>, Vec<Part>> = BTreeMap::new();
    for part in parts {
        alike.entry(part.kinds.clone()).or_default().push(part);
    }
    alike.into_values().collect()
}

fn shards(part: &Part) -> Range<u32> {
    part.first / SHARD..part.last / SHARD + 1
}

/// Parts of one folder by runs of shards that have no part in common.
fn clusters(mut parts: Vec<Part>) -> Vec<Vec<Part>> {
    parts.sort_by_key(|part| (part.first / SHARD, part.id));
    let mut clusters: Vec<(u32, Vec<Part>)> = Vec::new();
    for part in parts {
        let shards = shards(&part);
        match clusters.last_mut().filter(|(end, _)| shards.start < *end) {
            Some((end, cluster)) => {
                *end = shards.end.max(*end);
                cluster.push(part);
            }
            None => clusters.push((shards.end, vec![part])),
        }
    }
    clusters.into_iter().map(|(_, parts)| parts).collect()
}

/// The parts of a cluster that are to be put together: all when deltas hold a good share of the rows, else the deltas
/// when they are too many.
fn too_many(cluster: &[Part]) -> Vec<Part> {
    let mut by_rows: Vec<&Part> = cluster.iter().collect();
    by_rows.sort_by_key(|part| (std::cmp::Reverse(part.rows), part.id));
    let (mut base, mut deltas): (Vec<&Part>, Vec<Part>) = (Vec::new(), Vec::new());
    for part in by_rows {
        let overlaps = |other: &&Part| shards(other).start < shards(part).end && shards(part).start < shards(other).end;
        if base.iter().any(overlaps) {
            deltas.push(part.clone());
        } else {
            base.push(part);
        }
    }
    let rows = |parts: &mut dyn Iterator<Item = &Part>| parts.map(|part| part.rows).sum::<u64>();
    if rows(&mut deltas.iter()) * DELTA_SHARE > rows(&mut base.iter().copied()) && deltas.len() >= MOST_DELTAS {
        return cluster.to_vec();
    }
    let covering = |shard: u32| deltas.iter().filter(|part| shards(part).contains(&shard)).count();
    let is_crowded = deltas.iter().any(|part| covering(shards(part).start) > MOST_DELTAS);
    if is_crowded { deltas } else { Vec::new() }
}

impl Job {
    /// Reads the parts and writes their rows to new ones; gives back rows that are too few for a file of their own.
    fn write(&self, draft: &mut Draft<'_>) -> Result<Option<Loose>, Error> {
        let dir = &draft.store.dir;
        let folder = &self.parts[0].folder;
        let mut names = BTreeSet::new();
        for part in &self.parts {
            names.extend(reading::column_names(dir, part)?);
        }
        let is_keyed = stream_of(draft.schema, folder).is_some_and(Stream::has_versions);
        if !is_keyed && folder != PROFILE {
            // Those are of other streams in a shared file.
            names.retain(|name| ![names::CONTENT, names::DELIVERY, names::UPDATED].contains(&name.as_str()));
        }
        let kinds = fields_of(draft.schema, folder);
        let fields: BTreeSet<&String> = self.parts.iter().flat_map(|part| &part.fields).collect();
        let fields: Vec<(&str, Type)> = fields
            .into_iter()
            .filter_map(|name| Some((name.as_str(), self.parts[0].kind_of(name, kinds?.get(name)?))))
            .collect();
        let rows: u64 = self.parts.iter().map(|part| part.rows).sum();
        let received_at = self.parts.iter().map(|part| part.received_at).max().unwrap_or(0);
        let mut like = Part::to_be(folder.clone());
        like.fields = fields.iter().map(|(name, _)| (*name).to_owned()).collect();
        like.kinds = self.parts[0].kinds.clone();
        like.versions = self.parts.iter().any(|part| part.versions);
        like.dated = self.parts.iter().any(|part| part.dated);
        like.received_at = received_at;
        let read = |whom: Whom| merged(&draft.store.dir, &self.parts, whom, &names, &fields, &like);
        if rows < draft.store.sizes.small_rows && folder != PROFILE {
            return read(Whom::Everyone).map(Some);
        }
        let wide = self.wide(draft, &fields)?;
        let mut outlet = Outlet::new(like.clone());
        for (start, end) in self.ranges(rows) {
            let loose = merged(&draft.store.dir, &self.parts, Whom::Among(start, end), &names, &fields, &like)?;
            loose.write(draft, &mut outlet, &wide)?;
        }
        outlet.close(draft)?;
        Ok(None)
    }

    /// Ranges of customers with about as many rows as are put together at once; none crosses a shard.
    fn ranges(&self, rows: u64) -> Vec<(u32, u32)> {
        let first = self.parts.iter().map(|part| part.first / SHARD).min().unwrap_or(0);
        let last = self.parts.iter().map(|part| part.last / SHARD).max().unwrap_or(0);
        let of_shard = rows / u64::from(last - first + 1);
        let cuts = (of_shard / ROWS_AT_ONCE + 1).next_power_of_two().min(u64::from(SHARD)) as u32;
        let step = SHARD / cuts;
        let range = |number: u32| {
            let start = (first * SHARD).saturating_add(number.saturating_mul(step));
            (start, start.saturating_add(step))
        };
        (0..(last - first + 1).saturating_mul(cuts)).map(range).collect()
    }

    /// Fields that have a value beyond what a decimal holds.
    fn wide(&self, draft: &Draft<'_>, fields: &[(&str, Type)]) -> Result<Vec<String>, Error> {
        let mut wide = BTreeSet::new();
        for part in &self.parts {
            wide.extend(reading::wide_columns(&draft.store.dir, part)?);
        }
        let is_field = |name: &String| fields.iter().any(|(field, _)| field == name);
        Ok(wide.into_iter().filter(is_field).collect())
    }
}

/// The rows that some customers have in some parts, in order.
fn merged(
    dir: &std::path::Path,
    parts: &[Part],
    whom: Whom,
    names: &BTreeSet<String>,
    fields: &[(&str, Type)],
    like: &Part,
) -> Result<Loose, Error> {
    let reading = Reading::new(dir, parts, whom)?;
    let has = |name: &str| names.contains(name);
    let at = reading.instants(names::AT)?;
    let identities = reading.hashes(names::IDENTITY)?;
    let contents = if has(names::CONTENT) { Some(reading.hashes(names::CONTENT)?) } else { None };
    let messages = if has(names::MESSAGE) { reading.columns(&[(names::MESSAGE, Type::Text)])?.pop() } else { None };
    let received = reading.received(parts)?;
    let texts = messages.as_ref().and_then(|column| match column {
        Column::Text(texts) => Some(texts),
        Column::Integer(_) => None,
    });
    let places = whom.places(&reading.customers);
    let n_places = places.iter().max().map_or(0, |&last| last as usize + 1);
    let is_profile = like.folder == PROFILE;
    let told_by = contents.as_ref().filter(|_| is_profile).unwrap_or(&identities);
    let keys = Keys { customers: &places, at: &at, messages: texts, identities: told_by, last: Some(&received) };
    let order = sorting::sort(keys, n_places, |_| false).order;
    let rows = || order.iter().map(|&row| row as usize);
    let instants = |values: &[i64]| Owned::Instants(rows().map(|row| values[row]).collect());
    let hashes = |values: &[u64]| Owned::Hashes(rows().map(|row| values[row]).collect());
    let mut columns = vec![(names::AT, instants(&at)), (names::IDENTITY, hashes(&identities))];
    columns.extend(texts.map(|texts| {
        let codes = rows().map(|row| texts.codes[row]).collect();
        (names::MESSAGE, Owned::Texts(model::columns::TextColumn { codes, dictionary: texts.dictionary.clone() }))
    }));
    columns.extend(contents.as_ref().map(|contents| (names::CONTENT, hashes(contents))));
    if has(names::DELIVERY) {
        // A part without messages has no such column.
        let none = |delivery: u64| if delivery == model::columns::MISSING as u64 { 0 } else { delivery };
        let deliveries: Vec<u64> = reading.hashes(names::DELIVERY)?.into_iter().map(none).collect();
        columns.push((names::DELIVERY, hashes(&deliveries)));
    }
    if has(names::UPDATED) {
        columns.push((names::UPDATED, instants(&reading.instants(names::UPDATED)?)));
    }
    columns.push((names::RECEIVED, instants(&received)));
    let mut columns: Vec<(String, Owned)> =
        columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect();
    for ((name, kind), column) in fields.iter().zip(reading.columns(fields)?) {
        columns.push(((*name).to_owned(), Owned::Field(column.gathered(&order), *kind)));
    }
    let customers = rows().map(|row| reading.customers[row]).collect();
    Ok(Loose { part: like.clone(), customers, columns })
}
