//! What a fold goes over: rows, their distinct local days, or the lengths of time between them.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::forms::Rows;
use crate::plan::Over;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{DAY, Day, Instant, Zone};

/// What a fold goes over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// The rows, or a field's value of each.
    Rows(Rows),
    /// `days(rows)`: their distinct local days.
    Days(Rows),
    /// `gaps(rows)`: the time from each row to the next, in days and parts of a day.
    Gaps(Rows),
    /// `gaps(days(rows))`: the days from each distinct local day to the next.
    DayGaps(Rows),
}

impl Series {
    /// Reads a series: inside a fold's parentheses.
    pub fn read(parser: &mut Parser) -> Read<Series> {
        if parser.take_call("days") {
            return closed(parser, Series::Days);
        }
        if !parser.take_call("gaps") {
            return Rows::read(parser).map(Series::Rows);
        }
        if !parser.take_call("days") {
            return closed(parser, Series::Gaps);
        }
        let gaps = closed(parser, Series::DayGaps)?;
        parser.expect_symbol(")")?;
        Ok(gaps)
    }

    /// Writes the series.
    pub fn print(&self, printer: &mut Printer) {
        let (open, close) = match self {
            Series::Rows(_) => ("", ""),
            Series::Days(_) => ("days(", ")"),
            Series::Gaps(_) => ("gaps(", ")"),
            Series::DayGaps(_) => ("gaps(days(", "))"),
        };
        printer.write(open);
        self.rows().print(printer);
        printer.write(close);
    }

    /// The rows under it.
    pub fn rows(&self) -> &Rows {
        match self {
            Series::Rows(rows) | Series::Days(rows) | Series::Gaps(rows) | Series::DayGaps(rows) => rows,
        }
    }

    /// What the plan calls it.
    pub fn over(&self) -> Over {
        match self {
            Series::Rows(_) => Over::Rows,
            Series::Days(_) => Over::Days,
            Series::Gaps(_) => Over::Gaps,
            Series::DayGaps(_) => Over::DayGaps,
        }
    }

    /// The gaps of a series of rows at some instants, in order, in microseconds; none for a series of rows or days.
    pub fn gaps(&self, instants: Vec<i64>, zone: &Zone) -> Vec<i64> {
        let points = match self {
            Series::Gaps(_) => instants,
            Series::DayGaps(_) => distinct_days(instants, zone).into_iter().map(|day| i64::from(day.0) * DAY).collect(),
            Series::Rows(_) | Series::Days(_) => Vec::new(),
        };
        points.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

fn closed(parser: &mut Parser, series: impl FnOnce(Rows) -> Series) -> Read<Series> {
    let rows = Rows::read(parser)?;
    parser.expect_symbol(")")?;
    Ok(series(rows))
}

/// The distinct local days of some instants, in order.
pub(super) fn distinct_days(instants: Vec<i64>, zone: &Zone) -> Vec<Day> {
    let mut days: Vec<Day> = instants.into_iter().map(|at| zone.day(Instant(at))).collect();
    // A clock set back around midnight brings a day back.
    days.sort_unstable();
    days.dedup();
    days
}

/// A number of microseconds as days, divided by `parts` and rounded once.
pub fn in_days(microseconds: i128, parts: i64) -> Option<Decimal> {
    let divisor = i128::from(DAY).checked_mul(i128::from(parts))?;
    Decimal::new(microseconds, 0).divided_by(Decimal::new(divisor, 0))
}
