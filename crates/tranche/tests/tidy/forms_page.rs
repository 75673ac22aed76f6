//! The reference page of the forms, generated from the registry and from each form's own documentation.
//!
//! `UPDATE=1 cargo test -p tranche --test tidy` writes it again.

use std::fmt::Write;

use model::forms::FORMS;
use model::text::parser::parse;

use crate::check;
use crate::tree::{TextFile, files_under, root, text_of};

const PAGE: &str = "docs/reference/forms.md";
const FOLDER: &str = "crates/model/src/forms";
const HEADINGS: [&str; 4] = ["What it tests", "When a marketer uses it", "Example", "Missing data"];
const START: &str = "# Forms\n\n\
    A form is a kind of node of the definition tree. This page is made from the forms' own documentation: change it\n\
    there, in `crates/model/src/forms/`, then run `UPDATE=1 cargo test -p tranche --test tidy`.\n";

/// What a form says of itself.
struct Documentation {
    group: String,
    summary: String,
    /// One text for each of [`HEADINGS`].
    sections: Vec<String>,
}

/// The documentation of a form, out of the file that holds its line of the registry.
fn documentation(files: &[TextFile], id: &str) -> Result<Documentation, String> {
    let line = format!("id: \"{id}\"");
    let file =
        files.iter().find(|file| file.text.contains(&line)).ok_or_else(|| format!("{id}: no file has {line}"))?;
    let group = file.path[FOLDER.len() + 1..].split('/').next().unwrap_or_default().to_owned();
    let lines: Vec<&str> = file.text.lines().collect();
    let first_heading = format!("/// # {}", HEADINGS[0]);
    let heading = lines.iter().position(|line| *line == first_heading);
    let heading = heading.ok_or_else(|| format!("{id}: {} has no `{first_heading}`", file.path))?;
    let start = lines[..heading].iter().rposition(|line| !line.starts_with("///")).map_or(0, |before| before + 1);
    let block = lines[start..].iter().take_while(|line| line.starts_with("///"));
    let mut parts: Vec<(&str, String)> = vec![("", String::new())];
    for line in block.map(|line| line[3..].trim()) {
        match line.strip_prefix("# ") {
            Some(heading) => parts.push((heading, String::new())),
            None => {
                let text = &mut parts.last_mut().unwrap().1;
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    let headings: Vec<&str> = parts[1..].iter().map(|(heading, _)| *heading).collect();
    if headings != HEADINGS || parts[1..].iter().any(|(_, text)| text.trim().is_empty()) {
        return Err(format!(
            "{id}: {} has the headings {headings:?}; all of {HEADINGS:?} must say something",
            file.path
        ));
    }
    let mut texts = parts.into_iter().map(|(_, text)| text.trim().to_owned());
    Ok(Documentation { group, summary: texts.next().unwrap_or_default(), sections: texts.collect() })
}

fn documented() -> Vec<(&'static str, Documentation)> {
    let files = files_under(FOLDER);
    let (found, missing): (Vec<_>, Vec<_>) =
        FORMS.iter().map(|form| documentation(&files, form.id).map(|said| (form.id, said))).partition(Result::is_ok);
    check("Every form documents itself:", missing.into_iter().filter_map(Result::err).collect());
    found.into_iter().flatten().collect()
}

fn page() -> String {
    let forms = documented();
    let mut groups: Vec<&str> = Vec::new();
    for (_, said) in &forms {
        if !groups.contains(&said.group.as_str()) {
            groups.push(&said.group);
        }
    }
    let mut page = START.to_owned();
    for group in groups {
        write!(page, "\n## {group}\n").unwrap();
        for (id, said) in forms.iter().filter(|(_, said)| said.group == group) {
            write!(page, "\n### {id}\n\n{}\n", said.summary).unwrap();
            for (heading, text) in HEADINGS.iter().zip(&said.sections) {
                write!(page, "\n**{heading}.** {text}\n").unwrap();
            }
        }
    }
    page
}

#[test]
fn the_page_of_the_forms_is_up_to_date() {
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(PAGE), &page).unwrap();
    }
    let written = text_of(PAGE);
    let differing: Vec<String> = written
        .lines()
        .zip(page.lines())
        .enumerate()
        .filter(|(_, (old, new))| old != new)
        .take(3)
        .map(|(number, (old, new))| format!("line {}: `{old}` should be `{new}`", number + 1))
        .collect();
    check(&format!("{PAGE} is out of date (UPDATE=1 writes it again):"), differing);
    assert_eq!(written, page, "{PAGE} is out of date (UPDATE=1 writes it again)");
}

#[test]
fn the_documented_examples_can_be_read() {
    let mut violations = Vec::new();
    for (id, said) in documented() {
        let example = said.sections[2].trim_matches('`');
        let as_test = parse(example).problems;
        // The example of a value is no definition by itself.
        if !as_test.is_empty() && !parse(&format!("{example} = 1")).problems.is_empty() {
            violations.push(format!("{id}: {example}: {:?}", as_test[0].phrase));
        }
    }
    check("These examples are not of the language:", violations);
}
