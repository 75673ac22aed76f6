//! Customers by the period of their first order, and who of them was active in each period since: a triangle of counts.

use serde::Serialize;

/// Customers who began in one period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cohort {
    /// The period of their first order, from 0.
    pub period: usize,
    /// Number of customers.
    pub customers: usize,
    /// What they did in each period since, their first one at the start.
    pub cells: Vec<Cell>,
}

/// What a cohort did in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// Customers with an order in it.
    pub active: usize,
    /// Their orders.
    pub orders: f64,
    /// What these are worth.
    pub amount: f64,
    /// Share of the cohort that was active.
    pub retention: f64,
    /// What the cohort has spent by the end of it, a customer.
    pub cumulated: f64,
    /// Whether the period is over: figures of one that is not will still grow.
    pub is_complete: bool,
}

/// A triangle in the making: periods are added one after the other, so that one column at a time is in memory.
#[derive(Debug)]
pub struct Triangle {
    began: Vec<Option<u32>>,
    cohorts: Vec<Cohort>,
}

impl Triangle {
    /// A triangle of customers, given who began before the first period: these are in no cohort.
    #[must_use]
    pub fn new(began_before: Vec<bool>) -> Self {
        // A period that never comes marks those who are not looked at.
        let began = began_before.into_iter().map(|is_before| is_before.then_some(u32::MAX)).collect();
        Triangle { began, cohorts: Vec::new() }
    }

    /// A triangle of customers whose first period is known, to be filled by their own age.
    #[must_use]
    pub fn of_ages(began: Vec<Option<u32>>, n_periods: usize) -> Self {
        let mut cohorts: Vec<Cohort> = (0..n_periods).map(|period| Cohort { period, ..Cohort::default() }).collect();
        for period in began.iter().flatten() {
            if let Some(cohort) = cohorts.get_mut(*period as usize) {
                cohort.customers += 1;
            }
        }
        Triangle { began, cohorts }
    }

    /// Adds the next age, counted from each customer's own first order: orders and amount of each customer at that age, and
    /// whether all customers of a cohort have reached the end of it.
    pub fn add_age(&mut self, orders: &[f64], amounts: &[f64], is_complete: impl Fn(usize) -> bool) {
        for cohort in &mut self.cohorts {
            cohort.cells.push(Cell { is_complete: is_complete(cohort.period), ..Cell::default() });
        }
        for ((began, orders), amount) in self.began.iter().zip(orders).zip(amounts) {
            let cohort = began.and_then(|began| self.cohorts.get_mut(began as usize));
            if let Some(cell) = cohort.and_then(|cohort| cohort.cells.last_mut()).filter(|_| *orders > 0.0) {
                cell.active += 1;
                cell.orders += orders;
                cell.amount += amount;
            }
        }
    }

    /// Adds the next period: orders and amount of each customer, and whether it is over.
    pub fn add(&mut self, orders: &[f64], amounts: &[f64], is_complete: bool) {
        let period = self.cohorts.len();
        self.cohorts.push(Cohort { period, ..Cohort::default() });
        for cohort in &mut self.cohorts {
            cohort.cells.push(Cell { is_complete, ..Cell::default() });
        }
        for ((began, orders), amount) in self.began.iter_mut().zip(orders).zip(amounts) {
            if *orders <= 0.0 {
                continue;
            }
            if began.is_none() {
                *began = Some(period as u32);
                self.cohorts[period].customers += 1;
            }
            let of = began.map_or(usize::MAX, |began| began as usize);
            if let Some(cell) = self.cohorts.get_mut(of).and_then(|cohort| cohort.cells.last_mut()) {
                cell.active += 1;
                cell.orders += orders;
                cell.amount += amount;
            }
        }
    }

    /// The cohorts that hold somebody, in order.
    #[must_use]
    pub fn cohorts(mut self) -> Vec<Cohort> {
        self.cohorts.retain(|cohort| cohort.customers > 0);
        for cohort in &mut self.cohorts {
            let mut cumulated = 0.0;
            for cell in &mut cohort.cells {
                cumulated += cell.amount;
                cell.retention = cell.active as f64 / cohort.customers as f64;
                cell.cumulated = cumulated / cohort.customers as f64;
            }
        }
        self.cohorts
    }
}

/// The retention of all cohorts together at each age: of the cohorts that have been seen for that long, whole.
#[must_use]
pub fn retention_by_age(cohorts: &[Cohort]) -> Vec<f64> {
    let longest = cohorts.iter().map(|cohort| cohort.cells.len()).max().unwrap_or(0);
    let at = |age: usize| {
        let seen = || cohorts.iter().filter(move |cohort| cohort.cells.get(age).is_some_and(|cell| cell.is_complete));
        let customers: usize = seen().map(|cohort| cohort.customers).sum();
        let active: usize = seen().map(|cohort| cohort.cells[age].active).sum();
        (customers > 0).then(|| active as f64 / customers as f64)
    };
    (0..longest).map_while(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::recipe::{HORIZON, customers};

    #[test]
    fn r_d04_cohorts_of_thirty_days_of_the_recipe() {
        let all = customers();
        let began = all.iter().map(|customer| u32::try_from(customer.first_day / 30).ok()).collect();
        let mut triangle = Triangle::of_ages(began, 6);
        for age in 0..12_i64 {
            let of = |value: &dyn Fn(i64) -> f64| -> Vec<f64> {
                let sum = |customer: &crate::tests::recipe::Customer| {
                    let own = customer.orders.iter().filter(|order| (order.day - customer.first_day) / 30 == age);
                    own.map(|order| value(order.cents)).sum()
                };
                all.iter().map(sum).collect()
            };
            let is_complete = |period: usize| (period as i64 + 1 + age + 1) * 30 <= HORIZON;
            triangle.add_age(&of(&|_| 1.0), &of(&|cents| cents as f64), is_complete);
        }
        let cohorts = triangle.cohorts();
        let active = |row: usize| cohorts[row].cells.iter().take(6).map(|cell| cell.active).collect::<Vec<_>>();
        assert_eq!(active(0), [329, 90, 79, 61, 64, 46]);
        assert_eq!(active(3), [323, 100, 93, 63, 52, 42]);
        assert_eq!((cohorts.len(), cohorts[0].customers), (6, 329));
        let ages = retention_by_age(&cohorts);
        assert_eq!((ages.len(), ages[0]), (11, 1.0));
    }

    #[test]
    fn those_who_began_before_are_in_no_cohort_and_a_running_period_is_marked() {
        let mut triangle = Triangle::new(vec![true, false, false]);
        triangle.add(&[1.0, 2.0, 0.0], &[5.0, 8.0, 0.0], true);
        triangle.add(&[1.0, 1.0, 1.0], &[5.0, 2.0, 3.0], false);
        let cohorts = triangle.cohorts();
        assert_eq!(cohorts.iter().map(|cohort| cohort.customers).collect::<Vec<_>>(), [1, 1]);
        let cell = cohorts[0].cells[1];
        assert_eq!((cell.active, cell.retention, cell.cumulated, cell.is_complete), (1, 1.0, 10.0, false));
        assert_eq!(retention_by_age(&cohorts), [1.0]);
    }
}
