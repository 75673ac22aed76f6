//! Who a customer is: its keys, the links that brought them together, and others who may be the same person.

use std::collections::BTreeSet;

use model::columns::{AttributeColumn, Column, Wanted};
use model::identity::{Key, Link, SHARED_BY, identities};
use model::phrase::Phrase;
use model::time::Instant;
use store::StoredLink;

use super::base::Base;
use super::failure::Failure;

/// What is known of who somebody is.
pub(crate) struct Who {
    /// The primary id.
    pub(crate) id: String,
    /// Whether it is a visitor whom nothing links to a customer.
    pub(crate) is_visitor: bool,
    /// All keys that name it, the primary one first.
    pub(crate) keys: Vec<Key>,
    /// Links that concern these keys, those undone or without effect too.
    pub(crate) links: Vec<Told>,
    /// Others who may be the same person.
    pub(crate) suspects: Vec<Suspect>,
}

/// A link and what became of it.
pub(crate) struct Told {
    /// The link.
    pub(crate) stored: StoredLink,
    /// What became of it.
    pub(crate) effect: Effect,
}

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Its two keys are one customer by it.
    Merges,
    /// It was undone.
    Undone,
    /// So many customers share the address or phone that it tells nothing.
    Shared(usize),
    /// The visitor belongs to another customer, who was linked to it before.
    Contested,
}

/// Somebody who may be the same person.
pub(crate) struct Suspect {
    /// The primary id.
    pub(crate) id: String,
    /// What the two have in common: `email`, `phone` or `name`.
    pub(crate) in_common: &'static str,
    /// Its value.
    pub(crate) value: String,
}

/// Looks somebody up by any id, with others who may be the same person: all customers are gone through for them.
pub(crate) fn who(base: &Base, id: &str) -> Result<Who, Failure> {
    let known = known_as(base, id)?;
    let number = known.keys.iter().find_map(|key| base.store.number_of(key).transpose()).transpose()?;
    let suspects = number.map_or(Ok(Vec::new()), |number| suspects(base, number, &known.keys))?;
    Ok(Who { suspects, ..known })
}

/// Looks somebody up by any id: keys and links, and no suspects.
pub(crate) fn known_as(base: &Base, id: &str) -> Result<Who, Failure> {
    let stored = base.store.links()?;
    let key = key_named(base, id, &stored)?;
    let live: Vec<Link> =
        stored.iter().filter(|stored| stored.undone_at.is_none()).map(|stored| stored.link.clone()).collect();
    let found = identities(&live, SHARED_BY);
    let group = found.groups.iter().find(|keys| keys.contains(&key));
    let mut keys = group.cloned().unwrap_or_else(|| vec![key]);
    // A key that no row and no customer came with is the trace of a link, and names nobody by itself.
    let number = keys.iter().find_map(|key| base.store.number_of(key).transpose()).transpose()?;
    let id = match number {
        Some(number) => base.store.id_of(number)?,
        None => keys[0].value.clone(),
    };
    keys.sort_by_key(|key| key.value != id);
    let effect = |stored: &StoredLink| {
        let second = &stored.link.second;
        match (stored.undone_at, found.shared.get(second), found.contested.get(second)) {
            (Some(_), _, _) => Effect::Undone,
            (None, Some(&sharers), _) => Effect::Shared(sharers),
            (None, None, Some(owner)) if *owner != stored.link.first && !is_one(&found.groups, &stored.link) => {
                Effect::Contested
            }
            _ => Effect::Merges,
        }
    };
    let concerns = |stored: &StoredLink| keys.contains(&stored.link.first) || keys.contains(&stored.link.second);
    let links = stored.into_iter().filter(concerns).map(|stored| Told { effect: effect(&stored), stored }).collect();
    let is_visitor = number.is_some_and(|number| base.store.is_visitor(number));
    Ok(Who { id, is_visitor, keys, links, suspects: Vec::new() })
}

/// Whether the keys of a link are one customer's, by whatever link.
fn is_one(groups: &[Vec<Key>], link: &Link) -> bool {
    groups.iter().any(|keys| keys.contains(&link.first) && keys.contains(&link.second))
}

