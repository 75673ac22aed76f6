//! The rows of streams, a run of customers at a time, so that memory stays bounded.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{BaseColumns, Column, StreamColumns, Wanted};
use model::schema::Stream;
use model::time::Instant;

use super::bits::Bits;
use super::fields::{Judging, Looked, Verdict};
use super::validity::Rule;
use super::{FieldReport, Looking, Read, StreamReport};
use crate::ops::failure::Failure;

/// Rows that are looked at together, about.
const ROWS_AT_ONCE: u64 = 1 << 21;
/// Days whose gaps tell the rhythm.
const YEAR: i64 = 365;

/// A stream being looked at.
struct OneStream<'s> {
    name: &'s str,
    words: &'s Stream,
    fields: BTreeMap<&'s str, (Looked, Bits, Bits)>,
    having: Bits,
    rows: u64,
    in_future: u64,
    last_at: i64,
    days: BTreeSet<i32>,
    orphans: u64,
    with_orphans: Bits,
}

impl<'b> Looking<'b> {
    /// Looks at all streams that have rows.
    pub(super) fn streams(&mut self) -> Result<Vec<StreamReport>, Failure> {
        let counts = self.base.store.row_counts();
        let mut reports = Vec::new();
        for (name, words) in self.schema.streams.iter().filter(|(_, stream)| stream.now.is_none()) {
            let rows = match &words.grouping {
                Some(grouping) => counts.get(&grouping.lines),
                None => counts.get(name),
            };
            if let Some(&rows) = rows.filter(|rows| **rows > 0) {
                reports.push(self.stream(name, words, rows)?);
            }
        }
        Ok(reports)
    }

    fn stream(&mut self, name: &'b str, words: &'b Stream, rows: u64) -> Result<StreamReport, Failure> {
        let n_customers = self.population.len();
        let field = |(field, of): (&'b String, &model::schema::Field)| {
            let rule = Rule::of(self.schema, Some(words), field, of);
            (field.as_str(), (Looked::new(of.kind, rule), Bits::new(n_customers), Bits::new(n_customers)))
        };
        let mut one = OneStream {
            name,
            words,
            fields: words.fields.iter().filter(|(_, field)| field.now.is_none()).map(field).collect(),
            having: Bits::new(n_customers),
            rows: 0,
            in_future: 0,
            last_at: i64::MIN,
            days: BTreeSet::new(),
            orphans: 0,
            with_orphans: Bits::new(n_customers),
        };
        let parent = self.parent(words);
        let mut wanted = Wanted::default();
        wanted.streams.insert(name.to_owned(), words.fields.keys().cloned().collect());
        if let Some((parent, key)) = parent {
            wanted.streams.entry(parent.to_owned()).or_default().insert(key.to_owned());
        }
        let runs = (rows / ROWS_AT_ONCE + 1) as usize;
        let step = n_customers.div_ceil(runs).max(1);
        for start in (0..n_customers).step_by(step) {
            let end = (start + step).min(n_customers);
            let columns = self.base.store.columns_of(&wanted, start as u32..end as u32)?;
            let Some(rows) = columns.streams.get(name) else { continue };
            self.look_at_rows(&mut one, rows, start);
            if let Some((parent, key)) = parent {
                self.look_for_parents(&mut one, &columns, parent, key, start);
            }
        }
        Ok(self.stream_report(one, parent.map(|(parent, _)| parent)))
    }

    /// The stream whose rows a stream's belong to, and the field of its key, when it has rows of its own.
    fn parent(&self, words: &'b Stream) -> Option<(&'b str, &'b str)> {
        let parent = words.parent.as_deref()?;
        let of_parent = self.schema.streams.get(parent).filter(|parent| parent.grouping.is_none())?;
        let key = of_parent.key.as_deref()?;
        let has_rows = self.base.store.row_counts().get(parent).is_some_and(|rows| *rows > 0);
        (has_rows && words.fields.contains_key(key)).then_some((parent, key))
    }

