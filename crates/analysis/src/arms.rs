//! Two arms of an experiment: what the treatment brought, whether the arms are what they should be, how many are needed.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{finite, same_length};
use crate::statistics::interval::Interval;
use crate::statistics::means::{self, MeansCompared, Moments, Resampling};
use crate::statistics::proportions::{self, Share, SharesCompared};
use crate::statistics::tails::{ln_chi_squared_above, normal_quantile, student_quantile};

/// Below this p-value arms are not the sizes that were planned: something went wrong before the result, which is not
/// to be read (Fabijan et al. 2019, <https://doi.org/10.1145/3292500.3330722>).
pub const BROKEN_BELOW: f64 = 0.001;
/// The share of the highest values that are cut down to the next one, so that one purchase does not decide.
pub const CUT_ABOVE: f64 = 0.999;

/// Whether arms have the sizes that were planned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleRatio {
    /// Pearson's statistic.
    pub chi_squared: f64,
    /// The logarithm of its p-value.
    pub ln_p: f64,
    /// The sizes that were to be expected.
    pub expected: Vec<f64>,
    /// Whether the report must stop here.
    pub is_broken: bool,
}

/// Checks the sizes of arms against the shares planned, which need not sum to 1.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::TooFewDistinct`] below two arms; [`Error::TooFew`] without customers;
/// [`Error::BadValue`] for a share that is not above 0.
pub fn sample_ratio(sizes: &[u64], planned: &[f64]) -> Result<SampleRatio, Error> {
    same_length(sizes.len(), planned.len())?;
    if sizes.len() < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: sizes.len() });
    }
    if let Some(row) = planned.iter().position(|share| !(share.is_finite() && *share > 0.0)) {
        return Err(Error::BadValue { column: 1, row, found: planned[row] });
    }
    let n = sizes.iter().sum::<u64>() as f64;
    if n <= 0.0 {
        return Err(Error::TooFew { minimum: 1, found: 0 });
    }
    let whole: f64 = planned.iter().sum();
    let expected: Vec<f64> = planned.iter().map(|share| share / whole * n).collect();
    let chi_squared =
        sizes.iter().zip(&expected).map(|(size, expected)| (*size as f64 - expected).powi(2) / expected).sum();
    let ln_p = ln_chi_squared_above(chi_squared, (sizes.len() - 1) as f64);
    Ok(SampleRatio { chi_squared, ln_p, expected, is_broken: ln_p < BROKEN_BELOW.ln() })
}

/// What a treatment did to a share, such as of those who bought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareLift {
    /// The treated arm.
    pub treated: Share,
    /// The arm held out.
    pub held: Share,
    /// How the shares differ.
    pub compared: SharesCompared,
    /// Customers gained: the difference times the treated.
    pub gained: f64,
    /// The interval of `gained`.
    pub gained_interval: Interval,
}

/// Measures the lift of a share.
///
/// # Errors
///
/// [`Error::TooFewInGroup`] when an arm (0 treated, 1 held out) is empty.
pub fn share_lift(treated: Share, held: Share, confidence: f64) -> Result<ShareLift, Error> {
    let compared = proportions::compare(treated, held, confidence)?;
    let n = treated.n as f64;
    let gained_interval = Interval { low: compared.interval.low * n, high: compared.interval.high * n };
    Ok(ShareLift { treated, held, gained: compared.difference * n, gained_interval, compared })
}

/// What a treatment did to an amount per customer, such as revenue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmountLift {
    /// How the means of all values differ.
    pub compared: MeansCompared,
    /// How they differ with the highest values cut down; equal to `compared` when none are cut.
    pub cut: MeansCompared,
    /// Values above this were cut down to it.
    pub cut_at: f64,
    /// The interval of the difference by resampling.
    pub resampled: Interval,
    /// Treated mean divided by held-out mean; `None` unless both are above 0.
    pub ratio: Option<f64>,
    /// Its interval, from the logarithms (delta method).
    pub ratio_interval: Option<Interval>,
    /// Amount gained: the difference times the treated.
    pub gained: f64,
    /// The interval of `gained`.
    pub gained_interval: Interval,
}

