//! The cut-offs that hold at an instant: stored ones, computed ones, those of relatives, and those of past midnights.

use std::collections::BTreeMap;

use engine::batch::{Entries, Past};
use model::distribution::Distribution;
use model::forms::Test;
use model::past_cut_offs::dated_key;
use model::schema::Schema;
use model::text::printer::{text_of, text_of_value};
use model::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

use super::{AsOf, CutOffs, Loaded};
use crate::ops::failure::Failure;

impl Loaded<'_> {
    /// The plan's cut-offs as of an instant, computed anew. What is counted of relatives is so too: a cut-off may compare
    /// what they do, as of its own date.
    pub(super) fn computed(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        if !self.plan.cut_offs.is_empty() {
            self.date_columns(at)?;
        }
        let mut computed = Vec::new();
        while computed.len() < self.plan.cut_offs.len() {
            computed.push(self.next_cut_off(at, &computed)?);
        }
        Ok(computed)
    }

    /// The cut-off of the plan that comes after some, computed as of an instant.
    pub(super) fn next_cut_off(&self, at: Instant, before: &[Distribution]) -> Result<Distribution, Failure> {
        let mut entries = Entries::default();
        self.runs.each(|_, columns| entries.append(self.run(columns).entries(at, before)))?;
        Ok(entries.distribution())
    }

    /// Cut-offs with what is counted of relatives as of an instant.
    pub(super) fn with_relatives(
        &self,
        mut cut_offs: Vec<Distribution>,
        at: Instant,
    ) -> Result<Vec<Distribution>, Failure> {
        for position in (0..cut_offs.len()).filter(|&position| self.plan.cut_offs[position].of_relatives) {
            cut_offs[position] = self.next_cut_off(at, &cut_offs[..position])?;
        }
        Ok(cut_offs)
    }

    /// Whether what customers are compared with is another one at each instant of a day.
    pub(crate) fn hangs_on_the_instant(&self, at: Instant) -> bool {
        self.plan.cut_offs.iter().any(|cut_off| cut_off.of_relatives) || !self.past(at).midnights.is_empty()
    }

    /// The cut-offs that hold at an instant, by key.
    pub(crate) fn cut_offs_by_key(&self, as_of: AsOf) -> Result<BTreeMap<String, Distribution>, Failure> {
        Ok(self.by_key(as_of.at, &self.cut_offs(as_of)?))
    }

    /// Cut-offs by key; after those of the plan, those of past midnights by [`dated_key`].
    pub(crate) fn by_key(&self, at: Instant, all: &[Distribution]) -> BTreeMap<String, Distribution> {
        let Past { midnights, cut_offs } = self.past(at);
        let keys = |position: usize| self.plan.cut_offs[position].key.as_str();
        let present = (0..self.plan.cut_offs.len()).map(|position| keys(position).to_owned());
        let dated = midnights.into_iter().flat_map(|midnight| {
            cut_offs.iter().map(|position| dated_key(keys(*position), midnight)).collect::<Vec<_>>()
        });
        present.chain(dated).zip(all.iter().cloned()).collect()
    }

    /// The cut-offs that hold at an instant: those stored with their date when they come from the same facts, else
    /// computed, and stored. Of less than what is known now they are always computed. What is counted of relatives is
    /// that of the very instant.
    /// Those of past midnights follow ([`Past`]).
    pub(crate) fn cut_offs(&self, as_of: AsOf) -> Result<Vec<Distribution>, Failure> {
        let mut cut_offs = match as_of.cut_offs {
            CutOffs::Exact => self.computed(as_of.at)?,
            CutOffs::InForce => {
                let in_force = self.in_force(as_of.at)?;
                self.date_columns(self.dated(as_of))?;
                self.with_relatives(in_force, as_of.at)?
            }
        };
        cut_offs.extend(self.past_cut_offs(as_of.at)?);
        Ok(cut_offs)
    }

    /// The cut-offs of the last midnight, with nothing certain about relatives.
    fn in_force(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        if self.plan.cut_offs.is_empty() {
            return Ok(Vec::new());
        }
        let midnight = self.base.zone.last_midnight(at);
        let keys = self.stored_keys();
        if let Some(stored) = self.stored(&keys, midnight)? {
            return Ok(stored);
        }
        let computed = self.computed(midnight)?;
        if !self.keeps_cut_offs() {
            return Ok(computed);
        }
        let of_midnight = self.plan.cut_offs.iter().zip(keys.iter().zip(&computed));
        for (_, (key, cut_offs)) in of_midnight.filter(|(cut_off, _)| !cut_off.of_relatives) {
            // A base that cannot be written to now is read all the same: the cut-offs are computed again next time.
            let _ = self.base.store.save_cut_offs(key, midnight, self.base.store.version(), &cut_offs.to_bytes());
        }
        Ok(computed)
    }

    /// Whether cut-offs are those of all that is known of the customers, which alone are stored.
    fn keeps_cut_offs(&self) -> bool {
        self.base.store.known_at().is_none() && self.base.store.asked_among() == store::Among::Customers
    }

    pub(super) fn stored(&self, keys: &[String], at: Instant) -> Result<Option<Vec<Distribution>>, Failure> {
        if !self.keeps_cut_offs() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for (key, cut_off) in keys.iter().zip(&self.plan.cut_offs) {
            if cut_off.of_relatives {
                found.push(Distribution::default());
                continue;
            }
            let stored =
                self.base.store.cut_offs(key, at)?.filter(|stored| stored.version == self.base.store.version());
            match stored.and_then(|stored| Distribution::from_bytes(&stored.bytes)) {
                Some(distribution) => found.push(distribution),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Cut-offs of an instant computed anew, with the keys they would be stored under.
    pub(crate) fn computed_cut_offs(&self, at: Instant) -> Result<Vec<(String, Distribution)>, Failure> {
        Ok(self.stored_keys().into_iter().zip(self.computed(at)?).collect())
    }

    pub(super) fn stored_keys(&self) -> Vec<String> {
        self.plan.cut_offs.iter().map(|cut_off| self.stored_key(&cut_off.key)).collect()
    }

    /// Cut-offs that name segments or computed attributes depend on what these mean now.
    fn stored_key(&self, key: &str) -> String {
        if self.depends || key.contains("in segment") {
            format!("{key} #{:016x}", self.definitions_hash)
        } else {
            key.to_owned()
        }
    }
}

/// Whether cut-offs may name something that is computed by a definition.
pub(super) fn depends(schema: &Schema) -> bool {
    !schema.computed.is_empty() || !schema.columns.is_empty()
}

/// Tells apart what segments, computed attributes and computed columns mean.
pub(super) fn hash(schema: &Schema, segments: &BTreeMap<String, Test>) -> u64 {
    let named = segments.iter().map(|(id, test)| format!("{id} {}", text_of(test)));
    let computed = schema.computed.iter().map(|(name, computed)| format!("{name} {}", text_of_value(&computed.value)));
    let columns = schema.columns.iter().flat_map(|(table, columns)| {
        columns.iter().map(move |(name, computed)| format!("{table}.{name} {}", text_of_value(&computed.value)))
    });
    xxh3_64(named.chain(computed).chain(columns).collect::<Vec<_>>().join("\0").as_bytes())
}
