//! What a file becomes: its feeds, each made column by column.

mod fields;
mod lines;

use std::collections::BTreeSet;

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::Schema;

use super::file_kind::{FileKind, Holds};
use super::joins::Joins;
use super::look::{ColumnLook, FileLook};
use super::preset::Preset;
use super::roles::{Played, Role};
use super::{Becomes, ColumnSource, GuessedColumn, GuessedFeed, GuessedFile, Kept};

/// What a file becomes.
pub(super) fn of_file(
    look: &FileLook,
    kind: &FileKind,
    preset: Option<&'static Preset>,
    joins: &Joins<'_>,
    schema: &Schema,
) -> GuessedFile {
    let mut file = GuessedFile {
        name: look.name.clone(),
        rows: look.n_rows,
        why: Phrase::new("guess-file-profiles"),
        notes: look.notes.clone(),
        id_kind: None,
        zone: None,
        feeds: Vec::new(),
    };
    let mut feeding = Feeding::new(look, kind, joins, schema);
    match &kind.holds {
        Holds::Nothing(why) => file.why = why.clone(),
        _ if let Some(preset) = preset => of_preset(&mut file, preset, feeding),
        Holds::Table { name, key } => {
            file.why = Phrase::new("guess-file-table").with("table", name);
            feeding.table(name, *key);
            file.feeds.push(feeding.feed(Target::Table(name.clone())));
        }
        Holds::Profiles => {
            feeding.customer(&mut file);
            feeding.profile();
            file.feeds.push(feeding.feed(Target::Profile));
        }
        Holds::Orders => stream(&mut file, feeding, "order"),
        Holds::Lines => stream(&mut file, feeding, "order_line"),
        Holds::Stream(name) => stream(&mut file, feeding, name),
    }
    file
}

/// Fills in a file that is a known export.
fn of_preset(file: &mut GuessedFile, preset: &'static Preset, feeding: Feeding<'_, '_>) {
    let (look, kind) = (feeding.look, feeding.kind);
    file.why = match &kind.holds {
        Holds::Table { name, .. } => Phrase::new("guess-file-table").with("table", name),
        Holds::Stream(name) => Phrase::new("guess-file-stream").with("stream", name),
        Holds::Orders => Phrase::new("guess-file-orders"),
        Holds::Lines => Phrase::new("guess-file-lines"),
        _ => Phrase::new("guess-file-profiles"),
    };
    (file.id_kind, file.zone) = (preset.id_kind.as_deref(), preset.zone.as_deref());
    for feed in &preset.feeds {
        let Ok(only_where) = preset.chosen(look, feed) else { continue };
        let mut feeding = Feeding::new(look, kind, feeding.joins, feeding.schema);
        let mut is_named = vec![false; look.columns.len()];
        for (column, guessed) in preset.columns(look, feed) {
            column.into_iter().for_each(|column| is_named[column] = true);
            feeding.take(column, guessed);
        }
        let kept = if feed.only {
            Kept::Named
        } else {
            let is_aside = |column: &usize| !is_named[*column] && preset.leaves_aside(look, *column);
            let aside: Vec<usize> = (0..look.columns.len()).filter(is_aside).collect();
            aside.iter().for_each(|&column| feeding.is_used[column] = true);
            feeding.own_names();
            Kept::AllBut(aside.into_iter().map(|column| look.columns[column].name.clone()).collect())
        };
        file.feeds.push(GuessedFeed { only_where, kept, ..feeding.feed(feed.target()) });
    }
    let of_customer = |column: &&GuessedColumn| column.becomes == Becomes::Customer;
    let customer = file.feeds.first().and_then(|feed| feed.columns.iter().find(of_customer));
    if let Some(ColumnSource::Column(name)) = customer.map(|customer| &customer.source)
        && let Some(column) = look.columns.iter().position(|column| column.name == *name)
    {
        file.notes.extend(without_customer(look, column));
    }
}

/// Fills in a file whose rows are those of a stream.
fn stream(file: &mut GuessedFile, mut feeding: Feeding<'_, '_>, name: &str) {
    let key = match name {
        "order" => "guess-file-orders",
        "order_line" => "guess-file-lines",
        _ => "guess-file-stream",
    };
    file.why = Phrase::new(key).with("stream", name);
    if !feeding.customer(file) {
        file.why = Phrase::new("guess-left-no-customer");
        return;
    }
    if !feeding.time(name) {
        file.why = Phrase::new("guess-left-no-time");
        return;
    }
    feeding.fields_by_role(name);
    feeding.fields_by_name(name);
    feeding.own_names();
    let grouping = if name == "order_line" { feeding.orders() } else { None };
    let taken_back = if name == "order_line" { feeding.taken_back() } else { None };
    if name == "order_line" && !feeding.kind.roles.has(Role::Order) {
        file.notes.push(Phrase::new("guess-note-no-order"));
    }
    let refunds = taken_back.map(|taken_back| feeding.refunds(&taken_back));
    let mut feed = feeding.feed(Target::Stream(name.to_owned()));
    if let Some((refunds, letter)) = refunds {
        feed.only_where = refunds.only_where.as_ref().map(|test| format!("not ({test})"));
        file.notes.push(Phrase::new("guess-note-cancelled").with("letter", letter));
        file.feeds.push(refunds);
    }
    file.feeds.push(feed);
    file.feeds.extend(grouping.map(|grouping| GuessedFeed {
        target: Target::Stream("order".to_owned()),
        only_where: None,
        grouping: Some(grouping),
        kept: Kept::ALL,
        columns: Vec::new(),
    }));
}

