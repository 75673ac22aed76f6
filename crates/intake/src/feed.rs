//! One feed of a chunk of a file into a batch: first what decides which rows go in (customer, time, key, currency), then
//! the fields of those that do.

use std::collections::BTreeMap;

use model::columns::{Batch, Column, Ids, MISSING, NO_CODE, TableColumns, Target, TextColumn};
use model::conversion::{self, Business, Conversion};
use model::identity::Key;
use model::phrase::Phrase;
use model::schema::{Field, Schema, Settings};
use model::time::{Day, Instant, Zone};
use model::value::Type;
use model::written::number;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::convert::Unfit;
use crate::mapping::FileMapping;
use crate::plan::{FieldPlan, Plan, TimePlan};
use crate::read::{Error, Rounded};
use crate::refuse::Refused;
use crate::source::Chunk;
use crate::widened::{Fault, Widened};
use crate::{parallel, typing, words};

/// What a feed is made with.
pub(crate) struct Making<'a> {
    pub(crate) widened: &'a Widened<'a>,
    /// Rows that equal an earlier one, when they are left out.
    pub(crate) repeated: Option<&'a [bool]>,
    pub(crate) file: &'a FileMapping,
    pub(crate) schema: &'a Schema,
    pub(crate) settings: &'a Settings,
    pub(crate) tables: &'a BTreeMap<String, TableColumns>,
    /// Zone of the file's naive times.
    pub(crate) zone: &'a Zone,
    /// Zone of the base.
    pub(crate) base_zone: &'a Zone,
    pub(crate) plan: &'a Plan,
    /// Type of each field of the plan, when it is made.
    pub(crate) kinds: &'a [Option<Type>],
    /// For a table, the last row of each key in the file.
    pub(crate) last_rows: &'a FxHashMap<Box<str>, u64>,
}

/// What a feed made.
pub(crate) struct Made {
    pub(crate) batch: Batch,
    pub(crate) refused: Vec<Refused>,
    /// Numbers that were rounded.
    pub(crate) rounded: Vec<Rounded>,
    /// Rows that the feed did not choose, or left out as repeated.
    pub(crate) is_left_out: Vec<bool>,
}

impl<'a> Making<'a> {
    fn chunk(&self) -> &'a Chunk<'a> {
        self.widened.computing.chunk
    }
}

/// Makes the batch of a feed. `progress` hears how many cells were done.
pub(crate) fn make(making: &Making<'_>, progress: &mut dyn FnMut(u64)) -> Result<Made, Error> {
    let (chunk, plan) = (making.chunk(), making.plan);
    let empties = plan.nested.as_ref().map_or_else(Vec::new, |nested| {
        let places = nested.places.and_then(|column| chunk.texts(column));
        (0..chunk.n_rows).map(|row| places.is_none_or(|places| places.get(row).is_none_or(str::is_empty))).collect()
    });
    let mut rows = Rows { making, plan, keep: vec![true; chunk.n_rows], empties, refused: Vec::new() };
    for refused in chunk.refused().iter().filter(|refused| refused.whole_row) {
        rows.keep[(refused.row - chunk.first_row) as usize - 1] = false;
    }
    let is_left_out = rows.choose()?;
    let mut roles = rows.roles(progress)?;
    let all_kept = rows.keep.iter().all(|keep| *keep);
    if !all_kept {
        roles.keep_only(&rows.keep);
    }
    let kept = if all_kept { None } else { Some(rows.keep.as_slice()) };
    let made_fields = fields(making, kept, progress)?;
    let mut refused = std::mem::take(&mut rows.refused);
    let (mut columns, mut known_by, mut rounded) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    if let (Some((_, name)), Some(key)) = (&plan.table_key, roles.key) {
        columns.insert(name.clone(), Column::Text(key));
    }
    for (field, made) in plan.fields.iter().zip(made_fields) {
        refused.extend(made.faults.into_iter().map(|fault| refused_value(making, fault)));
        columns.extend(made.column.map(|column| (field.name.clone(), column)));
        rounded.extend(made.rounded);
        known_by.extend(made.known_by.map(|column| (field.name.clone(), column)));
    }
    // A cell that several expressions read is told once.
    let mut told = FxHashSet::default();
    refused.retain(|refused| refused.whole_row || told.insert((refused.row, refused.column.clone())));
    let batch = Batch {
        target: plan.target.clone(),
        source: making.file.source.clone(),
        id_kind: making.file.id_kind.clone(),
        customers: roles.customers,
        at: roles.at,
        messages: roles.messages,
        updated_at: roles.updated_at,
        fields: columns,
        known_by,
    };
    Ok(Made { batch, refused, rounded, is_left_out })
}

