//! Who is due, saved: a segmentation whose borders are the waits that were found, for so many purchases and such a rhythm,
//! so that it can be told from each customer alone, and stays live.

use analysis::replenishment::{Product, Rhythm};
use analysis::statistics::interval::Interval;
use analysis::statistics::quantile::at_share;
use model::phrase::Phrase;
use model::time::Instant;

use super::{GONE_FROM, Replenishment};
use crate::ops::analyses::saving::{Draft, SavedAs, save_files, texts};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::failure::Failure;

/// Customers with so many gaps, from the first number to the second, count as having the third.
const GAPS: [(u32, u32, u32); 5] = [(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 6, 5), (7, u32::MAX, 9)];
/// Parts of the customers, by the length of their gaps.
const LENGTHS: usize = 8;

/// Customers of one rhythm, and the days without a purchase from which they are due and from which they are likely gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Class {
    /// Gaps they have, from the first number to the second; none of those who bought once.
    gaps: Option<(u32, u32)>,
    /// The median gap in days, above the first number and up to the second.
    above: f64,
    up_to: f64,
    /// Whole days since the last purchase.
    due: f64,
    gone: f64,
}

/// The classes of some customers.
pub(crate) fn classes(product: &Product, rhythms: &[Rhythm]) -> Vec<Class> {
    let mut usual: Vec<f64> = rhythms
        .iter()
        .filter(|rhythm| rhythm.gaps > 0)
        .map(|rhythm| (rhythm.sum / f64::from(rhythm.gaps)).exp())
        .collect();
    usual.sort_unstable_by(f64::total_cmp);
    let mut borders: Vec<f64> = (1..LENGTHS)
        .filter_map(|place| at_share(&usual, place as f64 / LENGTHS as f64))
        .map(|days| (days * 10.0).round() / 10.0)
        .collect();
    borders.dedup();
    let mut classes = vec![class(product, None, (0.0, f64::INFINITY), &[])];
    for (from, to, like) in GAPS {
        let ends = std::iter::once(0.0).chain(borders.iter().copied());
        for (above, up_to) in ends.zip(borders.iter().copied().chain([f64::INFINITY])) {
            let inside: Vec<f64> = usual.iter().copied().filter(|days| *days > above && *days <= up_to).collect();
            let Some(typical) = at_share(&inside, 0.5) else { continue };
            let own = vec![(typical, 1.0); like as usize];
            classes.push(class(product, Some((from, to)), (above, up_to), &own));
        }
    }
    classes
}

fn class(product: &Product, gaps: Option<(u32, u32)>, (above, up_to): (f64, f64), own: &[(f64, f64)]) -> Class {
    let next = |open: f64| product.next(&Rhythm::of(own, open, 1.0));
    let due = next(0.0).due_in.ceil();
    // Days by which so many would have come: found by halving, for the chance rises with them.
    let (mut low, mut high) = (due, due.max(1.0) * 1000.0);
    while high - low > 0.5 {
        let middle = f64::midpoint(low, high);
        if next(middle).elapsed < GONE_FROM { low = middle } else { high = middle }
    }
    Class { gaps, above, up_to, due, gone: high.ceil() }
}

/// Whether a customer is due by the classes.
fn is_due(classes: &[Class], gaps: u32, median: Option<f64>, open: f64) -> bool {
    let fits = |class: &&Class| match (class.gaps, median) {
        (None, None) => true,
        (Some((from, to)), Some(median)) => {
            (from..=to).contains(&gaps) && median > class.above && median <= class.up_to
        }
        _ => false,
    };
    classes.iter().find(fits).is_some_and(|class| open >= class.due && open < class.gone)
}

/// The share of customers of whom the classes say what the model says.
pub(crate) fn agreement(classes: &[Class], rhythms: &[Rhythm], gaps: &[Vec<f64>], due: impl Fn(usize) -> bool) -> f64 {
    let median = |gaps: &[f64]| {
        let mut gaps = gaps.to_vec();
        gaps.sort_unstable_by(f64::total_cmp);
        let half = gaps.len() / 2;
        match gaps.len() {
            0 => None,
            n if n % 2 == 1 => Some(gaps[half]),
            _ => Some(f64::midpoint(gaps[half - 1], gaps[half])),
        }
    };
    let agrees = |row: &usize| {
        is_due(classes, gaps[*row].len() as u32, median(&gaps[*row]), rhythms[*row].open_days) == due(*row)
    };
    (0..rhythms.len()).filter(agrees).count() as f64 / rhythms.len().max(1) as f64
}

