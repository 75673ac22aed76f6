//! Rows with a key: versions of one subject, and when each is in force.

use super::*;

fn order(at: i64, status: &str) -> Given {
    given("a", at, &[("order_id", text("o1")), ("status", text(status))])
}

/// Event time, start, end and status of the versions of all orders.
fn versions(base: &Base) -> Vec<(i64, i64, i64, String)> {
    let columns = base.everything();
    let orders = &columns.streams["order"];
    let Column::Text(statuses) = &orders.fields["status"] else { panic!("a status is text") };
    let version = |row: usize| {
        let at = orders.at[row];
        let (from, to) =
            orders.versions.as_ref().map_or((at, i64::MAX), |versions| (versions.from[row], versions.to[row]));
        (at, from, to, statuses.get(row).unwrap_or_default().to_owned())
    };
    (0..orders.at.len()).map(version).collect()
}

fn expected(versions: &[(i64, i64, i64, &str)]) -> Vec<(i64, i64, i64, String)> {
    versions.iter().map(|&(at, from, to, status)| (at, from, to, status.to_owned())).collect()
}

#[test]
fn one_version_has_no_validity_of_its_own() {
    let mut base = Base::new();
    assert_eq!(base.import(100, &stream("order"), &[order(10, "paid")]), (1, 0, 0));
    assert_eq!(base.import(200, &stream("order"), &[order(10, "paid")]), (0, 1, 0));
    assert_eq!(base.everything().streams["order"].versions, None);
}

#[test]
fn a_different_row_holds_from_its_receipt() {
    let mut base = Base::new();
    base.import(100, &stream("order"), &[order(10, "paid")]);
    assert_eq!(base.import(200, &stream("order"), &[order(10, "refunded")]), (0, 0, 1));
    let two = [(10, 10, 200, "paid"), (10, 200, i64::MAX, "refunded")];
    assert_eq!(versions(&base), expected(&two));
    // The first content again is a third version.
    assert_eq!(base.import(300, &stream("order"), &[order(10, "paid")]), (0, 0, 1));
    let three = [(10, 10, 200, "paid"), (10, 200, 300, "refunded"), (10, 300, i64::MAX, "paid")];
    assert_eq!(versions(&base), expected(&three));
}

#[test]
fn a_version_dated_by_its_update_keeps_the_time_of_the_one_before() {
    for order_of_arrival in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut base = Base::new();
        for (place, arrival) in order_of_arrival.into_iter().enumerate() {
            let (at, status) = [(10, "paid"), (30, "sent"), (50, "refunded")][arrival];
            base.import(100 + place as i64, &stream("order"), &[order(at, status).updated(at)]);
        }
        let three = [(10, 10, 30, "paid"), (10, 30, 50, "sent"), (10, 50, i64::MAX, "refunded")];
        assert_eq!(versions(&base), expected(&three));
    }
}

#[test]
fn update_times_order_versions_whatever_the_arrival() {
    let mut base = Base::new();
    base.import(100, &stream("order"), &[order(10, "refunded").updated(30)]);
    assert_eq!(base.import(200, &stream("order"), &[order(10, "paid").updated(12)]), (0, 0, 1));
    assert_eq!(base.import(300, &stream("order"), &[order(10, "paid").updated(12)]), (0, 1, 0));
    // Equal to the version before it, it changes nothing.
    base.import(400, &stream("order"), &[order(10, "paid").updated(20)]);
    assert_eq!(versions(&base), expected(&[(10, 10, 30, "paid"), (10, 30, i64::MAX, "refunded")]));
    // Unless another one comes in between.
    base.import(500, &stream("order"), &[order(10, "sent").updated(15)]);
    let all = [(10, 10, 15, "paid"), (10, 15, 20, "sent"), (10, 20, 30, "paid"), (10, 30, i64::MAX, "refunded")];
    assert_eq!(versions(&base), expected(&all));
}

#[test]
fn the_last_row_of_a_key_in_a_file_counts() {
    let mut base = Base::new();
    let rows = [order(10, "pending"), order(10, "paid")];
    assert_eq!(base.import(100, &stream("order"), &rows), (1, 1, 0));
    assert_eq!(versions(&base), expected(&[(10, 10, i64::MAX, "paid")]));
    assert_eq!(base.import(200, &stream("order"), &rows), (0, 2, 0));
    assert_eq!(versions(&base), expected(&[(10, 10, i64::MAX, "paid")]));
}

#[test]
fn an_event_to_come_may_change_before_it_happens() {
    let mut base = Base::new();
    let rows = [order(1_000, "booked").updated(10), order(1_000, "moved").updated(20)];
    assert_eq!(base.import(100, &stream("order"), &rows), (1, 0, 1));
    assert_eq!(versions(&base), expected(&[(1_000, 10, 20, "booked"), (1_000, 20, i64::MAX, "moved")]));
}

#[test]
fn rows_of_a_keyed_stream_without_key_are_known_by_content() {
    let mut base = Base::new();
    let row = given("a", 10, &[("status", text("paid"))]);
    let rows = [row.clone(), row];
    assert_eq!(base.import(100, &stream("order"), &rows), (2, 0, 0));
    assert_eq!(base.import(200, &stream("order"), &rows), (0, 2, 0));
}

#[test]
fn messages_of_one_key_are_versions_and_one_message_counts_once() {
    let mut base = Base::new();
    assert_eq!(base.import(100, &stream("order"), &[order(10, "paid").with_message("m1")]), (1, 0, 0));
    assert_eq!(base.import(200, &stream("order"), &[order(20, "refunded").with_message("m2")]), (0, 0, 1));
    assert_eq!(base.import(300, &stream("order"), &[order(10, "paid").with_message("m1")]), (0, 1, 0));
    assert_eq!(versions(&base), expected(&[(10, 10, 200, "paid"), (20, 200, i64::MAX, "refunded")]));
}
