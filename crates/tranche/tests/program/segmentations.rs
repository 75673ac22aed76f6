//! Ordered segmentations and segments with customers added and removed by hand.

use serde_json::json;

use crate::shop::{MAPPING, Shop};

fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers = shop.write("customers.csv", "id,address.country,points\nbob,BE,10\nanna,FR,50\nzoe,FR,\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers]).status, 0);
    shop
}

#[test]
fn the_first_part_that_holds_takes_the_customer() {
    let shop = shop();
    shop.write(
        "segmentations/level.toml",
        "name = { en = 'Level' }\n[[parts]]\nid = 'high'\ndefinition = 'points >= 20'\n[[parts]]\nid = 'some'\ndefinition = 'points >= 0'\n",
    );
    let file = shop.path("segmentations/level.toml").display().to_string();
    let checked = shop.ask(&["--json", "segmentation", "check", &file]);
    assert_eq!(checked.status, 0, "{}{}", checked.out, checked.err);
    let checked = checked.json();
    assert_eq!(checked["uncovered"], json!(["points < 0", "points is unknown"]));
    assert_eq!((&checked["overlapping"], &checked["idle"]), (&json!([["high", "some"]]), &json!([])));
    let applied = shop.ask(&["apply", &shop.path("segmentations").display().to_string()]);
    assert_eq!(applied.status, 0, "{}{}", applied.out, applied.err);
    let shown = shop.ask(&["--json", "segmentation", "show", "level"]).json();
    assert_eq!(
        (&shown["parts"][0]["count"], &shown["parts"][1]["count"], &shown["outside"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(shop.ask(&["members", "level/some", "--format", "ids"]).out, "bob\n");
    assert_eq!(shop.ask(&["members", "level/sum"]).status, 2);
}

#[test]
fn who_is_added_or_removed_by_hand_wins_over_the_definition() {
    let shop = shop();
    shop.write(
        "segments/french.toml",
        "name = { en = 'French' }\ndefinition = \"country = 'FR'\"\nadd = ['bob', 'nobody-yet']\nremove = ['zoe']\n",
    );
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 0);
    let members = || shop.ask(&["members", "french", "--format", "ids"]).out;
    assert_eq!(members(), "anna\nbob\n");
    assert_eq!(shop.ask(&["--json", "customer", "bob"]).json()["segments"], json!(["french"]));
    shop.write("segments/french.toml", "name = { en = 'French' }\ndefinition = \"country = 'FR'\"\n");
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 0);
    assert_eq!(members(), "anna\nzoe\n");
    shop.write("segments/french.toml", "name = { en = 'F' }\ndefinition = 'points > 1'\nadd = ['a']\nremove = ['a']\n");
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 2);
}
