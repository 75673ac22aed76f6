//! Who is who: keys that name customers, links that say two keys name one, and the customers they make.
//!
//! A customer is a connected component of the links that have not been undone, so that neither the order in which links
//! arrive nor what was undone in between can matter.

mod keys;

use std::collections::{BTreeMap, BTreeSet};

use crate::time::Instant;

pub use keys::{ANONYMOUS, Key, names_customer, rank};

/// An e-mail address or phone shared by more customers than this links none of them.
pub const SHARED_BY: usize = 1;

/// Why two keys name one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The first took the place of the second, by a message made for saying so.
    Alias,
    /// An id replaced by an alias may be one of a customer or of a visitor: the two are one.
    Replaced,
    /// Both stand in one message.
    Together,
    /// The second is an e-mail address or a phone that was said to be the first's.
    Contact,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 4] = [Reason::Alias, Reason::Replaced, Reason::Together, Reason::Contact];

    /// Its name, as it is kept and as texts for people are keyed by.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Alias => "alias",
            Reason::Replaced => "replaced",
            Reason::Together => "together",
            Reason::Contact => "contact",
        }
    }

    /// The reason of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Reason::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Two keys that were said to name one customer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The key that is known by this to name a customer.
    pub first: Key,
    /// The other.
    pub second: Key,
    /// Why.
    pub reason: Reason,
    /// Who said it.
    pub source: String,
    /// Id of the message that said it, or empty.
    pub message: String,
    /// When it was said.
    pub at: Instant,
}

/// Keys by the customer they name, as some links say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    /// Keys of each customer that has several, the surviving one first.
    pub groups: Vec<Vec<Key>>,
    /// E-mail addresses and phones that too many customers share, with how many: they link nobody.
    pub shared: BTreeMap<Key, usize>,
    /// Visitors that were linked to several customers, and to whom they belong: the first one.
    pub contested: BTreeMap<Key, Key>,
}

/// The customers that links make. A visitor belongs to the customer it was first linked to: a device that several
/// people use does not make one person of them.
pub fn identities(links: &[Link], shared_by: usize) -> Identities {
    let mut found = Identities::default();
    // By contact or visitor: whom it was linked to, and first when.
    let mut claims: BTreeMap<&Key, BTreeMap<&Key, (Instant, &str)>> = BTreeMap::new();
    for link in links.iter().filter(|link| is_claim(link)) {
        let claim = claims.entry(&link.second).or_default().entry(&link.first);
        let said = (link.at, link.message.as_str());
        claim.and_modify(|first| *first = said.min(*first)).or_insert(said);
    }
    for (key, claimants) in &claims {
        if key.kind != ANONYMOUS && claimants.len() > shared_by {
            found.shared.insert((*key).clone(), claimants.len());
        }
        if key.kind == ANONYMOUS && claimants.len() > 1 {
            let first = claimants.iter().min_by_key(|(claimant, said)| (**said, **claimant));
            found.contested.extend(first.map(|(claimant, _)| ((*key).clone(), (*claimant).clone())));
        }
    }
    let holds = |link: &&Link| {
        let is_lost = found.contested.get(&link.second).is_some_and(|owner| *owner != link.first);
        !is_claim(link) || !(is_lost || found.shared.contains_key(&link.second))
    };
    let holding: Vec<&Link> = links.iter().filter(holds).collect();
    found.groups = groups(&holding);
    found
}

/// Whether a link is one of several that may concern one contact or visitor.
fn is_claim(link: &Link) -> bool {
    matches!(link.reason, Reason::Together | Reason::Contact) && names_customer(&link.first.kind)
}

fn groups(links: &[&Link]) -> Vec<Vec<Key>> {
    let keys: BTreeSet<&Key> = links.iter().flat_map(|link| [&link.first, &link.second]).collect();
    let keys: Vec<&Key> = keys.into_iter().collect();
    let place = |key: &Key| keys.binary_search(&key).unwrap_or_default();
    let mut parents: Vec<usize> = (0..keys.len()).collect();
    for link in links {
        let (first, second) = (root(&mut parents, place(&link.first)), root(&mut parents, place(&link.second)));
        parents[first.max(second)] = first.min(second);
    }
    let replaced: BTreeSet<&Key> =
        links.iter().filter(|link| link.reason == Reason::Alias).map(|link| &link.second).collect();
    let mut by_root: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    for (position, key) in keys.iter().enumerate() {
        by_root.entry(root(&mut parents, position)).or_default().push((*key).clone());
    }
    let mut groups: Vec<Vec<Key>> = by_root.into_values().filter(|keys| keys.len() > 1).collect();
    for keys in &mut groups {
        // The user id of an alias survives the one it replaced; of equals, the least by bytes does.
        keys.sort_by(|a, b| {
            let order = |key: &Key| (rank(&key.kind).0, replaced.contains(key));
            order(a).cmp(&order(b)).then_with(|| a.cmp(b))
        });
    }
    groups
}

fn root(parents: &mut [usize], mut key: usize) -> usize {
    while parents[key] != key {
        parents[key] = parents[parents[key]];
        key = parents[key];
    }
    key
}

#[cfg(test)]
mod tests;
