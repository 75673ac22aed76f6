//! Stretches of dates, by their positions: in order, apart from one another, none empty.

use std::ops::Range;

/// Stretches of dates in which something holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stretches(Vec<Range<u32>>);

impl Stretches {
    /// One stretch, or none when it is empty.
    pub(super) fn one(stretch: Range<u32>) -> Self {
        let mut stretches = Stretches::default();
        stretches.push(stretch);
        stretches
    }

    /// Adds a stretch that begins at or after the end of all others.
    pub(super) fn push(&mut self, stretch: Range<u32>) {
        match self.0.last_mut() {
            _ if stretch.is_empty() => {}
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => self.0.push(stretch),
        }
    }

    /// The stretches.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Range<u32>> {
        self.0.iter()
    }

    /// What lies in both.
    pub(super) fn and(&self, others: &Stretches) -> Stretches {
        let (mut left, mut right) = (self.0.iter().peekable(), others.0.iter().peekable());
        let mut both = Stretches::default();
        while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
            both.push(one.start.max(other.start)..one.end.min(other.end));
            if one.end < other.end {
                left.next();
            } else {
                right.next();
            }
        }
        both
    }

    /// What does not lie in any, among so many dates.
    pub(super) fn contrary(&self, n_dates: u32) -> Stretches {
        let (mut contrary, mut from) = (Stretches::default(), 0);
        for stretch in &self.0 {
            contrary.push(from..stretch.start);
            from = stretch.end;
        }
        contrary.push(from..n_dates);
        contrary
    }
}

/// The stretches in which a running total, changed by amounts at dates, is such that a test holds. Arrivals and departures
/// are each in order of date; those after the last date are left out.
pub(super) fn of_total<T: Copy>(
    arrivals: &[(u32, T)],
    departures: &[(u32, T)],
    n_dates: u32,
    mut change: impl FnMut(&T, bool),
    mut holds: impl FnMut() -> bool,
) -> Stretches {
    let (mut arriving, mut departing) = (arrivals.iter().peekable(), departures.iter().peekable());
    let (mut found, mut from) = (Stretches::default(), None);
    let mut date = 0;
    loop {
        while let Some((_, amount)) = arriving.next_if(|(on, _)| *on <= date) {
            change(amount, true);
        }
        while let Some((_, amount)) = departing.next_if(|(on, _)| *on <= date) {
            change(amount, false);
        }
        match (holds(), from) {
            (true, None) => from = Some(date),
            (false, Some(start)) => {
                found.push(start..date);
                from = None;
            }
            _ => {}
        }
        let next = [arriving.peek(), departing.peek()].into_iter().flatten().map(|(on, _)| *on).min();
        match next.filter(|&next| next < n_dates) {
            Some(next) => date = next,
            None => break,
        }
    }
    if let Some(start) = from {
        found.push(start..n_dates);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stretches: &[Range<u32>]) -> Stretches {
        let mut made = Stretches::default();
        stretches.iter().for_each(|stretch| made.push(stretch.clone()));
        made
    }

    fn one(start: u32, end: u32) -> Stretches {
        of(std::slice::from_ref(&(start..end)))
    }

    #[test]
    fn stretches_are_sets_of_dates() {
        let holds = |stretches: &Stretches, date: u32| stretches.iter().any(|stretch| stretch.contains(&date));
        let all = [of(&[]), one(0, 10), of(&[1..3, 3..4, 6..9]), of(&[0..1, 2..7]), one(9, 10), of(&[4..5, 8..10])];
        assert_eq!(all[2], of(&[1..4, 6..9]), "what touches is one");
        for one in &all {
            for other in &all {
                let (both, contrary) = (one.and(other), one.contrary(10));
                for date in 0..10 {
                    assert_eq!(holds(&both, date), holds(one, date) && holds(other, date), "{one:?} {other:?}");
                    assert_eq!(holds(&contrary, date), !holds(one, date), "{one:?}");
                }
            }
        }
    }

    #[test]
    fn a_total_is_looked_at_whenever_it_changes() {
        let total = |arrivals: &[u32], departures: &[u32], least: i32| {
            let count = std::cell::Cell::new(0);
            let amounts = |dates: &[u32]| dates.iter().map(|&date| (date, 1)).collect::<Vec<_>>();
            let change = |amount: &i32, comes: bool| count.set(count.get() + if comes { *amount } else { -amount });
            of_total(&amounts(arrivals), &amounts(departures), 10, change, || count.get() >= least)
        };
        assert_eq!(total(&[], &[], 1), of(&[]));
        assert_eq!(total(&[], &[], 0), one(0, 10));
        assert_eq!(total(&[0, 2], &[5, 12], 1), one(0, 10));
        assert_eq!(total(&[0, 2], &[5, 12], 2), one(2, 5));
        assert_eq!(total(&[1, 4, 4], &[3, 6, 6], 1), of(&[1..3, 4..6]));
        assert_eq!(total(&[3, 11], &[3, 12], 1), of(&[]));
    }
}
