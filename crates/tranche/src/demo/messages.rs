//! What the demo shop writes to a customer, what is done with it, and what the customer answers to its questions.

use std::io;

use super::catalogue::Catalogue;
use super::chance::Chance;
use super::clock::{Clock, DAY, END};
use super::customer::Customer;
use super::persona::Rhythm;
use super::sheets::Sheets;

/// Writes the messages of a customer and its answers.
pub(super) fn live(
    customer: &mut Customer,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let opens = customer.persona.newsletter.1;
    for (position, campaign) in catalogue.campaigns.iter().enumerate() {
        if !customer.subscribed {
            break;
        }
        let sent = campaign.day * DAY + 9 * 3600 + (customer.number % 1800) as i64;
        let concerned = match campaign.kind {
            "launch" => matches!(customer.persona.rhythm, Rhythm::AtLaunch(_)) || customer.number.is_multiple_of(5),
            _ => true,
        };
        if !concerned || sent <= customer.signed_up {
            continue;
        }
        let mut write = |kind: &str, at: i64, link: &str| {
            let event = format!("{}-{}-{kind}", customer.number + 1, campaign.id);
            let cells: [&dyn std::fmt::Display; 7] =
                [&event, &customer.id, &clock.moment(at), &"email", &kind, &campaign.id, &link];
            sheets.messages.row(&cells)
        };
        write("sent", sent, "")?;
        if chance.permille(6) {
            write("bounced", sent + 5, "")?;
            continue;
        }
        let opened = sent + chance.between(120, 30 * 3600);
        if opened >= END - 3600 || !chance.percent(opens) {
            continue;
        }
        write("opened", opened, "")?;
        if chance.percent(22) {
            write(
                "clicked",
                opened + chance.between(5, 90),
                if position % 2 == 0 { "/nouveautes" } else { "/selection" },
            )?;
        }
        if chance.permille(5) {
            write("unsubscribed", opened + 100, "")?;
            customer.subscribed = false;
        }
    }
    answers(customer, chance, clock, sheets)
}

/// Answers to the satisfaction question, asked a week after an order.
fn answers(customer: &Customer, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    for &ordered in &customer.ordered {
        let at = ordered + 7 * DAY + chance.between(0, DAY);
        if at < END && chance.percent(5) {
            let low = if customer.persona.returns > 20 { 1 } else { 6 };
            let mark = chance.between(low, 10);
            sheets.answers.row(&[&customer.id, &clock.moment(at), &"satisfaction", &"recommandation", &mark, &10])?;
        }
    }
    Ok(())
}
