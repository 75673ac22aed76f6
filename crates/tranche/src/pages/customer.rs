//! A customer: who they are, what they are worth, what happened, and the segments they are in, with why and since when.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::explain::{Limits, Since};
use model::phrase::Phrase;
use model::timeline::Row;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
use super::segment::{capitalised, family};
use super::why::{Tables, Why, fields, noun, said_since, why};
use crate::ops::base::Base;
use crate::ops::definitions::read_typed;
use crate::ops::dossier::{Dossier, dossier};
use crate::ops::explain::explained;
use crate::ops::failure::Failure;
use crate::ops::happened::{Happened, happened};
use crate::ops::segment::{is_in, titles};
use crate::serve::{Asking, Shared};
use profile::{Profile, profile};

mod identity;
mod profile;

pub(super) use identity::unmerge;
pub(super) use profile::{family_name, family_place};

/// Rows of a page of the timeline.
const PER_PAGE: usize = 20;
/// Fields shown of a row before the rest is folded away.
const FIELDS: usize = 4;
/// Rows shown of what a condition was judged by.
const EVIDENCE: usize = 3;

#[derive(Template)]
#[template(path = "customer.html")]
struct Customer<'a> {
    f: &'a Frame,
    name: String,
    id: String,
    lead: String,
    tiles: Vec<(String, String)>,
    profile: Profile,
    segments: Vec<Membership>,
    /// Where since when they are in each is asked for; nothing once it is told.
    later: Option<String>,
    others: Names,
    why: Option<(String, Why)>,
    /// The page without the reasons.
    without_why: String,
    streams: Vec<Filter>,
    events: Vec<Event>,
    shown: String,
    newer: Option<String>,
    older: Option<String>,
    identity: identity::Identity,
}

/// Segments by name, each with its id.
type Names = Vec<(String, String)>;

/// A segment the customer is in.
struct Membership {
    name: String,
    address: String,
    family: String,
    since: String,
    why: String,
    is_told: bool,
}

/// A stream that the timeline can be narrowed to.
struct Filter {
    name: String,
    address: String,
    count: String,
    is_shown: bool,
}

/// Something that happened.
struct Event {
    at: String,
    what: String,
    icon: &'static str,
    amount: String,
    said: String,
    rest: Vec<(String, String)>,
    children: Vec<String>,
}

/// `/customers/{id}`
pub(super) async fn customer(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Customers, move |base, f| {
            let found = dossier(base, &id, f.as_of, f.asking.word("since").is_some())?;
            // Whoever is asked for by another id, such as an e-mail address, is found under their own.
            if found.seen.timeline.id != id && !found.seen.timeline.id.is_empty() {
                let own = format!("/customers/{}", encoded(&found.seen.timeline.id));
                let kept = f.asking.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                return Ok(Answer::Elsewhere(super::frame::address(&own, kept)));
            }
            Answer::page(&filled(base, f, &found)?)
        })
        .await
}

fn filled<'a>(base: &Base, f: &'a Frame, found: &Dossier) -> Result<Customer<'a>, Failure> {
    let timeline = &found.seen.timeline;
    let text = |name: &str| timeline.attribute(name, f.as_of.at).as_text().unwrap_or_default().to_owned();
    let name = format!("{} {}", text("first_name"), text("last_name")).trim().to_owned();
    let only = f.asking.word("stream");
    let rows = happened(base.schema(), timeline, only);
    let page = f.asking.word("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).max(1) - 1;
    let page = page.min(rows.len().saturating_sub(1) / PER_PAGE);
    let tables = base.store.tables()?;
    let events: Vec<Event> =
        rows.iter().skip(page * PER_PAGE).take(PER_PAGE).map(|one| event(f, (base, &tables), one)).collect();
    let to_page =
        |page: usize| format!("{}#timeline", f.with(&[("page", Some(&(page + 1).to_string())), ("why", None)]));
    let shown = Phrase::new("segment-shown")
        .with("from", f.n(page * PER_PAGE + 1))
        .with("to", f.n(page * PER_PAGE + events.len()))
        .with("of", f.n(rows.len()));
    let lead = [text("email"), text("phone"), text("address.city")];
    let (segments, others) = memberships(base, f, found)?;
    let why = match (f.asking.word("why"), f.asking.word("q")) {
        (Some(segment), _) => Some(told(base, f, &timeline.id, segment)?),
        (None, Some(definition)) => Some(told_of_text(base, f, &timeline.id, definition)?),
        (None, None) => None,
    };
    Ok(Customer {
        name: if name.is_empty() { timeline.id.clone() } else { name },
        lead: lead.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · "),
        tiles: tiles(f, found),
        profile: profile(base, f, found)?,
        later: f.asking.word("since").is_none().then(|| f.with(&[("since", Some("1"))])),
        segments,
        others,
        why,
        without_why: f.with(&[("why", None), ("q", None)]),
        streams: filters(base, f, found),
        shown: if rows.is_empty() { String::new() } else { f.say(&shown) },
        newer: (page > 0).then(|| to_page(page - 1)),
        older: ((page + 1) * PER_PAGE < rows.len()).then(|| to_page(page + 1)),
        events,
        identity: identity::identity(base, f, &timeline.id)?,
        id: timeline.id.clone(),
        f,
    })
}

fn tiles(f: &Frame, found: &Dossier) -> Vec<(String, String)> {
    let mut tiles = Vec::new();
    if let Some(worth) = &found.worth {
        tiles.push((f.t("customer-revenue"), f.money(Some(worth.revenue))));
        tiles.push((f.t("customer-orders"), f.catalogue().number(worth.orders, 0)));
        tiles.push((f.t("customer-average"), f.cents(worth.average)));
        tiles.push((f.t("customer-last"), worth.last.map_or_else(|| "–".to_owned(), |last| f.day(last))));
    }
    tiles.push((f.t("customer-came"), found.came.map_or_else(|| f.t("customer-always"), |came| f.day(came))));
    tiles
}

