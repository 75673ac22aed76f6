//! All segments: by family, searched, sorted; and segmentations as maps.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::forms::plain_text;
use model::phrase::Phrase;

use super::Answer;
use super::frame::{Frame, Tab};
use super::moving::{Change, More, of_count};
use super::segment::family;
use crate::charts::treemap::treemap;
use crate::charts::{Chart, Figures as Table, Written};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::figures::{Figures, Known, of_segments};
use crate::ops::movement::{Movement, Year, movements};
use crate::ops::search::is_found;
use crate::ops::segmentations::{Sized, sized};
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "segments.html")]
struct Segments<'a> {
    f: &'a Frame,
    typed: String,
    families: Vec<(String, String, bool)>,
    heads: Vec<Head>,
    groups: Vec<Group>,
    said: String,
    /// Where what takes longer is asked for; nothing once it is there.
    later: Option<String>,
    maps: Vec<Map>,
}

/// The head of a column, a link that sorts by it.
struct Head {
    name: String,
    address: String,
    /// `ascending`, `descending`, or nothing.
    sorted: &'static str,
    is_number: bool,
}

/// Segments of one family; of all when they are sorted otherwise.
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// A segment.
struct Row {
    name: String,
    address: String,
    family: String,
    known: Option<Known>,
    missing: String,
    change: Option<Change>,
    sizes: Vec<usize>,
}

/// A segmentation as areas.
struct Map {
    id: String,
    name: String,
    purpose: String,
    chart: Chart,
    parts: Vec<(String, String, String)>,
}

/// What segments are sorted by: the word in the address, and the key of the column's head.
const SORTS: [(&str, &str); 5] = [
    ("name", "overview-segment"),
    ("size", "overview-customers"),
    ("change", "overview-change"),
    ("share", "overview-share"),
    ("revenue", "overview-revenue-share"),
];

/// `/segments`
pub(super) async fn segments(State(house): State<Shared>, asking: Asking) -> Response {
    let kept = house.clone();
    house
        .page(asking, Tab::Segments, move |base, f| {
            let is_asked =
                f.asking.word("trends").is_some() || f.asking.word("sort").is_some_and(|sort| sort.ends_with("change"));
            let past = match is_asked {
                true => Some(kept.past(base, f.as_of)?),
                false => kept.past_at_hand(base, f.as_of)?,
            };
            let Some(past) = past else { return Answer::page(&filled(base, f, None)?) };
            let moved = movements(base, &past, f.as_of)?.segments;
            let ids: BTreeSet<String> = moved.iter().map(|one| one.id.clone()).collect();
            let by_id = moved.into_iter().map(|one| (one.id.clone(), one)).collect();
            Answer::page(&filled(base, f, Some(Trends { by_id, year: kept.year(base, f.as_of, &ids)? }))?)
        })
        .await
}

/// How the segments went: of late, and over a year.
struct Trends {
    by_id: BTreeMap<String, Movement>,
    year: Year,
}

fn filled<'a>(base: &Base, f: &'a Frame, moved: Option<Trends>) -> Result<Segments<'a>, Failure> {
    let figures = of_segments(base, f.as_of)?;
    let typed = f.asking.word("q").unwrap_or_default().to_owned();
    let chosen = f.asking.word("family").unwrap_or_default().to_owned();
    let mut families: Vec<(String, String, bool)> = Vec::new();
    for one in &figures.segments {
        let own = &one.segment.family;
        if !own.is_empty() && families.iter().all(|(id, _, _)| id != own) {
            families.push((own.clone(), family(f, own), *own == chosen));
        }
    }
    families.sort_by_key(|(id, name, _)| (plain_text(name), id.clone()));
    let n_all = figures.segments.len();
    let is_shown = |one: &Figures| {
        (typed.is_empty() || is_found(&typed, &one.segment.id, &one.segment.name))
            && (chosen.is_empty() || one.segment.family == chosen)
    };
    let mut shown: Vec<Figures> = figures.segments.into_iter().filter(is_shown).collect();
    let sort = f.asking.word("sort").unwrap_or_default();
    in_order(f, &mut shown, sort, moved.as_ref());
    let key = if shown.len() == n_all { "segments-all" } else { "segments-shown" };
    let said = Phrase::new(key).with("n", n_all).with("shown", f.n(shown.len())).with("of", f.n(n_all));
    let rows: Vec<(String, Row)> =
        shown.iter().map(|one| (one.segment.family.clone(), row(base, f, one, moved.as_ref()))).collect();
    let mut groups: Vec<Group> = Vec::new();
    for (of, row) in rows {
        let name = if sort.is_empty() { family(f, &of) } else { String::new() };
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name, rows: vec![row] }),
        }
    }
    Ok(Segments {
        heads: heads(f, sort),
        said: f.say(&said),
        later: moved.is_none().then(|| f.with(&[("trends", Some("1"))])),
        maps: maps(base, f)?,
        typed,
        families,
        groups,
        f,
    })
}

