//! Definitions that read a field, and those that would be wrong in other words.

use std::collections::BTreeSet;

use engine::batch::wanted;
use model::columns::Target;
use model::phrase::Phrase;
use model::plan::plan;
use model::schema::{Schema, kept_name};

use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::review::{Going, review_in};

/// Ids of the segments that read a field, in order. None are told of a base whose segments are not right as they are.
pub(super) fn of(base: &Base, owner: &Target, name: &str) -> Result<Vec<String>, Failure> {
    let Ok(tests) = base.segment_tests() else { return Ok(Vec::new()) };
    let mut readers = Vec::new();
    for (id, test) in &tests {
        let read = wanted(&plan([test], base.schema(), &base.zone, &tests), base.schema());
        let schema = base.schema();
        let is_read = match owner {
            Target::Profile => read.attributes.iter().any(|read| kept_name(&schema.attributes, read) == name),
            Target::Stream(stream) => read.streams.iter().any(|(read, fields)| {
                let of_stream = schema.streams.get(stream).filter(|_| schema.kept_stream(read) == stream);
                of_stream.is_some_and(|stream| fields.iter().any(|read| kept_name(&stream.fields, read) == name))
            }),
            // A definition reads a table through the fields that hold its codes.
            Target::Table(table) => {
                let attributes = &base.schema().attributes;
                let is_code = |field: &model::schema::Field| field.table.as_ref() == Some(table);
                let by_attribute = || read.attributes.iter().any(|name| attributes.get(name).is_some_and(is_code));
                let by_stream = |(stream, fields): (&String, &BTreeSet<String>)| {
                    let of_stream = base.schema().streams.get(stream);
                    fields.iter().any(|name| of_stream.and_then(|stream| stream.fields.get(name)).is_some_and(is_code))
                };
                by_attribute() || read.streams.iter().any(by_stream)
            }
        };
        if is_read {
            readers.push(id.clone());
        }
    }
    Ok(readers)
}

/// Ids of the segments that read a stream, in order.
pub(super) fn of_stream(base: &Base, stream: &str) -> Result<Vec<String>, Failure> {
    let Ok(tests) = base.segment_tests() else { return Ok(Vec::new()) };
    let schema = base.schema();
    let kept = schema.kept_stream(stream);
    let reads = |test| {
        let read = wanted(&plan([test], schema, &base.zone, &tests), schema);
        read.streams.keys().any(|read| schema.kept_stream(read) == kept)
    };
    Ok(tests.iter().filter(|(_, test)| reads(*test)).map(|(id, _)| id.clone()).collect())
}

/// Definitions that would be wrong in other words, with what would be wrong first.
pub(super) fn broken_by(base: &Base, words: &Schema) -> Result<Vec<(String, Phrase)>, Failure> {
    match review_in(base, words, &DefinitionFiles::default(), &Going::None) {
        Ok(_) => Ok(Vec::new()),
        Err(Failure::Problems(faulty)) => {
            let one = |faulty: crate::ops::failure::Faulty| {
                let problem = faulty.problems.into_iter().next()?;
                Some((faulty.origin.unwrap_or_default(), problem.phrase))
            };
            Ok(faulty.into_iter().filter_map(one).collect())
        }
        Err(failure) => Err(failure),
    }
}
