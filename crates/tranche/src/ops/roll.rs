//! The members of a segment one by one, with columns that people choose, in an order that they choose: a page of them, or
//! all.

use engine::batch::Members;
use model::check::check_value;
use model::forms::Value as Expression;
use model::names::Kind;
use model::phrase::Phrase;
use model::plan::plan_values;
use model::text::parser::parse_value;
use model::value::Value;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// Members of a page.
pub(crate) const PER_PAGE: usize = 25;
/// What customers did that may be a column, by name, beside what they are.
pub(crate) const DEEDS: [(&str, &str); 5] = [
    ("orders", "count(order)"),
    ("spent", "sum(order.amount)"),
    ("average_order", "avg(order.amount)"),
    ("first_order", "first(order.at)"),
    ("last_order", "last(order.at)"),
];
/// The columns that are shown until others are chosen, as far as the base has them.
const USUAL: [&str; 7] = ["first_name", "last_name", "email", "address.city", "orders", "spent", "last_order"];

/// A column of a roll.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Its name: that of an attribute, or of a deed.
    pub(crate) name: String,
    /// What people call it; `None` for a deed, which the catalogues name.
    pub(crate) label: Option<model::segment::Texts>,
    /// The type of its values.
    pub(crate) kind: Kind,
    expression: Expression,
}

/// What is asked of a roll.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// Names of columns; the usual ones when empty.
    pub(crate) columns: Vec<String>,
    /// The column to sort by, and whether from most to least.
    pub(crate) sort: Option<(String, bool)>,
    /// The page, from 0.
    pub(crate) page: usize,
}

impl Wish {
    /// What the words of an address ask: `column` any number of times, `sort` (a minus before it turns it round), and
    /// `page` from 1.
    pub(crate) fn asked(words: impl Fn(&str) -> Vec<String>) -> Wish {
        let sort = words("sort").pop().map(|name| match name.strip_prefix('-') {
            Some(name) => (name.to_owned(), true),
            None => (name, false),
        });
        let page = words("page").pop().and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
        Wish { columns: words("column"), sort, page: page.saturating_sub(1) }
    }
}

/// Members, each with the values of the columns.
pub(crate) struct Roll {
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// Members in the order asked for.
    pub(crate) rows: Vec<Entry>,
    /// How many members there are.
    pub(crate) total: usize,
    /// The page shown, from 0.
    pub(crate) page: usize,
}

/// A member.
pub(crate) struct Entry {
    /// The primary id.
    pub(crate) id: String,
    /// Values, in the order of the columns.
    pub(crate) values: Vec<Value>,
}

/// The columns that a roll of a base may have: attributes that somebody has a value of, and what customers did.
pub(crate) fn choices(base: &Base) -> Vec<Column> {
    let schema = base.schema();
    let kept = base.store.attributes_in_use();
    let kept = kept.iter().filter_map(|name| Some((name.clone(), schema.attributes.get(name)?.label.clone())));
    let computed = schema.computed.iter().map(|(name, computed)| (name.clone(), computed.field.label.clone()));
    let attributes = kept.chain(computed).map(|(name, label)| (name.clone(), quoted(&name), Some(label)));
    let deeds = DEEDS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned(), None));
    let column = |(name, text, label): (String, String, Option<model::segment::Texts>)| {
        let expression = parse_value(&text).0?;
        let kind = check_value(&expression, schema, &Default::default()).ok()?;
        Some(Column { name, label, kind, expression })
    };
    attributes.chain(deeds).filter_map(column).collect()
}

/// A name as a definition writes it: each part in back-quotes, since a part may be a keyword.
pub(crate) fn quoted(name: &str) -> String {
    name.split('.').map(|part| format!("`{part}`")).collect::<Vec<_>>().join(".")
}

/// A page of members.
pub(crate) fn page(base: &Base, members: &Members, wish: &Wish, as_of: AsOf) -> Result<Roll, Failure> {
    let columns = chosen(base, &wish.columns)?;
    let last = members.len().saturating_sub(1) / PER_PAGE;
    let page = wish.page.min(last);
    let ordered = in_order(base, members, &columns, wish.sort.as_ref(), as_of)?;
    let shown: Vec<usize> = ordered.into_iter().skip(page * PER_PAGE).take(PER_PAGE).collect();
    let rows = with_values(base, &columns, &shown, |customer| base.store.id_of(customer as u32), as_of)?;
    Ok(Roll { columns, rows, total: members.len(), page })
}

