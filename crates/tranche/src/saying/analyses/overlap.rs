//! Overlaps of segments in words, tables and pictures.

use model::phrase::Phrase;

use super::{Cell, Findings, Proposal, Sheet, Voice, share_of};
use crate::charts::bars::lying;
use crate::charts::heat::heat;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::overlap::Overlaps;

/// Exact intersections drawn: the largest ones.
const DRAWN: usize = 20;
/// Exact intersections and pairs shown.
const SHOWN: usize = 50;

/// Exact intersections offered as segments: the largest ones.
const PROPOSED: usize = 6;

/// Says what was found.
pub(crate) fn findings(found: &Overlaps, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("overlap-title"),
        says: says(found, voice),
        proposals: (0..found.exactly.len().min(PROPOSED)).filter_map(|place| proposal(found, place, voice)).collect(),
        sheets: vec![pairs(found, voice), exactly(found, voice)],
        charts: vec![heat_map(found, voice), bars(found, voice)],
        ..Findings::default()
    }
}

fn proposal(found: &Overlaps, place: usize, voice: &Voice<'_>) -> Option<Proposal> {
    let exactly = &found.exactly[place];
    let names: Vec<String> = exactly.segments.iter().map(|place| name(found, *place)).collect();
    let share = share_of(exactly.customers as f64, found.origin.customers as f64).unwrap_or_default();
    let says = Phrase::new("overlap-proposal").with("n", exactly.customers);
    let says = says.with("count", voice.count(exactly.customers)).with("share", voice.share(share));
    Some(Proposal { name: names.join(" + "), says: voice.say(&says), definition: found.definition(place)? })
}

fn name(found: &Overlaps, place: usize) -> String {
    found.segments[place].segment.clone()
}

fn says(found: &Overlaps, voice: &Voice<'_>) -> Vec<String> {
    let none = voice.say(
        &Phrase::new("overlap-none")
            .with("n", found.none)
            .with("count", voice.count(found.none))
            .with("of", voice.count(found.origin.customers)),
    );
    let closest = found.pairs.iter().filter(|pair| pair.both > 0);
    let closest = closest.max_by(|a, b| a.jaccard.unwrap_or(0.0).total_cmp(&b.jaccard.unwrap_or(0.0)));
    let closest = closest.map(|pair| {
        voice.say(
            &Phrase::new("overlap-closest")
                .with("first", name(found, pair.first))
                .with("second", name(found, pair.second))
                .with("both", voice.count(pair.both))
                .with("share", voice.share(pair.jaccard.unwrap_or(0.0))),
        )
    });
    closest.into_iter().chain([none]).collect()
}

fn pairs(found: &Overlaps, voice: &Voice<'_>) -> Sheet {
    let mut pairs: Vec<_> = found.pairs.iter().filter(|pair| pair.both > 0).collect();
    pairs.sort_by(|a, b| b.jaccard.unwrap_or(0.0).total_cmp(&a.jaccard.unwrap_or(0.0)));
    let rows = pairs.into_iter().take(SHOWN).map(|pair| {
        vec![
            Cell::Text(name(found, pair.first)),
            Cell::Text(name(found, pair.second)),
            Cell::Count(pair.both),
            Cell::of(pair.jaccard, Cell::Share),
            Cell::of(pair.of_first, Cell::Share),
            Cell::of(pair.of_second, Cell::Share),
            Cell::of(pair.lift, |lift| Cell::Number(lift, 2)),
        ]
    });
    let heads = [
        "overlap-head-first",
        "overlap-head-second",
        "overlap-head-both",
        "overlap-head-jaccard",
        "overlap-head-of-first",
        "overlap-head-of-second",
        "overlap-head-lift",
    ];
    Sheet { title: voice.text("overlap-pairs"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn exactly(found: &Overlaps, voice: &Voice<'_>) -> Sheet {
    let rows = found.exactly.iter().take(SHOWN).enumerate().map(|(place, one)| {
        vec![
            Cell::Count(place + 1),
            Cell::Text(one.segments.iter().map(|place| name(found, *place)).collect::<Vec<_>>().join(" + ")),
            Cell::Count(one.customers),
            Cell::of(share_of(one.customers as f64, found.origin.customers as f64), Cell::Share),
        ]
    });
    let heads = ["overlap-head-place", "overlap-head-exactly", "rfm-head-customers", "rfm-head-share"];
    Sheet { title: voice.text("overlap-exactly"), heads: voice.heads(&heads), rows: rows.collect() }
}

/// The share of each row's members who are in the column's segment.
fn heat_map(found: &Overlaps, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.segments.iter().map(|sized| sized.segment.clone()).collect();
    let mut cells = vec![vec![Some(1.0); names.len()]; names.len()];
    for pair in &found.pairs {
        cells[pair.first][pair.second] = pair.of_first;
        cells[pair.second][pair.first] = pair.of_second;
    }
    let rows = names.iter().zip(&cells).map(|(name, row)| {
        let said = row.iter().map(|share| share.map_or_else(|| "–".to_owned(), |share| voice.share(share)));
        std::iter::once(name.clone()).chain(said).collect()
    });
    let rows = rows.collect();
    Chart {
        title: voice.text("overlap-heat"),
        description: voice.text("overlap-heat-says"),
        option: heat(&names, &names, &cells),
        written: Written::Share,
        height: "tall",
        figures: Figures { heads: std::iter::once(String::new()).chain(names).collect(), rows },
    }
}

fn bars(found: &Overlaps, voice: &Voice<'_>) -> Chart {
    let drawn = || found.exactly.iter().take(DRAWN);
    let names: Vec<String> = drawn()
        .map(|one| one.segments.iter().map(|place| name(found, *place)).collect::<Vec<_>>().join(" + "))
        .collect();
    let numbers = drawn().map(|one| Some(one.customers as f64)).collect();
    let series = [Series { name: voice.text("rfm-head-customers"), numbers }];
    let rows = names.iter().zip(drawn()).map(|(name, one)| vec![name.clone(), voice.count(one.customers)]).collect();
    Chart {
        title: voice.text("overlap-exactly"),
        description: voice.text("overlap-bars-says"),
        option: lying(&names, &series),
        written: Written::Count,
        height: "tall",
        figures: Figures { heads: voice.heads(&["overlap-head-exactly", "rfm-head-customers"]), rows },
    }
}
