//! Customers by the period of their first order, and what they did in each period since.

use analysis::cohorts::{Cohort, Triangle, retention_by_age};
use model::phrase::Phrase;
use model::time::{Day, Instant};
use serde::Serialize;

use super::gathered::{Origin, Question};
use super::saving::{Draft, SavedAs, save_files, texts};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;

/// Most periods of a triangle.
const MOST: usize = 60;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Every {
    /// A week from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
}

impl Every {
    /// The first day of the period that a day lies in.
    fn start(self, day: Day) -> Day {
        let date = day.civil();
        let of_month = Day(day.0 - i32::from(date.day()) + 1);
        match self {
            Every::Week => Day(day.0 - (day.0 + 3).rem_euclid(7)),
            Every::Month => of_month,
            Every::Quarter => of_month.plus_months(-i64::from((date.month() - 1) % 3)),
        }
    }

    fn plus(self, day: Day, periods: i64) -> Day {
        match self {
            Every::Week => Day(day.0 + 7 * periods as i32),
            Every::Month => day.plus_months(periods),
            Every::Quarter => day.plus_months(3 * periods),
        }
    }
}

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// How long a period is.
    pub(crate) every: Every,
    /// How many periods, the last one being that of the instant.
    pub(crate) periods: usize,
    /// The stream of the orders.
    pub(crate) stream: &'a str,
    /// Days of an age, where it is counted from each customer's first order; else it is counted in calendar periods.
    pub(crate) own_days: Option<u32>,
}

/// A triangle of cohorts.
#[derive(Debug, Serialize)]
pub(crate) struct Cohorts {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// How long a period is.
    pub(crate) every: Every,
    /// The stream of the orders.
    pub(crate) stream: String,
    /// Days of an age, where it is counted from each customer's first order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) own_days: Option<u32>,
    /// The first day of each period.
    pub(crate) periods: Vec<String>,
    /// Customers whose first order was before the first period: they are in no cohort.
    pub(crate) before: usize,
    /// The cohorts.
    pub(crate) cohorts: Vec<Cohort>,
    /// The share active at each age, of all cohorts that have been seen for that long.
    pub(crate) retention: Vec<f64>,
}

/// Makes the triangle of cohorts.
pub(crate) fn cohorts(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Cohorts, Failure> {
    let Wanted { every, periods, stream, own_days } = *wanted;
    if !(1..=MOST).contains(&periods) {
        let phrase =
            Phrase::new("failed-analysis-setting").with("setting", "periods").with("low", 1).with("high", MOST);
        return Err(Failure::Failed(phrase.with("found", periods)));
    }
    let zone = &question.base.zone;
    let last = every.start(zone.day(question.as_of.at));
    let first = every.plus(last, 1 - periods as i64);
    let starts: Vec<Day> = (0..periods as i64).map(|period| every.plus(first, period)).collect();
    let calendar = Calendar { every, starts, stream };
    let (cohorts, before, customers) = match own_days {
        None => by_calendar(question, &calendar)?,
        Some(days) => by_own_age(question, &calendar, days)?,
    };
    if cohorts.is_empty() {
        return Err(analysis::Error::TooFew { minimum: 1, found: 0 }.into());
    }
    Ok(Cohorts {
        origin: question.origin(customers, &[], &[])?,
        every,
        stream: stream.to_owned(),
        own_days,
        periods: calendar.starts.iter().map(Day::to_string).collect(),
        before,
        retention: retention_by_age(&cohorts),
        cohorts,
    })
}

/// The periods of a triangle.
struct Calendar<'a> {
    every: Every,
    starts: Vec<Day>,
    stream: &'a str,
}

/// The cohorts, how many customers began before the first one, and how many were asked about.
type Made = (Vec<Cohort>, usize, usize);