fn key_named(base: &Base, id: &str, links: &[StoredLink]) -> Result<Key, Failure> {
    if let Some(key) = base.store.find_key(id)? {
        return Ok(key);
    }
    let linked = links.iter().flat_map(|stored| [&stored.link.first, &stored.link.second]);
    let named = linked.filter(|key| key.value == id || Key::new(&key.kind, id).is_some_and(|written| written == **key));
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-customer").with("id", id));
    named.min().cloned().ok_or_else(unknown)
}

/// Undoes a link by its number, written `L12`, or all links of the key that an id is. What was undone comes back.
pub(crate) fn unmerge(base: &mut Base, what: &str, at: Instant) -> Result<Vec<StoredLink>, Failure> {
    let stored = base.store.links()?;
    let number = what.strip_prefix(['L', 'l']).and_then(|digits| digits.parse::<u64>().ok());
    let by_number = stored.iter().find(|stored| Some(stored.id) == number);
    let undone: Vec<StoredLink> = match by_number {
        Some(link) => vec![link.clone()],
        None => {
            let key = key_named(base, what, &stored)?;
            let is_of_key = |stored: &&StoredLink| stored.link.first == key || stored.link.second == key;
            stored.iter().filter(is_of_key).cloned().collect()
        }
    };
    let undone: Vec<StoredLink> = undone.into_iter().filter(|stored| stored.undone_at.is_none()).collect();
    if undone.is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-nothing-to-unmerge").with("what", what)));
    }
    let ids: Vec<u64> = undone.iter().map(|stored| stored.id).collect();
    base.store.undo_links(&ids, at)?;
    Ok(undone)
}

/// Customers with the same e-mail address or phone, or the same name at the same postal code.
fn suspects(base: &Base, number: u32, keys: &[Key]) -> Result<Vec<Suspect>, Failure> {
    const NAMES: [&str; 5] = ["email", "phone", "first_name", "last_name", "address.postal_code"];
    let wanted = Wanted { attributes: NAMES.map(str::to_owned).into(), ..Wanted::default() };
    let columns = base.store.columns(&wanted)?;
    let value = |customer: usize, name: &str| columns.attributes.get(name).and_then(|column| last(column, customer));
    let contact = |customer: usize, kind: &str| Key::new(kind, value(customer, kind)?);
    let folded = |customer: usize, name: &str| value(customer, name).map(|text| text.trim().to_lowercase());
    let name = |customer: usize| {
        let (first, last) = (folded(customer, NAMES[2])?, folded(customer, NAMES[3])?);
        Some([first, last, folded(customer, NAMES[4])?].join(" "))
    };
    let own = number as usize;
    let mut found: BTreeSet<(u32, &'static str, String)> = BTreeSet::new();
    for kind in ["email", "phone"] {
        let mut contacts: BTreeSet<Key> = keys.iter().filter(|key| key.kind == kind).cloned().collect();
        contacts.extend(contact(own, kind));
        for contact in &contacts {
            let other = base.store.number_of(contact)?.filter(|&other| other != number);
            found.extend(other.map(|other| (other, kind, contact.value.clone())));
        }
        for other in (0..columns.n_customers).filter(|&other| other != own) {
            let same = contact(other, kind).filter(|contact| contacts.contains(contact));
            found.extend(same.map(|contact| (other as u32, kind, contact.value)));
        }
    }
    if let Some(own_name) = name(own) {
        let alike = (0..columns.n_customers).filter(|&other| other != own && name(other).as_ref() == Some(&own_name));
        found.extend(alike.map(|other| (other as u32, "name", own_name.clone())));
    }
    let suspect = |(other, in_common, value)| Ok(Suspect { id: base.store.id_of(other)?, in_common, value });
    found.into_iter().map(suspect).collect()
}

/// The latest text of an attribute that a customer has.
fn last(column: &AttributeColumn, customer: usize) -> Option<&str> {
    match column {
        AttributeColumn::Constant(Column::Text(texts)) => texts.get(customer),
        AttributeColumn::History { offsets, values: Column::Text(texts), .. } => {
            let end = offsets[customer + 1];
            (offsets[customer] < end).then(|| texts.get(end as usize - 1)).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
