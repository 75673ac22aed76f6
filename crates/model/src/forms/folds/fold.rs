//! Folds: one value out of many rows (`count`, `sum`, `last`…).

use serde::{Deserialize, Serialize};

use super::reduce::{reduce, reduce_gaps};
use super::series::{distinct_days, in_days};
use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Series, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op, Over, fold_kind};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};
use crate::value::{Type, Value as Held};

/// One value out of many rows.
///
/// # What it tests
/// Nothing by itself: it counts, adds up, averages or picks among the rows of a stream that pass a filter and lie in a
/// window. Rows are in order of event time, then message id; a tie of `most_common` goes to the most recent value;
/// `list` gives distinct values by first occurrence; `count(stream.field)` counts the rows where the field is known.
/// # When a marketer uses it
/// For nearly every behaviour: orders in 90 days, spend in a year, the last visit, the usual channel.
/// # Example
/// `count(order over last 90 days)`
/// # Missing data
/// `count`, `sum`, `distinct` and `days` of nothing are 0; the others of nothing are missing. A missing field counts 0
/// in a sum and nothing elsewhere, but `first` and `last` give it when their row has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// What is made of the rows.
    pub function: Function,
    /// What it goes over.
    pub of: Series,
}

/// What a fold makes of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// How many.
    Count,
    /// Their total.
    Sum,
    /// Their mean.
    Avg,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The middle one; of an even number, the mean of the middle two.
    Median,
    /// That of the first row.
    First,
    /// That of the last row.
    Last,
    /// The most frequent one.
    MostCommon,
    /// How many different ones.
    Distinct,
    /// On how many different local days.
    Days,
    /// The different ones.
    List,
    /// Days from the first row to the last.
    Span,
    /// Mean of the days between rows.
    Gap,
}

/// What a function goes over.
#[derive(PartialEq)]
enum Takes {
    /// Rows without a field.
    Rows,
    /// Rows with or without a field, days and gaps.
    Anything,
    /// A field that can be added up, or gaps.
    Numbers,
    /// A field that has an order, or gaps.
    Ordered,
    /// A field that can be added up.
    NumberField,
    /// Any field.
    Field,
    /// Any field, or gaps.
    FieldOrGaps,
}

