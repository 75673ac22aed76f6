//! Columns kept in memory from one question to the next, for a program that answers many: each is read once, in shares of
//! customers, and those that were not asked for longest make room for others.

mod share;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::columns::Columns;
use model::columns::Wanted;

use super::base::Base;
use super::failure::Failure;
use super::memory::Memory;
use super::ready::Ready;
use share::{Name, Share, names};

/// Customers whose columns are kept together.
const SHARE: usize = 1 << 18;

/// Columns of one base, in memory, for as long as the base stays at a version.
#[derive(Debug)]
pub(crate) struct Warm {
    /// Bytes that they take at most.
    most: usize,
    kept: Mutex<Kept>,
    /// Held while columns are read, so that two who want the same do not both read it.
    reading: Mutex<()>,
    /// All segments, ready for one customer, since they were last asked for.
    ready: Mutex<Option<Arc<Ready>>>,
}

#[derive(Debug, Default)]
struct Kept {
    version: u64,
    shares: Vec<Share>,
    /// When each was last asked for, as the number of the question.
    asked: BTreeMap<Name, u64>,
    n_questions: u64,
}

impl Warm {
    /// Keeps columns while they fit the memory granted to columns.
    pub(crate) fn within(memory: Memory) -> Self {
        Warm { most: memory.columns, kept: Mutex::default(), reading: Mutex::default(), ready: Mutex::default() }
    }

    /// The bytes that columns may take.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// The wanted columns of all customers, with the number of the first of each share; `None` for a base older than the
    /// one whose columns are kept.
    pub(crate) fn columns(&self, base: &Base, wanted: &Wanted) -> Result<Option<Vec<(usize, Columns)>>, Failure> {
        let wanted = Wanted { streams: base.store.needed_streams(&wanted.streams), ..wanted.clone() };
        if let Some(found) = self.kept().picked(base, &wanted) {
            return Ok(Some(found));
        }
        let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let n_shares = self.kept().shares.len();
        for number in 0..n_shares {
            let Some((customers, missing)) = self.kept().missing(number, base, &wanted) else { continue };
            let read = base.store.columns_of(&missing, customers)?;
            self.kept().keep(number, base, &missing, Columns::from(read).narrowed());
        }
        drop(reading);
        let mut kept = self.kept();
        let found = kept.picked(base, &wanted);
        kept.make_room(self.most);
        Ok(found)
    }

