//! What was refused and still stands: listed, grouped, and written out to be corrected.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use csv::{Writer, WriterBuilder};
use intake::{CORRECTED, REASON};
use model::columns::Target;
use model::phrase::Phrase;
use model::schema::Schema;
use store::{Refusals, RefusedFile, RefusedRow, StoredRefusal};

use super::base::Base;
use super::failure::Failure;
use super::import::keeping::{is_told, number};
use super::import::name_of;

/// What was written out to be corrected.
#[derive(Default)]
pub(crate) struct Written {
    /// The files, each with how many rows it has.
    pub(crate) files: Vec<(PathBuf, u64)>,
    /// Refusals whose row was not kept: too many of one file, or from before rows were.
    pub(crate) without_row: u64,
    /// Refused values of rows that are in, in streams where a row cannot be said again.
    pub(crate) counted: u64,
}

/// How a written file looks.
pub(crate) struct Look<'l> {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    /// Says a reason in the person's language.
    pub(crate) say: &'l dyn Fn(&RefusedRow) -> String,
}

/// Writes the refused rows into a folder, one file for each file they came from and under its name: its own columns,
/// then why each row was refused. Corrected, such a file can be imported again.
pub(crate) fn write_out(base: &Base, which: &Refusals, dir: &Path, look: &Look<'_>) -> Result<Written, Failure> {
    let mut written = Written::default();
    let files = base.store.refused_files(which)?;
    let mut by_name: BTreeMap<String, Vec<RefusedFile>> = BTreeMap::new();
    for file in files {
        written.without_row += file.beyond;
        if file.columns.is_empty() {
            written.without_row += file.standing;
        } else {
            by_name.entry(file.name.clone()).or_default().push(file);
        }
    }
    if !by_name.is_empty() {
        fs::create_dir_all(dir).map_err(|error| Failure::file(dir, &error))?;
    }
    for (name, files) in by_name {
        let path = dir.join(csv_name(&name));
        let rows = Output { base, which, look, written: &mut written }.write(&path, &files)?;
        if rows > 0 {
            written.files.push((path, rows));
        }
    }
    Ok(written)
}

/// The refused rows of a file of a name: the name of the file that they are written to, and what it holds.
pub(crate) fn file_of(base: &Base, name: &str, look: &Look<'_>) -> Result<(String, Vec<u8>), Failure> {
    let which = Refusals { file: Some(name.to_owned()), ..Refusals::default() };
    let folder = tempfile::TempDir::new().map_err(|error| Failure::file(&std::env::temp_dir(), &error))?;
    let written = write_out(base, &which, folder.path(), look)?;
    let Some((path, _)) = written.files.into_iter().next() else {
        return Err(Failure::Failed(Phrase::new("failed-unknown-refused")));
    };
    let bytes = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
    Ok((name_of(&path), bytes))
}

/// The name of the CSV file for the refused rows of a file.
fn csv_name(name: &str) -> String {
    let name = name_of(Path::new(name));
    if name.to_lowercase().ends_with(".csv") { name } else { format!("{name}.csv") }
}

/// The name of the file that a file of corrected rows is for.
pub(crate) fn original_names(path: &Path) -> Vec<String> {
    let name = name_of(path);
    let shorter = name.strip_suffix(".csv").map(str::to_owned);
    [Some(name), shorter].into_iter().flatten().collect()
}

/// A file being written.
struct Output<'o, 'l> {
    base: &'o Base,
    which: &'o Refusals,
    look: &'o Look<'l>,
    written: &'o mut Written,
}

impl Output<'_, '_> {
    fn write(&mut self, path: &Path, files: &[RefusedFile]) -> Result<u64, Failure> {
        let failed = |error: csv::Error| Failure::file(path, &std::io::Error::other(error));
        let mut columns: Vec<&str> = Vec::new();
        for column in files.iter().flat_map(|file| &file.columns).filter(|column| !is_told(column)) {
            if !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
        let file = fs::File::create(path).map_err(|error| Failure::file(path, &error))?;
        let mut output = WriterBuilder::new().delimiter(self.look.delimiter).from_writer(file);
        // A spreadsheet program reads the file as UTF-8 by this mark.
        let marked: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(place, name)| if place == 0 { format!("\u{feff}{name}") } else { (*name).to_owned() })
            .collect();
        let head = marked.iter().map(String::as_str).chain([REASON, CORRECTED]);
        output.write_record(head).map_err(failed)?;
        let mut rows = 0;
        for file in files {
            rows += self.write_rows(&mut output, file, &columns).map_err(|error| match error {
                Wrong::Csv(error) => failed(error),
                Wrong::Other(failure) => failure,
            })?;
        }
        output.flush().map_err(|error| Failure::file(path, &error))?;
        Ok(rows)
    }

