//! Files going in: what is taken, what is refused, and what importing again changes.

use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

const ORDERS: &str = "\
order_id,customer,placed_at,amount,status
1,anna,2026-01-10T10:00:00,20.00,paid
2,anna,2026-02-10T10:00:00,30.50,paid
3,bob,2026-02-11T09:00:00,12.00,cancelled
";

#[test]
fn good_rows_go_in_and_bad_ones_are_listed() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let orders = shop.write("orders.csv", &format!("{ORDERS}4,carl,2026-02-30T10:00:00,5,paid\n5,carl,2026-02-12T10:00:00,cheap,paid\n6,,2026-02-12T10:00:00,5,paid\n"));
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &orders]);
    assert_eq!(answer.status, 3, "{}", answer.err);
    let file = &answer.json()["files"][0];
    assert_eq!(file["targets"][0]["new_rows"], 4);
    let told: Vec<Value> = file["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["row"], row["column"], row["value"], row["whole_row"]]))
        .collect();
    assert_eq!(told[0], json!([4, "placed_at", "2026-02-30T10:00:00", true]));
    assert_eq!(told[1], json!([5, "amount", "cheap", false]));
    assert_eq!((&told[2][0], &told[2][3], told.len()), (&json!(6), &json!(true), 3));
    // The order whose amount was refused counts as an order.
    assert_eq!(shop.count("any(order where amount is unknown)", "2026-03-01"), 1);
    // The cancelled one does not, unless it is asked for.
    assert_eq!(shop.count("any(order)", "2026-03-01"), 2);
    assert_eq!(shop.count("any(order including cancelled)", "2026-03-01"), 3);
}

#[test]
fn importing_again_changes_nothing() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let orders = shop.write("orders.csv", ORDERS);
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &orders]).status, 0);
    let before = shop.ask(&["--json", "customer", "anna", "--as-of", "2026-03-01"]).out;
    let again = shop.ask(&["--json", "import", "--mapping", &mapping, &orders]).json();
    assert_eq!(again["files"][0]["already_imported"], true);
    // The same rows under another name and in another order are known one by one.
    let mut lines: Vec<&str> = ORDERS.lines().collect();
    lines[1..].reverse();
    let other = shop.write("orders-2.csv", &(lines.join("\n") + "\n"));
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &other]).json();
    assert_eq!(answer["files"][0]["targets"][0]["known_rows"], 3);
    assert_eq!(answer["files"][0]["targets"][0]["new_rows"], 0);
    assert_eq!(shop.ask(&["--json", "customer", "anna", "--as-of", "2026-03-01"]).out, before);
}

#[test]
fn ndjson_brings_its_own_words() {
    let shop = Shop::with_base();
    let mapping = shop.write(
        "mapping.toml",
        "[[file]]\nmatch = \"*\"\n[[file.feed]]\nstream = \"rental\"\ncustomer = \"userId\"\nat = \"startedAt\"\n",
    );
    let rentals = shop.write(
        "rentals.ndjson",
        "{\"userId\": 7, \"startedAt\": \"2026-01-05T08:00:00Z\", \"Bike Kind\": \"cargo\", \"price\": 12.5}\n{\"userId\": 8, \"startedAt\": \"2026-01-06T08:00:00Z\", \"Bike Kind\": \"city\", \"price\": 4}\n",
    );
    let answer = shop.ask(&["import", "--mapping", &mapping, &rentals]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    assert_eq!(shop.count("any(rental where bike_kind = 'cargo' and price > 10)", "2026-02-01"), 1);
    let schema = shop.ask(&["--json", "schema"]).json();
    assert_eq!(schema["schema"]["streams"]["rental"]["fields"]["price"]["type"], "number");
}

#[test]
fn a_file_without_mapping_and_a_wrong_mapping_are_told() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let stray = shop.write("stray.csv", "a\n1\n");
    let answer = shop.ask(&["import", "--mapping", &mapping, &stray]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.contains("stray.csv") && answer.err.contains("orders*"), "{}", answer.err);
    let wrong = shop.write(
        "wrong.toml",
        "[[file]]\nmatch = \"*\"\n[[file.feed]]\nstram = \"order\"\ncustomer = \"a\"\nat = \"b\"\n",
    );
    let answer = shop.ask(&["--json", "import", "--mapping", &wrong, &stray]);
    assert_eq!(answer.status, 2);
    let problems = answer.json()["problems"].clone();
    let misspelt = problems.as_array().unwrap().iter().find(|problem| problem["line"] == 4).unwrap();
    assert_eq!(misspelt["suggestions"][0], "stream");
}

