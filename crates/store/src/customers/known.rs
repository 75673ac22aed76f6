//! Ids of one kind that were looked up or made, with whom they name.
//!
//! Most sources number their customers: an id that is a whole number in digits is found by that number, without making
//! its text or hashing it.

use model::columns::ids::written_whole;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use crate::{Error, identity};

/// Numbers below this are looked up by position.
const DENSE: usize = 1 << 22;

/// Whom an id names, and the hash of its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) customer: u32,
    pub(super) hash: u64,
}

/// Known ids of one kind.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether all of the catalogue's are here.
    pub(super) has_all: bool,
    texts: FxHashMap<Box<str>, Named>,
    dense: Vec<Option<Named>>,
    sparse: FxHashMap<i64, Named>,
}

impl Known {
    /// Whom a whole number that is not negative names, if it is known.
    pub(super) fn number(&self, number: i64) -> Option<Named> {
        match usize::try_from(number) {
            Ok(place) if place < DENSE => self.dense.get(place).copied().flatten(),
            _ => self.sparse.get(&number).copied(),
        }
    }

    /// Whom an id names, if it is known.
    pub(super) fn text(&self, id: &str) -> Option<Named> {
        match written_whole(id) {
            Some(number) => self.number(number),
            None => self.texts.get(id).copied(),
        }
    }

    /// Remembers whom an id names.
    pub(super) fn add(&mut self, id: &str, customer: u32) -> Named {
        let named = Named { customer, hash: identity::text(id) };
        match written_whole(id).map(|number| (number, usize::try_from(number))) {
            Some((_, Ok(place))) if place < DENSE => {
                if place >= self.dense.len() {
                    self.dense.resize((place + 1).next_power_of_two(), None);
                }
                self.dense[place] = Some(named);
            }
            Some((number, _)) => drop(self.sparse.insert(number, named)),
            None => drop(self.texts.insert(id.into(), named)),
        }
        named
    }

    /// Reads all ids of a kind out of the catalogue.
    pub(super) fn read_all(&mut self, connection: &Connection, kind: &str) -> Result<(), Error> {
        let mut query = connection.prepare(
            "SELECT value, customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1)",
        )?;
        let mut rows = query.query([kind])?;
        while let Some(row) = rows.next()? {
            self.add(row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?);
        }
        self.has_all = true;
        Ok(())
    }
}
