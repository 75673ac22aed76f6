//! The `tranche` program.

use std::process::ExitCode;

mod api;
mod catalogue;
mod charts;
mod cli;
mod demo;
mod ops;
mod pages;
mod saying;
mod serve;

fn main() -> ExitCode {
    cli::main()
}
