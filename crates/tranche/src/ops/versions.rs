//! The versions of a segment: what each of them said, how two of them differ in members, and going back to one.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::Members;
use model::forms::Test;
use model::phrase::Phrase;
use model::segment::{Segment, Texts};
use model::time::Instant;
use store::{Defined, ListEntry, StoredVersion};

use super::apply::{Applied, apply, by_hand};
use super::base::Base;
pub(crate) use super::changes::Effect;
use super::definition_files::{DefinitionFile, DefinitionFiles};
use super::definitions::{read, words};
use super::failure::Failure;
use super::membership::{AsOf, Loaded};
use super::review::Going;

/// Customers shown of those who came or went.
const EXAMPLES: usize = 10;

/// A version of a segment.
pub(crate) struct Version {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// When it was saved.
    pub(crate) saved_at: Instant,
    /// What it says; `None` when the segment was removed then.
    pub(crate) said: Option<Said>,
}

/// What a version says.
pub(crate) struct Said {
    /// The segment's name.
    pub(crate) name: Texts,
    /// Who looked after it.
    pub(crate) owner: String,
    /// What the team should know about it.
    pub(crate) note: String,
    /// The text of its definition.
    pub(crate) definition: String,
    /// Its conditions; `None` when they cannot be read with the words of today.
    pub(crate) test: Option<Test>,
    /// The segment by a name of this version's own, so that its lists are no other version's.
    own: Segment,
}

/// The versions of a segment, the newest first.
pub(crate) fn versions(base: &Base, id: &str) -> Result<Vec<Version>, Failure> {
    let segments = base.segment_ids()?;
    let version = |stored: StoredVersion| {
        let own = stored.text.as_ref().and_then(|text| Segment::parse(id, text).ok());
        let said = own.map(|mut own| {
            own.id = format!("{id}@{}", stored.version);
            let definition = own.definition();
            let test = read(&definition, None, words(base), &segments).ok().map(|read| read.test);
            Said { name: own.name.clone(), owner: own.owner.clone(), note: own.note.clone(), definition, test, own }
        });
        Version { number: stored.version, saved_at: stored.saved_at, said }
    };
    let mut versions: Vec<Version> = base.store.versions(Defined::Segment, id)?.into_iter().map(version).collect();
    versions.reverse();
    Ok(versions)
}

/// How the members of pairs of versions differ as of an instant, all counted in one pass; `None` of a pair of which one
/// cannot be read. A version that removed the segment, or none at all, has no members.
pub(crate) fn differences(
    base: &Base,
    pairs: &[(Option<&Version>, Option<&Version>)],
    as_of: AsOf,
) -> Result<Vec<Option<Effect>>, Failure> {
    let all = pairs.iter().flat_map(|(before, after)| [before, after]).flatten();
    let said: BTreeMap<u64, &Said> = all.filter_map(|version| Some((version.number, version.said.as_ref()?))).collect();
    let members = members(base, &said, as_of)?;
    let none = Members::default();
    let of = |version: Option<&Version>| match version.and_then(|version| Some((version, version.said.as_ref()?))) {
        None => Some(&none),
        Some((version, _)) => members.get(&version.number),
    };
    let ids = base.store.customer_ids()?;
    let some = |members: &Members| {
        let mut some: Vec<String> = members.iter().filter_map(|customer| ids.get(customer).cloned()).collect();
        some.sort_unstable();
        some.truncate(EXAMPLES);
        some
    };
    let differ = |(before, after): &(Option<&Version>, Option<&Version>)| {
        let (before, after) = (of(*before)?, of(*after)?);
        Some(Effect::between(before, after, some))
    };
    Ok(pairs.iter().map(differ).collect())
}

/// The members of versions, by number: with those whom each of them added or removed by hand.
fn members(base: &Base, said: &BTreeMap<u64, &Said>, as_of: AsOf) -> Result<BTreeMap<u64, Members>, Failure> {
    let mut lists: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let mut tests: Vec<(u64, Test)> = Vec::new();
    for (number, said) in said {
        let Some(test) = &said.test else { continue };
        for (list, ids) in said.own.hand_lists() {
            let entries: Vec<ListEntry> = ids.iter().map(|id| by_hand(id)).collect();
            lists.insert(list, base.store.listed_customers(&entries)?.into_iter().flatten().collect());
        }
        tests.push((*number, said.own.with_hand(test.clone())));
    }
    let asked: Vec<&Test> = tests.iter().map(|(_, test)| test).collect();
    let loaded = Loaded::with(base, &asked, base.schema(), &base.segment_tests()?, false)?.with_lists(lists);
    let found = loaded.membership(as_of)?.members;
    Ok(tests.iter().map(|(number, _)| *number).zip(found).collect())
}

