//! Merged customers: every row keeps the number of the key it came with, and is read as a row of the customer whose
//! that key is now. Undoing a link therefore gives back exactly what was there before.

use model::identity::{ANONYMOUS, Key, Link, SHARED_BY, identities};
use model::time::Instant;
use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::catalogue::links::{self, StoredLink};
use crate::part::reading::Whom;
use crate::{Error, Store, catalogue};

/// Who is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Customers.
    #[default]
    Customers,
    /// Visitors whom nothing links to a customer.
    Visitors,
    /// Both.
    Everyone,
}

/// Numbers that are read under another one, and those of visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Merging {
    /// The customer each number is read under; numbers beyond are their own. Empty when there is no merge.
    homes: Vec<u32>,
    /// Numbers read under another one, by that one.
    guests: Vec<(u32, u32)>,
    /// Numbers of visitors that are no customer's, in order.
    visitors: Vec<u32>,
    /// Who is in the population.
    among: Among,
}

impl Merging {
    /// The merging that pairs of (number, home) say; `visitors` are all numbers of visitors, in order.
    fn new(pairs: &[(u32, u32)], visitors: Vec<u32>) -> Self {
        let n_numbers = pairs.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
        let mut homes: Vec<u32> = (0..n_numbers).collect();
        for &(number, home) in pairs {
            homes[number as usize] = home;
        }
        let mut guests: Vec<(u32, u32)> = pairs.iter().map(|&(number, home)| (home, number)).collect();
        guests.sort_unstable();
        let mut merging = Merging { homes, guests, visitors: Vec::new(), among: Among::Customers };
        merging.visitors = visitors.into_iter().filter(|&visitor| merging.home(visitor) == visitor).collect();
        merging
    }