/// Measures the lift of an amount.
///
/// # Errors
///
/// As [`means::compare`]; arm 0 is the treated one.
pub fn amount_lift(treated: &[f64], held: &[f64], seed: u64, confidence: f64) -> Result<AmountLift, Error> {
    let compared = means::compare(treated, held, confidence)?;
    let mut sorted: Vec<f64> = treated.iter().chain(held).copied().collect();
    let place = ((sorted.len() as f64 * CUT_ABOVE).ceil() as usize).clamp(1, sorted.len()) - 1;
    let (_, cut_at, _) = sorted.select_nth_unstable_by(place, f64::total_cmp);
    let cut_at = *cut_at;
    let down = |values: &[f64]| -> Vec<f64> { values.iter().map(|x| x.min(cut_at)).collect() };
    // When cutting leaves nothing that varies, the plain comparison stands.
    let cut = means::compare(&down(treated), &down(held), confidence).unwrap_or_else(|_| compared.clone());
    let plan = Resampling::for_rows(treated.len() + held.len(), seed);
    let resampled = means::resampled(treated, held, plan, confidence)?;
    let (a, b) = (compared.first, compared.second);
    let ratio = (a.mean > 0.0 && b.mean > 0.0).then(|| a.mean / b.mean);
    let ratio_interval = ratio.map(|ratio| {
        let relative = |m: Moments| m.variance / m.n as f64 / (m.mean * m.mean);
        let reach =
            (student_quantile(0.5 + confidence / 2.0, compared.freedom) * (relative(a) + relative(b)).sqrt()).exp();
        Interval { low: ratio / reach, high: ratio * reach }
    });
    let n = a.n as f64;
    let gained_interval = Interval { low: compared.interval.low * n, high: compared.interval.high * n };
    Ok(AmountLift {
        gained: compared.difference * n,
        gained_interval,
        ratio,
        ratio_interval,
        resampled,
        cut_at,
        cut,
        compared,
    })
}

/// A lift made surer by what the same customers did before (Deng et al. 2013, <https://doi.org/10.1145/2433396.2433413>).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    /// How the adjusted means differ.
    pub compared: MeansCompared,
    /// How much of the earlier value is taken off.
    pub theta: f64,
    /// The share of the variance that the earlier value explains.
    pub explained: f64,
}

/// Takes off each value what the same customer's earlier one explains, then compares the arms.
///
/// # Errors
///
/// As [`means::compare`]; [`Error::LengthsDiffer`]; [`Error::BadValue`].
pub fn adjusted(values: &[f64], before: &[f64], is_treated: &[bool], confidence: f64) -> Result<Adjusted, Error> {
    same_length(values.len(), before.len())?;
    same_length(values.len(), is_treated.len())?;
    finite(0, values)?;
    finite(1, before)?;
    let (y, x) = (Moments::of(values), Moments::of(before));
    let products: f64 = values.iter().zip(before).map(|(v, b)| (v - y.mean) * (b - x.mean)).sum();
    let covariance = if values.len() > 1 { products / (values.len() - 1) as f64 } else { 0.0 };
    let varies = x.variance > 0.0 && y.variance > 0.0;
    let theta = if varies { covariance / x.variance } else { 0.0 };
    let explained = if varies { (covariance * covariance / (x.variance * y.variance)).min(1.0) } else { 0.0 };
    let adjusted = |treated: bool| -> Vec<f64> {
        let rows = values.iter().zip(before).zip(is_treated).filter(|(_, is)| **is == treated);
        rows.map(|((v, b), _)| v - theta * (b - x.mean)).collect()
    };
    Ok(Adjusted { compared: means::compare(&adjusted(true), &adjusted(false), confidence)?, theta, explained })
}

/// How sure an experiment shall be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sureness {
    /// The chance of finding a difference that is there.
    pub power: f64,
    /// The chance of finding one that is not, to either side.
    pub false_alarm: f64,
}

impl Default for Sureness {
    fn default() -> Self {
        Self { power: 0.8, false_alarm: 0.05 }
    }
}

