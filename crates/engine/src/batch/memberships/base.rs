//! Comparison with the base over time: each midnight has its averages, and its values from which on a comparison with a
//! constant turns.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use model::decimal::Decimal;
use model::distribution::Ranked;
use model::forms::{Comparison, Measure};
use model::plan::NodeId;

use super::super::over_dates::is_steady;
use super::super::prepare::Prepared;
use super::super::unit::Unit;
use super::course::Course;
use super::curve::{Curve, Number, NumberOf, meet};
use super::sought::Sought;
use super::truth::{Truth, TruthOf};

/// The averages of the base since each midnight, by group.
pub(super) struct Base<'a> {
    averages: BTreeMap<Box<str>, Vec<Option<i128>>>,
    compared: Compared<'a>,
}

/// Who is compared, and in which group.
struct Compared<'a> {
    among: Option<Truth<'a>>,
    group: Option<NodeId>,
}

/// A place in the base held against a constant.
pub(super) struct Standing<'a> {
    value: Number<'a>,
    sides: BTreeMap<Box<str>, Vec<Sides>>,
    compared: Compared<'a>,
    /// What it is where nothing is compared.
    of_missing: bool,
}

/// What numbers on which side of the turns of a comparison give.
#[derive(Clone, Copy)]
struct Sides {
    turns: [i128; 2],
    truths: [bool; 3],
    of_missing: bool,
}

impl Sides {
    fn truth(&self, number: Option<i128>) -> bool {
        let side = |number: i128| usize::from(number >= self.turns[0]) + usize::from(number >= self.turns[1]);
        number.map_or(self.of_missing, |number| self.truths[side(number)])
    }
}

/// What is said of each group since each midnight.
fn by_group<T: Clone>(
    sought: &Sought<'_>,
    cut_off: usize,
    none: &T,
    of: impl Fn(&Ranked) -> T,
) -> BTreeMap<Box<str>, Vec<T>> {
    let distributions = sought.cut_offs(cut_off);
    let mut groups: BTreeMap<Box<str>, Vec<T>> = BTreeMap::new();
    for (place, distribution) in distributions.iter().enumerate() {
        for (group, ranked) in &distribution.groups {
            let of_group = groups.entry(group.clone()).or_insert_with(|| vec![none.clone(); distributions.len()]);
            of_group[place] = of(ranked);
        }
    }
    groups
}

impl<'a> Compared<'a> {
    fn of(prepared: &Prepared<'a>, cut_off: usize, sought: &Sought<'_>) -> Option<Self> {
        let cut_off = &prepared.run.plan.cut_offs[cut_off];
        let among = match cut_off.among {
            Some(among) => Some(Truth::of(prepared, among, sought)?),
            None => None,
        };
        let is_followed = !cut_off.of_relatives && cut_off.group.is_none_or(|group| is_steady(prepared, group));
        is_followed.then_some(Compared { among, group: cut_off.group })
    }

    fn of_unit<'u>(&'u self, unit: &'u Unit<'_, '_>) -> ComparedOf<'u> {
        let group = |group: NodeId| (unit.vector(group), unit.prepared.dictionary(group));
        ComparedOf { among: self.among.as_ref().map(|among| among.of_unit(unit)), group: self.group.map(group) }
    }
}

/// Who of a unit is compared, and in which group.
struct ComparedOf<'u> {
    among: Option<TruthOf<'u>>,
    group: Option<(&'u super::super::vector::Vector<'u>, &'u [Box<str>])>,
}

impl ComparedOf<'_> {
    fn group(&self, customer: usize) -> Option<&str> {
        self.group.map_or(Some(""), |(vector, dictionary)| vector.text(customer, dictionary))
    }

    /// When the customer is compared.
    fn among(&self, customer: usize, sought: &Sought<'_>) -> Course {
        self.among.as_ref().map_or(Course::always(true), |among| among.course(customer, sought))
    }
}

impl<'a> Base<'a> {
    /// The averages of a cut-off of the plan, if they can be followed.
    pub(super) fn of(prepared: &Prepared<'a>, cut_off: usize, sought: &Sought<'_>) -> Option<Self> {
        let averages = by_group(sought, cut_off, &None, Ranked::average);
        Some(Base { averages, compared: Compared::of(prepared, cut_off, sought)? })
    }

    pub(super) fn of_unit<'u>(&'u self, unit: &'u Unit<'_, '_>) -> BaseOf<'u> {
        BaseOf { base: self, compared: self.compared.of_unit(unit) }
    }
}

