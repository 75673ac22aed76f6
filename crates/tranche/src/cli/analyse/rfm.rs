//! `tranche analyse rfm`: customers by recency, frequency and monetary value.

use std::path::PathBuf;

use analysis::rfm::grids::{GRIDS, Grid};
use clap::{Args, ValueEnum};
use model::phrase::Phrase;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::findings::rfm::findings;
use crate::ops::analyses::rfm::{self, Expressions, Scoring, Wanted};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Customers by recency, frequency and monetary value.
#[derive(Args)]
pub(super) struct Rfm {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "GRID", default_value = "full")]
    grid: String,
    #[arg(long, value_enum, default_value_t = Way::Hybrid)]
    scoring: Way,
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    lost_after: u32,
    #[arg(long, value_name = "T")]
    frozen_on: Option<String>,
    #[arg(long, value_name = "R;F;M")]
    cut_points: Option<String>,
    #[arg(long, value_name = "WINDOW")]
    window: Option<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    recency: Option<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    frequency: Option<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    monetary: Option<String>,
    #[arg(long, value_name = "T")]
    since: Option<String>,
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    #[command(flatten)]
    saving: Saving,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Way {
    Hybrid,
    Value,
    Rank,
    Fixed,
}

impl Rfm {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let question = self.asking.question(&base, as_of);
        let found = rfm::rfm(&question, &self.wanted(&base)?)?;
        if let Some(path) = &self.customers {
            write_customers(&base, &found, path)?;
        }
        let saved = self.saving.save(asked, |base, named| rfm::save(base, &found, named, asked.now))?;
        Ok(show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref()))
    }

    fn wanted(&self, base: &Base) -> Result<Wanted, Failure> {
        let instant = |text: &Option<String>| text.as_ref().map(|text| base.instant(text)).transpose();
        let unknown = || {
            let known = GRIDS.iter().map(|grid| grid.id).collect::<Vec<_>>().join(", ");
            Failure::Failed(Phrase::new("failed-rfm-grid").with("name", &self.grid).with("known", known))
        };
        let usual = Expressions::over(self.window.as_deref());
        Ok(Wanted {
            grid: Grid::named(&self.grid).ok_or_else(unknown)?,
            scoring: self.scoring()?,
            expressions: Expressions {
                recency: self.recency.clone().unwrap_or(usual.recency),
                frequency: self.frequency.clone().unwrap_or(usual.frequency),
                monetary: self.monetary.clone().unwrap_or(usual.monetary),
            },
            frozen_at: instant(&self.frozen_on)?,
            since: instant(&self.since)?,
        })
    }

    fn scoring(&self) -> Result<Scoring, Failure> {
        let given = self.cut_points.as_deref();
        match (self.scoring, given) {
            (Way::Value, None) => Ok(Scoring::Value),
            (Way::Rank, None) => Ok(Scoring::Rank),
            (Way::Hybrid, None) => Ok(Scoring::Hybrid { lost_after_days: f64::from(self.lost_after) }),
            (Way::Fixed | Way::Hybrid, Some(text)) => {
                let unreadable = || Failure::Failed(Phrase::new("failed-rfm-cut-points").with("text", text));
                Ok(Scoring::Fixed(cut_points(text).ok_or_else(unreadable)?))
            }
            (Way::Fixed, None) | (_, Some(_)) => Err(Failure::Failed(Phrase::new("failed-rfm-fixed"))),
        }
    }
}

/// Reads `30,90,180,365; 1,2,3,5; 50,100,200,400`.
fn cut_points(text: &str) -> Option<[Vec<f64>; 3]> {
    let numbers = |part: &str| {
        part.split(',').map(|number| number.trim().parse::<f64>().ok().filter(|number| number.is_finite())).collect()
    };
    let parts: Option<Vec<Vec<f64>>> = text.split(';').map(numbers).collect();
    parts?.try_into().ok()
}

/// Writes each customer's values, scores and group.
fn write_customers(base: &Base, found: &rfm::Rfm, path: &std::path::Path) -> Result<(), Failure> {
    let failed = |error: csv::Error| Failure::file(path, &std::io::Error::other(error));
    let ids = base.store.customer_ids()?;
    let mut rows: Vec<_> = found.scored.iter().filter_map(|scored| Some((ids.get(scored.customer)?, scored))).collect();
    rows.sort_by_key(|(id, _)| *id);
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer.write_record(["id", "recency_days", "orders", "amount", "r", "f", "m", "group"]).map_err(failed)?;
    for (id, scored) in rows {
        let numbers = scored.values.iter().map(f64::to_string).chain(scored.scores.iter().map(u8::to_string));
        let group = found.groups[scored.group].id.to_owned();
        let row = std::iter::once(id.clone()).chain(numbers).chain([group]);
        writer.write_record(row).map_err(failed)?;
    }
    writer.flush().map_err(|error| Failure::file(path, &error))
}
