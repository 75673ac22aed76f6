//! Groups of recency, frequency and monetary value in words, tables and pictures.

use analysis::rfm::Worth;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::heat::heat;
use crate::charts::sankey::sankey;
use crate::charts::treemap::treemap;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::rfm::{Migration, Rfm};

/// Moves shown: the largest ones.
const MOST_MOVES: usize = 20;

/// Says what was found.
pub(crate) fn findings(found: &Rfm, voice: &Voice<'_>) -> Findings {
    let mut sheets = vec![groups(found, voice)];
    sheets.extend(found.cut_points.is_some().then(|| cut_points(found, voice)));
    sheets.extend(found.migration.as_ref().map(|migration| moves(migration, voice)));
    let mut charts = vec![grid(found, voice), areas(found, voice)];
    charts.extend(found.migration.as_ref().map(|migration| flows(migration, voice)));
    Findings { title: voice.text("rfm-title"), says: says(found, voice), sheets, charts, ..Findings::default() }
}

fn name(voice: &Voice<'_>, id: &str) -> String {
    voice.text(&format!("rfm-group-{id}"))
}

fn says(found: &Rfm, voice: &Voice<'_>) -> Vec<String> {
    let scoring = match found.scoring {
        "hybrid" => "rfm-scoring-hybrid",
        "value" => "rfm-scoring-value",
        "rank" => "rfm-scoring-rank",
        _ => "rfm-scoring-fixed",
    };
    let mut says = Vec::new();
    let most = found.groups.iter().max_by(|a, b| a.worth.amount.total_cmp(&b.worth.amount));
    if let Some((group, share)) =
        most.and_then(|group| Some((group, share_of(group.worth.amount, found.buyers.amount)?)))
    {
        let customers = share_of(group.worth.customers as f64, found.buyers.customers as f64).unwrap_or_default();
        says.push(
            voice.say(
                &Phrase::new("rfm-most")
                    .with("group", name(voice, group.id))
                    .with("customers", voice.share(customers))
                    .with("amount", voice.share(share)),
            ),
        );
    }
    says.push(voice.text(scoring));
    if let Some(at) = found.cut_points.as_ref().and_then(|frozen| frozen.as_of.as_ref()) {
        says.push(voice.say(&Phrase::new("rfm-frozen").with("on", voice.day(at))));
    }
    if let Some(days) = found.cut_points.as_ref().and_then(|frozen| frozen.lost_after_days) {
        says.push(voice.say(&Phrase::new("rfm-lost-after").with("days", voice.number(days, 0))));
    }
    says
}

