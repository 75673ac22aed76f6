//! The rows of a stream out of its parts, in order and with the versions in force.

use std::collections::BTreeSet;
use std::path::Path;

use model::columns::{Column, StreamColumns, TextColumn, Versions};
use model::schema::{Field, Stream};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::Error;
use crate::arriving::wholes;
use crate::part::reading::{Reading, View, Whom};
use crate::part::sorting::{self, Keys};
use crate::part::versions::{self, Resolved};
use crate::part::{Part, names};

/// What to read of a stream.
pub(crate) struct Request<'a> {
    /// Names of the fields.
    pub(crate) fields: &'a BTreeSet<String>,
    /// Of whom.
    pub(crate) whom: Whom,
    /// Number of customers of the base.
    pub(crate) n_customers: usize,
    /// As what is known.
    pub(crate) view: View<'a>,
    /// Whether message ids and identities are wanted too.
    pub(crate) in_full: bool,
}

/// Reads a stream. A field that no row has is a column of missing values; a field that the schema lacks is left out.
pub(crate) fn read(
    base: &Path,
    parts: &[Part],
    stream: &Stream,
    request: &Request<'_>,
) -> Result<StreamColumns, Error> {
    let reading = Reading::through(base, parts, request.whom, request.view)?;
    let at = reading.instants(names::AT)?;
    let has_versions = stream.has_versions() && parts.iter().any(|part| part.versions);
    let is_ordered = !reading.is_merged && reading.is_disjoint && reading.customers.is_sorted() && !has_versions;
    let fields = wanted_fields(stream, request.fields);
    let columns = reading.fields(&fields, request.view.business)?;
    let folder = parts.first().map_or("", |part| part.folder.as_str());
    let View { fills, business, .. } = request.view;
    let columns = fills.applied(&reading, folder, &fields, columns, business)?;
    let (messages, identities) = if is_ordered && !request.in_full {
        (None, None)
    } else {
        (reading.messages()?, Some(reading.hashes(names::IDENTITY)?))
    };
    let n_customers = request.whom.count(request.n_customers);
    let mut loaded = StreamColumns::default();
    let numbers = request.whom.places(&reading.customers);
    if is_ordered {
        loaded.offsets = sorting::offsets(&numbers, n_customers);
        loaded.fields = fields.iter().map(|(name, _)| (*name).to_owned()).zip(columns).collect();
        loaded.at = at;
        loaded.messages = messages;
        loaded.identities = identities;
    } else {
        let identities = identities.unwrap_or_default();
        let resolved = match &stream.whole {
            _ if !has_versions => None,
            Some(whole) if stream.key.is_none() => {
                let field: Vec<(&str, &Field)> = wholes::key_field(stream).into_iter().collect();
                let keys = fills.applied(&reading, folder, &field, reading.fields(&field, business)?, business)?.pop();
                Some(wholes::resolve(&reading, parts, &at, whole, keys.as_ref())?)
            }
            _ => Some(versions::resolve(&reading, parts, &at, &identities)?),
        };
        let at = resolved.as_ref().map_or(at.as_slice(), |resolved| resolved.at.as_slice());
        let from = resolved.as_ref().map(|resolved| resolved.from.as_slice());
        let keys = Keys { customers: &numbers, at, messages: messages.as_ref(), identities: &identities, last: from };
        let mut sorted = sorting::sort(keys, n_customers, |_| false);
        if let Some(resolved) = &resolved {
            let kept: Vec<bool> = sorted.order.iter().map(|&row| resolved.kept[row as usize]).collect();
            sorted.retain(&kept);
        }
        let order = sorted.order.as_slice();
        let gathered: Vec<Column> = columns.into_par_iter().map(|column| gathered(column, order)).collect();
        loaded.offsets = sorting::offsets(&sorted.customers, n_customers);
        loaded.fields = fields.iter().map(|(name, _)| (*name).to_owned()).zip(gathered).collect();
        loaded.versions = resolved.filter(|resolved| resolved.several).map(|resolved| versions_of(&resolved, order));
        if request.in_full {
            loaded.messages = messages.map(|texts| gathered_texts(texts, order));
            loaded.identities = Some(sorted.identities);
        }
        loaded.at = sorted.at;
    }
    Ok(loaded)
}

/// The fields asked for that the schema has.
fn wanted_fields<'s>(stream: &'s Stream, fields: &'s BTreeSet<String>) -> Vec<(&'s str, &'s Field)> {
    fields.iter().filter_map(|name| Some((name.as_str(), stream.fields.get(name)?))).collect()
}

fn versions_of(resolved: &Resolved, order: &[u32]) -> Versions {
    let of = |values: &[i64]| order.iter().map(|&row| values[row as usize]).collect();
    Versions { from: of(&resolved.from), to: of(&resolved.to) }
}

/// The values of a column in another order, without copying its dictionary.
fn gathered(column: Column, order: &[u32]) -> Column {
    match column {
        Column::Text(texts) => Column::Text(gathered_texts(texts, order)),
        Column::Integer(values) => Column::Integer(order.iter().map(|&row| values[row as usize]).collect()),
    }
}

fn gathered_texts(texts: TextColumn, order: &[u32]) -> TextColumn {
    let codes = order.iter().map(|&row| texts.codes[row as usize]).collect();
    TextColumn { codes, dictionary: texts.dictionary }
}
