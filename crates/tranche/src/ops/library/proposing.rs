//! Values proposed for the parameters of a ready-made segment, read off the base's own data.

use std::collections::BTreeMap;

use model::check::check_value;
use model::plan::plan_values;
use model::segment::{Proposal, Segment};
use model::text::parser::parse_value;
use model::value::Value;

use crate::ops::base::Base;
use crate::ops::definitions::read_typed;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};

/// The value of a parameter, and where it comes from.
pub(crate) struct Proposed {
    /// The parameter.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: toml::Value,
    /// From how many customers it was read; `None` for the default of the file.
    pub(crate) from: Option<usize>,
}

/// The values of a segment's parameters as a base proposes them; the default where it proposes none.
pub(crate) fn proposed(base: &Base, segment: &Segment, as_of: AsOf) -> Result<Vec<Proposed>, Failure> {
    let mut all = Vec::new();
    for (name, parameter) in &segment.parameters {
        let found = parameter.propose.as_ref().map(|proposal| read_off(base, proposal, as_of)).transpose()?.flatten();
        let (value, from) = found.map_or((parameter.default.clone(), None), |(value, from)| (value, Some(from)));
        all.push(Proposed { name: name.clone(), value, from });
    }
    Ok(all)
}

/// The value proposed, and from how many customers; `None` when nobody counts or the base lacks the words.
fn read_off(base: &Base, proposal: &Proposal, as_of: AsOf) -> Result<Option<(toml::Value, usize)>, Failure> {
    let (Some(value), _) = parse_value(&proposal.of) else { return Ok(None) };
    if check_value(&value, base.schema(), &base.segment_ids()?).is_err() {
        return Ok(None);
    }
    let known = format!("({}) is known", proposal.of);
    let among = proposal.among.as_ref().map_or(known.clone(), |among| format!("({among}) and {known}"));
    let members = Loaded::once(base, &[&read_typed(base, &among)?])?.membership(as_of)?.members.remove(0);
    let plan = plan_values([&value], base.schema(), &base.zone, &base.segment_tests()?);
    let values = Loaded::of_plan(base, plan, true)?.values(as_of, &members)?;
    let values: Vec<Value> = values.into_iter().filter_map(|(_, mut row)| row.pop()).collect();
    let n = values.len();
    let value = match proposal.at {
        Some(at) => reached_by(&values, proposal, at),
        None => most_common(&values),
    };
    Ok(value.map(|value| (value, n)))
}

/// The least value that so many in a hundred do not exceed, rounded up.
fn reached_by(values: &[Value], proposal: &Proposal, at: u32) -> Option<toml::Value> {
    let mut numbers: Vec<_> = values.iter().filter_map(Value::as_number).collect();
    numbers.sort_unstable();
    let place = (numbers.len() * at as usize).div_ceil(100).clamp(1, numbers.len().max(1));
    let number = numbers.get(place - 1)?;
    let units = number.units_at(number.scale())?;
    let step = i128::from(proposal.round.max(1)) * 10i128.pow(u32::from(number.scale()));
    let steps = units.div_euclid(step) + i128::from(units.rem_euclid(step) > 0);
    let value = i64::try_from(steps * i128::from(proposal.round.max(1))).ok()?;
    Some(toml::Value::Integer(value.max(proposal.least.unwrap_or(i64::MIN))))
}

/// The text that most have; of several, the first by letters.
fn most_common(values: &[Value]) -> Option<toml::Value> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    values.iter().filter_map(Value::as_text).for_each(|text| *times.entry(text).or_default() += 1);
    let (text, _) = times.into_iter().rev().max_by_key(|(_, n)| *n)?;
    Some(toml::Value::String(text.to_owned()))
}
