//! Columns that the bases made here compute for their reference tables.

use model::computed::columns::{ColumnFile, Columns, columns};
use model::phrase::Problem;
use model::schema::Schema;
use model::text::printer::text_of_value;

/// Columns by table and name, and their folds.
pub(crate) const COLUMNS: [(&str, &str); 6] = [
    ("products.first_sale", "min(line.at)"),
    ("products.sold", "sum(line.quantity)"),
    ("products.buyers", "distinct(line.customer)"),
    ("shops.spend", "avg(order.amount over last 90 days)"),
    ("shops.usual_channel", "most_common(order.channel including cancelled)"),
    ("shops.gifts", "count(order where gift = true and any(line where amount > 10))"),
];

/// Computed columns out of names and folds, with those of the schema, and the problems of those that are wrong.
pub(crate) fn computed_columns(named: &[(&str, &str)], schema: &Schema) -> (Columns, Vec<(String, Vec<Problem>)>) {
    let file = |id: &str, value: &str| {
        let value = toml::Value::from(value);
        ColumnFile::parse(id, &format!("name.en = 'computed'\nvalue = {value}")).expect("a file of a column")
    };
    let mut files: Vec<ColumnFile> = named.iter().map(|(id, value)| file(id, value)).collect();
    for (table, known) in &schema.columns {
        let known = known.iter().map(|(name, known)| file(&format!("{table}.{name}"), &text_of_value(&known.value)));
        files.extend(known);
    }
    columns(&files, schema)
}
