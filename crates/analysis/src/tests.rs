//! What the tests of several methods share.

pub(crate) mod coverage;
mod extremes;
mod properties;
pub(crate) mod recipe;

/// Fails unless a figure lies within this share of what is expected.
#[track_caller]
pub(crate) fn close(found: f64, expected: f64, relative: f64) {
    let is_close = (found - expected).abs() <= relative * expected.abs().max(f64::MIN_POSITIVE);
    assert!(is_close, "{found} is not {expected} within {relative}");
}

/// What big businesses spent, and other businesses.
pub(crate) fn big_and_other() -> (Vec<f64>, Vec<f64>) {
    let businesses = recipe::customers().into_iter().filter(|c| c.b2b);
    let (big, other): (Vec<_>, Vec<_>) = businesses.partition(|c| c.big);
    let euros = |customers: Vec<recipe::Customer>| customers.iter().map(recipe::Customer::euros).collect();
    (euros(big), euros(other))
}

/// Whether each customer is among the two hundred that spent the most.
pub(crate) fn top_decile() -> Vec<bool> {
    recipe::customers().iter().map(|c| c.cents() >= 67_332).collect()
}

/// The text of a file of reference results; `None`, and a word about it, where they do not lie beside this checkout.
/// `TRANCHE_REFERENCES` names their folder if it is another one.
pub(crate) fn reference(file: &str) -> Option<String> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("TRANCHE_REFERENCES").map_or_else(beside, std::path::PathBuf::from);
    let text = std::fs::read_to_string(folder.join(file)).ok();
    if text.is_none() {
        eprintln!("skipped: {file} is not in {}", folder.display());
    }
    text
}
