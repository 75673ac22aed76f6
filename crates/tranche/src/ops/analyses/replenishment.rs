//! When each customer is to be expected again: the rhythm of a product, each customer's own, and who is due.

use analysis::replenishment::{Habit, Next, Product, Rhythm, fit, habit};
use analysis::statistics::interval::Interval;
use model::time::DAY;
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::roster::Roster;
use crate::ops::failure::Failure;

mod kept;

pub(crate) use kept::save;

/// Purchases of a customer from which gaps are read, the first ones.
const PURCHASES: usize = 13;
/// Customers shown.
const SHOWN: usize = 20;

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// The stream of purchases.
    pub(crate) stream: &'a str,
    /// Which of its rows, as the filter of a definition; all of them when there is none.
    pub(crate) filter: Option<&'a str>,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Replenishment {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The rows that count as purchases, as definitions write them.
    pub(crate) rows: String,
    /// The stream of these rows.
    #[serde(skip)]
    pub(crate) stream: String,
    /// Which of its rows.
    #[serde(skip)]
    pub(crate) filter: Option<String>,
    /// Customers who bought.
    pub(crate) buyers: usize,
    /// The rhythm of all, open gaps included.
    pub(crate) product: Product,
    /// The usual gap of all, in days.
    pub(crate) usual_days: f64,
    /// Whether it is bought again and again.
    pub(crate) habit: Habit,
    /// Buyers for whom it is time to be spoken to, and who have not waited so long that they are likely gone.
    pub(crate) due: usize,
    /// Buyers who will be due within the next seven days.
    pub(crate) due_soon: usize,
    /// Buyers who have waited longer than nineteen in twenty would.
    pub(crate) late: usize,
    /// The first to speak to.
    pub(crate) first: Vec<Due>,
    /// Every buyer with when to expect them.
    #[serde(skip)]
    pub(crate) customers: Vec<(usize, f64, Next)>,
    /// Finished gaps, in days.
    #[serde(skip)]
    pub(crate) gaps: Vec<f64>,
    /// The borders that a saved segmentation has.
    #[serde(skip)]
    pub(crate) classes: Vec<kept::Class>,
    /// The share of the buyers of whom these borders say what the model says: due, or not.
    pub(crate) agreement: f64,
}

/// A customer who is due.
#[derive(Debug, Serialize)]
pub(crate) struct Due {
    /// The id.
    pub(crate) id: String,
    /// Days since the last purchase.
    pub(crate) since_days: f64,
    /// The customer's own usual gap, in days.
    pub(crate) usual_days: f64,
    /// Days from now within which the purchase is to be expected.
    pub(crate) window: Interval,
    /// How far through the usual wait.
    pub(crate) elapsed: f64,
    /// The chance of a purchase within the next seven days.
    pub(crate) within_week: f64,
    /// The same of the next thirty days.
    pub(crate) within_month: f64,
}

/// How far through the wait a customer is likely gone rather than late.
pub(crate) const GONE_FROM: f64 = 0.95;

