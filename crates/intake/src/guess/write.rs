//! A proposed mapping as TOML, each line with what it was told by, how sure that is, and values of the column.

use std::fmt::Write as _;

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::snake_case;

use super::{Becomes, ColumnSource, Guess, GuessedColumn, GuessedFeed, GuessedFile, Kept};

/// Where the comments of lines begin, when the lines are shorter.
const COMMENT_COLUMN: usize = 44;
/// Letters of a value that a comment shows.
const SHOWN: usize = 32;

/// How sentences and numbers are put in the reader's language.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The sentence of a phrase.
    pub say: &'a dyn Fn(&Phrase) -> String,
    /// A whole number.
    pub count: &'a dyn Fn(u64) -> String,
}

/// Writes a proposed mapping, its comments in the reader's language.
pub fn write(guess: &Guess, zone: &str, voice: Voice<'_>) -> String {
    let say = voice.say;
    let mut text = String::new();
    comment(&mut text, "", &say(&Phrase::new("guess-head")));
    line(&mut text, &format!("zone = {}", quoted(zone)), &say(&Phrase::new("guess-zone")));
    for file in &guess.files {
        text.push('\n');
        file_section(&mut text, file, voice);
    }
    text
}

fn file_section(text: &mut String, file: &GuessedFile, voice: Voice<'_>) {
    let say = voice.say;
    let head = Phrase::new("guess-file")
        .with("file", &file.name)
        .with("n", file.rows)
        .with("count", (voice.count)(file.rows))
        .with("what", say(&file.why));
    comment(text, "", &say(&head));
    for note in &file.notes {
        comment(text, "", &say(note));
    }
    if file.feeds.is_empty() {
        return;
    }
    text.push_str("[[file]]\n");
    line(text, &format!("match = {}", quoted(&file.name)), "");
    if let Some(kind) = file.id_kind {
        line(text, &format!("id_kind = {}", quoted(kind)), "");
    }
    if let Some(zone) = file.zone {
        line(text, &format!("zone = {}", quoted(zone)), "");
    }
    if let Some(order) = date_order(file) {
        // Some rows alone would not tell it: those that are corrected and sent back.
        line(text, &format!("date_order = {}", quoted(order)), &say(&Phrase::new("guess-date-order")));
    }
    for feed in &file.feeds {
        feed_section(text, feed, say);
    }
}

/// The one order of days that all columns show which show any.
fn date_order(file: &GuessedFile) -> Option<&str> {
    let of_dates = file.notes.iter().filter(|note| note.key.starts_with("intake-note-date-"));
    let mut orders = of_dates.map(|note| {
        let order = note.words.iter().find(|(name, _)| *name == "order");
        order.map(|(_, order)| order.as_str())
    });
    let first = orders.next()??;
    orders.all(|order| order == Some(first)).then_some(first)
}

