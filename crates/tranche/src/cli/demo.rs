//! `tranche demo`: a whole shop to try everything on.

use std::path::Path;

use clap::Args;
use model::phrase::Phrase;
use model::time::{Day, Instant};

use super::bars::Bar;
use super::import::{one_by_one, show};
use super::{Asked, Outcome, segments};
use crate::demo::{DemoSettings, words, write_shop};
use crate::ops::apply::apply;
use crate::ops::base::{Base, Choices};
use crate::ops::failure::Failure;
use crate::ops::figures::of_segments;
use crate::ops::import::Request;
use crate::ops::import::log::logged;
use crate::ops::library;
use crate::ops::membership::{AsOf, CutOffs};
use crate::ops::review::Going;
use crate::ops::schema::{self, Change};

/// A whole shop to try everything on.
#[derive(Args)]
pub(super) struct Demo {
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    customers: u32,
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Demo {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let unreadable = |text: &String| Failure::Failed(Phrase::new("failed-day").with("text", text));
        let until = self.until.as_ref().map(|text| Day::parse(text).ok_or_else(|| unreadable(text))).transpose()?;
        let choices = Choices { name: Some("Cap Garrigue".to_owned()), ..Choices::default() };
        let mut base = Base::init(&asked.base, choices)?;
        match self.fill(asked, &mut base, until) {
            Ok(outcome) => Ok(outcome),
            Err(failure) => {
                // Half a shop is of no use, and would stand in the way of the next try.
                base.store.discard()?;
                Err(failure)
            }
        }
    }

    fn fill(&self, asked: &Asked, base: &mut Base, until: Option<Day>) -> Result<Outcome, Failure> {
        let until = until.unwrap_or_else(|| base.zone.day(asked.now));
        // Beside the base, which needs as much room: a folder for temporary files may lie in memory.
        let beside = asked.base.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let files = tempfile::Builder::new().prefix(".tranche-demo-").tempdir_in(beside);
        let files = files.map_err(|error| Failure::file(beside, &error))?;
        let settings = DemoSettings { customers: self.customers as usize, until, seed: self.seed };
        let bar = Bar::new(&asked.catalogue.text("demo-writing"), &asked.catalogue);
        write_shop(files.path(), &settings, &|done, of| bar.tell(done, of, done, &asked.catalogue))
            .map_err(|error| Failure::file(files.path(), &error))?;
        bar.finish();
        self.import(asked, base, files.path())?;
        for (name, word) in words() {
            let labels = vec![("en", word.en), ("fr", word.fr)];
            let change = Change { labels, family: Some("engagement".to_owned()), ..Change::default() };
            schema::plan(base, &name, &change)?.make(base, asked.now)?;
        }
        apply(base, &library::files(), &Going::None, asked.now)?;
        // The history ends just before midnight: the shop is seen as of its last moment.
        let as_of = AsOf { at: Instant(base.zone.midnight(until).0 - 1), cut_offs: CutOffs::Exact };
        let figures = of_segments(base, as_of)?;
        if asked.json {
            asked.print_json(&segments::as_json(asked, &figures));
        } else {
            segments::show(asked, base, &figures, as_of);
            asked.say(&Phrase::new("demo-next").with("base", asked.base.display()));
        }
        Ok(Outcome::Done)
    }

    fn import(&self, asked: &Asked, base: &mut Base, dir: &Path) -> Result<(), Failure> {
        let unreadable = |error: std::io::Error| Failure::file(dir, &error);
        let mapping = dir.join("mapping.toml");
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable)? {
            paths.push(entry.map_err(unreadable)?.path());
        }
        paths.retain(|path| *path != mapping);
        let request = Request::new(&mapping, &paths)?;
        let (imported, failure) = one_by_one(asked, request.files(), |path, progress| {
            logged(base, None, path, asked.now, |base| request.import(base, path, asked.now, progress)).map(Some)
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        // In JSON the answer is one document: that of the segments.
        if !asked.json {
            show(asked, &imported, &[]);
        }
        Ok(())
    }
}
