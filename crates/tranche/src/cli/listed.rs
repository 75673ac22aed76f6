//! How a value of an expression is written: exactly for programs, in the reader's language for people.

use model::names::Kind;
use model::value::Value;
use serde_json::json;

use super::tables::table;
use super::{Asked, print};
use crate::api::exact;
use crate::ops::base::Base;
use crate::ops::listing::Listing;

/// Prints members and their values as CSV, all of them.
pub(super) fn print_csv(listing: &Listing) {
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    let head = std::iter::once("id").chain(listing.columns.iter().map(|column| column.name.as_str()));
    // A reader that stops listening is no failure.
    let _ = writer.write_record(head);
    for member in &listing.members {
        let values = member.values.iter().map(plain);
        let _ = writer.write_record(std::iter::once(member.id.clone()).chain(values));
    }
    let _ = writer.flush();
}

/// Prints the first members and their values as a table.
pub(super) fn print_table(asked: &Asked, base: &Base, listing: &Listing, shown: usize) {
    let name = |column: &crate::ops::listing::Column| column.name.clone();
    let head: Vec<String> =
        std::iter::once(asked.catalogue.text("members-id")).chain(listing.columns.iter().map(name)).collect();
    let is_number = |kind: Kind| !kind.list && kind.item.is_numeric();
    let right: Vec<usize> =
        listing.columns.iter().zip(1..).filter(|(column, _)| is_number(column.kind)).map(|(_, place)| place).collect();
    let mut rows = table(&head, &right);
    for member in listing.members.iter().take(shown) {
        let values = member.values.iter().zip(&listing.columns).map(|(value, column)| {
            asked.catalogue.value(value, column.kind, &base.store.settings().currency, &base.zone)
        });
        rows.add_row(std::iter::once(member.id.clone()).chain(values));
    }
    print(&rows.to_string());
}

/// Members and their values in JSON.
pub(super) fn as_json(listing: &Listing) -> serde_json::Value {
    let type_of = |kind: Kind| if kind.list { "list" } else { kind.item.name() };
    let columns = listing.columns.iter().map(|column| json!({ "name": column.name, "type": type_of(column.kind) }));
    let member = |member: &crate::ops::listing::Listed| {
        let names = listing.columns.iter().map(|column| column.name.clone());
        let values: serde_json::Map<String, serde_json::Value> = names.zip(member.values.iter().map(exact)).collect();
        json!({ "id": member.id, "values": values })
    };
    json!({
        "columns": columns.collect::<Vec<_>>(),
        "members": listing.members.iter().map(member).collect::<Vec<_>>(),
    })
}

/// A value as programs read it from a cell; empty when missing.
fn plain(value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Instant(at) => at.to_string(),
        Value::List(_) => exact(value).to_string(),
    }
}
