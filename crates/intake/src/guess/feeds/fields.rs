//! The fields that columns become: by their roles, by their names, else under names of their own.

use std::collections::BTreeSet;

use model::phrase::Phrase;
use model::schema::Field;
use model::value::Type;

use super::super::file_kind::Holds;
use super::super::look::ColumnLook;
use super::super::names::{WORDS, best};
use super::super::roles::{ENOUGH, Played, Role};
use super::super::{Becomes, ColumnSource, GuessedColumn};
use super::{Feeding, in_expression, why};

/// How sure it is that a column stays what it is under its own name: its meaning is not known.
const OWN_NAME: u8 = 50;
/// Pieces of names of amounts of money.
const MONEY_WORDS: [&str; 16] = [
    "amount", "price", "prix", "cost", "cout", "disc", "discount", "remise", "total", "montant", "tax", "tva",
    "shipping", "revenue", "value", "paid",
];

impl Feeding<'_, '_> {
    /// The fields that the roles of the columns tell.
    pub(super) fn fields_by_role(&mut self, stream: &str) {
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
    pub(super) fn fields_by_name(&mut self, stream: &str) {
        let Some(words) = self.schema.streams.get(stream) else { return };
        let fits = |column: &ColumnLook, name: &str, field: &Field| WORDS.field(&column.name, stream, name, field);
        for (column, name, confidence) in self.matched(words.fields.iter(), fits) {
            self.field(column, &name, stream, confidence, Phrase::new("guess-why-name"));
        }
    }

    /// The attributes that columns of customers mean.
    pub(super) fn profile(&mut self) {
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
    pub(super) fn table(&mut self, name: &str, key: usize) {
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
    pub(super) fn own_names(&mut self) {
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
