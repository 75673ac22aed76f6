//! What a definition comes to and takes longer to find out than its size: how that went, who its members are, what saving
//! would change, and which segments they are in already.

use engine::batch::Members;
use model::check::check_value;
use model::decimal::Decimal;
use model::forms::{And, Reachable, Test, Value as Definition};
use model::names::Kind;
use model::plan::plan_values;
use model::segment::Segment;
use model::tree::Name;
use model::value::Value;

use super::groups::{Group, Item};
use super::shape::asked;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::history::{Dates, Every, Size, history};
use crate::ops::membership::{AsOf, Loaded};

/// Members shown.
const SOME: usize = 10;
/// Values shown of each of them.
const COLUMNS: usize = 3;
/// Customers shown who come or go.
const CHANGED: usize = 5;
/// Segments shown that share members.
const ALIKE: usize = 8;
/// Channels that customers are written to by.
pub(crate) const CHANNELS: [&str; 3] = ["email", "sms", "push"];

/// Members who can be written to by each channel of [`CHANNELS`], and the number of members.
pub(crate) fn reachable(base: &Base, test: &Test, as_of: AsOf) -> Result<(Vec<usize>, usize), Failure> {
    let by = |channel| Test::from(Reachable { channel: Name::new(channel) });
    let both = CHANNELS.map(|channel| Test::from(And { tests: vec![test.clone(), by(channel)] }));
    let tests: Vec<&Test> = both.iter().chain([test]).collect();
    let mut sizes: Vec<usize> =
        Loaded::once(base, &tests)?.membership(as_of)?.members.iter().map(Members::len).collect();
    let count = sizes.pop().unwrap_or_default();
    Ok((sizes, count))
}

/// What takes longer to find out of a definition.
pub(crate) struct Outcome {
    /// Its size at the end of each of the last twelve months, and now.
    pub(crate) sizes: Vec<Size>,
    /// Some members.
    pub(crate) sample: Sample,
    /// What saving would change of the members; `None` of what is not saved yet, or not changed.
    pub(crate) change: Option<Change>,
    /// Other segments that share members, by the number shared.
    pub(crate) alike: Vec<Alike>,
}

/// Who would come in and who would go if a segment were saved so.
pub(crate) struct Change {
    /// What the segment says before.
    pub(crate) before: Test,
    /// How many come in.
    pub(crate) gained: usize,
    /// How many go.
    pub(crate) lost: usize,
    /// Ids of some who come in.
    pub(crate) some_gained: Vec<String>,
    /// Ids of some who go.
    pub(crate) some_lost: Vec<String>,
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
    let saved = own.and_then(|id| trees.get(id)).unwrap_or(test);
    let others = segments.iter().filter_map(|segment| trees.get(&segment.id));
    let tests: Vec<&Test> = [test, saved].into_iter().chain(others).collect();
    let mut members = Loaded::once(base, &tests)?.membership(as_of)?.members;
    let (own, before) = (members.remove(0), members.remove(0));
    let change = if saved == test { None } else { Some(change(base, saved, &before, &own)?) };
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
    Ok(Outcome { sizes, sample: sample(base, test, &own, as_of)?, change, alike })
}

fn change(base: &Base, saved: &Test, before: &Members, after: &Members) -> Result<Change, Failure> {
    let ids = base.store.customer_ids()?;
    let some = |members: &Members| {
        let mut some: Vec<String> = members.iter().filter_map(|number| ids.get(number).cloned()).collect();
        some.sort_unstable();
        some.truncate(CHANGED);
        some
    };
    let (gained, lost) = (after.without(before), before.without(after));
    Ok(Change {
        before: saved.clone(),
        gained: gained.len(),
        lost: lost.len(),
        some_gained: some(&gained),
        some_lost: some(&lost),
    })
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
                            &super::shape::Subject::Rows {
                                measure: "count",
                                rows: Box::new(any.rows.clone()),
                                rhythm: Box::default(),
                            }
                            .text(),
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
