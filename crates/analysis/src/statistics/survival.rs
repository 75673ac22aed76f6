//! How long until something happens, when it has not happened yet for all: Kaplan–Meier curves with intervals, their area,
//! and the log-rank test between groups.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::obstacle::{Error, at_least, finite, same_length};

/// Half the width of a 95 % interval, in standard errors.
const TWO_SIDED_95: f64 = 1.959_963_984_540_054;

/// Times of customers: until it happened, or until they were last seen without it.
#[derive(Clone, Copy, Debug)]
pub struct Times<'a> {
    /// The time of each customer, in any unit, 0 or more.
    pub times: &'a [f64],
    /// Whether it happened then.
    pub happened: &'a [bool],
}

/// What is known at a time at which it happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// To whom it could still happen, just before.
    pub at_risk: usize,
    /// To how many it happened.
    pub events: usize,
    /// Share to whom it has not happened by then.
    pub share: f64,
    /// Greenwood's standard error of the share.
    pub standard_error: f64,
    /// The share's 95 % interval, by the logarithm of minus its logarithm, which keeps it between 0 and 1.
    pub interval: [f64; 2],
}

/// A Kaplan–Meier curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// Number of customers.
    pub customers: usize,
    /// To how many it happened.
    pub events: usize,
    /// The longest time seen.
    pub longest: f64,
    /// The steps, in order of time.
    pub steps: Vec<Step>,
}

impl Curve {
    /// Estimates the curve (Kaplan and Meier 1958, <https://doi.org/10.1080/01621459.1958.10501452>).
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] without customers, [`Error::BadValue`] for a time below 0 or unknown.
    pub fn of(times: Times<'_>) -> Result<Curve, Error> {
        let sorted = sorted(times)?;
        at_least(1, sorted.len())?;
        let (mut share, mut greenwood, mut at_risk) = (1.0_f64, 0.0, sorted.len());
        let mut steps = Vec::new();
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let events = same.iter().filter(|(_, happened)| *happened).count();
            if events > 0 {
                let (d, n) = (events as f64, at_risk as f64);
                share *= 1.0 - d / n;
                greenwood += d / (n * (n - d));
                let standard_error = if share > 0.0 { share * f64::sqrt(greenwood) } else { 0.0 };
                let interval = interval(share, greenwood);
                steps.push(Step { time: same[0].0, at_risk, events, share, standard_error, interval });
            }
            at_risk -= same.len();
        }
        let events = steps.iter().map(|step| step.events).sum();
        let longest = sorted.last().map_or(0.0, |(time, _)| *time);
        Ok(Curve { customers: sorted.len(), events, longest, steps })
    }

    /// The last step at or before a time.
    #[must_use]
    pub fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.time <= time);
        self.steps[..after].last()
    }

    /// The share to whom it has not happened by a time; `None` beyond what was seen.
    #[must_use]
    pub fn share_at(&self, time: f64) -> Option<f64> {
        let left = self.step_at(time).map_or(1.0, |step| step.share);
        (time <= self.longest || left == 0.0).then_some(left)
    }

    /// The time by which it has happened to a share of customers; `None` when that was not seen.
    #[must_use]
    pub fn time_of(&self, happened: f64) -> Option<f64> {
        self.steps.iter().find(|step| step.share <= 1.0 - happened).map(|step| step.time)
    }

    /// The mean time without it within a horizon: the area under the curve; `None` beyond what was seen.
    #[must_use]
    pub fn mean_within(&self, horizon: f64) -> Option<f64> {
        self.share_at(horizon)?;
        let (mut area, mut share, mut from) = (0.0, 1.0, 0.0);
        for step in self.steps.iter().take_while(|step| step.time < horizon) {
            area += share * (step.time - from);
            (share, from) = (step.share, step.time);
        }
        Some(area + share * (horizon - from))
    }
}

fn interval(share: f64, greenwood: f64) -> [f64; 2] {
    if share <= 0.0 || share >= 1.0 {
        return [share, share];
    }
    let spread = TWO_SIDED_95 * greenwood.sqrt() / share.ln().abs();
    [spread.exp(), (-spread).exp()].map(|power| share.powf(power))
}

fn sorted(Times { times, happened }: Times<'_>) -> Result<Vec<(f64, bool)>, Error> {
    same_length(times.len(), happened.len())?;
    finite(0, times)?;
    if let Some(row) = times.iter().position(|time| *time < 0.0) {
        return Err(Error::BadValue { column: 0, row, found: times[row] });
    }
    let mut sorted: Vec<(f64, bool)> = times.iter().copied().zip(happened.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(sorted)
}

/// Whether curves of groups differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LogRank {
    /// The statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom: one less than the groups.
    pub degrees: usize,
    /// The chance of as great a difference where there is none.
    pub p_value: f64,
}

