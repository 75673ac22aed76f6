//! The fields of a feed: their values, and what does not fit.

use model::columns::{Column, Target};
use model::conversion::{self, Business, Conversion};
use model::schema::Field;
use model::value::Type;
use model::written::number;

use super::{Making, kept_integers};
use crate::convert::Unfit;
use crate::convert::words;
use crate::feed::widened::Fault;
use crate::parallel;
use crate::plan::FieldPlan;
use crate::plan::typing;
use crate::read::{Error, Rounded};

/// What a field was made into.
#[derive(Default)]
pub(super) struct MadeField {
    /// Its values; `None` when it is left out.
    pub(super) column: Option<Column>,
    /// Its values in its first type, by which rows are known again, when they are kept in another.
    pub(super) known_by: Option<Column>,
    /// Its numbers that were rounded.
    pub(super) rounded: Option<Rounded>,
    /// What does not fit.
    pub(super) faults: Vec<Fault>,
}

/// Makes the fields, with what does not fit.
pub(super) fn made(
    making: &Making<'_>,
    keep: Option<&[bool]>,
    progress: &mut dyn FnMut(u64),
) -> Result<Vec<MadeField>, Error> {
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
        let (column, mut faults) = match digits(making, field, kind, step)? {
            Some(numbers) => (Column::Integer(numbers), Vec::new()),
            None => making.widened.values(field.column, kind, making.zone, step)?,
        };
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

/// The texts of a field as the whole numbers that they write, where they may stay so and are.
fn digits(making: &Making<'_>, field: &FieldPlan, kind: Type, step: &dyn Fn(u64)) -> Result<Option<Vec<i64>>, Error> {
    let target = &making.plan.target;
    let is_retyped = || typing::known_field(making.schema, target, &field.name).is_some_and(|f| f.retyped.is_some());
    if !making.keeps_digits || kind != Type::Text || !matches!(target, Target::Stream(_)) || is_retyped() {
        return Ok(None);
    }
    making.widened.whole_numbers(field.column, step)
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
