//! Reads the TOML of a mapping, collecting all its problems with their places.

use encoding_rs::Encoding;
use model::columns::Target;
use model::phrase::{Phrase, Place, Problem};
use model::schema::{Grouping, snake_case};
use model::time::Zone;
use model::value::Type;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{DayOrder, EventTime, Feed, FieldMapping, FileMapping, Format, GroupedFeed, Mapping, Named, RowsFeed};

const TYPES: [Type; 10] = [
    Type::Text,
    Type::Category,
    Type::Number,
    Type::Money,
    Type::Bool,
    Type::Date,
    Type::Instant,
    Type::Duration,
    Type::TextList,
    Type::Point,
];

/// Reads a mapping.
pub(super) fn parse(text: &str) -> Result<Mapping, Vec<Problem>> {
    let (document, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        return Err(faults
            .iter()
            .map(|fault| {
                let span = fault.span().unwrap_or(0..0);
                let phrase = Phrase::new("mapping-not-toml").with("detail", fault.message());
                Problem::new(phrase, Place { start: span.start, end: span.end })
            })
            .collect());
    }
    let mut problems = Vec::new();
    let mapping = read_mapping(&document, &mut problems);
    if problems.is_empty() { Ok(mapping) } else { Err(problems) }
}

/// A table of the document with what is needed to speak of it.
struct Section<'a, 'p> {
    table: &'a DeTable<'a>,
    place: Place,
    problems: &'p mut Vec<Problem>,
}

fn place_of<T>(value: &Spanned<T>) -> Place {
    Place { start: value.span().start, end: value.span().end }
}

impl<'a> Section<'a, '_> {
    fn only_keys(&mut self, known: &[&str]) {
        for key in self.table.keys() {
            if !known.contains(&&**key.get_ref()) {
                let name = key.get_ref();
                let phrase = Phrase::new("mapping-unknown-key").with("key", name);
                self.problems.push(Problem::new(phrase, place_of(key)).suggesting(name, known.iter().copied()));
            }
        }
    }

    fn wrong(&mut self, key: &str, expected: &'static str, place: Place) {
        let phrase = Phrase::new(expected).with("key", key);
        self.problems.push(Problem::new(phrase, place));
    }

    fn text(&mut self, key: &str) -> Option<Named> {
        let value = self.table.get(key)?;
        let place = place_of(value);
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(Named { name: text.to_owned(), place }),
            _ => {
                self.wrong(key, "mapping-expects-text", place);
                None
            }
        }
    }

    /// A name of our own, brought to snake_case.
    fn word(&mut self, key: &str) -> Option<Named> {
        let named = self.text(key)?;
        let name = snake_case(&named.name);
        if name.is_empty() {
            self.problems.push(Problem::new(Phrase::new("mapping-empty-name").with("name", &named.name), named.place));
            return None;
        }
        Some(Named { name, place: named.place })
    }

    /// The name of a stream, which has no point: in a definition, one stands between a stream and its field.
    fn stream(&mut self, key: &str) -> Option<String> {
        Some(self.word(key)?.name.replace('.', "_"))
    }

    fn texts(&mut self, key: &str) -> Option<Vec<Named>> {
        let value = self.table.get(key)?;
        let texts: Option<Vec<Named>> = value.get_ref().as_array().and_then(|array| {
            let named = |item: &Spanned<DeValue<'_>>| {
                Some(Named { name: item.get_ref().as_str()?.to_owned(), place: place_of(item) })
            };
            array.iter().map(named).collect()
        });
        if texts.is_none() {
            self.wrong(key, "mapping-expects-list", place_of(value));
        }
        texts
    }

    fn zone(&mut self) -> Option<String> {
        let zone = self.text("zone")?;
        if Zone::named(&zone.name).is_none() {
            self.problems.push(Problem::new(Phrase::new("mapping-unknown-zone").with("zone", &zone.name), zone.place));
        }
        Some(zone.name)
    }

    fn sections(&mut self, key: &str) -> Vec<(&'a DeTable<'a>, Place)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let tables: Option<Vec<_>> = value
            .get_ref()
            .as_array()
            .and_then(|array| array.iter().map(|item| Some((item.get_ref().as_table()?, place_of(item)))).collect());
        if tables.is_none() {
            self.wrong(key, "mapping-expects-sections", place_of(value));
        }
        tables.unwrap_or_default()
    }

    fn missing(&mut self, key: &str) {
        self.wrong(key, "mapping-missing-key", self.place);
    }
}

fn read_mapping(document: &Spanned<DeTable<'_>>, problems: &mut Vec<Problem>) -> Mapping {
    let mut section = Section { table: document.get_ref(), place: Place::default(), problems };
    section.only_keys(&["zone", "source", "id_kind", "file"]);
    let zone = section.zone();
    let source = section.text("source").map_or_else(|| "files".to_owned(), |named| named.name);
    let id_kind = section.word("id_kind").map_or_else(|| "customer_number".to_owned(), |named| named.name);
    let sections = section.sections("file");
    let files = sections.into_iter().map(|(table, place)| {
        let mut section = Section { table, place, problems: &mut *section.problems };
        read_file(&mut section, &zone, &source, &id_kind)
    });
    Mapping { files: files.collect() }
}

