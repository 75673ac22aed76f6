//! The columns that a plan reads, so that no other is loaded.

use model::columns::Wanted;
use model::evaluate::{QUANTITY, RETURNED, nets_returns};
use model::names::parent_of;
use model::plan::{Level, NodeId, Op, Plan};
use model::schema::Schema;

pub(super) fn wanted(plan: &Plan, schema: &Schema) -> Wanted {
    of_nodes(plan, schema, 0..plan.nodes.len())
}

/// The columns that some nodes of a plan read.
pub(super) fn of_nodes(plan: &Plan, schema: &Schema, nodes: impl IntoIterator<Item = NodeId>) -> Wanted {
    let mut wanted = Wanted::default();
    for node in nodes.into_iter().map(|node| &plan.nodes[node]) {
        match (&node.op, &node.level) {
            (Op::Attribute(name), _) => {
                wanted.attributes.insert(name.clone());
            }
            (Op::InList(list), _) => {
                wanted.lists.insert(list.clone());
            }
            (Op::Plain(_), _) => wanted.in_full = true,
            (Op::Field(name), Level::Row(stream)) => want_field(&mut wanted, stream, name),
            (Op::NetQuantity, Level::Row(stream)) => {
                want_field(&mut wanted, stream, QUANTITY);
                want_field(&mut wanted, stream, RETURNED);
            }
            (Op::OfParent(_), Level::Row(child)) => want_family(&mut wanted, schema, child),
            (Op::Sample { .. }, _) => wanted.ids = true,
            _ => {}
        }
        for rows in node.op.row_sets() {
            want_stream(&mut wanted, schema, &rows.stream);
            if rows.holder != Level::Customer {
                want_family(&mut wanted, schema, &rows.stream);
            }
        }
    }
    wanted
}

fn want_field(wanted: &mut Wanted, stream: &str, field: &str) {
    wanted.streams.entry(stream.to_owned()).or_default().insert(field.to_owned());
}

/// A child stream and its parent, with the key that joins them.
fn want_family(wanted: &mut Wanted, schema: &Schema, child: &str) {
    if let Some((parent, key)) = parent_of(schema, child) {
        want_field(wanted, child, key);
        want_field(wanted, parent, key);
    }
}

/// A stream, with what says whether its rows count. Parents that decide about them come with them: who loads the columns
/// knows whether any does.
fn want_stream(wanted: &mut Wanted, schema: &Schema, stream: &str) {
    wanted.streams.entry(stream.to_owned()).or_default();
    let Some(words) = schema.streams.get(stream) else { return };
    if let Some(status) = &words.status {
        want_field(wanted, stream, status);
    }
    if nets_returns(words) {
        want_field(wanted, stream, RETURNED);
        want_field(wanted, stream, QUANTITY);
    }
}
