//! Questions about customers: is it so, what do they share, what do they answer.

use analysis::hypothesis::Standard;
use analysis::questionnaires::Scale;
use analysis::rules::Settings;
use model::phrase::Phrase;

use super::{AMONG, Asked, Method, chosen, decimal, needed, number, question, several, told, word_or, written};
use crate::ops::analyses::offering::Offers;
use crate::ops::analyses::{drivers, hypothesis, questionnaire};
use crate::ops::base::Base;
use crate::ops::definitions::{in_words, read_typed};
use crate::ops::failure::Failure;
use crate::saying::analyses;

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "hypothesis",
        icon: "circle-help",
        fields: &[
            needed("group", "vip").of(Offers::Groups).in_sentence(),
            needed("outcome", "sum(order.amount)").of(Offers::Amounts).in_sentence(),
            chosen("claim", &["more", "less", "differs"]).in_sentence(),
            written("against", "").of(Offers::Groups).in_sentence(),
            written("margin", "10"),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            hypothesis_of(base, asked).map(|found| told(&found, analyses::hypothesis::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = hypothesis_of(base, asked)?;
            hypothesis::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "drivers",
        icon: "sparkles",
        fields: &[
            written("outcome", "sum(order.amount)").of(Offers::Amounts).in_sentence(),
            written("over", "90").in_sentence(),
            written("of", "vip").of(Offers::Groups),
            chosen("depth", &["2", "1", "3"]),
            chosen("sensitive", &["no", "yes"]),
            AMONG,
        ],
        needs: &["outcome", "of"],
        find: |base, asked, voice| {
            let found = drivers_of(base, asked)?;
            let sentences = in_words(base, voice.catalogue.language.of_sentences());
            let said = |definition: &str| match read_typed(base, definition) {
                Ok(test) => sentences.write_clause(&test),
                Err(_) => definition.to_owned(),
            };
            Ok(told(&found, analyses::drivers::findings(&found, voice, &said)))
        },
        save: Some(|base, asked, named| {
            let found = drivers_of(base, asked)?;
            drivers::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
    Method {
        id: "questionnaire",
        icon: "list",
        fields: &[
            needed("items", "q1; q2; q3").of(Offers::Items),
            written("reversed", "q3"),
            written("low", "1"),
            written("high", "5"),
            AMONG,
        ],
        needs: &[],
        find: |base, asked, voice| {
            questionnaire_of(base, asked).map(|found| told(&found, analyses::questionnaire::findings(&found, voice)))
        },
        save: Some(|base, asked, named| {
            let found = questionnaire_of(base, asked)?;
            questionnaire::save(base, &found, named, asked.asking.now)
        }),
        each: None,
    },
];

fn hypothesis_of(base: &Base, asked: &Asked<'_>) -> Result<hypothesis::Hypothesis, Failure> {
    let against = several(asked, "against");
    let against: Vec<&str> = against.iter().map(String::as_str).collect();
    let wanted = hypothesis::Wanted {
        group: word_or(asked, "group", ""),
        against: &against,
        outcome: word_or(asked, "outcome", ""),
        claim: match word_or(asked, "claim", "more") {
            "less" => hypothesis::Claim::Less,
            "differs" => hypothesis::Claim::Differs,
            _ => hypothesis::Claim::More,
        },
        standard: Standard { confidence: analysis::interval::CONFIDENCE, margin: decimal(asked, "margin")?, seed: 1 },
    };
    hypothesis::hypothesis(&question(base, asked), &wanted)
}

fn drivers_of(base: &Base, asked: &Asked<'_>) -> Result<drivers::Drivers, Failure> {
    let what = match (asked.asking.word("of"), asked.asking.word("outcome")) {
        (Some(_), Some(_)) => return Err(Failure::Failed(Phrase::new("failed-drivers-both"))),
        (Some(of), None) => drivers::What::Now { of },
        (None, outcome) => {
            let days: u32 = number(asked, "over", 90)?;
            drivers::What::After { outcome: outcome.unwrap_or_default(), days: days.max(1) }
        }
    };
    let settings = Settings { depth: number(asked, "depth", 2)?, ..Settings::default() };
    let sensitive = word_or(asked, "sensitive", "no") == "yes";
    drivers::drivers(&question(base, asked), &drivers::Wanted { what, settings, sensitive })
}

fn questionnaire_of(base: &Base, asked: &Asked<'_>) -> Result<questionnaire::Questionnaire, Failure> {
    let (items, reversed) = (several(asked, "items"), several(asked, "reversed"));
    let scale = Scale { low: decimal(asked, "low")?.unwrap_or(1.0), high: decimal(asked, "high")?.unwrap_or(5.0) };
    let wanted = questionnaire::Wanted { items: &items, reversed: &reversed, scale };
    questionnaire::questionnaire(&question(base, asked), &wanted)
}
