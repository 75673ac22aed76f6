//! Of whom rows are read.

/// Which customers to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// All of them.
    Everyone,
    /// One only.
    One(u32),
    /// Those from the first number up to the second, the latter left out.
    Among(u32, u32),
}

impl Whom {
    /// The number of the first customer that may be read.
    pub(crate) fn first(self) -> u32 {
        match self {
            Whom::Everyone => 0,
            Whom::One(customer) | Whom::Among(customer, _) => customer,
        }
    }

    /// The number after that of the last customer that may be read.
    pub(crate) fn end(self, n_customers: usize) -> u32 {
        match self {
            Whom::Everyone => n_customers as u32,
            Whom::One(customer) => customer.saturating_add(1),
            Whom::Among(_, end) => end,
        }
    }

    /// How many customers are read, of a base of so many.
    pub(crate) fn count(self, n_customers: usize) -> usize {
        self.end(n_customers).saturating_sub(self.first()) as usize
    }

    /// Customers by their place among those read.
    pub(crate) fn places(self, customers: &[u32]) -> Vec<u32> {
        customers.iter().map(|&customer| customer - self.first()).collect()
    }
}