/// All members.
pub(crate) fn all(base: &Base, members: &Members, wish: &Wish, as_of: AsOf) -> Result<Roll, Failure> {
    let columns = chosen(base, &wish.columns)?;
    let ordered = in_order(base, members, &columns, wish.sort.as_ref(), as_of)?;
    let ids = base.store.customer_ids()?;
    let id = |customer: usize| Ok(ids.get(customer).cloned().unwrap_or_default());
    let rows = with_values(base, &columns, &ordered, id, as_of)?;
    Ok(Roll { columns, rows, total: members.len(), page: 0 })
}

/// Some customers, in their order, with the usual columns.
pub(crate) fn these(base: &Base, customers: &[usize], as_of: AsOf) -> Result<Roll, Failure> {
    let columns = chosen(base, &[])?;
    let rows = with_values(base, &columns, customers, |customer| base.store.id_of(customer as u32), as_of)?;
    Ok(Roll { columns, rows, total: customers.len(), page: 0 })
}

fn chosen(base: &Base, names: &[String]) -> Result<Vec<Column>, Failure> {
    let choices = choices(base);
    if names.is_empty() {
        let usual = |name: &&str| choices.iter().find(|column| column.name == **name).cloned();
        return Ok(USUAL.iter().filter_map(usual).collect());
    }
    let named = |name: &String| {
        let unknown = || Failure::Failed(Phrase::new("failed-unknown-column").with("name", name));
        choices.iter().find(|column| column.name == *name).cloned().ok_or_else(unknown)
    };
    names.iter().map(named).collect()
}

/// The members in the order of a column, those without a value last; else in the order in which they came.
fn in_order(
    base: &Base,
    members: &Members,
    columns: &[Column],
    sort: Option<&(String, bool)>,
    as_of: AsOf,
) -> Result<Vec<usize>, Failure> {
    let sorted_by = sort.and_then(|(name, falls)| Some((columns.iter().find(|column| column.name == *name)?, *falls)));
    let Some((column, falls)) = sorted_by else { return Ok(members.iter().collect()) };
    let mut keyed = values(base, std::slice::from_ref(column), members, as_of)?;
    keyed.sort_by(|(a, of_a), (b, of_b)| {
        let missing = |values: &[Value]| values[0].is_missing();
        let by_value = match (&of_a[0], &of_b[0]) {
            (Value::Text(a), Value::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
            (a, b) => a.compare(b).unwrap_or(std::cmp::Ordering::Equal),
        };
        let by_value = if falls { by_value.reverse() } else { by_value };
        missing(of_a).cmp(&missing(of_b)).then(by_value).then(a.cmp(b))
    });
    Ok(keyed.into_iter().map(|(customer, _)| customer).collect())
}

fn with_values(
    base: &Base,
    columns: &[Column],
    customers: &[usize],
    id: impl Fn(usize) -> Result<String, store::Error>,
    as_of: AsOf,
) -> Result<Vec<Entry>, Failure> {
    let mut found: std::collections::BTreeMap<usize, Vec<Value>> =
        values(base, columns, &customers.iter().copied().collect(), as_of)?.into_iter().collect();
    let entry = |customer: &usize| Ok(Entry { id: id(*customer)?, values: found.remove(customer).unwrap_or_default() });
    customers.iter().map(entry).collect()
}

fn values(
    base: &Base,
    columns: &[Column],
    members: &Members,
    as_of: AsOf,
) -> Result<Vec<(usize, Vec<Value>)>, Failure> {
    let expressions: Vec<Expression> = columns.iter().map(|column| column.expression.clone()).collect();
    let plan = plan_values(&expressions, base.schema(), &base.zone, &base.segment_tests()?);
    Loaded::of_plan(base, plan, false)?.values(as_of, members)
}
