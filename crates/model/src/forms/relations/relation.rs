//! What the forms about relatives share: who they are, what is counted of each group, and the customer's own part in it.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::distribution::Ranked;
use crate::evaluate::Moment;
use crate::forms::Test;
use crate::phrase::Place;
use crate::plan::Lowering;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::tree::Name;

/// What makes customers relatives: the same value of the attribute of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// The same company.
    Company,
    /// The same household.
    Household,
}

impl Group {
    const ALL: [Group; 2] = [Group::Company, Group::Household];

    /// The attribute that says the group, which is also its word.
    pub fn attribute(self) -> &'static str {
        match self {
            Group::Company => "company",
            Group::Household => "household",
        }
    }
}

/// The relatives that a form is about, and the test put to them.
#[derive(Clone, Copy)]
pub struct Relation<'t> {
    /// What makes them relatives.
    pub of: Group,
    /// The test.
    pub test: &'t Test,
    /// Where the form stands.
    pub place: Place,
}

/// How many relatives a customer has, and how many of them pass the test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relatives {
    /// The other members of the group.
    pub all: u64,
    /// Those of them who pass.
    pub passing: u64,
}

impl Relatives {
    /// The relatives of a member of a group: `verdicts` has a 1 for each member who passes and a 0 for each other one, the
    /// customer's `own` verdict included.
    pub fn of(verdicts: &Ranked, own: bool) -> Self {
        let passing = verdicts.n_above((0, 0));
        Relatives { all: verdicts.count().saturating_sub(1), passing: passing.saturating_sub(u64::from(own)) }
    }
}

impl<'t> Relation<'t> {
    /// Reads `company members (test)` after the word of a form and `of`, if these stand at the cursor.
    pub(super) fn read(parser: &mut Parser, word: &str) -> Option<Read<(Group, Box<Test>, Place)>> {
        let start = parser.peek().place;
        parser.take_words(&[word, "of"]).then(|| {
            let found = Group::ALL.into_iter().find(|group| parser.take_word(group.attribute()));
            let of = found.ok_or_else(|| parser.unexpected(&Group::ALL.map(Group::attribute)))?;
            parser.expect_word("members")?;
            let place = start.to(parser.previous_place());
            parser.expect_symbol("(")?;
            let test = Box::new(parser.inner_test()?);
            parser.expect_symbol(")")?;
            Ok((of, test, place))
        })
    }

    /// Writes `company members (test)`.
    pub(super) fn print(&self, printer: &mut Printer) {
        printer.write(self.of.attribute());
        printer.write(" members (");
        printer.test(self.test);
        printer.write(")");
    }

    /// The key of what is counted of each group. No comparison with the base has such a text.
    pub fn cut_off_key(&self) -> String {
        let mut printer = Printer::default();
        self.print(&mut printer);
        printer.finish()
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>, form: &'static str) {
        if checker.refuse_in_rows(form, self.place) || checker.refuse_in_relation(form, self.place) {
            return;
        }
        let attribute = Name { text: self.of.attribute().to_owned(), place: self.place };
        if let Some(kind) = checker.name(&attribute)
            && !kind.item.is_text()
        {
            checker.note_type(kind, "@type-text", self.place);
        }
        checker.in_relation(|checker| checker.test(self.test));
    }

    /// What the customer adds to what is counted: their group and verdict; `None` when they have no group.
    pub fn entry(&self, moment: &Moment<'_>) -> Option<(Box<str>, bool)> {
        let group = moment.named(self.of.attribute()).as_text().map(Box::from)?;
        Some((group, moment.holds(self.test)))
    }

    /// The customer's relatives: none without a group.
    pub(super) fn relatives(&self, moment: &Moment<'_>) -> Relatives {
        let counted = moment.world.cut_offs.get(&self.cut_off_key());
        let found = self.entry(moment).and_then(|(group, own)| Some((counted?.groups.get(&group)?, own)));
        found.map_or_else(Relatives::default, |(verdicts, own)| Relatives::of(verdicts, own))
    }

    /// Relatives stand still, but for the customer's own part in what is counted.
    pub(super) fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.test_until(self.test).min(moment.name_until(self.of.attribute()))
    }

    /// The place in the plan of what is counted.
    pub(super) fn lower(&self, lowering: &mut Lowering<'_>) -> usize {
        lowering.relatives(self)
    }
}
