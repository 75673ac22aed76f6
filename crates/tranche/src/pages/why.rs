//! Why a customer is, or is not, in a segment: the conditions as a tree in words, each with what it was judged by.

use std::collections::BTreeMap;

use model::columns::{Column, TableColumns};
use model::explain::{Condition, Evidence, Explanation, MadeOf, Seen, Since};
use model::forms::{Comparison, Measure, Test, Value as Definition};
use model::names::Kind;
use model::phrase::Phrase;
use model::sentence::Sentences;
use model::timeline::Row;
use model::value::Value as Held;

use super::frame::Frame;
use super::segment::capitalised;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Fields shown of a row.
const FIELDS: usize = 5;

/// A verdict and its reasons, as they are shown.
pub(super) struct Why {
    pub(super) verdict: String,
    pub(super) is_member: bool,
    pub(super) since: String,
    pub(super) next: String,
    pub(super) lines: Vec<Line>,
    /// What would have to change for who is no member: a sentence, and the conditions.
    pub(super) missing: Option<(String, Vec<String>)>,
}

/// A line of the tree: lists are opened after it, and closed after the last of them.
pub(super) struct Line {
    pub(super) said: String,
    /// Whether a condition holds; `None` for what it was judged by.
    pub(super) holds: Option<bool>,
    pub(super) since: String,
    pub(super) opens: bool,
    /// How many lists end after the line.
    pub(super) closes: Vec<()>,
}

/// Says explanations of a base on a page.
struct Telling<'a> {
    f: &'a Frame,
    base: &'a Base,
    sentences: Sentences,
    tables: Tables,
}

/// An explanation in words.
pub(super) fn why(
    f: &Frame,
    base: &Base,
    explanation: &Explanation,
    segment: &str,
    customer: &str,
) -> Result<Why, Failure> {
    let telling = Telling { f, base, sentences: f.sentences(base), tables: base.store.tables()? };
    let key = match (explanation.is_present, explanation.is_member) {
        (false, _) => "explain-absent",
        (true, true) => "explain-member",
        (true, false) => "explain-no-member",
    };
    let at = f.moment(f.as_of.at);
    let verdict = Phrase::new(key).with("id", customer).with("segment", segment).with("at", at);
    let since = match (explanation.is_present, explanation.is_member, explanation.since) {
        (false, ..) => String::new(),
        (true, false, Since::Beginning) => f.t("explain-never-so-far"),
        (true, _, since) => f.say(&Phrase::new("explain-verdict-since").with("since", said_since(f, since))),
    };
    let next = match explanation.next_change {
        Some(change) => f.say(&Phrase::new("explain-next-change").with("at", f.moment(change))),
        None => f.t("explain-no-change"),
    };
    let mut lines = Vec::new();
    telling.condition(&explanation.conditions, &mut lines);
    Ok(Why {
        verdict: f.say(&verdict),
        is_member: explanation.is_member,
        since,
        next,
        lines,
        missing: telling.missing(explanation),
    })
}

/// Since when something is so.
pub(super) fn said_since(f: &Frame, since: Since) -> String {
    match since {
        Since::From(at) => f.say(&Phrase::new("explain-since").with("at", f.moment(at))),
        Since::Beginning => f.t("explain-since-beginning"),
        Since::AtLeast(at) => f.say(&Phrase::new("explain-since-at-least").with("at", f.moment(at))),
    }
}

