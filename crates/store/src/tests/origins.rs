//! Where values come from: the import that brought each, as near as what is kept can tell.

use super::*;

fn said(country: &str) -> Given {
    given("a", 0, &[("country", text(country))]).undated()
}

/// Since when each value of an attribute holds, and the names of the files that may have brought it.
fn told(base: &Base, attribute: &str) -> Vec<(Option<i64>, String)> {
    let customer = base.store.find_customer("a").unwrap().unwrap();
    let origins = base.store.origins(customer).unwrap().remove(attribute).unwrap_or_default();
    let names =
        |origin: &crate::Origin| origin.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ");
    origins.iter().map(|origin| (origin.from.map(|at| at.0), names(origin))).collect()
}

#[test]
fn each_value_has_the_file_that_brought_it() {
    let mut base = Base::new();
    base.import(100, &Target::Profile, &[said("FR")]);
    base.import(200, &Target::Profile, &[said("FR")]);
    base.import(300, &Target::Profile, &[said("BE")]);
    let dated = given("a", 50, &[("points", number("1"))]);
    base.import(400, &Target::Profile, &[dated]);
    let countries = [(None, "1.csv".to_owned()), (Some(300), "3.csv".to_owned())];
    assert_eq!(told(&base, "country"), countries, "what said nothing new brought nothing");
    assert_eq!(told(&base, "points"), [(Some(50), "4.csv".to_owned())]);
    assert_eq!(told(&base, "born"), []);
    base.store.compact().unwrap();
    assert_eq!(told(&base, "country"), countries, "the time of its receipt stays with each row");
    let customer = base.store.find_customer("a").unwrap().unwrap();
    let origins = base.store.origins(customer).unwrap();
    assert_eq!(origins["country"][1].received_at, Instant(300));
    assert_eq!(origins["country"][1].files[0].source.as_deref(), Some("shop"));
    assert_eq!(base.store.origins(99).unwrap(), BTreeMap::new());
}

#[test]
fn of_files_of_one_instant_those_are_told_that_say_anything_of_the_attribute() {
    let mut base = Base::new();
    base.import(100, &Target::Profile, &[given("a", 0, &[("points", number("1"))]).undated()]);
    base.import(100, &Target::Profile, &[said("FR")]);
    base.import(100, &Target::Profile, &[given("b", 0, &[("country", text("BE"))]).undated()]);
    assert_eq!(told(&base, "country"), [(None, "2.csv".to_owned())], "a part is of one import");
    base.store.compact().unwrap();
    assert_eq!(told(&base, "country"), [(None, "2.csv 3.csv".to_owned())], "either may have");
    assert_eq!(told(&base, "points"), [(None, "1.csv".to_owned())]);
    // A base whose imports came before anything of the kind was kept.
    base.store.connection.execute("DROP TABLE brought", []).unwrap();
    assert_eq!(told(&base, "points"), [(None, "1.csv 2.csv 3.csv".to_owned())]);
}
