//! The walk over a tree that notes problems: each form checks itself with what is here.

use std::collections::BTreeSet;

use super::{Mentions, Named, are_comparable, kind_name};
use crate::decimal::Decimal;
use crate::forms::{Literal, Test, Value, Written, constant};
use crate::names::{Kind, Reference, Scope, resolve, unknown};
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Schema;
use crate::segmentation::sense::senseless;
use crate::text::printer::text_of_value;
use crate::time::Zone;
use crate::tree::{MAX_DEPTH, MAX_NODES, Name};

/// Walks a tree, noting problems.
pub struct Checker<'a> {
    /// The words of the base.
    pub schema: &'a Schema,
    /// Ids of the base's segments.
    pub segments: &'a BTreeSet<String>,
    /// What was met so far.
    pub mentions: Mentions,
    pub(super) rows_of: Vec<String>,
    in_history: bool,
    /// Whether a test put to relatives is checked, or a membership over time.
    in_relation: bool,
    pub(super) asks_sense: bool,
    pub(super) problems: Vec<Problem>,
    depth: usize,
    pub(super) nodes: usize,
    cut: bool,
}

impl<'a> Checker<'a> {
    pub(super) fn new(schema: &'a Schema, segments: &'a BTreeSet<String>) -> Self {
        let (mentions, rows_of, problems) = (Mentions::default(), Vec::new(), Vec::new());
        let (in_history, in_relation) = (false, false);
        Checker {
            schema,
            segments,
            mentions,
            rows_of,
            in_history,
            in_relation,
            asks_sense: false,
            problems,
            depth: 0,
            nodes: 0,
            cut: false,
        }
    }

    /// Checks a test.
    pub fn test(&mut self, test: &Test) {
        let told = self.problems.len();
        self.within_limits(|checker| test.form().check(checker));
        // What is told of a part is not told of the whole again.
        if self.asks_sense && self.problems.len() == told {
            self.problems.extend(senseless(test));
        }
    }

    /// Checks the operands of `and` or `or`, which needs two at least (a tree from JSON may have fewer).
    pub fn operands(&mut self, tests: &[Test]) {
        if tests.len() < 2 {
            self.note(Problem::new(Phrase::new("problem-too-few-operands"), Place::default()));
        }
        tests.iter().for_each(|test| self.test(test));
    }

    /// Checks a value and gives its type.
    pub fn value(&mut self, value: &Value) -> Option<Kind> {
        let mut kind = None;
        self.within_limits(|checker| kind = value.form().check(checker));
        kind
    }

    fn within_limits(&mut self, walk: impl FnOnce(&mut Self)) {
        self.nodes += 1;
        // A form read from text may take two levels: its own and its parenthesis.
        if self.depth > 2 * MAX_DEPTH || self.nodes > MAX_NODES {
            if !self.cut {
                self.cut = true;
                let phrase = Phrase::new("problem-too-large").with("depth", MAX_DEPTH).with("nodes", MAX_NODES);
                self.note(Problem::new(phrase, Place::default()));
            }
            return;
        }
        self.depth += 1;
        walk(self);
        self.depth -= 1;
    }

    /// Checks something on the rows of a stream.
    pub fn on_rows(&mut self, stream: &str, walk: impl FnOnce(&mut Self)) {
        self.rows_of.push(stream.to_owned());
        walk(self);
        self.rows_of.pop();
    }

