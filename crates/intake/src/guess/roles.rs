//! Which column of a file plays which role, by name and values.

use std::collections::BTreeMap;

use super::look::{ColumnLook, FileLook};
use super::names::WORDS;

/// A name must fit at least so well to say something.
pub(super) const ENOUGH: u8 = 58;
/// Share of e-mail addresses from which a column is one of e-mail addresses, whatever its name.
const NEARLY_ALL: f64 = 0.95;
/// How sure a role is that only values tell.
const BY_VALUES: u8 = 90;

/// A role in a file. Earlier ones are preferred when a name fits several alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Email,
    Customer,
    Order,
    Line,
    Product,
    Time,
    Updated,
    Amount,
    Quantity,
    Price,
    Campaign,
    Store,
    Status,
    Phone,
}

/// Every role with the key of its words.
const ROLES: [(Role, &str); 14] = [
    (Role::Email, "email"),
    (Role::Customer, "customer"),
    (Role::Order, "order"),
    (Role::Line, "line"),
    (Role::Product, "product"),
    (Role::Time, "time"),
    (Role::Updated, "updated"),
    (Role::Amount, "amount"),
    (Role::Quantity, "quantity"),
    (Role::Price, "price"),
    (Role::Campaign, "campaign"),
    (Role::Store, "store"),
    (Role::Status, "status"),
    (Role::Phone, "phone"),
];

/// A column in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Played {
    pub(super) column: usize,
    /// In percent.
    pub(super) confidence: u8,
    /// Whether the name says nothing and the values all.
    pub(super) by_values: bool,
}

/// The roles of a file's columns: each column has at most one, and each role at most one column.
pub(super) struct Roles {
    by_role: BTreeMap<Role, Played>,
}

impl Roles {
    /// Tells the roles in a file.
    pub(super) fn of(look: &FileLook) -> Self {
        let mut candidates: Vec<(Role, Played)> = Vec::new();
        for (column, seen) in look.columns.iter().enumerate() {
            for (role, words) in ROLES {
                let confidence = WORDS.role(words, &seen.name);
                if confidence >= ENOUGH && may_play(role, seen) {
                    candidates.push((role, Played { column, confidence, by_values: false }));
                }
            }
            if seen.n_filled > 0 && seen.share_of_emails() >= NEARLY_ALL {
                candidates.push((Role::Email, Played { column, confidence: BY_VALUES, by_values: true }));
            }
        }
        candidates.sort_by_key(|(role, played)| (100 - played.confidence, *role, played.column));
        let mut by_role = BTreeMap::new();
        let mut taken = vec![false; look.columns.len()];
        for (role, played) in candidates {
            if !taken[played.column] && !by_role.contains_key(&role) {
                taken[played.column] = true;
                by_role.insert(role, played);
            }
        }
        Roles { by_role }
    }

    /// The column in a role.
    pub(super) fn get(&self, role: Role) -> Option<Played> {
        self.by_role.get(&role).copied()
    }

    /// Whether some column plays a role.
    pub(super) fn has(&self, role: Role) -> bool {
        self.by_role.contains_key(&role)
    }

    /// What tells the customer: an id, else an e-mail address.
    pub(super) fn customer(&self) -> Option<(Role, Played)> {
        [Role::Customer, Role::Email].into_iter().find_map(|role| Some((role, self.get(role)?)))
    }
}

/// Whether a column's values suit a role.
fn may_play(role: Role, seen: &ColumnLook) -> bool {
    match role {
        Role::Email => seen.share_of_emails() > 0.5,
        Role::Phone => seen.may_be_code() && seen.share_of_phones() > 0.5,
        Role::Customer | Role::Order | Role::Line | Role::Product | Role::Campaign | Role::Store => {
            seen.may_be_code() && seen.share_of_emails() < 0.5
        }
        Role::Time | Role::Updated => seen.is_time(),
        Role::Amount | Role::Quantity | Role::Price => seen.is_number(),
        Role::Status => seen.may_be_code() && !seen.is_number(),
    }
}