/// The columns that are no fields.
#[derive(Default)]
struct Roles {
    customers: Ids,
    at: Vec<i64>,
    messages: Option<TextColumn>,
    updated_at: Option<Vec<i64>>,
    key: Option<TextColumn>,
}

impl Roles {
    fn keep_only(&mut self, keep: &[bool]) {
        let texts = |column: &mut TextColumn| *column = words::kept(column, keep);
        let integers = |values: &mut Vec<i64>| *values = kept_integers(values, keep);
        // The rows of a table have neither customer nor time.
        match &mut self.customers {
            Ids::Texts(ids) if ids.codes.is_empty() => {}
            Ids::Texts(ids) => texts(ids),
            Ids::Numbers(numbers) => integers(numbers),
        }
        if !self.at.is_empty() {
            integers(&mut self.at);
        }
        self.messages.iter_mut().for_each(texts);
        self.key.iter_mut().for_each(texts);
        self.updated_at.iter_mut().for_each(integers);
    }
}

/// The rows of a feed, and which of them go in.
struct Rows<'a> {
    making: &'a Making<'a>,
    plan: &'a Plan,
    keep: Vec<bool>,
    /// Rows that stand for a list without element, which has no time; none where rows are no elements of lists.
    empties: Vec<bool>,
    refused: Vec<Refused>,
}

/// What a column is read for before the fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Customer,
    At,
    Code,
    Message,
    UpdatedAt,
    Key,
    Currency,
}

