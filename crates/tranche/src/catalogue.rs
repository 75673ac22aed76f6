//! The catalogues: every sentence a person reads, in French or English, and how each language writes numbers.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use model::decimal::Decimal;
use model::names::Kind;
use model::phrase::Phrase;
use model::sentence::Language as Sentences;
use model::time::{Day, Instant, Zone};
use model::value::{Type, Value};

static ENGLISH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../locales/en");
static FRENCH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../locales/fr");

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English.
    English,
    /// French.
    French,
}

impl Language {
    /// The language of a code such as `fr`, `fr_FR.UTF-8` or `en-GB`.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Language::French),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The language that definitions are said in.
    pub(crate) fn of_sentences(self) -> Sentences {
        match self {
            Language::English => Sentences::English,
            Language::French => Sentences::French,
        }
    }

    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }
}

/// The sentences and the writing of one language.
pub(crate) struct Catalogue {
    /// The language.
    pub(crate) language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of a language.
    pub(crate) fn new(language: Language) -> Self {
        let (files, tag) = match language {
            Language::English => (&ENGLISH, "en"),
            Language::French => (&FRENCH, "fr"),
        };
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        bundle.set_use_isolating(false);
        for text in files.files().filter_map(|file| file.contents_utf8()) {
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
            // A sentence that cannot be read shows its key; a test reads both catalogues whole.
            let _ = bundle.add_resource(resource);
        }
        Catalogue { language, bundle }
    }

    /// A sentence without words to fill in.
    pub(crate) fn text(&self, key: &str) -> String {
        self.sentence(key, None)
    }

    /// Whether there is a sentence for a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A sentence with its words. A word named `n` also chooses between singular and plural.
    pub(crate) fn say(&self, phrase: &Phrase) -> String {
        let words = phrase.words.iter().map(|(name, word)| (*name, word.as_str()));
        self.say_stored(phrase.key, words)
    }

