//! Reads a sentence back into its tree, by the rules that write it.
//!
//! Every way of reading is followed, each piece once (what was found for a category at a place is kept). Of several
//! trees, the one that writes the sentence again is meant.

mod named;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use serde_json::Value as Json;

use super::lexeme;
use super::rules::{Rule, Rules};
use super::shape::{Filled, filling};
use super::token::Token;
use super::wording::Item;
use super::{Language, Sentences};

/// Greatest number of pieces read before a sentence is given up: far above what any sentence needs.
const MOST_STEPS: usize = 4_000_000;

/// What was read, and how far.
pub(super) struct Found {
    /// The trees of the whole text.
    pub(super) trees: Vec<Json>,
    /// The first token that nothing could be made of.
    pub(super) furthest: usize,
    /// What could have stood there.
    pub(super) expected: BTreeSet<String>,
}

/// Reads all of some tokens as a test about customers.
pub(super) fn read(sentences: &Sentences, tokens: &[Token]) -> Found {
    let mut reader = Reader {
        sentences,
        rules: sentences.rules,
        language: sentences.language,
        tokens,
        kept: HashMap::new(),
        kept_names: HashMap::new(),
        streams: vec![String::new()],
        stream_numbers: BTreeMap::new(),
        furthest: 0,
        expected: BTreeSet::new(),
        steps: 0,
    };
    let ends = reader.category("test", Place { stream: 0, bare: false }, 0);
    for (end, _) in ends.iter() {
        reader.reach(*end, "");
    }
    let mut trees: Vec<Json> = Vec::new();
    for (_, tree) in ends.iter().filter(|(end, _)| *end == tokens.len()) {
        if !trees.contains(tree) {
            trees.push(tree.clone());
        }
    }
    Found { trees, furthest: reader.furthest, expected: reader.expected }
}

/// What a piece is read in: the stream spoken of (0 for customers), and whether the article is left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    stream: u16,
    bare: bool,
}

/// The ends of a piece, each with its tree.
type Ends = Rc<Vec<(usize, Json)>>;

/// The ends of names, each with its name.
type Names = Rc<Vec<(usize, String)>>;

struct Reader<'a> {
    sentences: &'a Sentences,
    rules: &'static Rules,
    language: Language,
    tokens: &'a [Token],
    kept: HashMap<(&'static str, Place, usize), Ends>,
    kept_names: HashMap<(Option<String>, usize), Names>,
    streams: Vec<String>,
    stream_numbers: BTreeMap<String, u16>,
    furthest: usize,
    expected: BTreeSet<String>,
    steps: usize,
}

/// A way of reading some items: where it stands, and what it has filled.
type Way = (usize, Filled);

