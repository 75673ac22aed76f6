//! What missing and wrong values cost the segments that read them.

use std::collections::BTreeMap;

use model::columns::Wanted;
use model::evaluate::RETURNED;
use model::schema::Schema;

use super::bits::Bits;
use super::{Looking, Read};

/// What missing and wrong values cost a segment.
pub(crate) struct SegmentCost {
    /// Its id.
    pub(crate) id: String,
    /// Customers for whom a value that its definition reads is missing or breaks its rule.
    pub(crate) unjudged: u64,
    /// These values, with the customers of each, the worst first.
    pub(crate) because: Vec<(Read, u64)>,
    /// Streams that it reads and that have no rows.
    pub(crate) without_rows: Vec<String>,
}

impl Looking<'_> {
    /// What each segment cannot judge, the worst first.
    pub(super) fn costs(&self) -> Vec<SegmentCost> {
        let mut costs: BTreeMap<&String, (Bits, SegmentCost)> = BTreeMap::new();
        let all = self.reads.values().chain(self.streams_read.values()).flatten();
        for id in all {
            costs.entry(id).or_insert_with(|| {
                let cost = SegmentCost { id: id.clone(), unjudged: 0, because: Vec::new(), without_rows: Vec::new() };
                (Bits::new(self.population.len()), cost)
            });
        }
        for (read, segments) in &self.reads {
            let Some(lacking) = self.lacking.get(read) else { continue };
            let count = lacking.count();
            for id in segments.iter().filter(|_| count > 0) {
                if let Some((bits, cost)) = costs.get_mut(id) {
                    bits.add(lacking);
                    cost.because.push((read.clone(), count));
                }
            }
        }
        for (stream, segments) in &self.streams_read {
            if self.having.contains_key(stream) {
                continue;
            }
            for id in segments {
                if let Some((_, cost)) = costs.get_mut(id) {
                    cost.without_rows.push(stream.clone());
                }
            }
        }
        let mut costs: Vec<SegmentCost> = costs
            .into_values()
            .map(|(bits, mut cost)| {
                cost.unjudged = bits.count();
                cost.because.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
                cost
            })
            .collect();
        costs.sort_by(|a, b| b.unjudged.cmp(&a.unjudged).then(a.id.cmp(&b.id)));
        costs
    }
}

/// The fields that a plan reads by themselves: not those that only say whether a row counts.
pub(super) fn fields_read(read: &Wanted, schema: &Schema) -> Vec<(Option<String>, String)> {
    let mut fields: Vec<(Option<String>, String)> = read.attributes.iter().map(|name| (None, name.clone())).collect();
    for (stream, names) in &read.streams {
        let status = schema.streams.get(stream).and_then(|stream| stream.status.as_deref());
        let own = names.iter().filter(|name| Some(name.as_str()) != status && *name != RETURNED);
        fields.extend(own.map(|name| (Some(stream.clone()), name.clone())));
    }
    fields
}
