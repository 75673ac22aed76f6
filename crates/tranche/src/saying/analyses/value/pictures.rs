//! What customers will be worth, in pictures: how the model followed what happened, how its forecasts compare by number of
//! purchases, and how value is spread.

use super::by_repeats;
use crate::charts::bars::standing;
use crate::charts::line::{Series, line, marked};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::value::{Checked, Told, Value};
use crate::saying::analyses::histogram::{Step, histogram, steps};
use crate::saying::analyses::{Cell, Sheet, Voice};

/// Days of a week, the unit of time of the models.
const WEEK: f64 = 7.0;

/// Cumulated purchases, made and forecast; upright stands the day from which the model had seen nothing.
pub(super) fn tracking(found: &Value, checked: &Checked, voice: &Voice<'_>) -> Chart {
    let sheet = tracked(found, checked, voice);
    let labels: Vec<String> = sheet.rows.iter().map(|row| row[0].said(voice)).collect();
    let named = |key: &str, numbers: &[f64]| Series {
        name: voice.text(key),
        numbers: numbers.iter().map(|number| Some(*number)).collect(),
    };
    let tracking = &checked.tracking;
    let series = [named("value-head-happened", &tracking.happened), named("value-head-forecast", &tracking.expected)];
    let last = tracking.until.last().copied().unwrap_or_default() * WEEK;
    // The first period that ends after the model was fitted.
    let unseen = tracking.until.iter().position(|until| last - until * WEEK <= f64::from(checked.days) + 0.5);
    let mut option = line(&labels, &series);
    if let Some(label) = unseen.and_then(|place| labels.get(place)) {
        option = marked(option, label, &voice.text("value-tracking-unseen"));
    }
    let figures = Figures {
        heads: sheet.heads,
        rows: sheet.rows.iter().map(|row| row.iter().map(|cell| cell.said(voice)).collect()).collect(),
    };
    Chart {
        title: sheet.title,
        description: voice.text("value-tracking-says"),
        option,
        written: Written::Count,
        height: "",
        figures,
    }
}

/// The table of that picture.
pub(super) fn tracked(found: &Value, checked: &Checked, voice: &Voice<'_>) -> Sheet {
    let tracking = &checked.tracking;
    let last = tracking.until.last().copied().unwrap_or_default();
    let day = |until: f64| voice.day_before(&found.origin.as_of, (last - until) * WEEK);
    let rows = tracking.until.iter().zip(&tracking.happened).zip(&tracking.expected);
    Sheet {
        title: voice.text("value-tracking"),
        heads: voice.heads(&["value-head-day", "value-head-happened", "value-head-forecast"]),
        rows: rows
            .map(|((until, happened), expected)| {
                vec![Cell::Text(day(*until)), Cell::Number(*happened, 0), Cell::Number(*expected, 0)]
            })
            .collect(),
    }
}

/// Means of purchases forecast and made, by purchases before.
pub(super) fn calibration(checked: &Checked, voice: &Voice<'_>) -> Chart {
    let sheet = by_repeats(checked, voice);
    let groups = &checked.validation.by_repeats;
    let last = groups.len().saturating_sub(1);
    let label = |(place, group): (usize, &analysis::btyd::validation::Group)| match place == last && last > 0 {
        true => format!("{}+", group.repeats),
        false => group.repeats.to_string(),
    };
    let labels: Vec<String> = groups.iter().enumerate().map(label).collect();
    let series = |key: &str, of: fn(&analysis::btyd::validation::Group) -> f64| Series {
        name: voice.text(key),
        numbers: groups.iter().map(|group| Some(of(group))).collect(),
    };
    let both =
        [series("value-head-happened", |group| group.happened), series("value-head-forecast", |group| group.forecast)];
    Chart {
        title: sheet.title.clone(),
        description: voice.text("value-calibration-says"),
        option: standing(&labels, &both),
        written: Written::Number,
        height: "",
        figures: Figures {
            heads: sheet.heads,
            rows: sheet.rows.iter().map(|row| row.iter().map(|cell| cell.said(voice)).collect()).collect(),
        },
    }
}

/// How the buyers' value is spread.
pub(super) fn spread(told: &Told, voice: &Voice<'_>) -> (Chart, Vec<Step>) {
    let values: Vec<f64> = told.customers.iter().map(|(_, _, forecast)| forecast.value.max(0.0)).collect();
    let steps = steps(&values);
    let heads = [voice.text("value-head-value"), voice.text("value-head-customers")];
    let said = |amount: f64| voice.catalogue.money(crate::saying::analyses::decimal(amount, 0), voice.currency, 0);
    let (title, says) = (voice.text("value-spread"), voice.text("value-spread-says"));
    (histogram(title, says, &steps, heads, voice, &said), steps)
}