impl Function {
    const WORDS: [(&'static str, Function, Takes); 14] = [
        ("count", Function::Count, Takes::Anything),
        ("sum", Function::Sum, Takes::NumberField),
        ("avg", Function::Avg, Takes::Numbers),
        ("min", Function::Min, Takes::Ordered),
        ("max", Function::Max, Takes::Ordered),
        ("median", Function::Median, Takes::Numbers),
        ("first", Function::First, Takes::Field),
        ("last", Function::Last, Takes::Field),
        ("most_common", Function::MostCommon, Takes::Field),
        ("distinct", Function::Distinct, Takes::Field),
        ("days", Function::Days, Takes::Rows),
        ("list", Function::List, Takes::FieldOrGaps),
        ("span", Function::Span, Takes::Rows),
        ("gap", Function::Gap, Takes::Rows),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Function::WORDS[self as usize].0
    }
}

impl Fold {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "fold",
        example: "count(order over last 90 days)",
        reading: Reading::Value(Fold::read),
        said: &[
            Said::of("count-value", r#"{"fold":{"function":"count","of":{"rows":"rows(s f? c? t? w?)"}}}"#),
            Said::of("fold-sum", r#"{"fold":{"function":"sum","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-avg", r#"{"fold":{"function":"avg","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-min", r#"{"fold":{"function":"min","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-max", r#"{"fold":{"function":"max","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-median", r#"{"fold":{"function":"median","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-first", r#"{"fold":{"function":"first","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-last", r#"{"fold":{"function":"last","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-most-common", r#"{"fold":{"function":"most_common","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-distinct", r#"{"fold":{"function":"distinct","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-list", r#"{"fold":{"function":"list","of":{"rows":"rows(s f c? t? w?)"}}}"#),
            Said::of("fold-days", r#"{"fold":{"function":"days","of":{"rows":"rows(s c? t? w?)"}}}"#),
            Said::of("fold-span", r#"{"fold":{"function":"span","of":{"rows":"rows(s c? t? w?)"}}}"#),
            Said::of("fold-gap", r#"{"fold":{"function":"gap","of":{"rows":"rows(s c? t? w?)"}}}"#),
            Said::of("count-days", r#"{"fold":{"function":"count","of":{"days":"rows(s c? t? w?)"}}}"#),
            Said::of("count-gaps", r#"{"fold":{"function":"count","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("count-day-gaps", r#"{"fold":{"function":"count","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("avg-gaps", r#"{"fold":{"function":"avg","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("avg-day-gaps", r#"{"fold":{"function":"avg","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("min-gaps", r#"{"fold":{"function":"min","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("min-day-gaps", r#"{"fold":{"function":"min","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("max-gaps", r#"{"fold":{"function":"max","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("max-day-gaps", r#"{"fold":{"function":"max","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("median-gaps", r#"{"fold":{"function":"median","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("median-day-gaps", r#"{"fold":{"function":"median","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("list-gaps", r#"{"fold":{"function":"list","of":{"gaps":"rows(s c? t? w?)"}}}"#),
            Said::of("list-day-gaps", r#"{"fold":{"function":"list","of":{"day_gaps":"rows(s c? t? w?)"}}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        let (_, function, _) = Function::WORDS.iter().find(|(word, ..)| parser.take_call(word))?;
        Some(Fold::series(parser, *function))
    }

    fn series(parser: &mut Parser, function: Function) -> Read<Value> {
        let of = Series::read(parser)?;
        parser.expect_symbol(")")?;
        Ok(Fold { function, of }.into())
    }

    /// What it makes of rows, given by their times and values, in order.
    pub fn of_rows(&self, rows: &[(Instant, Held)], zone: &Zone) -> Held {
        let instants = || rows.iter().map(|(at, _)| at.0).collect::<Vec<_>>();
        let days = || distinct_days(instants(), zone);
        match (&self.of, self.function) {
            (Series::Gaps(_) | Series::DayGaps(_), function) => reduce_gaps(function, &self.of.gaps(instants(), zone)),
            (Series::Days(_), _) | (Series::Rows(_), Function::Days) => {
                Held::Number(Decimal::whole(days().len() as i64))
            }
            (Series::Rows(_), Function::Span | Function::Gap) => {
                let instants = instants();
                let parts = if self.function == Function::Gap { instants.len() as i64 - 1 } else { 1 };
                let ends = instants.first().zip(instants.last());
                Held::number(ends.and_then(|(first, last)| in_days(i128::from(last - first), parts)))
            }
            (Series::Rows(_), function) => reduce(function, rows.iter().map(|(_, value)| value.clone()).collect()),
        }
    }

    fn fits(&self, field: Option<Kind>) -> bool {
        let takes = &Function::WORDS[self.function as usize].2;
        let whole = |kind: Kind| kind.item != Type::TextList && kind.item != Type::Point;
        match (self.of.over(), field) {
            (Over::Rows, None) => matches!(takes, Takes::Rows | Takes::Anything),
            (Over::Rows, Some(kind)) => match takes {
                Takes::Rows => false,
                Takes::Anything => true,
                Takes::Numbers | Takes::NumberField => kind.item.is_numeric(),
                Takes::Ordered => kind.item.is_numeric() || kind.item.is_temporal(),
                Takes::Field | Takes::FieldOrGaps => whole(kind),
            },
            (_, Some(_)) => false,
            (Over::Days, None) => *takes == Takes::Anything,
            (Over::Gaps | Over::DayGaps, None) => {
                matches!(takes, Takes::Anything | Takes::Numbers | Takes::Ordered | Takes::FieldOrGaps)
            }
        }
    }
}

impl ValueForm for Fold {
    fn print(&self, printer: &mut Printer) {
        printer.write(self.function.word());
        printer.write("(");
        self.of.print(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let rows = self.of.rows();
        let field = rows.check(checker, self.function.word())?;
        if self.fits(field) {
            let over_gaps = matches!(self.of, Series::Gaps(_) | Series::DayGaps(_));
            let value = if over_gaps { Some(Kind::one(Type::Number)) } else { field };
            return fold_kind(self.function, value);
        }
        let problem = match field {
            None if matches!(self.of, Series::Rows(_)) => rows.needs_field(self.function.word()),
            None => Problem::new(Phrase::new("problem-not-of-days").with("form", self.function.word()), rows.place),
            Some(kind) => {
                let phrase =
                    Phrase::new("problem-fold-type").with("form", self.function.word()).with("type", kind.item.term());
                Problem::new(phrase, rows.place)
            }
        };
        checker.note(problem);
        None
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        self.of_rows(&self.of.rows().timed(moment), moment.world.zone)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.of.rows().holds_until(moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(self.of.rows())]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let (rows, value) = self.of.rows().lower(lowering);
        let over = self.of.over();
        let field = value.map(|value| Kind::one(lowering.kind(value)));
        let field = if matches!(over, Over::Gaps | Over::DayGaps) { Some(Kind::one(Type::Number)) } else { field };
        let kind = fold_kind(self.function, field).map(|kind| kind.item);
        lowering.node(Op::Fold { function: self.function, rows, value, over }, kind)
    }
}
