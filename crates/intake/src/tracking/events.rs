//! The rows that a message makes: known e-commerce events in the streams of the vocabulary, any other event in a stream
//! of its own name.

use model::columns::Target;
use model::decimal::Decimal;
use model::identity::Key;
use model::phrase::Phrase;
use model::schema::snake_case;
use model::time::Instant;
use model::written::list;
use serde_json::{Map, Value};

use super::message::{Kind, Message, text};

/// A row to be written.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) target: Target,
    /// Whose it is; nobody's in a reference table.
    pub(super) customer: Option<Key>,
    pub(super) at: Instant,
    /// Its message id, or empty.
    pub(super) message: String,
    /// When its source changed it, for rows that have versions.
    pub(super) updated_at: Option<Instant>,
    pub(super) fields: Map<String, Value>,
}

/// Events of products, by their name in `snake_case`, and their streams.
const OF_PRODUCTS: [(&str, &str); 4] = [
    ("product_viewed", "product_view"),
    ("product_added", "cart_add"),
    ("product_removed", "cart_remove"),
    ("product_added_to_wishlist", "wishlist_add"),
];
/// Events of e-mails, and what they say happened.
const OF_EMAILS: [(&str, &str); 6] = [
    ("email_delivered", "delivered"),
    ("email_opened", "opened"),
    ("email_link_clicked", "clicked"),
    ("email_bounced", "bounced"),
    ("email_marked_as_spam", "complained"),
    ("unsubscribed", "unsubscribed"),
];
/// Events of orders, and the status they give.
const OF_ORDERS: [(&str, Option<&str>); 4] = [
    ("order_completed", Some("completed")),
    ("order_updated", None),
    ("order_cancelled", Some("cancelled")),
    ("order_canceled", Some("cancelled")),
];
/// Where the vocabulary's fields are found among properties, the first that is there.
const AMOUNTS: [&str; 4] = ["amount", "total", "revenue", "value"];
const PRODUCTS: [&str; 4] = ["product", "product_id", "sku", "id"];
const CAMPAIGNS: [&str; 3] = ["campaign", "campaign_id", "campaign_name"];
const LINKS: [&str; 3] = ["link", "link_url", "url"];
/// Traits that the vocabulary calls otherwise.
const TRAITS: [(&str, &str); 4] = [
    ("birthday", "birth_date"),
    ("created_at", "signed_up_at"),
    ("firstname", "first_name"),
    ("lastname", "last_name"),
];

/// The rows of a message, or why it cannot be taken.
pub(super) fn rows(message: &Message<'_>) -> Result<Vec<Row>, Phrase> {
    match message.kind {
        Kind::Identify => Ok(identify(message)),
        Kind::Track => {
            let name = message.text("event").map(|event| snake_case(&event)).unwrap_or_default();
            if name.is_empty() {
                return Err(Phrase::new("refused-no-event"));
            }
            Ok(track(message, &name))
        }
        Kind::Page => Ok(vec![page(message, "page_view")]),
        Kind::Screen => Ok(vec![page(message, "screen_view")]),
        Kind::Group => group(message),
        Kind::Alias if message.user.is_none() || message.text("previousId").is_none() => {
            Err(Phrase::new("refused-no-previous-id"))
        }
        Kind::Alias => Ok(Vec::new()),
    }
}

impl Row {
    fn of(message: &Message<'_>, target: Target, fields: Map<String, Value>) -> Self {
        Row {
            target,
            customer: message.customer().cloned(),
            at: message.at,
            message: message.id.clone(),
            updated_at: None,
            fields,
        }
    }

    fn in_stream(message: &Message<'_>, stream: &str, fields: Map<String, Value>) -> Self {
        Row::of(message, Target::Stream(stream.to_owned()), fields)
    }
}

fn identify(message: &Message<'_>) -> Vec<Row> {
    let mut traits = snake(message.part("traits"));
    for (written, name) in TRAITS {
        rename(&mut traits, &[written], name);
    }
    let mut rows = vec![Row::in_stream(message, "identify", Map::new())];
    if !traits.is_empty() {
        rows.push(Row::of(message, Target::Profile, traits));
    }
    rows
}

fn page(message: &Message<'_>, stream: &str) -> Row {
    let context = message.part("context").and_then(|context| context.get("page")).and_then(Value::as_object);
    let mut fields = snake(context);
    fields.extend(snake(message.part("properties")));
    for name in ["name", "category"] {
        let written = message.text(name);
        fields.extend(written.map(|value| (name.to_owned(), value.into())));
    }
    Row::in_stream(message, stream, fields)
}

fn group(message: &Message<'_>) -> Result<Vec<Row>, Phrase> {
    let id = message.text("groupId").ok_or_else(|| Phrase::new("refused-no-group"))?;
    let mut company = snake(message.part("traits"));
    rename(&mut company, &["industry"], "sector");
    rename(&mut company, &["employees"], "size");
    company.insert("company_id".to_owned(), id.clone().into());
    let mut table = Row::of(message, Target::Table("companies".to_owned()), company);
    (table.customer, table.message) = (None, String::new());
    let fields = Map::from_iter([("company".to_owned(), Value::from(id))]);
    Ok(vec![Row::of(message, Target::Profile, fields), table])
}

