//! At which hours and on which days customers act, and which hour suits how many of them.

use analysis::hours::{HOURS, Profile};
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// The days of a week, as definitions name them.
pub(crate) const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Parts of a day that are saved: what they are called, and their hours.
const PARTS: [(&str, u32, u32); 4] = [("morning", 6, 12), ("afternoon", 12, 18), ("evening", 18, 0), ("night", 0, 6)];

/// When customers act.
#[derive(Debug, Serialize)]
pub(crate) struct Hours {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The rows counted.
    pub(crate) rows: String,
    /// How often it happened on each weekday, from Monday, at each hour.
    pub(crate) counts: Vec<[f64; HOURS]>,
    /// The share of each hour, smoothed.
    pub(crate) profile: Profile,
    /// Customers whom each hour suits best, of those who acted at all.
    pub(crate) preferred: [usize; HOURS],
    /// Customers who acted.
    pub(crate) active: usize,
}

/// Tells when customers act, by the clock on the wall: `rows` is a stream, with or without a filter.
pub(crate) fn hours(question: &Question<'_>, rows: &str) -> Result<Hours, Failure> {
    let at = |hour: usize| format!("at hours {hour} to {}", (hour + 1) % HOURS);
    let by_day = WEEKDAYS
        .iter()
        .flat_map(|day| (0..HOURS).map(move |hour| format!("count({rows} on weekdays ({day}) {})", at(hour))));
    let expressions: Vec<String> = by_day.collect();
    let mut counts = vec![[0.0; HOURS]; WEEKDAYS.len()];
    let mut own: Vec<[f64; HOURS]> = Vec::new();
    let customers = question.each(&expressions, |place, customers, numbers| {
        own.resize(customers.len(), [0.0; HOURS]);
        let (day, hour) = (place / HOURS, place % HOURS);
        for (row, of_customer) in own.iter_mut().enumerate() {
            let count = numbers.at(row).unwrap_or(0.0);
            of_customer[hour] += count;
            counts[day][hour] += count;
        }
    })?;
    let all: [f64; HOURS] = std::array::from_fn(|hour| counts.iter().map(|day| day[hour]).sum());
    let profile = Profile::of(&all)?;
    let (mut preferred, mut active) = ([0; HOURS], 0);
    for of_customer in own.iter().filter(|counts| counts.iter().sum::<f64>() > 0.0) {
        preferred[profile.preferred(of_customer)] += 1;
        active += 1;
    }
    Ok(Hours {
        origin: question.origin(customers, &[], &[])?,
        rows: rows.to_owned(),
        counts,
        profile,
        preferred,
        active,
    })
}

/// Saves who acts mostly in the morning, in the afternoon, in the evening or at night as a segmentation.
pub(crate) fn save(base: &mut Base, found: &Hours, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let name = texts(&Phrase::new("hours-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("hours-saved-purpose"), "value");
    let among = found.origin.among.as_ref().map(|among| format!(" and ({among})")).unwrap_or_default();
    for (id, from, to) in PARTS {
        draft.line("\n[[parts]]");
        draft.set("id", id);
        draft.say("name", &texts(&Phrase::new("rfm-said").with("name", format!("@hours-part-{id}"))));
        let rows = &found.rows;
        draft.set("definition", &format!("count({rows} at hours {from} to {to}) * 2 > count({rows}){among}"));
    }
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
