//! Cases and properties of identities.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn key(kind: &str, value: &str) -> Key {
    Key::new(kind, value).unwrap()
}

fn link(first: Key, second: Key, reason: Reason, at: i64) -> Link {
    Link { first, second, reason, source: "tracking".into(), message: format!("m{at}"), at: Instant(at) }
}

fn groups_of(links: &[Link]) -> Vec<Vec<String>> {
    let groups = identities(links, SHARED_BY).groups;
    groups.into_iter().map(|keys| keys.into_iter().map(|key| key.value).collect()).collect()
}

#[test]
fn each_value_has_one_writing_and_some_name_nobody() {
    let check = |kind: &str, written: &str, expected: Option<&str>| {
        assert_eq!(Key::new(kind, written).map(|key| key.value).as_deref(), expected, "{kind} {written}");
    };
    check("email", " A@X.fr ", Some("a@x.fr"));
    check("email", "Test@x.fr", None);
    check("email", "null@x.fr", None);
    check("phone", "+33 (0)6 12-34.56 78", Some("+33612345678"));
    check("phone", "0033612345678", Some("+33612345678"));
    check("phone", "06 12 34 56 78", Some("0612345678"));
    check("phone", "00 00 00 00 00", None);
    check("phone", "12", None);
    check("user_id", " U1 ", Some("U1"));
    for blocked in ["", "  ", "null", "Undefined", "NONE", "NaN", "n/a", "anonymous"] {
        check("user_id", blocked, None);
        check(ANONYMOUS, blocked, None);
    }
}

#[test]
fn the_user_id_of_an_alias_survives() {
    let alias = link(key("user_id", "new"), key("user_id", "a-former"), Reason::Alias, 1);
    assert_eq!(groups_of(std::slice::from_ref(&alias)), [["new", "a-former"]]);
    let number = link(key("customer_number", "7"), key("user_id", "a-former"), Reason::Together, 2);
    assert_eq!(groups_of(&[number, alias]), [["7", "new", "a-former"]]);
}

#[test]
fn a_shared_address_or_device_makes_no_one_person_of_several() {
    let together = |user: &str, at| link(key("user_id", user), key(ANONYMOUS, "device"), Reason::Together, at);
    let found = identities(&[together("u2", 20), together("u1", 30), together("u1", 10)], SHARED_BY);
    assert_eq!(found.groups, [[key("user_id", "u1"), key(ANONYMOUS, "device")]]);
    assert_eq!(found.contested, [(key(ANONYMOUS, "device"), key("user_id", "u1"))].into());
    let contact = |user: &str| link(key("user_id", user), key("email", "home@x.fr"), Reason::Contact, 1);
    assert_eq!(groups_of(&[contact("u1")]), [["u1", "home@x.fr"]]);
    let found = identities(&[contact("u1"), contact("u2")], SHARED_BY);
    assert_eq!((found.groups, found.shared), (vec![], [(key("email", "home@x.fr"), 2)].into()));
}

/// Keys of few values, so that links meet.
fn any_key() -> impl Strategy<Value = Key> {
    let kinds = prop::sample::select(vec!["customer_number", "user_id", "email", ANONYMOUS, "loyalty_card"]);
    (kinds, 0..4u8).prop_map(|(kind, value)| key(kind, &format!("{value}")))
}

fn any_link() -> impl Strategy<Value = Link> {
    let reasons = prop::sample::select(Reason::ALL.to_vec());
    (any_key(), any_key(), reasons, 0..5i64).prop_map(|(first, second, reason, at)| link(first, second, reason, at))
}

proptest! {
    #[test]
    fn r_c07_the_order_and_repetition_of_links_do_not_matter(links in vec(any_link(), 0..12), seed in any::<u64>()) {
        let expected = identities(&links, SHARED_BY);
        let mut others: Vec<Link> = links.iter().cloned().chain(links.iter().take(3).cloned()).collect();
        others.sort_by_key(|link| xxhash_rust::xxh3::xxh3_64_with_seed(format!("{link:?}").as_bytes(), seed));
        prop_assert_eq!(identities(&others, SHARED_BY), expected);
    }

    #[test]
    fn r_c07_a_link_made_and_undone_leaves_no_trace(links in vec(any_link(), 0..10), more in vec(any_link(), 1..6)) {
        // Whatever is added and undone in whatever order, what counts is which links are left.
        let mut live: Vec<Link> = links.clone();
        live.extend(more.iter().cloned());
        for undone in more.iter().rev() {
            let last = live.iter().rposition(|link| link == undone).unwrap();
            live.remove(last);
        }
        prop_assert_eq!(identities(&live, SHARED_BY), identities(&links, SHARED_BY));
    }

    #[test]
    fn r_c07_a_customer_has_each_key_once_and_the_best_first(links in vec(any_link(), 0..12)) {
        let found = identities(&links, SHARED_BY);
        let mut keys: Vec<&Key> = found.groups.iter().flatten().collect();
        let n_keys = keys.len();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), n_keys);
        for group in &found.groups {
            prop_assert!(group.iter().all(|key| rank(&group[0].kind).0 <= rank(&key.kind).0));
        }
    }

    #[test]
    fn r_c07_blocked_values_make_no_key(blocked in prop::sample::select(vec!["null", "undefined", "NaN", "none", "n/a", "anonymous", ""]), left in " {0,2}", right in " {0,2}") {
        for kind in ["user_id", "email", "phone", ANONYMOUS, "customer_number"] {
            prop_assert_eq!(Key::new(kind, &format!("{left}{blocked}{right}")), None);
        }
    }
}
