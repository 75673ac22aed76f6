//! Two segments side by side in words, a table and a picture.

use analysis::comparison::NEGLIGIBLE;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::charts::bars::lying;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::comparison::{Compared, Comparison, Found};

/// What differs most, drawn.
const DRAWN: usize = 15;

/// Says what was found.
pub(crate) fn findings(found: &Comparison, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("comparison-title"),
        says: says(found, voice),
        sheets: vec![numbers(found, voice), categories(found, voice)],
        charts: vec![bars(found, voice)],
        ..Findings::default()
    }
}

fn second(found: &Comparison, voice: &Voice<'_>) -> String {
    found.second.clone().unwrap_or_else(|| voice.text("comparison-everybody"))
}

fn name(compared: &Compared, voice: &Voice<'_>) -> String {
    if compared.is_figure { voice.text(&compared.name) } else { compared.name.clone() }
}

fn says(found: &Comparison, voice: &Voice<'_>) -> Vec<String> {
    let [first, other, both] = found.sizes;
    let sizes = Phrase::new("comparison-sizes")
        .with("first", &found.first)
        .with("n_first", voice.count(first))
        .with("second", second(found, voice))
        .with("n_second", voice.count(other));
    let both =
        (both > 0).then(|| voice.say(&Phrase::new("comparison-both").with("n", both).with("count", voice.count(both))));
    let same = found.compared.iter().filter(|one| one.apart() < NEGLIGIBLE).count();
    let differ = Phrase::new("comparison-differ")
        .with("n", found.compared.len() - same)
        .with("differ", voice.count(found.compared.len() - same))
        .with("all", voice.count(found.compared.len()));
    [voice.say(&sizes)].into_iter().chain(both).chain([voice.say(&differ)]).collect()
}

fn numbers(found: &Comparison, voice: &Voice<'_>) -> Sheet {
    let rows = found.compared.iter().filter_map(|one| {
        let Found::Numbers(numbers) = &one.found else { return None };
        let amount = |number: f64| if one.is_money { Cell::Money(number) } else { Cell::Number(number, 2) };
        Some(vec![
            Cell::Text(name(one, voice)),
            amount(numbers.first.mean),
            amount(numbers.second.mean),
            amount(numbers.difference),
            Cell::of(numbers.interval.map(|interval| interval.low), amount),
            Cell::of(numbers.interval.map(|interval| interval.high), amount),
            Cell::of(numbers.standardised, |standardised| Cell::Number(standardised, 2)),
        ])
    });
    Sheet { title: voice.text("comparison-numbers"), heads: heads(found, voice), rows: rows.collect() }
}

fn heads(found: &Comparison, voice: &Voice<'_>) -> Vec<String> {
    let mut heads = voice.heads(&[
        "comparison-head-what",
        "",
        "",
        "comparison-head-difference",
        "head-low",
        "head-high",
        "comparison-head-apart",
    ]);
    heads[1] = found.first.clone();
    heads[2] = second(found, voice);
    heads
}

fn categories(found: &Comparison, voice: &Voice<'_>) -> Sheet {
    let rows = found.compared.iter().flat_map(|one| {
        let Found::Categories(categories) = &one.found else { return Vec::new() };
        // Of a share, who does not count is the rest.
        let n_shown = if one.is_figure { 1 } else { categories.levels.len() };
        let row = |(place, level): (usize, &analysis::comparison::Level)| {
            let of = one.levels.get(place).map(|of| of.clone().unwrap_or_else(|| voice.text("comparison-others")));
            let name = name(one, voice);
            vec![
                Cell::Text(of.map_or(name.clone(), |of| format!("{name} = {of}"))),
                Cell::Share(level.first.rate()),
                Cell::Share(level.second.rate()),
                Cell::Share(level.difference),
                Cell::Share(level.interval.low),
                Cell::Share(level.interval.high),
                Cell::of(level.standardised, |standardised| Cell::Number(standardised, 2)),
            ]
        };
        categories.levels.iter().take(n_shown).enumerate().map(row).collect()
    });
    Sheet { title: voice.text("comparison-shares"), heads: heads(found, voice), rows: rows.collect() }
}

fn bars(found: &Comparison, voice: &Voice<'_>) -> Chart {
    let drawn = || found.compared.iter().take(DRAWN);
    let names: Vec<String> = drawn().map(|one| name(one, voice)).collect();
    let series =
        [Series { name: voice.text("comparison-head-apart"), numbers: drawn().map(|one| Some(one.apart())).collect() }];
    let rows = names.iter().zip(drawn()).map(|(name, one)| vec![name.clone(), voice.number(one.apart(), 2)]).collect();
    Chart {
        title: voice.text("comparison-apart"),
        description: voice.text("comparison-apart-says"),
        option: lying(&names, &series),
        written: Written::Number,
        height: "tall",
        figures: Figures { heads: voice.heads(&["comparison-head-what", "comparison-head-apart"]), rows },
    }
}
