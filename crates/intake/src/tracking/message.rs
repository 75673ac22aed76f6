//! One message: its kind, who it is of, when it happened, and what it says.

use model::identity::{ANONYMOUS, Key};
use model::phrase::Phrase;
use model::time::{Instant, Zone};
use model::written::date::parse_moment;
use model::written::list;
use serde_json::{Map, Value};

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
}

const KINDS: [(&str, Kind); 6] = [
    ("identify", Kind::Identify),
    ("track", Kind::Track),
    ("page", Kind::Page),
    ("screen", Kind::Screen),
    ("group", Kind::Group),
    ("alias", Kind::Alias),
];

/// A message that can be taken.
#[derive(Debug)]
pub(super) struct Message<'m> {
    pub(super) kind: Kind,
    /// Its user, if it names one.
    pub(super) user: Option<Key>,
    /// Its visitor, if it names one.
    pub(super) visitor: Option<Key>,
    /// Its id, or empty.
    pub(super) id: String,
    pub(super) at: Instant,
    object: &'m Map<String, Value>,
}

impl<'m> Message<'m> {
    /// Reads a message, or says why it cannot be taken.
    pub(super) fn read(object: &'m Map<String, Value>, zone: &Zone) -> Result<Self, Phrase> {
        let written = object.get("type").and_then(Value::as_str).unwrap_or_default().trim();
        let kind = KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(written)).map(|(_, kind)| *kind);
        let kind = kind.ok_or_else(|| Phrase::new("refused-message-type").with("type", written))?;
        let user = text(object, "userId").and_then(|id| Key::new("user_id", &id));
        let visitor = text(object, "anonymousId").and_then(|id| Key::new(ANONYMOUS, &id));
        if user.is_none() && visitor.is_none() {
            let written = text(object, "userId").or_else(|| text(object, "anonymousId"));
            return Err(match written {
                Some(id) => Phrase::new("refused-blocked-customer").with("id", id),
                None => Phrase::new("refused-no-customer"),
            });
        }
        let id = text(object, "messageId").unwrap_or_default();
        Ok(Message { kind, user, visitor, id, at: time(object, zone)?, object })
    }

    /// Whose rows its rows are: the user's, else the visitor's.
    pub(super) fn customer(&self) -> Option<&Key> {
        self.user.as_ref().or(self.visitor.as_ref())
    }

    /// A text of the message itself.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        text(self.object, name)
    }

    /// An object of the message; nothing when it has none.
    pub(super) fn part(&self, name: &str) -> Option<&'m Map<String, Value>> {
        self.object.get(name).and_then(Value::as_object)
    }
}

/// A text that is not empty, or a number as its digits.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = list::scalar(object.get(name)?)??;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// When it happened: as the message says, or as the client's clock says corrected by how far that was off when the
/// message was sent.
fn time(object: &Map<String, Value>, zone: &Zone) -> Result<Instant, Phrase> {
    let mut unreadable = None;
    let mut read = |name: &str| {
        let written = text(object, name)?;
        let moment = parse_moment(&written).map(|moment| Instant(moment.instant(zone)));
        if moment.is_none() {
            unreadable.get_or_insert(written);
        }
        moment
    };
    if let Some(at) = read("timestamp") {
        return Ok(at);
    }
    let (original, sent, received) = (read("originalTimestamp"), read("sentAt"), read("receivedAt"));
    let at = match (original, sent, received) {
        (Some(original), Some(sent), Some(received)) => Some(Instant(received.0 - (sent.0 - original.0))),
        _ => original.or(sent).or(received),
    };
    at.filter(|_| unreadable.is_none()).ok_or_else(|| match unreadable {
        Some(written) => Phrase::new("refused-message-time").with("value", written),
        None => Phrase::new("refused-no-time"),
    })
}
