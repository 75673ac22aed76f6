//! Files where a source's arrive, and which of them are still being written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use model::phrase::Phrase;
use model::time::{DAY, Instant};

use crate::ops::failure::Failure;

/// A file of a source.
pub(super) struct Arrived {
    /// The file.
    pub(super) path: PathBuf,
    /// When it was last changed.
    pub(super) changed_at: Instant,
    /// Why it is left for later, if it is.
    pub(super) wait: Option<Phrase>,
}

/// Ends of the names of files that are still being written.
const UNFINISHED: [&str; 6] = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart"];

/// The files that a path names, in order of their names; its last piece may hold `*` and `?`. A file that changed less
/// than `quiet` microseconds ago, or whose name says so, is still being written.
pub(super) fn arrived(path: &Path, now: Instant, quiet: i64) -> Result<Vec<Arrived>, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unreadable = |error: std::io::Error| Failure::file(folder, &error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let unfinished = UNFINISHED.iter().find(|end| name.to_lowercase().ends_with(*end));
        let finished_name = unfinished.map_or(name.as_str(), |end| &name[..name.len() - end.len()]);
        let is_meant = fits(&pattern, &name) || (unfinished.is_some() && fits(&pattern, finished_name));
        let metadata = entry.metadata().map_err(unreadable)?;
        if !is_meant || !metadata.is_file() || name.starts_with('.') {
            continue;
        }
        let since = metadata.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
        let changed_at = Instant(since.map_or(0, |since| since.as_micros() as i64));
        let age = now.0 - changed_at.0;
        let wait = if unfinished.is_some() {
            Some(Phrase::new("sources-unfinished"))
        } else if age < quiet && age > -DAY {
            // A clock far ahead of ours must not make a file wait for ever.
            Some(Phrase::new("sources-fresh").with("seconds", quiet / model::time::SECOND))
        } else {
            None
        };
        found.push(Arrived { path: entry.path(), changed_at, wait });
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Whether a name fits a pattern with `*` and `?`.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    // How far a `*` reached, to be lengthened when what follows does not fit.
    let (mut place, mut letter, mut star) = (0, 0, None);
    while letter < name.len() {
        match pattern.get(place) {
            Some('*') => {
                star = Some((place, letter));
                place += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == name[letter] => (place, letter) = (place + 1, letter + 1),
            _ => match star {
                Some((of_star, reached)) => {
                    star = Some((of_star, reached + 1));
                    (place, letter) = (of_star + 1, reached + 1);
                }
                None => return false,
            },
        }
    }
    pattern[place..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, expected) in [
            ("orders-*.csv", "orders-2026.csv", true),
            ("orders-*.csv", "orders-2026.csv.part", false),
            ("orders.csv", "orders.csv", true),
            ("*", "anything", true),
            ("a?c*d", "abcxxdyd", true),
            ("a?c*d", "abcxxdy", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
