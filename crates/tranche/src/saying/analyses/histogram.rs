//! How numbers are spread: how many of them lie in each of some equal steps, the few far out together.

use super::{Cell, Sheet, Voice};
use crate::charts::bars::standing;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};

/// Steps, about.
const STEPS: f64 = 12.0;
/// Numbers above this share of all are told together: a few far out would press all others into one step.
const FAR: f64 = 0.95;

/// Numbers from a border up to the next; the last one has no end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// Where it begins.
    pub(crate) from: f64,
    /// Where the next one begins; `None` of the last.
    pub(crate) to: Option<f64>,
    /// Numbers in it.
    pub(crate) count: usize,
}

/// Counts numbers that are not below zero, in steps of a round size.
pub(crate) fn steps(numbers: &[f64]) -> Vec<Step> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.last() else { return Vec::new() };
    let far = sorted[((sorted.len() - 1) as f64 * FAR) as usize].max(last * 1e-3).max(f64::MIN_POSITIVE);
    let size = round(far / STEPS);
    let n_steps = (far / size).ceil().max(1.0) as usize;
    let border = |place: usize| size * place as f64;
    let below = |limit: f64| sorted.partition_point(|number| *number < limit);
    let step = |place: usize| {
        let to = (place < n_steps).then(|| border(place + 1));
        let count = to.map_or(sorted.len(), below) - if place == 0 { 0 } else { below(border(place)) };
        Step { from: border(place), to, count }
    };
    let mut steps: Vec<Step> = (0..=n_steps).map(step).collect();
    if steps.last().is_some_and(|step| step.count == 0) {
        steps.pop();
    }
    steps
}

/// The nearest 1, 2 or 5 times a power of ten that is not below a size.
fn round(size: f64) -> f64 {
    let power = 10f64.powf(size.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= size * (1.0 - 1e-9));
    times.unwrap_or(10.0) * power
}

/// A picture of steps; `said` writes a border.
pub(crate) fn histogram(
    title: String,
    description: String,
    steps: &[Step],
    heads: [String; 2],
    voice: &Voice<'_>,
    said: &dyn Fn(f64) -> String,
) -> Chart {
    let label = |step: &Step| match step.to {
        Some(to) => format!("{} – {}", said(step.from), said(to)),
        None => format!("≥ {}", said(step.from)),
    };
    let labels: Vec<String> = steps.iter().map(label).collect();
    let numbers = steps.iter().map(|step| Some(step.count as f64)).collect();
    let mut option = standing(&labels, &[Series { name: heads[1].clone(), numbers }]);
    // Steps of one scale touch one another, nearly.
    option["series"][0]["barMaxWidth"] = serde_json::Value::Null;
    option["series"][0]["barCategoryGap"] = serde_json::json!("8%");
    let rows = steps.iter().zip(&labels).map(|(step, label)| vec![label.clone(), voice.count(step.count)]).collect();
    Chart {
        title,
        description,
        option,
        written: Written::Count,
        height: "",
        figures: Figures { heads: heads.into(), rows },
    }
}

/// The table of a picture's figures as a table of its own, for files.
pub(crate) fn sheet_of(chart: &Chart, steps: &[Step]) -> Sheet {
    let named = chart.figures.rows.iter().filter_map(|row| row.first().cloned());
    let rows = named.zip(steps).map(|(name, step)| vec![Cell::Text(name), Cell::Count(step.count)]).collect();
    Sheet { title: chart.title.clone(), heads: chart.figures.heads.clone(), rows }
}

#[cfg(test)]
mod tests {
    use super::{Step, steps};

    #[test]
    fn every_number_lies_in_one_step() {
        let numbers: Vec<f64> = (0..1000).map(|n| f64::from(n % 97)).chain([5000.0]).collect();
        let found = steps(&numbers);
        assert_eq!(found.iter().map(|step| step.count).sum::<usize>(), numbers.len());
        assert_eq!(found[0], Step { from: 0.0, to: Some(10.0), count: 110 });
        assert!(found.last().unwrap().to.is_none(), "the few far out are told together");
        assert_eq!(steps(&[]), []);
        assert_eq!(steps(&[0.0, 0.0]).iter().map(|step| step.count).sum::<usize>(), 2);
    }
}
