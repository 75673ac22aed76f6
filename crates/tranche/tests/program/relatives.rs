//! Questions about the others of a household: at the very instant, and refused by name where they cannot be.

use crate::shop::{MAPPING, Shop};

#[test]
fn relatives_are_asked_about_and_refused_where_they_cannot_be() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers = shop.write("customers.csv", "id,household,points\nanna,h1,10\nbob,h1,20\ncarl,h2,30\ndora,,40\n");
    let answer = shop.ask(&["import", "--mapping", &mapping, &customers]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let members = |test: &str| shop.ask(&["members", "--where", test, "--format", "ids"]).out;
    assert_eq!(members("any of household members (points >= 20)"), "anna\n");
    assert_eq!(members("all of household members (points >= 20)"), "anna\ncarl\ndora\n");
    assert_eq!(members("count of household members (points > 0) = 1"), "anna\nbob\n");
    assert_eq!(members("rank(points among (any of household members (points > 0))) = 1"), "bob\n");
    let columns = "relatives = count of household members (points > 0)";
    let listed = shop.ask(&["members", "--where", "points < 35", "--columns", columns, "--format", "csv"]).out;
    assert_eq!(listed, "id,relatives\nanna,1\nbob,1\ncarl,0\n");
    let segment = |id: &str, test: &str| {
        shop.write(&format!("segments/{id}.toml"), &format!("name.en = '{id}'\ndefinition = \"{test}\"\n"));
        shop.path("segments").display().to_string()
    };
    let family = segment("family", "any of household members (points > 0)");
    let answer = shop.ask(&["apply", &family]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    for refused in ["entered segment 'family' this month", "all of household members (in segment 'family')"] {
        let answer = shop.ask(&["count", refused]);
        assert!(answer.status != 0 && answer.err.contains("“family” is about relatives"), "{}", answer.err);
        let answer = shop.ask(&["apply", &segment("user", refused)]);
        assert!(answer.status != 0 && answer.err.contains("In “user”: “family”"), "{}", answer.err);
    }
    let seen = shop.ask(&["--json", "customer", "anna"]).json();
    assert_eq!(seen["segments"].as_array().map(Vec::len), Some(1), "{seen}");
    assert_eq!(shop.ask(&["verify"]).status, 0);
}