/// Finds the rhythm of purchases and who is due.
pub(crate) fn replenishment(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Replenishment, Failure> {
    let filter = wanted.filter.map(|filter| format!(" where {filter}")).unwrap_or_default();
    let stream = wanted.stream;
    let mut expressions: Vec<String> =
        (1..=PURCHASES).map(|place| format!("days since nth({stream}.at{filter}, {place})")).collect();
    expressions.push(format!("days since last({stream}.at{filter})"));
    let asked: Vec<&str> = expressions.iter().map(String::as_str).collect();
    let columns = question.columns(&asked)?;
    let (mut customers, mut rhythms, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for (row, customer) in columns.customers.iter().enumerate() {
        let Some(open) = columns.columns[PURCHASES].at(row) else { continue };
        let mut days: Vec<f64> = columns.columns[..PURCHASES].iter().filter_map(|column| column.at(row)).collect();
        // Several purchases on one day are one.
        days.dedup();
        let own: Vec<f64> = days.windows(2).map(|pair| pair[0] - pair[1]).collect();
        rhythms.push(Rhythm::of(&own.iter().map(|gap| (*gap, 1.0)).collect::<Vec<_>>(), open.max(0.0), 1.0));
        customers.push(*customer);
        gaps.push(own);
    }
    let product = fit(&rhythms)?;
    let next: Vec<Next> = product.next_of_each(&rhythms);
    let ids = question.base.store.customer_ids()?;
    let id = |row: usize| ids.get(customers[row]).map(String::as_str).unwrap_or_default();
    let is_late = |row: &usize| next[*row].elapsed >= GONE_FROM;
    let mut due: Vec<usize> = (0..next.len()).filter(|row| next[*row].due_in <= 0.0 && !is_late(row)).collect();
    due.sort_by(|a, b| next[*a].elapsed.total_cmp(&next[*b].elapsed).then_with(|| id(*a).cmp(id(*b))));
    let shown = |row: &usize| Due {
        id: id(*row).to_owned(),
        since_days: rhythms[*row].open_days,
        usual_days: next[*row].usual_days,
        window: next[*row].window,
        elapsed: next[*row].elapsed,
        within_week: within(&product, &rhythms[*row], 7.0),
        within_month: within(&product, &rhythms[*row], 30.0),
    };
    let classes = kept::classes(&product, &rhythms);
    let is_due = |row: usize| next[row].due_in <= 0.0 && next[row].elapsed < GONE_FROM;
    Ok(Replenishment {
        origin: question.origin(columns.customers.len(), &asked, &[])?,
        rows: format!("{stream}{filter}"),
        stream: stream.to_owned(),
        filter: wanted.filter.map(str::to_owned),
        buyers: customers.len(),
        usual_days: product.mean.exp(),
        habit: habit(&gaps),
        due: due.len(),
        due_soon: next.iter().filter(|next| next.due_in > 0.0 && next.due_in <= 7.0).count(),
        late: (0..next.len()).filter(is_late).count(),
        first: due.iter().take(SHOWN).map(shown).collect(),
        customers: (0..next.len()).map(|row| (customers[row], rhythms[row].open_days, next[row])).collect(),
        agreement: kept::agreement(&classes, &rhythms, &gaps, is_due),
        classes,
        gaps: gaps.concat(),
        product,
    })
}

/// The chance of a purchase within some days, given that it has not come yet.
fn within(product: &Product, rhythm: &Rhythm, days: f64) -> f64 {
    let now = product.next(rhythm).elapsed;
    let then = product.next(&Rhythm { open_days: rhythm.open_days + days, ..*rhythm }).elapsed;
    if now < 1.0 { ((then - now) / (1.0 - now)).clamp(0.0, 1.0) } else { 0.0 }
}

/// When to speak to each buyer, and when to expect them.
pub(crate) fn roster(question: &Question<'_>, found: &Replenishment) -> Result<Roster, Failure> {
    let heads = ["days_since_last", "usual_days", "due_on", "expected_from", "expected_until", "elapsed"];
    let day = |days: f64| day_after(question, days);
    let row = |(customer, since, next): &(usize, f64, Next)| {
        let row = [
            format!("{since}"),
            format!("{:.1}", next.usual_days),
            day(next.due_in),
            day(next.window.low),
            day(next.window.high),
            format!("{:.4}", next.elapsed),
        ];
        (*customer, row.to_vec())
    };
    Roster::new(question.base, &heads, found.customers.iter().map(row))
}

/// The local day so many days after the instant asked about, as files write it.
fn day_after(question: &Question<'_>, days: f64) -> String {
    let at = question.as_of.at.0.saturating_add((days * DAY as f64) as i64);
    question.base.zone.day(model::time::Instant(at)).civil().to_string()
}
