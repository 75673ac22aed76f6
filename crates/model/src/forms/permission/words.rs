//! What a customer has said of being written to: the words of the consent stream and of the profile, and whether they
//! come to a yes.

use crate::evaluate::Moment;
use crate::forms::{And, Named, Or, Part, Rows, Test, TextMatch, TextWay};
use crate::plan::{Lowering, NodeId, Op, Permission, Reach, RowSet};
use crate::schema::Schema;
use crate::time::Instant;
use crate::tree::Name;
use crate::value::{Type, Value as Held};

/// The stream of consents.
const CONSENT: &str = "consent";
/// Channels that every base knows.
pub(super) const CHANNELS: [&str; 6] = ["email", "sms", "push", "whatsapp", "post", "call"];

/// One thing said of a channel; purposes are told apart by a text or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent<P> {
    /// When; `None` from the beginning.
    pub at: Option<Instant>,
    /// Of which purpose; `None` of the channel as a whole.
    pub purpose: Option<P>,
    /// Yes or no.
    pub given: bool,
}

/// Whether a channel is accepted for a purpose (for any at all without one), by all that was said of it, in order: the last
/// word of the purpose or of the channel as a whole is yes.
pub fn is_accepted<P: PartialEq>(words: &[Consent<P>], purpose: Option<&P>) -> bool {
    let is_yes = |purpose: Option<&P>| {
        let concerns = |word: &&Consent<P>| word.purpose.is_none() || word.purpose.as_ref() == purpose;
        words.iter().rev().find(concerns).is_some_and(|word| word.given)
    };
    match purpose {
        Some(purpose) => is_yes(Some(purpose)),
        None => is_yes(None) || words.iter().any(|word| is_yes(word.purpose.as_ref())),
    }
}

/// The attributes that say of a channel as a whole whether it is accepted, where the base has them.
fn attributes(schema: &Schema, channel: &str) -> Vec<String> {
    let names = [format!("permission.{channel}"), format!("accepts_{channel}")];
    names.into_iter().filter(|name| schema.attributes.contains_key(name)).collect()
}

/// Whether a base knows a channel: by itself, or by an attribute of its own.
pub(super) fn is_known(schema: &Schema, channel: &str) -> bool {
    CHANNELS.contains(&channel) || !attributes(schema, channel).is_empty()
}

/// Channels and purposes are compared without regard to case.
pub(super) fn same(value: &Held, word: &str) -> bool {
    value.as_text().is_some_and(|text| text.to_lowercase() == word.to_lowercase())
}

/// All that was said of a channel so far, in order; at one instant the profile's word comes before a consent.
fn words(moment: &Moment<'_>, channel: &str) -> Vec<Consent<String>> {
    let mut words = Vec::new();
    for name in attributes(moment.world.schema, channel) {
        let values = moment.timeline.attributes.get(&name).map_or(&[][..], Vec::as_slice);
        let so_far = values.iter().filter(|value| value.from.is_none_or(|from| from <= moment.at));
        words.extend(so_far.filter_map(|value| match value.value {
            Held::Bool(given) => Some(Consent { at: value.from, purpose: None, given }),
            _ => None,
        }));
    }
    for row in moment.existing_rows(CONSENT, true) {
        if let (true, Held::Bool(given)) = (same(row.field("channel"), channel), row.field("given")) {
            let purpose = row.field("purpose").as_text().map(str::to_lowercase);
            words.push(Consent { at: Some(row.at), purpose, given: *given });
        }
    }
    words.sort_by_key(|word| word.at);
    words
}

/// Whether a channel is accepted for a purpose (for any at all without one): the last word of the purpose or of the
/// channel as a whole is yes.
pub(super) fn accepts(moment: &Moment<'_>, channel: &str, purpose: Option<&str>) -> bool {
    is_accepted(&words(moment, channel), purpose.map(str::to_lowercase).as_ref())
}

/// Whether a yes to a channel, of whatever purpose, was said after an instant.
pub(super) fn accepted_since(moment: &Moment<'_>, channel: &str, after: Instant) -> bool {
    words(moment, channel).iter().any(|word| word.given && word.at.is_some_and(|at| at > after))
}

/// What an explanation shows of a channel: what the profile says of it, and the consents to it.
pub(super) fn parts(channel: &str) -> Vec<Part> {
    let names = [format!("permission.{channel}"), format!("accepts_{channel}")];
    let said = names.map(|name| Part::Value(Named { name: Name::new(name) }.into()));
    said.into_iter().chain([rows_on(CONSENT, channel, &[])]).collect()
}

/// The rows of a stream that are about a channel, as they came; of some kinds, where any are given.
pub(super) fn rows_on(stream: &str, channel: &str, kinds: &[&str]) -> Part {
    let is = |field: &str, text: &str| -> Test {
        let value = Box::new(Named { name: Name::new(field) }.into());
        TextMatch { value, way: TextWay::Equals, text: text.to_owned(), blind: true, negated: false }.into()
    };
    let of_channel = is("channel", channel);
    let filter = match kinds {
        [] => of_channel,
        kinds => {
            let any = Or { tests: kinds.iter().map(|kind| is("kind", kind)).collect() };
            And { tests: vec![of_channel, any.into()] }.into()
        }
    };
    Part::Rows(Rows { including_cancelled: true, filter: Some(Box::new(filter)), ..Rows::of(Name::new(stream)) })
}

/// The node of a test on permissions: what it looks at of the profile and of consents, and more when the customer must be
/// reached.
pub(super) fn lower(
    channel: &str,
    purpose: Option<&str>,
    reach: Option<(&[&str], &'static str)>,
    lowering: &mut Lowering<'_>,
) -> NodeId {
    let attributes = attributes(lowering.schema, channel);
    let consents = rows_with(CONSENT, ["channel", "purpose", "given"], lowering);
    let reach = reach.map(|(address, messages)| Reach {
        address: address.iter().map(|name| (*name).to_owned()).collect(),
        messages: rows_with(messages, ["channel", "kind"], lowering),
    });
    // The plan names every attribute, so that its column is at hand.
    for name in attributes.iter().chain(reach.iter().flat_map(|reach| &reach.address)) {
        if lowering.schema.attributes.contains_key(name) {
            lowering.node(Op::Attribute(name.clone()), lowering.schema.attributes.get(name).map(|field| field.kind));
        }
    }
    let (channel, purpose) = (channel.to_owned(), purpose.map(str::to_owned));
    let permission = Permission { channel, purpose, attributes, consents, reach };
    lowering.node(Op::Permission(Box::new(permission)), None)
}

/// All rows of a stream, as they came, with the nodes of some fields; none where the base has no such stream.
fn rows_with<const N: usize>(
    stream: &str,
    fields: [&str; N],
    lowering: &mut Lowering<'_>,
) -> Option<(RowSet, [NodeId; N])> {
    let known = &lowering.schema.streams.get(stream)?.fields;
    let nodes = lowering.on_rows(stream, true, |lowering| {
        fields.map(|name| match known.get(name) {
            Some(field) => lowering.node(Op::Field(name.to_owned()), Some(field.kind)),
            None => lowering.node(Op::Constant(Held::Missing), Some(Type::Text)),
        })
    });
    let (rows, _) = Rows { including_cancelled: true, ..Rows::of(Name::new(stream)) }.lower(lowering);
    Some((rows, nodes))
}
