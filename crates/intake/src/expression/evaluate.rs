//! Expressions over the rows of a chunk. Each is computed once for equal inputs: a file of a million rows has a few
//! hundred quantities.

use std::collections::BTreeMap;

use model::columns::timelines::value_at;
use model::columns::{Column, MISSING, NO_CODE, TableColumns};
use model::evaluate::{Moment, World};
use model::forms::{Operator, Test, Value};
use model::phrase::Phrase;
use model::schema::Settings;
use model::time::{Instant, Zone};
use model::timeline::{Row, Timeline};
use model::value::{Type, Value as Held};
use model::written::notation::Notation;
use model::written::{self, list};
use rustc_hash::FxHashMap;

use super::{Branch, Expression, Input, Piece, ROW, What};
use crate::convert::words::Words;
use crate::convert::{Maker, Unfit};
use crate::read::Error;
use crate::source::Chunk;
use crate::source::texts::Texts;

/// What expressions are computed with.
pub(crate) struct Computing<'a> {
    pub(crate) chunk: &'a Chunk<'a>,
    pub(crate) settings: &'a Settings,
    /// The values of lookups, by name.
    pub(crate) tables: &'a BTreeMap<String, TableColumns>,
    /// Zone of the file's naive times.
    pub(crate) zone: &'a Zone,
    /// Zone of the base.
    pub(crate) base_zone: &'a Zone,
}

/// Something that does not fit, and the column to blame; `None` for the expression itself.
pub(crate) struct Wrong {
    pub(crate) column: Option<usize>,
    pub(crate) unfit: Unfit,
}

/// The columns that an expression reads, and the rows in which some cell does not fit, with the column.
struct Cells<'e> {
    inputs: &'e [Input],
    columns: Vec<Option<Column>>,
    unfit: Vec<Wrong>,
    is_unfit: Vec<bool>,
}

impl<'e> Cells<'e> {
    fn read(computing: &Computing<'_>, expression: &'e Expression) -> Result<Self, Error> {
        let inputs = expression.inputs.as_slice();
        let (mut columns, mut unfit) = (Vec::with_capacity(inputs.len()), Vec::new());
        let mut is_unfit = vec![false; computing.chunk.n_rows];
        for input in inputs {
            let Some(position) = input.column else {
                columns.push(None);
                continue;
            };
            let (column, wrong) = computing.chunk.values(position, input.kind, computing.zone, &|_| {})?;
            wrong.iter().for_each(|wrong| is_unfit[wrong.row] = true);
            unfit.extend(wrong.into_iter().map(|unfit| Wrong { column: Some(position), unfit }));
            columns.push(Some(column));
        }
        Ok(Cells { inputs, columns, unfit, is_unfit })
    }

    /// What tells rows apart, of some inputs.
    fn key(&self, row: usize, inputs: &[usize], key: &mut Vec<i64>) {
        key.clear();
        key.extend(inputs.iter().map(|&input| match &self.columns[input] {
            Some(Column::Integer(values)) => values[row],
            Some(Column::Text(texts)) if texts.codes[row] != NO_CODE => i64::from(texts.codes[row]),
            Some(Column::Text(_)) | None => MISSING,
        }));
    }

    /// A row of some inputs, as evaluation wants it.
    fn row(&self, row: usize, inputs: &[usize]) -> Row {
        let fields = inputs.iter().filter_map(|&input| {
            let column = self.columns[input].as_ref()?;
            let value = value_at(column, self.inputs[input].kind, row);
            (!value.is_missing()).then(|| (self.inputs[input].name.clone(), value))
        });
        let fields = fields.collect();
        Row { at: Instant(0), message: String::new(), identity: 0, valid_from: Instant(0), valid_to: None, fields }
    }

    /// Computes something of each row, once for equal inputs; what was computed, and which of it each row has.
    fn each<T>(&self, inputs: &[usize], compute: impl Fn(&Row) -> T) -> (Vec<T>, Vec<u32>) {
        let mut known: FxHashMap<Box<[i64]>, u32> = FxHashMap::default();
        let (mut computed, mut codes, mut key) = (Vec::new(), Vec::with_capacity(self.is_unfit.len()), Vec::new());
        for row in 0..self.is_unfit.len() {
            self.key(row, inputs, &mut key);
            if let Some(&code) = known.get(key.as_slice()) {
                codes.push(code);
                continue;
            }
            let code = computed.len() as u32;
            computed.push(compute(&self.row(row, inputs)));
            known.insert(key.as_slice().into(), code);
            codes.push(code);
        }
        (computed, codes)
    }
}

/// Reads rows with the words of an expression.
struct Reader<'a> {
    expression: &'a Expression,
    computing: &'a Computing<'a>,
    nobody: Timeline,
    segments: BTreeMap<String, Test>,
    cut_offs: BTreeMap<String, model::distribution::Distribution>,
}

