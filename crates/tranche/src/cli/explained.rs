//! How an explanation is shown: as a tree of conditions in words, and in JSON.

use std::cell::RefCell;

use model::explain::{Condition, Evidence, Explanation, MadeOf, Missing, Seen, Since};
use model::forms::{Comparison, Measure, Test, Value as Definition};
use model::names::Kind;
use model::phrase::Phrase;
use model::sentence::Sentences;
use model::time::Instant;
use model::timeline::Row;
use model::value::Value as Held;

use super::when::moment;
use super::{Asked, print};
use crate::ops::base::Base;
use crate::ops::definitions;
use crate::ops::explain::Explained;

/// An explanation as people read it.
pub(super) struct Shown<'a> {
    asked: &'a Asked,
    base: &'a Base,
    sentences: Sentences,
    /// The rows that were printed, by stream: they are not printed again.
    printed: RefCell<Vec<(String, Vec<Row>, usize)>>,
}

/// Fields of a row that are printed.
const FIELDS: usize = 6;

impl<'a> Shown<'a> {
    /// Explanations of a base in the language asked for.
    pub(super) fn new(asked: &'a Asked, base: &'a Base) -> Self {
        let sentences = definitions::in_words(base, asked.catalogue.language.of_sentences());
        Shown { asked, base, sentences, printed: RefCell::default() }
    }

    /// A value as people read it.
    fn said(&self, value: &Held, kind: Kind) -> String {
        self.asked.catalogue.value(value, kind, &self.base.store.settings().currency, &self.base.zone)
    }

    /// Prints an explanation; a segment is called by its name.
    pub(super) fn show(&self, explained: &Explained, segment: Option<&str>, at: Instant) {
        let explanation = &explained.explanation;
        let key = match (explanation.is_present, explanation.is_member, segment.is_some()) {
            (false, ..) => "explain-absent",
            (true, true, true) => "explain-member",
            (true, true, false) => "explain-holds",
            (true, false, true) => "explain-no-member",
            (true, false, false) => "explain-fails",
        };
        let head = Phrase::new(key).with("id", &explained.customer).with("segment", segment.unwrap_or_default());
        self.asked.say(&head.with("at", moment(self.asked, self.base, at)));
        if explanation.is_present {
            match (explanation.is_member, explanation.since) {
                (false, Since::Beginning) => self.asked.say(&Phrase::new("explain-never-so-far")),
                (_, since) => {
                    let since = self.asked.catalogue.say(&self.since_phrase(since));
                    self.asked.say(&Phrase::new("explain-verdict-since").with("since", since));
                }
            }
        }
        self.say_next(explanation);
        print("");
        // A definition that is all of several conditions is read as the list of them.
        match (&explanation.conditions.test, explanation.conditions.conditions()) {
            (Test::And(_), conditions) => conditions.iter().for_each(|condition| self.condition(condition, 0)),
            _ => self.condition(&explanation.conditions, 0),
        }
        if let Some(missing) = &explanation.missing {
            print("");
            self.say_missing(&explanation.conditions, missing);
        }
    }

    fn say_next(&self, explanation: &Explanation) {
        let at = |at: Instant| self.asked.catalogue.moment(at, &self.base.zone);
        match explanation.next_change {
            Some(change) => self.asked.say(&Phrase::new("explain-next-change").with("at", at(change))),
            None => self.asked.say(&Phrase::new("explain-no-change")),
        }
        if explanation.holds_until != Instant::NEVER && Some(explanation.holds_until) != explanation.next_change {
            self.asked.say(&Phrase::new("explain-holds-until").with("at", at(explanation.holds_until)));
        }
    }

    fn since_phrase(&self, since: Since) -> Phrase {
        let at = |at: Instant| self.asked.catalogue.moment(at, &self.base.zone);
        match since {
            Since::From(instant) => Phrase::new("explain-since").with("at", at(instant)),
            Since::Beginning => Phrase::new("explain-since-beginning"),
            Since::AtLeast(instant) => Phrase::new("explain-since-at-least").with("at", at(instant)),
        }
    }

    fn condition(&self, condition: &Condition, depth: usize) {
        let key = if condition.holds { "explain-true" } else { "explain-false" };
        let since = self.asked.catalogue.say(&self.since_phrase(condition.since));
        let phrase = Phrase::new(key).with("condition", self.heading(condition)).with("since", since);
        self.line(depth, &phrase);
        match &condition.made_of {
            MadeOf::Conditions { conditions, .. } => {
                // A segment that is all of several conditions is read as the list of them.
                let shown = match (&condition.test, &conditions[..]) {
                    (Test::InSegment(_), [one]) if matches!(one.test, Test::And(_)) => one.conditions(),
                    _ => conditions,
                };
                shown.iter().for_each(|condition| self.condition(condition, depth + 1));
            }
            MadeOf::Leaf { values, evidence, .. } => {
                values.iter().for_each(|seen| self.value(seen, depth + 1));
                evidence.iter().for_each(|evidence| self.evidence(evidence, depth + 1));
            }
        }
    }

