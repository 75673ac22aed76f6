//! How many segments are useful, in words, tables and a picture.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::charts::line::{Series, line};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::useful::Useful;

/// Says what was found.
pub(crate) fn findings(found: &Useful, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("useful-title"),
        says: says(found, voice),
        sheets: vec![gains(found, voice), segments(found, voice)],
        charts: vec![curve(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Useful, voice: &Voice<'_>) -> Vec<String> {
    let count = |n: usize| voice.count(n);
    let told = found.gains.last().map_or(0.0, |last| last.explained);
    let telling = Phrase::new("useful-telling")
        .with("n", found.gains.len())
        .with("count", count(found.gains.len()))
        .with("of", count(found.segments.len()))
        .with("share", voice.share(told));
    let small = found.segments.iter().filter(|segment| segment.is_small).count();
    let same = found.segments.iter().filter(|segment| !segment.same_as.is_empty()).count();
    let apart = Phrase::new("useful-apart").with("small", count(small)).with("least", count(found.least));
    vec![voice.say(&telling), voice.say(&apart.with("same", count(same)))]
}

fn gains(found: &Useful, voice: &Voice<'_>) -> Sheet {
    let rows = found.gains.iter().enumerate().map(|(place, taken)| {
        vec![
            Cell::Count(place + 1),
            Cell::Text(found.segments[taken.segment].id.clone()),
            Cell::Count(taken.groups),
            Cell::Share(taken.gain),
            Cell::Share(taken.explained),
        ]
    });
    let heads =
        ["useful-head-place", "useful-head-segment", "useful-head-groups", "useful-head-gain", "useful-head-explained"];
    Sheet { title: voice.text("useful-gains"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn segments(found: &Useful, voice: &Voice<'_>) -> Sheet {
    let rows = found.segments.iter().map(|segment| {
        let small = if segment.is_small { voice.text("useful-small") } else { String::new() };
        vec![
            Cell::Text(segment.id.clone()),
            Cell::Count(segment.customers),
            Cell::Text(small),
            Cell::Text(segment.same_as.join(", ")),
            Cell::Text(segment.within.join(", ")),
            Cell::Text(segment.used_by.join(", ")),
        ]
    });
    let heads = [
        "useful-head-segment",
        "rfm-head-customers",
        "useful-head-small",
        "useful-head-same",
        "useful-head-within",
        "useful-head-used",
    ];
    Sheet { title: voice.text("useful-segments"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn curve(found: &Useful, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.gains.iter().map(|taken| found.segments[taken.segment].id.clone()).collect();
    let numbers = found.gains.iter().map(|taken| Some(taken.explained)).collect();
    let rows = names.iter().zip(&found.gains).map(|(name, taken)| vec![name.clone(), voice.share(taken.explained)]);
    let rows = rows.collect();
    Chart {
        title: voice.text("useful-gains"),
        description: voice.text("useful-says"),
        option: line(&names, &[Series { name: voice.text("useful-head-explained"), numbers }]),
        written: Written::Share,
        height: "",
        figures: Figures { heads: voice.heads(&["useful-head-segment", "useful-head-explained"]), rows },
    }
}
