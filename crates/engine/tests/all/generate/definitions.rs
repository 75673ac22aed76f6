//! Random definitions, built as trees with the right types.

use std::collections::BTreeMap;

use model::forms::{
    Age, And, Anniversary, Any, Arithmetic, Between, Compare, Compared, Comparison, Dated, DaysBetween, DaysSince,
    During, Has, Known, Length, Measure, Named, Negated, Never, Not, OneOf, Operator, Or, Quantity, Season, Test,
    TextMatch, TextWay, Value,
};
use model::phrase::Place;
use model::tree::Name;
use model::value::Type;
use proptest::prelude::*;
use proptest::strategy::Union;

use super::counted;
use super::folds::{Filters, countable, listed, valued};
use super::literals::{constant, days_of_dates, window_of_dates};
use super::sequences::{followed, sequence};
use super::words::{Words, of_type, words};
use super::{CALENDARS, past, places, relations, rhythm, schema, sets, text};

const TYPES: [Type; 9] = [
    Type::Point,
    Type::Text,
    Type::Number,
    Type::Money,
    Type::Duration,
    Type::Bool,
    Type::Date,
    Type::Instant,
    Type::TextList,
];

/// Values of each type, lists of each type, and tests, of some depth.
#[derive(Clone)]
struct Level {
    values: BTreeMap<Type, BoxedStrategy<Value>>,
    lists: Vec<(Type, BoxedStrategy<Value>)>,
    tests: BoxedStrategy<Test>,
}

/// One of several strategies.
pub(super) fn one_of<T: std::fmt::Debug + 'static>(strategies: Vec<BoxedStrategy<T>>) -> BoxedStrategy<T> {
    Union::new(strategies).boxed()
}

/// A definition that may name the segments.
pub(crate) fn definition() -> BoxedStrategy<Test> {
    let segment = sets::of_segments();
    let plain = segment_free();
    let relatives = relations::of_relatives(put_to_relatives());
    let mixed = logic(one_of(vec![plain.clone(), segment.clone(), relatives.clone()]));
    prop_oneof![16 => plain, 1 => segment, 3 => mixed, 2 => relatives].boxed()
}

/// Tests that are put to relatives: of one level, so that their sentences can be read within those around them.
fn put_to_relatives() -> BoxedStrategy<Test> {
    let words = predicates(&leaves(&words(&schema(), None)));
    let one = prop_oneof![3 => words, 3 => any_or_never(&filters()), 1 => sets::segment_free()].boxed();
    prop_oneof![3 => one.clone(), 1 => logic(one)].boxed()
}

/// A definition of a segment: it names no other, so that there is no circle.
pub(crate) fn segment() -> BoxedStrategy<Test> {
    segment_free()
}

/// A filter on the rows of a stream.
pub(crate) fn filter(stream: &str) -> BoxedStrategy<Test> {
    filter_of(stream)
}

fn segment_free() -> BoxedStrategy<Test> {
    let filters = filters();
    let words = words(&schema(), None);
    let mut level = leaves(&words);
    let past = past::past(profile_then());
    for _ in 0..2 {
        let below = level.clone();
        level.values = TYPES.iter().map(|kind| (*kind, customer_value(&below, &filters, *kind))).collect();
        level.lists =
            [Type::Text, Type::Number, Type::Money].iter().map(|kind| (*kind, listed(&filters, *kind))).collect();
        let any = any_or_never(&filters);
        let rhythm = rhythm::rhythm(&filters);
        let set = sets::segment_free();
        level.tests = prop_oneof![
            15 => predicates(&level),
            3 => any,
            3 => rhythm,
            2 => sequence(&filters),
            3 => past.clone(),
            6 => logic(below.tests),
            2 => set,
        ]
        .boxed();
    }
    level.tests
}

fn any_or_never(filters: &Filters) -> BoxedStrategy<Test> {
    let rows = countable(filters);
    prop_oneof![rows.clone().prop_map(|rows| Any { rows }.into()), rows.prop_map(|rows| Never { rows }.into())].boxed()
}

/// Tests of the values of the profile alone, which hold or not whatever the instant.
fn profile_then() -> BoxedStrategy<Test> {
    let level = leaves(&words(&schema(), None));
    let tests = predicates(&level).prop_filter("nothing that changes with time itself", past::is_timeless);
    let logic = logic(tests.clone().boxed());
    prop_oneof![3 => tests, 1 => logic].boxed()
}

