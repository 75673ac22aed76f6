//! When customers act, come back and are to be expected.

use super::{AMONG, Method, chosen, number, question, word_or, written};
use crate::findings;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{channels, cohorts, hours, replenishment, waiting};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "cohorts",
        icon: "calendar",
        fields: &[chosen("every", &["month", "week", "quarter"]), written("periods", "12"), AMONG],
        needs: &[],
        find: |base, f, voice| cohorts_of(base, f).map(|found| findings::cohorts::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = cohorts_of(base, f)?;
            cohorts::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
    Method {
        id: "waiting",
        icon: "calendar",
        fields: &[written("after", "1"), written("by", "country").of(Offers::Traits), AMONG],
        needs: &[],
        find: |base, f, voice| waiting_of(base, f).map(|found| findings::waiting::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = waiting_of(base, f)?;
            waiting::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
    Method {
        id: "replenishment",
        icon: "refresh-cw",
        fields: &[
            written("stream", "order").of(Offers::Streams),
            written("filter", "product.category = 'coffee'"),
            AMONG,
        ],
        needs: &[],
        find: |base, f, voice| replenishment_of(base, f).map(|found| findings::replenishment::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = replenishment_of(base, f)?;
            replenishment::save(base, &found, named, f.asking.now)
        }),
        each: Some(|base, f| replenishment::roster(&question(base, f), &replenishment_of(base, f)?)),
    },
    Method {
        id: "hours",
        icon: "calendar",
        fields: &[written("rows", "order").of(Offers::Streams), AMONG],
        needs: &[],
        find: |base, f, voice| {
            let found = hours::hours(&question(base, f), word_or(f, "rows", "order"))?;
            Ok(findings::hours::findings(&found, voice))
        },
        save: Some(|base, f, named| {
            let found = hours::hours(&question(base, f), word_or(f, "rows", "order"))?;
            hours::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
    Method {
        id: "channels",
        icon: "chart-column",
        fields: &[written("answered", ANSWERED), AMONG],
        needs: &[],
        find: |base, f, voice| channels_of(base, f).map(|found| findings::channels::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = channels_of(base, f)?;
            channels::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
];

/// What an answer to a message is unless something else is said.
const ANSWERED: &str = "kind = 'clicked'";

fn cohorts_of(base: &Base, f: &Frame) -> Result<cohorts::Cohorts, Failure> {
    let every = match word_or(f, "every", "month") {
        "week" => cohorts::Every::Week,
        "quarter" => cohorts::Every::Quarter,
        _ => cohorts::Every::Month,
    };
    let wanted = cohorts::Wanted { every, periods: number(f, "periods", 12)?, stream: "order", own_days: None };
    cohorts::cohorts(&question(base, f), &wanted)
}

fn waiting_of(base: &Base, f: &Frame) -> Result<waiting::Waiting, Failure> {
    let after: u32 = number(f, "after", 1)?;
    let wanted = waiting::Wanted { after: after.max(1), stream: "order", by: f.asking.word("by") };
    waiting::waiting(&question(base, f), &wanted)
}

fn replenishment_of(base: &Base, f: &Frame) -> Result<replenishment::Replenishment, Failure> {
    let wanted = replenishment::Wanted { stream: word_or(f, "stream", "order"), filter: f.asking.word("filter") };
    replenishment::replenishment(&question(base, f), &wanted)
}

fn channels_of(base: &Base, f: &Frame) -> Result<channels::Channels, Failure> {
    let answered = word_or(f, "answered", ANSWERED);
    let wanted = channels::Wanted { stream: "message", channel: "channel", sent: "kind = 'sent'", answered };
    channels::channels(&question(base, f), &wanted)
}
