//! What customers will be worth, in words, tables and a picture.

use analysis::btyd::gamma_gamma::CORRELATED_ABOVE;
use analysis::interval::Interval;
use model::phrase::Phrase;

use super::histogram::sheet_of;
use super::hypothesis::confidence;
use super::{Cell, Findings, Sheet, Tile, Voice, share_of};
use crate::ops::analyses::value::{Checked, Plain, Told, Value};
use crate::ops::failure::Failure;

mod pictures;

use pictures::{calibration, spread, tracked, tracking};

/// Says what was found.
pub(crate) fn findings(found: &Value, voice: &Voice<'_>) -> Findings {
    let title = voice.text("value-title");
    if let Some(plain) = &found.without_model {
        let says = without_model(plain, voice);
        return Findings { title, says, ..Findings::default() };
    }
    let Some(told) = &found.forecast else {
        return Findings { title, ..Findings::default() };
    };
    let (spread, steps) = spread(told, voice);
    let mut sheets = vec![tenths(told, voice), customers(told, voice), parameters(told, voice)];
    let mut charts = Vec::new();
    if let Some(checked) = &told.checked {
        charts.push(tracking(found, checked, voice));
        charts.push(calibration(checked, voice));
        sheets.push(tracked(found, checked, voice));
        sheets.push(by_repeats(checked, voice));
    }
    sheets.push(sheet_of(&spread, &steps));
    charts.push(spread);
    let (says, tiles) = (says(found, told, voice), tiles(found, told, voice));
    Findings { title, tiles, says, sheets, charts, ..Findings::default() }
}

fn tiles(found: &Value, told: &Told, voice: &Voice<'_>) -> Vec<Tile> {
    let total = &told.purchases;
    let between = Phrase::new("interval-between")
        .with("low", voice.number(total.interval.low, 0))
        .with("high", voice.number(total.interval.high, 0));
    let days = Phrase::new("value-tile-days").with("days", voice.count(found.horizon_days as usize));
    let share = share_of(told.alive, found.buyers as f64).unwrap_or_default();
    let alive =
        Phrase::new("value-tile-of").with("share", voice.share(share)).with("buyers", voice.count(found.buyers));
    let mut tiles = vec![
        Tile::new(voice.text("value-tile-value"), voice.money(told.value)).then(voice.say(&days)),
        Tile::new(voice.text("value-tile-purchases"), voice.number(total.sum, 0)).then(voice.say(&between)),
        Tile::new(voice.text("value-tile-alive"), voice.number(told.alive, 0)).then(voice.say(&alive)),
    ];
    let validation = told.checked.as_ref().map(|checked| &checked.validation);
    if let Some((auc, recency)) = validation.and_then(|validation| validation.auc.zip(validation.auc_of_recency)) {
        let recency = Phrase::new("value-tile-recency").with("recency", voice.share(recency));
        tiles.push(Tile::new(voice.text("value-tile-auc"), voice.share(auc)).then(voice.say(&recency)));
    }
    tiles
}

fn says(found: &Value, told: &Told, voice: &Voice<'_>) -> Vec<String> {
    let total = &told.purchases;
    let mut says = vec![
        voice.say(
            &Phrase::new("value-total")
                .with("buyers", voice.count(found.buyers))
                .with("days", voice.count(found.horizon_days as usize))
                .with("purchases", voice.number(total.sum, 0))
                .with("low", voice.number(total.interval.low, 0))
                .with("high", voice.number(total.interval.high, 0))
                .with("value", voice.money(told.value))
                .with("confidence", confidence(found.confidence, voice)),
        ),
        voice.say(
            &Phrase::new("value-alive")
                .with("alive", voice.number(told.alive, 0))
                .with("share", voice.share(told.alive / found.buyers.max(1) as f64)),
        ),
    ];
    if let Some(Checked { days, validation, .. }) = &told.checked {
        let phrase = Phrase::new("value-checked")
            .with("days", voice.count(*days as usize))
            .with("forecast", voice.number(validation.forecast, 0))
            .with("happened", voice.number(validation.happened, 0))
            .with("run-rate", voice.number(validation.run_rate, 0));
        says.push(voice.say(&phrase));
        if let (Some(auc), Some(recency)) = (validation.auc, validation.auc_of_recency) {
            let key = if auc > recency { "value-auc" } else { "value-auc-no-better" };
            let phrase = Phrase::new(key).with("auc", voice.share(auc)).with("recency", voice.share(recency));
            says.push(voice.say(&phrase));
        }
    } else {
        says.push(voice.text("value-unchecked"));
    }
    if told.model == "bg-nbd" {
        says.push(voice.text("value-bg-nbd"));
    }
    if told.spending.correlation.abs() > CORRELATED_ABOVE {
        let correlation = voice.number(told.spending.correlation, 2);
        says.push(voice.say(&Phrase::new("value-correlated").with("correlation", correlation)));
    }
    says.push(voice.text("value-caveat"));
    says
}

