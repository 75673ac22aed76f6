//! `tranche history`: how a segment's size went, and who came and went.

use clap::{Args, ValueEnum};
use comfy_table::Cell;
use model::decimal::Decimal;
use model::phrase::Phrase;
use model::time::Day;
use serde_json::json;

use super::among::{Whom, of_whom};
use super::tables::{bar, sparkline, table};
use super::when::{Known, moment, told};
use super::{Asked, Outcome, print};
use crate::ops::base::Base;
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::history::{Dates, Every, History, Size, history};
use crate::ops::membership::ids;

/// How a segment's size went.
#[derive(Args)]
pub(super) struct SizeHistory {
    #[arg(value_name = "SEGMENT", required_unless_present = "definition", conflicts_with = "definition")]
    segment: Option<String>,
    #[arg(long = "where", value_name = "EXPR")]
    definition: Option<String>,
    #[arg(long, value_name = "DAY")]
    from: String,
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    #[arg(long, value_enum, default_value_t = Step::Day)]
    every: Step,
    #[arg(long)]
    members: bool,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    whom: Whom,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Step {
    Day,
    Week,
    Month,
}

/// Most dates shown in the table: of more, some are left out.
const SHOWN: usize = 62;
/// Width of the line of all sizes.
const LINE: usize = 72;

impl SizeHistory {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = self.whom.of(self.known.open(asked)?);
        let test = definitions::read_named(&base, self.segment.as_deref(), self.definition.as_deref())?;
        let every = match self.every {
            Step::Day => Every::Day,
            Step::Week => Every::Week,
            Step::Month => Every::Month,
        };
        let to = self.to.as_ref().map_or(Ok(base.zone.day(asked.now)), |text| day(text))?;
        let history = history(&base, &test, Dates { from: day(&self.from)?, to, every })?;
        if asked.json {
            asked.print_json(&of_whom(&base, told(&base, self.as_json(&base, &history)?)));
        } else {
            show(asked, &base, &history);
        }
        Ok(Outcome::Done)
    }

    fn as_json(&self, base: &Base, history: &History) -> Result<serde_json::Value, Failure> {
        let size = |size: &Size| {
            json!({
                "on": size.on.to_string(),
                "as_of": size.at.to_string(),
                "count": size.count,
                "of": size.of,
                "entered": size.entered,
                "left": size.left,
            })
        };
        let on = |size: Option<&Size>| size.map(|size| size.on.to_string());
        let mut transitions = json!({
            "from": on(history.sizes.first()),
            "to": on(history.sizes.last()),
            "entered": history.entered.len(),
            "left": history.left.len(),
            "stayed": history.stayed,
        });
        if self.members {
            transitions["entered_members"] = json!(ids(base, &history.entered)?);
            transitions["left_members"] = json!(ids(base, &history.left)?);
        }
        let sizes: Vec<_> = history.sizes.iter().map(size).collect();
        let mut answer = json!({ "sizes": sizes, "transitions": transitions });
        if let Some(segment) = &self.segment {
            answer["segment"] = json!(segment);
        }
        Ok(answer)
    }
}

fn day(text: &str) -> Result<Day, Failure> {
    let unreadable = || Failure::Failed(Phrase::new("failed-day").with("text", text));
    Day::parse(text.trim()).ok_or_else(unreadable)
}

fn show(asked: &Asked, base: &Base, history: &History) {
    let catalogue = &asked.catalogue;
    let (Some(first), Some(last)) = (history.sizes.first(), history.sizes.last()) else {
        return;
    };
    let counts: Vec<usize> = history.sizes.iter().map(|size| size.count).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let head = ["history-on", "history-count", "history-share", "history-entered", "history-left", "history-bar"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 2, 3, 4]);
    let step = counts.len().div_ceil(SHOWN);
    // Of too many dates every so manieth is shown, counted from the last one.
    let is_shown = |place: usize| place == 0 || (counts.len() - 1 - place).is_multiple_of(step);
    let changed = |count: usize, sign: char| match count {
        0 => String::new(),
        count => format!("{sign}{}", catalogue.count(count as u64)),
    };
    let (mut entered, mut left) = (0, 0);
    for (place, size) in history.sizes.iter().enumerate() {
        entered += size.entered;
        left += size.left;
        if !is_shown(place) {
            continue;
        }
        let share = Decimal::whole(size.count as i64).divided_by(Decimal::whole(size.of as i64));
        rows.add_row([
            Cell::new(size.on.to_string()),
            Cell::new(catalogue.count(size.count as u64)),
            Cell::new(share.map_or_else(|| "–".to_owned(), |share| catalogue.share(share))),
            Cell::new(changed(entered, '+')),
            Cell::new(changed(left, '−')),
            bar(size.count as f64 / most as f64, 24),
        ]);
        (entered, left) = (0, 0);
    }
    print(&sparkline(&counts, LINE));
    print(&rows.to_string());
    if step > 1 {
        let count = catalogue.count(counts.len() as u64);
        asked.say(&Phrase::new("history-dates").with("n", counts.len()).with("count", count));
    }
    asked.say(
        &Phrase::new("history-done")
            .with("from", catalogue.moment(first.at, &base.zone))
            .with("to", moment(asked, base, last.at))
            .with("entered", catalogue.count(history.entered.len() as u64))
            .with("left", catalogue.count(history.left.len() as u64))
            .with("stayed", catalogue.count(history.stayed as u64)),
    );
}
