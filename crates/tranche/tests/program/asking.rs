//! Questions and their answers: counts, members, segments, and mistakes in what is typed.

use crate::shop::{MAPPING, Shop};

fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers =
        shop.write("customers.csv", "id,address.country,birth_date\nbob,BE,1990-05-01\nanna,FR,1985-01-31\nÉve,FR,\n");
    let orders = shop.write(
        "orders.csv",
        "order_id,customer,placed_at,amount\n1,anna,2026-01-10T10:00:00,20.00\n2,anna,2026-02-10T10:00:00,30.50\n3,bob,2026-02-11T09:00:00,12.00\n",
    );
    let answer = shop.ask(&["import", "--mapping", &mapping, &customers, &orders]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    shop
}

#[test]
fn counts_and_members_have_their_fixed_form() {
    let shop = shop();
    let count = shop.ask(&["--json", "count", "country = 'FR'", "--as-of", "2026-03-01"]);
    assert_eq!(count.status, 0);
    assert_eq!(count.json(), serde_json::json!({ "count": 2, "of": 3, "as_of": "2026-03-01T00:00:00Z" }));
    let members =
        shop.ask(&["--json", "members", "--where", "birth_date is known or never(order)", "--as-of", "2026-03-01"]);
    // Sorted by bytes: É comes after every ASCII letter.
    assert_eq!(
        members.json(),
        serde_json::json!({ "members": ["anna", "bob", "Éve"], "as_of": "2026-03-01T00:00:00Z" })
    );
    let ids = shop.ask(&["members", "--where", "any(order)", "--format", "ids", "--as-of", "2026-02-11T09:00:00Z"]);
    assert_eq!(ids.out, "anna\nbob\n");
    let ids =
        shop.ask(&["members", "--where", "any(order)", "--format", "csv", "--as-of", "2026-02-11T08:59:59.999999Z"]);
    assert_eq!(ids.out, "id\nanna\n");
}

#[test]
fn members_are_listed_with_values_of_any_expression() {
    let shop = shop();
    let columns = "spent = sum(order.amount), mean = avg(order.amount), last = last(order.at), birth_date, \
                   amounts = list(order.amount), third = sum(order.amount) / 3, rank(sum(order.amount))";
    let list = |format: &str| {
        let at = "2026-02-11T08:59:59.999999Z";
        let cut_offs = ["--cut-offs", "exact"];
        let asked = ["members", "--where", "country is known", "--columns", columns, "--format", format, "--as-of", at];
        let answer = shop.ask(&[&asked[..], &cut_offs[..]].concat());
        assert_eq!(answer.status, 0, "{}", answer.err);
        answer
    };
    assert_eq!(
        list("csv").out,
        "id,spent,mean,last,birth_date,amounts,third,rank(sum(order.amount))\n\
         anna,50.5,25.25,2026-02-10T10:00:00Z,1985-01-31,\"[20,30.5]\",16.83333333,1\n\
         bob,0,,,1990-05-01,,0,2\n\
         Éve,0,,,,,0,2\n"
    );
    let json = list("json").json();
    assert_eq!(json["columns"][4], serde_json::json!({ "name": "amounts", "type": "list" }));
    let anna = serde_json::json!({ "spent": 50.5, "mean": 25.25, "last": "2026-02-10T10:00:00Z",
        "birth_date": "1985-01-31", "amounts": [20, 30.5], "third": 16.833_333_33, "rank(sum(order.amount))": 1 });
    assert_eq!(json["members"][0], serde_json::json!({ "id": "anna", "values": anna }));
    assert_eq!(json["members"][1]["values"]["mean"], serde_json::Value::Null);
    let table = list("table").out;
    assert!(table.contains("€50.50") && table.contains("10 Feb 2026, 10:00"), "{table}");
    let french = shop.ask_with(
        &[("TRANCHE_LANG", "fr")],
        &["members", "--where", "any(order)", "--columns", "m = sum(order.amount)"],
    );
    assert!(french.out.contains("50,50\u{a0}€") && french.out.contains("membre"), "{}", french.out);
}

