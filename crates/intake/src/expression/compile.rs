//! Reads an expression against the columns of a file: each name found, each type fitting.

use std::collections::BTreeMap;

use model::check::{check_row_test, check_row_value};
use model::forms::{Literal, Test, Value, Written};
use model::phrase::{Phrase, Place, Problem};
use model::plan::{Op, Plan, plan_of_row};
use model::schema::{Field, Schema, Stream, snake_case};
use model::text::parser::{parse, parse_value};
use model::time::Zone;
use model::value::Type;

use super::demand::demands;
use super::{Branch, Expression, Found, Input, Piece, ROW, What};
use crate::mapping::Named;
use crate::read::Error;

/// Tells the type of a new field of some name made of a column, by all its values.
pub(crate) type Told<'t> = dyn Fn(usize, &str) -> Result<Option<Type>, Error> + 't;

/// What expressions are compiled with.
pub(crate) struct Known<'k> {
    /// Columns by all the names they may be called by.
    pub(crate) columns: BTreeMap<String, usize>,
    /// Names to suggest for a misspelt one, as the file and the lookups write them.
    pub(crate) suggested: Vec<String>,
    pub(crate) lookups: &'k [Found],
    /// Whether an absent column may merely be empty.
    pub(crate) open: bool,
    /// Tells the type of a column by all its values.
    pub(crate) told: &'k Told<'k>,
}

/// Why an expression was not taken.
pub(crate) enum Refusal {
    /// It is none: it reads as a name, but no column has it.
    NoColumn,
    /// What is wrong in it.
    Problems(Vec<Problem>),
    /// The file could not be read to tell the type of a column.
    Unreadable(Error),
}

/// Reads the expression of a value, or a template.
pub(crate) fn compile_value(known: &Known<'_>, named: &Named) -> Result<Expression, Refusal> {
    if named.name.contains('{') {
        return compile_template(known, named);
    }
    let (value, problems) = parse_value(&named.name);
    let Some(value) = value.filter(|_| problems.is_empty()) else {
        // Something like `Prix TTC` is the name of a column, and wrong as such.
        let is_meant = named.name.contains(['*', '/', '+', '(', '\'', '`']);
        return Err(if is_meant { Refusal::Problems(shifted(problems, named)) } else { Refusal::NoColumn });
    };
    let mut words = Words::new(known);
    let checked = words.checked(|schema| check_row_value(&value, schema, ROW).err().unwrap_or_default());
    let reads_nothing = words.plan(&[], &[&value]).nodes.iter().all(|node| !matches!(node.op, Op::Field(_)));
    let is_constant = matches!(value, Value::Literal(_) | Value::Negated(_) | Value::Arithmetic(_));
    if !checked.is_empty() && reads_nothing && (!is_constant || !named.name.contains(['*', '/', '+', '\''])) {
        return Err(Refusal::NoColumn);
    }
    let plan = words.typed(&[], &[&value])?;
    let problems = words.checked(|schema| check_row_value(&value, schema, ROW).err().unwrap_or_default());
    finish(&problems, &plan, named)?;
    let kind = check_row_value(&value, &words.schema, ROW).map_or(Type::Text, |kind| kind.item);
    let kind = match &value {
        // The same word in every row.
        Value::Literal(Literal { written: Written::Text(_), .. }) => Type::Category,
        _ => kind,
    };
    let inputs = words.inputs(&plan);
    Ok(expression(named, What::Value(value), inputs, words.schema, kind))
}

/// Reads the test that rows must pass.
pub(crate) fn compile_test(known: &Known<'_>, named: &Named) -> Result<Expression, Refusal> {
    let parsed = parse(&named.name);
    let Some(test) = parsed.test.filter(|_| parsed.problems.is_empty()) else {
        return Err(Refusal::Problems(shifted(parsed.problems, named)));
    };
    let mut words = Words::new(known);
    words.checked(|schema| check_row_test(&test, schema, ROW));
    let plan = words.typed(&[&test], &[])?;
    let problems = words.checked(|schema| check_row_test(&test, schema, ROW));
    finish(&problems, &plan, named)?;
    let inputs = words.inputs(&plan);
    let branch = taken_apart(test, &inputs, &words);
    Ok(expression(named, What::Test(branch), inputs, words.schema, Type::Bool))
}

