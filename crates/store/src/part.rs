//! Parts: immutable files of rows in order of customers. Here they are named, and what they hold is said.

pub(crate) mod arrays;
pub(crate) mod attributes;
pub(crate) mod checked;
pub(crate) mod coded;
pub(crate) mod compaction;
pub(crate) mod digits;
pub(crate) mod joining;
pub(crate) mod loose;
pub(crate) mod reading;
pub(crate) mod rows;
pub(crate) mod sorting;
pub(crate) mod versions;
pub(crate) mod writing;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::columns::{Column, TextColumn};
use model::schema::Field;
use model::value::Type;

use checked::Seal;

/// Customers of one shard: a row group holds rows of one shard only.
pub(crate) const SHARD: u32 = 65_536;
/// Most rows of a row group, unless one customer alone has more.
pub(crate) const GROUP_ROWS: usize = 1 << 20;

/// Names of the store's own columns: no field begins with an underscore.
pub(crate) mod names {
    /// The stream, in a file that parts of several streams share.
    pub(crate) const STREAM: &str = "_stream";
    /// The customer's number; in a reference table, the row's.
    pub(crate) const CUSTOMER: &str = "_customer";
    /// Event time, or since when a profile row holds (absent: from the beginning).
    pub(crate) const AT: &str = "_at";
    /// Message id.
    pub(crate) const MESSAGE: &str = "_message";
    /// What makes the row itself.
    pub(crate) const IDENTITY: &str = "_identity";
    /// Hash of the row's content; keyed streams and profiles only.
    pub(crate) const CONTENT: &str = "_content";
    /// When the source updated the row; keyed streams only.
    pub(crate) const UPDATED: &str = "_updated_at";
    /// When the row was received; only in parts that hold rows of several receipts.
    pub(crate) const RECEIVED: &str = "_received_at";
    /// Code of a row of a reference table.
    pub(crate) const KEY: &str = "_key";
    /// Hash of the source's message; keyed streams only, 0 for none.
    pub(crate) const DELIVERY: &str = "_delivery";
}

/// What the catalogue knows of a part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// Its number; also the name of its file.
    pub(crate) id: u64,
    /// Folder of its stream.
    pub(crate) folder: String,
    /// Number of rows.
    pub(crate) rows: u64,
    /// Fields that have a value in some row.
    pub(crate) fields: Vec<String>,
    /// The types in which it keeps fields, of those that it does not keep in their first type.
    pub(crate) kinds: BTreeMap<String, Type>,
    /// Whether it holds several versions of a row, or a later version of a row of an earlier part.
    pub(crate) versions: bool,
    /// Whether some row of a profile part is dated.
    pub(crate) dated: bool,
    /// When its rows were received, the latest of them: those of a part that was put together from several say it
    /// themselves (see `Reading::received`).
    pub(crate) received_at: i64,
    /// What its file is known by.
    pub(crate) seal: Seal,
    /// The least number of a customer of its rows.
    pub(crate) first: u32,
    /// The greatest one.
    pub(crate) last: u32,
    /// The shared file that holds it, if not a file of its own.
    pub(crate) file: Option<u64>,
    /// The place of its first row in that file.
    pub(crate) file_row: u64,
}

impl Part {
    /// A part of a folder that has no number and no rows yet.
    pub(crate) fn to_be(folder: String) -> Self {
        Part {
            id: 0,
            folder,
            rows: 0,
            fields: Vec::new(),
            kinds: BTreeMap::new(),
            versions: false,
            dated: false,
            received_at: i64::MIN,
            seal: Seal::default(),
            first: 0,
            last: 0,
            file: None,
            file_row: 0,
        }
    }

    /// The part with some fields, in the types in which a schema has them now.
    pub(crate) fn with_fields(self, names: impl IntoIterator<Item = String>, schema: &BTreeMap<String, Field>) -> Self {
        let fields: Vec<String> = names.into_iter().collect();
        let is_other = |field: &&Field| field.first() != field.kind;
        let kind = |name: &String| Some((name.clone(), schema.get(name).filter(is_other)?.kind));
        Part { kinds: fields.iter().filter_map(kind).collect(), fields, ..self }
    }

    /// The type in which it keeps a field.
    pub(crate) fn kind_of(&self, name: &str, field: &Field) -> Type {
        self.kinds.get(name).copied().unwrap_or_else(|| field.first())
    }

    /// Its fields as the catalogue lists them: each with its type, where that is not its first one.
    pub(crate) fn listed_fields(&self) -> Vec<String> {
        let listed = |name: &String| match self.kinds.get(name) {
            Some(kind) => format!("{name}:{}", kind.name()),
            None => name.clone(),
        };
        self.fields.iter().map(listed).collect()
    }

    /// Takes its fields from such a list.
    pub(crate) fn listing(self, listed: Vec<String>) -> Self {
        let mut part = self;
        for entry in listed {
            let typed = entry.rsplit_once(':').and_then(|(name, kind)| Some((name.to_owned(), Type::named(kind)?)));
            match typed {
                Some((name, kind)) => {
                    part.fields.push(name.clone());
                    part.kinds.insert(name, kind);
                }
                None => part.fields.push(entry),
            }
        }
        part
    }

    /// The part's file, which it may share with parts of other streams.
    pub(crate) fn path(&self, base: &Path) -> PathBuf {
        let (folder, number) = match self.file {
            Some(file) => (SHARED, file),
            None => (self.folder.as_str(), self.id),
        };
        base.join("parts").join(folder).join(format!("{number}.parquet"))
    }
}

/// Folder of the files that several small parts share.
pub(crate) const SHARED: &str = "@shared";

/// Folder of the customers' attributes.
pub(crate) const PROFILE: &str = "@profile";

/// The folder of a stream: letters, digits and underscores as they are, any other byte in hexadecimal after `%`, so that
/// no two streams share one and no name leaves the folder of parts.
pub(crate) fn folder(stream: &str) -> String {
    let mut name = String::with_capacity(stream.len());
    for byte in stream.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02x}"));
        }
    }
    name
}

/// The folder of a reference table.
pub(crate) fn table_folder(table: &str) -> String {
    format!("@table-{}", folder(table))
}

/// Values of a column of a part to be written.
pub(crate) enum Cells<'a> {
    /// Customers, in the part's order.
    Customers(&'a [u32]),
    /// Instants, in the part's order.
    Instants(&'a [i64]),
    /// Hashes, in the part's order.
    Hashes(&'a [u64]),
    /// Hashes, by position of the row.
    HashesAt(&'a [u64]),
    /// Instants, by position of the row.
    InstantsAt(&'a [i64]),
    /// Texts, by position of the row.
    TextsAt(&'a TextColumn),
    /// A field, by position of the row.
    FieldAt(&'a Column, Type),
    /// A field of texts, as the whole numbers that they write, by position of the row.
    DigitsAt(&'a [i64]),
}

impl Cells<'_> {
    /// The texts, if they are texts.
    pub(crate) fn texts(&self) -> Option<&TextColumn> {
        match self {
            Cells::TextsAt(texts) => Some(texts),
            Cells::FieldAt(Column::Text(texts), _) => Some(texts),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_safe_and_distinct() {
        assert_eq!(folder("order_line"), "order_line");
        assert_eq!(folder("../x"), "%2e%2e%2fx");
        assert_ne!(folder("été"), folder("ete"));
        assert_ne!(folder("@profile"), PROFILE);
    }
}
