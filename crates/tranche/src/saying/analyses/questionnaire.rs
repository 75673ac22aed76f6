//! The score of a questionnaire, in words and a table.

use analysis::questionnaires::RELIABLE_FROM;
use model::phrase::Phrase;

use super::histogram::{histogram, steps};
use super::{Cell, Findings, Sheet, Tile, Voice};
use crate::charts::answers::answers;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::questionnaire::Questionnaire;

/// Says what was found.
pub(crate) fn findings(found: &Questionnaire, voice: &Voice<'_>) -> Findings {
    let scores: Vec<f64> = found.answered.score.iter().flatten().map(|score| score - found.scale.low).collect();
    let said = |above: f64| voice.number(found.scale.low + above, 1);
    let steps = steps(&scores);
    let heads = [voice.text("questionnaire-head-score"), voice.text("questionnaire-head-respondents")];
    let (title, about) = (voice.text("questionnaire-scores"), voice.text("questionnaire-scores-says"));
    Findings {
        title: voice.text("questionnaire-title"),
        tiles: tiles(found, voice),
        says: says(found, voice),
        sheets: vec![items(found, voice)],
        charts: vec![likert(found, voice), histogram(title, about, &steps, heads, voice, &said)],
        ..Findings::default()
    }
}

fn tiles(found: &Questionnaire, voice: &Voice<'_>) -> Vec<Tile> {
    let answered = &found.answered;
    let scale = Phrase::new("questionnaire-on-scale")
        .with("low", voice.number(found.scale.low, 0))
        .with("high", voice.number(found.scale.high, 0));
    let of = Phrase::new("questionnaire-of").with("count", voice.count(found.respondents));
    let mut tiles = vec![
        Tile::new(voice.text("questionnaire-tile-mean"), voice.number(answered.scores.mean, 2)).then(voice.say(&scale)),
        Tile::new(voice.text("questionnaire-tile-scored"), voice.count(answered.scored)).then(voice.say(&of)),
    ];
    if let Some(alpha) = answered.alpha {
        let key = if alpha >= RELIABLE_FROM { "questionnaire-tile-good" } else { "questionnaire-tile-poor" };
        tiles.push(Tile::new(voice.text("questionnaire-tile-alpha"), voice.number(alpha, 2)).then(voice.text(key)));
    }
    tiles
}

/// The answers to each item, low ones to the left and high ones to the right.
fn likert(found: &Questionnaire, voice: &Voice<'_>) -> Chart {
    let counts = &found.answered.counts;
    let names: Vec<String> = (0..found.items.len()).map(|place| item_name(found, place, voice)).collect();
    let steps = counts.first().map_or(0, Vec::len);
    let scale: Vec<String> = (0..steps).map(|step| voice.number(found.scale.low + step as f64, 0)).collect();
    let shares = |counts: &Vec<usize>| {
        let all = counts.iter().sum::<usize>().max(1) as f64;
        counts.iter().map(|count| *count as f64 / all).collect::<Vec<f64>>()
    };
    let shares: Vec<Vec<f64>> = counts.iter().map(shares).collect();
    let row = |(name, shares): (&String, &Vec<f64>)| {
        std::iter::once(name.clone()).chain(shares.iter().map(|share| voice.share(*share))).collect()
    };
    Chart {
        title: voice.text("questionnaire-answers"),
        description: voice.text("questionnaire-answers-says"),
        option: answers(&names, &scale, &shares),
        written: Written::Aside,
        height: if names.len() > 5 { "tall" } else { "" },
        figures: Figures {
            heads: std::iter::once(voice.text("questionnaire-head-item")).chain(scale.iter().cloned()).collect(),
            rows: names.iter().zip(&shares).map(row).collect(),
        },
    }
}

fn item_name(found: &Questionnaire, place: usize, voice: &Voice<'_>) -> String {
    let item = &found.items[place];
    match item.is_reversed {
        true => voice.say(&Phrase::new("questionnaire-reversed").with("item", &item.expression)),
        false => item.expression.clone(),
    }
}

fn says(found: &Questionnaire, voice: &Voice<'_>) -> Vec<String> {
    let answered = &found.answered;
    let scored = Phrase::new("questionnaire-scored")
        .with("respondents", voice.count(found.respondents))
        .with("scored", voice.count(answered.scored))
        .with("mean", voice.number(answered.scores.mean, 2))
        .with("deviation", voice.number(answered.scores.variance.sqrt(), 2));
    let mut says = vec![voice.say(&scored)];
    if let Some(alpha) = answered.alpha {
        let key = if alpha >= RELIABLE_FROM { "questionnaire-reliable" } else { "questionnaire-unreliable" };
        says.push(voice.say(&Phrase::new(key).with("alpha", voice.number(alpha, 2))));
        for (item, without) in found.items.iter().zip(&answered.alpha_without) {
            if let Some(without) = without.filter(|without| *without > alpha + 0.005) {
                let phrase = Phrase::new("questionnaire-better-without").with("item", &item.expression);
                says.push(voice.say(&phrase.with("alpha", voice.number(without, 2))));
            }
        }
    }
    let n = answered.straight_liners.len();
    if n > 0 {
        let key = if found.items.iter().any(|item| item.is_reversed) {
            "questionnaire-straight-left-out"
        } else {
            "questionnaire-straight"
        };
        says.push(voice.say(&Phrase::new(key).with("count", voice.count(n))));
    }
    says
}

fn items(found: &Questionnaire, voice: &Voice<'_>) -> Sheet {
    let mut heads = voice.heads(&["questionnaire-head-item", "questionnaire-head-rest", "questionnaire-head-without"]);
    let steps = found.answered.counts.first().map_or(0, Vec::len);
    heads.extend((0..steps).map(|step| voice.number(found.scale.low + step as f64, 0)));
    let row = |place: usize| {
        let mut cells = vec![
            Cell::Text(item_name(found, place, voice)),
            Cell::of(found.answered.item_rest[place], |rest| Cell::Number(rest, 2)),
            Cell::of(found.answered.alpha_without[place], |alpha| Cell::Number(alpha, 2)),
        ];
        cells.extend(found.answered.counts[place].iter().map(|count| Cell::Count(*count)));
        cells
    };
    let rows = (0..found.items.len()).map(row).collect();
    Sheet { title: voice.text("questionnaire-items"), heads, rows }
}
