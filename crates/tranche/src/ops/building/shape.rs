//! What a condition asks, taken apart into what a form has fields for: about what, compared how, in which rows and when.

use model::check::check_value;
use model::forms::{
    Between, Compare, Compared, Comparison, DaysSince, Fold, Function, Measure, Quantity, Rows, Series, Test,
    TextMatch, TextWay, Value, Window, constant,
};
use model::names::Kind;
use model::schema::Schema;
use model::text::printer::{Printer, text_of_value};
use model::time::Zone;
use model::value::{Type, Value as Held};

/// What a condition asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Whether it asks for the contrary of all that follows.
    pub(crate) negated: bool,
    /// What it is about.
    pub(crate) subject: Subject,
    /// What is asked of it.
    pub(crate) asks: Asks,
}

/// What a condition is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Subject {
    /// A value, such as an attribute.
    Value(Value),
    /// The rows of a stream: that there are some, or something made of them.
    Rows {
        /// What is made of them, by its word in [`MEASURES`].
        measure: &'static str,
        /// The rows, and the field that is looked at.
        rows: Box<Rows>,
    },
    /// Being in a segment or a list.
    Member {
        /// Whether it is a list.
        is_list: bool,
        /// Its id.
        id: String,
    },
    /// A channel: whether the customer accepts it, or is reachable by it.
    Channel {
        /// Whether more is asked than consent.
        is_reachable: bool,
        /// The channel.
        channel: String,
    },
}

/// What can be made of rows, by the word that addresses have for it.
pub(crate) const MEASURES: [&str; 16] = [
    "any",
    "never",
    "count",
    "since_last",
    "since_first",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "distinct",
    "last",
    "first",
    "most_common",
    "days",
    "gap",
];

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
                "least", "most", "more", "less", "between", "outside", "equal", "unequal", "top", "bottom", "above",
                "below", "first", "share", "known", "unknown",
            ],
            Class::Words => {
                &["in", "not_in", "contains", "not_contains", "starts", "ends", "matches", "known", "unknown"]
            }
            Class::List => &["any", "all", "none", "contains", "known", "unknown"],
            Class::Truth => &["true", "false", "known", "unknown"],
            Class::Date => &["window", "anniversary", "less", "least", "between", "equal", "known", "unknown"],
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
    /// The text looked for.
    pub(crate) text: String,
    /// Whether case and accents are ignored.
    pub(crate) blind: bool,
    /// When a date lies.
    pub(crate) window: Option<Window>,
    /// Among whom customers are compared, as it stands in the text.
    pub(crate) scope: String,
}

impl Asks {
    fn of(how: &'static str) -> Self {
        Asks { how, ..Asks::default() }
    }

    fn number(how: &'static str, low: impl Into<String>) -> Self {
        Asks { how, low: low.into(), ..Asks::default() }
    }
}

impl Shape {
    /// What a condition asks; `None` when no form has fields for it.
    pub(crate) fn read(test: &Test, schema: &Schema) -> Option<Shape> {
        if let Test::Not(not) = test {
            let inner = Shape::read(&not.test, schema)?;
            return (!inner.negated).then_some(Shape { negated: true, ..inner });
        }
        let rows = |measure, rows: &Rows| Subject::Rows { measure, rows: Box::new(rows.clone()) };
        let (subject, asks) = match test {
            Test::Any(any) => (rows("any", &any.rows), Asks::default()),
            Test::Never(never) => (rows("never", &never.rows), Asks::default()),
            Test::InSegment(one) => (Subject::Member { is_list: false, id: one.id.clone() }, Asks::default()),
            Test::InList(one) => (Subject::Member { is_list: true, id: one.id.clone() }, Asks::default()),
            Test::Reachable(reachable) => {
                (Subject::Channel { is_reachable: true, channel: reachable.channel.text.clone() }, Asks::default())
            }
            Test::Accepts(accepts) if accepts.purpose.is_none() => {
                (Subject::Channel { is_reachable: false, channel: accepts.channel.text.clone() }, Asks::default())
            }
            test => {
                let (value, asks) = asked(test)?;
                (subject_of(value), asks)
            }
        };
        let shape = Shape { negated: false, subject, asks };
        let class = shape.class(schema)?;
        (class == Class::Holds || class.questions().contains(&shape.asks.how)).then_some(shape)
    }

    /// The kind of questions that can be asked of its subject.
    pub(crate) fn class(&self, schema: &Schema) -> Option<Class> {
        match self.subject.value() {
            Some(value) => Class::of(kind_of(&value, schema)?),
            None => Some(Class::Holds),
        }
    }
}

/// The type of a value of customers.
pub(crate) fn kind_of(value: &Value, schema: &Schema) -> Option<Kind> {
    check_value(value, schema, &Default::default()).ok()
}

impl Subject {
    /// The value that is compared; `None` when it only has to hold.
    pub(crate) fn value(&self) -> Option<Value> {
        match self {
            Subject::Value(value) => Some(value.clone()),
            Subject::Rows { measure: "any" | "never", .. } | Subject::Member { .. } | Subject::Channel { .. } => None,
            Subject::Rows { .. } => model::text::parser::parse_value(&self.text()).0,
        }
    }

