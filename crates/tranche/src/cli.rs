//! The command line: reads what is asked, calls one use case, shows the result.
//!
//! Help comes from the catalogues: a command `x` has `cli-x`, its example `cli-x-example`, its arguments `cli-x-arg-*`.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use model::phrase::Phrase;
use model::time::Instant;
use serde_json::{Map, Value, json};

use crate::catalogue::{Catalogue, Language};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

mod among;
mod analyse;
mod apply;
mod backup;
mod bars;
mod check;
mod count;
mod customer;
mod demo;
mod due;
mod evaluate;
mod explain;
mod explained;
mod fmt;
mod help;
mod history;
mod identity;
mod import;
mod imports;
mod init;
mod library;
mod list;
mod listed;
mod members;
mod mistyped;
mod plan;
mod problems;
mod quality;
mod refused;
mod remove;
mod report;
mod restore;
mod schema;
mod segmentation;
mod segments;
mod serve;
mod tables;
mod test;
mod unmerge;
mod verify;
mod versions;
mod when;

/// How a command ended.
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// Done, but some rows or values were refused.
    WithRefusals,
    /// Something in the base is damaged.
    Damaged,
    /// Something failed, and the rest was done.
    SomeFailed,
}

/// Exit status of a failure.
const FAILED: u8 = 1;
/// Exit status of problems in what was typed.
const PROBLEMS: u8 = 2;
/// Exit status of an import that refused some rows or values.
const REFUSED: u8 = 3;

#[derive(Parser)]
#[command(name = "tranche", version, disable_help_subcommand = true, arg_required_else_help = true)]
struct Line {
    #[arg(long, global = true, env = "TRANCHE_BASE", hide_env_values = true)]
    base: Option<PathBuf>,
    #[arg(long, global = true)]
    json: bool,
    #[arg(long, global = true, value_parser = ["en", "fr"], env = "TRANCHE_LANG", hide_env_values = true)]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Init),
    Import(import::Import),
    Imports(imports::Imports),
    Refused(refused::Refused),
    Quality(quality::Quality),
    Schema(schema::Schema),
    Check(check::Check),
    Fmt(fmt::Fmt),
    Count(count::Count),
    Members(members::Members),
    Segments(segments::Segments),
    Serve(serve::Serve),
    List(list::List),
    Library(library::Library),
    Segmentation(segmentation::Segmentation),
    Analyse(analyse::Analyse),
    Report(report::Report),
    Evaluate(evaluate::Evaluate),
    History(history::SizeHistory),
    Customer(customer::Customer),
    Explain(explain::Explain),
    Identity(identity::Identity),
    Unmerge(unmerge::Unmerge),
    Plan(plan::Plan),
    Apply(apply::Apply),
    Test(test::Test),
    Versions(versions::Versions),
    Remove(remove::Remove),
    Verify(verify::Verify),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Demo(demo::Demo),
}

/// What every command may need to know of how it was asked.
pub(crate) struct Asked {
    base: PathBuf,
    json: bool,
    catalogue: Catalogue,
    /// When the program was started.
    now: Instant,
    /// What was done before a failure, to be told in the one document with it.
    done: RefCell<Map<String, Value>>,
    /// The sign that something long is being worked at, until something is told.
    working: RefCell<Option<bars::Bar>>,
}

impl Asked {
    fn open(&self) -> Result<Base, Failure> {
        Base::open(&self.base)
    }

    fn open_to_write(&self) -> Result<Base, Failure> {
        Base::open_to_write(&self.base)
    }

    /// Prints JSON, with its keys in the order given.
    fn print_json(&self, value: &Value) {
        let mut done = self.done.take();
        match value {
            Value::Object(value) if !done.is_empty() => {
                done.extend(value.clone());
                print(&format!("{:#}", Value::Object(done)));
            }
            value => print(&format!("{value:#}")),
        }
    }

    /// Has something told in the document of the failure that is to come.
    fn tell_with_failure(&self, name: &str, value: Value) {
        self.done.borrow_mut().insert(name.to_owned(), value);
    }