    /// Reads what the last commit found.
    pub(crate) fn read(connection: &Connection) -> Result<Self, Error> {
        let mut query = connection.prepare("SELECT customer, home FROM home")?;
        let pairs = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Merging::new(&pairs.collect::<Result<Vec<_>, _>>()?, visitors(connection)?))
    }

    /// The merging that the links received by an instant and not undone by then make.
    pub(crate) fn known_at(connection: &Connection, at: Instant) -> Result<Self, Error> {
        let held = |stored: &StoredLink| stored.received_at <= at && stored.undone_at.is_none_or(|undone| undone > at);
        let links: Vec<Link> = links::all(connection)?.into_iter().filter(held).map(|stored| stored.link).collect();
        Ok(Merging::new(&pairs(connection, &links)?, visitors(connection)?))
    }

    /// The number under which a number's rows are read.
    pub(crate) fn home(&self, number: u32) -> u32 {
        self.homes.get(number as usize).copied().unwrap_or(number)
    }

    /// A hash of which numbers are read under which.
    pub(crate) fn digest(&self) -> u64 {
        let bytes: Vec<u8> = self.homes.iter().flat_map(|home| home.to_le_bytes()).collect();
        xxh3_64(&bytes)
    }

    /// Whether no number is read under another.
    pub(crate) fn is_empty(&self) -> bool {
        self.homes.is_empty()
    }

    /// Whether a number is that of a visitor who is no customer.
    pub(crate) fn is_visitor(&self, number: u32) -> bool {
        self.visitors.binary_search(&number).is_ok()
    }

    /// Whether a number is that of a customer of its own.
    pub(crate) fn is_customer(&self, number: u32) -> bool {
        self.home(number) == number && !self.is_visitor(number)
    }

    /// Whether a number is that of someone asked about.
    pub(crate) fn is_asked(&self, number: u32) -> bool {
        let is_asked = match self.among {
            Among::Customers => !self.is_visitor(number),
            Among::Visitors => self.is_visitor(number),
            Among::Everyone => true,
        };
        is_asked && self.home(number) == number
    }

    /// How many of so many numbers are not customers of their own.
    pub(crate) fn n_hidden(&self) -> usize {
        self.guests.len() + self.visitors.len()
    }

    /// Numbers that are not among those asked for, but read under one of them, in order.
    pub(crate) fn guests_of(&self, whom: Whom) -> Vec<u32> {
        if whom == Whom::Everyone || self.is_empty() {
            return Vec::new();
        }
        let asked = whom.first()..whom.end(0);
        let start = self.guests.partition_point(|(home, _)| *home < asked.start);
        let end = self.guests.partition_point(|(home, _)| *home < asked.end);
        let guests = self.guests[start..end].iter().map(|(_, number)| *number);
        let mut numbers: Vec<u32> = guests.filter(|number| !asked.contains(number)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Brings when each number is first heard of together.
    pub(crate) fn gather(&self, firsts: &mut [i64]) {
        for &(home, number) in &self.guests {
            if (number as usize) < firsts.len() && (home as usize) < firsts.len() {
                firsts[home as usize] = firsts[home as usize].min(firsts[number as usize]);
                firsts[number as usize] = i64::MAX;
            }
        }
    }

    /// Takes who is not asked about, and what is read under another number, out of the population; `first` is the number
    /// of the first of the customers given.
    pub(crate) fn hide(&self, present_from: &mut [i64], first: u32) {
        let end = first.saturating_add(present_from.len() as u32);
        if self.among != Among::Customers {
            for number in (first..end).filter(|&number| !self.is_asked(number)) {
                present_from[(number - first) as usize] = i64::MAX;
            }
            return;
        }
        let hidden = self.visitors.iter().copied().chain(self.guests.iter().map(|(_, number)| *number));
        for number in hidden.filter(|number| (first..end).contains(number)) {
            present_from[(number - first) as usize] = i64::MAX;
        }
    }
}

fn visitors(connection: &Connection) -> Result<Vec<u32>, Error> {
    let mut query = connection.prepare(
        "SELECT customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1) ORDER BY customer",
    )?;
    let found = query.query_map([ANONYMOUS], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The number of a key's rows, if it ever came with one.
pub(crate) fn number_of(connection: &Connection, key: &Key) -> Result<Option<u32>, Error> {
    let mut query = connection.prepare_cached(
        "SELECT customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1) AND value = ?2",
    )?;
    Ok(query.query_row(params![key.kind, key.value], |row| row.get(0)).optional()?)
}

/// Numbers and their homes, as some links say.
fn pairs(connection: &Connection, links: &[Link]) -> Result<Vec<(u32, u32)>, Error> {
    let mut pairs = Vec::new();
    for group in identities(links, SHARED_BY).groups {
        let mut home = None;
        // The best key that rows came with survives.
        for key in &group {
            let Some(number) = number_of(connection, key)? else { continue };
            match home {
                None => home = Some(number),
                Some(home) => pairs.push((number, home)),
            }
        }
    }
    Ok(pairs)
}

/// The number of the customer that an id names by links only: no row came with it.
pub(crate) fn linked(connection: &Connection, id: &str) -> Result<Option<u32>, Error> {
    let is_named = |key: &&Key| Key::new(&key.kind, id).is_some_and(|written| written == **key);
    for group in identities(&live(connection)?, SHARED_BY).groups {
        if group.iter().any(|key| is_named(&key)) {
            for key in &group {
                if let Some(number) = number_of(connection, key)? {
                    return Ok(Some(number));
                }
            }
        }
    }
    Ok(None)
}

/// The links that were not undone.
fn live(connection: &Connection) -> Result<Vec<Link>, Error> {
    let live = links::all(connection)?.into_iter().filter(|stored| stored.undone_at.is_none());
    Ok(live.map(|stored| stored.link).collect())
}

/// Finds anew which numbers are read under which.
pub(crate) fn settle(connection: &Connection) -> Result<(), Error> {
    let links = live(connection)?;
    connection.execute("DELETE FROM home", [])?;
    let mut insert = connection.prepare_cached("INSERT INTO home (customer, home) VALUES (?1, ?2)")?;
    for (number, home) in pairs(connection, &links)? {
        insert.execute([number, home])?;
    }
    Ok(())
}

impl Store {
    /// Says of links that they hold no longer: each customer has again exactly what it had without them.
    pub fn undo_links(&mut self, ids: &[u64], at: Instant) -> Result<(), Error> {
        self.writable()?;
        let version = self.version + 1;
        let transaction = self.connection.unchecked_transaction()?;
        for &id in ids {
            links::undo(&transaction, id, at)?;
        }
        settle(&transaction)?;
        // What was computed before holds no longer.
        catalogue::set_meta(&transaction, "version", &version.to_string())?;
        self.disk.commit(transaction)?;
        self.version = version;
        self.merging = Merging::read(&self.connection)?;
        Ok(())
    }

    /// All links that were ever said, in order of their numbers.
    pub fn links(&self) -> Result<Vec<StoredLink>, Error> {
        links::all(&self.connection)
    }

    /// Whether a number is that of a visitor whom nothing links to a customer.
    pub fn is_visitor(&self, number: u32) -> bool {
        self.merging.is_visitor(number)
    }

    /// The base with others in the population than customers: from here on, members, ids and comparisons are of these.
    #[must_use]
    pub fn among(mut self, among: Among) -> Store {
        self.merging.among = among;
        self
    }

    /// Who is in the population.
    pub fn asked_among(&self) -> Among {
        self.merging.among
    }

    /// Number of customers: two who were merged are one, and visitors are none.
    pub fn n_known_customers(&self) -> usize {
        self.n_known_with(self.n_customers() as u32)
    }

    /// The same when so many numbers are given.
    pub(crate) fn n_known_with(&self, n_numbers: u32) -> usize {
        (n_numbers as usize).saturating_sub(self.merging.n_hidden())
    }
}
