//! The fields of conditions inside a condition: what is asked of relatives, of those who are compared, and several of them
//! joined.

use askama::Template;
use askama::filters::HtmlSafe;
use model::forms::Test;

use super::ConditionFields;
use crate::ops::base::Base;
use crate::ops::building::criteria::criteria;
use crate::ops::building::groups::Group;
use crate::ops::failure::Failure;
use crate::pages::builder::lines::{JOINS, way_of};
use crate::pages::frame::Frame;

/// A test inside a condition, or the place for one.
#[derive(Template)]
#[template(path = "builder_inner.html")]
pub(in crate::pages::builder) struct InnerFields<'a> {
    f: &'a Frame,
    prefix: String,
    /// What the place is for, while there is no test.
    label: String,
    /// What stands above a test; nothing where that is said before.
    head: Option<String>,
    inner: Option<ConditionFields<'a>>,
    /// Whether the test can be taken out.
    can_drop: bool,
    /// What can be asked in its place, or beside it, by family.
    criteria: Vec<(String, Vec<(String, String)>)>,
}

impl HtmlSafe for InnerFields<'_> {}

impl<'a> InnerFields<'a> {
    /// The fields of a test that there may be; `key` begins the keys of what it is called.
    pub(in crate::pages::builder) fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        test: Option<&Test>,
        key: &str,
    ) -> Result<InnerFields<'a>, Failure> {
        let offered = criteria(base, f.lang())?.into_iter().map(|family| {
            let criteria = family.criteria.into_iter().map(|one| (one.id, f.say(&one.label)));
            (f.t(family.key), criteria.collect())
        });
        let inner = match test {
            Some(test) => Some(ConditionFields::of(base, f, test, (prefix, None), None)?.that_can_turn(test)),
            None => None,
        };
        Ok(InnerFields {
            f,
            prefix: prefix.to_owned(),
            label: f.t(&format!("{key}-criterion")),
            head: (key == "builder-compared" && test.is_some()).then(|| f.t(key)),
            inner,
            can_drop: test.is_some() && key == "builder-compared",
            criteria: offered.collect(),
        })
    }
}

/// Several conditions joined.
pub(super) struct JoinedFields<'a> {
    pub(super) ways: Vec<(&'static str, String, bool)>,
    pub(super) number: Option<u32>,
    pub(super) parts: Vec<ConditionFields<'a>>,
}

impl<'a> JoinedFields<'a> {
    pub(super) fn of(base: &Base, f: &'a Frame, prefix: &str, group: &Group) -> Result<JoinedFields<'a>, Failure> {
        let (chosen, number) = way_of(group.joined);
        let way = |name: &'static str| (name, f.t(&format!("builder-joined-{name}")), name == chosen);
        let mut parts = Vec::new();
        for (position, test) in group.items.iter().enumerate() {
            let Some(test) = test.test() else { continue };
            let prefix = format!("{prefix}c{position}.");
            parts.push(ConditionFields::of(base, f, &test, (&prefix, None), None)?.that_can_turn(&test));
        }
        Ok(JoinedFields { ways: JOINS.map(way).into(), number, parts })
    }
}
