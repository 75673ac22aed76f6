//! Proving that a base is whole: every byte of every part has its checksum, the parts hold the rows that the catalogue
//! says, the catalogue is one that SQLite takes for sound, and whoever is named is there.
//!
//! What is damaged is named with the stream and the customers it concerns; the rest stays usable. Cut-offs and
//! memberships are computed from rows, so that checking them is left to whoever computes them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use model::time::Instant;
use rusqlite::Connection;
use xxhash_rust::xxh3::Xxh3;

use crate::catalogue::saved::cut_offs_hash;
use crate::catalogue::{lists, seal};
use crate::part::{self, PROFILE};
use crate::{Error, Store, catalogue};

mod rows;

/// What a check of a base found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of customers.
    pub customers: u64,
    /// Number of files that hold rows.
    pub parts: u64,
    /// Rows in all parts that are whole, all versions counted.
    pub rows: u64,
    /// Files imported.
    pub files: u64,
    /// Everything that is damaged.
    pub damages: Vec<Damage>,
    /// Files that belong to no commit: an interrupted one left them, and the next writer removes them.
    pub left_over: Vec<PathBuf>,
    /// Equal for bases of equal content, however their rows are spread over parts.
    pub digest: u64,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file, within the base.
    pub file: PathBuf,
    /// The stream or table that cannot be relied on; `None` when it is the whole base, or profiles only.
    pub target: Option<String>,
    /// The numbers of the customers it concerns, when not all of them.
    pub customers: Option<Range<u32>>,
    /// What is wrong.
    pub harm: Harm,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It is not there.
    Missing,
    /// It does not have its length or checksum.
    Changed,
    /// It cannot be read, for the reason given by whoever tried.
    Unreadable(String),
    /// It does not hold as many rows as the catalogue says.
    Rows {
        /// What the catalogue says.
        expected: u64,
        /// What is there.
        found: u64,
    },
    /// Its rows are not in order of customers.
    Disordered,
    /// So many of its rows are of customers that the base does not have.
    Strangers(u64),
    /// A table of the catalogue does not have its checksum.
    Table(String),
    /// So many keys name customers that the base does not have.
    Keys(u64),
    /// Stored cut-offs do not have their checksum; they are computed again when needed.
    CutOffs(String),
    /// A cached column does not have its checksums; it is made again when needed.
    Cached,
}

/// Tables whose content depends on how rows are spread over parts, or can be computed again.
const PHYSICAL: [&str; 4] = ["part", "seal", "cut_offs", "import_log"];

impl Store {
    /// Checks everything in the base. What is wrong is in the answer; an error means that the check itself could not
    /// go on.
    pub fn verify(&self) -> Result<Verified, Error> {
        let file = PathBuf::from(catalogue::FILE);
        let of_catalogue = |harm| Damage { file: file.clone(), target: None, customers: None, harm };
        let mut damages: Vec<Damage> = self.catalogue_faults()?.into_iter().map(of_catalogue).collect();
        let n_customers = self.n_customers() as u32;
        let mut content: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        let mut files: BTreeMap<PathBuf, Vec<&part::Part>> = BTreeMap::new();
        for part in &self.parts {
            files.entry(part.path(Path::new(""))).or_default().push(part);
        }
        for (path, parts) in &files {
            for (part, found) in parts.iter().zip(rows::check(parts, &self.dir, n_customers)) {
                let target = self.target_of(&part.folder);
                let of_part = |harm| {
                    let (file, target, customers) = (path.clone(), target.clone(), found.concerned.clone());
                    Damage { file, target, customers, harm }
                };
                damages.extend(found.harms.iter().cloned().map(of_part));
                let of_folder = content.entry(&part.folder).or_default();
                of_folder.0 += found.rows;
                of_folder.1 = of_folder.1.wrapping_add(found.digest);
            }
        }
        let cached = |file| Damage { file, target: None, customers: None, harm: Harm::Cached };
        damages.extend(self.damaged_cache().into_iter().map(cached));
        // Parts of one file that concern one stream say the same.
        damages.dedup();
        let mut digest = Xxh3::new();
        for (folder, (rows, sum)) in &content {
            digest.update(folder.as_bytes());
            digest.update(&rows.to_le_bytes());
            digest.update(&sum.to_le_bytes());
        }
        self.add_tables(&mut digest)?;
        let count = |table: &str| {
            let query = format!("SELECT count(*) FROM {table}");
            self.connection.query_row(&query, [], |row| row.get::<_, i64>(0)).map_or(0, |count| count as u64)
        };
        Ok(Verified {
            customers: u64::from(n_customers),
            parts: files.len() as u64,
            rows: content.values().map(|(rows, _)| rows).sum(),
            files: count("imported"),
            damages,
            left_over: self.left_over()?,
            digest: digest.digest(),
        })
    }

