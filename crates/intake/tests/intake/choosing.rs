//! Which rows go in: those that a test chooses, and equal rows once.

use model::columns::Target;

use super::{Base, feed, refusals, values};

const HEAD: &str = "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n";

/// The `no` of the rows that a test chooses out of these.
fn chosen(test: &str, rows: &[&str]) -> Vec<String> {
    let rows: String = rows.iter().zip(1..).map(|(row, no)| format!("c,2026-03-01,{no},{row}\n")).collect();
    let content = format!("id,at,no,invoice,quantity,Sold On,vip\n{rows}");
    let mapping = feed(&format!("{HEAD}where = \"{test}\"\n"));
    let intake = Base::new().read("v.csv", &content, &mapping);
    values(&intake, "no").iter().map(|no| no.trim_end_matches("000000").to_owned()).collect()
}

/// What is said of the rows of a file.
fn notes(intake: &intake::Intake) -> Vec<String> {
    let of_rows = intake.notes.iter().filter(|note| note.key != "intake-note-zone");
    of_rows.map(ToString::to_string).collect()
}

const ROWS: [&str; 6] = [
    "C1,-1,2026-02-28,true",
    "12,0,2026-03-01T00:00,false",
    "c3,1,2026-03-01T23:59,",
    "14,,,true",
    "A5,2.5,2026-03-02,false",
    ",-0.1,2026-02-01,true",
];

#[test]
fn rows_are_chosen_by_the_tests_of_the_language() {
    let check = |test: &str, expected: &[&str]| assert_eq!(chosen(test, &ROWS), expected, "{test}");
    check("invoice starts with 'C'", &["1"]);
    check("not invoice starts with 'C'", &["2", "3", "4", "5", "6"]);
    check("invoice not starts with 'C' and quantity > 0", &["3", "5"]);
    check("invoice ~ starts with 'c'", &["1", "3"]);
    check("invoice matches '^[0-9]{2}$'", &["2", "4"]);
    check("quantity >= 0", &["2", "3", "5"]);
    check("quantity between 0 and 1 or invoice in ('C1', 'A5')", &["1", "2", "3", "5"]);
    check("quantity is unknown or invoice is unknown", &["4", "6"]);
    check("quantity * 2 > 4.9", &["5"]);
    check("sold_on >= 2026-03-01", &["2", "3", "5"]);
    check("`Sold On` = 2026-03-01", &["2", "3"]);
    check("vip = true and length of invoice = 2", &["1", "4"]);
}

#[test]
fn a_test_and_its_negation_split_the_file() {
    let tests = [
        "quantity > 0",
        "quantity != 1",
        "invoice contains '1' or quantity < 0",
        "invoice not in ('12') and (vip = true or quantity is unknown)",
        "quantity / quantity = 1",
        "sold_on < 2026-03-01",
    ];
    for test in tests {
        let mut both = chosen(test, &ROWS);
        both.extend(chosen(&format!("not ({test})"), &ROWS));
        both.sort();
        assert_eq!(both, ["1", "2", "3", "4", "5", "6"], "{test}");
    }
}

#[test]
fn one_file_feeds_several_streams_by_its_rows() {
    let content = "id,at,invoice,amount\nc,2026-03-01,C1,5\nc,2026-03-01,2,7\nc,2026-03-01,A3,1\n";
    let mapping = feed(&format!(
        "{HEAD}where = \"invoice starts with 'C'\"\nfields.lost = \"-amount\"\n\
         [[file.feed]]\nstream = \"sale\"\ncustomer = \"id\"\nat = \"at\"\nwhere = \"invoice matches '^[0-9]'\"\n"
    ));
    let intake = Base::new().read("v.csv", content, &mapping);
    let sizes: Vec<usize> = intake.batches.iter().map(|batch| batch.at.len()).collect();
    assert_eq!(sizes, [1, 1]);
    assert_eq!(intake.batches[1].target, Target::Stream("sale".to_owned()));
    assert_eq!(values(&intake, "lost"), ["-5000000"]);
    assert_eq!(notes(&intake), ["intake-note-left-out n=1"]);
}

#[test]
fn a_cell_that_the_test_cannot_read_is_told() {
    let content = "id,at,a\nc,2026-03-01,1\nc,2026-03-01,many\nd,soon,many\n";
    let intake = Base::new().read("v.csv", content, &feed(&format!("{HEAD}where = \"a > 0\"\nignore = [\"a\"]\n")));
    assert_eq!(intake.batches[0].at.len(), 1);
    assert_eq!(refusals(&intake), ["2 a \"many\" refused-not-a-number", "3 a \"many\" refused-not-a-number"]);
}

#[test]
fn equal_rows_count_once_when_the_mapping_says_so() {
    let content = "id,at,a,b\nc,2026-03-01,1,x\nc,2026-03-01,1,x\nc,2026-03-01,1,y\nc,2026-03-01,1,\nc,2026-03-01,1,x\n\
                   c,2026-03-01,1,\nc,2026-03-01,,1\nc,2026-03-01,1,x \n";
    let read = |mapping: String| Base::new().read("v.csv", content, &mapping);
    let kept = |intake: &intake::Intake| intake.batches.iter().map(|batch| batch.at.len()).collect::<Vec<_>>();
    let dropped = read(feed(&format!("{HEAD}repeated_rows = \"drop\"\n")));
    assert_eq!(kept(&dropped), [5]);
    assert_eq!(values(&dropped, "b"), ["x", "y", "-", "1", "x "]);
    assert_eq!(notes(&dropped), ["intake-note-repeated-rows n=3", "intake-note-left-out n=3"]);
    // Equal rows are those of the file, whatever of them the feed takes.
    assert_eq!(kept(&read(feed(&format!("{HEAD}repeated_rows = \"drop\"\nonly = [\"a\"]\n")))), [5]);
    assert_eq!(kept(&read(feed(&format!("{HEAD}repeated_rows = \"keep\"\n")))), [8]);
    let of_file = format!(
        "[[file]]\nmatch = \"*\"\nrepeated_rows = \"drop\"\n[[file.feed]]\n{HEAD}[[file.feed]]\n{HEAD}repeated_rows = \"keep\"\n"
    );
    assert_eq!(kept(&read(of_file)), [5, 8]);
}

#[test]
fn a_test_that_cannot_be_read_is_answered() {
    let mapping = feed(&format!("{HEAD}where = \"invoce = 'C' and count(order) > 2\"\n"));
    let problems = Base::new().problems("v.csv", "id,at,invoice\nc,2026-03-01,1\n", &mapping);
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-column column=invoce");
    assert_eq!(&mapping[problems[0].place.start..problems[0].place.end], "invoce");
    assert_eq!(problems[0].suggestions, ["invoice"]);
    assert_eq!(problems[1].phrase.to_string(), "mapping-only-this-row name=order");
}