/// Filters of each stream.
fn filters() -> Filters {
    let streams = schema().streams.into_keys().map(|stream| (stream.clone(), filter_of(&stream)));
    Filters { holder: None, streams: streams.collect() }
}

/// Filters of a stream: every test on the row's own fields and its tables', its parent's, its children, and on other
/// rows that it is followed or preceded by.
fn filter_of(stream: &str) -> BoxedStrategy<Test> {
    let schema = schema();
    let alone = |name: &String| (name.clone(), predicates(&leaves(&words(&schema, Some(name)))));
    let others = Filters { holder: None, streams: schema.streams.keys().map(alone).collect() };
    let tests = prop_oneof![4 => own_filter_of(stream), 1 => followed(stream, &others)].boxed();
    prop_oneof![4 => tests.clone(), 1 => logic(tests)].boxed()
}

/// Filters of a stream that do not look at other rows than its parent and children.
fn own_filter_of(stream: &str) -> BoxedStrategy<Test> {
    let schema = schema();
    let mut level = leaves(&words(&schema, Some(stream)));
    let below = level.clone();
    level.values = below.values.keys().map(|kind| (*kind, computed(&below, *kind))).collect();
    let is_child = |name: &&String| schema.streams[*name].parent.as_deref() == Some(stream);
    let children: Vec<_> = schema.streams.keys().filter(is_child).map(|name| (name.clone(), filter_of(name))).collect();
    if children.is_empty() {
        let tests = predicates(&level);
        return prop_oneof![3 => tests.clone(), 1 => logic(tests)].boxed();
    }
    let children = Filters { holder: Some(stream.to_owned()), streams: children };
    let is_one = |kind: Type| !matches!(kind, Type::TextList | Type::Point);
    for (kind, value) in level.values.iter_mut().filter(|(kind, _)| is_one(**kind) && children.have(**kind)) {
        *value = prop_oneof![3 => value.clone(), 1 => valued(&children, *kind)].boxed();
    }
    level.lists = vec![(Type::Text, listed(&children, Type::Text))];
    let tests = prop_oneof![4 => predicates(&level), 1 => any_or_never(&children)].boxed();
    prop_oneof![3 => tests.clone(), 1 => logic(tests)].boxed()
}

/// Names and constants.
fn leaves(words: &Words) -> Level {
    let named = |name: String| Named { name: Name::new(name) }.into();
    let leaf = |kind: &Type| {
        let names = of_type(words, *kind);
        // A constant amount is a plain number, which does not fit wherever money does.
        let constants = (!matches!(kind, Type::TextList | Type::Money | Type::Point)).then(|| constant(*kind));
        let leaf = match (names.is_empty(), constants) {
            (true, Some(constants)) => constants,
            (true, None) => return None,
            (false, None) => prop::sample::select(names).prop_map(named).boxed(),
            (false, Some(constants)) => {
                prop_oneof![4 => prop::sample::select(names).prop_map(named), 1 => constants].boxed()
            }
        };
        Some((*kind, leaf))
    };
    let values: BTreeMap<Type, BoxedStrategy<Value>> = TYPES.iter().filter_map(leaf).collect();
    let mut level = Level { values, lists: Vec::new(), tests: Just(never()).boxed() };
    level.tests = predicates(&level);
    level
}

/// Any test: a place to start from.
fn never() -> Test {
    let value = || Box::new(model::forms::Literal::new(model::forms::Written::Bool(true)).into());
    Compare { left: value(), comparison: Comparison::Equal, right: value() }.into()
}

fn boxed(value: &BoxedStrategy<Value>) -> BoxedStrategy<Box<Value>> {
    value.clone().prop_map(Box::new).boxed()
}

