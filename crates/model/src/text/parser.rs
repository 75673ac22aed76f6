//! Reads a definition's text into its tree, going on after a mistake so that all are told at once.
//!
//! The forms parse themselves (`forms/`); here is the skeleton `or`, `and`, `not`, parentheses, and what follows a
//! mistake. Tokens are looked at and taken in `cursor`.

mod cursor;

use super::comments::Comments;
use super::lexer::{Token, TokenKind, tokens};
use super::printer::clauses_under;
use crate::forms::{And, FORMS, Followed, Not, Or, Reading, Test, Value};
use crate::phrase::{Phrase, Place, Problem};
use crate::tree::MAX_DEPTH;

/// The result of reading a text: the tree of what could be read, the comments, and the problems.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; `None` when nothing could be read. Incomplete when there are problems.
    pub test: Option<Test>,
    /// Comments by clause.
    pub comments: Comments,
    /// What is wrong in the text.
    pub problems: Vec<Problem>,
}

/// Reads a definition.
pub fn parse(text: &str) -> Parsed {
    let (tokens, comments, problems) = tokens(text);
    let mut parser = Parser { tokens, at: 0, depth: 0, problems, clauses: Vec::new() };
    if parser.is_word_at(0, "select")
        && matches!(parser.peek_at(1).kind, TokenKind::Word { .. } | TokenKind::Symbol("*"))
    {
        let problem = Problem::new(Phrase::new("problem-sql"), parser.peek().place);
        return Parsed { test: None, comments: Comments::of(text, comments, &[]), problems: vec![problem] };
    }
    let test = parser.test();
    if parser.peek().kind != TokenKind::End && parser.problems.is_empty() {
        let problem = parser.unexpected(&["and", "or"]);
        parser.problems.push(problem);
    }
    if let Some(test) = &test {
        let chain = matches!(test, Test::And(_) | Test::Or(_));
        parser.forget_clauses(0, clauses_under(test) + usize::from(!chain));
    }
    let comments = Comments::of(text, comments, &parser.clauses);
    Parsed { test, comments, problems: parser.problems }
}

/// Reads a value that stands by itself, such as a column of a list; `None` when nothing could be read.
pub fn parse_value(text: &str) -> (Option<Value>, Vec<Problem>) {
    let (tokens, _, problems) = tokens(text);
    let mut parser = Parser { tokens, at: 0, depth: 0, problems, clauses: Vec::new() };
    let value = parser.value();
    if value.is_ok() && parser.peek().kind != TokenKind::End && parser.problems.is_empty() {
        let problem = parser.unexpected(&["+", "-", "*", "/"]);
        parser.problems.push(problem);
    }
    match value {
        Ok(value) => (Some(value), parser.problems),
        Err(problem) => {
            parser.problems.push(problem);
            (None, parser.problems)
        }
    }
}

/// A value asked for by its name, or by what it is.
#[derive(Clone, Debug)]
pub struct NamedValue {
    /// Its name, else its text.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Where both stand.
    pub place: Place,
}

/// Reads `name = value, name = value`; a value without a name is called as it is written.
pub fn parse_values(text: &str) -> (Vec<NamedValue>, Vec<Problem>) {
    let (tokens, _, problems) = tokens(text);
    let mut parser = Parser { tokens, at: 0, depth: 0, problems, clauses: Vec::new() };
    let mut values = Vec::new();
    loop {
        match parser.named_value(text) {
            Ok(value) => values.push(value),
            Err(problem) => {
                parser.problems.push(problem);
                return (values, parser.problems);
            }
        }
        if !parser.take_symbol(",") {
            break;
        }
    }
    if parser.peek().kind != TokenKind::End && parser.problems.is_empty() {
        let problem = parser.unexpected(&[",", "+", "-", "*", "/"]);
        parser.problems.push(problem);
    }
    (values, parser.problems)
}

/// A part of a definition, or the problem that kept it from being read.
pub type Read<T> = Result<T, Problem>;

