//! Messages of the tracking libraries (identify, track, page, screen, group, alias), one JSON object a line, as canonical
//! rows and links between keys.
//!
//! Each message stands for itself: one that cannot be read costs no other. Rows are first written to one file for each
//! stream, in a folder of their own, so that types are told by all values and each stream is read like any file.

mod events;
mod linking;
mod message;
mod sheets;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use model::identity::Link;
use model::phrase::Phrase;
use model::schema::{Schema, Settings};
use model::time::Zone;
use serde_json::{Map, Value};

use crate::read::refuse::Refused;
use crate::read::{Error, Intake, Progress};
use message::Message;
use sheets::Sheets;

/// What names the source of messages of tracking libraries: their ids are unique within it.
pub const SOURCE: &str = "tracking";

/// What a file of messages is read with.
pub struct Tracked<'a> {
    /// The file.
    pub path: &'a Path,
    /// The words known so far.
    pub schema: &'a Schema,
    /// The base's choices.
    pub settings: &'a Settings,
    /// Hears how far the reading is.
    pub progress: &'a dyn Fn(Progress),
}

/// What a file of messages became: rows, and which keys it says name one customer.
#[derive(Debug)]
pub struct Told {
    /// The rows.
    pub intake: Intake,
    /// The links, in order of the messages.
    pub links: Vec<Link>,
}

/// Reads a file of messages, one a line; a line may also be a batch, as the libraries send them.
pub fn read_tracking(tracked: &Tracked<'_>) -> Result<Told, Error> {
    let failed = |source| Error::Unreadable { path: tracked.path.to_owned(), source };
    let zone_name = &tracked.settings.timezone;
    let zone = Zone::named(zone_name).ok_or_else(|| Error::UnknownZone { zone: zone_name.clone() })?;
    let file = File::open(tracked.path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut reception =
        Reception { zone, sheets: Sheets::new()?, links: Vec::new(), refused: Vec::new(), n_messages: 0, line: 0 };
    let (mut bytes, mut buffer) = (0, Vec::new());
    loop {
        buffer.clear();
        let length = reader.read_until(b'\n', &mut buffer).map_err(failed)?;
        if length == 0 {
            break;
        }
        bytes += length as u64;
        reception.line += 1;
        let text = buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&buffer).trim_ascii();
        if !text.is_empty() {
            reception.take_line(text)?;
        }
        if reception.line % 1024 == 1 {
            (tracked.progress)(Progress { done: bytes, total: 2 * size, rows: reception.n_messages });
        }
    }
    reception.told(tracked)
}

/// Messages being received.
struct Reception {
    zone: Zone,
    sheets: Sheets,
    links: Vec<Link>,
    refused: Vec<Refused>,
    n_messages: u64,
    line: u64,
}

impl Reception {
    fn take_line(&mut self, text: &[u8]) -> Result<(), Error> {
        match serde_json::from_slice::<Value>(text) {
            Ok(Value::Object(object)) if object.get("batch").is_some_and(Value::is_array) => self.take_batch(object),
            Ok(Value::Object(object)) => self.take(&object),
            Ok(_) => {
                self.n_messages += 1;
                self.refuse(&String::from_utf8_lossy(text), Phrase::new("refused-not-an-object"));
                Ok(())
            }
            Err(fault) => {
                self.n_messages += 1;
                let reason = Phrase::new("refused-not-json").with("position", fault.column());
                self.refuse(&String::from_utf8_lossy(text), reason);
                Ok(())
            }
        }
    }

    /// What a batch says of itself, it says of each message that does not say otherwise.
    fn take_batch(&mut self, mut envelope: Map<String, Value>) -> Result<(), Error> {
        let Some(Value::Array(messages)) = envelope.remove("batch") else { return Ok(()) };
        for message in messages {
            let Value::Object(mut message) = message else {
                self.n_messages += 1;
                self.refuse(&message.to_string(), Phrase::new("refused-not-an-object"));
                continue;
            };
            for name in ["context", "sentAt", "receivedAt"] {
                if let Some(shared) = envelope.get(name).filter(|_| !message.contains_key(name)) {
                    message.insert(name.to_owned(), shared.clone());
                }
            }
            self.take(&message)?;
        }
        Ok(())
    }

    fn take(&mut self, object: &Map<String, Value>) -> Result<(), Error> {
        self.n_messages += 1;
        let message = match Message::read(object, &self.zone) {
            Ok(message) => message,
            Err(reason) => {
                self.refuse(&Value::Object(object.clone()).to_string(), reason);
                return Ok(());
            }
        };
        let rows = match events::rows(&message) {
            Ok(rows) => rows,
            Err(reason) => {
                self.refuse(&Value::Object(object.clone()).to_string(), reason);
                return Ok(());
            }
        };
        linking::links(&message, &mut self.links);
        for row in rows {
            self.sheets.write(self.n_messages, self.line, &row)?;
        }
        Ok(())
    }

    fn refuse(&mut self, value: &str, reason: Phrase) {
        self.refused.push(Refused {
            row: self.n_messages,
            line: Some(self.line),
            column: None,
            value: value.to_owned(),
            reason,
            whole_row: true,
            target: None,
        });
    }

    fn told(self, tracked: &Tracked<'_>) -> Result<Told, Error> {
        let mut intake = self.sheets.read(tracked)?;
        intake.rows = self.n_messages;
        intake.refused.extend(self.refused);
        intake.refused.sort_by_key(|refused| refused.row);
        Ok(Told { intake, links: self.links })
    }
}