impl Rows<'_> {
    /// Keeps the rows that the feed chooses; says which ones it leaves out.
    fn choose(&mut self) -> Result<Vec<bool>, Error> {
        let mut is_left_out = vec![false; self.keep.len()];
        if let Some(test) = &self.plan.chosen {
            let (truths, faults) = self.making.widened.holds(test)?;
            self.refuse_values(faults);
            is_left_out = truths.into_iter().map(|truth| !truth).collect();
        }
        for (left_out, repeated) in is_left_out.iter_mut().zip(self.making.repeated.unwrap_or_default()) {
            *left_out |= repeated;
        }
        self.keep.iter_mut().zip(&is_left_out).for_each(|(keep, left_out)| *keep &= !left_out);
        Ok(is_left_out)
    }

    fn roles(&mut self, progress: &mut dyn FnMut(u64)) -> Result<Roles, Error> {
        let plan = self.plan;
        let at = match &plan.at {
            Some(TimePlan::Column(column)) => Some((Role::At, *column)),
            Some(TimePlan::Lookup { by, .. }) => Some((Role::Code, *by)),
            None => None,
        };
        let is_stream = matches!(plan.target, Target::Stream(_));
        let currency = plan.fields.iter().find(|field| is_stream && field.name == "currency");
        let wanted = [
            plan.customer.map(|column| (Role::Customer, column)),
            at,
            plan.message.map(|column| (Role::Message, column)),
            plan.updated_at.map(|column| (Role::UpdatedAt, column)),
            plan.table_key.as_ref().map(|(column, _)| (Role::Key, *column)),
            currency.map(|field| (Role::Currency, field.column)),
        ];
        let jobs: Vec<(Role, usize)> = wanted.into_iter().flatten().collect();
        let making = self.making;
        let takes_numbers = Key::takes_any_number(&making.file.id_kind);
        let run = |&(role, column): &(Role, usize), step: &dyn Fn(u64)| {
            if role == Role::Customer
                && takes_numbers
                && let Some(numbers) = making.widened.whole_numbers(column, step)?
            {
                return Ok((Column::Integer(numbers), Vec::new()));
            }
            let kind = if matches!(role, Role::At | Role::UpdatedAt) { Type::Instant } else { Type::Text };
            making.widened.values(column, kind, making.zone, step)
        };
        let mut roles = Roles::default();
        for (&(role, column), made) in jobs.iter().zip(parallel::each(&jobs, run, progress)) {
            let mut made = made?;
            // A row whose customer, code or key is there but cannot be read is refused for that, not for its absence.
            if matches!(role, Role::Customer | Role::Code | Role::Key) {
                for Fault { column, unfit } in made.1.drain(..) {
                    self.refuse_row(unfit.row, column, &unfit.value, unfit.reason);
                }
            }
            match (role, made) {
                (Role::Customer, (Column::Text(ids), _)) => roles.customers = self.customers(ids, column).into(),
                (Role::Customer, (Column::Integer(numbers), _)) => roles.customers = self.numbered(numbers, column),
                (Role::At, (Column::Integer(at), faults)) => roles.at = self.times(at, faults, column),
                (Role::Code, (Column::Text(codes), _)) => roles.at = self.looked_up(&codes, column),
                (Role::Message, (Column::Text(messages), faults)) => {
                    roles.messages = Some(messages);
                    self.refuse_values(faults);
                }
                (Role::UpdatedAt, (Column::Integer(times), faults)) => {
                    roles.updated_at = Some(times);
                    self.refuse_values(faults);
                }
                (Role::Key, (Column::Text(keys), _)) => roles.key = Some(self.keys(keys, column)),
                (Role::Currency, (Column::Text(currencies), _)) => self.check_currencies(&currencies, column),
                _ => {}
            }
        }
        if !self.empties.is_empty() {
            roles.at.resize(self.keep.len(), MISSING);
            let empty = roles.at.iter_mut().zip(&self.empties).filter(|(_, is_empty)| **is_empty);
            empty.for_each(|(at, _)| *at = Instant::NEVER.0);
        }
        if plan.at.is_none() && plan.target == Target::Profile {
            roles.at = vec![MISSING; self.keep.len()];
        }
        Ok(roles)
    }

    fn refuse_row(&mut self, row: usize, column: usize, value: &str, reason: Phrase) {
        if !std::mem::replace(&mut self.keep[row], false) {
            return;
        }
        self.refused.push(Refused {
            row: self.making.chunk().first_row + row as u64 + 1,
            line: self.making.chunk().line(row),
            column: Some(self.making.widened.name(column).to_owned()),
            value: value.to_owned(),
            reason,
            whole_row: true,
            target: Some(self.plan.target.clone()),
        });
    }

    fn refuse_values(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            if self.keep[fault.unfit.row] {
                self.refused.push(refused_value(self.making, fault));
            }
        }
    }

    fn customers(&mut self, ids: TextColumn, column: usize) -> TextColumn {
        let kind = &self.making.file.id_kind;
        // What names nobody keeps its writing, to be refused by it.
        let one_writing = |id: &str| Key::new(kind, id).map_or_else(|| id.trim().to_owned(), |key| key.value);
        let ids = words::changed(ids, |id| one_writing(id).into());
        let blocked: Vec<bool> = ids.dictionary.iter().map(|id| Key::new(kind, id).is_none()).collect();
        for (row, &code) in ids.codes.iter().enumerate() {
            if code == NO_CODE {
                self.refuse_row(row, column, "", Phrase::new("refused-no-customer"));
            } else if blocked[code as usize] {
                let id = &ids.dictionary[code as usize];
                self.refuse_row(row, column, id, Phrase::new("refused-blocked-customer").with("id", id));
            }
        }
        ids
    }

    fn numbered(&mut self, numbers: Vec<i64>, column: usize) -> Ids {
        for (row, _) in numbers.iter().enumerate().filter(|(_, number)| **number == MISSING) {
            self.refuse_row(row, column, "", Phrase::new("refused-no-customer"));
        }
        Ids::Numbers(numbers)
    }

    fn times(&mut self, at: Vec<i64>, faults: Vec<Fault>, column: usize) -> Vec<i64> {
        for Fault { column, unfit } in faults {
            self.refuse_row(unfit.row, column, &unfit.value, unfit.reason);
        }
        // The value of an attribute may be undated; an event may not.
        if self.plan.target != Target::Profile {
            for (row, _) in at.iter().enumerate().filter(|(_, at)| **at == MISSING) {
                if self.is_empty(row) {
                    continue;
                }
                self.refuse_row(row, column, "", Phrase::new("refused-no-time"));
            }
        }
        at
    }

    fn is_empty(&self, row: usize) -> bool {
        self.empties.get(row).copied().unwrap_or(false)
    }

    fn looked_up(&mut self, codes: &TextColumn, column: usize) -> Vec<i64> {
        let Some(TimePlan::Lookup { table, field, .. }) = &self.plan.at else { return Vec::new() };
        let times: Vec<Option<i64>> =
            codes.dictionary.iter().map(|code| self.looked_up_time(table, field, code)).collect();
        let mut at = Vec::with_capacity(codes.codes.len());
        for (row, &code) in codes.codes.iter().enumerate() {
            let time = if code == NO_CODE { None } else { times[code as usize] };
            at.push(time.unwrap_or(MISSING));
            if time.is_some() || self.is_empty(row) {
                continue;
            }
            let reason = match codes.get(row) {
                Some(code) => {
                    Phrase::new("refused-unknown-code").with("code", code).with("table", table).with("field", field)
                }
                None => Phrase::new("refused-no-time"),
            };
            self.refuse_row(row, column, codes.get(row).unwrap_or_default(), reason);
        }
        at
    }

    fn looked_up_time(&self, table: &str, field: &str, code: &str) -> Option<i64> {
        let kind = self.making.schema.tables.get(table)?.fields.get(field)?.kind;
        let columns = self.making.tables.get(table)?;
        let row = *columns.rows.get(code)? as usize;
        let Some(Column::Integer(values)) = columns.fields.get(field) else { return None };
        let value = values.get(row).copied().filter(|value| *value != MISSING)?;
        match kind {
            Type::Date => Some(self.making.base_zone.midnight(Day(i32::try_from(value).ok()?)).0),
            Type::Instant => Some(value),
            _ => None,
        }
    }

    /// Rows of a table without key are refused; of the file's rows with one key the last counts.
    fn keys(&mut self, keys: TextColumn, column: usize) -> TextColumn {
        let last: Vec<Option<u64>> =
            keys.dictionary.iter().map(|key| self.making.last_rows.get(key).copied()).collect();
        for (row, &code) in keys.codes.iter().enumerate() {
            if code == NO_CODE {
                self.refuse_row(row, column, "", Phrase::new("refused-no-key"));
            } else if last[code as usize] != Some(self.making.chunk().first_row + row as u64) {
                self.keep[row] = false;
            }
        }
        keys
    }

    fn check_currencies(&mut self, currencies: &TextColumn, column: usize) {
        let expected = &self.making.settings.currency;
        let foreign = |currency: &str| !currency.trim().eq_ignore_ascii_case(expected);
        let foreign: Vec<bool> = currencies.dictionary.iter().map(|currency| foreign(currency)).collect();
        for (row, &code) in currencies.codes.iter().enumerate() {
            if code != NO_CODE && foreign[code as usize] {
                let currency = &currencies.dictionary[code as usize];
                let reason = Phrase::new("refused-currency").with("currency", currency).with("expected", expected);
                self.refuse_row(row, column, currency, reason);
            }
        }
    }
}

