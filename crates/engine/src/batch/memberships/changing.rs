//! The numbers that cut-offs are made of at many midnights, in one pass over the rows: those of the first midnight, and what
//! comes and goes at each later one.

use std::collections::BTreeMap;

use model::distribution::{Distribution, Ranked};
use model::plan::{NodeId, Op};
use model::time::Instant;

use super::super::Run;
use super::super::over_dates::is_steady;
use super::super::past::below;
use super::super::prepare::Prepared;
use super::super::unit::Unit;
use super::course::Course;
use super::curve::Number;
use super::sought::Sought;
use super::truth::Truth;

/// The numbers of the customers compared at instants in order.
#[derive(Default)]
pub struct ChangingEntries {
    groups: BTreeMap<Box<str>, Changing>,
    scale: u8,
}

/// The numbers of one group.
#[derive(Clone, Default)]
struct Changing {
    first: Vec<i128>,
    /// What comes at each instant after the first, and what goes.
    moves: Vec<(Vec<i128>, Vec<i128>)>,
}

impl Changing {
    fn of(n_dates: usize) -> Self {
        Changing { first: Vec::new(), moves: vec![Default::default(); n_dates.saturating_sub(1)] }
    }

    fn append(&mut self, others: Changing) {
        self.first.extend(others.first);
        for ((comes, goes), (others_come, others_go)) in self.moves.iter_mut().zip(others.moves) {
            comes.extend(others_come);
            goes.extend(others_go);
        }
    }

    /// The distributions at all instants.
    fn ranked(mut self, scale: u8, mut visit: impl FnMut(usize, Ranked)) {
        let mut counted = counts(&mut self.first);
        visit(0, Ranked::counted(&counted, scale));
        for (place, (mut comes, mut goes)) in self.moves.into_iter().enumerate() {
            counted = merged(&counted, &counts(&mut comes), &counts(&mut goes));
            visit(place + 1, Ranked::counted(&counted, scale));
        }
    }
}

/// The distinct numbers, in order, with how often each is there.
fn counts(numbers: &mut [i128]) -> Vec<(i128, u64)> {
    numbers.sort_unstable();
    numbers.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u64)).collect()
}

/// Counted numbers with some more and without others, which are all there.
fn merged(counted: &[(i128, u64)], comes: &[(i128, u64)], goes: &[(i128, u64)]) -> Vec<(i128, u64)> {
    let mut merged = Vec::with_capacity(counted.len() + comes.len());
    let (mut counted, mut comes, mut goes) =
        (counted.iter().peekable(), comes.iter().peekable(), goes.iter().peekable());
    while let Some(number) = [counted.peek(), comes.peek()].into_iter().flatten().map(|(number, _)| *number).min() {
        let here = |entry: &&(i128, u64)| entry.0 == number;
        let n = counted.next_if(here).map_or(0, |(_, n)| *n) + comes.next_if(here).map_or(0, |(_, n)| *n);
        let left = n.saturating_sub(goes.next_if(here).map_or(0, |(_, n)| *n));
        if left > 0 {
            merged.push((number, left));
        }
    }
    merged
}

impl ChangingEntries {
    /// Adds the entries of other customers, of the same plan at the same instants.
    pub fn append(&mut self, others: ChangingEntries) {
        self.scale = others.scale;
        for (group, entries) in others.groups {
            match self.groups.get_mut(&group) {
                Some(known) => known.append(entries),
                None => drop(self.groups.insert(group, entries)),
            }
        }
    }

    /// What becomes of the distribution of each of so many instants, by which one at a time is whole. Groups that nobody is
    /// in then are left out.
    pub fn distributions(self, n_dates: usize, reduced: impl Fn(&Distribution) -> Distribution) -> Vec<Distribution> {
        let mut all = vec![Distribution::default(); n_dates];
        let scale = self.scale;
        for (group, changing) in self.groups {
            changing.ranked(scale, |place, ranked| {
                if ranked.count() > 0 {
                    let alone = Distribution { groups: BTreeMap::from([(group.clone(), ranked)]) };
                    all[place].groups.extend(reduced(&alone).groups);
                }
            });
        }
        all
    }
}

