//! Cohorts in words, triangles and a picture.

use analysis::cohorts::{Cell as Found, Cohort};
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::charts::heat::heat;
use crate::charts::line::{Series, line};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::cohorts::Cohorts;

/// Says what was found.
pub(crate) fn findings(found: &Cohorts, voice: &Voice<'_>) -> Findings {
    let retention = |cell: &Found| Cell::Share(cell.retention);
    let cumulated = |cell: &Found| Cell::Money(cell.cumulated);
    let active = |cell: &Found| Cell::Count(cell.active);
    Findings {
        title: voice.text("cohorts-title"),
        says: says(found, voice),
        sheets: vec![
            triangle(found, voice, "cohorts-retention", &retention),
            triangle(found, voice, "cohorts-cumulated", &cumulated),
            triangle(found, voice, "cohorts-active", &active),
        ],
        charts: vec![heat_map(found, voice), curve(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Cohorts, voice: &Voice<'_>) -> Vec<String> {
    let after = |age: usize| found.retention.get(age).map(|share| voice.share(*share));
    let first = after(1)
        .map(|share| voice.say(&Phrase::new("cohorts-first").with("share", share).with("every", every(found, voice))));
    let before = (found.before > 0).then(|| {
        let count = voice.count(found.before);
        voice.say(&Phrase::new("cohorts-before").with("n", found.before).with("count", count))
    });
    first.into_iter().chain(before).chain([voice.text("cohorts-incomplete")]).collect()
}

fn every(found: &Cohorts, voice: &Voice<'_>) -> String {
    use crate::ops::analyses::cohorts::Every;
    if let Some(days) = found.own_days {
        return voice.say(&Phrase::new("cohorts-days").with("days", days));
    }
    voice.text(match found.every {
        Every::Week => "cohorts-week",
        Every::Month => "cohorts-month",
        Every::Quarter => "cohorts-quarter",
    })
}

fn longest(found: &Cohorts) -> usize {
    found.cohorts.iter().map(|cohort| cohort.cells.len()).max().unwrap_or(0)
}

/// A cell of a period that is not over is left out of tables: it would read as a fall.
fn triangle(found: &Cohorts, voice: &Voice<'_>, key: &str, cell: &dyn Fn(&Found) -> Cell) -> Sheet {
    let rows = found.cohorts.iter().map(|cohort: &Cohort| {
        let first = [Cell::Text(found.periods[cohort.period].clone()), Cell::Count(cohort.customers)];
        let seen = |age: usize| cohort.cells.get(age).filter(|cell| cell.is_complete).map_or(Cell::None, cell);
        first.into_iter().chain((0..longest(found)).map(seen)).collect()
    });
    let ages = (0..longest(found)).map(|age| age.to_string());
    let heads = voice.heads(&["cohorts-head", "rfm-head-customers"]).into_iter().chain(ages).collect();
    Sheet { title: voice.text(key), heads, rows: rows.collect() }
}

fn heat_map(found: &Cohorts, voice: &Voice<'_>) -> Chart {
    let ages: Vec<String> = (0..longest(found)).map(|age| age.to_string()).collect();
    let names: Vec<String> = found.cohorts.iter().map(|cohort| found.periods[cohort.period].clone()).collect();
    let shares = |cohort: &Cohort| {
        let share = |age: usize| cohort.cells.get(age).filter(|cell| cell.is_complete).map(|cell| cell.retention);
        // The first age is always all of them, and would drown the others.
        (0..longest(found)).map(|age| share(age).filter(|_| age > 0)).collect::<Vec<_>>()
    };
    let cells: Vec<Vec<Option<f64>>> = found.cohorts.iter().map(shares).collect();
    let said = |share: &Option<f64>| share.map_or_else(String::new, |share| voice.share(share));
    let rows =
        names.iter().zip(&cells).map(|(name, row)| std::iter::once(name.clone()).chain(row.iter().map(said)).collect());
    Chart {
        title: voice.text("cohorts-retention"),
        description: voice.text("cohorts-heat-says"),
        option: heat(&ages, &names, &cells),
        written: Written::Share,
        height: "tall",
        figures: Figures {
            heads: std::iter::once(voice.text("cohorts-head")).chain(ages.iter().cloned()).collect(),
            rows: rows.collect(),
        },
    }
}

fn curve(found: &Cohorts, voice: &Voice<'_>) -> Chart {
    let ages: Vec<String> = (0..found.retention.len()).map(|age| age.to_string()).collect();
    let series = [Series {
        name: voice.text("cohorts-all"),
        numbers: found.retention.iter().map(|share| Some(*share)).collect(),
    }];
    let rows = ages.iter().zip(&found.retention).map(|(age, share)| vec![age.clone(), voice.share(*share)]);
    Chart {
        title: voice.text("cohorts-all"),
        description: voice.text("cohorts-curve-says"),
        option: line(&ages, &series),
        written: Written::Share,
        height: "",
        figures: Figures { heads: voice.heads(&["cohorts-age", "cohorts-all"]), rows: rows.collect() },
    }
}
