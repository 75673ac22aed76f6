//! What all requests share: the base, opened by a few readers, and the catalogues.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turn, Semaphore};

use super::begun::{Pages, Soon};
use super::kept::Kept;
use super::reader::Reader;
use crate::catalogue::{Catalogue, Language};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::import::arrivals::Arrivals;
use crate::ops::warm::Warm;

/// Requests that read at the same time; each has the base opened for itself.
const READERS: usize = 3;
/// Requests beside them that take long: they keep no one from reading.
const LONG_READERS: usize = 4;
/// How long a request has one of the first seats.
const LONG: Duration = Duration::from_millis(800);

/// The state that handlers are given.
pub(crate) type Shared = Arc<House>;

/// One base and those who look after it.
pub(crate) struct House {
    dir: PathBuf,
    /// Opened for reading, and not in use.
    idle: Mutex<Vec<Reader>>,
    /// Columns that were read once, for all readers.
    warm: Arc<Warm>,
    seats: Semaphore,
    long_seats: Semaphore,
    /// Customers, as the last reader who was opened knows.
    n_customers: AtomicUsize,
    /// When pages are answered before they are there.
    pub(crate) soon: Soon,
    /// Pages that take long.
    pub(super) pages: Pages,
    /// Who is to be told that the base changed.
    pub(super) told: Mutex<Option<Sender<()>>>,
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
        let n_customers = AtomicUsize::new(first.store.n_known_customers());
        let first = Reader::of(first.with_warm(Arc::clone(&warm)))?;
        let catalogues = [Language::English, Language::French].map(|language| Arc::new(Catalogue::new(language)));
        Ok(House {
            dir,
            idle: Mutex::new(vec![first]),
            warm,
            seats: Semaphore::new(READERS),
            long_seats: Semaphore::new(LONG_READERS),
            n_customers,
            soon: Soon::default(),
            pages: Pages::default(),
            told: Mutex::default(),
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

    /// Number of customers.
    pub(crate) fn n_customers(&self) -> usize {
        self.n_customers.load(Ordering::Relaxed)
    }

    /// Has something read from the base as it is now. What takes long gives up its seat to others.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Base) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let seat = self.seats.acquire().await.expect("the semaphore is never closed");
        let house = Arc::clone(self);
        let mut work = tokio::task::spawn_blocking(move || house.read_now(ask));
        if let Ok(done) = tokio::time::timeout(LONG, &mut work).await {
            return finished(done);
        }
        let long_seat = self.long_seats.try_acquire();
        // Where too many take long already, this one keeps the others waiting.
        let seat = if long_seat.is_ok() { None } else { Some(seat) };
        let answer = finished(work.await);
        drop((seat, long_seat));
        answer
    }

    /// The same on this very thread, whoever else reads.
    pub(super) fn read_now<T: Send>(&self, ask: impl FnOnce(&Base) -> Result<T, Failure> + Send) -> Result<T, Failure> {
        let (reader, answer) = self.seated()?.read(ask);
        self.idle().push(reader);
        answer
    }

    /// Looks something up in the base that costs nothing: it needs no seat.
    pub(crate) async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Base) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let house = Arc::clone(self);
        finished(tokio::task::spawn_blocking(move || house.read_now(ask)).await)
    }

    /// Has something written to the base. Readers see it from their next question on.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Base) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let _turn = self.writing.lock().await;
        let dir = self.dir.clone();
        let answer = finished(tokio::task::spawn_blocking(move || change(&mut Base::open_to_write(&dir)?)).await);
        self.tell();
        answer
    }

    /// Tells who looks ahead that the base changed.
    pub(super) fn tell(&self) {
        if let Some(told) = self.told.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // Nobody looks ahead any more: there is nobody to be told.
            let _ = told.send(());
        }
    }

    /// A reader who knows all that was written.
    fn seated(&self) -> Result<Reader, Failure> {
        // The lock is not held while a base is opened.
        let idle = self.idle().pop();
        match idle {
            Some(reader) if reader.base().store.is_current()? => Ok(reader),
            _ => {
                let reader = Reader::open(&self.dir, &self.warm)?;
                self.n_customers.store(reader.base().store.n_known_customers(), Ordering::Relaxed);
                Ok(reader)
            }
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What work came to; a panic in it is one here.
pub(crate) fn finished<T>(done: Result<Result<T, Failure>, tokio::task::JoinError>) -> Result<T, Failure> {
    match done {
        Ok(answer) => answer,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