#[test]
fn orders_grouped_from_lines_hold_no_line_to_come() {
    let shop = Shop::with_base();
    let mapping = shop.write(
        "mapping.toml",
        "[[file]]\nmatch = \"lines*\"\n[[file.feed]]\nstream = \"order_line\"\ncustomer = \"customer\"\nat = \"at\"\n\
         [[file.feed]]\nstream = \"order\"\nlines = \"order_line\"\nkey = \"order_id\"\nsum = [\"amount\"]\n",
    );
    let lines = shop.write(
        "lines.csv",
        "order_id,customer,at,amount,quantity,returned_quantity\n\
         1,anna,2026-01-01T10:00:00,10,1,1\n1,anna,2026-01-10T10:00:00,20,1,0\n2,anna,2026-01-10T10:00:00,5,1,0\n",
    );
    let answer = shop.ask(&["import", "--mapping", &mapping, &lines]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    for (amount, orders, as_of) in [(10, 1, "2026-01-05"), (35, 2, "2026-02-01")] {
        let definition = format!("sum(order.amount) = {amount} and count(order) = {orders}");
        assert_eq!(shop.count(&definition, as_of), 1, "{definition} as of {as_of}");
    }
    // A file that comes later adds its lines to the same orders.
    let more = shop.write("lines-2.csv", "order_id,customer,at,amount\n1,anna,2026-01-20T10:00:00,100\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &more]).status, 0);
    assert_eq!(shop.count("max(order.amount) = 130 and count(order) = 2", "2026-02-01"), 1);
    assert_eq!(shop.count("max(order.amount) = 30", "2026-01-15"), 1);
}

#[test]
fn lines_of_an_order_that_does_not_count_do_not_count() {
    let shop = Shop::with_base();
    let mapping = shop.write(
        "mapping.toml",
        &format!("{MAPPING}\n[[file]]\nmatch = \"lines*\"\n[[file.feed]]\nstream = \"order_line\"\ncustomer = \"customer\"\nat = \"at\"\n"),
    );
    let orders = shop.write("orders.csv", ORDERS);
    let lines = shop.write(
        "lines.csv",
        "order_id,customer,at,product\n1,anna,2026-01-10T10:00:00,p1\n3,bob,2026-02-11T09:00:00,p1\n9,carl,2026-02-11T09:00:00,p1\n",
    );
    let answer = shop.ask(&["import", "--mapping", &mapping, &orders, &lines]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    // Bob's order is cancelled; of carl's order nothing is known, so that nothing takes its line away.
    let members = |definition: &str| {
        shop.ask(&["--json", "members", "--where", definition, "--as-of", "2026-03-01"]).json()["members"].clone()
    };
    assert_eq!(members("any(order_line where product = 'p1')"), json!(["anna", "carl"]));
    assert_eq!(members("any(order_line including cancelled)"), json!(["anna", "bob", "carl"]));
}

#[test]
fn folders_and_archives_are_taken_whole_and_what_is_left_is_said() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    shop.write("exports/2026/orders-2.csv", &ORDERS.replace("1,anna", "4,anna"));
    shop.write("exports/orders-broken.csv", "");
    shop.write("exports/readme.txt", "Orders, by year.");
    let path = shop.path("exports/orders-1.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    writer.start_file("../orders.csv", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut writer, ORDERS.as_bytes()).unwrap();
    writer.finish().unwrap();
    let folder = shop.path("exports").display().to_string();
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &folder]);
    assert_eq!(answer.status, 3, "{}{}", answer.out, answer.err);
    let told = answer.json();
    let names: Vec<&str> =
        told["files"].as_array().unwrap().iter().map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(names, ["orders-2.csv", "orders.csv"]);
    let left: Vec<&str> = told["left"].as_array().unwrap().iter().map(|left| left["file"].as_str().unwrap()).collect();
    assert!(left[0].ends_with("exports/readme.txt") && left[1].ends_with("exports/orders-broken.csv"), "{left:?}");
    assert_eq!(shop.count("any(order including cancelled)", "2026-03-01"), 2);
    // The same file by itself is known, wherever it was found the first time.
    let alone = shop.write("orders.csv", ORDERS);
    assert_eq!(
        shop.ask(&["--json", "import", "--mapping", &mapping, &alone]).json()["files"][0]["already_imported"],
        true
    );
}

#[test]
fn a_proposed_mapping_is_imported_by_as_it_is() {
    let shop = Shop::with_base();
    shop.write("in/clients.csv", "N° client;Adresse e-mail;Ville\n1;ana@exemple.fr;Nantes\n2;luc@exemple.fr;Paris\n");
    shop.write(
        "in/lignes.csv",
        "Commande;N° client;Date;Code article;Qté;Prix unitaire\nF1;1;31/01/2026;A1;2;10,50\nF1;1;31/01/2026;A2;1;4,00\nF2;2;01/02/2026;A1;1;10,50\n",
    );
    shop.write("in/notes.txt", "nothing to see");
    let folder = shop.path("in").display().to_string();
    let proposed = shop.ask(&["import", "--guess", &folder]);
    assert_eq!(proposed.status, 0, "{}", proposed.err);
    assert!(proposed.out.contains("notes.txt"), "{}", proposed.out);
    let mapping = shop.write("mapping.toml", &proposed.out);
    let answer = shop.ask(&["import", "--mapping", &mapping, &folder]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    assert_eq!(shop.count("sum(order.amount) = 25 and city = 'Nantes'", "2026-03-01"), 1);
    assert_eq!(shop.count("count(order) = 1 and sum(order_line.quantity) = 1", "2026-03-01"), 1);
}
