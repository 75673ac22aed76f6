//! Progress bars for long work: rows a second and the time left.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::catalogue::Catalogue;

/// A bar that shows rows a second and the time left; hidden where nobody looks.
pub(super) struct Bar {
    bar: ProgressBar,
    catalogue_rows: String,
    started: std::time::Instant,
}

impl Bar {
    /// A bar for a file or another piece of work.
    pub(super) fn new(name: &str, catalogue: &Catalogue) -> Self {
        // A length of nothing would show as all done.
        let bar = ProgressBar::new(1);
        let left = catalogue.text("bar-left");
        let template = format!("{{prefix:24!}} {{bar:28}} {{percent:>3}} %  {{msg}}  {left} {{eta}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
        }
        bar.set_prefix(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar { bar, catalogue_rows: catalogue.text("bar-rows-per-second"), started: std::time::Instant::now() }
    }

    /// A sign that something is being worked at whose length nobody knows, with the time it takes so far.
    pub(super) fn working(name: &str, catalogue: &Catalogue) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {elapsed}") {
            bar.set_style(style);
        }
        bar.set_prefix(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar { bar, catalogue_rows: catalogue.text("bar-rows-per-second"), started: std::time::Instant::now() }
    }

    /// Tells how far the work is.
    pub(super) fn tell(&self, done: u64, total: u64, rows: u64, catalogue: &Catalogue) {
        self.bar.set_length(total.max(1));
        self.bar.set_position(done.min(total));
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} {}", catalogue.count((rows as f64 / seconds) as u64), self.catalogue_rows));
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        drop(self);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
