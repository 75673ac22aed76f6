//! When each customer is first heard of: the least of its event times and dates of values, kept up to date by each
//! commit so that no stream need be read to know who is in the population.

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalogue::seal;
use crate::customers::merging::Merging;
use crate::part::reading::{Reading, View, Whom};
use crate::part::{self, PROFILE, SHARD, names};
use crate::{Error, Store};

/// What stands for a customer of whom nothing dated or undated is known.
const NEVER: i64 = i64::MAX;

/// First instants found by a commit, by customer.
#[derive(Debug, Default)]
pub(crate) struct FirstSeen {
    shards: BTreeMap<u32, Vec<i64>>,
}

impl FirstSeen {
    /// Takes rows in, by customer in ascending order.
    pub(crate) fn add(&mut self, customers: &[u32], at: &[i64]) {
        let mut position = 0;
        while position < customers.len() {
            let shard = customers[position] / SHARD;
            let firsts = self.shards.entry(shard).or_default();
            while position < customers.len() && customers[position] / SHARD == shard {
                let place = (customers[position] % SHARD) as usize;
                if firsts.len() <= place {
                    firsts.resize(place + 1, NEVER);
                }
                firsts[place] = firsts[place].min(at[position]);
                position += 1;
            }
        }
    }

    /// Keeps what was found, beside what earlier commits did.
    pub(crate) fn save(&self, connection: &Connection) -> Result<(), Error> {
        let mut query = connection.prepare_cached("SELECT first FROM presence WHERE shard = ?1")?;
        let mut insert = connection.prepare_cached("INSERT OR REPLACE INTO presence (shard, first) VALUES (?1, ?2)")?;
        for (shard, firsts) in &self.shards {
            let known: Option<Vec<u8>> = query.query_row([shard], |row| row.get(0)).optional()?;
            let mut merged = known.map_or(Vec::new(), |bytes| instants(&bytes));
            merged.resize(merged.len().max(firsts.len()), NEVER);
            for (merged, first) in merged.iter_mut().zip(firsts) {
                *merged = (*merged).min(*first);
            }
            let bytes: Vec<u8> = merged.iter().flat_map(|first| first.to_le_bytes()).collect();
            insert.execute(params![shard, bytes])?;
        }
        Ok(())
    }
}

fn instants(bytes: &[u8]) -> Vec<i64> {
    bytes.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect()
}

impl Store {
    /// When each customer is first heard of; `i64::MAX` when it never is.
    pub(crate) fn first_seen(&self) -> Result<Vec<i64>, Error> {
        let mut firsts = match self.known_at {
            Some(known_at) => self.first_known(known_at)?,
            None => self.first_of_all()?,
        };
        self.merging.gather(&mut firsts);
        Ok(firsts)
    }

    /// The same for some customers. It is found once for all of them.
    pub(crate) fn first_seen_among(&self, customers: Range<usize>) -> Result<Vec<i64>, Error> {
        let now = (self.version, self.known_at, self.n_customers());
        let mut found = self.cache.first_seen.borrow_mut();
        if found.as_ref().is_none_or(|(of, _)| *of != now) {
            *found = Some((now, self.first_seen()?));
        }
        Ok(found.as_ref().map_or(Vec::new(), |(_, firsts)| firsts[customers].to_vec()))
    }

    fn first_of_all(&self) -> Result<Vec<i64>, Error> {
        seal::check(&self.connection, &self.dir, "presence")?;
        let mut firsts = vec![NEVER; self.n_customers()];
        let mut query = self.connection.prepare_cached("SELECT shard, first FROM presence")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let start = row.get::<_, u32>(0)? as usize * SHARD as usize;
            for (place, first) in instants(row.get_ref(1)?.as_blob().unwrap_or_default()).into_iter().enumerate() {
                if let Some(known) = firsts.get_mut(start + place) {
                    *known = first;
                }
            }
        }
        Ok(firsts)
    }

    /// When each customer is first heard of in what was received by an instant: told from the rows themselves, since what
    /// is kept up to date is of all of them.
    fn first_known(&self, known_at: i64) -> Result<Vec<i64>, Error> {
        let mut firsts = vec![NEVER; self.n_customers()];
        let streams = self.schema.streams.keys().map(|name| part::folder(name));
        for folder in streams.chain([PROFILE.to_owned()]) {
            let parts = self.parts_of(&folder);
            let merging = Merging::default();
            let view =
                View { known_at: Some(known_at), merging: &merging, business: &self.business, fills: &self.fills };
            let reading = Reading::through(&self.dir, &parts, Whom::Everyone, view)?;
            let at = reading.instants(names::AT)?;
            // A profile row without any value says nothing of when its customer came.
            let attributes: Vec<&str> = self.schema.attributes.keys().map(String::as_str).collect();
            let has_value = if folder == PROFILE { reading.has_values(&attributes)? } else { Vec::new() };
            let says = |row: usize| folder != PROFILE || has_value[row];
            for (row, &customer) in reading.customers.iter().enumerate().filter(|(row, _)| says(*row)) {
                let first = &mut firsts[customer as usize];
                *first = at[row].min(*first);
            }
        }
        Ok(firsts)
    }
}
