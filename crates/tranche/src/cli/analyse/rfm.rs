//! `tranche analyse rfm`: customers by recency, frequency and monetary value.

use std::path::PathBuf;

use analysis::rfm::grids::{GRIDS, Grid};
use clap::{Args, ValueEnum};
use model::phrase::Phrase;

use super::{Asked, Asking, Outcome, Saving, show, write_roster};
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::rfm::{self, Expressions, Scoring, Wanted};
use crate::saying::analyses::rfm::findings;

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
    #[arg(long, value_name = "DAYS")]
    lost_after: Option<u32>,
    #[arg(long, value_name = "T")]
    frozen_on: Option<String>,
    #[arg(long, value_name = "R;F;M")]
    cut_points: Option<String>,
    #[arg(long, value_name = "STREAM", default_value = "order")]
    stream: String,
    #[arg(long, value_name = "WINDOW")]
    window: Option<String>,
    #[arg(long, conflicts_with_all = ["recency", "window"])]
    own_rhythm: bool,
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
        let found = rfm::rfm(&question, &self.wanted(&question)?)?;
        if let Some(path) = &self.customers {
            write_roster(&rfm::roster(&base, &found)?, path)?;
        }
        let saved = self.saving.save(asked, |base, named| rfm::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }

    fn wanted(&self, question: &Question<'_>) -> Result<Wanted, Failure> {
        let base = question.base;
        let instant = |text: &Option<String>| text.as_ref().map(|text| base.instant(text)).transpose();
        let unknown = || {
            let known = GRIDS.iter().map(|grid| grid.id).collect::<Vec<_>>().join(", ");
            Failure::Failed(Phrase::new("failed-rfm-grid").with("name", &self.grid).with("known", known))
        };
        let usual = Expressions::of(&self.stream, self.window.as_deref());
        let usual = if self.own_rhythm { usual.in_own_rhythm(question, &self.stream)? } else { usual };
        Ok(Wanted {
            grid: Grid::named(&self.grid).ok_or_else(unknown)?,
            scoring: self.scoring()?,
            expressions: Expressions {
                recency: self.recency.clone().unwrap_or(usual.recency),
                frequency: self.frequency.clone().unwrap_or(usual.frequency),
                monetary: self.monetary.clone().unwrap_or(usual.monetary),
                longest_gap: usual.longest_gap,
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
            (Way::Hybrid, None) => Ok(Scoring::Hybrid { lost_after_days: self.lost_after.map(f64::from) }),
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