fn track(message: &Message<'_>, event: &str) -> Vec<Row> {
    let mut fields = snake(message.part("properties"));
    if let Some((_, status)) = OF_ORDERS.iter().find(|(name, _)| *name == event) {
        return order(message, event, *status, fields);
    }
    if event == "order_refunded" {
        return refund(message, fields);
    }
    if let Some((_, stream)) = OF_PRODUCTS.iter().find(|(name, _)| *name == event) {
        rename(&mut fields, &PRODUCTS, "product");
        return vec![Row::in_stream(message, stream, fields)];
    }
    if let Some((_, kind)) = OF_EMAILS.iter().find(|(name, _)| *name == event) {
        rename(&mut fields, &CAMPAIGNS, "campaign");
        rename(&mut fields, &LINKS, "link");
        fields.insert("kind".to_owned(), (*kind).into());
        fields.insert("channel".to_owned(), "email".into());
        return vec![Row::in_stream(message, "message", fields)];
    }
    let stream = match event {
        "checkout_started" | "checkout_step_viewed" | "checkout_step_completed" => {
            rename(&mut fields, &AMOUNTS, "amount");
            if event == "checkout_started" && !fields.contains_key("step") {
                fields.insert("step".to_owned(), "started".into());
            }
            "checkout"
        }
        "products_searched" => "search",
        other => other,
    };
    name_products(&mut fields);
    vec![Row::in_stream(message, stream, fields)]
}

/// A version of an order, and the lines of one that was just made.
fn order(message: &Message<'_>, event: &str, status: Option<&str>, mut fields: Map<String, Value>) -> Vec<Row> {
    let products = fields.remove("products");
    rename(&mut fields, &AMOUNTS, "amount");
    rename(&mut fields, &["coupon"], "discount_code");
    rename(&mut fields, &["id"], "order_id");
    if let Some(status) = status {
        fields.insert("status".to_owned(), status.into());
    }
    let id = text(&fields, "order_id");
    let mut rows = Vec::new();
    let is_new = event == "order_completed";
    if let (true, Some(Value::Array(products))) = (is_new, products) {
        let products = products.iter().filter_map(Value::as_object).enumerate();
        rows.extend(products.map(|(place, product)| line(message, id.as_deref(), place, product)));
    }
    let mut row = Row::in_stream(message, "order", fields);
    // What only updates an order does not say when it was made: the store keeps that of the version before.
    row.updated_at = Some(message.at);
    rows.push(row);
    rows
}

fn line(message: &Message<'_>, order: Option<&str>, place: usize, product: &Map<String, Value>) -> Row {
    let mut fields = product.clone();
    rename(&mut fields, &PRODUCTS, "product");
    rename(&mut fields, &["coupon"], "discount_code");
    let number = |name: &str| Decimal::parse(&text(&fields, name)?);
    if let (false, Some(price)) = (fields.contains_key("amount"), number("price")) {
        let amount = price.times(number("quantity").unwrap_or(Decimal::whole(1)));
        fields.extend(amount.map(|amount| ("amount".to_owned(), amount.to_string().into())));
    }
    let line = (place + 1).to_string();
    fields.extend(order.map(|order| ("order_id".to_owned(), order.into())));
    fields.insert("line".to_owned(), line.clone().into());
    let mut row = Row::in_stream(message, "order_line", fields);
    if !row.message.is_empty() {
        // Each line of one message is a row of its own.
        row.message = format!("{}#{line}", row.message);
    }
    row
}

/// What was paid back; an order of which no product is named was paid back whole.
fn refund(message: &Message<'_>, mut fields: Map<String, Value>) -> Vec<Row> {
    let is_whole = !matches!(fields.remove("products"), Some(Value::Array(products)) if !products.is_empty());
    rename(&mut fields, &AMOUNTS, "amount");
    let mut rows = Vec::new();
    if let (true, Some(order)) = (is_whole, text(&fields, "order_id")) {
        let said = [("order_id", Value::from(order)), ("status", "refunded".into())];
        let said = said.map(|(name, value)| (name.to_owned(), value));
        let mut row = Row::in_stream(message, "order", Map::from_iter(said));
        row.updated_at = Some(message.at);
        rows.push(row);
    }
    rows.push(Row::in_stream(message, "refund", fields));
    rows
}

/// A list of products as the list of their codes: a field holds no more.
fn name_products(fields: &mut Map<String, Value>) {
    let Some(Value::Array(products)) = fields.get_mut("products") else { return };
    for product in products {
        let Some(object) = product.as_object() else { continue };
        let code = PRODUCTS.iter().find_map(|name| text(object, name));
        *product = code.map_or(Value::Null, Value::from);
    }
}

/// Gives a field the vocabulary's name, unless it has it.
fn rename(fields: &mut Map<String, Value>, written: &[&str], name: &str) {
    let holds = |value: Option<&Value>| value.is_some_and(|value| !matches!(list::scalar(value), Some(None)));
    if holds(fields.get(name)) {
        return;
    }
    if let Some(found) = written.iter().find(|written| holds(fields.get(**written)))
        && let Some(value) = fields.remove(*found)
    {
        fields.insert(name.to_owned(), value);
    }
}

/// Names in the manner of the vocabulary, inside structures too.
fn snake(object: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut named = Map::new();
    for (name, value) in object.into_iter().flatten() {
        let name = match snake_case(name) {
            // What happens has an `at` of its own.
            name if name == "at" => "at_property".to_owned(),
            name => name,
        };
        let value = match value {
            Value::Object(inner) => Value::Object(snake(Some(inner))),
            Value::Array(values) => Value::Array(values.iter().map(snake_element).collect()),
            other => other.clone(),
        };
        if !name.is_empty() && !value.is_null() {
            named.entry(name).or_insert(value);
        }
    }
    named
}

fn snake_element(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(snake(Some(object))),
        other => other.clone(),
    }
}
