//! How the numbers and dates that a base holds are spread: where a threshold divides them.

use std::collections::BTreeSet;

use model::columns::{Column, MISSING, TableColumns, TextColumn, Wanted};
use model::decimal::Decimal;
use model::forms::{DaysSince, Value};
use model::names::{Reference, Scope, resolve};
use model::plan::plan_values;
use model::time::Instant;
use model::value::Type;

use super::shape::kind_of;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};

/// Bars of a picture of numbers.
pub(crate) const BARS: usize = 32;

/// How numbers are spread.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spread {
    /// Where the first bar begins.
    pub(crate) low: f64,
    /// The width of a bar, a number that is easy to say.
    pub(crate) step: f64,
    /// Customers, or rows, of each bar; the last one holds all that lies beyond.
    pub(crate) bars: Vec<usize>,
    /// How many have a number.
    pub(crate) known: usize,
    /// The least number.
    pub(crate) least: Decimal,
    /// The greatest.
    pub(crate) greatest: Decimal,
    /// The number that a tenth, a quarter, half, three quarters, nine tenths of them do not exceed.
    pub(crate) tenths: [Decimal; 5],
}

/// How a value of customers is spread; `None` where nobody has one, or where it is compared with the whole base. Dates
/// are spread by their days since 1970.
pub(crate) fn spread(base: &Base, value: &Value, as_of: AsOf) -> Result<Option<Spread>, Failure> {
    let is_date = kind_of(value, base.schema()).is_some_and(|kind| kind.item.is_temporal());
    let days = Value::from(DaysSince { of: Box::new(value.clone()) });
    let value = if is_date { &days } else { value };
    let plan = plan_values([value], base.schema(), &base.zone, &base.segment_tests()?);
    if !plan.cut_offs.is_empty() {
        return Ok(None);
    }
    let (numbers, scale) = Loaded::of_plan(base, plan, false)?.numbers(as_of.at, 0)?;
    let mut units: Vec<i128> = numbers.into_iter().flatten().collect();
    if units.is_empty() {
        return Ok(None);
    }
    if is_date {
        let (today, one) = (i128::from(base.zone.day(as_of.at).0), 10i128.pow(u32::from(scale)));
        units.iter_mut().for_each(|days| *days = today - *days / one);
        units.sort_unstable();
        return Ok(Some(spread_of(&units, 0)));
    }
    units.sort_unstable();
    Ok(Some(spread_of(&units, scale)))
}

/// How a field of all rows of a stream is spread, each row with what a table says of it where the field is one of a table;
/// `None` where no row has it.
pub(crate) fn spread_of_field(base: &Base, stream: &str, name: &str) -> Result<Option<Spread>, Failure> {
    let (stream, name, kind, through) = match resolve(base.schema(), Scope::Row(stream), name) {
        Some((Reference::Own(name), kind)) => (stream.to_owned(), name, kind, None),
        Some((Reference::Parent { stream, name }, kind)) => (stream, name, kind, None),
        Some((Reference::Through { pointer, table, field }, kind)) => {
            (stream.to_owned(), pointer, kind, Some((table, field)))
        }
        _ => return Ok(None),
    };
    let mut wanted = Wanted::default();
    wanted.streams.insert(stream.clone(), BTreeSet::from([name.clone()]));
    let columns = base.store.columns(&wanted)?;
    let column = columns.streams.get(&stream).and_then(|stream| stream.fields.get(&name));
    let held: Vec<i64> = match (column, through) {
        (Some(Column::Integer(column)), None) => column.iter().copied().filter(|value| *value != MISSING).collect(),
        (Some(Column::Text(column)), Some((table, field))) => match base.store.tables()?.remove(&table) {
            Some(table) => of_table(column, &table, &field),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let mut units: Vec<i128> = match kind {
        Type::Instant => held.into_iter().map(|at| i128::from(base.zone.day(Instant(at)).0)).collect(),
        _ => held.into_iter().map(i128::from).collect(),
    };
    if units.is_empty() {
        return Ok(None);
    }
    units.sort_unstable();
    let scale = match kind {
        Type::Money => 4,
        kind if kind.is_temporal() => 0,
        _ => 6,
    };
    Ok(Some(spread_of(&units, scale)))
}

/// What a table says of each row that points to it.
fn of_table(column: &TextColumn, table: &TableColumns, field: &str) -> Vec<i64> {
    let Some(Column::Integer(values)) = table.fields.get(field) else { return Vec::new() };
    let said = |text: &str| {
        let row = *table.rows.get(text)? as usize;
        values.get(row).copied().filter(|value| *value != MISSING)
    };
    let by_code: Vec<Option<i64>> = column.dictionary.iter().map(|text| said(text)).collect();
    let of_code = |code: &u32| by_code.get(*code as usize).copied().flatten();
    column.codes.iter().filter_map(of_code).collect()
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
