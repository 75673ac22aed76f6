//! Writes a definition's tree as text; with its comments, this is the formatter.
//!
//! The forms print themselves (`forms/`); here are the parentheses, the literals and the layout in lines.

use super::comments::Comments;
use super::parser::KEYWORDS;
use crate::forms::{And, Or, Test, Value};

/// Width beyond which a definition is laid out over several lines.
const LINE: usize = 88;

/// The text of a test, on one line.
pub fn text_of(test: &Test) -> String {
    let mut printer = Printer::default();
    printer.test(test);
    printer.out
}

/// The text of a value, on one line.
pub fn text_of_value(value: &Value) -> String {
    let mut printer = Printer::default();
    printer.value(value);
    printer.out
}

/// The text of a test laid out for reading, with its comments: one line when it fits, else one clause a line.
pub fn format(test: &Test, comments: &Comments) -> String {
    let line = text_of(test);
    if comments.is_empty() && line.chars().count() <= LINE {
        return line;
    }
    let mut layout = Layout { comments, clause: 0, lines: Vec::new() };
    layout.chain(test, 0, "");
    layout.lines.extend(comments.at_end.iter().map(|comment| format!("-- {comment}")));
    layout.lines.join("\n")
}

/// Clauses under an operand: those of the parenthesis that it is, maybe after some `not`s.
pub(crate) fn clauses_under(operand: &Test) -> usize {
    inner_clauses(without_not(operand))
}

/// Clauses inside a test: the operands of its `and`s and `or`s, and of those in parentheses among them.
fn inner_clauses(test: &Test) -> usize {
    match test {
        Test::And(and) => and.tests.iter().map(|operand| 1 + clauses_under(operand)).sum(),
        Test::Or(or) => or
            .tests
            .iter()
            .map(|operand| match operand {
                Test::And(_) => inner_clauses(operand),
                operand => 1 + clauses_under(operand),
            })
            .sum(),
        _ => 0,
    }
}

/// The clauses of a definition, in the order in which comments count them: the operands of its `and`s and `or`s without
/// what denies them, each before those in it; a definition without operands is its only clause.
pub fn clauses(test: &Test) -> Vec<&Test> {
    fn collect<'t>(test: &'t Test, found: &mut Vec<&'t Test>) {
        let (Test::And(And { tests }) | Test::Or(Or { tests })) = test else { return };
        for operand in tests {
            if !matches!((test, operand), (Test::Or(_), Test::And(_))) {
                found.push(without_not(operand));
            }
            collect(without_not(operand), found);
        }
    }
    let mut found = Vec::new();
    if !matches!(test, Test::And(_) | Test::Or(_)) {
        found.push(without_not(test));
    }
    collect(without_not(test), &mut found);
    found
}

fn without_not(test: &Test) -> &Test {
    match test {
        Test::Not(not) => without_not(&not.test),
        test => test,
    }
}

struct Layout<'a> {
    comments: &'a Comments,
    clause: usize,
    lines: Vec<String>,
}