fn without_model(plain: &Plain, voice: &Voice<'_>) -> Vec<String> {
    let reason = match Failure::from(plain.reason.clone()) {
        Failure::Failed(phrase) | Failure::Unreadable(phrase) => voice.say(&phrase),
        Failure::Problems(_) => plain.because.clone(),
    };
    let mut says = vec![voice.say(&Phrase::new("value-no-model").with("reason", reason))];
    if let (Some(share), Some(interval)) = (plain.bought_again, plain.interval) {
        let phrase = Phrase::new("value-plain")
            .with("days", voice.count(plain.days as usize))
            .with("customers", voice.count(share.n as usize))
            .with("share", voice.share(share.rate()))
            .with("low", voice.share(interval.low))
            .with("high", voice.share(interval.high));
        says.push(voice.say(&phrase));
    }
    says
}

fn tenths(told: &Told, voice: &Voice<'_>) -> Sheet {
    let heads =
        ["value-head-tenth", "value-head-customers", "value-head-alive", "value-head-purchases", "value-head-value"];
    let row = |(place, tenth): (usize, &crate::ops::analyses::value::Tenth)| {
        vec![
            Cell::Count(place + 1),
            Cell::Count(tenth.customers),
            Cell::Share(tenth.alive),
            Cell::Number(tenth.purchases, 1),
            Cell::Money(tenth.value),
        ]
    };
    let rows = told.tenths.iter().enumerate().map(row).collect();
    Sheet { title: voice.text("value-tenths"), heads: voice.heads(&heads), rows }
}

fn customers(told: &Told, voice: &Voice<'_>) -> Sheet {
    let heads = [
        "value-head-customer",
        "value-head-alive",
        "value-head-purchases",
        "value-head-between",
        "value-head-value",
        "value-head-between",
    ];
    let between = |interval: Interval, cell: &dyn Fn(f64) -> Cell| {
        Cell::Text(format!("{} – {}", cell(interval.low).said(voice), cell(interval.high).said(voice)))
    };
    let row = |customer: &crate::ops::analyses::value::Customer| {
        vec![
            Cell::Text(customer.id.clone()),
            Cell::Share(customer.forecast.alive),
            Cell::Number(customer.forecast.purchases, 1),
            between(customer.purchases_interval, &|number| Cell::Number(number, 0)),
            Cell::Money(customer.forecast.value),
            between(customer.value_interval, &Cell::Money),
        ]
    };
    let rows = told.most_valuable.iter().map(row).collect();
    Sheet { title: voice.text("value-most"), heads: voice.heads(&heads), rows }
}

fn parameters(told: &Told, voice: &Voice<'_>) -> Sheet {
    let heads = ["value-head-parameter", "value-head-estimate", "value-head-low", "value-head-high"];
    let own = &told.parameters;
    let row = |name: &str, estimate: f64, interval: Option<Interval>| {
        let bound = |of: fn(Interval) -> f64| Cell::of(interval.map(of), |number| Cell::Number(number, 4));
        vec![Cell::Text(name.to_owned()), Cell::Number(estimate, 4), bound(|i| i.low), bound(|i| i.high)]
    };
    let purchases = own.names.iter().zip(&own.estimates).zip(&own.intervals);
    let spending = &told.spending.fitted;
    let spends = (0..spending.names.len())
        .map(|place| row(spending.names[place], spending.estimates[place], spending.interval(place, 0.95)));
    let rows = purchases.map(|((name, estimate), interval)| row(name, *estimate, *interval)).chain(spends).collect();
    let name = format!("{} + gamma-gamma", told.model);
    Sheet { title: voice.say(&Phrase::new("value-parameters").with("model", name)), heads: voice.heads(&heads), rows }
}

fn by_repeats(checked: &Checked, voice: &Voice<'_>) -> Sheet {
    let heads = ["value-head-repeats", "value-head-customers", "value-head-forecast", "value-head-happened"];
    let row = |group: &analysis::btyd::validation::Group| {
        vec![
            Cell::Count(group.repeats as usize),
            Cell::Count(group.customers),
            Cell::Number(group.forecast, 2),
            Cell::Number(group.happened, 2),
        ]
    };
    let rows = checked.validation.by_repeats.iter().map(row).collect();
    Sheet { title: voice.text("value-calibration"), heads: voice.heads(&heads), rows }
}
