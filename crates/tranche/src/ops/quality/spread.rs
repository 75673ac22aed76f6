//! How the numbers of a field are spread, whatever their number: a count for each hundredth of a decade. Values far out,
//! and two humps that lie a factor of 10, 100 or 1 000 apart, are told from it.

use model::decimal::Decimal;

/// Bins of a decade.
const BINS: i64 = 100;
/// Fewer values than this tell nothing.
const FEW: u64 = 50;
/// How many interquartile ranges beyond the upper quartile a value is far out: Tukey's outer fence, taken on logarithms
/// since amounts are skewed. <https://www.itl.nist.gov/div898/handbook/prc/section1/prc16.htm>
const FENCE: f64 = 3.0;
/// The least interquartile range, in decades: where nearly all values are the same, ten times as much is not far out yet.
const LEAST_RANGE: f64 = 0.35;
/// More than this share of the values is no exception but a kind of its own.
const RARE: f64 = 0.01;
/// The least share of values in the smaller of two humps.
const LEAST_HUMP: f64 = 0.02;
/// How much of the smaller hump may lie between the two.
const VALLEY: f64 = 0.1;

/// A count of positive numbers by size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread {
    /// Counts from the bin `first` on.
    counts: Vec<u64>,
    first: i64,
    total: u64,
    /// The greatest numbers, in units, largest first.
    greatest: Vec<i64>,
}

/// Values that lie far beyond the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outliers {
    /// How many there are.
    pub(crate) count: u64,
    /// They are greater than this, in units.
    pub(crate) above: i64,
    /// The greatest, in units.
    pub(crate) greatest: i64,
}

/// Two humps that look like one quantity in two units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mixed {
    /// How many times greater the upper hump is: 10, 100 or 1 000.
    pub(crate) factor: u32,
    /// Values of the smaller hump.
    pub(crate) count: u64,
    /// Value between the two, in units.
    pub(crate) between: i64,
}

impl Spread {
    /// Counts a number in units; what is not positive has no logarithm and is left out.
    pub(crate) fn add(&mut self, units: i64) {
        if units <= 0 {
            return;
        }
        let bin = ((units as f64).log10() * BINS as f64).floor() as i64;
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let more = (self.first - bin) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.first = bin;
        }
        let place = (bin - self.first) as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
        self.total += 1;
        if self.greatest.len() < 3 || units > self.greatest[2] {
            let place = self.greatest.partition_point(|&greater| greater > units);
            self.greatest.insert(place, units);
            self.greatest.truncate(3);
        }
    }

    /// The logarithm below which a share of the values lies, to a hundredth.
    fn quantile(&self, share: f64) -> f64 {
        let wanted = (self.total as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return self.middle(place);
            }
        }
        self.middle(self.counts.len().saturating_sub(1))
    }

    fn middle(&self, place: usize) -> f64 {
        (self.first + place as i64) as f64 / BINS as f64 + 0.5 / BINS as f64
    }

    /// Values greater than the upper quartile by more than three interquartile ranges, on logarithms.
    pub(crate) fn outliers(&self) -> Option<Outliers> {
        if self.total < FEW {
            return None;
        }
        let (low, high) = (self.quantile(0.25), self.quantile(0.75));
        let fence = high + FENCE * (high - low).max(LEAST_RANGE);
        let beyond = self.counts.iter().enumerate().filter(|(place, _)| self.middle(*place) > fence);
        let count: u64 = beyond.map(|(_, count)| count).sum();
        let is_rare = count as f64 <= self.total as f64 * RARE;
        (count > 0 && is_rare).then(|| Outliers {
            count,
            above: 10f64.powf(fence) as i64,
            greatest: self.greatest.first().copied().unwrap_or(0),
        })
    }

    /// Two humps a factor of 10, 100 or 1 000 apart, with next to nothing between them.
    pub(crate) fn mixed(&self) -> Option<Mixed> {
        if self.total < FEW {
            return None;
        }
        let mut below = 0;
        let mut best: Option<(u64, usize)> = None;
        // The valley is where a quarter of a decade holds fewest, with a fair share of the values on either side.
        let width = BINS as usize / 4;
        let least = (self.total as f64 * LEAST_HUMP).ceil() as u64;
        for place in 0..self.counts.len().saturating_sub(width) {
            let within: u64 = self.counts[place..place + width].iter().sum();
            let above = self.total - below - within;
            let smaller = below.min(above);
            if smaller >= least
                && within as f64 <= smaller as f64 * VALLEY
                && best.is_none_or(|(most, _)| within < most)
            {
                best = Some((within, place + width / 2));
            }
            below += self.counts[place];
        }
        let (_, valley) = best?;
        let (lower, upper) = (self.part(0..valley), self.part(valley..self.counts.len()));
        let apart = upper.quantile(0.5) - lower.quantile(0.5);
        let power = apart.round();
        let is_power = (1.0..=3.0).contains(&power) && (apart - power).abs() <= 0.15;
        is_power.then(|| Mixed {
            factor: 10u32.pow(power as u32),
            count: lower.total.min(upper.total),
            between: 10f64.powf(self.middle(valley)) as i64,
        })
    }

    fn part(&self, places: std::ops::Range<usize>) -> Spread {
        let counts = self.counts[places.clone()].to_vec();
        let total = counts.iter().sum();
        Spread { counts, first: self.first + places.start as i64, total, greatest: Vec::new() }
    }
}

/// A number of units as a decimal, rounded to two significant digits where that reads better.
pub(crate) fn rounded(units: i64, scale: u8) -> Decimal {
    let mut step = 1;
    while units / step >= 1_000 {
        step *= 10;
    }
    Decimal::new(i128::from(units / step * step), scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread::default();
        values.into_iter().for_each(|value| spread.add(value));
        spread
    }

    #[test]
    fn values_far_out_are_told() {
        // From 20 to 119, and two of half a million.
        let usual = || (0..1_000).map(|number| 20 + number % 100);
        assert_eq!(spread(usual()).outliers(), None);
        let told = spread(usual().chain([500_000, 400_000])).outliers().unwrap();
        assert_eq!((told.count, told.greatest), (2, 500_000));
        assert!(told.above > 119 && told.above < 400_000, "{told:?}");
        assert_eq!(spread([1, 1_000_000]).outliers(), None);
    }

    #[test]
    fn two_units_in_one_field_are_told() {
        let usual = || (0..1_000).map(|number| 1_000 + number);
        let told = spread(usual().chain((0..100).map(|number| (1_000 + 10 * number) * 100))).mixed().unwrap();
        assert_eq!((told.factor, told.count), (100, 100));
        assert_eq!(spread(usual()).mixed(), None);
        // Two kinds of goods whose prices are no power of ten apart.
        assert_eq!(spread(usual().chain((0..100).map(|number| (1_000 + 10 * number) * 30))).mixed(), None);
    }
}
