//! The methods that have a page: what each asks, and the use case it calls.

use analysis::abc::{By, Crossing};
use analysis::rfm::grids::{GRIDS, Grid};
use model::phrase::Phrase;

use crate::findings::{self, Findings, Voice};
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::saving::SavedAs;
use crate::ops::analyses::{
    abc, breakdown, channels, cohorts, comparison, coupons, hours, overlap, prices, rfm, useful, waiting,
};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// Finds what there is to find in a base, as a page asks, and says it.
type Find = fn(&Base, &Frame, &Voice<'_>) -> Result<Findings, Failure>;
/// Saves what is found under a name.
type Save = fn(&mut Base, &Frame, &SavedAs<'_>) -> Result<Applied, Failure>;

/// A method with a page.
pub(super) struct Method {
    /// Its id, also that of its command.
    pub(super) id: &'static str,
    /// Its icon.
    pub(super) icon: &'static str,
    /// What it asks.
    pub(super) fields: &'static [Field],
    /// Finds what there is to find.
    pub(super) find: Find,
    /// Saves what it finds, where that can be saved.
    pub(super) save: Option<Save>,
}

/// Something that a method asks.
pub(super) struct Field {
    /// Its name in the address.
    pub(super) name: &'static str,
    /// What it is called where the command line explains it.
    pub(super) said_as: &'static str,
    /// What one may choose, the usual one first; nothing where one writes.
    pub(super) choices: &'static [&'static str],
    /// What stands in it when nothing is given.
    pub(super) usual: &'static str,
    /// Whether nothing is found without it.
    pub(super) is_needed: bool,
}

const fn written(name: &'static str, usual: &'static str) -> Field {
    Field { name, said_as: name, choices: &[], usual, is_needed: false }
}

const fn needed(name: &'static str, usual: &'static str) -> Field {
    Field { name, said_as: name, choices: &[], usual, is_needed: true }
}

const fn chosen(name: &'static str, choices: &'static [&'static str]) -> Field {
    Field { name, said_as: name, choices, usual: "", is_needed: false }
}

const AMONG: Field = Field { name: "among", said_as: "among-whom", choices: &[], usual: "", is_needed: false };

/// All of them, in the order of the page.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "rfm",
        icon: "layers",
        fields: &[
            chosen("grid", &["full", "recency-frequency", "first-match", "thirds"]),
            chosen("scoring", &["hybrid", "value", "rank"]),
            written("window", "over last 12 months"),
            written("since", "2026-01-01"),
            AMONG,
        ],
        find: |base, f, voice| rfm_of(base, f).map(|found| findings::rfm::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = rfm_of(base, f)?;
            rfm::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "abc",
        icon: "chart-column",
        fields: &[written("cuts", "80,95"), chosen("crossing", &["kept", "excluded"]), written("value", VALUE), AMONG],
        find: |base, f, voice| abc_of(base, f).map(|found| findings::abc::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = abc_of(base, f)?;
            abc::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "cohorts",
        icon: "calendar",
        fields: &[chosen("every", &["month", "week", "quarter"]), written("periods", "12"), AMONG],
        find: |base, f, voice| cohorts_of(base, f).map(|found| findings::cohorts::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = cohorts_of(base, f)?;
            cohorts::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "waiting",
        icon: "calendar",
        fields: &[written("after", "1"), written("by", "country"), AMONG],
        find: |base, f, voice| waiting_of(base, f).map(|found| findings::waiting::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = waiting_of(base, f)?;
            waiting::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "compare",
        icon: "users",
        fields: &[needed("first", "vip"), written("second", "count(order) = 1"), AMONG],
        find: |base, f, voice| {
            let first = f.asking.word("first").unwrap_or_default();
            let found = comparison::compare(&question(base, f), first, f.asking.word("second"))?;
            Ok(findings::comparison::findings(&found, voice))
        },
        save: None,
    },
    Method {
        id: "by",
        icon: "chart-column",
        fields: &[needed("by", "country"), written("borders", "25,35,50"), written("value", VALUE), AMONG],
        find: |base, f, voice| breakdown_of(base, f).map(|found| findings::breakdown::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = breakdown_of(base, f)?;
            breakdown::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "overlap",
        icon: "layers",
        fields: &[written("segments", "vip; dormant"), AMONG],
        find: |base, f, voice| overlap_of(base, f).map(|found| findings::overlap::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = overlap_of(base, f)?;
            overlap::save(base, &found, 0, named, f.asking.now)
        }),
    },
    Method {
        id: "useful",
        icon: "layers",
        fields: &[written("least", "50"), written("value", VALUE), AMONG],
        find: |base, f, voice| {
            let least = number(f, "least", 50)?;
            let found = useful::useful(&question(base, f), word_or(f, "value", VALUE), least)?;
            Ok(findings::useful::findings(&found, voice))
        },
        save: None,
    },
    Method {
        id: "hours",
        icon: "calendar",
        fields: &[written("rows", "order"), AMONG],
        find: |base, f, voice| {
            let found = hours::hours(&question(base, f), word_or(f, "rows", "order"))?;
            Ok(findings::hours::findings(&found, voice))
        },
        save: Some(|base, f, named| {
            let found = hours::hours(&question(base, f), word_or(f, "rows", "order"))?;
            hours::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "coupons",
        icon: "chart-column",
        fields: &[written("with", WITH_COUPON), AMONG],
        find: |base, f, voice| coupons_of(base, f).map(|found| findings::coupons::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = coupons_of(base, f)?;
            coupons::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "prices",
        icon: "layers",
        fields: &[written("category", CATEGORY), written("by", "country"), AMONG],
        find: |base, f, voice| prices_of(base, f).map(|found| findings::prices::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = prices_of(base, f)?;
            prices::save(base, &found, named, f.asking.now)
        }),
    },
    Method {
        id: "channels",
        icon: "chart-column",
        fields: &[written("answered", ANSWERED), AMONG],
        find: |base, f, voice| channels_of(base, f).map(|found| findings::channels::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = channels_of(base, f)?;
            channels::save(base, &found, named, f.asking.now)
        }),
    },
];

/// What a customer is worth unless something else is said.
const VALUE: &str = "sum(order.amount)";
/// The number of orders with a coupon unless something else is said.
const WITH_COUPON: &str = "count(order where discount_code is known)";
/// The field within which prices are compared unless something else is said.
const CATEGORY: &str = "product.category";
/// What an answer to a message is unless something else is said.
const ANSWERED: &str = "kind = 'clicked'";

fn question<'b>(base: &'b Base, f: &'b Frame) -> Question<'b> {
    Question { base, as_of: f.as_of, among: f.asking.word("among") }
}

fn word_or<'f>(f: &'f Frame, name: &str, usual: &'f str) -> &'f str {
    f.asking.word(name).unwrap_or(usual)
}

fn number<T: std::str::FromStr>(f: &Frame, name: &'static str, usual: T) -> Result<T, Failure> {
    let unreadable = |text: &str| Failure::Failed(Phrase::new("failed-analysis-number").with("text", text));
    f.asking.word(name).map_or(Ok(usual), |text| text.parse().map_err(|_| unreadable(text)))
}

fn rfm_of(base: &Base, f: &Frame) -> Result<rfm::Rfm, Failure> {
    let grid = word_or(f, "grid", "full");
    let scoring = match word_or(f, "scoring", "hybrid") {
        "value" => rfm::Scoring::Value,
        "rank" => rfm::Scoring::Rank,
        _ => rfm::Scoring::Hybrid { lost_after_days: None },
    };
    let wanted = rfm::Wanted {
        grid: Grid::named(grid).unwrap_or(&GRIDS[0]),
        scoring,
        expressions: rfm::Expressions::of("order", f.asking.word("window")),
        frozen_at: None,
        since: f.asking.word("since").map(|text| base.instant(text)).transpose()?,
    };
    rfm::rfm(&question(base, f), &wanted)
}

fn abc_of(base: &Base, f: &Frame) -> Result<abc::Abc, Failure> {
    let cuts = word_or(f, "cuts", "80,95");
    let unreadable = || Failure::Failed(Phrase::new("failed-abc-cuts").with("text", cuts));
    let wanted = abc::Wanted {
        value: word_or(f, "value", VALUE),
        shares: abc::shares(cuts).ok_or_else(unreadable)?,
        by: By::Amount,
        crossing: if word_or(f, "crossing", "kept") == "kept" { Crossing::Kept } else { Crossing::Excluded },
        n_parts: 10,
    };
    abc::abc(&question(base, f), &wanted)
}

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

fn breakdown_of(base: &Base, f: &Frame) -> Result<breakdown::Breakdown, Failure> {
    let borders = word_or(f, "borders", "");
    let mut borders: Vec<f64> = borders
        .split(',')
        .filter_map(|text| text.trim().parse().ok())
        .filter(|border: &f64| border.is_finite())
        .collect();
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    let by = word_or(f, "by", "");
    breakdown::breakdown(
        &question(base, f),
        &breakdown::Wanted { by, borders: &borders, value: word_or(f, "value", VALUE) },
    )
}

fn overlap_of(base: &Base, f: &Frame) -> Result<overlap::Overlaps, Failure> {
    let given = word_or(f, "segments", "").split(';').map(str::trim).filter(|text| !text.is_empty());
    overlap::overlap(&question(base, f), &given.map(str::to_owned).collect::<Vec<_>>())
}

fn coupons_of(base: &Base, f: &Frame) -> Result<coupons::Coupons, Failure> {
    let with = word_or(f, "with", WITH_COUPON);
    coupons::coupons(&question(base, f), &coupons::Wanted { with, all: "count(order)", above: 0.5, sure: 0.8 })
}

fn prices_of(base: &Base, f: &Frame) -> Result<prices::Prices, Failure> {
    let wanted = prices::Wanted {
        stream: "order_line",
        category: word_or(f, "category", CATEGORY),
        amount: "amount",
        quantity: "quantity",
        most: "max(order.amount)",
        by: f.asking.word("by"),
    };
    prices::prices(&question(base, f), &wanted)
}

fn channels_of(base: &Base, f: &Frame) -> Result<channels::Channels, Failure> {
    let answered = word_or(f, "answered", ANSWERED);
    let wanted = channels::Wanted { stream: "message", channel: "channel", sent: "kind = 'sent'", answered };
    channels::channels(&question(base, f), &wanted)
}
