//! One feed of a file: where its rows go, which columns have a role, which rows are chosen.

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::{Grouping, snake_case};

use super::fields::read_fields;
use super::section::{Section, place_of};
use crate::mapping::{Each, EventTime, Feed, GroupedFeed, Named, Repeated, RowsFeed};

/// Reads a feed; `None` when it has no target.
pub(super) fn read_feed(section: &mut Section<'_, '_>, of_file: Option<Repeated>) -> Option<Feed> {
    let target = read_target(section)?;
    if section.table.contains_key("lines") {
        section.only_keys(&["stream", "lines", "key", "sum", "orders"]);
        return read_grouped(section, target).map(Feed::Grouped);
    }
    let is_table = matches!(target, Target::Table(_));
    let is_profile = target == Target::Profile;
    let own: &[&str] = match target {
        Target::Table(_) => &["table", "key"],
        Target::Profile => &["attributes", "customer", "at", "message", "updated_at"],
        Target::Stream(_) if section.table.contains_key("each") => {
            &["stream", "customer", "at", "updated_at", "each", "parent"]
        }
        Target::Stream(_) => &["stream", "customer", "at", "message", "updated_at", "key", "lines", "sum"],
    };
    let known: Vec<&str> = own.iter().chain(&["ignore", "only", "where", "repeated_rows", "fields"]).copied().collect();
    section.only_keys(&known);
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
        chosen: section.text("where"),
        repeated: read_repeated(section).or(of_file).unwrap_or(Repeated::Keep),
        fields: read_fields(section),
        each: section.text("each").map(|list| Each { list, parent: read_parent(section) }),
        place: section.place,
    })))
}

/// The stream that a list belongs to.
fn read_parent(section: &mut Section<'_, '_>) -> Option<Named> {
    let stream = section.stream("parent")?;
    Some(Named { name: stream, place: section.table.get("parent").map_or(section.place, place_of) })
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
    "where",
    "repeated_rows",
    "fields",
    "lines",
    "sum",
    "orders",
    "each",
    "parent",
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

/// What becomes of repeated rows, where it is said.
pub(super) fn read_repeated(section: &mut Section<'_, '_>) -> Option<Repeated> {
    let named = section.text("repeated_rows")?;
    match named.name.as_str() {
        "keep" => Some(Repeated::Keep),
        "drop" => Some(Repeated::Drop),
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-repeated-rows"), named.place));
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
    let is_whole = section.text("orders").is_some_and(|named| {
        if !["whole", "growing"].contains(&named.name.as_str()) {
            section.problems.push(Problem::new(Phrase::new("mapping-orders"), named.place));
        }
        named.name == "whole"
    });
    Some(GroupedFeed { stream, grouping, is_whole, place: section.place })
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