impl Sureness {
    fn quantiles(self) -> Result<(f64, f64), Error> {
        for (setting, found) in [("power", self.power), ("false_alarm", self.false_alarm)] {
            if !(found > 0.0 && found < 1.0) {
                return Err(Error::BadSetting { setting, low: 0.0, high: 1.0, found });
            }
        }
        Ok((normal_quantile(1.0 - self.false_alarm / 2.0), normal_quantile(self.power)))
    }
}

/// Returns how many customers each of two equal arms needs to tell one share from another.
///
/// Fleiss, Levin and Paik 2003, formula 4.14, <https://doi.org/10.1002/0471445428>.
///
/// # Errors
///
/// [`Error::BadSetting`] for shares that are equal or outside 0 to 1.
pub fn size_for_shares(from: f64, to: f64, sureness: Sureness) -> Result<u64, Error> {
    for (setting, found) in [("from", from), ("to", to)] {
        if !(0.0..=1.0).contains(&found) {
            return Err(Error::BadSetting { setting, low: 0.0, high: 1.0, found });
        }
    }
    if from == to {
        return Err(Error::BadSetting { setting: "to", low: 0.0, high: 1.0, found: to });
    }
    let (alarm, power) = sureness.quantiles()?;
    let middle = (from + to) / 2.0;
    let root = alarm * (2.0 * middle * (1.0 - middle)).sqrt() + power * (from * (1.0 - from) + to * (1.0 - to)).sqrt();
    Ok((root / (to - from)).powi(2).ceil() as u64)
}

/// Returns how many customers each of two equal arms needs to find a difference of means.
///
/// # Errors
///
/// [`Error::BadSetting`] unless the deviation and the difference are above 0.
pub fn size_for_means(deviation: f64, difference: f64, sureness: Sureness) -> Result<u64, Error> {
    for (setting, found) in [("deviation", deviation), ("difference", difference)] {
        if !(found > 0.0 && found.is_finite()) {
            return Err(Error::BadSetting { setting, low: 0.0, high: f64::MAX, found });
        }
    }
    let (alarm, power) = sureness.quantiles()?;
    Ok((2.0 * ((alarm + power) * deviation / difference).powi(2)).ceil() as u64)
}

/// Returns the least share above `from` that so many customers in each arm can tell from it; `None` when not even 1 can.
///
/// # Errors
///
/// As [`size_for_shares`].
pub fn detectable_share(from: f64, per_arm: u64, sureness: Sureness) -> Result<Option<f64>, Error> {
    if from >= 1.0 || size_for_shares(from, 1.0, sureness)? > per_arm {
        return Ok(None);
    }
    let (mut low, mut high) = (from, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if middle > from && size_for_shares(from, middle, sureness)? <= per_arm { high = middle } else { low = middle }
    }
    Ok(Some(high))
}

