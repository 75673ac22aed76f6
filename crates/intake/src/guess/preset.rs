//! Known exports: files told by their headers, whatever the order, and what becomes of each of their columns.
//!
//! A preset is data (`presets/*.toml`). Here it is met with the columns that a file has: what the file lacks is left
//! out, and columns that the preset does not speak of stay under their own names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::columns::Target;
use model::phrase::Phrase;
use model::value::Type;
use serde::Deserialize;

use super::file_kind::Holds;
use super::look::FileLook;
use super::{Becomes, ColumnSource, GuessedColumn};

/// How sure a known export is.
const CERTAIN: u8 = 100;

/// A known export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Preset {
    /// What a person calls it.
    pub(super) name: String,
    /// The headers that tell it: all of them are there.
    headers: Vec<String>,
    /// Kind of the customers' ids, when it is not the usual one.
    pub(super) id_kind: Option<String>,
    /// Zone of its times without one, when the tool fixes it.
    pub(super) zone: Option<String>,
    /// Why nothing can be taken from it, as the key of a phrase.
    left: Option<String>,
    /// Columns left aside; `*` at the end stands for any rest of a name.
    #[serde(default)]
    aside: Vec<String>,
    /// Other names of columns, in other languages or versions.
    #[serde(default)]
    also: BTreeMap<String, Vec<String>>,
    /// What the rows become.
    #[serde(default, rename = "feed")]
    pub(super) feeds: Vec<PresetFeed>,
}

/// One feed of a known export. In texts, columns stand in back-quotes, or in braces in a template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PresetFeed {
    stream: Option<String>,
    table: Option<String>,
    #[serde(default)]
    attributes: bool,
    /// Whether columns that it does not name are none of its own.
    #[serde(default)]
    pub(super) only: bool,
    /// Which rows it takes; the feed is left out where the file lacks a column of the test.
    #[serde(rename = "where")]
    chosen: Option<String>,
    customer: Option<String>,
    at: Option<Sources>,
    message: Option<Sources>,
    updated_at: Option<String>,
    key: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, PresetField>,
}

/// Where a value comes from: the first whose columns are all there.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sources {
    One(String),
    FirstOf(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum PresetField {
    From(Sources),
    Typed {
        from: Sources,
        #[serde(rename = "type")]
        kind: Option<Type>,
        table: Option<String>,
    },
}

macro_rules! presets {
    ($($file:literal),* $(,)?) => { [$(($file, include_str!(concat!("presets/", $file, ".toml")))),*] };
}

/// The shipped presets.
static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let texts = presets![
        "brevo_contacts",
        "brevo_events",
        "klaviyo_events",
        "klaviyo_profiles",
        "mailchimp_activity",
        "mailchimp_audience",
        "prestashop_customers",
        "prestashop_order_details",
        "prestashop_orders",
        "prestashop_orders_list",
        "shopify_customers",
        "shopify_orders",
        "shopify_products",
        "woocommerce_analytics_customers",
        "woocommerce_analytics_orders",
        "woocommerce_customers",
        "woocommerce_orders",
        "woocommerce_products",
    ];
    let read =
        |(_, text): &(&str, &str)| toml::from_str(text).expect("the shipped presets are valid: a test reads them");
    texts.iter().map(read).collect()
});

/// The known export that a file is: of several, the one told by most headers.
pub(super) fn preset_of(look: &FileLook) -> Option<&'static Preset> {
    let fits = |preset: &&Preset| preset.headers.iter().all(|header| preset.column(look, header).is_some());
    PRESETS.iter().filter(fits).max_by_key(|preset| preset.headers.len())
}

impl Preset {
    /// What the file holds.
    pub(super) fn holds(&'static self, look: &FileLook) -> Holds {
        if look.n_rows == 0 {
            return Holds::Nothing(Phrase::new("guess-left-empty"));
        }
        let Some(feed) = self.feeds.first() else {
            let key = self.left.as_deref().unwrap_or("guess-left-no-customer");
            return Holds::Nothing(Phrase::new(key).with("preset", &self.name));
        };
        let key = feed.key.as_ref().and_then(|key| self.column(look, key));
        match (feed.target(), key) {
            (Target::Table(name), Some(key)) => Holds::Table { name, key },
            (Target::Table(_), None) => Holds::Nothing(Phrase::new("guess-left-no-customer")),
            (Target::Profile, _) => Holds::Profiles,
            (Target::Stream(name), _) if name == "order" => Holds::Orders,
            (Target::Stream(name), _) if name == "order_line" => Holds::Lines,
            (Target::Stream(name), _) => Holds::Stream(name),
        }
    }

    /// Whether a column is left aside.
    pub(super) fn leaves_aside(&self, look: &FileLook, column: usize) -> bool {
        let name = &look.columns[column].name;
        self.aside.iter().any(|aside| match aside.strip_suffix('*') {
            Some(start) => name.to_lowercase().starts_with(&start.to_lowercase()),
            None => self.column(look, aside) == Some(column),
        })
    }