/// Values made of others of the level below, on the profile or on a row.
fn computed(below: &Level, kind: Type) -> BoxedStrategy<Value> {
    let leaf = below.values[&kind].clone();
    let of = |kind: Type| boxed(&below.values[&kind]);
    let arithmetic = |left: Type, operators: &[Operator], right: Type| {
        (of(left), prop::sample::select(operators.to_vec()), of(right))
            .prop_map(|(left, operator, right)| Arithmetic { left, operator, right }.into())
            .boxed()
    };
    let negated = of(kind).prop_map(|value| Negated { value }.into()).boxed();
    use Operator::{Minus, Over, Plus, Times};
    let more = match kind {
        Type::Number => {
            let dates = || prop_oneof![of(Type::Date), of(Type::Instant)];
            vec![
                arithmetic(Type::Number, &[Plus, Minus, Times, Over], Type::Number),
                arithmetic(Type::Money, &[Over], Type::Money),
                arithmetic(Type::Duration, &[Over], Type::Duration),
                negated,
                dates().prop_map(|of| Age { of }.into()).boxed(),
                dates().prop_map(|of| DaysSince { of }.into()).boxed(),
                (dates(), dates()).prop_map(|(from, to)| DaysBetween { from, to }.into()).boxed(),
                of(Type::Text).prop_map(|of| Length { of }.into()).boxed(),
            ]
        }
        Type::Money => vec![
            arithmetic(Type::Money, &[Plus, Minus], Type::Money),
            arithmetic(Type::Money, &[Plus, Minus, Times, Over], Type::Number),
            arithmetic(Type::Number, &[Plus, Minus, Times], Type::Money),
            negated,
        ],
        Type::Duration => vec![
            arithmetic(Type::Duration, &[Plus, Minus], Type::Duration),
            arithmetic(Type::Duration, &[Times, Over], Type::Number),
            arithmetic(Type::Number, &[Times], Type::Duration),
            negated,
        ],
        Type::Text => {
            let dates = prop_oneof![of(Type::Date), of(Type::Instant)];
            let season = dates.prop_map(|of| Season { of }.into());
            return prop_oneof![7 => leaf, 1 => season].boxed();
        }
        _ => return leaf,
    };
    let more = one_of(more);
    prop_oneof![2 => leaf, 1 => more].boxed()
}

/// Values at the level of a customer: with folds, and comparisons with the base.
fn customer_value(below: &Level, filters: &Filters, kind: Type) -> BoxedStrategy<Value> {
    let simple = computed(below, kind);
    if kind == Type::TextList || kind == Type::Point {
        return simple;
    }
    let folds = valued(filters, kind);
    let compared = |measures: Vec<Measure>, value: Type| {
        let per = prop::sample::select(of_type(&words(&schema(), None), Type::Text)).prop_map(Name::new);
        let among = prop::option::weighted(0.3, below.tests.clone().prop_map(Box::new));
        (prop::sample::select(measures), boxed(&below.values[&value]), prop::option::weighted(0.3, per), among)
            .prop_map(|(measure, value, per, among)| Compared { measure, value, per, among }.into())
            .boxed()
    };
    let average = |kind: Type| compared(vec![Measure::Average], kind);
    let ranks =
        vec![Measure::Percentile, Measure::Rank, Measure::CumulativeShare, Measure::Quantile(2), Measure::Quantile(5)];
    match kind {
        Type::Number => {
            let ranked =
                one_of([Type::Number, Type::Money, Type::Duration].map(|kind| compared(ranks.clone(), kind)).to_vec());
            prop_oneof![2 => simple, 4 => folds, 1 => average(kind), 2 => ranked].boxed()
        }
        Type::Money | Type::Duration => prop_oneof![2 => simple, 4 => folds, 1 => average(kind)].boxed(),
        _ => prop_oneof![2 => simple, 2 => folds].boxed(),
    }
}

/// Types whose values can be compared with those of a type.
fn comparable(kind: Type) -> Vec<Type> {
    match kind {
        Type::Number | Type::Money => vec![Type::Number, Type::Money],
        Type::Date | Type::Instant => vec![Type::Date, Type::Instant],
        kind => vec![kind],
    }
}

