//! Tables to learn from: traits as of an instant, and an outcome that lies wholly after it.
//!
//! A table is made by [`gather`] and by nothing else. It asks its source for traits as of the earlier instant only, and for
//! an outcome none of whose rows can lie before it, so that no trait can know the outcome.

mod confined;
mod named;

use model::forms::{Test, Value};
use model::schema::Settings;
use model::time::{DAY, Instant, Zone};

use confined::Walk;
pub use named::{named_in, named_in_value};

/// The time in which outcomes happen: after `from`, until `to`, which is included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Instant,
    to: Instant,
    days: u32,
}

impl Period {
    /// The last so many days before an instant.
    #[must_use]
    pub fn before(to: Instant, days: u32) -> Self {
        Self { from: Instant(to.0 - i64::from(days) * DAY), to, days }
    }

    /// The instant as of which traits are read.
    #[must_use]
    pub fn from(&self) -> Instant {
        self.from
    }

    /// The instant as of which the outcome is read.
    #[must_use]
    pub fn to(&self) -> Instant {
        self.to
    }

    /// Its days.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.days
    }
}

/// Why an outcome is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Leak {
    /// It reads an attribute of the customer, which may have been known before.
    #[error("the attribute {0} may have been known before")]
    Attribute(String),
    /// It reads rows of a stream from before the period.
    #[error("rows of {0} may lie before the period")]
    Rows(String),
    /// It is made of something that looks beyond the period, or may.
    #[error("{0} may look at what was before the period")]
    Form(String),
}

/// What is to be explained.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Whether a definition holds.
    Holds(Test),
    /// An expression that is a number.
    Number(Value),
}

/// An outcome that is known to lie wholly inside a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    question: Question,
    period: Period,
}

impl Outcome {
    /// Confines a question to a period. Rows without a window get that of the period; rows with one keep it when it lies
    /// inside.
    ///
    /// # Errors
    ///
    /// [`Leak`], when what is asked may look at anything before the period.
    pub fn within(question: &Question, period: Period, zone: &Zone, settings: &Settings) -> Result<Self, Leak> {
        let walk = Walk { period, zone, settings };
        let question = match question {
            Question::Holds(test) => Question::Holds(walk.confined(test)?),
            Question::Number(value) => Question::Number(walk.confined(value)?),
        };
        Ok(Self { question, period })
    }

    /// The question as it is put.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }
}

/// Where traits and outcomes come from.
pub trait Source {
    /// Traits of some customers.
    type Traits;
    /// Outcomes of the same customers.
    type Outcomes;
    /// Why they cannot be read.
    type Error;

    /// Reads the traits as of an instant, of the customers there were then.
    ///
    /// # Errors
    ///
    /// The source's own.
    fn traits(&self, at: Instant) -> Result<Self::Traits, Self::Error>;

    /// Reads the outcome as of an instant, of the customers of the traits.
    ///
    /// # Errors
    ///
    /// The source's own.
    fn outcomes(&self, of: &Self::Traits, question: &Question, at: Instant) -> Result<Self::Outcomes, Self::Error>;
}

/// Traits, and the outcomes that came after them.
#[derive(Debug)]
pub struct Table<T, O> {
    traits: T,
    outcomes: O,
}

impl<T, O> Table<T, O> {
    /// The traits.
    pub fn traits(&self) -> &T {
        &self.traits
    }

    /// The outcomes.
    pub fn outcomes(&self) -> &O {
        &self.outcomes
    }
}

/// Reads a table from a source.
///
/// # Errors
///
/// The source's own.
pub fn gather<S: Source>(source: &S, outcome: &Outcome) -> Result<Table<S::Traits, S::Outcomes>, S::Error> {
    let traits = source.traits(outcome.period.from)?;
    let outcomes = source.outcomes(&traits, &outcome.question, outcome.period.to)?;
    Ok(Table { traits, outcomes })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use model::text::parser::{parse, parse_value};
    use model::text::printer::{text_of, text_of_value};

    use super::*;

    fn period() -> Period {
        Period::before(Instant::parse("2026-06-01T00:00:00Z").unwrap(), 90)
    }

    fn confined(text: &str) -> Result<String, Leak> {
        let question = match parse_value(text) {
            (Some(value), problems) if problems.is_empty() => Question::Number(value),
            _ => Question::Holds(parse(text).test.unwrap_or_else(|| panic!("{text}"))),
        };
        let outcome = Outcome::within(&question, period(), &Zone::utc(), &Settings::default())?;
        Ok(match outcome.question() {
            Question::Holds(test) => text_of(test),
            Question::Number(value) => text_of_value(value),
        })
    }

    #[test]
    fn outcomes_are_confined_to_their_period() {
        for (text, expected) in [
            ("sum(order.amount)", "sum(order.amount over last 90 days)"),
            ("count(order where amount > 50) >= 2", "count(order where amount > 50 over last 90 days) >= 2"),
            ("count(order over last 30 days) = 0", "count(order over last 30 days) = 0"),
            (
                "never(order) or any(product_return)",
                "never(order over last 90 days) or any(product_return over last 90 days)",
            ),
            ("sum(order.amount over last 12 weeks)", "sum(order.amount over last 12 weeks)"),
        ] {
            assert_eq!(confined(text).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_may_know_of_before_is_refused() {
        let rows = |stream: &str| Err(Leak::Rows(stream.to_owned()));
        assert_eq!(confined("sum(order.amount over last 91 days)"), rows("order"));
        assert_eq!(confined("sum(order.amount since 2026-01-01)"), rows("order"));
        assert_eq!(confined("sum(order.amount until 2026-05-30)"), rows("order"));
        assert_eq!(confined("country = 'FR' and any(order)"), Err(Leak::Attribute("country".to_owned())));
        assert!(matches!(confined("in segment 'best' and any(order)"), Err(Leak::Form(_))));
        assert!(matches!(confined("days since last(order.at) > 30"), Err(Leak::Form(_))));
    }

    #[test]
    fn a_definition_tells_what_it_names() {
        let test = parse("count(order where channel = 'web') > 3 and country = 'FR'").test.unwrap();
        let names: Vec<String> = named_in(&test).into_iter().collect();
        assert_eq!(names, ["country", "order"]);
    }

    struct Told(RefCell<Vec<Instant>>);

    impl Source for Told {
        type Traits = ();
        type Outcomes = ();
        type Error = ();

        fn traits(&self, at: Instant) -> Result<(), ()> {
            self.0.borrow_mut().push(at);
            Ok(())
        }

        fn outcomes(&self, (): &(), _: &Question, at: Instant) -> Result<(), ()> {
            self.0.borrow_mut().push(at);
            Ok(())
        }
    }

    #[test]
    fn traits_are_asked_before_and_outcomes_after() {
        let test = parse("any(order)").test.unwrap();
        let outcome = Outcome::within(&Question::Holds(test), period(), &Zone::utc(), &Settings::default()).unwrap();
        let told = Told(RefCell::default());
        gather(&told, &outcome).unwrap();
        assert_eq!(*told.0.borrow(), [period().from(), period().to()]);
    }
}
