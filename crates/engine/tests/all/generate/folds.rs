//! Random folds over the rows of any stream.

use model::forms::{Fold, Function, Named, Nth, Rows, Series, Test, Value};
use model::phrase::Place;
use model::tree::Name;
use model::value::Type;
use proptest::prelude::*;

use super::definitions::one_of;
use super::literals::window;
use super::schema;
use super::words::{of_type, words};

/// The streams that can be looked at, with the filters that their rows may have.
#[derive(Clone)]
pub(super) struct Filters {
    /// The stream whose rows hold these as children; none at the level of a customer.
    pub(super) holder: Option<String>,
    /// Each stream and its filters.
    pub(super) streams: Vec<(String, BoxedStrategy<Test>)>,
}

impl Filters {
    /// Whether some stream has a field of a type.
    pub(super) fn have(&self, kind: Type) -> bool {
        self.streams.iter().any(|(stream, _)| !of_type(&words(&schema(), Some(stream)), kind).is_empty())
    }

    /// Dates and moments that windows may be around.
    fn own(&self) -> BoxedStrategy<Value> {
        let words = words(&schema(), self.holder.as_deref());
        let names: Vec<String> = [Type::Date, Type::Instant].iter().flat_map(|kind| of_type(&words, *kind)).collect();
        let named = prop::sample::select(names).prop_map(|name| Named { name: Name::new(name) }.into());
        let streams: Vec<String> = self.streams.iter().map(|(stream, _)| stream.clone()).collect();
        let edge = (prop::sample::select(streams), prop::sample::select(vec![Function::First, Function::Last]));
        let edge = edge.prop_map(|(stream, function)| {
            let rows = Rows { field: Some("at".to_owned()), ..rows_of(&stream) };
            Fold { function, of: Series::Rows(rows) }.into()
        });
        prop_oneof![named, edge].boxed()
    }
}

/// All rows of a stream.
pub(super) fn rows_of(stream: &str) -> Rows {
    Rows {
        stream: stream.to_owned(),
        field: None,
        including_cancelled: false,
        filter: None,
        window: None,
        place: Place::default(),
    }
}

/// Rows of any stream that has such a field; rows alone when no type is asked for.
pub(super) fn rows(filters: &Filters, field: Option<Type>) -> BoxedStrategy<Rows> {
    let schema = schema();
    let windows = window(filters.own());
    let of_stream = filters.streams.iter().filter_map(|(stream, filter)| {
        let names = field.map(|kind| of_type(&words(&schema, Some(stream)), kind));
        if names.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let stream = stream.clone();
        let name = names.map_or(Just(None).boxed(), |names| prop::sample::select(names).prop_map(Some).boxed());
        let filter = prop::option::weighted(0.4, filter.clone());
        let made = (name, prop::bool::weighted(0.2), filter, prop::option::weighted(0.4, windows.clone()));
        let made = made.prop_map(move |(field, including_cancelled, filter, window)| Rows {
            field,
            including_cancelled,
            filter: filter.map(Box::new),
            window,
            ..rows_of(&stream)
        });
        Some(made.boxed())
    });
    one_of(of_stream.collect())
}

/// Rows with any field, or none: what can be counted.
pub(super) fn countable(filters: &Filters) -> BoxedStrategy<Rows> {
    let kinds = [Type::Text, Type::Number, Type::Money, Type::Bool, Type::Instant, Type::TextList];
    let kinds = kinds.iter().filter(|kind| filters.have(**kind));
    let with_field = one_of(kinds.map(|kind| rows(filters, Some(*kind))).collect());
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
    let distinct = [Type::Text, Type::Money, Type::Bool, Type::Date];
    let distinct: Vec<_> = distinct.into_iter().filter(|kind| filters.have(*kind)).collect();
    let distinct: Vec<_> = distinct.into_iter().map(|kind| over(rows(filters, Some(kind)))).collect();
    prop_oneof![
        3 => reduced,
        2 => picked,
        1 => nth,
        4 => fold(&[Count], over(countable(filters))),
        1 => fold(&[Distinct], one_of(distinct)),
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
