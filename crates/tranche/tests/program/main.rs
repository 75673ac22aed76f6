//! The program as a user runs it: its answers, its exit statuses, and what it leaves behind.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod analysing;
mod asking;
mod definitions;
mod demo;
mod due;
mod explaining;
mod importing;
mod large;
mod library;
mod lists;
mod nested;
mod prices;
mod quality;
mod refusing;
mod relatives;
mod renaming;
mod retyping;
mod segmentations;
mod shop;
mod statistics;
mod studies;
mod visitors;
