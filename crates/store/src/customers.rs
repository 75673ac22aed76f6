//! Which customer an id names: dense numbers in order of first appearance.

mod known;

use std::collections::BTreeMap;

use known::{Known, Named};
use model::columns::Ids;
use model::identity::{Key, rank};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, OptionalExtension, params};

use crate::seal::{self, KeySum};
use crate::{Error, Store, catalogue, merging};

/// Rows looked up as one unit of work.
const CHUNK: usize = 16_384;

/// The numbering of customers; ids looked up or made are remembered.
#[derive(Debug, Default)]
pub(crate) struct Customers {
    count: u32,
    kinds: BTreeMap<String, Known>,
    /// Ids to be kept by the commit under way: kind, value and customer.
    fresh: Vec<(String, Box<str>, u32)>,
}

/// The customers of some rows.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// Number of each row's customer.
    pub(crate) customers: Vec<u32>,
    /// Hash of each row's id.
    pub(crate) hashes: Vec<u64>,
}

impl Customers {
    /// The numbering of a base with so many customers.
    pub(crate) fn new(count: u32) -> Self {
        Customers { count, ..Customers::default() }
    }

    /// Number of customers, those of the commit under way included.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// The customer of each row, by an id that every row has; ids not known yet get the next numbers, in the order of
    /// first appearance in the rows.
    pub(crate) fn resolve(&mut self, connection: &Connection, kind: &str, ids: &Ids) -> Result<Resolved, Error> {
        let n_ids = match ids {
            Ids::Texts(texts) => texts.dictionary.len(),
            Ids::Numbers(numbers) => numbers.len(),
        };
        let count = self.count as usize;
        let known = self.kinds.entry(kind.to_owned()).or_default();
        // Reading all ids of the kind is quicker than looking up a good share of them one by one.
        if !known.has_all && n_ids >= count / 20 {
            known.read_all(connection, kind)?;
        }
        let found: Vec<Named> = match ids {
            Ids::Texts(texts) => {
                let mut named: Vec<Option<Named>> = vec![None; texts.dictionary.len()];
                let mut of_code = |&code: &u32| match named[code as usize] {
                    Some(named) => Ok(named),
                    None => {
                        let found = self.name(connection, kind, &texts.dictionary[code as usize])?;
                        named[code as usize] = Some(found);
                        Ok(found)
                    }
                };
                texts.codes.iter().map(&mut of_code).collect::<Result<_, Error>>()?
            }
            Ids::Numbers(numbers) => {
                let mut found: Vec<Option<Named>> =
                    numbers.par_iter().with_min_len(CHUNK).map(|&number| known.number(number)).collect();
                for (found, number) in found.iter_mut().zip(numbers).filter(|(found, _)| found.is_none()) {
                    *found = Some(self.name(connection, kind, &number.to_string())?);
                }
                found.into_iter().flatten().collect()
            }
        };
        Ok(Resolved {
            customers: found.iter().map(|named| named.customer).collect(),
            hashes: found.iter().map(|named| named.hash).collect(),
        })
    }

    /// Whom an id names; the next number's customer when it named nobody.
    fn name(&mut self, connection: &Connection, kind: &str, id: &str) -> Result<Named, Error> {
        let known = self.kinds.entry(kind.to_owned()).or_default();
        if let Some(named) = known.text(id) {
            return Ok(named);
        }
        if !known.has_all {
            let mut lookup = connection.prepare_cached(
                "SELECT customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1) AND value = ?2",
            )?;
            if let Some(customer) = lookup.query_row(params![kind, id], |row| row.get(0)).optional()? {
                return Ok(known.add(id, customer));
            }
        }
        self.fresh.push((kind.to_owned(), id.into(), self.count));
        self.count += 1;
        Ok(known.add(id, self.count - 1))
    }

    /// Gives a number to a key that is known to name a customer, whether rows come with it or not.
    pub(crate) fn register(&mut self, connection: &Connection, key: &Key) -> Result<(), Error> {
        self.name(connection, &key.kind, &key.value).map(|_| ())
    }

    /// Whether ids were made since the last commit.
    pub(crate) fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// Keeps the ids made since the last commit.
    pub(crate) fn save(&mut self, connection: &Connection) -> Result<(), Error> {
        // In order of value, each id goes next to the one before it.
        self.fresh.sort_unstable();
        let mut keys = KeySum::stored(connection)?;
        for (kind, value, customer) in &self.fresh {
            connection.prepare_cached("INSERT OR IGNORE INTO key_kind (name) VALUES (?1)")?.execute([kind])?;
            let mut insert = connection.prepare_cached(
                "INSERT INTO customer_key (kind, value, customer) VALUES ((SELECT id FROM key_kind WHERE name = ?1), ?2, ?3)",
            )?;
            insert.execute(params![kind, value, customer])?;
            keys.add(kind, value, *customer);
        }
        keys.save(connection)?;
        catalogue::set_meta(connection, "n_customers", &self.count.to_string())
    }

    /// Says that the ids made are durable.
    pub(crate) fn saved(&mut self) {
        self.fresh.clear();
    }
}

