//! `tranche quality`: how good the data are, what to mend first, and what it costs the segments.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;

use super::tables::{bar, table};
use super::{Asked, Outcome, print};
use crate::api::quality::as_json;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::quality::{FieldReport, Quality as Report, SegmentCost, look};
use crate::pages::quality::alone;
use crate::saying::quality::Voice;

/// How good the data are.
#[derive(Args)]
pub(super) struct Quality {
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[arg(long, value_name = "T")]
    as_of: Option<String>,
}

/// Findings shown in the terminal, and segments.
const SHOWN: usize = 12;

impl Quality {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let at = self.as_of.as_ref().map_or(Ok(asked.now), |text| base.instant(text))?;
        let report = look(&base, at)?;
        let voice = Voice::new(&asked.catalogue, &base)?;
        if let Some(path) = &self.html {
            let page = alone(&voice, &report, asked.now)?;
            fs::write(path, page).map_err(|error| Failure::file(path, &error))?;
        }
        if asked.json {
            asked.print_json(&as_json(&voice, &report));
        } else if let Some(path) = &self.html {
            asked.say(&Phrase::new("quality-written").with("file", path.display()));
        } else {
            show(asked, &base, &voice, &report);
        }
        Ok(Outcome::Done)
    }
}

fn show(asked: &Asked, base: &Base, voice: &Voice<'_>, report: &Report) {
    let catalogue = &asked.catalogue;
    print(&voice.verdict(report));
    print("");
    if report.findings.is_empty() {
        asked.say(&Phrase::new("quality-nothing"));
    }
    for (place, finding) in report.findings.iter().take(SHOWN).enumerate() {
        print(&format!("{:>2}. {}", place + 1, voice.said(finding)));
        print(&format!("    {}", voice.touches(finding)));
        print(&format!("    → {}", voice.mend(finding)));
    }
    let rest = report.findings.len().saturating_sub(SHOWN);
    if rest > 0 {
        asked.say(&Phrase::new("quality-more").with("n", rest).with("count", catalogue.count(rest as u64)));
    }
    let suffering: Vec<&SegmentCost> = report.segments.iter().filter(|segment| segment.unjudged > 0).collect();
    if !suffering.is_empty() {
        print("");
        print(&catalogue.text("quality-heading-segments"));
        let head = ["quality-segment", "quality-unjudged", "quality-share", "quality-because"];
        let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 2]);
        for segment in suffering.iter().take(SHOWN) {
            let share = voice.share(segment.unjudged, report.customers);
            rows.add_row([
                voice.segment(&segment.id),
                catalogue.count(segment.unjudged),
                share,
                voice.because(segment, 3),
            ]);
        }
        print(&rows.to_string());
    }
    print(&catalogue.text("quality-heading-attributes"));
    print(&fields_table(voice, &report.attributes));
    for stream in &report.streams {
        print(&voice.stream(stream, &base.zone));
        print(&fields_table(voice, &stream.fields));
    }
}

fn fields_table(voice: &Voice<'_>, fields: &[FieldReport]) -> String {
    let catalogue = &voice.catalogue;
    let head =
        ["quality-field", "quality-filled", "quality-bar", "quality-valid", "quality-distinct", "quality-remark"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 3, 4]);
    for field in fields {
        let filled = field.filled as f64 / field.of.max(1) as f64;
        rows.add_row(comfy_table::Row::from(vec![
            field.read.name.clone().into(),
            voice.share(field.filled, field.of).into(),
            bar(filled, 10),
            voice.valid(field).into(),
            voice.distinct(field).into(),
            comfy_table::Cell::new(voice.remark(field)),
        ]));
    }
    rows.to_string()
}
