//! A year of grocery baskets, where the development data is at hand: set `TRANCHE_SHARED` to its folder.

use std::path::PathBuf;

use model::value::Type;

use super::{Base, kind};

const MAPPING: &str = r#"
zone = "UTC"
[[file]]
match = "transactions.parquet"
[[file.feed]]
stream = "order_line"
customer = "household_id"
at = "transaction_timestamp"
ignore = ["week"]
[file.feed.fields]
order_id = "basket_id"
product = { column = "product_id", table = "products" }
amount = { column = "sales_value", type = "money" }
[[file.feed]]
stream = "order"
lines = "order_line"
key = "order_id"
sum = ["amount"]

[[file]]
match = "products.parquet"
[[file.feed]]
table = "products"
key = "product_id"

[[file]]
match = "demographics.csv"
[[file.feed]]
attributes = true
customer = "household_id"
"#;

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("TRANCHE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data/completejourney");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

#[test]
fn a_year_of_baskets_goes_in_whole() {
    let Some(folder) = folder() else { return };
    let base = Base::new();
    let lines = base.read_path(&folder.join("transactions.parquet"), MAPPING).unwrap();
    let batch = &lines.batches[0];
    assert_eq!((lines.rows, batch.at.len(), lines.refused.len()), (1_469_307, 1_469_307, 0));
    assert_eq!(batch.customers.clone().into_texts().dictionary.len(), 2_469);
    assert_eq!(kind(&lines, "store_id"), Type::Text);
    assert_eq!(kind(&lines, "quantity"), Type::Number);
    assert_eq!(kind(&lines, "amount"), Type::Money);
    let products = base.read_path(&folder.join("products.parquet"), MAPPING).unwrap();
    assert_eq!((products.rows, products.refused.len()), (92_331, 0));
    assert_eq!(kind(&products, "department"), Type::Category);
    let profiles = base.read_path(&folder.join("demographics.csv"), MAPPING).unwrap();
    assert_eq!(profiles.batches[0].customers.len(), 801);
    assert_eq!(kind(&profiles, "household_size"), Type::Category);
}
