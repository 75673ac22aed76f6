//! What customers with an outcome have in common, in words and tables.

use analysis::screening::Strength;
use model::phrase::Phrase;

use super::hypothesis::{between, interval_chart, p_value, signed};
use super::{Cell, Findings, Proposal, Sheet, Voice};
use crate::catalogue::capitalised;
use crate::charts::dots::dots;
use crate::charts::intervals::Estimate;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::drivers::{Drivers, RuleFound, TraitFound};

/// Rules and traits in a picture; all are in the tables.
const DRAWN: usize = 12;

/// Says what was found; `said` puts a definition into words.
pub(crate) fn findings(found: &Drivers, voice: &Voice<'_>, said: &dyn Fn(&str) -> String) -> Findings {
    Findings {
        title: voice.text("drivers-title"),
        says: says(found, voice),
        proposals: found.rules.iter().map(|rule| proposal(found, rule, voice, said)).collect(),
        sheets: vec![rules(found, voice), traits(found, voice)],
        charts: charts(found, voice),
        ..Findings::default()
    }
}

/// A rule, as a definition that can become a segment.
fn proposal(found: &Drivers, rule: &RuleFound, voice: &Voice<'_>, said: &dyn Fn(&str) -> String) -> Proposal {
    let figure = |number: f64| cell(found, number).said(voice);
    let RuleFound { definition, rule } = rule;
    let key = if found.is_share { "drivers-rule-share" } else { "drivers-rule-mean" };
    let phrase = Phrase::new(key)
        .with("figure", figure(rule.figure))
        .with("others", figure(rule.others))
        .with("low", figure(rule.interval.low))
        .with("high", figure(rule.interval.high))
        .with("customers", voice.count(rule.n as usize));
    Proposal { name: capitalised(&said(definition)), says: voice.say(&phrase), definition: definition.clone() }
}

fn charts(found: &Drivers, voice: &Voice<'_>) -> Vec<Chart> {
    let mut charts = Vec::new();
    if !found.rules.is_empty() {
        charts.push(rules_drawn(found, voice));
    }
    if !found.traits.is_empty() {
        charts.push(strengths(found, voice));
    }
    charts
}

/// How far those of each rule are from the others, on the half that confirmed it.
fn rules_drawn(found: &Drivers, voice: &Voice<'_>) -> Chart {
    let figure = |number: f64| cell(found, number).said(voice);
    let estimate = |(place, one): (usize, &RuleFound)| {
        let difference = one.rule.figure - one.rule.others;
        Estimate {
            name: voice.say(&Phrase::new("drivers-rule").with("place", place + 1)),
            figure: difference,
            bounds: [one.rule.interval.low, one.rule.interval.high],
            said: signed(difference, figure(difference)),
            between: between(one.rule.interval, voice, &figure),
        }
    };
    let estimates: Vec<Estimate> = found.rules.iter().take(DRAWN).enumerate().map(estimate).collect();
    let written = match (found.is_share, found.is_money) {
        (true, _) => Written::Share,
        (_, true) => Written::Money(voice.currency.to_owned()),
        _ => Written::Number,
    };
    let title = voice.text("drivers-rules-picture");
    interval_chart(title, voice.text("drivers-rules-picture-says"), (&estimates, None), written, voice)
}

fn cell(found: &Drivers, figure: f64) -> Cell {
    match (found.is_share, found.is_money) {
        (true, _) => Cell::Share(figure),
        (_, true) => Cell::Money(figure),
        _ => Cell::Number(figure, 2),
    }
}

fn says(found: &Drivers, voice: &Voice<'_>) -> Vec<String> {
    let figure = |number: f64| cell(found, number).said(voice);
    let key = if found.is_share { "drivers-all-share" } else { "drivers-all-mean" };
    let all =
        Phrase::new(key).with("figure", figure(found.figure)).with("customers", voice.count(found.origin.customers));
    let mut says = Vec::new();
    if !found.rules.is_empty() {
        let n = found.rules.len();
        says.push(voice.say(&Phrase::new("drivers-found").with("n", n).with("count", voice.count(n))));
    }
    let key = if found.rules.is_empty() { "drivers-no-rule" } else { "drivers-honesty" };
    let phrase = Phrase::new(key)
        .with("tried", voice.count(found.tried))
        .with("searched", voice.count(found.searched_on))
        .with("confirmed", voice.count(found.confirmed_on))
        .with("fallen", voice.count(found.unconfirmed));
    says.push(voice.say(&phrase));
    says.push(voice.say(&all));
    says.push(match found.days {
        Some(days) => {
            let phrase = Phrase::new("drivers-before").with("days", voice.count(days as usize));
            voice.say(&phrase.with("at", voice.day(&found.traits_as_of)))
        }
        None => voice.say(&Phrase::new("drivers-left-out").with("names", found.left_out.join(", "))),
    });
    if !found.too_many_values.is_empty() {
        says.push(voice.say(&Phrase::new("drivers-too-many").with("names", found.too_many_values.join(", "))));
    }
    says.push(voice.text("hypothesis-association"));
    says
}

