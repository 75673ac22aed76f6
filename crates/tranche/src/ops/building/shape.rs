//! What a condition asks, taken apart into what a form has fields for: about what, compared how, in which rows and when.

use model::check::{check_row_value, check_value};
use model::decimal::Decimal;
use model::forms::{
    Accepts, AmongRelatives, Compare, Comparison, CountRelatives, Group as Kin, InList, InSegment, Membership, Move,
    Near, Not, Quantifier, Reachable, Rows, Sample, Sequence, Set, Test, TextMatch, TextWay, Value, Was, Window,
    constant,
};
use model::names::{Kind, Scope};
use model::phrase::{Place, Problem};
use model::schema::Schema;
use model::text::printer::{text_of, text_of_value};
use model::time::Zone;
use model::tree::Name;
use model::value::Value as Held;

use super::groups::{Group, Item};

pub(crate) mod asks;
pub(crate) mod aspects;
pub(crate) mod measures;
pub(crate) mod operands;

pub(crate) use asks::{Asks, BOUNDING, COMPARING, Class, OF_BASE, PARTS, asked};
pub(crate) use measures::{MEASURES, Rhythm};

/// What a condition asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Whether it asks for the contrary of all that follows.
    pub(crate) negated: bool,
    /// The window at some instant of which it must have held; now when absent.
    pub(crate) was: Option<Window>,
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
        /// The numbers that the measure takes.
        rhythm: Box<Rhythm>,
    },
    /// Rows one after another.
    Sequence(Box<Sequence>),
    /// Being in a segment or a list, having been, coming in or going.
    Member {
        /// What is asked of the membership, and when; being in it now when absent.
        moved: Option<(Move, Window)>,
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
        /// The purpose that consent is for; any when empty.
        purpose: String,
    },
    /// A share of the customers that chance chose.
    Sample {
        /// The share, in hundredths.
        percent: Decimal,
        /// What the draw is made from.
        seed: String,
    },
    /// A place near one that is written out.
    Near(Box<Near>),
    /// Several conditions joined, where one is asked for: of relatives, of those compared, of some time before.
    Joined(Group),
    /// The others of the same company or household.
    Relatives {
        /// Whether one of them or each must pass; how many do is compared when absent.
        how: Option<Quantifier>,
        /// What makes them relatives.
        of: Kin,
        /// The test put to them.
        test: Box<Test>,
    },
}

impl Shape {
    /// What a condition asks of customers or of the rows of a stream; `None` when no form has fields for it.
    pub(crate) fn read(test: &Test, schema: &Schema, scope: Scope<'_>) -> Option<Shape> {
        if let Some(contrary) = contrary(test) {
            let inner = Shape::read(&contrary, schema, scope)?;
            return (!inner.negated).then_some(Shape { negated: true, ..inner });
        }
        if let Test::Was(was) = test {
            let inner = Shape::read(&was.test, schema, scope)?;
            let is_plain = !inner.negated && inner.was.is_none();
            return is_plain.then(|| Shape { was: Some(was.window.clone()), ..inner });
        }
        let (subject, asks) = match holding(test) {
            Some(subject) => (subject, Asks::default()),
            None => {
                let (value, asks) = asked(test)?;
                (of_value(value), asks)
            }
        };
        let shape = Shape { negated: false, was: None, subject, asks };
        let class = match shape.subject.value() {
            Some(value) => Class::of(kind_in(&value, schema, scope).ok()?)?,
            None => Class::Holds,
        };
        (class == Class::Holds || class.questions().contains(&shape.asks.how)).then_some(shape)
    }

    /// The test with what a shape says beside its subject and question.
    pub(crate) fn around(&self, test: Test) -> Test {
        let test = match &self.was {
            Some(window) => Was { test: Box::new(test), window: window.clone(), place: Place::default() }.into(),
            None => test,
        };
        match (self.negated, &test) {
            (false, _) => test,
            (true, Test::Was(_)) => Not { test: Box::new(test) }.into(),
            (true, _) => super::edits::negated(test),
        }
    }
}

/// The test that a test is the plain contrary of, where fields ask for that one. Groups have a word of their own for it.
pub(crate) fn contrary(test: &Test) -> Option<Test> {
    match test {
        Test::Not(not) if matches!(*not.test, Test::And(_) | Test::Or(_) | Test::CountOf(_)) => None,
        Test::Not(not) => Some((*not.test).clone()),
        Test::TextMatch(one) if one.negated && one.way != TextWay::Contains => {
            Some(TextMatch { negated: false, ..one.clone() }.into())
        }
        Test::Compare(compare)
            if compare.comparison == Comparison::NotEqual
                && matches!(constant(&compare.right, &Zone::utc()), Some(Held::Bool(_))) =>
        {
            Some(Compare { comparison: Comparison::Equal, ..compare.clone() }.into())
        }
        _ => None,
    }
}

/// The plain contrary of a test: what [`contrary`] takes apart.
pub(crate) fn contrary_of(test: Test) -> Test {
    match test {
        Test::TextMatch(one) if one.way != TextWay::Contains => TextMatch { negated: !one.negated, ..one }.into(),
        Test::Compare(compare)
            if compare.comparison == Comparison::Equal
                && matches!(constant(&compare.right, &Zone::utc()), Some(Held::Bool(_))) =>
        {
            Compare { comparison: Comparison::NotEqual, ..compare }.into()
        }
        test => Not { test: Box::new(test) }.into(),
    }
}

