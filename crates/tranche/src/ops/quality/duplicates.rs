//! Customers who may be one person: the same e-mail address, the same phone, or nearly the same name at the same postal
//! code, unless their birth dates differ.

use std::collections::BTreeMap;

use model::columns::{AttributeColumn, Wanted};
use model::identity::Key;
use model::time::Instant;
use strsim::jaro_winkler;

use super::value_position;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Two names are nearly the same from this likeness on: Jaro–Winkler, where 1 is equal. At 0.92 misspelt and swapped
/// letters pass, and other first names do not.
const ALIKE: f64 = 0.92;
/// Customers compared with one another at most, of one postal code and one initial.
const MOST_COMPARED: usize = 2_000;

/// Groups of customers who may be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Duplicates {
    /// Customers who look like an earlier one by their e-mail address.
    pub(crate) by_email: u64,
    /// By their phone.
    pub(crate) by_phone: u64,
    /// By their name and postal code, and by nothing else.
    pub(crate) by_name: u64,
    /// Customers in all who look like an earlier one.
    pub(crate) customers: u64,
}

const NAMES: [&str; 6] = ["email", "phone", "first_name", "last_name", "address.postal_code", "birth_date"];

/// Looks for customers who may be one as of an instant. Each group counts its customers but one.
pub(crate) fn find(base: &Base, at: Instant, population: &[bool]) -> Result<Duplicates, Failure> {
    let wanted = Wanted { attributes: NAMES.map(str::to_owned).into(), ..Wanted::default() };
    let columns = base.store.columns(&wanted)?;
    let column = |name: &str| columns.attributes.get(name);
    let (mut parents, mut found) = (Together::new(columns.n_customers), Duplicates::default());
    for (name, count) in [("email", &mut found.by_email), ("phone", &mut found.by_phone)] {
        let Some(column) = column(name) else { continue };
        let mut keys: Vec<(String, u32)> = Vec::new();
        for customer in (0..columns.n_customers).filter(|&customer| population[customer]) {
            let key = text_at(column, customer, at).and_then(|text| Key::new(name, text));
            keys.extend(key.map(|key| (key.value, customer as u32)));
        }
        keys.sort_unstable();
        for pair in keys.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            *count += 1;
            parents.join(pair[0].1, pair[1].1);
        }
    }
    let before = parents.joined;
    let births = column(NAMES[5]);
    let mut blocks: BTreeMap<(String, char), Vec<(String, u32)>> = BTreeMap::new();
    for customer in (0..columns.n_customers).filter(|&customer| population[customer]) {
        let text = |name: &str| column(name).and_then(|column| text_at(column, customer, at)).map(plain);
        let (Some(first), Some(last), Some(code)) = (text(NAMES[2]), text(NAMES[3]), text(NAMES[4])) else { continue };
        let Some(initial) = last.chars().next() else { continue };
        blocks.entry((code, initial)).or_default().push((format!("{last} {first}"), customer as u32));
    }
    for block in blocks.values_mut() {
        block.sort_unstable();
        // Beyond, only neighbours in the order of names are compared.
        let reach = if block.len() > MOST_COMPARED { MOST_COMPARED / 20 } else { block.len() };
        for (place, (name, customer)) in block.iter().enumerate() {
            for (other, twin) in block[place + 1..].iter().take(reach) {
                let is_alike = name == other || jaro_winkler(name, other) >= ALIKE;
                if is_alike && !differ(births, *customer, *twin, at) {
                    parents.join(*customer, *twin);
                }
            }
        }
    }
    found.by_name = parents.joined - before;
    found.customers = parents.joined;
    Ok(found)
}

/// Whether two customers have different birth dates.
fn differ(births: Option<&AttributeColumn>, one: u32, other: u32, at: Instant) -> bool {
    let birth = |customer: u32| match value_position(births?, customer as usize, at)? {
        (model::columns::Column::Integer(values), position) => Some(values[position]),
        _ => None,
    };
    birth(one).zip(birth(other)).is_some_and(|(one, other)| one != other)
}

fn text_at(column: &AttributeColumn, customer: usize, at: Instant) -> Option<&str> {
    let (values, position) = value_position(column, customer, at)?;
    match values {
        model::columns::Column::Text(texts) => texts.get(position),
        model::columns::Column::Integer(_) => None,
    }
}

/// A name or code without case, accents, dashes and outer spaces.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = text.trim().nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).map(|letter| if letter == '-' { ' ' } else { letter }).collect()
}

/// Customers put together.
struct Together {
    parents: Vec<u32>,
    /// How many were put to an earlier one.
    joined: u64,
}

impl Together {
    fn new(n_customers: usize) -> Self {
        Together { parents: (0..n_customers as u32).collect(), joined: 0 }
    }

    fn root(&mut self, mut customer: u32) -> u32 {
        while self.parents[customer as usize] != customer {
            let above = self.parents[self.parents[customer as usize] as usize];
            self.parents[customer as usize] = above;
            customer = above;
        }
        customer
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.parents[one.max(other) as usize] = one.min(other);
            self.joined += 1;
        }
    }
}
