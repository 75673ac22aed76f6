//! Keeps the house in order: what the style asks for and the compiler does not check.
//!
//! Each check lists everything that is wrong, not only the first thing.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod architecture;
mod arrows;
mod capabilities_page;
mod catalogues;
mod files;
mod forms_page;
mod language_page;
mod mapping_page;
mod names;
mod routes;
mod sentences_page;
mod texts;
mod tree;

/// Fails with every violation, one a line.
#[track_caller]
fn check(rule: &str, violations: Vec<String>) {
    assert!(violations.is_empty(), "{rule}\n  {}\n", violations.join("\n  "));
}
