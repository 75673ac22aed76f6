//! What a segment said before: each version beside the one before it, any two compared, and going back. Also what hangs on
//! the segment, and taking it out of the base.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;
use model::sentence::Language;
use store::Defined;

use super::{Head, answered, head, path};
use crate::ops::base::Base;
use crate::ops::definitions::in_words;
use crate::ops::failure::Failure;
use crate::ops::remove::remove as taken_out;
use crate::ops::segment::{Described, User, dependants, titles};
use crate::ops::versions::{Effect, Said, Version, differences, go_back, versions};
use crate::pages::Answer;
use crate::pages::frame::{Frame, Tab, encoded};
use crate::serve::{Asking, Shared};

/// Versions whose members are counted: of older ones, when they are compared.
const COUNTED: usize = 12;

#[derive(Template)]
#[template(path = "segment_versions.html")]
struct Versions<'a> {
    f: &'a Frame,
    head: Head,
    versions: Vec<Shown>,
    /// The numbers that can be compared: one, the other, and which of them are.
    numbers: Vec<u64>,
    from: u64,
    to: u64,
    compared: Option<Change>,
    /// Where the form of comparing goes, and what it carries along.
    own: String,
    kept: Vec<(String, String)>,
    users: Vec<Dependant>,
    /// Where the form of removal goes.
    removal: String,
}

/// A version as it is shown.
struct Shown {
    number: u64,
    saved: String,
    /// Its name, where it had another one.
    name: String,
    owner: String,
    note: String,
    /// The text of its definition; empty when it was removed.
    text: String,
    is_now: bool,
    is_first: bool,
    /// What it changed, of one that is not the first.
    change: Option<Change>,
    /// Where the form goes that goes back to it; empty of the newest one.
    back: String,
}

/// How one version differs from another.
struct Change {
    says: String,
    /// What is said no longer and what is new, by language, that of the page first.
    words: Vec<(&'static str, Vec<String>, Vec<String>)>,
    gained: usize,
    lost: usize,
    some_gained: Vec<(String, String)>,
    some_lost: Vec<(String, String)>,
}

/// A definition that names the segment.
struct Dependant {
    name: String,
    address: String,
    kind: String,
}

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, _) = head(base, f, about, "versions")?;
    let titles = titles(base)?;
    let dependant = |user: User| {
        let titled = titles.get(&user.id).map(|titled| f.one_of(&titled.name).to_owned());
        let (address, kind) = match user.defined {
            Defined::Segment => (f.segment_link(&user.id), "segment-user-segment"),
            Defined::Attribute => (f.link("/data/schema"), "segment-user-attribute"),
            Defined::Column => (f.link("/data/schema"), "segment-user-column"),
        };
        Dependant { name: titled.unwrap_or_else(|| user.id.clone()), address, kind: f.t(kind) }
    };
    let all = versions(base, &about.id)?;
    let number = |word: &str| f.asking.word(word).and_then(|typed| typed.parse::<u64>().ok());
    let newest = all.first().map_or(0, |version| version.number);
    let (from, to) = (number("from").unwrap_or(newest.saturating_sub(1).max(1)), number("to").unwrap_or(newest));
    let of = |number: u64| all.iter().find(|version| version.number == number);
    let is_compared = f.asking.word("from").is_some();
    let mut pairs: Vec<(Option<&Version>, Option<&Version>)> = all
        .iter()
        .zip(all.iter().skip(1))
        .take(COUNTED)
        .map(|(version, before)| (Some(before), Some(version)))
        .collect();
    let n_own = pairs.len();
    pairs.extend(is_compared.then_some((of(from), of(to))));
    let found = differences(base, &pairs, f.as_of)?;
    let mut changes: Vec<Change> =
        pairs.iter().zip(found).map(|((before, after), found)| change(base, f, (*before, *after), found)).collect();
    let compared = if is_compared { changes.pop() } else { None };
    let mut changes = changes.into_iter();
    let shown = |(place, version): (usize, &Version)| {
        let said = version.said.as_ref();
        Shown {
            number: version.number,
            saved: f.moment(version.saved_at),
            name: said
                .map(|said| f.one_of(&said.name))
                .filter(|name| *name != head.name)
                .unwrap_or_default()
                .to_owned(),
            owner: said.map(|said| said.owner.clone()).unwrap_or_default(),
            note: said.map(|said| said.note.clone()).unwrap_or_default(),
            text: said.map(|said| said.definition.clone()).unwrap_or_default(),
            is_now: place == 0,
            is_first: place + 1 == all.len(),
            change: if place < n_own { changes.next() } else { None },
            back: match (place, said) {
                (0, _) | (_, None) => String::new(),
                _ => format!("{}/versions/{}/restoring", path(&about.id), version.number),
            },
        }
    };
    answered(&Versions {
        versions: all.iter().enumerate().map(shown).collect(),
        numbers: all.iter().map(|version| version.number).collect(),
        from,
        to,
        compared,
        own: path(&about.id),
        kept: f.asking.query.iter().filter(|(word, _)| matches!(word.as_str(), "as_of" | "lang")).cloned().collect(),
        users: dependants(base, &about.id)?.into_iter().map(dependant).collect(),
        removal: format!("{}/removal", path(&about.id)),
        head,
        f,
    })
}

