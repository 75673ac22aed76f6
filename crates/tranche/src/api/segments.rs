//! `/api/segments`: the segments of the base, with their sizes.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Wrong, answered};
use crate::ops::figures::of_segments;
use crate::ops::membership::{AsOf, CutOffs};
use crate::serve::{Asking, Shared};

/// The segments of the base.
#[derive(Serialize, ToSchema)]
struct Segments {
    /// The instant that figures are of, in UTC.
    as_of: String,
    /// Number of customers.
    of: usize,
    /// Each segment, by id.
    segments: Vec<Segment>,
}

/// A segment and its size.
#[derive(Serialize, ToSchema)]
struct Segment {
    /// Its id.
    id: String,
    /// Its name in the language asked for.
    name: String,
    /// Number of members; absent when data it needs are missing.
    count: Option<usize>,
    /// What members ordered, over all time up to the instant, as an exact decimal.
    revenue: Option<String>,
}

/// The segments of the base, with size and revenue.
#[utoipa::path(
    get,
    path = "/segments",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Segments), (status = 422, body = Wrong))
)]
pub(super) async fn segments(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let at = asking.word("as_of").map_or(Ok(asking.now), |text| base.instant(text))?;
        let figures = of_segments(base, AsOf { at, cut_offs: CutOffs::InForce })?;
        let segments = figures.segments.into_iter().map(|one| Segment {
            name: one.segment.name.get(asking.language.code()).cloned().unwrap_or_default(),
            id: one.segment.id,
            count: one.known.as_ref().map(|known| known.count),
            revenue: one.known.and_then(|known| known.revenue).map(|revenue| revenue.to_string()),
        });
        Ok(Segments { as_of: at.to_string(), of: figures.of, segments: segments.collect() })
    })
    .await
}
