//! The builder: a definition as nested groups of conditions, each counted. The text of the definition is in the address;
//! every change is a link or a form that leads to the next text, so that going back takes it back.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use model::phrase::{Phrase, Problem};
use model::segment::Segment;
use model::sentence::{Language, Sentences};

use super::Answer;
use super::frame::{Frame, Tab, address};
use crate::catalogue::capitalised;
use crate::ops::base::Base;
use crate::ops::building::criteria::{Family, criteria};
use crate::ops::building::groups::{Group, Item, Joined, Path};
use crate::ops::building::saving::{Draft, save};
use crate::ops::building::steps::step;
use crate::ops::building::writing::Fields;
use crate::ops::building::{Built, Count, Counted, counted};
use crate::ops::definitions::in_words;
use crate::ops::failure::Failure;
use crate::ops::figures::{Known, of_members};
use crate::serve::{Asking, Shared};

mod editor;
pub(super) mod export;
mod histogram;
mod outcome;
mod question;
mod typed;

pub(super) use outcome::{outcome, reach};

use editor::Editor;
use typed::Typed;

/// Where the builder is.
const HERE: &str = "/builder";
/// Words of the question that stay through every change; all others are of one step alone.
const LASTING: [&str; 5] = ["segment", "as_of", "lang", "into", "new"];

#[derive(Template)]
#[template(path = "builder.html")]
struct Builder<'a> {
    f: &'a Frame,
    /// The segment that was opened.
    opened: Option<&'a Segment>,
    /// The definition's text.
    text: &'a str,
    /// What is wrong in it, where it stands.
    typed: Typed,
    /// What could not be done.
    wrong: Vec<String>,
    is_right: bool,
    is_drawn: bool,
    is_unsaved: bool,
    rows: Vec<Row>,
    families: Vec<(String, Vec<Choice>)>,
    /// What is looked for among the criteria.
    find: &'a str,
    /// Where a chosen criterion goes, in words.
    into: String,
    counted: &'a Counted,
    count: usize,
    /// How many that is of how many.
    of_base: String,
    worth: Option<Known>,
    sentences: Vec<(&'static str, String)>,
    draft: Draft,
    /// What exporting does, with how many.
    export_says: String,
}

/// A criterion as it is offered.
struct Choice {
    label: String,
    address: String,
}

/// A line of the definition: a group begins, a condition, a group ends.
enum Row {
    Open(GroupRow),
    Condition(Box<ConditionRow>),
    Close(GroupEnd),
}

struct GroupRow {
    path: String,
    is_root: bool,
    /// How its parts are joined, and the ways that they can be.
    ways: Vec<(&'static str, String, bool)>,
    number: Option<u32>,
    count: Option<Count>,
    tools: Vec<Tool>,
}

struct GroupEnd {
    is_new_target: bool,
    is_empty: bool,
    add: String,
    add_group: String,
}

struct ConditionRow {
    path: String,
    sentence: String,
    address: String,
    count: Option<Count>,
    /// What is remarkable about its count.
    remark: String,
    tools: Vec<Tool>,
    editor: Option<Editor>,
}

/// Something that can be done to a part.
struct Tool {
    word: &'static str,
    key: &'static str,
    icon: &'static str,
    address: String,
}

/// `/builder`
pub(super) async fn builder(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Segments, shown).await
}

