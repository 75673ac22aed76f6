//! Changes of definitions: from text to text, and that none of them ever makes a definition that cannot be read.

use model::check::check;
use model::schema::{Schema, Vocabulary};
use model::text::comments::Comments;
use model::text::parser::parse;
use model::text::printer::{format, text_of};

use super::comments::carried;
use super::edits::{Edit, edited};
use super::groups::{Group, Item, Joined, Path};

fn group(text: &str) -> Group {
    if text.is_empty() {
        return Group::of(None);
    }
    let parsed = parse(text);
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    Group::of(parsed.test)
}

fn text(group: &Group) -> String {
    group.test().map(|test| text_of(&test)).unwrap_or_default()
}

/// A change of a text at a path: the next text, and where what was changed stands then.
fn check_edit(before: &str, path: &str, edit: &Edit, after: &str, then: &str) {
    let (next, place) = edited(&group(before), &Path::read(path).unwrap(), edit).unwrap_or_else(|| panic!("{before}"));
    assert_eq!((text(&next).as_str(), place.to_string().as_str()), (after, then), "{before} {path} {edit:?}");
}

#[test]
fn definitions_are_groups_and_stay_what_they_are() {
    for definition in [
        "vip = true",
        "vip = true and points > 3",
        "vip = true or points > 3",
        "vip = true and (points > 3 or any(order)) and not any(chat)",
        "not (vip = true or any(order))",
        "not (vip = true and any(order))",
        "at least 2 of (vip = true, any(order), any(chat))",
        "not at least 2 of (vip = true, any(order), any(chat))",
        "vip = true and at least 1 of (any(order))",
        "vip = true or exactly 1 of (any(order))",
        "vip = true and at most 0 of (any(order))",
        "vip = true and (points > 3 and any(order))",
        "(vip = true and points > 3) or (any(order) and any(chat))",
        "vip = true or not (any(order) and not (any(chat) or points > 3))",
    ] {
        assert_eq!(text(&group(definition)), text_of(&parse(definition).test.unwrap()), "{definition}");
    }
}

#[test]
fn a_group_of_one_stays_a_group() {
    let inner = group("vip = true and at least 1 of (any(order))");
    assert_eq!(inner.group_at(&Path(vec![1])).map(|inner| inner.joined), Some(Joined::Any));
    let none = group("vip = true and at most 0 of (any(order))");
    assert_eq!(none.group_at(&Path(vec![1])).map(|inner| inner.joined), Some(Joined::None));
}

#[test]
fn parts_are_added_removed_and_moved() {
    let chat = || parse("any(chat)").test.unwrap();
    let three = "vip = true and points > 3 and any(order)";
    let nested = "vip = true and (points > 3 or any(order)) and any(chat)";
    for (before, path, edit, after, then) in [
        ("", "", Edit::Add(chat(), None), "any(chat)", "0"),
        ("vip = true", "", Edit::Add(chat(), None), "vip = true and any(chat)", "1"),
        ("vip = true", "", Edit::Add(chat(), Some(Joined::Any)), "vip = true and at least 1 of (any(chat))", "1.0"),
        (
            nested,
            "1",
            Edit::Add(chat(), None),
            "vip = true and (points > 3 or any(order) or any(chat)) and any(chat)",
            "1.2",
        ),
        (three, "1", Edit::Remove, "vip = true and any(order)", ""),
        ("vip = true", "0", Edit::Remove, "", ""),
        ("vip = true and at least 1 of (any(chat))", "1.0", Edit::Remove, "vip = true", ""),
        (three, "0", Edit::Duplicate, "vip = true and vip = true and points > 3 and any(order)", "1"),
        (three, "2", Edit::Up, "vip = true and any(order) and points > 3", "1"),
        (three, "0", Edit::Down, "points > 3 and vip = true and any(order)", "1"),
        (nested, "0", Edit::Down, "(vip = true or points > 3 or any(order)) and any(chat)", "0.0"),
        (nested, "2", Edit::Up, "vip = true and (points > 3 or any(order) or any(chat))", "1.2"),
        (nested, "1.0", Edit::Up, "vip = true and points > 3 and at least 1 of (any(order)) and any(chat)", "1"),
        (nested, "1.1", Edit::Down, "vip = true and at least 1 of (points > 3) and any(order) and any(chat)", "2"),
        (nested, "1", Edit::Unwrap, "vip = true and points > 3 and any(order) and any(chat)", "1"),
        (three, "1", Edit::Wrap(Joined::Any), "vip = true and at least 1 of (points > 3) and any(order)", "1"),
        (three, "", Edit::Join(Joined::Any), "vip = true or points > 3 or any(order)", ""),
        (three, "", Edit::Join(Joined::None), "not (vip = true or points > 3 or any(order))", ""),
        (nested, "1", Edit::Join(Joined::None), "vip = true and not (points > 3 or any(order)) and any(chat)", "1"),
        (three, "2", Edit::Negate, "vip = true and points > 3 and never(order)", "2"),
        (three, "1", Edit::Negate, "vip = true and not points > 3 and any(order)", "1"),
        (nested, "2", Edit::Move(Path(vec![1]), 0), "vip = true and (any(chat) or points > 3 or any(order))", "1.0"),
        (nested, "0", Edit::Move(Path(vec![1]), 1), "(points > 3 or vip = true or any(order)) and any(chat)", "0.1"),
        (
            nested,
            "1.0",
            Edit::Move(Path::default(), 0),
            "points > 3 and vip = true and at least 1 of (any(order)) and any(chat)",
            "0",
        ),
    ] {
        check_edit(before, path, &edit, after, then);
    }
}

