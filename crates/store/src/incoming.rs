//! Rows on their way in: the batches of one file for one stream or for the profiles, with customers as numbers.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Batch, Column, MISSING, NO_CODE, TextColumn};
use model::schema::Field;
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rusqlite::Connection;

use crate::customers::{Customers, Resolved};
use crate::joining::{self, Piece};
use crate::{Error, identity};

/// New rows in file order.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) customers: Vec<u32>,
    pub(crate) at: Vec<i64>,
    pub(crate) messages: Option<TextColumn>,
    pub(crate) updated_at: Option<Vec<i64>>,
    pub(crate) fields: BTreeMap<String, Column>,
    /// What makes each row itself; of rows without key or message id, the hash of their source and content.
    pub(crate) identities: Vec<u64>,
    /// How each row is known again.
    pub(crate) kinds: Vec<RowKind>,
    /// Hash of each row's content, where versions are compared; else empty.
    pub(crate) contents: Vec<u64>,
    /// Hash of each keyed row's source and message id, 0 for none; empty where rows have no key.
    pub(crate) deliveries: Vec<u64>,
}

/// How a row is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// By its key: rows of one key are versions of one another.
    Keyed,
    /// By its message id.
    Message,
    /// By its content and how many equal rows come before it in its file.
    Counted,
}

impl RowKind {
    /// Its number.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    /// The kind of a number.
    pub(crate) fn of_number(number: i64) -> Self {
        [RowKind::Keyed, RowKind::Message].into_iter().find(|kind| kind.number() == number).unwrap_or(RowKind::Counted)
    }
}

impl Incoming {
    /// Takes a batch, its customers as numbers. `key` is the field whose rows are versions of one another; contents are
    /// always hashed when `compares` is true.
    pub(crate) fn new(
        name: &str,
        batch: Batch,
        fields: &BTreeMap<String, Field>,
        key: Option<&str>,
        compares: bool,
        customers: &mut Customers,
        connection: &Connection,
    ) -> Result<Self, Error> {
        let misfit = |what: String| Error::Misfit { target: name.to_owned(), what };
        let length = batch.at.len();
        let lengths_agree = batch.customers.len() == length
            && batch.messages.as_ref().is_none_or(|messages| messages.codes.len() == length)
            && batch.updated_at.as_ref().is_none_or(|updated| updated.len() == length)
            && batch.fields.values().chain(batch.known_by.values()).all(|column| column.len() == length);
        if !lengths_agree || u32::try_from(length).is_err() {
            return Err(misfit("columns of one batch have different lengths, or more than 2³² rows".to_owned()));
        }
        if let Some(row) = batch.customers.first_missing() {
            return Err(misfit(format!("row {row} of a batch has no customer")));
        }
        for (name, column) in &batch.fields {
            let field = fields.get(name).ok_or_else(|| misfit(format!("field {name} is not in the schema")))?;
            if matches!(column, Column::Integer(_)) != field.kind.is_integer() {
                return Err(misfit(format!("values of {name} are not of type {}", field.kind.name())));
            }
        }
        let resolved = customers.resolve(connection, &batch.id_kind, &batch.customers)?;
        Ok(Incoming::of_batch(batch, resolved, key, compares))
    }

