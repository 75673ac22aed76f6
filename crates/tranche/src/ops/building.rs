//! Building a definition by hand: its text taken apart into groups of conditions, each counted, and every change of it.

use std::collections::BTreeMap;

use engine::batch::Members;
use model::check::{check, check_sense, mentions};
use model::forms::{HowMany, Or, Test};
use model::phrase::{Phrase, Place, Problem};
use model::relatives::misplaced;
use model::text::comments::Comments;
use model::text::printer::format;

use super::base::Base;
use super::definitions::{parse_either, words};
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

pub(crate) mod comments;
pub(crate) mod counts;
pub(crate) mod criteria;
pub(crate) mod edits;
pub(crate) mod filters;
pub(crate) mod groups;
pub(crate) mod offered;
pub(crate) mod outcome;
pub(crate) mod saving;
pub(crate) mod shape;
pub(crate) mod spread;
pub(crate) mod steps;
pub(crate) mod writing;

use edits::{Edit, edited};
use groups::{Group, Item, Joined, Path};

/// A definition being built.
pub(crate) struct Built {
    /// Its text, as it was given.
    pub(crate) text: String,
    /// What is wrong in it.
    pub(crate) problems: Vec<Problem>,
    /// Its conditions; `None` when the text cannot be read.
    pub(crate) root: Option<Group>,
    /// Its tree, when nothing is wrong in it; `None` also of no condition at all, which means everybody.
    pub(crate) test: Option<Test>,
    comments: Comments,
}

/// How many customers a definition and its conditions hold for.
pub(crate) struct Counted {
    /// The members.
    pub(crate) members: Members,
    /// Number of customers in the population.
    pub(crate) of: usize,
    /// Each part, by its path.
    pub(crate) parts: BTreeMap<Path, Count>,
}

/// How many customers a part of a definition holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// By itself.
    pub(crate) alone: usize,
    /// With those before it in its group.
    pub(crate) running: usize,
}

impl Built {
    /// Takes a text apart. What is wrong in it is part of the answer.
    pub(crate) fn of(base: &Base, text: &str) -> Result<Built, Failure> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            let root = Some(Group::of(None));
            return Ok(Built { text, problems: Vec::new(), root, test: None, comments: Comments::default() });
        }
        let (schema, currency) = words(base);
        let parsed = parse_either(&text, schema, currency);
        let (mut problems, test) = (parsed.problems, parsed.test);
        let is_read = problems.is_empty();
        if let Some(test) = test.as_ref().filter(|_| is_read) {
            let segments = base.segment_ids()?;
            problems.extend(check(test, schema, &segments));
            if problems.is_empty() {
                problems.extend(check_sense(test, schema, &segments));
            }
            let named = mentions(test, schema);
            if problems.is_empty()
                && !named.apart.is_empty()
                && let Some(name) = misplaced(&named, &base.segment_tests()?, schema)
            {
                let phrase = Phrase::new("failed-relatives-apart").with("name", name);
                problems.push(Problem::new(phrase, Place::default()));
            }
        }
        problems.sort_by_key(|problem| problem.place.start);
        let is_right = problems.is_empty();
        Ok(Built {
            text,
            problems,
            root: test.clone().filter(|_| is_read).map(|test| Group::of(Some(test))),
            test: test.filter(|_| is_right),
            comments: parsed.comments,
        })
    }

    /// The text after a change, and where what was changed stands then.
    pub(crate) fn edited(&self, path: &Path, edit: &Edit) -> Result<(String, Path), Failure> {
        let refused = || Failure::Failed(Phrase::new("failed-builder-place").with("place", path));
        let root = self.root.as_ref().ok_or_else(refused)?;
        let (root, path) = edited(root, path, edit).ok_or_else(refused)?;
        let Some(test) = root.test() else { return Ok((String::new(), Path::default())) };
        let comments = match root_test(self) {
            Some(before) if !self.comments.is_empty() => comments::carried(&self.comments, &before, &test),
            _ => Comments::default(),
        };
        Ok((format(&test, &comments), path))
    }

    /// Whether nothing is wrong in it.
    pub(crate) fn is_right(&self) -> bool {
        self.problems.is_empty()
    }
}

fn root_test(built: &Built) -> Option<Test> {
    built.root.as_ref().and_then(Group::test)
}

/// Counts every part of a definition in one pass, each alone and with those before it.
pub(crate) fn counted(base: &Base, built: &Built, as_of: AsOf) -> Result<Counted, Failure> {
    let mut parts = Vec::new();
    let mut tests: Vec<Test> = built.test.clone().into_iter().collect();
    if let Some(root) = built.root.as_ref().filter(|_| built.is_right()) {
        gather(root, &Path::default(), &mut parts, &mut tests);
    }
    let tests: Vec<&Test> = tests.iter().collect();
    let membership = Loaded::once(base, &tests)?.membership(as_of)?;
    let mut members = membership.members;
    let sizes: Vec<usize> = members.iter().map(Members::len).collect();
    let of_part =
        |(path, alone, running): (Path, usize, usize)| (path, Count { alone: sizes[alone], running: sizes[running] });
    let parts = parts.into_iter().map(of_part).collect();
    let members = match built.test {
        Some(_) => members.swap_remove(0),
        None => Members::default(),
    };
    Ok(Counted { members, of: membership.of, parts })
}

/// Collects the tests to count: of each part its own, and that of the parts up to it.
fn gather(group: &Group, path: &Path, parts: &mut Vec<(Path, usize, usize)>, tests: &mut Vec<Test>) {
    for (position, item) in group.items.iter().enumerate() {
        let Some(test) = item.test() else { continue };
        let here = path.to(position);
        tests.push(test.clone());
        let alone = tests.len() - 1;
        let running = match (group.joined, position) {
            (Joined::None, _) => group.test_of_first(position + 1),
            (_, 0) => None,
            // Not all are there yet that a number of them is asked of: as many as would do so far.
            (Joined::Number(how, number), _) => so_far(group, position + 1, how, number),
            _ => group.test_of_first(position + 1),
        };
        let running = match running {
            Some(test) => {
                tests.push(test);
                tests.len() - 1
            }
            None => alone,
        };
        parts.push((here.clone(), alone, running));
        if let Item::Group(inner) = item {
            gather(inner, &here, parts, tests);
        }
    }
}

/// What holds so far in a group that asks for a number of its parts: at least as many, or any of them before that.
fn so_far(group: &Group, count: usize, how: HowMany, number: u32) -> Option<Test> {
    if (number as usize) < count || how == HowMany::AtLeast && (number as usize) <= count {
        return group.test_of_first(count);
    }
    let tests = group.items.iter().take(count).filter_map(Item::test).collect();
    Some(Or { tests }.into())
}

#[cfg(test)]
mod tests;
