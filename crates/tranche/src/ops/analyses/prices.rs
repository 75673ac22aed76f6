//! What customers pay beside what others pay for the same, and how much they have ever been ready to pay.

use std::collections::BTreeMap;

use analysis::prices::{Ladder, Limit, Prices as Sums, RUNGS};
use model::forms::Rows;
use model::phrase::Phrase;
use model::text::printer::Printer;
use model::time::Instant;
use model::tree::Name;
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::roster::Roster;
use super::saving::{Draft, SavedAs, save_files, texts, written};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::building::offered;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// Most groups that limits are told for: the largest ones.
const MOST_GROUPS: usize = 8;
/// The rungs, from the lowest prices to the highest, as parts are named.
pub(crate) const RUNG_IDS: [&str; RUNGS] = ["lowest", "lower", "higher", "highest"];

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// The stream of what was bought.
    pub(crate) stream: &'a str,
    /// Its field, or one of a table it points to, within which prices are compared.
    pub(crate) category: &'a str,
    /// Its field of the amount paid.
    pub(crate) amount: &'a str,
    /// Its field of the quantity.
    pub(crate) quantity: &'a str,
    /// The most that a customer has paid at once, as an expression.
    pub(crate) most: &'a str,
    /// A text of customers by which limits are told apart.
    pub(crate) by: Option<&'a str>,
}

/// What customers pay.
#[derive(Debug, Serialize)]
pub(crate) struct Prices {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The stream of what was bought.
    pub(crate) stream: String,
    /// The most that a customer has paid at once.
    pub(crate) most: String,
    /// The ladder.
    pub(crate) ladder: Ladder,
    /// Categories with their usual prices, those with the most buyers first.
    pub(crate) usual: Vec<Usual>,
    /// Categories that prices were not compared in: those bought least often.
    pub(crate) other_categories: usize,
    /// All customers, then those of each rung, from the lowest prices.
    pub(crate) rungs: Vec<Group>,
    /// The groups asked for, the largest first.
    pub(crate) groups: Vec<Group>,
    /// Of each customer with a level: who, the level, and the rung.
    #[serde(skip)]
    pub(crate) customers: Vec<(usize, f64, usize)>,
    /// What was paid, and for which quantity, in each category.
    #[serde(skip)]
    sums: Vec<(String, String)>,
}

/// The usual price of a category.
#[derive(Debug, Serialize)]
pub(crate) struct Usual {
    /// The category.
    pub(crate) category: String,
    /// What the median buyer pays for one.
    pub(crate) price: f64,
}

/// Customers with what they pay.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    /// What they have in common; `None` of all, and of a rung.
    pub(crate) name: Option<String>,
    /// Customers with a level.
    pub(crate) customers: usize,
    /// The mean of their levels; `None` without any.
    pub(crate) level: Option<f64>,
    /// How much they have ever been ready to pay at once; `None` when nobody paid anything.
    pub(crate) limit: Option<Limit>,
}

