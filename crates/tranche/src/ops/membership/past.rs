//! The cut-offs of past midnights, by which memberships over time are told: of each only what decides is kept, so that
//! those of years take next to no room.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::{ChangingEntries, Past, Questions};
use model::distribution::Distribution;
use model::phrase::Phrase;
use model::time::Instant;

use super::Loaded;
use crate::ops::failure::Failure;

/// The share of the memory granted to columns that whole distributions of past midnights may take.
const SHARE: usize = 4;
/// Cut-offs of a midnight that take no more bytes are kept, for questions about other days that look back at it too.
const FEW_BYTES: usize = 1 << 16;
/// Bytes that cut-offs of past midnights may take however little memory is granted.
const LEAST_BYTES: usize = 1 << 24;

/// What decides of the cut-offs of a midnight, by the midnight and their positions in the plan.
pub(super) type Decisive = BTreeMap<(Instant, BTreeSet<usize>), Vec<Distribution>>;

/// Midnights whose cut-offs are found in one pass: what comes and goes at each of them is in memory together.
const TOGETHER: usize = 32;

impl Loaded<'_> {
    /// What is asked of past midnights at an instant.
    pub(super) fn past(&self, at: Instant) -> Past {
        Past::of(&self.plan, at, &self.base.zone, self.base.store.settings())
    }

    /// The cut-offs of past midnights, midnight by midnight; refused where they are asked for whole and would fill the
    /// memory.
    pub(super) fn past_cut_offs(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        let asked = self.past(at);
        let Some(&last) = asked.cut_offs.last() else { return Ok(Vec::new()) };
        let questions = Questions::of(&self.plan);
        let granted = (self.base.memory().columns / SHARE).max(LEAST_BYTES);
        self.find_together(&asked, &questions)?;
        let (mut all, mut bytes) = (Vec::new(), 0);
        for (number, &midnight) in asked.midnights.iter().enumerate() {
            let of_midnight = self.of_midnight(midnight, &asked, last, &questions)?;
            bytes += of_midnight.iter().map(Distribution::bytes).sum::<usize>();
            if bytes > granted {
                let phrase = Phrase::new("failed-far-membership");
                let phrase = phrase.with("midnights", asked.midnights.len()).with("most", number.max(1));
                return Err(Failure::Failed(phrase.with("mebibytes", granted >> 20)));
            }
            all.extend(of_midnight);
        }
        Ok(all)
    }

    /// Finds what decides of the cut-offs of many midnights together, where the numbers compared can be followed from one to
    /// the next.
    fn find_together(&self, asked: &Past, questions: &Questions) -> Result<(), Failure> {
        if !asked.cut_offs.iter().all(|&position| questions.need_little(position)) {
            return Ok(());
        }
        let unknown =
            |midnight: &Instant| !self.of_midnights.borrow().contains_key(&(*midnight, asked.cut_offs.clone()));
        let mut midnights: Vec<Instant> = asked.midnights.iter().copied().filter(unknown).collect();
        midnights.reverse();
        for dates in midnights.chunks(TOGETHER) {
            let mut of_dates: Vec<Vec<Distribution>> = vec![Vec::new(); dates.len()];
            for &position in &asked.cut_offs {
                let mut all = Some(ChangingEntries::default());
                self.runs.each(|_, columns| {
                    let found = all.as_ref().and_then(|_| self.run(columns).changing_entries(dates, position));
                    all = all.take().zip(found).map(|(mut all, found)| {
                        all.append(found);
                        all
                    });
                })?;
                let Some(all) = all else { return Ok(()) };
                let reduced = all.distributions(dates.len(), |whole| questions.reduced(position, whole));
                of_dates.iter_mut().zip(reduced).for_each(|(of_date, reduced)| of_date.push(reduced));
            }
            for (&midnight, of_date) in dates.iter().zip(of_dates) {
                if of_date.iter().map(Distribution::bytes).sum::<usize>() > FEW_BYTES {
                    return Ok(());
                }
                self.of_midnights.borrow_mut().insert((midnight, asked.cut_offs.clone()), of_date);
            }
        }
        Ok(())
    }

    /// What decides of the cut-offs asked for of a midnight.
    fn of_midnight(
        &self,
        midnight: Instant,
        asked: &Past,
        last: usize,
        questions: &Questions,
    ) -> Result<Vec<Distribution>, Failure> {
        let key = (midnight, asked.cut_offs.clone());
        if let Some(known) = self.of_midnights.borrow().get(&key) {
            return Ok(known.clone());
        }
        let (mut whole, mut reduced) = (Vec::new(), Vec::new());
        for position in 0..=last {
            let distribution = self.next_cut_off(midnight, &whole)?;
            if asked.cut_offs.contains(&position) {
                reduced.push(questions.reduced(position, &distribution));
            }
            whole.push(distribution);
        }
        if reduced.iter().map(Distribution::bytes).sum::<usize>() <= FEW_BYTES {
            self.of_midnights.borrow_mut().insert(key, reduced.clone());
        }
        Ok(reduced)
    }
}