impl<'a> Reader<'a> {
    fn new(expression: &'a Expression, computing: &'a Computing<'a>) -> Self {
        let (segments, cut_offs) = (BTreeMap::new(), BTreeMap::new());
        Reader { expression, computing, nobody: Timeline::default(), segments, cut_offs }
    }

    fn moment<'m>(&'m self, row: &'m Row) -> Moment<'m> {
        let world = World {
            schema: &self.expression.schema,
            settings: self.computing.settings,
            zone: self.computing.base_zone,
            tables: self.computing.tables,
            segments: &self.segments,
            cut_offs: &self.cut_offs,
        };
        // The row is read as it came: nothing is taken off its quantity.
        Moment { world, timeline: &self.nobody, at: Instant(0), row: Some((ROW, row, true)) }
    }
}

/// Which rows pass a test, and the cells it could not read: these are missing to it.
pub(crate) fn holds(computing: &Computing<'_>, expression: &Expression) -> Result<(Vec<bool>, Vec<Wrong>), Error> {
    let cells = Cells::read(computing, expression)?;
    let reader = Reader::new(expression, computing);
    let truths = match &expression.what {
        What::Test(branch) => branch_holds(&reader, &cells, branch),
        What::Value(_) | What::Template(_) => Vec::new(),
    };
    Ok((truths, cells.unfit))
}

fn branch_holds(reader: &Reader<'_>, cells: &Cells<'_>, branch: &Branch) -> Vec<bool> {
    let joined = |branches: &[Branch], all: bool| {
        let mut joined = vec![all; cells.is_unfit.len()];
        for branch in branches {
            let truths = branch_holds(reader, cells, branch);
            joined.iter_mut().zip(truths).for_each(|(joined, truth)| {
                *joined = if all { *joined && truth } else { *joined || truth };
            });
        }
        joined
    };
    match branch {
        Branch::All(branches) => joined(branches, true),
        Branch::Some(branches) => joined(branches, false),
        Branch::Not(inner) => branch_holds(reader, cells, inner).into_iter().map(|truth| !truth).collect(),
        Branch::Leaf(test, inputs) => {
            let (truths, codes) = cells.each(inputs, |row| reader.moment(row).holds(test));
            codes.into_iter().map(|code| truths[code as usize]).collect()
        }
    }
}

/// The values of an expression as a type, and what does not fit: cells that it could not read (with their column), and
/// results (with none) that are missing or beyond what can be kept.
pub(crate) fn values(
    computing: &Computing<'_>,
    expression: &Expression,
    kind: Type,
    notation: Notation,
) -> Result<(Column, Vec<Wrong>), Error> {
    let cells = Cells::read(computing, expression)?;
    let reader = Reader::new(expression, computing);
    let inputs: Vec<usize> = (0..cells.inputs.len()).collect();
    let compute = |row: &Row| {
        let moment = reader.moment(row);
        let held = match &expression.what {
            What::Value(value) => match moment.value(value) {
                Held::Missing => Err(why_missing(value, &moment)),
                held => Ok(held),
            },
            What::Template(pieces) => filled(pieces, &moment),
            What::Test(_) => Ok(Held::Missing),
        };
        held.and_then(|held| as_kind(&held, kind, reader.computing.base_zone)).map_err(|reason| (written(row), reason))
    };
    let (made, codes) = cells.each(&inputs, compute);
    let (made, faults) = read_texts(made, kind, computing.zone, notation);
    let mut unfit = Vec::new();
    for (row, &code) in codes.iter().enumerate() {
        // A cell that could not be read is told by itself.
        if !cells.is_unfit[row]
            && let Some((value, reason)) = &faults[code as usize]
        {
            let wrong = Unfit { row, value: value.clone(), reason: reason.clone() };
            unfit.push(Wrong { column: None, unfit: wrong });
        }
    }
    unfit.extend(cells.unfit);
    Ok((made.gathered(&codes), unfit))
}

/// A result, or why there is none, with the inputs as they are told to people.
type Made = Result<Cell, (String, Phrase)>;

/// A result as it is kept, or a text that has yet to be read as the type.
enum Cell {
    Integer(i64),
    Text(String),
    ToRead(String),
}

/// Reads texts as the type of the field; the distinct results as a column, and why some are missing.
fn read_texts(made: Vec<Made>, kind: Type, zone: &Zone, notation: Notation) -> (Column, Vec<Option<(String, Phrase)>>) {
    let mut texts = Texts::default();
    for made in &made {
        texts.push(if let Ok(Cell::ToRead(text)) = made { text } else { "" });
    }
    let mut maker = Maker::new(kind, zone, notation);
    maker.push_texts(&texts);
    let (mut column, unfit) = maker.finish();
    let mut faults: Vec<Option<(String, Phrase)>> = made.iter().map(|_| None).collect();
    for unfit in unfit {
        faults[unfit.row] = Some((unfit.value, unfit.reason));
    }
    let mut words = Words::default();
    let mut kept = Vec::new();
    for (position, made) in made.into_iter().enumerate() {
        match (made, &mut column) {
            (Ok(Cell::Integer(value)), Column::Integer(values)) => values[position] = value,
            (Ok(Cell::Text(text)), _) => kept.push((position, words.code(&text))),
            (Ok(_), _) => {}
            (Err(fault), _) => faults[position] = Some(fault),
        }
    }
    // Texts are all kept as they are, or all read.
    if let Column::Text(texts) = &mut column
        && !kept.is_empty()
    {
        let mut codes = vec![NO_CODE; texts.codes.len()];
        kept.into_iter().for_each(|(position, code)| codes[position] = code);
        *texts = words.column(codes);
    }
    (column, faults)
}

