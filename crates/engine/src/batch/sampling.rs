//! Draws by the customers' ids.

use std::ops::Range;

use model::decimal::Decimal;
use model::forms::is_drawn;

use crate::columns::Columns;

use super::vector::Vector;

/// Whether the draw of a seed chooses each customer.
pub(super) fn sample(base: &Columns, seed: &str, percent: Decimal, customers: Range<usize>) -> Vector<'static> {
    let id = |customer: usize| base.ids.get(customer).map_or("", |id| id);
    Vector::Mask(customers.map(|customer| is_drawn(seed, id(customer), percent)).collect())
}
