//! `tranche segments`: all segments with their sizes and worth, or in words.

use std::collections::BTreeMap;

use clap::Args;
use model::decimal::Decimal;
use model::phrase::Phrase;
use serde_json::{Value, json};

use super::among::{WhenAmong, word};
use super::tables::{bar, table};
use super::when::moment;
use super::{Asked, Outcome, print};
use crate::ops::base::Base;
use crate::ops::definitions::in_words;
use crate::ops::failure::Failure;
use crate::ops::figures::{AllFigures, Figures, of_segments};
use crate::ops::membership::AsOf;

/// All segments with their sizes and worth.
#[derive(Args)]
pub(super) struct Segments {
    #[arg(long, conflicts_with_all = ["as_of", "known_at"])]
    sentences: bool,
    #[command(flatten)]
    when: WhenAmong,
}

impl Segments {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        if self.sentences {
            return say(asked, &asked.open()?);
        }
        let (base, as_of) = self.when.open(asked)?;
        let figures = of_segments(&base, as_of)?;
        if asked.json {
            asked.print_json(&as_json(asked, &figures));
        } else {
            show(asked, &base, &figures, as_of);
        }
        Ok(Outcome::Done)
    }
}

/// Shows what each segment says, in words.
fn say(asked: &Asked, base: &Base) -> Result<Outcome, Failure> {
    let language = asked.catalogue.language;
    let names =
        base.segments()?.into_iter().map(|segment| (segment.id.clone(), segment.name_in(language.code()).to_owned()));
    let names: BTreeMap<String, String> = names.collect();
    let sentences = in_words(base, language.of_sentences());
    let mut answer = Vec::new();
    for (id, test) in base.segment_tests()? {
        let name = names.get(&id).map_or(id.as_str(), String::as_str);
        if asked.json {
            answer.push(json!({ "id": id, "name": name, "sentence": sentences.write(&test) }));
        } else {
            print(&format!("{name} ({id})"));
            sentences.write_lines(&test).iter().for_each(|line| print(&format!("  {line}")));
        }
    }
    if asked.json {
        asked.print_json(&answer.into());
    } else if names.is_empty() {
        asked.say(&Phrase::new("segments-none"));
    }
    Ok(Outcome::Done)
}

/// Shows segments as a table, the largest share of revenue first.
pub(super) fn show(asked: &Asked, base: &Base, all: &AllFigures, as_of: AsOf) {
    if all.segments.is_empty() {
        return asked.say(&Phrase::new("segments-none"));
    }
    let catalogue = &asked.catalogue;
    let currency = &base.store.settings().currency;
    let head = [
        "segments-name",
        "segments-count",
        "segments-share",
        "segments-bar",
        "segments-revenue",
        "segments-revenue-share",
        "segments-average",
    ];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[1, 2, 4, 5, 6]);
    let mut figures: Vec<&Figures> = all.segments.iter().collect();
    figures.sort_by_key(|figures| std::cmp::Reverse(figures.known.map(|known| (known.revenue, known.count))));
    for figures in figures {
        let name = figures.segment.name_in(catalogue.language.code()).to_owned();
        let Some(known) = figures.known else {
            let phrase = Phrase::new("segments-unavailable").with("streams", figures.missing.join(", "));
            rows.add_row([name, catalogue.say(&phrase)]);
            continue;
        };
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        rows.add_row([
            name.into(),
            catalogue.count(known.count as u64).into(),
            or_dash(known.share.map(|share| catalogue.share(share))).into(),
            bar(known.share.map_or(0.0, Decimal::to_f64), 12),
            or_dash(known.revenue.map(|revenue| catalogue.money(revenue, currency, 0))).into(),
            or_dash(known.revenue_share.map(|share| catalogue.share(share))).into(),
            or_dash(known.average_order.map(|average| catalogue.money(average, currency, 2))).into(),
        ] as [comfy_table::Cell; 7]);
    }
    print(&rows.to_string());
    asked.say(
        &Phrase::new("segments-done")
            .with("among", word(base))
            .with("n", all.of)
            .with("customers", catalogue.count(all.of as u64))
            .with(
                "revenue",
                all.revenue.map_or_else(|| "–".to_owned(), |revenue| catalogue.money(revenue, currency, 0)),
            )
            .with("at", moment(asked, base, as_of.at)),
    );
}

/// The list of segments with their figures.
pub(super) fn as_json(asked: &Asked, all: &AllFigures) -> Value {
    all.segments.iter().map(|figures| one_as_json(asked, figures)).collect()
}

fn one_as_json(asked: &Asked, figures: &Figures) -> Value {
    let segment = &figures.segment;
    let number = |number: Option<Decimal>| number.map_or(Value::Null, |number| json!(number.to_f64()));
    let mut shown = json!({
        "id": segment.id,
        "name": segment.name_in(asked.catalogue.language.code()),
        "family": segment.family,
        "count": figures.known.map(|known| known.count),
        "share": number(figures.known.and_then(|known| known.share)),
        "revenue": number(figures.known.and_then(|known| known.revenue)),
        "revenue_share": number(figures.known.and_then(|known| known.revenue_share)),
        "average_order": number(figures.known.and_then(|known| known.average_order)),
    });
    if !figures.missing.is_empty() {
        shown["missing_streams"] = json!(figures.missing);
    }
    shown
}
