//! `tranche customer`: one customer, from the profile to the segments.

use clap::Args;
use model::names::Kind;
use model::phrase::Phrase;
use model::schema::Field;
use model::timeline::Row;
use model::value::Value;
use serde_json::{Map, json};

use super::among::{WhenAmong, of_whom};
use super::tables::table;
use super::when::{moment, told};
use super::{Asked, Outcome, print};
use crate::api::exact;
use crate::ops::base::Base;
use crate::ops::customer::{Seen, seen};
use crate::ops::failure::Failure;
use crate::ops::origins::{Origins, origins};
use crate::saying::origins as origin;

/// One customer.
#[derive(Args)]
pub(super) struct Customer {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
    #[command(flatten)]
    when: WhenAmong,
}

impl Customer {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let seen = seen(&base, &self.id, as_of)?;
        let origins = origins(&base, &self.id, as_of)?;
        if asked.json {
            asked.print_json(&of_whom(&base, told(&base, as_json(&seen, &origins))));
        } else {
            self.show(asked, &base, &seen, &origins)?;
        }
        Ok(Outcome::Done)
    }

    fn show(&self, asked: &Asked, base: &Base, seen: &Seen, origins: &Origins) -> Result<(), Failure> {
        let catalogue = &asked.catalogue;
        asked.say(&Phrase::new("customer-head").with("id", &seen.timeline.id).with("at", moment(asked, base, seen.at)));
        let schema = base.schema();
        let shown = |value: &Value, field: Option<&Field>| match field {
            Some(field) => {
                asked.catalogue.value(value, Kind::one(field.kind), &base.store.settings().currency, &base.zone)
            }
            None => exactly(value),
        };
        let heads = ["schema-name", "customer-value", "customer-from"];
        let mut profile = table(&heads.map(|key| catalogue.text(key)), &[]);
        for name in seen.timeline.attributes.keys() {
            let value = seen.timeline.attribute(name, seen.at);
            if !value.is_missing() {
                let last = origins.get(name).and_then(|values| values.last());
                let from = last.map(|last| origin::told(catalogue, last, &base.zone)).unwrap_or_default();
                profile.add_row([name.clone(), shown(value, schema.attributes.get(name)), from]);
            }
        }
        print(&profile.to_string());
        let mut rows: Vec<(&str, &Row)> = Vec::new();
        for (stream, all) in &seen.timeline.streams {
            rows.extend(all.iter().filter(|row| row.at <= seen.at).map(|row| (stream.as_str(), row)));
        }
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.at));
        let count = catalogue.count(rows.len() as u64);
        asked.say(&Phrase::new("customer-rows").with("n", rows.len()).with("count", count));
        let mut timeline =
            table(&["customer-at", "customer-stream", "customer-fields"].map(|key| catalogue.text(key)), &[]);
        for (stream, row) in rows.into_iter().take(self.rows) {
            let words = schema.streams.get(stream).map(|words| &words.fields);
            let field = |(name, value): (&String, &Value)| {
                format!("{name} {}", shown(value, words.and_then(|words| words.get(name))))
            };
            let fields: Vec<String> = row.fields.iter().map(field).collect();
            timeline.add_row([catalogue.moment(row.at, &base.zone), stream.to_owned(), fields.join(" · ")]);
        }
        print(&timeline.to_string());
        let names = base.segments()?.into_iter().filter(|segment| seen.segments.contains(&segment.id));
        let names: Vec<String> = names.map(|segment| segment.name_in(catalogue.language.code()).to_owned()).collect();
        let list = if names.is_empty() { "–".to_owned() } else { names.join(" · ") };
        asked.say(&Phrase::new("customer-segments").with("n", names.len()).with("segments", list));
        Ok(())
    }
}

/// A value that the schema has no field for.
fn exactly(value: &Value) -> String {
    match value {
        Value::Missing => "–".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Instant(at) => at.to_string(),
        Value::List(values) => values.iter().map(exactly).collect::<Vec<_>>().join(", "),
    }
}

/// Where the values of each attribute come from, oldest first.
fn origins_as_json(origins: &Origins) -> serde_json::Value {
    let file = |file: &store::Bringer| json!({ "name": file.name, "source": file.source });
    let one = |origin: &store::Origin| {
        json!({
            "from": origin.from.map(|at| at.to_string()),
            "received_at": origin.received_at.to_string(),
            "files": origin.files.iter().map(file).collect::<Vec<_>>(),
        })
    };
    let all = |values: &Vec<store::Origin>| values.iter().map(one).collect::<Vec<_>>().into();
    origins.iter().map(|(name, values)| (name.clone(), all(values))).collect::<Map<_, _>>().into()
}

fn as_json(seen: &Seen, origins: &Origins) -> serde_json::Value {
    let timeline = &seen.timeline;
    let attributes: Map<String, serde_json::Value> =
        timeline.attributes.keys().map(|name| (name.clone(), exact(timeline.attribute(name, seen.at)))).collect();
    let row = |row: &Row| {
        let fields: Map<String, serde_json::Value> =
            row.fields.iter().map(|(name, value)| (name.clone(), exact(value))).collect();
        json!({ "at": row.at.to_string(), "fields": fields })
    };
    let streams: Map<String, serde_json::Value> = timeline
        .streams
        .iter()
        .map(|(name, rows)| (name.clone(), rows.iter().filter(|row| row.at <= seen.at).map(row).collect()))
        .collect();
    json!({
        "id": timeline.id,
        "as_of": seen.at.to_string(),
        "attributes": attributes,
        "origins": origins_as_json(origins),
        "streams": streams,
        "segments": seen.segments,
    })
}
