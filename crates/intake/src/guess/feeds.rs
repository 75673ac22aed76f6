//! What the rows of a file become, column by column.

use std::collections::BTreeSet;

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::{Field, Grouping, Schema};
use model::value::Type;

use super::file_kind::{FileKind, Holds};
use super::joins::Joins;
use super::look::{ColumnLook, FileLook};
use super::names::{WORDS, best};
use super::preset::Preset;
use super::roles::{ENOUGH, Played, Role};
use super::{Becomes, ColumnSource, GuessedColumn, GuessedFeed, GuessedFile, Kept};

/// How sure it is that a column stays what it is under its own name: its meaning is not known.
const OWN_NAME: u8 = 50;
/// Pieces of names of amounts of money.
const MONEY_WORDS: [&str; 16] = [
    "amount", "price", "prix", "cost", "cout", "disc", "discount", "remise", "total", "montant", "tax", "tva",
    "shipping", "revenue", "value", "paid",
];

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

    /// The fields that the roles of the columns tell.
    fn fields_by_role(&mut self, stream: &str) {
        let roles: &[(Role, &str)] = match stream {
            "order" => {
                &[(Role::Order, "order_id"), (Role::Amount, "amount"), (Role::Status, "status"), (Role::Store, "store")]
            }
            "order_line" => &[
                (Role::Order, "order_id"),
                (Role::Line, "line"),
                (Role::Product, "product"),
                (Role::Quantity, "quantity"),
                (Role::Amount, "amount"),
                (Role::Store, "store"),
            ],
            "refund" => &[(Role::Order, "order_id"), (Role::Amount, "amount")],
            "message" => &[(Role::Campaign, "campaign"), (Role::Status, "kind")],
            _ => &[(Role::Product, "product"), (Role::Campaign, "campaign")],
        };
        for &(role, name) in roles {
            if let Some(played) = self.kind.roles.get(role)
                && !self.is_used[played.column]
            {
                self.field(played.column, name, stream, played.confidence, why(played));
            }
        }
        self.computed_amount(stream);
    }

    /// An amount that is quantity times price, where no column holds it.
    fn computed_amount(&mut self, stream: &str) {
        let (quantity, price) = (self.kind.roles.get(Role::Quantity), self.kind.roles.get(Role::Price));
        let (Some(quantity), Some(price)) = (quantity, price) else { return };
        if stream != "order_line" || self.names.contains("amount") {
            return;
        }
        let name = |played: Played| in_expression(&self.look.columns[played.column]);
        let product = format!("{} * {}", name(quantity), name(price));
        self.names.insert("amount".to_owned());
        self.columns.push(GuessedColumn {
            source: ColumnSource::Computed(product),
            becomes: Becomes::Field { name: "amount".to_owned(), kind: Some(Type::Money), table: None },
            confidence: quantity.confidence.min(price.confidence),
            why: Phrase::new("guess-why-computed"),
            examples: Vec::new(),
        });
    }

    /// The fields of the stream that names of columns mean.
    fn fields_by_name(&mut self, stream: &str) {
        let Some(words) = self.schema.streams.get(stream) else { return };
        let fits = |column: &ColumnLook, name: &str, field: &Field| WORDS.field(&column.name, stream, name, field);
        for (column, name, confidence) in self.matched(words.fields.iter(), fits) {
            self.field(column, &name, stream, confidence, Phrase::new("guess-why-name"));
        }
    }

    /// The attributes that columns of customers mean.
    fn profile(&mut self) {
        for (role, name) in [(Role::Email, "email"), (Role::Phone, "phone")] {
            if let Some(played) = self.kind.roles.get(role) {
                let becomes = Becomes::Field { name: name.to_owned(), kind: None, table: None };
                self.add(played.column, becomes, played.confidence, why(played));
            }
        }
        let fits = |column: &ColumnLook, name: &str, field: &Field| WORDS.attribute(&column.name, name, field);
        for (column, name, confidence) in self.matched(self.schema.attributes.iter(), fits) {
            let becomes = Becomes::Field { name, kind: None, table: None };
            self.add(column, becomes, confidence, Phrase::new("guess-why-name"));
        }
        self.own_names();
    }

    /// The key of a reference table and its other columns, under the table's own names where they mean the same.
    fn table(&mut self, name: &str, key: usize) {
        self.add(key, Becomes::TableKey, 90, Phrase::new("guess-why-key"));
        if let Some(table) = self.schema.tables.get(name) {
            let noun = name.strip_suffix('s').unwrap_or(name);
            // The key has its name already.
            self.names.insert(table.key.clone());
            let fits = |column: &ColumnLook, name: &str, field: &Field| {
                best(&column.name, &[noun], [name].into_iter().chain(field.label.values().map(String::as_str)))
            };
            for (column, field, confidence) in self.matched(table.fields.iter(), fits) {
                let becomes = Becomes::Field { name: field, kind: None, table: None };
                self.add(column, becomes, confidence, Phrase::new("guess-why-name"));
            }
        }
        self.own_names();
    }

    /// Pairs columns that are left with fields, the best fits first; each at most once.
    fn matched<'f>(
        &self,
        fields: impl Iterator<Item = (&'f String, &'f Field)> + Clone,
        fits: impl Fn(&ColumnLook, &str, &Field) -> u8,
    ) -> Vec<(usize, String, u8)> {
        let left = self.look.columns.iter().enumerate().filter(|(column, _)| !self.is_used[*column]);
        let mut pairs: Vec<(u8, usize, &String)> = left
            .flat_map(|(position, column)| {
                let suited =
                    fields.clone().filter(|(name, field)| !self.names.contains(*name) && suits(column, field.kind));
                suited.map(|(name, field)| (fits(column, name, field), position, name)).collect::<Vec<_>>()
            })
            .filter(|(fit, ..)| *fit >= ENOUGH)
            .collect();
        pairs.sort_by_key(|&(fit, position, name)| (100 - fit, position, name));
        let (mut columns, mut names) = (BTreeSet::new(), BTreeSet::new());
        pairs.retain(|(_, position, name)| {
            let is_free = !columns.contains(position) && !names.contains(name);
            if is_free {
                columns.insert(*position);
                names.insert(*name);
            }
            is_free
        });
        pairs.sort_by_key(|(_, position, _)| *position);
        pairs.into_iter().map(|(fit, position, name)| (position, name.clone(), fit)).collect()
    }

    /// Notes a field of a stream, and the reference table it points to.
    fn field(&mut self, column: usize, name: &str, stream: &str, confidence: u8, why: Phrase) {
        let known = self.schema.streams.get(stream).and_then(|stream| stream.fields.get(name));
        let (kind, table) = match known {
            Some(_) => (None, None),
            None => self.own_kind(column),
        };
        self.add(column, Becomes::Field { name: name.to_owned(), kind, table }, confidence, why);
    }

    /// Columns whose meaning is not known stay under their own names.
    fn own_names(&mut self) {
        for column in 0..self.look.columns.len() {
            if self.is_used[column] {
                continue;
            }
            let seen = &self.look.columns[column];
            let name = self.free_name(seen);
            let (kind, table) = self.own_kind(column);
            let (confidence, why) = match &table {
                Some(table) => (85, Phrase::new("guess-why-join").with("table", table)),
                None => {
                    let kind = kind.or(seen.kind).unwrap_or(Type::Text);
                    (OWN_NAME, Phrase::new("guess-why-own").with("type", kind.term()))
                }
            };
            self.add(column, Becomes::Field { name, kind, table }, confidence, why);
        }
    }

    /// The type of a column where its values alone would tell another, and the table it points to.
    fn own_kind(&self, column: usize) -> (Option<Type>, Option<String>) {
        let seen = &self.look.columns[column];
        if seen.may_be_code()
            && let Some((table, _)) = self.joins.table_of(seen)
        {
            return (Some(Type::Text), Some(table.name.to_owned()));
        }
        let is_money = |piece: &str| MONEY_WORDS.contains(&piece);
        let kind = (seen.kind == Some(Type::Number) && seen.snake.split('_').any(is_money)).then_some(Type::Money);
        (kind, None)
    }

    /// A column's own name, changed where it is taken or means values of another kind.
    fn free_name(&self, seen: &ColumnLook) -> String {
        let known = self.schema.attributes.get(&seen.snake).filter(|_| self.kind.holds == Holds::Profiles);
        let mut name = seen.snake.clone();
        if known.is_some_and(|field| !suits(seen, field.kind)) {
            name += if seen.kind == Some(Type::Category) { "_band" } else { "_text" };
        }
        let mut free = name.clone();
        let mut number = 2;
        while self.names.contains(&free) {
            free = format!("{name}_{number}");
            number += 1;
        }
        free
    }

    /// The letter that the numbers of orders begin with when they take things back: those of nearly all lines with a
    /// negative quantity and a customer, and of nearly none of the others.
    fn taken_back(&self) -> Option<char> {
        let column = |role| Some(&self.look.columns[self.kind.roles.get(role)?.column]);
        let (order, quantity) = (column(Role::Order)?, column(Role::Quantity)?);
        let pairs = || order.initials.iter().zip(&quantity.signs);
        let letter = pairs().find(|(initial, sign)| **initial != 0 && **sign < 0).map(|(initial, _)| *initial)?;
        let share = |negative: bool| {
            let of_sign = pairs().filter(|(_, sign)| (**sign < 0) == negative);
            let (all, with) = of_sign
                .fold((0_u32, 0_u32), |(all, with), (initial, _)| (all + 1, with + u32::from(*initial == letter)));
            f64::from(with) / f64::from(all.max(1))
        };
        (share(true) > 0.5 && share(false) < 0.01).then_some(char::from(letter))
    }

    /// The feed of the lines that take things back.
    fn refunds(&self, letter: &char) -> (GuessedFeed, char) {
        let order = self.kind.roles.get(Role::Order).map(|played| in_expression(&self.look.columns[played.column]));
        let taken_over = |column: &&GuessedColumn| match &column.becomes {
            Becomes::Customer | Becomes::At => true,
            Becomes::Field { name, .. } => name == "order_id" || name == "amount" || name == "product",
            _ => false,
        };
        let mut columns: Vec<GuessedColumn> = self.columns.iter().filter(taken_over).cloned().collect();
        for column in &mut columns {
            match (&mut column.becomes, &mut column.source) {
                // What is taken back has a negative quantity; a refund says how much was paid back.
                (Becomes::Field { name, .. }, ColumnSource::Computed(value)) if name == "amount" => {
                    *value = format!("-({value})");
                }
                (Becomes::Field { name, .. }, ColumnSource::Column(source)) if name == "amount" => {
                    column.source = ColumnSource::Computed(format!("-{}", quoted_name(source)));
                }
                (Becomes::Field { name, kind, table }, _) if name == "product" => {
                    (*kind, *table) = (Some(Type::Text), Some("products".to_owned()));
                }
                _ => {}
            }
        }
        let only_where = Some(format!("{} starts with '{letter}'", order.unwrap_or_default()));
        let target = Target::Stream("refund".to_owned());
        (GuessedFeed { target, only_where, grouping: None, kept: Kept::ALL, columns }, *letter)
    }

    /// How orders are computed from these lines, unless they come in a file of their own.
    fn orders(&self) -> Option<Grouping> {
        let order = self.kind.roles.get(Role::Order)?;
        if self.joins.has_orders(&self.look.columns[order.column]) {
            return None;
        }
        let sums = self.columns.iter().filter_map(|column| match &column.becomes {
            Becomes::Field { name, kind, .. } if name == "quantity" || name == "amount" => Some((name, *kind)),
            Becomes::Field { name, kind: Some(Type::Money), .. } if !name.contains("price") => {
                Some((name, Some(Type::Money)))
            }
            _ => None,
        });
        let sums = sums.map(|(name, _)| name.clone()).collect();
        Some(Grouping { lines: "order_line".to_owned(), key: "order_id".to_owned(), sums })
    }
}

/// Whether a column's values suit a field of a type.
fn suits(column: &ColumnLook, kind: Type) -> bool {
    let Some(seen) = column.kind else { return false };
    match kind {
        Type::Text | Type::Category => !matches!(seen, Type::TextList),
        Type::Number | Type::Money | Type::Duration => column.is_number(),
        Type::Bool => matches!(seen, Type::Bool | Type::Category | Type::Number) && column.distinct.len() <= 3,
        Type::Date => seen == Type::Date || seen == Type::Instant,
        Type::Instant => column.is_time(),
        Type::TextList => seen == Type::TextList,
        Type::Point => false,
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
