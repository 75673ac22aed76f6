//! One customer: who they are, what happened, and the segments they are in.

use model::evaluate::{Moment, World, is_member};
use model::phrase::Phrase;
use model::time::Instant;
use model::timeline::Timeline;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// What is known of a customer at an instant.
pub(crate) struct Seen {
    /// The timeline, with the rows that exist at the instant, cancelled ones included.
    pub(crate) timeline: Timeline,
    /// Ids of the segments the customer is in.
    pub(crate) segments: Vec<String>,
    /// The instant.
    pub(crate) at: Instant,
}

/// Looks a customer up by any id. Segments are judged by the naive evaluator, on this one timeline.
pub(crate) fn seen(base: &Base, id: &str, as_of: AsOf) -> Result<Seen, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-customer").with("id", id));
    let number = base.store.find_customer(id)?.ok_or_else(unknown)?;
    let timeline = base.store.timeline(number)?;
    let tests = base.segment_tests()?;
    let all: Vec<_> = tests.values().collect();
    let loaded = Loaded::new(base, &all)?;
    let cut_offs = loaded.cut_offs_by_key(as_of)?;
    let tables = loaded.tables(as_of)?;
    let world = World {
        schema: base.schema(),
        settings: base.store.settings(),
        zone: &base.zone,
        tables: &tables,
        segments: &tests,
        cut_offs: &cut_offs,
    };
    // Segments are of those asked about: of customers, unless it is said otherwise.
    let is_asked = base.asks_about(number);
    let is_in =
        |(id, test): (&String, _)| (is_asked && is_member(test, &timeline, as_of.at, world)).then(|| id.clone());
    let segments = tests.iter().filter_map(is_in).collect();
    let moment = Moment { world, timeline: &timeline, at: as_of.at, row: None };
    let existing = |name: &String| (name.clone(), moment.existing_rows(name, true).into_iter().cloned().collect());
    let streams = timeline.streams.keys().map(existing).collect();
    Ok(Seen { timeline: Timeline { streams, ..timeline }, segments, at: as_of.at })
}
