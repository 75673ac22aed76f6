//! Names of columns as a header gives them, each different from the others.

use std::collections::BTreeMap;

use model::phrase::Phrase;

/// Names of columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    names: Vec<String>,
    /// Names that stand more than once in the header, with the name of each later one.
    repeated: Vec<(String, String)>,
    known: BTreeMap<String, usize>,
}

impl Names {
    /// Adds the name that a column bears in the header. One without is called by its place (from 0), one that another
    /// bears already is numbered.
    pub(crate) fn add(&mut self, written: &str, place: usize) {
        let name = written.trim_start_matches('\u{feff}').trim();
        let name = if name.is_empty() { format!("column_{}", place + 1) } else { name.to_owned() };
        let mut own = name.clone();
        while self.known.contains_key(&own) {
            let times = self.known.get_mut(&name).map_or(2, |times| {
                *times += 1;
                *times
            });
            own = format!("{name}_{times}");
        }
        if own != name {
            self.repeated.push((name, own.clone()));
        }
        self.known.insert(own.clone(), 1);
        self.names.push(own);
    }

    /// All names, in the order of the columns.
    pub(crate) fn all(&self) -> &[String] {
        &self.names
    }

    /// What is said of columns that bear one name.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Phrase> {
        self.repeated
            .iter()
            .map(|(name, own)| Phrase::new("intake-note-name-twice").with("name", name).with("own", own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_has_a_name_of_its_own() {
        let mut names = Names::default();
        for (place, written) in ["\u{feff}id", " note ", "", "note", "note_2", "note", ""].iter().enumerate() {
            names.add(written, place);
        }
        assert_eq!(names.all(), ["id", "note", "column_3", "note_2", "note_2_2", "note_3", "column_7"]);
        assert_eq!(names.notes().count(), 3);
    }
}