#[test]
fn what_cannot_be_changed_so_is_left() {
    let nested = group("vip = true and (points > 3 or any(order))");
    for (path, edit) in [
        ("7", Edit::Remove),
        ("0.0", Edit::Remove),
        ("", Edit::Remove),
        ("0", Edit::Up),
        ("1", Edit::Down),
        ("0", Edit::Unwrap),
        ("1", Edit::Move(Path(vec![1]), 0)),
        ("0", Edit::Join(Joined::Any)),
        ("1", Edit::Negate),
    ] {
        assert_eq!(edited(&nested, &Path::read(path).unwrap(), &edit), None, "{path} {edit:?}");
    }
}

#[test]
fn comments_stay_with_their_clauses() {
    let parsed = parse("-- who matters\nvip = true\nand points > 3 -- for now\nand any(order)");
    let before = parsed.test.unwrap();
    let after = |text: &str| {
        let test = parse(text).test.unwrap();
        format(&test, &carried(&parsed.comments, &before, &test))
    };
    assert_eq!(
        after("any(order) and points > 3 and vip = true"),
        "any(order)\nand points > 3  -- for now\n-- who matters\nand vip = true"
    );
    assert_eq!(after("any(order) and vip = true"), "any(order)\n-- who matters\nand vip = true\n-- for now");
    assert_eq!(carried(&Comments::default(), &before, &before), Comments::default());
}

fn shop() -> Schema {
    Vocabulary::shipped().schema
}

/// Any number of changes, whichever and wherever, leave a definition that reads as what it is and is right.
#[test]
fn no_change_breaks_a_definition() {
    let schema = shop();
    let conditions = ["vip = true", "points > 3", "any(order)", "loyalty_tier in ('a', 'b')", "not in segment 's'"];
    let joins = [Joined::All, Joined::Any, Joined::None];
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut any = |below: usize| {
        // SplitMix64: https://prng.di.unimi.it/splitmix64.c
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    };
    let mut changed = 0;
    for _ in 0..200 {
        let mut root = group(conditions[any(conditions.len())]);
        for _ in 0..40 {
            let path = Path((0..any(4)).map(|_| any(3)).collect());
            let test = || parse("any(chat)").test.unwrap();
            let edit = match any(11) {
                0 => Edit::Join(joins[any(3)]),
                1 => Edit::Add(parse(conditions[any(conditions.len())]).test.unwrap(), None),
                2 => Edit::Add(test(), Some(joins[any(3)])),
                3 => Edit::Set(test()),
                4 => Edit::Remove,
                5 => Edit::Duplicate,
                6 => Edit::Negate,
                7 => Edit::Up,
                8 => Edit::Down,
                9 => Edit::Move(Path((0..any(3)).map(|_| any(3)).collect()), any(4)),
                _ => Edit::Wrap(joins[any(3)]),
            };
            let Some((next, _)) = edited(&root, &path, &edit) else { continue };
            changed += 1;
            root = match next.test() {
                None => group(""),
                Some(test) => {
                    let written = text_of(&test);
                    let read = parse(&written);
                    assert!(read.problems.is_empty(), "{edit:?}: {written}: {:?}", read.problems);
                    let segments = ["s".to_owned()].into();
                    assert!(check(&test, &schema, &segments).is_empty(), "{edit:?}: {written}");
                    Group::of(read.test)
                }
            };
            if root.items.len() > 12 || depth(&root) > 8 {
                break;
            }
        }
    }
    assert!(changed > 500, "{changed}");
}

fn depth(group: &Group) -> usize {
    let inner = group.items.iter().map(|item| if let Item::Group(group) = item { depth(group) } else { 0 });
    1 + inner.max().unwrap_or(0)
}
