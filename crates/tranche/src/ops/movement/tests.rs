//! How segments went is what their members say, date by date; and a segment that changes leaves the others as they are.

use model::time::Instant;

use super::*;
use crate::ops::apply::apply;
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::history::tests::{END, shop};
use crate::ops::membership::CutOffs;
use crate::ops::review::Going;

#[test]
fn a_year_and_a_month_are_counted_as_each_midnight_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let base = shop(dir.path());
    let today = Day::parse(END).unwrap();
    let (trees, meanings) = (base.segment_tests().unwrap(), meanings(&base).unwrap());
    let wanted: BTreeSet<Meaning> = meanings.values().copied().collect();
    let loaded = Loaded::new(&base, &trees.values().collect::<Vec<_>>()).unwrap();
    let at = |day: Day| loaded.membership_at_midnight(base.zone.midnight(day)).unwrap();
    let year = Year::of(&base, today, &wanted).unwrap();
    assert_eq!(year.dates.len(), 12);
    for (place, &date) in year.dates.iter().enumerate() {
        let then = at(date);
        assert_eq!(year.of[place], then.of);
        for (members, (id, meaning)) in then.members.iter().zip(&meanings) {
            assert_eq!(year.sizes[meaning][place], members.len(), "{id} on {date}");
        }
    }
    let past = past(&base, today, &wanted).unwrap();
    let as_of = AsOf { at: base.instant(END).unwrap(), cut_offs: CutOffs::InForce };
    let moved = movements(&base, &past, as_of).unwrap();
    assert_eq!(moved.segments.len(), trees.len());
    let (before, lately) = (at(Day(today.0 - CHANGE_DAYS)), at(Day(today.0 - NEWS_DAYS)));
    let now = loaded.membership(as_of).unwrap().members;
    for (place, one) in moved.segments.iter().enumerate() {
        let (now, lately) = (&now[place], &lately.members[place]);
        assert_eq!((one.now, one.before), (now.len(), before.members[place].len()), "{}", one.id);
        assert_eq!((one.entered, one.left), (now.without(lately).len(), lately.without(now).len()), "{}", one.id);
    }
    assert!(moved.segments.iter().any(|one| one.entered > 0) && moved.segments.iter().any(|one| one.left > 0));
}

#[test]
fn a_segment_that_changes_leaves_what_others_mean() {
    let dir = tempfile::tempdir().unwrap();
    let mut base = shop(dir.path());
    let define = |base: &mut Base, definition: &str| {
        let text = format!("name.en = \"Mine\"\ndefinition = \"{definition}\"\n");
        let of_others = "name.en = \"Theirs\"\ndefinition = \"in segment 'mine' and any(order)\"\n".to_owned();
        let files = [("mine", text), ("theirs", of_others)];
        let files = files.map(|(id, text)| DefinitionFile { id: id.to_owned(), text });
        let files = DefinitionFiles { segments: files.into(), ..DefinitionFiles::default() };
        apply(base, &files, &Going::None, Instant(1_780_000_000_000_001)).unwrap();
        meanings(base).unwrap()
    };
    let before = define(&mut base, "count(order) > 1");
    let after = define(&mut base, "count(order) > 2");
    assert_ne!(before["mine"], after["mine"]);
    assert_ne!(before["theirs"], after["theirs"], "it names one that changed");
    let same = before.iter().filter(|(id, meaning)| after[*id] == **meaning).count();
    assert!(same > 50, "{same} of {}", before.len());
}
