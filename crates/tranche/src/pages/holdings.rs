//! What came in: streams and imports, and what was refused.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::phrase::Phrase;
use store::{ImportEntry, Refusals};

use super::Answer;
use super::frame::{Frame, Tab, address};
use super::words::name_of_table;
use crate::catalogue::{Language, capitalised};
use crate::ops::refused::{Look, file_of};
use crate::saying::imports::{detail, ended};
use crate::saying::refused::{REASONS, advice, reason, short_key, shortened};
use crate::serve::{Asking, Shared};

/// Imports shown.
const SHOWN: usize = 12;
/// Refused rows shown of a reason.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "holdings.html")]
struct Holdings<'a> {
    f: &'a Frame,
    customers: usize,
    refused: u64,
    streams: Vec<Stream>,
    tables: Vec<(String, usize)>,
    imports: Vec<Import>,
}

/// A stream and how many rows it holds.
struct Stream {
    name: String,
    code: String,
    rows: u64,
}

/// An import as it is listed.
struct Import {
    at: String,
    file: String,
    ended: String,
    is_bad: bool,
    entry: ImportEntry,
}

/// `/data`
pub(super) async fn holdings(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Data, |base, f| {
            let (schema, rows) = (base.schema(), base.store.row_counts());
            let mut streams: Vec<Stream> = rows
                .into_iter()
                .filter(|(_, rows)| *rows > 0)
                .map(|(code, rows)| {
                    let label = schema.streams.get(&code).and_then(|stream| stream.label.get(f.lang()));
                    let name = capitalised(&label.map_or_else(|| code.clone(), |noun| noun.many.clone()));
                    Stream { name, code, rows }
                })
                .collect();
            streams.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.code.cmp(&b.code)));
            let tables = base.store.tables()?.into_iter();
            let tables = tables.map(|(name, columns)| (name_of_table(f, &name), columns.rows.len())).collect();
            let imports = base.store.imports(None, SHOWN)?.into_iter().map(|entry| Import {
                at: f.moment(entry.started_at),
                file: entry.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
                ended: match detail(f.catalogue(), &entry) {
                    Some(detail) => format!("{} – {detail}", ended(f.catalogue(), entry.outcome)),
                    None => ended(f.catalogue(), entry.outcome),
                },
                is_bad: matches!(entry.outcome, store::Outcome::Failed),
                entry,
            });
            Answer::page(&Holdings {
                f,
                customers: base.store.n_known_customers(),
                refused: base.store.n_refused(&Refusals::default())?,
                streams,
                tables,
                imports: imports.collect(),
            })
        })
        .await
}

#[derive(Template)]
#[template(path = "refused_rows.html")]
struct RefusedRows<'a> {
    f: &'a Frame,
    count: u64,
    /// Names of the files whose refused rows can be had as a file.
    files: Vec<String>,
    groups: Vec<Group>,
    rows: Vec<RefusedShown>,
}

/// Refusals of one reason.
struct Group {
    key: String,
    count: u64,
    said: String,
    advice: String,
    files: String,
    is_open: bool,
}

/// A refused row or value.
struct RefusedShown {
    file: String,
    row: u64,
    column: String,
    value: String,
    said: String,
}

/// `/data/refused`: by reason, then the rows of one.
pub(super) async fn refused(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Data, |base, f| {
            let asked =
                f.asking.word("reason").map(|reason| format!("{REASONS}{}", reason.trim_start_matches(REASONS)));
            let all = Refusals::default();
            let groups = base.store.refused_by_reason(&all)?.into_iter().map(|group| {
                let refused = &group.example.refused;
                Group {
                    key: short_key(refused),
                    count: group.count,
                    said: reason(f.catalogue(), refused),
                    advice: advice(f.catalogue(), refused),
                    files: group.files.join(", "),
                    is_open: asked.as_deref() == Some(&refused.reason_key),
                }
            });
            let groups = groups.collect();
            let which = Refusals { reason: asked.clone(), ..Refusals::default() };
            let rows = if asked.is_some() { base.store.refused(&which, ROWS)? } else { Vec::new() };
            let rows = rows.into_iter().map(|one| RefusedShown {
                said: reason(f.catalogue(), &one.refused),
                file: one.name,
                row: one.refused.row,
                column: one.refused.column.unwrap_or_default(),
                value: shortened(&one.refused.value),
            });
            let files: BTreeSet<String> = base.store.refused_files(&all)?.into_iter().map(|file| file.name).collect();
            let (count, files) = (base.store.n_refused(&all)?, files.into_iter().collect());
            Answer::page(&RefusedRows { f, count, files, groups, rows: rows.collect() })
        })
        .await
}

/// `/data/refused/file?name=`: the refused rows of a file, to be corrected and sent back.
pub(super) async fn refused_file(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .whole(asking, Tab::Data, |base, f| {
            let name = f.asking.word("name").unwrap_or_default().to_owned();
            let delimiter = if f.language() == Language::French { b';' } else { b',' };
            let look = Look { delimiter, say: &|refused| reason(f.catalogue(), refused) };
            let (name, bytes) = file_of(base, &name, &look)?;
            Ok(Answer::File { name, kind: "text/csv; charset=utf-8", bytes })
        })
        .await
}

impl Frame {
    fn rows(&self, count: &u64) -> String {
        self.catalogue().count(*count)
    }

    fn refused_file(&self, name: &str) -> String {
        address("/data/refused/file", [("name", name)].into_iter())
    }

    fn say_export(&self, name: &str) -> String {
        self.say(&Phrase::new("data-refused-export").with("file", name))
    }

    fn reason_link(&self, key: &str) -> String {
        self.with(&[("reason", Some(key))])
    }

    fn say_refused(&self, count: &u64) -> String {
        let phrase = Phrase::new("data-refused-count").with("n", count);
        self.say(&phrase.with("count", self.catalogue().count(*count)))
    }
}