/// The segments the customer is in, the latest entered first, and the others to ask about.
fn memberships(base: &Base, f: &Frame, found: &Dossier) -> Result<(Vec<Membership>, Names), Failure> {
    let titles = titles(base)?;
    let told = f.asking.word("why");
    let mut own: Vec<_> = found.memberships.iter().collect();
    own.sort_by_key(|(id, since)| {
        let at = match since {
            Some(Since::From(at) | Since::AtLeast(at)) => at.0,
            Some(Since::Beginning) | None => i64::MIN,
        };
        (std::cmp::Reverse(at), id.clone())
    });
    let membership = |(id, since): &(String, Option<Since>)| {
        // A part of a segmentation is mostly a segment by another name too.
        let titled = titles.get(id).filter(|titled| titled.part_of.is_none())?;
        Some(Membership {
            name: f.one_of(&titled.name).to_owned(),
            address: f.segment_link(id),
            family: family(f, &titled.family),
            since: since.map(|since| said_since(f, since)).unwrap_or_default(),
            why: format!("{}#why", f.with(&[("why", Some(id))])),
            is_told: told == Some(id),
        })
    };
    let is_own = |id: &String| found.memberships.iter().any(|(own, _)| own == id);
    let others = titles.iter().filter(|(id, titled)| titled.part_of.is_none() && !is_own(id));
    let mut others: Vec<(String, String)> =
        others.map(|(id, titled)| (f.one_of(&titled.name).to_owned(), id.clone())).collect();
    others.sort_by_key(|(name, id)| (name.to_lowercase(), id.clone()));
    Ok((own.into_iter().filter_map(membership).collect(), others))
}

fn told(base: &Base, f: &Frame, customer: &str, segment: &str) -> Result<(String, Why), Failure> {
    let about = crate::ops::segment::described(base, segment)?;
    let limits = Limits { rows: EVIDENCE, ..Limits::default() };
    let found = explained(base, &is_in(segment), customer, f.as_of, limits)?;
    let name = f.one_of(&about.name).to_owned();
    let why = why(f, base, &found.explanation, &name, customer)?;
    Ok((name, why))
}

/// Why they are in what is being built, which is not saved yet.
fn told_of_text(base: &Base, f: &Frame, customer: &str, definition: &str) -> Result<(String, Why), Failure> {
    let test = read_typed(base, definition)?;
    let limits = Limits { rows: EVIDENCE, ..Limits::default() };
    let found = explained(base, &test, customer, f.as_of, limits)?;
    let name = f.t("page-new-segment");
    let why = why(f, base, &found.explanation, &name, customer)?;
    Ok((name, why))
}

/// The streams that hold rows of the customer, with all of them first.
fn filters(base: &Base, f: &Frame, found: &Dossier) -> Vec<Filter> {
    let only = f.asking.word("stream");
    let address =
        |stream: Option<&str>| format!("{}#timeline", f.with(&[("stream", stream), ("page", None), ("why", None)]));
    let streams = found.seen.timeline.streams.iter().filter(|(_, rows)| !rows.is_empty());
    let filter = |(stream, rows): (&String, &Vec<Row>)| Filter {
        name: capitalised(&noun(f, base, stream)),
        address: address(Some(stream)),
        count: f.n(rows.len()),
        is_shown: only == Some(stream),
    };
    let all =
        Filter { name: f.t("customer-all"), address: address(None), count: String::new(), is_shown: only.is_none() };
    std::iter::once(all).chain(streams.map(filter)).collect()
}

fn event(f: &Frame, (base, tables): (&Base, &Tables), one: &Happened<'_>) -> Event {
    let words = base.schema().streams.get(one.stream);
    let noun = words.and_then(|words| words.label.get(f.lang())).map(|noun| noun.one.clone());
    let what = noun.filter(|noun| !noun.is_empty()).unwrap_or_else(|| one.stream.to_owned());
    let amount = model::value::Value::as_number(one.row.field("amount")).map(|amount| f.cents(Some(amount)));
    let mut told = fields(f, (base, tables), one.stream, one.row, None);
    let label = words.and_then(|words| words.fields.get("amount")).map(|field| f.one_of(&field.label).to_owned());
    told.retain(|(name, _)| amount.is_none() || Some(name) != label.as_ref());
    let rest = told.split_off(told.len().min(FIELDS));
    let child = |(stream, row): &(&str, &Row)| {
        let told = fields(f, (base, tables), stream, row, Some("product"));
        told.into_iter().take(FIELDS).map(|(_, value)| value).collect::<Vec<_>>().join(" · ")
    };
    Event {
        at: f.moment(one.row.at),
        what: capitalised(&what),
        icon: icon(one.stream),
        amount: amount.unwrap_or_default(),
        said: told.into_iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" · "),
        rest,
        children: one.children.iter().map(child).collect(),
    }
}

/// The icon of a stream: of the shipped ones by what they are about.
fn icon(stream: &str) -> &'static str {
    match stream {
        "order" | "order_line" | "cart_add" | "cart_remove" | "checkout" => "shopping-cart",
        "refund" => "undo-2",
        "session" | "page_view" | "product_view" => "eye",
        "search" => "search",
        "message" | "answer" => "mail",
        "review" | "wishlist_add" => "star",
        "consent" | "identify" | "membership" => "user",
        "points" => "sparkles",
        "support" | "chat" => "bell",
        "referral" | "social" => "users",
        _ => "clock",
    }
}
