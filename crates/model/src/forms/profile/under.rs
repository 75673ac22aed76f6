//! `category under 'Clothing > Shoes'`: a node of a category tree and all below it.

use serde::{Deserialize, Serialize};

use super::tree::{CategoryTree, is_under};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// A node of a category tree and all below it.
///
/// # What it tests
/// Whether a category written as a path from the root, such as `Clothing > Shoes > Boots` or `clothing/shoes/boots`, is
/// the node named or lies below it. Steps are compared whole and to the letter, without the spaces around them. Where the
/// category is a key of a reference table whose rows name their parent, the tree is that table's, and the node is told by its
/// key, its name, or its path of names.
/// # When a marketer uses it
/// For whole departments of a catalogue, however deep its products are filed.
/// # Example
/// `any(order_line where product.category under 'Clothing > Shoes')`
/// # Missing data
/// False when the category is missing; `not under` is its negation, hence true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Under {
    /// The category.
    pub value: Box<Value>,
    /// The node's path.
    pub node: String,
    /// Whether it is said in the negative.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

impl Under {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "under",
        example: "any(order_line where product.category under 'Clothing > Shoes')",
        reading: Reading::AfterValue(Under::read),
        said: &[
            Said::of("under", r#"{"under":{"value":"$v:subject","node":"$x:text"}}"#),
            Said::of("not-under", r#"{"under":{"value":"$v:subject","node":"$x:text","negated":true}}"#),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let negated = parser.take_words(&["not", "under"]);
        if !negated && !parser.take_word("under") {
            return None;
        }
        let value = Box::new(value.take()?);
        Some(parser.expect_text().map(|(node, _)| Under { value, node, negated }.into()))
    }
}

impl TestForm for Under {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(if self.negated { " not under " } else { " under " });
        printer.text(&self.node);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if let Some(kind) = checker.value(&self.value)
            && (kind.list || !kind.item.is_text())
        {
            checker.note_type(kind, "@type-text", self.value.place());
        }
        if self.node.trim().is_empty() {
            checker.note(Problem::new(Phrase::new("problem-empty-text"), self.value.place()));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let tree = CategoryTree::of(&self.value, moment.world.schema, moment.scope());
        let is_below = |category: &str| match &tree {
            Some(tree) => tree.is_under(category, &self.node, moment.world.tables),
            None => is_under(category, &self.node),
        };
        moment.value(&self.value).as_text().is_some_and(is_below) != self.negated
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let tree = CategoryTree::of(&self.value, lowering.schema, lowering.scope());
        lowering.negated_if(self.negated, Op::Under { value, node: self.node.clone(), tree })
    }
}