/// Words that are never names unless they stand in back-quotes.
pub const KEYWORDS: [&str; 36] = [
    "among",
    "and",
    "any",
    "between",
    "cancelled",
    "contains",
    "during",
    "ends",
    "false",
    "from",
    "has",
    "in",
    "including",
    "is",
    "known",
    "last",
    "matches",
    "never",
    "not",
    "on",
    "or",
    "over",
    "per",
    "previous",
    "since",
    "starts",
    "this",
    "to",
    "today",
    "true",
    "under",
    "unknown",
    "until",
    "where",
    "within",
    "yesterday",
];

/// Greatest count that a definition may say: more than a window in seconds ever needs.
pub const MAX_COUNT: u32 = 1_000_000_000;

/// What a parenthesis holds.
enum Group {
    Test(Test),
    Value(Value),
}

/// A cursor over the tokens of a text.
pub struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    problems: Vec<Problem>,
    clauses: Vec<Place>,
}

impl Parser {
    /// Reads a whole test, `or` binding loosest. Mistakes are noted and what follows them is read on.
    pub fn test(&mut self) -> Option<Test> {
        let first = self.clause(Parser::not_test);
        self.or_chain(first)
    }

    /// Reads on after the first operand of a test.
    fn or_chain(&mut self, first: Option<Test>) -> Option<Test> {
        let mut tests: Vec<Test> = self.and_chain(first).into_iter().collect();
        while self.take_word("or") {
            let next = self.clause(Parser::not_test);
            tests.extend(self.and_chain(next));
        }
        if tests.len() > 1 { Some(Test::Or(Or { tests })) } else { tests.pop() }
    }

    /// Reads a test inside a leaf (a row filter, a comparison group), whose clauses are not told apart.
    pub fn inner_test(&mut self) -> Read<Test> {
        let n_clauses = self.clauses.len();
        let test = self.test();
        self.clauses.truncate(n_clauses);
        // What was wrong inside has been told already; the clause around tells it once.
        test.ok_or_else(|| self.problems.pop().unwrap_or_else(|| self.unexpected(&["@expected-value"])))
    }

    /// Drops the first clauses after `from` until `expected` are left: those of parentheses that change nothing.
    fn forget_clauses(&mut self, from: usize, expected: usize) {
        while self.clauses.len() > from + expected {
            self.clauses.remove(from);
        }
    }

    fn and_chain(&mut self, first: Option<Test>) -> Option<Test> {
        let mut tests: Vec<Test> = first.into_iter().collect();
        while self.take_word("and") {
            tests.extend(self.clause(Parser::not_test));
        }
        if tests.len() > 1 { Some(Test::And(And { tests })) } else { tests.pop() }
    }

    /// Reads one operand of `and`; after a mistake, skips to the next `and`, `or` or closing parenthesis.
    fn clause<T>(&mut self, read: impl Fn(&mut Parser) -> Read<T>) -> Option<T> {
        let clause = self.clauses.len();
        self.clauses.push(self.peek().place);
        let operand = read(self);
        if let Err(problem) = &operand {
            self.problems.push(problem.clone());
            self.skip_clause();
        }
        self.clauses[clause].end = self.previous_place().end.max(self.clauses[clause].start);
        operand.ok()
    }

    fn not_test(&mut self) -> Read<Test> {
        self.deeper(|parser| {
            if !Followed::stands_negated(parser) && parser.take_word("not") {
                return Ok(Test::Not(Not { test: Box::new(parser.not_test()?) }));
            }
            match parser.predicate_or_group()? {
                Group::Test(test) => Ok(test),
                Group::Value(value) => parser.after_value(value),
            }
        })
    }

    /// Reads a test form, a parenthesis, or a value that a test form may follow.
    fn predicate_or_group(&mut self) -> Read<Group> {
        for form in FORMS {
            if let Reading::Test(read) = form.reading
                && let Some(read) = read(self)
            {
                return read.map(Group::Test);
            }
        }
        if self.peek().kind != TokenKind::Symbol("(") {
            return self.value().map(Group::Value);
        }
        match self.group()? {
            Group::Value(value) => crate::forms::arithmetic::read_on(self, value).map(Group::Value),
            test => Ok(test),
        }
    }

