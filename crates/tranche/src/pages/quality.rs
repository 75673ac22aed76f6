//! How good the data are, as a page of the site and as a file that stands alone.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::phrase::Phrase;
use model::time::Instant;

use super::Answer;
use super::frame::{Frame, Tab};
use crate::catalogue::capitalised;
use crate::charts::bar::{Markup, bar};
use crate::ops::failure::Failure;
use crate::ops::quality::findings::Finding;
use crate::ops::quality::{FieldReport, Quality, SegmentCost, StreamReport, look};
use crate::saying::quality::{Voice, written};
use crate::serve::{Asking, Shared, assets};

#[derive(Template)]
#[template(path = "quality.html")]
struct Served<'a> {
    f: &'a Frame,
    v: &'a Voice<'a>,
    quality: &'a Quality,
    figures: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "quality_alone.html")]
struct Alone<'a> {
    v: &'a Voice<'a>,
    quality: &'a Quality,
    figures: Vec<(String, String)>,
    style: Markup,
    business: String,
    made: String,
}

/// `/data/quality`
pub(super) async fn quality(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Data, |base, f| {
            let quality = look(base, f.as_of.at)?;
            let voice = Voice::new(f.catalogue(), base)?;
            Answer::page(&Served { f, v: &voice, quality: &quality, figures: figures(&voice, &quality) })
        })
        .await
}

/// The whole as one file, without script, that asks nothing of any network.
pub(crate) fn alone(voice: &Voice<'_>, quality: &Quality, at: Instant) -> Result<String, Failure> {
    let made = Phrase::new("quality-page-made").with("at", voice.catalogue.moment(at, &voice.base.zone));
    let page = Alone {
        v: voice,
        quality,
        figures: figures(voice, quality),
        style: Markup::new(assets::style()),
        business: voice.base.store.settings().name.clone(),
        made: voice.say(&made),
    };
    page.render().map_err(|error| Failure::Failed(Phrase::new("failed-page").with("detail", error)))
}

/// The figures at the top, each with what it is.
fn figures(voice: &Voice<'_>, quality: &Quality) -> Vec<(String, String)> {
    let fields = || quality.attributes.iter().chain(quality.streams.iter().flat_map(|stream| &stream.fields));
    let read = || fields().filter(|field| !field.segments.is_empty());
    // Shares of attributes and of rows are of one weight each: a stream of many rows would drown all others.
    let share_of = |parts: Vec<(u64, u64)>| {
        let shares: Vec<u64> = parts.iter().filter(|(_, of)| *of > 0).map(|(part, of)| part * 1_000_000 / of).collect();
        voice.share(shares.iter().sum(), shares.len() as u64 * 1_000_000)
    };
    let filled = share_of(read().map(|field| (field.filled, field.of)).collect());
    let checked = fields().filter(|field| field.rule.is_some());
    let valid = share_of(checked.map(|field| (field.filled - field.invalid, field.filled)).collect());
    let whole =
        quality.segments.iter().filter(|segment| segment.unjudged == 0 && segment.without_rows.is_empty()).count();
    let of_segments = format!("{} / {}", voice.count(whole as u64), voice.count(quality.segments.len() as u64));
    let figures = [
        (voice.count(quality.customers), "quality-page-customers"),
        (filled, "quality-page-filled"),
        (valid, "quality-page-valid"),
        (of_segments, "quality-page-segments"),
        (voice.count(quality.refused), "quality-page-refused"),
    ];
    figures.into_iter().map(|(figure, key)| (figure, capitalised(&voice.text(key)))).collect()
}

/// What the template asks of who speaks.
impl Voice<'_> {
    fn t(&self, key: &str) -> String {
        self.text(key)
    }

    fn head(&self, key: &str) -> String {
        capitalised(&self.text(key))
    }

    fn touched(&self, finding: &Finding) -> String {
        capitalised(&self.touches(finding))
    }

    fn n(&self, count: impl Borrow<u64>) -> String {
        self.count(*count.borrow())
    }

    fn part(&self, part: impl Borrow<u64>, of: impl Borrow<u64>) -> String {
        self.share(*part.borrow(), *of.borrow())
    }

    fn bar(&self, part: impl Borrow<u64>, of: impl Borrow<u64>) -> Markup {
        bar(*part.borrow() as f64, *of.borrow() as f64)
    }

    fn suffering<'q>(&self, quality: &'q Quality) -> Vec<&'q SegmentCost> {
        let suffers = |segment: &&SegmentCost| segment.unjudged > 0 || !segment.without_rows.is_empty();
        quality.segments.iter().filter(suffers).collect()
    }

    fn because_of(&self, segment: &SegmentCost) -> String {
        let mut because = self.because(segment, 3);
        if !segment.without_rows.is_empty() {
            let streams: Vec<String> = segment.without_rows.iter().map(|stream| self.rows_of(stream)).collect();
            let empty = self.say(&Phrase::new("quality-page-without-rows").with("streams", streams.join(", ")));
            because = [because, empty].into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" · ");
        }
        capitalised(&because)
    }

    fn stream_name(&self, stream: &StreamReport) -> String {
        capitalised(&self.rows_of(&stream.name))
    }

    /// What is said of a stream after its name.
    fn stream_rest(&self, stream: &StreamReport) -> String {
        let said = self.stream(stream, &self.base.zone);
        let name = self.stream_name(stream);
        said.strip_prefix(&name).unwrap_or(&said).trim_start_matches([' ', '\u{a0}', ':']).to_owned()
    }

    fn field_name(&self, field: &FieldReport) -> String {
        capitalised(&self.field(&field.read))
    }

    fn code(&self, field: &FieldReport) -> String {
        written(&field.read)
    }

    fn remarked(&self, field: &FieldReport) -> String {
        capitalised(&self.remark(field))
    }
}
