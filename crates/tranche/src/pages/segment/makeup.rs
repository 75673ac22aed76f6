//! What the members of a segment are made of, by an attribute that people choose, beside the whole base.

use askama::Template;
use model::phrase::Phrase;
use model::value::Type;

use super::{Head, answered, capitalised, column_name, head};
use crate::charts::bars::lying;
use crate::charts::line::Series;
use crate::charts::{Chart, Figures, Written};
use crate::ops::base::Base;
use crate::ops::composition::{AGE, Composition, Group, Label, attributes, composition};
use crate::ops::failure::Failure;
use crate::ops::segment::Described;
use crate::pages::Answer;
use crate::pages::frame::Frame;

#[derive(Template)]
#[template(path = "segment_makeup.html")]
struct Makeup<'a> {
    f: &'a Frame,
    head: Head,
    choices: Vec<Choice>,
    chart: Option<Chart>,
    groups: Vec<Row>,
    unknown: String,
}

/// An attribute that may be chosen.
struct Choice {
    name: String,
    label: String,
    is_chosen: bool,
}

/// A group, as a row of the table.
struct Row {
    name: String,
    members: String,
    of_members: String,
    of_base: String,
    bar: crate::charts::bar::Markup,
    compared: String,
    tone: &'static str,
}

/// What is shown first, whichever of these the base has.
const FIRST: [&str; 5] = ["address.region", "address.city", "address.country", "gender", "age"];

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, members) = head(base, f, about, "makeup")?;
    let mut names: Vec<(String, String)> =
        attributes(base).iter().map(|column| (column.name.clone(), column_name(f, column))).collect();
    if base.store.attributes_in_use().contains(model::names::BIRTH_DATE) {
        names.push((AGE.to_owned(), f.t("column-age")));
    }
    names.sort_by_key(|(name, label)| (label.to_lowercase(), name.clone()));
    let has = |name: &&&str| names.iter().any(|(other, _)| other == **name);
    let usual = FIRST.iter().find(has).map(|name| (*name).to_owned());
    let by = f.asking.word("by").map(str::to_owned).or(usual).or_else(|| names.first().map(|(name, _)| name.clone()));
    let found = by.as_ref().map(|by| composition(base, &members, by, f.as_of)).transpose()?;
    let choice = |(name, label): (String, String)| Choice { is_chosen: by.as_ref() == Some(&name), name, label };
    let choices: Vec<Choice> = names.into_iter().map(choice).collect();
    let chosen = choices.iter().find(|choice| choice.is_chosen).map_or_else(String::new, |choice| choice.label.clone());
    let unknown = found.as_ref().filter(|found| found.n_unknown > 0);
    let unknown = unknown.map(|found| f.say_n("segment-unknown", found.n_unknown)).unwrap_or_default();
    answered(&Makeup {
        groups: found.iter().flat_map(|found| found.groups.iter().map(|group| row(f, found, group))).collect(),
        chart: found.as_ref().filter(|found| !found.groups.is_empty()).map(|found| chart(f, found, &chosen)),
        choices,
        unknown,
        head,
        f,
    })
}

fn name(f: &Frame, group: &Group, kind: Type) -> String {
    let number = |number: i64| {
        let number = model::decimal::Decimal::whole(number);
        if kind == Type::Money { f.money(Some(number)) } else { f.catalogue().number(number, 0) }
    };
    match &group.label {
        Label::Text(text) => capitalised(text),
        Label::Truth(truth) => f.t(if *truth { "value-true" } else { "value-false" }),
        Label::Range(from, to) if to - from == 1 => number(*from),
        Label::Range(from, to) => {
            f.say(&Phrase::new("segment-range").with("from", number(*from)).with("to", number(*to)))
        }
        Label::Year(year) => year.to_string(),
        Label::Others => f.t("segment-others"),
    }
}

fn row(f: &Frame, found: &Composition, group: &Group) -> Row {
    let (of_members, of_base) = (group.of_members(found.n_members), group.of_base(found.n_base));
    let ratio = of_members.zip(of_base).and_then(|(own, all)| own.divided_by(all));
    let size = ratio.map_or(1.0, model::decimal::Decimal::to_f64);
    let times = ratio.map(|ratio| f.say(&Phrase::new("segment-times").with("times", f.catalogue().number(ratio, 1))));
    Row {
        name: name(f, group, found.kind.item),
        members: f.n(group.members),
        of_members: f.share(of_members),
        of_base: f.share(of_base),
        bar: f.bar_of(of_members),
        compared: times.unwrap_or_else(|| "–".to_owned()),
        tone: if (0.8..1.25).contains(&size) { "muted" } else { "strong" },
    }
}

fn chart(f: &Frame, found: &Composition, by: &str) -> Chart {
    let names: Vec<String> = found.groups.iter().map(|group| name(f, group, found.kind.item)).collect();
    let numbers = |share: &dyn Fn(&Group) -> Option<model::decimal::Decimal>| {
        found.groups.iter().map(|group| share(group).map(model::decimal::Decimal::to_f64)).collect()
    };
    let own = Series { name: f.t("segment-of-members"), numbers: numbers(&|group| group.of_members(found.n_members)) };
    let all = Series { name: f.t("segment-of-base"), numbers: numbers(&|group| group.of_base(found.n_base)) };
    Chart {
        title: by.to_owned(),
        description: f.t("segment-makeup-about"),
        option: lying(&names, &[own, all]),
        written: Written::Share,
        height: if names.len() > 8 { "tall" } else { "" },
        figures: Figures::default(),
    }
}
