//! When customers are to be expected again, in words and tables.

use model::phrase::Phrase;

use super::histogram::{histogram, sheet_of, steps};
use super::{Cell, Findings, Sheet, Tile, Voice, share_of};
use crate::charts::bars::standing;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::replenishment::{Due, GONE_FROM, Replenishment};

/// Weeks ahead that are told one by one.
const WEEKS: usize = 8;

/// Says what was found.
pub(crate) fn findings(found: &Replenishment, voice: &Voice<'_>) -> Findings {
    let steps = steps(&found.gaps);
    let heads = [voice.text("replenishment-head-gap"), voice.text("replenishment-head-gaps")];
    let says_gaps = Phrase::new("replenishment-gaps-says").with("days", voice.number(found.usual_days, 0));
    let (title, about) = (voice.text("replenishment-gaps"), voice.say(&says_gaps));
    let gaps = histogram(title, about, &steps, heads, voice, &|days| voice.number(days, 0));
    Findings {
        title: voice.text("replenishment-title"),
        tiles: tiles(found, voice),
        says: says(found, voice),
        sheets: vec![due(found, voice), calendar_sheet(found, voice), sheet_of(&gaps, &steps)],
        charts: vec![calendar(found, voice), gaps],
        ..Findings::default()
    }
}

fn tiles(found: &Replenishment, voice: &Voice<'_>) -> Vec<Tile> {
    let of = |count: usize| {
        let share = share_of(count as f64, found.buyers as f64).unwrap_or_default();
        voice.say(&Phrase::new("replenishment-of-buyers").with("share", voice.share(share)))
    };
    let tile = |key: &str, count: usize| Tile::new(voice.text(key), voice.count(count)).then(of(count));
    vec![
        tile("replenishment-tile-due", found.due),
        tile("replenishment-tile-soon", found.due_soon),
        tile("replenishment-tile-late", found.late),
        Tile::new(voice.text("replenishment-tile-usual"), voice.number(found.usual_days, 0))
            .then(voice.text("replenishment-tile-days")),
    ]
}

/// Buyers by when they are due: now, in each of the next weeks, later, likely gone.
fn by_week(found: &Replenishment, voice: &Voice<'_>) -> Vec<(String, usize)> {
    let mut weeks = vec![0_usize; WEEKS];
    let mut later = 0;
    for (_, _, next) in found.customers.iter().filter(|(_, _, next)| next.elapsed < GONE_FROM && next.due_in > 0.0) {
        match weeks.get_mut(((next.due_in - 1e-9) / 7.0) as usize) {
            Some(week) => *week += 1,
            None => later += 1,
        }
    }
    let week = |place: usize| voice.say(&Phrase::new("replenishment-week").with("place", place + 1));
    let mut named = vec![(voice.text("replenishment-now"), found.due)];
    named.extend(weeks.into_iter().enumerate().map(|(place, count)| (week(place), count)));
    named.push((voice.text("replenishment-later"), later));
    named.push((voice.text("replenishment-gone"), found.late));
    named
}

fn calendar(found: &Replenishment, voice: &Voice<'_>) -> Chart {
    let weeks = by_week(found, voice);
    let labels: Vec<String> = weeks.iter().map(|(label, _)| label.clone()).collect();
    let name = voice.text("replenishment-head-buyers");
    let numbers = weeks.iter().map(|(_, count)| Some(*count as f64)).collect();
    Chart {
        title: voice.text("replenishment-calendar"),
        description: voice.text("replenishment-calendar-says"),
        option: standing(&labels, &[Series { name: name.clone(), numbers }]),
        written: Written::Count,
        height: "",
        figures: Figures {
            heads: vec![voice.text("replenishment-head-when"), name],
            rows: weeks.iter().map(|(label, count)| vec![label.clone(), voice.count(*count)]).collect(),
        },
    }
}

fn calendar_sheet(found: &Replenishment, voice: &Voice<'_>) -> Sheet {
    let rows = by_week(found, voice).into_iter().map(|(label, count)| vec![Cell::Text(label), Cell::Count(count)]);
    Sheet {
        title: voice.text("replenishment-calendar"),
        heads: voice.heads(&["replenishment-head-when", "replenishment-head-buyers"]),
        rows: rows.collect(),
    }
}

fn says(found: &Replenishment, voice: &Voice<'_>) -> Vec<String> {
    let rhythm = Phrase::new("replenishment-rhythm")
        .with("buyers", voice.count(found.buyers))
        .with("gaps", voice.count(found.product.gaps))
        .with("days", voice.number(found.usual_days, 0));
    let key = if found.habit.is_replenished { "replenishment-regular" } else { "replenishment-irregular" };
    let habit = Phrase::new(key)
        .with("variation", voice.number(found.habit.variation, 2))
        .with("share", voice.share(found.habit.repeated_by));
    let due = Phrase::new("replenishment-due")
        .with("due", voice.count(found.due))
        .with("soon", voice.count(found.due_soon))
        .with("late", voice.count(found.late));
    let saved = Phrase::new("replenishment-agrees").with("share", voice.share(found.agreement));
    [due, rhythm, habit, saved].iter().map(|phrase| voice.say(phrase)).collect()
}

fn due(found: &Replenishment, voice: &Voice<'_>) -> Sheet {
    let heads = [
        "replenishment-head-customer",
        "replenishment-head-since",
        "replenishment-head-usual",
        "replenishment-head-from",
        "replenishment-head-to",
        "replenishment-head-week",
        "replenishment-head-month",
        "replenishment-head-elapsed",
    ];
    let row = |due: &Due| {
        vec![
            Cell::Text(due.id.clone()),
            Cell::Number(due.since_days, 0),
            Cell::Number(due.usual_days, 0),
            Cell::Number(due.window.low, 0),
            Cell::Number(due.window.high, 0),
            Cell::Share(due.within_week),
            Cell::Share(due.within_month),
            Cell::Share(due.elapsed),
        ]
    };
    Sheet {
        title: voice.text("replenishment-first"),
        heads: voice.heads(&heads),
        rows: found.first.iter().map(row).collect(),
    }
}
