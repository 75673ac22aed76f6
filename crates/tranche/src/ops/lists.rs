//! Lists of customers kept by hand: changing them, from ids or a file, and seeing who is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::identity::Key;
use model::phrase::{Phrase, Place, Problem};
use model::segment::is_id;
use model::time::Instant;
use store::ListEntry;

use super::base::Base;
use super::failure::Failure;

pub(crate) mod file;

/// What became of ids put in a list or taken out of it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Changed {
    /// Ids that moved.
    pub(crate) moved: usize,
    /// Ids that were in, or out, already.
    pub(crate) unchanged: usize,
    /// Ids that name nobody yet: they are kept, and hold when their customer comes.
    pub(crate) waiting: Vec<String>,
    /// What cannot be such an id.
    pub(crate) refused: Vec<String>,
}

/// A list and who is in it.
pub(crate) struct Shown {
    /// Its id.
    pub(crate) list: String,
    /// Primary ids of its customers, sorted.
    pub(crate) members: Vec<String>,
    /// Ids that name nobody yet.
    pub(crate) waiting: Vec<String>,
}

/// Puts ids in a list, or takes them out, as of an instant. `by` says what kind of ids they are; of whatever kind without.
pub(crate) fn change(
    base: &mut Base,
    list: &str,
    ids: &[String],
    (by, is_in): (Option<&str>, bool),
    (at, now): (Instant, Instant),
) -> Result<Changed, Failure> {
    if !is_id(list) {
        return Err(Failure::Failed(Phrase::new("problem-bad-segment-id").with("reason", list)));
    }
    if !is_in {
        known(base, list)?;
    }
    let mut last: BTreeMap<Key, bool> = BTreeMap::new();
    for entry in base.store.list_entries(list)?.into_iter().filter(|entry| entry.at <= at) {
        last.insert(entry.key, entry.is_in);
    }
    let mut changed = Changed::default();
    let (mut entries, mut seen) = (Vec::new(), BTreeSet::new());
    for id in ids {
        let any_kind = || Some(Key { kind: String::new(), value: id.trim().to_owned() });
        let key = by.map_or_else(any_kind, |kind| Key::new(kind, id)).filter(|key| !key.value.is_empty());
        match key {
            None => changed.refused.push(id.clone()),
            Some(key) if !seen.insert(key.clone()) => {}
            Some(key) if last.get(&key).copied().unwrap_or(false) == is_in && last.contains_key(&key) => {
                changed.unchanged += 1;
            }
            Some(key) => entries.push(ListEntry { key, is_in, at, received_at: now }),
        }
    }
    changed.moved = entries.len();
    let named = base.store.listed_customers(&entries)?;
    let nobody = entries.iter().zip(named).filter(|(_, customers)| customers.is_empty());
    changed.waiting = nobody.map(|(entry, _)| entry.key.value.clone()).collect();
    base.store.change_list(list, &entries)?;
    Ok(changed)
}

/// Makes a list hold these customers and nobody else from an instant on, whether it was there or not.
pub(crate) fn replace(
    base: &mut Base,
    list: &str,
    ids: &[String],
    (at, now): (Instant, Instant),
) -> Result<(), Failure> {
    if base.schema().lists.contains(list) {
        let kept: BTreeSet<&String> = ids.iter().collect();
        let gone: Vec<String> =
            shown(base, list, at)?.members.into_iter().filter(|member| !kept.contains(member)).collect();
        change(base, list, &gone, (None, false), (at, now))?;
    }
    change(base, list, ids, (None, true), (at, now))?;
    // Definitions may name the list from now on.
    base.refresh_words()
}

/// Puts the ids of a file in a list.
pub(crate) fn import(
    base: &mut Base,
    list: &str,
    path: &Path,
    (by, column): (&str, Option<&str>),
    times: (Instant, Instant),
) -> Result<Changed, Failure> {
    let ids = file::ids(path, by, column)?;
    change(base, list, &ids, (Some(by), true), times)
}

/// Who, of those asked about, is in a list at an instant.
pub(crate) fn shown(base: &Base, list: &str, at: Instant) -> Result<Shown, Failure> {
    known(base, list)?;
    let mut entries = base.store.list_entries(list)?;
    entries.retain(|entry| entry.at <= at);
    let named = base.store.listed_customers(&entries)?;
    let (mut members, mut waiting) = (BTreeMap::new(), BTreeMap::new());
    for (entry, customers) in entries.iter().zip(named) {
        if customers.is_empty() {
            waiting.insert(entry.key.value.clone(), entry.is_in);
        }
        members.extend(customers.into_iter().map(|customer| (customer, entry.is_in)));
    }
    let inside = members.into_iter().filter(|(customer, is_in)| *is_in && base.asks_about(*customer));
    let mut members = inside.map(|(customer, _)| base.store.id_of(customer)).collect::<Result<Vec<_>, _>>()?;
    members.sort_unstable();
    let waiting = waiting.into_iter().filter(|(_, is_in)| *is_in).map(|(id, _)| id).collect();
    Ok(Shown { list: list.to_owned(), members, waiting })
}

/// All lists of a base at an instant.
pub(crate) fn all(base: &Base, at: Instant) -> Result<Vec<Shown>, Failure> {
    base.schema().lists.iter().map(|list| shown(base, list, at)).collect()
}

/// Refuses a list that is not there, with the nearest ones.
fn known(base: &Base, list: &str) -> Result<(), Failure> {
    let lists = &base.schema().lists;
    if lists.contains(list) {
        return Ok(());
    }
    let phrase = Phrase::new("problem-unknown-list").with("name", list);
    let place = Place { start: 0, end: list.len() };
    let problem = Problem::new(phrase, place).suggesting(list, lists.iter().map(String::as_str));
    Err(Failure::in_text(None, list, vec![problem]))
}
