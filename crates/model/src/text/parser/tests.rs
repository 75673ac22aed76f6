//! What the parser reads, refuses and gives back.

use super::*;
use crate::text::printer::{format, text_of, text_of_value};

fn check(text: &str) {
    let parsed = parse(text);
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    assert_eq!(text_of(&parsed.test.expect("a tree")), text);
}

#[test]
fn texts_come_back_as_they_were() {
    for text in [
        "country = 'FR' and age between 20 and 30",
        "count(rental over last 90 days) >= 3",
        "sum(order_line.amount where product.category in ('eco', 'bio') over last 30 days) between 400 and 600",
        "count(order) >= 2 and count(order where discount_code is known) = count(order)",
        "never(order) and (count(session over last 30 days) >= 5 or any(chat))",
        "days since last(order.at) > 180",
        "percentile(sum(order.amount over last 12 months)) > 90%",
        "avg(order.amount) > average(avg(order.amount) per country among (any(order)))",
        "quantile(count(order), 5 per country) = 5",
        "median(gaps(days(order where product.department = 'X'))) * 1.5 < 3",
        "(a + b) * c > -(d - e) / 2 and a - (b - c) = 1",
        "((a = 1 or b = 2) and c = 3) and d = 4",
        "not (a = 1 and not b = 2)",
        "created_at over last 60 seconds or renewal_date today or x between 30 and 90 days ago",
        "any(order including cancelled where status = 'void' from 2026-01-01 to 2026-02-01)",
        "`where`.x = 'l''été' and at > 2026-03-01T10:00:00Z",
        "nth(order.amount, 2) > 10 or x last 3 calendar months or x this week",
        "name not ~ contains 'é' and city ~= 'paris' and code matches '^A' and not in segment 'v'",
        "interests has none ('a', 'b') and length of interests >= 2 and duration > 90 seconds",
    ] {
        check(text);
    }
}

#[test]
fn parentheses_hold_tests_or_values() {
    for (text, expected) in [
        ("(a + b) > 2", "a + b > 2"),
        ("((a)) > 2", "a > 2"),
        ("((a > 2))", "a > 2"),
        ("((a + b) * 2 > 3) or ((c = 1))", "(a + b) * 2 > 3 or c = 1"),
        ("(days between a and b) >= 3 and (x between 1 and 2)", "days between a and b >= 3 and x between 1 and 2"),
    ] {
        let parsed = parse(text);
        assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        assert_eq!(text_of(&parsed.test.unwrap()), expected);
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let parsed = parse("country = and count(order >= 2 and x ! 3 or sum(order.amount) > 10");
    let told: Vec<(&str, usize)> =
        parsed.problems.iter().map(|problem| (problem.phrase.key, problem.place.start)).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(parse("").problems.len(), 1);
    assert_eq!(parse("a = 1 )").problems.len(), 1);
    assert_eq!(parse("a = 1 b = 2").problems.len(), 1);
}

#[test]
fn nesting_is_limited() {
    let deep = |n: usize| format!("{}a = 1{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(30)).problems.is_empty());
    assert_eq!(parse(&deep(5_000)).problems[0].phrase.key, "problem-too-deep");
    assert_eq!(parse(&format!("a = {}1", "-(".repeat(5_000))).problems[0].phrase.key, "problem-too-deep");
}

#[test]
fn the_formatter_keeps_comments() {
    let text = "-- who\ncountry = 'FR' -- at home\nand (\n  -- either\n  a = 1\n  or b = 2 -- or this\n)\n-- the end";
    let parsed = parse(text);
    let formatted = format(&parsed.test.unwrap(), &parsed.comments);
    assert_eq!(
        formatted,
        "-- who\ncountry = 'FR'  -- at home\nand (\n  -- either\n  a = 1\n  or b = 2  -- or this\n)\n-- the end"
    );
    let again = parse(&formatted);
    assert_eq!(format(&again.test.unwrap(), &again.comments), formatted);
}

#[test]
fn the_example_of_each_form_reads() {
    for form in FORMS {
        let as_test = parse(form.example);
        if as_test.problems.is_empty() {
            assert_eq!(text_of(&as_test.test.unwrap()), form.example);
            continue;
        }
        let as_compared = parse(&format!("{} = 1", form.example));
        assert!(as_compared.problems.is_empty(), "{}: {:?}", form.id, as_compared.problems);
        let Some(Test::Compare(compare)) = as_compared.test else { panic!("{}", form.id) };
        assert_eq!(text_of_value(&compare.left), form.example);
    }
}