fn read_file(section: &mut Section<'_, '_>, zone: &Option<String>, source: &str, id_kind: &str) -> FileMapping {
    section.only_keys(&[
        "match",
        "format",
        "zone",
        "delimiter",
        "quote",
        "encoding",
        "sheet",
        "rows",
        "date_order",
        "decimal",
        "source",
        "id_kind",
        "feed",
    ]);
    let pattern = section.text("match");
    if !section.table.contains_key("match") {
        section.missing("match");
    }
    let format = section.text("format").and_then(|named| {
        let format = Format::named(&named.name);
        if format.is_none() {
            let problem = Problem::new(Phrase::new("mapping-unknown-format").with("format", &named.name), named.place);
            section.problems.push(problem.suggesting(&named.name, Format::NAMES));
        }
        format
    });
    let delimiter = section.byte("delimiter", "mapping-delimiter");
    let quote = section.byte("quote", "mapping-quote");
    let encoding = section.text("encoding").map(|named| {
        if Encoding::for_label(named.name.as_bytes()).is_none() {
            let phrase = Phrase::new("mapping-unknown-encoding").with("encoding", &named.name);
            let problem = Problem::new(phrase, named.place);
            section.problems.push(problem.suggesting(&named.name, ["utf-8", "utf-16le", "windows-1252"]));
        }
        named.name
    });
    let sheet = section.text("sheet").map(|named| named.name);
    let rows = section.text("rows").map(|named| named.name);
    let date_order = section.text("date_order").and_then(|named| match named.name.as_str() {
        "dmy" => Some(DayOrder::DayFirst),
        "mdy" => Some(DayOrder::MonthFirst),
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-date-order"), named.place));
            None
        }
    });
    let decimal = section.text("decimal").and_then(|named| match named.name.as_bytes() {
        &[mark @ (b'.' | b',')] => Some(mark),
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-decimal"), named.place));
            None
        }
    });
    let own_zone = section.zone();
    let own_source = section.text("source").map(|named| named.name);
    let own_id_kind = section.word("id_kind").map(|named| named.name);
    let sections = section.sections("feed");
    if sections.is_empty() && !section.table.contains_key("feed") {
        section.missing("feed");
    }
    let mut feeds = Vec::new();
    for (table, place) in sections {
        let mut section = Section { table, place, problems: &mut *section.problems };
        feeds.extend(read_feed(&mut section));
    }
    FileMapping {
        pattern: pattern.map(|named| named.name).unwrap_or_default(),
        format,
        zone: own_zone.or_else(|| zone.clone()),
        delimiter,
        quote,
        date_order,
        decimal,
        encoding,
        sheet,
        rows,
        source: own_source.unwrap_or_else(|| source.to_owned()),
        id_kind: own_id_kind.unwrap_or_else(|| id_kind.to_owned()),
        feeds,
        place: section.place,
    }
}

impl Section<'_, '_> {
    /// One character of ASCII: unlike other texts, it may be white space.
    fn byte(&mut self, key: &str, fault: &'static str) -> Option<u8> {
        let value = self.table.get(key)?;
        match value.get_ref().as_str().unwrap_or_default().as_bytes() {
            [byte] => Some(*byte),
            _ => {
                self.problems.push(Problem::new(Phrase::new(fault), place_of(value)));
                None
            }
        }
    }
}

fn read_feed(section: &mut Section<'_, '_>) -> Option<Feed> {
    let target = read_target(section)?;
    if section.table.contains_key("lines") {
        section.only_keys(&["stream", "lines", "key", "sum"]);
        return read_grouped(section, target).map(Feed::Grouped);
    }
    let is_table = matches!(target, Target::Table(_));
    let is_profile = target == Target::Profile;
    let known: &[&str] = match target {
        Target::Table(_) => &["table", "key", "ignore", "only", "fields"],
        Target::Profile => &["attributes", "customer", "at", "message", "updated_at", "ignore", "only", "fields"],
        Target::Stream(_) => {
            &["stream", "customer", "at", "message", "updated_at", "key", "ignore", "only", "fields", "lines", "sum"]
        }
    };
    section.only_keys(known);
    let customer = if is_table { None } else { section.text("customer") };
    if !is_table && !section.table.contains_key("customer") {
        section.missing("customer");
    }
    let at = if is_table { None } else { read_event_time(section) };
    if !is_table && !is_profile && !section.table.contains_key("at") {
        section.missing("at");
    }
    let ignored = section.texts("ignore").unwrap_or_default();
    let only = section.texts("only");
    if only.is_some() && !ignored.is_empty() {
        section.wrong("only", "mapping-only-and-ignore", section.place);
    }
    let key = match target {
        Target::Table(_) => section.text("key"),
        Target::Stream(_) => section.word("key"),
        Target::Profile => None,
    };
    Some(Feed::Rows(Box::new(RowsFeed {
        target,
        customer,
        at,
        message: section.text("message"),
        updated_at: section.text("updated_at"),
        key,
        ignored,
        only,
        fields: read_fields(section),
        place: section.place,
    })))
}