fn feed_section(text: &mut String, feed: &GuessedFeed, say: &dyn Fn(&Phrase) -> String) {
    text.push_str("  [[file.feed]]\n");
    let target = match &feed.target {
        Target::Stream(name) => format!("stream = {}", quoted(name)),
        Target::Table(name) => format!("table = {}", quoted(name)),
        Target::Profile => "attributes = true".to_owned(),
    };
    if let Some(grouping) = &feed.grouping {
        line(text, &format!("  {target}"), &say(&Phrase::new("guess-grouped")));
        line(text, &format!("  lines = {}", quoted(&grouping.lines)), "");
        line(text, &format!("  key = {}", quoted(&grouping.key)), "");
        let sums: Vec<String> = grouping.sums.iter().map(|name| quoted(name)).collect();
        line(text, &format!("  sum = [{}]", sums.join(", ")), "");
        return;
    }
    line(text, &format!("  {target}"), "");
    if let Some(test) = &feed.only_where {
        line(text, &format!("  where = {}", quoted(test)), &say(&Phrase::new("guess-where")));
    }
    let (fields, roles): (Vec<&GuessedColumn>, Vec<&GuessedColumn>) =
        feed.columns.iter().partition(|column| matches!(column.becomes, Becomes::Field { .. }));
    for column in roles {
        let key = match &column.becomes {
            Becomes::Customer => "customer",
            Becomes::At => "at",
            Becomes::Message => "message",
            Becomes::UpdatedAt => "updated_at",
            Becomes::TableKey | Becomes::Field { .. } => "key",
        };
        let source = match &column.source {
            // Where a role stands, an expression needs no mark.
            ColumnSource::Computed(value) => quoted(value),
            of_file => source(of_file),
        };
        line(text, &format!("  {key} = {source}"), &told_by(column, say));
    }
    match &feed.kept {
        Kept::Named => line(text, "  only = []", &say(&Phrase::new("guess-only-named"))),
        Kept::AllBut(aside) if aside.is_empty() => {}
        Kept::AllBut(aside) => {
            let names: Vec<String> = aside.iter().map(|name| quoted(name)).collect();
            line(text, &format!("  ignore = [{}]", names.join(", ")), &say(&Phrase::new("guess-aside")));
        }
    }
    if !fields.is_empty() {
        text.push_str("  [file.feed.fields]\n");
    }
    for column in fields {
        line(text, &format!("  {}", field(column)), &told_by(column, say));
    }
}

fn field(column: &GuessedColumn) -> String {
    let Becomes::Field { name, kind, table } = &column.becomes else { return String::new() };
    let key = if is_bare(name) { name.clone() } else { quoted(name) };
    if kind.is_none() && table.is_none() {
        return format!("{key} = {}", source(&column.source));
    }
    let from = match &column.source {
        ColumnSource::Column(column) => format!("column = {}", quoted(column)),
        ColumnSource::Computed(value) => format!("value = {}", quoted(value)),
        ColumnSource::Lookup { path, by } => format!("lookup = {}, by = {}", quoted(path), quoted(by)),
    };
    let mut parts = vec![from];
    parts.extend(kind.map(|kind| format!("type = {}", quoted(kind.name()))));
    parts.extend(table.as_ref().map(|table| format!("table = {}", quoted(table))));
    format!("{key} = {{ {} }}", parts.join(", "))
}

fn source(source: &ColumnSource) -> String {
    match source {
        ColumnSource::Column(column) => quoted(column),
        ColumnSource::Computed(value) => format!("{{ value = {} }}", quoted(value)),
        ColumnSource::Lookup { path, by } => format!("{{ lookup = {}, by = {} }}", quoted(path), quoted(by)),
    }
}

fn told_by(column: &GuessedColumn, say: &dyn Fn(&Phrase) -> String) -> String {
    let examples: Vec<String> = column.examples.iter().map(|example| shortened(example)).collect();
    let key = if examples.is_empty() { "guess-column" } else { "guess-column-with-examples" };
    let phrase = Phrase::new(key)
        .with("confidence", column.confidence)
        .with("why", say(&column.why))
        .with("examples", examples.join(" | "));
    say(&phrase)
}

fn shortened(value: &str) -> String {
    let plain: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if plain.chars().count() <= SHOWN { plain } else { plain.chars().take(SHOWN).chain(['…']).collect() }
}

fn line(text: &mut String, content: &str, comment: &str) {
    if comment.is_empty() {
        text.push_str(content);
    } else {
        let width = COMMENT_COLUMN.max(content.chars().count() + 1);
        let _ = write!(text, "{content:<width$}# {comment}");
    }
    text.push('\n');
}

fn comment(text: &mut String, indent: &str, sentences: &str) {
    for sentence in sentences.lines() {
        let _ = writeln!(text, "{indent}# {sentence}");
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Whether a TOML key needs no quotes.
fn is_bare(name: &str) -> bool {
    !name.is_empty()
        && name == snake_case(name)
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
