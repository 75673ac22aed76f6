//! A copy of a whole base, taken while it may be written to, and its way back.

use std::path::Path;

use store::{Copied, Store};

use super::failure::Failure;

/// Copies a base to a folder that holds none.
pub(crate) fn back_up(base: &Path, to: &Path) -> Result<Copied, Failure> {
    Ok(Store::copy(base, to)?)
}

/// Makes a base out of a backup, in a folder that holds none.
pub(crate) fn restore(from: &Path, base: &Path) -> Result<Copied, Failure> {
    Ok(Store::copy(from, base)?)
}