    /// A condition in words; a group by how many of its conditions are asked for.
    fn heading(&self, condition: &Condition) -> String {
        let group = |key: &'static str| self.asked.catalogue.text(key);
        match (&condition.test, &condition.made_of) {
            (Test::And(_), _) => group("explain-all-of"),
            (Test::Or(_), _) => group("explain-any-of"),
            (Test::Not(_), _) => group("explain-not"),
            (Test::CountOf(_), MadeOf::Conditions { comparison, count, .. }) => {
                let key = match comparison {
                    Comparison::AtLeast => "explain-at-least-of",
                    Comparison::AtMost => "explain-at-most-of",
                    _ => "explain-exactly-of",
                };
                self.asked.catalogue.say(&Phrase::new(key).with("count", count))
            }
            (test, _) => self.sentences.write_clause(test),
        }
    }

    fn value(&self, seen: &Seen, depth: usize) {
        let Some(kind) = seen.kind else { return };
        let is_share = |measure| matches!(measure, Measure::Percentile | Measure::CumulativeShare);
        let held = match (&seen.value, &seen.held) {
            (Definition::Compared(compared), Held::Number(share)) if is_share(compared.measure) => {
                self.asked.catalogue.share(*share)
            }
            (_, held) => self.said(held, kind),
        };
        let value = self.sentences.write_value(&seen.value);
        self.line(depth, &Phrase::new("explain-value").with("value", value).with("held", held));
    }

    fn evidence(&self, evidence: &Evidence, depth: usize) {
        let catalogue = &self.asked.catalogue;
        let stream = &evidence.rows.stream;
        let words = self.base.schema().streams.get(stream);
        let noun = words.and_then(|words| words.label.get(catalogue.language.code())).map(|noun| &noun.many);
        let called = noun.filter(|noun| !noun.is_empty()).unwrap_or(stream);
        let count = catalogue.count(evidence.n_rows as u64);
        let same = (stream.clone(), evidence.shown.clone(), evidence.n_rows);
        if evidence.n_rows > 0 && self.printed.borrow().contains(&same) {
            let phrase = Phrase::new("explain-same-rows").with("n", evidence.n_rows).with("count", count);
            return self.line(depth, &phrase.with("stream", called));
        }
        self.printed.borrow_mut().push(same);
        let phrase = Phrase::new("explain-rows").with("n", evidence.n_rows).with("count", count);
        self.line(depth, &phrase.with("stream", called));
        for row in &evidence.shown {
            let line = format!("{} · {}", catalogue.moment(row.at, &self.base.zone), self.fields(evidence, row));
            print(&format!("{}{}", "  ".repeat(depth + 1), line.trim_end_matches([' ', '·'])));
        }
        let rest = evidence.n_rows - evidence.shown.len();
        if rest > 0 {
            let count = catalogue.count(rest as u64);
            self.line(depth + 1, &Phrase::new("explain-more-rows").with("n", rest).with("count", count));
        }
    }

    /// The first fields of a row, the one looked at before the others.
    fn fields(&self, evidence: &Evidence, row: &Row) -> String {
        let words = self.base.schema().streams.get(&evidence.rows.stream);
        let language = self.asked.catalogue.language.code();
        let field = |(name, value): (&String, &Held)| {
            let field = words.and_then(|words| words.fields.get(name)).filter(|_| !value.is_missing())?;
            let label = field.label.get(language).unwrap_or(name);
            Some(format!("{label} {}", self.said(value, Kind::one(field.kind))))
        };
        let mut fields: Vec<_> = row.fields.iter().collect();
        fields.sort_by_key(|(name, _)| evidence.rows.field.as_ref() != Some(*name));
        let mut said: Vec<String> = fields.into_iter().filter_map(field).collect();
        if said.len() > FIELDS {
            said.truncate(FIELDS);
            said.push("…".to_owned());
        }
        said.join(" · ")
    }

    fn say_missing(&self, conditions: &Condition, missing: &Missing) {
        let Some(numbers) = &missing.leaves else {
            let key = if missing.is_smallest { "explain-missing-none" } else { "explain-missing-not-found" };
            return self.asked.say(&Phrase::new(key));
        };
        let key = if missing.is_smallest { "explain-missing" } else { "explain-missing-greedy" };
        self.asked.say(&Phrase::new(key).with("n", numbers.len()));
        let leaves = conditions.leaves();
        for leaf in numbers.iter().filter_map(|number| leaves.get(*number)) {
            let key = if leaf.holds { "explain-to-cease" } else { "explain-to-become" };
            self.line(1, &Phrase::new(key).with("condition", self.heading(leaf)));
        }
        if missing.n_others > 0 {
            let count = self.asked.catalogue.count(missing.n_others as u64);
            self.asked.say(&Phrase::new("explain-missing-others").with("n", missing.n_others).with("count", count));
        }
    }

    fn line(&self, depth: usize, phrase: &Phrase) {
        print(&format!("{}{}", "  ".repeat(depth), self.asked.catalogue.say(phrase)));
    }
}
