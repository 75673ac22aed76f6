//! A customer's orders in the demo: when, what, how paid, what was sent back.

use std::io;

use super::catalogue::{CATEGORIES, Catalogue, USED_UP, store_id};
use super::chance::Chance;
use super::clock::{Clock, DAY, DAYS, END};
use super::customer::Customer;
use super::persona::Rhythm;
use super::sheets::{Amount, Known, Sheets};
use super::visits::{self, Looked};

const CHANNELS: [&str; 5] = ["web", "mobile", "store", "phone", "marketplace"];
const CODES: [(&str, i64); 5] = [("BIENVENUE10", 10), ("MERCI5", 5), ("CAP15", 15), ("SOLDES20", 20), ("AMIS10", 10)];

/// A line of an order being made.
struct Line {
    product: usize,
    price: i64,
    pieces: i64,
    returned: i64,
}

/// An order that a customer is going to make.
#[derive(Clone, Copy)]
struct Wish {
    day: i64,
    /// The product it comes for, and how many pieces of it, if any.
    wanted: Option<(usize, i64)>,
}

impl Wish {
    fn any(day: i64) -> Self {
        Wish { day, wanted: None }
    }
}

/// Writes all orders of a customer.
pub(super) fn live(
    customer: &mut Customer,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let mut wishes = wishes(customer, chance, catalogue, clock);
    wishes.retain(|wish| (0..DAYS).contains(&wish.day));
    wishes.sort_by_key(|wish| wish.day);
    wishes.dedup_by_key(|wish| wish.day);
    for wish in wishes {
        order(customer, wish, chance, catalogue, clock, sheets)?;
    }
    Ok(())
}

fn wishes(customer: &Customer, chance: &mut Chance, catalogue: &Catalogue, clock: &Clock) -> Vec<Wish> {
    let begin = customer.begins() / DAY;
    let end = if customer.fades { DAYS - chance.between(90, 260) } else { DAYS };
    let mut wishes = Vec::new();
    match customer.persona.rhythm {
        Rhythm::Never => {}
        Rhythm::Steady(low, high) => {
            let usual = chance.between(low, high);
            let mut day = begin + chance.between(0, usual);
            while day < end {
                wishes.push(Wish::any(day));
                day += chance.around(usual * 6 / 10, usual * 14 / 10).max(1);
            }
        }
        Rhythm::Ended { orders, last } => {
            let mut day = DAYS - 1 - chance.between(last.0, last.1);
            day = day.max(begin);
            for _ in 0..chance.between(orders.0, orders.1) {
                wishes.push(Wish::any(day));
                day = (day - chance.between(25, 75)).max(begin);
            }
        }
        Rhythm::AtLaunch(share) => {
            for &product in &catalogue.launches {
                let day = catalogue.products[product].launched + chance.between(0, 21);
                if day >= begin && chance.percent(share) {
                    wishes.push(Wish { day, wanted: Some((product, 1)) });
                }
            }
        }
        Rhythm::Seasons => {
            for day in begin..DAYS {
                let season = matches!(clock.month_day(day), (12, 1..=20) | (1, 10..=25) | (7, 1..=15));
                if season && chance.permille(if clock.month_day(day).0 == 12 { 45 } else { 18 }) {
                    wishes.push(Wish::any(day));
                }
            }
        }
        Rhythm::Refill => {
            let product = catalogue.product_of(customer.refill, begin, customer.purse(), chance);
            let life = catalogue.products[product].life.unwrap_or(40);
            let mut day = begin + chance.between(0, life);
            while day < DAYS {
                let pieces = chance.between(customer.persona.pieces.0, customer.persona.pieces.1);
                wishes.push(Wish { day, wanted: Some((product, pieces)) });
                day += chance.around(life * pieces * 85 / 100, life * pieces * 120 / 100).max(5);
            }
        }
    }
    wishes
}

fn lines(customer: &Customer, wish: Wish, chance: &mut Chance, catalogue: &Catalogue, clock: &Clock) -> Vec<Line> {
    let persona = customer.persona;
    let Wish { day, wanted } = wish;
    let mut products: Vec<usize> = wanted.map(|(product, _)| product).into_iter().collect();
    let n_lines = chance.between(persona.lines.0, persona.lines.1).max(1) as usize;
    while products.len() < n_lines {
        let off_taste = if persona.tastes.is_empty() { 30 } else { 6 };
        let category =
            if chance.percent(off_taste) { chance.below(CATEGORIES.len()) } else { chance.pick(&customer.tastes) };
        products.push(catalogue.product_of(category, day, customer.purse(), chance));
    }
    products.sort_unstable();
    products.dedup();
    let scale = customer.scale(catalogue);
    products
        .into_iter()
        .map(|product| {
            let mut pieces = chance.between(persona.pieces.0, persona.pieces.1);
            // Several at a time only of what is used up, unless a company buys.
            if !persona.business && !USED_UP.contains(&catalogue.products[product].category) {
                pieces = pieces.min(1 + i64::from(chance.percent(8)));
            }
            if let Some((wanted, its_pieces)) = wanted
                && wanted == product
            {
                pieces = its_pieces;
            }
            Line {
                product,
                price: catalogue.products[product].paid_on(day, clock),
                pieces: pieces * scale,
                returned: 0,
            }
        })
        .collect()
}

/// The status that an order of so many days ago has, if nothing special happened to it.
fn usual_status(age: i64, in_store: bool, chance: &mut Chance) -> &'static str {
    match age {
        _ if in_store => "completed",
        0..=1 => chance.pick(&["pending", "processing", "processing", "paid"]),
        2..=5 => "shipped",
        _ => "delivered",
    }
}