impl Telling<'_> {
    fn condition(&self, condition: &Condition, lines: &mut Vec<Line>) {
        let place = lines.len();
        lines.push(Line {
            said: self.heading(condition),
            holds: Some(condition.holds),
            since: said_since(self.f, condition.since),
            opens: false,
            closes: Vec::new(),
        });
        match &condition.made_of {
            MadeOf::Conditions { conditions, .. } => {
                // A segment that is all of several conditions is read as the list of them.
                let shown = match (&condition.test, &conditions[..]) {
                    (Test::InSegment(_), [one]) if matches!(one.test, Test::And(_)) => one.conditions(),
                    _ => conditions,
                };
                shown.iter().for_each(|condition| self.condition(condition, lines));
            }
            MadeOf::Leaf { values, evidence, .. } => {
                lines.extend(values.iter().filter_map(|seen| self.value(seen)));
                evidence.iter().for_each(|evidence| self.evidence(evidence, lines));
            }
        }
        nested(lines, place);
    }

    /// A condition in words; a group by how many of its conditions are asked for.
    fn heading(&self, condition: &Condition) -> String {
        let said = match (&condition.test, &condition.made_of) {
            (Test::And(_), _) => self.f.t("explain-all-of"),
            (Test::Or(_), _) => self.f.t("explain-any-of"),
            (Test::Not(_), _) => self.f.t("explain-not"),
            (Test::CountOf(_), MadeOf::Conditions { comparison, count, .. }) => {
                let key = match comparison {
                    Comparison::AtLeast => "explain-at-least-of",
                    Comparison::AtMost => "explain-at-most-of",
                    _ => "explain-exactly-of",
                };
                self.f.say(&Phrase::new(key).with("count", count))
            }
            (test, _) => self.sentences.write_clause(test),
        };
        capitalised(&said)
    }

    fn value(&self, seen: &Seen) -> Option<Line> {
        let is_share = |measure| matches!(measure, Measure::Percentile | Measure::CumulativeShare);
        let held = match (&seen.value, &seen.held) {
            (Definition::Compared(compared), Held::Number(share)) if is_share(compared.measure) => {
                self.f.share(Some(*share))
            }
            (Definition::Named(named), held) => self.f.value_of(&named.name.text, held, seen.kind?),
            (_, held) => self.f.value(held, seen.kind?),
        };
        let value = capitalised(&self.sentences.write_value(&seen.value));
        Some(leaf(self.f.say(&Phrase::new("explain-value").with("value", value).with("held", held))))
    }

    fn evidence(&self, evidence: &Evidence, lines: &mut Vec<Line>) {
        let noun = noun(self.f, self.base, &evidence.rows.stream);
        let count = self.f.n(evidence.n_rows);
        let phrase = Phrase::new("explain-rows").with("n", evidence.n_rows).with("count", count).with("stream", noun);
        let place = lines.len();
        lines.push(leaf(capitalised(&self.f.say(&phrase))));
        for row in &evidence.shown {
            let fields =
                fields(self.f, (self.base, &self.tables), &evidence.rows.stream, row, evidence.rows.field.as_deref());
            let said: Vec<String> =
                fields.into_iter().take(FIELDS).map(|field| format!("{} {}", field.0, field.1)).collect();
            let line = format!("{} · {}", self.f.moment(row.at), said.join(" · "));
            lines.push(leaf(line.trim_end_matches([' ', '·']).to_owned()));
        }
        let rest = evidence.n_rows - evidence.shown.len();
        if rest > 0 {
            let phrase = Phrase::new("explain-more-rows").with("n", rest).with("count", self.f.n(rest));
            lines.push(leaf(self.f.say(&phrase)));
        }
        nested(lines, place);
    }

    fn missing(&self, explanation: &Explanation) -> Option<(String, Vec<String>)> {
        let missing = explanation.missing.as_ref()?;
        let Some(numbers) = &missing.leaves else {
            let key = if missing.is_smallest { "explain-missing-none" } else { "explain-missing-not-found" };
            return Some((self.f.t(key), Vec::new()));
        };
        let key = if missing.is_smallest { "explain-missing" } else { "explain-missing-greedy" };
        let leaves = explanation.conditions.leaves();
        let turned = numbers.iter().filter_map(|number| leaves.get(*number)).map(|leaf| {
            let key = if leaf.holds { "explain-to-cease" } else { "explain-to-become" };
            self.f.say(&Phrase::new(key).with("condition", self.heading(leaf)))
        });
        Some((self.f.say(&Phrase::new(key).with("n", numbers.len())), turned.collect()))
    }
}

fn leaf(said: String) -> Line {
    Line { said, holds: None, since: String::new(), opens: false, closes: Vec::new() }
}

/// Makes the lines after one a list within it.
fn nested(lines: &mut [Line], place: usize) {
    if lines.len() > place + 1 {
        lines[place].opens = true;
        if let Some(last) = lines.last_mut() {
            last.closes.push(());
        }
    }
}

/// What rows of a stream are called, several of them.
pub(super) fn noun(f: &Frame, base: &Base, stream: &str) -> String {
    let label = base.schema().streams.get(stream).and_then(|words| words.label.get(f.lang()));
    label.map(|noun| noun.many.clone()).filter(|noun| !noun.is_empty()).unwrap_or_else(|| stream.to_owned())
}

/// The reference tables, by name.
pub(super) type Tables = BTreeMap<String, TableColumns>;

/// What a reference table calls a code: a product by its name.
fn named(table: &TableColumns, code: &Held) -> Option<String> {
    let row = *table.rows.get(code.as_text()?)?;
    match table.fields.get("name")? {
        Column::Text(names) => names.get(row as usize).map(str::to_owned),
        Column::Integer(_) => None,
    }
}

/// The fields of a row that have a value, by label, the one looked at before the others.
pub(super) fn fields(
    f: &Frame,
    (base, tables): (&Base, &Tables),
    stream: &str,
    row: &Row,
    first: Option<&str>,
) -> Vec<(String, String)> {
    let words = base.schema().streams.get(stream);
    let field = |(name, value): (&String, &Held)| {
        let field = words.and_then(|words| words.fields.get(name)).filter(|_| !value.is_missing())?;
        let label = field.label.get(f.lang()).unwrap_or(name).clone();
        let named = field.table.as_ref().and_then(|table| tables.get(table)).and_then(|table| named(table, value));
        Some((label, named.unwrap_or_else(|| f.value_of(name, value, Kind::one(field.kind)))))
    };
    let mut fields: Vec<(&String, &Held)> = row.fields.iter().collect();
    fields.sort_by_key(|(name, _)| Some(name.as_str()) != first);
    fields.into_iter().filter_map(field).collect()
}
