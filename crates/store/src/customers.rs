//! Which customer an id names: dense numbers in order of first appearance.

mod known;
pub(crate) mod merging;
pub(crate) mod presence;

use known::{Id, Known, NOBODY};
use model::columns::Ids;
use model::identity::{Key, rank};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, OptionalExtension, params};

use crate::catalogue::seal::{self, KeySum};
use crate::{Error, Store, catalogue, identity};

/// Rows looked up as one unit of work.
const CHUNK: usize = 16_384;

/// The numbering of customers; ids looked up or made are remembered.
#[derive(Debug, Default)]
pub(crate) struct Customers {
    count: u32,
    kinds: Vec<Kind>,
    /// Hash of each customer's id, where the id is remembered.
    hashes: Vec<u64>,
}

/// The ids of a kind.
#[derive(Debug)]
struct Kind {
    name: String,
    known: Known,
    /// Those to be kept by the commit under way, with their customers.
    fresh: Vec<(Id, u32)>,
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

    /// The hash of each customer's id, where it was resolved.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The customer of each row, by an id that every row has; ids not known yet get the next numbers, in the order of
    /// first appearance in the rows.
    pub(crate) fn resolve(&mut self, connection: &Connection, kind: &str, ids: &Ids) -> Result<Vec<u32>, Error> {
        let n_ids = match ids {
            Ids::Texts(texts) => texts.dictionary.len(),
            Ids::Numbers(numbers) => numbers.len(),
        };
        let kind = self.kind(kind);
        let Kind { name, known, .. } = &mut self.kinds[kind];
        // Reading all ids of the kind is quicker than looking up a good share of them one by one.
        if !known.has_all && n_ids >= self.count as usize / 20 {
            let hashes = &mut self.hashes;
            known.read_all(connection, name, |id, customer| note(hashes, customer, id))?;
        }
        match ids {
            Ids::Texts(texts) => {
                let mut named: Vec<u32> = vec![NOBODY; texts.dictionary.len()];
                let mut of_code = |&code: &u32| {
                    let named = &mut named[code as usize];
                    if *named == NOBODY {
                        *named = self.name(connection, kind, &texts.dictionary[code as usize])?;
                    }
                    Ok(*named)
                };
                texts.codes.iter().map(&mut of_code).collect()
            }
            Ids::Numbers(numbers) => {
                let mut found: Vec<u32> =
                    numbers.par_iter().with_min_len(CHUNK).map(|&number| known.number(number)).collect();
                for (found, number) in found.iter_mut().zip(numbers).filter(|(found, _)| **found == NOBODY) {
                    *found = self.name(connection, kind, &number.to_string())?;
                }
                Ok(found)
            }
        }
    }

    /// The place of a kind of ids.
    fn kind(&mut self, name: &str) -> usize {
        self.kinds.iter().position(|kind| kind.name == name).unwrap_or_else(|| {
            self.kinds.push(Kind { name: name.to_owned(), known: Known::default(), fresh: Vec::new() });
            self.kinds.len() - 1
        })
    }

    /// Whom an id names; the next number's customer when it named nobody.
    fn name(&mut self, connection: &Connection, kind: usize, id: &str) -> Result<u32, Error> {
        let Kind { name, known, fresh } = &mut self.kinds[kind];
        if let Some(customer) = known.text(id) {
            return Ok(customer);
        }
        if !known.has_all {
            let mut lookup = connection.prepare_cached(
                "SELECT customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1) AND value = ?2",
            )?;
            if let Some(customer) = lookup.query_row(params![&*name, id], |row| row.get(0)).optional()? {
                known.add(id, customer);
                note(&mut self.hashes, customer, id);
                return Ok(customer);
            }
        }
        let customer = self.count;
        fresh.push((known.add(id, customer), customer));
        note(&mut self.hashes, customer, id);
        self.count += 1;
        Ok(customer)
    }

    /// Gives a number to a key that is known to name a customer, whether rows come with it or not.
    pub(crate) fn register(&mut self, connection: &Connection, key: &Key) -> Result<(), Error> {
        let kind = self.kind(&key.kind);
        self.name(connection, kind, &key.value).map(|_| ())
    }

    /// About how many bytes of memory the numbering takes.
    pub(crate) fn bytes(&self) -> usize {
        let fresh = self.kinds.iter().map(|kind| size_of::<(Id, u32)>() * kind.fresh.capacity()).sum::<usize>();
        8 * self.hashes.capacity() + fresh + self.kinds.iter().map(|kind| kind.known.bytes()).sum::<usize>()
    }

    /// Whether ids were made since the last commit.
    pub(crate) fn has_fresh(&self) -> bool {
        self.kinds.iter().any(|kind| !kind.fresh.is_empty())
    }

    /// Keeps the ids made since the last commit.
    pub(crate) fn save(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut keys = KeySum::stored(connection)?;
        self.kinds.sort_by(|a, b| a.name.cmp(&b.name));
        let mut insert =
            connection.prepare_cached("INSERT INTO customer_key (kind, value, customer) VALUES (?1, ?2, ?3)")?;
        for Kind { name, known, fresh } in self.kinds.iter().filter(|kind| !kind.fresh.is_empty()) {
            connection.execute("INSERT OR IGNORE INTO key_kind (name) VALUES (?1)", [name])?;
            let number: i64 =
                connection.query_row("SELECT id FROM key_kind WHERE name = ?1", [name], |row| row.get(0))?;
            // In order of value, each id goes next to the one before it.
            known.in_order(fresh, |value, customer| {
                keys.add(name, value, customer);
                insert.execute(params![number, value, customer]).map(|_| ())
            })?;
        }
        // Whoever shows some customers asks for the id of each. A whole index is quicker to make at once, after the keys.
        connection.execute("CREATE INDEX IF NOT EXISTS customer_key_of ON customer_key (customer)", [])?;
        keys.save(connection)?;
        catalogue::set_meta(connection, "n_customers", &self.count.to_string())
    }

    /// Says that the ids made are durable.
    pub(crate) fn saved(&mut self) {
        self.kinds.iter_mut().for_each(|kind| kind.fresh = Vec::new());
    }
}

/// Notes the hash of a customer's id.
fn note(hashes: &mut Vec<u64>, customer: u32, id: &str) {
    let place = customer as usize;
    if place >= hashes.len() {
        hashes.resize(place + 1, 0);
    }
    hashes[place] = identity::text(id);
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
