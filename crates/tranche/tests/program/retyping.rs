//! A field given another type: what is told before, what is read and listed after, and the way back.

use serde_json::json;

use crate::shop::Shop;

const CLIENTS: &str = "\
client,score,spent,joined
a,12,\"1 234,50\",2024-01-05
b,n/a,\"12,5\",2024-02-30
c,XL,\"7,00\",2024-03-01
d,15,\"-3,25\",2024-04-01
";
const MAPPING: &str = "\
[[file]]
match = \"clients*.csv\"
decimal = \",\"
  [[file.feed]]
  attributes = true
  customer = \"client\"
  [file.feed.fields]
  level = { column = \"score\", type = \"text\" }
  spent = { column = \"spent\", type = \"text\" }
";

fn count(shop: &Shop, definition: &str) -> u64 {
    shop.count(definition, "2026-01-01")
}

fn shop() -> Shop {
    let shop = Shop::with_base();
    let (mapping, clients) = (shop.write("mapping.toml", MAPPING), shop.write("clients.csv", CLIENTS));
    let answer = shop.ask(&["import", "--mapping", &mapping, &clients]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    shop
}

#[test]
fn a_change_of_type_is_told_before_it_is_made_and_confirmed_where_values_go_missing() {
    let shop = shop();
    let told = shop.ask(&["--json", "schema", "set", "level", "--type", "number", "--check"]).json();
    assert_eq!(told["conversion"]["values"], 4);
    assert_eq!(told["conversion"]["unfit"], 2);
    assert_eq!(
        told["conversion"]["examples"][0],
        json!({ "value": "XL", "count": 1, "reason": "refused-not-a-number" })
    );
    let unconfirmed = shop.ask(&["schema", "set", "level", "--type", "number"]);
    assert_eq!(unconfirmed.status, 1, "{}", unconfirmed.out);
    assert!(unconfirmed.err.contains("--yes"), "{}", unconfirmed.err);
    assert_eq!(count(&shop, "level = '12'"), 1, "nothing is changed");

    assert_eq!(shop.ask(&["schema", "set", "level", "--type", "number", "--yes"]).status, 0);
    assert_eq!(count(&shop, "level >= 12"), 2);
    assert_eq!(count(&shop, "level is unknown"), 2);
    let refused = shop.ask(&["refused", "--rows"]);
    assert!(refused.out.contains("XL") && refused.out.contains("n/a"), "{}", refused.out);

    // What is all read is not to be confirmed; the comma before decimals is told by the values.
    assert_eq!(shop.ask(&["schema", "set", "spent", "--type", "money"]).status, 0);
    assert_eq!(count(&shop, "spent = 1234.5 or spent = -3.25"), 2);

    assert_eq!(shop.ask(&["schema", "set", "level", "--type", "text"]).status, 0);
    assert_eq!(count(&shop, "level in ('XL', 'n/a')"), 2);
    assert!(!shop.ask(&["refused", "--rows"]).out.contains("XL"));
}

#[test]
fn the_same_file_and_a_new_one_are_read_in_the_new_type() {
    let shop = shop();
    assert_eq!(shop.ask(&["schema", "set", "level", "--type", "number", "--yes"]).status, 0);
    // Another mapping text, so that the file is not taken for one that is in already.
    let mapping = shop.write("mapping2.toml", &format!("# again\n{MAPPING}"));
    let again = shop.ask(&["--json", "import", "--mapping", &mapping, &shop.path("clients.csv").display().to_string()]);
    let told = again.json();
    let target = &told["files"][0]["targets"][0];
    assert_eq!((&target["new_rows"], &target["new_versions"]), (&json!(0), &json!(0)), "{told:#}");
    let more =
        shop.write("clients2.csv", "client,score,spent,joined\ne,20,\"1,00\",2024-05-01\nf,lots,\"2,00\",2024-05-01\n");
    let answer = shop.ask(&["import", "--mapping", &mapping, &more]);
    assert_eq!(answer.status, 3, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("lots"), "{}", answer.out);
    assert_eq!(count(&shop, "level >= 12"), 3);
    // Given back its type, the field has all that ever came, and none of it is refused any more.
    assert_eq!(shop.ask(&["schema", "set", "level", "--type", "text"]).status, 0);
    assert_eq!(count(&shop, "level is known"), 6);
    assert_eq!(shop.ask(&["--json", "refused", "--rows"]).json()["refused"], 0);
}

#[test]
fn definitions_that_read_the_field_are_named_and_may_not_become_wrong_unasked() {
    let shop = shop();
    let definition = "name = { en = \"High\" }\ndefinition = \"level = '12'\"\n";
    shop.write("segments/high.toml", definition);
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 0);
    let told = shop.ask(&["--json", "schema", "set", "level", "--type", "number", "--check"]).json();
    assert_eq!(told["read_by"], json!(["high"]));
    assert_eq!(told["broken"].as_array().unwrap().len(), 1, "{told:#}");
    assert_eq!(shop.ask(&["schema", "set", "level", "--type", "number"]).status, 1);
    assert_eq!(shop.ask(&["evaluate"]).status, 0);
}

#[test]
fn what_something_else_stands_on_keeps_its_type() {
    let shop = Shop::with_base();
    for name in ["order.order_id", "order.status", "order_line.product"] {
        let answer = shop.ask(&["schema", "set", name, "--type", "number", "--yes"]);
        assert_eq!(answer.status, 1, "{name}: {}", answer.out);
        assert!(answer.err.contains(name), "{}", answer.err);
    }
}

const SIZES: &str = "\
[[file]]
match = \"visits*.csv\"
  [[file.feed]]
  stream = \"fitting\"
  customer = \"client\"
  at = \"at\"
[[file]]
match = \"people*.csv\"
  [[file.feed]]
  attributes = true
  customer = \"client\"
";

#[test]
fn what_was_refused_for_its_type_is_taken_when_it_fits() {
    let shop = Shop::with_base();
    let mapping = shop.write("sizes.toml", SIZES);
    let import = |name: &str, text: &str| {
        let file = shop.write(name, text);
        shop.ask(&["--json", "import", "--mapping", &mapping, &file])
    };
    assert_eq!(import("visits1.csv", "client,at,size\na,2025-01-01,38\nb,2025-01-02,40\n").status, 0);
    assert_eq!(import("people1.csv", "client,shoe\na,41\nb,42\n").status, 0);
    // Two rows of one customer and moment differ in the refused value only.
    let visits = "client,at,size\na,2025-02-01,XL\na,2025-02-01,XS\nb,2025-02-02,42\nc,2025-02-03,\n";
    assert_eq!(import("visits2.csv", visits).status, 3);
    assert_eq!(import("people2.csv", "client,shoe\na,wide\nc,narrow\n").status, 3);
    assert_eq!(count(&shop, "any(fitting where size = 42)"), 1);
    let told = shop.ask(&["--json", "schema", "set", "fitting.size", "--type", "text", "--check"]).json();
    assert_eq!(told["taken"], 2, "{told:#}");
    assert_eq!(shop.ask(&["schema", "set", "fitting.size", "--type", "text"]).status, 0);
    assert_eq!(shop.ask(&["schema", "set", "shoe", "--type", "text"]).status, 0);
    assert_eq!(shop.ask(&["--json", "refused"]).json()["refused"], 0);
    assert_eq!(count(&shop, "any(fitting where size = 'XL') and any(fitting where size = 'XS')"), 1);
    assert_eq!(count(&shop, "count(fitting) = 3 and count(fitting where size is known) = 3"), 1);
    assert_eq!(count(&shop, "shoe in ('narrow', '42')"), 2);
    assert_eq!(shop.ask(&["verify"]).status, 0);

    // The file again, by another text of the mapping, changes nothing.
    let again = shop.write("again.toml", &format!("# again\n{SIZES}"));
    let file = shop.path("visits2.csv").display().to_string();
    let told = shop.ask(&["--json", "import", "--mapping", &again, &file]).json();
    assert_eq!(told["files"][0]["targets"][0]["new_rows"], 0, "{told:#}");

    // Given back its type, the field lists them again.
    assert_eq!(shop.ask(&["schema", "set", "fitting.size", "--type", "number", "--yes"]).status, 0);
    assert_eq!(shop.ask(&["--json", "refused"]).json()["refused"], 2);
    assert_eq!(count(&shop, "any(fitting where size > 0)"), 2);
}

/// What a column of each type holds, written as people write it; the rows differ in who has what when.
const COLUMNS: [(&str, &str, [&str; 6]); 8] = [
    ("n", "number", ["12", "1.5", "-3", "", "0.25", "1e3"]),
    ("m", "money", ["12.50", "7", "", "1234.5", "0.01", "-2"]),
    ("d", "date", ["2025-01-31", "", "2024-02-29", "2025-12-01", "1999-01-01", "2025-01-31"]),
    (
        "i",
        "instant",
        ["2025-01-31T10:00:00Z", "2025-01-31", "2025-03-30T02:30:00", "", "1735689600", "2025-01-01 09:30"],
    ),
    ("b", "bool", ["oui", "no", "1", "", "x", "false"]),
    ("s", "duration", ["90", "0.5", "", "3600", "1", "2"]),
    ("l", "text_list", ["a", "[\"a\",\"b\"]", "", "[\"c\"]", "b", "a"]),
    ("p", "point", ["48.85,2.35", "", "(1, 2)", "0 0", "-10,20", "48.85,2.35"]),
];

/// A base with rows of all types, imported as texts or in their types.
fn of_all_types(kind_of: impl Fn(&str) -> String) -> Shop {
    let shop = Shop::new();
    assert_eq!(shop.ask(&["init", "--timezone", "Europe/Paris"]).status, 0);
    let fields = |prefix: &str| -> String {
        let field = |(name, kind, _): &(&str, &str, [&str; 6])| {
            format!("  {prefix}{name} = {{ column = \"{name}\", type = \"{}\" }}\n", kind_of(kind))
        };
        COLUMNS.iter().map(field).collect()
    };
    let mapping = format!(
        "[[file]]\nmatch = \"seen.csv\"\n[[file.feed]]\nstream = \"seen\"\ncustomer = \"who\"\nat = \"at\"\n\
         [file.feed.fields]\n{}[[file]]\nmatch = \"people.csv\"\n[[file.feed]]\nattributes = true\ncustomer = \"who\"\n\
         ignore = [\"at\"]\n[file.feed.fields]\n{}",
        fields(""),
        fields("own_")
    );
    let mapping = shop.write("all.toml", &mapping);
    let names: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    let written = |rows: usize| {
        let mut text = format!("who,at,{}\n", names.join(","));
        for row in 0..rows {
            let cell = |(place, (_, _, values)): (usize, &(&str, &str, [&str; 6]))| {
                format!("\"{}\"", values[(row * (place + 1) + row / 6) % 6].replace('"', "\"\""))
            };
            let cells: Vec<String> = COLUMNS.iter().enumerate().map(cell).collect();
            text.push_str(&format!("c{},2025-0{}-01,{}\n", row % 7, row % 9 + 1, cells.join(",")));
        }
        text
    };
    let files = [shop.write("seen.csv", &written(30)), shop.write("people.csv", &written(7))];
    let answer = shop.ask(&["import", "--mapping", &mapping, &files[0], &files[1]]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    shop
}

#[test]
fn a_base_retyped_is_as_one_that_had_the_types_from_the_beginning() {
    let (fresh, retyped) = (of_all_types(str::to_owned), of_all_types(|_| "text".to_owned()));
    let all = |shop: &Shop| -> Vec<serde_json::Value> {
        let seen =
            |customer: usize| shop.ask(&["--json", "customer", &format!("c{customer}"), "--as-of", "2026-01-01"]);
        // They were not received at one instant.
        let but_origins = |mut told: serde_json::Value| {
            told.as_object_mut().unwrap().remove("origins").unwrap();
            told
        };
        [0, 3, 6].map(|customer| but_origins(seen(customer).json())).into()
    };
    for (name, kind, _) in COLUMNS {
        for field in [format!("seen.{name}"), format!("own_{name}")] {
            let answer = retyped.ask(&["schema", "set", &field, "--type", kind]);
            assert_eq!(answer.status, 0, "{field}: {}{}", answer.out, answer.err);
        }
    }
    assert_eq!(all(&retyped), all(&fresh));
    for definition in [
        "sum(seen.n) > 5",
        "any(seen where m between 5 and 20)",
        "own_d before 2025-02-01",
        "any(seen where i during 2025-01) or own_b",
        "own_l contains 'a'",
        "max(seen.s) > 1 hour or count(seen where b) >= 2",
    ] {
        let count =
            |shop: &Shop| shop.ask(&["--json", "count", definition, "--as-of", "2026-01-01"]).json()["count"].clone();
        assert_eq!(count(&retyped), count(&fresh), "{definition}");
    }
    assert_eq!(retyped.ask(&["verify"]).status, 0);
}
