//! The `tranche` program.

use std::process::ExitCode;

mod catalogue;
mod cli;
mod demo;
mod ops;

fn main() -> ExitCode {
    cli::main()
}
