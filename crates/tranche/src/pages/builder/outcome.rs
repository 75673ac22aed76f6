//! What a definition comes to: how its size went, some members, segments that share members. It takes longer than counting
//! and is fetched after the builder; without script it is a page of its own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::phrase::Phrase;
use model::segment::Segment;

use super::{Answer, opened};
use crate::ops::base::Base;
use crate::ops::building::Built;
use crate::ops::building::outcome::{Alike, Outcome, outcome as found};
use crate::ops::failure::Failure;
use crate::pages::frame::{Frame, Tab, address};
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
}

/// `/builder/outcome`
pub(in crate::pages) async fn outcome(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Segments, shown).await
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
        heads = outcome.sample.columns.iter().map(|(value, _)| words.write_value(value)).collect();
        for (id, values) in &outcome.sample.rows {
            let said = values.iter().zip(&outcome.sample.columns).map(|(value, (_, kind))| f.value(value, *kind));
            let why = match own.as_ref() {
                Some(segment) => address(
                    &format!("/customers/{}", crate::pages::frame::encoded(id)),
                    [("why", segment.id.as_str())].into_iter(),
                ),
                None => format!("/customers/{}", crate::pages::frame::encoded(id)),
            };
            rows.push((id.clone(), f.link(&why), said.collect()));
        }
    }
    let since = outcome.as_ref().and_then(|outcome| outcome.sizes.first()).map(|size| f.catalogue().day(size.on));
    let sizes: Vec<usize> = outcome.iter().flat_map(|outcome| outcome.sizes.iter().map(|size| size.count)).collect();
    let phrase = Phrase::new("builder-went")
        .with("day", since.unwrap_or_default())
        .with("first", f.n(sizes.first().copied().unwrap_or_default()))
        .with("last", f.n(sizes.last().copied().unwrap_or_default()));
    let words = f.asking.query.iter().map(|(word, value)| (word.as_str(), value.as_str()));
    let page = Page {
        back: address(super::HERE, words),
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

impl Page<'_> {
    /// The segments that share members.
    fn alike(&self) -> &[Alike] {
        self.outcome.as_ref().map_or(&[], |outcome| &outcome.alike)
    }
}
