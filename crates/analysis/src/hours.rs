//! At which hours customers act: the profile of all, and the hour that suits each one, drawn towards the profile where there
//! is little to tell from.

use serde::Serialize;

use crate::obstacle::Error;

/// Hours of a day.
pub const HOURS: usize = 24;
/// How many events of a customer's own weigh as much as the profile of all.
pub const PRIOR_WEIGHT: f64 = 20.0;
/// Share of an hour's weight that its neighbours at one and two hours' distance get.
const SPREAD: [f64; 3] = [1.0, 0.6, 0.15];

/// The profile of a day: the share of each hour, smoothed around the clock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// The share of each hour.
    pub shares: [f64; HOURS],
}

impl Profile {
    /// The profile of counts by hour.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewEvents`] when nothing happened.
    pub fn of(counts: &[f64; HOURS]) -> Result<Profile, Error> {
        let smoothed = smoothed(counts);
        let total: f64 = smoothed.iter().sum();
        if total <= 0.0 {
            return Err(Error::TooFewEvents { minimum: 1, found: 0 });
        }
        Ok(Profile { shares: smoothed.map(|count| count / total) })
    }

    /// The hour that suits a customer, given own counts by hour: of equal ones the earliest.
    #[must_use]
    pub fn preferred(&self, own: &[f64; HOURS]) -> usize {
        let own = smoothed(own);
        let weight = |hour: usize| own[hour] + PRIOR_WEIGHT * self.shares[hour];
        (1..HOURS).fold(0, |best, hour| if weight(hour) > weight(best) { hour } else { best })
    }
}

/// Counts with some of each given to the hours beside it, around the clock; the sum stays.
fn smoothed(counts: &[f64; HOURS]) -> [f64; HOURS] {
    let all = SPREAD[0] + 2.0 * (SPREAD[1] + SPREAD[2]);
    std::array::from_fn(|hour| {
        let at = |distance: usize| counts[(hour + distance) % HOURS] + counts[(hour + HOURS - distance) % HOURS];
        (SPREAD[0] * counts[hour] + SPREAD[1] * at(1) + SPREAD[2] * at(2)) / all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(usize, f64)]) -> [f64; HOURS] {
        let mut counts = [0.0; HOURS];
        of.iter().for_each(|(hour, count)| counts[*hour] = *count);
        counts
    }

    #[test]
    fn few_events_go_by_the_profile_and_many_by_themselves() {
        let profile = Profile::of(&counts(&[(18, 100.0), (9, 40.0)])).unwrap();
        assert!((profile.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(profile.preferred(&counts(&[])), 18);
        assert_eq!(profile.preferred(&counts(&[(9, 1.0)])), 18);
        assert_eq!(profile.preferred(&counts(&[(9, 40.0)])), 9);
        assert!(Profile::of(&counts(&[])).is_err());
    }

    #[test]
    fn the_clock_goes_round() {
        let profile = Profile::of(&counts(&[(23, 10.0), (1, 10.0)])).unwrap();
        assert_eq!(profile.preferred(&counts(&[])), 0, "between both");
    }
}
