//! A customer's visits to the demo's web site: pages, products looked at, carts, chats.

use std::io;

use super::catalogue::{CATEGORIES, Catalogue};
use super::chance::Chance;
use super::clock::{Clock, DAY, DAYS, END};
use super::customer::Customer;
use super::persona::Lately;
use super::sheets::{Amount, Sheets};

/// A product looked at during a visit.
pub(super) struct Looked {
    pub(super) product: usize,
    /// Pieces put into the cart; none when 0.
    pub(super) taken: i64,
    /// Whether they were taken out again.
    pub(super) put_back: bool,
}

/// Writes the visits of a customer that do not end with an order.
pub(super) fn live(
    customer: &Customer,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let begin = customer.begins() / DAY;
    if customer.persona.lately == Lately::Curious && customer.number.is_multiple_of(7) {
        return dwell(customer, begin, chance, catalogue, clock, sheets);
    }
    let last = DAYS - 1 - if customer.fades || customer.persona.lately == Lately::Gone { 100 } else { 0 };
    let usual = (last - begin).max(0) * customer.persona.visits / 100;
    for _ in 0..chance.between(usual * 7 / 10, usual * 13 / 10) {
        browse(customer, chance.between(begin, last), 6, chance, catalogue, clock, sheets)?;
    }
    let recent = |days: i64, chance: &mut Chance| chance.between((DAYS - days).max(begin), DAYS - 1);
    match customer.persona.lately {
        Lately::Usual | Lately::Gone => {}
        Lately::Curious => {
            for _ in 0..chance.between(1, 3) {
                browse(customer, recent(13, chance), 5, chance, catalogue, clock, sheets)?;
            }
        }
        Lately::Hesitates => {
            for _ in 0..chance.between(4, 12) {
                browse(customer, recent(28, chance), 35, chance, catalogue, clock, sheets)?;
            }
            if chance.percent(60) {
                chat(customer, recent(28, chance), chance, clock, sheets)?;
            }
        }
        Lately::LeavesCart => {
            let day = recent(7, chance);
            browse(customer, day, 100, chance, catalogue, clock, sheets)?;
        }
    }
    if !customer.ordered.is_empty() && chance.percent(4) {
        chat(customer, chance.between(begin, DAYS - 1), chance, clock, sheets)?;
    }
    Ok(())
}

/// The visits of somebody who looks at one product again and again, and at nothing else.
fn dwell(
    customer: &Customer,
    begin: i64,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let product = catalogue.product_of(chance.pick(&customer.tastes), begin, customer.purse(), chance);
    for _ in 0..chance.between(3, 6) {
        let ends = customer.moment_on(chance.between((DAYS - 10).max(begin), DAYS - 1), chance);
        let looked = [Looked { product, taken: 0, put_back: false }];
        visit(customer, ends, &looked, false, Some(customer.device), chance, catalogue, clock, sheets)?;
    }
    Ok(())
}

/// A visit during a day, with so many chances in a hundred that each product looked at goes into the cart.
fn browse(
    customer: &Customer,
    day: i64,
    carts: i64,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let mut looked = Vec::new();
    for _ in 0..chance.between(i64::from(carts == 100), 3) {
        let category = if chance.percent(75) { chance.pick(&customer.tastes) } else { chance.below(CATEGORIES.len()) };
        let taken = i64::from(chance.percent(carts));
        let put_back = taken > 0 && carts < 100 && chance.percent(20);
        looked.push(Looked { product: catalogue.product_of(category, day, customer.purse(), chance), taken, put_back });
    }
    let ends = customer.moment_on(day, chance);
    visit(customer, ends, &looked, false, Some(customer.device), chance, catalogue, clock, sheets)
}

/// Writes a visit that ends at a moment.
#[expect(
    clippy::too_many_arguments,
    reason = "a visit is told by what is looked at, when and how; a struct would only rename it"
)]
pub(super) fn visit(
    customer: &Customer,
    ends: i64,
    looked: &[Looked],
    orders: bool,
    device: Option<&str>,
    chance: &mut Chance,
    catalogue: &Catalogue,
    clock: &Clock,
    sheets: &mut Sheets,
) -> io::Result<()> {
    let pages = looked.len() as i64 + chance.between(1, 3) + i64::from(orders);
    let pace = chance.between(15, 110);
    let started = (ends - pages * pace).max(customer.begins());
    let (source, medium) = match chance.between(1, 10) {
        1..=4 => customer.source,
        5..=7 => ("google", "organic"),
        8 => ("newsletter", "email"),
        _ => ("direct", ""),
    };
    let device = device.unwrap_or(customer.device);
    let (os, browser) = match (device, customer.number % 3) {
        ("desktop", 0) => ("macOS", "Safari"),
        ("desktop", _) => ("Windows", "Firefox"),
        (_, 0 | 1) => ("Android", "Chrome"),
        _ => ("iOS", "Safari"),
    };
    // A customer does not start two visits in one second on one device.
    let session = format!("{}-{started:x}", customer.id);
    sheets.sessions.row(&[
        &session,
        &customer.id,
        &clock.moment(started),
        &(ends - started),
        &pages,
        &source,
        &medium,
        &"",
        &device,
        &browser,
        &os,
    ])?;

    let mut at = started;
    let page = |at: i64, path: &dyn std::fmt::Display, sheets: &mut Sheets| {
        sheets.page_views.row(&[&customer.id, &clock.moment(at), path, &pace])
    };
    page(at, &"/", sheets)?;
    for look in looked {
        let product = &catalogue.products[look.product];
        let day = at / DAY;
        at = (at + pace).min(ends);
        page(at, &format_args!("/produit/{}", product.id), sheets)?;
        let (category, price) = (product.category_name(), Amount(product.price_on(day)));
        sheets.product_views.row(&[&customer.id, &clock.moment(at), &product.id, &category, &price, &pace])?;
        if look.taken > 0 {
            let added = (at + pace / 3).min(END - 1);
            sheets.cart_additions.row(&[
                &customer.id,
                &clock.moment(added),
                &product.id,
                &category,
                &price,
                &look.taken,
            ])?;
            if look.put_back {
                let removed = (added + 40).min(END - 1);
                sheets.cart_removals.row(&[
                    &customer.id,
                    &clock.moment(removed),
                    &product.id,
                    &category,
                    &price,
                    &look.taken,
                ])?;
            }
        }
    }
    if orders {
        page(ends, &"/commande", sheets)?;
    }
    Ok(())
}

fn chat(customer: &Customer, day: i64, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    let at = customer.moment_on(day, chance);
    let topic = chance.pick(&["taille", "livraison", "produit", "paiement", "retour"]);
    let mut chat = serde_json::json!({
        "ticket_id": format!("T{}-{at:x}", customer.id),
        "customer_id": customer.id,
        "started_at": clock.moment(at).to_string(),
        "channel": "web",
        "topic": topic,
        "status": if DAYS - day < 4 && chance.percent(40) { "open" } else { "closed" },
        "duration": chance.between(40, 1500),
    });
    if chance.percent(50) {
        chat["rating"] = chance.between(1, 5).into();
    }
    sheets.chat(&chat)
}
