//! What a customer who is no member lacks: the least number of conditions that would have to turn round.

use std::collections::BTreeSet;

use super::{Condition, MadeOf};

/// Up to how many different leaves every set of them is tried.
pub const MAX_EXACT: usize = 12;

/// The conditions that would have to turn round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Numbers of the leaves; `None` when none was found: with [`Missing::is_smallest`], there is none.
    pub leaves: Option<BTreeSet<usize>>,
    /// How many other sets of as many leaves would do as well; 0 when they were not all tried.
    pub n_others: usize,
    /// Whether it is certain that no fewer would do.
    pub is_smallest: bool,
}

/// The least that has to turn round for a condition that does not hold.
pub(super) fn missing(condition: &Condition) -> Missing {
    let n_leaves = condition.leaves().len();
    if n_leaves > MAX_EXACT {
        return Missing { leaves: greedy(condition), n_others: 0, is_smallest: false };
    }
    for size in 1..=n_leaves as u32 {
        let sets = (1u32..1 << n_leaves).filter(|bits| bits.count_ones() == size);
        let sets = sets.map(|bits| (0..n_leaves).filter(|leaf| bits >> leaf & 1 == 1).collect::<BTreeSet<_>>());
        let mut found = sets.filter(|set| condition.truth(set));
        if let Some(first) = found.next() {
            return Missing { leaves: Some(first), n_others: found.count(), is_smallest: true };
        }
    }
    Missing { leaves: None, n_others: 0, is_smallest: true }
}

/// Takes at each group the conditions that are cheapest to turn. That is the least where no leaf stands twice; where one
/// does, the set is tried, and none is given when it fails. Leaves that it does not need are dropped.
fn greedy(condition: &Condition) -> Option<BTreeSet<usize>> {
    let mut set = cheapest(condition).0;
    if !condition.truth(&set) {
        return None;
    }
    for leaf in set.clone() {
        set.remove(&leaf);
        if !condition.truth(&set) {
            set.insert(leaf);
        }
    }
    Some(set)
}

/// Leaves to turn for a condition to hold, and for it not to.
fn cheapest(condition: &Condition) -> (BTreeSet<usize>, BTreeSet<usize>) {
    match &condition.made_of {
        MadeOf::Leaf { number, .. } if condition.holds => (BTreeSet::new(), BTreeSet::from([*number])),
        MadeOf::Leaf { number, .. } => (BTreeSet::from([*number]), BTreeSet::new()),
        MadeOf::Conditions { comparison, count, conditions } => {
            let mut sides: Vec<_> = conditions.iter().map(cheapest).collect();
            sides.sort_by_key(|(hold, fail)| hold.len() as isize - fail.len() as isize);
            let with = |n_holding: usize| -> BTreeSet<usize> {
                let (hold, fail) = sides.split_at(n_holding);
                let (hold, fail) = (hold.iter().map(|side| &side.0), fail.iter().map(|side| &side.1));
                hold.chain(fail).flatten().copied().collect()
            };
            let least = |wanted: bool| {
                let fits = (0..=sides.len()).filter(|n| comparison.holds(Some(n.cmp(count))) == wanted);
                // What cannot be at all costs everything: no group takes it where there is another way.
                let all = || condition.leaves().iter().filter_map(|leaf| leaf.number()).collect();
                fits.map(with).min_by_key(BTreeSet::len).unwrap_or_else(all)
            };
            (least(true), least(false))
        }
    }
}

impl Condition {
    /// The number of a leaf.
    fn number(&self) -> Option<usize> {
        match self.made_of {
            MadeOf::Leaf { number, .. } => Some(number),
            MadeOf::Conditions { .. } => None,
        }
    }
}
