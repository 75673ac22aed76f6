//! What customers with an outcome have in common: every trait tested, and short rules confirmed on customers that had no
//! part in finding them.

use std::collections::BTreeSet;

use analysis::rules::{self, Asked, Condition, Rule, Settings, find};
use analysis::screening::{Screened, screen};
use analysis::statistics::multiplicity::Correction;
use analysis::training::Question as Explained;
use analysis::training::{Leak, Outcome, Period, Source, gather, named_in, named_in_value};
use analysis::traits::{Column, Explained as Explaining};
use model::check::{check_value, mentions};
use model::forms::Test;
use model::phrase::Phrase;
use model::text::parser::parse_value;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::saving::{Draft, SavedAs, texts, written};
use super::traits::{self, Trait, Traits, traits};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::definitions::read_typed;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs, Loaded};

/// Share of false findings among the traits that are told.
pub(crate) const LEVEL_OF_TRAITS: f64 = 0.1;

/// What is to be explained.
#[derive(Clone, Copy)]
pub(crate) enum What<'a> {
    /// What happened in the last so many days, by traits as of before.
    After {
        /// The outcome: an expression that is a number, or a definition.
        outcome: &'a str,
        /// How many days.
        days: u32,
    },
    /// Who is in a group now, by traits as of now that do not define it.
    Now {
        /// The group: a definition, or a segment's id.
        of: &'a str,
    },
}

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// What is to be explained.
    pub(crate) what: What<'a>,
    /// How rules are searched.
    pub(crate) settings: Settings,
    /// Whether sensitive attributes are used too.
    pub(crate) sensitive: bool,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Drivers {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// What is explained.
    pub(crate) outcome: String,
    /// As of when traits were read.
    pub(crate) traits_as_of: String,
    /// Days in which the outcome happened; `None` when it is a group of now.
    pub(crate) days: Option<u32>,
    /// Whether the outcome is a share of customers.
    pub(crate) is_share: bool,
    /// Whether it is an amount of money.
    pub(crate) is_money: bool,
    /// The share with the outcome, or the mean amount.
    pub(crate) figure: f64,
    /// Traits that have to do with the outcome, the surest first.
    pub(crate) traits: Vec<TraitFound>,
    /// Traits that were tested.
    pub(crate) tested: usize,
    /// Attributes and streams that define the outcome, and were left out.
    pub(crate) left_out: Vec<String>,
    /// Expressions with too many different values.
    pub(crate) too_many_values: Vec<String>,
    /// Rules that were confirmed, the most valuable first.
    pub(crate) rules: Vec<RuleFound>,
    /// Finalists that were not confirmed.
    pub(crate) unconfirmed: usize,
    /// Rules that were tried.
    pub(crate) tried: usize,
    /// Customers of the searching half.
    pub(crate) searched_on: usize,
    /// Customers of the confirming half.
    pub(crate) confirmed_on: usize,
    /// How rules were searched, the seed included.
    pub(crate) settings: Settings,
}

/// A trait that has to do with the outcome.
#[derive(Debug, Serialize)]
pub(crate) struct TraitFound {
    /// The expression.
    pub(crate) expression: String,
    /// What was found.
    #[serde(flatten)]
    pub(crate) screened: Screened,
    /// The level with the highest figure among those that are sure, as definitions write it, with its lift.
    pub(crate) best_level: Option<(String, f64)>,
}

/// A rule that was confirmed.
#[derive(Debug, Serialize)]
pub(crate) struct RuleFound {
    /// The definition.
    pub(crate) definition: String,
    /// Its figures on the confirming half.
    #[serde(flatten)]
    pub(crate) rule: Rule,
}

/// Reads tables of a base.
struct Reading<'q, 'b> {
    question: &'q Question<'b>,
    wanted: traits::Wanted<'q>,
}

impl Source for Reading<'_, '_> {
    type Traits = Traits;
    type Outcomes = Vec<Option<f64>>;
    type Error = Failure;

    fn traits(&self, at: Instant) -> Result<Traits, Failure> {
        traits(&self.question.at(at), &self.wanted)
    }

    fn outcomes(&self, of: &Traits, question: &Explained, at: Instant) -> Result<Vec<Option<f64>>, Failure> {
        let base = self.question.base;
        // Cut-offs of a midnight would look at rows from before the period.
        let as_of = AsOf { at, cut_offs: CutOffs::Exact };
        match question {
            Explained::Holds(test) => {
                let members = Loaded::once(base, &[test])?.membership(as_of)?.members.swap_remove(0);
                let holds = |customer: &usize| Some(f64::from(u8::from(members.contains(*customer))));
                Ok(of.customers.iter().map(holds).collect())
            }
            Explained::Number(value) => {
                let plan = model::plan::plan_values([value], base.schema(), &base.zone, &base.segment_tests()?);
                let (units, scale) = Loaded::of_plan(base, plan, false)?.all_numbers(as_of)?.swap_remove(0);
                let number = |units: i128| units as f64 / 10f64.powi(i32::from(scale));
                Ok(of.customers.iter().map(|customer| units.get(*customer).copied().flatten().map(number)).collect())
            }
        }
    }
}

