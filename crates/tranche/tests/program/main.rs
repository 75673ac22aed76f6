//! The program as a user runs it: its answers, its exit statuses, and what it leaves behind.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod asking;
mod demo;
mod importing;
mod library;
mod lists;
mod refusing;
mod shop;