    /// The test that chooses the rows of a feed; `Err` when the file lacks a column of it.
    pub(super) fn chosen(&self, look: &FileLook, feed: &PresetFeed) -> Result<Option<String>, ()> {
        let Some(test) = &feed.chosen else { return Ok(None) };
        self.with_columns(look, test, '`', '`').map(|(test, _)| Some(test)).ok_or(())
    }

    /// What becomes of the columns that a feed names, in the order of the file, and the columns themselves where they
    /// are taken as they are.
    pub(super) fn columns(&self, look: &FileLook, feed: &PresetFeed) -> Vec<(Option<usize>, GuessedColumn)> {
        let mut columns = Vec::new();
        let roles = [
            (feed.customer.as_deref(), Becomes::Customer),
            (feed.updated_at.as_deref(), Becomes::UpdatedAt),
            (feed.key.as_deref(), Becomes::TableKey),
        ];
        for (text, becomes) in roles {
            columns.extend(text.and_then(|text| self.guessed(look, &[text], becomes)));
        }
        for (sources, becomes) in [(&feed.at, Becomes::At), (&feed.message, Becomes::Message)] {
            columns.extend(sources.as_ref().and_then(|sources| self.guessed(look, &sources.texts(), becomes)));
        }
        for (name, field) in &feed.fields {
            let (from, kind, table) = match field {
                PresetField::From(from) => (from, None, None),
                PresetField::Typed { from, kind, table } => (from, *kind, table.clone()),
            };
            let becomes = Becomes::Field { name: name.clone(), kind, table };
            columns.extend(self.guessed(look, &from.texts(), becomes));
        }
        columns.sort_by_key(|(position, ..)| *position);
        columns.into_iter().map(|(_, column, guessed)| (column, guessed)).collect()
    }

    /// One value of a feed, with the position of its first column (those without any stand last) and the column it is.
    fn guessed(
        &self,
        look: &FileLook,
        texts: &[&str],
        becomes: Becomes,
    ) -> Option<(usize, Option<usize>, GuessedColumn)> {
        let (source, column, first) = texts.iter().find_map(|text| self.source(look, text))?;
        let examples = column.map(|column| look.columns[column].examples.clone()).unwrap_or_default();
        let why = Phrase::new("guess-why-preset").with("preset", &self.name);
        Some((first, column, GuessedColumn { source, becomes, confidence: CERTAIN, why, examples }))
    }

    /// A value as the file names its columns; `None` when it lacks one.
    fn source(&self, look: &FileLook, text: &str) -> Option<(ColumnSource, Option<usize>, usize)> {
        if let Some(column) = self.column(look, text) {
            return Some((ColumnSource::Column(look.columns[column].name.clone()), Some(column), column));
        }
        let is_constant = text.starts_with('\'') || text == "true" || text == "false";
        let (computed, first) = match text {
            text if is_constant => (text.to_owned(), None),
            text if text.contains('`') => self.with_columns(look, text, '`', '`')?,
            text if text.contains('{') => self.with_columns(look, text, '{', '}')?,
            _ => return None,
        };
        Some((ColumnSource::Computed(computed), None, first.unwrap_or(usize::MAX)))
    }

    /// A text with the file's own names of columns between two marks, and the first of these columns.
    fn with_columns(&self, look: &FileLook, text: &str, open: char, close: char) -> Option<(String, Option<usize>)> {
        let (mut written, mut rest, mut first) = (String::new(), text, None::<usize>);
        while let Some((before, after)) = rest.split_once(open) {
            let (name, after) = after.split_once(close)?;
            let column = self.column(look, name)?;
            first = Some(first.map_or(column, |first| first.min(column)));
            written.push_str(before);
            written.push(open);
            written.push_str(&look.columns[column].name);
            written.push(close);
            rest = after;
        }
        written.push_str(rest);
        Some((written, first))
    }

    /// The column that a name means in a file, in any case, under any of its names.
    fn column(&self, look: &FileLook, name: &str) -> Option<usize> {
        let others = self.also.get(name).into_iter().flatten().map(String::as_str);
        std::iter::once(name).chain(others).find_map(|name| {
            let name = name.to_lowercase();
            look.columns.iter().position(|column| column.name.trim().to_lowercase() == name)
        })
    }
}

impl PresetFeed {
    /// Where its rows go.
    pub(super) fn target(&self) -> Target {
        match (&self.stream, &self.table, self.attributes) {
            (Some(stream), None, false) => Target::Stream(stream.clone()),
            (None, Some(table), false) => Target::Table(table.clone()),
            _ => Target::Profile,
        }
    }
}

impl Sources {
    fn texts(&self) -> Vec<&str> {
        match self {
            Sources::One(text) => vec![text],
            Sources::FirstOf(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}