impl Store {
    /// The primary id of each customer, by number; empty for who is not asked about (visitors, unless [`Store::among`] says
    /// otherwise), and for customers that are one with another now.
    pub fn customer_ids(&self) -> Result<Vec<String>, Error> {
        let _snapshot = seal::snapshot(&self.connection)?;
        let names = self.kinds()?;
        let mut keys = KeySum::default();
        let mut best: Vec<Option<usize>> = vec![None; self.n_customers()];
        let mut ids = vec![String::new(); self.n_customers()];
        // Ids of a kind come in order of their bytes, so that a customer's first one is the least.
        let mut query =
            self.connection.prepare("SELECT customer, value FROM customer_key WHERE kind = ?1 ORDER BY value")?;
        for (place, (kind, name)) in names.iter().enumerate() {
            let mut rows = query.query([kind])?;
            while let Some(row) = rows.next()? {
                let customer: usize = row.get::<_, u32>(0)? as usize;
                keys.add(name, row.get_ref(1)?.as_str().unwrap_or_default(), customer as u32);
                let is_own = self.merging.is_asked(customer as u32);
                if customer < ids.len() && best[customer].is_none() && is_own {
                    best[customer] = Some(place);
                    ids[customer] = row.get(1)?;
                }
            }
        }
        keys.check(&self.connection, &self.dir)?;
        Ok(ids)
    }

    /// The customer or visitor that an id names, of whatever kind: the first kind in order of rank that has the id; else
    /// whom links say it names.
    pub fn find_customer(&self, id: &str) -> Result<Option<u32>, Error> {
        let found = self.numbered(id)?;
        match found {
            Some((_, number)) => Ok(Some(self.merging.home(number))),
            None => merging::linked(&self.connection, id),
        }
    }

    /// Customers and visitors by the beginning of an id, in order of kind and id: so many at most, each once.
    pub fn customers_beginning(&self, beginning: &str, most: usize) -> Result<Vec<u32>, Error> {
        let mut query = self.connection.prepare_cached(
            "SELECT customer FROM customer_key WHERE kind = ?1 AND value >= ?2 AND value < ?3 ORDER BY value LIMIT ?4",
        )?;
        // No text that begins so comes after it, since no letter comes after this one.
        let end = format!("{beginning}{}", char::MAX);
        let mut found: Vec<u32> = Vec::new();
        for (kind, _) in self.kinds()? {
            let customers = query.query_map(params![kind, beginning, end, most as i64], |row| row.get(0))?;
            for customer in customers {
                let home = self.merging.home(customer?);
                if found.len() < most && !found.contains(&home) {
                    found.push(home);
                }
            }
        }
        Ok(found)
    }

    /// The key that an id is, of those that rows came with: the best kind in order of rank that has the id.
    pub fn find_key(&self, id: &str) -> Result<Option<Key>, Error> {
        Ok(self.numbered(id)?.map(|(key, _)| key))
    }

    /// The customer or visitor that a key names, if it ever came with rows.
    pub fn number_of(&self, key: &Key) -> Result<Option<u32>, Error> {
        Ok(merging::number_of(&self.connection, key)?.map(|number| self.merging.home(number)))
    }

    /// The primary id of a customer or visitor.
    pub fn id_of(&self, number: u32) -> Result<String, Error> {
        self.primary_id(self.merging.home(number))
    }

    /// The key that an id is, and its number.
    fn numbered(&self, id: &str) -> Result<Option<(Key, u32)>, Error> {
        let mut query =
            self.connection.prepare_cached("SELECT customer FROM customer_key WHERE kind = ?1 AND value = ?2")?;
        for (kind, name) in self.kinds()? {
            let mut number_of = |id: &str| query.query_row(params![kind, id], |row| row.get(0)).optional();
            let mut value = id.to_owned();
            let mut found: Option<u32> = number_of(id)?;
            if found.is_none()
                && let Some(key) = Key::new(&name, id)
            {
                value = key.value;
                found = number_of(&value)?;
            }
            if let Some(customer) = found.filter(|&customer| (customer as usize) < self.n_customers()) {
                return Ok(Some((Key { kind: name, value }, customer)));
            }
        }
        Ok(None)
    }

    /// Kinds of ids, in order of rank.
    fn kinds(&self) -> Result<Vec<(i64, String)>, Error> {
        let mut query = self.connection.prepare_cached("SELECT id, name FROM key_kind")?;
        let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut kinds: Vec<(i64, String)> = found.collect::<Result<_, _>>()?;
        kinds.sort_by(|a, b| rank(&a.1).cmp(&rank(&b.1)));
        Ok(kinds)
    }

    /// The primary id of one customer.
    pub(crate) fn primary_id(&self, customer: u32) -> Result<String, Error> {
        let mut query = self.connection.prepare_cached(
            "SELECT name, value FROM customer_key JOIN key_kind ON key_kind.id = kind WHERE customer = ?1 ORDER BY value",
        )?;
        let found = query.query_map([customer], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let ids: Vec<(String, String)> = found.collect::<Result<_, _>>()?;
        // The least of equals is the first one, hence the least by bytes.
        Ok(ids.iter().min_by(|a, b| rank(&a.0).cmp(&rank(&b.0))).map(|(_, value)| value.clone()).unwrap_or_default())
    }
}
