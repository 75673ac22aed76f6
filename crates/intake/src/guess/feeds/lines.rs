//! What lines of orders tell besides: the orders they make up, and what was taken back.

use model::columns::Target;
use model::schema::Grouping;
use model::value::Type;

use super::super::roles::Role;
use super::super::{Becomes, ColumnSource, GuessedColumn, GuessedFeed, Kept};
use super::{Feeding, in_expression, quoted_name};

impl Feeding<'_, '_> {
    /// The letter that the numbers of orders begin with when they take things back: those of nearly all lines with a
    /// negative quantity and a customer, and of nearly none of the others.
    pub(super) fn taken_back(&self) -> Option<char> {
        let column = |role| Some(&self.look.columns[self.kind.roles.get(role)?.column]);
        let (order, quantity) = (column(Role::Order)?, column(Role::Quantity)?);
        let pairs = || order.initials.iter().zip(&quantity.signs);
        let letter = pairs().find(|(initial, sign)| **initial != 0 && **sign < 0).map(|(initial, _)| *initial)?;
        let share = |negative: bool| {
            let of_sign = pairs().filter(|(_, sign)| (**sign < 0) == negative);
            let (all, with) = of_sign
                .fold((0_u32, 0_u32), |(all, with), (initial, _)| (all + 1, with + u32::from(*initial == letter)));
            f64::from(with) / f64::from(all.max(1))
        };
        (share(true) > 0.5 && share(false) < 0.01).then_some(char::from(letter))
    }

    /// The feed of the lines that take things back.
    pub(super) fn refunds(&self, letter: &char) -> (GuessedFeed, char) {
        let order = self.kind.roles.get(Role::Order).map(|played| in_expression(&self.look.columns[played.column]));
        let taken_over = |column: &&GuessedColumn| match &column.becomes {
            Becomes::Customer | Becomes::At => true,
            Becomes::Field { name, .. } => name == "order_id" || name == "amount" || name == "product",
            _ => false,
        };
        let mut columns: Vec<GuessedColumn> = self.columns.iter().filter(taken_over).cloned().collect();
        for column in &mut columns {
            match (&mut column.becomes, &mut column.source) {
                // What is taken back has a negative quantity; a refund says how much was paid back.
                (Becomes::Field { name, .. }, ColumnSource::Computed(value)) if name == "amount" => {
                    *value = format!("-({value})");
                }
                (Becomes::Field { name, .. }, ColumnSource::Column(source)) if name == "amount" => {
                    column.source = ColumnSource::Computed(format!("-{}", quoted_name(source)));
                }
                (Becomes::Field { name, kind, table }, _) if name == "product" => {
                    (*kind, *table) = (Some(Type::Text), Some("products".to_owned()));
                }
                _ => {}
            }
        }
        let only_where = Some(format!("{} starts with '{letter}'", order.unwrap_or_default()));
        let target = Target::Stream("refund".to_owned());
        (GuessedFeed { target, only_where, grouping: None, kept: Kept::ALL, columns }, *letter)
    }

    /// How orders are computed from these lines, unless they come in a file of their own.
    pub(super) fn orders(&self) -> Option<Grouping> {
        let order = self.kind.roles.get(Role::Order)?;
        if self.joins.has_orders(&self.look.columns[order.column]) {
            return None;
        }
        let sums = self.columns.iter().filter_map(|column| match &column.becomes {
            Becomes::Field { name, kind, .. } if name == "quantity" || name == "amount" => Some((name, *kind)),
            Becomes::Field { name, kind: Some(Type::Money), .. } if !name.contains("price") => {
                Some((name, Some(Type::Money)))
            }
            _ => None,
        });
        let sums = sums.map(|(name, _)| name.clone()).collect();
        Some(Grouping { lines: "order_line".to_owned(), key: "order_id".to_owned(), sums })
    }
}
