//! Rows on their way in: the batches of one file for one stream or for the profiles, with customers as numbers.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Batch, Column, MISSING, NO_CODE, Target, TextColumn};
use model::schema::Field;
use model::value::Type;
use rusqlite::Connection;

use crate::customers::Customers;
use crate::identity::Values;
use crate::part::{digits, joining};
use crate::{Error, identity};

/// New rows in file order. What they are known again by is made last, by [`Incoming::identify`]: it is long, noise, and
/// would only wait with them.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) customers: Vec<u32>,
    pub(crate) at: Vec<i64>,
    pub(crate) messages: Option<TextColumn>,
    pub(crate) updated_at: Option<Vec<i64>>,
    pub(crate) fields: BTreeMap<String, Column>,
    /// Fields of texts that are all whole numbers, as the numbers; none of them is among the others.
    pub(crate) digits: BTreeMap<String, Vec<i64>>,
    /// Fields in the types they came in first, where those are others: rows are known by these.
    pub(crate) known_by: BTreeMap<String, Column>,
    /// Hashes of the sources, each with the number of its rows.
    pub(crate) sources: Vec<(u64, usize)>,
    /// What makes each row itself; of rows without key or message id, the hash of their source and content.
    pub(crate) identities: Vec<u64>,
    /// How each row is known again; empty where all are by their content.
    pub(crate) kinds: Vec<RowKind>,
    /// Hash of each row's content, where versions are compared; else empty.
    pub(crate) contents: Vec<u64>,
    /// Hash of each keyed row's source and message id, 0 for none; empty where rows have no key.
    pub(crate) deliveries: Vec<u64>,
}

/// What rows are identified by, beside what they hold.
#[derive(Clone, Copy)]
pub(crate) struct Identifying<'a> {
    /// Hash of each customer's id.
    pub(crate) ids: &'a [u64],
    /// The field whose rows are versions of one another.
    pub(crate) key: Option<&'a str>,
    /// Whether contents are compared even where rows have no key.
    pub(crate) compares: bool,
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

impl Incoming {
    /// Takes a batch, its customers as numbers.
    pub(crate) fn new(
        name: &str,
        batch: Batch,
        fields: &BTreeMap<String, Field>,
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
        let is_stream = matches!(batch.target, Target::Stream(_));
        for (name, column) in &batch.fields {
            let field = fields.get(name).ok_or_else(|| misfit(format!("field {name} is not in the schema")))?;
            let is_digits = is_stream && field.kind == Type::Text;
            if matches!(column, Column::Integer(_)) != field.kind.is_integer() && !is_digits {
                return Err(misfit(format!("values of {name} are not of type {}", field.kind.name())));
            }
        }
        let is_negative = |number: i64| number < 0 && number != MISSING;
        let mut columns = BTreeMap::new();
        let mut digits = BTreeMap::new();
        for (name, column) in batch.fields {
            match column {
                Column::Integer(numbers) if fields[&name].kind == Type::Text => {
                    if numbers.iter().any(|&number| is_negative(number)) {
                        return Err(misfit(format!("some texts of {name} come as negative numbers")));
                    }
                    digits.insert(name, numbers);
                }
                column => drop(columns.insert(name, column)),
            }
        }
        let customers = customers.resolve(connection, &batch.id_kind, &batch.customers)?;
        let sources = vec![(identity::text(&batch.source), length)];
        let Batch { at, messages, updated_at, known_by, .. } = batch;
        let fields = columns;
        Ok(Incoming { customers, at, messages, updated_at, fields, digits, known_by, sources, ..Incoming::default() })
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
        (12 + 8 * self.digits.len()) * self.len()
            + self.updated_at.as_ref().map_or(0, |updated| 8 * updated.len())
            + self.messages.as_ref().map_or(0, of_texts)
            + self.fields.values().chain(self.known_by.values()).map(of_column).sum::<usize>()
    }

