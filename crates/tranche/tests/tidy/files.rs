//! Length and first line of Rust files, and how they import.

use crate::check;
use crate::tree::rust_files;

/// Longer files fail.
const FORBIDDEN_LENGTH: usize = 600;
/// Longer files are told, so that they are split before they have to be.
const LARGE_LENGTH: usize = 400;

#[test]
fn files_are_short() {
    let mut violations = Vec::new();
    for file in rust_files() {
        let n_lines = file.text.lines().count();
        if n_lines > FORBIDDEN_LENGTH {
            violations.push(format!("{}: {n_lines} lines", file.path));
        } else if n_lines > LARGE_LENGTH {
            println!("large: {} has {n_lines} lines", file.path);
        }
    }
    check(&format!("These files have more than {FORBIDDEN_LENGTH} lines; split them by subject:"), violations);
}

#[test]
fn files_say_what_they_are_for() {
    let unsaid = rust_files().into_iter().filter(|file| !file.text.starts_with("//! "));
    check("The first line must be `//! ` and say what the file is for:", unsaid.map(|file| file.path).collect());
}

#[test]
fn imports_name_what_they_import() {
    let mut violations = Vec::new();
    for file in rust_files().into_iter().filter(|file| !file.is_test()) {
        // Tests come last in a file.
        let code = file.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.trim();
            let is_import =
                line.starts_with("use ") || line.starts_with("pub use ") || line.starts_with("pub(crate) use ");
            if is_import && (line.contains("::*") || line.contains("{*") || line.contains(", *")) {
                violations.push(format!("{}:{}: {line}", file.path, number + 1));
            }
        }
    }
    check("Glob imports are for tests only:", violations);
}
