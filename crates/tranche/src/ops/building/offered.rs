//! What a base holds, offered where a condition is filled in: the values of a field with how many customers each would
//! leave, and how numbers are spread.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{AttributeColumn, Column, NO_CODE, Wanted};
use model::decimal::Decimal;
use model::forms::{Rows, Test, Value};
use model::names::{Kind, Reference, Scope, resolve};
use model::plan::plan_values;
use model::text::printer::Printer;
use model::value::Type;

use super::shape::{Asks, Class};
use super::writing::{question, read};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};

/// Values that are offered at most.
const MOST: usize = 24;
/// Bars of a picture of numbers.
pub(crate) const BARS: usize = 32;

/// A value that a base holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// The value.
    pub(crate) value: String,
    /// Customers for whom the question holds with this value alone.
    pub(crate) count: usize,
}

/// The values of a field with the number of customers who have each, most frequent first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// The most frequent ones.
    pub(crate) values: Vec<Offered>,
    /// How many others there are.
    pub(crate) others: usize,
}

/// The values of an attribute, or of a field of rows. Those chosen already are among them, however rare.
pub(crate) fn values(
    base: &Base,
    name: &str,
    rows: Option<&Rows>,
    chosen: &[String],
    as_of: AsOf,
) -> Result<Values, Failure> {
    let scope = rows.map_or(Scope::Customer, |rows| Scope::Row(&rows.stream));
    let Some((reference, kind)) = resolve(base.schema(), scope, name) else { return Ok(Values::default()) };
    let found = frequent(base, &reference, rows.map(|rows| rows.stream.as_str()), kind)?;
    let n_distinct = found.len();
    let mut texts: Vec<String> = found.into_iter().take(MOST).collect();
    for value in chosen {
        if !texts.contains(value) {
            texts.push(value.clone());
        }
    }
    let class = if kind == Type::TextList { Class::List } else { Class::Words };
    let how = if class == Class::List { "any" } else { "in" };
    let mut printer = Printer::default();
    printer.name(name);
    let name = printer.finish();
    let test = |value: &String| -> Option<Test> {
        let asks = Asks { how, list: vec![value.clone()], ..Asks::default() };
        let own = question(&name, class, Some(Kind::one(kind)), &asks);
        match rows {
            None => read(&own).ok(),
            Some(rows) => {
                let rows = Rows { field: None, filter: read(&own).ok().map(Box::new), ..rows.clone() };
                Some(model::forms::Any { rows }.into())
            }
        }
    };
    let tests: Vec<Test> = texts.iter().filter_map(test).collect();
    if tests.len() != texts.len() {
        return Ok(Values::default());
    }
    let tests: Vec<&Test> = tests.iter().collect();
    let members = Loaded::once(base, &tests)?.membership(as_of)?.members;
    let mut values: Vec<Offered> =
        texts.into_iter().zip(&members).map(|(value, members)| Offered { value, count: members.len() }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    Ok(Values { others: n_distinct.saturating_sub(values.len()), values })
}

/// The texts that a field holds, most frequent first.
fn frequent(base: &Base, reference: &Reference, stream: Option<&str>, kind: Type) -> Result<Vec<String>, Failure> {
    if kind.is_integer() {
        return Ok(Vec::new());
    }
    let (stream, name, through) = match reference {
        Reference::Own(name) => (stream, name, None),
        Reference::Through { pointer, table, field } => (stream, pointer, Some((table, field))),
        Reference::Parent { stream, name } => (Some(stream.as_str()), name, None),
        Reference::At | Reference::Age | Reference::Computed(_) => return Ok(Vec::new()),
    };
    let mut wanted = Wanted::default();
    match stream {
        Some(stream) => drop(wanted.streams.insert(stream.to_owned(), BTreeSet::from([name.clone()]))),
        None => drop(wanted.attributes.insert(name.clone())),
    }
    let columns = base.store.columns(&wanted)?;
    let column = match stream {
        Some(stream) => columns.streams.get(stream).and_then(|stream| stream.fields.get(name)),
        None => columns.attributes.get(name).map(|attribute| match attribute {
            AttributeColumn::Constant(column) => column,
            AttributeColumn::History { values, .. } => values,
        }),
    };
    let Some(Column::Text(column)) = column else { return Ok(Vec::new()) };
    let mut counts = vec![0u64; column.dictionary.len()];
    for code in column.codes.iter().filter(|code| **code != NO_CODE) {
        counts[*code as usize] += 1;
    }
    let mut by_text: BTreeMap<String, u64> = BTreeMap::new();
    let table = match through {
        Some((table, field)) => base.store.tables()?.remove(table).map(|table| (table, field)),
        None => None,
    };
    for (text, count) in column.dictionary.iter().zip(counts).filter(|(_, count)| *count > 0) {
        match (&table, through) {
            (Some((table, field)), _) => {
                let Some(row) = table.rows.get(text) else { continue };
                if let Some(Column::Text(values)) = table.fields.get(*field)
                    && let Some(value) = values.get(*row as usize)
                {
                    *by_text.entry(value.to_owned()).or_default() += count;
                }
            }
            (None, Some(_)) => {}
            (None, None) if kind == Type::TextList => {
                for element in serde_json::from_str::<Vec<String>>(text).unwrap_or_default() {
                    *by_text.entry(element).or_default() += count;
                }
            }
            (None, None) => *by_text.entry(text.to_string()).or_default() += count,
        }
    }
    let mut texts: Vec<(String, u64)> = by_text.into_iter().filter(|(text, _)| !text.trim().is_empty()).collect();
    texts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(texts.into_iter().map(|(text, _)| text).collect())
}

/// How the numbers of all customers are spread.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spread {
    /// Where the first bar begins.
    pub(crate) low: f64,
    /// The width of a bar, a number that is easy to say.
    pub(crate) step: f64,
    /// Customers of each bar; the last one holds all that lies beyond.
    pub(crate) bars: Vec<usize>,
    /// Customers who have a number.
    pub(crate) known: usize,
    /// The least number.
    pub(crate) least: Decimal,
    /// The greatest.
    pub(crate) greatest: Decimal,
    /// The number that a tenth, a quarter, half, three quarters, nine tenths of the customers do not exceed.
    pub(crate) tenths: [Decimal; 5],
}

