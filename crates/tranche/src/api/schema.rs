//! `/api/schema`: the words of the base, and changing them; the command line's JSON is the same.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::computed::Computed;
use model::phrase::Phrase;
use model::schema::Schema;
use model::text::printer::text_of_value;
use model::value::Type;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, refused};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::schema::{Change, Planned, plan};
use crate::saying::schema::SHOWN;
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(words)).routes(routes!(set))
}

/// The words of the base, with the number of rows that each stream holds and of customers.
#[utoipa::path(get, path = "/schema", responses((status = 200, body = Value, description = "`schema`, `rows` by stream, `customers`, and `computed`: what definitions compute")))]
async fn words(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, _| Ok(words_as_json(base))).await
}

/// The words of a base.
pub(crate) fn words_as_json(base: &Base) -> Value {
    let schema = base.schema();
    json!({
        "schema": schema,
        "rows": base.store.row_counts(),
        "customers": base.store.n_known_customers(),
        "computed": computed_as_json(schema),
    })
}

/// What the base computes: attributes by name, columns of reference tables by table and name, each with its expression.
fn computed_as_json(schema: &Schema) -> Value {
    let one = |computed: &Computed| {
        let mut told = serde_json::to_value(&computed.field).unwrap_or_default();
        told["value"] = json!(text_of_value(&computed.value));
        told
    };
    let all = |of: &BTreeMap<String, Computed>| -> Value {
        of.iter().map(|(name, computed)| (name.clone(), one(computed))).collect::<Map<_, _>>().into()
    };
    let columns: Map<_, _> = schema.columns.iter().map(|(table, of)| (table.clone(), all(of))).collect();
    json!({ "attributes": all(&schema.computed), "columns": columns })
}

/// What is to change of a field; what is not said stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Another name; the old one goes on meaning the same.
    rename: Option<String>,
    /// Another type, such as `number` or `date`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// What stands before decimals in its texts: `.` or `,`; told by them when absent.
    decimal: Option<String>,
    /// The order of its days that are not written year first: `dmy` or `mdy`; told by them when absent.
    days: Option<String>,
    /// What it is called in English; empty takes the label away.
    label_en: Option<String>,
    /// What it is called in French.
    label_fr: Option<String>,
    /// The family of criteria it belongs to.
    family: Option<String>,
    /// Whether it is a sensitive personal datum.
    sensitive: Option<bool>,
    /// Whether only to say what would change.
    #[serde(default)]
    check: bool,
    /// Whether to change it even where values are lost from view or definitions become wrong.
    #[serde(default)]
    confirmed: bool,
}

impl Wanted {
    fn change(&self) -> Change {
        Change::of(|word| match word {
            "rename" => self.rename.clone(),
            "type" => self.kind.clone(),
            "decimal" => self.decimal.clone(),
            "days" => self.days.clone(),
            "label_en" => self.label_en.clone(),
            "label_fr" => self.label_fr.clone(),
            "family" => self.family.clone(),
            "sensitive" => self.sensitive.map(|yes| if yes { "yes" } else { "no" }.to_owned()),
            _ => None,
        })
    }
}

/// Changes a field, an attribute or a stream. A change by which values are lost from view or definitions become wrong is
/// only made when it is confirmed: until then the answer is 409, and says what it would come to.
#[utoipa::path(
    post,
    path = "/schema/{name}",
    params(("name" = String, Path, description = "An attribute (`address.city`), a field of a stream or table (`order.amount`), or a stream")),
    request_body = Wanted,
    responses(
        (status = 200, body = Value, description = "What changed: `before`, `after`, `renamed`, `conversion`, `taken`, `read_by`, `broken`, `made`"),
        (status = 409, body = Value, description = "The same, not made: it is to be confirmed"),
        (status = 422, body = Wrong)
    )
)]
async fn set(
    State(house): State<Shared>,
    Path(name): Path<String>,
    asking: Asking,
    Json(wanted): Json<Wanted>,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    if let Some(kind) = wanted.kind.as_ref().filter(|kind| Type::named(kind).is_none()) {
        let known = Type::ALL.map(Type::name).join(", ");
        let phrase = Phrase::new("failed-unknown-type").with("name", kind).with("known", known);
        return refused(&catalogue, &Failure::Unreadable(phrase));
    }
    let told = move |name: &str, planned: &Planned, made: bool| planned_as_json(name, planned, made);
    let answer = if wanted.check {
        house.read(move |base| Ok((true, told(&name, &plan(base, &name, &wanted.change())?, false)))).await
    } else {
        let change = move |base: &mut Base| {
            let planned = plan(base, &name, &wanted.change())?;
            let is_made = planned.is_change() && (wanted.confirmed || !planned.is_grave());
            if is_made {
                planned.make(base, asking.now)?;
            }
            Ok((is_made || !planned.is_change(), told(&name, &planned, is_made)))
        };
        house.write(change).await
    };
    match answer {
        Ok((true, told)) => Json(told).into_response(),
        Ok((false, told)) => (StatusCode::CONFLICT, Json(told)).into_response(),
        Err(failure) => refused(&catalogue, &failure),
    }
}

/// What a change comes to.
pub(crate) fn planned_as_json(name: &str, planned: &Planned, is_made: bool) -> Value {
    let Planned { before, after, renamed, trial, taken, readers, broken, .. } = planned;
    let values = trial.as_ref().map(|trial| {
        let unfit = trial.unfit.iter().take(SHOWN);
        let unfit: Vec<_> = unfit
            .map(|unfit| json!({ "value": unfit.value, "count": unfit.count, "reason": unfit.reason.key }))
            .collect();
        json!({ "values": trial.values, "unfit": trial.n_unfit(), "examples": unfit })
    });
    let broken: Vec<&String> = broken.iter().map(|(id, _)| id).collect();
    let renamed = renamed.as_ref().map(|(was, is)| json!({ "from": was, "to": is }));
    json!({ "name": name, "renamed": renamed, "before": before, "after": after, "changed": planned.is_change(),
        "made": is_made, "conversion": values, "taken": taken, "read_by": readers, "broken": broken })
}
