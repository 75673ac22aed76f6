//! Which channels customers answer on, in words, a table and a picture.

use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice, share_of};
use crate::charts::bars::standing;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::channels::{Channel, Channels};

/// Says what was found.
pub(crate) fn findings(found: &Channels, voice: &Voice<'_>) -> Findings {
    Findings {
        title: voice.text("channels-title"),
        says: says(found, voice),
        sheets: vec![table(found, voice)],
        charts: vec![bars(found, voice)],
        ..Findings::default()
    }
}

fn says(found: &Channels, voice: &Voice<'_>) -> Vec<String> {
    let best = found.channels.iter().reduce(|best, one| if one.preferred_by > best.preferred_by { one } else { best });
    let said = best.map(|best| {
        let share = share_of(best.preferred_by as f64, found.customers as f64).unwrap_or_default();
        let phrase = Phrase::new("channels-best")
            .with("channel", &best.name)
            .with("share", voice.share(share))
            .with("n", voice.count(found.customers));
        voice.say(&phrase)
    });
    said.into_iter().chain([voice.text("channels-caveat")]).collect()
}

fn table(found: &Channels, voice: &Voice<'_>) -> Sheet {
    let row = |channel: &Channel| {
        let bound =
            |of: fn(&analysis::interval::Interval) -> f64| Cell::of(channel.interval.as_ref().map(of), Cell::Share);
        vec![
            Cell::Text(channel.name.clone()),
            Cell::Count(channel.reached),
            Cell::Count(channel.sent as usize),
            Cell::of(share_of(channel.answered as f64, channel.sent as f64), Cell::Share),
            bound(|interval| interval.low),
            bound(|interval| interval.high),
            Cell::Count(channel.preferred_by),
        ]
    };
    let heads = [
        "channels-head-channel",
        "rfm-head-customers",
        "channels-head-sent",
        "channels-head-answered",
        "prices-head-from",
        "prices-head-to",
        "channels-head-preferred",
    ];
    let rows = found.channels.iter().map(row).collect();
    Sheet { title: voice.text("channels-title"), heads: voice.heads(&heads), rows }
}

fn bars(found: &Channels, voice: &Voice<'_>) -> Chart {
    let names: Vec<String> = found.channels.iter().map(|channel| channel.name.clone()).collect();
    let numbers = found.channels.iter().map(|channel| Some(channel.preferred_by as f64)).collect();
    let rows = found.channels.iter().map(|channel| vec![channel.name.clone(), voice.count(channel.preferred_by)]);
    Chart {
        title: voice.text("channels-head-preferred"),
        description: voice.text("channels-says"),
        option: standing(&names, &[Series { name: voice.text("rfm-head-customers"), numbers }]),
        written: Written::Count,
        height: "",
        figures: Figures {
            heads: voice.heads(&["channels-head-channel", "channels-head-preferred"]),
            rows: rows.collect(),
        },
    }
}
