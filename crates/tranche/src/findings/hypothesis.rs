//! Whether two groups differ, in words whose meaning is fixed by numbers.

use analysis::hypothesis::{Caution, Test, Verdict};
use analysis::interval::Interval;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Voice};
use crate::ops::analyses::hypothesis::Hypothesis;

/// Says what was found.
pub(crate) fn findings(found: &Hypothesis, voice: &Voice<'_>) -> Findings {
    let cell = |figure: f64| match (found.is_share, found.is_money) {
        (true, _) => Cell::Share(figure),
        (_, true) => Cell::Money(figure),
        _ => Cell::Number(figure, 2),
    };
    let said = |figure: f64| cell(figure).said(voice);
    Findings {
        title: voice.text("hypothesis-title"),
        says: says(found, voice, &said),
        sheets: vec![groups(found, voice, &cell), figures(found, voice, &cell)],
        charts: Vec::new(),
    }
}

fn says(found: &Hypothesis, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> Vec<String> {
    let finding = &found.finding;
    let key = match (finding.verdict, found.is_share) {
        (Verdict::More, false) => "hypothesis-more",
        (Verdict::Less, false) => "hypothesis-less",
        (Verdict::SlightlyMore, false) => "hypothesis-slightly-more",
        (Verdict::SlightlyLess, false) => "hypothesis-slightly-less",
        (Verdict::More, true) => "hypothesis-share-more",
        (Verdict::Less, true) => "hypothesis-share-less",
        (Verdict::SlightlyMore, true) => "hypothesis-share-slightly-more",
        (Verdict::SlightlyLess, true) => "hypothesis-share-slightly-less",
        (Verdict::NotShown, _) => "hypothesis-not-shown",
        (Verdict::Equivalent, _) => "hypothesis-equivalent",
    };
    // "So much less" is said of the size of the difference, and its bounds change places.
    let is_less = matches!(finding.verdict, Verdict::Less | Verdict::SlightlyLess);
    let Interval { low, high } = finding.interval;
    let (effect, low, high) = if is_less { (-finding.effect, -high, -low) } else { (finding.effect, low, high) };
    let phrase = Phrase::new(key)
        .with("first", said(finding.figures[0]))
        .with("second", said(finding.figures[1]))
        .with("effect", said(effect))
        .with("low", said(low))
        .with("high", said(high))
        .with("confidence", confidence(found.confidence, voice));
    let mut says = vec![voice.say(&phrase)];
    if let Some(ranks) = &finding.ranks {
        let key = if ranks.superiority >= 0.5 { "hypothesis-pairs" } else { "hypothesis-pairs-other" };
        let share = ranks.superiority.max(1.0 - ranks.superiority);
        says.push(voice.say(&Phrase::new(key).with("share", voice.share(share))));
    }
    let [first, second] = finding.n.map(|n| voice.count(n));
    says.push(voice.say(&Phrase::new("hypothesis-sizes").with("first", first).with("second", second)));
    if found.in_both > 0 && found.in_both < finding.n[0] {
        says.push(voice.say(&Phrase::new("hypothesis-in-both").with("count", voice.count(found.in_both))));
    }
    let without: usize = found.without_figure.iter().sum();
    if without > 0 {
        says.push(voice.say(&Phrase::new("hypothesis-without").with("count", voice.count(without))));
    }
    for caution in &finding.cautions {
        says.push(voice.text(match caution {
            Caution::FewCustomers => "hypothesis-few",
            Caution::CarriedByFew => "hypothesis-carried-by-few",
            Caution::RanksDisagree => "hypothesis-ranks-disagree",
        }));
    }
    says.push(voice.text("hypothesis-association"));
    says
}

fn groups(found: &Hypothesis, voice: &Voice<'_>, cell: &dyn Fn(f64) -> Cell) -> Sheet {
    let other = found.against.clone().unwrap_or_else(|| voice.text("hypothesis-others"));
    let row = |place: usize, name: String| {
        vec![Cell::Text(name), Cell::Count(found.finding.n[place]), cell(found.finding.figures[place])]
    };
    Sheet {
        title: found.outcome.clone(),
        heads: voice.heads(&[
            "hypothesis-head-group",
            "hypothesis-head-customers",
            match found.is_share {
                true => "hypothesis-head-share",
                false => "hypothesis-head-mean",
            },
        ]),
        rows: vec![row(0, found.group.clone()), row(1, other)],
    }
}

fn figures(found: &Hypothesis, voice: &Voice<'_>, cell: &dyn Fn(f64) -> Cell) -> Sheet {
    let finding = &found.finding;
    let test = voice.text(match finding.test {
        Test::Welch => "test-welch",
        Test::BrunnerMunzel => "test-brunner-munzel",
        Test::TwoShares => "test-two-shares",
        Test::Fisher => "test-fisher",
    });
    let size = if found.is_share { "hypothesis-size-h" } else { "hypothesis-size-g" };
    let mut rows = vec![
        vec![Cell::Text(voice.text("hypothesis-outcome")), Cell::Text(found.outcome.clone())],
        vec![Cell::Text(voice.text("hypothesis-difference")), cell(finding.effect)],
        vec![Cell::Text(voice.text("hypothesis-low")), cell(finding.interval.low)],
        vec![Cell::Text(voice.text("hypothesis-high")), cell(finding.interval.high)],
        vec![Cell::Text(voice.text("hypothesis-test")), Cell::Text(test)],
        vec![Cell::Text(voice.text("hypothesis-p")), Cell::Text(p_value(finding.ln_p, voice))],
        vec![Cell::Text(voice.text(size)), Cell::Number(finding.size, 2)],
    ];
    if let Some(resampled) = finding.resampled {
        let text = format!("{} – {}", cell(resampled.low).said(voice), cell(resampled.high).said(voice));
        rows.push(vec![Cell::Text(voice.text("hypothesis-resampled")), Cell::Text(text)]);
    }
    Sheet {
        title: voice.text("hypothesis-figures"),
        heads: voice.heads(&["hypothesis-head-figure", "hypothesis-head-value"]),
        rows,
    }
}

/// A confidence as whole per cent where it is one.
pub(crate) fn confidence(confidence: f64, voice: &Voice<'_>) -> String {
    let percent = confidence * 100.0;
    let places = if (percent - percent.round()).abs() < 1e-9 { 0 } else { 1 };
    voice.number(percent, places)
}

/// A p-value from its logarithm: one that is very small by its power of ten.
pub(crate) fn p_value(ln_p: f64, voice: &Voice<'_>) -> String {
    if ln_p >= 0.0001_f64.ln() {
        return voice.number(ln_p.exp(), 4);
    }
    let power = (ln_p / std::f64::consts::LN_10).ceil();
    let digits: String = format!("{}", -power)
        .chars()
        .map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10).unwrap_or(0) as usize).unwrap_or('⁰'))
        .collect();
    format!("< 10⁻{digits}")
}
