//! The reliability lab of the program: it is killed at any moment while it imports, its disk fills up, and its base is
//! copied, damaged and brought back, all of it from outside as a person would see it.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod kills;
mod shop;
mod syncs;
mod tools;
