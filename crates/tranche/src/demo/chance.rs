//! Chance that can be repeated: splitmix64, with whole numbers only so that every machine draws alike.

/// A source of chance.
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    /// The chance of one subject (a customer's number) under a seed.
    pub(super) fn new(seed: u64, subject: u64) -> Self {
        let mut chance = Chance { state: seed ^ subject.wrapping_mul(0xD1B5_4A32_D192_ED03) };
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `n` − 1; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number between two bounds, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as usize + 1) as i64
    }

    /// A number between two bounds, the middle being likelier than the ends.
    pub(super) fn around(&mut self, low: i64, high: i64) -> i64 {
        let draws = self.between(low, high) + self.between(low, high) + self.between(low, high);
        draws / 3
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    /// True so many times in a thousand.
    pub(super) fn permille(&mut self, share: i64) -> bool {
        self.between(1, 1000) <= share
    }

    /// One of several, all as likely.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// The position of one of several, as likely as its weight says.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = i64> + Clone) -> usize {
        let mut left = self.between(1, weights.clone().sum());
        let mut position = 0;
        for (index, weight) in weights.enumerate() {
            position = index;
            left -= weight;
            if left <= 0 {
                break;
            }
        }
        position
    }
}
