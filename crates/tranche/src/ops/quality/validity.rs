//! Whether a value can be what its field says: rules by the kind of field, each with its source.

use std::collections::BTreeMap;

use model::schema::{Field, Schema, Settings, Stream};
use model::time::{Instant, Zone};
use model::value::Type;
use regex::Regex;

mod phone;

/// A rule that the values of a field must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// An e-mail address by its shape.
    Email,
    /// A phone number that exists in its country's numbering plan.
    Phone,
    /// A postal code as its country writes them.
    PostalCode,
    /// A day or moment that is not to come.
    Past,
    /// A birth date: not to come, and at most 110 years ago.
    Birth,
    /// An age from 0 to 110.
    Age,
    /// A number that is not negative.
    NotNegative,
    /// A status word whose meaning the base knows.
    Status,
    /// A code that its reference table has.
    Code,
}

/// Years that nobody passes.
const OLDEST: i64 = 110;

impl Rule {
    /// The rule for a field of a stream, or for an attribute, if there is one.
    pub(crate) fn of(schema: &Schema, stream: Option<&Stream>, name: &str, field: &Field) -> Option<Rule> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_status = stream.is_some_and(|stream| stream.status.as_deref() == Some(name));
        match (field.kind, last) {
            _ if is_status => Some(Rule::Status),
            (Type::Text | Type::Category, "email" | "e_mail" | "mail" | "email_address") => Some(Rule::Email),
            (Type::Text | Type::Category, "phone" | "mobile" | "phone_number" | "telephone") => Some(Rule::Phone),
            (Type::Text | Type::Category, "postal_code" | "zip" | "postcode") => Some(Rule::PostalCode),
            (Type::Date | Type::Instant, "birth_date" | "birthday" | "date_of_birth") => Some(Rule::Birth),
            (Type::Date | Type::Instant, "signed_up_at" | "created_at" | "first_order_at") => Some(Rule::Past),
            (Type::Number, "age") => Some(Rule::Age),
            (
                Type::Number | Type::Money,
                "quantity" | "returned_quantity" | "price" | "children" | "household_size",
            ) => Some(Rule::NotNegative),
            _ => field.table.as_ref().filter(|table| schema.tables.contains_key(*table)).map(|_| Rule::Code),
        }
    }

    /// Whether its verdict depends on the customer's country.
    pub(crate) fn needs_country(self) -> bool {
        matches!(self, Rule::Phone | Rule::PostalCode)
    }
}

/// What values are held against.
pub(crate) struct Judge<'j> {
    settings: &'j Settings,
    zone: &'j Zone,
    now: Instant,
    email: Regex,
    postal: BTreeMap<&'static str, Regex>,
    /// Country of the business, told by its time zone.
    pub(crate) country: Option<&'static str>,
}

impl<'j> Judge<'j> {
    /// A judge of values as of an instant.
    pub(crate) fn new(settings: &'j Settings, zone: &'j Zone, now: Instant) -> Self {
        let pattern = |text: &str| Regex::new(text).expect("the patterns of this file are valid: a test reads them");
        Judge {
            settings,
            zone,
            now,
            // The shape that browsers ask of an address, with a dot in its domain, and letters of any alphabet (RFC 6531):
            // https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
            email: pattern(concat!(
                r"^[\p{L}0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}@",
                r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
            )),
            postal: POSTAL_CODES.iter().map(|(country, text)| (*country, pattern(text))).collect(),
            country: ZONES.iter().find(|(zone, _)| *zone == settings.timezone).map(|(_, country)| *country),
        }
    }

    /// Whether a text follows a rule; `country` is the customer's, where it is known. What cannot be judged passes.
    pub(crate) fn text(&self, rule: Rule, text: &str, country: Option<&str>) -> bool {
        let text = text.trim();
        let country = country.and_then(country_code).or(self.country);
        match rule {
            Rule::Email => self.email.is_match(text) && !text.contains("..") && !text.starts_with('.'),
            Rule::Phone => phone::can_be(text, country),
            Rule::PostalCode => {
                country.and_then(|country| self.postal.get(country)).is_none_or(|way| way.is_match(text))
            }
            Rule::Status => {
                let plain = text.to_lowercase().replace([' ', '-'], "_");
                self.settings.statuses.contains_key(&plain)
            }
            _ => true,
        }
    }

    /// Whether a number, day or moment of a type follows a rule.
    pub(crate) fn integer(&self, rule: Rule, kind: Type, value: i64) -> bool {
        let today = i64::from(self.zone.day(self.now).0);
        let day = match kind {
            Type::Instant => i64::from(self.zone.day(Instant(value)).0),
            _ => value,
        };
        let one = 10i64.pow(u32::from(kind.scale()));
        match rule {
            Rule::Past => day <= today,
            // Mean length of the Gregorian year, in ten-thousandths of a day.
            Rule::Birth => day <= today && (today - day) * 10_000 <= (OLDEST + 1) * 3_652_425,
            Rule::Age => value >= 0 && value <= OLDEST * one,
            Rule::NotNegative => value >= 0,
            _ => true,
        }
    }
}

/// Postal codes as each country writes them:
/// <https://github.com/google/libaddressinput/wiki/AddressValidationMetadata>
const POSTAL_CODES: [(&str, &str); 15] = [
    ("AT", r"^\d{4}$"),
    ("BE", r"^[1-9]\d{3}$"),
    ("CA", r"(?i)^[ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d$"),
    ("CH", r"^[1-9]\d{3}$"),
    ("DE", r"^\d{5}$"),
    ("ES", r"^(?:0[1-9]|[1-4]\d|5[0-2])\d{3}$"),
    ("FR", r"^(?:0[1-9]|[1-8]\d|9[0-8]) ?\d{3}$"),
    ("GB", r"(?i)^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$"),
    ("IE", r"(?i)^[\dA-Z]{3} ?[\dA-Z]{4}$"),
    ("IT", r"^\d{5}$"),
    ("LU", r"^(?:L-?)?\d{4}$"),
    ("MC", r"^980\d{2}$"),
    ("NL", r"(?i)^[1-9]\d{3} ?[A-Z]{2}$"),
    ("PT", r"^\d{4}-?\d{3}$"),
    ("US", r"^\d{5}(?:-?\d{4})?$"),
];

