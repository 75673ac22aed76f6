//! The overview: the base in a few numbers, what changed of late, and the segments that tell most.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::phrase::Phrase;

use super::Answer;
use super::frame::{Frame, Tab};
use super::moving::{Change, More, of_amount, of_count, since};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::figures::{AllFigures, Known, of_segments};
use crate::ops::movement::{CHANGE_DAYS, Movement, Movements, NEWS_DAYS, Year, movements};
use crate::ops::overview::{self, Told};
use crate::ops::segment::{Titled, titles};
use crate::serve::{Asking, Shared};

/// Families whose segments stand on the overview: they say how the business is doing.
const PINNED: [&str; 2] = ["life-cycle", "value"];
/// Customers beyond which the page first comes without any figure, and asks for them by itself.
const AT_ONCE: usize = 200_000;
/// Segments shown of them, and segments shown of those that moved.
const SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    f: &'a Frame,
    tiles: Vec<Tile>,
    news: Option<Vec<News>>,
    tables: Vec<Table>,
    n_segments: usize,
    news_days: String,
    /// Where what takes longer is asked for.
    later: String,
    /// Where all figures are asked for, while the page is without them.
    figures: Option<String>,
    is_empty: bool,
}

/// A number of the whole base.
struct Tile {
    name: String,
    /// What is counted, in a sentence.
    hint: String,
    figure: String,
    change: Option<Change>,
    then: String,
}

/// Who came into a segment and left it.
struct News {
    name: String,
    address: String,
    said: String,
}

/// Some segments under a title.
struct Table {
    id: &'static str,
    title: String,
    rows: Vec<Row>,
}

/// A segment of a table.
struct Row {
    name: String,
    address: String,
    known: Option<Known>,
    change: Option<Change>,
    sizes: Vec<usize>,
}

/// `/`
pub(super) async fn overview(State(house): State<Shared>, asking: Asking) -> Response {
    let kept = house.clone();
    house
        .page(asking, Tab::Overview, move |base, f| {
            let is_asked = |word| f.asking.word(word).is_some();
            if base.store.n_known_customers() > AT_ONCE && !is_asked("figures") && !is_asked("trends") {
                return Answer::page(&waiting(base, f)?);
            }
            // What happened month by month takes longer: the page first comes without it, and asks again by itself.
            let past = match f.asking.word("trends") {
                Some(_) => Some(kept.past(base, f.as_of)?),
                None => kept.past_at_hand(base, f.as_of)?,
            };
            let moved = past.map(|past| movements(base, &past, f.as_of)).transpose()?;
            let year = |ids: &BTreeSet<String>| kept.year(base, f.as_of, ids);
            Answer::page(&filled(base, f, moved.as_ref(), &year)?)
        })
        .await
}

/// The page before its figures: what it will tell, and where that is asked for.
fn waiting<'a>(base: &Base, f: &'a Frame) -> Result<Overview<'a>, Failure> {
    let tile = |key: &str| Tile {
        name: f.t(key),
        hint: String::new(),
        figure: "…".to_owned(),
        change: None,
        then: String::new(),
    };
    let keys = ["overview-customers", "overview-active", "overview-revenue-lately", "overview-new", "overview-at-risk"];
    Ok(Overview {
        tiles: keys.map(tile).into(),
        news: None,
        tables: Vec::new(),
        n_segments: titles(base)?.len(),
        news_days: f.say(&Phrase::new("overview-news").with("days", NEWS_DAYS)),
        later: String::new(),
        figures: Some(f.with(&[("figures", Some("1"))])),
        is_empty: false,
        f,
    })
}

fn filled<'a>(
    base: &Base,
    f: &'a Frame,
    moved: Option<&Movements>,
    year: &dyn Fn(&BTreeSet<String>) -> Result<Year, Failure>,
) -> Result<Overview<'a>, Failure> {
    let titles = titles(base)?;
    let figures = of_segments(base, f.as_of)?;
    let tiles = tiles(f, base, &overview::overview(base, f.as_of)?);
    let by_id: BTreeMap<&str, &Movement> =
        moved.iter().flat_map(|moved| &moved.segments).map(|one| (one.id.as_str(), one)).collect();
    Ok(Overview {
        tiles,
        news: moved.map(|moved| news(f, &titles, moved)),
        n_segments: titles.len(),
        news_days: f.say(&Phrase::new("overview-news").with("days", NEWS_DAYS)),
        later: f.with(&[("trends", Some("1"))]),
        is_empty: figures.of == 0,
        figures: None,
        tables: tables(f, figures, &by_id, year)?,
        f,
    })
}

