//! One customer: who they are, what happened, and the segments they are in.

use std::collections::BTreeMap;

use model::evaluate::{Moment, World};
use model::phrase::Phrase;
use model::schema::{Field, Schema};
use model::time::Instant;
use model::timeline::Timeline;

use super::base::Base;
use super::failure::Failure;
use super::membership::AsOf;
use super::ready::ready;

/// What is known of a customer at an instant.
pub(crate) struct Seen {
    /// The timeline, with the rows that exist at the instant, cancelled ones included.
    pub(crate) timeline: Timeline,
    /// Ids of the segments the customer is in.
    pub(crate) segments: Vec<String>,
    /// The instant.
    pub(crate) at: Instant,
}

impl Seen {
    /// What is known of a timeline in a world.
    pub(super) fn of(timeline: &Timeline, world: World<'_>, segments: Vec<String>, at: Instant) -> Seen {
        let moment = Moment { world, timeline, at, row: None };
        let existing = |name: &String| (name.clone(), moment.existing_rows(name, true).into_iter().cloned().collect());
        let streams = timeline.streams.keys().map(existing).collect();
        let timeline = under_names_of_today(Timeline { streams, ..timeline.clone() }, world.schema);
        Seen { timeline, segments, at }
    }
}

/// Looks a customer up by any id.
pub(crate) fn seen(base: &Base, id: &str, as_of: AsOf) -> Result<Seen, Failure> {
    in_world(base, id, as_of, |timeline, world, segments| Seen::of(timeline, world, segments, as_of.at))
}

/// Looks a customer up by any id, and has them told by their timeline, the world it is judged in, and the segments they
/// are in.
pub(super) fn in_world<T>(
    base: &Base,
    id: &str,
    as_of: AsOf,
    tell: impl FnOnce(&Timeline, World<'_>, Vec<String>) -> T,
) -> Result<T, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-customer").with("id", id));
    let number = base.store.find_customer(id)?.ok_or_else(unknown)?;
    let timeline = base.store.timeline(number)?;
    let ready = ready(base, as_of)?;
    let world = World {
        schema: base.schema(),
        settings: base.store.settings(),
        zone: &base.zone,
        tables: &ready.tables,
        segments: &ready.tests,
        cut_offs: &ready.cut_offs_by_key,
    };
    // Segments are of those asked about: of customers, unless it is said otherwise.
    let is_asked = base.asks_about(number);
    let segments = if is_asked { ready.segments_of(base, &timeline, as_of.at) } else { Vec::new() };
    Ok(tell(&timeline, world, segments))
}

/// Leaves out what stands under a name that is not its own any more.
fn under_names_of_today(mut timeline: Timeline, schema: &Schema) -> Timeline {
    let is_field =
        |fields: &BTreeMap<String, Field>, name: &str| fields.get(name).is_none_or(|field| field.now.is_none());
    timeline.attributes.retain(|name, _| is_field(&schema.attributes, name));
    timeline.streams.retain(|name, _| schema.streams.get(name).is_none_or(|stream| stream.now.is_none()));
    for (name, rows) in &mut timeline.streams {
        let Some(stream) = schema.streams.get(name) else { continue };
        rows.iter_mut().for_each(|row| row.fields.retain(|name, _| is_field(&stream.fields, name)));
    }
    timeline
}