#[test]
fn mistakes_in_columns_are_told() {
    let shop = shop();
    let problems = |columns: &str| {
        let answer = shop.ask(&["--json", "members", "--where", "any(order)", "--columns", columns]);
        assert_eq!(answer.status, 2, "{columns}");
        answer.json()["problems"].clone()
    };
    let misspelt = problems("a = sum(order.amont), b = contry");
    assert_eq!((&misspelt[0]["suggestions"][0], &misspelt[1]["suggestions"][0]), (&"amount".into(), &"country".into()));
    assert_eq!(misspelt[1]["start"].as_u64(), Some(26));
    assert_eq!(problems("a = country, a = age").as_array().unwrap().len(), 1);
    assert_eq!(problems("a = ,").as_array().unwrap().len(), 1);
    assert_eq!(problems("country city").as_array().unwrap().len(), 1);
}

#[test]
fn mistakes_are_told_with_place_and_suggestion() {
    let shop = shop();
    let answer = shop.ask(&["--json", "count", "contry = 'FR' and\n  count(ordr) > 1"]);
    assert_eq!(answer.status, 2);
    let problems = answer.json()["problems"].clone();
    assert_eq!(problems.as_array().unwrap().len(), 2);
    assert_eq!(problems[0]["suggestions"][0], "country");
    assert_eq!((problems[0]["start"].as_u64(), problems[0]["end"].as_u64()), (Some(0), Some(6)));
    assert_eq!((problems[1]["line"].as_u64(), problems[1]["column"].as_u64()), (Some(2), Some(9)));
    assert_eq!(problems[1]["suggestions"][0], "order");
    let answer = shop.ask(&["count", "contry = 'FR'"]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("did you mean country?"), "{}", answer.err);
    assert_eq!(shop.ask(&["cuont", "x"]).status, 2);
    assert_eq!(Shop::new().ask(&["count", "a = 1"]).status, 1);
    assert_eq!(shop.ask(&["count", "country = 'FR'", "--as-of", "yesterday"]).status, 1);
}

#[test]
fn french_is_spoken() {
    let shop = shop();
    let answer = shop.ask(&["--lang", "fr", "count", "country = 'FR'", "--as-of", "2026-03-01"]);
    assert_eq!(answer.out, "2 clients sur 3 (66,7\u{a0}%), au 1er mars 2026 à 00:00\n");
    let answer = shop.ask(&["--lang", "fr", "count", "contry = 'FR'"]);
    assert!(answer.err.contains("vouliez-vous dire country ?"), "{}", answer.err);
}

#[test]
fn segments_are_applied_together_or_not_at_all() {
    let shop = shop();
    let file = |name: &str, definition: &str| {
        shop.write(
            &format!("segments/{name}.toml"),
            &format!("name.en = \"{name}\"\ndefinition = '''{definition}'''\n"),
        );
    };
    file("buyers", "any(order)");
    file("french-buyers", "in segment 'buyers' and country = 'FR'");
    let dir = shop.path("segments").display().to_string();
    let applied = shop.ask(&["--json", "apply", &dir]);
    assert_eq!(applied.json()["added"], serde_json::json!(["buyers", "french-buyers"]));
    let list = shop.ask(&["--json", "segments", "--as-of", "2026-03-01"]).json();
    assert_eq!(list[0]["id"], "buyers");
    assert_eq!((list[0]["count"].as_u64(), list[0]["revenue"].as_f64()), (Some(2), Some(62.5)));
    assert_eq!((list[1]["count"].as_u64(), list[1]["average_order"].as_f64()), (Some(1), Some(25.25)));
    // A circle is refused by name, and nothing changes.
    file("buyers", "any(order) or in segment 'french-buyers'");
    let refused = shop.ask(&["apply", &dir]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("buyers → french-buyers → buyers"), "{}", refused.err);
    file("buyers", "any(ordre)");
    assert_eq!(shop.ask(&["apply", &dir]).status, 2);
    assert_eq!(shop.ask(&["--json", "members", "french-buyers", "--as-of", "2026-03-01"]).json()["members"][0], "anna");
    let unknown = shop.ask(&["--json", "members", "byers"]);
    assert_eq!((unknown.status, unknown.json()["problems"][0]["suggestions"][0].as_str()), (2, Some("buyers")));
}

