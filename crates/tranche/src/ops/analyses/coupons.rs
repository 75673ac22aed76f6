//! How much customers depend on coupons: the share of orders with one, drawn towards what is usual where there are few orders.

use analysis::coupons::Shares;
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Columns, Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// Shares of orders at which customers are told apart.
const BANDS: [f64; 5] = [0.05, 0.1, 0.25, 0.5, 0.75];

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// The number of orders with a coupon, as an expression.
    pub(crate) with: &'a str,
    /// The number of all orders.
    pub(crate) all: &'a str,
    /// The share of orders above which a customer depends on coupons.
    pub(crate) above: f64,
    /// How sure that must be.
    pub(crate) sure: f64,
}

/// How much customers depend on coupons.
#[derive(Debug, Serialize)]
pub(crate) struct Coupons {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The number of orders with a coupon.
    pub(crate) with: String,
    /// The number of all orders.
    pub(crate) all: String,
    /// The law of shares from customer to customer.
    pub(crate) law: Shares,
    /// The share of orders above which a customer depends on coupons.
    pub(crate) above: f64,
    /// How sure that must be.
    pub(crate) sure: f64,
    /// Customers who depend on coupons, with that certainty.
    pub(crate) dependent: usize,
    /// Customers with two orders or more, all of them with a coupon: what counting alone would say.
    pub(crate) only_with: usize,
    /// Customers by the share to be expected of them.
    pub(crate) bands: Vec<Band>,
    /// Customers with an order.
    pub(crate) buyers: usize,
}

/// Customers of whom a share of orders with a coupon is to be expected.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Band {
    /// The share from which on.
    pub(crate) from: f64,
    /// The share below which.
    pub(crate) to: f64,
    /// Number of customers.
    pub(crate) customers: usize,
}

/// Tells how much customers depend on coupons.
pub(crate) fn coupons(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Coupons, Failure> {
    let Columns { customers, columns } = question.columns(&[wanted.with, wanted.all])?;
    let count = |column: usize, row: usize| columns[column].at(row).unwrap_or(0.0).max(0.0) as u64;
    let counts: Vec<(u64, u64)> =
        (0..customers.len()).map(|row| (count(0, row), count(1, row))).filter(|(_, all)| *all > 0).collect();
    let (with, all): (Vec<u64>, Vec<u64>) = counts.iter().copied().unzip();
    let law = Shares::fit(&with, &all)?;
    let borders: Vec<f64> = std::iter::once(0.0).chain(BANDS).chain([1.0]).collect();
    let mut bands: Vec<Band> =
        borders.windows(2).map(|pair| Band { from: pair[0], to: pair[1], customers: 0 }).collect();
    for (with, all) in &counts {
        let share = law.expected(*with, *all);
        bands[BANDS.partition_point(|border| *border <= share)].customers += 1;
    }
    let is_dependent =
        |(with, all): &&(u64, u64)| *all >= 2 && law.chance_above(wanted.above, *with, *all) > wanted.sure;
    Ok(Coupons {
        origin: question.origin(customers.len(), &[wanted.with, wanted.all], &[])?,
        with: wanted.with.to_owned(),
        all: wanted.all.to_owned(),
        law,
        above: wanted.above,
        sure: wanted.sure,
        dependent: counts.iter().filter(is_dependent).count(),
        only_with: counts.iter().filter(|(with, all)| *all >= 2 && with == all).count(),
        bands,
        buyers: counts.len(),
    })
}

/// Saves the share to be expected as an attribute, and those of whom more than the bound is expected as a segment.
pub(crate) fn save(base: &mut Base, found: &Coupons, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let attribute = named.attribute("share");
    let round = |number: f64| written((number * 1e6).round() / 1e6);
    let name = texts(&Phrase::new("coupons-saved-share").with("name", named.id));
    let mut share = Draft::new(&name, &Phrase::new("coupons-saved-value"), "value");
    let (a, b) = (round(found.law.a), round(found.law.a + found.law.b));
    share.set("value", &format!("({} + {a}) / ({} + {b})", found.with, found.all));
    let name = texts(&Phrase::new("coupons-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("coupons-saved-purpose"), "value");
    let among = found.origin.among.as_ref().map(|among| format!(" and ({among})")).unwrap_or_default();
    draft.set("definition", &format!("{} >= 2 and {attribute} > {}{among}", found.all, round(found.above)));
    let files = DefinitionFiles {
        attributes: vec![share.file(&attribute)],
        segments: vec![draft.file(named.id)],
        ..DefinitionFiles::default()
    };
    save_files(base, named, &files, at)
}
