//! A chunk of a file with its computed columns: those of the file come first, then those that a mapping computes.

use model::columns::Column;
use model::time::Zone;
use model::value::Type;
use model::written::notation::Notation;

use crate::convert::Unfit;
use crate::expression::{self, Computing, Expression, Wrong};
use crate::mapping::FileMapping;
use crate::read::Error;

/// A chunk with computed columns.
pub(crate) struct Widened<'a> {
    pub(crate) computing: Computing<'a>,
    pub(crate) file: &'a FileMapping,
    /// The computed columns, counted on after those of the file.
    pub(crate) computed: &'a [Expression],
}

/// Something that does not fit, and the column that is to blame.
pub(crate) struct Fault {
    pub(crate) column: usize,
    pub(crate) unfit: Unfit,
}

impl Widened<'_> {
    /// The name of a column: as the file has it, or the expression that it is computed with.
    pub(crate) fn name(&self, column: usize) -> &str {
        match self.computed(column) {
            Some(expression) => &expression.text,
            None => &self.computing.chunk.names[column],
        }
    }

    fn computed(&self, column: usize) -> Option<&Expression> {
        self.computed.get(column.checked_sub(self.computing.chunk.names.len())?)
    }

    /// The values of a column as a type, and those that do not fit. `step` hears how many rows were done.
    pub(crate) fn values(
        &self,
        column: usize,
        kind: Type,
        zone: &Zone,
        step: &dyn Fn(u64),
    ) -> Result<(Column, Vec<Fault>), Error> {
        let Some(expression) = self.computed(column) else {
            let (values, unfit) = self.computing.chunk.values(column, kind, zone, step)?;
            return Ok((values, unfit.into_iter().map(|unfit| Fault { column, unfit }).collect()));
        };
        let (values, unfit) = expression::values(&self.computing, expression, kind, self.notation(expression))?;
        step(self.computing.chunk.n_rows as u64);
        let fault = |wrong: Wrong| Fault { column: wrong.column.unwrap_or(column), unfit: wrong.unfit };
        Ok((values, unfit.into_iter().map(fault).collect()))
    }

    /// The values of a column as whole numbers, missing ones among them; `None` unless the file has them as such and none
    /// is negative.
    pub(crate) fn whole_numbers(&self, column: usize, step: &dyn Fn(u64)) -> Result<Option<Vec<i64>>, Error> {
        if self.computed(column).is_some() {
            return Ok(None);
        }
        self.computing.chunk.whole_numbers(column, step)
    }

    /// How texts made of columns are written: as the mapping says, else as the first column that tells.
    fn notation(&self, expression: &Expression) -> Notation {
        let chunk = self.computing.chunk;
        let of_inputs = || expression.inputs.iter().filter_map(|input| Some(chunk.notation(input.column?)));
        Notation {
            mark: self.file.decimal.or(Notation::PLAIN.mark),
            order: self.file.date_order.or_else(|| of_inputs().find_map(|notation| notation.order)),
            serials: false,
        }
    }

    /// The values of a column that no field can hold, whatever its type.
    pub(crate) fn nested(&self, column: usize) -> Vec<Fault> {
        if self.computed(column).is_some() {
            return Vec::new();
        }
        let unfit = self.computing.chunk.nested(column);
        unfit.into_iter().map(|unfit| Fault { column, unfit }).collect()
    }

    /// Which rows pass a test, and the cells that it could not read.
    pub(crate) fn holds(&self, test: &Expression) -> Result<(Vec<bool>, Vec<Fault>), Error> {
        let (truths, unfit) = expression::holds(&self.computing, test)?;
        let fault = |wrong: Wrong| Some(Fault { column: wrong.column?, unfit: wrong.unfit });
        Ok((truths, unfit.into_iter().filter_map(fault).collect()))
    }
}