/// The log-rank test of two or more groups (Mantel 1966).
///
/// # Errors
///
/// [`Error::TooFewDistinct`] below two groups, [`Error::TooFewInGroup`] for one without customers, [`Error::TooFewEvents`]
/// when it happened to nobody, [`Error::Collinear`] when groups were never at risk together.
pub fn log_rank(groups: &[Times<'_>]) -> Result<LogRank, Error> {
    if groups.len() < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: groups.len() });
    }
    let mut all: Vec<(f64, bool, usize)> = Vec::new();
    let mut at_risk = Vec::new();
    for (group, times) in groups.iter().enumerate() {
        let sorted = sorted(*times)?;
        if sorted.is_empty() {
            return Err(Error::TooFewInGroup { group, minimum: 1, found: 0 });
        }
        at_risk.push(sorted.len() as f64);
        all.extend(sorted.into_iter().map(|(time, happened)| (time, happened, group)));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let side = groups.len() - 1;
    let (mut excess, mut variance) = (vec![0.0; side], nalgebra::DMatrix::<f64>::zeros(side, side));
    let mut n_events = 0;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let n: f64 = at_risk.iter().sum();
        let mut events = vec![0.0; groups.len()];
        same.iter().filter(|(_, happened, _)| *happened).for_each(|(_, _, group)| events[*group] += 1.0);
        let d: f64 = events.iter().sum();
        if d > 0.0 {
            n_events += d as usize;
            let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
            for first in 0..side {
                let share = at_risk[first] / n;
                excess[first] += events[first] - d * share;
                for second in 0..side {
                    let same_group = if first == second { 1.0 } else { 0.0 };
                    variance[(first, second)] += spread * share * (same_group - at_risk[second] / n);
                }
            }
        }
        same.iter().for_each(|(_, _, group)| at_risk[*group] -= 1.0);
    }
    if n_events == 0 {
        return Err(Error::TooFewEvents { minimum: 1, found: 0 });
    }
    let excess = nalgebra::DVector::from_vec(excess);
    let solved = variance.cholesky().ok_or(Error::Collinear { column: 0 })?.solve(&excess);
    let chi_squared = excess.dot(&solved);
    let law = ChiSquared::new(side as f64).map_err(|_| Error::TooFewDistinct { minimum: 2, found: side })?;
    Ok(LogRank { chi_squared, degrees: side, p_value: law.sf(chi_squared) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::recipe::{HORIZON, customers};

    /// Weeks of remission of 42 patients (Freireich et al. 1963, <https://doi.org/10.1182/blood.V21.6.699.699>): treated, and
    /// given a placebo. A time that ends the list of `seen` without an event has `false`.
    const TREATED: [(f64, bool); 21] = [
        (6.0, true),
        (6.0, true),
        (6.0, true),
        (6.0, false),
        (7.0, true),
        (9.0, false),
        (10.0, true),
        (10.0, false),
        (11.0, false),
        (13.0, true),
        (16.0, true),
        (17.0, false),
        (19.0, false),
        (20.0, false),
        (22.0, true),
        (23.0, true),
        (25.0, false),
        (32.0, false),
        (32.0, false),
        (34.0, false),
        (35.0, false),
    ];
    const PLACEBO: [f64; 21] = [
        1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 5.0, 8.0, 8.0, 8.0, 8.0, 11.0, 11.0, 12.0, 12.0, 15.0, 17.0, 22.0, 23.0,
    ];

    fn near(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
    }

    #[test]
    fn r_d04_the_published_curve_and_test() {
        let (times, happened): (Vec<f64>, Vec<bool>) = TREATED.into_iter().unzip();
        let treated = Times { times: &times, happened: &happened };
        let curve = Curve::of(treated).unwrap();
        near(curve.share_at(6.0).unwrap(), 0.857143, 5e-7);
        near(curve.share_at(10.0).unwrap(), 0.752941, 5e-7);
        let last = curve.step_at(23.0).unwrap();
        near(last.share, 0.448179, 5e-7);
        near(last.standard_error, 0.134591, 5e-7);
        near(last.interval[0], 0.1881, 5e-5);
        near(last.interval[1], 0.6801, 5e-5);
        assert_eq!(curve.time_of(0.5), Some(23.0));
        let placebo = Times { times: &PLACEBO, happened: &[true; 21] };
        let test = log_rank(&[treated, placebo]).unwrap();
        near(test.chi_squared, 16.792941, 5e-7);
        near(test.p_value, 4.169e-5, 5e-9);
        assert_eq!(test.degrees, 1);
    }

    #[test]
    fn r_d04_the_second_order_of_the_recipe() {
        let (mut times, mut happened) = (Vec::new(), Vec::new());
        for customer in customers() {
            let second = customer.orders.get(1).map(|order| order.day);
            times.push((second.unwrap_or(HORIZON) - customer.first_day) as f64);
            happened.push(second.is_some());
        }
        let curve = Curve::of(Times { times: &times, happened: &happened }).unwrap();
        assert_eq!(curve.events, 1329);
        for (day, share) in [(30.0, 0.673), (60.0, 0.509), (90.0, 0.4305), (180.0, 0.354)] {
            near(curve.share_at(day).unwrap(), share, 5e-4);
        }
        assert_eq!(curve.time_of(0.5), Some(63.0));
    }

    #[test]
    fn without_censoring_the_curve_is_the_share_still_waiting() {
        let times = [3.0, 1.0, 4.0, 1.0, 5.0];
        let curve = Curve::of(Times { times: &times, happened: &[true; 5] }).unwrap();
        for day in 0..=5 {
            let waiting = times.iter().filter(|time| **time > f64::from(day)).count() as f64 / 5.0;
            near(curve.share_at(f64::from(day)).unwrap(), waiting, 1e-12);
        }
        near(curve.mean_within(5.0).unwrap(), 14.0 / 5.0, 1e-12);
        assert_eq!(curve.share_at(9.0), Some(0.0));
    }

    #[test]
    fn what_was_not_seen_is_not_said() {
        let curve = Curve::of(Times { times: &[2.0, 3.0, 4.0], happened: &[true, false, false] }).unwrap();
        assert_eq!((curve.share_at(9.0), curve.time_of(0.5), curve.mean_within(9.0)), (None, None, None));
        assert!(Curve::of(Times { times: &[], happened: &[] }).is_err());
        let nobody = Times { times: &[1.0], happened: &[false] };
        assert_eq!(log_rank(&[nobody, nobody]), Err(Error::TooFewEvents { minimum: 1, found: 0 }));
        assert!(Curve::of(Times { times: &[-1.0], happened: &[true] }).is_err());
    }
}