/// The averages of the base for the customers of a unit.
pub(super) struct BaseOf<'u> {
    base: &'u Base<'u>,
    compared: ComparedOf<'u>,
}

impl BaseOf<'_> {
    /// The average of a customer's group while they are compared.
    pub(super) fn averages(&self, customer: usize, sought: &Sought<'_>) -> Curve {
        let none = || vec![(i64::MIN, None)];
        let Some(group) = self.compared.group(customer) else { return none() };
        let Some(averages) = self.base.averages.get(group) else { return none() };
        let averages: Curve = sought.midnights.iter().copied().zip(averages.iter().copied()).collect();
        let among = self.compared.among(customer, sought);
        if among.is_always(true) {
            return averages;
        }
        let whether = |truth: bool| truth.then_some(0);
        let turns = among.turns(i64::MIN, i64::MAX).map(|(at, truth)| (at, whether(truth)));
        let compared: Curve = std::iter::once((i64::MIN, whether(among.at(i64::MIN)))).chain(turns).collect();
        let mut curve = Curve::new();
        meet(&averages, &compared, |from, average, compared| curve.push((from, compared.and(average))));
        curve
    }
}

impl<'a> Standing<'a> {
    /// A measure of a cut-off of the plan held against a constant, which may stand on the left.
    pub(super) fn of(
        prepared: &Prepared<'a>,
        (measure, cut_off): (Measure, usize),
        (comparison, constant, is_on_left): (Comparison, Decimal, bool),
        sought: &Sought<'_>,
    ) -> Option<Self> {
        let compared = Compared::of(prepared, cut_off, sought)?;
        let node = prepared.run.plan.cut_offs[cut_off].value;
        let (value, scale) = (Number::of(prepared, node, sought)?, prepared.scale(node));
        let holds = |order: Ordering| comparison.holds(Some(if is_on_left { order.reverse() } else { order }));
        let of_missing = comparison.holds(None);
        let missing = Sides { turns: [i128::MAX; 2], truths: [of_missing; 3], of_missing };
        let sides = |ranked: &Ranked| {
            let Some((below, turns)) = ranked.orders(measure, constant, scale) else { return missing };
            let mut sides = Sides { truths: [holds(below); 3], ..missing };
            // Less, equal and greater: it turns twice at most.
            for (place, (turn, order)) in turns.into_iter().take(2).enumerate() {
                sides.turns[place] = turn;
                sides.truths[place + 1..].fill(holds(order));
            }
            sides
        };
        let sides = by_group(sought, cut_off, &missing, sides);
        Some(Standing { value, sides, compared, of_missing })
    }

    pub(super) fn of_unit<'u>(&'u self, unit: &'u Unit<'_, '_>) -> StandingOf<'u> {
        StandingOf { standing: self, value: self.value.of_unit(unit), compared: self.compared.of_unit(unit) }
    }
}

/// A place in the base held against a constant, for the customers of a unit.
pub(super) struct StandingOf<'u> {
    standing: &'u Standing<'u>,
    value: NumberOf<'u>,
    compared: ComparedOf<'u>,
}

impl StandingOf<'_> {
    pub(super) fn course(&self, customer: usize, sought: &Sought<'_>) -> Course {
        let of_missing = self.standing.of_missing;
        let Some(sides) = self.compared.group(customer).and_then(|group| self.standing.sides.get(group)) else {
            return Course::always(of_missing);
        };
        let among = self.compared.among(customer, sought);
        if among.is_always(false) {
            return Course::always(of_missing);
        }
        let curve = self.value.curve(customer, sought);
        let mut course = Course::default();
        let mut place = sought.midnights.partition_point(|&midnight| midnight <= sought.from).saturating_sub(1);
        let mut is_first = true;
        for (number, (from, value)) in curve.iter().enumerate() {
            let until = curve.get(number + 1).map_or(i64::MAX, |(next, _)| *next);
            loop {
                let since = sought.midnights[place].max(*from);
                course.says(is_first, since, sides[place].truth(*value));
                is_first = false;
                match sought.midnights.get(place + 1) {
                    Some(&next) if next < until => place += 1,
                    Some(&next) if next == until => {
                        place += 1;
                        break;
                    }
                    _ => break,
                }
            }
        }
        if among.is_always(true) {
            return course;
        }
        Course::joined(&[course, among], |truths| if truths[1] { truths[0] } else { of_missing })
    }
}
