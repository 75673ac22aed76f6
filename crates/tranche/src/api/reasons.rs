//! `/api/customers/{id}/reasons`: why a customer is, or is not, in a segment; the command line's JSON is the same.

use axum::extract::{Path, State};
use axum::response::Response;
use model::explain::{Condition, Evidence, Limits, MadeOf, Seen, Since};
use model::sentence::{Language, Sentences};
use model::text::printer::{text_of, text_of_value};
use model::time::Instant;
use model::timeline::Row;
use serde_json::{Map, Value, json};

use super::{Wrong, answered, as_of, exact};
use crate::ops::base::Base;
use crate::ops::definitions::{in_words, read_named};
use crate::ops::explain::{Explained, explained};
use crate::serve::{Asking, Shared};

/// Why a customer is, or is not, in a segment: each condition with its evidence, since when it holds and until when, and
/// what is missing.
#[utoipa::path(
    get,
    path = "/customers/{id}/reasons",
    params(
        ("id" = String, Path, description = "Any id of the customer"),
        ("segment" = Option<String>, Query, description = "The segment"),
        ("q" = Option<String>, Query, description = "Or a definition"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses(
        (status = 200, body = Value, description = "`member`, `since`, `holds_until`, `next_change`, `conditions` as a tree, `missing`"),
        (status = 404, body = Wrong),
        (status = 422, body = Wrong)
    )
)]
pub(super) async fn reasons(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let test = read_named(base, asking.word("segment"), asking.word("q"))?;
        Ok(as_json(base, &explained(base, &test, &id, as_of, Limits::default())?, as_of.at))
    })
    .await
}

/// An explanation in JSON.
pub(crate) fn as_json(base: &Base, explained: &Explained, at: Instant) -> Value {
    let explanation = &explained.explanation;
    let sentences = Language::ALL.map(|language| in_words(base, language));
    let missing = explanation.missing.as_ref().map(|missing| {
        let leaves = explanation.conditions.leaves();
        let of_number = |number: &usize| leaves.get(*number).map(|leaf| text_of(&leaf.test));
        json!({
            "conditions": missing.leaves.as_ref().map(|set| set.iter().filter_map(of_number).collect::<Vec<_>>()),
            "smallest": missing.is_smallest,
            "others": missing.n_others,
        })
    });
    json!({
        "id": explained.customer,
        "as_of": at.to_string(),
        "member": explanation.is_member,
        "present": explanation.is_present,
        "since": since_as_json(explanation.since),
        "holds_until": instant_as_json(explanation.holds_until),
        "next_change": explanation.next_change.map(|change| change.to_string()),
        "conditions": condition_as_json(&explanation.conditions, &sentences),
        "missing": missing,
    })
}

fn instant_as_json(at: Instant) -> Value {
    if at == Instant::NEVER { Value::Null } else { json!(at.to_string()) }
}

fn since_as_json(since: Since) -> Value {
    match since {
        Since::From(at) => json!(at.to_string()),
        Since::Beginning => Value::Null,
        Since::AtLeast(at) => json!({ "at_least": at.to_string() }),
    }
}

fn condition_as_json(condition: &Condition, sentences: &[Sentences; 2]) -> Value {
    let said: Map<String, Value> = Language::ALL
        .iter()
        .zip(sentences)
        .map(|(language, sentences)| (language.code().to_owned(), json!(sentences.write(&condition.test))))
        .collect();
    let mut answer = json!({
        "text": text_of(&condition.test),
        "sentences": said,
        "holds": condition.holds,
        "since": since_as_json(condition.since),
        "holds_until": instant_as_json(condition.until),
    });
    match &condition.made_of {
        MadeOf::Conditions { conditions, .. } => {
            let all = conditions.iter().map(|condition| condition_as_json(condition, sentences));
            answer["conditions"] = all.collect();
        }
        MadeOf::Leaf { values, evidence, .. } => {
            let value = |seen: &Seen| json!({ "text": text_of_value(&seen.value), "value": exact(&seen.held) });
            answer["values"] = values.iter().map(value).collect();
            answer["evidence"] = evidence.iter().map(evidence_as_json).collect();
        }
    }
    answer
}

fn evidence_as_json(evidence: &Evidence) -> Value {
    let row = |row: &Row| {
        let fields: Map<String, Value> = row.fields.iter().map(|(name, value)| (name.clone(), exact(value))).collect();
        json!({ "at": row.at.to_string(), "fields": fields })
    };
    let rows: Vec<Value> = evidence.shown.iter().map(row).collect();
    json!({ "stream": evidence.rows.stream, "count": evidence.n_rows, "rows": rows })
}