fn shown(base: &Base, f: &Frame) -> Result<Answer, Failure> {
    let opened = opened(base, f.asking.word("segment"))?;
    let saved = opened.as_ref().map(Segment::definition).unwrap_or_default();
    let is_given = f.asking.query.iter().any(|(word, _)| word == "q");
    let text = if is_given { f.asking.word("q").unwrap_or_default() } else { &saved };
    let built = Built::of(base, text)?;
    let mut wrong = Vec::new();
    if f.asking.word("do").is_some() {
        match step(base, &built, Fields(&f.asking.query), f.as_of) {
            Ok(step) => {
                let path = step.path.to_string();
                let edit = (step.opens && !path.is_empty()).then_some(("edit", path.as_str()));
                let kept = f.asking.query.iter().filter(|(word, _)| LASTING[..3].contains(&word.as_str()));
                let kept = kept.map(|(word, value)| (word.as_str(), value.as_str()));
                return Ok(Answer::Elsewhere(address(HERE, kept.chain([("q", step.text.as_str())]).chain(edit))));
            }
            Err(Failure::Problems(faulty)) => {
                let problems = faulty.iter().flat_map(|text| &text.problems);
                wrong = problems.map(|problem| f.say(&problem.phrase)).collect();
            }
            Err(Failure::Failed(phrase) | Failure::Unreadable(phrase)) => wrong.push(f.say(&phrase)),
        }
    }
    let counted = counted(base, &built, f.as_of)?;
    let count = if built.test.is_some() { counted.members.len() } else { counted.of };
    let worth = match &built.test {
        Some(_) => Some(of_members(base, &counted.members, counted.of, f.as_of)?),
        None => None,
    };
    let of = |language: Language| match &built.test {
        Some(test) => in_words(base, language).write(test),
        None => String::new(),
    };
    let sentences: Vec<(&'static str, String)> = if built.test.is_some() {
        let own = f.language().of_sentences();
        let other = if own == Language::French { Language::English } else { Language::French };
        vec![(own.code(), of(own)), (other.code(), of(other))]
    } else {
        Vec::new()
    };
    let words = f.sentences(base);
    let lines = Lines { base, f, counted: &counted, words: &words };
    let mut rows = Vec::new();
    if let Some(root) = &built.root {
        lines.group(root, &Path::default(), &mut rows)?;
    }
    let find = f.asking.word("find").unwrap_or_default();
    let families = criteria(base, f.lang())?;
    let page = Builder {
        f,
        typed: Typed::of(f, &built),
        is_right: built.is_right(),
        is_drawn: built.root.is_some(),
        is_unsaved: built.text.trim() != saved.trim(),
        text: &built.text,
        wrong,
        rows,
        families: families.iter().filter_map(|family| choices(f, family, find)).collect(),
        find,
        into: into(f, &built),
        export_says: f.say(&Phrase::new("builder-export").with("count", f.n(count)).with("n", count)),
        of_base: f.say(&Phrase::new("builder-of").with("of", f.n(counted.of)).with("n", count)),
        count,
        worth,
        sentences,
        counted: &counted,
        draft: draft(opened.as_ref(), &built.text),
        opened: opened.as_ref(),
    };
    Answer::page(&page)
}

/// The segment of an id; `None` when none is asked for.
fn opened(base: &Base, id: Option<&str>) -> Result<Option<Segment>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let found = base.segments()?.into_iter().find(|segment| segment.id == id);
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-opened").with("id", id));
    found.map(Some).ok_or_else(unknown)
}

/// The words of the question that every change leads on from.
fn lasting(f: &Frame) -> impl Iterator<Item = (&str, &str)> {
    let kept = f.asking.query.iter().filter(|(word, _)| LASTING.contains(&word.as_str()) || word == "q");
    kept.map(|(word, value)| (word.as_str(), value.as_str()))
}

/// The address of this definition with some more words; `into` and `new` give way to those given.
fn onward(f: &Frame, words: &[(&str, &str)]) -> String {
    let is_given = |name: &str| words.iter().any(|(word, _)| *word == name);
    let kept: Vec<(&str, &str)> = lasting(f).filter(|(word, _)| !is_given(word)).collect();
    address(HERE, kept.into_iter().chain(words.iter().copied()))
}

/// The criteria of a family that are found; `None` when there is none.
fn choices(f: &Frame, family: &Family, find: &str) -> Option<(String, Vec<Choice>)> {
    let (into, new) = (f.asking.word("into").unwrap_or_default(), f.asking.word("new").unwrap_or_default());
    let wanted = find.to_lowercase();
    let offered = family.criteria.iter().filter_map(|criterion| {
        let label = capitalised(&f.say(&criterion.label));
        let words = [("do", "add"), ("at", into), ("new", new), ("criterion", criterion.id.as_str())];
        let is_found = label.to_lowercase().contains(&wanted);
        is_found.then(|| Choice { address: onward(f, &words), label })
    });
    let offered: Vec<Choice> = offered.collect();
    (!offered.is_empty()).then(|| (f.t(family.key), offered))
}

