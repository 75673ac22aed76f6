//! Which other segments the members of a segment are in, and how much more often than anybody is.

use engine::batch::Members;
use model::decimal::Decimal;
use model::forms::Test;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// Another segment that members are in.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Its id.
    pub(crate) id: String,
    /// Its size.
    pub(crate) size: usize,
    /// Members of both.
    pub(crate) both: usize,
    /// Share of the members who are in it.
    pub(crate) of_members: Option<Decimal>,
    /// Share of its members who are members too.
    pub(crate) of_it: Option<Decimal>,
    /// How many times as often members are in it as all customers are.
    pub(crate) lift: Option<Decimal>,
}

/// The segments that share members with one, those with the most in common first: members of both over members of either.
pub(crate) fn overlap(base: &Base, id: &str, as_of: AsOf) -> Result<Vec<Shared>, Failure> {
    let trees = base.segment_tests()?;
    let tests: Vec<&Test> = trees.values().collect();
    let membership = Loaded::new(base, &tests)?.membership(as_of)?;
    let none = Members::default();
    let own = trees.keys().zip(&membership.members).find(|(other, _)| *other == id).map_or(&none, |(_, own)| own);
    let part = |part: usize, of: usize| Decimal::whole(part as i64).divided_by(Decimal::whole(of as i64));
    let others = trees.keys().zip(&membership.members).filter(|(other, _)| *other != id);
    let mut found: Vec<(Shared, f64)> = Vec::new();
    for (other, members) in others {
        let both = own.n_also_in(members);
        if both == 0 {
            continue;
        }
        let of_members = part(both, own.len());
        let expected = part(members.len(), membership.of);
        let lift = of_members.zip(expected).and_then(|(of_members, expected)| of_members.divided_by(expected));
        let shared =
            Shared { id: other.clone(), size: members.len(), both, of_members, of_it: part(both, members.len()), lift };
        found.push((shared, both as f64 / (own.len() + members.len() - both) as f64));
    }
    found.sort_by(|(a, in_common), (b, other)| other.total_cmp(in_common).then_with(|| a.id.cmp(&b.id)));
    Ok(found.into_iter().map(|(shared, _)| shared).collect())
}
