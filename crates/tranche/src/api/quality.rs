//! `/api/quality`: how good the data are, what to mend first, and what it costs the segments; the command line's JSON is
//! the same.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Wrong, answered, as_of};
use crate::ops::quality::findings::Finding;
use crate::ops::quality::{FieldReport, Quality, StreamReport, look};
use crate::saying::quality::{Voice, written};
use crate::serve::{Asking, Shared};

/// How good the data are: findings, the first to mend first, then every attribute and stream.
#[utoipa::path(
    get,
    path = "/quality",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses(
        (status = 200, body = Value, description = "`findings` with `message` and `what_to_do`, `segments` with what it costs them, `attributes`, `streams`"),
        (status = 422, body = Wrong)
    )
)]
pub(super) async fn quality(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let report = look(base, as_of(base, asking)?.at)?;
        Ok(as_json(&Voice::new(&catalogue, base)?, &report))
    })
    .await
}

/// How good the data are, for programs.
pub(crate) fn as_json(voice: &Voice<'_>, report: &Quality) -> Value {
    json!({
        "as_of": report.at.to_string(),
        "customers": report.customers,
        "refused": report.refused,
        "findings": report.findings.iter().map(|finding| finding_as_json(voice, finding)).collect::<Vec<_>>(),
        "segments": report.segments.iter().map(|segment| json!({
            "id": segment.id,
            "unjudged": segment.unjudged,
            "because": segment.because.iter().map(|(read, customers)| json!({
                "field": written(read), "customers": customers,
            })).collect::<Vec<_>>(),
            "streams_without_rows": segment.without_rows,
        })).collect::<Vec<_>>(),
        "attributes": report.attributes.iter().map(field_as_json).collect::<Vec<_>>(),
        "streams": report.streams.iter().map(stream_as_json).collect::<Vec<_>>(),
    })
}

fn finding_as_json(voice: &Voice<'_>, finding: &Finding) -> Value {
    json!({
        "fault": finding.fault.name(),
        "field": finding.read.as_ref().map(written),
        "stream": finding.stream,
        "count": finding.count,
        "of": finding.of,
        "customers": finding.customers,
        "segments": finding.segments,
        "examples": finding.examples,
        "message": voice.said(finding),
        "what_to_do": voice.mend(finding),
    })
}

fn field_as_json(field: &FieldReport) -> Value {
    json!({
        "name": field.read.name,
        "type": field.kind.name(),
        "sensitive": field.is_sensitive,
        "of": field.of,
        "filled": field.filled,
        "distinct": field.distinct.0,
        "distinct_is_more": field.distinct.1,
        "checked": field.rule.is_some(),
        "invalid": field.invalid,
        "invalid_examples": field.examples,
        "commonest": field.commonest,
        "outliers": field.outliers.map(|outliers| outliers.count),
        "mixed_units_factor": field.mixed.map(|mixed| mixed.factor),
        "segments": field.segments,
    })
}

fn stream_as_json(stream: &StreamReport) -> Value {
    json!({
        "name": stream.name,
        "rows": stream.rows,
        "customers": stream.customers,
        "last_at": stream.last_at.map(|at| at.to_string()),
        "silent_days": stream.silent_days,
        "usual_gap_days": stream.usual_gap,
        "stale": stream.is_stale(),
        "in_future": stream.in_future,
        "fields": stream.fields.iter().map(field_as_json).collect::<Vec<_>>(),
    })
}
