//! The reliability lab of the store: what is left of a base when the power goes, the disk is full, a sync fails or bits
//! flip. Each test bears the name of the promise it shows; `docs/reliability.md` lists them.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod backup;
mod bits;
mod cuts;
mod faults;
mod formats;
mod full;
mod shop;
