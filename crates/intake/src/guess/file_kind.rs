//! What a file holds: customers, orders, lines, a reference table, rows of another stream, or nothing that is known.

use model::phrase::Phrase;
use model::schema::{Schema, snake_case};

use super::look::FileLook;
use super::names::{WORDS, best};
use super::preset::Preset;
use super::roles::{Role, Roles};

/// A file's name must fit words at least so well to say what the file holds.
const FILE_ENOUGH: u8 = 80;

/// What a file holds.
pub(super) struct FileKind {
    pub(super) roles: Roles,
    pub(super) holds: Holds,
}

/// What the rows of a file are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Holds {
    /// Entries of a reference table, under the code in a column.
    Table { name: String, key: usize },
    /// Customers, one a row.
    Profiles,
    /// Orders, one a row.
    Orders,
    /// Lines of orders.
    Lines,
    /// Rows of another stream.
    Stream(String),
    /// Nothing that can be taken, and why.
    Nothing(Phrase),
}

impl FileKind {
    /// Files of a lower number are imported earlier: what is looked up comes before what looks it up.
    pub(super) fn order(&self) -> usize {
        match self.holds {
            Holds::Table { .. } => 0,
            Holds::Profiles => 1,
            Holds::Orders => 2,
            Holds::Lines => 3,
            Holds::Stream(_) => 4,
            Holds::Nothing(_) => 5,
        }
    }
}

/// What each of some files holds.
pub(super) fn kinds(looks: &[FileLook], presets: &[Option<&'static Preset>], schema: &Schema) -> Vec<FileKind> {
    looks
        .iter()
        .zip(presets)
        .map(|(look, preset)| {
            let roles = Roles::of(look);
            let holds = preset.map_or_else(|| holds(look, &roles, schema), |preset| preset.holds(look));
            FileKind { roles, holds }
        })
        .collect()
}

fn holds(look: &FileLook, roles: &Roles, schema: &Schema) -> Holds {
    let stem = stem(&look.name);
    if look.columns.is_empty() || look.n_rows == 0 {
        return Holds::Nothing(Phrase::new("guess-left-empty"));
    }
    let Some((_, customer)) = roles.customer() else { return without_customer(look, roles, stem) };
    let has_numbers = [Role::Quantity, Role::Price, Role::Amount].into_iter().any(|role| roles.has(role));
    let has_goods = roles.has(Role::Product) && has_numbers || roles.has(Role::Quantity) && roles.has(Role::Price);
    if let Some(order) = roles.get(Role::Order) {
        let one_a_row = look.columns[order.column].is_unique(look.n_seen);
        if roles.has(Role::Time) && one_a_row && !roles.has(Role::Line) {
            return Holds::Orders;
        }
        if has_goods || !one_a_row {
            return Holds::Lines;
        }
    }
    let named = named(stem, schema);
    let one_a_row = look.columns[customer.column].is_unique(look.n_seen);
    if one_a_row && named.as_deref().is_none_or(|named| named == "profile") {
        return Holds::Profiles;
    }
    let is_mailing = best_of(stem, &WORDS.tables).is_some_and(|table| table == "campaigns");
    match named {
        Some(name) if name == "profile" => Holds::Profiles,
        // Who got which campaign.
        None if is_mailing && roles.has(Role::Campaign) => Holds::Stream("message".to_owned()),
        Some(name) if name == "order_line" && has_goods => Holds::Lines,
        Some(name) if name == "order" => Holds::Orders,
        Some(name) => Holds::Stream(name),
        None if has_goods => Holds::Lines,
        None if roles.has(Role::Amount) && roles.has(Role::Time) => Holds::Orders,
        None if roles.has(Role::Campaign) && roles.has(Role::Time) && roles.has(Role::Status) => {
            Holds::Stream("message".to_owned())
        }
        None => Holds::Stream(snake_case(stem).replace('.', "_")),
    }
}

fn without_customer(look: &FileLook, roles: &Roles, stem: &str) -> Holds {
    let order = roles.get(Role::Order).filter(|order| !look.columns[order.column].is_unique(look.n_seen));
    if order.is_some() && (roles.has(Role::Product) || roles.has(Role::Quantity)) {
        return Holds::Lines;
    }
    let known = best_of(stem, &WORDS.tables);
    let unique = |column: &usize| {
        let seen = &look.columns[*column];
        seen.may_be_code() && seen.is_unique(look.n_seen)
    };
    let by_role = match known.as_deref() {
        Some("stores") => [Role::Store, Role::Product],
        Some("campaigns") => [Role::Campaign, Role::Product],
        _ => [Role::Product, Role::Store],
    };
    let by_role = by_role.into_iter().filter_map(|role| roles.get(role)).map(|played| played.column).find(unique);
    let Some(key) = by_role.or_else(|| (0..look.columns.len()).find(unique)) else {
        return Holds::Nothing(Phrase::new("guess-left-no-customer"));
    };
    let is_product = roles.get(Role::Product).is_some_and(|played| played.column == key);
    let name =
        known.unwrap_or_else(|| if is_product { "products".to_owned() } else { snake_case(stem).replace('.', "_") });
    Holds::Table { name, key }
}

/// The name of a file without its ends: `orders.csv.gz` is `orders`.
fn stem(name: &str) -> &str {
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The stream that a file's name says, or `profile`.
fn named(stem: &str, schema: &Schema) -> Option<String> {
    let by_words = best_of(stem, &WORDS.files);
    by_words.or_else(|| {
        let labels = |stream: &&String| {
            let labels = schema.streams[*stream].label.values();
            let words = labels.flat_map(|noun| [noun.one.as_str(), noun.many.as_str()]).chain([stream.as_str()]);
            best(stem, &[], words)
        };
        let closest = schema.streams.keys().max_by_key(labels)?;
        (labels(&closest) >= FILE_ENOUGH).then(|| closest.clone())
    })
}

fn best_of(stem: &str, words: &std::collections::BTreeMap<String, Vec<String>>) -> Option<String> {
    let fits = words.iter().map(|(name, words)| (best(stem, &[], words.iter().map(String::as_str)), name));
    // The first of those that fit best.
    let (fit, name) = fits.rev().max_by_key(|(fit, _)| *fit)?;
    (fit >= FILE_ENOUGH).then(|| name.clone())
}
