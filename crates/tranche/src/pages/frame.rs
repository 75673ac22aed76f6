//! What every page has around it: its place in the navigation, the day its figures are of, and how it speaks.

use std::borrow::Borrow;
use std::sync::Arc;

use model::decimal::Decimal;
use model::names::Kind;
use model::phrase::Phrase;
use model::sentence::Sentences;
use model::time::{Instant, Zone};
use model::value::Value;

use crate::catalogue::{Catalogue, Language, sign_of};
use crate::charts::bar::{Markup, bar};
use crate::charts::spark::spark;
use crate::ops::base::Base;
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs};
use crate::serve::{Asking, Theme, assets};

/// The places of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The figures of the whole base.
    Overview,
    /// Segments, and building them.
    Segments,
    /// Ready-made segments.
    Library,
    /// Customers, one by one.
    Customers,
    /// Methods that find segments.
    Analyses,
    /// What came in, and how good it is.
    Data,
    /// No place of the navigation.
    None,
}

/// A place of the navigation, as it is shown.
pub(crate) struct Place {
    /// Its address.
    pub(crate) address: &'static str,
    /// The key of its name.
    pub(crate) key: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    tab: Tab,
}

const PLACES: [Place; 6] = [
    Place { address: "/", key: "page-overview", icon: "house", tab: Tab::Overview },
    Place { address: "/segments", key: "page-segments", icon: "layers", tab: Tab::Segments },
    Place { address: "/library", key: "page-library", icon: "book-open", tab: Tab::Library },
    Place { address: "/customers", key: "page-customers", icon: "users", tab: Tab::Customers },
    Place { address: "/analyses", key: "page-analyses", icon: "chart-column", tab: Tab::Analyses },
    Place { address: "/data", key: "page-data", icon: "database", tab: Tab::Data },
];

/// What is around a page, and how numbers, dates and sentences are written on it.
pub(crate) struct Frame {
    /// How it was asked for.
    pub(crate) asking: Asking,
    /// The instant that figures are of.
    pub(crate) as_of: AsOf,
    /// The name of the business; empty when it has none.
    pub(crate) business: String,
    tab: Tab,
    catalogue: Arc<Catalogue>,
    currency: String,
    zone: Zone,
}

impl Frame {
    /// The frame of a page about a base. A day that cannot be read is refused.
    pub(crate) fn new(base: &Base, asking: Asking, tab: Tab, catalogue: &Arc<Catalogue>) -> Result<Frame, Failure> {
        let at = asking.word("as_of").map_or(Ok(asking.now), |text| base.instant(text))?;
        let settings = base.store.settings();
        Ok(Frame {
            as_of: AsOf { at, cut_offs: CutOffs::InForce },
            business: settings.name.clone(),
            tab,
            catalogue: Arc::clone(catalogue),
            currency: settings.currency.clone(),
            zone: base.zone.clone(),
            asking,
        })
    }

    /// The frame of a page that knows nothing of the base: something went wrong.
    pub(crate) fn bare(asking: &Asking, tab: Tab, catalogue: &Arc<Catalogue>) -> Frame {
        Frame {
            as_of: AsOf { at: asking.now, cut_offs: CutOffs::InForce },
            business: String::new(),
            tab,
            catalogue: Arc::clone(catalogue),
            currency: String::new(),
            zone: Zone::utc(),
            asking: asking.clone(),
        }
    }

