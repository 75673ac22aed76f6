//! The changes that a person makes to a definition by hand, one at a time: each leads from a definition to the next.

use model::forms::{Any, Comparison, Never};
use model::forms::{HowMany, Not, Quantity, Test};

use super::groups::{Group, Item, Joined, Path};

/// A change of a definition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Joins a group's parts otherwise.
    Join(Joined),
    /// Adds a condition or a group at the end of a group; in a group of its own when it says how that is joined.
    Add(Test, Option<Joined>),
    /// Puts a condition in the place of another.
    Set(Test),
    /// Takes a part out.
    Remove,
    /// Puts a second one behind a part.
    Duplicate,
    /// Turns a condition into its contrary.
    Negate,
    /// Moves a part one place up, out of its group when it is the first one.
    Up,
    /// Moves a part one place down, out of its group when it is the last one.
    Down,
    /// Moves a part to a position of a group, as both are before the change.
    Move(Path, usize),
    /// Puts a group around a part.
    Wrap(Joined),
    /// Puts the parts of a group in its place.
    Unwrap,
}

/// The definition after a change at a path, and where what was changed stands then; `None` when nothing can be changed so
/// there.
pub(crate) fn edited(root: &Group, path: &Path, edit: &Edit) -> Option<(Group, Path)> {
    let mut root = root.clone();
    let path = changed(&mut root, path, edit)?;
    Some(tidied(root, path))
}

fn changed(root: &mut Group, path: &Path, edit: &Edit) -> Option<Path> {
    match edit {
        Edit::Join(joined) => {
            root.group_at_mut(path)?.joined = *joined;
            return Some(path.clone());
        }
        Edit::Add(test, joined) => {
            let group = root.group_at_mut(path)?;
            let item = Item::of(test.clone());
            let added = path.to(group.items.len());
            group.items.push(match joined {
                Some(joined) => Item::Group(Group { joined: *joined, items: vec![item] }),
                None => item,
            });
            return Some(if joined.is_some() { added.to(0) } else { added });
        }
        Edit::Move(to, position) => return moved(root, path, to, *position),
        Edit::Up => return stepped(root, path, false),
        Edit::Down => return stepped(root, path, true),
        _ => {}
    }
    let (around, position) = path.split()?;
    let group = root.group_at_mut(&around)?;
    let item = group.items.get(position)?.clone();
    match edit {
        Edit::Set(test) => group.items[position] = Item::of(test.clone()),
        Edit::Remove => {
            group.items.remove(position);
            return Some(around);
        }
        Edit::Duplicate => {
            group.items.insert(position + 1, item);
            return Some(around.to(position + 1));
        }
        Edit::Negate => {
            let Item::Condition(test) = item else { return None };
            group.items[position] = Item::of(negated(test));
        }
        Edit::Wrap(joined) => group.items[position] = Item::Group(Group { joined: *joined, items: vec![item] }),
        Edit::Unwrap => {
            let Item::Group(inner) = item else { return None };
            group.items.splice(position..=position, inner.items);
        }
        _ => return None,
    }
    Some(path.clone())
}

/// Takes a part to a position of a group, both told as they were before.
fn moved(root: &mut Group, from: &Path, to: &Path, position: usize) -> Option<Path> {
    let (around, place) = from.split()?;
    // A group cannot go into itself.
    if to.0.starts_with(&from.0) {
        return None;
    }
    let item = root.item_at(from)?.clone();
    let target = root.group_at_mut(to)?;
    let position = position.min(target.items.len());
    target.items.insert(position, item);
    // What stands behind the new place has moved on by one.
    let source = shifted(&around.to(place), to, position);
    let (source_group, source_place) = source.split()?;
    root.group_at_mut(&source_group)?.items.remove(source_place);
    Some(unshifted(&to.to(position), &source))
}

/// A path after something came in at a position of a group.
fn shifted(path: &Path, group: &Path, position: usize) -> Path {
    let mut steps = path.0.clone();
    let depth = group.0.len();
    if steps.len() > depth && steps.starts_with(&group.0) && steps[depth] >= position {
        steps[depth] += 1;
    }
    Path(steps)
}

