//! Files that an analysis leaves: each is there whole or not at all, whenever the program is stopped.

use std::ffi::OsString;
use std::path::Path;

use crate::ops::analyses::roster::Roster;
use crate::ops::failure::Failure;

/// Writes a file beside its place first, then puts it there.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // What could not be put in its place is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
        Failure::file(path, &error)
    })
}

/// Writes what is said of each customer.
pub(super) fn write_roster(roster: &Roster, path: &Path) -> Result<(), Failure> {
    write_whole(path, &roster.csv()?)
}