/// Compares what customers pay.
pub(crate) fn prices(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Prices, Failure> {
    let base = question.base;
    let rows = Rows::of(Name::new(wanted.stream));
    let held = offered::values(base, wanted.category, Some(&rows), &[], question.as_of)?;
    let Wanted { stream, category, amount, quantity, .. } = *wanted;
    let of = |field: &str, value: &str| {
        let mut printer = Printer::default();
        printer.text(value);
        format!("sum({stream}.{field} where {category} = {})", printer.finish())
    };
    let names: Vec<String> = held.values.iter().filter(|one| one.count > 0).map(|one| one.value.clone()).collect();
    let expressions: Vec<String> = names.iter().flat_map(|name| [of(amount, name), of(quantity, name)]).collect();
    let most = question.columns(&[wanted.most])?;
    let mut sums = Sums::new(most.customers.len());
    let (mut paid, mut usual) = (Vec::new(), Vec::new());
    let mut failed = None;
    question.each(&expressions, |place, _, numbers| {
        if place % 2 == 0 {
            paid = numbers.or_zero();
            return;
        }
        match sums.add(&paid, &numbers.or_zero()) {
            Ok(price) => usual.extend(price.map(|price| (place / 2, price))),
            Err(error) => failed = Some(error),
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let ladder = sums.ladder()?;
    let spent = most.columns[0].or_zero();
    let group = |name: Option<String>, rows: &[usize]| {
        let levels: Vec<f64> = rows.iter().filter_map(|row| ladder.levels[*row]).collect();
        let spent: Vec<f64> = rows.iter().map(|row| spent[*row]).collect();
        let mean = levels.iter().sum::<f64>() / levels.len().max(1) as f64;
        Group { name, customers: levels.len(), level: (!levels.is_empty()).then_some(mean), limit: Limit::of(&spent) }
    };
    let buyers: Vec<usize> = (0..spent.len()).filter(|row| ladder.levels[*row].is_some()).collect();
    let rung = |row: usize| ladder.levels[row].map_or(0, |level| ladder.rung(level));
    let mut rungs = vec![group(None, &buyers)];
    for wanted in 0..RUNGS {
        let rows: Vec<usize> = buyers.iter().copied().filter(|row| rung(*row) == wanted).collect();
        rungs.push(group(None, &rows));
    }
    let mut groups = Vec::new();
    if let Some(by) = wanted.by {
        let mut of_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, name) in question.texts(by, &most.customers)?.into_iter().enumerate() {
            if let Some(name) = name.filter(|_| ladder.levels[row].is_some()) {
                of_name.entry(name).or_default().push(row);
            }
        }
        let mut largest: Vec<(String, Vec<usize>)> = of_name.into_iter().collect();
        largest.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        groups = largest.into_iter().take(MOST_GROUPS).map(|(name, rows)| group(Some(name), &rows)).collect();
    }
    let asked: Vec<&str> = expressions.iter().map(String::as_str).chain([wanted.most]).chain(wanted.by).collect();
    let of_category = |(place, price): &(usize, f64)| Usual { category: names[*place].clone(), price: *price };
    Ok(Prices {
        origin: question.origin(most.customers.len(), &asked, &[])?,
        stream: stream.to_owned(),
        most: wanted.most.to_owned(),
        customers: buyers
            .iter()
            .filter_map(|row| Some((most.customers[*row], ladder.levels[*row]?, rung(*row))))
            .collect(),
        sums: usual.iter().map(|(place, _)| (of(amount, &names[*place]), of(quantity, &names[*place]))).collect(),
        usual: usual.iter().map(of_category).collect(),
        other_categories: held.others,
        ladder,
        rungs,
        groups,
    })
}

/// Each customer's level and rung.
pub(crate) fn roster(base: &Base, found: &Prices) -> Result<Roster, Failure> {
    let row = |(customer, level, rung): &(usize, f64, usize)| {
        (*customer, vec![format!("{level:.6}"), RUNG_IDS[*rung].to_owned()])
    };
    Roster::new(base, &["level", "rung"], found.customers.iter().map(row))
}

/// Saves the level as an attribute, and the rungs as a segmentation.
pub(crate) fn save(base: &mut Base, found: &Prices, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let round = |number: f64| written((number * 1e6).round() / 1e6);
    let attribute = named.attribute("level");
    let name = texts(&Phrase::new("prices-saved-level").with("name", named.id));
    let mut level = Draft::new(&name, &Phrase::new("prices-saved-value"), "value");
    let weight = round(found.ladder.weight);
    let paid: Vec<&str> = found.sums.iter().map(|(paid, _)| paid.as_str()).collect();
    let at_usual: Vec<String> =
        found.sums.iter().zip(&found.usual).map(|((_, n), usual)| format!("{n} * {}", round(usual.price))).collect();
    level.set("value", &format!("({weight} + {}) / ({weight} + {})", paid.join(" + "), at_usual.join(" + ")));
    let name = texts(&Phrase::new("prices-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("prices-saved-purpose"), "value");
    let among = found.origin.among.as_ref().map(|among| format!(" and ({among})")).unwrap_or_default();
    for (rung, id) in RUNG_IDS.iter().enumerate() {
        draft.line("\n[[parts]]");
        draft.set("id", id);
        draft.say("name", &texts(&Phrase::new("rfm-said").with("name", format!("@prices-rung-{id}"))));
        let cut = |place: usize| round(found.ladder.cuts[place]);
        let bounds = match rung {
            0 => format!("{attribute} <= {}", cut(0)),
            last if last == RUNGS - 1 => format!("{attribute} > {}", cut(last - 1)),
            rung => format!("{attribute} > {} and {attribute} <= {}", cut(rung - 1), cut(rung)),
        };
        draft.set("definition", &format!("any({}) and {bounds}{among}", found.stream));
    }
    let files = DefinitionFiles {
        attributes: vec![level.file(&attribute)],
        segments: vec![draft.file(named.id)],
        ..DefinitionFiles::default()
    };
    save_files(base, named, &files, at)
}
