//! Random tests of rhythm: every so often, for the first time, stopped, restarted.

use model::forms::{Active, Delay, Every, FirstTime, Periods, Restarted, Rows, Stopped, Test, Unit, Window};
use proptest::prelude::*;

use super::folds::{Filters, countable};
use super::literals::stretch;

fn periods() -> BoxedStrategy<Periods> {
    let units = prop::sample::select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year]);
    (1u32..5, units, any::<bool>()).prop_map(|(count, unit, calendar)| Periods { count, unit, calendar }).boxed()
}

/// A silence of any length, or as long as a window that has one.
fn silence() -> BoxedStrategy<Option<Delay>> {
    let units = prop::sample::select(vec![Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year]);
    prop::option::of((1u32..5, units).prop_map(|(count, unit)| Delay { count, unit })).boxed()
}

/// A test of the rhythm of any rows.
pub(super) fn rhythm(filters: &Filters) -> BoxedStrategy<Test> {
    let rows = countable(filters);
    let inside = (rows.clone(), stretch()).prop_map(|(rows, window)| Rows { window: Some(window), ..rows });
    let least = prop_oneof![3 => Just(1u32), 1 => 2u32..4];
    let every = (periods(), least.clone(), rows.clone())
        .prop_map(|(periods, least, rows)| Every { periods, least, rows }.into());
    let active = (1u32..5, periods(), least, rows).prop_map(|(at_least, periods, least, rows)| {
        Active { at_least: at_least.min(periods.count), periods, least, rows }.into()
    });
    let restarted = (inside.clone(), silence()).prop_map(|(rows, silence)| {
        let has_length = rows.window.as_ref().is_some_and(Window::has_length);
        let day = Delay { count: 1, unit: Unit::Day };
        Restarted { rows, after: if has_length { silence } else { silence.or(Some(day)) } }.into()
    });
    prop_oneof![
        2 => every,
        2 => active,
        1 => inside.clone().prop_map(|rows| FirstTime { rows }.into()),
        1 => inside.prop_map(|rows| Stopped { rows }.into()),
        2 => restarted,
    ]
    .boxed()
}
