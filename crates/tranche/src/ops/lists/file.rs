//! The ids that a file of a list holds: one a line, or a column of a table with a line of names.

use std::path::Path;

use model::identity::Key;
use model::phrase::Phrase;
use model::schema::snake_case;

use crate::ops::failure::Failure;

/// Signs that part the cells of a line, in the order in which they are looked for.
const SEPARATORS: [u8; 4] = [b';', b'\t', b'|', b','];

/// The ids of a kind in a file. The column is the one named, else the one whose name is the kind, else the only one.
pub(crate) fn ids(path: &Path, kind: &str, column: Option<&str>) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = SEPARATORS.into_iter().find(|sign| first.as_bytes().contains(sign)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| {
        Failure::Failed(Phrase::new("failed-file").with("file", path.display()).with("detail", error))
    };
    let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let Some(head) = rows.first() else { return Ok(Vec::new()) };
    let wanted = snake_case(column.unwrap_or(kind));
    let named = head.iter().position(|name| snake_case(name) == wanted);
    let (place, start) = match named {
        Some(place) => (place, 1),
        // One column: its first line is a name when it cannot be such an id.
        None if column.is_none() && rows.iter().all(|row| row.len() == 1) => {
            (0, usize::from(!could_be(kind, head.get(0).unwrap_or_default())))
        }
        None => {
            let names = head.iter().collect::<Vec<_>>().join(", ");
            let phrase = Phrase::new("failed-list-column").with("file", path.display());
            return Err(Failure::Failed(phrase.with("column", wanted).with("names", names)));
        }
    };
    let cells = rows[start..].iter().filter_map(|row| row.get(place)).map(str::trim).filter(|cell| !cell.is_empty());
    Ok(cells.map(str::to_owned).collect())
}

fn could_be(kind: &str, cell: &str) -> bool {
    match kind {
        "email" => cell.contains('@'),
        "phone" => Key::new(kind, cell).is_some(),
        _ => cell.chars().any(|letter| letter.is_ascii_digit()) && snake_case(cell) != "id",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_files_of_several_shapes() {
        let dir = tempfile::tempdir().unwrap();
        let check = |text: &str, kind: &str, column: Option<&str>, expected: &[&str]| {
            let path = dir.path().join("list.csv");
            std::fs::write(&path, text).unwrap();
            assert_eq!(ids(&path, kind, column).ok().unwrap_or_default(), expected, "{text}");
        };
        check("a@x.fr\nb@x.fr\n", "email", None, &["a@x.fr", "b@x.fr"]);
        check("Address\na@x.fr\n\n b@x.fr \n", "email", None, &["a@x.fr", "b@x.fr"]);
        check("\u{feff}Name;E-mail\nAnna;a@x.fr\nBob;\n", "email", Some("e-mail"), &["a@x.fr"]);
        check("name,email\n\"A, B\",a@x.fr\n", "email", None, &["a@x.fr"]);
        check("name,mail\nA,a@x.fr\n", "email", None, &[]);
        check("customer_number\n0012\n", "customer_number", None, &["0012"]);
        check("C12\nC13\n", "customer_number", None, &["C12", "C13"]);
        check("", "email", None, &[]);
    }
}