fn order(
    customer: &mut Customer,
    wish: Wish,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let persona = customer.persona;
    let day = wish.day;
    let mut lines = lines(customer, wish, chance, catalogue, clock);
    let channel = chance.weighted(persona.channels.iter().copied());
    let in_store = channel == 2;
    let placed = customer.moment_on(day, chance);
    let placed = if in_store {
        (day * DAY + chance.between(10 * 3600, 19 * 3600)).clamp(customer.begins(), END - 1)
    } else {
        placed
    };

    let gross: i64 = lines.iter().map(|line| line.price * line.pieces).sum();
    let coded = chance.percent(persona.codes);
    let code = coded.then(|| if customer.ordered.is_empty() { CODES[0] } else { chance.pick(&CODES[1..]) });
    let discount = code.map_or(0, |(_, share)| gross * share / 100);
    let shipping = if in_store || gross >= 6000 { 0 } else { 490 };
    let cost: i64 = lines.iter().map(|line| catalogue.products[line.product].cost() * line.pieces).sum();

    let mut status = usual_status(DAYS - 1 - day, in_store, chance);
    let mut updated = if in_store { placed } else { (placed + chance.between(DAY, 4 * DAY)).min(END - 1) };
    let number = sheets.next_order();
    let order_id = format!("F{number}");
    let mut refunded = 0;
    if !in_store && chance.percent(3) {
        (status, updated) = ("cancelled", (placed + chance.between(600, 20 * 3600)).min(END - 1));
    } else {
        let sent_back = placed + chance.between(5 * DAY, 20 * DAY);
        if sent_back < END {
            refunded = take_back(&mut lines, persona.returns, chance) * (gross - discount) / gross;
        }
        if refunded > 0 {
            updated = sent_back;
            status = if lines.iter().all(|line| line.returned == line.pieces) { "refunded" } else { status };
            let reason = chance.pick(&["taille", "défaut", "changement d'avis", "retard"]);
            let refund = format!("R{:06}", sheets.next_refund());
            sheets.refunds.row(&[
                &refund,
                &customer.id,
                &clock.moment(sent_back),
                &order_id,
                &Amount(refunded),
                &reason,
            ])?;
        }
    }

    let amount = gross - discount - refunded;
    let device = match channel {
        0 | 4 => Some(if customer.device == "mobile" { "desktop" } else { customer.device }),
        1 => Some("mobile"),
        _ => None,
    };
    let payment = match channel {
        2 => chance.pick(&["card", "card", "card", "cash"]),
        _ if persona.business => chance.pick(&["transfer", "transfer", "card"]),
        _ if gross > 30_000 => chance.pick(&["card", "instalments"]),
        _ => chance.pick(&["card", "card", "card", "paypal", "gift_card"]),
    };
    let delivery = if in_store {
        "shop"
    } else {
        chance.pick(&["home", "home", "home", "pick_up", "click_and_collect", "express"])
    };
    let store = (in_store || delivery == "click_and_collect").then(|| store_id(customer.store));
    sheets.orders.row(&[
        &order_id,
        &customer.id,
        &clock.moment(placed),
        &clock.moment(updated),
        &status,
        &CHANNELS[channel],
        &Known(device),
        &Known(store),
        &payment,
        &delivery,
        &Known(code.map(|(code, _)| code)),
        &Amount(gross),
        &Amount(discount),
        &Amount(shipping),
        &Amount(amount),
        &Amount(cost),
        &"EUR",
    ])?;
    for (position, line) in lines.iter().enumerate() {
        let product = &catalogue.products[line.product];
        sheets.order_lines.row(&[
            &order_id,
            &(position + 1),
            &customer.id,
            &clock.moment(placed),
            &product.id,
            &line.pieces,
            &Amount(line.price * line.pieces),
            &line.returned,
        ])?;
    }
    if device.is_some() && channel != 4 {
        let looked: Vec<Looked> =
            lines.iter().map(|line| Looked { product: line.product, taken: line.pieces, put_back: false }).collect();
        visits::visit(customer, placed - 60, &looked, true, device, chance, catalogue, clock, sheets)?;
    }
    if !matches!(status, "cancelled" | "refunded" | "pending") {
        customer.ordered.push(placed);
        customer.spent += amount;
        earn_points(customer, placed, amount, chance, clock, sheets)?;
    }
    Ok(())
}

/// Sends pieces back, so many lines in a hundred; returns what they had cost.
fn take_back(lines: &mut [Line], share: i64, chance: &mut Chance) -> i64 {
    let mut value = 0;
    for line in lines {
        if chance.percent(share) {
            line.returned = chance.between(1, line.pieces);
            value += line.returned * line.price;
        }
    }
    value
}

/// A point a euro for those with a card; three hundred points are worth a reward.
fn earn_points(
    customer: &mut Customer,
    at: i64,
    amount: i64,
    chance: &mut Chance,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    if !customer.has_card || amount < 100 {
        return Ok(());
    }
    let earned = amount / 100;
    customer.points += earned;
    sheets.points.row(&[&customer.id, &clock.moment(at), &earned, &"purchase", &""])?;
    let spent_at = at + chance.between(DAY, 30 * DAY);
    if customer.points >= 300 && spent_at < END && chance.percent(60) {
        customer.points -= 300;
        sheets.points.row(&[&customer.id, &clock.moment(spent_at), &-300, &"reward", &"bon de 10 euros"])?;
    }
    Ok(())
}
