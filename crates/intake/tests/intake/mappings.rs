//! What a person may get wrong in a mapping, and where the answer points.

use intake::Mapping;
use intake::mapping::{Feed, Format};

fn check(text: &str, expected: &[(&str, &str, &[&str])]) {
    let problems = Mapping::parse(text).expect_err("the mapping has problems");
    let said: Vec<(String, &str, Vec<&str>)> = problems
        .iter()
        .map(|problem| {
            let place = &text[problem.place.start..problem.place.end];
            (problem.phrase.to_string(), place, problem.suggestions.iter().map(String::as_str).collect())
        })
        .collect();
    let expected: Vec<(String, &str, Vec<&str>)> =
        expected.iter().map(|(phrase, place, near)| ((*phrase).to_owned(), *place, near.to_vec())).collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn problems_come_all_at_once_with_their_places() {
    check(
        "zoned = \"UTC\"\n[[file]]\nmatch = \"a\"\nformat = \"parket\"\nzone = \"Mars\"\ndelimiter = \"ab\"\nquote = \"\"\n\
         encoding = \"utf-9\"\ndate_order = \"ymd\"\ndecimal = \";\"\n\
         [[file.feed]]\nstream = \"s\"\ncustomer = \"c\"\nat = 3\nkye = \"k\"\n\
         fields.a = { column = \"a\", type = \"nummer\" }\nfields.b = 1\n",
        &[
            ("mapping-unknown-key key=zoned", "zoned", &["zone"]),
            ("mapping-unknown-format format=parket", "\"parket\"", &["parquet"]),
            ("mapping-delimiter", "\"ab\"", &[]),
            ("mapping-quote", "\"\"", &[]),
            ("mapping-unknown-encoding encoding=utf-9", "\"utf-9\"", &["utf-8"]),
            ("mapping-date-order", "\"ymd\"", &[]),
            ("mapping-decimal", "\";\"", &[]),
            ("mapping-unknown-zone zone=Mars", "\"Mars\"", &[]),
            ("mapping-unknown-key key=kye", "kye", &["key"]),
            ("mapping-expects-text key=at", "3", &[]),
            ("mapping-unknown-type type=nummer", "\"nummer\"", &["number"]),
            ("mapping-expects-column key=b", "1", &[]),
        ],
    );
}

#[test]
fn what_is_missing_is_named() {
    let keys = |text: &str| -> Vec<String> {
        let problems = Mapping::parse(text).expect_err("the mapping has problems");
        problems.iter().map(|problem| problem.phrase.to_string()).collect()
    };
    assert_eq!(keys("[[file]]\n"), ["mapping-missing-key key=match", "mapping-missing-key key=feed"]);
    let feed = |rest: &str| format!("[[file]]\nmatch = \"a\"\n[[file.feed]]\n{rest}");
    assert_eq!(keys(&feed("stream = \"s\"\n")), ["mapping-missing-key key=customer", "mapping-missing-key key=at"]);
    assert_eq!(keys(&feed("stream = \"s\"\ntable = \"t\"\n")), ["mapping-one-target"]);
    assert_eq!(keys(&feed("customer = \"s\"\n")), ["mapping-one-target"]);
    assert_eq!(keys(&feed("stream = \"s\"\nlines = \"l\"\n")), ["mapping-missing-key key=key"]);
    assert_eq!(keys(&feed("table = \"t\"\ncustomer = \"c\"\n")), ["mapping-unknown-key key=customer"]);
    let lookup = feed("stream = \"s\"\ncustomer = \"c\"\nat = { lookup = \"t\", by = \"b\" }\n");
    assert_eq!(keys(&lookup), ["mapping-lookup-path key=lookup"]);
    let both = feed("attributes = true\ncustomer = \"c\"\nonly = [\"a\"]\nignore = [\"b\"]\n");
    assert_eq!(keys(&both), ["mapping-only-and-ignore key=only"]);
    let twice = feed("attributes = true\ncustomer = \"c\"\n[file.feed.fields]\nmyName = \"a\"\nmy_name = \"b\"\n");
    assert_eq!(keys(&twice), ["mapping-field-twice field=my_name"]);
    assert_eq!(keys("a = ").len(), 1);
}

#[test]
fn files_have_the_settings_of_their_mapping_unless_they_say_otherwise() {
    let text = "zone = \"Europe/Paris\"\nsource = \"shop\"\nid_kind = \"email\"\n\
        [[file]]\nmatch = \"a*.csv\"\nfeed = [{ table = \"Some Things\" }]\n\
        [[file]]\nmatch = \"*.txt\"\nformat = \"csv\"\nzone = \"UTC\"\nsource = \"other\"\ndelimiter = \"\\t\"\n\
        feed = [{ attributes = true, customer = \"c\" }]\n";
    let mapping = Mapping::parse(text).unwrap();
    let first = mapping.file_for("A1.csv").unwrap();
    assert_eq!(
        (first.zone.as_deref(), first.source.as_str(), first.id_kind.as_str()),
        (Some("Europe/Paris"), "shop", "email")
    );
    let Feed::Rows(feed) = &first.feeds[0] else { panic!("a feed of rows") };
    assert_eq!(feed.target, model::columns::Target::Table("some_things".to_owned()));
    let second = mapping.file_for("b.txt").unwrap();
    assert_eq!((second.zone.as_deref(), second.source.as_str(), second.delimiter), (Some("UTC"), "other", Some(b'\t')));
    assert_eq!(second.format_of("b.txt"), Some(Format::Csv));
    assert!(mapping.file_for("c.csv").is_none());
}

#[test]
fn the_name_of_a_stream_has_no_point() {
    let mapping = Mapping::parse(
        "[[file]]\nmatch = \"*\"\n[[file.feed]]\nstream = \"Shop.orderLine\"\ncustomer = \"c\"\nat = \"t\"\n\
         [[file.feed]]\nstream = \"order\"\nlines = \"shop.order_line\"\nkey = \"id\"\n",
    )
    .unwrap();
    let [Feed::Rows(rows), Feed::Grouped(grouped)] = mapping.files[0].feeds.as_slice() else { panic!("two feeds") };
    assert_eq!(rows.target, model::columns::Target::Stream("shop_order_line".to_owned()));
    assert_eq!(grouped.grouping.lines, "shop_order_line");
}