/// Tests of values.
fn predicates(level: &Level) -> BoxedStrategy<Test> {
    let mut tests: Vec<BoxedStrategy<Test>> = Vec::new();
    for (&kind, value) in level.values.iter().filter(|(kind, _)| !matches!(kind, Type::TextList | Type::Point)) {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
        let all = [Equal, NotEqual, Less, AtMost, Greater, AtLeast];
        let comparisons = if kind == Type::Bool { all[..2].to_vec() } else { all.to_vec() };
        let others = comparable(kind).into_iter().filter_map(|kind| level.values.get(&kind).cloned());
        let other = one_of(others.chain([constant(kind), constant(kind)]).collect());
        let (value, other) = (|| boxed(value), boxed(&other));
        let compare = (value(), prop::sample::select(comparisons), other.clone())
            .prop_map(|(left, comparison, right)| Compare { left, comparison, right }.into());
        let between = (value(), other.clone(), other, any::<bool>())
            .prop_map(|(value, low, high, negated)| Between { value, low, high, negated }.into());
        let list = prop::collection::vec(constant(kind), 1..4);
        let one_of =
            (value(), list, any::<bool>()).prop_map(|(value, list, negated)| OneOf { value, list, negated }.into());
        let known = (value(), any::<bool>()).prop_map(|(value, negated)| Known { value, negated }.into());
        tests.push(prop_oneof![4 => compare, 1 => between, 1 => one_of, 1 => known].boxed());
        if kind == Type::Date || kind == Type::Instant {
            let own = level.values.get(&Type::Instant).unwrap_or(&level.values[&Type::Date]).clone();
            let yearly = (value(), days_of_dates(own.clone()));
            let yearly = yearly.prop_map(|(of, window)| Anniversary { of, window }.into());
            let dated = (value(), window_of_dates(own)).prop_map(|(value, window)| Dated { value, window }.into());
            let calendars = prop::sample::select(CALENDARS.to_vec());
            let during = (value(), calendars).prop_map(|(value, calendar)| {
                During { value, calendar: calendar.to_owned(), place: Place::default() }.into()
            });
            tests.push(prop_oneof![4 => dated, 2 => yearly, 1 => during].boxed());
        }
        if kind == Type::Text {
            tests.push(text_test(value()));
            tests.push(places::under(value()));
        }
    }
    if let Some(points) = level.values.get(&Type::Point) {
        tests.push(places::near(boxed(points)));
    }
    let text_lists = level.values.get(&Type::TextList).map(|lists| (Type::Text, lists.clone()));
    for (kind, list) in level.lists.iter().cloned().chain(text_lists) {
        let quantity = prop::sample::select(vec![Quantity::Any, Quantity::All, Quantity::None]);
        let has = (boxed(&list), quantity, prop::collection::vec(constant(kind), 1..4))
            .prop_map(|(value, quantity, list)| Has { value, quantity, list }.into());
        let long = (boxed(&list), constant(Type::Number)).prop_map(|(of, number)| {
            let left = Box::new(Length { of }.into());
            Compare { left, comparison: Comparison::AtLeast, right: Box::new(number) }.into()
        });
        tests.push(prop_oneof![3 => has, 1 => long].boxed());
        if kind == Type::Text {
            tests.push(text_test(boxed(&list)));
        }
    }
    one_of(tests)
}

fn text_test(value: BoxedStrategy<Box<Value>>) -> BoxedStrategy<Test> {
    let ways = prop::sample::select(vec![
        TextWay::Equals,
        TextWay::Contains,
        TextWay::StartsWith,
        TextWay::EndsWith,
        TextWay::Matches,
    ]);
    let looked_for = prop_oneof![text(), prop::sample::select(vec!["a", "é", "R", "ca", "^P"]).prop_map(str::to_owned)];
    (value, ways, looked_for, any::<bool>(), any::<bool>())
        .prop_map(|(value, way, text, blind, negated)| {
            let blind = way == TextWay::Equals || (blind && way != TextWay::Matches);
            TextMatch { value, way, text, blind, negated: negated && way != TextWay::Equals }.into()
        })
        .boxed()
}

/// `and`, `or`, `not` of tests.
fn logic(tests: BoxedStrategy<Test>) -> BoxedStrategy<Test> {
    let not = tests.clone().prop_map(|test| Not { test: Box::new(test) }.into());
    let operand = prop_oneof![3 => tests, 1 => not.clone()];
    let several = prop::collection::vec(operand, 2..4);
    let and = several.clone().prop_map(|tests| Test::from(And { tests }));
    let or = several.clone().prop_map(|tests| Test::from(Or { tests }));
    let inner = prop::collection::vec(prop_oneof![and.clone(), or.clone()], 2..3).prop_map(|tests| Or { tests }.into());
    let counted = counted::count_of(several.clone());
    prop_oneof![1 => not, 2 => and, 2 => or, 1 => inner, 1 => counted].boxed()
}
