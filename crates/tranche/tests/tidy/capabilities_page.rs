//! The reference page of what a condition can say, row by row, generated from the numbers that the headings of `spec/`
//! carry.
//!
//! `UPDATE=1 cargo test -p tranche --test tidy` writes it again.

use std::fmt::Write;

use crate::check;
use crate::tree::{TextFile, files_under, root, text_of};

const PAGE: &str = "docs/reference/capabilities.md";
const START: &str = "# What a condition can say\n\n\
    Each row is settled by cases in `spec/`, which every engine is held to. This page is made from the headings that carry\n\
    the number of a row: `UPDATE=1 cargo test -p tranche --test tidy` writes it again.\n";

/// The rows in order: what can be said, and what cannot yet.
const ROWS: [(&str, &str); 54] = [
    ("Tests of a text", ""),
    ("Numbers, yes or no, known or unknown, between", ""),
    ("Attributes with several values: any, all, none, how many", ""),
    ("Rows that belong to other rows: lines of an order, lists of records, a business's own streams", ""),
    ("A value as it was, or as it was at some moment of a window", ""),
    ("A value that changed, from one to another", ""),
    ("Two values of one customer compared", ""),
    ("How many rows in a window", ""),
    ("Nothing in a window", ""),
    ("A sum in a window", ""),
    ("An average, least, greatest or median in a window", ""),
    ("The first or last moment or value", ""),
    ("The most frequent value", ""),
    ("Distinct values, counted or listed", ""),
    ("Distinct days, and something in each or most of several periods", ""),
    ("The nth occurrence", ""),
    ("The ratio of two behaviours", ""),
    ("Filters on the rows that are counted", ""),
    ("Several filters on the same row", ""),
    ("Products, categories and their trees, tags, other reference tables", ""),
    ("One thing followed or preceded by another, and sequences of steps", ""),
    ("One thing not followed by another in time", ""),
    ("The same value held across the steps", ""),
    (
        "Sessions",
        "Sessions are rows that a source delivers. They are not cut out of page views by a pause: the tool that shows them to\n\
         the business has cut them already, and a second cutting would not agree with it.",
    ),
    ("Relative windows, of the past and to come", ""),
    ("Windows around a date of the customer's own", ""),
    ("Calendar and fiscal periods, named calendars, weekdays and hours", ""),
    ("Anniversaries and birthdays, the year ignored", ""),
    ("Age, gender, language", ""),
    ("Country, region, city", ""),
    (
        "A distance from a place",
        "Places are points. An area goes by what names it: a postal code, a city, or the region that a reference table gives\n\
         them; outlines drawn on a map and times of travel would need maps, which a base does not have.",
    ),
    ("Percentile, quantile, rank, also per group", ""),
    ("The customers who make up a share of a total", ""),
    ("And, or, not to any depth, and so many of several tests", ""),
    ("A segment inside a segment", ""),
    ("When a segment or a list was entered or left", ""),
    ("A list of customers", ""),
    ("Consent by channel and purpose", ""),
    ("Reachable now on a channel", ""),
    ("Messages: sent, opened, clicked, and how many over a window", ""),
    ("Browsing: pages, products, searches", ""),
    ("Devices, systems, applications", ""),
    (
        "Where a customer came from",
        "The first and the last source are `first(session.source)` and `last(session.source)`. Shares of several sources in one\n\
         order depend on a model of who deserves what: they are taken as they are delivered.",
    ),
    ("Answers to questions and questionnaires", ""),
    ("Cancellations, refunds, coupons", ""),
    ("A stable random share of the customers", ""),
    (
        "The arm of an experiment, the control group",
        "Arms are attributes that are delivered, or samples, which are stable: nothing more is needed to say who is in one.",
    ),
    (
        "Scores and predictions",
        "Scores are attributes: delivered by a source, or forecast by `tranche analyse value --customers FILE` and imported like\n\
         any other. A definition does not forecast by itself, so that its members can be told from what happened alone.",
    ),
    ("RFM groups", ""),
    ("A company or a household, quantified over its members", ""),
    ("A language that is written as text", ""),
    (
        "Definitions in sentences",
        "Sentences of the fixed patterns in English and French are read; free wording is not: what was understood must be\n\
         certain. A sentence that is not read is answered with the place and what could stand there.",
    ),
    (
        "Parameters",
        "Parameters are filled in when a segment is added or its file is changed, not at each question: a segment has the same\n\
         members whoever asks. A question of its own is a definition, typed with its values.",
    ),
    ("Ordered segments that exclude one another", ""),
];

