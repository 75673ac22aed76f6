//! The type of each field of a feed: known to the schema, said by the mapping, or told by the values.

use model::columns::Target;
use model::schema::{Field, Schema};
use model::value::Type;

use crate::plan::{FieldPlan, Plan};
use crate::read::Error;
use crate::source::Source;

/// The types of a plan's fields, in their order; `None` for one that is left out: nothing tells its type, or it is the
/// key of a table, which is read as such. Values of a field that was given another type are made in the type in which
/// they are kept.
pub(crate) fn kinds(plan: &Plan, schema: &Schema, source: &Source) -> Result<Vec<Option<Type>>, Error> {
    let is_key = |field: &FieldPlan| plan.table_key.as_ref().is_some_and(|(_, key)| *key == field.name);
    let said = |field: &FieldPlan| {
        let known = known_field(schema, &plan.target, &field.name).map(Field::kept);
        // The codes of a reference table are texts, as its key is.
        known.or(field.kind).or_else(|| field.table.as_ref().map(|_| Type::Text))
    };
    let computed = |field: &FieldPlan| {
        let position = field.column.checked_sub(source.names.len())?;
        plan.computed.get(position).map(|expression| expression.kind)
    };
    let said = |field: &FieldPlan| said(field).or_else(|| computed(field));
    let is_told = |field: &&FieldPlan| !is_key(field) && said(field).is_none();
    let asked: Vec<(usize, &str)> =
        plan.fields.iter().filter(is_told).map(|field| (field.column, field.name.as_str())).collect();
    let mut told = source.kinds(&asked)?.into_iter();
    let kind = |field: &FieldPlan| {
        if is_key(field) {
            return None;
        }
        said(field).or_else(|| told.next().flatten())
    };
    Ok(plan.fields.iter().map(kind).collect())
}

/// The field of a target, when the schema has it.
pub(crate) fn known_field<'s>(schema: &'s Schema, target: &Target, name: &str) -> Option<&'s Field> {
    match target {
        Target::Stream(stream) => schema.streams.get(stream)?.fields.get(name),
        Target::Table(table) => schema.tables.get(table)?.fields.get(name),
        Target::Profile => schema.attributes.get(name),
    }
}