impl Run<'_> {
    /// What these customers add to one of the plan's cut-offs at instants in order; `None` when the numbers compared cannot
    /// be followed from one to the next.
    pub fn changing_entries(&self, dates: &[Instant], cut_off: usize) -> Option<ChangingEntries> {
        let (first, last) = (dates.first()?, dates.last()?);
        let cut_off = &self.plan.cut_offs[cut_off];
        let read: Vec<NodeId> = [Some(cut_off.value), cut_off.group, cut_off.among].into_iter().flatten().collect();
        let is_of_base = |node: &NodeId| {
            let op = &self.plan.nodes[*node].op;
            matches!(op, Op::Compared { .. } | Op::AmongRelatives { .. } | Op::CountRelatives { .. } | Op::Plain(_))
        };
        if cut_off.of_relatives || below(self.plan, &read).iter().any(is_of_base) || !dates.is_sorted() {
            return None;
        }
        let prepared = Prepared::new(*self, *last, &[]);
        let sought = Sought::new(*self, (first.0, last.0), &[]);
        let number = Number::of(&prepared, cut_off.value, &sought)?;
        let among = match cut_off.among {
            Some(among) => Some(Truth::of(&prepared, among, &sought)?),
            None => None,
        };
        if cut_off.group.is_some_and(|group| !is_steady(&prepared, group)) {
            return None;
        }
        let units = self.units(|customers| {
            let unit = Unit::new(&prepared, customers);
            entries_of(&unit, (&number, among.as_ref(), cut_off.group), dates, &sought)
        });
        let mut all = ChangingEntries { groups: BTreeMap::new(), scale: prepared.scale(cut_off.value) };
        for groups in units {
            all.append(ChangingEntries { groups, scale: all.scale });
        }
        Some(all)
    }
}

/// The entries of the customers of a unit.
fn entries_of(
    unit: &Unit<'_, '_>,
    (number, among, group): (&Number<'_>, Option<&Truth<'_>>, Option<NodeId>),
    dates: &[Instant],
    sought: &Sought<'_>,
) -> BTreeMap<Box<str>, Changing> {
    let (number, among) = (number.of_unit(unit), among.map(|among| among.of_unit(unit)));
    let mut groups: BTreeMap<Box<str>, Changing> = BTreeMap::new();
    let mut changes: Vec<usize> = Vec::new();
    for customer in unit.customers.clone() {
        let present = Course::from(unit.prepared.run.base.present_from[customer]);
        if !present.at(sought.at) {
            continue;
        }
        let Some(group) = group.map_or(Some(""), |group| unit.text(group, customer)) else { continue };
        let place = customer - unit.customers.start;
        let compared = present.and(among.as_ref().map_or(Course::always(true), |among| among.course(place, sought)));
        if compared.is_always(false) {
            continue;
        }
        let curve = number.curve(place, sought);
        let at = |date: i64| {
            let piece = curve.partition_point(|(from, _)| *from <= date).saturating_sub(1);
            compared.at(date).then(|| curve[piece].1).flatten()
        };
        let entries = match groups.get_mut(group) {
            Some(entries) => entries,
            None => groups.entry(group.into()).or_insert_with(|| Changing::of(dates.len())),
        };
        let mut before = at(sought.from);
        entries.first.extend(before);
        changes.clear();
        let instants = curve.iter().skip(1).map(|(from, _)| *from);
        let instants = instants.chain(compared.turns(sought.from, sought.at).map(|(turn, _)| turn));
        changes.extend(instants.map(|instant| dates.partition_point(|date| date.0 < instant)));
        changes.sort_unstable();
        changes.dedup();
        for &date in changes.iter().filter(|&&date| (1..dates.len()).contains(&date)) {
            let now = at(dates[date].0);
            if now != before {
                entries.moves[date - 1].0.extend(now);
                entries.moves[date - 1].1.extend(before);
            }
            before = now;
        }
    }
    groups
}
