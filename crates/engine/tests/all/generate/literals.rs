//! Random constants and windows.

use model::decimal::Decimal;
use model::forms::{Literal, Negated, Period, Side, Unit, Value, When, Window, Written};
use model::value::Type;
use proptest::prelude::*;

use super::{day, instant, text};

/// Small numbers, with as many places as a type keeps.
pub(super) fn decimal(scale: u8) -> BoxedStrategy<Decimal> {
    let round = prop::sample::select(vec!["0", "1", "2", "3", "10", "20", "50", "100", "3600", "86400"]);
    let broken = prop::sample::select(vec!["0.5", "-1", "2.25", "19.99", "0.0001", "-20"]);
    let round = prop_oneof![5 => round, 2 => broken].prop_map(|text| Decimal::parse(text).expect("a number"));
    let least = (-3i128..4).prop_map(move |units| Decimal::new(units, scale));
    prop_oneof![8 => round, 1 => least].boxed()
}

fn literal(written: Written) -> Value {
    Literal::new(written).into()
}

/// A constant of a type; a number below zero is written with its sign before it.
pub(super) fn constant(kind: Type) -> BoxedStrategy<Value> {
    match kind {
        Type::Number | Type::Money => {
            let number = decimal(4).prop_map(|number| match number < Decimal::ZERO {
                true => Negated { value: Box::new(literal(Written::Number(number.negated()))) }.into(),
                false => literal(Written::Number(number)),
            });
            let percent = prop::sample::select(vec!["0", "50", "80", "33.5", "100"]);
            let percent = percent.prop_map(|text| literal(Written::Percent(Decimal::parse(text).expect("a number"))));
            prop_oneof![5 => number, 1 => percent].boxed()
        }
        Type::Duration => {
            let units = [Unit::Second, Unit::Minute, Unit::Hour, Unit::Day, Unit::Week];
            let count = prop::sample::select(vec!["0", "0.5", "1", "2", "60"]);
            let written = (count, prop::sample::select(units.to_vec()))
                .prop_map(|(count, unit)| Written::Duration { count: Decimal::parse(count).expect("a number"), unit });
            written.prop_map(literal).boxed()
        }
        Type::Bool => any::<bool>().prop_map(|truth| literal(Written::Bool(truth))).boxed(),
        Type::Date | Type::Instant => {
            let date = day().prop_map(|day| literal(Written::Date(day.to_string())));
            let moment = instant().prop_map(|at| literal(Written::Instant(at.to_string())));
            let local =
                (day(), 0..24).prop_map(|(day, hour)| literal(Written::LocalTime(format!("{day}T{hour:02}:00"))));
            prop_oneof![date, moment, local].boxed()
        }
        Type::Text | Type::Category | Type::TextList | Type::Point => {
            text().prop_map(|text| literal(Written::Text(text))).boxed()
        }
    }
}

fn when() -> BoxedStrategy<When> {
    let written = constant(Type::Instant).prop_filter_map("a moment", |value| match value {
        Value::Literal(Literal {
            written: Written::Date(text) | Written::LocalTime(text) | Written::Instant(text),
            ..
        }) => When::new(&text),
        _ => None,
    });
    written.boxed()
}

fn on() -> impl Strategy<Value = When> {
    day().prop_map(|day| When::new(&day.to_string()).expect("a day"))
}

/// A window of any kind for a date of the profile: what is to come too.
pub(super) fn window_of_dates() -> BoxedStrategy<Window> {
    use Unit::{Day, Hour, Minute, Month, Quarter, Week, Year};
    let unit = prop::sample::select(vec![Minute, Hour, Day, Day, Day, Week, Month, Quarter, Year]);
    let within = (prop::sample::select(vec![Side::Next, Side::Last]), 1u32..31, unit)
        .prop_map(|(side, count, unit)| Window::Within { side, count, unit });
    prop_oneof![3 => window(), 1 => within].boxed()
}

/// A window of any kind that rows may lie in.
pub(super) fn window() -> BoxedStrategy<Window> {
    use Unit::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};
    let unit = |units: &[Unit]| prop::sample::select(units.to_vec());
    let any = unit(&[Second, Minute, Hour, Day, Day, Day, Week, Month, Month, Quarter, Year]);
    let period = unit(&[Week, Month, Quarter, Year]);
    let counted = unit(&[Day, Week, Month, Quarter, Year]);
    let last = (prop::sample::select(vec![1, 2, 3, 12, 28, 30]), any.clone())
        .prop_map(|(count, unit)| Window::Last { count, unit });
    let ago = (0u32..4, 1u32..30, any).prop_map(|(from, more, unit)| Window::Ago { from: from + more, to: from, unit });
    let which = prop::sample::select(vec![Period::This, Period::Previous]);
    let from_to = (when(), when()).prop_filter_map("forwards", |(from, to)| {
        let zone = model::time::Zone::utc();
        // A day and an instant near one another may be in the wrong order in some zone: a day apart they are not.
        let bounds = Window::FromTo { from: from.clone(), to: to.clone() }.bounds(model::time::Instant(0), &zone, 0);
        (bounds.end > bounds.start + 2 * model::time::DAY).then_some(Window::FromTo { from, to })
    });
    let one_day = day().prop_map(|day| When::new(&day.to_string()).expect("a day"));
    let one_day = one_day.prop_map(|day| Window::FromTo { from: day.clone(), to: day });
    prop_oneof![
        6 => last,
        2 => ago,
        1 => prop::sample::select(vec![Window::Today, Window::Yesterday]),
        1 => on().prop_map(Window::On),
        2 => (which, period).prop_map(|(which, unit)| Window::Period { which, unit }),
        2 => (1u32..4, counted).prop_map(|(count, unit)| Window::LastCalendar { count, unit }),
        2 => when().prop_map(Window::Since),
        2 => when().prop_map(Window::Until),
        1 => from_to,
        1 => one_day,
    ]
    .boxed()
}