    /// A sentence kept as its key and words.
    pub(crate) fn say_stored<'w>(&self, key: &str, words: impl Iterator<Item = (&'w str, &'w str)>) -> String {
        let mut arguments = FluentArgs::new();
        for (name, word) in words {
            let value = match (name, word.parse::<f64>()) {
                ("n", Ok(number)) => FluentValue::from(number),
                _ => FluentValue::from(self.word(word)),
            };
            arguments.set(name.to_owned(), value);
        }
        self.sentence(key, Some(&arguments))
    }

    /// A word of a phrase, with the terms in it looked up.
    fn word(&self, word: &str) -> String {
        let term = |piece: &str| piece.strip_prefix('@').filter(|key| self.has(key)).map(|key| self.text(key));
        word.split(' ').map(|piece| term(piece).unwrap_or_else(|| piece.to_owned())).collect::<Vec<_>>().join(" ")
    }

    fn sentence(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned()
    }

    /// A whole number: `1,234` or `1 234`.
    pub(crate) fn count(&self, count: u64) -> String {
        let digits = count.to_string();
        let separator = match self.language {
            Language::English => ",",
            // Narrow no-break space, as the French typographic rules ask.
            Language::French => "\u{202f}",
        };
        let mut grouped = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                grouped.push_str(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A number with so many decimal places, rounded half-even.
    pub(crate) fn number(&self, number: Decimal, places: u8) -> String {
        let Some(units) = number.units_at(places) else { return number.to_string() };
        let one = 10u128.pow(u32::from(places));
        let size = units.unsigned_abs();
        let sign = if units < 0 { "−" } else { "" };
        let whole = self.count(u64::try_from(size / one).unwrap_or(u64::MAX));
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let point = if self.language == Language::French { ',' } else { '.' };
        format!("{sign}{whole}{point}{:0width$}", size % one, width = usize::from(places))
    }

    /// A share of one as per cent: `12.3%` or `12,3 %`.
    pub(crate) fn share(&self, share: Decimal) -> String {
        let percent = share.times(Decimal::whole(100)).unwrap_or(share);
        match self.language {
            Language::English => format!("{}%", self.number(percent, 1)),
            Language::French => format!("{}\u{a0}%", self.number(percent, 1)),
        }
    }

    /// An amount of money: `€1,234.50` or `1 234,50 €`.
    pub(crate) fn money(&self, amount: Decimal, currency: &str, places: u8) -> String {
        let symbol = sign_of(currency);
        let number = self.number(amount, places);
        match self.language {
            Language::English if symbol == currency => format!("{currency}\u{a0}{number}"),
            // The sign of the number stands before that of the currency.
            Language::English => match number.strip_prefix('−') {
                Some(number) => format!("−{symbol}{number}"),
                None => format!("{symbol}{number}"),
            },
            Language::French => format!("{number}\u{a0}{symbol}"),
        }
    }

    /// A value of a customer or of a row, as people read it.
    pub(crate) fn value(&self, value: &Value, kind: Kind, currency: &str, zone: &Zone) -> String {
        match value {
            Value::Missing => "–".to_owned(),
            Value::Bool(truth) => self.text(if *truth { "value-true" } else { "value-false" }),
            Value::Number(number) if kind.item == Type::Money => {
                // What is kept has four decimal places at most: more are those of a quotient, of no use to people.
                let places = if number.scale() > 4 { 2 } else { number.scale().max(2) };
                self.money(*number, currency, places)
            }
            Value::Number(number) => self.number(*number, if number.scale() > 6 { 2 } else { number.scale() }),
            Value::Text(text) => text.to_string(),
            Value::Date(day) => self.day(*day),
            Value::Instant(at) => self.moment(*at, zone),
            Value::List(elements) => {
                let kind = Kind::one(if kind.item == Type::TextList { Type::Text } else { kind.item });
                elements.iter().map(|element| self.value(element, kind, currency, zone)).collect::<Vec<_>>().join(" · ")
            }
        }
    }

    /// A day: `1 Mar 2026` or `1er mars 2026`.
    pub(crate) fn day(&self, day: Day) -> String {
        let day = day.civil();
        let month = self.text(&format!("month-{}", day.month()));
        match (self.language, day.day()) {
            (Language::French, 1) => format!("1er {month} {}", day.year()),
            (_, number) => format!("{number} {month} {}", day.year()),
        }
    }

    /// A moment to the minute, in a zone: `1 Mar 2026, 10:00` or `1er mars 2026 à 10:00`.
    pub(crate) fn moment(&self, at: Instant, zone: &Zone) -> String {
        let day = self.day(zone.day(at));
        let minutes = zone.local(at).rem_euclid(model::time::DAY) / (60 * model::time::SECOND);
        let (hour, minute) = (minutes / 60, minutes % 60);
        match self.language {
            Language::English => format!("{day}, {hour:02}:{minute:02}"),
            Language::French => format!("{day} à {hour:02}:{minute:02}"),
        }
    }
}

/// The sign of a currency, or its code where it has none of its own.
pub(crate) fn sign_of(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    }
}

/// A label at the beginning of a line.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn both_catalogues_read_whole() {
        for text in [&ENGLISH, &FRENCH].into_iter().flat_map(Dir::files).filter_map(|file| file.contents_utf8()) {
            let resource = FluentResource::try_new(text.to_owned());
            assert!(resource.is_ok(), "{:?}", resource.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        let (english, french) = (Catalogue::new(Language::English), Catalogue::new(Language::French));
        assert_eq!(english.count(1_234_567), "1,234,567");
        assert_eq!(french.count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(english.money(number("1234.5"), "EUR", 2), "€1,234.50");
        assert_eq!(english.money(number("-1234.5"), "EUR", 2), "−€1,234.50");
        assert_eq!(french.money(number("-1234.5"), "EUR", 2), "−1\u{202f}234,50\u{a0}€");
        assert_eq!(english.money(number("9"), "CHF", 2), "CHF\u{a0}9.00");
        assert_eq!(french.share(number("0.1234")), "12,3\u{a0}%");
        assert_eq!(english.share(number("1")), "100.0%");
    }
}