/// Finds what customers with an outcome have in common.
pub(crate) fn drivers(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Drivers, Failure> {
    match wanted.what {
        What::After { outcome, days } => after(question, wanted, outcome, days),
        What::Now { of } => now(question, wanted, of),
    }
}

fn after(question: &Question<'_>, wanted: &Wanted<'_>, text: &str, days: u32) -> Result<Drivers, Failure> {
    let base = question.base;
    let (explained, is_money) = explained(question, text)?;
    let period = Period::before(question.as_of.at, days);
    let outcome =
        Outcome::within(&explained, period, &base.zone, base.store.settings()).map_err(|leak| leaking(&leak, days))?;
    let none = BTreeSet::new();
    let reading = Reading { question, wanted: traits::Wanted { without: &none, sensitive: wanted.sensitive } };
    let table = gather(&reading, &outcome)?;
    let rows: Vec<usize> = (0..table.outcomes().len()).filter(|row| table.outcomes()[*row].is_some()).collect();
    let amounts: Vec<f64> = rows.iter().filter_map(|row| table.outcomes()[*row]).collect();
    let found = Outcomes::new(matches!(explained, Explained::Holds(_)), amounts);
    let told = Told { outcome: text, at: period.from(), days: Some(days), is_money, left_out: none };
    told.drivers(question, wanted, &table.traits().of(&rows), &found)
}

fn now(question: &Question<'_>, wanted: &Wanted<'_>, of: &str) -> Result<Drivers, Failure> {
    let test = segment_or_definition(question.base, of)?;
    let without = defining(question.base, &test)?;
    let members = Loaded::once(question.base, &[&test])?.membership(question.as_of)?.members.swap_remove(0);
    let traits = traits(question, &traits::Wanted { without: &without, sensitive: wanted.sensitive })?;
    let flags = traits.customers.iter().map(|customer| f64::from(u8::from(members.contains(*customer)))).collect();
    let told = Told { outcome: of, at: question.as_of.at, days: None, is_money: false, left_out: without };
    told.drivers(question, wanted, &traits, &Outcomes::new(true, flags))
}

/// Reads what is to be explained, and whether it is money.
fn explained(question: &Question<'_>, text: &str) -> Result<(Explained, bool), Failure> {
    let base = question.base;
    if let (Some(value), problems) = parse_value(text)
        && problems.is_empty()
        && let Ok(kind) = check_value(&value, base.schema(), &base.segment_ids()?)
        && !kind.list
        && kind.item.is_numeric()
    {
        return Ok((Explained::Number(value), kind.item == model::value::Type::Money));
    }
    Ok((Explained::Holds(read_typed(base, text)?), false))
}

fn leaking(leak: &Leak, days: u32) -> Failure {
    let phrase = match leak {
        Leak::Attribute(name) => Phrase::new("failed-drivers-attribute").with("name", name),
        Leak::Rows(stream) => Phrase::new("failed-drivers-rows").with("name", stream),
        Leak::Form(form) => Phrase::new("failed-drivers-form").with("name", form),
    };
    Failure::Failed(phrase.with("days", days))
}

/// The attributes and streams that a definition is made of, by way of the segments and attributes it names too.
fn defining(base: &Base, test: &Test) -> Result<BTreeSet<String>, Failure> {
    let (schema, trees) = (base.schema(), base.segment_tests()?);
    let (mut names, mut seen) = (named_in(test), BTreeSet::new());
    let mut left: Vec<&Test> = vec![test];
    while let Some(test) = left.pop() {
        names.extend(named_in(test));
        left.extend(mentions(test, schema).segments.into_iter().filter_map(|id| {
            let tree = trees.get(&id)?;
            seen.insert(id).then_some(tree)
        }));
    }
    // Computed attributes may name one another.
    loop {
        let computed = names.iter().filter_map(|name| schema.computed.get(name));
        let more: BTreeSet<String> = computed.flat_map(|computed| named_in_value(&computed.value)).collect();
        if more.is_subset(&names) {
            return Ok(names);
        }
        names.extend(more);
    }
}

/// The outcome of each customer, as yes or no or as an amount.
enum Outcomes {
    YesNo(Vec<bool>),
    Amount(Vec<f64>),
}

impl Outcomes {
    fn new(is_share: bool, numbers: Vec<f64>) -> Self {
        if is_share {
            Outcomes::YesNo(numbers.iter().map(|number| *number > 0.0).collect())
        } else {
            Outcomes::Amount(numbers)
        }
    }

    fn of(&self) -> Explaining<'_> {
        match self {
            Outcomes::YesNo(flags) => Explaining::YesNo(flags),
            Outcomes::Amount(amounts) => Explaining::Amount(amounts),
        }
    }
}