fn heads(f: &Frame, sort: &str) -> Vec<Head> {
    let (falls, by) = sort.strip_prefix('-').map_or((false, sort), |by| (true, by));
    let head = |(word, key): &(&str, &str)| {
        let is_number = *word != "name";
        let is_now = by == *word;
        let next = if is_now { !falls } else { is_number };
        Head {
            name: f.t(key),
            address: f.with(&[("sort", Some(&format!("{}{word}", if next { "-" } else { "" })))]),
            sorted: if !is_now {
                ""
            } else if falls {
                "descending"
            } else {
                "ascending"
            },
            is_number,
        }
    };
    SORTS.iter().map(head).collect()
}

/// By family and name until something else is asked for; segments of which nothing is known come last.
fn in_order(f: &Frame, shown: &mut [Figures], sort: &str, moved: Option<&Trends>) {
    let name = |one: &Figures| plain_text(f.one_of(&one.segment.name));
    let (falls, by) = sort.strip_prefix('-').map_or((false, sort), |by| (true, by));
    let change = |one: &Figures| {
        let movement = moved.and_then(|moved| moved.by_id.get(&one.segment.id));
        movement.map(|movement| movement.now as i64 - movement.before as i64)
    };
    shown.sort_by(|a, b| {
        let order = match by {
            "name" => name(a).cmp(&name(b)),
            "size" | "share" => a.known.map(|known| known.count).cmp(&b.known.map(|known| known.count)),
            "change" => change(a).cmp(&change(b)),
            "revenue" => a.known.and_then(|known| known.revenue).cmp(&b.known.and_then(|known| known.revenue)),
            _ => family(f, &a.segment.family).cmp(&family(f, &b.segment.family)),
        };
        let order = if falls { order.reverse() } else { order };
        let unknown = a.known.is_none().cmp(&b.known.is_none());
        let unknown = if by.is_empty() { std::cmp::Ordering::Equal } else { unknown };
        unknown.then(order).then_with(|| name(a).cmp(&name(b))).then_with(|| a.segment.id.cmp(&b.segment.id))
    });
}

fn row(base: &Base, f: &Frame, one: &Figures, moved: Option<&Trends>) -> Row {
    let movement = moved.and_then(|moved| moved.by_id.get(&one.segment.id)).filter(|_| one.known.is_some());
    let streams: Vec<String> = one.missing.iter().map(|stream| super::why::noun(f, base, stream)).collect();
    let missing = Phrase::new("segments-needs").with("streams", streams.join(", "));
    Row {
        name: f.one_of(&one.segment.name).to_owned(),
        address: f.segment_link(&one.segment.id),
        family: family(f, &one.segment.family),
        known: one.known,
        missing: if streams.is_empty() { String::new() } else { f.say(&missing) },
        change: movement.map(|one| of_count(f, one.now, one.before, More::Plain)),
        sizes: movement.zip(moved).map(|(one, moved)| moved.year.up_to(one)).unwrap_or_default(),
    }
}

fn maps(base: &Base, f: &Frame) -> Result<Vec<Map>, Failure> {
    let mut maps = Vec::new();
    for segmentation in base.segmentations()? {
        maps.push(map(f, &sized(base, &segmentation.id, f.as_of)?));
    }
    Ok(maps)
}

fn map(f: &Frame, found: &Sized) -> Map {
    let Sized { segmentation, parts, outside, of } = found;
    let inside = of - outside;
    let name = |id: &String| segmentation.name_of(id, f.lang());
    let names: Vec<String> = parts.iter().map(|(id, _)| name(id)).collect();
    let labels: Vec<String> =
        parts.iter().map(|(id, count)| format!("{}\n{} · {}", name(id), f.n(*count), f.part(*count, inside))).collect();
    let sizes: Vec<f64> = parts.iter().map(|(_, count)| *count as f64).collect();
    let rows = parts.iter().map(|(id, count)| vec![name(id), f.n(*count), f.part(*count, inside)]);
    let link =
        |(id, count): &(String, usize)| (name(id), f.segment_link(&format!("{}/{id}", segmentation.id)), f.n(*count));
    Map {
        id: segmentation.id.clone(),
        name: f.one_of(&segmentation.name).to_owned(),
        purpose: f.one_of(&segmentation.purpose).to_owned(),
        chart: Chart {
            title: String::new(),
            description: f.say_n("segments-inside", inside),
            option: treemap(&names, &labels, &sizes),
            written: Written::Count,
            height: "",
            figures: Table {
                heads: ["segments-part", "overview-customers", "segments-part-share"]
                    .iter()
                    .map(|key| f.t(key))
                    .collect(),
                rows: rows.collect(),
            },
        },
        parts: parts.iter().map(link).collect(),
    }
}
