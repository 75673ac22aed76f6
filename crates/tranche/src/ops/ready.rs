//! All segments made ready to be put to one customer after the other: the plan, the columns that it reads and the cut-offs of
//! a day are made once, so that what is left is one customer's rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::batch::{Run, wanted};
use engine::columns::Columns;
use model::columns::timelines::wanted_columns_of;
use model::columns::{TableColumns, Wanted};
use model::distribution::Distribution;
use model::forms::Test;
use model::phrase::Phrase;
use model::plan::Plan;
use model::schema::{Schema, Settings};
use model::time::Instant;
use model::timeline::Timeline;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, CutOffs, Loaded};
use super::warm::Warm;

/// All segments, ready for one customer.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The definitions of the segments, by id.
    pub(super) tests: BTreeMap<String, Test>,
    /// The reference tables, with what is computed of them.
    pub(super) tables: Arc<BTreeMap<String, TableColumns>>,
    /// The cut-offs by key, as the naive evaluator reads them.
    pub(super) cut_offs_by_key: BTreeMap<String, Distribution>,
    plan: Plan,
    wanted: Wanted,
    cut_offs: Vec<Distribution>,
    /// What it was made of beside the definitions.
    version: u64,
    schema: Schema,
    settings: Settings,
    /// The instants that all this is right for: those of a day mostly.
    made_for: AsOf,
    all_day: bool,
}

impl Ready {
    /// Makes the segments of a base ready for an instant.
    fn new(base: &Base, as_of: AsOf) -> Result<Ready, Failure> {
        let tests = base.segment_tests()?;
        let loaded = Loaded::new(base, &tests.values().collect::<Vec<_>>())?;
        let cut_offs = loaded.cut_offs(as_of)?;
        let tables = Arc::new(loaded.tables(as_of)?);
        let wanted = wanted(loaded.plan(), base.schema());
        Ok(Ready {
            cut_offs_by_key: loaded.by_key(as_of.at, &cut_offs),
            tables,
            plan: loaded.plan().clone(),
            wanted: Wanted { streams: base.store.needed_streams(&wanted.streams), ..wanted },
            cut_offs,
            version: base.store.version(),
            schema: base.schema().clone(),
            settings: base.store.settings().clone(),
            made_for: as_of,
            all_day: as_of.cut_offs == CutOffs::InForce && !loaded.hangs_on_the_instant(as_of.at),
            tests,
        })
    }

    /// Whether it is right for an instant.
    fn is_for(&self, base: &Base, AsOf { at, cut_offs }: AsOf) -> bool {
        let same_day = || base.zone.last_midnight(at) == base.zone.last_midnight(self.made_for.at);
        cut_offs == self.made_for.cut_offs && (at == self.made_for.at || self.all_day && same_day())
    }

    /// Whether it was made of a base as it is.
    fn is_of(&self, base: &Base) -> Result<bool, Failure> {
        let is_as_it_was = self.version == base.store.version()
            && self.settings == *base.store.settings()
            && self.schema == *base.schema();
        Ok(is_as_it_was && self.tests == base.segment_tests()?)
    }

    /// The segments that a customer is in, by their timeline.
    pub(super) fn segments_of(&self, base: &Base, timeline: &Timeline, at: Instant) -> Vec<String> {
        let timelines = std::slice::from_ref(timeline);
        let read = wanted_columns_of(timelines, base.schema(), BTreeMap::new(), &self.wanted);
        let columns = if self.wanted.in_full { Columns::in_full(read) } else { Columns::from(read) };
        self.holding(base, columns, at)
    }

    fn holding(&self, base: &Base, columns: Columns, at: Instant) -> Vec<String> {
        let columns = Columns { tables: Arc::clone(&self.tables), ..columns };
        let run = Run {
            plan: &self.plan,
            base: &columns,
            schema: base.schema(),
            settings: base.store.settings(),
            zone: &base.zone,
        };
        let found = self.tests.keys().zip(run.members(at, &self.cut_offs));
        found.filter(|(_, members)| members.contains(0)).map(|(id, _)| id.clone()).collect()
    }
}

/// The segments of a base, ready for an instant: as they were made for a question before, by whichever reader, where they
/// were.
pub(crate) fn ready(base: &Base, as_of: AsOf) -> Result<Arc<Ready>, Failure> {
    if let Some(ready) = base.ready().filter(|ready| ready.is_for(base, as_of)) {
        return Ok(ready);
    }
    let others = base.warm().and_then(Warm::ready).filter(|ready| ready.is_for(base, as_of));
    let ready = match others {
        Some(ready) if ready.is_of(base)? => ready,
        _ => Arc::new(Ready::new(base, as_of)?),
    };
    if let Some(warm) = base.warm() {
        warm.keep_ready(&ready);
    }
    base.keep_ready(&ready);
    Ok(ready)
}

/// A customer, by primary id, and the segments they are in.
pub(crate) struct InSegments {
    /// The primary id.
    pub(crate) customer: String,
    /// Ids of the segments.
    pub(crate) segments: Vec<String>,
}

/// Looks a customer up by any id, and tells the segments they are in: out of the columns that are at hand, else out of their
/// timeline.
pub(crate) fn in_segments(base: &Base, id: &str, as_of: AsOf) -> Result<InSegments, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-customer").with("id", id));
    let number = base.store.find_customer(id)?.ok_or_else(unknown)?;
    let customer = base.store.primary_id(number)?;
    // Segments are of those asked about: of customers, unless it is said otherwise.
    if !base.asks_about(number) {
        return Ok(InSegments { customer, segments: Vec::new() });
    }
    let ready = ready(base, as_of)?;
    let warm = base.warm().filter(|_| !ready.wanted.in_full);
    let segments = match warm.and_then(|warm| warm.of_one(base, &ready.wanted, number)) {
        Some(columns) => ready.holding(base, columns, as_of.at),
        None => ready.segments_of(base, &base.store.timeline(number)?, as_of.at),
    };
    Ok(InSegments { customer, segments })
}

#[cfg(test)]
mod tests {
    use model::time::{DAY, Instant};

    use super::*;
    use crate::ops::history::tests::{END, shop};

    #[test]
    fn each_customer_is_in_the_segments_that_count_them() {
        let dir = tempfile::tempdir().unwrap();
        drop(shop(dir.path()));
        let base = Base::open(dir.path()).unwrap();
        let warm = Base::open(dir.path()).unwrap();
        let memory = warm.memory();
        let warm = warm.with_warm(Arc::new(Warm::within(memory)));
        let end = base.instant(END).unwrap();
        for at in [end, Instant(end.0 - 40 * DAY + 1)] {
            let as_of = AsOf { at, cut_offs: CutOffs::InForce };
            let tests = base.segment_tests().unwrap();
            let loaded = Loaded::new(&warm, &tests.values().collect::<Vec<_>>()).unwrap();
            let members = loaded.membership(as_of).unwrap().members;
            for id in base.store.customer_ids().unwrap() {
                let number = base.store.find_customer(&id).unwrap().unwrap() as usize;
                let counted = tests.keys().zip(&members).filter(|(_, members)| members.contains(number));
                let counted: Vec<&String> = counted.map(|(segment, _)| segment).collect();
                for asked in [&base, &warm] {
                    let told = in_segments(asked, &id, as_of).unwrap();
                    assert_eq!(told.segments.iter().collect::<Vec<_>>(), counted, "{id} at {at}");
                    assert_eq!(told.customer, id);
                }
            }
        }
        assert!(in_segments(&base, "nobody", AsOf { at: end, cut_offs: CutOffs::InForce }).is_err());
    }
}
