//! How well a column's name fits some words, in either language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::schema::{Field, snake_case};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Words by which columns and files are known.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    /// By role.
    pub(super) roles: BTreeMap<String, Vec<String>>,
    /// By attribute.
    attributes: BTreeMap<String, Vec<String>>,
    /// By stream, then by field.
    streams: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// By reference table.
    pub(super) tables: BTreeMap<String, Vec<String>>,
    /// By stream, or `profile`.
    pub(super) files: BTreeMap<String, Vec<String>>,
}

/// The shipped words.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml")).expect("the shipped words are valid: a test reads them")
});

/// Words that say little.
const FILLERS: [&str; 14] = ["the", "of", "de", "du", "des", "la", "le", "les", "d", "l", "default", "my", "n", "in"];

/// Words for the things that columns are about: a column that names another thing is about that one.
const THINGS: [&str; 26] = [
    "customer",
    "client",
    "order",
    "commande",
    "invoice",
    "product",
    "produit",
    "article",
    "item",
    "coupon",
    "campaign",
    "store",
    "manufacturer",
    "supplier",
    "parent",
    "delivery",
    "shipping",
    "livraison",
    "billing",
    "employee",
    "vendor",
    "warehouse",
    "master",
    "mailer",
    "refund",
    "session",
];
/// Words for a customer, which names of attributes may repeat.
const OF_PEOPLE: [&str; 6] = ["customer", "client", "billing", "contact", "user", "address"];
/// Words for orders and their lines, which names of fields may repeat.
const OF_ROWS: [&str; 7] = ["order", "commande", "line", "lineitem", "item", "product", "invoice"];

impl Words {
    /// How well a name fits a role, from 0 to 100.
    pub(super) fn role(&self, role: &str, name: &str) -> u8 {
        best(name, &[], self.roles.get(role).into_iter().flatten().map(String::as_str))
    }

    /// How well a name fits an attribute: by its name, its labels and further words.
    pub(super) fn attribute(&self, name: &str, full: &str, field: &Field) -> u8 {
        let words = self.attributes.get(full).into_iter().flatten().map(String::as_str);
        best(name, &OF_PEOPLE, words.chain(own_words(full, field)))
    }

    /// How well a name fits a field of a stream.
    pub(super) fn field(&self, name: &str, stream: &str, field_name: &str, field: &Field) -> u8 {
        let words = self.streams.get(stream).and_then(|fields| fields.get(field_name));
        best(name, &OF_ROWS, words.into_iter().flatten().map(String::as_str).chain(own_words(field_name, field)))
    }
}

fn own_words<'a>(full: &'a str, field: &'a Field) -> impl Iterator<Item = &'a str> {
    let last = full.rsplit('.').next().unwrap_or(full);
    [full, last].into_iter().chain(field.label.values().map(String::as_str))
}

/// How well a name fits the best of some words, from 0 to 100. `about` are words for the thing itself, which a name may
/// repeat: the category of a product may be called `product_category`.
pub(super) fn best<'a>(name: &str, about: &[&str], words: impl Iterator<Item = &'a str>) -> u8 {
    let name = pieces(name);
    words.map(|words| fit(&name, about, &pieces(words))).max().unwrap_or(0)
}

/// How well the pieces of a name fit those of a word: the same ones best, then the same letters, then a part of them.
fn fit(name: &[String], about: &[&str], word: &[String]) -> u8 {
    if name.is_empty() || word.is_empty() {
        return 0;
    }
    if name == word {
        return 100;
    }
    if name.concat() == word.concat() {
        return 98;
    }
    if !word.iter().all(|piece| name.contains(piece)) {
        return 0;
    }
    let (mut fillers, mut others, mut things) = (0_u32, 0_u32, 0_u32);
    for piece in name.iter().filter(|piece| !word.contains(piece)) {
        let piece = piece.as_str();
        if FILLERS.contains(&piece) || about.contains(&piece) {
            fillers += 1;
        } else if THINGS.contains(&piece) {
            things += 1;
        } else {
            others += 1;
        }
    }
    // A single word says less than several, and next to the name of another thing it is about that thing.
    let single = if word.len() == 1 && others + things > 0 { 8 } else { 0 };
    96_u32.saturating_sub(single + 2 * fillers + 12 * others + 36 * things).max(20) as u8
}

/// The pieces of a name: `Numéro_client` and `numeroClient` are both `numero`, `client`.
fn pieces(name: &str) -> Vec<String> {
    let plain: String = snake_case(name).nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect();
    plain.split(|letter: char| !letter.is_alphanumeric()).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_roles_by_their_words() {
        let best_role = |name: &str| {
            let fits = WORDS.roles.keys().map(|role| (WORDS.role(role, name), role.as_str()));
            fits.max().filter(|(fit, _)| *fit >= 60).map(|(_, role)| role)
        };
        for (name, expected) in [
            ("customer_id", Some("customer")),
            ("N° client", Some("customer")),
            ("CustomerID", Some("customer")),
            ("household_id", Some("customer")),
            ("Adresse e-mail", Some("email")),
            ("Numéro de commande", Some("order")),
            ("InvoiceNo", Some("order")),
            ("StockCode", Some("product")),
            ("Qté", Some("quantity")),
            ("sales_value", Some("amount")),
            ("transaction_timestamp", Some("time")),
            ("Prix unitaire", Some("price")),
            ("coupon_upc", None),
            ("favourite_colour", None),
        ] {
            assert_eq!(best_role(name), expected, "{name}");
        }
    }

    #[test]
    fn the_closer_name_wins() {
        assert!(WORDS.role("customer", "customer_id") > WORDS.role("customer", "master_customer_id"));
        assert!(WORDS.role("time", "order_date") > WORDS.role("time", "requested_delivery_date"));
    }
}
