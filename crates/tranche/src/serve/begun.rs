//! Pages that take long: who asks for one has an answer at once, and the page when it is there; it is kept for the next who
//! asks for as long as the base stays as it is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::time::{Instant as Moment, SECOND};
use tokio::task::JoinHandle;

use super::asking::Asking;
use super::house::{House, Shared, finished};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::Answer;

/// Pages that are being made, or were not fetched, at most.
const MOST_BEGUN: usize = 16;
/// Pages kept at most: some megabytes.
const MOST_KEPT: usize = 64;
/// What took less is made each time.
const LONG: Duration = Duration::from_millis(100);
/// How long the figures of a large base are those of now: a window that moves on by less changes no decision.
const NOW: i64 = 300 * SECOND;

/// When a page is answered before it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Soon {
    /// Customers beyond which a page may take longer than one likes to wait.
    pub(crate) beyond: usize,
    /// How long it is waited for before something is answered.
    pub(crate) patience: Duration,
}

impl Default for Soon {
    fn default() -> Self {
        Soon { beyond: 200_000, patience: Duration::from_millis(400) }
    }
}

/// What tells a page from others: how it is asked for, the state of the base, and the moment that is now.
type Name = (String, u64, i64);
/// A page that is being made.
type Making = JoinHandle<Result<Answer, Failure>>;

/// Pages that are being made, and those that were, the latest last.
#[derive(Default)]
pub(super) struct Pages {
    begun: Mutex<Vec<(Name, Making)>>,
    kept: Mutex<Vec<(Name, String)>>,
    /// The moment that is now, for a state of the base.
    now: Mutex<Option<(u64, Moment)>>,
}

impl Pages {
    fn take(&self, name: &Name) -> Option<Making> {
        let mut begun = lock(&self.begun);
        let place = begun.iter().position(|(begun, _)| begun == name)?;
        Some(begun.remove(place).1)
    }

    fn put(&self, name: Name, page: Making) {
        let mut begun = lock(&self.begun);
        if begun.len() >= MOST_BEGUN {
            begun.remove(0);
        }
        begun.push((name, page));
    }

    fn kept(&self, name: &Name) -> Option<Answer> {
        lock(&self.kept).iter().find(|(kept, _)| kept == name).map(|(_, page)| Answer::Page(page.clone()))
    }

    fn keep(&self, name: Name, page: String) {
        let mut kept = lock(&self.kept);
        // What is of another state of the base, or of an earlier now, is never asked for again.
        kept.retain(|(kept, _)| kept.1 == name.1 && *kept != name);
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push((name, page));
    }

    /// The moment that is now: the one before, while it is not long ago and the base is as it was.
    fn now(&self, state: u64, asked: Moment) -> Moment {
        let mut now = lock(&self.now);
        match *now {
            Some((of, at)) if of == state && (at.0..at.0 + NOW).contains(&asked.0) => at,
            _ => {
                *now = Some((state, asked));
                asked
            }
        }
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl House {
    /// A page of a large base; nothing when it takes long and who asks does not wait. `colours` are all that pages have
    /// beside their address and language.
    pub(crate) async fn soon(
        self: &Shared,
        asking: &Asking,
        colours: &str,
        make: impl FnOnce(&Base, Asking) -> Result<Answer, Failure> + Send + 'static,
    ) -> Option<Result<Answer, Failure>> {
        let state = match self.look(Base::mark).await {
            Ok(state) => state,
            Err(failure) => return Some(Err(failure)),
        };
        let asking = Asking { now: self.pages.now(state, asking.now), ..asking.clone() };
        let (waits, query) = (asking.waits, &asking.query);
        let name = (format!("{} {query:?} {} {colours}", asking.path, asking.language.code()), state, asking.now.0);
        if let Some(page) = self.pages.kept(&name) {
            return Some(Ok(page));
        }
        let mut page = self.pages.take(&name).unwrap_or_else(|| {
            let (house, name, began) = (Arc::clone(self), name.clone(), Instant::now());
            tokio::spawn(async move {
                let answer = house.read(move |base| make(base, asking)).await;
                if let Ok(Answer::Page(page)) = &answer
                    && began.elapsed() >= LONG
                {
                    house.pages.keep(name, page.clone());
                }
                answer
            })
        });
        if waits {
            return Some(finished(page.await));
        }
        match tokio::time::timeout(self.soon.patience, &mut page).await {
            Ok(made) => Some(finished(made)),
            Err(_) => {
                self.pages.put(name, page);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str, state: u64) -> Name {
        (path.to_owned(), state, 0)
    }

    #[test]
    fn a_page_is_kept_while_the_base_is_as_it_was() {
        let pages = Pages::default();
        let is_kept = |path: &str, state| pages.kept(&name(path, state)).is_some();
        pages.keep(name("a", 1), "one".to_owned());
        pages.keep(name("b", 1), "two".to_owned());
        assert!(is_kept("a", 1) && is_kept("b", 1) && !is_kept("a", 2));
        pages.keep(name("a", 2), "three".to_owned());
        assert!(is_kept("a", 2) && !is_kept("b", 1));
        for number in 0..MOST_KEPT {
            pages.keep(name(&number.to_string(), 2), String::new());
        }
        assert!(!is_kept("a", 2), "the oldest is forgotten");
    }

    #[test]
    fn now_stays_for_a_while_and_moves_on_when_the_base_changes() {
        let pages = Pages::default();
        let now = |state, at| pages.now(state, Moment(at)).0;
        assert_eq!((now(1, 1_000), now(1, 1_000 + NOW - 1), now(1, 1_000 + NOW)), (1_000, 1_000, 1_000 + NOW));
        assert_eq!((now(2, 2_000 + NOW), now(2, 3_000 + NOW)), (2_000 + NOW, 2_000 + NOW));
        assert_eq!(now(2, 5), 5, "a clock that was set back");
    }
}
