//! Which other segments the members of a segment are in.

use askama::Template;
use model::phrase::Phrase;

use super::{Head, answered, head};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::overlap::{Shared, overlap};
use crate::ops::segment::{Described, titles};
use crate::pages::Answer;
use crate::pages::frame::{Frame, encoded};

#[derive(Template)]
#[template(path = "segment_overlap.html")]
struct Overlap<'a> {
    f: &'a Frame,
    head: Head,
    rows: Vec<Row>,
}

/// Another segment.
struct Row {
    name: String,
    address: String,
    both: String,
    of_members: String,
    bar: crate::charts::bar::Markup,
    of_it: String,
    lift: String,
    /// Where both conditions are built into one.
    builder: String,
}

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, _) = head(base, f, about, "overlap")?;
    let titles = titles(base)?;
    let row = |shared: Shared| {
        let text = format!("in segment '{}' and in segment '{}'", about.id, shared.id);
        Row {
            name: titles.get(&shared.id).map_or(shared.id.as_str(), |titled| f.one_of(&titled.name)).to_owned(),
            address: f.segment_link(&shared.id),
            both: f.n(shared.both),
            of_members: f.share(shared.of_members),
            bar: f.bar_of(shared.of_members),
            of_it: f.share(shared.of_it),
            lift: shared.lift.map_or_else(
                || "–".to_owned(),
                |lift| f.say(&Phrase::new("segment-times").with("times", f.catalogue().number(lift, 1))),
            ),
            builder: f.link(&format!("/builder?q={}", encoded(&text))),
        }
    };
    // Parts of segmentations are segments by other names too: each is told once.
    let shared = overlap(base, &about.id, f.as_of)?.into_iter();
    let shared = shared.filter(|shared| titles.get(&shared.id).is_some_and(|titled| titled.part_of.is_none()));
    answered(&Overlap { rows: shared.map(row).collect(), head, f })
}