/// How one version differs from another, in words and in members.
fn change(
    base: &Base,
    f: &Frame,
    (before, after): (Option<&Version>, Option<&Version>),
    found: Option<Effect>,
) -> Change {
    let said = |version: Option<&Version>, language: Language| match version.and_then(|version| version.said.as_ref()) {
        None => Vec::new(),
        Some(said) => lines(base, said, language),
    };
    let own = f.language().of_sentences();
    let languages = [own, if own == Language::French { Language::English } else { Language::French }];
    let only = |lines: &[String], others: &[String]| -> Vec<String> {
        let own = lines.iter().filter(|line| !others.contains(line));
        own.map(|line| line.trim_start_matches([' ', '–']).to_owned()).collect()
    };
    let words = languages.map(|language| {
        let (before, after) = (said(before, language), said(after, language));
        (language.code(), only(&before, &after), only(&after, &before))
    });
    let is_readable = found.is_some();
    let found = found.unwrap_or_default();
    let phrase = match is_readable {
        true => Phrase::new("segment-version-members")
            .with("before", f.n(found.before))
            .with("after", f.n(found.after))
            .with("gained", f.n(found.gained))
            .with("lost", f.n(found.lost)),
        false => Phrase::new("segment-version-unreadable"),
    };
    let linked =
        |ids: Vec<String>| ids.into_iter().map(|id| (f.link(&format!("/customers/{}", encoded(&id))), id)).collect();
    Change {
        says: f.say(&phrase),
        words: words.into(),
        gained: found.gained,
        lost: found.lost,
        some_gained: linked(found.some_gained),
        some_lost: linked(found.some_lost),
    }
}

/// What a version says, line by line; its text where that cannot be read.
fn lines(base: &Base, said: &Said, language: Language) -> Vec<String> {
    match &said.test {
        Some(test) => in_words(base, language).write_lines(test),
        None => said.definition.lines().map(str::to_owned).collect(),
    }
}

impl Change {
    /// Whether the conditions say the same.
    fn says_the_same(&self) -> bool {
        self.words.iter().all(|(_, gone, new)| gone.is_empty() && new.is_empty())
    }
}

/// `POST /segments/{id}/versions/{number}/restoring`
pub(in crate::pages) async fn restore(
    State(house): State<Shared>,
    Path((id, number)): Path<(String, u64)>,
    asking: Asking,
) -> Response {
    house
        .change(asking, Tab::Segments, move |base, f| {
            go_back(base, &id, number, f.asking.now)?;
            Ok(Answer::Elsewhere(f.link(&format!("{}?view=versions", path(&id)))))
        })
        .await
}

/// `POST /segments/{id}/removal`
pub(in crate::pages) async fn remove(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .change(asking, Tab::Segments, move |base, f| {
            taken_out(base, std::slice::from_ref(&id), f.asking.now)?;
            Ok(Answer::Elsewhere("/segments".to_owned()))
        })
        .await
}
