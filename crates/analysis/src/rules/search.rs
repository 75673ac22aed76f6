//! The search: rules are refined one condition at a time, the best at each depth going on.
//!
//! A refinement stays only if, beyond chance, it has more of the outcome than every rule that lacks one of its
//! conditions: else all that goes with a true driver would look like a discovery. Finalists are then chosen one after the
//! other, customers already described counting half each time, so that they do not all say the same.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Settings;
use super::atoms::{Asked, Atom};
use super::halves::{Half, Tally};
use crate::statistics::bits::Bits;
use crate::statistics::multiplicity::{Correction, corrected};

/// Rules kept of all depths for the choice of finalists.
const KEPT: usize = 300;
/// How much a customer counts once more when a finalist describes it already.
const COVERED: f64 = 0.5;

/// A rule of the searching half.
#[derive(Clone)]
pub(super) struct Candidate {
    /// The places of its conditions, ascending.
    pub(super) atoms: Vec<usize>,
    pub(super) bits: Bits,
    tally: Tally,
    quality: f64,
}

/// Returns the finalists, the best first, and how many rules were tried.
pub(super) fn search(atoms: &[Atom], half: &Half, settings: Settings) -> (Vec<Candidate>, usize) {
    let least = settings.least.max(half.rows() / 200) as u64;
    let mut tried = 0;
    let mut kept: Vec<Candidate> = Vec::new();
    let mut beam: Vec<Candidate> =
        vec![Candidate { atoms: Vec::new(), bits: half.everyone(), tally: half.whole(), quality: 0.0 }];
    for _ in 0..settings.depth {
        let (found, n) = refined(&beam, atoms, half, (least, floor(&kept)));
        tried += n;
        let ln_ps: Vec<f64> = found.par_iter().map(|candidate| ln_p(candidate, atoms, half)).collect();
        let corrected = corrected(&ln_ps, Correction::BenjaminiHochberg);
        let level = settings.level.ln();
        let mut better: Vec<Candidate> = found
            .into_iter()
            .zip(corrected)
            .filter(|(_, ln_p)| *ln_p <= level)
            .map(|(candidate, _)| candidate)
            .collect();
        better.sort_by(|a, b| b.quality.total_cmp(&a.quality).then_with(|| a.atoms.cmp(&b.atoms)));
        kept.extend(better.iter().take(KEPT).cloned());
        better.truncate(settings.beam);
        if better.is_empty() {
            break;
        }
        beam = better;
    }
    kept.sort_by(|a, b| b.quality.total_cmp(&a.quality).then_with(|| a.atoms.cmp(&b.atoms)));
    kept.truncate(KEPT);
    (chosen(kept, half, settings.finalists), tried)
}

/// The quality that a rule must be able to reach to be kept.
fn floor(kept: &[Candidate]) -> f64 {
    if kept.len() < KEPT { 0.0 } else { kept.iter().map(|candidate| candidate.quality).fold(f64::INFINITY, f64::min) }
}

/// Every rule of the beam with one condition more, each once, that is large enough and has more of the outcome than all.
fn refined(beam: &[Candidate], atoms: &[Atom], half: &Half, (least, floor): (u64, f64)) -> (Vec<Candidate>, usize) {
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (place, candidate) in beam.iter().enumerate() {
        if half.bound(candidate.tally) < floor {
            continue;
        }
        for atom in 0..atoms.len() {
            if fits(candidate, atom, atoms) && seen.insert(with(candidate, atom)) {
                wanted.push((place, atom));
            }
        }
    }
    let found = wanted.par_iter().filter_map(|(place, atom)| {
        let candidate = &beam[*place];
        let bits = candidate.bits.both(&atoms[*atom].bits);
        let n = bits.count();
        if n < least || n == candidate.tally.n {
            return None;
        }
        let tally = half.tally(&bits);
        let quality = half.quality(tally);
        (quality > floor.max(0.0)).then(|| Candidate { atoms: with(candidate, *atom), bits, tally, quality })
    });
    (found.collect(), wanted.len())
}

fn with(candidate: &Candidate, atom: usize) -> Vec<usize> {
    let mut atoms = candidate.atoms.clone();
    atoms.push(atom);
    atoms.sort_unstable();
    atoms
}

/// Whether a condition adds something that can be said: not the same column again, save the other side of a range.
fn fits(candidate: &Candidate, atom: usize, atoms: &[Atom]) -> bool {
    let new = atoms[atom].condition;
    candidate.atoms.iter().map(|place| atoms[*place].condition).all(|old| {
        old.column != new.column
            || matches!(
                (old.asked, new.asked),
                (Asked::Above(_), Asked::AtMost(_)) | (Asked::AtMost(_), Asked::Above(_))
            )
    })
}

/// The worst of a rule against each rule that lacks one of its conditions.
fn ln_p(candidate: &Candidate, atoms: &[Atom], half: &Half) -> f64 {
    let lacking = |left_out: usize| {
        let kept = candidate.atoms.iter().filter(|atom| **atom != left_out);
        kept.fold(half.everyone(), |all, atom| all.both(&atoms[*atom].bits))
    };
    let parents = candidate.atoms.iter().map(|atom| half.tally(&lacking(*atom)));
    parents.map(|parent| half.ln_p_within(candidate.tally, parent)).fold(f64::NEG_INFINITY, f64::max)
}

/// Finalists by weighted covering.
fn chosen(mut left: Vec<Candidate>, half: &Half, finalists: usize) -> Vec<Candidate> {
    let mut weights = vec![1.0_f64; half.rows()];
    let mut chosen: Vec<Candidate> = Vec::new();
    let mean = half.mean();
    while chosen.len() < finalists && !left.is_empty() {
        let gains: Vec<f64> = left
            .par_iter()
            .map(|candidate| candidate.bits.iter().map(|row| weights[row] * (half.at(row) - mean)).sum())
            .collect();
        let best = (0..left.len()).max_by(|a, b| gains[*a].total_cmp(&gains[*b]).then(b.cmp(a))).unwrap_or(0);
        if gains[best] <= 0.0 {
            break;
        }
        let candidate = left.remove(best);
        candidate.bits.iter().for_each(|row| weights[row] *= COVERED);
        chosen.push(candidate);
    }
    chosen
}
