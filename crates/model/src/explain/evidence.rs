//! What a condition is judged by: what its values are for a customer, and the rows that they come of.

use std::collections::BTreeSet;

use crate::check::check_value;
use crate::evaluate::Moment;
use crate::forms::{Part, Rows, Test, Value, constant};
use crate::names::{Kind, Reference, Scope, resolve};
use crate::timeline::Row;
use crate::value::Value as Held;

/// What a value is for a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The value, as the definition says it.
    pub value: Value,
    /// What it is for the customer.
    pub held: Held,
    /// Its type, where it has one.
    pub kind: Option<Kind>,
}

/// Rows that a condition looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Which: the stream, the filter and the window.
    pub rows: Rows,
    /// The latest of them, the latest first.
    pub shown: Vec<Row>,
    /// How many there are.
    pub n_rows: usize,
}

/// The values that a condition compares, and the rows that it looks at, directly or through these values.
pub(super) fn of(test: &Test, moment: &Moment<'_>, most_rows: usize) -> (Vec<Seen>, Vec<Evidence>) {
    let (mut values, mut all_rows): (Vec<Seen>, Vec<Rows>) = (Vec::new(), Vec::new());
    let segments: BTreeSet<String> = moment.world.segments.keys().cloned().collect();
    for part in test.form().parts() {
        rows_of(&part, moment, &mut all_rows);
        let Part::Value(value) = part else { continue };
        let is_told = constant(&value, moment.world.zone).is_some() || values.iter().any(|seen| seen.value == value);
        if !is_told {
            let kind = check_value(&value, moment.world.schema, &segments).ok();
            // A channel may go by an attribute that the base does not have.
            if kind.is_none() && matches!(value, Value::Named(_)) {
                continue;
            }
            values.push(Seen { held: moment.value(&value), kind, value });
        }
    }
    let (mut all_found, mut evidence) = (Vec::new(), Vec::new());
    for rows in all_rows {
        let found = (rows.stream.clone(), rows.rows(moment));
        // `last(order.at)` and `count(order)` look at the same rows.
        if all_found.contains(&found) {
            continue;
        }
        let shown = found.1.iter().rev().take(most_rows).map(|row| (*row).clone()).collect();
        evidence.push(Evidence { n_rows: found.1.len(), shown, rows });
        all_found.push(found);
    }
    (values, evidence)
}

/// Gathers the rows under a part, each once; those that a computed attribute looks at too.
fn rows_of(part: &Part, moment: &Moment<'_>, all: &mut Vec<Rows>) {
    match part {
        Part::Rows(rows) if all.contains(rows) => {}
        Part::Rows(rows) => all.push(rows.clone()),
        Part::Value(value) => {
            let schema = moment.world.schema;
            if let Value::Named(named) = value
                && let Some((Reference::Computed(name), _)) = resolve(schema, Scope::Customer, &named.name.text)
                && let Some(computed) = schema.computed.get(&name)
            {
                rows_of(&Part::value(&computed.value), moment, all);
            }
            value.form().parts().iter().for_each(|part| rows_of(part, moment, all));
        }
    }
}
