//! Segments and groups side by side.

use super::{AMONG, Asked, Method, VALUE, needed, number, question, several, told, word_or, written};
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{breakdown, comparison, overlap, useful};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::saying::analyses;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "compare",
        icon: "users",
        fields: &[
            needed("first", "vip").of(Offers::Groups),
            written("second", "count(order) = 1").of(Offers::Groups),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            comparison_of(base, asked).map(|found| told(&found, analyses::comparison::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = comparison_of(base, asked)?;
            comparison::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "by",
        icon: "chart-column",
        fields: &[
            needed("by", "country").of(Offers::Traits),
            written("borders", "25,35,50"),
            written("value", VALUE).of(Offers::Amounts),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            breakdown_of(base, asked).map(|found| told(&found, analyses::breakdown::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = breakdown_of(base, asked)?;
            breakdown::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "overlap",
        icon: "layers",
        fields: &[written("segments", "vip; dormant"), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            overlap_of(base, asked).map(|found| told(&found, analyses::overlap::findings(&found, voice)))
        },
        // Each exact intersection is offered by itself.
        save: None,
        each: None,
    },
    Method {
        id: "useful",
        icon: "layers",
        fields: &[written("least", "50"), written("value", VALUE).of(Offers::Amounts), AMONG],
        needs: &[],
        find: |base, asked, voice| {
            useful_of(base, asked).map(|found| told(&found, analyses::useful::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = useful_of(base, asked)?;
            useful::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
];

fn comparison_of(base: &Base, asked: &Asked<'_>) -> Result<comparison::Comparison, Failure> {
    comparison::compare(&question(base, asked), word_or(asked, "first", ""), asked.asking.word("second"))
}

fn breakdown_of(base: &Base, asked: &Asked<'_>) -> Result<breakdown::Breakdown, Failure> {
    let borders = word_or(asked, "borders", "");
    let mut borders: Vec<f64> = borders
        .split(',')
        .filter_map(|text| text.trim().parse().ok())
        .filter(|border: &f64| border.is_finite())
        .collect();
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    let by = word_or(asked, "by", "");
    breakdown::breakdown(
        &question(base, asked),
        &breakdown::Wanted { by, borders: &borders, value: word_or(asked, "value", VALUE) },
    )
}

fn overlap_of(base: &Base, asked: &Asked<'_>) -> Result<overlap::Overlaps, Failure> {
    overlap::overlap(&question(base, asked), &several(asked, "segments"))
}

fn useful_of(base: &Base, asked: &Asked<'_>) -> Result<useful::Useful, Failure> {
    useful::useful(&question(base, asked), word_or(asked, "value", VALUE), number(asked, "least", 50)?)
}