    fn write_rows(
        &mut self,
        output: &mut Writer<fs::File>,
        file: &RefusedFile,
        columns: &[&str],
    ) -> Result<u64, Wrong> {
        let mut rows: u64 = 0;
        let mut of_row: Vec<StoredRefusal> = Vec::new();
        let mut wrong = None;
        let which = Refusals { import: Some(file.file), ..self.which.clone() };
        let base = self.base;
        let mut visit = |refusal: Option<StoredRefusal>| {
            let is_other = of_row
                .first()
                .is_some_and(|first| refusal.as_ref().is_none_or(|refusal| refusal.refused.row != first.refused.row));
            if is_other && wrong.is_none() {
                match self.write_row(output, file, columns, &std::mem::take(&mut of_row)) {
                    Ok(is_written) => rows += u64::from(is_written),
                    Err(error) => wrong = Some(error),
                }
            }
            of_row.extend(refusal);
        };
        base.store
            .each_refused_row(&which, |refusal| visit(Some(refusal)))
            .map_err(|error| Wrong::Other(error.into()))?;
        visit(None);
        wrong.map_or(Ok(rows), Err)
    }

    /// Writes one refused row, with everything that was refused of it.
    fn write_row(
        &mut self,
        output: &mut Writer<fs::File>,
        file: &RefusedFile,
        columns: &[&str],
        refusals: &[StoredRefusal],
    ) -> Result<bool, Wrong> {
        let schema = self.base.schema();
        if refusals.iter().all(|refusal| counts_for_good(schema, &refusal.refused)) {
            self.written.counted += refusals.len() as u64;
            return Ok(false);
        }
        let row = refusals[0].refused.row;
        let kept = self.base.store.refused_cells(file.file, row).map_err(|error| Wrong::Other(error.into()))?;
        let Some(kept) = kept else {
            self.written.without_row += refusals.len() as u64;
            return Ok(false);
        };
        let cells =
            if kept.cells.len() == file.columns.len() { kept.cells } else { cut(&kept.cells, file.columns.len()) };
        let cell = |column: &&str| {
            let place = file.columns.iter().position(|name| name == column);
            place.and_then(|place| cells.get(place)).cloned().unwrap_or_default()
        };
        let mut record: Vec<String> = columns.iter().map(cell).collect();
        let mut reasons: Vec<String> = Vec::new();
        for refusal in refusals {
            let reason = (self.look.say)(&refusal.refused);
            let reason = match &refusal.refused.column {
                Some(column) => format!("{column}: {reason}"),
                None => reason,
            };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        record.push(reasons.join(" "));
        record.push(number(file.file, row));
        output.write_record(&record).map_err(Wrong::Csv)?;
        Ok(true)
    }
}

/// What went wrong while a file was written.
enum Wrong {
    Csv(csv::Error),
    Other(Failure),
}

/// Whether a refused value is of a row that is in for good: in a stream without key, the row said again would be
/// another one.
fn counts_for_good(schema: &Schema, refused: &RefusedRow) -> bool {
    match &refused.target {
        Some(Target::Stream(name)) if !refused.whole_row => {
            schema.streams.get(name).is_none_or(|stream| stream.key.is_none())
        }
        _ => false,
    }
}

/// A line that had too few or too many cells, cut where its commonest separator stands; what is too much stays in the
/// last cell, so that nothing of the line is lost.
fn cut(cells: &[String], most: usize) -> Vec<String> {
    let [line] = cells else { return cells.to_vec() };
    let separator = [';', '\t', '|', ','].into_iter().max_by_key(|separator| line.matches(*separator).count());
    line.splitn(most.max(1), separator.unwrap_or(',')).map(str::to_owned).collect()
}

/// The text of the mapping by which a file of corrected rows was read at first, and the name it had then.
pub(crate) fn mapping_of(base: &Base, path: &Path) -> Result<(String, String), Failure> {
    let names = original_names(path);
    let files = base.store.refused_files(&Refusals::default())?;
    let found = files.into_iter().rev().find(|file| names.contains(&file.name) && !file.mapping.is_empty());
    let unknown = || Failure::Failed(Phrase::new("failed-not-corrected").with("file", path.display()));
    found.map(|file| (file.mapping, file.name)).ok_or_else(unknown)
}
