//! One customer in full: who they are, what they are worth, what happened, and the segments they are in, since when.

use model::check::check_value;
use model::decimal::Decimal;
use model::evaluate::{Moment, World};
use model::explain::{Since, verdict_since};
use model::text::parser::parse_value;
use model::time::Instant;
use model::value::Value;

use super::base::Base;
use super::customer::{Seen, in_world};
use super::failure::Failure;
use super::membership::AsOf;

/// Bounds walked over to find since when a customer is in a segment.
const STEPS: usize = 2_000;

/// One customer in full.
pub(crate) struct Dossier {
    /// The timeline and the segments.
    pub(crate) seen: Seen,
    /// What the customer ordered; `None` in a base whose orders have no amount.
    pub(crate) worth: Option<Worth>,
    /// The segments the customer is in, by id, each since when where that was asked for.
    pub(crate) memberships: Vec<(String, Option<Since>)>,
    /// When the customer came; `None` when they always were there.
    pub(crate) came: Option<Instant>,
}

/// What a customer ordered.
pub(crate) struct Worth {
    /// All of it.
    pub(crate) revenue: Decimal,
    /// In how many orders.
    pub(crate) orders: Decimal,
    /// What an order comes to, on average.
    pub(crate) average: Option<Decimal>,
    /// When the last one was.
    pub(crate) last: Option<Instant>,
}

/// Looks a customer up by any id. Since when they are in each segment takes longer: their whole life is gone back through.
pub(crate) fn dossier(base: &Base, id: &str, as_of: AsOf, with_since: bool) -> Result<Dossier, Failure> {
    in_world(base, id, as_of, |timeline, world, segments| {
        let since = |id: &String| {
            let test = world.segments.get(id)?;
            Some((id.clone(), with_since.then(|| verdict_since(test, timeline, as_of.at, world, STEPS))))
        };
        Dossier {
            memberships: segments.iter().filter_map(since).collect(),
            worth: worth(Moment { world, timeline, at: as_of.at, row: None }),
            came: timeline.present_from().filter(|from| from.0 > i64::MIN),
            seen: Seen::of(timeline, world, segments, as_of.at),
        }
    })
}

fn worth(moment: Moment<'_>) -> Option<Worth> {
    let World { schema, .. } = moment.world;
    let value = |text: &str| {
        let value = parse_value(text).0?;
        check_value(&value, schema, &Default::default()).ok()?;
        Some(moment.value(&value))
    };
    let last = match value("last(order.at)")? {
        Value::Instant(at) => Some(at),
        _ => None,
    };
    Some(Worth {
        revenue: value("sum(order.amount)")?.as_number().unwrap_or(Decimal::whole(0)),
        orders: value("count(order)")?.as_number().unwrap_or(Decimal::whole(0)),
        average: value("avg(order.amount)")?.as_number(),
        last,
    })
}
