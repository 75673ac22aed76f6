//! A set of customers by number.

/// A set of customers.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// None of so many customers.
    pub(crate) fn new(n_customers: usize) -> Self {
        Bits { words: vec![0; n_customers.div_ceil(64)] }
    }

    /// Adds a customer.
    pub(crate) fn set(&mut self, customer: usize) {
        self.words[customer / 64] |= 1 << (customer % 64);
    }

    /// Whether a customer is in it.
    pub(crate) fn has(&self, customer: usize) -> bool {
        self.words[customer / 64] >> (customer % 64) & 1 == 1
    }

    /// Adds all of another set.
    pub(crate) fn add(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// How many are in it.
    pub(crate) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}
