//! The stretch of time in which a truth is sought, and the midnights whose cut-offs hold in it.

use std::collections::BTreeMap;

use model::distribution::Distribution;
use model::time::Instant;

use super::super::Run;
use super::super::past::Past;

/// The time in which a truth is sought.
pub(super) struct Sought<'a> {
    /// The first instant that matters.
    pub(super) from: i64,
    /// The last one: that of the question.
    pub(super) at: i64,
    /// Since when which cut-offs hold, the first from the beginning on: none for those of the question.
    pub(super) midnights: Vec<i64>,
    /// The cut-offs of a position that hold since each of the midnights.
    cut_offs: BTreeMap<usize, Vec<&'a Distribution>>,
}

impl<'a> Sought<'a> {
    /// Lays out the cut-offs of a plan: those of the question, then those of past midnights, the latest first.
    pub(super) fn new(run: Run<'_>, (from, at): (i64, i64), all: &'a [Distribution]) -> Self {
        let (present, past) = all.split_at(run.plan.cut_offs.len().min(all.len()));
        let asked =
            if past.is_empty() { Past::default() } else { Past::of(run.plan, Instant(at), run.zone, run.settings) };
        // Before the first midnight that has cut-offs of its own, and since the last one, those of the question hold.
        let mut midnights = vec![i64::MIN];
        midnights.extend(asked.midnights.iter().rev().map(|midnight| midnight.0));
        if !asked.midnights.is_empty() {
            midnights.push(run.zone.last_midnight(Instant(at)).0);
        }
        let mut cut_offs = BTreeMap::new();
        for (position, of_question) in present.iter().enumerate() {
            let mut of_position = vec![of_question];
            match asked.cut_offs.iter().position(|asked| *asked == position) {
                Some(place) if !asked.midnights.is_empty() => {
                    let of_midnights = past.chunks(asked.cut_offs.len()).take(asked.midnights.len());
                    of_position.extend(of_midnights.rev().map(|of_midnight| &of_midnight[place]));
                    of_position.push(of_question);
                }
                _ => of_position.resize(midnights.len(), of_question),
            }
            cut_offs.insert(position, of_position);
        }
        Sought { from, at, midnights, cut_offs }
    }

    /// The cut-offs of a position that hold since each of the midnights.
    pub(super) fn cut_offs(&self, position: usize) -> &[&'a Distribution] {
        self.cut_offs.get(&position).map_or(&[], Vec::as_slice)
    }
}
