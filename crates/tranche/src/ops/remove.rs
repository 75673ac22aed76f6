//! Taking definitions out of the base. Their versions stay.

use std::collections::BTreeSet;

use model::phrase::{Phrase, Place, Problem};
use model::time::Instant;

use super::apply::apply;
use super::base::Base;
use super::definition_files::DefinitionFiles;
use super::failure::Failure;
use super::review::Going;

/// Removes segments and computed attributes by id, all or none; those that others name are refused with their names.
pub(crate) fn remove(base: &mut Base, ids: &[String], at: Instant) -> Result<Vec<String>, Failure> {
    let known: BTreeSet<String> = base
        .store
        .segments()?
        .into_iter()
        .map(|stored| stored.id)
        .chain(base.store.attributes()?.into_iter().map(|stored| stored.id))
        .chain(base.store.table_columns()?.into_iter().map(|stored| stored.id))
        .collect();
    if let Some(unknown) = ids.iter().find(|id| !known.contains(*id)) {
        let problem = Problem::new(
            Phrase::new("problem-unknown-definition").with("name", unknown),
            Place { start: 0, end: unknown.len() },
        );
        let problem = problem.suggesting(unknown, known.iter().map(String::as_str));
        return Err(Failure::in_text(None, unknown, vec![problem]));
    }
    Ok(apply(base, &DefinitionFiles::default(), &Going::These(ids.to_vec()), at)?.removed)
}