/// A heading of `spec/`, the rows that it settles, and its first definition.
struct Section {
    file: String,
    title: String,
    rows: Vec<usize>,
    example: Option<String>,
}

/// The numbers of a heading such as `24. Sessions; 40. Messages`.
fn rows_of(title: &str) -> Vec<usize> {
    title.split(';').filter_map(|part| part.trim().split_once(". ")?.0.parse().ok()).collect()
}

fn sections(files: &[TextFile]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        let (mut fence, mut begun) = (String::new(), String::new());
        for line in file.text.lines() {
            if let Some(words) = line.strip_prefix("```") {
                fence = if fence.is_empty() { words.to_owned() } else { String::new() };
                begun.clear();
            } else if let (Some(title), true) = (line.strip_prefix("## "), fence.is_empty()) {
                let (file, title, rows) = (file.path.clone(), title.to_owned(), rows_of(title));
                sections.push(Section { file, title, rows, example: None });
            } else if ["cases", "values"].contains(&fence.as_str()) && !line.starts_with("--") {
                match line.rsplit_once("=> ") {
                    Some((typed, _)) => {
                        let typed = format!("{begun}{}", typed.trim());
                        begun.clear();
                        if let Some(section) = sections.last_mut().filter(|section| section.file == file.path) {
                            section.example.get_or_insert(typed);
                        }
                    }
                    None => begun.push_str(&format!("{} ", line.trim())),
                }
            }
        }
    }
    sections
}

/// The anchor that a heading has on a page.
fn anchor(title: &str) -> String {
    let letters = title.to_lowercase();
    let kept = letters.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().replace(' ', "-")
}

fn page(sections: &[Section]) -> String {
    let mut page = START.to_owned();
    for (number, (name, missing)) in (1..).zip(ROWS) {
        write!(page, "\n## {number}. {name}\n\n").unwrap();
        let settling: Vec<&Section> = sections.iter().filter(|section| section.rows.contains(&number)).collect();
        for section in &settling {
            writeln!(page, "- [{}](../../{}#{})", section.title, section.file, anchor(&section.title)).unwrap();
        }
        if let Some(example) = settling.iter().find_map(|section| section.example.as_ref()) {
            write!(page, "\n`{example}`\n").unwrap();
        }
        if !missing.is_empty() {
            writeln!(page, "{}{missing}", if settling.is_empty() { "" } else { "\n" }).unwrap();
        }
    }
    page
}

#[test]
fn every_row_has_a_section_or_says_what_is_missing() {
    let sections = sections(&files_under("spec"));
    let rows = (1..).zip(ROWS);
    let bare = rows.filter(|(number, (_, missing))| {
        missing.is_empty() && !sections.iter().any(|section| section.rows.contains(number) && section.example.is_some())
    });
    check(
        "These rows have no section in `spec/`:",
        bare.map(|(number, (name, _))| format!("{number}. {name}")).collect(),
    );
    let beyond = sections.iter().filter(|section| section.rows.iter().any(|row| !(1..=ROWS.len()).contains(row)));
    check("These headings carry the number of no row:", beyond.map(|section| section.title.clone()).collect());
}

#[test]
fn the_page_of_what_can_be_said_is_up_to_date() {
    let page = page(&sections(&files_under("spec")));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(PAGE), &page).unwrap();
    }
    assert_eq!(text_of(PAGE), page, "{PAGE} is out of date (UPDATE=1 writes it again)");
}
