//! Who a question is about: customers, anonymous visitors, or everyone.

use clap::{Args, ValueEnum};

use serde_json::{Value, json};

use super::Asked;
use super::when::When;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;

/// When a question is asked, and of whom.
#[derive(Args)]
pub(super) struct WhenAmong {
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    whom: Whom,
}

/// Of whom a question is asked.
#[derive(Args)]
pub(super) struct Whom {
    #[arg(long, value_enum, value_name = "WHO", default_value_t = Among::Customers)]
    among: Among,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Among {
    Customers,
    Visitors,
    Everyone,
}

impl WhenAmong {
    /// Opens the base as the question wants it known, with those in the population whom it is about.
    pub(super) fn open(&self, asked: &Asked) -> Result<(Base, AsOf), Failure> {
        let (base, as_of) = self.when.open(asked)?;
        Ok((self.whom.of(base), as_of))
    }
}

impl Whom {
    /// The base with those in the population whom the question is about.
    pub(super) fn of(&self, base: Base) -> Base {
        base.among(match self.among {
            Among::Customers => store::Among::Customers,
            Among::Visitors => store::Among::Visitors,
            Among::Everyone => store::Among::Everyone,
        })
    }
}

/// The word for those asked about.
pub(super) fn word(base: &Base) -> &'static str {
    match base.store.asked_among() {
        store::Among::Customers => "customers",
        store::Among::Visitors => "visitors",
        store::Among::Everyone => "everyone",
    }
}

/// An answer in JSON, with whom it is about unless these are customers.
pub(super) fn of_whom(base: &Base, mut answer: Value) -> Value {
    if base.store.asked_among() != store::Among::Customers {
        answer["among"] = json!(word(base));
    }
    answer
}
