//! What applying definitions would change: who would come in and who would go, in which segments, and what else says
//! nearly the same.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::Members;
use model::check::{mentions, mentions_of_value};
use model::forms::{And, Or, Test, Value};
use model::schema::Schema;
use model::text::printer::{text_of, text_of_value};
use store::{Defined, ListEntry};

use super::apply::by_hand;
use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded, Membership};
use super::review::{Change, Review};

/// Customers shown of those who come or go.
const EXAMPLES: usize = 5;
/// Share of the members of two segments that both have, from which they are nearly the same.
const NEARLY_THE_SAME: f64 = 0.95;

/// What would change.
pub(crate) struct Foreseen {
    /// The definitions that change, each with what that does.
    pub(crate) changes: Vec<ForeseenChange>,
    /// Segments whose file stays and whose members change, since they name what changes.
    pub(crate) touched: Vec<(String, Effect)>,
}

/// A definition that changes.
pub(crate) struct ForeseenChange {
    /// What changes.
    pub(crate) change: Change,
    /// What it says before.
    pub(crate) before: Option<Said>,
    /// What it says then.
    pub(crate) after: Option<Said>,
    /// What that does to the members; `None` for an attribute.
    pub(crate) effect: Option<Effect>,
    /// Definitions that name it, themselves or by way of others.
    pub(crate) users: Vec<String>,
    /// Segments that say the same or have nearly the same members.
    pub(crate) alike: Vec<Alike>,
}

/// What a definition says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// Who is in a segment.
    Test(Test),
    /// What an attribute is.
    Value(Value),
}

