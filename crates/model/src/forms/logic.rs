//! Tests made of tests.

pub(super) mod and;
pub(super) mod count_of;
pub(super) mod not;
pub(super) mod or;