    /// Whether the base still has the parts that it had when it was opened: what was replaced goes with the next writer.
    pub fn has_its_parts(&self) -> Result<bool, Error> {
        Ok(catalogue::parts(&self.connection)? == self.parts)
    }

    /// The stored cut-offs of this version of the base: key, instant and bytes, in order.
    pub fn current_cut_offs(&self) -> Result<Vec<(String, Instant, Vec<u8>)>, Error> {
        let query = "SELECT key, at, bytes FROM cut_offs WHERE version = ?1 ORDER BY key, at";
        let mut query = self.connection.prepare_cached(query)?;
        let found = query
            .query_map([self.version as i64], |row| Ok((row.get(0)?, Instant(row.get(1)?), row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// The stream or table whose rows are in a folder; `None` for profiles.
    fn target_of(&self, folder: &str) -> Option<String> {
        if folder == PROFILE {
            return None;
        }
        let streams = self.schema.streams.keys().find(|name| part::folder(name) == folder);
        let mut tables = self.schema.tables.keys();
        let known = streams.or_else(|| tables.find(|name| part::table_folder(name) == folder));
        Some(known.map_or_else(|| folder.to_owned(), String::clone))
    }

    /// What is wrong with the catalogue.
    fn catalogue_faults(&self) -> Result<Vec<Harm>, Error> {
        let mut harms = Vec::new();
        let mut check = self.connection.prepare("PRAGMA integrity_check(8)")?;
        let told: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        harms.extend(told.into_iter().filter(|told| told != "ok").map(Harm::Unreadable));
        for table in seal::TABLES {
            match seal::check(&self.connection, &self.dir, table) {
                Ok(()) => {}
                Err(Error::Damaged { .. }) => harms.push(Harm::Table(table.to_owned())),
                Err(other) => harms.push(Harm::Unreadable(other.to_string())),
            }
        }
        if seal::check_keys(&self.connection, &self.dir).is_err() {
            harms.push(Harm::Table("customer_key".to_owned()));
        }
        if lists::check_all(&self.connection, &self.dir).is_err() {
            harms.push(Harm::Table("list_entry".to_owned()));
        }
        let strangers = "SELECT count(*) FROM customer_key WHERE customer < 0 OR customer >= ?1
            OR kind NOT IN (SELECT id FROM key_kind)";
        let strangers: i64 = self.connection.query_row(strangers, [self.n_customers() as i64], |row| row.get(0))?;
        harms.extend((strangers > 0).then_some(Harm::Keys(strangers as u64)));
        let mut cut_offs =
            self.connection.prepare("SELECT key, at, version, bytes, hash FROM cut_offs ORDER BY key, at")?;
        let mut rows = cut_offs.query([])?;
        while let Some(row) = rows.next()? {
            let (key, at, version): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let bytes: Vec<u8> = row.get(3)?;
            if row.get::<_, i64>(4)? != cut_offs_hash(&key, Instant(at), version as u64, &bytes) {
                harms.push(Harm::CutOffs(key));
            }
        }
        Ok(harms)
    }

    /// Adds what the catalogue's tables hold to a digest.
    fn add_tables(&self, digest: &mut Xxh3) -> Result<(), Error> {
        for name in tables(&self.connection)?.iter().filter(|name| !PHYSICAL.contains(&name.as_str())) {
            // Putting rows together makes a new version of the same content.
            let only = if name == "meta" { "meta WHERE name <> 'version'" } else { name };
            digest.update(name.as_bytes());
            digest.update(&seal::hash(&self.connection, only)?.to_le_bytes());
        }
        Ok(())
    }

    /// Files among the parts that no commit made live.
    fn left_over(&self) -> Result<Vec<PathBuf>, Error> {
        let live: BTreeSet<PathBuf> = self.parts.iter().map(|part| part.path(Path::new(""))).collect();
        let root = self.dir.join("parts");
        let mut found = Vec::new();
        let mut folders = vec![root];
        while let Some(folder) = folders.pop() {
            let failed = |source| Error::File { path: folder.clone(), source };
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let path = entry.map_err(failed)?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(within) = path.strip_prefix(&self.dir)
                    && !live.contains(within)
                {
                    found.push(within.to_owned());
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// The catalogue's own tables, by name.
pub(crate) fn tables(connection: &Connection) -> Result<Vec<String>, Error> {
    let query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut query = connection.prepare(query)?;
    let found = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}
