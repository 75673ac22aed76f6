//! How many customers an experiment needs, in words and the curve of it.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Tile, Voice};
use crate::charts::line::{Series, line, marked};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::size::Size;

/// Says what was found.
pub(crate) fn findings(found: &Size, voice: &Voice<'_>) -> Findings {
    let mut findings = Findings {
        title: voice.text("size-title"),
        says: vec![voice.say(&answer(found, voice))],
        tiles: tiles(found, voice),
        ..Findings::default()
    };
    if !found.curve.is_empty() {
        findings.says.push(voice.text("size-curve-note"));
        findings.charts.push(curve(found, voice));
        findings.sheets.push(sheet(found, voice));
    }
    findings
}

fn answer(found: &Size, voice: &Voice<'_>) -> Phrase {
    let phrase = match (found.is_given, found.detectable) {
        (true, None) => Phrase::new("size-nothing"),
        (true, Some(to)) => Phrase::new("size-detectable").with("to", percent(to, found, voice)),
        (false, to) => Phrase::new("size-needed").with("to", percent(to.unwrap_or_default(), found, voice)),
    };
    let phrase =
        phrase.with("from", percent(found.from, found, voice)).with("count", voice.count(found.per_arm as usize));
    phrase.with("power", whole(found.sureness.power, voice))
}

/// A share without decimal places.
fn whole(share: f64, voice: &Voice<'_>) -> String {
    voice.say(&Phrase::new("size-percent").with("number", voice.number(share * 100.0, 0)))
}

/// A share with as many decimal places as tell it from the next one on the curve.
fn percent(share: f64, found: &Size, voice: &Voice<'_>) -> String {
    let step = found.detectable.map_or(0.01, |reached| (reached - found.from).abs() / 10.0);
    let places = (-(step * 100.0).log10()).ceil().clamp(1.0, 5.0) as u8;
    voice.say(&Phrase::new("size-percent").with("number", voice.number(share * 100.0, places)))
}

fn tiles(found: &Size, voice: &Voice<'_>) -> Vec<Tile> {
    let mut tiles = vec![
        Tile::new(voice.text("size-tile-arm"), voice.count(found.per_arm as usize)),
        Tile::new(voice.text("size-tile-both"), voice.count(2 * found.per_arm as usize)),
        Tile::new(voice.text("size-tile-from"), percent(found.from, found, voice)),
    ];
    if let Some(to) = found.detectable {
        tiles.push(Tile::new(voice.text("size-tile-to"), percent(to, found, voice)));
    }
    tiles
}

fn curve(found: &Size, voice: &Voice<'_>) -> Chart {
    let labels: Vec<String> = found.curve.iter().map(|point| percent(point.to, found, voice)).collect();
    let name = voice.text("size-head-arm");
    let numbers = found.curve.iter().map(|point| Some(point.per_arm as f64)).collect();
    let mut option = line(&labels, &[Series { name, numbers }]);
    // From one effect to the next the numbers change by powers of ten.
    option["yAxis"] = serde_json::json!({ "type": "log" });
    if let Some(asked) = found.detectable {
        let said = Phrase::new("size-mark").with("count", voice.count(found.per_arm as usize));
        option = marked(option, &percent(asked, found, voice), &voice.say(&said));
    }
    let sheet = sheet(found, voice).said(voice);
    Chart {
        title: voice.text("size-curve"),
        description: voice.say(&Phrase::new("size-curve-says").with("from", percent(found.from, found, voice))),
        option,
        written: Written::Count,
        height: "",
        figures: Figures { heads: sheet.heads.into_iter().map(|(head, _)| head).collect(), rows: sheet.rows },
    }
}

fn sheet(found: &Size, voice: &Voice<'_>) -> Sheet {
    let row = |point: &crate::ops::analyses::size::Point| {
        vec![
            Cell::Text(percent(point.to, found, voice)),
            Cell::Text(percent(point.to - found.from, found, voice)),
            Cell::Count(point.per_arm as usize),
            Cell::Count(2 * point.per_arm as usize),
        ]
    };
    Sheet {
        title: voice.text("size-curve"),
        heads: voice.heads(&["size-head-to", "size-head-difference", "size-head-arm", "size-head-both"]),
        rows: found.curve.iter().map(row).collect(),
    }
}