impl Layout<'_> {
    /// Lays out the operands of a chain, the first one after `lead`, the next ones after the joining word.
    fn chain(&mut self, test: &Test, indent: usize, lead: &str) {
        let (tests, word) = match test {
            Test::And(and) => (&and.tests, "and "),
            Test::Or(or) => (&or.tests, "or "),
            leaf => return self.operand(leaf, indent, lead, ""),
        };
        for (position, operand) in tests.iter().enumerate() {
            let lead = if position == 0 { lead } else { word };
            match (test, operand) {
                (Test::Or(_), Test::And(_)) => self.chain(operand, indent, lead),
                _ => self.operand(operand, indent, lead, ""),
            }
        }
    }

    fn operand(&mut self, test: &Test, indent: usize, lead: &str, nots: &str) {
        if let Test::Not(not) = test {
            return self.operand(&not.test, indent, lead, &format!("{nots}not "));
        }
        let margin = "  ".repeat(indent);
        let clause = self.clause;
        self.clause += 1;
        for comment in self.comments.before.get(&clause).into_iter().flatten() {
            self.lines.push(format!("{margin}-- {comment}"));
        }
        let after = self.comments.after.get(&clause).map(|comments| format!("  -- {}", comments.join(" · ")));
        let after = after.unwrap_or_default();
        if !matches!(test, Test::And(_) | Test::Or(_)) {
            let mut printer = Printer::default();
            if nots.is_empty() {
                printer.test(test)
            } else {
                printer.negated(test)
            }
            return self.lines.push(format!("{margin}{lead}{nots}{}{after}", printer.out));
        }
        let line = format!("{margin}{lead}{nots}({})", text_of(test));
        let inner = self.clause..self.clause + inner_clauses(test);
        let commented = inner
            .clone()
            .any(|clause| self.comments.before.contains_key(&clause) || self.comments.after.contains_key(&clause));
        if !commented && line.chars().count() <= LINE {
            self.clause = inner.end;
            return self.lines.push(line + &after);
        }
        self.lines.push(format!("{margin}{lead}{nots}({after}"));
        self.chain(test, indent + 1, "");
        self.lines.push(format!("{margin})"));
    }
}

/// Writes trees on one line.
#[derive(Default)]
pub struct Printer {
    out: String,
}

impl Printer {
    /// Writes words as they are.
    pub fn write(&mut self, words: &str) {
        self.out.push_str(words);
    }

    /// Writes a test.
    pub fn test(&mut self, test: &Test) {
        test.form().print(self);
    }

    /// Writes a test as an operand of `not`, `and` (or `or`, which needs no parentheses around `and`).
    pub fn operand(&mut self, test: &Test, inside_or: bool) {
        let bare = match test {
            Test::Or(_) => false,
            Test::And(_) => inside_or,
            _ => true,
        };
        self.wrapped(!bare, |printer| printer.test(test));
    }

    /// Writes a test after `not`. `not followed by` is a form of its own, its plain negation needs parentheses.
    pub fn negated(&mut self, test: &Test) {
        match test {
            Test::Followed(followed) if !followed.negated => self.wrapped(true, |printer| printer.test(test)),
            test => self.operand(test, false),
        }
    }

    /// Writes a value.
    pub fn value(&mut self, value: &Value) {
        value.form().print(self);
    }

    /// Writes a value after a prefix such as `age of`: in parentheses when it is arithmetic.
    pub fn primary(&mut self, value: &Value) {
        self.wrapped(matches!(value, Value::Arithmetic(_)), |printer| printer.value(value));
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// Writes something, in parentheses or not.
    pub fn wrapped(&mut self, parentheses: bool, write: impl FnOnce(&mut Printer)) {
        if parentheses {
            self.write("(");
        }
        write(self);
        if parentheses {
            self.write(")");
        }
    }

    /// Writes a list in parentheses.
    pub fn list(&mut self, values: &[Value]) {
        self.write("(");
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                self.write(", ");
            }
            self.value(value);
        }
        self.write(")");
    }

    /// Writes a name, each dotted part in back-quotes where it could be read as something else.
    pub fn name(&mut self, name: &str) {
        for (position, part) in name.split('.').enumerate() {
            if position > 0 {
                self.write(".");
            }
            let mut letters = part.chars();
            let plain = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
                && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
            let lower = part.to_lowercase();
            // `days` alone would be read as the start of `days since` or `days between`.
            let keyword = position == 0 && KEYWORDS.contains(&lower.as_str()) || name == "days";
            if plain && !keyword {
                self.write(part);
            } else {
                self.write(&format!("`{part}`"));
            }
        }
    }

    /// Writes a text literal.
    pub fn text(&mut self, text: &str) {
        self.write(&format!("'{}'", text.replace('\'', "''")));
    }
}