fn compile_template(known: &Known<'_>, named: &Named) -> Result<Expression, Refusal> {
    let template = |key| Refusal::Problems(vec![Problem::new(Phrase::new(key), named.place)]);
    let (mut pieces, mut rest, mut at) = (Vec::new(), named.name.as_str(), 0);
    let mut problems = Vec::new();
    let mut words = Words::new(known);
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { return Err(template("mapping-template-not-closed")) };
        if open > 0 {
            pieces.push(Piece::Text(rest[..open].to_owned()));
        }
        let inner = &rest[open + 1..open + length];
        let start = at + open + 1 + (inner.len() - inner.trim_start().len());
        let place = Place { start, end: start + inner.trim().len() };
        let name = model::tree::Name { text: inner.trim().to_owned(), place };
        let value: Value = model::forms::Named { name }.into();
        problems.extend(words.checked(|schema| check_row_value(&value, schema, ROW).err().unwrap_or_default()));
        pieces.push(Piece::Value(value));
        at += open + length + 1;
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    let values: Vec<&Value> =
        pieces.iter().filter_map(|piece| if let Piece::Value(value) = piece { Some(value) } else { None }).collect();
    // Each column is taken as it is written: no type is asked of its values.
    let plan = words.plan(&[], &values);
    finish(&problems, &plan, named)?;
    let inputs = words.inputs(&plan);
    Ok(expression(named, What::Template(pieces), inputs, words.schema, Type::Text))
}

fn expression(named: &Named, what: What, inputs: Vec<Input>, schema: Schema, kind: Type) -> Expression {
    Expression { text: named.name.clone(), inputs, what, schema, kind }
}

/// Refuses what has problems, and what would depend on the day on which the file is read.
fn finish(problems: &[Problem], plan: &Plan, named: &Named) -> Result<(), Refusal> {
    if !problems.is_empty() {
        return Err(Refusal::Problems(shifted(problems.to_vec(), named)));
    }
    let of_now = |op: &Op| matches!(op, Op::Now | Op::Age(_) | Op::Within { .. });
    if plan.nodes.iter().any(|node| of_now(&node.op)) {
        return Err(Refusal::Problems(vec![Problem::new(Phrase::new("mapping-depends-on-now"), named.place)]));
    }
    if plan.nodes.iter().any(|node| node.op == Op::RowTime) {
        let phrase = Phrase::new("mapping-unknown-column").with("column", "at");
        return Err(Refusal::Problems(vec![Problem::new(phrase, named.place)]));
    }
    Ok(())
}

/// Problems in an expression, with their places in the mapping's text.
fn shifted(problems: Vec<Problem>, named: &Named) -> Vec<Problem> {
    // One quote around the expression, or three; a text with escapes is only pointed to as a whole.
    let around = (named.place.end - named.place.start).saturating_sub(named.name.len());
    let offset = match around {
        2 => Some(named.place.start + 1),
        6 => Some(named.place.start + 3),
        _ => None,
    };
    let shift = |problem: Problem| {
        let place = offset.map_or(named.place, |offset| Place {
            start: offset + problem.place.start.min(named.name.len()),
            end: offset + problem.place.end.min(named.name.len()),
        });
        Problem { phrase: of_columns(problem.phrase), place, ..problem }
    };
    problems.into_iter().map(shift).collect()
}

/// In a mapping, names are those of columns.
fn of_columns(phrase: Phrase) -> Phrase {
    match phrase.words.iter().find(|(word, _)| *word == "name") {
        Some((_, name)) if phrase.key == "problem-unknown-field" => {
            Phrase::new("mapping-unknown-column").with("column", name)
        }
        Some((_, name)) if phrase.key == "problem-unknown-stream" => {
            Phrase::new("mapping-only-this-row").with("name", name)
        }
        _ => phrase,
    }
}

/// The words that one expression is read with: the columns as fields of a row, the lookups as tables.
struct Words<'k> {
    known: &'k Known<'k>,
    schema: Schema,
}

impl<'k> Words<'k> {
    fn new(known: &'k Known<'k>) -> Self {
        let fields = known.columns.keys().map(|name| (name.clone(), Field::of(Type::Text)));
        let mut row = Stream { fields: fields.collect(), ..Stream::default() };
        let mut schema = Schema::default();
        for lookup in known.lookups {
            row.fields.insert(lookup.name.clone(), Field { table: Some(lookup.name.clone()), ..Field::of(Type::Text) });
            schema.tables.insert(lookup.name.clone(), lookup.words.clone());
        }
        schema.streams.insert(ROW.to_owned(), row);
        Words { known, schema }
    }

