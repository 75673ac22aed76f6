//! One customer of the demo: who it is, and what the shop knows of it.

use std::io;

use super::catalogue::{CATEGORIES, Catalogue, ECO, N_STORES, Purse};
use super::chance::Chance;
use super::clock::{Clock, DAY, DAYS, END};
use super::people::{self, PLACES};
use super::persona::{PERSONAS, Persona};
use super::sheets::{Known, Sheets};

/// A customer, with what its life leaves to be written at the end.
pub(super) struct Customer {
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) persona: &'static Persona,
    /// Second of its sign-up; before history when negative.
    pub(super) signed_up: i64,
    /// Categories it buys in most.
    pub(super) tastes: Vec<usize>,
    /// What it refills, for those who do.
    pub(super) refill: usize,
    pub(super) store: usize,
    pub(super) device: &'static str,
    pub(super) company: Option<usize>,
    pub(super) source: (&'static str, &'static str),
    /// Whether it loses interest some months before the end.
    pub(super) fades: bool,
    /// Whether it has a loyalty card.
    pub(super) has_card: bool,
    /// Whether it agreed to e-mails and did not withdraw.
    pub(super) subscribed: bool,
    place: usize,
    age: i64,
    /// Moments of its orders that stand, in order.
    pub(super) ordered: Vec<i64>,
    /// Loyalty points left.
    pub(super) points: i64,
    /// Cents spent, after refunds.
    pub(super) spent: i64,
}

impl Customer {
    /// Whether the shop's application is on their telephone.
    pub(super) fn has_app(&self) -> bool {
        self.number % 5 == 2
    }

    /// How dear the goods are that it takes: who orders with codes only looks for what is cheap.
    pub(super) fn purse(&self) -> Purse {
        if self.persona.codes == 100 {
            return Purse::Careful;
        }
        match self.number % 7 {
            0 | 1 => Purse::Careful,
            2 | 3 => Purse::Generous,
            _ => Purse::Usual,
        }
    }

    /// Draws a customer by its number.
    pub(super) fn drawn(number: u64, chance: &mut Chance, catalogue: &Catalogue) -> Self {
        let persona = &PERSONAS[chance.weighted(PERSONAS.iter().map(|persona| persona.weight))];
        let known_for = chance.between(persona.known_for.0, persona.known_for.1);
        let tastes = match persona.tastes {
            [] => (0..chance.between(2, 3)).map(|_| chance.below(CATEGORIES.len())).collect(),
            tastes => tastes.to_vec(),
        };
        let place = people::drawn_place(chance);
        let mobile = persona.channels[1] > persona.channels[0];
        let device = match chance.between(1, 100) {
            drawn if drawn <= if mobile { 92 } else { 38 } => "mobile",
            drawn if drawn <= 45 => "tablet",
            _ => "desktop",
        };
        let sources = [
            ("google", "organic"),
            ("google", "cpc"),
            ("direct", ""),
            ("instagram", "social"),
            ("partner", "referral"),
        ];
        Customer {
            number,
            id: format!("C{:06}", number + 1),
            persona,
            signed_up: (DAYS - known_for) * DAY + chance.between(8 * 3600, 9 * 3600),
            refill: chance.pick(&super::catalogue::USED_UP),
            tastes,
            // The shop of the town where there is one, else any.
            store: if place < N_STORES { place } else { chance.below(N_STORES) },
            device,
            company: persona.business.then(|| chance.below(catalogue.companies.len())),
            source: chance.pick(&sources),
            fades: matches!(persona.rhythm, super::persona::Rhythm::Steady(..)) && chance.percent(12),
            has_card: chance.percent(45),
            subscribed: chance.percent(persona.newsletter.0),
            place,
            age: chance.around(persona.age.0, persona.age.1),
            ordered: Vec::new(),
            points: 0,
            spent: 0,
        }
    }

    /// The first second at which anything of it can happen within history.
    pub(super) fn begins(&self) -> i64 {
        self.signed_up.max(0)
    }

    /// How many times the usual pieces it takes: companies buy by their size.
    pub(super) fn scale(&self, catalogue: &Catalogue) -> i64 {
        match self.company.map(|company| catalogue.companies[company].size) {
            None | Some(..10) => 1,
            Some(10..250) => 2,
            Some(250..1000) => 3,
            Some(_) => 5,
        }
    }

