//! The score of a questionnaire, in words and a table.

use analysis::questionnaires::RELIABLE_FROM;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::ops::analyses::questionnaire::Questionnaire;

/// Says what was found.
pub(crate) fn findings(found: &Questionnaire, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("questionnaire-title"),
        says: says(found, voice),
        sheets: vec![items(found, voice)],
        charts: Vec::new(),
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
        let item = &found.items[place];
        let name = match item.is_reversed {
            true => voice.say(&Phrase::new("questionnaire-reversed").with("item", &item.expression)),
            false => item.expression.clone(),
        };
        let mut cells = vec![
            Cell::Text(name),
            Cell::of(found.answered.item_rest[place], |rest| Cell::Number(rest, 2)),
            Cell::of(found.answered.alpha_without[place], |alpha| Cell::Number(alpha, 2)),
        ];
        cells.extend(found.answered.counts[place].iter().map(|count| Cell::Count(*count)));
        cells
    };
    let rows = (0..found.items.len()).map(row).collect();
    Sheet { title: voice.text("questionnaire-items"), heads, rows }
}
