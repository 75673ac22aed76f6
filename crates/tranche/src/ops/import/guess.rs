//! A mapping proposed for files: in the words of the base where there is one, else in the shipped ones.

use std::path::{Path, PathBuf};

use intake::Progress;
use intake::guess::{Asking, Guess, guess, is_readable};
use model::schema::Vocabulary;

use super::found::{Found, Left};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// A proposed mapping and the zone that its times are taken to be in.
pub(crate) struct Proposed {
    /// What each file becomes.
    pub(crate) guess: Guess,
    /// Name of the time zone.
    pub(crate) zone: String,
    /// What was found beside the files and left aside.
    pub(crate) left: Vec<Left>,
}

/// Proposes a mapping for files that belong together: each by itself, in folders, archives or patterns.
pub(crate) fn propose(dir: &Path, files: &[PathBuf], progress: &dyn Fn(Progress)) -> Result<Proposed, Failure> {
    let (schema, settings) = if dir.exists() {
        let base = Base::open(dir)?;
        (base.schema().clone(), base.store.settings().clone())
    } else {
        let Vocabulary { schema, settings } = Vocabulary::shipped();
        (schema, settings)
    };
    let found = Found::of(files, &is_readable)?;
    let files = found.paths();
    let guess = guess(&Asking { files: &files, schema: &schema, settings: &settings, progress })
        .map_err(|error| Failure::Failed(error.phrase()))?;
    Ok(Proposed { guess, zone: settings.timezone, left: found.left })
}