/// What is told of an outcome beside what was found.
struct Told<'a> {
    outcome: &'a str,
    at: Instant,
    days: Option<u32>,
    is_money: bool,
    left_out: BTreeSet<String>,
}

impl Told<'_> {
    fn drivers(
        self,
        question: &Question<'_>,
        wanted: &Wanted<'_>,
        traits: &Traits,
        outcome: &Outcomes,
    ) -> Result<Drivers, Failure> {
        let columns: Vec<Column<'_>> = traits.traits.iter().map(Trait::column).collect();
        let (screened, _) = screen(&columns, outcome.of(), Correction::BenjaminiHochberg)?;
        let keys: Vec<u64> = traits.customers.iter().map(|customer| *customer as u64).collect();
        let found = find(&columns, outcome.of(), &keys, wanted.settings)?;
        let tested = screened.len();
        let sure = screened.into_iter().filter(|one| one.corrected_ln_p <= LEVEL_OF_TRAITS.ln());
        let rule = |rule: Rule| RuleFound { definition: definition(&rule.conditions, &traits.traits), rule };
        Ok(Drivers {
            origin: question.origin(traits.customers.len(), &[], &[])?,
            outcome: self.outcome.to_owned(),
            traits_as_of: self.at.to_string(),
            days: self.days,
            is_share: matches!(outcome, Outcomes::YesNo(_)),
            is_money: self.is_money,
            figure: found.figure,
            traits: sure.map(|screened| told_trait(screened, &traits.traits)).collect(),
            tested,
            left_out: self.left_out.into_iter().collect(),
            too_many_values: traits.too_many_values.clone(),
            rules: found.confirmed.into_iter().map(rule).collect(),
            unconfirmed: found.unconfirmed,
            tried: found.tried,
            searched_on: found.searched_on,
            confirmed_on: found.confirmed_on,
            settings: wanted.settings,
        })
    }
}

fn told_trait(screened: Screened, traits: &[Trait]) -> TraitFound {
    let one = &traits[screened.column];
    let least = (rules::LEAST_ROWS / 8) as u64;
    let levels = screened.levels.iter().filter(|level| level.n >= least);
    let best = levels.filter_map(|level| Some((level.level, level.lift?))).max_by(|a, b| a.1.total_cmp(&b.1));
    TraitFound {
        expression: one.expression.clone(),
        best_level: best.map(|(level, lift)| (one.level(level).to_owned(), lift)),
        screened,
    }
}

/// A border as definitions write it: with six decimal places at most, the next one above where it has more, so that
/// nobody at the border changes sides.
fn border(cut: f64) -> String {
    const PLACES: f64 = 1e6;
    let rounded = (cut * PLACES).round() / PLACES;
    written(if rounded < cut { ((cut * PLACES).round() + 1.0) / PLACES } else { rounded })
}

/// Conditions as a definition.
fn definition(conditions: &[Condition], traits: &[Trait]) -> String {
    let one = |condition: &Condition| {
        let found = &traits[condition.column];
        let name = &found.expression;
        match condition.asked {
            Asked::Is(truth) => format!("{name} = {truth}"),
            Asked::Level(level) => format!("{name} = {}", found.level(level as usize)),
            Asked::Above(cut) => format!("{name} > {}", border(cut)),
            Asked::AtMost(cut) => format!("{name} <= {}", border(cut)),
        }
    };
    conditions.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Saves the rules as segments: under the name when there is one rule, under the name and a number when there are more.
pub(crate) fn save(base: &mut Base, found: &Drivers, named: &SavedAs<'_>, at: Instant) -> Result<Applied, Failure> {
    if found.rules.is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-drivers-nothing")));
    }
    let file = |(place, rule): (usize, &RuleFound)| -> DefinitionFile {
        let id = if found.rules.len() == 1 { named.id.to_owned() } else { format!("{}-{}", named.id, place + 1) };
        let purpose = Phrase::new("drivers-saved-purpose").with("outcome", &found.outcome).with("n", rule.rule.n);
        let mut draft = Draft::new(&texts(&Phrase::new("drivers-saved-name").with("name", &id)), &purpose, "found");
        draft.set("definition", &rule.definition);
        draft.file(&id)
    };
    let segments = found.rules.iter().enumerate().map(file).collect();
    super::saving::save_files(base, named, &DefinitionFiles { segments, ..DefinitionFiles::default() }, at)
}
