//! Why a customer is, or is not, in a segment at an instant: each condition with its truth, since when, and what it is
//! judged by; when the verdict next changes by itself; what a customer who is not in it lacks.
//!
//! Truths are those of [`crate::evaluate`]; instants are walked to by the bounds of [`crate::until`]. Cut-offs and tables
//! stand still, in the past as in the future.

use std::collections::BTreeSet;

use crate::evaluate::{Moment, World};
use crate::forms::{Comparison, InSegment, Test};
use crate::text::printer::text_of;
use crate::time::Instant;
use crate::timeline::Timeline;

mod evidence;
mod missing;
mod walk;

pub use evidence::{Evidence, Seen};
pub use missing::{MAX_EXACT, Missing};
pub use walk::{LOOKAHEAD_DAYS, Since};

/// Why a customer is, or is not, a member at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Whether they are a member: in the population, and the conditions hold.
    pub is_member: bool,
    /// Whether they are in the population.
    pub is_present: bool,
    /// Since when that is the verdict.
    pub since: Since,
    /// An instant before which no condition changes if nothing happens; never too late, maybe early.
    pub holds_until: Instant,
    /// When the verdict changes if nothing happens; `None` when no change is foreseen within
    /// [`LOOKAHEAD_DAYS`] or [`Limits::steps`].
    pub next_change: Option<Instant>,
    /// The conditions.
    pub conditions: Condition,
    /// The least that would have to change for who is in the population and no member.
    pub missing: Option<Missing>,
}

/// A condition of a definition, for one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What it asks.
    pub test: Test,
    /// Whether it holds.
    pub holds: bool,
    /// Since when it has held, or not held, while they were in the population.
    pub since: Since,
    /// An instant before which it does not change if nothing happens.
    pub until: Instant,
    /// What it is made of.
    pub made_of: MadeOf,
}

/// What a condition is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum MadeOf {
    /// Other conditions, of which so many hold.
    Conditions {
        /// How the number of those that hold is compared.
        comparison: Comparison,
        /// With how many.
        count: usize,
        /// The conditions.
        conditions: Vec<Condition>,
    },
    /// Nothing but itself.
    Leaf {
        /// Its number: the same condition has the same one wherever it stands.
        number: usize,
        /// What the values that it looks at are for this customer.
        values: Vec<Seen>,
        /// The rows that it looks at.
        evidence: Vec<Evidence>,
    },
}

impl Condition {
    /// The conditions it is made of; none of a leaf.
    pub fn conditions(&self) -> &[Condition] {
        match &self.made_of {
            MadeOf::Conditions { conditions, .. } => conditions,
            MadeOf::Leaf { .. } => &[],
        }
    }

    /// Its truth as its leaves make it, when those with some numbers are turned round.
    pub fn truth(&self, turned: &BTreeSet<usize>) -> bool {
        match &self.made_of {
            MadeOf::Leaf { number, .. } => self.holds != turned.contains(number),
            MadeOf::Conditions { comparison, count, conditions } => {
                let holding = conditions.iter().filter(|condition| condition.truth(turned)).count();
                comparison.holds(Some(holding.cmp(count)))
            }
        }
    }

    /// Its leaves, each once, in order of their numbers.
    pub fn leaves(&self) -> Vec<&Condition> {
        let mut leaves = Vec::new();
        self.gather(&mut leaves);
        leaves
    }

    fn gather<'a>(&'a self, leaves: &mut Vec<&'a Condition>) {
        match &self.made_of {
            // Numbers are given in the order in which leaves are met.
            MadeOf::Leaf { number, .. } if *number == leaves.len() => leaves.push(self),
            MadeOf::Leaf { .. } => {}
            MadeOf::Conditions { conditions, .. } => {
                conditions.iter().for_each(|condition| condition.gather(leaves));
            }
        }
    }
}

/// How far an explanation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows shown of each evidence; the rest is counted.
    pub rows: usize,
    /// Bounds walked over, ahead and back, for each instant that is told.
    pub steps: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { rows: 5, steps: 10_000 }
    }
}

/// Explains the verdict on a customer at an instant. Segments that the
/// definition names are opened with their own conditions; those that only they name are not.
pub fn explain(test: &Test, timeline: &Timeline, at: Instant, world: World<'_>, limits: Limits) -> Explanation {
    let timeline = walk::known_by(timeline, at);
    let moment = Moment { world, timeline: &timeline, at, row: None };
    let is_present = timeline.is_present(at);
    let mut explainer = Explainer { opened: named_in(test), leaves: Vec::new(), limits };
    let conditions = explainer.condition(test, &moment);
    let is_member = is_present && conditions.holds;
    Explanation {
        is_member,
        is_present,
        since: walk::verdict_since(test, &moment, limits.steps),
        holds_until: walk::verdict_until(test, &moment),
        next_change: walk::next_change(test, &moment, limits.steps),
        missing: (is_present && !is_member).then(|| missing::missing(&conditions)),
        conditions,
    }
}

/// Since when the verdict on a customer stands at an instant, without its reasons; bounds are walked over so many times at
/// most.
pub fn verdict_since(test: &Test, timeline: &Timeline, at: Instant, world: World<'_>, steps: usize) -> Since {
    let timeline = walk::known_by(timeline, at);
    walk::verdict_since(test, &Moment { world, timeline: &timeline, at, row: None }, steps)
}

/// Ids of the segments that a definition names outright, under `and`, `or`, `not` and `of` alone.
fn named_in(test: &Test) -> BTreeSet<String> {
    match (test, test.form().joining()) {
        (Test::InSegment(InSegment { id, .. }), _) => BTreeSet::from([id.clone()]),
        (_, Some(joining)) => joining.tests.iter().flat_map(named_in).collect(),
        _ => BTreeSet::new(),
    }
}

struct Explainer {
    /// Segments whose conditions are shown, wherever they are named: the same leaf would otherwise be two.
    opened: BTreeSet<String>,
    /// The text of each leaf so far.
    leaves: Vec<String>,
    limits: Limits,
}

impl Explainer {
    fn condition(&mut self, test: &Test, moment: &Moment<'_>) -> Condition {
        Condition {
            test: test.clone(),
            holds: moment.holds(test),
            since: walk::condition_since(test, moment, self.limits.steps),
            until: moment.test_until(test),
            made_of: self.made_of(test, moment),
        }
    }

    fn made_of(&mut self, test: &Test, moment: &Moment<'_>) -> MadeOf {
        if let Some(joining) = test.form().joining() {
            let conditions = joining.tests.iter().map(|test| self.condition(test, moment)).collect();
            return MadeOf::Conditions { comparison: joining.comparison, count: joining.count, conditions };
        }
        if let Test::InSegment(InSegment { id, .. }) = test
            && self.opened.contains(id)
            && let Some(segment) = moment.world.segments.get(id)
        {
            let conditions = vec![self.condition(segment, moment)];
            return MadeOf::Conditions { comparison: Comparison::Equal, count: 1, conditions };
        }
        let text = text_of(test);
        let number = self.leaves.iter().position(|leaf| *leaf == text).unwrap_or_else(|| {
            self.leaves.push(text);
            self.leaves.len() - 1
        });
        let (values, evidence) = evidence::of(test, moment, self.limits.rows);
        MadeOf::Leaf { number, values, evidence }
    }
}