/// What a field was made into.
#[derive(Default)]
struct MadeField {
    /// Its values; `None` when it is left out.
    column: Option<Column>,
    /// Its values in its first type, by which rows are known again, when they are kept in another.
    known_by: Option<Column>,
    /// Its numbers that were rounded.
    rounded: Option<Rounded>,
    /// What does not fit.
    faults: Vec<Fault>,
}

/// Makes the fields, with what does not fit.
fn fields(making: &Making<'_>, keep: Option<&[bool]>, progress: &mut dyn FnMut(u64)) -> Result<Vec<MadeField>, Error> {
    let jobs: Vec<(&FieldPlan, Option<Type>)> = making.plan.fields.iter().zip(making.kinds.iter().copied()).collect();
    let run = |&(field, kind): &(&FieldPlan, Option<Type>), step: &dyn Fn(u64)| {
        let Some(kind) = kind else {
            step(making.chunk().n_rows as u64);
            let mut faults = making.widened.nested(field.column);
            // The key of a table is read as a role.
            let is_key = making.plan.table_key.as_ref().is_some_and(|(_, key)| *key == field.name);
            faults.retain(|fault| !is_key && keep.is_none_or(|keep| keep[fault.unfit.row]));
            return Ok(MadeField { faults, ..MadeField::default() });
        };
        let (column, mut faults) = making.widened.values(field.column, kind, making.zone, step)?;
        let known = typing::known_field(making.schema, &making.plan.target, &field.name);
        let retyped = known.filter(|known| known.retyped.is_some());
        let mut known_by = None;
        if let Some(known) = retyped {
            faults.extend(unread(&column, field.column, known, making));
            if known.first() != kind {
                known_by = Some(making.widened.values(field.column, known.first(), making.zone, &|_| ())?.0);
            }
        }
        let rounded = rounded(&column, field, kind, keep, making);
        if let Some(keep) = keep {
            faults.retain(|fault| keep[fault.unfit.row]);
        }
        let only_kept = |column| match (keep, column) {
            (None, column) => column,
            (Some(keep), Column::Text(texts)) => Column::Text(words::kept(&texts, keep)),
            (Some(keep), Column::Integer(values)) => Column::Integer(kept_integers(&values, keep)),
        };
        Ok(MadeField { column: Some(only_kept(column)), known_by: known_by.map(only_kept), rounded, faults })
    };
    parallel::each(&jobs, run, progress).into_iter().collect()
}

