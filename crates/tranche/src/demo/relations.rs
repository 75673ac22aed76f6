//! What else passes between the demo's shop and a customer: searches, checkouts, support requests, consents, referrals,
//! and notices on the phone; and the days of the year on which people buy.

use std::io;

use super::chance::Chance;
use super::clock::{Clock, DAY, DAYS, END};
use super::customer::Customer;
use super::persona::Lately;
use super::sheets::{Known, Sheets};

/// Writes what passes between the shop and a customer. Chance is of its own, so that the rest of the shop stays as it is.
pub(super) fn live(customer: &Customer, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    consents(customer, chance, clock, sheets)?;
    checkouts(customer, chance, clock, sheets)?;
    let begin = (customer.begins() / DAY).min(DAYS - 1);
    if customer.persona.visits >= 3 {
        for _ in 0..chance.between(0, 2) {
            let day = if chance.percent(30) { chance.between((DAYS - 30).max(begin), DAYS - 1) } else { begin };
            let at = customer.moment_on(day, chance);
            let words = chance.pick(&["gourde", "tapis de yoga", "raquette", "tente", "poncho", "chaussures"]);
            let results = if words == "poncho" { 0 } else { chance.between(1, 24) };
            sheets.searches.row(&[&customer.id, &clock.moment(at), &words, &results])?;
        }
    }
    let is_open = chance.percent(2);
    if is_open || !customer.ordered.is_empty() && chance.percent(8) {
        let day = chance.between((if is_open { DAYS - 5 } else { DAYS - 300 }).max(begin), DAYS - 1);
        let at = customer.moment_on(day, chance);
        let topic = chance.pick(&["livraison", "retour", "garantie", "facture"]);
        let rating = (!is_open && chance.percent(60)).then(|| chance.between(1, 5));
        let status = if is_open { "open" } else { "closed" };
        let ticket = format!("A{}", customer.number + 1);
        sheets.support.row(&[&ticket, &customer.id, &clock.moment(at), &"email", &topic, &status, &Known(rating)])?;
    }
    if !customer.ordered.is_empty() && chance.percent(5) {
        let at = customer.moment_on(chance.between((DAYS - 330).max(begin), DAYS - 1), chance);
        sheets.referrals.row(&[&customer.id, &clock.moment(at), &"invitation"])?;
    }
    // Notices on the phone of late: a few customers get too many.
    if customer.subscribed && customer.device == "mobile" && chance.percent(20) {
        for notice in 0..chance.between(1, 4) {
            let at = customer.moment_on(chance.between((DAYS - 6).max(begin), DAYS - 1), chance);
            let event = format!("{}-push-{notice}", customer.number + 1);
            sheets.messages.row(&[&event, &customer.id, &clock.moment(at), &"push", &"sent", &"", &""])?;
        }
    }
    Ok(())
}

/// What was said at sign-up, by those who said anything.
fn consents(customer: &Customer, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    if chance.percent(75) {
        let (at, given) = (clock.moment(customer.signed_up), customer.subscribed);
        sheets.consents.row(&[&customer.id, &at, &"email", &"newsletter", &given, &"form", &"web"])?;
    }
    // Who has the app said yes to its notifications when it was installed.
    if customer.has_app() {
        let at = clock.moment(customer.signed_up);
        sheets.consents.row(&[&customer.id, &at, &"push", &"newsletter", &true, &"app", &"app"])?;
    }
    // Letters are said yes to on the card of the shop.
    if customer.has_card && customer.number.is_multiple_of(3) {
        let at = clock.moment(customer.signed_up);
        sheets.consents.row(&[&customer.id, &at, &"post", &"newsletter", &true, &"card", &"shop"])?;
    }
    Ok(())
}

/// Checkouts: one before each order on the site, and some that come to nothing.
fn checkouts(customer: &Customer, chance: &mut Chance, clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    if customer.persona.channels[2] < 100 {
        for &ordered in &customer.ordered {
            sheets.checkouts.row(&[&customer.id, &clock.moment(ordered - 120), &"delivery"])?;
        }
    }
    let share = if customer.persona.lately == Lately::LeavesCart { 60 } else { 2 };
    if chance.percent(share) {
        let at = (END - chance.between(3 * 3600, 6 * DAY)).max(customer.begins());
        sheets.checkouts.row(&[&customer.id, &clock.moment(at), &"payment"])?;
    }
    Ok(())
}

/// About the days of ramadan with Eid, by year: good enough for a shop that exists nowhere, not a source.
const RAMADAN: [[&str; 2]; 6] = [
    ["2023-03-23", "2023-04-21"],
    ["2024-03-11", "2024-04-10"],
    ["2025-03-01", "2025-03-30"],
    ["2026-02-18", "2026-03-20"],
    ["2027-02-08", "2027-03-10"],
    ["2028-01-28", "2028-02-26"],
];

/// What comes every year on about the same days: name, kind, first and last day.
const YEARLY: [[&str; 4]; 6] = [
    ["winter sales", "sales", "01-08", "02-04"],
    ["summer sales", "sales", "06-25", "07-22"],
    ["Christmas", "christmas", "11-25", "12-24"],
    ["Valentine's Day", "valentine", "02-01", "02-14"],
    ["winter holidays", "school holidays", "02-08", "02-24"],
    ["summer holidays", "school holidays", "07-05", "08-31"],
];

/// Writes the days on which people buy, from before the history until after it.
pub(super) fn write_calendars(clock: &Clock, sheets: &mut Sheets) -> io::Result<()> {
    let (first, last) = clock.years();
    for year in first - 1..=last + 1 {
        for [name, kind, from, until] in YEARLY {
            let (from, until) = (format!("{year}-{from}"), format!("{year}-{until}"));
            sheets.calendars.row(&[&format_args!("{name} {year}"), &name, &"FR", &"", &kind, &from, &until])?;
        }
    }
    for [from, until] in RAMADAN {
        let key = format!("ramadan {}", &from[..4]);
        sheets.calendars.row(&[&key, &"ramadan", &"FR", &"", &"ramadan", &from, &until])?;
    }
    Ok(())
}

/// The middle of the greatest towns, as latitude and longitude in hundredths of a degree.
const TOWNS: [(&str, i64, i64); 10] = [
    ("Paris", 4886, 235),
    ("Lyon", 4576, 484),
    ("Marseille", 4330, 537),
    ("Toulouse", 4360, 144),
    ("Bordeaux", 4484, -58),
    ("Nantes", 4722, -155),
    ("Lille", 5063, 306),
    ("Strasbourg", 4857, 775),
    ("Rennes", 4811, -168),
    ("Montpellier", 4361, 388),
];

/// A home some kilometres around the middle of a town; `None` in towns whose place is not told.
pub(super) fn home(town: &str, number: u64) -> Option<String> {
    let (_, latitude, longitude) = TOWNS.iter().find(|(name, ..)| *name == town)?;
    let aside = |spread: u64| (spread % 19) as i64 - 9;
    let (latitude, longitude) = (latitude + aside(number), longitude + aside(number / 19));
    let degrees = |hundredths: i64| {
        let sign = if hundredths < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
    };
    Some(format!("{},{}", degrees(latitude), degrees(longitude)))
}
