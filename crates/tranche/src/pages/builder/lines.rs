//! The lines of a definition as they are drawn: where groups begin and end, and the conditions between.

use model::forms::HowMany;
use model::sentence::Sentences;

use super::editor::Editor;
use super::onward;
use crate::ops::base::Base;
use crate::ops::building::groups::{Group, Item, Joined, Path};
use crate::ops::building::{Count, Counted};
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// A line of the definition: a group begins, a condition, a group ends.
pub(super) enum Row<'a> {
    Open(GroupRow),
    Condition(Box<ConditionRow<'a>>),
    Close(GroupEnd),
}

pub(super) struct GroupRow {
    pub(super) path: String,
    pub(super) is_root: bool,
    /// How its parts are joined, and the ways that they can be.
    pub(super) ways: Vec<(&'static str, String, bool)>,
    pub(super) number: Option<u32>,
    pub(super) count: Option<Count>,
    pub(super) tools: Vec<Tool>,
}

pub(super) struct GroupEnd {
    pub(super) is_new_target: bool,
    pub(super) is_empty: bool,
    pub(super) add: String,
    pub(super) add_group: String,
}

pub(super) struct ConditionRow<'a> {
    pub(super) path: String,
    pub(super) sentence: String,
    pub(super) address: String,
    pub(super) count: Option<Count>,
    /// What is remarkable about its count.
    pub(super) remark: String,
    pub(super) tools: Vec<Tool>,
    pub(super) editor: Option<Editor<'a>>,
}

/// Something that can be done to a part.
pub(super) struct Tool {
    pub(super) word: &'static str,
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
    pub(super) address: String,
}

/// The lines of a definition.
pub(super) struct Lines<'a> {
    pub(super) base: &'a Base,
    pub(super) f: &'a Frame,
    pub(super) counted: &'a Counted,
    pub(super) words: &'a Sentences,
}

impl<'a> Lines<'a> {
    pub(super) fn group(&self, group: &Group, path: &Path, rows: &mut Vec<Row<'a>>) -> Result<(), Failure> {
        let f = self.f;
        let way = way_of(group.joined);
        let at = path.to_string();
        let is_root = path.0.is_empty();
        let tools = if is_root {
            Vec::new()
        } else {
            let kinds = [
                ("up", "arrow-up"),
                ("down", "arrow-down"),
                ("copy", "copy"),
                ("unwrap", "layers"),
                ("remove", "trash-2"),
            ];
            kinds.map(|(word, icon)| self.tool(word, icon, &at)).into()
        };
        let named = |way_name: &'static str| (way_name, f.t(&format!("builder-join-{way_name}")), way_name == way.0);
        rows.push(Row::Open(GroupRow {
            is_root,
            ways: JOINS.map(named).into(),
            number: way.1,
            count: self.counted.parts.get(path).copied(),
            path: at.clone(),
            tools,
        }));
        for (position, item) in group.items.iter().enumerate() {
            let here = path.to(position);
            match item {
                Item::Group(inner) => self.group(inner, &here, rows)?,
                Item::Condition(test) => rows.push(Row::Condition(Box::new(self.condition(test, &here)?))),
            }
        }
        let target = f.asking.word("into").and_then(Path::read).unwrap_or_default();
        rows.push(Row::Close(GroupEnd {
            is_new_target: target == *path && f.asking.word("new").is_some(),
            is_empty: group.items.is_empty(),
            add: onward(f, &[("into", &at), ("new", "")]) + "#criteria",
            add_group: onward(f, &[("into", &at), ("new", "any")]) + "#criteria",
        }));
        Ok(())
    }

    fn condition(&self, test: &model::forms::Test, path: &Path) -> Result<ConditionRow<'a>, Failure> {
        let (f, at) = (self.f, path.to_string());
        let is_open = f.asking.word("edit") == Some(at.as_str())
            || f.asking.word("do").is_some() && f.asking.word("at") == Some(at.as_str());
        let count = self.counted.parts.get(path).copied();
        let remark = match count {
            Some(count) if count.alone == 0 => f.t("builder-nobody"),
            Some(count) if count.alone == self.counted.of => f.t("builder-everybody"),
            _ => String::new(),
        };
        let editor = match is_open {
            true => Some(Editor::of(self.base, f, test, &at, count.map(|count| (count.alone, self.counted.of)))?),
            false => None,
        };
        let tools = [
            ("up", "arrow-up"),
            ("down", "arrow-down"),
            ("copy", "copy"),
            ("negate", "refresh-cw"),
            ("wrap", "layers"),
            ("remove", "trash-2"),
        ];
        let open = onward(f, &[("edit", &at)]);
        Ok(ConditionRow {
            sentence: self.words.write_clause(test),
            address: if is_open { onward(f, &[]) } else { format!("{open}#part-{at}") },
            tools: tools.map(|(word, icon)| self.tool(word, icon, &at)).into(),
            path: at,
            count,
            remark,
            editor,
        })
    }

    fn tool(&self, word: &'static str, icon: &'static str, at: &str) -> Tool {
        let key = match word {
            "up" => "builder-up",
            "down" => "builder-down",
            "copy" => "builder-copy",
            "negate" => "builder-negate",
            "wrap" => "builder-wrap",
            "unwrap" => "builder-unwrap",
            _ => "builder-remove",
        };
        Tool { word, key, icon, address: onward(self.f, &[("do", word), ("at", at)]) }
    }
}

/// The ways of joining, by the words that addresses have for them.
pub(super) const JOINS: [&str; 6] = ["all", "any", "none", "least", "exactly", "most"];

/// The word of a way of joining, and its number.
pub(super) fn way_of(joined: Joined) -> (&'static str, Option<u32>) {
    match joined {
        Joined::All => ("all", None),
        Joined::Any => ("any", None),
        Joined::None => ("none", None),
        Joined::Number(HowMany::AtLeast, number) => ("least", Some(number)),
        Joined::Number(HowMany::AtMost, number) => ("most", Some(number)),
        Joined::Number(HowMany::Exactly, number) => ("exactly", Some(number)),
    }
}
