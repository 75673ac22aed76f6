//! Tests and values that compare a customer with the whole base.

pub(super) mod compared;
