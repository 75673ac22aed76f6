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

/// What some customers did.
struct Tally {
    customers: usize,
    /// By weekday and hour.
    counts: [i64; WEEKDAYS.len() * HOURS],
    /// By hour, of each customer who acted.
    active: Vec<[i64; HOURS]>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { customers: 0, counts: [0; WEEKDAYS.len() * HOURS], active: Vec::new() }
    }
}

impl Tally {
    /// Adds a customer's counts by weekday and hour.
    fn add(&mut self, counts: &[i64]) {
        self.customers += 1;
        let mut own = [0; HOURS];
        for (place, count) in counts.iter().enumerate() {
            self.counts[place] += count;
            own[place % HOURS] += count;
        }
        if own.iter().any(|count| *count > 0) {
            self.active.push(own);
        }
    }
}

/// Tells when customers act, by the clock on the wall: `rows` is a stream, with or without a filter.
pub(crate) fn hours(question: &Question<'_>, rows: &str) -> Result<Hours, Failure> {
    let at = |hour: usize| format!("at hours {hour} to {}", (hour + 1) % HOURS);
    let by_day = WEEKDAYS
        .iter()
        .flat_map(|day| (0..HOURS).map(move |hour| format!("count({rows} on weekdays ({day}) {})", at(hour))));
    let expressions: Vec<String> = by_day.collect();
    let tallies = question.tallied(&expressions, Tally::default, Tally::add)?;
    let customers = tallies.iter().map(|tally| tally.customers).sum();
    let mut counts = vec![[0.0; HOURS]; WEEKDAYS.len()];
    for (place, cell) in counts.iter_mut().flatten().enumerate() {
        *cell = tallies.iter().map(|tally| tally.counts[place]).sum::<i64>() as f64;
    }
    let all: [f64; HOURS] = std::array::from_fn(|hour| counts.iter().map(|day| day[hour]).sum());
    let profile = Profile::of(&all)?;
    let (mut preferred, mut active) = ([0; HOURS], 0);
    for of_customer in tallies.iter().flat_map(|tally| &tally.active) {
        preferred[profile.preferred(&of_customer.map(|count| count as f64))] += 1;
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