/// Where a chosen criterion goes, in words; nothing when it goes to the end of the definition.
fn into(f: &Frame, built: &Built) -> String {
    let path = f.asking.word("into").and_then(Path::read).unwrap_or_default();
    let is_there = built.root.as_ref().is_some_and(|root| root.group_at(&path).is_some());
    match (is_there, f.asking.word("new").is_some(), path.0.is_empty()) {
        (true, true, _) => f.t("builder-into-new"),
        (true, false, false) => f.t("builder-into-group"),
        _ => String::new(),
    }
}

/// The lines of a definition.
struct Lines<'a> {
    base: &'a Base,
    f: &'a Frame,
    counted: &'a Counted,
    words: &'a Sentences,
}

impl Lines<'_> {
    fn group(&self, group: &Group, path: &Path, rows: &mut Vec<Row>) -> Result<(), Failure> {
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
            ways: ["all", "any", "none", "least", "exactly", "most"].map(named).into(),
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

    fn condition(&self, test: &model::forms::Test, path: &Path) -> Result<ConditionRow, Failure> {
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

/// The word of a way of joining, and its number.
fn way_of(joined: Joined) -> (&'static str, Option<u32>) {
    use model::forms::HowMany;
    match joined {
        Joined::All => ("all", None),
        Joined::Any => ("any", None),
        Joined::None => ("none", None),
        Joined::Number(HowMany::AtLeast, number) => ("least", Some(number)),
        Joined::Number(HowMany::AtMost, number) => ("most", Some(number)),
        Joined::Number(HowMany::Exactly, number) => ("exactly", Some(number)),
    }
}

/// What the form of saving says before anybody typed.
fn draft(opened: Option<&Segment>, text: &str) -> Draft {
    let name = |language: &str| {
        let name = opened.and_then(|segment| segment.name.get(language)).cloned();
        (language.to_owned(), name.unwrap_or_default())
    };
    Draft {
        id: opened.map(|segment| segment.id.clone()).unwrap_or_default(),
        opened: opened.map(|segment| segment.id.clone()).unwrap_or_default(),
        names: vec![name("en"), name("fr")],
        definition: text.to_owned(),
        note: opened.map(|segment| segment.note.clone()).unwrap_or_default(),
        tags: opened.map(|segment| segment.tags.clone()).unwrap_or_default(),
        owner: opened.map(|segment| segment.owner.clone()).unwrap_or_default(),
    }
}

/// `/builder/save`, by a form.
pub(super) async fn saved(
    State(house): State<Shared>,
    asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    house
        .change(asking, Tab::Segments, move |base, f| {
            let fields = Fields(&fields);
            let word = |name: &str| fields.get(name).unwrap_or_default().to_owned();
            let draft = Draft {
                id: word("id"),
                opened: word("opened"),
                names: vec![("en".to_owned(), word("name_en")), ("fr".to_owned(), word("name_fr"))],
                definition: word("q"),
                note: word("note"),
                tags: word("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
                owner: word("owner"),
            };
            let (id, _) = save(base, &draft, f.asking.now)?;
            Ok(Answer::Elsewhere(f.segment_link(&id)))
        })
        .await
}

/// What is wrong, with what may be meant, as people read it.
fn said(f: &Frame, problem: &Problem) -> String {
    f.say(&problem.phrase)
}

impl Builder<'_> {
    /// The words that forms of groups carry along.
    fn kept(&self) -> Vec<(String, String)> {
        let mut kept = self.kept_but_text();
        kept.push(("q".to_owned(), self.text.to_owned()));
        kept
    }

    /// The words that the form of the text carries along.
    fn kept_but_text(&self) -> Vec<(String, String)> {
        let kept = self.f.asking.query.iter().filter(|(word, _)| LASTING[..3].contains(&word.as_str()));
        kept.cloned().collect()
    }

    /// Where that is told which takes longer to find out.
    fn outcome_address(&self) -> String {
        self.elsewhere("/builder/outcome")
    }

    /// Where the members are as a file.
    fn export_address(&self, ending: &str) -> String {
        self.elsewhere(&format!("/builder/members.{ending}"))
    }

    /// Where that is told who can be reached.
    fn reach_address(&self) -> String {
        self.elsewhere("/builder/reach")
    }

    fn elsewhere(&self, path: &str) -> String {
        let kept = self.kept();
        address(path, kept.iter().map(|(word, value)| (word.as_str(), value.as_str())))
    }
}

#[cfg(test)]
mod tests;
