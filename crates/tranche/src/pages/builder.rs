//! The builder: a definition as nested groups of conditions, each counted. The text of the definition is in the address;
//! every change is a link or a form that leads to the next text, so that going back takes it back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::phrase::{Phrase, Problem};
use model::segment::Segment;
use model::sentence::Language;

use super::Answer;
use super::frame::{Frame, Tab, address};
use crate::ops::base::Base;
use crate::ops::building::criteria::criteria;
use crate::ops::building::groups::Path;
use crate::ops::building::saving::Draft;
use crate::ops::building::steps::step;
use crate::ops::building::writing::Fields;
use crate::ops::building::{Built, Counted, counted};
use crate::ops::definitions::in_words;
use crate::ops::failure::Failure;
use crate::ops::figures::{Known, of_members};
use crate::serve::{Asking, Shared};

mod choices;
mod editor;
pub(super) mod export;
mod histogram;
mod lines;
mod outcome;
mod question;
mod saving;
mod typed;
mod window;

pub(super) use outcome::{outcome, reach};
pub(super) use saving::saved;

use choices::{Choice, choices, into};
use lines::{Lines, Row};
use saving::{Refusal, draft};
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
    rows: Vec<Row<'a>>,
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
    /// Why the draft was not saved.
    refusal: Option<Refusal>,
    /// What exporting does, with how many.
    export_says: String,
}

/// `/builder`
pub(super) async fn builder(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Segments, |base, f| shown(base, f, None)).await
}

/// The page, with what was filled in to save it and why that was refused.
fn shown(base: &Base, f: &Frame, refused: Option<(Draft, Refusal)>) -> Result<Answer, Failure> {
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
    let (filled_in, refusal) = refused.unzip();
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
        draft: filled_in.unwrap_or_else(|| draft(opened.as_ref(), &built.text)),
        refusal,
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

    /// Where the form of saving goes: what was shown is shown again when it is refused.
    fn save_address(&self) -> String {
        let kept = self.kept_but_text();
        address("/builder/save", kept.iter().map(|(word, value)| (word.as_str(), value.as_str())))
    }

    /// Why a field of the form of saving was refused.
    fn refused(&self, field: &str) -> Option<&str> {
        self.refusal.as_ref().filter(|refusal| refusal.field == field).map(|refusal| refusal.says.as_str())
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
