//! The text form of definitions: tokens, parser and printer.

pub mod comments;
pub mod lexer;
pub mod parser;
pub mod printer;
