//! What all requests share: the base, opened by a few readers, and the catalogues.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, Semaphore};

use super::kept::Kept;
use crate::catalogue::{Catalogue, Language};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::import::arrivals::Arrivals;
use crate::ops::warm::Warm;

/// Requests that read at the same time; each has the base opened for itself.
const READERS: usize = 3;

/// The state that handlers are given.
pub(crate) type Shared = Arc<House>;

/// One base and those who look after it.
pub(crate) struct House {
    dir: PathBuf,
    /// Opened for reading, and not in use.
    idle: Mutex<Vec<Base>>,
    /// Columns that were read once, for all readers.
    warm: Arc<Warm>,
    seats: Semaphore,
    /// One writes after the other: a second writer waits in place of being told that the base is busy.
    writing: Turn<()>,
    catalogues: [Arc<Catalogue>; 2],
    pub(super) kept: Kept,
    /// Files dropped on a page, on their way in.
    pub(crate) arrivals: Arrivals,
}

impl House {
    /// Opens a base; what is wrong with it is said before anything is served.
    pub(crate) fn open(dir: PathBuf) -> Result<House, Failure> {
        let first = Base::open(&dir)?;
        let warm = Arc::new(Warm::within(first.memory()));
        let first = first.with_warm(Arc::clone(&warm));
        let catalogues = [Language::English, Language::French].map(|language| Arc::new(Catalogue::new(language)));
        Ok(House {
            dir,
            idle: Mutex::new(vec![first]),
            warm,
            seats: Semaphore::new(READERS),
            writing: Turn::new(()),
            catalogues,
            kept: Kept::default(),
            arrivals: Arrivals::default(),
        })
    }

    /// Where the base is.
    pub(crate) fn dir(&self) -> &std::path::Path {
        &self.dir
    }

    /// The sentences of a language.
    pub(crate) fn catalogue(&self, language: Language) -> Arc<Catalogue> {
        Arc::clone(&self.catalogues[usize::from(language == Language::French)])
    }

    /// Has something read from the base as it is now.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Base) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let _seat = self.seats.acquire().await.expect("the semaphore is never closed");
        let house = Arc::clone(self);
        finished(tokio::task::spawn_blocking(move || {
            let base = house.seated()?;
            let answer = ask(&base);
            house.idle().push(base);
            answer
        }))
        .await
    }

    /// Has something written to the base. Readers see it from their next question on.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Base) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let _turn = self.writing.lock().await;
        let dir = self.dir.clone();
        finished(tokio::task::spawn_blocking(move || change(&mut Base::open_to_write(&dir)?))).await
    }

    /// A base opened for reading that knows all that was written.
    fn seated(&self) -> Result<Base, Failure> {
        // The lock is not held while a base is opened.
        let idle = self.idle().pop();
        match idle {
            Some(base) if base.store.is_current()? => Ok(base),
            _ => Ok(Base::open(&self.dir)?.with_warm(Arc::clone(&self.warm))),
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Base>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for work; a panic in it is one here.
async fn finished<T>(work: tokio::task::JoinHandle<Result<T, Failure>>) -> Result<T, Failure> {
    match work.await {
        Ok(answer) => answer,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
