//! Where a value comes from, in words.

use model::phrase::Phrase;
use model::time::Zone;
use store::{Bringer, Origin};

use crate::catalogue::Catalogue;
use crate::ops::schema::REREAD;

/// The files that may have brought a value and the day it was received, in words.
pub(crate) fn told(catalogue: &Catalogue, origin: &Origin, zone: &Zone) -> String {
    let day = catalogue.day(zone.day(origin.received_at));
    let files = files(catalogue, origin);
    let phrase = match origin.files.as_slice() {
        [] => Phrase::new("customer-origin-unknown"),
        [file] if file.name.starts_with(REREAD) => Phrase::new("customer-origin-again"),
        _ => Phrase::new("customer-origin").with("files", files),
    };
    catalogue.say(&phrase.with("day", day))
}

/// The files that may have brought a value: each once, with the source that its mapping names where it names one.
fn files(catalogue: &Catalogue, origin: &Origin) -> String {
    let mut named: Vec<String> = Vec::new();
    for file in &origin.files {
        let name = name(catalogue, file);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    named.join(&catalogue.text("customer-origin-or"))
}

/// The source of a mapping that names none.
const UNNAMED: &str = "files";

fn name(catalogue: &Catalogue, file: &Bringer) -> String {
    match &file.source {
        Some(source) if source != UNNAMED => {
            catalogue.say(&Phrase::new("customer-origin-file").with("file", &file.name).with("source", source))
        }
        _ => file.name.clone(),
    }
}