/// Saves an earlier version again, as the newest one.
pub(crate) fn go_back(base: &mut Base, id: &str, number: u64, at: Instant) -> Result<Applied, Failure> {
    let stored = base.store.versions(Defined::Segment, id)?;
    let text = stored.into_iter().find(|stored| stored.version == number).and_then(|stored| stored.text);
    let Some(text) = text else {
        return Err(Failure::Failed(Phrase::new("failed-unknown-version").with("id", id).with("number", number)));
    };
    let file = DefinitionFile { id: id.to_owned(), text };
    apply(base, &DefinitionFiles { segments: vec![file], ..DefinitionFiles::default() }, &Going::None, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::history::tests::{END, shop};
    use crate::ops::membership::CutOffs;

    #[test]
    fn versions_differ_in_members_and_are_gone_back_to() {
        let dir = tempfile::tempdir().unwrap();
        let mut base = shop(dir.path());
        let at = base.instant(END).unwrap();
        let as_of = AsOf { at, cut_offs: CutOffs::InForce };
        let save = |base: &mut Base, text: &str| {
            let file = DefinitionFile { id: "regulars".to_owned(), text: text.to_owned() };
            apply(base, &DefinitionFiles { segments: vec![file], ..DefinitionFiles::default() }, &Going::None, at)
                .unwrap();
        };
        save(&mut base, "name.en = \"Regulars\"\nowner = \"Ana\"\ndefinition = \"count(order) >= 1\"\n");
        save(&mut base, "name.en = \"Regulars\"\nnote = \"Stricter\"\ndefinition = \"count(order) >= 2\"\n");
        let all = versions(&base, "regulars").unwrap();
        assert_eq!(all.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(all[1].said.as_ref().unwrap().owner, "Ana");
        let found = differences(&base, &[(Some(&all[1]), Some(&all[0])), (None, Some(&all[1]))], as_of).unwrap();
        let (stricter, first) = (found[0].as_ref().unwrap(), found[1].as_ref().unwrap());
        assert_eq!((stricter.gained, stricter.before - stricter.lost), (0, stricter.after));
        assert!(stricter.lost > 0 && stricter.some_lost.len() == stricter.lost.min(EXAMPLES), "{stricter:?}");
        assert_eq!((first.before, first.gained), (0, stricter.before));
        go_back(&mut base, "regulars", 1, at).unwrap();
        let all = versions(&base, "regulars").unwrap();
        assert_eq!(all[0].number, 3);
        assert_eq!(all[0].said.as_ref().unwrap().definition, "count(order) >= 1");
        assert!(go_back(&mut base, "regulars", 9, at).is_err());
    }

    #[test]
    fn each_version_has_its_own_members_by_hand() {
        let dir = tempfile::tempdir().unwrap();
        let mut base = shop(dir.path());
        let at = base.instant(END).unwrap();
        let id = base.store.customer_ids().unwrap().first().cloned().unwrap();
        for add in [String::new(), format!("add = [\"{id}\"]\n")] {
            let text = format!("name.en = \"Nobody\"\ndefinition = \"count(order) >= 999\"\n{add}");
            let file = DefinitionFile { id: "nobody".to_owned(), text };
            let files = DefinitionFiles { segments: vec![file], ..DefinitionFiles::default() };
            apply(&mut base, &files, &Going::None, at).unwrap();
        }
        let all = versions(&base, "nobody").unwrap();
        let as_of = AsOf { at, cut_offs: CutOffs::InForce };
        let found = differences(&base, &[(Some(&all[1]), Some(&all[0]))], as_of).unwrap();
        assert_eq!(found[0].as_ref().map(|found| found.some_gained.clone()), Some(vec![id]));
    }
}
