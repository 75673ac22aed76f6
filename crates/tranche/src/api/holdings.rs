//! `/api/data`: what the base holds, the last imports, and what was refused.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use store::Refusals;
use utoipa::ToSchema;

use super::{Wrong, answered};
use crate::saying::refused::{advice, reason, short_key};
use crate::serve::{Asking, Shared};

/// Imports told.
const IMPORTS: usize = 50;

/// What the base holds.
#[derive(Serialize, ToSchema)]
struct Holdings {
    /// Number of customers.
    customers: usize,
    /// Rows of each stream that has any, all versions counted.
    rows: BTreeMap<String, u64>,
    /// Entries of each reference table.
    tables: BTreeMap<String, usize>,
    /// The last imports, the latest first.
    imports: Vec<Import>,
    /// Rows and values refused that stand, by reason.
    refused: Vec<Refused>,
}

/// An import.
#[derive(Serialize, ToSchema)]
struct Import {
    /// When it began, in UTC.
    started_at: String,
    /// The file.
    file: String,
    /// How it ended.
    outcome: &'static str,
    /// Rows in the file.
    rows: u64,
    /// Rows that were new, or new versions.
    taken: u64,
    /// Rows and values refused.
    refused: u64,
}

/// Refusals of one reason.
#[derive(Serialize, ToSchema)]
struct Refused {
    /// The reason's key.
    reason: String,
    /// How many there are.
    count: u64,
    /// The reason in the language asked for.
    message: String,
    /// What to do about it.
    what_to_do: String,
}

/// What the base holds, what came in last, and what was refused.
#[utoipa::path(get, path = "/data", responses((status = 200, body = Holdings), (status = 500, body = Wrong)))]
pub(super) async fn holdings(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, _| {
        let tables = base.store.tables()?.into_iter().map(|(name, columns)| (name, columns.rows.len()));
        let imports = base.store.imports(None, IMPORTS)?.into_iter().map(|entry| Import {
            started_at: entry.started_at.to_string(),
            file: entry.path,
            outcome: entry.outcome.name(),
            rows: entry.rows,
            taken: entry.taken,
            refused: entry.refused,
        });
        let refused = base.store.refused_by_reason(&Refusals::default())?.into_iter().map(|group| Refused {
            reason: short_key(&group.example.refused),
            count: group.count,
            message: reason(&catalogue, &group.example.refused),
            what_to_do: advice(&catalogue, &group.example.refused),
        });
        Ok(Holdings {
            customers: base.store.n_known_customers(),
            rows: base.store.row_counts(),
            tables: tables.collect(),
            imports: imports.collect(),
            refused: refused.collect(),
        })
    })
    .await
}
