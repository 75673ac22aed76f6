//! Files that an analysis leaves: each is there whole or not at all, whenever the program is stopped.

use std::ffi::OsString;
use std::path::Path;

use crate::ops::base::Base;
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

/// Writes a line for each customer, in the order of their ids.
pub(super) fn write_customers(
    base: &Base,
    path: &Path,
    heads: &[&str],
    rows: impl Iterator<Item = (usize, Vec<String>)>,
) -> Result<(), Failure> {
    let failed = |error: csv::Error| Failure::file(path, &std::io::Error::other(error));
    let ids = base.store.customer_ids()?;
    let mut rows: Vec<(&String, Vec<String>)> =
        rows.filter_map(|(customer, row)| Some((ids.get(customer)?, row))).collect();
    rows.sort_by_key(|(id, _)| *id);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(std::iter::once(&"id").chain(heads)).map_err(failed)?;
    for (id, row) in rows {
        writer.write_record(std::iter::once(id).chain(&row)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::file(path, &std::io::Error::other(error.to_string())))?;
    write_whole(path, &bytes)
}
