//! Ids of one kind that were looked up or made, with whom they name.
//!
//! Most sources number their customers: an id that is a whole number in digits is found by that number, without making
//! its text or hashing it. Other ids lie one after the other in one text, since there may be millions of them.

use std::fmt::Write;

use hashbrown::HashTable;
use model::columns::ids::written_whole;
use rayon::slice::ParallelSliceMut;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use crate::{Error, identity};

/// Numbers below this are looked up by position.
const DENSE: usize = 1 << 23;
/// No customer's number.
pub(super) const NOBODY: u32 = u32::MAX;

/// Known ids of one kind.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether all of the catalogue's are here.
    pub(super) has_all: bool,
    /// Customers by number; [`NOBODY`] for numbers that are not known.
    dense: Vec<u32>,
    sparse: FxHashMap<i64, u32>,
    /// Places among the texts, by hash of the text.
    places: HashTable<u32>,
    texts: Texts,
    /// The customer that each text names.
    named: Vec<u32>,
}

/// An id as it is kept: its number, or the place of its text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Id {
    Number(i64),
    Text(u32),
}

/// Texts one after the other, known by their places.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    fn get(&self, place: u32) -> &str {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start..self.ends[place]]
    }

    fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.ends.len() as u32 - 1
    }
}

impl Known {
    /// Whom a whole number that is not negative names; [`NOBODY`] when it is not known.
    pub(super) fn number(&self, number: i64) -> u32 {
        match usize::try_from(number) {
            Ok(place) if place < DENSE => self.dense.get(place).copied().unwrap_or(NOBODY),
            _ => self.sparse.get(&number).copied().unwrap_or(NOBODY),
        }
    }

    /// Whom an id names, if it is known.
    pub(super) fn text(&self, id: &str) -> Option<u32> {
        let customer = match written_whole(id) {
            Some(number) => self.number(number),
            None => {
                let place = self.places.find(identity::text(id), |&place| self.texts.get(place) == id);
                place.map_or(NOBODY, |&place| self.named[place as usize])
            }
        };
        (customer != NOBODY).then_some(customer)
    }

    /// Remembers whom an id that was not known names.
    pub(super) fn add(&mut self, id: &str, customer: u32) -> Id {
        let Some(number) = written_whole(id) else {
            let place = self.texts.push(id);
            self.named.push(customer);
            let texts = &self.texts;
            self.places.insert_unique(identity::text(id), place, |&place| identity::text(texts.get(place)));
            return Id::Text(place);
        };
        match usize::try_from(number) {
            Ok(place) if place < DENSE => {
                if place >= self.dense.len() {
                    self.dense.resize((place + 1).next_power_of_two(), NOBODY);
                }
                self.dense[place] = customer;
            }
            _ => drop(self.sparse.insert(number, customer)),
        }
        Id::Number(number)
    }

    /// About how many bytes of memory they take.
    pub(super) fn bytes(&self) -> usize {
        let of_texts = self.texts.text.capacity() + size_of::<usize>() * self.texts.ends.capacity();
        let of_numbers = 4 * self.dense.capacity() + (size_of::<(i64, u32)>() + 1) * self.sparse.capacity();
        of_texts + of_numbers + 4 * self.named.capacity() + self.places.allocation_size()
    }

    /// Hands over the texts of some ids in order of their bytes, each with what came with it.
    pub(super) fn in_order<E>(
        &self,
        ids: &[(Id, u32)],
        mut take: impl FnMut(&str, u32) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut spelling = Spelling::default();
        // The first bytes tell most of them apart, without going to where they lie.
        let mut order: Vec<(u64, u32)> =
            (0..).zip(ids).map(|(place, (id, _))| (beginning(spelling.of(self, *id)), place)).collect();
        order.par_sort_unstable_by(|(beginning, place), (other_beginning, other)| {
            beginning.cmp(other_beginning).then_with(|| {
                let (mut one, mut two) = (Spelling::default(), Spelling::default());
                one.of(self, ids[*place as usize].0).cmp(two.of(self, ids[*other as usize].0))
            })
        });
        for (_, place) in order {
            let (id, customer) = ids[place as usize];
            take(spelling.of(self, id), customer)?;
        }
        Ok(())
    }

    /// Reads all ids of a kind out of the catalogue; tells each with its customer.
    pub(super) fn read_all(
        &mut self,
        connection: &Connection,
        kind: &str,
        mut found: impl FnMut(&str, u32),
    ) -> Result<(), Error> {
        let mut query = connection.prepare(
            "SELECT value, customer FROM customer_key WHERE kind = (SELECT id FROM key_kind WHERE name = ?1)",
        )?;
        let mut rows = query.query([kind])?;
        while let Some(row) = rows.next()? {
            let (id, customer) = (row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?);
            // Some were looked up one by one before.
            if self.text(id).is_none() {
                self.add(id, customer);
            }
            found(id, customer);
        }
        self.has_all = true;
        Ok(())
    }
}

/// Room for the digits of a number.
#[derive(Default)]
struct Spelling {
    digits: String,
}

impl Spelling {
    fn of<'s>(&'s mut self, known: &'s Known, id: Id) -> &'s str {
        match id {
            Id::Text(place) => known.texts.get(place),
            Id::Number(number) => {
                self.digits.clear();
                // Writing to a string cannot fail.
                let _ = write!(self.digits, "{number}");
                &self.digits
            }
        }
    }
}

/// The first bytes of a text, as a number in the same order.
fn beginning(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_in_order_of_their_bytes_whatever_they_are() {
        let mut known = Known::default();
        let written = ["9", "10", "b", "12345678901", "1234567890", "a long one, twice", "a long one, once", "", "é"];
        let ids: Vec<(Id, u32)> =
            (0..).zip(written).map(|(customer, id)| (known.add(id, customer), customer)).collect();
        for (customer, id) in (0..).zip(written) {
            assert_eq!(known.text(id), Some(customer), "{id}");
        }
        assert_eq!((known.text("11"), known.text("c")), (None, None));
        let mut found = Vec::new();
        known
            .in_order(&ids, |id, customer| {
                assert_eq!(written[customer as usize], id);
                found.push(id.to_owned());
                Ok::<(), ()>(())
            })
            .unwrap();
        let mut expected = written.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
