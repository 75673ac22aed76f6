//! Reads a file with a mapping and says what came out, and how fast: `read MAPPING FILE [ROWS OF A CHUNK]`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;
use std::time::Instant;

use intake::{Look, Mapping, Reading, Stopped, read, read_in_chunks};
use model::schema::{Schema, Settings};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(mapping), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments: a mapping and a file".into());
    };
    let rows = arguments.next().and_then(|rows| rows.to_string_lossy().parse().ok());
    let mapping = Mapping::parse(&std::fs::read_to_string(mapping)?).map_err(|problems| format!("{problems:?}"))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = mapping.file_for(&name).ok_or("no section of the mapping is for this file")?;
    let settings = Settings {
        name: String::new(),
        timezone: "UTC".to_owned(),
        currency: "EUR".to_owned(),
        week_start: 0,
        hemisphere: Default::default(),
        fiscal_start: 1,
        statuses: BTreeMap::new(),
    };
    let (schema, tables) = (Schema::default(), BTreeMap::new());
    let start = Instant::now();
    let reading =
        Reading { path: &path, file, schema: &schema, settings: &settings, tables: &tables, progress: &|_| {} };
    let intake = match rows {
        None => read(&reading)?,
        Some(rows) => match read_in_chunks(&reading, rows, Look::First, &mut |_, _| Ok::<(), Infallible>(())) {
            Ok(Some(intake)) => intake,
            Ok(None) => return Err("the rows show otherwise than the first ones".into()),
            Err(Stopped::Reading(error)) => return Err(error.into()),
            Err(Stopped::Taking(never)) => match never {},
        },
    };
    let seconds = start.elapsed().as_secs_f64();
    let rate = intake.rows as f64 / seconds / 1e6;
    println!("{} rows in {seconds:.2} s, {rate:.1} million a second", intake.rows);
    for added in &intake.added {
        println!("  {:?} {}: {}", added.target, added.name, added.kind.name());
    }
    println!("  {} refused", intake.refused.len());
    for refused in intake.refused.iter().take(10) {
        println!("    {refused:?}");
    }
    Ok(())
}
