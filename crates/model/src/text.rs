//! The text form of definitions: tokens, parser and printer.

pub mod comments;
mod habits;
pub mod lexer;
pub mod parser;
pub mod printer;
