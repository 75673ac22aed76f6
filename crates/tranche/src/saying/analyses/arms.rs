//! What a treatment brought, in words and figures.

use analysis::arms::SampleRatio;
use analysis::interval::Interval;
use model::phrase::Phrase;

use super::hypothesis::{between, confidence, interval_chart, p_value, signed};
use super::{Cell, Findings, Sheet, Tile, Voice};
use crate::charts::intervals::Estimate;
use crate::charts::{Chart, Written};
use crate::ops::analyses::arms::{Arms, Lift, Part};

/// Says what was found.
pub(crate) fn findings(found: &Arms, voice: &Voice<'_>) -> Findings {
    let mut findings = Findings { title: voice.text("arms-title"), ..Findings::default() };
    if let Some(sizes) = &found.sizes {
        let said = sizes_said(sizes, found, voice);
        if sizes.is_broken { findings.warns.push(said) } else { findings.says.push(said) }
    }
    let Some(lift) = &found.lift else { return findings };
    let told = Told::of(lift, found.is_money);
    findings.tiles = told.tiles(found, voice);
    let mut says = told.says(found, voice);
    says.append(&mut findings.says);
    findings.says = says;
    if let Some(adjusted) = &found.adjusted {
        let cell = money_or_number(found.is_money);
        let phrase = Phrase::new("arms-adjusted")
            .with("effect", cell(adjusted.compared.difference).said(voice))
            .with("low", cell(adjusted.compared.interval.low).said(voice))
            .with("high", cell(adjusted.compared.interval.high).said(voice))
            .with("share", voice.share(adjusted.explained));
        findings.says.push(voice.say(&phrase));
    }
    findings.charts.push(effects(found, &told, voice));
    findings.sheets.push(told.sheet(found, voice));
    if !found.within.is_empty() {
        findings.charts.push(parts_drawn(found, voice));
        findings.sheets.push(parts(found, voice));
    }
    findings
}

/// The effect per customer, in each way of measuring it, on its interval.
fn effects(found: &Arms, told: &Told, voice: &Voice<'_>) -> Chart {
    let mut estimates = vec![told.estimate(voice.text("arms-effect"), told.difference, told.interval, voice)];
    if let Some(Lift::Amount(lift)) = &found.lift {
        if lift.cut.difference != lift.compared.difference {
            let name = Phrase::new("arms-effect-cut").with("amount", (told.cell)(lift.cut_at).said(voice));
            estimates.push(told.estimate(voice.say(&name), lift.cut.difference, lift.cut.interval, voice));
        }
        let name = voice.text("arms-effect-resampled");
        estimates.push(told.estimate(name, lift.compared.difference, lift.resampled, voice));
    }
    if let Some(adjusted) = &found.adjusted {
        let name = voice.text("arms-effect-adjusted");
        estimates.push(told.estimate(name, adjusted.compared.difference, adjusted.compared.interval, voice));
    }
    interval_chart(
        voice.text("arms-picture"),
        voice.say(&Phrase::new("arms-picture-says").with("confidence", confidence(found.confidence, voice))),
        (&estimates, None),
        told.written(found, voice),
        voice,
    )
}

/// The effect in each part of the arms, on its interval.
fn parts_drawn(found: &Arms, voice: &Voice<'_>) -> Chart {
    let told = found.within.iter().filter_map(|part| Some((part, Told::of(part.lift.as_ref()?, found.is_money))));
    let told: Vec<_> = told.collect();
    let estimates: Vec<Estimate> =
        told.iter().map(|(part, told)| told.estimate(part.of.clone(), told.difference, told.interval, voice)).collect();
    let written = told.first().map_or(Written::Number, |(_, told)| told.written(found, voice));
    interval_chart(
        voice.text("arms-parts"),
        voice.say(&Phrase::new("arms-picture-says").with("confidence", confidence(found.confidence, voice))),
        (&estimates, None),
        written,
        voice,
    )
}

fn parts(found: &Arms, voice: &Voice<'_>) -> Sheet {
    let row = |part: &Part| {
        let mut row = vec![Cell::Text(part.of.clone()), Cell::Count(part.n[0]), Cell::Count(part.n[1])];
        match &part.lift {
            Some(lift) => {
                let told = Told::of(lift, found.is_money);
                let figures =
                    [told.figures[0], told.figures[1], told.difference, told.interval.low, told.interval.high];
                row.extend(figures.map(told.cell));
                row.push(part.corrected_ln_p.map_or(Cell::None, |ln_p| Cell::Text(p_value(ln_p, voice))));
            }
            None => row.extend(std::iter::repeat_n(Cell::None, 6)),
        }
        row
    };
    let heads = [
        "arms-head-part",
        "arms-treated",
        "arms-held",
        "arms-head-of-treated",
        "arms-head-of-held",
        "hypothesis-difference",
        "hypothesis-low",
        "hypothesis-high",
        "drivers-head-p",
    ];
    Sheet { title: voice.text("arms-parts"), heads: voice.heads(&heads), rows: found.within.iter().map(row).collect() }
}

fn money_or_number(is_money: bool) -> fn(f64) -> Cell {
    if is_money { Cell::Money } else { |number| Cell::Number(number, 2) }
}

fn sizes_said(sizes: &SampleRatio, found: &Arms, voice: &Voice<'_>) -> String {
    let [first, second] = found.n.map(|n| voice.count(n));
    let phrase = Phrase::new(if sizes.is_broken { "arms-broken" } else { "arms-as-planned" });
    let expected = |place: usize| voice.number(sizes.expected[place], 0);
    voice.say(
        &phrase
            .with("first", first)
            .with("second", second)
            .with("planned-first", expected(0))
            .with("planned-second", expected(1))
            .with("p", p_value(sizes.ln_p, voice)),
    )
}

