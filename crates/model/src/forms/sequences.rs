//! Rows in an order: one after another, and steps of a way.

pub(super) mod followed;
pub(super) mod sequence;

use crate::check::Checker;
use crate::forms::Rows;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, RowSet};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;

/// Reads rows that stand between other words: a stream, or more of them in parentheses.
fn rows_alone(parser: &mut Parser) -> Read<Rows> {
    if parser.take_symbol("(") {
        let rows = Rows::read(parser)?;
        parser.expect_symbol(")")?;
        return Ok(rows);
    }
    let rows = Rows::of(parser.expect_name()?);
    Ok(Rows { including_cancelled: parser.take_words(&["including", "cancelled"]), ..rows })
}

/// Writes rows that stand between other words.
fn print_alone(rows: &Rows, printer: &mut Printer) {
    printer.wrapped(rows.filter.is_some() || rows.window.is_some(), |printer| rows.print(printer));
}

/// Notes the problems in rows without a field, and says whether their stream is known.
fn check_alone(rows: &Rows, checker: &mut Checker<'_>, form: &'static str) -> bool {
    let kind = rows.check(checker, form);
    if matches!(kind, Some(Some(_))) {
        checker.note(Problem::new(Phrase::new("problem-rows-without-field").with("form", form), rows.place));
    }
    kind.is_some()
}

/// The customer's rows, whatever row the filter at hand is about.
fn lowered_alone(rows: &Rows, lowering: &mut Lowering<'_>) -> RowSet {
    lowering.at_customer(|lowering| rows.lower(lowering).0)
}
