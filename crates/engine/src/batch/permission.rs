//! Permission: what each customer said of a channel, and whether they can be reached by it.

use std::ops::Range;

use model::columns::{AttributeColumn, Column, MISSING};
use model::forms::{Consent, MessageKind, has_usable_address, is_accepted, message_kind};
use model::plan::{NodeId, Permission, Reach};
use model::time::Instant;

use super::chosen::Chosen;
use super::unit::Unit;
use super::vector::Vector;

/// Whether each customer accepts the channel, and can be reached by it when that is asked.
pub(super) fn permission(unit: &Unit<'_, '_>, asked: &Permission) -> Vector<'static> {
    let consents = asked.consents.as_ref().map(|(rows, nodes)| Consents::new(unit, asked, rows, *nodes));
    let purpose = asked.purpose.as_ref().map(|purpose| {
        let known = consents.as_ref().and_then(|consents| consents.purpose_named(&purpose.to_lowercase()));
        known.unwrap_or(u32::MAX)
    });
    let messages = asked.reach.as_ref().and_then(|reach| Messages::new(unit, asked, reach));
    let mut words: Vec<Consent<u32>> = Vec::new();
    let holds = |(place, customer): (usize, usize)| {
        words.clear();
        said_in_profile(unit, &asked.attributes, customer, &mut words);
        if let Some(consents) = &consents {
            consents.of(place, &mut words);
        }
        // At one instant the profile's word comes before a consent.
        words.sort_by_key(|word| word.at);
        let Some(reach) = asked.reach.as_ref().filter(|_| is_accepted(&words, purpose.as_ref())) else {
            return asked.reach.is_none() && is_accepted(&words, purpose.as_ref());
        };
        has_address(unit, reach, customer)
            && messages.as_ref().is_none_or(|messages| !messages.suppress(unit, reach, (place, customer), &words))
    };
    Vector::Mask(unit.customers.clone().enumerate().map(holds).collect())
}

/// The values that an attribute of a customer has had so far, each since when.
fn so_far<'u>(
    unit: &'u Unit<'_, '_>,
    name: &str,
    customer: usize,
) -> impl Iterator<Item = (Option<Instant>, &'u Column, usize)> {
    let at = unit.prepared.at.0;
    let (constant, history) = match unit.prepared.run.base.attributes.get(name).map(|column| &**column) {
        Some(AttributeColumn::Constant(values)) => (Some((None, values, customer)), None),
        Some(AttributeColumn::History { offsets, from, values }) => {
            let range: Range<usize> = offsets[customer] as usize..offsets[customer + 1] as usize;
            let dated = move |place: &usize| from[*place] <= at;
            let since = move |place: usize| Some(Instant(from[place])).filter(|from| from.0 != i64::MIN);
            (None, Some(range.take_while(dated).map(move |place| (since(place), values, place))))
        }
        None => (None, None),
    };
    constant.into_iter().chain(history.into_iter().flatten())
}

fn said_in_profile(unit: &Unit<'_, '_>, attributes: &[String], customer: usize, words: &mut Vec<Consent<u32>>) {
    for name in attributes {
        for (at, column, place) in so_far(unit, name, customer) {
            if let Column::Integer(values) = column
                && values[place] != MISSING
            {
                words.push(Consent { at, purpose: None, given: values[place] == 1 });
            }
        }
    }
}

/// Whether each text of a node is a word, whatever its case.
fn truths(unit: &Unit<'_, '_>, node: NodeId, is: impl Fn(&str) -> bool) -> Vec<bool> {
    unit.prepared.dictionary(node).iter().map(|text| is(text)).collect()
}

fn code(vector: &Vector<'_>, position: usize) -> Option<usize> {
    if let Vector::Code(codes) = vector { Some(codes.get(position) as usize) } else { None }
}

struct Consents<'u> {
    chosen: Chosen<'u>,
    channel: &'u Vector<'u>,
    is_channel: Vec<bool>,
    purpose: &'u Vector<'u>,
    /// Purposes without regard to case.
    purposes: Vec<String>,
    given: &'u Vector<'u>,
}

