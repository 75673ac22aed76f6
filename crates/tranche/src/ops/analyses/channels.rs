//! Which channel each customer answers on: the share of messages answered, drawn towards that of the channel where a customer
//! got few.

use analysis::coupons::Shares;
use analysis::statistics::interval::{CONFIDENCE, Interval};
use analysis::statistics::proportions::Share;
use model::forms::Rows;
use model::phrase::Phrase;
use model::schema::snake_case;
use model::text::printer::Printer;
use model::time::Instant;
use model::tree::Name;
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::building::offered;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// The stream of messages.
    pub(crate) stream: &'a str,
    /// Its field of the channel.
    pub(crate) channel: &'a str,
    /// Which of its rows are messages sent, as a test.
    pub(crate) sent: &'a str,
    /// Which are answers, as a test.
    pub(crate) answered: &'a str,
}

/// Which channels customers answer on.
#[derive(Debug, Serialize)]
pub(crate) struct Channels {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The channels, that with the most customers first.
    pub(crate) channels: Vec<Channel>,
    /// Customers who got a message on any of them.
    pub(crate) customers: usize,
}

/// A channel.
#[derive(Debug, Serialize)]
pub(crate) struct Channel {
    /// Its name.
    pub(crate) name: String,
    /// Messages sent.
    pub(crate) sent: u64,
    /// Messages answered: of each customer, no more than were sent.
    pub(crate) answered: u64,
    /// Customers who got one.
    pub(crate) reached: usize,
    /// The interval of the share answered, were all messages alike.
    pub(crate) interval: Option<Interval>,
    /// The law of the share answered from customer to customer; `None` where too little was sent or answered.
    pub(crate) law: Option<Shares>,
    /// Customers whom this channel suits best.
    pub(crate) preferred_by: usize,
    /// The number of messages sent, and of those answered, as definitions write them.
    #[serde(skip)]
    counts: (String, String),
}

/// Finds the channel that each customer answers on.
pub(crate) fn channels(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Channels, Failure> {
    let base = question.base;
    let rows = Rows::of(Name::new(wanted.stream));
    let held = offered::values(base, wanted.channel, Some(&rows), &[], question.as_of)?;
    let count = |name: &str, test: &str| {
        let mut printer = Printer::default();
        printer.text(name);
        format!("count({} where {} = {} and ({test}))", wanted.stream, wanted.channel, printer.finish())
    };
    let mut channels: Vec<Channel> = Vec::new();
    for one in held.values.into_iter().filter(|one| one.count > 0) {
        let counts = (count(&one.value, wanted.sent), count(&one.value, wanted.answered));
        let (sent, answered, reached, preferred_by) = (0, 0, 0, 0);
        channels.push(Channel {
            name: one.value,
            sent,
            answered,
            reached,
            interval: None,
            law: None,
            preferred_by,
            counts,
        });
    }
    let expressions: Vec<String> =
        channels.iter().flat_map(|channel| [channel.counts.0.clone(), channel.counts.1.clone()]).collect();
    let mut sent: Vec<u64> = Vec::new();
    // The share to be expected on the best channel so far, and which it is.
    let mut best: Vec<Option<(f64, usize)>> = Vec::new();
    let mut got_any: Vec<bool> = Vec::new();
    let asked = question.each(&expressions, |place, customers, numbers| {
        let counts = || numbers.or_zero().into_iter().map(|count| count.max(0.0) as u64);
        best.resize(customers.len(), None);
        got_any.resize(customers.len(), false);
        if place % 2 == 0 {
            sent = counts().collect();
            return;
        }
        let channel = &mut channels[place / 2];
        // A message may be answered more than once; it is one answered message.
        let answered: Vec<u64> = counts().zip(&sent).map(|(answered, sent)| answered.min(*sent)).collect();
        channel.sent = sent.iter().sum();
        channel.answered = answered.iter().sum();
        channel.reached = sent.iter().filter(|sent| **sent > 0).count();
        let share = Share { successes: channel.answered, n: channel.sent };
        channel.interval = (channel.sent > 0).then(|| share.interval(CONFIDENCE));
        sent.iter().zip(&mut got_any).for_each(|(sent, any)| *any |= *sent > 0);
        let Ok(law) = Shares::fit(&answered, &sent) else { return };
        for (row, best) in best.iter_mut().enumerate() {
            let share = law.expected(answered[row], sent[row]);
            if best.is_none_or(|(highest, _)| share > highest) {
                *best = Some((share, place / 2));
            }
        }
        channel.law = Some(law);
    })?;
    for (best, _) in best.iter().zip(&got_any).filter(|(_, any)| **any) {
        if let Some((_, channel)) = best {
            channels[*channel].preferred_by += 1;
        }
    }
    if channels.iter().all(|channel| channel.law.is_none()) {
        let found = channels.iter().map(|channel| channel.answered as usize).sum();
        return Err(analysis::Error::TooFewEvents { minimum: 1, found }.into());
    }
    let texts: Vec<&str> = expressions.iter().map(String::as_str).collect();
    Ok(Channels {
        origin: question.origin(asked, &texts, &[])?,
        channels,
        customers: got_any.iter().filter(|any| **any).count(),
    })
}

/// Saves the share to be expected on each channel as an attribute, and whom which channel suits as a segmentation.
pub(crate) fn save(base: &mut Base, found: &Channels, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let round = |number: f64| written((number * 1e6).round() / 1e6);
    let known: Vec<(&Channel, &Shares)> =
        found.channels.iter().filter_map(|channel| Some((channel, channel.law.as_ref()?))).collect();
    let attribute = |channel: &Channel| named.attribute(&snake_case(&channel.name));
    let mut attributes = Vec::new();
    let name = texts(&Phrase::new("channels-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("channels-saved-purpose"), "value");
    let among = found.origin.among.as_ref().map(|among| format!(" and ({among})")).unwrap_or_default();
    let any_sent =
        found.channels.iter().map(|channel| format!("{} > 0", channel.counts.0)).collect::<Vec<_>>().join(" or ");
    for (place, (channel, law)) in known.iter().enumerate() {
        let name = Phrase::new("channels-saved-share").with("channel", &channel.name).with("name", named.id);
        let mut share = Draft::new(&texts(&name), &Phrase::new("channels-saved-value"), "value");
        let (sent, answered) = &channel.counts;
        let (a, b) = (round(law.a), round(law.a + law.b));
        share.set("value", &format!("({answered} + {a}) / ({sent} + {b})"));
        attributes.push(share.file(&attribute(channel)));
        draft.line("\n[[parts]]");
        draft.set("id", &snake_case(&channel.name).replace('_', "-"));
        draft.say("name", &texts(&Phrase::new("rfm-said").with("name", &channel.name)));
        let beats = known.iter().enumerate().filter(|(other, _)| *other != place).map(|(other, (beside, _))| {
            let sign = if other < place { ">" } else { ">=" };
            format!(" and {} {sign} {}", attribute(channel), attribute(beside))
        });
        draft.set("definition", &format!("({any_sent}){}{among}", beats.collect::<String>()));
    }
    let files = DefinitionFiles { attributes, segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
