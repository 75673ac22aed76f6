//! How long customers take from one order to the next, counting those who have not ordered again yet for what they are:
//! still waiting.

use std::collections::BTreeMap;

use analysis::statistics::survival::{Curve, LogRank, Times, log_rank};
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Columns, Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// Days at which the share of those who ordered again is told.
const DAYS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];
/// Most groups that curves are told for: the largest ones.
const MOST_GROUPS: usize = 8;

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// The order from which one waits: 1 for the time from the first order to the second.
    pub(crate) after: u32,
    /// The stream of the orders.
    pub(crate) stream: &'a str,
    /// A text of customers by which they are told apart.
    pub(crate) by: Option<&'a str>,
}

/// How long customers wait.
#[derive(Debug, Serialize)]
pub(crate) struct Waiting {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The order from which one waits.
    pub(crate) after: u32,
    /// The stream of the orders.
    pub(crate) stream: String,
    /// What tells groups apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// All customers who have come so far.
    pub(crate) all: Told,
    /// The groups, the largest first.
    pub(crate) groups: Vec<Told>,
    /// Whether the groups differ; `None` where that cannot be told.
    pub(crate) difference: Option<LogRank>,
}

/// The curve of a group, with what one asks of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Told {
    /// The group; `None` for all.
    pub(crate) group: Option<String>,
    /// Days by which a quarter, half, three quarters and nine tenths have ordered again; `None` where that was not seen.
    pub(crate) days_by_which: [Option<f64>; 4],
    /// Shares of those who ordered again by some days, each with its interval.
    pub(crate) by_day: Vec<ByDay>,
    /// The curve.
    #[serde(flatten)]
    pub(crate) curve: Curve,
}

/// The share who ordered again by a day.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ByDay {
    /// The day.
    pub(crate) day: u32,
    /// The share.
    pub(crate) share: f64,
    /// Its 95 % interval.
    pub(crate) interval: [f64; 2],
}

/// Tells how long customers take to the next order.
pub(crate) fn waiting(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Waiting, Failure> {
    let Wanted { after, stream, by } = *wanted;
    let first = format!("nth({stream}.at, {after})");
    let expressions =
        [format!("days between {first} and nth({stream}.at, {})", after + 1), format!("days since {first}")];
    let expressions: Vec<&str> = expressions.iter().map(String::as_str).collect();
    let Columns { customers, columns } = question.columns(&expressions)?;
    let labels = by.map(|by| question.texts(by, &customers)).transpose()?;
    let mut waits: BTreeMap<Option<String>, (Vec<f64>, Vec<bool>)> = BTreeMap::new();
    let (mut times, mut happened) = (Vec::new(), Vec::new());
    for row in 0..customers.len() {
        let Some(waited) = columns[1].at(row) else { continue };
        let again = columns[0].at(row);
        times.push(again.unwrap_or(waited));
        happened.push(again.is_some());
        if let Some(label) = labels.as_ref().and_then(|labels| labels[row].clone()) {
            let (times, happened) = waits.entry(Some(label)).or_default();
            times.push(again.unwrap_or(waited));
            happened.push(again.is_some());
        }
    }
    let all = told(None, &times, &happened)?;
    let mut groups: Vec<_> = waits.into_iter().collect();
    groups.sort_by_key(|(_, (times, _))| std::cmp::Reverse(times.len()));
    groups.truncate(MOST_GROUPS);
    let of_groups: Vec<Times<'_>> = groups.iter().map(|(_, (times, happened))| Times { times, happened }).collect();
    let difference = log_rank(&of_groups).ok();
    let groups: Vec<Told> = groups
        .iter()
        .map(|(label, (times, happened))| told(label.clone(), times, happened))
        .collect::<Result<_, Failure>>()?;
    let used: Vec<&str> = expressions.iter().copied().chain(by).collect();
    Ok(Waiting {
        origin: question.origin(times.len(), &used, &[])?,
        after,
        stream: stream.to_owned(),
        by: by.map(str::to_owned),
        all,
        groups,
        difference,
    })
}

fn told(group: Option<String>, times: &[f64], happened: &[bool]) -> Result<Told, Failure> {
    let curve = Curve::of(Times { times, happened })?;
    let by_day = DAYS.into_iter().filter_map(|day| {
        let left = curve.share_at(f64::from(day))?;
        let interval = curve.step_at(f64::from(day)).map_or([1.0, 1.0], |step| step.interval);
        Some(ByDay { day, share: 1.0 - left, interval: [1.0 - interval[1], 1.0 - interval[0]] })
    });
    let days_by_which = [0.25, 0.5, 0.75, 0.9].map(|share| curve.time_of(share));
    Ok(Told { group, days_by_which, by_day: by_day.collect(), curve })
}

/// Saves those who have waited longer than a share of customers does as a segment: the next order is overdue.
pub(crate) fn save(base: &mut Base, found: &Waiting, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let [_, half, three_quarters, nine_tenths] = found.all.days_by_which;
    let Some((days, share)) = [(nine_tenths, 90), (three_quarters, 75), (half, 50)]
        .into_iter()
        .find_map(|(days, share)| Some((days?, share)))
    else {
        return Err(Failure::Failed(Phrase::new("failed-waiting-median")));
    };
    let (stream, after) = (&found.stream, found.after);
    let definition = format!(
        "count({stream}) = {after} and days since last({stream}.at) > {}{}",
        written(days),
        found.origin.among.as_ref().map(|among| format!("\nand ({among})")).unwrap_or_default()
    );
    let name = texts(&Phrase::new("waiting-saved-name").with("name", named.id));
    let purpose = Phrase::new("waiting-saved-purpose").with("share", share).with("days", written(days));
    let mut draft = Draft::new(&name, &purpose, "value");
    draft.set("definition", &definition);
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