/// Every key that some feed may have.
const FEED_KEYS: &[&str] = &[
    "stream",
    "attributes",
    "table",
    "customer",
    "at",
    "message",
    "updated_at",
    "key",
    "ignore",
    "only",
    "fields",
    "lines",
    "sum",
];

fn read_target(section: &mut Section<'_, '_>) -> Option<Target> {
    let said: Vec<&str> =
        ["stream", "attributes", "table"].into_iter().filter(|key| section.table.contains_key(*key)).collect();
    match said.as_slice() {
        ["stream"] => section.stream("stream").map(Target::Stream),
        ["table"] => section.word("table").map(|named| Target::Table(named.name)),
        ["attributes"] => {
            let value = section.table.get("attributes")?;
            if value.get_ref().as_bool() != Some(true) {
                section.wrong("attributes", "mapping-expects-true", place_of(value));
            }
            Some(Target::Profile)
        }
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-one-target"), section.place));
            // A misspelt target is a key that means nothing: it is told with the nearest one.
            section.only_keys(FEED_KEYS);
            None
        }
    }
}

fn read_grouped(section: &mut Section<'_, '_>, target: Target) -> Option<GroupedFeed> {
    let Target::Stream(stream) = target else {
        section.wrong("lines", "mapping-unknown-key", section.place);
        return None;
    };
    let lines = section.stream("lines")?;
    if !section.table.contains_key("key") {
        section.missing("key");
    }
    let key = section.word("key")?;
    let sums = section.texts("sum").unwrap_or_default();
    let sums = sums.iter().map(|named| snake_case(&named.name)).collect();
    let grouping = Grouping { lines, key: key.name, sums };
    Some(GroupedFeed { stream, grouping, place: section.place })
}

fn read_event_time(section: &mut Section<'_, '_>) -> Option<EventTime> {
    let value = section.table.get("at")?;
    let Some(table) = value.get_ref().as_table() else {
        return section.text("at").map(EventTime::Column);
    };
    let place = place_of(value);
    let mut lookup = Section { table, place, problems: &mut *section.problems };
    lookup.only_keys(&["lookup", "by"]);
    let (path, by) = (lookup.text("lookup"), lookup.text("by"));
    for key in ["lookup", "by"] {
        if !lookup.table.contains_key(key) {
            lookup.missing(key);
        }
    }
    let (path, by) = (path?, by?);
    let Some((table, field)) = path.name.split_once('.') else {
        lookup.wrong("lookup", "mapping-lookup-path", path.place);
        return None;
    };
    Some(EventTime::Lookup { table: snake_case(table), field: snake_case(field), by, place: path.place })
}

fn read_fields(section: &mut Section<'_, '_>) -> Vec<FieldMapping> {
    let Some(value) = section.table.get("fields") else { return Vec::new() };
    let Some(table) = value.get_ref().as_table() else {
        section.wrong("fields", "mapping-expects-sections", place_of(value));
        return Vec::new();
    };
    let mut fields: Vec<FieldMapping> = Vec::new();
    for (key, value) in table.iter() {
        let name = snake_case(key.get_ref());
        if name.is_empty() {
            let phrase = Phrase::new("mapping-empty-name").with("name", key.get_ref());
            section.problems.push(Problem::new(phrase, place_of(key)));
            continue;
        }
        if let Some(other) = fields.iter().find(|field| field.name.name == name) {
            let phrase = Phrase::new("mapping-field-twice").with("field", &other.name.name);
            section.problems.push(Problem::new(phrase, place_of(key)));
            continue;
        }
        let name = Named { name, place: place_of(key) };
        fields.extend(read_field(section, name, value));
    }
    fields
}

fn read_field(section: &mut Section<'_, '_>, name: Named, value: &Spanned<DeValue<'_>>) -> Option<FieldMapping> {
    let place = place_of(value);
    if let Some(column) = value.get_ref().as_str() {
        return Some(FieldMapping { name, column: Named { name: column.to_owned(), place }, kind: None, table: None });
    }
    let Some(table) = value.get_ref().as_table() else {
        section.wrong(&name.name, "mapping-expects-column", place);
        return None;
    };
    let mut inner = Section { table, place, problems: &mut *section.problems };
    inner.only_keys(&["column", "type", "table"]);
    let column = inner.text("column").unwrap_or_else(|| Named { name: name.name.clone(), place: name.place });
    let kind = inner.text("type").and_then(|named| {
        let kind = TYPES.into_iter().find(|kind| kind.name() == named.name);
        if kind.is_none() {
            let problem = Problem::new(Phrase::new("mapping-unknown-type").with("type", &named.name), named.place);
            inner.problems.push(problem.suggesting(&named.name, TYPES.iter().map(|kind| kind.name())));
        }
        kind
    });
    let table = inner.word("table").map(|named| named.name);
    Some(FieldMapping { name, column, kind, table })
}
