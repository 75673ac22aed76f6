//! One feed of a chunk of a file into a batch: first what decides which rows go in (`rows`), then the fields of those that
//! do (`fields`).

mod fields;
mod rows;
pub(crate) mod widened;

use std::collections::BTreeMap;

use model::columns::{Batch, Column, TableColumns};
use model::schema::{Schema, Settings};
use model::time::Zone;
use model::value::Type;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::mapping::FileMapping;
use crate::plan::Plan;
use crate::read::refuse::Refused;
use crate::read::{Error, Rounded};
use crate::source::Chunk;
use rows::Rows;
use widened::{Fault, Widened};

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
    /// Whether texts that are whole numbers may stay numbers.
    pub(crate) keeps_digits: bool,
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
    let plan = making.plan;
    let mut rows = Rows::of(making);
    let is_left_out = rows.choose()?;
    let mut roles = rows.roles(progress)?;
    let all_kept = rows.keep.iter().all(|keep| *keep);
    if !all_kept {
        roles.keep_only(&rows.keep);
    }
    let kept = if all_kept { None } else { Some(rows.keep.as_slice()) };
    let made_fields = fields::made(making, kept, progress)?;
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