    fn look_at_rows(&self, one: &mut OneStream<'_>, rows: &StreamColumns, start: usize) {
        let (mut positions, mut owners) = (Vec::new(), vec![0u32; rows.at.len()]);
        for place in 0..rows.offsets.len().saturating_sub(1) {
            let customer = start + place;
            if !self.population[customer] {
                continue;
            }
            let of_customer = rows.offsets[place] as usize..rows.offsets[place + 1] as usize;
            for (row, owner) in owners.iter_mut().enumerate().take(of_customer.end).skip(of_customer.start) {
                // Of the versions of a row, the last one tells.
                if rows.versions.as_ref().is_some_and(|versions| versions.to[row] != i64::MAX) {
                    continue;
                }
                let at = rows.at[row];
                if at > self.at.0 {
                    one.in_future += 1;
                    continue;
                }
                one.having.set(customer);
                one.last_at = one.last_at.max(at);
                *owner = customer as u32;
                positions.push(row);
                if one.days.last().is_none_or(|last| i64::from(self.base.zone.day(Instant(at)).0) != i64::from(*last)) {
                    one.days.insert(self.base.zone.day(Instant(at)).0);
                }
            }
        }
        one.rows += positions.len() as u64;
        for (name, (looked, missing, invalid)) in &mut one.fields {
            let Some(column) = rows.fields.get(*name) else {
                looked.of += positions.len() as u64;
                positions.iter().for_each(|&row| missing.set(owners[row] as usize));
                continue;
            };
            let table = one.words.fields.get(*name).and_then(|field| self.tables.get(field.table.as_ref()?));
            let judging =
                Judging { judge: &self.judge, country: None, table: table.filter(|table| !table.rows.is_empty()) };
            looked.look(column, positions.iter().copied(), &judging, |row, verdict| match verdict {
                Verdict::Missing => missing.set(owners[row] as usize),
                Verdict::Invalid => invalid.set(owners[row] as usize),
                Verdict::Good => {}
            });
        }
    }

    fn look_for_parents(&self, one: &mut OneStream<'_>, columns: &BaseColumns, parent: &str, key: &str, start: usize) {
        let Some(rows) = columns.streams.get(one.name) else { return };
        let Some(Column::Text(keys)) = rows.fields.get(key) else { return };
        let known: BTreeSet<&str> = match columns.streams.get(parent).and_then(|parent| parent.fields.get(key)) {
            Some(Column::Text(known)) => known.dictionary.iter().map(|key| &**key).collect(),
            _ => BTreeSet::new(),
        };
        let is_known: Vec<bool> = keys.dictionary.iter().map(|key| known.contains(&**key)).collect();
        for place in 0..rows.offsets.len().saturating_sub(1) {
            for row in rows.offsets[place] as usize..rows.offsets[place + 1] as usize {
                let is_orphan = is_known.get(keys.codes[row] as usize).is_some_and(|known| !known);
                if is_orphan && self.population[start + place] {
                    one.orphans += 1;
                    one.with_orphans.set(start + place);
                }
            }
        }
    }

    fn stream_report(&mut self, one: OneStream<'b>, parent: Option<&str>) -> StreamReport {
        let OneStream { name, words, fields, having, rows, in_future, last_at, days, orphans, with_orphans } = one;
        let today = i64::from(self.base.zone.day(self.at).0);
        let mut reports: Vec<FieldReport> = Vec::new();
        for (field, (looked, missing, invalid)) in fields {
            let read = Read { stream: Some(name.to_owned()), name: field.to_owned() };
            let is_of_use = looked.filled > 0 || self.reads.contains_key(&read);
            let Some(of) = words.fields.get(field).filter(|_| is_of_use) else { continue };
            reports.push(self.report(read.clone(), of, looked, missing.count(), invalid.count()));
            let mut lacking = missing;
            lacking.add(&invalid);
            self.lacking.insert(read, lacking);
        }
        let silent_days = days.last().map_or(0, |last| today - i64::from(*last));
        let report = StreamReport {
            name: name.to_owned(),
            rows,
            customers: having.count(),
            last_at: (rows > 0).then_some(Instant(last_at)),
            silent_days,
            usual_gap: usual_gap(&days),
            in_future,
            orphans: parent.map(|parent| (parent.to_owned(), orphans, with_orphans.count())),
            fields: reports,
        };
        self.having.insert(name.to_owned(), having);
        report
    }
}

/// Nine of ten gaps between consecutive days with rows, in the year before the last of them, are no longer than this.
fn usual_gap(days: &BTreeSet<i32>) -> i64 {
    let last = days.last().copied().unwrap_or(0);
    let recent: Vec<i64> = days.iter().map(|day| i64::from(*day)).filter(|day| i64::from(last) - day <= YEAR).collect();
    let mut gaps: Vec<i64> = recent.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    gaps.get((gaps.len() * 9).div_ceil(10).saturating_sub(1)).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_gap_is_that_of_the_last_year() {
        assert_eq!(usual_gap(&(0..100).collect()), 1);
        assert_eq!(usual_gap(&(0..50).map(|week| 7 * week).collect()), 7);
        assert_eq!(usual_gap(&BTreeSet::from([3])), 1);
        // Ten years of silence long ago do not make a stream slow.
        assert_eq!(usual_gap(&(0..10).map(|year| 365 * year).chain(3_700..4_000).collect()), 1);
    }
}
