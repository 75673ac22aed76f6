//! Values of a field among what was refused.

use std::collections::BTreeMap;

use intake::Mapping;
use model::columns::Target;
use model::schema::{Field, kept_name};
use store::Refusals;

use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// A refused value: its import, its row and its column in the file.
#[derive(Clone, Debug)]
pub(super) struct RefusedValue {
    pub(super) file: u64,
    pub(super) row: u64,
    pub(super) column: String,
}

/// Refused values of a field that are in the base all the same, kept as they came.
pub(super) fn kept_in_the_base(
    base: &Base,
    target: &Target,
    name: &str,
    field: &Field,
) -> Result<Vec<RefusedValue>, Failure> {
    let is_kept = field.kept() != field.kind && field.kept().is_text();
    if is_kept { of_field(base, target, name) } else { Ok(Vec::new()) }
}

/// Refused values of a field.
pub(super) fn of_field(base: &Base, target: &Target, name: &str) -> Result<Vec<RefusedValue>, Failure> {
    let mut mappings: BTreeMap<u64, (String, Mapping)> = BTreeMap::new();
    for file in base.store.refused_files(&Refusals::default())? {
        if let Ok(mapping) = Mapping::parse(&file.mapping) {
            mappings.insert(file.file, (file.name, mapping));
        }
    }
    let schema = base.store.schema();
    let fields = schema.fields_of(target);
    let mut found = Vec::new();
    base.store.each_refused_row(&Refusals::default(), |refusal| {
        let refused = &refusal.refused;
        let Some(column) = refused.column.as_ref().filter(|_| !refused.whole_row) else { return };
        let is_made = || {
            let (name_of_file, mapping) = mappings.get(&refusal.file)?;
            let is_target = |named: &Target| schema.kept_target(named) == *target;
            let is_field = |named: &str| fields.map_or(named, |fields| kept_name(fields, named)) == name;
            Some(mapping.file_for(name_of_file)?.makes(is_target, is_field, column))
        };
        if refused.target.as_ref() == Some(target) && is_made() == Some(true) {
            found.push(RefusedValue { file: refusal.file, row: refused.row, column: column.clone() });
        }
    })?;
    Ok(found)
}