impl Said {
    /// Its text on one line.
    pub(crate) fn one_line(&self) -> String {
        let text = match self {
            Said::Test(test) => text_of(test),
            Said::Value(value) => text_of_value(value),
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What a change does to the members of a segment.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Effect {
    /// Members before.
    pub(crate) before: usize,
    /// Members then.
    pub(crate) after: usize,
    /// How many come in.
    pub(crate) gained: usize,
    /// How many go.
    pub(crate) lost: usize,
    /// Ids of some who come in.
    pub(crate) some_gained: Vec<String>,
    /// Ids of some who go.
    pub(crate) some_lost: Vec<String>,
}

impl Effect {
    /// How members then differ from those before; `some` picks the ids that are shown of those who come or go.
    pub(crate) fn between(before: &Members, after: &Members, some: impl Fn(&Members) -> Vec<String>) -> Effect {
        let (gained, lost) = (after.without(before), before.without(after));
        Effect {
            before: before.len(),
            after: after.len(),
            gained: gained.len(),
            lost: lost.len(),
            some_gained: some(&gained),
            some_lost: some(&lost),
        }
    }
}

/// A segment that is much like another.
#[derive(Debug, PartialEq)]
pub(crate) struct Alike {
    /// Its id.
    pub(crate) id: String,
    /// Whether the definitions say the same.
    pub(crate) says_the_same: bool,
    /// Members of both over members of either, in percent.
    pub(crate) overlap: u8,
}

/// Tells what a review would do to the base as of an instant.
pub(crate) fn foresee(base: &Base, review: &Review, as_of: AsOf) -> Result<Foreseen, Failure> {
    let tests_before = base.segment_tests()?;
    let before = memberships(base, &tests_before, base.schema(), Lists::new(), as_of)?;
    let after = memberships(base, &review.tests, &review.schema, lists_to_come(base, review)?, as_of)?;
    let ids = base.store.customer_ids()?;
    let effect = |id: &str| {
        let none = Members::default();
        let (before, after) = (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        let some = |members: &Members| {
            members.iter().filter_map(|customer| ids.get(customer).cloned()).take(EXAMPLES).collect::<Vec<_>>()
        };
        Effect::between(before, after, some)
    };
    let named = Named::of(review);
    // A segmentation has no members itself: its parts have.
    let is_part = |id: &str| before.contains_key(id) || after.contains_key(id);
    let foreseen = |change: &Change| {
        let said = |tests: &BTreeMap<String, Test>, schema: &Schema| match change.defined {
            Defined::Segment => tests.get(&change.id).cloned().map(Said::Test),
            Defined::Attribute => schema.computed.get(&change.id).map(|computed| Said::Value(computed.value.clone())),
            Defined::Column => {
                let (table, column) = change.id.split_once('.')?;
                let computed = schema.columns.get(table)?.get(column)?;
                Some(Said::Value(computed.value.clone()))
            }
        };
        let is_segment = change.defined == Defined::Segment;
        let test = review.tests.get(&change.id).filter(|_| is_segment);
        ForeseenChange {
            change: change.clone(),
            before: said(&tests_before, base.schema()),
            after: said(&review.tests, &review.schema),
            effect: is_part(&change.id).then(|| effect(&change.id)).filter(|_| is_segment),
            users: named.users(change.defined, &change.id),
            alike: test.map(|test| alike(&change.id, test, review, &after)).unwrap_or_default(),
        }
    };
    let changes = review.changes.iter().map(foreseen).collect();
    let is_changed =
        |id: &str| review.changes.iter().any(|change| change.defined == Defined::Segment && change.id == id);
    let touched = review.tests.keys().filter(|id| !is_changed(id)).map(|id| (id.clone(), effect(id)));
    let touched = touched.filter(|(_, effect)| effect.gained + effect.lost > 0).collect();
    Ok(Foreseen { changes, touched })
}

/// Customers by the list that they are in.
type Lists = BTreeMap<String, BTreeSet<u32>>;

/// Who will have been added to the segments that change, or removed from them, by hand.
fn lists_to_come(base: &Base, review: &Review) -> Result<Lists, Failure> {
    let is_changed =
        |id: &String| review.changes.iter().any(|change| change.defined == Defined::Segment && change.id == *id);
    let mut lists = Lists::new();
    for segment in review.segments.values().filter(|segment| is_changed(&segment.id)) {
        for (list, ids) in segment.hand_lists() {
            let entries: Vec<ListEntry> = ids.iter().map(|id| by_hand(id)).collect();
            lists.insert(list, base.store.listed_customers(&entries)?.into_iter().flatten().collect());
        }
    }
    Ok(lists)
}

/// The members of each segment, by id.
fn memberships(
    base: &Base,
    tests: &BTreeMap<String, Test>,
    schema: &Schema,
    lists: Lists,
    as_of: AsOf,
) -> Result<BTreeMap<String, Members>, Failure> {
    let all: Vec<&Test> = tests.values().collect();
    let loaded = Loaded::with(base, &all, schema, tests, false)?.with_lists(lists);
    let Membership { members, .. } = loaded.membership(as_of)?;
    Ok(tests.keys().cloned().zip(members).collect())
}

/// What each definition of a review names.
struct Named {
    by_user: BTreeMap<(Defined, String), BTreeSet<(Defined, String)>>,
}

impl Named {
    fn of(review: &Review) -> Self {
        let both = |mentions: model::check::Mentions| -> BTreeSet<(Defined, String)> {
            let attributes = mentions.computed.into_keys().map(|name| (Defined::Attribute, name));
            let columns =
                mentions.columns.into_iter().map(|(table, name)| (Defined::Column, format!("{table}.{name}")));
            mentions.segments.into_iter().map(|id| (Defined::Segment, id)).chain(attributes).chain(columns).collect()
        };
        let schema = &review.schema;
        let segments =
            review.tests.iter().map(|(id, test)| ((Defined::Segment, id.clone()), both(mentions(test, schema))));
        let attributes = schema.computed.iter().map(|(name, computed)| {
            ((Defined::Attribute, name.clone()), both(mentions_of_value(&computed.value, schema)))
        });
        Named { by_user: segments.chain(attributes).collect() }
    }

    /// The definitions that name one, themselves or by way of others.
    fn users(&self, defined: Defined, id: &str) -> Vec<String> {
        let mut found: BTreeSet<(Defined, String)> = [(defined, id.to_owned())].into();
        loop {
            let more = self.by_user.iter().filter(|(user, named)| !found.contains(*user) && !named.is_disjoint(&found));
            let more: Vec<_> = more.map(|(user, _)| user.clone()).collect();
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        found.remove(&(defined, id.to_owned()));
        found.into_iter().map(|(_, id)| id).collect()
    }
}

/// The segments that are much like one.
fn alike(id: &str, test: &Test, review: &Review, members: &BTreeMap<String, Members>) -> Vec<Alike> {
    let own = &members[id];
    let meaning = ordered(test);
    let others = review.tests.iter().filter(|(other, _)| *other != id);
    others
        .filter_map(|(other, other_test)| {
            let says_the_same = ordered(other_test) == meaning;
            let only_own = own.without(&members[other]).len();
            let both = own.len() - only_own;
            let either = members[other].len() + only_own;
            let overlap = if either == 0 { 0.0 } else { both as f64 / either as f64 };
            (says_the_same || overlap >= NEARLY_THE_SAME).then(|| Alike {
                id: other.clone(),
                says_the_same,
                overlap: (100.0 * overlap).floor() as u8,
            })
        })
        .collect()
}

/// A definition's text with the parts of each `and` and `or` in order: the order in which they are said means nothing.
fn ordered(test: &Test) -> String {
    fn sorted(tests: &[Test]) -> Vec<Test> {
        let mut tests: Vec<Test> = tests.iter().map(in_order).collect();
        tests.sort_by_cached_key(text_of);
        tests
    }
    fn in_order(test: &Test) -> Test {
        match test {
            Test::And(and) => And { tests: sorted(&and.tests) }.into(),
            Test::Or(or) => Or { tests: sorted(&or.tests) }.into(),
            other => other.clone(),
        }
    }
    text_of(&in_order(test))
}