    /// The moment of something done during a day, at an hour when people do it.
    pub(super) fn moment_on(&self, day: i64, chance: &mut Chance) -> i64 {
        let (low, high) = match chance.between(1, 10) {
            _ if self.persona.business => (8, 17),
            1..=2 => (7, 11),
            3..=5 => (12, 17),
            _ => (18, 22),
        };
        let moment = day * DAY + chance.between(low * 3600, high * 3600 + 3599);
        moment.clamp(self.begins() + 600, END - 1)
    }

    /// Writes what the shop knows of the customer; some of it is missing, as everywhere.
    pub(super) fn write(
        &self,
        chance: &mut Chance,
        catalogue: &Catalogue,
        clock: &Clock,
        sheets: &mut Sheets,
    ) -> io::Result<()> {
        let woman = chance.percent(54);
        let first = chance.pick(if woman { &people::WOMEN } else { &people::MEN });
        let family = chance.pick(&people::FAMILIES);
        let (plain_first, plain_family) = (people::plain(first), people::plain(family));
        let domain = chance.pick(&["com", "org", "net"]);
        let email = format!("{plain_first}.{plain_family}.{}@example.{domain}", self.number + 1);
        // Numbers set aside for fiction; there are ten thousand, none is given twice.
        let phone =
            (self.number.is_multiple_of(4) && self.number < 40_000).then(|| format!("+3363998{:04}", self.number / 4));
        let place = &PLACES[self.place];
        let birth = DAYS - self.age * 365 - self.age / 4 - chance.between(1, 360);
        let eco = self.tastes.iter().any(|taste| ECO.contains(taste));
        let children = (self.age >= 26 && chance.percent(55)).then(|| chance.between(1, 3));
        let marital = if self.age >= 25 && chance.percent(60) { "married" } else { "single" };
        let (profession, trade_category) = chance.pick(&people::TRADES);
        let mut interests: Vec<&str> = self.tastes.iter().map(|&taste| CATEGORIES[taste].name).collect();
        if eco {
            interests.push("écologie");
        }
        interests.sort_unstable();
        interests.dedup();
        let company = self.company.map(|company| &catalogue.companies[company]);
        let role = company.map(|_| chance.pick(&["achats", "direction", "assistanat", "comité d'entreprise"]));
        let decision_role = company.map(|_| chance.pick(&["décide", "prescrit", "utilise"]));
        let tier = self.has_card.then_some(match self.spent {
            150_000.. => "or",
            50_000.. => "argent",
            _ => "bronze",
        });
        let vip = (self.spent >= 250_000 && company.is_none()).then_some(true);
        let declared = chance.percent(72);
        let language = if place.country == "FR" || chance.percent(80) { "fr" } else { "en" };
        sheets.customers.row(&[
            &self.id,
            &email,
            &Known(phone),
            &if woman { "Mme" } else { "M." },
            &first,
            &family,
            &language,
            &Known((declared || eco).then(|| clock.date(birth))),
            &if woman { "female" } else { "male" },
            &Known(declared.then_some(marital)),
            &Known(children.filter(|_| declared)),
            &Known(declared.then_some(profession)),
            &Known(declared.then_some(trade_category)),
            &format!("{} {}", 1 + self.number % 97, people::STREETS[self.number as usize % people::STREETS.len()]),
            &place.postal_code,
            &place.city,
            &place.department,
            &place.region,
            &place.country,
            &Known(declared.then(|| serde_json::json!(interests))),
            &if company.is_some() { "business" } else { "private" },
            &Known(company.map(|company| &company.id)),
            &Known(role),
            &Known(decision_role),
            &Known(vip),
            &Known(tier),
            &Known(self.has_card.then_some(self.points)),
            &self.subscribed,
            &chance.percent(30),
            &clock.moment(self.signed_up),
            &self.source.0,
            &self.source.1,
            &Known(super::relations::home(place.city, self.number)),
            &Known(self.has_app().then(|| format!("app-{:06}", self.number + 1))),
        ])
    }
}
