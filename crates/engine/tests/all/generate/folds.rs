//! Random folds over the rows of any stream.

use model::forms::{Fold, Function, Nth, Rows, Series, Test, Value};
use model::phrase::Place;
use model::value::Type;
use proptest::prelude::*;

use super::definitions::one_of;
use super::literals::window;
use super::schema;
use super::words::{of_type, words};

/// The filters that rows of each stream may have.
pub(super) type Filters = Vec<(String, BoxedStrategy<Test>)>;

/// Rows of any stream that has such a field; rows alone when no type is asked for.
pub(super) fn rows(filters: &Filters, field: Option<Type>) -> BoxedStrategy<Rows> {
    let schema = schema();
    let of_stream = filters.iter().filter_map(|(stream, filter)| {
        let names = field.map(|kind| of_type(&words(&schema, Some(stream)), kind));
        if names.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let stream = stream.clone();
        let name = names.map_or(Just(None).boxed(), |names| prop::sample::select(names).prop_map(Some).boxed());
        let filter = prop::option::weighted(0.4, filter.clone());
        let made = (name, prop::bool::weighted(0.2), filter, prop::option::weighted(0.4, window()));
        let made = made.prop_map(move |(field, including_cancelled, filter, window)| Rows {
            stream: stream.clone(),
            field,
            including_cancelled,
            filter: filter.map(Box::new),
            window,
            place: Place::default(),
        });
        Some(made.boxed())
    });
    one_of(of_stream.collect())
}

/// Rows with any field, or none: what can be counted.
pub(super) fn countable(filters: &Filters) -> BoxedStrategy<Rows> {
    let kinds = [Type::Text, Type::Number, Type::Money, Type::Bool, Type::Instant, Type::TextList];
    let with_field = one_of(kinds.iter().map(|kind| rows(filters, Some(*kind))).collect());
    prop_oneof![3 => rows(filters, None), 1 => with_field].boxed()
}

fn fold(functions: &[Function], series: BoxedStrategy<Series>) -> BoxedStrategy<Value> {
    (prop::sample::select(functions.to_vec()), series).prop_map(|(function, of)| Fold { function, of }.into()).boxed()
}

fn gaps(filters: &Filters) -> BoxedStrategy<Series> {
    let rows = rows(filters, None);
    prop_oneof![rows.clone().prop_map(Series::Gaps), rows.prop_map(Series::DayGaps)].boxed()
}

/// Folds with a value of a type; none when there is no such field.
pub(super) fn valued(filters: &Filters, kind: Type) -> BoxedStrategy<Value> {
    use Function::{Avg, Count, Days, Distinct, First, Gap, Last, Max, Median, Min, MostCommon, Span, Sum};
    let fields = || rows(filters, Some(kind));
    let over = |rows: BoxedStrategy<Rows>| rows.prop_map(Series::Rows).boxed();
    let picked = fold(&[First, Last, MostCommon], over(fields()));
    let nth = (fields(), 1u32..4).prop_map(|(rows, position)| Nth { rows, position }.into()).boxed();
    let reduced = match kind {
        Type::Number | Type::Money | Type::Duration => fold(&[Sum, Avg, Min, Max, Median], over(fields())),
        Type::Date | Type::Instant => fold(&[Min, Max], over(fields())),
        _ => picked.clone(),
    };
    if kind != Type::Number {
        return prop_oneof![3 => reduced, 2 => picked, 1 => nth].boxed();
    }
    let distinct = [Type::Text, Type::Money, Type::Bool, Type::Date].map(|kind| over(rows(filters, Some(kind))));
    prop_oneof![
        3 => reduced,
        2 => picked,
        1 => nth,
        4 => fold(&[Count], over(countable(filters))),
        1 => fold(&[Distinct], one_of(distinct.to_vec())),
        2 => fold(&[Days, Span, Gap], over(rows(filters, None))),
        1 => fold(&[Count], rows(filters, None).prop_map(Series::Days).boxed()),
        2 => fold(&[Avg, Median, Min, Max, Count], gaps(filters)),
    ]
    .boxed()
}

/// Lists of values of a type.
pub(super) fn listed(filters: &Filters, kind: Type) -> BoxedStrategy<Value> {
    let fields = fold(&[Function::List], rows(filters, Some(kind)).prop_map(Series::Rows).boxed());
    if kind == Type::Number { prop_oneof![fields, fold(&[Function::List], gaps(filters))].boxed() } else { fields }
}