/// How a value of customers is spread; `None` where nobody has one, or where it is compared with the whole base.
pub(crate) fn spread(base: &Base, value: &Value, as_of: AsOf) -> Result<Option<Spread>, Failure> {
    let plan = plan_values([value], base.schema(), &base.zone, &base.segment_tests()?);
    if !plan.cut_offs.is_empty() {
        return Ok(None);
    }
    let (numbers, scale) = Loaded::of_plan(base, plan, false)?.numbers(as_of.at, 0)?;
    let mut units: Vec<i128> = numbers.into_iter().flatten().collect();
    if units.is_empty() {
        return Ok(None);
    }
    units.sort_unstable();
    Ok(Some(spread_of(&units, scale)))
}

fn spread_of(units: &[i128], scale: u8) -> Spread {
    let at = |share: f64| {
        let place = (units.len() as f64 * share).ceil() as usize;
        units[place.clamp(1, units.len()) - 1]
    };
    let number = |units: i128| Decimal::new(units, scale);
    let one = 10f64.powi(i32::from(scale));
    // A few far out would press all others into one bar: those beyond the nineteenth twentieth share the last one. Many who
    // have the least (nothing bought) say nothing of the others.
    let others = &units[units.partition_point(|number| *number == units[0])..];
    let far = others.get((others.len() as f64 * 0.95) as usize).or(others.last()).unwrap_or(&units[0]);
    let (least, most) = (units[0] as f64 / one, *far as f64 / one);
    let whole = 10i128.pow(u32::from(scale));
    let are_whole = units.iter().all(|number| number % whole == 0);
    let step = step_of((most - least) / (BARS - 1) as f64).max(if are_whole { 1.0 } else { 0.0 });
    let low = (least / step).floor() * step;
    let mut bars = vec![0; BARS];
    for number in units {
        let place = ((*number as f64 / one - low) / step).floor().max(0.0) as usize;
        bars[place.min(BARS - 1)] += 1;
    }
    while bars.last() == Some(&0) {
        bars.pop();
    }
    Spread {
        low,
        step,
        bars,
        known: units.len(),
        least: number(units[0]),
        greatest: number(units[units.len() - 1]),
        tenths: [0.1, 0.25, 0.5, 0.75, 0.9].map(|share| number(at(share))),
    }
}

/// The least of 1, 2, 5 times a power of ten that is not less than a width; whole where numbers are whole.
fn step_of(width: f64) -> f64 {
    if width <= 0.0 || !width.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf(width.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= width * 0.999);
    step.unwrap_or(10.0 * power)
}

/// A number cut to what bars of a width can tell apart, as definitions write it.
pub(crate) fn plain(number: Decimal, step: f64) -> String {
    if step >= 1.0 {
        return format!("{}", (number.to_f64() / step).floor() * step);
    }
    let places = (-step.log10()).ceil().clamp(0.0, 6.0) as u8;
    number.units_at(places).map_or_else(|| number.to_string(), |units| Decimal::new(units, places).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_widths_that_are_easy_to_say() {
        assert_eq!([0.03, 0.4, 1.0, 3.0, 7.0, 12.0, 0.0].map(step_of), [0.05, 0.5, 1.0, 5.0, 10.0, 20.0, 1.0]);
    }

    #[test]
    fn a_few_far_out_share_the_last_bar() {
        let units: Vec<i128> = (0..1_000).map(|number| number % 100).chain([1_000_000]).collect::<Vec<_>>();
        let mut units = units;
        units.sort_unstable();
        let spread = spread_of(&units, 0);
        assert_eq!((spread.low, spread.step, spread.known), (0.0, 5.0, 1_001));
        let idle: Vec<i128> = [0; 900].into_iter().chain(1..=100).collect();
        assert_eq!(spread_of(&idle, 0).step, 5.0);
        assert_eq!(spread.bars.iter().sum::<usize>(), 1_001);
        assert_eq!(spread.greatest, Decimal::whole(1_000_000));
        assert_eq!(spread.tenths[2], Decimal::whole(50));
    }
}
