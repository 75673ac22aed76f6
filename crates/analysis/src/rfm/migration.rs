//! Who went from which group to which between two dates, given the same cut-points at both.

use serde::Serialize;

/// Customers who went from one group to another, or stayed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Move {
    /// Place of the group at the first date; `None` for those who had not bought by then.
    pub from: Option<usize>,
    /// Place of the group at the second date; `None` for those who have not bought within the time looked at.
    pub to: Option<usize>,
    /// How many went.
    pub customers: usize,
    /// What they had spent by the first date.
    pub before: f64,
    /// What they had spent by the second date.
    pub after: f64,
}

/// Where one customer was and is: group and amount, `None` where there is none.
pub type Place = Option<(usize, f64)>;

/// Counts the moves of customers between `n_groups` groups, in the order of the groups they left and then of those they
/// came to, those without a group last. Who has none at either date does not count.
#[must_use]
pub fn moves(places: impl IntoIterator<Item = (Place, Place)>, n_groups: usize) -> Vec<Move> {
    let side = n_groups + 1;
    let mut all = vec![(0, 0.0, 0.0); side * side];
    for (from, to) in places {
        let group = |place: Place| place.map_or(n_groups, |(group, _)| group);
        let amount = |place: Place| place.map_or(0.0, |(_, amount)| amount);
        let found = &mut all[group(from) * side + group(to)];
        *found = (found.0 + 1, found.1 + amount(from), found.2 + amount(to));
    }
    let known = |group: usize| (group < n_groups).then_some(group);
    let moved = |(place, (customers, before, after)): (usize, (usize, f64, f64))| {
        let (from, to) = (known(place / side), known(place % side));
        (customers > 0 && (from.is_some() || to.is_some())).then_some(Move { from, to, customers, before, after })
    };
    all.into_iter().enumerate().filter_map(moved).collect()
}