fn tiles(f: &Frame, base: &Base, all: &overview::Overview) -> Vec<Tile> {
    let days = since(f, CHANGE_DAYS);
    let tile = |key: &str, hint: String, figure: String, change: Option<Change>| Tile {
        name: f.t(key),
        hint,
        figure,
        change,
        then: days.clone(),
    };
    let mut tiles = vec![tile(
        "overview-customers",
        f.t("overview-customers-hint"),
        f.n(all.customers.now),
        Some(of_count(f, all.customers.now, all.customers.before, More::Good)),
    )];
    let sentences = f.sentences(base);
    let told = |key: &str, told: &Option<Told>, more| {
        let told = told.as_ref()?;
        let change = of_count(f, told.count.now, told.count.before, more);
        Some(tile(key, sentences.write(&told.test), f.n(told.count.now), Some(change)))
    };
    tiles.extend(told("overview-active", &all.active, More::Good));
    tiles.extend(all.revenue.map(|revenue| {
        let change = of_amount(f, revenue.now, revenue.before, More::Good);
        let hint = f.t("overview-revenue-hint");
        Tile {
            then: f.t("overview-then"),
            ..tile("overview-revenue-lately", hint, f.money(Some(revenue.now)), Some(change))
        }
    }));
    let new = of_count(f, all.new.now, all.new.before, More::Good);
    let hint = f.t("overview-new-hint");
    tiles.push(Tile { then: f.t("overview-then"), ..tile("overview-new", hint, f.n(all.new.now), Some(new)) });
    tiles.extend(told("overview-at-risk", &all.at_risk, More::Bad));
    tiles
}

/// The segments that most came into or left, for their size.
fn news(f: &Frame, titles: &BTreeMap<String, Titled>, moved: &Movements) -> Vec<News> {
    let mut ones: Vec<&Movement> = moved.segments.iter().filter(|one| one.entered + one.left > 0).collect();
    // Parts of segmentations are segments by other names too: one of them is enough.
    ones.retain(|one| titles.get(&one.id).is_some_and(|titled| titled.part_of.is_none()));
    ones.sort_by(|a, b| b.news().total_cmp(&a.news()).then_with(|| a.id.cmp(&b.id)));
    let said = |one: &&Movement| {
        let name = f.one_of(&titles.get(&one.id)?.name).to_owned();
        let key = match (one.entered, one.left) {
            (_, 0) => "overview-entered",
            (0, _) => "overview-left",
            _ => "overview-both",
        };
        let n = if one.entered == 0 { one.left } else { one.entered };
        let phrase = Phrase::new(key).with("n", n).with("count", f.n(n)).with("left", f.n(one.left));
        Some(News { name, address: f.segment_link(&one.id), said: f.say(&phrase) })
    };
    ones.iter().take(6).filter_map(said).collect()
}

fn tables(
    f: &Frame,
    figures: AllFigures,
    moved: &BTreeMap<&str, &Movement>,
    year: &dyn Fn(&BTreeSet<String>) -> Result<Year, Failure>,
) -> Result<Vec<Table>, Failure> {
    let revenue = |one: &&crate::ops::figures::Figures| one.known.and_then(|known| known.revenue);
    let weight = |one: &&crate::ops::figures::Figures| {
        moved.get(one.segment.id.as_str()).map_or(0.0, |movement| movement.weight())
    };
    let is_told = |one: &&crate::ops::figures::Figures| one.known.is_some_and(|known| known.count > 0);
    let mut pinned: Vec<_> = figures.segments.iter().filter(is_told).collect();
    // Where a business has none of these families, all its segments are candidates.
    if pinned.iter().any(|one| PINNED.contains(&one.segment.family.as_str())) {
        pinned.retain(|one| PINNED.contains(&one.segment.family.as_str()));
    }
    pinned.sort_by(|a, b| revenue(b).cmp(&revenue(a)).then_with(|| a.segment.id.cmp(&b.segment.id)));
    pinned.truncate(SHOWN);
    let is_pinned = |id: &str| pinned.iter().any(|one| one.segment.id == id);
    let mut movers: Vec<_> =
        figures.segments.iter().filter(|one| weight(one) > 0.0 && !is_pinned(&one.segment.id)).collect();
    movers.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.segment.id.cmp(&b.segment.id)));
    movers.truncate(SHOWN);
    let shown: BTreeSet<String> = pinned.iter().chain(&movers).map(|one| one.segment.id.clone()).collect();
    let year = if moved.is_empty() { Year::default() } else { year(&shown)? };
    let row = |figure: &crate::ops::figures::Figures| {
        let movement = moved.get(figure.segment.id.as_str());
        Row {
            name: f.one_of(&figure.segment.name).to_owned(),
            address: f.segment_link(&figure.segment.id),
            known: figure.known,
            change: movement.map(|one| of_count(f, one.now, one.before, More::Plain)),
            sizes: movement.map(|one| year.up_to(one)).unwrap_or_default(),
        }
    };
    let table = |id, key: &str, ones: Vec<_>| Table { id, title: f.t(key), rows: ones.into_iter().map(row).collect() };
    let tables = [table("pinned", "overview-pinned", pinned), table("movers", "overview-movers", movers)];
    Ok(tables.into_iter().filter(|table| !table.rows.is_empty()).collect())
}
