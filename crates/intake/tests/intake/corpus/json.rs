//! JSON: arrays, objects around arrays, lines, and what is none of these.

use super::{Case, case, check};

const ONE: &str = "A 2026-02-28T23:00:00Z";

fn json(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    case(name, "v.json", text)
}

fn lines(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    case(name, "v.ndjson", text)
}

const A: &str = r#"{"id":"A","at":"2026-03-01"}"#;

#[test]
fn arrays_and_objects() {
    let two = &[ONE, ONE];
    check(vec![
        json("an array", format!("[{A},\n {A}]")).rows(two),
        json("an array under a key", format!("{{\"total\": 2, \"data\": [{A}, {A}], \"next\": null}}"))
            .rows(two)
            .notes(&["intake-note-rows key=data"]),
        json("an empty array beside the full one", format!("{{\"errors\": [], \"data\": [{A}, {A}]}}"))
            .rows(two)
            .notes(&["intake-note-rows key=data"]),
        json("two arrays, and the mapping says which", format!("{{\"a\": [{{}}], \"b\": {{\"c\": [{A}, {A}]}}}}"))
            .saying("rows = \"b.c\"")
            .rows(two),
        json("two arrays, and nothing says which", format!("{{\"a\": [{A}], \"b\": [{A}]}}"))
            .fails(&["intake-several-arrays"]),
        json("objects one after the other", format!("{A}\n{A}")).rows(two),
        json("one object over several lines", "{\"id\": \"A\",\n \"at\": \"2026-03-01\"}").rows(&[ONE]),
        lines("an array named as lines", format!("[{A},{A}]")).rows(two),
        json("an array with a byte order mark", format!("\u{feff}[{A}]")).rows(&[ONE]),
        json("an empty array", "[]"),
        json("nothing", ""),
        json("an array cut short between rows", format!("[{A},"))
            .rows(&[ONE])
            .refused(&["2! - \"\" refused-json-cut-short"]),
        json("an array cut short within a row", format!("[{A},{{\"id\":"))
            .rows(&[ONE])
            .refused(&["2! - \"{\\\"id\\\":\" refused-not-json position=6", "3! - \"\" refused-json-cut-short"]),
        json("elements that are no objects", format!("[1, \"x\", null, [{A}], {A}]")).rows(&[ONE]).refused(&[
            "1! - \"1\" refused-not-an-object",
            "2! - \"\\\"x\\\"\" refused-not-an-object",
            "3! - \"null\" refused-not-an-object",
            "4! - \"[{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\"}]\" refused-not-an-object",
        ]),
        json("NaN, which is no JSON", format!("[{{\"id\":\"A\",\"at\":\"2026-03-01\",\"n\":NaN}},{A}]"))
            .rows(&[ONE])
            .refused(&["1! - \"{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\",\\\"n\\\":NaN}\" refused-not-json position=33"]),
    ]);
}

#[test]
fn lines_and_values() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    check(vec![
        lines("keys that stand twice: the last counts, and it is said", r#"{"id":"A","at":"2026-03-01","n":1,"n":2}"#)
            .rows(&[&format!("{ONE} n=2000000")])
            .refused(&["1 n \"1\" refused-name-twice"]),
        lines("nested names", r#"{"id":"A","at":"2026-03-01","address":{"city":"Lyon","geo":{"lat":1.5}}}"#)
            .rows(&[&format!("{ONE} address.city=Lyon address.geo.lat=1500000")]),
        lines("lists, and lists of objects", r#"{"id":"A","at":"2026-03-01","tags":["a",1],"lines":[{"sku":1}]}"#)
            .rows(&[&format!("{ONE} tags=[\"a\",\"1\"]")])
            .refused(&["1 lines \"[{\\\"sku\\\":1}]\" refused-nested-value"]),
        lines("deeper than any honest file", format!("{{\"id\":\"A\",\"at\":\"2026-03-01\",\"n\":{deep}}}\n{A}\n"))
            .rows(&[ONE])
            .refused(&[&format!(
                "1! - {:?} refused-not-json position=159",
                format!("{{\"id\":\"A\",\"at\":\"2026-03-01\",\"n\":{deep}}}")
            )]),
        lines("numbers that a double would change", r#"{"id":12345678901234567890,"at":"2026-03-01","n":0.1}"#)
            .rows(&["12345678901234567890 2026-02-28T23:00:00Z n=100000"]),
        lines("letters written out", r#"{"id":"A","at":"2026-03-01","note":"Zo\u00e9 \ud83d\ude00 \u0000"}"#)
            .rows(&[&format!("{ONE} note=Zoé 😀 \0")]),
        lines("half a letter written out", "{\"id\":\"A\",\"at\":\"2026-03-01\",\"note\":\"\\ud83d\"}\n")
            .refused(&["1! - \"{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\",\\\"note\\\":\\\"\\\\ud83d\\\"}\" refused-not-json position=43"]),
        lines("bytes that are no UTF-8", b"{\"id\":\"A\",\"at\":\"2026-03-01\",\"note\":\"\xe9\"}\n".to_vec())
            .refused(&["1! - \"{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\",\\\"note\\\":\\\"\u{fffd}\\\"}\" refused-not-json position=37"]),
        lines("carriage returns, blank lines, no last line end", format!("{A}\r\n\r\n   \r\n{A}")).rows(&[ONE, ONE]),
        lines("two objects on a line", format!("{A}{A}\n{A}\n"))
            .rows(&[ONE])
            .refused(&["1! - \"{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\"}{\\\"id\\\":\\\"A\\\",\\\"at\\\":\\\"2026-03-01\\\"}\" refused-not-json position=29"]),
        lines("CSV named as lines", "id,at\nA,2026-03-01\n").refused(&[
            "1! - \"id,at\" refused-not-json position=1",
            "2! - \"A,2026-03-01\" refused-not-json position=1",
        ]),
    ]);
}