/// A lift, whatever it is of.
struct Told {
    figures: [f64; 2],
    difference: f64,
    interval: Interval,
    ratio: Option<(f64, Option<Interval>)>,
    gained: (f64, Interval),
    /// How figures and differences are written.
    cell: fn(f64) -> Cell,
    /// How what was gained is written.
    gained_cell: fn(f64) -> Cell,
    ln_p: f64,
    is_share: bool,
}

impl Told {
    fn of(lift: &Lift, is_money: bool) -> Told {
        match lift {
            Lift::Share(lift) => Told {
                figures: [lift.treated.rate(), lift.held.rate()],
                difference: lift.compared.difference,
                interval: lift.compared.interval,
                ratio: lift.compared.ratio.map(|ratio| (ratio, lift.compared.ratio_interval)),
                gained: (lift.gained, lift.gained_interval),
                cell: Cell::Share,
                gained_cell: |number| Cell::Number(number, 0),
                ln_p: lift.compared.ln_p,
                is_share: true,
            },
            Lift::Amount(lift) => Told {
                figures: [lift.compared.first.mean, lift.compared.second.mean],
                difference: lift.compared.difference,
                interval: lift.compared.interval,
                ratio: lift.ratio.map(|ratio| (ratio, lift.ratio_interval)),
                gained: (lift.gained, lift.gained_interval),
                cell: money_or_number(is_money),
                gained_cell: money_or_number(is_money),
                ln_p: lift.compared.ln_p,
                is_share: false,
            },
        }
    }

    fn estimate(&self, name: String, figure: f64, interval: Interval, voice: &Voice<'_>) -> Estimate {
        let said = |figure: f64| (self.cell)(figure).said(voice);
        Estimate {
            name,
            figure,
            bounds: [interval.low, interval.high],
            said: signed(figure, said(figure)),
            between: between(interval, voice, &said),
        }
    }

    fn written(&self, found: &Arms, voice: &Voice<'_>) -> Written {
        match (self.is_share, found.is_money) {
            (true, _) => Written::Share,
            (_, true) => Written::Money(voice.currency.to_owned()),
            _ => Written::Number,
        }
    }

    fn tiles(&self, found: &Arms, voice: &Voice<'_>) -> Vec<Tile> {
        let customers = |arm: usize| voice.say(&Phrase::new("hypothesis-of").with("count", voice.count(found.n[arm])));
        let said = |figure: f64| (self.cell)(figure).said(voice);
        let gained = |figure: f64| (self.gained_cell)(figure).said(voice);
        vec![
            Tile::new(voice.text("arms-effect"), signed(self.difference, said(self.difference))).then(between(
                self.interval,
                voice,
                &said,
            )),
            Tile::new(voice.text("arms-tile-treated"), said(self.figures[0])).then(customers(0)),
            Tile::new(voice.text("arms-tile-held"), said(self.figures[1])).then(customers(1)),
            Tile::new(voice.text("arms-tile-gained"), signed(self.gained.0, gained(self.gained.0))).then(between(
                self.gained.1,
                voice,
                &gained,
            )),
        ]
    }

    fn says(&self, found: &Arms, voice: &Voice<'_>) -> Vec<String> {
        let said = |figure: f64| (self.cell)(figure).said(voice);
        let key = match (self.interval.holds(0.0), self.difference > 0.0) {
            (true, _) => "arms-not-shown",
            (false, true) => "arms-more",
            (false, false) => "arms-less",
        };
        let phrase = Phrase::new(key)
            .with("effect", said(self.difference))
            .with("low", said(self.interval.low))
            .with("high", said(self.interval.high))
            .with("first", said(self.figures[0]))
            .with("second", said(self.figures[1]))
            .with("confidence", confidence(found.confidence, voice));
        let mut says = vec![voice.say(&phrase)];
        if let Some((ratio, Some(interval))) = self.ratio {
            let change = |ratio: f64| {
                let sign = if ratio >= 1.0 { "+" } else { "" };
                format!("{sign}{}", voice.share(ratio - 1.0))
            };
            let phrase = Phrase::new("arms-ratio").with("change", change(ratio));
            says.push(voice.say(&phrase.with("low", change(interval.low)).with("high", change(interval.high))));
        }
        let gained = |number: f64| (self.gained_cell)(number).said(voice);
        let key = if self.is_share { "arms-gained-customers" } else { "arms-gained" };
        let phrase = Phrase::new(key).with("gained", gained(self.gained.0));
        says.push(voice.say(&phrase.with("low", gained(self.gained.1.low)).with("high", gained(self.gained.1.high))));
        if self.difference != 0.0 {
            let per = 1000.0 / found.n[0].max(1) as f64;
            let phrase = Phrase::new("arms-per-thousand").with("gained", gained(self.gained.0 * per));
            let (low, high) = (gained(self.gained.1.low * per), gained(self.gained.1.high * per));
            says.push(voice.say(&phrase.with("low", low).with("high", high)));
        }
        says
    }

    fn sheet(&self, found: &Arms, voice: &Voice<'_>) -> Sheet {
        let row = |key: &str, place: usize| {
            vec![Cell::Text(voice.text(key)), Cell::Count(found.n[place]), (self.cell)(self.figures[place])]
        };
        let last = vec![Cell::Text(voice.text("arms-p")), Cell::None, Cell::Text(p_value(self.ln_p, voice))];
        Sheet {
            title: found.outcome.clone(),
            heads: voice.heads(&[
                "arms-head-arm",
                "hypothesis-head-customers",
                match self.is_share {
                    true => "hypothesis-head-share",
                    false => "hypothesis-head-mean",
                },
            ]),
            rows: vec![row("arms-treated", 0), row("arms-held", 1), last],
        }
    }
}
