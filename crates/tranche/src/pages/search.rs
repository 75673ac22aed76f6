//! Search: customers, segments, attributes and pages by what was typed. The box at the top of every page shows the same
//! answers.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::value::Value;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
use super::segment::{capitalised, family};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::roll::{quoted, these};
use crate::ops::search::{attributes, customers, is_found, segments};
use crate::serve::{Asking, Shared};

/// Answers of each kind at most.
const MOST: usize = 6;

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    f: &'a Frame,
    typed: String,
    groups: Vec<Group>,
}

/// Answers of one kind.
struct Group {
    name: String,
    icon: &'static str,
    hits: Vec<Hit>,
    /// Where all answers of the kind are, when there are more.
    more: Option<String>,
}

/// An answer.
struct Hit {
    name: String,
    about: String,
    address: String,
}

/// `/search`
pub(super) async fn search(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::None, |base, f| {
            let typed = f.asking.word("q").unwrap_or_default().to_owned();
            let all = [
                of_segments(base, f, &typed)?,
                of_customers(base, f, &typed)?,
                of_attributes(base, f, &typed),
                of_pages(f, &typed),
            ];
            let groups = all.into_iter().filter(|group| !group.hits.is_empty()).collect();
            Answer::page(&Search { f, typed, groups })
        })
        .await
}

fn of_segments(base: &Base, f: &Frame, typed: &str) -> Result<Group, Failure> {
    let found = segments(base, typed, f.lang())?;
    let hit = |(id, titled): &(String, crate::ops::segment::Titled)| Hit {
        name: f.one_of(&titled.name).to_owned(),
        about: family(f, &titled.family),
        address: f.segment_link(id),
    };
    let more = (found.len() > MOST).then(|| f.link(&format!("/segments?q={}", encoded(typed))));
    Ok(Group { name: f.t("page-segments"), icon: "layers", hits: found.iter().take(MOST).map(hit).collect(), more })
}

fn of_customers(base: &Base, f: &Frame, typed: &str) -> Result<Group, Failure> {
    let mut found = customers(base, typed, MOST + 1, f.as_of.at)?;
    let has_more = found.len() > MOST;
    found.truncate(MOST);
    let roll = these(base, &found, f.as_of)?;
    let hit = |entry: &crate::ops::roll::Entry| {
        let text = |name: &str| {
            let place = roll.columns.iter().position(|column| column.name == name)?;
            entry.values.get(place).and_then(Value::as_text).map(str::to_owned)
        };
        let name: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(text).collect();
        let about = [text("email"), text("address.city")].into_iter().flatten();
        Hit {
            about: std::iter::once(entry.id.clone()).chain(about).collect::<Vec<_>>().join(" · "),
            name: if name.is_empty() { entry.id.clone() } else { name.join(" ") },
            address: f.link(&format!("/customers/{}", encoded(&entry.id))),
        }
    };
    let more = has_more.then(|| f.link(&format!("/customers?q={}", encoded(typed))));
    Ok(Group { name: f.t("page-customers"), icon: "users", hits: roll.rows.iter().map(hit).collect(), more })
}

fn of_attributes(base: &Base, f: &Frame, typed: &str) -> Group {
    let hit = |(name, label): (String, model::segment::Texts)| {
        let said = Some(f.one_of(&label)).filter(|label| !label.is_empty()).unwrap_or(&name);
        Hit {
            name: capitalised(said),
            about: f.t("search-build"),
            address: f.link(&format!("/builder?q={}", encoded(&format!("{} is known", quoted(&name))))),
        }
    };
    let hits = attributes(base, typed).into_iter().take(MOST).map(hit).collect();
    Group { name: f.t("search-attributes"), icon: "tag", hits, more: None }
}

fn of_pages(f: &Frame, typed: &str) -> Group {
    let mut hits = Vec::new();
    let own =
        [("search-quality", "/data/quality"), ("search-schema", "/data/schema"), ("page-new-segment", "/builder")];
    for (key, address) in f.places().iter().map(|place| (place.key, place.address)).chain(own) {
        let name = f.t(key);
        if is_found(typed, "", &[(f.lang().to_owned(), name.clone())].into()) {
            hits.push(Hit { name, about: String::new(), address: f.link(address) });
        }
    }
    Group { name: f.t("search-pages"), icon: "arrow-right", hits, more: None }
}
