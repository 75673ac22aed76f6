//! `reachable by channel`: who can be written to now.

use serde::{Deserialize, Serialize};

use super::accepts::check_channel;
use super::words::{self, same};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Named, Part, Reading, Said, Test, TestForm};
use crate::identity::Key;
use crate::plan::{Lowering, NodeId};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::timeline::Row;
use crate::tree::Name;

/// Who can be written to now.
///
/// # What it tests
/// Whether the customer accepts the channel, has a usable address for it, and is not suppressed there. A bounce
/// (`bounced`, `hard_bounced`; not `soft_bounced`) suppresses until the address changes or a later message arrives; a
/// complaint or an unsubscription until a later consent to the channel.
/// # When a marketer uses it
/// To know how many a campaign would reach, and to leave out those it would only harm.
/// # Example
/// `reachable by email`
/// # Missing data
/// Who has no address or never agreed is not reachable; the address of push is `push_token`, that of post a street with a
/// city or postal code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reachable {
    /// The channel.
    pub channel: Name,
}

/// The stream of messages.
const MESSAGE: &str = "message";
/// What says that an address does not work.
const BOUNCES: &[&str] = &["bounced", "hard_bounced"];
/// What says that it does.
const ARRIVALS: &[&str] = &["delivered", "opened", "clicked", "replied"];
/// What says that the customer wants no more messages.
const REFUSALS: &[&str] = &["complained", "unsubscribed"];
/// Attributes of an address by post: the street, and one of the others.
const POSTAL: [&str; 3] = ["address.street", "address.postal_code", "address.city"];

/// What a message tells of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// That it does not work.
    Bounce,
    /// That it does.
    Arrival,
    /// That the customer wants no more messages.
    Refusal,
}

/// What the kind of a message tells, whatever its case; `None` when it tells nothing.
pub fn message_kind(kind: &str) -> Option<MessageKind> {
    let kind = kind.to_lowercase();
    let is_among = |kinds: &[&str]| kinds.contains(&kind.as_str());
    let all = [(BOUNCES, MessageKind::Bounce), (ARRIVALS, MessageKind::Arrival), (REFUSALS, MessageKind::Refusal)];
    all.into_iter().find(|(kinds, _)| is_among(kinds)).map(|(_, kind)| kind)
}

/// Whether an address made of some attributes, each with a text or none, can be written to.
pub fn has_usable_address<'t>(names: &[&str], text: impl Fn(&str) -> Option<&'t str>) -> bool {
    match names {
        [street, places @ ..] if !places.is_empty() => {
            text(street).is_some() && places.iter().any(|place| text(place).is_some())
        }
        [name] => text(name).is_some_and(|written| match *name {
            "email" => {
                let parts = written.trim().split_once('@');
                Key::new("email", written).is_some()
                    && parts.is_some_and(|(local, host)| !local.is_empty() && host.contains('.') && !host.contains('@'))
            }
            "phone" => Key::new("phone", written).is_some(),
            _ => true,
        }),
        _ => false,
    }
}

impl Reachable {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "reachable",
        example: "reachable by email",
        reading: Reading::Test(Reachable::read),
        said: &[Said::of_customers("reachable", r#"{"reachable":"$c:text"}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let found = parser.take_words(&["reachable", "by"]);
        found.then(|| parser.expect_name().map(|channel| Reachable { channel }.into()))
    }

    /// The attributes that an address is made of; none for a channel that has no address.
    fn address(&self) -> &'static [&'static str] {
        match self.channel.text.as_str() {
            "email" => &["email"],
            "sms" | "whatsapp" | "call" => &["phone"],
            "push" => &["push_token"],
            "post" => &POSTAL,
            _ => &[],
        }
    }

    fn has_address(&self, moment: &Moment<'_>) -> bool {
        has_usable_address(self.address(), |name| moment.timeline.attribute(name, moment.at).as_text())
    }

    /// Since when the address is what it is; `None` from the beginning.
    fn address_since(&self, moment: &Moment<'_>) -> Option<Instant> {
        let of = |name: &&str| {
            let values = moment.timeline.attributes.get(*name).map_or(&[][..], Vec::as_slice);
            values.iter().filter_map(|value| value.from).filter(|from| *from <= moment.at).max()
        };
        self.address().iter().filter_map(of).max()
    }

    fn is_suppressed(&self, moment: &Moment<'_>) -> bool {
        let messages = moment.existing_rows(MESSAGE, true);
        let last = |kind: MessageKind| {
            let of_channel = messages.iter().filter(|row| same(row.field("channel"), &self.channel.text));
            let is_one = |row: &&&Row| row.field("kind").as_text().and_then(message_kind) == Some(kind);
            of_channel.filter(is_one).map(|row| row.at).max()
        };
        let bounced = last(MessageKind::Bounce).is_some_and(|bounce| {
            let arrived = last(MessageKind::Arrival);
            self.address_since(moment).is_none_or(|since| since <= bounce) && arrived.is_none_or(|at| at <= bounce)
        });
        let refused =
            last(MessageKind::Refusal).is_some_and(|at| !words::accepted_since(moment, &self.channel.text, at));
        bounced || refused
    }
}

impl TestForm for Reachable {
    fn print(&self, printer: &mut Printer) {
        printer.write("reachable by ");
        printer.name(&self.channel.text);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if !checker.refuse_in_rows("reachable by", self.channel.place) {
            check_channel(checker, &self.channel, !self.address().is_empty());
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        words::accepts(moment, &self.channel.text, None) && self.has_address(moment) && !self.is_suppressed(moment)
    }

    fn holds_until(&self, _: &Moment<'_>) -> Instant {
        Instant::NEVER
    }

    fn parts(&self) -> Vec<Part> {
        let address = self.address().iter().map(|name| Part::Value(Named { name: Name::new(*name) }.into()));
        let channel = &self.channel.text;
        let messages = words::rows_on(MESSAGE, channel, &[BOUNCES, ARRIVALS, REFUSALS].concat());
        address.chain(words::parts(channel)).chain([messages]).collect()
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        words::lower(&self.channel.text, None, Some((self.address(), MESSAGE)), lowering)
    }
}
