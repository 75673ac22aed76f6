//! The forms: every kind of node of the definition tree, one file each, one line each in the registry below.
//!
//! A form reads, writes, checks, evaluates and lowers itself. The tree, its JSON and the registry derive from here.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::names::Kind;
use crate::phrase::Place;
use crate::plan::{Lowering, NodeId};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};
use crate::value::Value as Held;

mod base;
mod dates;
mod folds;
mod history;
mod logic;
mod parts;
mod permission;
mod places;
mod profile;
mod regularity;
mod relations;
mod sampling;
mod sequences;
mod sets;
mod values;
mod windows;

pub(crate) use values::arithmetic;

pub use base::compared::{Compared, Measure};
pub use dates::age::Age;
pub use dates::anniversary::{Anniversary, is_anniversary};
pub use dates::dated::Dated;
pub use dates::days_between::DaysBetween;
pub use dates::days_since::DaysSince;
pub use dates::during::{CALENDARS, Calendar, During};
pub use dates::season::{SEASONS, Season, season};
pub use folds::any::Any;
pub use folds::fold::{Fold, Function};
pub use folds::never::Never;
pub use folds::nth::Nth;
pub use folds::rows::Rows;
pub use folds::series::{Series, in_days};
pub use history::changed::Changed;
pub use history::was::Was;
pub use logic::and::And;
pub use logic::count_of::{CountOf, HowMany};
pub use logic::not::Not;
pub use logic::or::Or;
pub use parts::{Joining, Part};
pub use permission::accepts::Accepts;
pub use permission::reachable::{MessageKind, Reachable, has_usable_address, message_kind};
pub use permission::words::{Consent, is_accepted};
pub use places::near::{Centre, LengthUnit, Near, are_near};
pub use profile::between::Between;
pub use profile::compare::{Compare, Comparison};
pub use profile::has::{Has, Quantity};
pub use profile::known::Known;
pub use profile::one_of::OneOf;
pub use profile::text_match::{TextMatch, TextMatcher, TextWay, plain_text};
pub use profile::tree::{CategoryTree, is_under};
pub use profile::under::Under;
pub use regularity::active::Active;
pub use regularity::every::Every;
pub use regularity::first_time::FirstTime;
pub use regularity::periods::Periods;
pub use regularity::restarted::{Restarted, ends_silence};
pub use regularity::stopped::Stopped;
pub use relations::among_relatives::{AmongRelatives, Quantifier};
pub use relations::count_relatives::CountRelatives;
pub use relations::relation::{Group, Relation, Relatives};
pub use sampling::sample::{Sample, is_drawn};
pub use sequences::followed::Followed;
pub use sequences::sequence::{Sequence, Step};
pub use sets::in_list::InList;
pub use sets::in_segment::InSegment;
pub use sets::membership::{Membership, Move, Set};
pub use values::arithmetic::{Arithmetic, Operator};
pub use values::length::Length;
pub use values::literal::{Literal, Written};
pub use values::named::Named;
pub use values::negated::Negated;
pub use windows::{
    Bounds, Delay, Direction, Hours, Local, LocalTimes, Own, Period, Side, Span, Unit, Weekday, When, Window,
};

/// What a kind of node is called and how it is read.
#[derive(Clone, Copy)]
pub struct Form {
    /// Its id, also the key of its texts in the catalogues and of its node in JSON.
    pub id: &'static str,
    /// A definition (or a value) that uses it.
    pub example: &'static str,
    /// How it is read.
    pub reading: Reading,
    /// How it is said in sentences: its shapes, the particular before the general. Their wordings are in
    /// `locales/sentences/`.
    pub said: &'static [Said],
}

/// How a form is read from text.
#[derive(Clone, Copy)]
pub enum Reading {
    /// A test that starts with its own word.
    Test(fn(&mut Parser) -> Option<Read<Test>>),
    /// A test that starts with a value, which it takes.
    AfterValue(fn(&mut Parser, &mut Option<Value>) -> Option<Read<Test>>),
    /// A value.
    Value(fn(&mut Parser) -> Option<Read<Value>>),
    /// Read by the parser's skeleton: `and`, `or`, `not`, arithmetic.
    Skeleton,
}

