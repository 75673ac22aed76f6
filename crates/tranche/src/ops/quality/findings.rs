//! What is to be mended, each with the customers and the segments it touches, first what touches most.

use std::collections::BTreeMap;

use store::RoundedField;

use super::duplicates::Duplicates;
use super::spread::{Mixed, Outliers};
use super::validity::Rule;
use super::{FieldReport, Quality, Read};

/// Something to be mended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// What is wrong.
    pub(crate) fault: Fault,
    /// The field it is wrong with, if one is.
    pub(crate) read: Option<Read>,
    /// The stream, when no field of it is to blame.
    pub(crate) stream: Option<String>,
    /// Customers it touches.
    pub(crate) customers: u64,
    /// Rows or values that are wrong.
    pub(crate) count: u64,
    /// Of how many.
    pub(crate) of: u64,
    /// Segments that read it.
    pub(crate) segments: Vec<String>,
    /// Some of what is wrong, unless it is sensitive.
    pub(crate) examples: Vec<String>,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A value that segments read is missing.
    Missing,
    /// A stream that segments read has no rows.
    NoRows,
    /// Values break a rule.
    Invalid(Rule),
    /// Values lie far beyond the others.
    Outliers(Outliers),
    /// Values are in two units.
    Mixed(Mixed),
    /// Customers may be there twice.
    Duplicates(Duplicates),
    /// Rows belong to no row of their parent.
    Orphans(String),
    /// Rows are dated later than now.
    Future,
    /// No consent is recorded.
    NoConsent,
    /// A stream has been silent for so many days, where so many are usual.
    Stale(i64, i64),
    /// Numbers had more decimals than are kept, of which there are so many.
    Rounded(u8),
    /// Rows and values were refused.
    Refused,
}

impl Fault {
    /// Its name, for programs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Fault::Missing => "missing",
            Fault::NoRows => "no_rows",
            Fault::Invalid(_) => "invalid",
            Fault::Outliers(_) => "outliers",
            Fault::Mixed(_) => "mixed_units",
            Fault::Duplicates(_) => "duplicates",
            Fault::Orphans(_) => "orphans",
            Fault::Future => "future",
            Fault::NoConsent => "no_consent",
            Fault::Stale(..) => "stale",
            Fault::Rounded(_) => "rounded",
            Fault::Refused => "refused",
        }
    }
}

/// Everything to be mended. The order is by customers touched times segments touched, then by customers.
pub(super) fn of(
    quality: &Quality,
    duplicates: Duplicates,
    without_consent: u64,
    streams_read: &BTreeMap<String, Vec<String>>,
    rounded: &[(Read, RoundedField)],
) -> Vec<Finding> {
    let mut found = Vec::new();
    let nothing = Finding {
        fault: Fault::Missing,
        read: None,
        stream: None,
        customers: 0,
        count: 0,
        of: quality.customers,
        segments: Vec::new(),
        examples: Vec::new(),
    };
    let fields = quality.attributes.iter().chain(quality.streams.iter().flat_map(|stream| &stream.fields));
    for field in fields {
        of_field(field, &mut found);
        for (_, rounded) in rounded.iter().filter(|(read, _)| *read == field.read) {
            let examples = if field.is_sensitive { Vec::new() } else { vec![rounded.example.clone()] };
            found.push(Finding {
                fault: Fault::Rounded(rounded.places),
                read: Some(field.read.clone()),
                count: rounded.count,
                of: field.of.max(rounded.count),
                segments: field.segments.clone(),
                examples,
                ..nothing.clone()
            });
        }
    }
    for (stream, segments) in streams_read {
        if quality.streams.iter().any(|report| report.name == *stream) {
            continue;
        }
        let (stream, segments) = (Some(stream.clone()), segments.clone());
        found.push(Finding { fault: Fault::NoRows, stream, segments, customers: quality.customers, ..nothing.clone() });
    }
    for stream in &quality.streams {
        let segments = streams_read.get(&stream.name).cloned().unwrap_or_default();
        let of_stream = Finding {
            stream: Some(stream.name.clone()),
            segments,
            of: stream.rows,
            customers: stream.customers,
            ..nothing.clone()
        };
        if stream.is_stale() {
            let fault = Fault::Stale(stream.silent_days, stream.usual_gap);
            found.push(Finding { fault, count: stream.rows, ..of_stream.clone() });
        }
        if stream.in_future > 0 {
            found.push(Finding { fault: Fault::Future, count: stream.in_future, customers: 0, ..of_stream.clone() });
        }
        if let Some((parent, count, customers)) = stream.orphans.as_ref().filter(|(_, count, _)| *count > 0) {
            let fault = Fault::Orphans(parent.clone());
            found.push(Finding { fault, count: *count, customers: *customers, ..of_stream });
        }
    }
    let all_segments = || quality.segments.iter().map(|segment| segment.id.clone()).collect::<Vec<_>>();
    if duplicates.customers > 0 {
        let count = duplicates.customers;
        let fault = Fault::Duplicates(duplicates);
        found.push(Finding { fault, count, customers: count, segments: all_segments(), ..nothing.clone() });
    }
    if without_consent > 0 {
        let count = without_consent;
        found.push(Finding { fault: Fault::NoConsent, count, customers: count, ..nothing.clone() });
    }
    if quality.refused > 0 {
        found.push(Finding { fault: Fault::Refused, count: quality.refused, ..nothing });
    }
    let weight =
        |finding: &Finding| (finding.customers * finding.segments.len() as u64, finding.customers, finding.count);
    // The sort is stable: what weighs the same stays in the order of its finding.
    found.sort_by_key(|finding| std::cmp::Reverse(weight(finding)));
    found
}

fn of_field(field: &FieldReport, found: &mut Vec<Finding>) {
    let finding = |fault: Fault, count: u64, customers: u64| Finding {
        fault,
        read: Some(field.read.clone()),
        stream: None,
        customers,
        count,
        of: field.of,
        segments: field.segments.clone(),
        examples: Vec::new(),
    };
    let missing = field.of - field.filled;
    if missing > 0 && !field.segments.is_empty() {
        found.push(finding(Fault::Missing, missing, field.customers_missing));
    }
    if let Some(rule) = field.rule.filter(|_| field.invalid > 0) {
        let examples = field.examples.clone();
        found.push(Finding { examples, ..finding(Fault::Invalid(rule), field.invalid, field.customers_invalid) });
    }
    if let Some(mixed) = field.mixed {
        found.push(finding(Fault::Mixed(mixed), mixed.count, 0));
    } else if let Some(outliers) = field.outliers {
        found.push(finding(Fault::Outliers(outliers), outliers.count, 0));
    }
}