    /// Its text: a value, or a whole condition when it only has to hold.
    pub(crate) fn text(&self) -> String {
        let quoted = |text: &str| {
            let mut printer = Printer::default();
            printer.text(text);
            printer.finish()
        };
        match self {
            Subject::Value(value) => text_of_value(value),
            Subject::Rows { measure, rows } => text_of_rows(measure, rows),
            Subject::Member { is_list, id } => {
                format!("in {} {}", if *is_list { "list" } else { "segment" }, quoted(id))
            }
            Subject::Channel { is_reachable, channel } => {
                let mut printer = Printer::default();
                printer.name(channel);
                format!("{} {}", if *is_reachable { "reachable by" } else { "accepts" }, printer.finish())
            }
        }
    }
}

fn text_of_rows(measure: &str, rows: &Rows) -> String {
    let mut printer = Printer::default();
    match measure {
        "since_last" | "since_first" => {
            printer.write(if measure == "since_last" { "days since last(" } else { "days since first(" });
            Rows { field: Some("at".to_owned()), ..rows.clone() }.print(&mut printer);
        }
        "any" | "never" | "days" | "gap" => {
            printer.write(&format!("{measure}("));
            Rows { field: None, ..rows.clone() }.print(&mut printer);
        }
        measure => {
            printer.write(&format!("{measure}("));
            rows.print(&mut printer);
        }
    }
    printer.write(")");
    printer.finish()
}

/// A value as rows and what is made of them, where it is that.
fn subject_of(value: &Value) -> Subject {
    let plain = |value: &Value| Subject::Value(value.clone());
    let rows = |measure, rows: &Rows| Subject::Rows { measure, rows: Box::new(rows.clone()) };
    match value {
        Value::Fold(Fold { function, of: Series::Rows(of) }) => {
            match MEASURES.iter().find(|word| **word == function.word()) {
                Some(measure) => rows(measure, of),
                None => plain(value),
            }
        }
        Value::DaysSince(DaysSince { of }) => match &**of {
            Value::Fold(Fold { function, of: Series::Rows(of) }) if of.field.as_deref() == Some("at") => match function
            {
                Function::Last => rows("since_last", of),
                Function::First => rows("since_first", of),
                _ => plain(value),
            },
            _ => plain(value),
        },
        value => plain(value),
    }
}

/// The value that a test compares, and what it asks of it.
pub(super) fn asked(test: &Test) -> Option<(&Value, Asks)> {
    Some(match test {
        Test::Known(known) => (&known.value, Asks::of(if known.negated { "unknown" } else { "known" })),
        Test::Dated(dated) => (&dated.value, Asks { window: Some(dated.window.clone()), ..Asks::of("window") }),
        Test::Anniversary(one) => (&one.of, Asks { window: Some(one.window.clone()), ..Asks::of("anniversary") }),
        Test::OneOf(one) => {
            let how = if one.negated { "not_in" } else { "in" };
            (&one.value, Asks { list: texts(&one.list)?, ..Asks::of(how) })
        }
        Test::Has(has) => {
            let how = match has.quantity {
                Quantity::Any => "any",
                Quantity::All => "all",
                Quantity::None => "none",
            };
            (&has.value, Asks { list: texts(&has.list)?, ..Asks::of(how) })
        }
        Test::TextMatch(one) => (&one.value, of_text(one)?),
        Test::Between(between) => (&between.value, of_between(between)?),
        Test::Compare(compare) => return of_comparison(compare),
        _ => return None,
    })
}

fn of_text(one: &TextMatch) -> Option<Asks> {
    let how = match (one.way, one.negated) {
        (TextWay::Contains, false) => "contains",
        (TextWay::Contains, true) => "not_contains",
        (TextWay::StartsWith, false) => "starts",
        (TextWay::EndsWith, false) => "ends",
        (TextWay::Matches, false) => "matches",
        _ => return None,
    };
    Some(Asks { text: one.text.clone(), blind: one.blind, ..Asks::of(how) })
}

fn of_between(between: &Between) -> Option<Asks> {
    let how = if between.negated { "outside" } else { "between" };
    Some(Asks { high: written(&between.high)?, ..Asks::number(how, written(&between.low)?) })
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
        return Some((left, Asks { scope: scope_of(average), ..Asks::of(how) }));
    }
    plain_comparison(left, *comparison, right)
}

/// A place in the base: the top tenth, the first hundred.
fn of_place<'v>(compared: &'v Compared, comparison: Comparison, right: &Value) -> Option<(&'v Value, Asks)> {
    let hundred = model::decimal::Decimal::whole(100);
    let percent = || written(right)?.strip_suffix('%').and_then(model::decimal::Decimal::parse);
    let (how, low) = match (compared.measure, comparison) {
        (Measure::Percentile, Comparison::Greater) => ("top", hundred.minus(percent()?)?.to_string()),
        (Measure::Percentile, Comparison::AtMost) => ("bottom", percent()?.to_string()),
        (Measure::Rank, Comparison::AtMost) => ("first", written(right)?),
        (Measure::CumulativeShare, Comparison::Less) => ("share", percent()?.to_string()),
        _ => return None,
    };
    Some((&compared.value, Asks { scope: scope_of(compared), ..Asks::number(how, low) }))
}

/// Among whom customers are compared, as it stands behind the value.
fn scope_of(compared: &Compared) -> String {
    let bare = Compared { per: None, among: None, ..compared.clone() };
    let (whole, bare) = (text_of_value(&compared.clone().into()), text_of_value(&bare.into()));
    // Both begin alike and end in a parenthesis: what lies between is the scope.
    whole[bare.len() - 1..whole.len() - 1].to_owned()
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
    Some((left, Asks::number(how, written(right)?)))
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