    /// The problems that a check finds. Where a column may merely be empty, a name that no column has is one.
    fn checked(&mut self, check: impl Fn(&Schema) -> Vec<Problem>) -> Vec<Problem> {
        loop {
            let problems = check(&self.schema);
            let unknown = |problem: &Problem| {
                let (_, name) = problem.phrase.words.first()?;
                (problem.phrase.key == "problem-unknown-field").then(|| name.clone())
            };
            let absent: Vec<String> = problems.iter().filter_map(unknown).collect();
            if !self.known.open || absent.is_empty() {
                return problems.into_iter().map(|problem| self.suggested(problem)).collect();
            }
            for name in absent {
                self.set(&name, Type::Text);
            }
        }
    }

    /// A misspelt name is told with names as the file writes them.
    fn suggested(&self, problem: Problem) -> Problem {
        match problem.phrase.words.first() {
            Some((_, name)) if problem.phrase.key == "problem-unknown-field" => {
                let name = name.clone();
                let names = self.known.suggested.iter().map(String::as_str);
                problem.suggesting(&name, names)
            }
            _ => problem,
        }
    }

    fn set(&mut self, name: &str, kind: Type) {
        let fields = self.schema.streams.get_mut(ROW).map(|row| &mut row.fields);
        if let Some(fields) = fields {
            fields.entry(name.to_owned()).or_insert_with(|| Field::of(kind)).kind = kind;
        }
    }

    fn plan(&self, tests: &[&Test], values: &[&Value]) -> Plan {
        // No local moment is computed here: the zone says nothing.
        plan_of_row(tests.iter().copied(), values.iter().copied(), ROW, &self.schema, &Zone::utc())
    }

    /// Gives each column read the type that the expression wants of it, else the one that its values tell.
    fn typed(&mut self, tests: &[&Test], values: &[&Value]) -> Result<Plan, Refusal> {
        let untyped = self.plan(tests, values);
        for name in names_read(&untyped) {
            if let Some(&column) = self.known.columns.get(&name)
                && !self.known.lookups.iter().any(|lookup| lookup.name == name)
            {
                let told = (self.known.told)(column, &name).map_err(Refusal::Unreadable)?;
                self.set(&name, told.unwrap_or(Type::Text));
            }
        }
        for (name, kind) in demands(&self.plan(tests, values)) {
            self.set(&name, kind);
        }
        Ok(self.plan(tests, values))
    }

    /// The columns that a plan reads, as what they are typed.
    fn inputs(&self, plan: &Plan) -> Vec<Input> {
        let fields = self.schema.streams.get(ROW).map(|row| &row.fields);
        let input = |name: String| {
            let lookup = self.known.lookups.iter().find(|lookup| lookup.name == name);
            let column_name = lookup.map_or(&name, |lookup| &lookup.by.name);
            let by_name = |name: &str| self.known.columns.get(name).copied();
            let column = by_name(column_name).or_else(|| by_name(&snake_case(column_name)));
            let kind = fields.and_then(|fields| fields.get(&name)).map_or(Type::Text, |field| field.kind);
            Input { name, column, kind }
        };
        names_read(plan).into_iter().map(input).collect()
    }
}

/// The own fields that a plan reads, in order.
fn names_read(plan: &Plan) -> Vec<String> {
    let field = |op: &Op| if let Op::Field(name) = op { Some(name.clone()) } else { None };
    plan.nodes.iter().filter_map(|node| field(&node.op)).collect()
}

fn taken_apart(test: Test, inputs: &[Input], words: &Words<'_>) -> Branch {
    let all = |tests: Vec<Test>| tests.into_iter().map(|test| taken_apart(test, inputs, words)).collect();
    match test {
        Test::And(and) => Branch::All(all(and.tests)),
        Test::Or(or) => Branch::Some(all(or.tests)),
        Test::Not(not) => Branch::Not(Box::new(taken_apart(*not.test, inputs, words))),
        leaf => {
            let names = names_read(&words.plan(&[&leaf], &[]));
            let position = |name: &String| inputs.iter().position(|input| input.name == *name);
            Branch::Leaf(leaf, names.iter().filter_map(position).collect())
        }
    }
}