fn groups(found: &Rfm, voice: &Voice<'_>) -> Sheet {
    let all = found.origin.customers as f64;
    let row = |name: String, worth: &Worth| {
        let customers = worth.customers as f64;
        vec![
            Cell::Text(name),
            Cell::Count(worth.customers),
            Cell::of(share_of(customers, all), Cell::Share),
            Cell::Money(worth.amount),
            Cell::of(share_of(worth.amount, found.buyers.amount), Cell::Share),
            Cell::of(share_of(worth.amount, worth.orders), Cell::Money),
            Cell::of(share_of(worth.recency_days, customers), |days| Cell::Number(days, 0)),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = found.groups.iter().map(|group| row(name(voice, group.id), &group.worth)).collect();
    let prospects = Worth { customers: found.prospects, ..Worth::default() };
    rows.push(row(name(voice, "prospects"), &prospects));
    let heads = [
        "rfm-head-group",
        "rfm-head-customers",
        "rfm-head-share",
        "rfm-head-amount",
        "rfm-head-amount-share",
        "rfm-head-average",
        "rfm-head-days",
    ];
    Sheet { title: voice.text("rfm-groups"), heads: voice.heads(&heads), rows }
}

fn cut_points(found: &Rfm, voice: &Voice<'_>) -> Sheet {
    let cuts = found.cut_points.as_ref().map(|frozen| &frozen.cuts);
    let empty = Vec::new();
    let [days, orders, amounts] =
        cuts.map_or([&empty, &empty, &empty], |cuts| [&cuts.recency, &cuts.frequency, &cuts.monetary]);
    let places = |number: f64| if number.fract() == 0.0 { 0 } else { 1 };
    let rows = (0..days.len()).map(|place| {
        // From the best score down, so that each row is a border between two scores.
        let best = days.len() - 1 - place;
        vec![
            Cell::Text(format!("{} | {}", best + 2, best + 1)),
            Cell::Number(days[place], places(days[place])),
            Cell::Number(orders[best], places(orders[best])),
            Cell::Money(amounts[best]),
        ]
    });
    let heads = ["rfm-head-border", "rfm-head-recency", "rfm-head-frequency", "rfm-head-monetary"];
    Sheet { title: voice.text("rfm-cut-points"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn moves(migration: &Migration, voice: &Voice<'_>) -> Sheet {
    let named = |id: Option<&str>| Cell::Text(name(voice, id.unwrap_or("prospects")));
    let mut moved: Vec<_> = migration.moves.iter().collect();
    moved.sort_by_key(|one| std::cmp::Reverse(one.customers));
    let rows = moved.into_iter().take(MOST_MOVES).map(|one| {
        vec![
            named(one.from),
            named(one.to),
            Cell::Count(one.customers),
            Cell::Money(one.before),
            Cell::Money(one.after),
        ]
    });
    let heads = ["rfm-head-from", "rfm-head-to", "rfm-head-customers", "rfm-head-before", "rfm-head-after"];
    let title = Phrase::new("rfm-moves").with("since", voice.day(&migration.since));
    Sheet { title: voice.say(&title), heads: voice.heads(&heads), rows: rows.collect() }
}

/// Recency from right to left, frequency from bottom to top: the best customers in the corner.
fn grid(found: &Rfm, voice: &Voice<'_>) -> Chart {
    let levels = usize::from(found.levels);
    let mut customers = vec![vec![0_usize; levels]; levels];
    for cell in &found.cells {
        let [r, f, _] = cell.scores.map(usize::from);
        customers[levels - f][r - 1] += cell.worth.customers;
    }
    let labels = |key: &str| (1..=levels).map(|score| format!("{} {score}", voice.text(key))).collect::<Vec<_>>();
    let (columns, mut rows) = (labels("rfm-recency"), labels("rfm-frequency"));
    rows.reverse();
    let cells: Vec<Vec<Option<f64>>> =
        customers.iter().map(|row| row.iter().map(|count| Some(*count as f64)).collect()).collect();
    let heads = std::iter::once(String::new()).chain(columns.iter().cloned()).collect();
    let said = customers.iter().zip(&rows).map(|(row, label)| {
        std::iter::once(label.clone()).chain(row.iter().map(|count| voice.count(*count))).collect()
    });
    Chart {
        title: voice.text("rfm-grid"),
        description: voice.text("rfm-grid-says"),
        option: heat(&columns, &rows, &cells),
        written: Written::Count,
        height: "",
        figures: Figures { heads, rows: said.collect() },
    }
}

/// What each group is worth, as areas.
fn areas(found: &Rfm, voice: &Voice<'_>) -> Chart {
    let parts: Vec<(String, f64)> =
        found.groups.iter().map(|group| (name(voice, group.id), group.worth.amount)).collect();
    let rows = parts.iter().map(|(name, amount)| vec![name.clone(), voice.money(*amount)]).collect();
    let (names, amounts): (Vec<String>, Vec<f64>) = parts.iter().cloned().unzip();
    let labels: Vec<String> = parts.iter().map(|(name, amount)| format!("{name}\n{}", voice.money(*amount))).collect();
    Chart {
        title: voice.text("rfm-areas"),
        description: voice.text("rfm-areas-says"),
        option: treemap(&names, &labels, &amounts),
        written: Written::Money(voice.currency.to_owned()),
        height: "",
        figures: Figures { heads: voice.heads(&["rfm-head-group", "rfm-head-amount"]), rows },
    }
}

/// Who went from which group to which; those who stayed too.
fn flows(migration: &Migration, voice: &Voice<'_>) -> Chart {
    let named = |id: Option<&str>| name(voice, id.unwrap_or("prospects"));
    let moves: Vec<(String, String, f64)> =
        migration.moves.iter().map(|one| (named(one.from), named(one.to), one.customers as f64)).collect();
    let rows = migration.moves.iter().map(|one| vec![named(one.from), named(one.to), voice.count(one.customers)]);
    let rows = rows.collect();
    let title = Phrase::new("rfm-moves").with("since", voice.day(&migration.since));
    Chart {
        title: voice.say(&title),
        description: voice.text("rfm-moves-says"),
        option: sankey(&moves),
        written: Written::Count,
        height: "tall",
        figures: Figures { heads: voice.heads(&["rfm-head-from", "rfm-head-to", "rfm-head-customers"]), rows },
    }
}
