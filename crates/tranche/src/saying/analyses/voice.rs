//! The language, the currency and the zone that findings are said in.

use model::decimal::Decimal;
use model::phrase::Phrase;
use model::time::{DAY, Instant, Zone};

use crate::catalogue::Catalogue;

/// The language and the currency that findings are said in.
pub(crate) struct Voice<'a> {
    /// The sentences.
    pub(crate) catalogue: &'a Catalogue,
    /// The currency's code.
    pub(crate) currency: &'a str,
    /// The zone whose days are told.
    pub(crate) zone: &'a Zone,
}

impl Voice<'_> {
    /// The day of an instant, as people write it.
    pub(crate) fn day(&self, at: &str) -> String {
        Instant::parse(at).map_or_else(|| at.to_owned(), |at| self.catalogue.day(self.zone.day(at)))
    }

    /// A sentence without words.
    pub(crate) fn text(&self, key: &str) -> String {
        self.catalogue.text(key)
    }

    /// A sentence.
    pub(crate) fn say(&self, phrase: &Phrase) -> String {
        self.catalogue.say(phrase)
    }

    /// Heads of columns.
    pub(crate) fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.text(key)).collect()
    }

    /// The day of an instant some days before another one, as people write it.
    pub(crate) fn day_before(&self, at: &str, days: f64) -> String {
        let at = Instant::parse(at).map(|at| Instant(at.0 - (days * DAY as f64) as i64));
        at.map_or_else(String::new, |at| self.catalogue.day(self.zone.day(at)))
    }

    /// A whole number.
    pub(crate) fn count(&self, count: usize) -> String {
        self.catalogue.count(count as u64)
    }

    /// A number with so many decimal places.
    pub(crate) fn number(&self, number: f64, places: u8) -> String {
        self.catalogue.number(decimal(number, places), places)
    }

    /// A share of one as per cent.
    pub(crate) fn share(&self, share: f64) -> String {
        self.catalogue.share(decimal(share, 6))
    }

    /// An amount of money: without cents from a thousand on.
    pub(crate) fn money(&self, amount: f64) -> String {
        let places = if amount.abs() >= 1000.0 { 0 } else { 2 };
        self.catalogue.money(decimal(amount, places), self.currency, places)
    }
}

/// A number with so many decimal places.
pub(crate) fn decimal(number: f64, places: u8) -> Decimal {
    Decimal::parse(&format!("{number:.places$}", places = usize::from(places))).unwrap_or(Decimal::ZERO)
}
