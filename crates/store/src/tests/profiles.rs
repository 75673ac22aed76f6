//! Attribute values: since when each holds, and when nothing is said.

use model::columns::AttributeColumn;

use super::*;

fn profile(customer: &str, fields: &[(&'static str, Value)]) -> Given {
    given(customer, 0, fields).undated()
}

/// Values of one attribute of a customer; `None` from the beginning.
fn values(base: &Base, customer: &str, attribute: &str) -> Vec<(Option<i64>, Value)> {
    let timeline = &base.timelines()[customer];
    let values = timeline.attributes.get(attribute).cloned().unwrap_or_default();
    values.into_iter().map(|value| (value.from.map(|at| at.0), value.value)).collect()
}

#[test]
fn single_undated_values_are_constant() {
    let mut base = Base::new();
    let rows = [profile("a", &[("country", text("FR"))]), profile("b", &[("points", number("3"))]), profile("c", &[])];
    base.import(100, &Target::Profile, &rows);
    base.import(200, &Target::Profile, &[profile("d", &[("country", text("BE"))])]);
    let columns = base.everything();
    let AttributeColumn::Constant(Column::Text(countries)) = &columns.attributes["country"] else {
        panic!("single undated values are constant");
    };
    assert_eq!(
        (0..4).map(|customer| countries.get(customer)).collect::<Vec<_>>(),
        [Some("FR"), None, None, Some("BE")]
    );
    assert!(!columns.attributes.contains_key("born"));
    // Nothing at all is known of c.
    assert_eq!(columns.present_from, [i64::MIN, i64::MIN, i64::MAX, i64::MIN]);
}

#[test]
fn an_undated_value_that_differs_holds_from_its_receipt() {
    let mut base = Base::new();
    let said = |country: &str| profile("a", &[("country", text(country)), ("points", number("1"))]);
    assert_eq!(base.import(100, &Target::Profile, &[said("FR")]), (1, 0, 0));
    assert_eq!(base.import(200, &Target::Profile, &[said("FR")]), (0, 1, 0));
    assert_eq!(base.import(300, &Target::Profile, &[said("BE")]), (0, 0, 1));
    assert_eq!(base.import(400, &Target::Profile, &[said("FR")]), (0, 0, 1));
    let expected = [(None, text("FR")), (Some(300), text("BE")), (Some(400), text("FR"))];
    assert_eq!(values(&base, "a", "country"), expected);
    assert_eq!(values(&base, "a", "points"), [(None, number("1"))]);
    // Missing values say nothing; an attribute heard of for the first time holds from the beginning.
    base.import(500, &Target::Profile, &[profile("a", &[("born", Value::Date(model::time::Day(3)))])]);
    assert_eq!(values(&base, "a", "country"), expected);
    assert_eq!(values(&base, "a", "born"), [(None, Value::Date(model::time::Day(3)))]);
}

#[test]
fn dated_values_hold_from_their_dates_whatever_their_arrival() {
    let mut base = Base::new();
    let dated = |at: i64, country: &str| given("a", at, &[("country", text(country))]);
    assert_eq!(base.import(100, &Target::Profile, &[dated(50, "BE"), dated(20, "FR")]), (2, 0, 0));
    assert_eq!(base.import(200, &Target::Profile, &[dated(50, "BE")]), (0, 1, 0));
    base.import(300, &Target::Profile, &[dated(30, "CH")]);
    let expected = [(Some(20), text("FR")), (Some(30), text("CH")), (Some(50), text("BE"))];
    assert_eq!(values(&base, "a", "country"), expected);
    assert_eq!(base.everything().present_from, [20]);
    // Equal to the one in force, an undated value changes nothing.
    base.import(400, &Target::Profile, &[profile("a", &[("country", text("BE"))])]);
    assert_eq!(values(&base, "a", "country"), expected);
}

#[test]
fn of_two_values_at_one_instant_the_greatest_message_counts() {
    let said = |country: &str, message: &str| given("a", 20, &[("country", text(country))]).with_message(message);
    for order in [[0, 1], [1, 0]] {
        let rows = [said("FR", "m2"), said("BE", "m1")];
        let mut base = Base::new();
        for row in order {
            base.import(100, &Target::Profile, &rows[row..=row]);
        }
        assert_eq!(values(&base, "a", "country"), [(Some(20), text("FR"))]);
    }
}

#[test]
fn contradictory_undated_rows_of_one_file_do_not_pile_up() {
    let mut base = Base::new();
    let rows = [profile("a", &[("country", text("FR"))]), profile("a", &[("country", text("BE"))])];
    base.import(100, &Target::Profile, &rows);
    let before = values(&base, "a", "country");
    assert_eq!(before.len(), 1);
    assert_eq!(base.import(200, &Target::Profile, &rows), (0, 2, 0));
    assert_eq!(values(&base, "a", "country"), before);
}

#[test]
fn a_known_sign_up_decides_since_when_a_customer_is_present() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &[given("a", 20, &[]), given("b", 30, &[])]);
    base.import(200, &Target::Profile, &[profile("a", &[("signed_up_at", Value::Instant(Instant(70)))])]);
    let columns = base.store.columns(&Wanted::default()).unwrap();
    assert_eq!(columns.present_from, [70, 30]);
    assert!(columns.attributes.is_empty());
    for (customer, present) in columns.present_from.iter().enumerate() {
        let timeline = base.store.timeline(customer as u32).unwrap();
        assert_eq!(timeline.present_from(), Some(Instant(*present)));
    }
}