    /// The places of the navigation.
    pub(crate) fn places(&self) -> &'static [Place] {
        &PLACES
    }

    /// What the place shown is called; nothing where it is none of the navigation.
    pub(crate) fn place_name(&self) -> String {
        PLACES.iter().find(|place| place.tab == self.tab).map_or_else(String::new, |place| self.t(place.key))
    }

    /// Whether a place is the one shown.
    pub(crate) fn is_here(&self, place: &Place) -> bool {
        place.tab == self.tab
    }

    /// A sentence without words to fill in.
    pub(crate) fn t(&self, key: &str) -> String {
        self.catalogue.text(key)
    }

    /// A sentence with its words.
    pub(crate) fn say(&self, phrase: &Phrase) -> String {
        self.catalogue.say(phrase)
    }

    /// A sentence about so many, written as the language counts.
    pub(crate) fn say_n(&self, key: &'static str, n: impl Borrow<usize>) -> String {
        let n = *n.borrow();
        self.say(&Phrase::new(key).with("n", n).with("count", self.n(n)))
    }

    /// The catalogue of the page's language.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The page's language.
    pub(crate) fn language(&self) -> Language {
        self.catalogue.language
    }

    /// The code of the page's language.
    pub(crate) fn lang(&self) -> &'static str {
        self.catalogue.language.code()
    }

    /// The text of a definition's name or description in the page's language.
    pub(crate) fn one_of<'t>(&self, texts: &'t model::segment::Texts) -> &'t str {
        texts.get(self.lang()).or_else(|| texts.values().next()).map_or("", String::as_str)
    }

    /// How definitions of a base are said in the page's language.
    pub(crate) fn sentences(&self, base: &Base) -> Sentences {
        definitions::in_words(base, self.catalogue.language.of_sentences())
    }

    /// A whole number.
    pub(crate) fn n(&self, count: impl Borrow<usize>) -> String {
        self.catalogue.count(*count.borrow() as u64)
    }

    /// A share of one, per cent, with one decimal place.
    pub(crate) fn share(&self, share: impl Borrow<Option<Decimal>>) -> String {
        share.borrow().map_or_else(|| "–".to_owned(), |share| self.catalogue.share(share))
    }

    /// A share of a whole, per cent.
    pub(crate) fn part(&self, part: impl Borrow<usize>, of: impl Borrow<usize>) -> String {
        self.share(Decimal::whole(*part.borrow() as i64).divided_by(Decimal::whole(*of.borrow() as i64)))
    }

    /// An amount in the base's currency, without cents.
    pub(crate) fn money(&self, amount: impl Borrow<Option<Decimal>>) -> String {
        amount.borrow().map_or_else(|| "–".to_owned(), |amount| self.catalogue.money(amount, &self.currency, 0))
    }

    /// An amount in the base's currency, with cents.
    pub(crate) fn cents(&self, amount: impl Borrow<Option<Decimal>>) -> String {
        amount.borrow().map_or_else(|| "–".to_owned(), |amount| self.catalogue.money(amount, &self.currency, 2))
    }

    /// The code of the base's currency.
    pub(crate) fn currency(&self) -> &str {
        &self.currency
    }

    /// The sign of the base's currency, or its code where it has none.
    pub(crate) fn money_sign(&self) -> &str {
        sign_of(self.currency())
    }

    /// A value of a customer or of a row.
    pub(crate) fn value(&self, value: &Value, kind: Kind) -> String {
        self.catalogue.value(value, kind, &self.currency, &self.zone)
    }

    /// A value of a field: a code of the shipped vocabulary as people call it, anything else as it is.
    pub(crate) fn value_of(&self, field: &str, value: &Value, kind: Kind) -> String {
        let called = value.as_text().and_then(|code| self.called(field, code));
        called.unwrap_or_else(|| self.value(value, kind))
    }

    /// What people call a code of a field; `None` of what the shipped vocabulary does not know.
    pub(crate) fn called(&self, field: &str, code: &str) -> Option<String> {
        let own = field.rsplit_once('.').map_or(field, |(_, last)| last);
        let is_code = |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter == '-';
        if !code.chars().all(is_code) {
            return None;
        }
        let key = format!("code-{own}-{code}").replace('_', "-");
        self.catalogue.has(&key).then(|| self.t(&key))
    }

    /// A moment to the minute, in the base's zone.
    pub(crate) fn moment(&self, at: Instant) -> String {
        self.catalogue.moment(at, &self.zone)
    }

    /// The day of a moment, in the base's zone.
    pub(crate) fn day(&self, at: Instant) -> String {
        self.catalogue.day(self.zone.day(at))
    }

    /// The base's time zone.
    pub(crate) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether figures are of another day than now.
    pub(crate) fn is_past(&self) -> bool {
        self.asking.word("as_of").is_some()
    }

    /// The day asked about as a date field has it; empty for now.
    pub(crate) fn as_of_field(&self) -> String {
        if self.is_past() { self.zone.day(self.as_of.at).to_string() } else { String::new() }
    }

    /// Today as a date field has it: the last day that figures can be of.
    pub(crate) fn today_field(&self) -> String {
        self.zone.day(self.asking.now).to_string()
    }

    /// The day asked about, as the control that changes it says it.
    pub(crate) fn as_of_label(&self) -> String {
        let day = if self.is_past() { self.day(self.as_of.at) } else { self.t("page-now") };
        self.say(&Phrase::new("page-as-of").with("day", day))
    }

    /// That figures are of a past day.
    pub(crate) fn say_as_of(&self) -> String {
        self.say(&Phrase::new("page-past").with("at", self.moment(self.as_of.at)))
    }

    /// This very address, as of now.
    pub(crate) fn with_now(&self) -> String {
        self.with(&[("as_of", None)])
    }

    /// The address of a segment's page.
    pub(crate) fn segment_link(&self, id: &str) -> String {
        self.link(&format!("/segments/{}", encoded(id)))
    }

    /// The address of a ready-made definition's page.
    pub(crate) fn library_link(&self, id: &str) -> String {
        self.link(&format!("/library/{}", encoded(id)))
    }

    /// The words of the question that a form which changes another one has to carry along.
    pub(crate) fn kept_but(&self, name: &str) -> Vec<(String, String)> {
        self.asking.query.iter().filter(|(word, _)| word != name).cloned().collect()
    }

    /// An address of this site, of the same day.
    pub(crate) fn link(&self, address: &str) -> String {
        match self.asking.word("as_of") {
            Some(day) => {
                let joint = if address.contains('?') { '&' } else { '?' };
                format!("{address}{joint}as_of={}", encoded(day))
            }
            None => address.to_owned(),
        }
    }

    /// This very address with some words of its question changed: `None` takes one out.
    pub(crate) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let is_changed = |name: &str| changes.iter().any(|(word, _)| *word == name);
        let kept = self.asking.query.iter().filter(|(name, _)| !is_changed(name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let set = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        address(&self.asking.path, kept.chain(set))
    }

    /// This very address, to come back to.
    fn here(&self) -> String {
        self.with(&[("lang", None)])
    }

    /// Where the language is chosen, with the way back.
    pub(crate) fn language_link(&self, code: &str) -> String {
        format!("/language/{code}?back={}", encoded(&self.here()))
    }

    /// Where the other colours are chosen, with the way back.
    pub(crate) fn theme_link(&self, name: &str) -> String {
        format!("/theme/{name}?back={}", encoded(&self.here()))
    }

    /// The name of the colours.
    pub(crate) fn theme(&self) -> &'static str {
        self.asking.theme.name()
    }

    /// Whether the colours are dark by choice.
    pub(crate) fn is_dark(&self) -> bool {
        self.asking.theme == Theme::Dark
    }

    /// The address of an asset.
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// An icon, which says nothing to who does not see it: a label stands beside it.
    pub(crate) fn icon(&self, name: &str) -> Markup {
        let address = assets::address("icons.svg");
        Markup::new(format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{address}#{name}\"/></svg>"))
    }

    /// A share as a bar; its figure stands beside it.
    pub(crate) fn bar(&self, part: impl Borrow<usize>, of: impl Borrow<usize>) -> Markup {
        bar(*part.borrow() as f64, *of.borrow() as f64)
    }

    /// A share of one as a bar.
    pub(crate) fn bar_of(&self, share: impl Borrow<Option<Decimal>>) -> Markup {
        bar(share.borrow().map_or(0.0, |share| share.to_f64()), 1.0)
    }

    /// How a number went, as a small line.
    pub(crate) fn spark(&self, sizes: &[usize]) -> Markup {
        Markup::new(spark(sizes))
    }
}

/// An address with a question.
pub(crate) fn address<'w>(path: &str, words: impl Iterator<Item = (&'w str, &'w str)>) -> String {
    let words: Vec<String> = words.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    if words.is_empty() { path.to_owned() } else { format!("{path}?{}", words.join("&")) }
}

/// A text as it stands in an address.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes().map(|byte| if plain(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::{address, encoded};

    #[test]
    fn addresses_carry_any_text() {
        assert_eq!(encoded("a b&c=é'"), "a%20b%26c%3D%C3%A9%27");
        assert_eq!(
            address("/x", [("q", "1 = 1"), ("as_of", "2026-01-01")].into_iter()),
            "/x?q=1%20%3D%201&as_of=2026-01-01"
        );
        assert_eq!(address("/x", std::iter::empty()), "/x");
    }
}