/// What a test is about that only has to hold.
fn holding(test: &Test) -> Option<Subject> {
    Some(match test {
        Test::Sequence(sequence) => Subject::Sequence(Box::new(sequence.clone())),
        Test::InSegment(one) => Subject::Member { moved: None, is_list: false, id: one.id.clone() },
        Test::InList(one) => Subject::Member { moved: None, is_list: true, id: one.id.clone() },
        Test::Membership(one) => Subject::Member {
            moved: Some((one.how, one.window.clone())),
            is_list: one.of == Set::List,
            id: one.id.clone(),
        },
        Test::Reachable(reachable) => {
            Subject::Channel { is_reachable: true, channel: reachable.channel.text.clone(), purpose: String::new() }
        }
        Test::Accepts(accepts) => Subject::Channel {
            is_reachable: false,
            channel: accepts.channel.text.clone(),
            purpose: accepts.purpose.as_ref().map(|purpose| purpose.text.clone()).unwrap_or_default(),
        },
        Test::Sample(sample) => Subject::Sample { percent: sample.percent, seed: sample.seed.clone() },
        Test::Near(near) => Subject::Near(Box::new(near.clone())),
        Test::And(_) | Test::Or(_) | Test::Not(_) | Test::CountOf(_) => match Item::of(test.clone()) {
            Item::Group(group) => Subject::Joined(group),
            Item::Condition(_) => return None,
        },
        Test::AmongRelatives(among) => {
            Subject::Relatives { how: Some(among.how), of: among.of, test: among.test.clone() }
        }
        test => return measures::holding(test),
    })
}

fn of_value(value: &Value) -> Subject {
    match value {
        Value::CountRelatives(count) => Subject::Relatives { how: None, of: count.of, test: count.test.clone() },
        value => measures::subject_of(value),
    }
}

/// The type of a value of customers.
pub(crate) fn kind_of(value: &Value, schema: &Schema) -> Option<Kind> {
    kind_in(value, schema, Scope::Customer).ok()
}

/// The type of a value of customers or of the rows of a stream, or what is wrong in it.
pub(crate) fn kind_in(value: &Value, schema: &Schema, scope: Scope<'_>) -> Result<Kind, Vec<Problem>> {
    match scope {
        Scope::Customer => check_value(value, schema, &Default::default()),
        Scope::Row(stream) => check_row_value(value, schema, stream),
    }
}

impl Subject {
    /// The test of a subject that only has to hold; `None` of one that has a value.
    pub(crate) fn test(&self) -> Option<Test> {
        let place = Place::default();
        Some(match self {
            Subject::Value(_) | Subject::Relatives { how: None, .. } => return None,
            Subject::Rows { measure, rows, rhythm } => return measures::test_of(measure, rows, rhythm),
            Subject::Sequence(sequence) => (**sequence).clone().into(),
            Subject::Member { moved: None, is_list: false, id } => InSegment { id: id.clone(), place }.into(),
            Subject::Member { moved: None, is_list: true, id } => InList { id: id.clone(), place }.into(),
            Subject::Member { moved: Some((how, window)), is_list, id } => {
                let of = if *is_list { Set::List } else { Set::Segment };
                Membership { how: *how, of, id: id.clone(), window: window.clone(), place }.into()
            }
            Subject::Channel { is_reachable: true, channel, .. } => Reachable { channel: Name::new(channel) }.into(),
            Subject::Channel { channel, purpose, .. } => {
                let purpose = (!purpose.is_empty()).then(|| Name::new(purpose));
                Accepts { channel: Name::new(channel), purpose }.into()
            }
            Subject::Sample { percent, seed } => Sample { percent: *percent, seed: seed.clone(), place }.into(),
            Subject::Near(near) => (**near).clone().into(),
            Subject::Joined(group) => return group.test(),
            Subject::Relatives { how: Some(how), of, test } => {
                AmongRelatives { how: *how, of: *of, test: test.clone(), place }.into()
            }
        })
    }

    /// The value that is compared; `None` when it only has to hold.
    pub(crate) fn value(&self) -> Option<Value> {
        match self {
            Subject::Value(value) => Some(value.clone()),
            Subject::Relatives { how: None, of, test } => {
                let place = Place::default();
                Some(CountRelatives { of: *of, test: test.clone(), place }.into())
            }
            Subject::Rows { measure, .. } if !measures::is_holding(measure) => {
                model::text::parser::parse_value(&self.text()).0
            }
            _ => None,
        }
    }

    /// Its text: a value, or a whole condition when it only has to hold.
    pub(crate) fn text(&self) -> String {
        match self {
            Subject::Rows { measure, rows, rhythm } => measures::text_of_rows(measure, rows, rhythm),
            _ => match (self.test(), self.value()) {
                (Some(test), _) => text_of(&test),
                (None, Some(value)) => text_of_value(&value),
                (None, None) => String::new(),
            },
        }
    }
}
