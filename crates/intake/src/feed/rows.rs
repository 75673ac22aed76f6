//! Which rows of a feed go in: what is read before the fields (customer, time, message id, key, currency), and the rows that
//! are refused for it.

use model::columns::{Column, Ids, MISSING, NO_CODE, Target, TextColumn};
use model::identity::Key;
use model::phrase::Phrase;
use model::time::{Day, Instant};
use model::value::Type;

use super::{Making, kept_integers, refused_value};
use crate::convert::words;
use crate::feed::widened::Fault;
use crate::parallel;
use crate::plan::{Plan, TimePlan};
use crate::read::Error;
use crate::read::refuse::Refused;

/// The columns that are no fields.
#[derive(Default)]
pub(super) struct Roles {
    pub(super) customers: Ids,
    pub(super) at: Vec<i64>,
    pub(super) messages: Option<TextColumn>,
    pub(super) updated_at: Option<Vec<i64>>,
    pub(super) key: Option<TextColumn>,
}

impl Roles {
    pub(super) fn keep_only(&mut self, keep: &[bool]) {
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
pub(super) struct Rows<'a> {
    making: &'a Making<'a>,
    plan: &'a Plan,
    pub(super) keep: Vec<bool>,
    /// Rows that stand for a list without element, which has no time; none where rows are no elements of lists.
    empties: Vec<bool>,
    pub(super) refused: Vec<Refused>,
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

impl<'a> Rows<'a> {
    /// All rows of the chunk but those that could not be read.
    pub(super) fn of(making: &'a Making<'a>) -> Self {
        let (chunk, plan) = (making.chunk(), making.plan);
        let empties = plan.nested.as_ref().map_or_else(Vec::new, |nested| {
            let places = nested.places.and_then(|column| chunk.texts(column));
            (0..chunk.n_rows).map(|row| places.is_none_or(|places| places.get(row).is_none_or(str::is_empty))).collect()
        });
        let mut keep = vec![true; chunk.n_rows];
        for refused in chunk.refused().iter().filter(|refused| refused.whole_row) {
            keep[(refused.row - chunk.first_row) as usize - 1] = false;
        }
        Rows { making, plan, keep, empties, refused: Vec::new() }
    }

    /// Keeps the rows that the feed chooses; says which ones it leaves out.
    pub(super) fn choose(&mut self) -> Result<Vec<bool>, Error> {
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

    pub(super) fn roles(&mut self, progress: &mut dyn FnMut(u64)) -> Result<Roles, Error> {
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