    /// About how many bytes of memory the rows take.
    pub(crate) fn bytes(&self) -> usize {
        let of_texts = |texts: &TextColumn| {
            4 * texts.codes.len() + texts.dictionary.iter().map(|text| text.len() + 16).sum::<usize>()
        };
        let of_column = |column: &Column| match column {
            Column::Text(texts) => of_texts(texts),
            Column::Integer(values) => 8 * values.len(),
        };
        let hashes = self.identities.len() + self.contents.len() + self.deliveries.len();
        let updated = self.updated_at.as_ref().map_or(0, Vec::len);
        13 * self.len()
            + 8 * (hashes + updated)
            + self.messages.as_ref().map_or(0, of_texts)
            + self.fields.values().map(of_column).sum::<usize>()
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    /// The text of a row's message id, or nothing.
    pub(crate) fn message(&self, row: usize) -> &str {
        self.messages.as_ref().and_then(|messages| messages.get(row)).unwrap_or_default()
    }

    /// When the source updated a row, or [`MISSING`].
    pub(crate) fn updated(&self, row: usize) -> i64 {
        self.updated_at.as_ref().map_or(MISSING, |updated| updated[row])
    }

    fn of_batch(batch: Batch, resolved: Resolved, key: Option<&str>, compares: bool) -> Self {
        let length = batch.at.len();
        let source = identity::text(&batch.source);
        let known_by = |name: &str| batch.known_by.get(name).or_else(|| batch.fields.get(name));
        let key_of = key.and_then(known_by).map(identity::value_hasher);
        let message_hashes = batch.messages.as_ref().map(identity::dictionary).unwrap_or_default();
        let message_of = |row: usize| {
            let code = batch.messages.as_ref().map_or(NO_CODE, |messages| messages.codes[row]);
            (code != NO_CODE).then(|| identity::of_message(source, message_hashes[code as usize]))
        };
        let is_counted = key.is_none() && batch.messages.is_none();
        let mut any_counted = is_counted;
        let mut kinds = vec![RowKind::Counted; if is_counted { length } else { 0 }];
        let mut identities = vec![0; kinds.len()];
        let mut deliveries = Vec::new();
        for row in kinds.len()..length {
            let message = message_of(row);
            let subject = key_of.as_ref().and_then(|key_of| key_of(row));
            if key.is_some() {
                deliveries.push(message.unwrap_or(0));
            }
            let (kind, identity) = match (subject, message) {
                (Some(subject), _) => (RowKind::Keyed, identity::of_key(subject)),
                (None, Some(message)) => (RowKind::Message, message),
                (None, None) => (RowKind::Counted, 0),
            };
            any_counted |= kind == RowKind::Counted;
            kinds.push(kind);
            identities.push(identity);
        }
        drop(key_of);
        let mut contents = Vec::new();
        if compares || key.is_some() || any_counted {
            let values = batch.fields.iter().map(|(name, column)| (name, batch.known_by.get(name).unwrap_or(column)));
            contents = identity::contents(&resolved.hashes, &batch.at, values);
        }
        if any_counted {
            for row in (0..length).filter(|&row| kinds[row] == RowKind::Counted) {
                identities[row] = identity::both(source, contents[row]);
            }
        }
        if !compares && key.is_none() {
            contents = Vec::new();
        }
        let customers = resolved.customers;
        let Batch { at, messages, updated_at, fields, .. } = batch;
        Incoming { customers, at, messages, updated_at, fields, identities, kinds, contents, deliveries }
    }

    /// Rows of one target end to end.
    pub(crate) fn joined(mut taken: Vec<Incoming>, fields: &BTreeMap<String, Field>) -> Self {
        if taken.len() == 1 {
            return taken.remove(0);
        }
        let names: BTreeSet<String> = taken.iter().flat_map(|part| part.fields.keys().cloned()).collect();
        let any_update = taken.iter().any(|part| part.updated_at.is_some());
        let mut pieces_of = |name: String| {
            let piece =
                |part: &mut Incoming| part.fields.remove(&name).map_or(Piece::Missing(part.at.len()), Piece::Of);
            let pieces: Vec<Piece> = taken.iter_mut().map(piece).collect();
            (name, pieces)
        };
        let pieces: Vec<(String, Vec<Piece>)> = names.into_iter().map(&mut pieces_of).collect();
        let join = |(name, pieces): (String, Vec<Piece>)| {
            let kind = fields.get(&name).map_or(Type::Text, |field| field.kind);
            (name, joining::join(kind, pieces))
        };
        let columns = pieces.into_par_iter().map(join).collect();
        let updated = |part: &Incoming| part.updated_at.clone().unwrap_or_else(|| vec![MISSING; part.at.len()]);
        Incoming {
            updated_at: any_update.then(|| taken.iter().flat_map(updated).collect()),
            messages: joining::join_optional_texts(
                taken.iter_mut().map(|part| (part.messages.take(), part.at.len())).collect(),
            ),
            fields: columns,
            customers: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.customers)).collect(),
            identities: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.identities)).collect(),
            kinds: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.kinds)).collect(),
            contents: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.contents)).collect(),
            deliveries: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.deliveries)).collect(),
            at: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.at)).collect(),
        }
    }
}
