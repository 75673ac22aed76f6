//! What a definition comes to: what its members are worth, who of them can be written to, how their number went, who they
//! are and which segments they are in already.

use engine::batch::Members;
use model::check::check_value;
use model::decimal::Decimal;
use model::forms::{And, Test, Value as Definition};
use model::names::Kind;
use model::plan::plan_values;
use model::segment::Segment;
use model::text::parser::parse;
use model::value::Value;

use super::groups::{Group, Item};
use super::shape::asked;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::figures::{Known, of_members};
use crate::ops::history::{Dates, Every, Size, history};
use crate::ops::membership::{AsOf, Loaded};

/// Members shown.
const SOME: usize = 10;
/// Values shown of each of them.
const COLUMNS: usize = 4;
/// Segments shown that share members.
const ALIKE: usize = 8;
/// Channels that customers are written to by.
pub(crate) const CHANNELS: [&str; 3] = ["email", "sms", "push"];

/// The size and worth of a definition, and who of its members can be written to.
pub(crate) struct Worth {
    /// Size and worth.
    pub(crate) known: Known,
    /// Members reachable by each channel of [`CHANNELS`].
    pub(crate) reachable: Vec<usize>,
}

/// What members of a definition are worth.
pub(crate) fn worth(base: &Base, test: &Test, members: &Members, of: usize, as_of: AsOf) -> Result<Worth, Failure> {
    let known = of_members(base, members, of, as_of)?;
    let by_channel = |channel: &&str| {
        let reachable = parse(&format!("reachable by {channel}")).test;
        Some(And { tests: vec![test.clone(), reachable?] }.into())
    };
    let tests: Vec<Test> = CHANNELS.iter().filter_map(by_channel).collect();
    let tests: Vec<&Test> = tests.iter().collect();
    let reachable = Loaded::once(base, &tests)?.membership(as_of)?.members.iter().map(Members::len).collect();
    Ok(Worth { known, reachable })
}

/// What takes longer to find out of a definition.
pub(crate) struct Outcome {
    /// Its size at the end of each of the last twelve months, and now.
    pub(crate) sizes: Vec<Size>,
    /// Some members.
    pub(crate) sample: Sample,
    /// Other segments that share members, by the number shared.
    pub(crate) alike: Vec<Alike>,
}

/// Some members, with the values that the definition looks at.
pub(crate) struct Sample {
    /// The values.
    pub(crate) columns: Vec<(Definition, Kind)>,
    /// Primary id and values of each.
    pub(crate) rows: Vec<(String, Vec<Value>)>,
}

/// A segment that shares members with a definition.
pub(crate) struct Alike {
    /// The segment.
    pub(crate) segment: Segment,
    /// Members of both.
    pub(crate) both: usize,
    /// Share of the definition's members.
    pub(crate) share: Option<Decimal>,
}

/// Finds out what takes longer of a definition. `own` is the segment that it is saved as.
pub(crate) fn outcome(base: &Base, test: &Test, own: Option<&str>, as_of: AsOf) -> Result<Outcome, Failure> {
    let segments: Vec<Segment> = base.segments()?.into_iter().filter(|one| Some(one.id.as_str()) != own).collect();
    let trees = base.segment_tests()?;
    let tests: Vec<&Test> =
        std::iter::once(test).chain(segments.iter().filter_map(|segment| trees.get(&segment.id))).collect();
    let mut members = Loaded::once(base, &tests)?.membership(as_of)?.members;
    let own = members.remove(0);
    let count = Decimal::whole(own.len() as i64);
    let alike = segments.into_iter().zip(&members).map(|(segment, others)| {
        let both = own.len() - own.without(others).len();
        Alike { segment, both, share: Decimal::whole(both as i64).divided_by(count) }
    });
    let mut alike: Vec<Alike> = alike.filter(|one| one.both > 0).collect();
    alike.sort_by(|a, b| b.both.cmp(&a.both).then_with(|| a.segment.id.cmp(&b.segment.id)));
    alike.truncate(ALIKE);
    let to = base.zone.day(as_of.at);
    let dates = Dates { from: to.plus_months(-12), to, every: Every::Month };
    let sizes = history(base, test, dates)?.sizes;
    Ok(Outcome { sizes, sample: sample(base, test, &own, as_of)?, alike })
}

fn sample(base: &Base, test: &Test, members: &Members, as_of: AsOf) -> Result<Sample, Failure> {
    let mut values: Vec<Definition> = Vec::new();
    looked_at(&Group::of(Some(test.clone())), &mut values);
    let none = Default::default();
    let typed = |value: Definition| Some((value.clone(), check_value(&value, base.schema(), &none).ok()?));
    let columns: Vec<(Definition, Kind)> = values.into_iter().filter_map(typed).take(COLUMNS).collect();
    let ids = base.store.customer_ids()?;
    let mut by_id: Vec<(&String, usize)> =
        members.iter().filter_map(|number| Some((ids.get(number)?, number))).collect();
    // The first ones by their ids, so that the same question has the same answer.
    if by_id.len() > SOME {
        by_id.select_nth_unstable(SOME);
        by_id.truncate(SOME);
    }
    by_id.sort_unstable();
    let first: Members = by_id.iter().map(|(_, number)| *number).collect();
    let asked: Vec<Definition> = columns.iter().map(|(value, _)| value.clone()).collect();
    let plan = plan_values(&asked, base.schema(), &base.zone, &base.segment_tests()?);
    let found: std::collections::BTreeMap<usize, Vec<Value>> =
        Loaded::of_plan(base, plan, false)?.values(as_of, &first)?.into_iter().collect();
    let rows = by_id.into_iter().map(|(id, number)| (id.clone(), found.get(&number).cloned().unwrap_or_default()));
    Ok(Sample { columns, rows: rows.collect() })
}

/// The values that conditions compare, each once, in the order of the text.
fn looked_at(group: &Group, values: &mut Vec<Definition>) {
    for item in &group.items {
        match item {
            Item::Group(inner) => looked_at(inner, values),
            Item::Condition(test) => {
                let test = if let Test::Not(not) = test { &not.test } else { test };
                let value = match test {
                    Test::Any(any) => {
                        model::text::parser::parse_value(
                            &super::shape::Subject::Rows { measure: "count", rows: Box::new(any.rows.clone()) }.text(),
                        )
                        .0
                    }
                    test => asked(test).map(|(value, _)| value.clone()),
                };
                if let Some(value) = value.filter(|value| !values.contains(value)) {
                    values.push(value);
                }
            }
        }
    }
}
