//! A definition as people build it: groups of conditions. Every tree has one such form, and every such form a tree.

use model::forms::{And, CountOf, HowMany, Not, Or, Test};
use model::phrase::Place;

/// How the conditions of a group are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joined {
    /// All of them hold.
    All,
    /// At least one holds.
    Any,
    /// Not one holds.
    None,
    /// So many of them hold.
    Number(HowMany, u32),
}

/// Conditions that are joined.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// How.
    pub(crate) joined: Joined,
    /// The conditions, and groups among them.
    pub(crate) items: Vec<Item>,
}

/// A part of a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    /// A group inside the group.
    Group(Group),
    /// A condition.
    Condition(Test),
}

impl Group {
    /// The outermost group of a definition: a condition that stands alone is all that it asks.
    pub(crate) fn of(test: Option<Test>) -> Self {
        match test.map(Item::of) {
            None => Group { joined: Joined::All, items: Vec::new() },
            Some(Item::Group(group)) => group,
            Some(condition) => Group { joined: Joined::All, items: vec![condition] },
        }
    }

    /// The definition; `None` when no condition is in it.
    pub(crate) fn test(&self) -> Option<Test> {
        match (self.joined, &*self.items) {
            (Joined::All, [alone]) => alone.test(),
            _ => self.joined_test(),
        }
    }

    /// The test of the group as it stands among others. One of a single condition is said by a number, so that it stays
    /// a group: `at least 1 of (…)`.
    fn joined_test(&self) -> Option<Test> {
        let tests: Vec<Test> = self.items.iter().filter_map(Item::test).collect();
        of_tests(self.joined, tests, self.items.iter().any(|item| matches!(item, Item::Group(_))))
    }

    /// The test of the first parts alone, as a running total counts them.
    pub(crate) fn test_of_first(&self, count: usize) -> Option<Test> {
        let items = self.items.iter().take(count).cloned().collect();
        Group { joined: self.joined, items }.joined_test()
    }
}

impl Item {
    /// A test as a condition or a group.
    pub(crate) fn of(test: Test) -> Self {
        let group =
            |joined, tests: Vec<Test>| Item::Group(Group { joined, items: tests.into_iter().map(Item::of).collect() });
        match test {
            Test::And(and) => group(Joined::All, and.tests),
            Test::Or(or) => group(Joined::Any, or.tests),
            Test::Not(not) => match *not.test {
                Test::Or(or) => group(Joined::None, or.tests),
                inner @ (Test::And(_) | Test::CountOf(_)) => group(Joined::None, vec![inner]),
                inner => Item::Condition(Not { test: Box::new(inner) }.into()),
            },
            Test::CountOf(count) => {
                let joined = match (count.how, count.count, count.tests.len()) {
                    (HowMany::AtLeast, 1, 1) => Joined::Any,
                    (HowMany::Exactly, 1, 1) => Joined::All,
                    (HowMany::AtMost, 0, _) => Joined::None,
                    (how, number, _) => Joined::Number(how, number),
                };
                group(joined, count.tests)
            }
            test => Item::Condition(test),
        }
    }

    /// The item's test; `None` for a group without conditions.
    pub(crate) fn test(&self) -> Option<Test> {
        match self {
            Item::Condition(test) => Some(test.clone()),
            Item::Group(group) => group.joined_test(),
        }
    }
}

fn of_tests(joined: Joined, mut tests: Vec<Test>, holds_group: bool) -> Option<Test> {
    let count = tests.len() as u32;
    let number = |how, number, tests| Test::from(CountOf { how, count: number, tests, place: Place::default() });
    Some(match (joined, count) {
        (_, 0) => return None,
        // A group in a group that has nothing else says the same by itself.
        (Joined::All | Joined::Any, 1) if holds_group => tests.remove(0),
        (Joined::All, 1) => number(HowMany::Exactly, 1, tests),
        (Joined::Any, 1) => number(HowMany::AtLeast, 1, tests),
        (Joined::None, 1) if !holds_group => number(HowMany::AtMost, 0, tests),
        (Joined::All, _) => And { tests }.into(),
        (Joined::Any, _) => Or { tests }.into(),
        (Joined::None, 1) => Not { test: Box::new(tests.remove(0)) }.into(),
        (Joined::None, _) => Not { test: Box::new(Or { tests }.into()) }.into(),
        // A number of conditions that the group has no longer would be refused: as many as there are.
        (Joined::Number(HowMany::AtMost, most), _) => number(HowMany::AtMost, most.min(count - 1), tests),
        (Joined::Number(HowMany::Exactly, exactly), _) => number(HowMany::Exactly, exactly.min(count), tests),
        (Joined::Number(HowMany::AtLeast, least), _) => number(HowMany::AtLeast, least.clamp(1, count), tests),
    })
}

/// Where a part stands: its position in the outermost group, then in the group there, and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(pub(crate) Vec<usize>);

impl Path {
    /// A path as addresses have it: `0.2.1`, and nothing for the outermost group.
    pub(crate) fn read(text: &str) -> Option<Path> {
        if text.is_empty() {
            return Some(Path::default());
        }
        text.split('.').map(|step| step.parse().ok()).collect::<Option<_>>().map(Path)
    }

    /// The path of a part of what stands here.
    pub(crate) fn to(&self, position: usize) -> Path {
        Path(self.0.iter().copied().chain([position]).collect())
    }

    /// The group around, and the position in it; `None` for the outermost group.
    pub(crate) fn split(&self) -> Option<(Path, usize)> {
        let (last, around) = self.0.split_last()?;
        Some((Path(around.to_vec()), *last))
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let steps: Vec<String> = self.0.iter().map(usize::to_string).collect();
        formatter.write_str(&steps.join("."))
    }
}

impl Group {
    /// The group at a path.
    pub(crate) fn group_at(&self, path: &Path) -> Option<&Group> {
        path.0.iter().try_fold(self, |group, &step| match group.items.get(step)? {
            Item::Group(inner) => Some(inner),
            Item::Condition(_) => None,
        })
    }

    /// The group at a path, to be changed.
    pub(super) fn group_at_mut(&mut self, path: &Path) -> Option<&mut Group> {
        path.0.iter().try_fold(self, |group, &step| match group.items.get_mut(step)? {
            Item::Group(inner) => Some(inner),
            Item::Condition(_) => None,
        })
    }

    /// The part at a path.
    pub(crate) fn item_at(&self, path: &Path) -> Option<&Item> {
        let (around, position) = path.split()?;
        self.group_at(&around)?.items.get(position)
    }
}
