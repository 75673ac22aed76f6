//! Reads a definition's text into its tree, going on after a mistake so that all are told at once.
//!
//! The forms parse themselves (`forms/`); here are the token cursor and the skeleton `or`, `and`, `not`, arithmetic.

use super::comments::Comments;
use super::lexer::{Token, TokenKind, tokens};
use super::printer::clauses_under;
use crate::forms::{And, FORMS, Not, Or, Reading, Test, Value};
use crate::phrase::{Phrase, Place, Problem, nearest};
use crate::tree::{MAX_DEPTH, Name};

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
            if parser.take_word("not") {
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

    /// The token at the cursor.
    pub fn peek(&self) -> &Token {
        &self.tokens[self.at]
    }

    /// The token `ahead` places after the cursor; the end when there is none.
    pub fn peek_at(&self, ahead: usize) -> &Token {
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    /// Moves past the token at the cursor and returns it.
    pub fn advance(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    /// The place of the token before the cursor.
    pub fn previous_place(&self) -> Place {
        self.tokens[self.at.saturating_sub(1)].place
    }

    /// Whether the token `ahead` places after the cursor is a keyword.
    pub fn is_word_at(&self, ahead: usize, word: &str) -> bool {
        matches!(&self.peek_at(ahead).kind, TokenKind::Word { text, quoted: false } if text.eq_ignore_ascii_case(word))
    }

    /// Whether the words at the cursor are these.
    pub fn is_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_word_at(ahead, word))
    }

    /// Whether the token `ahead` places after the cursor is a symbol.
    pub fn is_symbol_at(&self, ahead: usize, symbol: &str) -> bool {
        matches!(self.peek_at(ahead).kind, TokenKind::Symbol(found) if found == symbol)
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

    /// Takes a keyword if it stands at the cursor.
    pub fn take_word(&mut self, word: &str) -> bool {
        self.take_words(&[word])
    }

    /// Takes several keywords if they stand at the cursor.
    pub fn take_words(&mut self, words: &[&str]) -> bool {
        let found = self.is_words(words);
        if found {
            self.at += words.len();
        }
        found
    }

    /// Takes a word directly followed by an opening parenthesis, with the parenthesis.
    pub fn take_call(&mut self, word: &str) -> bool {
        let found = self.is_word_at(0, word) && self.peek_at(1).kind == TokenKind::Symbol("(");
        if found {
            self.at += 2;
        }
        found
    }

    /// Takes a symbol if it stands at the cursor.
    pub fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek().kind, TokenKind::Symbol(found) if found == symbol);
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes a symbol that must be there.
    pub fn expect_symbol(&mut self, symbol: &'static str) -> Read<()> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&[symbol])) }
    }

    /// Takes a keyword that must be there.
    pub fn expect_word(&mut self, word: &'static str) -> Read<()> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected(&[word])) }
    }

    /// Takes a name.
    pub fn expect_name(&mut self) -> Read<Name> {
        self.take_name().unwrap_or_else(|| Err(self.unexpected(&["@expected-name"])))
    }

    /// Takes a name if one stands at the cursor.
    pub fn take_name(&mut self) -> Option<Read<Name>> {
        let TokenKind::Word { text, quoted } = &self.peek().kind else { return None };
        let lower = text.to_lowercase();
        if !quoted && KEYWORDS.contains(&lower.as_str()) {
            return None;
        }
        let name = Name { text: text.clone(), place: self.peek().place };
        self.advance();
        Some(Ok(name))
    }

    /// Takes a text literal that must be there.
    pub fn expect_text(&mut self) -> Read<(String, Place)> {
        let token = self.peek().clone();
        match token.kind {
            TokenKind::Text(text) => {
                self.advance();
                Ok((text, token.place))
            }
            _ => Err(self.unexpected(&["@expected-text"])),
        }
    }

    /// Takes a whole number that must be there and lie between 1 and [`MAX_COUNT`].
    pub fn expect_count(&mut self) -> Read<u32> {
        let token = self.peek().clone();
        if let TokenKind::Number(number) = token.kind {
            let whole = (number.scale() == 0).then(|| number.units_at(0)).flatten();
            if let Some(count) = whole.and_then(|whole| u32::try_from(whole).ok())
                && (1..=MAX_COUNT).contains(&count)
            {
                self.advance();
                return Ok(count);
            }
            let phrase = Phrase::new("problem-not-a-count").with("number", number).with("limit", MAX_COUNT);
            return Err(Problem::new(phrase, token.place));
        }
        Err(self.unexpected(&["@expected-number"]))
    }

    /// The problem that what stands at the cursor is not one of the things expected.
    pub fn unexpected(&self, expected: &[&str]) -> Problem {
        let token = self.peek();
        let found = match &token.kind {
            TokenKind::End => {
                return Problem::new(
                    Phrase::new("problem-text-ends").with("expected", expected.join(" · ")),
                    token.place,
                );
            }
            TokenKind::Word { text, .. } => text.clone(),
            TokenKind::Text(text) => format!("'{text}'"),
            TokenKind::Number(number) => number.to_string(),
            TokenKind::Percent(number) => format!("{number}%"),
            TokenKind::Date(text) => text.clone(),
            TokenKind::Symbol(symbol) => (*symbol).to_owned(),
        };
        let phrase = Phrase::new("problem-unexpected").with("found", &found).with("expected", expected.join(" · "));
        let mut problem = Problem::new(phrase, token.place);
        if matches!(token.kind, TokenKind::Word { .. }) {
            problem.suggestions = nearest(&found, expected.iter().copied());
        }
        problem
    }

    /// Notes a problem without stopping.
    pub fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
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
mod tests {
    use super::*;
    use crate::text::printer::{format, text_of, text_of_value};

    fn check(text: &str) {
        let parsed = parse(text);
        assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        assert_eq!(text_of(&parsed.test.expect("a tree")), text);
    }

    #[test]
    fn texts_come_back_as_they_were() {
        for text in [
            "country = 'FR' and age between 20 and 30",
            "count(rental over last 90 days) >= 3",
            "sum(order_line.amount where product.category in ('eco', 'bio') over last 30 days) between 400 and 600",
            "count(order) >= 2 and count(order where discount_code is known) = count(order)",
            "never(order) and (count(session over last 30 days) >= 5 or any(chat))",
            "days since last(order.at) > 180",
            "percentile(sum(order.amount over last 12 months)) > 90%",
            "avg(order.amount) > average(avg(order.amount) per country among (any(order)))",
            "quantile(count(order), 5 per country) = 5",
            "median(gaps(days(order where product.department = 'X'))) * 1.5 < 3",
            "(a + b) * c > -(d - e) / 2 and a - (b - c) = 1",
            "((a = 1 or b = 2) and c = 3) and d = 4",
            "not (a = 1 and not b = 2)",
            "created_at over last 60 seconds or renewal_date today or x between 30 and 90 days ago",
            "any(order including cancelled where status = 'void' from 2026-01-01 to 2026-02-01)",
            "`where`.x = 'l''été' and at > 2026-03-01T10:00:00Z",
            "nth(order.amount, 2) > 10 or x last 3 calendar months or x this week",
            "name not ~ contains 'é' and city ~= 'paris' and code matches '^A' and not in segment 'v'",
            "interests has none ('a', 'b') and length of interests >= 2 and duration > 90 seconds",
        ] {
            check(text);
        }
    }

    #[test]
    fn parentheses_hold_tests_or_values() {
        for (text, expected) in [
            ("(a + b) > 2", "a + b > 2"),
            ("((a)) > 2", "a > 2"),
            ("((a > 2))", "a > 2"),
            ("((a + b) * 2 > 3) or ((c = 1))", "(a + b) * 2 > 3 or c = 1"),
            ("(days between a and b) >= 3 and (x between 1 and 2)", "days between a and b >= 3 and x between 1 and 2"),
        ] {
            let parsed = parse(text);
            assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
            assert_eq!(text_of(&parsed.test.unwrap()), expected);
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let parsed = parse("country = and count(order >= 2 and x ! 3 or sum(order.amount) > 10");
        let told: Vec<(&str, usize)> =
            parsed.problems.iter().map(|problem| (problem.phrase.key, problem.place.start)).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(parse("").problems.len(), 1);
        assert_eq!(parse("a = 1 )").problems.len(), 1);
        assert_eq!(parse("a = 1 b = 2").problems.len(), 1);
    }

    #[test]
    fn nesting_is_limited() {
        let deep = |n: usize| format!("{}a = 1{}", "(".repeat(n), ")".repeat(n));
        assert!(parse(&deep(30)).problems.is_empty());
        assert_eq!(parse(&deep(5_000)).problems[0].phrase.key, "problem-too-deep");
        assert_eq!(parse(&format!("a = {}1", "-(".repeat(5_000))).problems[0].phrase.key, "problem-too-deep");
    }

    #[test]
    fn the_formatter_keeps_comments() {
        let text =
            "-- who\ncountry = 'FR' -- at home\nand (\n  -- either\n  a = 1\n  or b = 2 -- or this\n)\n-- the end";
        let parsed = parse(text);
        let formatted = format(&parsed.test.unwrap(), &parsed.comments);
        assert_eq!(
            formatted,
            "-- who\ncountry = 'FR'  -- at home\nand (\n  -- either\n  a = 1\n  or b = 2  -- or this\n)\n-- the end"
        );
        let again = parse(&formatted);
        assert_eq!(format(&again.test.unwrap(), &again.comments), formatted);
    }

    #[test]
    fn the_example_of_each_form_reads() {
        for form in FORMS {
            let as_test = parse(form.example);
            if as_test.problems.is_empty() {
                assert_eq!(text_of(&as_test.test.unwrap()), form.example);
                continue;
            }
            let as_compared = parse(&format!("{} = 1", form.example));
            assert!(as_compared.problems.is_empty(), "{}: {:?}", form.id, as_compared.problems);
            let Some(Test::Compare(compare)) = as_compared.test else { panic!("{}", form.id) };
            assert_eq!(text_of_value(&compare.left), form.example);
        }
    }
}
