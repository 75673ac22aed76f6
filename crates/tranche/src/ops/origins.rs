//! Where the values of a customer's attributes come from.

use std::collections::BTreeMap;

use model::phrase::Phrase;
use store::Origin;

use super::base::Base;
use super::failure::Failure;
use super::membership::AsOf;

/// Where each attribute's values come from, by name, in the order in which the values came into force up to an instant.
pub(crate) type Origins = BTreeMap<String, Vec<Origin>>;

/// Where the values of a customer, named by any id, come from. Values that hold only later are left out, as are values
/// that do not come from a file: computed ones.
pub(crate) fn origins(base: &Base, id: &str, as_of: AsOf) -> Result<Origins, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-customer").with("id", id));
    let number = base.store.find_customer(id)?.ok_or_else(unknown)?;
    let mut origins = base.store.origins(number)?;
    for values in origins.values_mut() {
        values.retain(|value| value.from.is_none_or(|from| from <= as_of.at));
    }
    origins.retain(|_, values| !values.is_empty());
    Ok(origins)
}
