//! Tests of belonging to a set of customers.

pub(super) mod in_list;
pub(super) mod in_segment;
pub(super) mod membership;