fn rules(found: &Drivers, voice: &Voice<'_>) -> Sheet {
    let heads = [
        "drivers-head-place",
        "drivers-head-rule",
        "drivers-head-customers",
        "drivers-head-share",
        if found.is_share { "drivers-head-with" } else { "drivers-head-mean" },
        "drivers-head-others",
        "drivers-head-lift",
        "drivers-head-low",
        "drivers-head-high",
        "drivers-head-p",
    ];
    let row = |(place, RuleFound { definition, rule }): (usize, &RuleFound)| {
        vec![
            Cell::Count(place + 1),
            Cell::Text(definition.clone()),
            Cell::Count(rule.n as usize),
            Cell::Share(rule.share),
            cell(found, rule.figure),
            cell(found, rule.others),
            Cell::of(rule.lift, |lift| Cell::Number(lift, 2)),
            cell(found, rule.interval.low),
            cell(found, rule.interval.high),
            Cell::Text(p_value(rule.corrected_ln_p, voice)),
        ]
    };
    Sheet {
        title: voice.text("drivers-rules"),
        heads: voice.heads(&heads),
        rows: found.rules.iter().enumerate().map(row).collect(),
    }
}

fn traits(found: &Drivers, voice: &Voice<'_>) -> Sheet {
    let heads = [
        "drivers-head-trait",
        "drivers-head-measure",
        "drivers-head-strength",
        "drivers-head-best",
        "drivers-head-lift",
        "drivers-head-p",
    ];
    let row = |one: &TraitFound| {
        let (measure, strength) = match one.screened.strength {
            Strength::Auc { auc, .. } => ("drivers-auc", auc),
            Strength::Association { v, .. } => ("drivers-v", v),
            Strength::Correlation { rho } => ("drivers-rho", rho),
            Strength::Between { epsilon_squared } => ("drivers-epsilon", epsilon_squared),
        };
        let (level, lift) = match &one.best_level {
            Some((level, lift)) => (Cell::Text(level.clone()), Cell::Number(*lift, 2)),
            None => (Cell::Text(String::new()), Cell::None),
        };
        vec![
            Cell::Text(one.expression.clone()),
            Cell::Text(voice.text(measure)),
            Cell::Number(strength, 3),
            level,
            lift,
            Cell::Text(p_value(one.screened.corrected_ln_p, voice)),
        ]
    };
    let title = Phrase::new("drivers-traits").with("count", found.traits.len()).with("tested", found.tested);
    Sheet { title: voice.say(&title), heads: voice.heads(&heads), rows: found.traits.iter().map(row).collect() }
}

fn strengths(found: &Drivers, voice: &Voice<'_>) -> Chart {
    let drawn: Vec<&TraitFound> = found.traits.iter().take(DRAWN).collect();
    let names: Vec<String> = drawn.iter().map(|one| one.expression.clone()).collect();
    let name = voice.text("drivers-head-strength");
    let numbers: Vec<f64> = drawn.iter().map(|one| one.screened.strength.size()).collect();
    let said: Vec<String> = numbers.iter().map(|number| voice.number(*number, 2)).collect();
    let rows = drawn.iter().map(|one| vec![one.expression.clone(), voice.number(one.screened.strength.size(), 3)]);
    Chart {
        title: voice.text("drivers-picture"),
        description: voice.text("drivers-picture-says"),
        figures: Figures { heads: vec![voice.text("drivers-head-trait"), name], rows: rows.collect() },
        option: dots(&names, &numbers, &said),
        written: Written::Number,
        height: "tall",
    }
}
