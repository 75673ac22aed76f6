//! What the builder of definitions shows beside each condition: how many customers it holds for, by itself and with those
//! before it in its group, all in one pass.

use engine::batch::Members;
use model::forms::{And, Or, Test};

use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};

/// The members of a definition, and the customers whom each of its conditions holds for.
pub(crate) struct Counts {
    /// The members of the whole definition.
    pub(crate) members: Members,
    /// Number of customers in the population.
    pub(crate) of: usize,
    /// Each condition, a group before those in it; a definition that is no group is its only condition.
    pub(crate) nodes: Vec<NodeCount>,
}

/// How many customers a condition holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NodeCount {
    /// Where it stands: its position in its group, after that of its group, from the outermost one. What is denied is at
    /// position 0 of its negation.
    pub(crate) path: Vec<usize>,
    /// Customers whom it holds for by itself.
    pub(crate) alone: usize,
    /// Customers whom it and all (in a group of alternatives: it or one) of those before it in its group hold for; the same
    /// as `alone` where a group is neither.
    pub(crate) running: usize,
}

/// The counts of one definition, and the seconds that it took to find them.
pub(crate) struct TimedCounts {
    /// Name of the definition.
    pub(crate) name: String,
    /// The quickest of several times, in seconds.
    pub(crate) seconds: f64,
    /// What was counted.
    pub(crate) counts: Counts,
}

/// Counts for each of some definitions by itself, `repeat` times.
pub(crate) fn each_timed(
    base: &Base,
    named: &[(String, Test)],
    as_of: AsOf,
    repeat: usize,
) -> Result<Vec<TimedCounts>, Failure> {
    let one = |(name, test): &(String, Test)| {
        let mut quickest: Option<TimedCounts> = None;
        for _ in 0..repeat.max(1) {
            let started = std::time::Instant::now();
            let counts = counts(base, test, as_of)?;
            let seconds = started.elapsed().as_secs_f64();
            if quickest.as_ref().is_none_or(|quickest| seconds < quickest.seconds) {
                quickest = Some(TimedCounts { name: name.clone(), seconds, counts });
            }
        }
        Ok(quickest)
    };
    Ok(named.iter().map(one).collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
}

/// A condition to be counted.
struct Node {
    path: Vec<usize>,
    alone: Test,
    running: Test,
}

/// Counts the customers whom a definition and each of its conditions hold for at an instant.
pub(crate) fn counts(base: &Base, test: &Test, as_of: AsOf) -> Result<Counts, Failure> {
    let mut nodes = Vec::new();
    conditions(test, &[], &mut nodes);
    let tests: Vec<&Test> =
        std::iter::once(test).chain(nodes.iter().flat_map(|node| [&node.alone, &node.running])).collect();
    let membership = Loaded::once(base, &tests)?.membership(as_of)?;
    let mut members = membership.members.into_iter();
    let whole = members.next().unwrap_or_default();
    let mut count = || members.next().map_or(0, |members| members.len());
    let nodes = nodes.into_iter().map(|node| NodeCount { path: node.path, alone: count(), running: count() }).collect();
    Ok(Counts { members: whole, of: membership.of, nodes })
}

/// The conditions of a definition, or of what stands at a place in it.
fn conditions(test: &Test, path: &[usize], found: &mut Vec<Node>) {
    match test {
        Test::And(and) => group(&and.tests, path, |tests| And { tests }.into(), found),
        Test::Or(or) => group(&or.tests, path, |tests| Or { tests }.into(), found),
        Test::CountOf(count_of) => group(&count_of.tests, path, |mut tests| tests.swap_remove(tests.len() - 1), found),
        Test::Not(not) if is_group(&not.test) => conditions(&not.test, &[path, &[0]].concat(), found),
        _ if path.is_empty() => found.push(Node { path: Vec::new(), alone: test.clone(), running: test.clone() }),
        _ => {}
    }
}

fn is_group(test: &Test) -> bool {
    match test {
        Test::And(_) | Test::Or(_) | Test::CountOf(_) => true,
        Test::Not(not) => is_group(&not.test),
        _ => false,
    }
}

fn group(tests: &[Test], path: &[usize], joined: impl Fn(Vec<Test>) -> Test, found: &mut Vec<Node>) {
    for (position, test) in tests.iter().enumerate() {
        let path = [path, &[position]].concat();
        let running = if position == 0 { test.clone() } else { joined(tests[..=position].to_vec()) };
        found.push(Node { path: path.clone(), alone: test.clone(), running });
        conditions(test, &path, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::definitions::read_typed;
    use crate::ops::history::tests::{END, shop};
    use crate::ops::membership::CutOffs;

    #[test]
    fn each_condition_is_counted_alone_and_with_those_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let base = shop(dir.path());
        let as_of = AsOf { at: base.instant(END).unwrap(), cut_offs: CutOffs::InForce };
        let count = |text: &str| {
            let test = read_typed(&base, text).unwrap();
            Loaded::once(&base, &[&test]).unwrap().membership(as_of).unwrap().members[0].len()
        };
        let (a, b, c, d) = (
            "count(order) >= 2",
            "never(order over last 60 days)",
            "any(order over last 400 days)",
            "sum(order.amount) > 100",
        );
        let text = format!("{a} and ({b} or {c}) and not ({d} and {b})");
        let counts = counts(&base, &read_typed(&base, &text).unwrap(), as_of).unwrap();
        assert_eq!(counts.members.len(), count(&text));
        assert!(counts.of >= counts.members.len() && counts.of > 0);
        let inner = format!("({b} or {c})");
        let denied = format!("not ({d} and {b})");
        let expected: [(&[usize], &str, String); 7] = [
            (&[0], a, a.to_owned()),
            (&[1], &inner, format!("{a} and {inner}")),
            (&[1, 0], b, b.to_owned()),
            (&[1, 1], c, inner.clone()),
            (&[2], &denied, text.clone()),
            (&[2, 0, 0], d, d.to_owned()),
            (&[2, 0, 1], b, format!("{d} and {b}")),
        ];
        let expected = expected.map(|(path, alone, running)| NodeCount {
            path: path.to_vec(),
            alone: count(alone),
            running: count(&running),
        });
        assert_eq!(counts.nodes, expected);
    }

    #[test]
    fn a_definition_that_is_no_group_is_its_only_condition() {
        let dir = tempfile::tempdir().unwrap();
        let base = shop(dir.path());
        let as_of = AsOf { at: base.instant(END).unwrap(), cut_offs: CutOffs::InForce };
        let counts = counts(&base, &read_typed(&base, "any(order)").unwrap(), as_of).unwrap();
        let n = counts.members.len();
        assert_eq!(counts.nodes, [NodeCount { path: Vec::new(), alone: n, running: n }]);
    }
}
