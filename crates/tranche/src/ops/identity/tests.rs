//! Who is who, out of files of messages.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::ops::base::Choices;
use crate::ops::import::tracking;

fn base(messages: &[&str]) -> (TempDir, Base) {
    let folder = tempfile::tempdir().unwrap();
    let mut base = Base::init(&folder.path().join("base"), Choices::default()).unwrap();
    let path = folder.path().join("messages.ndjson");
    fs::write(&path, messages.join("\n")).unwrap();
    tracking::import(&mut base, &path, Instant(1), &|_| {}).unwrap();
    (folder, base)
}

fn keys(who: &Who) -> Vec<&str> {
    who.keys.iter().map(|key| key.value.as_str()).collect()
}

fn effects(who: &Who) -> Vec<(&str, Effect)> {
    who.links.iter().map(|told| (told.stored.link.second.value.as_str(), told.effect)).collect()
}

#[test]
fn links_are_shown_with_what_became_of_them_and_undone() {
    let (_folder, mut base) = base(&[
        r#"{"type":"identify","userId":"u1","anonymousId":"a1","messageId":"m1","timestamp":"2026-01-01T00:00:00Z","traits":{"email":"Home@x.fr"}}"#,
        r#"{"type":"identify","userId":"u2","anonymousId":"a1","messageId":"m2","timestamp":"2026-01-02T00:00:00Z","traits":{"email":"home@x.fr"}}"#,
        r#"{"type":"page","anonymousId":"a1","messageId":"m3","timestamp":"2026-01-01T00:00:00Z"}"#,
    ]);
    let first = who(&base, "a1").unwrap();
    assert_eq!((first.id.as_str(), first.is_visitor, keys(&first)), ("u1", false, vec!["u1", "a1"]));
    let shared = ("home@x.fr", Effect::Shared(2));
    assert_eq!(effects(&first), [("a1", Effect::Merges), shared, ("a1", Effect::Contested)]);
    let suspects: Vec<_> = first.suspects.iter().map(|suspect| (suspect.id.as_str(), suspect.in_common)).collect();
    assert_eq!(suspects, [("u2", "email")]);
    assert_eq!(effects(&who(&base, "u2").unwrap()), [("a1", Effect::Contested), shared]);
    // Without the first user's link, the visitor is the second's.
    let undone = unmerge(&mut base, "L1", Instant(2)).unwrap();
    assert_eq!(undone.len(), 1);
    assert_eq!(who(&base, "a1").unwrap().id, "u2");
    assert_eq!(unmerge(&mut base, "a1", Instant(3)).unwrap().len(), 1);
    let alone = who(&base, "a1").unwrap();
    assert_eq!((alone.is_visitor, effects(&alone)), (true, vec![("a1", Effect::Undone), ("a1", Effect::Undone)]));
    assert!(unmerge(&mut base, "a1", Instant(4)).is_err());
    assert!(who(&base, "nobody").is_err());
}

#[test]
fn customers_of_one_name_and_postal_code_are_suspected_and_not_merged() {
    let identify = |user: &str, traits: &str| {
        format!(r#"{{"type":"identify","userId":"{user}","timestamp":"2026-01-01T00:00:00Z","traits":{{{traits}}}}}"#)
    };
    let address = |code: &str| format!(r#""lastName":"Byron","address":{{"postalCode":"{code}"}}"#);
    let messages = [
        identify("u1", &format!(r#""firstName":"Ada",{}"#, address("75011"))),
        identify("u2", &format!(r#""firstName":" ADA",{}"#, address("75011"))),
        identify("u3", &format!(r#""firstName":"Ada",{}"#, address("69001"))),
        identify("u4", r#""phone":"+33 6 12 34 56 78""#),
        identify("u5", r#""phone":"0033612345678""#),
    ];
    let (_folder, base) = base(&messages.each_ref().map(String::as_str));
    let suspects = |id: &str| {
        let who = who(&base, id).unwrap();
        who.suspects.into_iter().map(|suspect| (suspect.id, suspect.in_common, suspect.value)).collect::<Vec<_>>()
    };
    assert_eq!(suspects("u1"), [("u2".to_owned(), "name", "ada byron 75011".to_owned())]);
    assert_eq!(suspects("u3"), []);
    assert_eq!(suspects("u4"), [("u5".to_owned(), "phone", "+33612345678".to_owned())]);
    assert_eq!(base.store.n_known_customers(), 5);
}
