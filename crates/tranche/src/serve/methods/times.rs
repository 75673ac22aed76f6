//! When customers act, come back and are to be expected.

use super::{AMONG, Asked, Method, chosen, number, question, told, word_or, written};
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{channels, cohorts, hours, replenishment, waiting};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::saying::analyses;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "cohorts",
        icon: "calendar",
        fields: &[chosen("every", &["month", "week", "quarter"]), written("periods", "12"), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            cohorts_of(base, asked).map(|found| told(&found, analyses::cohorts::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = cohorts_of(base, asked)?;
            cohorts::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "waiting",
        icon: "calendar",
        fields: &[written("after", "1"), written("by", "country").of(Offers::Traits), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            waiting_of(base, asked).map(|found| told(&found, analyses::waiting::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = waiting_of(base, asked)?;
            waiting::save(base, &found, named, asked.asking.now)
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
        find: |base, asked, voice| {
            replenishment_of(base, asked).map(|found| told(&found, analyses::replenishment::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = replenishment_of(base, asked)?;
            replenishment::save(base, &found, named, asked.asking.now)
        }),
        each: Some(|base, asked| replenishment::roster(&question(base, asked), &replenishment_of(base, asked)?)),
    },
    Method {
        id: "hours",
        icon: "calendar",
        fields: &[written("rows", "order").of(Offers::Streams), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            let found = hours::hours(&question(base, asked), word_or(asked, "rows", "order"))?;
            Ok(told(&found, analyses::hours::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = hours::hours(&question(base, asked), word_or(asked, "rows", "order"))?;
            hours::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "channels",
        icon: "chart-column",
        fields: &[written("answered", ANSWERED), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            channels_of(base, asked).map(|found| told(&found, analyses::channels::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = channels_of(base, asked)?;
            channels::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
];

/// What an answer to a message is unless something else is said.
const ANSWERED: &str = "kind = 'clicked'";

fn cohorts_of(base: &Base, asked: &Asked<'_>) -> Result<cohorts::Cohorts, Failure> {
    let every = match word_or(asked, "every", "month") {
        "week" => cohorts::Every::Week,
        "quarter" => cohorts::Every::Quarter,
        _ => cohorts::Every::Month,
    };
    let wanted = cohorts::Wanted { every, periods: number(asked, "periods", 12)?, stream: "order", own_days: None };
    cohorts::cohorts(&question(base, asked), &wanted)
}

fn waiting_of(base: &Base, asked: &Asked<'_>) -> Result<waiting::Waiting, Failure> {
    let after: u32 = number(asked, "after", 1)?;
    let wanted = waiting::Wanted { after: after.max(1), stream: "order", by: asked.asking.word("by") };
    waiting::waiting(&question(base, asked), &wanted)
}

fn replenishment_of(base: &Base, asked: &Asked<'_>) -> Result<replenishment::Replenishment, Failure> {
    let wanted =
        replenishment::Wanted { stream: word_or(asked, "stream", "order"), filter: asked.asking.word("filter") };
    replenishment::replenishment(&question(base, asked), &wanted)
}

fn channels_of(base: &Base, asked: &Asked<'_>) -> Result<channels::Channels, Failure> {
    let answered = word_or(asked, "answered", ANSWERED);
    let wanted = channels::Wanted { stream: "message", channel: "channel", sent: "kind = 'sent'", answered };
    channels::channels(&question(base, asked), &wanted)
}
