//! Memberships over time that are told in one pass over the rows are what the naive evaluator's walk says of each customer.

use std::cell::Cell;

use engine::batch::Run;
use engine::columns::Columns;
use model::columns::timelines::columns_of;
use model::forms::{Membership, Move, Set, Test, Window};
use model::phrase::Place;
use model::plan::plan;
use model::text::parser::parse;
use model::time::{DAY, Instant};
use proptest::prelude::*;

use crate::generate::literals::plain_window;
use crate::generate::{base, instant, property};
use crate::verdicts::{Base, CutOffs, naive};

/// Segments whose members can be followed over time.
const FOLLOWED: [&str; 14] = [
    "any(visit) and never(visit over last 7 days)",
    "count(visit over last 30 days) >= 2",
    "sum(visit.worth over last 3 months) > 20 or country = 'FR'",
    "count(visit where pages >= 2 over this month) = 1",
    "avg(visit.worth over last 30 days) > 5",
    "count(visit between 2 and 9 days ago) > count(visit over last 2 days)",
    "exactly 1 of (any(visit over today), any(visit over yesterday), in list 'guests')",
    "any(visit over last 20 days on weekdays (saturday, sunday))",
    "percentile(sum(visit.worth)) > 50%",
    "rank(count(visit over last 30 days) per country) <= 2",
    "quantile(sum(visit.worth over last 3 months), 4 among (any(visit))) >= 3",
    "cumulative_share(sum(visit.worth) among (any(visit over last 90 days))) < 60%",
    "sum(visit.worth) > average(sum(visit.worth) per country) * 2",
    "avg(visit.worth) >= average(avg(visit.worth) among (count(visit) >= 2)) and rank(sum(visit.worth)) <= 5",
];

/// The verdicts out of columns that no timeline can be made of; `None` where one would have to be.
fn told(base: &Base, tests: &[Test], at: Instant) -> Option<Vec<Vec<bool>>> {
    let mut columns = columns_of(&base.timelines, &base.schema, base.tables.clone());
    columns.tables = base.with_columns_of(&columns, base.cut_offs_at(at, CutOffs::Midnight));
    let columns = Columns::from(columns).narrowed();
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let members = || run.members(at, &run.cut_offs(base.cut_offs_at(at, CutOffs::Midnight), at));
    let all = 0..base.timelines.len();
    let verdicts = |members: &engine::batch::Members| all.clone().map(|customer| members.contains(customer)).collect();
    run.needs_no_timelines().then(|| members().iter().map(verdicts).collect())
}

/// The window of a membership: near ones, so that the walk of the naive evaluator and the cut-offs of midnights are few.
fn window() -> impl Strategy<Value = Window> {
    let is_near = |window: &Window| match window.stretch() {
        Some(Window::Since(_) | Window::FromTo { .. } | Window::On(_) | Window::Until(_)) | None => false,
        Some(window) => {
            let bounds = window.bounds(Instant(0), &model::time::Zone::utc(), &model::schema::Settings::default());
            bounds.start > -40 * DAY
        }
    };
    plain_window().prop_filter("near", is_near)
}

/// A membership in the segment of an id.
fn membership(id: String) -> impl Strategy<Value = Test> {
    let how = prop::sample::select(vec![Move::Was, Move::Entered, Move::Left]);
    (how, window()).prop_map(move |(how, window)| {
        Membership { how, of: Set::Segment, id: id.clone(), window, place: Place::default() }.into()
    })
}

#[test]
fn memberships_told_in_one_pass_are_those_of_the_walk() {
    let (n_told, n_members, n_verdicts) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let segments = FOLLOWED.map(|text| parse(text).test.unwrap_or_else(|| panic!("{text} is a definition")));
    let tests: Vec<_> = (0..FOLLOWED.len()).map(|number| membership(format!("followed-{number}"))).collect();
    property(60, (base(12), tests, instant(), any::<bool>()), |(mut base, tests, at, counts)| {
        let ids = (0..segments.len()).map(|number| format!("followed-{number}"));
        base.segments.extend(ids.zip(segments.iter().cloned()));
        // Rows that end are walked.
        for rows in base.timelines.iter_mut().flat_map(|timeline| timeline.streams.values_mut()).flatten() {
            rows.valid_to = rows.valid_to.filter(|_| !counts);
        }
        for (number, test) in tests.iter().enumerate() {
            let one = std::slice::from_ref(test);
            let Some(told) = told(&base, one, at) else { continue };
            let meant = naive(&base, one, at, CutOffs::Midnight);
            let wrong = (0..meant[0].len()).find(|&customer| meant[0][customer] != told[0][customer]);
            let text = model::text::printer::text_of(test);
            prop_assert!(
                wrong.is_none(),
                "{text} at {at} of {}: {:?}",
                FOLLOWED[number],
                wrong.map(|customer| { (meant[0][customer], &base.timelines[customer]) })
            );
            n_told.set(n_told.get() + 1);
            n_verdicts.set(n_verdicts.get() + told[0].len());
            n_members.set(n_members.get() + told[0].iter().filter(|verdict| **verdict).count());
        }
        Ok(())
    });
    let (told, members, verdicts) = (n_told.get(), n_members.get(), n_verdicts.get());
    assert!(told > 200, "only {told} memberships are told without timelines");
    assert!(members * 10 > verdicts && members * 10 < verdicts * 9, "{members} of {verdicts}");
}

/// Values compared, among whom and in which groups.
const COMPARED: [&str; 5] = [
    "percentile(sum(visit.worth)) > 50%",
    "rank(count(visit over last 30 days) per country) <= 2",
    "percentile(avg(visit.worth over last 9 days)) > 50%",
    "percentile(sum(visit.worth over last 3 months) among (any(visit over last 60 days))) > 50%",
    "sum(visit.worth) > average(sum(visit.worth) per country among (never(visit over last 7 days)))",
];

#[test]
fn cut_offs_of_many_midnights_in_one_pass_are_those_of_each() {
    let n_compared = Cell::new(0);
    property(40, (base(16), instant()), |(mut base, first)| {
        for rows in base.timelines.iter_mut().flat_map(|timeline| timeline.streams.values_mut()).flatten() {
            rows.valid_to = None;
        }
        let columns = Columns::from(columns_of(&base.timelines, &base.schema, base.tables.clone()));
        let tests = COMPARED.map(|text| parse(text).test.unwrap_or_else(|| panic!("{text} is a definition")));
        let dates: Vec<Instant> = (0..20).map(|day| Instant(first.0 + day * DAY)).collect();
        for (text, test) in COMPARED.iter().zip(&tests) {
            let plan = plan([test], &base.schema, &base.zone, &base.segments);
            let run =
                Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
            let Some(found) = run.changing_entries(&dates, 0) else { continue };
            let found = found.distributions(dates.len(), Clone::clone);
            let each: Vec<_> = dates.iter().map(|&date| run.entries(date, &[]).distribution()).collect();
            prop_assert_eq!(found, each, "{} from {}", text, first);
            n_compared.set(n_compared.get() + 1);
        }
        Ok(())
    });
    assert!(n_compared.get() > 100, "only {} are followed", n_compared.get());
}