/// The numbers of a field that were written with more decimals than are kept.
fn rounded(
    column: &Column,
    field: &FieldPlan,
    kind: Type,
    keep: Option<&[bool]>,
    making: &Making<'_>,
) -> Option<Rounded> {
    let texts = making.chunk().texts(field.column).filter(|_| kind.is_numeric())?;
    let is_in = |row: usize| !column.is_missing(row) && keep.is_none_or(|keep| keep[row]);
    let mut found: Option<Rounded> = None;
    for (row, (text, _)) in texts.iter().enumerate() {
        if !number::is_rounded(text, kind.scale()) || !is_in(row) {
            continue;
        }
        let new = || Rounded {
            target: making.plan.target.clone(),
            name: field.name.clone(),
            places: kind.scale(),
            count: 0,
            example: text.trim().to_owned(),
        };
        found.get_or_insert_with(new).count += 1;
    }
    found
}

/// Values that are kept as they came, and are none in the type that their field was given.
fn unread(column: &Column, place: usize, field: &Field, making: &Making<'_>) -> Vec<Fault> {
    let business = Business { zone: making.base_zone.clone(), currency: making.settings.currency.clone() };
    let Some(conversion) = Conversion::new(field.kept(), field.kind, field.retyped.as_ref(), &business) else {
        return Vec::new();
    };
    let converted = conversion.column(column);
    let fault = |(row, reason): (u32, u32)| {
        let value = match column {
            Column::Text(texts) => texts.get(row as usize).unwrap_or_default().to_owned(),
            Column::Integer(values) => conversion::text_of(field.kept(), values[row as usize]),
        };
        let reason = converted.reasons[reason as usize].clone();
        Fault { column: place, unfit: Unfit { row: row as usize, value, reason } }
    };
    converted.unfit.iter().copied().map(fault).collect()
}

fn refused_value(making: &Making<'_>, fault: Fault) -> Refused {
    let Fault { column, unfit } = fault;
    Refused {
        row: making.chunk().first_row + unfit.row as u64 + 1,
        line: making.chunk().line(unfit.row),
        column: Some(making.widened.name(column).to_owned()),
        value: unfit.value,
        reason: unfit.reason,
        whole_row: false,
        target: Some(making.plan.target.clone()),
    }
}

fn kept_integers(values: &[i64], keep: &[bool]) -> Vec<i64> {
    values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect()
}
