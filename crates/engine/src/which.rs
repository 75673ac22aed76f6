//! Which of some things something holds for: who is left to be looked at more closely.

/// The places of what is true, in order.
pub(crate) fn which(truths: impl ExactSizeIterator<Item = bool>) -> Vec<u32> {
    let (mut places, mut n_true) = (vec![0; truths.len()], 0);
    for (place, truth) in truths.enumerate() {
        // Each place is written, and the next one over it unless it stays: the processor would not foresee which.
        places[n_true] = place as u32;
        n_true += usize::from(truth);
    }
    places.truncate(n_true);
    places
}

#[cfg(test)]
mod tests {
    use super::which;

    #[test]
    fn places_of_what_is_true_are_told_in_order() {
        let check = |truths: &[bool], places: &[u32]| assert_eq!(which(truths.iter().copied()), places);
        check(&[false, true, true, false, true], &[1, 2, 4]);
        check(&[false; 3], &[]);
        check(&[true; 3], &[0, 1, 2]);
        check(&[], &[]);
    }
}
