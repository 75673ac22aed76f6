//! The questions that can be asked of a value, and what a condition asks of one.

use model::forms::{
    Between, Changed, Compare, Compared, Comparison, Measure, Quantity, Test, TextMatch, TextWay, Value, Window,
    constant,
};
use model::names::Kind;
use model::text::printer::{Printer, text_of_value};
use model::time::Zone;
use model::value::{Type, Value as Held};

/// The kind of questions that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// None: it holds or it does not.
    Holds,
    /// Of numbers and amounts.
    Number,
    /// Of texts.
    Words,
    /// Of lists of texts.
    List,
    /// Of truths.
    Truth,
    /// Of dates and moments.
    Date,
}

impl Class {
    /// The questions of the class, by the words that addresses have for them; the first one is what is asked at first.
    pub(crate) fn questions(self) -> &'static [&'static str] {
        match self {
            Class::Holds => &[],
            Class::Number => &[
                "least",
                "most",
                "more",
                "less",
                "between",
                "outside",
                "equal",
                "unequal",
                "one_of",
                "not_one_of",
                "top",
                "bottom",
                "above",
                "below",
                "first",
                "share",
                "part",
                "changed",
                "known",
                "unknown",
            ],
            Class::Words => &[
                "in",
                "not_in",
                "equal",
                "unequal",
                "alike",
                "contains",
                "not_contains",
                "starts",
                "ends",
                "matches",
                "under",
                "not_under",
                "changed",
                "known",
                "unknown",
            ],
            Class::List => &["any", "all", "none", "contains", "known", "unknown"],
            Class::Truth => &["true", "false", "changed", "known", "unknown"],
            Class::Date => &[
                "window",
                "anniversary",
                "during",
                "less",
                "least",
                "most",
                "more",
                "between",
                "outside",
                "equal",
                "unequal",
                "changed",
                "known",
                "unknown",
            ],
        }
    }

    /// The class of a type; `None` for types that no form has fields for.
    pub(crate) fn of(kind: Kind) -> Option<Class> {
        if kind.element().is_some_and(Type::is_text) {
            return Some(Class::List);
        }
        match kind.item {
            _ if kind.list => None,
            Type::Text | Type::Category => Some(Class::Words),
            Type::Number | Type::Money => Some(Class::Number),
            Type::Bool => Some(Class::Truth),
            Type::Date | Type::Instant => Some(Class::Date),
            Type::TextList => Some(Class::List),
            Type::Duration | Type::Point => None,
        }
    }
}

/// What is asked of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asks {
    /// The question, by its word in [`Class::questions`]; empty when it only has to hold.
    pub(crate) how: &'static str,
    /// The number, percentage or day compared with.
    pub(crate) low: String,
    /// The upper one of two.
    pub(crate) high: String,
    /// The texts chosen.
    pub(crate) list: Vec<String>,
    /// The text looked for, the node of a tree, or the calendar.
    pub(crate) text: String,
    /// The value before a change; empty when it does not matter.
    pub(crate) from: String,
    /// The value after it.
    pub(crate) to: String,
    /// Whether case and accents are ignored.
    pub(crate) blind: bool,
    /// When a date lies, or a change.
    pub(crate) window: Option<Window>,
    /// The attribute that customers have in common who are compared; all of them when empty.
    pub(crate) per: String,
    /// Who is compared; everybody when absent.
    pub(crate) among: Option<Box<Test>>,
    /// Of how many equal parts one is asked for.
    pub(crate) parts: u32,
    /// The value compared with, where that is none that is written out.
    pub(crate) than: Option<Box<Value>>,
    /// The upper one of two, where that is none that is written out.
    pub(crate) till: Option<Box<Value>>,
}

