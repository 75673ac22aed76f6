//! What a treatment brought, in words and figures.

use analysis::arms::SampleRatio;
use analysis::interval::Interval;
use model::phrase::Phrase;

use super::hypothesis::{confidence, p_value};
use super::{Cell, Findings, Sheet, Voice};
use crate::ops::analyses::arms::{Arms, Lift};

/// Says what was found.
pub(crate) fn findings(found: &Arms, voice: &Voice<'_>) -> Findings {
    let (mut says, mut sheets) = (Vec::new(), Vec::new());
    if let Some(sizes) = &found.sizes {
        says.push(sizes_said(sizes, found, voice));
    }
    if let Some(lift) = &found.lift {
        let told = Told::of(lift, found.is_money);
        says.extend(told.says(found, voice));
        sheets.push(told.sheet(found, voice));
    }
    if let Some(adjusted) = &found.adjusted {
        let cell = money_or_number(found.is_money);
        let phrase = Phrase::new("arms-adjusted")
            .with("effect", cell(adjusted.compared.difference).said(voice))
            .with("low", cell(adjusted.compared.interval.low).said(voice))
            .with("high", cell(adjusted.compared.interval.high).said(voice))
            .with("share", voice.share(adjusted.explained));
        says.push(voice.say(&phrase));
    }
    Findings { title: voice.text("arms-title"), says, sheets, charts: Vec::new() }
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
