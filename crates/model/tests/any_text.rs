//! Whatever is typed is answered: with a tree whose text reads back as the same tree, or with problems in their places.

use std::sync::LazyLock;

use model::check::check;
use model::schema::{Schema, Vocabulary};
use model::text::parser::parse;
use model::text::printer::{format, text_of};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

const PIECES: [&str; 92] = [
    "country",
    "order",
    "order.amount",
    "order_line",
    "product.category",
    "amount",
    "birth_date",
    "interests",
    "at",
    "x",
    "`y z`",
    "'FR'",
    "'l''été'",
    "''",
    "3",
    "0.5",
    "80%",
    "2026-03-01",
    "2026-03-01T10:00",
    "2026-13-45",
    "true",
    "90 days",
    "1 day",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "~=",
    "~",
    "+",
    "-",
    "*",
    "/",
    "(",
    ")",
    "(",
    ")",
    ",",
    "and",
    "or",
    "not",
    "between",
    "in",
    "is",
    "known",
    "unknown",
    "has",
    "any",
    "all",
    "none",
    "never",
    "count(",
    "sum(",
    "last(",
    "days(",
    "gaps(",
    "nth(",
    "average(",
    "quantile(",
    "per",
    "among",
    "where",
    "including cancelled",
    "over last",
    "days",
    "ago",
    "this month",
    "since",
    "from",
    "to",
    "days since",
    "age of",
    "length of",
    "contains",
    "matches",
    "in segment",
    "any(line where",
    "order.channel",
    "followed by",
    "preceded by",
    "with same",
    "within 1 day",
    "after",
    "before",
    "sequence(",
    "then",
    "without",
    "at hours 18 to 6",
    "on weekdays (monday)",
    "this fiscal year",
];

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Vocabulary::shipped().schema);

fn typed() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24);
    pieces.prop_map(|pieces| pieces.join(" "))
}

fn answers(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    let parsed = parse(text);
    for problem in &parsed.problems {
        prop_assert!(
            problem.place.start <= problem.place.end && problem.place.end <= text.len(),
            "{text}: {problem:?}"
        );
    }
    match &parsed.test {
        Some(test) => {
            let problems = check(test, &SCHEMA, &["vip".to_owned()].into());
            prop_assert!(problems.iter().all(|problem| problem.place.end <= text.len()));
            let again = parse(&text_of(test));
            prop_assert_eq!(again.test.as_ref(), Some(test), "{}", text);
            let formatted = format(test, &parsed.comments);
            prop_assert_eq!(parse(&formatted).test, parsed.test.clone(), "{}", text);
        }
        None => prop_assert!(!parsed.problems.is_empty(), "{text} is neither read nor told wrong"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_the_language_in_any_order(text in typed()) {
        answers(&text)?;
    }

    #[test]
    fn any_characters(text in any::<String>()) {
        answers(&text)?;
    }
}