/// The questions that compare with one other value: with one written out, or with another one of the customer or row.
pub(crate) const COMPARING: [&str; 6] = ["least", "most", "more", "less", "equal", "unequal"];
/// The questions that compare with two.
pub(crate) const BOUNDING: [&str; 2] = ["between", "outside"];
/// The questions that compare a customer with the base.
pub(crate) const OF_BASE: [&str; 7] = ["top", "bottom", "above", "below", "first", "share", "part"];
/// The equal parts that customers fall into before anybody chose.
pub(crate) const PARTS: u32 = 5;

impl Asks {
    fn of(how: &'static str) -> Self {
        Asks { how, ..Asks::default() }
    }

    fn number(how: &'static str, low: impl Into<String>) -> Self {
        Asks { how, low: low.into(), ..Asks::default() }
    }

    fn of_base(how: &'static str, low: impl Into<String>, compared: &Compared) -> Self {
        let per = compared.per.as_ref().map(|name| name.text.clone()).unwrap_or_default();
        Asks { per, among: compared.among.clone(), ..Asks::number(how, low) }
    }

    /// Among whom customers are compared, as it stands behind the value that is.
    pub(crate) fn scope(&self) -> String {
        let mut printer = Printer::default();
        if !self.per.is_empty() {
            printer.write(" per ");
            printer.name(&self.per);
        }
        if let Some(test) = &self.among {
            printer.write(" among (");
            printer.test(test);
            printer.write(")");
        }
        printer.finish()
    }
}

/// The value that a test compares, and what it asks of it.
pub(crate) fn asked(test: &Test) -> Option<(&Value, Asks)> {
    Some(match test {
        Test::Known(known) => (&known.value, Asks::of(if known.negated { "unknown" } else { "known" })),
        Test::Dated(dated) => (&dated.value, Asks { window: Some(dated.window.clone()), ..Asks::of("window") }),
        Test::Anniversary(one) => (&one.of, Asks { window: Some(one.window.clone()), ..Asks::of("anniversary") }),
        Test::OneOf(one) => match texts(&one.list) {
            Some(list) => (&one.value, Asks { list, ..Asks::of(if one.negated { "not_in" } else { "in" }) }),
            None => {
                let list = one.list.iter().map(written).collect::<Option<Vec<String>>>()?;
                (&one.value, Asks { list, ..Asks::of(if one.negated { "not_one_of" } else { "one_of" }) })
            }
        },
        Test::Has(has) => {
            let how = match has.quantity {
                Quantity::Any => "any",
                Quantity::All => "all",
                Quantity::None => "none",
            };
            (&has.value, Asks { list: texts(&has.list)?, ..Asks::of(how) })
        }
        Test::TextMatch(one) => (&one.value, of_text(one)?),
        Test::Under(one) => {
            let how = if one.negated { "not_under" } else { "under" };
            (&one.value, Asks { text: one.node.clone(), ..Asks::of(how) })
        }
        Test::During(one) => (&one.value, Asks { text: one.calendar.clone(), ..Asks::of("during") }),
        Test::Changed(one) => (&one.value, of_change(one)?),
        Test::Between(between) => (&between.value, of_between(between)?),
        Test::Compare(compare) => return of_comparison(compare),
        _ => return None,
    })
}

fn of_change(one: &Changed) -> Option<Asks> {
    let side = |value: &Option<Box<Value>>| match value {
        None => Some(String::new()),
        Some(value) => match constant(value, &Zone::utc())? {
            Held::Text(text) => Some(text.to_string()),
            _ => Some(text_of_value(value)),
        },
    };
    let window = Some(one.window.clone());
    Some(Asks { from: side(&one.from)?, to: side(&one.to)?, window, ..Asks::of("changed") })
}

fn of_text(one: &TextMatch) -> Option<Asks> {
    let how = match (one.way, one.negated) {
        (TextWay::Contains, false) => "contains",
        (TextWay::Contains, true) => "not_contains",
        (TextWay::StartsWith, false) => "starts",
        (TextWay::EndsWith, false) => "ends",
        (TextWay::Matches, false) => "matches",
        (TextWay::Equals, false) => "alike",
        _ => return None,
    };
    Some(Asks { text: one.text.clone(), blind: one.blind, ..Asks::of(how) })
}

