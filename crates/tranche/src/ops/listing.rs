//! Members with values of any expression: what each bought, when last, how often.

use std::collections::BTreeSet;

use model::check::check_value;
use model::forms::Test;
use model::names::Kind;
use model::phrase::{Phrase, Problem};
use model::plan::plan_values;
use model::text::parser::parse_values;
use model::value::Value;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// The members of a definition, each with the values asked for.
pub(crate) struct Listing {
    /// What each member is told with.
    pub(crate) columns: Vec<Column>,
    /// Members by primary id, in the order of their bytes.
    pub(crate) members: Vec<Listed>,
}

/// A value asked for.
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) kind: Kind,
}

/// A member.
pub(crate) struct Listed {
    /// The primary id.
    pub(crate) id: String,
    /// The values, in the order of the columns.
    pub(crate) values: Vec<Value>,
}

/// Lists the members of a definition with the values of `name = expression, …`.
pub(crate) fn list(base: &Base, test: &Test, asked: &str, as_of: AsOf) -> Result<Listing, Failure> {
    let (named, mut problems) = parse_values(asked);
    let segments = base.segment_ids()?;
    let (mut columns, mut values, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for asked in named {
        match check_value(&asked.value, base.schema(), &segments) {
            Ok(kind) => columns.push(Column { name: asked.name.clone(), kind }),
            Err(found) => problems.extend(found),
        }
        if !seen.insert(asked.name.clone()) {
            let phrase = Phrase::new("problem-column-twice").with("name", &asked.name);
            problems.push(Problem::new(phrase, asked.place));
        }
        values.push(asked.value);
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.place.start);
        return Err(Failure::in_text(None, asked, problems));
    }
    let members = Loaded::new(base, &[test])?.membership(as_of)?.members.swap_remove(0);
    let plan = plan_values(&values, base.schema(), &base.zone, &base.segment_tests()?);
    let ids = base.store.customer_ids()?;
    let values = Loaded::of_plan(base, plan, false)?.values(as_of, &members)?;
    let listed = |(customer, values): (usize, Vec<Value>)| Some(Listed { id: ids.get(customer)?.clone(), values });
    let mut members: Vec<Listed> = values.into_iter().filter_map(listed).collect();
    members.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Listing { columns, members })
}
