//! When customers act, in words, tables and a map of the week.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::heat::heat;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::hours::{Hours, WEEKDAYS};

/// Says what was found.
pub(crate) fn findings(found: &Hours, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("analysis-hours"),
        says: says(found, voice),
        sheets: vec![by_hour(found, voice), by_day(found, voice)],
        charts: vec![week(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Hours, voice: &Voice<'_>) -> Vec<String> {
    let shares = found.profile.shares;
    let best = (1..shares.len()).fold(0, |best, hour| if shares[hour] > shares[best] { hour } else { best });
    let most = Phrase::new("hours-best")
        .with("hour", best)
        .with("until", (best + 1) % shares.len())
        .with("share", voice.share(shares[best]));
    vec![voice.say(&most), voice.text("hours-drawn")]
}

fn by_hour(found: &Hours, voice: &Voice<'_>) -> Sheet {
    let rows = (0..found.profile.shares.len()).map(|hour| {
        let count: f64 = found.counts.iter().map(|day| day[hour]).sum();
        vec![
            Cell::Text(format!("{hour:02}:00")),
            Cell::Number(count, 0),
            Cell::Share(found.profile.shares[hour]),
            Cell::Count(found.preferred[hour]),
            Cell::of(share_of(found.preferred[hour] as f64, found.active as f64), Cell::Share),
        ]
    });
    let heads = ["hours-head-hour", "hours-head-count", "hours-head-share", "hours-head-suits", "rfm-head-share"];
    Sheet { title: voice.text("hours-by-hour"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn days(voice: &Voice<'_>) -> Vec<String> {
    WEEKDAYS.iter().map(|day| voice.text(&format!("hours-{day}"))).collect()
}

fn by_day(found: &Hours, voice: &Voice<'_>) -> Sheet {
    let all: f64 = found.counts.iter().flatten().sum();
    let rows = days(voice).into_iter().zip(&found.counts).map(|(day, counts)| {
        let count: f64 = counts.iter().sum();
        vec![Cell::Text(day), Cell::Number(count, 0), Cell::of(share_of(count, all), Cell::Share)]
    });
    let heads = ["hours-head-day", "hours-head-count", "rfm-head-share"];
    Sheet { title: voice.text("hours-by-day"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn week(found: &Hours, voice: &Voice<'_>) -> Chart {
    let hours: Vec<String> = (0..found.profile.shares.len()).map(|hour| format!("{hour:02}")).collect();
    let cells: Vec<Vec<Option<f64>>> =
        found.counts.iter().map(|day| day.iter().map(|count| Some(*count)).collect()).collect();
    let said = days(voice)
        .into_iter()
        .zip(&found.counts)
        .map(|(day, counts)| std::iter::once(day).chain(counts.iter().map(|count| voice.number(*count, 0))).collect());
    let rows = said.collect();
    Chart {
        title: voice.text("hours-week"),
        description: voice.text("hours-week-says"),
        option: heat(&hours, &days(voice), &cells),
        written: Written::Count,
        height: "",
        figures: Figures { heads: std::iter::once(String::new()).chain(hours).collect(), rows },
    }
}
