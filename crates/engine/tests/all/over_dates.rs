//! Sizes found in one pass over many dates are those of each date by itself.

use std::cell::Cell;

use engine::batch::{Run, SizeOn};
use engine::columns::Columns;
use model::columns::timelines::columns_of;
use model::forms::Test;
use model::plan::plan;
use model::text::parser::parse;
use model::time::{DAY, Instant};
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, property};
use crate::verdicts::Base;

/// The sizes in one pass, if they can be found so, and those of each date.
fn sizes(base: &Base, test: &Test, dates: &[Instant]) -> (Option<Vec<SizeOn>>, Vec<SizeOn>) {
    let columns = Columns::in_full(columns_of(&base.timelines, &base.schema, base.tables.clone())).narrowed();
    let plan = plan([test], &base.schema, &base.zone, &base.segments);
    let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let found = run.sizes(dates);
    let members: Vec<_> = dates.iter().map(|&at| run.members(at, &run.cut_offs(at, at)).remove(0)).collect();
    let size = |(place, &at): (usize, &Instant)| {
        let before = place.checked_sub(1).map(|before| &members[before]);
        SizeOn {
            count: members[place].len(),
            of: run.population(at),
            entered: before.map_or(0, |before| members[place].without(before).len()),
            left: before.map_or(0, |before| before.without(&members[place]).len()),
        }
    };
    (found, dates.iter().enumerate().map(size).collect())
}

/// The sizes of all definitions in one pass over the dates.
fn sizes_together(base: &Base, tests: &[Test], dates: &[Instant]) -> Vec<Vec<usize>> {
    let columns = Columns::in_full(columns_of(&base.timelines, &base.schema, base.tables.clone())).narrowed();
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let dates: Vec<_> = dates.iter().map(|&at| (at, run.cut_offs(at, at))).collect();
    run.sizes_at(&dates)
}

/// Definitions that can be followed from date to date.
const FOLLOWED: [&str; 4] = [
    "count(visit) >= 2",
    "any(visit over last 30 days) and not any(visit over last 7 days)",
    "sum(visit.worth over last 90 days) > 20 or country = 'FR'",
    "never(visit where pages >= 2 over this month) and count(visit.pages) < 3",
];

#[test]
fn one_pass_over_many_dates_finds_the_sizes_of_each() {
    let (n_followed, n_moves) = (Cell::new(0), Cell::new(0));
    let cases = (base(24), prop::collection::vec(definition(), 6), prop::collection::vec(instant(), 5));
    property(60, cases, |(mut base, tests, mut dates)| {
        dates.sort_unstable();
        // A stream in which rows end is not followed: it is asked day by day.
        base.timelines
            .iter_mut()
            .flat_map(|timeline| timeline.streams.values_mut())
            .flatten()
            .for_each(|row| row.valid_to = None);
        let days = (0..20).map(|day| Instant(dates[0].0 + day * DAY));
        let of_days = |text: &&str| (parse(text).test.expect("a definition"), days.clone().collect());
        let of_instants = tests.into_iter().map(|test| (test, dates.clone()));
        for (test, dates) in of_instants.chain(FOLLOWED.iter().map(of_days)).collect::<Vec<(Test, Vec<Instant>)>>() {
            let (found, each) = sizes(&base, &test, &dates);
            if let Some(found) = found {
                n_followed.set(n_followed.get() + 1);
                n_moves.set(n_moves.get() + each.iter().map(|size| size.entered + size.left).sum::<usize>());
                prop_assert_eq!(found, each, "{}", model::text::printer::text_of(&test));
            }
        }
        Ok(())
    });
    assert!(n_followed.get() > 150 && n_moves.get() > 150, "{} followed, {} moves", n_followed.get(), n_moves.get());
}

#[test]
fn one_pass_over_many_definitions_and_dates_finds_the_sizes_of_each() {
    let n_members = Cell::new(0);
    let cases = (base(24), prop::collection::vec(definition(), 6), prop::collection::vec(instant(), 4));
    property(20, cases, |(base, tests, dates)| {
        let together = sizes_together(&base, &tests, &dates);
        for (place, test) in tests.iter().enumerate() {
            let found: Vec<usize> = together.iter().map(|sizes| sizes[place]).collect();
            let each: Vec<usize> = dates.iter().map(|&at| sizes(&base, test, &[at]).1[0].count).collect();
            prop_assert_eq!(&found, &each, "{}", model::text::printer::text_of(test));
            n_members.set(n_members.get() + each.iter().sum::<usize>());
        }
        Ok(())
    });
    assert!(n_members.get() > 300, "{} members", n_members.get());
}
