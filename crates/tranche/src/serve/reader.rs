//! A base opened for reading, with threads of its own to compute on.

use std::path::Path;
use std::sync::Arc;

use model::phrase::Phrase;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::warm::Warm;

/// A base opened for reading. Its threads are no one else's: work of a millisecond does not stand in line behind work of a
/// minute, the system has both go on.
pub(super) struct Reader {
    base: Base,
    threads: ThreadPool,
}

impl Reader {
    /// Opens a base.
    pub(super) fn open(dir: &Path, warm: &Arc<Warm>) -> Result<Reader, Failure> {
        Reader::of(Base::open(dir)?.with_warm(Arc::clone(warm)))
    }

    /// Reads from a base that is open.
    pub(super) fn of(base: Base) -> Result<Reader, Failure> {
        let failed = |error| Failure::Failed(Phrase::new("failed-threads").with("reason", error));
        Ok(Reader { base, threads: ThreadPoolBuilder::new().build().map_err(failed)? })
    }

    /// The base.
    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// Has something read, and gives what was found with the reader, who is free again.
    pub(super) fn read<T: Send>(
        self,
        ask: impl FnOnce(&Base) -> Result<T, Failure> + Send,
    ) -> (Reader, Result<T, Failure>) {
        let Reader { base, threads } = self;
        let (base, answer) = threads.install(move || {
            let answer = ask(&base);
            (base, answer)
        });
        (Reader { base, threads }, answer)
    }
}
