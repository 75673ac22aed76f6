//! Whether groups differ, in words whose meaning is fixed by numbers.

use analysis::hypothesis::{Caution, Test, Verdict};
use analysis::interval::Interval;
use model::phrase::Phrase;

use super::{Cell, Findings, Sheet, Tile, Voice};
use crate::catalogue::capitalised;
use crate::charts::intervals::{Estimate, height, intervals};
use crate::charts::{Chart, Figures, Written};
use crate::ops::analyses::hypothesis::{Against, Claim, Hypothesis, OverallTest};

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
        tiles: tiles(found, voice, &said),
        says: says(found, voice, &said),
        sheets: vec![groups(found, voice, &cell), figures(found, voice, &cell)],
        charts: vec![differences(found, voice, &said)],
        ..Findings::default()
    }
}

fn says(found: &Hypothesis, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> Vec<String> {
    let mut says = Vec::new();
    for one in found.compared() {
        let sentence = voice.say(&verdict(one, found, voice, said));
        says.push(match found.others.is_empty() {
            true => sentence,
            false => {
                let phrase = Phrase::new("hypothesis-against").with("group", name_of(one, voice));
                voice.say(&phrase.with("sentence", sentence))
            }
        });
    }
    if let Some(overall) = &found.overall {
        let key = if overall.ln_p <= 0.05_f64.ln() { "hypothesis-overall" } else { "hypothesis-overall-not-shown" };
        let test = match overall.test {
            OverallTest::KruskalWallis => "test-kruskal-wallis",
            OverallTest::ChiSquared => "test-chi-squared",
        };
        let phrase = Phrase::new(key).with("groups", overall.groups).with("test", voice.text(test));
        says.push(voice.say(&phrase.with("p", p_value(overall.ln_p, voice))));
    } else {
        says.extend(more_of(&found.first, voice));
    }
    let without: usize =
        found.compared().map(|one| one.without_figure[1]).sum::<usize>() + found.first.without_figure[0];
    if without > 0 {
        says.push(voice.say(&Phrase::new("hypothesis-without").with("count", voice.count(without))));
    }
    let mut cautions: Vec<Caution> = Vec::new();
    for caution in found.compared().flat_map(|one| &one.finding.cautions) {
        if !cautions.contains(caution) {
            cautions.push(*caution);
        }
    }
    for caution in cautions {
        says.push(voice.text(match caution {
            Caution::FewCustomers => "hypothesis-few",
            Caution::CarriedByFew => "hypothesis-carried-by-few",
            Caution::RanksDisagree => "hypothesis-ranks-disagree",
        }));
    }
    says.push(voice.text("hypothesis-association"));
    says
}

/// The verdict on a group and another one.
fn verdict(one: &Against, found: &Hypothesis, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> Phrase {
    let finding = &one.finding;
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
    let is_other_way = match found.claim {
        Claim::Differs => false,
        Claim::More => is_less,
        Claim::Less => !is_less,
    };
    let is_slight = matches!(finding.verdict, Verdict::SlightlyMore | Verdict::SlightlyLess);
    let answer = match (is_other_way, is_slight) {
        (true, _) => "hypothesis-the-opposite",
        (false, true) => "hypothesis-a-little",
        (false, false) => "hypothesis-yes",
    };
    Phrase::new(key)
        .with("answer", voice.text(answer))
        .with("first", said(finding.figures[0]))
        .with("second", said(finding.figures[1]))
        .with("effect", said(effect))
        .with("low", said(low))
        .with("high", said(high))
        .with("confidence", confidence(found.confidence, voice))
}

/// What else is known of two groups.
fn more_of(one: &Against, voice: &Voice<'_>) -> Vec<String> {
    let mut says = Vec::new();
    if let Some(ranks) = &one.finding.ranks {
        let key = if ranks.superiority >= 0.5 { "hypothesis-pairs" } else { "hypothesis-pairs-other" };
        let share = ranks.superiority.max(1.0 - ranks.superiority);
        says.push(voice.say(&Phrase::new(key).with("share", voice.share(share))));
    }
    let tested = Phrase::new("hypothesis-tested").with("test", capitalised(&test_name(one.finding.test, voice)));
    says.push(voice.say(&tested.with("p", p_value(one.finding.ln_p, voice))));
    let [first, second] = one.finding.n.map(|n| voice.count(n));
    says.push(voice.say(&Phrase::new("hypothesis-sizes").with("first", first).with("second", second)));
    if one.in_both > 0 && one.in_both < one.finding.n[0] {
        says.push(voice.say(&Phrase::new("hypothesis-in-both").with("count", voice.count(one.in_both))));
    }
    says
}

fn test_name(test: Test, voice: &Voice<'_>) -> String {
    voice.text(match test {
        Test::Welch => "test-welch",
        Test::BrunnerMunzel => "test-brunner-munzel",
        Test::TwoShares => "test-two-shares",
        Test::Fisher => "test-fisher",
    })
}

fn tiles(found: &Hypothesis, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> Vec<Tile> {
    if !found.others.is_empty() {
        return Vec::new();
    }
    let finding = &found.first.finding;
    let customers =
        |place: usize| voice.say(&Phrase::new("hypothesis-of").with("count", voice.count(finding.n[place])));
    let tile =
        |key: &str, place: usize| Tile::new(voice.text(key), said(finding.figures[place])).then(customers(place));
    let difference = Tile::new(voice.text("hypothesis-picture"), signed(finding.effect, said(finding.effect)));
    vec![
        tile("hypothesis-tile-first", 0),
        tile("hypothesis-tile-second", 1),
        difference.then(between(finding.interval, voice, said)),
    ]
}

/// A figure with its sign, as a change.
pub(crate) fn signed(figure: f64, said: String) -> String {
    if figure > 0.0 { format!("+{said}") } else { said }
}

/// An interval in words.
pub(crate) fn between(interval: Interval, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> String {
    let phrase = Phrase::new("interval-between").with("low", said(interval.low)).with("high", said(interval.high));
    voice.say(&phrase)
}

fn name_of(one: &Against, voice: &Voice<'_>) -> String {
    one.against.clone().unwrap_or_else(|| voice.text("hypothesis-others"))
}

/// The difference from each other group, on its interval.
fn differences(found: &Hypothesis, voice: &Voice<'_>, said: &dyn Fn(f64) -> String) -> Chart {
    let estimate = |one: &Against| Estimate {
        name: voice.say(&Phrase::new("hypothesis-versus").with("group", name_of(one, voice))),
        figure: one.finding.effect,
        bounds: [one.finding.interval.low, one.finding.interval.high],
        said: signed(one.finding.effect, said(one.finding.effect)),
        between: between(one.finding.interval, voice, said),
    };
    let estimates: Vec<Estimate> = found.compared().map(estimate).collect();
    let written = match (found.is_share, found.is_money) {
        (true, _) => Written::Share,
        (_, true) => Written::Money(voice.currency.to_owned()),
        _ => Written::Number,
    };
    let key = if found.margin.is_some() { "hypothesis-picture-margin" } else { "hypothesis-picture-says" };
    interval_chart(
        voice.text("hypothesis-picture"),
        voice.say(&Phrase::new(key).with("confidence", confidence(found.confidence, voice))),
        (&estimates, found.margin),
        written,
        voice,
    )
}

/// A picture of figures on their intervals, with its table.
pub(crate) fn interval_chart(
    title: String,
    description: String,
    (estimates, margin): (&[Estimate], Option<f64>),
    written: Written,
    voice: &Voice<'_>,
) -> Chart {
    let row = |one: &Estimate| vec![one.name.clone(), one.said.clone(), one.between.clone()];
    Chart {
        title,
        description,
        option: intervals(estimates, margin),
        written,
        height: height(estimates.len()),
        figures: Figures {
            heads: voice.heads(&["interval-head-what", "interval-head-figure", "interval-head-between"]),
            rows: estimates.iter().map(row).collect(),
        },
    }
}

fn groups(found: &Hypothesis, voice: &Voice<'_>, cell: &dyn Fn(f64) -> Cell) -> Sheet {
    let row = |one: &Against, place: usize, name: String| {
        vec![Cell::Text(name), Cell::Count(one.finding.n[place]), cell(one.finding.figures[place])]
    };
    let others = found.compared().map(|one| row(one, 1, name_of(one, voice)));
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
        rows: std::iter::once(row(&found.first, 0, found.group.clone())).chain(others).collect(),
    }
}

fn figures(found: &Hypothesis, voice: &Voice<'_>, cell: &dyn Fn(f64) -> Cell) -> Sheet {
    let size = if found.is_share { "hypothesis-size-h" } else { "hypothesis-size-g" };
    let mut heads = vec![
        "hypothesis-head-against",
        "hypothesis-difference",
        "hypothesis-low",
        "hypothesis-high",
        "hypothesis-test",
        "hypothesis-p",
        size,
    ];
    if !found.others.is_empty() {
        heads.push("hypothesis-p-corrected");
    }
    if !found.is_share {
        heads.push("hypothesis-resampled");
    }
    let row = |one: &Against| {
        let finding = &one.finding;
        let test = test_name(finding.test, voice);
        let mut row = vec![
            Cell::Text(name_of(one, voice)),
            cell(finding.effect),
            cell(finding.interval.low),
            cell(finding.interval.high),
            Cell::Text(test),
            Cell::Text(p_value(finding.ln_p, voice)),
            Cell::Number(finding.size, 2),
        ];
        if !found.others.is_empty() {
            row.push(Cell::Text(p_value(one.corrected_ln_p, voice)));
        }
        if !found.is_share {
            let resampled = finding
                .resampled
                .map(|resampled| format!("{} – {}", cell(resampled.low).said(voice), cell(resampled.high).said(voice)));
            row.push(resampled.map_or(Cell::None, Cell::Text));
        }
        row
    };
    Sheet {
        title: voice.text("hypothesis-figures"),
        heads: voice.heads(&heads),
        rows: found.compared().map(row).collect(),
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