    /// Reads a parenthesis, which holds either a test or a value: what follows its first value decides.
    fn group(&mut self) -> Read<Group> {
        self.advance();
        let n_clauses = self.clauses.len();
        let first = self.clause(|parser| {
            if parser.is_word_at(0, "not") {
                return parser.not_test().map(Group::Test);
            }
            parser.deeper(|parser| match parser.predicate_or_group()? {
                Group::Value(value) if parser.peek().kind != TokenKind::Symbol(")") => {
                    parser.after_value(value).map(Group::Test)
                }
                group => Ok(group),
            })
        });
        let test = match first {
            Some(Group::Value(value)) => {
                self.clauses.truncate(n_clauses);
                self.expect_symbol(")")?;
                return Ok(Group::Value(value));
            }
            Some(Group::Test(test)) => self.or_chain(Some(test)),
            None => self.or_chain(None),
        };
        self.forget_clauses(n_clauses, test.as_ref().map_or(0, clauses_under));
        self.expect_symbol(")")?;
        // When nothing could be read, what was wrong inside has been told already; the clause around tells it once.
        test.map(Group::Test)
            .ok_or_else(|| self.problems.pop().unwrap_or_else(|| self.unexpected(&["@expected-value"])))
    }

    fn after_value(&mut self, value: Value) -> Read<Test> {
        let mut value = Some(value);
        for form in FORMS {
            if let Reading::AfterValue(read) = form.reading
                && let Some(read) = read(self, &mut value)
            {
                return read;
            }
        }
        Err(self.unexpected(&["=", "!=", "<", ">", "between", "in", "is known", "contains", "has any", "over last"]))
    }

    fn named_value(&mut self, text: &str) -> Read<NamedValue> {
        let start = self.peek().place;
        // Any word may be a name here, `last` too: only a value can follow it.
        let name = match &self.peek().kind {
            TokenKind::Word { text, .. } if self.is_symbol_at(1, "=") => Some(text.clone()),
            _ => None,
        };
        if name.is_some() {
            self.advance();
            self.advance();
        }
        let value = self.value()?;
        let place = start.to(self.previous_place());
        let name =
            name.unwrap_or_else(|| text[place.start..place.end].split_whitespace().collect::<Vec<_>>().join(" "));
        Ok(NamedValue { name, value, place })
    }

    /// Reads something nested, unless the nesting is too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Parser) -> Read<T>) -> Read<T> {
        if self.depth >= MAX_DEPTH {
            let phrase = Phrase::new("problem-too-deep").with("limit", MAX_DEPTH);
            return Err(Problem::new(phrase, self.peek().place));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Reads a value: sums and differences of products and quotients.
    pub fn value(&mut self) -> Read<Value> {
        self.deeper(|parser| {
            let first = parser.primary()?;
            crate::forms::arithmetic::read_on(parser, first)
        })
    }

    /// Reads a value that holds together by itself: a literal, a name, a call, a parenthesis.
    pub fn primary(&mut self) -> Read<Value> {
        if self.take_symbol("(") {
            let value = self.value()?;
            self.expect_symbol(")")?;
            return Ok(value);
        }
        for form in FORMS {
            if let Reading::Value(read) = form.reading
                && let Some(read) = read(self)
            {
                return read;
            }
        }
        Err(self.unexpected(&["@expected-value"]))
    }

    /// Reads what follows a prefix such as `-` or `age of`.
    pub fn nested_primary(&mut self) -> Read<Value> {
        self.deeper(Parser::primary)
    }

    /// Takes a list of values in parentheses.
    pub fn list(&mut self) -> Read<Vec<Value>> {
        self.expect_symbol("(")?;
        let mut list = vec![self.value()?];
        while self.take_symbol(",") {
            list.push(self.value()?);
        }
        self.expect_symbol(")")?;
        Ok(list)
    }

    fn skip_clause(&mut self) {
        let mut level = 0;
        loop {
            match &self.peek().kind {
                TokenKind::End => return,
                TokenKind::Symbol("(") => level += 1,
                TokenKind::Symbol(")") if level == 0 => return,
                TokenKind::Symbol(")") => level -= 1,
                TokenKind::Word { .. } if level == 0 && (self.is_word_at(0, "and") || self.is_word_at(0, "or")) => {
                    return;
                }
                _ => {}
            }
            self.advance();
        }
    }
}

#[cfg(test)]
mod tests;