/// A feed in the making.
struct Feeding<'a, 'l> {
    look: &'l FileLook,
    kind: &'l FileKind,
    joins: &'a Joins<'l>,
    schema: &'a Schema,
    columns: Vec<GuessedColumn>,
    /// Which columns of the file are done.
    is_used: Vec<bool>,
    /// Fields that have a column.
    names: BTreeSet<String>,
}

impl<'a, 'l> Feeding<'a, 'l> {
    fn new(look: &'l FileLook, kind: &'l FileKind, joins: &'a Joins<'l>, schema: &'a Schema) -> Self {
        let is_used = look.columns.iter().map(|column| column.n_filled == 0).collect();
        Feeding { look, kind, joins, schema, columns: Vec::new(), is_used, names: BTreeSet::new() }
    }

    fn feed(self, target: Target) -> GuessedFeed {
        GuessedFeed { target, only_where: None, grouping: None, kept: Kept::ALL, columns: self.columns }
    }

    /// Notes what a column becomes.
    fn add(&mut self, column: usize, becomes: Becomes, confidence: u8, why: Phrase) {
        let seen = &self.look.columns[column];
        self.is_used[column] = true;
        if let Becomes::Field { name, .. } = &becomes {
            self.names.insert(name.clone());
        }
        self.columns.push(GuessedColumn {
            source: ColumnSource::Column(seen.name.clone()),
            becomes,
            confidence,
            why,
            examples: seen.examples.clone(),
        });
    }

    /// Notes what is known already.
    fn take(&mut self, column: Option<usize>, guessed: GuessedColumn) {
        column.into_iter().for_each(|column| self.is_used[column] = true);
        if let Becomes::Field { name, .. } = &guessed.becomes {
            self.names.insert(name.clone());
        }
        self.columns.push(guessed);
    }

    /// The customer's id, else their e-mail address; false when there is neither.
    fn customer(&mut self, file: &mut GuessedFile) -> bool {
        let Some((role, played)) = self.kind.roles.customer() else { return false };
        self.add(played.column, Becomes::Customer, played.confidence, why(played));
        if role == Role::Email {
            file.id_kind = Some("email");
        }
        file.notes.extend(without_customer(self.look, played.column));
        true
    }

    /// The event time: a column, else a day of a reference table that the rows point to.
    fn time(&mut self, stream: &str) -> bool {
        if let Some(played) = self.kind.roles.get(Role::Time) {
            self.add(played.column, Becomes::At, played.confidence, why(played));
        } else if let Some(column) = self.only_time() {
            self.add(column, Becomes::At, 80, Phrase::new("guess-why-only-time"));
        } else if let Some(found) = self.looked_up_time() {
            self.columns.push(found);
        } else {
            return false;
        }
        let is_keyed = self.schema.streams.get(stream).is_some_and(|stream| stream.key.is_some());
        if is_keyed && let Some(played) = self.kind.roles.get(Role::Updated) {
            self.add(played.column, Becomes::UpdatedAt, played.confidence, why(played));
        }
        true
    }

    /// The only column of days or instants, when there is just one.
    fn only_time(&self) -> Option<usize> {
        let mut times = (0..self.look.columns.len()).filter(|&column| self.look.columns[column].is_time());
        times.next().filter(|_| times.next().is_none())
    }

    fn looked_up_time(&self) -> Option<GuessedColumn> {
        self.look.columns.iter().find_map(|column| {
            let (table, share) = self.joins.table_of(column)?;
            let path = format!("{}.{}", table.name, table.time?);
            Some(GuessedColumn {
                source: ColumnSource::Lookup { path, by: column.name.clone() },
                becomes: Becomes::At,
                confidence: percent(0.9 * share),
                why: Phrase::new("guess-why-lookup").with("table", table.name),
                examples: Vec::new(),
            })
        })
    }
}

/// A column's name as an expression has it.
fn in_expression(column: &ColumnLook) -> String {
    quoted_name(&column.name)
}

fn quoted_name(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if plain { name.to_owned() } else { format!("`{name}`") }
}

/// What to know when rows name no customer.
fn without_customer(look: &FileLook, customer: usize) -> Option<Phrase> {
    let n_without = look.n_seen - look.columns[customer].n_filled;
    let share = percent(n_without as f64 / look.n_seen.max(1) as f64).max(1);
    (n_without > 0).then(|| Phrase::new("guess-note-without-customer").with("share", share))
}

fn why(played: Played) -> Phrase {
    Phrase::new(if played.by_values { "guess-why-values" } else { "guess-why-name" })
}

fn percent(share: f64) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}
