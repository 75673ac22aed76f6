//! What customers pay beside what others pay for the same, in words, tables and a picture.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::charts::bars::standing;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::prices::{Group, Prices, RUNG_IDS};

/// Says what was found.
pub(crate) fn findings(found: &Prices, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("prices-title"),
        says: says(found, voice),
        sheets: vec![rungs(found, voice), usual(found, voice)],
        charts: vec![bars(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Prices, voice: &Voice<'_>) -> Vec<String> {
    let [low, _, high] = found.ladder.cuts;
    let spread = Phrase::new("prices-spread")
        .with("low", voice.share(low))
        .with("high", voice.share(high))
        .with("n", voice.count(found.ladder.buyers));
    let mut says = vec![voice.say(&spread)];
    if let Some(limit) = found.rungs.first().and_then(|all| all.limit) {
        let accepted = Phrase::new("prices-limit")
            .with("half", voice.money(limit.half))
            .with("from", voice.money(limit.half_interval[0]))
            .with("to", voice.money(limit.half_interval[1]))
            .with("tenth", voice.money(limit.tenth));
        says.push(voice.say(&accepted));
    }
    if found.other_categories > 0 {
        let others = Phrase::new("prices-others").with("n", found.other_categories).with("compared", found.usual.len());
        says.push(voice.say(&others));
    }
    says
}

fn name(place: usize, group: &Group, voice: &Voice<'_>) -> String {
    match (&group.name, place) {
        (Some(name), _) => name.clone(),
        (None, 0) => voice.text("prices-all"),
        (None, place) => voice.text(&format!("prices-rung-{}", RUNG_IDS[place - 1])),
    }
}

fn rungs(found: &Prices, voice: &Voice<'_>) -> Sheet {
    let row = |(place, group): (usize, &Group)| {
        let limit = |of: fn(&analysis::prices::Limit) -> f64| Cell::of(group.limit.as_ref().map(of), Cell::Money);
        vec![
            Cell::Text(name(place, group, voice)),
            Cell::Count(group.customers),
            Cell::of(group.level, |level| Cell::Number(level, 3)),
            limit(|limit| limit.half),
            limit(|limit| limit.half_interval[0]),
            limit(|limit| limit.half_interval[1]),
            limit(|limit| limit.tenth),
        ]
    };
    let heads = [
        "prices-head-group",
        "rfm-head-customers",
        "prices-head-level",
        "prices-head-half",
        "prices-head-from",
        "prices-head-to",
        "prices-head-tenth",
    ];
    let rows = found.rungs.iter().enumerate().chain(found.groups.iter().map(|group| (0, group))).map(row);
    Sheet { title: voice.text("prices-rungs"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn usual(found: &Prices, voice: &Voice<'_>) -> Sheet {
    let rows = found.usual.iter().map(|one| vec![Cell::Text(one.category.clone()), Cell::Money(one.price)]);
    let heads = voice.heads(&["prices-head-category", "prices-head-usual"]);
    Sheet { title: voice.text("prices-usual"), heads, rows: rows.collect() }
}

fn bars(found: &Prices, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.rungs.iter().enumerate().map(|(place, group)| name(place, group, voice)).collect();
    let series = |key: &str, of: fn(&analysis::prices::Limit) -> f64| Series {
        name: voice.text(key),
        numbers: found.rungs.iter().map(|group| group.limit.as_ref().map(of)).collect(),
    };
    let sheet = rungs(found, voice).said(voice);
    let kept = [0, 3, 6];
    let picked = |row: &Vec<String>| kept.iter().map(|place| row[*place].clone()).collect();
    Chart {
        title: voice.text("prices-limits"),
        description: voice.text("prices-says"),
        option: standing(
            &names,
            &[series("prices-head-half", |limit| limit.half), series("prices-head-tenth", |limit| limit.tenth)],
        ),
        written: Written::Money(voice.currency.to_owned()),
        height: "",
        figures: Figures {
            heads: voice.heads(&["prices-head-group", "prices-head-half", "prices-head-tenth"]),
            rows: sheet.rows.iter().take(names.len()).map(picked).collect(),
        },
    }
}
