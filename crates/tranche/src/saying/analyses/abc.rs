//! Tranches of customers in words, tables and the concentration curve.

use analysis::abc::Tranche;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::line::{Series, line};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::abc::{Abc, letter};

/// Says what was found.
pub(crate) fn findings(found: &Abc, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("abc-title"),
        says: says(found, voice),
        sheets: vec![tranches(found, voice), parts(found, voice)],
        charts: vec![curve(found, voice)],
        ..Findings::default()
    }
}

fn ranked(found: &Abc) -> f64 {
    found.cut.tranches.iter().map(|tranche| tranche.customers).sum::<usize>() as f64
}

fn says(found: &Abc, voice: &Voice<'_>) -> Vec<String> {
    let mut says = Vec::new();
    for (place, tranche) in found.cut.tranches.iter().enumerate() {
        let customers = share_of(tranche.customers as f64, ranked(found)).unwrap_or_default();
        let amount = share_of(tranche.amount, found.amount()).unwrap_or_default();
        says.push(
            voice.say(
                &Phrase::new("abc-says")
                    .with("letter", letter(place))
                    .with("customers", voice.share(customers))
                    .with("amount", voice.share(amount)),
            ),
        );
    }
    let [low, high] = found.concentration.interval;
    says.push(
        voice.say(
            &Phrase::new("abc-gini")
                .with("gini", voice.number(found.concentration.gini_corrected, 3))
                .with("low", voice.number(low, 3))
                .with("high", voice.number(high, 3)),
        ),
    );
    if found.cut.negative.customers > 0 {
        says.push(
            voice.say(
                &Phrase::new("abc-negative")
                    .with("n", found.cut.negative.customers)
                    .with("count", voice.count(found.cut.negative.customers))
                    .with("amount", voice.money(found.cut.negative.amount)),
            ),
        );
    }
    says
}

fn row(name: String, tranche: &Tranche, found: &Abc) -> Vec<Cell> {
    vec![
        Cell::Text(name),
        Cell::Count(tranche.customers),
        Cell::of(share_of(tranche.customers as f64, ranked(found)), Cell::Share),
        Cell::Money(tranche.amount),
        Cell::of(share_of(tranche.amount, found.amount()), Cell::Share),
        Cell::of(share_of(tranche.amount, tranche.customers as f64), Cell::Money),
        Cell::of(tranche.least, Cell::Money),
        Cell::of(tranche.most, Cell::Money),
    ]
}

fn heads(voice: &Voice<'_>) -> Vec<String> {
    voice.heads(&[
        "abc-head-tranche",
        "rfm-head-customers",
        "rfm-head-share",
        "abc-head-amount",
        "rfm-head-amount-share",
        "abc-head-mean",
        "abc-head-least",
        "abc-head-most",
    ])
}

fn tranches(found: &Abc, voice: &Voice<'_>) -> Sheet {
    let named = found.cut.tranches.iter().enumerate();
    let mut rows: Vec<Vec<Cell>> =
        named.map(|(place, tranche)| row(letter(place).to_string(), tranche, found)).collect();
    let apart = [
        ("abc-nothing", Tranche { customers: found.cut.nothing, ..Tranche::default() }),
        ("abc-below-zero", found.cut.negative.clone()),
    ];
    for (key, tranche) in apart.into_iter().filter(|(_, tranche)| tranche.customers > 0) {
        let mut cells = row(voice.text(key), &tranche, found);
        // Shares are of those who are ranked.
        cells[2] = Cell::None;
        cells[4] = Cell::None;
        rows.push(cells);
    }
    Sheet { title: voice.text("abc-tranches"), heads: heads(voice), rows }
}

fn parts(found: &Abc, voice: &Voice<'_>) -> Sheet {
    let named = found.parts.iter().enumerate();
    let rows = named.map(|(place, part)| row((place + 1).to_string(), part, found)).collect();
    let title = Phrase::new("abc-parts").with("count", voice.count(found.parts.len()));
    Sheet { title: voice.say(&title), heads: heads(voice), rows }
}

fn curve(found: &Abc, voice: &Voice<'_>) -> Chart {
    let points = &found.concentration.curve;
    let labels: Vec<String> = points.iter().map(|[customers, _]| voice.share(*customers)).collect();
    let series = [
        Series {
            name: voice.text("abc-curve-amount"),
            numbers: points.iter().map(|[_, amount]| Some(*amount)).collect(),
        },
        Series { name: voice.text("abc-curve-equal"), numbers: points.iter().map(|[share, _]| Some(*share)).collect() },
    ];
    let rows = points.iter().step_by(10).map(|[share, amount]| vec![voice.share(*share), voice.share(*amount)]);
    Chart {
        title: voice.text("abc-curve"),
        description: voice.text("abc-curve-says"),
        option: line(&labels, &series),
        written: Written::Share,
        height: "",
        figures: Figures { heads: voice.heads(&["rfm-head-customers", "abc-curve-amount"]), rows: rows.collect() },
    }
}
