//! Types told by values, whichever way they are looked at.

use super::word_count::MOST_WORDS;
use super::*;

#[test]
fn types_are_told_by_all_values() {
    let check = |name: &str, values: &[&str], expected: Option<Type>| {
        let mut texts = Texts::default();
        values.iter().for_each(|value| texts.push(value));
        assert_eq!(Signs::of(&texts).kind(name), expected, "{name}: {values:?}");
    };
    check("amount", &["1", "2.5", "", "-3"], Some(Type::Number));
    check("amount", &["1", "2,5"], Some(Type::Number));
    check("amount", &["1 234,5", "2,5", "-12"], Some(Type::Number));
    check("amount", &["1,234.5", "1,234"], Some(Type::Number));
    check("amount", &["1,234"], Some(Type::Text));
    check("amount", &["1.5", "2,5"], Some(Type::Text));
    check("rate", &["12 %", "5%"], Some(Type::Number));
    check("tel", &["612 345 678"], Some(Type::Text));
    check("vip", &["Vrai", "faux"], Some(Type::Bool));
    check("born", &["31/12/2000", "01/02/2000"], Some(Type::Date));
    check("born", &["01/02/2000"], Some(Type::Date));
    check("seen", &["31/12/2000 10:00", "01/02/2000"], Some(Type::Instant));
    check("version", &["1.2.2000", "1.2.3"], Some(Type::Text));
    check("amount", &["0", "0.5"], Some(Type::Number));
    check("amount", &["0.25", "9.5e-05", "1e-7"], Some(Type::Number));
    check("ref", &["12", "12E4"], Some(Type::Text));
    check("ref", &["1", "007"], Some(Type::Text));
    check("tel", &["+33"], Some(Type::Text));
    check("big", &["1234567890123456"], Some(Type::Text));
    check("order_id", &["1", "2"], Some(Type::Text));
    check("address.zip", &["75011"], Some(Type::Text));
    check("number_of_items", &["1"], Some(Type::Number));
    check("vip", &["true", "FALSE", " "], Some(Type::Bool));
    check("vip", &["true", "1"], Some(Type::Text));
    check("born", &["2000-01-01", "1999-12-31"], Some(Type::Date));
    check("seen", &["2000-01-01", "2000-01-01T10:00"], Some(Type::Instant));
    check("seen", &["2000-01-01 10:00:00Z", "soon"], Some(Type::Text));
    check("empty", &["", " "], None);
}

#[test]
fn what_is_seen_quickly_shows_what_it_shows_otherwise() {
    let slowly = |text: &str| {
        let mut signs = Signs { seen: true, ..Signs::default() };
        signs.words.see(text);
        signs.number = is_plain_number(text, Cell::Text);
        signs.numbers.see(text, Cell::Text);
        signs.truth = TRUTHS.iter().any(|truth| truth.eq_ignore_ascii_case(text));
        signs.see_moment(text);
        signs
    };
    let texts = [
        "2024-01-02 00:53:09.679727+00",
        "2024-01-02",
        "2024-01-02T10:00Z",
        "2024-01-02 10:00",
        "0.5",
        "00.5",
        "12.25",
        "1.234",
        "12345678901234567.5",
        "12",
        "-3",
        "-3.5",
        "1,5",
        "31.12.2000",
        "true",
        "page_view",
        "5%",
        "2024",
        "0",
        "20240102",
        "007",
        "123456789012345",
        "1234567890123456",
        "9.5e-05",
        "-1e-7",
        "12e4",
    ];
    for text in texts {
        let mut column = Texts::default();
        column.push(text);
        assert_eq!(format!("{:?}", Signs::of(&column)), format!("{:?}", slowly(text)), "{text}");
        // A second time says nothing new.
        column.push(text);
        let (once, twice) = (slowly(text), Signs::of(&column));
        assert_eq!(twice.notation(), once.notation(), "{text}");
        assert_eq!(format!("{:?}", twice.numbers), format!("{:?}", once.numbers), "{text}");
    }
}

#[test]
fn repeated_words_are_a_category_whichever_chunk_they_are_in() {
    let signs = |values: &[&str]| {
        let mut texts = Texts::default();
        values.iter().for_each(|value| texts.push(value));
        Signs::of(&texts)
    };
    let check = |name: &str, chunks: &[&[&str]], expected: Type| {
        let mut all = Signs::default();
        chunks.iter().for_each(|chunk| all.add(signs(chunk)));
        assert_eq!(all.kind(name), Some(expected), "{name}: {chunks:?}");
    };
    check("color", &[&["a", "b", "a"]], Type::Category);
    check("color", &[&["a", "b"], &["", "a"]], Type::Category);
    check("color", &[&["e\u{301}"], &["\u{e9}"]], Type::Category);
    check("color", &[&["a", "b", " "]], Type::Text);
    check("sku", &[&["a", "b", "a"]], Type::Text);
    check("size", &[&["38", "40"], &["XL", "38"]], Type::Category);
    let many: Vec<String> = (0..=MOST_WORDS).map(|n| format!("w{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    check("note", &[&many, &many], Type::Text);
    check("note", &[&many[1..], &many[1..]], Type::Category);
}
