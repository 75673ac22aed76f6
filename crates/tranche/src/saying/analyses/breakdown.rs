//! What customers are worth by an attribute, in a table and a picture.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::bars::{lying, standing};
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::breakdown::{Breakdown, Group, Name};

/// Says what was found.
pub(crate) fn findings(found: &Breakdown, voice: &Voice<'_>) -> Findings {
    let title = voice.say(&Phrase::new("breakdown-title").with("by", &found.by));
    Findings {
        says: says(found, voice),
        sheets: vec![groups(found, voice)],
        charts: vec![bars(found, voice)],
        title,
        ..Findings::default()
    }
}

fn name(group: &Group, voice: &Voice<'_>) -> String {
    let number = |bound: f64| voice.number(bound, if bound.fract() == 0.0 { 0 } else { 2 });
    match &group.name {
        Name::Text(text) => text.clone(),
        Name::Between(Some(low), Some(high)) => {
            voice.say(&Phrase::new("breakdown-between").with("low", number(*low)).with("high", number(*high)))
        }
        Name::Between(None, Some(high)) => voice.say(&Phrase::new("breakdown-up-to").with("high", number(*high))),
        Name::Between(Some(low), None) => voice.say(&Phrase::new("breakdown-above").with("low", number(*low))),
        Name::Between(None, None) => voice.text("waiting-all"),
        Name::Others => voice.text("rfm-group-others"),
        Name::Unknown => voice.text("breakdown-unknown"),
    }
}

fn says(found: &Breakdown, voice: &Voice<'_>) -> Vec<String> {
    let known = found.groups.iter().filter(|group| group.customers >= 30);
    let best = known.max_by(|a, b| a.mean.total_cmp(&b.mean));
    let best = best.map(|group| {
        let phrase =
            Phrase::new("breakdown-best").with("group", name(group, voice)).with("mean", voice.money(group.mean));
        voice.say(&phrase)
    });
    best.into_iter().collect()
}

fn all(found: &Breakdown) -> impl Iterator<Item = &Group> {
    found.groups.iter().chain(&found.unknown)
}

fn groups(found: &Breakdown, voice: &Voice<'_>) -> Sheet {
    let (customers, amount) =
        all(found).fold((0, 0.0), |(customers, amount), group| (customers + group.customers, amount + group.amount));
    let rows = all(found).map(|group| {
        vec![
            Cell::Text(name(group, voice)),
            Cell::Count(group.customers),
            Cell::of(share_of(group.customers as f64, customers as f64), Cell::Share),
            Cell::Money(group.amount),
            Cell::of(share_of(group.amount, amount), Cell::Share),
            Cell::Money(group.mean),
            Cell::of(group.interval.map(|interval| interval.low), Cell::Money),
            Cell::of(group.interval.map(|interval| interval.high), Cell::Money),
            Cell::of(share_of(group.amount, group.orders), Cell::Money),
        ]
    });
    let heads = [
        "waiting-head-group",
        "rfm-head-customers",
        "rfm-head-share",
        "abc-head-amount",
        "rfm-head-amount-share",
        "abc-head-mean",
        "head-low",
        "head-high",
        "rfm-head-average",
    ];
    Sheet { title: voice.text("breakdown-groups"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn bars(found: &Breakdown, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.groups.iter().map(|group| name(group, voice)).collect();
    let numbers = found.groups.iter().map(|group| Some(group.mean)).collect();
    let series = [Series { name: voice.text("abc-head-mean"), numbers }];
    let is_ordered = !found.borders.is_empty();
    let rows = names.iter().zip(&found.groups).map(|(name, group)| vec![name.clone(), voice.money(group.mean)]);
    let rows = rows.collect();
    Chart {
        title: voice.text("breakdown-bars"),
        description: String::new(),
        option: if is_ordered { standing(&names, &series) } else { lying(&names, &series) },
        written: Written::Money(voice.currency.to_owned()),
        height: if is_ordered { "" } else { "tall" },
        figures: Figures { heads: voice.heads(&["waiting-head-group", "abc-head-mean"]), rows },
    }
}