impl<'u> Consents<'u> {
    fn new(
        unit: &'u Unit<'_, '_>,
        asked: &Permission,
        rows: &'u model::plan::RowSet,
        [channel, purpose, given]: [NodeId; 3],
    ) -> Self {
        Consents {
            chosen: Chosen::new(unit, rows, None),
            channel: unit.vector(channel),
            is_channel: truths(unit, channel, |text| text.to_lowercase() == asked.channel.to_lowercase()),
            purpose: unit.vector(purpose),
            purposes: unit.prepared.dictionary(purpose).iter().map(|text| text.to_lowercase()).collect(),
            given: unit.vector(given),
        }
    }

    /// The number of a purpose: the first of those that are written so.
    fn purpose_named(&self, purpose: &str) -> Option<u32> {
        self.purposes.iter().position(|known| known == purpose).map(|place| place as u32)
    }

    /// What a customer said in consents.
    fn of(&self, place: usize, words: &mut Vec<Consent<u32>>) {
        for position in self.chosen.positions(&self.chosen.runs[place]) {
            let is_channel = code(self.channel, position).and_then(|code| self.is_channel.get(code)) == Some(&true);
            let Some(given) = self.given.whole(position).filter(|_| is_channel) else { continue };
            let purpose = code(self.purpose, position).and_then(|code| self.purposes.get(code));
            let purpose = purpose.and_then(|purpose| self.purpose_named(purpose));
            words.push(Consent { at: Some(Instant(self.chosen.at[position])), purpose, given: given == 1 });
        }
    }
}

/// Whether a customer has an address that can be written to.
fn has_address(unit: &Unit<'_, '_>, reach: &Reach, customer: usize) -> bool {
    let of = |name: &str| -> Option<&str> {
        let (_, column, place) = so_far(unit, name, customer).last()?;
        if let Column::Text(texts) = column { texts.get(place) } else { None }
    };
    let names: Vec<&str> = reach.address.iter().map(String::as_str).collect();
    has_usable_address(&names, of)
}

struct Messages<'u> {
    chosen: Chosen<'u>,
    channel: &'u Vector<'u>,
    is_channel: Vec<bool>,
    kind: &'u Vector<'u>,
    kinds: Vec<Option<MessageKind>>,
}

impl<'u> Messages<'u> {
    fn new(unit: &'u Unit<'_, '_>, asked: &Permission, reach: &'u Reach) -> Option<Self> {
        let (rows, [channel, kind]) = reach.messages.as_ref()?;
        Some(Messages {
            chosen: Chosen::new(unit, rows, None),
            channel: unit.vector(*channel),
            is_channel: truths(unit, *channel, |text| text.to_lowercase() == asked.channel.to_lowercase()),
            kind: unit.vector(*kind),
            kinds: unit.prepared.dictionary(*kind).iter().map(|text| message_kind(text)).collect(),
        })
    }

    /// Whether a bounce or a refusal stands in the way.
    fn suppress(
        &self,
        unit: &Unit<'_, '_>,
        reach: &Reach,
        (place, customer): (usize, usize),
        words: &[Consent<u32>],
    ) -> bool {
        let (mut bounced, mut arrived, mut refused) = (None, None, None);
        for position in self.chosen.positions(&self.chosen.runs[place]) {
            if code(self.channel, position).and_then(|code| self.is_channel.get(code)) != Some(&true) {
                continue;
            }
            let last = match code(self.kind, position).and_then(|code| *self.kinds.get(code)?) {
                Some(MessageKind::Bounce) => &mut bounced,
                Some(MessageKind::Arrival) => &mut arrived,
                Some(MessageKind::Refusal) => &mut refused,
                None => continue,
            };
            *last = (*last).max(Some(Instant(self.chosen.at[position])));
        }
        let since = || {
            let dates = |name: &String| so_far(unit, name, customer).filter_map(|(since, ..)| since).max();
            reach.address.iter().filter_map(dates).max()
        };
        let bounced = bounced
            .is_some_and(|bounce| arrived.is_none_or(|at| at <= bounce) && since().is_none_or(|since| since <= bounce));
        let accepts_since =
            |after: Instant| words.iter().any(|word| word.given && word.at.is_some_and(|at| at > after));
        bounced || refused.is_some_and(|at| !accepts_since(at))
    }
}