/// A form that is true or false of a customer or a row.
pub trait TestForm {
    /// Writes it as text.
    fn print(&self, printer: &mut Printer);
    /// Notes the problems in it.
    fn check(&self, checker: &mut Checker<'_>);
    /// Whether it holds: its meaning.
    fn holds(&self, moment: &Moment<'_>) -> bool;
    /// An instant after the moment's own before which it cannot change if nothing happens (see [`crate::until`]).
    fn holds_until(&self, moment: &Moment<'_>) -> Instant;
    /// How its truth comes of other tests of the same customer at the same instant; `None` for what is not made of tests.
    fn joining(&self) -> Option<Joining<'_>> {
        None
    }
    /// The values and rows that it looks at, for an explanation.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }
    /// Its node of the plan. Only trees without problems are lowered.
    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId;
}

/// A form that has a value.
pub trait ValueForm {
    /// Writes it as text.
    fn print(&self, printer: &mut Printer);
    /// Its type, or `None` after noting what is wrong.
    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind>;
    /// Its value: its meaning.
    fn value(&self, moment: &Moment<'_>) -> Held;
    /// An instant after the moment's own before which it cannot change if nothing happens (see [`crate::until`]).
    fn holds_until(&self, moment: &Moment<'_>) -> Instant;
    /// The values and rows that it is made of, for an explanation.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }
    /// Its node of the plan. Only trees without problems are lowered.
    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId;
}

/// Makes the two enums of the tree and the registry out of one list, so that a form is one line.
macro_rules! forms {
    ($kind:ident, $trait:ident, $registry:ident: $($form:ident),+ $(,)?) => {
        /// A node of the definition tree.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "each variant is documented on its own type")]
        pub enum $kind {
            $($form($form)),+
        }

        impl $kind {
            /// The form of the node.
            pub fn form(&self) -> &dyn $trait {
                match self {
                    $($kind::$form(form) => form),+
                }
            }
        }

        $(impl From<$form> for $kind {
            fn from(form: $form) -> Self {
                $kind::$form(form)
            }
        })+

        pub(crate) const $registry: &[Form] = &[$($form::FORM),+];
    };
}

forms!(Test, TestForm, TESTS:
    And, Or, Not,
    Followed, Sequence,
    Any, Never, InSegment, InList, Membership, Accepts, Reachable,
    Every, Active, FirstTime, Stopped, Restarted, Was, Sample,
    AmongRelatives,
    CountOf, Anniversary, During, Near, Under, Changed,
    Dated, Between, Compare, OneOf, TextMatch, Known, Has,
);

forms!(Value, ValueForm, VALUES:
    Literal, Arithmetic, Negated,
    Fold, Nth, Compared,
    CountRelatives,
    Season,
    Age, DaysSince, DaysBetween, Length,
    Named,
);

/// Every form, in the order in which the parser tries them.
pub const FORMS: &[Form] = &{
    let mut all = [And::FORM; TESTS.len() + VALUES.len()];
    let mut position = 0;
    while position < all.len() {
        all[position] = if position < TESTS.len() { TESTS[position] } else { VALUES[position - TESTS.len()] };
        position += 1;
    }
    all
};

impl Value {
    /// Where the value stands in its text, as far as its names and literals say.
    pub fn place(&self) -> Place {
        match self {
            Value::Literal(literal) => literal.place,
            Value::Named(named) => named.name.place,
            Value::Arithmetic(arithmetic) => arithmetic.left.place().to(arithmetic.right.place()),
            Value::Negated(negated) => negated.value.place(),
            Value::Fold(fold) => fold.of.rows().place,
            Value::Nth(nth) => nth.rows.place,
            Value::Compared(compared) => compared.value.place(),
            Value::CountRelatives(counted) => counted.place,
            Value::Age(age) => age.of.place(),
            Value::DaysSince(since) => since.of.place(),
            Value::Season(season) => season.of.place(),
            Value::DaysBetween(between) => between.from.place().to(between.to.place()),
            Value::Length(length) => length.of.place(),
        }
    }
}

// Values hold no floating point, so that a value equals itself; plans tell windows around dates by them.
impl Eq for Value {}

impl std::hash::Hash for Value {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        crate::text::printer::text_of_value(self).hash(state);
    }
}

/// What a value is when it is written out: a literal, or a number with a minus sign. `None` for anything else.
pub fn constant(value: &Value, zone: &Zone) -> Option<Held> {
    match value {
        Value::Literal(literal) => Some(literal.held(zone)),
        Value::Negated(negated) => match constant(&negated.value, zone)? {
            Held::Number(number) => Some(Held::Number(number.negated())),
            _ => None,
        },
        _ => None,
    }
}