impl Reader<'_> {
    fn category(&mut self, category: &str, place: Place, at: usize) -> Ends {
        let (category, noun) = if category == "noun" { ("value", true) } else { (category, false) };
        let Some(key) = self.rules.category_key(category) else { return Rc::default() };
        let key = if noun { "noun" } else { key };
        if let Some(kept) = self.kept.get(&(key, place, at)) {
            return kept.clone();
        }
        // A category that begins with itself would never end; while it is read, it is nothing at this place.
        self.kept.insert((key, place, at), Rc::default());
        let mut ends: Vec<(usize, Json)> = Vec::new();
        for rule in self.rules.of(category) {
            if !rule.fits(place.stream > 0) || ((noun || place.bare) && !rule.is_noun()) {
                continue;
            }
            for items in &rule.wordings {
                if !self.may_begin(items, place.bare, at) {
                    continue;
                }
                let mut ways = vec![(at, Filled::new())];
                self.items(rule, items, place, &mut ways, true);
                for (end, filled) in ways {
                    if let Some(tree) = rule.shape.build(&filled)
                        && !ends.iter().any(|(other, found)| *other == end && *found == tree)
                    {
                        ends.push((end, tree));
                    }
                }
            }
        }
        let ends = Rc::new(ends);
        self.kept.insert((key, place, at), ends.clone());
        ends
    }

    /// Whether a wording's first words stand here; what begins with a hole may.
    fn may_begin(&mut self, items: &[Item], bare: bool, at: usize) -> bool {
        let (at, items) = match items {
            [Item::Article, rest @ ..] if self.language == Language::English && !bare => match self.word("the", at) {
                Some(at) => (at, rest),
                None => return false,
            },
            [Item::Article, rest @ ..] => (at, rest),
            items => (at, items),
        };
        match items.first() {
            Some(Item::Words(_, words)) => self.words(words, at).is_some(),
            _ => true,
        }
    }

    fn items(&mut self, rule: &Rule, items: &[Item], place: Place, ways: &mut Vec<Way>, first: bool) {
        let mut first = first;
        for item in items {
            self.steps += ways.len();
            if ways.is_empty() || self.steps > MOST_STEPS {
                return ways.clear();
            }
            let before = std::mem::take(ways);
            for (at, filled) in before {
                match item {
                    Item::Article => match self.language {
                        Language::English if !place.bare => ways.extend(self.word("the", at).map(|at| (at, filled))),
                        _ => ways.push((at, filled)),
                    },
                    Item::Words(_, tokens) => ways.extend(self.words(tokens, at).map(|at| (at, filled))),
                    Item::Agreement { words, .. } => {
                        let mut ends: Vec<usize> =
                            words.iter().filter_map(|(_, tokens)| self.words(tokens, at)).collect();
                        ends.sort_unstable();
                        ends.dedup();
                        ways.extend(ends.into_iter().map(|at| (at, filled.clone())));
                    }
                    Item::Hole(name, form) => {
                        let bare = form == "bare" || (first && place.bare);
                        self.hole(rule, name, form, Place { bare, ..place }, (at, filled), ways);
                    }
                    Item::Optional(inner) => {
                        let mut with = vec![(at, filled.clone())];
                        self.items(rule, inner, place, &mut with, false);
                        ways.append(&mut with);
                        ways.push((at, filled));
                    }
                }
            }
            first = first && matches!(item, Item::Article);
        }
    }

    /// Where words end that stand here. A comma may be swallowed by one before it, a closing parenthesis or the end.
    fn words(&mut self, words: &[Token], at: usize) -> Option<usize> {
        let mut at = at;
        for word in words {
            if self.tokens.get(at) == Some(word) {
                at += 1;
            } else if *word == Token::Sign(',') && self.swallows_comma(at) {
            } else {
                if at >= self.furthest {
                    self.reach(at, &said(word));
                }
                return None;
            }
        }
        Some(at)
    }

    fn swallows_comma(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before == Some(&Token::Sign(',')) || matches!(self.tokens.get(at), None | Some(Token::Sign(')')))
    }

    fn word(&mut self, word: &str, at: usize) -> Option<usize> {
        self.words(&[Token::Word(word.to_owned())], at)
    }

    /// Notes that something could not be read here.
    fn reach(&mut self, at: usize, expected: &str) {
        if at > self.furthest {
            self.furthest = at;
            self.expected.clear();
        }
        if at == self.furthest && !expected.is_empty() {
            self.expected.insert(expected.to_owned());
        }
    }

    fn hole(&mut self, rule: &Rule, name: &str, form: &str, place: Place, way: Way, ways: &mut Vec<Way>) {
        let Some(hole) = rule.hole(name) else { return };
        let (at, filled) = way;
        let kind = hole.kind.split('#').next().unwrap_or_default();
        match kind {
            "stream" => return self.stream(name, form, (at, filled), ways),
            "name" => return self.name(name, hole.stream.as_deref(), place, (at, filled), ways),
            _ => {}
        }
        let stream = hole.stream.as_ref().and_then(|stream| filling(&filled, stream)).and_then(Json::as_str);
        let kind = if kind == "test" && stream.is_some() && place.stream > 0 { "member" } else { kind };
        let stream = stream.map(str::to_owned).map_or(place.stream, |stream| self.number_of(&stream));
        let place = Place { stream, ..place };
        if let Some(each) = kind.strip_prefix("each(") {
            let (category, join) = each.trim_end_matches(')').split_once(',').unwrap_or_default();
            for (end, elements) in self.each(category, join, place, at) {
                push(ways, end, &filled, name, Json::Array(elements));
            }
        } else if self.rules.has(&format!("{kind}-{form}")) {
            for (end, tree) in self.category(&format!("{kind}-{form}"), place, at).iter() {
                push(ways, *end, &filled, name, tree.clone());
            }
        } else if kind == "noun" || self.rules.has(kind) {
            for (end, tree) in self.category(kind, place, at).iter() {
                push(ways, *end, &filled, name, tree.clone());
            }
        } else if kind == "unit" {
            for (unit, [one, many, _]) in &self.rules.words.units {
                for word in [one, many] {
                    let tokens = super::token::plain_tokens(word, self.language);
                    if let Some(end) = self.words(&tokens, at) {
                        push(ways, end, &filled, name, Json::String(unit.clone()));
                        if one == many {
                            break;
                        }
                    }
                }
            }
        } else {
            let sentences = self.sentences;
            let read = lexeme::read(
                kind,
                &self.tokens[at.min(self.tokens.len())..],
                self.language,
                &self.rules.words,
                &sentences.currency,
            );
            if read.is_empty() {
                self.reach(at, &format!("@expected-{}", lexeme_class(kind)));
            }
            for (length, json) in read {
                push(ways, at + length, &filled, name, json);
            }
        }
    }

    /// Every list of at least two elements from here.
    fn each(&mut self, category: &str, join: &str, place: Place, at: usize) -> Vec<(usize, Vec<Json>)> {
        let Some([between, last]) = self.rules.joins.get(join) else { return Vec::new() };
        let mut whole = Vec::new();
        let mut open: Vec<(usize, Vec<Json>)> =
            self.category(category, place, at).iter().map(|(end, tree)| (*end, vec![tree.clone()])).collect();
        while let Some((end, elements)) = open.pop() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                break;
            }
            let extended = |reader: &mut Self, from: usize, elements: &Vec<Json>| -> Vec<(usize, Vec<Json>)> {
                let next = reader.category(category, place, from);
                let with = |(end, tree): &(usize, Json)| {
                    let mut longer = elements.clone();
                    longer.push(tree.clone());
                    (*end, longer)
                };
                next.iter().map(with).collect()
            };
            if let Some(from) = self.words(&last.1, end) {
                whole.extend(extended(self, from, &elements));
            }
            if let Some(from) = self.words(&between.1, end) {
                open.extend(extended(self, from, &elements));
            }
        }
        whole
    }

    fn number_of(&mut self, stream: &str) -> u16 {
        if let Some(number) = self.stream_numbers.get(stream) {
            return *number;
        }
        let number = u16::try_from(self.streams.len()).unwrap_or(u16::MAX);
        self.streams.push(stream.to_owned());
        self.stream_numbers.insert(stream.to_owned(), number);
        number
    }
}

/// Fills a hole on a way, unless it was filled with something else before.
fn push(ways: &mut Vec<Way>, end: usize, filled: &Filled, name: &str, json: Json) {
    let mut filled = filled.clone();
    match filling(&filled, name) {
        Some(before) if *before != json => return,
        Some(_) => {}
        None => filled.push((name.to_owned(), json)),
    }
    ways.push((end, filled));
}

/// A token as a person would type it.
fn said(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Sign(sign) => sign.to_string(),
        Token::Number(number) => number.to_string(),
        Token::Iso(text) | Token::Quote(text) | Token::Code(text) => text.clone(),
    }
}

/// The term of the catalogues for what a kind of lexeme is.
fn lexeme_class(kind: &str) -> &'static str {
    match kind {
        "text" | "code" | "code-value" => "quote",
        "day" | "time" | "instant" | "when" => "day",
        _ => "number",
    }
}