/// The country of the commonest zones: <https://data.iana.org/time-zones/tzdb/zone.tab>
const ZONES: [(&str, &str); 24] = [
    ("America/Chicago", "US"),
    ("America/Denver", "US"),
    ("America/Los_Angeles", "US"),
    ("America/Montreal", "CA"),
    ("America/New_York", "US"),
    ("America/Toronto", "CA"),
    ("America/Vancouver", "CA"),
    ("Atlantic/Canary", "ES"),
    ("Europe/Amsterdam", "NL"),
    ("Europe/Berlin", "DE"),
    ("Europe/Brussels", "BE"),
    ("Europe/Dublin", "IE"),
    ("Europe/Lisbon", "PT"),
    ("Europe/London", "GB"),
    ("Europe/Luxembourg", "LU"),
    ("Europe/Madrid", "ES"),
    ("Europe/Monaco", "MC"),
    ("Europe/Paris", "FR"),
    ("Europe/Rome", "IT"),
    ("Europe/Vienna", "AT"),
    ("Europe/Zurich", "CH"),
    ("Indian/Reunion", "FR"),
    ("America/Martinique", "FR"),
    ("America/Guadeloupe", "FR"),
];

/// Countries by the names they are commonly written under.
const COUNTRIES: [(&str, &str); 25] = [
    ("austria", "AT"),
    ("autriche", "AT"),
    ("belgium", "BE"),
    ("belgique", "BE"),
    ("canada", "CA"),
    ("switzerland", "CH"),
    ("suisse", "CH"),
    ("germany", "DE"),
    ("allemagne", "DE"),
    ("spain", "ES"),
    ("espagne", "ES"),
    ("france", "FR"),
    ("united kingdom", "GB"),
    ("royaume-uni", "GB"),
    ("uk", "GB"),
    ("ireland", "IE"),
    ("irlande", "IE"),
    ("italy", "IT"),
    ("italie", "IT"),
    ("luxembourg", "LU"),
    ("netherlands", "NL"),
    ("pays-bas", "NL"),
    ("portugal", "PT"),
    ("usa", "US"),
    ("united states", "US"),
];

/// The code of a country as a customer's address has it; `None` for one that is not among those known.
pub(crate) fn country_code(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_lowercase();
    let by_name = COUNTRIES.iter().find(|(name, _)| *name == plain).map(|(_, code)| *code);
    let by_code = || POSTAL_CODES.iter().find(|(code, _)| code.eq_ignore_ascii_case(&plain)).map(|(code, _)| *code);
    by_name.or_else(by_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge<'j>(settings: &'j Settings, zone: &'j Zone) -> Judge<'j> {
        Judge::new(settings, zone, zone.parse("2026-03-01").unwrap())
    }

    #[test]
    fn texts_are_judged_by_their_shape_and_country() {
        let (settings, zone) = (Settings::default(), Zone::named("Europe/Paris").unwrap());
        let judge = judge(&settings, &zone);
        for (rule, text, country, expected) in [
            (Rule::Email, "ada@example.com", None, true),
            (Rule::Email, "ada+news@mail.example.co.uk", None, true),
            (Rule::Email, "ada@example", None, false),
            (Rule::Email, "ada@@example.com", None, false),
            (Rule::Email, "ada..l@example.com", None, false),
            (Rule::Email, "n/a", None, false),
            (Rule::Phone, "06 12 34 56 78", None, true),
            (Rule::Phone, "+33 6 12 34 56 78", None, true),
            (Rule::Phone, "0612", None, false),
            (Rule::Phone, "020 7946 0018", Some("GB"), true),
            (Rule::PostalCode, "75011", None, true),
            (Rule::PostalCode, "7501", None, false),
            (Rule::PostalCode, "1000", Some("Belgique"), true),
            (Rule::PostalCode, "99999", None, false),
            (Rule::PostalCode, "SW1A 1AA", Some("GB"), true),
            (Rule::PostalCode, "whatever", Some("Atlantis"), false),
            (Rule::Status, "On-Hold", None, true),
            (Rule::Status, "weird", None, false),
        ] {
            assert_eq!(judge.text(rule, text, country), expected, "{rule:?} {text} {country:?}");
        }
    }

    #[test]
    fn days_and_numbers_are_judged_by_what_can_be() {
        let (settings, zone) = (Settings::default(), Zone::named("Europe/Paris").unwrap());
        let judge = judge(&settings, &zone);
        let day = |text: &str| i64::from(zone.day(zone.parse(text).unwrap()).0);
        for (rule, kind, value, expected) in [
            (Rule::Birth, Type::Date, day("1980-05-01"), true),
            (Rule::Birth, Type::Date, day("2026-03-02"), false),
            (Rule::Birth, Type::Date, day("1900-01-01"), false),
            (Rule::Age, Type::Number, 110_000_000, true),
            (Rule::Age, Type::Number, 111_000_000, false),
            (Rule::Age, Type::Number, -1, false),
            (Rule::NotNegative, Type::Money, -1, false),
            (Rule::Past, Type::Date, day("2026-03-01"), true),
        ] {
            assert_eq!(judge.integer(rule, kind, value), expected, "{rule:?} {value}");
        }
    }
}
