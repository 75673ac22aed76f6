//! Weighted sums of squares and products of columns, and their inverse: what every regression solves.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};

use crate::Error;

/// Rows summed at once. Pieces are added in their order, so the result does not depend on the number of threads.
const PIECE: usize = 8192;
/// What must remain of a column's square after the others are taken out of it, or it is a combination of them.
const REMAINS: f64 = 1e-10;

/// A square matrix, row by row.
#[derive(Debug, Clone)]
pub(crate) struct Square {
    pub(crate) size: usize,
    pub(crate) cells: Vec<f64>,
}

/// Columns with a leading one that is always 1.
pub(crate) struct Design<'a> {
    columns: &'a [&'a [f64]],
    rows: usize,
}

impl<'a> Design<'a> {
    pub(crate) fn new(columns: &'a [&'a [f64]], rows: usize) -> Self {
        Self { columns, rows }
    }

    /// Number of coefficients.
    pub(crate) fn width(&self) -> usize {
        self.columns.len() + 1
    }

    /// The value of a column (0 is the constant) in a row.
    pub(crate) fn at(&self, column: usize, row: usize) -> f64 {
        if column == 0 { 1.0 } else { self.columns[column - 1][row] }
    }

    /// Σ coefficient × value, for each row.
    pub(crate) fn predict(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut out = vec![coefficients[0]; self.rows];
        out.par_chunks_mut(PIECE).enumerate().for_each(|(piece, out)| {
            for (column, coefficient) in self.columns.iter().zip(&coefficients[1..]) {
                out.iter_mut().zip(&column[piece * PIECE..]).for_each(|(sum, value)| *sum += coefficient * value);
            }
        });
        out
    }

    /// Σ weight × value × value over all pairs of columns.
    pub(crate) fn products(&self, weights: &[f64]) -> Square {
        let size = self.width();
        let pieces: Vec<Vec<f64>> = (0..self.rows.div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let mut cells = vec![0.0; size * size];
                let mut row_values = vec![1.0; size];
                for row in piece * PIECE..((piece + 1) * PIECE).min(self.rows) {
                    for (value, column) in row_values[1..].iter_mut().zip(self.columns) {
                        *value = column[row];
                    }
                    for i in 0..size {
                        let weighted = weights[row] * row_values[i];
                        for j in 0..=i {
                            cells[i * size + j] += weighted * row_values[j];
                        }
                    }
                }
                cells
            })
            .collect();
        let mut cells = vec![0.0; size * size];
        pieces.iter().for_each(|piece| cells.iter_mut().zip(piece).for_each(|(sum, cell)| *sum += cell));
        for i in 0..size {
            for j in 0..i {
                cells[j * size + i] = cells[i * size + j];
            }
        }
        Square { size, cells }
    }

    /// Σ value × number, for each column.
    pub(crate) fn times(&self, numbers: &[f64]) -> Vec<f64> {
        let sum = |column: Option<&[f64]>| {
            let pieces: Vec<f64> = numbers
                .par_chunks(PIECE)
                .enumerate()
                .map(|(piece, numbers)| match column {
                    Some(column) => column[piece * PIECE..].iter().zip(numbers).map(|(x, y)| x * y).sum::<f64>(),
                    None => numbers.iter().sum(),
                })
                .collect();
            pieces.iter().sum()
        };
        std::iter::once(sum(None)).chain(self.columns.iter().map(|column| sum(Some(column)))).collect()
    }
}

impl Square {
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// The inverse of a symmetric positive matrix, by Cholesky's factors of its correlation form.
    ///
    /// The column that is a combination of those before it is the error; the constant, which is none of the caller's
    /// columns, is never blamed.
    pub(crate) fn inverse(&self) -> Result<Square, Error> {
        let n = self.size;
        let scale: Vec<f64> = (0..n).map(|i| self.at(i, i).max(0.0).sqrt()).collect();
        let collinear = |i: usize| Error::Collinear { column: i.saturating_sub(1) };
        let mut lower = vec![0.0; n * n];
        for i in 0..n {
            if scale[i] <= 0.0 || !scale[i].is_finite() {
                return Err(collinear(i));
            }
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| lower[i * n + k] * lower[j * n + k]).sum();
                let rest = self.at(i, j) / (scale[i] * scale[j]) - known;
                if i == j {
                    if rest < REMAINS {
                        return Err(collinear(i));
                    }
                    lower[i * n + i] = rest.sqrt();
                } else {
                    lower[i * n + j] = rest / lower[j * n + j];
                }
            }
        }
        let mut cells = vec![0.0; n * n];
        for unit in 0..n {
            let mut y = vec![0.0; n];
            for i in 0..n {
                let known: f64 = (0..i).map(|k| lower[i * n + k] * y[k]).sum();
                y[i] = (f64::from(u8::from(i == unit)) - known) / lower[i * n + i];
            }
            for i in (0..n).rev() {
                let known: f64 = (i + 1..n).map(|k| lower[k * n + i] * cells[k * n + unit]).sum();
                cells[i * n + unit] = (y[i] - known) / lower[i * n + i];
            }
        }
        for i in 0..n {
            for j in 0..n {
                cells[i * n + j] /= scale[i] * scale[j];
            }
        }
        Ok(Square { size: n, cells })
    }

    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.size).map(|i| vector.iter().enumerate().map(|(j, x)| self.at(i, j) * x).sum()).collect()
    }

    /// self × middle × self.
    pub(crate) fn around(&self, middle: &Square) -> Square {
        let n = self.size;
        let product = |a: &Square, b: &Square| {
            let cell = |place: usize| (0..n).map(|k| a.at(place / n, k) * b.at(k, place % n)).sum();
            Square { size: n, cells: (0..n * n).map(cell).collect() }
        };
        product(&product(self, middle), self)
    }
}
