//! How much customers depend on coupons, in words, a table and a picture.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::bars::standing;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::coupons::{Band, Coupons};

/// Says what was found.
pub(crate) fn findings(found: &Coupons, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("coupons-title"),
        says: says(found, voice),
        sheets: vec![bands(found, voice)],
        charts: vec![bars(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Coupons, voice: &Voice<'_>) -> Vec<String> {
    let usual = Phrase::new("coupons-usual").with("share", voice.share(found.law.a / (found.law.a + found.law.b)));
    let dependent = Phrase::new("coupons-dependent")
        .with("n", found.dependent)
        .with("count", voice.count(found.dependent))
        .with("above", voice.share(found.above))
        .with("sure", voice.share(found.sure))
        .with("naive", voice.count(found.only_with));
    vec![voice.say(&usual), voice.say(&dependent)]
}

fn name(band: &Band, voice: &Voice<'_>) -> String {
    let phrase = Phrase::new("coupons-band").with("from", voice.share(band.from)).with("to", voice.share(band.to));
    voice.say(&phrase)
}

fn bands(found: &Coupons, voice: &Voice<'_>) -> Sheet {
    let rows = found.bands.iter().map(|band| {
        vec![
            Cell::Text(name(band, voice)),
            Cell::Count(band.customers),
            Cell::of(share_of(band.customers as f64, found.buyers as f64), Cell::Share),
        ]
    });
    let heads = ["coupons-head-band", "rfm-head-customers", "rfm-head-share"];
    Sheet { title: voice.text("coupons-bands"), heads: voice.heads(&heads), rows: rows.collect() }
}

fn bars(found: &Coupons, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.bands.iter().map(|band| name(band, voice)).collect();
    let numbers = found.bands.iter().map(|band| Some(band.customers as f64)).collect();
    let rows = names.iter().zip(&found.bands).map(|(name, band)| vec![name.clone(), voice.count(band.customers)]);
    let rows = rows.collect();
    Chart {
        title: voice.text("coupons-bands"),
        description: voice.text("coupons-says"),
        option: standing(&names, &[Series { name: voice.text("rfm-head-customers"), numbers }]),
        written: Written::Count,
        height: "",
        figures: Figures { heads: voice.heads(&["coupons-head-band", "rfm-head-customers"]), rows },
    }
}
