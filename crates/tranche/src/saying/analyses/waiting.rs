//! The time to the next order in words, tables and a curve.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::charts::line::{Series, line};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::waiting::{Told, Waiting};

/// Points of the curve drawn.
const POINTS: usize = 60;

/// Says what was found.
pub(crate) fn findings(found: &Waiting, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.say(&Phrase::new("waiting-title").with("after", found.after)),
        says: says(found, voice),
        sheets: vec![groups(found, voice), days(found, voice)],
        charts: vec![curve(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Waiting, voice: &Voice<'_>) -> Vec<String> {
    let [_, half, ..] = found.all.days_by_which;
    let median = match half {
        Some(days) => voice.say(&Phrase::new("waiting-half").with("days", voice.number(days, 0))),
        None => voice.text("waiting-never-half"),
    };
    let differs = found.difference.map(|test| {
        let key = if test.p_value < 0.05 { "waiting-differs" } else { "waiting-not-shown" };
        voice.say(&Phrase::new(key).with("p", probability(voice, test.p_value)))
    });
    let few = (found.all.curve.customers < 30).then(|| voice.text("waiting-few"));
    [median].into_iter().chain(differs).chain(few).collect()
}

fn probability(voice: &Voice<'_>, p: f64) -> String {
    if p < 0.0001 { format!("< {}", voice.number(0.0001, 4)) } else { format!("= {}", voice.number(p, 4)) }
}

fn all_of(found: &Waiting) -> impl Iterator<Item = &Told> {
    std::iter::once(&found.all).chain(&found.groups)
}

fn name(told: &Told, voice: &Voice<'_>) -> String {
    told.group.clone().unwrap_or_else(|| voice.text("waiting-all"))
}

fn groups(found: &Waiting, voice: &Voice<'_>) -> Sheet {
    let rows = all_of(found).map(|told| {
        let days = told.days_by_which.map(|days| Cell::of(days, |days| Cell::Number(days, 0)));
        let first = [Cell::Text(name(told, voice)), Cell::Count(told.curve.customers), Cell::Count(told.curve.events)];
        first.into_iter().chain(days).collect()
    });
    let heads = [
        "waiting-head-group",
        "rfm-head-customers",
        "waiting-head-again",
        "waiting-head-25",
        "waiting-head-50",
        "waiting-head-75",
        "waiting-head-90",
    ];
    Sheet { title: voice.text("waiting-groups"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn days(found: &Waiting, voice: &Voice<'_>) -> Sheet {
    let rows = all_of(found).flat_map(|told| {
        told.by_day.iter().map(|by| {
            vec![
                Cell::Text(name(told, voice)),
                Cell::Count(by.day as usize),
                Cell::Share(by.share),
                Cell::Share(by.interval[0]),
                Cell::Share(by.interval[1]),
            ]
        })
    });
    let heads = ["waiting-head-group", "waiting-head-day", "waiting-head-share", "head-low", "head-high"];
    Sheet { title: voice.text("waiting-days"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn curve(found: &Waiting, voice: &Voice<'_>) -> Chart {
    let longest = found.all.curve.longest.max(1.0);
    let points: Vec<f64> = (0..=POINTS).map(|point| (longest * point as f64 / POINTS as f64).round()).collect();
    let labels: Vec<String> = points.iter().map(|day| voice.number(*day, 0)).collect();
    let series: Vec<Series> = all_of(found)
        .map(|told| Series {
            name: name(told, voice),
            numbers: points.iter().map(|day| told.curve.share_at(*day).map(|left| 1.0 - left)).collect(),
        })
        .collect();
    let said = |number: &Option<f64>| number.map_or_else(|| "–".to_owned(), |share| voice.share(share));
    let rows = labels.iter().enumerate().step_by(5).map(|(place, label)| {
        std::iter::once(label.clone()).chain(series.iter().map(|series| said(&series.numbers[place]))).collect()
    });
    let rows = rows.collect();
    let heads = std::iter::once(voice.text("waiting-head-day")).chain(series.iter().map(|series| series.name.clone()));
    Chart {
        title: voice.text("waiting-curve"),
        description: voice.text("waiting-curve-says"),
        option: line(&labels, &series),
        written: Written::Share,
        height: "",
        figures: Figures { heads: heads.collect(), rows },
    }
}
