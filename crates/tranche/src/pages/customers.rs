//! Customers: found by anything that is known of them, or those who came last.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
use super::segment::column_name;
use crate::ops::roll::{Entry, these};
use crate::ops::search::{customers as found_by, latest};
use crate::serve::{Asking, Shared};

/// Customers shown at most: who is not among them is found by one more word.
const MOST: usize = 50;
/// Customers shown of those who came last.
const LATEST: usize = 25;

#[derive(Template)]
#[template(path = "customers.html")]
struct Customers<'a> {
    f: &'a Frame,
    typed: String,
    heading: String,
    heads: Vec<(String, bool)>,
    rows: Vec<Row>,
    n_customers: usize,
}

/// A customer of the list.
struct Row {
    id: String,
    address: String,
    cells: Vec<(String, bool, bool)>,
}

/// `/customers`
pub(super) async fn customers(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Customers, |base, f| {
            let typed = f.asking.word("q").unwrap_or_default().to_owned();
            let found = match typed.as_str() {
                "" => latest(base, LATEST, f.as_of.at)?,
                typed => found_by(base, typed, MOST, f.as_of.at)?,
            };
            let roll = these(base, &found, f.as_of)?;
            let is_number = |column: &crate::ops::roll::Column| !column.kind.list && column.kind.item.is_numeric();
            let row = |entry: &Entry| {
                let cells = roll.columns.iter().zip(&entry.values).enumerate();
                let cell = |(place, (column, value)): (usize, (&crate::ops::roll::Column, &model::value::Value))| {
                    (f.value(value, column.kind), is_number(column), place > 2)
                };
                let address = f.link(&format!("/customers/{}", encoded(&entry.id)));
                Row { id: entry.id.clone(), address, cells: cells.map(cell).collect() }
            };
            let heading = match (typed.as_str(), found.len()) {
                ("", _) => f.t("customers-latest"),
                (_, MOST) => f.say_n("customers-many", MOST),
                (_, n) => f.say_n("customers-found", n),
            };
            Answer::page(&Customers {
                heads: roll.columns.iter().map(|column| (column_name(f, column), is_number(column))).collect(),
                rows: roll.rows.iter().map(row).collect(),
                n_customers: base.store.n_known_customers(),
                typed,
                heading,
                f,
            })
        })
        .await
}