/// A result as the type of its field keeps it.
fn as_kind(held: &Held, kind: Type, zone: &Zone) -> Result<Cell, Phrase> {
    let unfit = || Err(written::unfit(kind));
    let text = |text: String| Ok(if kind.is_text() { Cell::Text(text) } else { Cell::ToRead(text) });
    match (held, kind) {
        (Held::Missing, _) => Ok(Cell::ToRead(String::new())),
        (Held::Text(written), _) => text(written.to_string()),
        (Held::Number(number), _) if kind.is_numeric() => {
            let units = number.units_at(kind.scale()).and_then(|units| i64::try_from(units).ok());
            let units = units.filter(|units| *units != MISSING);
            units.map(Cell::Integer).ok_or_else(|| Phrase::new("refused-number-too-large"))
        }
        (Held::Bool(truth), Type::Bool) => Ok(Cell::Integer(i64::from(*truth))),
        (Held::Date(day), Type::Date) => Ok(Cell::Integer(i64::from(day.0))),
        (Held::Date(day), Type::Instant) => Ok(Cell::Integer(zone.midnight(*day).0)),
        (Held::Instant(at), Type::Instant) => Ok(Cell::Integer(at.0)),
        (Held::Instant(at), Type::Date) => Ok(Cell::Integer(i64::from(zone.day(*at).0))),
        (Held::List(elements), Type::TextList) => {
            let texts: Vec<&str> = elements.iter().filter_map(Held::as_text).collect();
            Ok(Cell::ToRead(list::of_elements(texts)))
        }
        (held, _) if kind.is_text() => plain(held).map_or_else(unfit, text),
        _ => unfit(),
    }
}

/// A value as a piece of a text; `None` for a list or none.
fn plain(held: &Held) -> Option<String> {
    match held {
        Held::Missing | Held::List(_) => None,
        Held::Bool(truth) => Some(truth.to_string()),
        Held::Number(number) => Some(number.to_string()),
        Held::Text(text) => Some(text.to_string()),
        Held::Date(day) => Some(day.to_string()),
        Held::Instant(at) => Some(at.to_string()),
    }
}

fn filled(pieces: &[Piece], moment: &Moment<'_>) -> Result<Held, Phrase> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Value(value) => {
                let held = moment.value(value);
                text.push_str(&plain(&held).ok_or_else(|| why_missing(value, moment))?);
            }
        }
    }
    Ok(Held::text(&text))
}

/// Why a value has no result.
fn why_missing(value: &Value, moment: &Moment<'_>) -> Phrase {
    let is_missing = |value: &Value| moment.value(value).is_missing();
    match value {
        Value::Arithmetic(arithmetic) if is_missing(&arithmetic.left) => why_missing(&arithmetic.left, moment),
        Value::Arithmetic(arithmetic) if is_missing(&arithmetic.right) => why_missing(&arithmetic.right, moment),
        Value::Arithmetic(arithmetic) => {
            let divisor = moment.value(&arithmetic.right).as_number();
            let by_zero = arithmetic.operator == Operator::Over
                && divisor.is_some_and(|divisor| divisor == model::decimal::Decimal::ZERO);
            Phrase::new(if by_zero { "refused-division-by-zero" } else { "refused-number-too-large" })
        }
        Value::Negated(negated) => why_missing(&negated.value, moment),
        Value::Named(named) => {
            let name = &named.name.text;
            let pointer = name.match_indices('.').map(|(dot, _)| (&name[..dot], &name[dot + 1..]));
            let mut looked_up = pointer.filter(|(table, _)| moment.world.tables.contains_key(*table));
            match looked_up.next().map(|(table, field)| (table, field, moment.named(table))) {
                Some((table, field, Held::Text(code))) => {
                    Phrase::new("refused-unknown-code").with("code", code).with("table", table).with("field", field)
                }
                _ => Phrase::new("refused-part-missing").with("name", name),
            }
        }
        _ => Phrase::new("refused-no-result"),
    }
}

/// The inputs of a row, for people.
fn written(row: &Row) -> String {
    let input = |(name, value): (&String, &Held)| plain(value).map(|value| format!("{name} = {value}"));
    row.fields.iter().filter_map(input).collect::<Vec<_>>().join(", ")
}
