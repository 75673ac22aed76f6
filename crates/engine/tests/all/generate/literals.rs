//! Random constants and windows.

use model::decimal::Decimal;
use model::forms::{
    Delay, Direction, Hours, Literal, Local, Negated, Own, Period, Side, Test, Unit, Value, Weekday, When, Window,
    Written,
};
use model::schema::Settings;
use model::text::parser::parse;
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

/// A window of any kind that hangs on the instant alone, for a date of the profile: what is to come too.
pub(super) fn plain_window_of_dates() -> BoxedStrategy<Window> {
    use Unit::{Day, Hour, Minute, Month, Quarter, Week, Year};
    let unit = prop::sample::select(vec![Minute, Hour, Day, Day, Day, Week, Month, Quarter, Year]);
    let within = (prop::sample::select(vec![Side::Next, Side::Last]), 1u32..31, unit)
        .prop_map(|(side, count, unit)| Window::Within { side, count, unit });
    prop_oneof![3 => plain_window(), 1 => within].boxed()
}

/// A window of any kind for a date of the profile: what is to come too.
pub(super) fn window_of_dates(own: BoxedStrategy<Value>) -> BoxedStrategy<Window> {
    any_window(plain_window_of_dates(), own)
}

/// A window of whole days for a date of the profile.
pub(super) fn days_of_dates(own: BoxedStrategy<Value>) -> BoxedStrategy<Window> {
    let without_hours = |window| match window {
        Window::Local(Local { window, weekdays, .. }) if !weekdays.is_empty() => {
            Some(Window::Local(Local { window, weekdays, hours: None }))
        }
        Window::Local(Local { window, .. }) => window.map(|window| *window),
        window => Some(window),
    };
    window_of_dates(own).prop_filter_map("days", without_hours).boxed()
}

/// A window of any kind that rows may lie in, around one of some dates or moments too.
pub(super) fn window(own: BoxedStrategy<Value>) -> BoxedStrategy<Window> {
    any_window(plain_window(), own)
}

/// A window of any kind, around a date of the customer's too.
pub(super) fn hanging_window() -> BoxedStrategy<Window> {
    any_window(plain_window(), own_dates())
}

/// The same that says a stretch of time, not local times alone.
pub(super) fn stretch() -> BoxedStrategy<Window> {
    hanging_window().prop_filter("a stretch of time", |window| window.stretch().is_some()).boxed()
}

/// Dates and moments of a customer's own.
pub(super) fn own_dates() -> BoxedStrategy<Value> {
    let texts = ["birth_date", "signed_up_at", "first(order.at)", "last(visit.at over last 3 months)"];
    let read = |text: &str| match parse(&format!("{text} is known")).test {
        Some(Test::Known(known)) => *known.value,
        other => panic!("{text} is a value: {other:?}"),
    };
    prop::sample::select(texts.map(read).to_vec()).boxed()
}

fn any_window(plain: BoxedStrategy<Window>, own: BoxedStrategy<Value>) -> BoxedStrategy<Window> {
    let direction = prop::sample::select(vec![Direction::After, Direction::Before]);
    let around = (direction, prop::option::weighted(0.7, delay()), own.prop_map(Box::new))
        // Before or after a date that is written out, a text has another window.
        .prop_filter_map("a date of one's own", |(direction, within, of)| {
            (within.is_some() || !matches!(*of, Value::Literal(_))).then_some(Window::Own(Own {
                direction,
                within,
                of,
            }))
        });
    let window = prop_oneof![5 => plain, 1 => around].boxed();
    let weekdays = prop::sample::subsequence(Weekday::WORDS.map(|(_, weekday)| weekday).to_vec(), 0..5);
    let hours = (0u32..24, 0u32..25).prop_filter("some hours", |(from, to)| from != to);
    let hours = prop::option::of(hours.prop_map(|(from, to)| Hours { from, to }));
    let within = prop::option::of(window.clone().prop_map(Box::new));
    let local = (within, weekdays, hours).prop_filter_map("some part", |(window, weekdays, hours)| {
        (!weekdays.is_empty() || hours.is_some()).then_some(Window::Local(Local { window, weekdays, hours }))
    });
    prop_oneof![6 => window, 1 => local].boxed()
}

/// A length of time.
pub(super) fn delay() -> BoxedStrategy<Delay> {
    use Unit::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};
    let unit = prop::sample::select(vec![Second, Minute, Hour, Hour, Day, Day, Week, Month, Quarter, Year]);
    (prop::sample::select(vec![1, 2, 3, 12, 24, 30]), unit).prop_map(|(count, unit)| Delay { count, unit }).boxed()
}

/// A window that hangs on the instant alone.
pub(crate) fn plain_window() -> BoxedStrategy<Window> {
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
        let bounds = Window::FromTo { from: from.clone(), to: to.clone() }.bounds(
            model::time::Instant(0),
            &zone,
            &Settings::default(),
        );
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
        1 => (prop::sample::select(vec![Period::This, Period::Previous]), unit(&[Quarter, Year]))
            .prop_map(|(which, unit)| Window::Fiscal { which, unit }),
        1 => (1u32..4, unit(&[Quarter, Year])).prop_map(|(count, unit)| Window::LastFiscal { count, unit }),
        2 => (1u32..4, counted).prop_map(|(count, unit)| Window::LastCalendar { count, unit }),
        2 => when().prop_map(Window::Since),
        2 => when().prop_map(Window::Until),
        1 => from_to,
        1 => one_day,
    ]
    .boxed()
}
