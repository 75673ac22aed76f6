//! Another name for an attribute, a field or a stream. What is kept stays under its first name; all names that it ever had
//! mean the same, so that definitions and mappings that use an old one go on working.

use std::collections::BTreeMap;

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::{Field, Schema, Stream, kept_name, snake_case};

use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Gives a field another name.
pub(super) fn field(base: &Base, schema: &mut Schema, owner: &Target, name: &str, new: &str) -> Result<(), Failure> {
    let is_reserved = new == "at" && matches!(owner, Target::Stream(_));
    let is_computed = *owner == Target::Profile && base.schema().computed.contains_key(new);
    refuse_bad_name(new, is_reserved)?;
    if let Target::Stream(stream) = owner
        && let Some(grouping) = schema.streams.get(stream).and_then(|stream| stream.grouping.as_ref())
    {
        let other = format!("{}.{name}", grouping.lines);
        let phrase = Phrase::new("failed-rename-grouped").with("name", name).with("other", other);
        return Err(Failure::Failed(phrase));
    }
    let fields = match owner {
        Target::Profile => Some(&mut schema.attributes),
        Target::Stream(stream) => schema.streams.get_mut(stream).map(|stream| &mut stream.fields),
        Target::Table(table) => schema.tables.get_mut(table).map(|table| &mut table.fields),
    };
    let Some(fields) = fields else { return Ok(()) };
    let is_other = fields.contains_key(new) && kept_name(fields, new) != kept_name(fields, name);
    if is_other || is_computed {
        return Err(Failure::Failed(Phrase::new("failed-rename-taken").with("name", new)));
    }
    give(fields, name, new);
    if let Target::Stream(lines) = owner {
        let grouped = schema.streams.values_mut();
        let is_of_lines = |stream: &&mut Stream| stream.grouping.as_ref().is_some_and(|of| of.lines == *lines);
        grouped.filter(is_of_lines).for_each(|stream| give(&mut stream.fields, name, new));
    }
    Ok(())
}

/// Lets a field go by another name, all others of it being old ones.
fn give(fields: &mut BTreeMap<String, Field>, name: &str, new: &str) {
    let kept = kept_name(fields, name).to_owned();
    let Some(field) = fields.get(name).cloned() else { return };
    for (other, old) in fields.iter_mut() {
        if *other == kept || old.kept_as.as_deref() == Some(kept.as_str()) {
            old.now = Some(new.to_owned());
            // Two fields of one label would be told apart by nobody.
            old.label.clear();
        }
    }
    let kept_as = (new != kept).then_some(kept);
    fields.insert(new.to_owned(), Field { kept_as, now: None, ..field });
}

/// Gives a stream another name.
pub(super) fn stream(schema: &mut Schema, name: &str, new: &str) -> Result<(), Failure> {
    refuse_bad_name(new, false)?;
    let kept = schema.kept_stream(name).to_owned();
    if schema.streams.contains_key(new) && schema.kept_stream(new) != kept {
        return Err(Failure::Failed(Phrase::new("failed-rename-taken").with("name", new)));
    }
    let has_kin = |(other, stream): (&String, &Stream)| {
        let lines = stream.grouping.as_ref().map(|grouping| grouping.lines.as_str());
        let is_own = schema.kept_stream(other) == kept;
        let names_it = stream.parent.as_deref() == Some(kept.as_str()) || lines == Some(kept.as_str());
        (is_own && (stream.parent.is_some() || lines.is_some())) || (!is_own && names_it)
    };
    if schema.streams.iter().any(has_kin) {
        return Err(Failure::Failed(Phrase::new("failed-rename-kin").with("name", name)));
    }
    let Some(stream) = schema.streams.get(name).cloned() else { return Ok(()) };
    for (other, old) in &mut schema.streams {
        if *other == kept || old.kept_as.as_deref() == Some(kept.as_str()) {
            old.now = Some(new.to_owned());
            old.label.clear();
        }
    }
    let kept_as = (new != kept).then_some(kept);
    schema.streams.insert(new.to_owned(), Stream { kept_as, now: None, ..stream });
    schema.settle();
    Ok(())
}

fn refuse_bad_name(new: &str, is_reserved: bool) -> Result<(), Failure> {
    if !is_reserved && !new.is_empty() && snake_case(new) == new {
        return Ok(());
    }
    Err(Failure::Failed(Phrase::new("failed-rename-name").with("name", new).with("like", snake_case(new))))
}