    /// All segments as they were last made ready for one customer.
    pub(super) fn ready(&self) -> Option<Arc<Ready>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps all segments as they are ready for one customer.
    pub(super) fn keep_ready(&self, ready: &Arc<Ready>) {
        *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(ready));
    }

    /// The wanted columns of one customer, when all of them are at hand.
    pub(crate) fn of_one(&self, base: &Base, wanted: &Wanted, customer: u32) -> Option<Columns> {
        let schema = base.store.schema();
        let kept = self.kept();
        let of_base = kept.version == base.store.version();
        let share = kept.shares.iter().find(|share| share.customers.contains(&customer)).filter(|_| of_base)?;
        if share.missing(wanted, schema).is_some() {
            return None;
        }
        let (picked, first) = (share.pick(wanted, schema), share.customers.start);
        drop(kept);
        Some(picked.of_one((customer - first) as usize, schema))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // What is kept is whole between any two of its changes.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The wanted columns, if all are kept; those of an older version are forgotten.
    fn picked(&mut self, base: &Base, wanted: &Wanted) -> Option<Vec<(usize, Columns)>> {
        let version = base.store.version();
        if self.shares.is_empty() || self.version < version {
            let n_customers = base.store.n_customers();
            let share = |first: usize| Share::new(first as u32..(first + SHARE).min(n_customers) as u32);
            *self = Kept {
                version,
                shares: (0..n_customers.max(1)).step_by(SHARE).map(share).collect(),
                ..Kept::default()
            };
        }
        let schema = base.store.schema();
        let is_whole = self.shares.iter().all(|share| share.missing(wanted, schema).is_none());
        if self.version != version || !is_whole {
            return None;
        }
        self.n_questions += 1;
        self.asked.extend(names(wanted).into_iter().map(|name| (name, self.n_questions)));
        let picked = |share: &Share| (share.customers.start as usize, share.pick(wanted, schema));
        Some(self.shares.iter().map(picked).collect())
    }

    /// What a share lacks, and its customers; `None` when it lacks nothing, or is of another version.
    fn missing(&self, number: usize, base: &Base, wanted: &Wanted) -> Option<(std::ops::Range<u32>, Wanted)> {
        let share = self.shares.get(number).filter(|_| self.version == base.store.version())?;
        Some((share.customers.clone(), share.missing(wanted, base.store.schema())?))
    }

    fn keep(&mut self, number: usize, base: &Base, wanted: &Wanted, read: Columns) {
        if let Some(share) = self.shares.get_mut(number).filter(|_| self.version == base.store.version()) {
            share.keep(wanted, read, base.store.schema());
        }
    }

    /// Forgets what was not asked for longest until all fits so many bytes: what was asked for now only when it alone is
    /// more, which who asked holds all the same.
    fn make_room(&mut self, most: usize) {
        let mut oldest: Vec<(u64, Name)> = self.asked.iter().map(|(name, &asked)| (asked, name.clone())).collect();
        oldest.sort_unstable();
        let mut oldest = oldest.into_iter().map(|(_, name)| name);
        while self.shares.iter().map(Share::bytes).sum::<usize>() > most {
            let Some(name) = oldest.next() else { break };
            self.asked.remove(&name);
            self.shares.iter_mut().for_each(|share| share.forget(&name));
        }
    }
}

#[cfg(test)]
mod tests {
    use model::forms::Test;

    use super::*;
    use crate::ops::building::counts::counts;
    use crate::ops::history::tests::{END, shop};
    use crate::ops::membership::{AsOf, CutOffs};

    #[test]
    fn what_is_kept_answers_as_what_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let base = shop(dir.path());
        let as_of = AsOf { at: base.instant(END).unwrap(), cut_offs: CutOffs::InForce };
        let tests: Vec<Test> = base.segment_tests().unwrap().into_values().step_by(9).collect();
        let count = |base: &Base| -> Vec<usize> {
            tests.iter().map(|test| counts(base, test, as_of).unwrap().members.len()).collect()
        };
        let read = count(&base);
        assert!(read.iter().any(|&count| count > 0));
        for most in [usize::MAX, 40_000, 0] {
            let warm = Arc::new(Warm { most, ..Warm::within(base.memory()) });
            let base = Base::open(dir.path()).unwrap().with_warm(Arc::clone(&warm));
            for _ in 0..2 {
                assert_eq!(count(&base), read, "{most} bytes");
                let bytes: usize = warm.kept().shares.iter().map(Share::bytes).sum();
                assert!(bytes <= most, "{bytes} of {most}");
            }
        }
    }

    #[test]
    fn a_newer_version_is_read_anew_and_an_older_one_keeps_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut base = shop(dir.path());
        let warm = Arc::new(Warm::within(base.memory()));
        let open = || Base::open(dir.path()).unwrap().with_warm(Arc::clone(&warm));
        let wanted = Wanted { lists: ["fans".to_owned()].into(), ..Wanted::default() };
        let older = open();
        assert!(warm.columns(&older, &wanted).unwrap().unwrap()[0].1.lists.is_empty());
        let id = base.store.customer_ids().unwrap().remove(3);
        let key = model::identity::Key { kind: String::new(), value: id };
        let at = store::ListEntry::BEGINNING;
        base.store.change_list("fans", &[store::ListEntry { key, is_in: true, at, received_at: at }]).unwrap();
        assert!(!warm.columns(&open(), &wanted).unwrap().unwrap()[0].1.lists.is_empty());
        assert!(warm.columns(&older, &wanted).unwrap().is_none());
    }
}
