//! What customers are worth, now and in time to come.

use analysis::abc::{By, Crossing};
use analysis::rfm::grids::{GRIDS, Grid};
use model::phrase::Phrase;

use super::{AMONG, Asked, Method, VALUE, chosen, number, question, share, told, word_or, written};
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{abc, coupons, prices, rfm, value};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::saying::analyses;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "rfm",
        icon: "layers",
        fields: &[
            chosen("grid", &["full", "recency-frequency", "first-match", "thirds"]),
            chosen("scoring", &["hybrid", "value", "rank"]),
            written("window", "over last 12 months"),
            chosen("own_rhythm", &["no", "yes"]).said_as("own-rhythm"),
            written("since", "2026-01-01"),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            rfm_of(base, asked).map(|found| told(&found, analyses::rfm::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = rfm_of(base, asked)?;
            rfm::save(base, &found, named, asked.asking.now)
        }),
        each: Some(|base, asked| rfm::roster(base, &rfm_of(base, asked)?)),
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
        find: |base, asked, voice| {
            abc_of(base, asked).map(|found| told(&found, analyses::abc::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = abc_of(base, asked)?;
            abc::save(base, &found, named, asked.asking.now)
        }),
        each: Some(|base, asked| abc::roster(base, &abc_of(base, asked)?)),
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
        find: |base, asked, voice| {
            value_of(base, asked).map(|found| told(&found, analyses::value::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = value_of(base, asked)?;
            value::save(base, &found, named, asked.asking.now)
        }),
        each: Some(|base, asked| match value_of(base, asked)?.forecast {
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
        find: |base, asked, voice| {
            prices_of(base, asked).map(|found| told(&found, analyses::prices::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = prices_of(base, asked)?;
            prices::save(base, &found, named, asked.asking.now)
        }),
        each: Some(|base, asked| prices::roster(base, &prices_of(base, asked)?)),
    },
    Method {
        id: "coupons",
        icon: "chart-column",
        fields: &[written("with", WITH_COUPON), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            coupons_of(base, asked).map(|found| told(&found, analyses::coupons::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = coupons_of(base, asked)?;
            coupons::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
];

/// The number of orders with a coupon unless something else is said.
const WITH_COUPON: &str = "count(order where discount_code is known)";

fn rfm_of(base: &Base, asked: &Asked<'_>) -> Result<rfm::Rfm, Failure> {
    let grid = word_or(asked, "grid", "full");
    let scoring = match word_or(asked, "scoring", "hybrid") {
        "value" => rfm::Scoring::Value,
        "rank" => rfm::Scoring::Rank,
        _ => rfm::Scoring::Hybrid { lost_after_days: None },
    };
    let question = question(base, asked);
    let usual = rfm::Expressions::of("order", asked.asking.word("window"));
    let expressions = match (word_or(asked, "own_rhythm", "no"), asked.asking.word("window")) {
        ("yes", Some(_)) => return Err(Failure::Failed(Phrase::new("failed-rfm-own-rhythm"))),
        ("yes", None) => usual.in_own_rhythm(&question, "order")?,
        _ => usual,
    };
    let wanted = rfm::Wanted {
        grid: Grid::named(grid).unwrap_or(&GRIDS[0]),
        scoring,
        expressions,
        frozen_at: None,
        since: asked.asking.word("since").map(|text| base.instant(text)).transpose()?,
    };
    rfm::rfm(&question, &wanted)
}

fn abc_of(base: &Base, asked: &Asked<'_>) -> Result<abc::Abc, Failure> {
    let cuts = word_or(asked, "cuts", "80,95");
    let unreadable = || Failure::Failed(Phrase::new("failed-abc-cuts").with("text", cuts));
    let wanted = abc::Wanted {
        value: word_or(asked, "value", VALUE),
        shares: abc::shares(cuts).ok_or_else(unreadable)?,
        by: By::Amount,
        crossing: if word_or(asked, "crossing", "kept") == "kept" { Crossing::Kept } else { Crossing::Excluded },
        n_parts: 10,
    };
    abc::abc(&question(base, asked), &wanted)
}

fn coupons_of(base: &Base, asked: &Asked<'_>) -> Result<coupons::Coupons, Failure> {
    let with = word_or(asked, "with", WITH_COUPON);
    coupons::coupons(&question(base, asked), &coupons::Wanted { with, all: "count(order)", above: 0.5, sure: 0.8 })
}

fn prices_of(base: &Base, asked: &Asked<'_>) -> Result<prices::Prices, Failure> {
    let wanted = prices::Wanted {
        stream: word_or(asked, "stream", "order_line"),
        category: word_or(asked, "category", "product.category"),
        amount: "amount",
        quantity: "quantity",
        most: word_or(asked, "most", "max(order.amount)"),
        by: asked.asking.word("by"),
    };
    prices::prices(&question(base, asked), &wanted)
}

fn value_of(base: &Base, asked: &Asked<'_>) -> Result<value::Value, Failure> {
    let horizon: u32 = number(asked, "horizon", 365)?;
    let wanted = value::Wanted {
        model: match word_or(asked, "model", "pareto-nbd") {
            "bg-nbd" => value::Purchases::Bg,
            "mbg-nbd" => value::Purchases::Mbg,
            _ => value::Purchases::Pareto,
        },
        horizon_days: horizon.max(1),
        discount_a_year: share(asked, "discount")?.unwrap_or(0.1),
        margin: share(asked, "margin")?.unwrap_or(1.0),
        confidence: analysis::interval::CONFIDENCE,
        seed: 1,
    };
    value::value(&question(base, asked), &wanted)
}
