//! Experiments: how many customers one needs, and what a treatment brought.

use analysis::arms::Sureness;

use super::{AMONG, Asked, Method, chosen, needed, number, question, several, share, told, word_or, written};
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{arms, size};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::saying::analyses;

/// Shares that are planned for unless others are given.
const FROM: f64 = 0.05;
const TO: f64 = 0.06;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "size",
        icon: "sliders-horizontal",
        fields: &[
            written("from", "5 %").in_sentence(),
            written("to", "6 %").in_sentence(),
            written("per_arm", "5000").said_as("per-arm"),
            written("outcome", "count(order over last 30 days) >= 1").of(Offers::Groups),
            chosen("power", &["80", "90", "95"]),
            chosen("false_alarm", &["5", "1", "10"]).said_as("false-alarm"),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            size_of(base, asked).map(|found| told(&found, analyses::size::findings(&found, voice)))
        },
        save: None,
        each: None,
    },
    Method {
        id: "arms",
        icon: "git-branch",
        fields: &[
            needed("treated", "in list 'mailed'").of(Offers::Groups).in_sentence(),
            needed("held", "in list 'held-out'").of(Offers::Groups).in_sentence(),
            needed("outcome", "sum(order.amount over last 30 days)").of(Offers::Amounts).in_sentence(),
            written("planned", "90 %"),
            written("before", "sum(order.amount from 60 days ago to 30 days ago)").of(Offers::Amounts),
            written("within", "vip; dormant").of(Offers::Groups),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            arms_of(base, asked).map(|found| told(&found, analyses::arms::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = arms_of(base, asked)?;
            arms::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
];

fn size_of(base: &Base, asked: &Asked<'_>) -> Result<size::Size, Failure> {
    let whole = |name: &'static str, usual: u32| number(asked, name, usual).map(|percent| f64::from(percent) / 100.0);
    let sureness = Sureness { power: whole("power", 80)?, false_alarm: whole("false_alarm", 5)? };
    let (from, to) = (share(asked, "from")?, share(asked, "to")?);
    let per_arm = asked.asking.word("per_arm").map(|_| number(asked, "per_arm", 0)).transpose()?;
    let (from, per_arm) = match asked.asking.word("outcome") {
        Some(outcome) => {
            let (there, holds) = size::of_base(&question(base, asked), outcome)?;
            (from.unwrap_or(holds), per_arm.or(Some(there)))
        }
        None => (from.unwrap_or(FROM), per_arm),
    };
    // A share to reach asks how many are needed; without one, so many are asked what they can show.
    let to = to.or_else(|| per_arm.is_none().then_some(TO));
    size::size(&size::Wanted { from, to, per_arm, sureness })
}

fn arms_of(base: &Base, asked: &Asked<'_>) -> Result<arms::Arms, Failure> {
    let within = several(asked, "within");
    let wanted = arms::Wanted {
        treated: word_or(asked, "treated", ""),
        held: word_or(asked, "held", ""),
        outcome: word_or(asked, "outcome", ""),
        before: asked.asking.word("before"),
        planned: share(asked, "planned")?,
        within: &within,
        confidence: analysis::interval::CONFIDENCE,
        seed: 1,
    };
    arms::arms(&question(base, asked), &wanted)
}
