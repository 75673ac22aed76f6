//! What computed columns of reference tables are refused for.

use crate::generate::columns::computed_columns;
use crate::generate::schema;

#[test]
fn columns_that_cannot_be_are_refused_with_the_reason() {
    let schema = schema();
    for (id, value, reason) in [
        ("brands.sold", "count(line)", "problem-column-table"),
        ("products.price", "count(line)", "problem-column-taken"),
        ("products.code", "count(line)", "problem-column-taken"),
        ("products.worth", "count(line) * 2", "problem-column-fold"),
        ("products.worth", "points", "problem-column-fold"),
        ("products.again", "count(line where product.sold > 2)", "problem-column-of-column"),
        ("shops.again", "max(order.shop.spend)", "problem-column-of-column"),
        ("products.young", "count(line within 30 days after signed_up_at)", "problem-column-customer"),
        ("products.visits", "count(visit)", "problem-column-rows"),
        ("products.who", "list(line.customer)", "problem-unknown-field"),
        ("products.days", "list(line.at)", "problem-attribute-list"),
        ("products.worth", "sum(lines.amount)", "problem-unknown-stream"),
        ("products.worth", "count(line", "problem-text-ends"),
    ] {
        let (_, wrong) = computed_columns(&[(id, value)], &schema);
        let told: Vec<&str> =
            wrong.iter().flat_map(|(_, problems)| problems).map(|problem| problem.phrase.key).collect();
        assert_eq!(told.first(), Some(&reason), "{id} = {value}");
        assert_eq!(wrong[0].0, id);
    }
}