fn of_between(between: &Between) -> Option<Asks> {
    let how = if between.negated { "outside" } else { "between" };
    let (low, than) = bound(&between.low)?;
    let (high, till) = bound(&between.high)?;
    Some(Asks { high, than, till, ..Asks::number(how, low) })
}

/// What a value is compared with: as it is written out, or another value.
fn bound(value: &Value) -> Option<(String, Option<Box<Value>>)> {
    match (written(value), value) {
        (Some(text), _) => Some((text, None)),
        // What is written out but is no number or day is nothing to compare others with here.
        (None, Value::Literal(_)) => None,
        (None, value) => Some((String::new(), Some(Box::new(value.clone())))),
    }
}

fn of_comparison(compare: &Compare) -> Option<(&Value, Asks)> {
    let Compare { left, comparison, right } = compare;
    if let Value::Compared(compared) = &**left {
        return of_place(compared, *comparison, right).or_else(|| plain_comparison(left, *comparison, right));
    }
    if let Value::Compared(average @ Compared { measure: Measure::Average, value, .. }) = &**right
        && value == left
    {
        let how = match comparison {
            Comparison::Greater => "above",
            Comparison::Less => "below",
            _ => return None,
        };
        return Some((left, Asks::of_base(how, "", average)));
    }
    plain_comparison(left, *comparison, right)
}

/// A place in the base: the top tenth, the first hundred.
fn of_place<'v>(compared: &'v Compared, comparison: Comparison, right: &Value) -> Option<(&'v Value, Asks)> {
    let hundred = model::decimal::Decimal::whole(100);
    let percent = || written(right)?.strip_suffix('%').and_then(model::decimal::Decimal::parse);
    let mut parts = 0;
    let (how, low) = match (compared.measure, comparison) {
        (Measure::Percentile, Comparison::Greater) => ("top", hundred.minus(percent()?)?.to_string()),
        (Measure::Percentile, Comparison::AtMost) => ("bottom", percent()?.to_string()),
        (Measure::Rank, Comparison::AtMost) => ("first", written(right)?),
        (Measure::CumulativeShare, Comparison::Less) => ("share", percent()?.to_string()),
        (Measure::Quantile(of), Comparison::Equal) => {
            parts = of;
            ("part", written(right)?)
        }
        _ => return None,
    };
    Some((&compared.value, Asks { parts, ..Asks::of_base(how, low, compared) }))
}

fn plain_comparison<'v>(left: &'v Value, comparison: Comparison, right: &Value) -> Option<(&'v Value, Asks)> {
    if let Some(Held::Text(text)) = constant(right, &Zone::utc()) {
        let how = match comparison {
            Comparison::Equal => "in",
            Comparison::NotEqual => "not_in",
            _ => return None,
        };
        return Some((left, Asks { list: vec![text.to_string()], ..Asks::of(how) }));
    }
    if let (Some(Held::Bool(truth)), Comparison::Equal) = (constant(right, &Zone::utc()), comparison) {
        return Some((left, Asks::of(if truth { "true" } else { "false" })));
    }
    let how = match comparison {
        Comparison::Equal => "equal",
        Comparison::NotEqual => "unequal",
        Comparison::Less => "less",
        Comparison::AtMost => "most",
        Comparison::Greater => "more",
        Comparison::AtLeast => "least",
    };
    let (low, than) = bound(right)?;
    Some((left, Asks { than, ..Asks::number(how, low) }))
}

/// A number or date that is written out, as it is written.
fn written(value: &Value) -> Option<String> {
    match constant(value, &Zone::utc())? {
        Held::Number(_) | Held::Date(_) | Held::Instant(_) => Some(text_of_value(value)),
        _ => None,
    }
}

fn texts(list: &[Value]) -> Option<Vec<String>> {
    let text = |value: &Value| match constant(value, &Zone::utc())? {
        Held::Text(text) => Some(text.to_string()),
        _ => None,
    };
    list.iter().map(text).collect()
}
