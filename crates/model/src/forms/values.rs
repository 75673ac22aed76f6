//! Values that are not folds.

pub(crate) mod arithmetic;
pub(crate) mod length;
pub(crate) mod literal;
pub(crate) mod named;
pub(crate) mod negated;