    fn say(&self, phrase: &Phrase) {
        print(&self.catalogue.say(phrase));
    }
}

/// Writes a line; a reader that stops listening (`| head`) is no failure.
fn print(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = language(&arguments);
    let catalogue = Catalogue::new(language);
    let command = help::localised(Line::command(), &catalogue);
    let line = command.try_get_matches_from(&arguments).and_then(|matches| Line::from_arg_matches(&matches));
    let line = match line {
        Ok(line) => line,
        // Help and version are asked for in the same way as something is mistyped.
        Err(error) if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { PROBLEMS } else { 0 });
        }
        Err(error) => {
            mistyped::print(&error, &catalogue, arguments.iter().any(|argument| argument == "--json"));
            return ExitCode::from(PROBLEMS);
        }
    };
    let asked = Asked {
        base: line.base.unwrap_or_else(|| PathBuf::from("tranche-base")),
        json: line.json,
        catalogue,
        now: Instant(jiff::Timestamp::now().as_microsecond()),
        done: RefCell::default(),
        working: RefCell::default(),
    };
    match run(&asked, &line.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::WithRefusals) => ExitCode::from(REFUSED),
        Ok(Outcome::Damaged | Outcome::SomeFailed) => ExitCode::from(FAILED),
        Err(Failure::Problems(faulty)) => {
            problems::print(&asked, &faulty);
            ExitCode::from(PROBLEMS)
        }
        Err(Failure::Failed(phrase) | Failure::Unreadable(phrase)) => {
            let message = asked.catalogue.say(&phrase);
            if asked.json {
                asked.print_json(&json!({ "error": message }));
            } else {
                eprintln!("{message}");
            }
            ExitCode::from(FAILED)
        }
    }
}

fn run(asked: &Asked, command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Init(init) => init.run(asked),
        Command::Import(import) => import.run(asked),
        Command::Imports(imports) => imports.run(asked),
        Command::Refused(refused) => refused.run(asked),
        Command::Quality(quality) => quality.run(asked),
        Command::Schema(schema) => schema.run(asked),
        Command::Check(check) => check.run(asked),
        Command::Fmt(fmt) => fmt.run(asked),
        Command::Count(count) => count.run(asked),
        Command::Members(members) => members.run(asked),
        Command::Segments(segments) => segments.run(asked),
        Command::Serve(serve) => serve.run(asked),
        Command::List(list) => list.run(asked),
        Command::Library(library) => library.run(asked),
        Command::Segmentation(segmentation) => segmentation.run(asked),
        Command::Analyse(analyse) => analyse.run(asked),
        Command::Report(report) => report.run(asked),
        Command::Evaluate(evaluate) => evaluate.run(asked),
        Command::History(history) => history.run(asked),
        Command::Customer(customer) => customer.run(asked),
        Command::Explain(explain) => explain.run(asked),
        Command::Identity(identity) => identity.run(asked),
        Command::Unmerge(unmerge) => unmerge.run(asked),
        Command::Plan(plan) => plan.run(asked),
        Command::Apply(apply) => apply.run(asked),
        Command::Test(test) => test.run(asked),
        Command::Versions(versions) => versions.run(asked),
        Command::Remove(remove) => remove.run(asked),
        Command::Verify(verify) => verify.run(asked),
        Command::Backup(backup) => backup.run(asked),
        Command::Restore(restore) => restore.run(asked),
        Command::Demo(demo) => demo.run(asked),
    }
}

/// The language asked for: `--lang`, else TRANCHE_LANG, else the system's. It is needed before the line is read, since
/// help is written in it.
fn language(arguments: &[OsString]) -> Language {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let separate = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1].to_owned());
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang=")).map(str::to_owned);
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    [separate, joined, variable("TRANCHE_LANG"), variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")]
        .into_iter()
        .flatten()
        .find_map(|code| Language::of_code(&code))
        .unwrap_or(Language::English)
}
