//! Category trees: written as paths, or kept in a reference table whose rows name their parent.

use std::collections::BTreeMap;

use crate::columns::TableColumns;
use crate::columns::timelines::value_at;
use crate::forms::Value;
use crate::names::{Reference, Scope, resolve};
use crate::schema::Schema;
use crate::value::Type;

/// The field that names the parent where no other field of the table points to the table itself.
const PARENT: &str = "parent";
/// The field that people name a category by, beside its key.
const NAME: &str = "name";
/// Steps that a path goes up at most: parents that name one another in a circle end there.
const MAX_STEPS: usize = 64;

/// A reference table whose rows name their parent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CategoryTree {
    /// The table.
    pub table: String,
    /// Its field that holds the key of the parent.
    pub parent: String,
}

/// Whether a path is a node or lies below it. Steps are parted by `>` where the path has any, else by `/`.
pub fn is_under(path: &str, node: &str) -> bool {
    let separator = if path.contains('>') { '>' } else { '/' };
    let mut steps = path.split(separator).map(str::trim);
    node.split(separator).map(str::trim).all(|step| steps.next() == Some(step))
}

impl CategoryTree {
    /// The tree that a value is a node of: it is a name whose values are keys of a table with parents.
    pub fn of(value: &Value, schema: &Schema, scope: Scope<'_>) -> Option<CategoryTree> {
        let Value::Named(named) = value else { return None };
        let table = pointed_to(schema, scope, &named.name.text)?;
        let fields = &schema.tables.get(&table)?.fields;
        let itself = fields.iter().find(|(_, field)| field.table.as_deref() == Some(table.as_str()));
        let (parent, _) = itself.or_else(|| fields.get_key_value(PARENT).filter(|(_, field)| field.kind.is_text()))?;
        Some(CategoryTree { parent: parent.clone(), table })
    }

    /// Whether the category of a key is a node or lies below it. The node is told by its key, by its name, or by its path of
    /// names (or keys) from the root.
    pub fn is_under(&self, key: &str, node: &str, tables: &BTreeMap<String, TableColumns>) -> bool {
        let Some(table) = tables.get(&self.table) else { return is_under(key, node) };
        let mut path = Vec::new();
        let mut next = Some(key.to_owned());
        while let Some(key) = next.take().filter(|_| path.len() < MAX_STEPS) {
            let name = cell(table, &key, NAME);
            if key == node || name.as_deref() == Some(node) {
                return true;
            }
            next = cell(table, &key, &self.parent);
            path.push(name.unwrap_or(key));
        }
        path.reverse();
        is_under(&path.join(" > "), node)
    }
}

/// The table that the values of a name are keys of.
fn pointed_to(schema: &Schema, scope: Scope<'_>, name: &str) -> Option<String> {
    let fields = match scope {
        Scope::Customer => &schema.attributes,
        Scope::Row(stream) => &schema.streams.get(stream)?.fields,
    };
    match resolve(schema, scope, name)?.0 {
        Reference::Own(full) => fields.get(&full)?.table.clone(),
        Reference::Through { table, field, .. } => schema.tables.get(&table)?.fields.get(&field)?.table.clone(),
        Reference::Parent { stream, name } => pointed_to(schema, Scope::Row(&stream), &name),
        _ => None,
    }
}

fn cell(table: &TableColumns, key: &str, field: &str) -> Option<String> {
    let row = *table.rows.get(key)?;
    value_at(table.fields.get(field)?, Type::Text, row as usize).as_text().map(str::to_owned)
}