#[test]
fn segments_without_their_data_say_so() {
    let shop = shop();
    shop.write("segments/chatty.toml", "name.en = \"Chatty\"\nneeds = [\"chat\"]\ndefinition = '''any(chat)'''\n");
    shop.ask(&["apply", &shop.path("segments").display().to_string()]);
    let list = shop.ask(&["--json", "segments"]).json();
    assert_eq!((list[0]["count"].is_null(), list[0]["missing_streams"][0].as_str()), (true, Some("chat")));
    assert!(shop.ask(&["segments"]).out.contains("no rows in chat"));
}

#[test]
fn definitions_are_checked_and_laid_out() {
    let shop = shop();
    let answer = shop.ask(&["fmt", "country='FR'   AND (count(order)>=2)"]);
    assert_eq!(answer.out, "country = 'FR' and count(order) >= 2\n");
    let checked = shop.ask(&["--json", "check", "count(order over last 1 day) > 0"]).json();
    assert_eq!(checked["text"], "count(order over last 1 day) > 0");
    assert_eq!(checked["tree"]["compare"]["left"]["fold"]["function"], "count");
    let file = shop.write(
        "segments/x.toml",
        "name.en = \"X\"\ndefinition = '''\n-- ours\ncountry='FR' -- home\nand any( order )\n'''\n",
    );
    assert_eq!(shop.ask(&["fmt", "--write", &file]).status, 0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text, "name.en = \"X\"\ndefinition = '''\n-- ours\ncountry = 'FR'  -- home\nand any(order)\n'''\n");
}

#[test]
fn cut_offs_are_those_of_the_last_midnight_unless_exact_ones_are_asked() {
    let shop = shop();
    // At noon of the 11th bob's order is not in the cut-offs of that day's midnight yet: anna alone is compared.
    let ask = |mode: &str| {
        let arguments = [
            "--json",
            "members",
            "--where",
            "rank(sum(order.amount) among (any(order))) = 2",
            "--as-of",
            "2026-02-11T12:00:00Z",
            "--cut-offs",
            mode,
        ];
        shop.ask(&arguments).json()["members"].clone()
    };
    assert_eq!(ask("exact"), serde_json::json!(["bob"]));
    assert_eq!(ask("in-force"), serde_json::json!(["bob"]));
    let average = |mode: &str| {
        let arguments = [
            "--json",
            "count",
            "average(sum(order.amount) among (any(order))) = 50.5",
            "--as-of",
            "2026-02-11T12:00:00Z",
            "--cut-offs",
            mode,
        ];
        shop.ask(&arguments).json()["count"].as_u64().unwrap()
    };
    assert_eq!((average("in-force"), average("exact")), (2, 0));
    // Asked again, the stored cut-offs give the same answer.
    assert_eq!(average("in-force"), 2);
}

#[test]
fn the_words_of_the_base_have_their_fixed_form() {
    let shop = shop();
    let told = shop.ask(&["--json", "schema"]).json();
    let mut keys: Vec<&String> = told.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["computed", "customers", "rows", "schema"]);
    assert_eq!(told["customers"], 3);
    let schema = &told["schema"];
    let country = serde_json::json!({
        "type": "category", "family": "where", "label": { "en": "country", "fr": "pays" } });
    assert_eq!(schema["attributes"]["address.country"], country);
    assert_eq!(
        (&schema["streams"]["order"]["key"], &schema["streams"]["order"]["status"]),
        (&"order_id".into(), &"status".into())
    );
    assert_eq!(schema["streams"]["order_line"]["parent"], "order");
    assert_eq!(schema["streams"]["order"]["fields"]["amount"]["type"], "money");
    assert_eq!(schema["tables"]["products"]["key"], "product_id");
    // The streams that hold rows, and how many.
    assert_eq!(told["rows"], serde_json::json!({ "order": 3 }));
    assert_eq!(told["computed"], serde_json::json!({ "attributes": {}, "columns": {} }));
}
