//! Forms about places on earth.

mod haversine;
pub(super) mod near;
