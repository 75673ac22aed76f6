//! When customers are to be expected again, in words and tables.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::ops::analyses::replenishment::{Due, Replenishment};

/// Says what was found.
pub(crate) fn findings(found: &Replenishment, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("replenishment-title"),
        says: says(found, voice),
        sheets: vec![due(found, voice)],
        charts: Vec::new(),
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
    [rhythm, habit, due].iter().map(|phrase| voice.say(phrase)).collect()
}

fn due(found: &Replenishment, voice: &Voice<'_>) -> Sheet {
    let heads = [
        "replenishment-head-customer",
        "replenishment-head-since",
        "replenishment-head-usual",
        "replenishment-head-from",
        "replenishment-head-to",
        "replenishment-head-elapsed",
    ];
    let row = |due: &Due| {
        vec![
            Cell::Text(due.id.clone()),
            Cell::Number(due.since_days, 0),
            Cell::Number(due.usual_days, 0),
            Cell::Number(due.window.low, 0),
            Cell::Number(due.window.high, 0),
            Cell::Share(due.elapsed),
        ]
    };
    Sheet {
        title: voice.text("replenishment-first"),
        heads: voice.heads(&heads),
        rows: found.first.iter().map(row).collect(),
    }
}
