//! Experiments: how many customers one needs, and what a treatment brought.

use analysis::arms::Sureness;

use super::{AMONG, Method, chosen, needed, number, question, several, share, word_or, written};
use crate::findings;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{arms, size};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

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
        find: |base, f, voice| size_of(base, f).map(|found| findings::size::findings(&found, voice)),
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
        find: |base, f, voice| arms_of(base, f).map(|found| findings::arms::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = arms_of(base, f)?;
            arms::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
];

fn size_of(base: &Base, f: &Frame) -> Result<size::Size, Failure> {
    let whole = |name: &'static str, usual: u32| number(f, name, usual).map(|percent| f64::from(percent) / 100.0);
    let sureness = Sureness { power: whole("power", 80)?, false_alarm: whole("false_alarm", 5)? };
    let (from, to) = (share(f, "from")?, share(f, "to")?);
    let per_arm = f.asking.word("per_arm").map(|_| number(f, "per_arm", 0)).transpose()?;
    let (from, per_arm) = match f.asking.word("outcome") {
        Some(outcome) => {
            let (there, holds) = size::of_base(&question(base, f), outcome)?;
            (from.unwrap_or(holds), per_arm.or(Some(there)))
        }
        None => (from.unwrap_or(FROM), per_arm),
    };
    // A share to reach asks how many are needed; without one, so many are asked what they can show.
    let to = to.or_else(|| per_arm.is_none().then_some(TO));
    size::size(&size::Wanted { from, to, per_arm, sureness })
}

fn arms_of(base: &Base, f: &Frame) -> Result<arms::Arms, Failure> {
    let within = several(f, "within");
    let wanted = arms::Wanted {
        treated: word_or(f, "treated", ""),
        held: word_or(f, "held", ""),
        outcome: word_or(f, "outcome", ""),
        before: f.asking.word("before"),
        planned: share(f, "planned")?,
        within: &within,
        confidence: analysis::interval::CONFIDENCE,
        seed: 1,
    };
    arms::arms(&question(base, f), &wanted)
}