/// A path after what stood at another one was taken out.
fn unshifted(path: &Path, taken: &Path) -> Path {
    let mut steps = path.0.clone();
    let Some((last, around)) = taken.0.split_last() else { return path.clone() };
    if steps.len() > around.len() && steps.starts_with(around) && steps[around.len()] > *last {
        steps[around.len()] -= 1;
    }
    Path(steps)
}

/// Moves a part to the next place in the order of reading: into a group that it meets, out of its own at its end.
fn stepped(root: &mut Group, path: &Path, is_down: bool) -> Option<Path> {
    let (around, position) = path.split()?;
    let group = root.group_at(&around)?;
    let next = if is_down { position.checked_add(1) } else { position.checked_sub(1) };
    let neighbour = next.and_then(|next| Some((next, group.items.get(next)?)));
    match neighbour {
        Some((next, Item::Group(inner))) => {
            let place = if is_down { 0 } else { inner.items.len() };
            moved(root, path, &around.to(next), place)
        }
        Some((next, Item::Condition(_))) => moved(root, path, &around, if is_down { next + 1 } else { next }),
        None => {
            let (outer, own) = around.split()?;
            moved(root, path, &outer, if is_down { own + 1 } else { own })
        }
    }
}

/// Takes groups out that nothing is left in.
fn tidied(mut root: Group, mut path: Path) -> (Group, Path) {
    while let Some(empty) = empty_group(&root, &Path::default()) {
        let Some((around, position)) = empty.split() else { break };
        let Some(group) = root.group_at_mut(&around) else { break };
        group.items.remove(position);
        path = if path.0.starts_with(&empty.0) { around } else { unshifted(&path, &empty) };
    }
    (root, path)
}

fn empty_group(group: &Group, path: &Path) -> Option<Path> {
    group.items.iter().enumerate().find_map(|(position, item)| match item {
        Item::Group(inner) if inner.items.is_empty() => Some(path.to(position)),
        Item::Group(inner) => empty_group(inner, &path.to(position)),
        Item::Condition(_) => None,
    })
}

/// The contrary of a condition, said as people say it where the language has a word for it.
pub(crate) fn negated(test: Test) -> Test {
    match test {
        Test::Not(not) => *not.test,
        Test::OneOf(mut one) => {
            one.negated = !one.negated;
            one.into()
        }
        Test::Between(mut between) => {
            between.negated = !between.negated;
            between.into()
        }
        Test::TextMatch(mut text) => {
            text.negated = !text.negated;
            text.into()
        }
        Test::Known(mut known) => {
            known.negated = !known.negated;
            known.into()
        }
        Test::Compare(mut compare) if compare.comparison == Comparison::Equal => {
            compare.comparison = Comparison::NotEqual;
            compare.into()
        }
        Test::Compare(mut compare) if compare.comparison == Comparison::NotEqual => {
            compare.comparison = Comparison::Equal;
            compare.into()
        }
        Test::Any(any) => Never { rows: any.rows }.into(),
        Test::Never(never) => Any { rows: never.rows }.into(),
        Test::Has(mut has) if has.quantity == Quantity::Any => {
            has.quantity = Quantity::None;
            has.into()
        }
        Test::Has(mut has) if has.quantity == Quantity::None => {
            has.quantity = Quantity::Any;
            has.into()
        }
        test => Not { test: Box::new(test) }.into(),
    }
}

/// How the parts of a group are joined, as addresses have it.
pub(crate) fn joined_named(name: &str, number: Option<u32>) -> Option<Joined> {
    Some(match name {
        "all" => Joined::All,
        "any" => Joined::Any,
        "none" => Joined::None,
        "least" => Joined::Number(HowMany::AtLeast, number?),
        "most" => Joined::Number(HowMany::AtMost, number?),
        "exactly" => Joined::Number(HowMany::Exactly, number?),
        _ => return None,
    })
}
