//! Why one customer is, or is not, in a segment.

use model::evaluate::World;
use model::explain::{Explanation, Limits, explain};
use model::forms::{InSegment, Test};
use model::phrase::Phrase;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// The explanation of a verdict.
pub(crate) struct Explained {
    /// The customer's primary id.
    pub(crate) customer: String,
    /// The verdict and its reasons.
    pub(crate) explanation: Explanation,
}

/// Looks a customer up by any id and explains the verdict on them; of a segment, by its own conditions.
pub(crate) fn explained(base: &Base, test: &Test, id: &str, as_of: AsOf, limits: Limits) -> Result<Explained, Failure> {
    let failed = |key: &'static str| Failure::Failed(Phrase::new(key).with("id", id));
    let number = base.store.find_customer(id)?.ok_or_else(|| failed("failed-unknown-customer"))?;
    if base.store.is_visitor(number) {
        return Err(failed("failed-explain-visitor"));
    }
    let timeline = base.store.timeline(number)?;
    let segments = base.segment_tests()?;
    let test = match test {
        Test::InSegment(InSegment { id, .. }) => segments.get(id).unwrap_or(test),
        test => test,
    };
    let loaded = Loaded::once(base, &[test])?;
    let cut_offs = loaded.cut_offs_by_key(as_of)?;
    let tables = loaded.tables(as_of)?;
    let world = World {
        schema: base.schema(),
        settings: base.store.settings(),
        zone: &base.zone,
        tables: &tables,
        segments: &segments,
        cut_offs: &cut_offs,
    };
    let explanation = explain(test, &timeline, as_of.at, world, limits);
    Ok(Explained { customer: timeline.id, explanation })
}