    /// Checks something that is about the customer, whatever row the filter at hand is about.
    pub fn at_customer<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        let around = std::mem::take(&mut self.rows_of);
        let walked = walk(self);
        self.rows_of = around;
        walked
    }

    /// Where names are read now.
    pub fn scope(&self) -> Scope<'_> {
        self.rows_of.last().map_or(Scope::Customer, |stream| Scope::Row(stream))
    }

    /// The type of a name, or a noted problem.
    pub fn name(&mut self, name: &Name) -> Option<Kind> {
        if let Some((reference, kind)) = resolve(self.schema, self.scope(), &name.text) {
            match reference {
                Reference::Age => {
                    self.refuse_in_history("age", name.place);
                }
                Reference::Computed(computed) => {
                    self.refuse_in_history("computed attribute", name.place);
                    if self.in_relation {
                        self.mentions.apart.insert(Named::Attribute(computed.clone()));
                    }
                    *self.mentions.computed.entry(computed).or_default() += 1;
                }
                reference => self.mentions.columns.extend(computed_column(self.schema, reference)),
            }
            return Some(Kind::one(kind));
        }
        let problem = unknown(self.schema, self.scope(), name);
        self.note(problem);
        None
    }

    /// Says of a word that is no name, compared with a text, that texts stand in quotes.
    pub fn unquoted(&mut self, value: &Value, with: Option<Kind>) {
        let is_text = with.is_some_and(|with| !with.list && with.item.is_text());
        if let (Value::Named(named), true, Some(last)) = (value, is_text, self.problems.last_mut())
            && ["problem-unknown-attribute", "problem-unknown-field"].contains(&last.phrase.key)
            && last.suggestions.is_empty()
        {
            let name = &named.name.text;
            last.phrase = if name.eq_ignore_ascii_case("null") {
                Phrase::new("problem-written-elsewhere").with("found", name).with("instead", "is unknown")
            } else {
                Phrase::new("problem-unquoted-text").with("name", name)
            };
        }
    }

    /// Notes a number or a date in quotes where a number or a date is compared; says whether it is one.
    pub fn quoted(&mut self, value: &Value, with: Kind) -> bool {
        let Value::Literal(Literal { written: Written::Text(text), place }) = value else { return false };
        let is_one = with.element().is_none()
            && (with.item.is_temporal() && Written::moment(text).is_some()
                || with.item.is_numeric() && Decimal::parse(text).is_some());
        if is_one {
            let phrase = Phrase::new("problem-written-elsewhere").with("found", format!("'{text}'"));
            self.note(Problem::new(phrase.with("instead", text), *place));
        }
        is_one
    }

    /// Notes a problem.
    pub fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Checks that a value is a date or a moment.
    pub fn date(&mut self, value: &Value) -> Option<()> {
        let kind = self.value(value)?;
        if kind.list || !kind.item.is_temporal() {
            self.note_type(kind, "@type-date", value.place());
            return None;
        }
        Some(())
    }

    /// Notes that something which needs a whole customer stands in a filter of rows; says whether it does.
    pub fn refuse_in_rows(&mut self, form: &'static str, place: Place) -> bool {
        let inside = !self.rows_of.is_empty();
        if inside {
            self.note(Problem::new(Phrase::new("problem-not-in-rows").with("form", form), place));
        }
        inside || self.refuse_in_history(form, place)
    }

    /// Checks a test of the profile as it was at some instant.
    pub fn in_history(&mut self, walk: impl FnOnce(&mut Self)) {
        self.in_history = true;
        walk(self);
        self.in_history = false;
    }

    /// Notes that something which looks at more than the values of the profile, or changes with time itself, stands in a
    /// test of how the profile was; says whether it does.
    pub fn refuse_in_history(&mut self, form: &'static str, place: Place) -> bool {
        if self.in_history {
            self.note(Problem::new(Phrase::new("problem-not-in-history").with("form", form), place));
        }
        self.in_history
    }

    /// Checks what may not itself be about relatives: a test put to them, a membership over time.
    pub fn in_relation(&mut self, walk: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.in_relation, true);
        walk(self);
        self.in_relation = around;
    }

    /// Counts that something is about relatives, and notes when it stands where that cannot be; says whether it does.
    pub fn refuse_in_relation(&mut self, form: &'static str, place: Place) -> bool {
        self.mentions.of_relatives = true;
        if self.in_relation {
            self.note(Problem::new(Phrase::new("problem-not-of-relatives").with("form", form), place));
        }
        self.in_relation
    }

    /// Counts that a segment is named.
    pub fn names_segment(&mut self, id: &str) {
        self.mentions.segments.insert(id.to_owned());
        if self.in_relation {
            self.mentions.apart.insert(Named::Segment(id.to_owned()));
        }
    }

    /// Notes that a value is not of a type that fits.
    pub fn note_type(&mut self, found: Kind, expected: &str, place: Place) {
        let phrase = Phrase::new("problem-wrong-type").with("found", kind_name(found)).with("expected", expected);
        self.note(Problem::new(phrase, place));
    }

    /// Checks the constants of a list against the type they are compared with.
    pub fn constants(&mut self, list: &[Value], with: Option<Kind>, place: Place) {
        if list.is_empty() {
            self.note(Problem::new(Phrase::new("problem-empty-list"), place));
        }
        for (position, value) in list.iter().enumerate() {
            if self.asks_sense && list[..position].contains(value) {
                let phrase = Phrase::new("problem-listed-twice").with("text", text_of_value(value));
                self.note(Problem::new(phrase, value.place()));
            }
            let kind = self.value(value);
            if kind.is_none() {
                self.unquoted(value, with);
                continue;
            }
            if constant(value, &Zone::utc()).is_none() {
                self.note(Problem::new(Phrase::new("problem-not-a-constant"), value.place()));
            } else if let (Some(kind), Some(with)) = (kind, with) {
                self.comparable(with, kind, value.place());
            }
        }
    }

    /// Notes a problem unless two values can be compared with one another.
    pub fn comparable(&mut self, left: Kind, right: Kind, place: Place) {
        if !are_comparable(left, right) {
            let phrase =
                Phrase::new("problem-not-comparable").with("left", kind_name(left)).with("right", kind_name(right));
            self.note(Problem::new(phrase, place));
        }
    }
}

/// The computed column of a reference table that a name reads, its own or its parent's, with the table.
fn computed_column(schema: &Schema, reference: Reference) -> Option<(String, String)> {
    match reference {
        Reference::Through { table, field, .. } => {
            schema.columns.get(&table)?.contains_key(&field).then_some((table, field))
        }
        Reference::Parent { stream, name } => computed_column(schema, resolve(schema, Scope::Row(&stream), &name)?.0),
        _ => None,
    }
}
