//! What the values of one field look like: filled, distinct, valid, spread, and how often each comes.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

use model::columns::{Column, MISSING, NO_CODE, TableColumns};
use model::value::Type;

use super::spread::Spread;
use super::validity::{Judge, Rule};

/// Distinct values that are told apart; beyond, there are “more than” so many.
pub(crate) const MOST_DISTINCT: usize = 1_000_000;
/// Distinct values whose counts are kept.
const MOST_COUNTED: usize = 20_000;

/// A field whose values are being looked at.
pub(crate) struct Looked {
    /// Its type.
    pub(crate) kind: Type,
    /// The rule its values must follow.
    pub(crate) rule: Option<Rule>,
    /// How many places there are for a value: customers, or rows.
    pub(crate) of: u64,
    /// Values there are.
    pub(crate) filled: u64,
    /// Values that break the rule.
    pub(crate) invalid: u64,
    /// Sizes of the numbers.
    pub(crate) spread: Spread,
    /// How often each value comes, while they are not too many.
    pub(crate) counts: Option<BTreeMap<Box<str>, u64>>,
    distinct: std::collections::HashSet<u64>,
    hash: RandomState,
    /// Some of the values that break the rule, each once.
    pub(crate) examples: Vec<String>,
}

/// A value that was looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is none.
    Missing,
    /// It breaks the rule of its field.
    Invalid,
    /// Nothing is wrong with it.
    Good,
}

/// Where the countries of customers are, for rules that need them: the place of a customer's country, by position.
pub(crate) type CountryOf<'c> = &'c dyn Fn(usize) -> Option<&'c str>;

impl Looked {
    /// A field of which nothing has been seen.
    pub(crate) fn new(kind: Type, rule: Option<Rule>) -> Self {
        Looked {
            kind,
            rule,
            of: 0,
            filled: 0,
            invalid: 0,
            spread: Spread::default(),
            counts: Some(BTreeMap::new()),
            distinct: std::collections::HashSet::new(),
            hash: RandomState::new(),
            examples: Vec::new(),
        }
    }

    /// How many distinct values there are, and whether there are more than are told apart.
    pub(crate) fn distinct(&self) -> (u64, bool) {
        (self.distinct.len() as u64, self.distinct.len() >= MOST_DISTINCT)
    }

    /// The commonest values with their counts, at most so many; none when there are too many different ones.
    pub(crate) fn commonest(&self, most: usize) -> Vec<(String, u64)> {
        let mut counts: Vec<(&Box<str>, &u64)> = self.counts.iter().flatten().collect();
        counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        counts.into_iter().take(most).map(|(value, count)| (value.to_string(), *count)).collect()
    }

    /// Looks at the values at some positions of a column; `visit` hears what each is, by its position.
    pub(crate) fn look(
        &mut self,
        column: &Column,
        positions: impl Iterator<Item = usize>,
        judging: &Judging<'_>,
        mut visit: impl FnMut(usize, Verdict),
    ) {
        match column {
            Column::Integer(values) => {
                for position in positions {
                    let value = values[position];
                    self.of += 1;
                    visit(
                        position,
                        if value == MISSING { Verdict::Missing } else { self.integer(value, judging.judge) },
                    );
                }
            }
            Column::Text(texts) => {
                let mut seen = vec![0u64; texts.dictionary.len()];
                let mut verdicts: Vec<Option<bool>> = vec![None; texts.dictionary.len()];
                for position in positions {
                    self.of += 1;
                    let code = texts.codes[position];
                    if code == NO_CODE {
                        visit(position, Verdict::Missing);
                        continue;
                    }
                    let (code, text) = (code as usize, &*texts.dictionary[code as usize]);
                    self.filled += 1;
                    seen[code] += 1;
                    let is_good = match self.rule {
                        None => true,
                        Some(rule) if rule.needs_country() => {
                            let country = judging.country.and_then(|country| country(position));
                            match country {
                                Some(country) => judging.judge.text(rule, text, Some(country)),
                                None => *verdicts[code].get_or_insert_with(|| judging.judge.text(rule, text, None)),
                            }
                        }
                        Some(Rule::Code) => *verdicts[code]
                            .get_or_insert_with(|| judging.table.is_none_or(|table| table.rows.contains_key(text))),
                        Some(rule) => *verdicts[code].get_or_insert_with(|| judging.judge.text(rule, text, None)),
                    };
                    if !is_good {
                        self.invalid += 1;
                        if self.examples.len() < 3 && self.examples.iter().all(|example| example != text) {
                            self.examples.push(text.to_owned());
                        }
                    }
                    visit(position, if is_good { Verdict::Good } else { Verdict::Invalid });
                }
                for (text, count) in texts.dictionary.iter().zip(seen).filter(|(_, count)| *count > 0) {
                    self.tell_apart(text, count);
                }
            }
        }
    }

    fn integer(&mut self, value: i64, judge: &Judge<'_>) -> Verdict {
        self.filled += 1;
        if self.distinct.len() < MOST_DISTINCT {
            self.distinct.insert(self.hash.hash_one(value));
        }
        if self.kind.is_numeric() {
            self.spread.add(value);
        }
        if self.rule.is_none_or(|rule| judge.integer(rule, self.kind, value)) {
            return Verdict::Good;
        }
        self.invalid += 1;
        Verdict::Invalid
    }

    fn tell_apart(&mut self, text: &str, count: u64) {
        if self.distinct.len() < MOST_DISTINCT {
            self.distinct.insert(self.hash.hash_one(text));
        }
        if let Some(counts) = &mut self.counts {
            *counts.entry(text.into()).or_default() += count;
            if counts.len() > MOST_COUNTED {
                self.counts = None;
            }
        }
    }
}

/// What values are judged with.
pub(crate) struct Judging<'j> {
    /// The judge.
    pub(crate) judge: &'j Judge<'j>,
    /// Countries of the customers.
    pub(crate) country: Option<CountryOf<'j>>,
    /// The reference table that the values are codes of.
    pub(crate) table: Option<&'j TableColumns>,
}
