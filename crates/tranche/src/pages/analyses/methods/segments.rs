//! Segments and groups side by side.

use super::{AMONG, Method, VALUE, needed, number, question, several, word_or, written};
use crate::findings;
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{breakdown, comparison, overlap, useful};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

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
        find: |base, f, voice| comparison_of(base, f).map(|found| findings::comparison::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = comparison_of(base, f)?;
            comparison::save(base, &found, named, f.asking.now)
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
        find: |base, f, voice| breakdown_of(base, f).map(|found| findings::breakdown::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = breakdown_of(base, f)?;
            breakdown::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
    Method {
        id: "overlap",
        icon: "layers",
        fields: &[written("segments", "vip; dormant"), AMONG],
        needs: &[],
        find: |base, f, voice| overlap_of(base, f).map(|found| findings::overlap::findings(&found, voice)),
        // Each exact intersection is offered by itself.
        save: None,
        each: None,
    },
    Method {
        id: "useful",
        icon: "layers",
        fields: &[written("least", "50"), written("value", VALUE).of(Offers::Amounts), AMONG],
        needs: &[],
        find: |base, f, voice| useful_of(base, f).map(|found| findings::useful::findings(&found, voice)),
        save: Some(|base, f, named| {
            let found = useful_of(base, f)?;
            useful::save(base, &found, named, f.asking.now)
        }),
        each: None,
    },
];

fn comparison_of(base: &Base, f: &Frame) -> Result<comparison::Comparison, Failure> {
    comparison::compare(&question(base, f), word_or(f, "first", ""), f.asking.word("second"))
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
    overlap::overlap(&question(base, f), &several(f, "segments"))
}

fn useful_of(base: &Base, f: &Frame) -> Result<useful::Useful, Failure> {
    useful::useful(&question(base, f), word_or(f, "value", VALUE), number(f, "least", 50)?)
}
