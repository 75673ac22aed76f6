//! Tests of one value.

pub(super) mod between;
pub(super) mod compare;
pub(super) mod has;
pub(super) mod known;
pub(super) mod one_of;
pub(super) mod text_match;
pub(super) mod tree;
pub(super) mod under;
