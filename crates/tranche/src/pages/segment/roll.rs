//! The members of a segment, with the columns that people choose.

use askama::Template;

use super::{Head, answered, column_name, head, path};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::roll::{PER_PAGE, Wish, choices, page};
use crate::ops::segment::Described;
use crate::pages::Answer;
use crate::pages::frame::{Frame, encoded};
use crate::serve::Asking;

#[derive(Template)]
#[template(path = "segment_members.html")]
struct Roll<'a> {
    f: &'a Frame,
    head: Head,
    columns: Vec<ColumnHead>,
    rows: Vec<Row>,
    choices: Vec<Choice>,
    /// Which members are shown, in words.
    shown: String,
    earlier: Option<String>,
    later: Option<String>,
    csv: String,
    xlsx: String,
    export: String,
}

/// The head of a column, a link that sorts by it.
struct ColumnHead {
    name: String,
    address: String,
    /// `ascending`, `descending`, or nothing.
    sorted: &'static str,
    is_number: bool,
}

/// A member.
struct Row {
    id: String,
    address: String,
    why: String,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    is_number: bool,
    is_minor: bool,
}

/// A column that may be chosen.
struct Choice {
    name: String,
    label: String,
    is_chosen: bool,
}

/// What an address asks of a roll.
pub(super) fn wish(asking: &Asking) -> Wish {
    Wish::asked(|name| asking.words(name).map(str::to_owned).collect())
}

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, members) = head(base, f, about, "members")?;
    let wish = wish(&f.asking);
    let roll = page(base, &members, &wish, f.as_of)?;
    let is_number = |kind: model::names::Kind| !kind.list && kind.item.is_numeric();
    let columns = roll.columns.iter().map(|column| {
        let now = wish.sort.as_ref().filter(|(name, _)| *name == column.name).map(|(_, falls)| *falls);
        let falls = now.map_or(is_number(column.kind) || column.kind.item.is_temporal(), |falls| !falls);
        let word = if falls { format!("-{}", column.name) } else { column.name.clone() };
        ColumnHead {
            name: column_name(f, column),
            address: f.with(&[("sort", Some(&word)), ("page", None)]),
            sorted: now.map_or("", |falls| if falls { "descending" } else { "ascending" }),
            is_number: is_number(column.kind),
        }
    });
    let columns: Vec<ColumnHead> = columns.collect();
    let row = |entry: &crate::ops::roll::Entry| {
        let cell = |(place, (column, value)): (usize, (&crate::ops::roll::Column, &model::value::Value))| Cell {
            text: f.value(value, column.kind),
            is_number: is_number(column.kind),
            is_minor: place > 2,
        };
        let address = format!("/customers/{}", encoded(&entry.id));
        Row {
            why: f.link(&format!("{address}?why={}", encoded(&about.id))),
            address: f.link(&address),
            cells: roll.columns.iter().zip(&entry.values).enumerate().map(cell).collect(),
            id: entry.id.clone(),
        }
    };
    let choice = |column: crate::ops::roll::Column| Choice {
        label: column_name(f, &column),
        is_chosen: roll.columns.iter().any(|chosen| chosen.name == column.name),
        name: column.name,
    };
    let mut choices: Vec<Choice> = choices(base).into_iter().map(choice).collect();
    choices.sort_by_key(|choice| (!choice.is_chosen, choice.label.to_lowercase(), choice.name.clone()));
    let first = roll.page * PER_PAGE;
    let to_page = |page: usize| f.with(&[("page", Some(&(page + 1).to_string()))]);
    let shown = model::phrase::Phrase::new("segment-shown")
        .with("from", f.n(first + 1))
        .with("to", f.n(first + roll.rows.len()))
        .with("of", f.n(roll.total));
    let export = |kind: &str| {
        let kept = f.asking.query.iter().filter(|(name, _)| matches!(name.as_str(), "column" | "sort" | "as_of"));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        super::super::frame::address(&format!("{}/members.{kind}", path(&about.id)), kept)
    };
    answered(&Roll {
        columns,
        rows: roll.rows.iter().map(row).collect(),
        choices,
        shown: if roll.total == 0 { String::new() } else { f.say(&shown) },
        earlier: (roll.page > 0).then(|| to_page(roll.page - 1)),
        later: (first + roll.rows.len() < roll.total).then(|| to_page(roll.page + 1)),
        csv: export("csv"),
        xlsx: export("xlsx"),
        export: f.say_n("segment-export", roll.total),
        head,
        f,
    })
}