    /// Hash of the source of the first rows.
    pub(crate) fn source(&self) -> Option<u64> {
        self.sources.first().map(|(source, _)| *source)
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

    /// How a row is known again.
    pub(crate) fn kind(&self, row: usize) -> RowKind {
        self.kinds.get(row).copied().unwrap_or(RowKind::Counted)
    }

    /// Makes what the rows are known again by.
    pub(crate) fn identify(&mut self, by: Identifying<'_>) {
        let is_plain = by.key.is_none() && self.messages.is_none();
        let mut any_counted = is_plain;
        if !is_plain {
            any_counted = self.identify_by_ids(by.key);
        }
        if by.compares || by.key.is_some() || any_counted {
            // A later one of a name stands in the place of an earlier one.
            let columns = |(name, column)| (name, Values::Column(column));
            let digits = self.digits.iter().map(|(name, numbers)| (name, Values::Digits(numbers)));
            let values =
                self.fields.iter().map(columns).chain(digits).chain(self.known_by.iter().map(columns)).collect();
            self.contents = identity::contents(&self.customers, by.ids, &self.at, &values);
        }
        if any_counted {
            let mut contents = self.contents.as_slice();
            if is_plain {
                self.identities = vec![0; self.customers.len()];
            }
            let mut identities = self.identities.as_mut_slice();
            let mut kinds = self.kinds.as_slice();
            for &(source, length) in &self.sources {
                let (own, rest) = identities.split_at_mut(length);
                for (row, (identity, content)) in own.iter_mut().zip(contents).enumerate() {
                    if kinds.get(row).is_none_or(|kind| *kind == RowKind::Counted) {
                        *identity = identity::both(source, *content);
                    }
                }
                (identities, contents) = (rest, &contents[length..]);
                kinds = kinds.get(length..).unwrap_or_default();
            }
        }
        if !by.compares && by.key.is_none() {
            self.contents = Vec::new();
        }
    }

    /// Identifies the rows that have a key or a message id; says whether some have neither.
    fn identify_by_ids(&mut self, key: Option<&str>) -> bool {
        let length = self.len();
        let known_by = |name: &str| {
            let digits = || self.digits.get(name).map(|numbers| Values::Digits(numbers));
            self.known_by.get(name).or_else(|| self.fields.get(name)).map(Values::Column).or_else(digits)
        };
        let key_of = key.and_then(known_by).map(identity::value_hasher);
        let message_hashes = self.messages.as_ref().map(identity::dictionary).unwrap_or_default();
        let (mut kinds, mut identities) = (Vec::with_capacity(length), Vec::with_capacity(length));
        let mut deliveries = Vec::with_capacity(if key.is_some() { length } else { 0 });
        let mut any_counted = false;
        let rows = self.sources.iter().flat_map(|&(source, length)| std::iter::repeat_n(source, length)).enumerate();
        for (row, source) in rows {
            let code = self.messages.as_ref().map_or(NO_CODE, |messages| messages.codes[row]);
            let message = (code != NO_CODE).then(|| identity::of_message(source, message_hashes[code as usize]));
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
        (self.kinds, self.identities, self.deliveries) = (kinds, identities, deliveries);
        any_counted
    }

    /// Has some fields of texts that came as numbers among the others.
    pub(crate) fn spell_out(&mut self, which: impl Fn(&str) -> bool) {
        let spelled = self.digits.extract_if(.., |name, _| which(name));
        self.fields.extend(spelled.map(|(name, numbers)| (name, Column::Text(digits::spelled(numbers)))));
    }

    /// Rows of one target end to end, none of them identified yet.
    pub(crate) fn joined(mut taken: Vec<Incoming>, fields: &BTreeMap<String, Field>) -> Self {
        if taken.len() == 1 {
            return taken.remove(0);
        }
        let as_texts: BTreeSet<String> = taken.iter().flat_map(|part| part.fields.keys().cloned()).collect();
        taken.iter_mut().for_each(|part| part.spell_out(|name| as_texts.contains(name)));
        let all_digits = taken.iter_mut().map(|part| {
            let columns = std::mem::take(&mut part.digits).into_iter();
            (columns.map(|(name, numbers)| (name, Column::Integer(numbers))).collect(), part.at.len())
        });
        let digits = joining::join_named(all_digits.collect(), |_| Some(Type::Instant)).into_iter();
        let numbers = |(name, column)| match column {
            Column::Integer(numbers) => Some((name, numbers)),
            Column::Text(_) => None,
        };
        let digits = digits.filter_map(numbers).collect();
        let any_update = taken.iter().any(|part| part.updated_at.is_some());
        let all_fields = taken.iter_mut().map(|part| (std::mem::take(&mut part.fields), part.at.len())).collect();
        let all_known_by = taken.iter_mut().map(|part| (std::mem::take(&mut part.known_by), part.at.len())).collect();
        let updated = |part: &Incoming| part.updated_at.clone().unwrap_or_else(|| vec![MISSING; part.at.len()]);
        Incoming {
            updated_at: any_update.then(|| taken.iter().flat_map(updated).collect()),
            messages: joining::join_optional_texts(
                taken.iter_mut().map(|part| (part.messages.take(), part.at.len())).collect(),
            ),
            fields: joining::join_named(all_fields, |name| fields.get(name).map(|field| field.kind)),
            digits,
            known_by: joining::join_named(all_known_by, |_| None),
            customers: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.customers)).collect(),
            sources: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.sources)).collect(),
            at: taken.iter_mut().flat_map(|part| std::mem::take(&mut part.at)).collect(),
            ..Incoming::default()
        }
    }
}
