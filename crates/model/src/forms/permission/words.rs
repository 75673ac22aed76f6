//! What a customer has said of being written to: the words of the consent stream and of the profile, and whether they
//! come to a yes.

use crate::evaluate::Moment;
use crate::forms::{And, Named, Or, Part, Rows, Test, TextMatch, TextWay};
use crate::names::{Reference, Scope, resolve};
use crate::plan::{Lowering, NodeId};
use crate::schema::Schema;
use crate::time::Instant;
use crate::tree::Name;
use crate::value::Value as Held;

/// The stream of consents.
const CONSENT: &str = "consent";
/// Channels that every base knows.
pub(super) const CHANNELS: [&str; 6] = ["email", "sms", "push", "whatsapp", "post", "call"];

/// One thing said of a channel.
struct Word {
    /// When; `None` from the beginning.
    at: Option<Instant>,
    /// Of which purpose; `None` of the channel as a whole.
    purpose: Option<String>,
    /// Yes or no.
    given: bool,
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
fn words(moment: &Moment<'_>, channel: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for name in attributes(moment.world.schema, channel) {
        let values = moment.timeline.attributes.get(&name).map_or(&[][..], Vec::as_slice);
        let so_far = values.iter().filter(|value| value.from.is_none_or(|from| from <= moment.at));
        words.extend(so_far.filter_map(|value| match value.value {
            Held::Bool(given) => Some(Word { at: value.from, purpose: None, given }),
            _ => None,
        }));
    }
    for row in moment.existing_rows(CONSENT, true) {
        if let (true, Held::Bool(given)) = (same(row.field("channel"), channel), row.field("given")) {
            let purpose = row.field("purpose").as_text().map(str::to_lowercase);
            words.push(Word { at: Some(row.at), purpose, given: *given });
        }
    }
    words.sort_by_key(|word| word.at);
    words
}

/// Whether a channel is accepted for a purpose (for any at all without one): the last word of the purpose or of the
/// channel as a whole is yes.
pub(super) fn accepts(moment: &Moment<'_>, channel: &str, purpose: Option<&str>) -> bool {
    let words = words(moment, channel);
    let is_yes = |purpose: Option<&str>| {
        let concerns = |word: &&Word| word.purpose.is_none() || word.purpose.as_deref() == purpose;
        words.iter().rev().find(concerns).is_some_and(|word| word.given)
    };
    match purpose {
        Some(purpose) => is_yes(Some(&purpose.to_lowercase())),
        None => is_yes(None) || words.iter().any(|word| is_yes(word.purpose.as_deref())),
    }
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

/// The node of a test on permissions, which reads consents, the profile's words, and more attributes and fields.
pub(super) fn lower(
    test: Test,
    channel: &str,
    (names, stream): (&[&str], Option<(&str, &[&str])>),
    lowering: &mut Lowering<'_>,
) -> NodeId {
    let schema = lowering.schema;
    let mut reads: Vec<NodeId> = Vec::new();
    for name in attributes(schema, channel).iter().map(String::as_str).chain(names.iter().copied()) {
        if let Some((Reference::Own(_), _)) = resolve(schema, Scope::Customer, name) {
            reads.push(lowering.name(name));
        }
    }
    let streams = [Some((CONSENT, &["channel", "purpose", "given"][..])), stream];
    for (stream, fields) in streams.into_iter().flatten() {
        if schema.streams.contains_key(stream) {
            reads.extend(
                lowering.on_rows(stream, true, |lowering| {
                    fields.iter().map(|name| lowering.name(name)).collect::<Vec<_>>()
                }),
            );
        }
    }
    lowering.plain(test, reads)
}
