//! Dropped files on their way in: what each column becomes, on its first values; then how far the import is, and what
//! came of it.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use intake::guess::{Choice, GuessedFeed, GuessedFile, Voice, roles};
use model::columns::Target;
use model::phrase::Phrase;
use model::schema::Schema;

use super::frame::{Frame, Tab};
use super::{Answer, answer};
use crate::catalogue::capitalised;
use crate::ops::arrivals::{Stage, Step};
use crate::ops::import::Imported;
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "arrival.html")]
struct Arrived<'a> {
    f: &'a Frame,
    number: u32,
    shown: Shown,
}

/// What is shown of a stage.
enum Shown {
    Working { key: &'static str, step: Step },
    Proposed { files: Vec<FileShown>, text: String, by_hand: bool, wrong: Vec<String>, left: Vec<String> },
    Done { files: Vec<DoneShown>, refused: u64, failure: Option<String> },
    Failed(String),
}

struct FileShown {
    name: String,
    rows: String,
    why: String,
    notes: Vec<String>,
    feeds: Vec<FeedShown>,
}

struct FeedShown {
    target: String,
    only_where: Option<String>,
    columns: Vec<ColumnShown>,
}

struct ColumnShown {
    /// The name of its field in the form.
    field: String,
    source: String,
    examples: Vec<String>,
    told: String,
    confidence: Option<u8>,
    options: Vec<(String, String, bool)>,
}

struct DoneShown {
    name: String,
    rows: String,
    said: Vec<String>,
}

/// Takes dropped files and looks at them.
pub(super) async fn arrive(State(house): State<Shared>, asking: Asking, parts: Multipart) -> Response {
    let f = Frame::bare(&asking, Tab::Data, &house.catalogue(asking.language));
    let begun = house.look_at(parts).await.map(|number| Answer::Elsewhere(format!("/data/import/{number}")));
    answer(begun, &f)
}

/// Takes corrected rows in.
pub(super) async fn corrected(State(house): State<Shared>, asking: Asking, parts: Multipart) -> Response {
    let f = Frame::bare(&asking, Tab::Data, &house.catalogue(asking.language));
    let begun = house.take_corrected(parts, asking.now).await;
    answer(begun.map(|number| Answer::Elsewhere(format!("/data/import/{number}"))), &f)
}

/// `/data/import/{number}`
pub(super) async fn arrival(State(house): State<Shared>, Path(number): Path<u32>, asking: Asking) -> Response {
    let arrival = house.arrivals.get(number);
    house
        .page(asking, Tab::Data, move |base, f| {
            let arrival = arrival?;
            let shown = shown(f, base.schema(), &arrival.stage());
            Answer::page(&Arrived { f, number, shown })
        })
        .await
}

/// Changes what columns become, or the text of the mapping.
pub(super) async fn choose(
    State(house): State<Shared>,
    Path(number): Path<u32>,
    asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let f = Frame::bare(&asking, Tab::Data, &house.catalogue(asking.language));
    let chosen = house.arrivals.get(number).map(|arrival| {
        let is = |name: &str| fields.iter().any(|(field, _)| field == name);
        match fields.iter().find(|(field, _)| field == "text") {
            Some((_, text)) if !is("again") => arrival.set_text(Some(text.replace("\r\n", "\n"))),
            Some(_) => arrival.set_text(None),
            None => arrival.choose(&choices(&fields), &aside(&fields)),
        }
        Answer::Elsewhere(format!("/data/import/{number}"))
    });
    answer(chosen, &f)
}

/// Begins to take the files in.
pub(super) async fn import(
    State(house): State<Shared>,
    Path(number): Path<u32>,
    asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    let f = Frame::bare(&asking, Tab::Data, &catalogue);
    let begun = house.arrivals.get(number).map(|arrival| {
        arrival.choose(&choices(&fields), &aside(&fields));
        house.take(arrival, &catalogue, asking.now);
        Answer::Elsewhere(format!("/data/import/{number}"))
    });
    answer(begun, &f)
}

/// The choices among the fields of a form: `c.FILE.FEED.COLUMN`.
fn choices(fields: &[(String, String)]) -> Vec<(usize, usize, String, Choice)> {
    let choice = |(name, value): &(String, String)| {
        let mut parts = name.strip_prefix("c.")?.splitn(3, '.');
        let (file, feed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((file, feed, parts.next()?.to_owned(), Choice::read(value)?))
    };
    fields.iter().filter_map(choice).collect()
}

/// The files to be left aside.
fn aside(fields: &[(String, String)]) -> Vec<usize> {
    fields.iter().filter(|(name, _)| name == "aside").filter_map(|(_, file)| file.parse().ok()).collect()
}

fn shown(f: &Frame, schema: &Schema, stage: &Stage) -> Shown {
    match stage {
        Stage::Looking(step) => Shown::Working { key: "arrival-looking", step: step.clone() },
        Stage::Importing(step) => Shown::Working { key: "arrival-importing", step: step.clone() },
        Stage::Failed(failure) => Shown::Failed(super::says(f, failure).join(" ")),
        Stage::Proposed(proposal) => {
            let voice = Voice { say: &|phrase| f.say(phrase), count: &|count| f.catalogue().count(count) };
            let files = proposal.guess.files.iter().enumerate();
            Shown::Proposed {
                files: files.map(|(place, file)| file_shown(f, schema, place, file)).collect(),
                text: proposal.mapping(voice),
                by_hand: proposal.text.is_some(),
                wrong: proposal.wrong.as_ref().map(|wrong| super::says(f, wrong)).unwrap_or_default(),
                left: proposal.left.iter().map(|left| format!("{}: {}", left.file, f.say(&left.reason))).collect(),
            }
        }
        Stage::Done(imported, failure) => {
            let refused = imported.iter().filter_map(|one| one.taken.as_ref()).map(|taken| taken.n_refused).sum();
            let failure = failure.as_ref().map(|failure| super::says(f, failure).join(" "));
            Shown::Done { files: imported.iter().map(|one| done_shown(f, schema, one)).collect(), refused, failure }
        }
    }
}

fn file_shown(f: &Frame, schema: &Schema, place: usize, file: &GuessedFile) -> FileShown {
    let rows = Phrase::new("arrival-rows").with("n", file.rows).with("count", f.catalogue().count(file.rows));
    let feeds = file.feeds.iter().enumerate();
    FileShown {
        name: file.name.clone(),
        rows: f.say(&rows),
        why: f.say(&file.why),
        notes: file.notes.iter().map(|note| f.say(note)).collect(),
        feeds: feeds.map(|(number, feed)| feed_shown(f, schema, (place, number), feed)).collect(),
    }
}

fn feed_shown(f: &Frame, schema: &Schema, (file, number): (usize, usize), feed: &GuessedFeed) -> FeedShown {
    let columns = feed.chosen().into_iter().map(|(source, choice, column)| ColumnShown {
        field: format!("c.{file}.{number}.{source}"),
        examples: column.map(|column| column.examples.clone()).unwrap_or_default(),
        told: column.map(|column| f.say(&column.why)).unwrap_or_default(),
        confidence: column.map(|column| column.confidence),
        options: options(f, schema, &feed.target, &source, &choice),
        source,
    });
    FeedShown {
        target: target(f, schema, &feed.target),
        only_where: feed.only_where.clone(),
        columns: columns.collect(),
    }
}

/// What a column can become: code, name, and whether it is chosen.
fn options(f: &Frame, schema: &Schema, target: &Target, source: &str, chosen: &Choice) -> Vec<(String, String, bool)> {
    let fields = match target {
        Target::Stream(name) => schema.streams.get(name).map(|stream| &stream.fields),
        Target::Profile => Some(&schema.attributes),
        Target::Table(_) => None,
    };
    let mut choices = vec![(Choice::Out, f.t("arrival-out"))];
    choices.extend(
        roles(target).iter().map(|role| (Choice::Role(role), f.t(&format!("arrival-role-{}", role.replace('_', "-"))))),
    );
    let own = Choice::Field(model::schema::snake_case(source));
    let mut known: Vec<(Choice, String)> = fields
        .into_iter()
        .flatten()
        .map(|(name, field)| {
            let label = field.label.get(f.lang()).cloned().unwrap_or_else(|| name.clone());
            (Choice::Field(name.clone()), capitalised(&label))
        })
        .collect();
    known.sort_by(|a, b| a.1.cmp(&b.1));
    for new in [chosen.clone(), own] {
        if let Choice::Field(name) = &new
            && known.iter().all(|(choice, _)| *choice != new)
        {
            let label = f.say(&Phrase::new("arrival-own").with("name", name));
            known.insert(0, (new, label));
        }
    }
    choices.extend(known);
    choices.into_iter().map(|(choice, label)| (choice.code(), label, choice == *chosen)).collect()
}

/// Where rows go, in words.
fn target(f: &Frame, schema: &Schema, target: &Target) -> String {
    match target {
        Target::Profile => f.t("arrival-profile"),
        Target::Table(name) => f.say(&Phrase::new("arrival-table").with("name", name)),
        Target::Stream(name) => {
            let label = schema.streams.get(name).and_then(|stream| stream.label.get(f.lang()));
            let label = label.map_or_else(|| name.clone(), |noun| noun.many.clone());
            f.say(&Phrase::new("arrival-stream").with("stream", label))
        }
    }
}

fn done_shown(f: &Frame, schema: &Schema, imported: &Imported) -> DoneShown {
    let rows = Phrase::new("arrival-rows").with("n", imported.rows).with("count", f.catalogue().count(imported.rows));
    let count = |key: &'static str, n: u64| f.say(&Phrase::new(key).with("n", n).with("count", f.catalogue().count(n)));
    let said = match &imported.taken {
        None => vec![f.t("arrival-same")],
        Some(taken) => {
            let of_target = taken.committed.targets.iter().map(|one| {
                let new = count("arrival-new", one.new_rows + one.new_versions);
                let known = if one.known_rows > 0 {
                    format!(", {}", count("arrival-known", one.known_rows))
                } else {
                    String::new()
                };
                format!("{}\u{a0}: {new}{known}", target(f, schema, &one.target))
            });
            let customers =
                (taken.committed.new_customers > 0).then(|| count("arrival-customers", taken.committed.new_customers));
            let refused = (taken.n_refused > 0).then(|| count("arrival-refused", taken.n_refused));
            of_target.chain(customers).chain(refused).collect()
        }
    };
    DoneShown { name: imported.name.clone(), rows: f.say(&rows), said }
}

impl Frame {
    /// Hundredths of a step that are done.
    fn done_of(&self, step: &Step) -> u64 {
        (step.done.min(step.total) * 100).checked_div(step.total).unwrap_or(0)
    }

    fn sure(&self, confidence: &u8) -> String {
        self.say(&Phrase::new("arrival-sure").with("share", confidence))
    }

    fn count_of(&self, count: &u64) -> String {
        self.catalogue().count(*count)
    }
}