/// What was done in each calendar period.
fn by_calendar(question: &Question<'_>, calendar: &Calendar<'_>) -> Result<Made, Failure> {
    let Calendar { every, starts, stream } = calendar;
    let zone = &question.base.zone;
    let mut expressions = vec![format!("count({stream} until {})", starts[0])];
    for start in starts {
        let within = format!("from {start} to {}", Day(every.plus(*start, 1).0 - 1));
        expressions.push(format!("count({stream} {within})"));
        expressions.push(format!("sum({stream}.amount {within})"));
    }
    let mut triangle: Option<Triangle> = None;
    let (mut before, mut orders) = (0, Vec::new());
    let customers = question.each(&expressions, |place, _, numbers| {
        let values = numbers.or_zero();
        let Some(triangle) = &mut triangle else {
            let began: Vec<bool> = values.iter().map(|orders| *orders > 0.0).collect();
            before = began.iter().filter(|began| **began).count();
            triangle = Some(Triangle::new(began));
            return;
        };
        if place % 2 == 1 {
            orders = values;
        } else {
            let is_complete = zone.midnight(every.plus(starts[place / 2 - 1], 1)) <= question.as_of.at;
            triangle.add(&orders, &values, is_complete);
        }
    })?;
    Ok((triangle.map(Triangle::cohorts).unwrap_or_default(), before, customers))
}

/// What was done by days since each customer's own first order, which belongs to the first age itself.
fn by_own_age(question: &Question<'_>, calendar: &Calendar<'_>, days: u32) -> Result<Made, Failure> {
    let Calendar { every, starts, stream } = calendar;
    let zone = &question.base.zone;
    let today = zone.day(question.as_of.at);
    let mut expressions = vec![format!("days since first({stream}.at)"), format!("first({stream}.amount)")];
    for age in 1..=starts.len() as u32 {
        let within = format!("within {} days after first({stream}.at)", age * days);
        expressions.push(format!("count({stream} {within})"));
        expressions.push(format!("sum({stream}.amount {within})"));
    }
    let (mut triangle, mut before) = (None, 0);
    let (mut orders, mut counted, mut spent) = (Vec::new(), Vec::new(), Vec::new());
    let customers = question.each(&expressions, |place, _, numbers| match (place, &mut triangle) {
        (0, _) => {
            let of = |row: usize| {
                let first = Day(today.0 - numbers.at(row)? as i32);
                Some(starts.partition_point(|start| *start <= first).checked_sub(1))
            };
            let began: Vec<Option<Option<usize>>> = (0..numbers.units.len()).map(of).collect();
            before = began.iter().filter(|began| **began == Some(None)).count();
            let began = began.into_iter().map(|began| began.flatten().map(|period| period as u32)).collect();
            triangle = Some(Triangle::of_ages(began, starts.len()));
        }
        (1, _) => {
            let first = numbers.or_zero();
            // The window begins after the first order, which counts at the first age.
            (counted, spent) = (vec![-1.0; first.len()], first.iter().map(|amount| -amount).collect());
        }
        (place, Some(_)) if place % 2 == 0 => {
            let all = numbers.or_zero();
            orders = all.iter().zip(&counted).map(|(all, counted)| all - counted).collect();
            counted = all;
        }
        (place, Some(triangle)) => {
            let all = numbers.or_zero();
            let amounts: Vec<f64> = all.iter().zip(&spent).map(|(all, spent)| all - spent).collect();
            spent = all;
            let age = (place as i32 - 1) / 2;
            triangle
                .add_age(&orders, &amounts, |period| Day(every.plus(starts[period], 1).0 + age * days as i32) <= today);
        }
        (_, None) => {}
    })?;
    Ok((triangle.map(Triangle::cohorts).unwrap_or_default(), before, customers))
}

/// Saves each cohort as a part of a segmentation.
pub(crate) fn save(base: &mut Base, found: &Cohorts, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    let name = texts(&Phrase::new("cohorts-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("cohorts-saved-purpose"), "value");
    let among = found.origin.among.as_ref().map(|among| format!(" and ({among})")).unwrap_or_default();
    for cohort in &found.cohorts {
        let start = &found.periods[cohort.period];
        let until = found.periods.get(cohort.period + 1);
        draft.line("\n[[parts]]");
        draft.set("id", &format!("from-{start}"));
        draft.say("name", &texts(&Phrase::new("cohorts-saved-part").with("start", start)));
        let until = until.map(|until| format!(" and first({}.at) < {until}", found.stream)).unwrap_or_default();
        draft.set("definition", &format!("first({}.at) >= {start}{until}{among}", found.stream));
    }
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
