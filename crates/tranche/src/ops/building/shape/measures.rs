//! What can be made of the rows of a stream: that there are some, how regularly they come, or a value of them.

use model::forms::{
    Active, Any, DaysSince, Delay, Every, FirstTime, Fold, Function, Never, Nth, Periods, Restarted, Rows, Series,
    Stopped, Test, Unit, Value,
};
use model::text::printer::{Printer, text_of};

use super::Subject;

/// What can be made of rows, by the word that addresses have for it. The first ones only have to hold.
pub(crate) const MEASURES: [&str; 24] = [
    "any",
    "never",
    "first_time",
    "every",
    "active",
    "stopped",
    "restarted",
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
    "nth",
    "most_common",
    "list",
    "days",
    "gap",
    "span",
];

/// Those of the measures that only have to hold.
const HOLDING: [&str; 7] = ["any", "never", "first_time", "every", "active", "stopped", "restarted"];

/// Whether a measure only has to hold: it gives no value.
pub(crate) fn is_holding(measure: &str) -> bool {
    HOLDING.contains(&measure)
}

/// Whether rows must have a window for a measure.
pub(crate) fn needs_window(measure: &str) -> bool {
    matches!(measure, "first_time" | "stopped" | "restarted")
}

/// Whether a measure is made of the rows themselves, whatever their fields.
pub(crate) fn is_of_rows(measure: &str) -> bool {
    is_holding(measure) || matches!(measure, "count" | "since_last" | "since_first" | "days" | "gap" | "span")
}

/// The numbers that some measures take besides rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rhythm {
    /// Which row, from 1, of `nth`.
    pub(crate) position: u32,
    /// The periods of `every` and `active`.
    pub(crate) periods: Periods,
    /// How many of them have enough rows, at least.
    pub(crate) active: u32,
    /// How many rows are enough.
    pub(crate) least: u32,
    /// The silence before rows that `restarted` asks for; as long as the window when absent.
    pub(crate) silence: Option<Delay>,
}

impl Default for Rhythm {
    fn default() -> Self {
        let periods = Periods { count: 6, unit: Unit::Month, calendar: false };
        Rhythm { position: 2, periods, active: 4, least: 1, silence: None }
    }
}

/// The rows that a test is about and what it makes of them, when it only has to hold.
pub(super) fn holding(test: &Test) -> Option<Subject> {
    let plain = Rhythm::default();
    let (measure, rows, rhythm) = match test {
        Test::Any(any) => ("any", &any.rows, plain),
        Test::Never(never) => ("never", &never.rows, plain),
        Test::FirstTime(first) => ("first_time", &first.rows, plain),
        Test::Stopped(stopped) => ("stopped", &stopped.rows, plain),
        Test::Restarted(one) => ("restarted", &one.rows, Rhythm { silence: one.after, ..plain }),
        Test::Every(every) => {
            ("every", &every.rows, Rhythm { periods: every.periods.clone(), least: every.least, ..plain })
        }
        Test::Active(one) => {
            let rhythm = Rhythm { periods: one.periods.clone(), least: one.least, active: one.at_least, ..plain };
            ("active", &one.rows, rhythm)
        }
        _ => return None,
    };
    Some(Subject::Rows { measure, rows: Box::new(rows.clone()), rhythm: Box::new(rhythm) })
}

/// The test that rows pass a measure that only has to hold; `None` of one that gives a value.
pub(super) fn test_of(measure: &str, rows: &Rows, rhythm: &Rhythm) -> Option<Test> {
    let rows = Rows { field: None, ..rows.clone() };
    let Rhythm { periods, active, least, silence, .. } = rhythm.clone();
    Some(match measure {
        "any" => Any { rows }.into(),
        "never" => Never { rows }.into(),
        "first_time" => FirstTime { rows }.into(),
        "stopped" => Stopped { rows }.into(),
        "restarted" => Restarted { rows, after: silence }.into(),
        "every" => Every { periods, least, rows }.into(),
        "active" => Active { at_least: active, periods, least, rows }.into(),
        _ => return None,
    })
}

/// The text of what a measure makes of rows.
pub(super) fn text_of_rows(measure: &str, rows: &Rows, rhythm: &Rhythm) -> String {
    if let Some(test) = test_of(measure, rows, rhythm) {
        return text_of(&test);
    }
    let mut printer = Printer::default();
    match measure {
        "since_last" | "since_first" => {
            printer.write(if measure == "since_last" { "days since last(" } else { "days since first(" });
            Rows { field: Some("at".to_owned()), ..rows.clone() }.print(&mut printer);
        }
        "days" | "gap" | "span" => {
            printer.write(&format!("{measure}("));
            Rows { field: None, ..rows.clone() }.print(&mut printer);
        }
        "nth" => {
            printer.write("nth(");
            rows.print(&mut printer);
            printer.write(&format!(", {}", rhythm.position));
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
pub(crate) fn subject_of(value: &Value) -> Subject {
    let plain = |value: &Value| Subject::Value(value.clone());
    let rows = |measure, rows: &Rows| Subject::Rows {
        measure,
        rows: Box::new(rows.clone()),
        rhythm: Box::new(Rhythm::default()),
    };
    match value {
        Value::Fold(Fold { function, of: Series::Rows(of) }) => {
            match MEASURES.iter().find(|word| **word == function.word()) {
                Some(measure) => rows(measure, of),
                None => plain(value),
            }
        }
        Value::Nth(Nth { rows, position }) => Subject::Rows {
            measure: "nth",
            rows: Box::new(rows.clone()),
            rhythm: Box::new(Rhythm { position: *position, ..Rhythm::default() }),
        },
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
