//! How a truth goes over time: what it is at first, and the instants at which it turns.

/// A truth over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Course {
    /// The truth before it first turns.
    first: bool,
    /// The instants from which on it is the contrary of before, increasing.
    turns: Vec<i64>,
}

impl Course {
    /// The same at all instants.
    pub(super) fn always(truth: bool) -> Self {
        Course { first: truth, turns: Vec::new() }
    }

    /// True from an instant on.
    pub(super) fn from(instant: i64) -> Self {
        if instant == i64::MIN { Course::always(true) } else { Course { first: false, turns: vec![instant] } }
    }

    /// Whether it is the same truth at all instants.
    pub(super) fn is_always(&self, truth: bool) -> bool {
        self.turns.is_empty() && self.first == truth
    }

    /// Says what it is from an instant on, after all that was said before. The very first says what it is from the
    /// beginning, whatever its instant.
    pub(super) fn says(&mut self, is_first: bool, instant: i64, truth: bool) {
        if is_first {
            *self = Course::always(truth);
        } else if self.last() != truth {
            self.turns.push(instant);
        }
    }

    /// What it is in the end.
    pub(super) fn last(&self) -> bool {
        self.first != (self.turns.len() % 2 == 1)
    }

    /// The contrary.
    pub(super) fn contrary(mut self) -> Self {
        self.first = !self.first;
        self
    }

    /// True where both are.
    pub(super) fn and(self, other: Course) -> Self {
        match (self.turns.is_empty(), other.turns.is_empty()) {
            (true, _) => {
                if self.first {
                    other
                } else {
                    Course::always(false)
                }
            }
            (_, true) => {
                if other.first {
                    self
                } else {
                    Course::always(false)
                }
            }
            _ => Course::joined(&[self, other], |truths| truths[0] && truths[1]),
        }
    }

    /// What several truths together give at each instant.
    pub(super) fn joined(courses: &[Course], holds: impl Fn(&[bool]) -> bool) -> Self {
        let mut truths: Vec<bool> = courses.iter().map(|course| course.first).collect();
        let mut turns: Vec<(i64, usize)> = courses
            .iter()
            .enumerate()
            .flat_map(|(which, course)| course.turns.iter().map(move |&instant| (instant, which)))
            .collect();
        turns.sort_unstable();
        let mut joined = Course::always(holds(&truths));
        for (place, &(instant, which)) in turns.iter().enumerate() {
            truths[which] = !truths[which];
            // What turns at once is looked at when all of it has.
            if turns.get(place + 1).is_none_or(|(next, _)| *next != instant) {
                joined.says(false, instant, holds(&truths));
            }
        }
        joined
    }

    /// The instants after `after` and up to `until` at which it turns, and the truth that begins there.
    pub(super) fn turns(&self, after: i64, until: i64) -> impl Iterator<Item = (i64, bool)> + '_ {
        let truths = std::iter::successors(Some(!self.first), |truth| Some(!truth));
        let turns = self.turns.iter().copied().zip(truths);
        turns.skip_while(move |(instant, _)| *instant <= after).take_while(move |(instant, _)| *instant <= until)
    }

    /// What it is at an instant.
    pub(super) fn at(&self, instant: i64) -> bool {
        self.first != (self.turns.partition_point(|&turn| turn <= instant) % 2 == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Course;

    fn course() -> impl Strategy<Value = Course> {
        let turns = prop::collection::btree_set(0i64..30, 0..8);
        (any::<bool>(), turns).prop_map(|(first, turns)| Course { first, turns: turns.into_iter().collect() })
    }

    proptest! {
        #[test]
        fn courses_are_truths_at_each_instant(one in course(), other in course(), third in course()) {
            let both = one.clone().and(other.clone());
            let two = Course::joined(&[one.clone(), other.clone(), third.clone()], |truths| {
                truths.iter().filter(|truth| **truth).count() == 2
            });
            prop_assert!(both.turns.is_sorted_by(|a, b| a < b) && two.turns.is_sorted_by(|a, b| a < b));
            for at in -1..31 {
                prop_assert_eq!(both.at(at), one.at(at) && other.at(at));
                prop_assert_eq!(one.clone().contrary().at(at), !one.at(at));
                let n_true = [&one, &other, &third].iter().filter(|course| course.at(at)).count();
                prop_assert_eq!(two.at(at), n_true == 2);
                prop_assert_eq!(Course::from(5).at(at), at >= 5);
            }
            for (instant, truth) in one.turns(3, 20) {
                prop_assert!(instant > 3 && instant <= 20);
                prop_assert_eq!((one.at(instant - 1), one.at(instant)), (!truth, truth));
            }
            prop_assert_eq!(one.turns(i64::MIN, i64::MAX).count(), one.turns.len());
            prop_assert_eq!(one.last(), one.at(31));
        }
    }
}
