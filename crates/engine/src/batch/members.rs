//! The members of a segment, by customer number.

use std::ops::Range;

use super::bits::Bits;

/// The members of a segment, by customer number.
#[derive(Clone, Debug, Default)]
pub struct Members {
    customers: Bits,
}

impl Members {
    /// Those who are members, of all customers from the first on.
    pub(super) fn new(customers: Bits) -> Self {
        Members { customers }
    }

    /// Whether a customer is a member.
    pub fn contains(&self, customer: usize) -> bool {
        customer < self.customers.len() && self.customers.get(customer)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.customers.count(0..self.customers.len()) as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Adds members of the customers from number `first` on, told by their numbers among these. They come after all
    /// members that are already there.
    pub fn append(&mut self, others: &Members, first: usize) {
        self.customers.lengthen(first);
        self.customers.append(&others.customers);
    }

    /// These members without others.
    #[must_use]
    pub fn without(&self, others: &Members) -> Members {
        let mut removed = others.customers.clone();
        removed.lengthen(self.customers.len());
        let mut customers = self.customers.clone();
        customers.and(&removed.contrary());
        Members { customers }
    }

    /// How many of these members are among others too.
    pub fn n_also_in(&self, others: &Members) -> usize {
        let mut both = others.customers.clone();
        both.lengthen(self.customers.len());
        both.and(&{
            let mut these = self.customers.clone();
            these.lengthen(both.len());
            these
        });
        both.count(0..both.len()) as usize
    }

    /// The members among a range of customers, by their numbers, in order.
    pub(super) fn within(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let length = self.customers.len();
        self.customers.ones(range.start.min(length)..range.end.min(length))
    }

    /// The members' numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.customers.ones(0..self.customers.len())
    }
}

impl FromIterator<usize> for Members {
    /// Members by their numbers, in any order; numbers beyond those of customers are left out.
    fn from_iter<I: IntoIterator<Item = usize>>(customers: I) -> Self {
        let mut numbers: Vec<usize> =
            customers.into_iter().filter(|&customer| u32::try_from(customer).is_ok()).collect();
        numbers.sort_unstable();
        let mut next = 0;
        let until = numbers.last().map_or(0, |last| last + 1);
        let is_member = |customer| {
            while numbers.get(next).is_some_and(|&number| number < customer) {
                next += 1;
            }
            numbers.get(next) == Some(&customer)
        };
        Members { customers: (0..until).map(is_member).collect() }
    }
}

impl PartialEq for Members {
    fn eq(&self, others: &Self) -> bool {
        self.iter().eq(others.iter())
    }
}