/// Returns how far to both sides of a running mean the truth may lie, however often one looks: half the width of the
/// confidence sequence after `n` values (Waudby-Smith et al. 2021, <https://arxiv.org/abs/2103.06476>).
///
/// `tuning` (ρ) says at which sample size the sequence shall be tightest.
///
/// # Errors
///
/// [`Error::BadSetting`] for a setting that is not above 0.
pub fn sequence_reach(n: u64, deviation: f64, tuning: f64, false_alarm: f64) -> Result<f64, Error> {
    for (setting, found) in
        [("n", n as f64), ("deviation", deviation), ("tuning", tuning), ("false_alarm", false_alarm)]
    {
        if !(found > 0.0 && found.is_finite()) {
            return Err(Error::BadSetting { setting, low: 0.0, high: f64::MAX, found });
        }
    }
    let n = n as f64;
    let spread = n * tuning * tuning + 1.0;
    Ok(deviation * (2.0 * spread / (n * n * tuning * tuning) * (spread.sqrt() / false_alarm).ln()).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::chance::Chance;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::close;
    use crate::tests::recipe::{Customer, customers};

    #[test]
    fn earlier_purchases_make_a_comparison_surer() {
        let customers = customers();
        let euros = |c: &Customer, is_in: fn(i64) -> bool| {
            c.orders.iter().filter(|o| is_in(o.day)).map(|o| o.cents).sum::<i64>() as f64 / 100.0
        };
        let before: Vec<f64> = customers.iter().map(|c| euros(c, |day| day < 270)).collect();
        let after: Vec<f64> = customers.iter().map(|c| euros(c, |day| day >= 270)).collect();
        let treated: Vec<bool> = customers.iter().map(|c| c.treated).collect();
        let arm = |is: bool| -> Vec<f64> {
            after.iter().zip(&treated).filter(|(_, treated)| **treated == is).map(|(y, _)| *y).collect()
        };
        let raw = means::compare(&arm(true), &arm(false), CONFIDENCE).unwrap();
        close(raw.difference, -1.474_871, 1e-6);
        close(raw.difference / raw.t, 5.542_882, 1e-6);
        let adjusted = adjusted(&after, &before, &treated, CONFIDENCE).unwrap();
        close(adjusted.theta, 0.153_910, 1e-5);
        close(adjusted.explained, 0.153_251, 1e-5);
        close(adjusted.compared.difference, -2.421_875, 1e-6);
        close(adjusted.compared.difference / adjusted.compared.t, 5.096_306, 1e-6);
    }

    #[test]
    fn sizes_are_those_of_the_tables() {
        assert_eq!(size_for_shares(0.05, 0.055, Sureness::default()).unwrap(), 31_234);
        assert_eq!(size_for_shares(0.02, 0.024, Sureness::default()).unwrap(), 21_109);
        let found = detectable_share(0.05, 31_234, Sureness::default()).unwrap().unwrap();
        assert!((found - 0.055).abs() < 1e-5, "{found}");
        assert_eq!(detectable_share(0.5, 3, Sureness::default()).unwrap(), None);
        assert_eq!(size_for_means(1.0, 0.5, Sureness::default()).unwrap(), 63);
        close(sequence_reach(1000, 1.0, 0.089_085_1, 0.05).unwrap(), 0.095_981_7, 1e-5);
        close(sequence_reach(10_000, 1.0, 0.089_085_1, 0.05).unwrap(), 0.032_417_2, 1e-5);
    }

    #[test]
    fn arms_of_the_wrong_size_stop_the_report() {
        assert!(!sample_ratio(&[981, 1019], &[1.0, 1.0]).unwrap().is_broken);
        assert!(sample_ratio(&[50_000, 51_500], &[0.5, 0.5]).unwrap().is_broken);
        assert!(sample_ratio(&[5, 5], &[1.0, 0.0]).is_err());
    }

    #[test]
    fn nothing_is_found_between_equal_arms_more_often_than_said() {
        let mut chance = Chance::new(21);
        let mut alarms = 0;
        for _ in 0..400 {
            let mut draw = |_| if chance.unit() < 0.1 { 20.0 + 30.0 * chance.exponential() } else { 0.0 };
            let (a, b): (Vec<f64>, Vec<f64>) = ((0..400).map(&mut draw).collect(), (0..400).map(&mut draw).collect());
            let compared = means::compare(&a, &b, CONFIDENCE).unwrap();
            alarms += usize::from(!compared.interval.holds(0.0));
        }
        assert!(alarms <= 34, "{alarms} of 400");
    }

    #[test]
    fn a_treatment_that_works_is_measured() {
        let mut chance = Chance::new(4);
        let mut draw = |p: f64| if chance.unit() < p { 40.0 * chance.exponential() } else { 0.0 };
        let treated: Vec<f64> = (0..4000).map(|_| draw(0.30)).collect();
        let held: Vec<f64> = (0..4000).map(|_| draw(0.20)).collect();
        let lift = amount_lift(&treated, &held, 1, CONFIDENCE).unwrap();
        assert!(lift.compared.interval.holds(4.0) && lift.resampled.holds(4.0) && lift.gained_interval.holds(16_000.0));
        assert!(lift.ratio_interval.unwrap().holds(1.5) && lift.cut.second.variance <= lift.compared.second.variance);
    }
}