/// Saves who is due, likely gone and not due yet as a segmentation, and what it is made of as attributes.
pub(crate) fn save(
    base: &mut Base,
    found: &Replenishment,
    named: &SavedAs<'_>,
    now: Instant,
) -> Result<Applied, Failure> {
    let [since, gap, gaps] = ["since", "gap", "gaps"].map(|what| named.attribute(what));
    let attribute = |id: &str, key: &'static str, value: String| -> DefinitionFile {
        let purpose = Phrase::new("replenishment-saved-value").with("name", named.id);
        let mut draft = Draft::new(&texts(&Phrase::new(key).with("name", named.id)), &purpose, "value");
        draft.set("value", &value);
        draft.file(id)
    };
    let (stream, filter) = (&found.stream, found.filter.as_ref().map(|filter| format!(" where {filter}")));
    let filter = filter.unwrap_or_default();
    let attributes = vec![
        attribute(&since, "replenishment-saved-since", format!("days since last({stream}.at{filter})")),
        attribute(&gap, "replenishment-saved-gap", format!("median(gaps(days({stream}{filter})))")),
        attribute(&gaps, "replenishment-saved-gaps", format!("days({stream}{filter}) - 1")),
    ];
    let day = base.zone.day(Instant::parse(&found.origin.as_of).unwrap_or(now)).to_string();
    let share = format!("{:.0}", found.agreement * 100.0);
    let purpose = Phrase::new("replenishment-saved-purpose").with("day", day).with("share", share);
    let name = texts(&Phrase::new("replenishment-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &purpose, "value");
    let among = found.origin.among.as_ref().map(|among| format!("({among}) and ")).unwrap_or_default();
    let tests = |of: &dyn Fn(&Class) -> Interval| {
        let one = |class: &Class| {
            let Interval { low, high } = of(class);
            let mut test = match class.gaps {
                None => format!("{since} is known and {gap} is unknown"),
                Some((from, u32::MAX)) => format!("{gaps} >= {from}"),
                Some((from, to)) if from == to => format!("{gaps} = {from}"),
                Some((from, to)) => format!("{gaps} >= {from} and {gaps} <= {to}"),
            };
            if class.above > 0.0 {
                test += &format!(" and {gap} > {}", class.above);
            }
            if class.up_to.is_finite() {
                test += &format!(" and {gap} <= {}", class.up_to);
            }
            test += &format!(" and {since} >= {low}");
            if high.is_finite() {
                test += &format!(" and {since} < {high}");
            }
            test
        };
        format!("{among}({})", found.classes.iter().map(one).collect::<Vec<_>>().join("\nor "))
    };
    let parts: [(&str, &'static str, String); 2] = [
        ("due", "replenishment-saved-due", tests(&|class| Interval { low: class.due, high: class.gone })),
        ("late", "replenishment-saved-late", tests(&|class| Interval { low: class.gone, high: f64::INFINITY })),
    ];
    for (id, key, definition) in parts {
        draft.line("\n[[parts]]");
        draft.set("id", id);
        draft.say("name", &texts(&Phrase::new(key)));
        draft.set("definition", &definition);
    }
    draft.line("\n[[parts]]");
    draft.set("id", "not-yet");
    draft.say("name", &texts(&Phrase::new("replenishment-saved-not-yet")));
    draft.set("definition", &format!("{among}{since} is known"));
    draft.line("\n[rest]");
    draft.set("id", "no-purchase");
    draft.say("name", &texts(&Phrase::new("replenishment-saved-rest")));
    let segments = vec![draft.file(named.id)];
    save_files(base, named, &DefinitionFiles { attributes, segments, ..DefinitionFiles::default() }, now)
}
