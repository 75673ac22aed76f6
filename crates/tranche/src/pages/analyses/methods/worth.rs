//! What customers are worth, now and in time to come.

use analysis::abc::{By, Crossing};
use analysis::rfm::grids::{GRIDS, Grid};
use model::phrase::Phrase;

use super::{AMONG, Method, VALUE, chosen, number, question, share, word_or, written};
use crate::findings;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{abc, coupons, prices, rfm, value};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

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
        needs: &[],
        find: |base, f, voice| rfm_of(base, f).map(|found| findings::rfm::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = rfm_of(base, f)?;
            rfm::save(base, &found, named, f.asking.now)
        }),
        each: Some(|base, f| rfm::roster(base, &rfm_of(base, f)?)),
    },
    Method {
        id: "abc",
        icon: "chart-column",
        fields: &[
            written("cuts", "80,95"),
            chosen("crossing", &["kept", "excluded"]),
            written("value", VALUE).of(Offers::Amounts),
            AMONG,
        ],
        needs: &[],
        find: |base, f, voice| abc_of(base, f).map(|found| findings::abc::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = abc_of(base, f)?;
            abc::save(base, &found, named, f.asking.now)
        }),
        each: Some(|base, f| abc::roster(base, &abc_of(base, f)?)),
    },
    Method {
        id: "value",
        icon: "trending-up",
        fields: &[
            written("horizon", "365"),
            chosen("model", &["pareto-nbd", "bg-nbd", "mbg-nbd"]),
            written("margin", "100 %"),
            written("discount", "10 %"),
            AMONG,
        ],
        needs: &[],
        find: |base, f, voice| value_of(base, f).map(|found| findings::value::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = value_of(base, f)?;
            value::save(base, &found, named, f.asking.now)
        }),
        each: Some(|base, f| match value_of(base, f)?.forecast {
            Some(told) => value::roster(base, &told),
            None => Err(Failure::Failed(Phrase::new("failed-value-nothing"))),
        }),
    },
    Method {
        id: "prices",
        icon: "tag",
        fields: &[
            written("category", "product.category"),
            written("by", "country").of(Offers::Traits),
            written("stream", "order_line").of(Offers::Streams),
            written("most", "max(order.amount)").of(Offers::Amounts),
            AMONG,
        ],
        needs: &[],
        find: |base, f, voice| prices_of(base, f).map(|found| findings::prices::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = prices_of(base, f)?;
            prices::save(base, &found, named, f.asking.now)
        }),
        each: Some(|base, f| prices::roster(base, &prices_of(base, f)?)),
    },
    Method {
        id: "coupons",
        icon: "chart-column",
        fields: &[written("with", WITH_COUPON), AMONG],
        needs: &[],
        find: |base, f, voice| coupons_of(base, f).map(|found| findings::coupons::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = coupons_of(base, f)?;
            coupons::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
];

/// The number of orders with a coupon unless something else is said.
const WITH_COUPON: &str = "count(order where discount_code is known)";

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

fn coupons_of(base: &Base, f: &Frame) -> Result<coupons::Coupons, Failure> {
    let with = word_or(f, "with", WITH_COUPON);
    coupons::coupons(&question(base, f), &coupons::Wanted { with, all: "count(order)", above: 0.5, sure: 0.8 })
}

fn prices_of(base: &Base, f: &Frame) -> Result<prices::Prices, Failure> {
    let wanted = prices::Wanted {
        stream: word_or(f, "stream", "order_line"),
        category: word_or(f, "category", "product.category"),
        amount: "amount",
        quantity: "quantity",
        most: word_or(f, "most", "max(order.amount)"),
        by: f.asking.word("by"),
    };
    prices::prices(&question(base, f), &wanted)
}

fn value_of(base: &Base, f: &Frame) -> Result<value::Value, Failure> {
    let horizon: u32 = number(f, "horizon", 365)?;
    let wanted = value::Wanted {
        model: match word_or(f, "model", "pareto-nbd") {
            "bg-nbd" => value::Purchases::Bg,
            "mbg-nbd" => value::Purchases::Mbg,
            _ => value::Purchases::Pareto,
        },
        horizon_days: horizon.max(1),
        discount_a_year: share(f, "discount")?.unwrap_or(0.1),
        margin: share(f, "margin")?.unwrap_or(1.0),
        confidence: analysis::interval::CONFIDENCE,
        seed: 1,
    };
    value::value(&question(base, f), &wanted)
}
