//! What a definition comes to: how its size went, some members, segments that share members. It takes longer than counting
//! and is fetched after the builder; without script it is a page of its own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::forms::Test;
use model::phrase::Phrase;
use model::segment::Segment;

use super::{Answer, opened};
use crate::ops::base::Base;
use crate::ops::building::Built;
use crate::ops::building::outcome::{Alike, CHANNELS, Change, Outcome, outcome as found, reachable};
use crate::ops::failure::Failure;
use crate::pages::frame::{Frame, Tab, address, encoded};
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "builder_outcome.html")]
struct Page<'a> {
    f: &'a Frame,
    back: String,
    outcome: Option<Outcome>,
    sizes: Vec<usize>,
    /// How the size went, in words.
    went: String,
    heads: Vec<String>,
    rows: Vec<(String, String, Vec<String>)>,
    own: Option<&'a Segment>,
    change: Option<Shown>,
}

/// What saving would change, as it is shown.
struct Shown {
    says: String,
    /// What the segment says no longer, line by line.
    gone: Vec<String>,
    /// What it says from then on.
    new: Vec<String>,
    gained: Vec<(String, String)>,
    lost: Vec<(String, String)>,
}

/// What saving would change, in words.
fn told(base: &Base, f: &Frame, change: &Change, after: &Test) -> Shown {
    let words = f.sentences(base);
    let (before, after) = (words.write_lines(&change.before), words.write_lines(after));
    let only = |lines: &[String], others: &[String]| -> Vec<String> {
        let own = lines.iter().filter(|line| !others.contains(line));
        own.map(|line| line.trim_start_matches([' ', '–']).to_owned()).collect()
    };
    let phrase = Phrase::new("builder-change").with("gained", f.n(change.gained)).with("lost", f.n(change.lost));
    let linked = |ids: &[String]| ids.iter().map(|id| (id.clone(), f.link(&customer(id)))).collect();
    Shown {
        says: f.say(&phrase),
        gone: only(&before, &after),
        new: only(&after, &before),
        gained: linked(&change.some_gained),
        lost: linked(&change.some_lost),
    }
}

fn customer(id: &str) -> String {
    format!("/customers/{}", encoded(id))
}

/// `/builder/outcome`
pub(in crate::pages) async fn outcome(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Segments, shown).await
}

#[derive(Template)]
#[template(path = "builder_reach.html")]
struct Reach<'a> {
    f: &'a Frame,
    back: String,
    count: usize,
    channels: Vec<(String, usize)>,
}

/// `/builder/reach`
pub(in crate::pages) async fn reach(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Segments, |base, f| {
            let own = opened(base, f.asking.word("segment"))?;
            let saved = own.as_ref().map(Segment::definition).unwrap_or_default();
            let built = Built::of(base, f.asking.word("q").unwrap_or(&saved))?;
            let (sizes, count) = match &built.test {
                Some(test) => reachable(base, test, f.as_of)?,
                None => (Vec::new(), 0),
            };
            let named = CHANNELS.iter().zip(sizes);
            let channels = named.map(|(channel, size)| (f.t(&format!("builder-channel-{channel}")), size)).collect();
            Answer::page(&Reach { f, back: back(f), count, channels })
        })
        .await
}

/// The builder with this very definition.
fn back(f: &Frame) -> String {
    let words = f.asking.query.iter().map(|(word, value)| (word.as_str(), value.as_str()));
    address(super::HERE, words)
}

fn shown(base: &Base, f: &Frame) -> Result<Answer, Failure> {
    let own = opened(base, f.asking.word("segment"))?;
    let saved = own.as_ref().map(Segment::definition).unwrap_or_default();
    let built = Built::of(base, f.asking.word("q").unwrap_or(&saved))?;
    let id = own.as_ref().map(|segment| segment.id.as_str());
    let outcome = match &built.test {
        Some(test) => Some(found(base, test, id, f.as_of)?),
        None => None,
    };
    let (mut heads, mut rows) = (Vec::new(), Vec::new());
    if let Some(outcome) = &outcome {
        let words = f.sentences(base);
        let head = |value| words.write_value(value).trim_end_matches(',').to_owned();
        heads = outcome.sample.columns.iter().map(|(value, _)| head(value)).collect();
        for (id, values) in &outcome.sample.rows {
            let said = values.iter().zip(&outcome.sample.columns).map(|(value, (_, kind))| f.value(value, *kind));
            // What is not saved has no id to be told of: its text is.
            let why = match own.as_ref().filter(|_| outcome.change.is_none()) {
                Some(segment) => address(&customer(id), [("why", segment.id.as_str())].into_iter()),
                None => address(&customer(id), [("q", built.text.as_str())].into_iter()),
            };
            rows.push((id.clone(), format!("{}#why", f.link(&why)), said.collect()));
        }
    }
    let since = outcome.as_ref().and_then(|outcome| outcome.sizes.first()).map(|size| f.catalogue().day(size.on));
    let sizes: Vec<usize> = outcome.iter().flat_map(|outcome| outcome.sizes.iter().map(|size| size.count)).collect();
    let phrase = Phrase::new("builder-went")
        .with("day", since.unwrap_or_default())
        .with("first", f.n(sizes.first().copied().unwrap_or_default()))
        .with("today", sizes_on(outcome.as_ref()).map(|day| f.catalogue().day(day)).unwrap_or_default())
        .with("last", f.n(sizes.last().copied().unwrap_or_default()));
    let change = outcome.as_ref().and_then(|outcome| outcome.change.as_ref()).zip(built.test.as_ref());
    let page = Page {
        change: change.map(|(change, test)| told(base, f, change, test)),
        back: back(f),
        sizes,
        went: f.say(&phrase),
        heads,
        rows,
        outcome,
        own: own.as_ref(),
        f,
    };
    Answer::page(&page)
}

/// The day of the last size.
fn sizes_on(outcome: Option<&Outcome>) -> Option<model::time::Day> {
    outcome?.sizes.last().map(|size| size.on)
}

impl Page<'_> {
    /// The segments that share members.
    fn alike(&self) -> &[Alike] {
        self.outcome.as_ref().map_or(&[], |outcome| &outcome.alike)
    }
}
