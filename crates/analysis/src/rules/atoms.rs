//! The single conditions that rules are made of, each a set of rows.

use serde::Serialize;

use crate::statistics::bits::Bits;
use crate::traits::Column;

/// Levels of a column that become conditions at most, the most frequent ones.
const LEVELS: usize = 50;

/// The least value is a cut of its own when at least one in so many has it.
const OFTEN: usize = 20;

/// One condition on one column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Condition {
    /// The place of the column.
    pub column: usize,
    /// What is asked of its value.
    pub asked: Asked,
}

/// What a condition asks of a value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// The flag is so.
    Is(bool),
    /// The level is this one.
    Level(u32),
    /// The number is above this one.
    Above(f64),
    /// The number is at most this one.
    AtMost(f64),
}

impl Condition {
    /// The rows, of those given, for which the condition holds; by their places there.
    pub(super) fn bits(&self, columns: &[Column], rows: &[usize]) -> Bits {
        let column = columns[self.column];
        Bits::of(rows.len(), |place| match (column, self.asked) {
            (Column::Flags(flags), Asked::Is(wanted)) => flags[rows[place]] == wanted,
            (Column::Levels { codes, .. }, Asked::Level(level)) => codes[rows[place]] == level,
            (Column::Numbers(numbers), Asked::Above(cut)) => numbers[rows[place]] > cut,
            (Column::Numbers(numbers), Asked::AtMost(cut)) => numbers[rows[place]] <= cut,
            _ => false,
        })
    }
}

/// A condition with its rows.
pub(super) struct Atom {
    pub(super) condition: Condition,
    pub(super) bits: Bits,
}

/// The conditions that columns allow, on some rows. Of conditions with the same rows the first one stands for all.
pub(super) fn atoms(columns: &[Column], rows: &[usize], groups: usize) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        for asked in questions(column, rows, groups) {
            let condition = Condition { column: place, asked };
            let bits = condition.bits(columns, rows);
            let n = bits.count() as usize;
            if n > 0 && n < rows.len() && atoms.iter().all(|atom| atom.bits != bits) {
                atoms.push(Atom { condition, bits });
            }
        }
    }
    atoms
}

fn questions(column: &Column, rows: &[usize], groups: usize) -> Vec<Asked> {
    match column {
        Column::Flags(_) => vec![Asked::Is(true), Asked::Is(false)],
        Column::Levels { codes, levels } => {
            let mut sizes = vec![0_usize; *levels];
            let known = rows.iter().map(|row| codes[*row] as usize).filter(|code| code < levels);
            known.for_each(|code| sizes[code] += 1);
            let mut order: Vec<usize> = (0..*levels).filter(|level| sizes[*level] > 0).collect();
            order.sort_by_key(|level| (std::cmp::Reverse(sizes[*level]), *level));
            order.truncate(LEVELS);
            order.into_iter().map(|level| Asked::Level(level as u32)).collect()
        }
        Column::Numbers(numbers) => {
            cuts(numbers, rows, groups).into_iter().flat_map(|cut| [Asked::Above(cut), Asked::AtMost(cut)]).collect()
        }
    }
}

/// Cuts that split the known numbers into groups of about equal size, each a value that occurs. Whole numbers and others
/// with few values are cut at values, so that a rule says `above 3` and never `above 3.25`.
fn cuts(numbers: &[f64], rows: &[usize], groups: usize) -> Vec<f64> {
    let mut known: Vec<f64> = rows.iter().map(|row| numbers[*row]).filter(|x| x.is_finite()).collect();
    if known.is_empty() {
        return Vec::new();
    }
    known.sort_unstable_by(f64::total_cmp);
    let last = known[known.len() - 1];
    let at = |group: usize| known[(known.len() * group).div_ceil(groups).clamp(1, known.len()) - 1];
    let mut cuts: Vec<f64> = (1..groups).map(at).filter(|cut| *cut < last).collect();
    // What most share (nobody ever complained) is a cut of its own, however few exceed it.
    if known.iter().take_while(|x| **x == known[0]).count() * OFTEN >= known.len() {
        cuts.push(known[0]);
    }
    cuts.retain(|cut| *cut < last);
    cuts.sort_unstable_by(f64::total_cmp);
    cuts.dedup();
    cuts
}
