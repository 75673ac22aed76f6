//! Tests of the others of a customer's company or household.

pub(super) mod among_relatives;
pub(super) mod count_relatives;
pub(super) mod relation;
