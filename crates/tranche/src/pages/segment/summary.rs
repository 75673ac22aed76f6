//! A segment at a glance: its sentence, its key figures against the base, and its size from the beginning.

use askama::Template;
use model::decimal::Decimal;
use model::phrase::Phrase;

use super::{Head, answered, head};
use crate::charts::line::{Series, line};
use crate::charts::{Chart, Figures, Written};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::history::Size;
use crate::ops::portrait::{Figure, Held, is_share, kind_of, portrait};
use crate::ops::segment::{Described, named_by, titles, whole_history};
use crate::pages::Answer;
use crate::pages::frame::Frame;

#[derive(Template)]
#[template(path = "segment_summary.html")]
struct Summary<'a> {
    f: &'a Frame,
    head: Head,
    sentence: String,
    action: String,
    watch: String,
    text: String,
    named: Vec<(String, String)>,
    rows: Vec<Row>,
    history: Option<Chart>,
}

/// A key figure of the members beside that of the base.
struct Row {
    name: String,
    members: String,
    base: String,
    compared: String,
    tone: &'static str,
}

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, members) = head(base, f, about, "summary")?;
    let rows = portrait(base, &members, head.of, f.as_of)?.iter().map(|held| row(f, held)).collect();
    let history = whole_history(base, &about.id, f.as_of)?;
    let titles = titles(base)?;
    let named = named_by(base, about).into_iter().map(|id| {
        let name = titles.get(&id).map_or(id.as_str(), |titled| f.one_of(&titled.name)).to_owned();
        (name, f.segment_link(&id))
    });
    answered(&Summary {
        sentence: f.sentences(base).write(&about.test),
        action: f.one_of(&about.action).to_owned(),
        watch: f.one_of(&about.watch).to_owned(),
        text: about.text.clone(),
        named: named.collect(),
        rows,
        history: (history.len() > 1).then(|| chart(f, &history)),
        head,
        f,
    })
}

fn row(f: &Frame, held: &Held) -> Row {
    let key = match held.figure {
        Figure::Customers => "segment-customers",
        Figure::Revenue => "segment-revenue",
        Figure::RevenueEach => "segment-revenue-each",
        Figure::OrdersEach => "segment-orders-each",
        Figure::AverageOrder => "segment-average-order",
        Figure::DaysSinceOrder => "segment-days-since-order",
        Figure::Active => "segment-active",
        Figure::ByEmail => "segment-by-email",
        Figure::BySms => "segment-by-sms",
    };
    let written = |number: Decimal| match held.figure {
        figure if is_share(figure) => f.share(Some(number)),
        Figure::AverageOrder => f.cents(Some(number)),
        figure if kind_of(figure) == model::value::Type::Money => f.money(Some(number)),
        Figure::OrdersEach => f.catalogue().number(number, 1),
        _ => f.catalogue().number(number, 0),
    };
    let (compared, tone) = compared(f, held);
    Row { name: f.t(key), members: written(held.members), base: written(held.base), compared, tone }
}

/// The members' figure held against the base's: its share of a sum, or how many times as much.
fn compared(f: &Frame, held: &Held) -> (String, &'static str) {
    if let Some(share) = held.share() {
        return (f.share(Some(share)), "");
    }
    let Some(ratio) = held.ratio() else { return ("–".to_owned(), "muted") };
    let said = f.say(&Phrase::new("segment-times").with("times", f.catalogue().number(ratio, 1)));
    let size = ratio.to_f64();
    let is_far = !(0.95..1.05).contains(&size);
    // Fewer days since the last order are the better ones.
    let is_good = (size > 1.0) != (held.figure == Figure::DaysSinceOrder);
    let tone = match (is_far, is_good) {
        (false, _) => "muted",
        (true, true) => "gain",
        (true, false) => "loss",
    };
    (said, tone)
}

fn chart(f: &Frame, sizes: &[Size]) -> Chart {
    let labels: Vec<String> = sizes.iter().map(|size| f.catalogue().day(size.on)).collect();
    let numbers = sizes.iter().map(|size| Some(size.count as f64)).collect();
    let series = Series { name: f.t("segment-customers"), numbers };
    let heads = ["segment-on", "segment-customers", "segment-share", "segment-came", "segment-went"];
    let row = |size: &Size| {
        vec![
            f.catalogue().day(size.on),
            f.n(size.count),
            f.part(size.count, size.of),
            f.n(size.entered),
            f.n(size.left),
        ]
    };
    Chart {
        title: String::new(),
        description: f.t("segment-history-about"),
        option: line(&labels, &[series]),
        written: Written::Count,
        height: "",
        figures: Figures {
            heads: heads.iter().map(|key| f.t(key)).collect(),
            rows: sizes.iter().rev().map(row).collect(),
        },
    }
}
