//! What is measured of each customer: a number, or whether a definition holds; as a person types either.

use model::check::check_value;
use model::text::parser::parse_value;
use model::value::Type;

use super::gathered::{Question, segment_or_definition};
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// What is measured, for the customers that a question is about.
pub(crate) struct Measured {
    /// The customers, by number.
    pub(crate) customers: Vec<usize>,
    /// Their figures, one a customer.
    pub(crate) figures: Figures,
}

/// One figure a customer.
pub(crate) enum Figures {
    /// Amounts; `None` where there is none.
    Amounts {
        /// The amounts.
        amounts: Vec<Option<f64>>,
        /// Whether they are money.
        is_money: bool,
    },
    /// Whether something holds.
    Flags(Vec<bool>),
}

/// Whether a text is an expression that is a number, and then whether it is money.
fn number_kind(question: &Question<'_>, text: &str) -> Result<Option<Type>, Failure> {
    let (Some(value), problems) = parse_value(text) else { return Ok(None) };
    if !problems.is_empty() {
        return Ok(None);
    }
    let kind = check_value(&value, question.base.schema(), &question.base.segment_ids()?);
    Ok(kind.ok().filter(|kind| !kind.list && kind.item.is_numeric()).map(|kind| kind.item))
}

/// Measures the customers of a question.
pub(crate) fn measured(question: &Question<'_>, text: &str) -> Result<Measured, Failure> {
    if let Some(kind) = number_kind(question, text)? {
        let columns = question.columns(&[text])?;
        let numbers = &columns.columns[0];
        let amounts = (0..columns.customers.len()).map(|row| numbers.at(row)).collect();
        let figures = Figures::Amounts { amounts, is_money: kind == Type::Money };
        return Ok(Measured { customers: columns.customers, figures });
    }
    let test = segment_or_definition(question.base, text)?;
    let members = Loaded::once(question.base, &[&test])?.membership(question.as_of)?.members.swap_remove(0);
    let customers = question.columns(&[])?.customers;
    let flags = customers.iter().map(|customer| members.contains(*customer)).collect();
    Ok(Measured { customers, figures: Figures::Flags(flags) })
}
