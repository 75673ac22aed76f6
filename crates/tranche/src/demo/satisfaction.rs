//! The demo's questionnaire on satisfaction: six answers from 1 to 5, three about the service and three about the goods, one
//! of which counts the other way.

use std::io;

use super::chance::Chance;
use super::clock::{Clock, DAY, END};
use super::customer::Customer;
use super::sheets::{Known, Sheets};

/// What a customer thinks of a thing, in tenths of a mark: from 0 to 60, so that some are beyond both ends of the scale.
const OPINIONS: (i64, i64) = (8, 58);
/// How far an answer may be from what the customer thinks of the thing, in tenths.
const ASIDE: i64 = 8;

/// Writes the answers of the customers who were asked and answered, some days after their last order.
pub(super) fn live(customer: &Customer, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    let Some(&last) = customer.ordered.last() else { return Ok(()) };
    let at = last + chance.between(2 * DAY, 9 * DAY);
    if at >= END || !chance.percent(45) {
        return Ok(());
    }
    // What they think of the shop as a whole colours both.
    let whole = chance.between(OPINIONS.0, OPINIONS.1);
    let mut about = || (whole + 2 * chance.between(OPINIONS.0, OPINIONS.1)) / 3;
    let (service, mut goods) = (about(), about());
    if customer.persona.returns > 20 {
        goods -= 12;
    }
    // A few tick the same box everywhere.
    let ticked = chance.percent(3).then_some(4);
    let mut answer = |thinks: i64| {
        let said = (thinks + chance.between(-ASIDE, ASIDE) + 5).div_euclid(10).clamp(1, 5);
        Known((!chance.percent(4)).then(|| ticked.unwrap_or(said)))
    };
    let delivery = answer(service);
    let advice = answer(service);
    let waiting = answer(60 - service);
    let quality = answer(goods);
    let choice = answer(goods);
    let price = answer(goods);
    sheets.satisfaction.row(&[&customer.id, &clock.moment(at), &delivery, &advice, &waiting, &quality, &choice, &price])
}
