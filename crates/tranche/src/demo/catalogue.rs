//! What the demo shop sells and where: products, shops, client companies and campaigns.

use std::io;

use super::chance::Chance;
use super::clock::{Clock, DAYS};
use super::people::PLACES;
use super::sheets::{Amount, Known, Sheets};

/// A kind of goods.
pub(super) struct Category {
    pub(super) name: &'static str,
    department: &'static str,
    brands: &'static [&'static str],
    goods: &'static [&'static str],
    /// Lowest and highest price, in euros.
    price: (i64, i64),
    /// How many days one piece lasts, for what is used up.
    life: Option<(i64, i64)>,
    /// A JSON list of words, or nothing.
    tags: &'static str,
}

const fn kind(
    name: &'static str,
    department: &'static str,
    brands: &'static [&'static str],
    price: (i64, i64),
    goods: &'static [&'static str],
) -> Category {
    Category { name, department, brands, goods, price, life: None, tags: "" }
}

const SPORT: &[&str] = &["Altivo", "Foulée", "Nordet"];
const OUTSIDE: &[&str] = &["Rocaille", "Halte", "Nordet"];
const HOUSE: &[&str] = &["Brindille", "Petit Cap"];
const GREEN: &[&str] = &["Verdane", "Racines & Cie"];

/// Position of the first category of the eco-minded (`eco`, then `bio`) in [`CATEGORIES`].
pub(super) const ECO: [usize; 2] = [0, 1];
/// Positions of the categories of goods that are used up.
pub(super) const USED_UP: [usize; 3] = [2, 3, 4];

/// What is sold, laid out as a table.
#[rustfmt::skip]
pub(super) const CATEGORIES: [Category; 17] = [
    Category {
        tags: r#"["eco","durable"]"#,
        ..kind("eco", "responsable", GREEN, (19, 95), &[
            "Gourde isotherme", "Sac à dos recyclé", "Veste en coton recyclé", "Lampe solaire", "Kit zéro déchet",
            "Couverture en laine recyclée", "Baskets végétales", "Composteur d'appartement", "Polaire recyclée",
        ])
    },
    Category {
        tags: r#"["eco","bio"]"#,
        ..kind("bio", "responsable", GREEN, (12, 60), &[
            "Coffret de soins bio", "Savon surgras bio", "Huile de massage bio", "Panier gourmand bio",
            "Crème visage bio", "Infusion bio", "Shampoing solide bio",
        ])
    },
    Category {
        life: Some((28, 45)),
        ..kind("café", "épicerie", &["Torréfaction du Port", "Matin Clair"], (9, 24), &[
            "Café en grains 1 kg", "Café moulu 500 g", "Capsules par 50", "Café d'altitude",
        ])
    },
    Category {
        life: Some((30, 60)),
        ..kind("compléments", "épicerie", &["Vitalis", "Altivo"], (14, 39), &[
            "Magnésium marin", "Protéines végétales", "Vitamines d'hiver", "Oméga 3", "Électrolytes",
        ])
    },
    Category {
        life: Some((35, 60)),
        ..kind("animaux", "animaux", &["Bonne Patte"], (22, 62), &[
            "Croquettes chien 10 kg", "Croquettes chat 4 kg", "Litière végétale", "Pâtée chat par 24",
        ])
    },
    kind("running", "sport", SPORT, (18, 149), &[
        "Chaussures de running", "Maillot respirant", "Short léger", "Montre cardio", "Veste coupe-vent",
    ]),
    kind("tennis", "sport", SPORT, (8, 189), &["Raquette", "Balles par 4", "Sac de tennis", "Jupe de tennis", "Cordage"]),
    kind("yoga", "sport", SPORT, (15, 79), &["Tapis de yoga", "Brique en liège", "Legging", "Coussin de méditation"]),
    kind("vélo", "sport", SPORT, (12, 990), &["Casque", "Antivol", "Sacoche", "Vélo de ville", "Compteur", "Cuissard"]),
    kind("randonnée", "plein air", OUTSIDE, (19, 179), &[
        "Chaussures de marche", "Bâtons", "Sac 30 litres", "Pantalon modulable", "Veste imperméable",
    ]),
    kind("camping", "plein air", OUTSIDE, (15, 249), &["Tente 3 places", "Duvet", "Matelas gonflant", "Réchaud", "Lanterne"]),
    kind("ski", "plein air", OUTSIDE, (25, 320), &["Masque de ski", "Gants chauds", "Veste de ski", "Casque de ski"]),
    kind("cuisine", "maison", HOUSE, (9, 159), &["Cocotte en fonte", "Couteau d'office", "Moule à tarte", "Carafe", "Poêle"]),
    kind("linge de maison", "maison", HOUSE, (14, 129), &["Parure de lit", "Drap de bain", "Plaid", "Nappe en lin"]),
    kind("décoration", "maison", HOUSE, (8, 110), &["Bougie", "Vase en grès", "Miroir", "Guirlande", "Coussin"]),
    kind("jardin", "maison", HOUSE, (7, 199), &["Sécateur", "Jardinière", "Transat", "Arrosoir", "Parasol"]),
    kind("enfants", "enfants", &["Petit Cap", "Bout de Chou"], (9, 85), &[
        "Bottes de pluie", "Trottinette", "Combinaison de ski enfant", "Gigoteuse", "Jeu de plein air",
    ]),
];

/// A product on sale.
pub(super) struct Product {
    pub(super) id: String,
    pub(super) category: usize,
    name: String,
    brand: &'static str,
    /// Price in cents today.
    price: i64,
    cost: i64,
    /// Day of its launch; before history when negative.
    pub(super) launched: i64,
    pub(super) life: Option<i64>,
}

impl Product {
    /// Its price in cents on a day: prices have risen by about three in a hundred a year.
    pub(super) fn price_on(&self, day: i64) -> i64 {
        self.price * (1000 - (DAYS - day) * 60 / DAYS) / 1000
    }

    /// What one pays for it on a day: in the sales, goods at so many euros ninety cost a quarter less.
    pub(super) fn paid_on(&self, day: i64, clock: &Clock) -> i64 {
        let in_sales = matches!(clock.month_day(day), (1, 8..=31) | (2, 1..=4) | (6, 25..=30) | (7, 1..=22));
        let is_reduced = in_sales && self.price % 100 == 90;
        self.price_on(day) * if is_reduced { 75 } else { 100 } / 100
    }

    /// Its cost in cents.
    pub(super) fn cost(&self) -> i64 {
        self.cost
    }

    /// The name of its category.
    pub(super) fn category_name(&self) -> &'static str {
        CATEGORIES[self.category].name
    }
}

/// How dear the goods are that a customer takes among those of one kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purse {
    /// The cheaper half.
    Careful,
    /// Any.
    Usual,
    /// The dearer half.
    Generous,
}

/// A client company.
pub(super) struct Company {
    pub(super) id: String,
    name: String,
    /// Employees.
    pub(super) size: i64,
    sector: &'static str,
}

/// A campaign of messages.
pub(super) struct Campaign {
    pub(super) id: String,
    name: String,
    pub(super) kind: &'static str,
    pub(super) day: i64,
}

/// All that is sold, where, to which companies, and by which campaigns.
pub(super) struct Catalogue {
    pub(super) products: Vec<Product>,
    /// Positions of the products of each category, the cheapest first.
    of_category: Vec<Vec<usize>>,
    /// Positions of the products launched during history, earliest first.
    pub(super) launches: Vec<usize>,
    pub(super) companies: Vec<Company>,
    pub(super) campaigns: Vec<Campaign>,
}

/// How many shops there are; each stands in the place of the same position.
pub(super) const N_STORES: usize = 12;

/// The identifier of a shop.
pub(super) fn store_id(store: usize) -> String {
    format!("M{:02}", store + 1)
}

impl Catalogue {
    /// Draws a catalogue for so many customers.
    pub(super) fn drawn(chance: &mut Chance, customers: usize) -> Self {
        let mut products: Vec<Product> = Vec::new();
        for (category, kind) in CATEGORIES.iter().enumerate() {
            for brand in kind.brands {
                for good in kind.goods {
                    let euros = chance.between(kind.price.0, chance_ceiling(kind.price));
                    let price = euros * 100 + chance.pick(&[0, 50, 90, 90, 95]);
                    products.push(Product {
                        id: format!("P{:04}", products.len() + 1),
                        category,
                        name: format!("{good} {brand}"),
                        brand,
                        price,
                        cost: price * chance.between(42, 64) / 100,
                        launched: -chance.between(30, 1600),
                        life: kind.life.map(|(low, high)| chance.between(low, high)),
                    });
                }
            }
        }
        // One product in five comes out during history, spread evenly so that there is always something new.
        let n_launches = products.len() / 5;
        for launch in 0..n_launches {
            let position = (launch * 5 + chance.below(5)).min(products.len() - 1);
            products[position].launched = 8 + launch as i64 * (DAYS - 20) / n_launches as i64;
            products[position].name.push_str(" (nouveauté)");
        }
        let of_category = (0..CATEGORIES.len())
            .map(|category| {
                let is_in = |product: &usize| products[*product].category == category;
                let mut of_it: Vec<usize> = (0..products.len()).filter(is_in).collect();
                of_it.sort_by_key(|&product| products[product].price);
                of_it
            })
            .collect();
        let mut launches: Vec<usize> = (0..products.len()).filter(|&product| products[product].launched >= 0).collect();
        launches.sort_by_key(|&product| products[product].launched);
        let companies = (0..(customers / 60).max(5)).map(|number| company(number, chance)).collect();
        Catalogue { products, of_category, launches, companies, campaigns: campaigns() }
    }

    /// A product of a category that is on sale on a day, as dear as the customer likes.
    pub(super) fn product_of(&self, category: usize, day: i64, purse: Purse, chance: &mut Chance) -> usize {
        let candidates = &self.of_category[category];
        let drawn = chance.below(candidates.len());
        let rank = match purse {
            Purse::Careful => drawn / 2,
            Purse::Usual => drawn,
            Purse::Generous => (candidates.len() + drawn) / 2,
        };
        // What is not out yet makes room for the next cheaper one, or dearer where there is none.
        let (cheaper, dearer) = candidates.split_at(rank + 1);
        let mut nearest = cheaper.iter().rev().chain(dearer).copied();
        nearest.find(|&product| self.products[product].launched <= day).unwrap_or(candidates[rank])
    }

    /// Writes the reference tables.
    pub(super) fn write(&self, sheets: &mut Sheets, clock: &Clock) -> io::Result<()> {
        for product in &self.products {
            let kind = &CATEGORIES[product.category];
            sheets.products.row(&[
                &product.id,
                &product.name,
                &kind.department,
                &kind.name,
                &product.brand,
                &Amount(product.price),
                &Amount(product.cost),
                &clock.date(product.launched),
                &Known(product.life),
                &kind.tags,
            ])?;
        }
        for (store, place) in PLACES.iter().take(N_STORES).enumerate() {
            let opened = clock.date(-400 - 150 * store as i64);
            let name = format!("Cap Garrigue {}", place.city);
            sheets.stores.row(&[
                &store_id(store),
                &name,
                &place.city,
                &place.department,
                &place.region,
                &place.country,
                &opened,
            ])?;
        }
        for company in &self.companies {
            let revenue = Amount(company.size * 14_500_000);
            sheets.companies.row(&[&company.id, &company.name, &company.size, &company.sector, &revenue])?;
        }
        for campaign in &self.campaigns {
            let (start, end) = (clock.date(campaign.day), clock.date(campaign.day + 10));
            sheets.campaigns.row(&[&campaign.id, &campaign.name, &campaign.kind, &"email", &start, &end])?;
        }
        Ok(())
    }
}

/// Most goods are in the lower part of their price range.
fn chance_ceiling((low, high): (i64, i64)) -> i64 {
    if high > 300 { low + (high - low) / 4 } else { low + (high - low) * 2 / 3 }
}

fn company(number: usize, chance: &mut Chance) -> Company {
    let firsts =
        ["Atelier", "Comptoir", "Studio", "Domaine", "Société", "Maison", "Groupe", "Clinique", "Hôtel", "Club"];
    let seconds = [
        "du Parc",
        "des Halles",
        "du Littoral",
        "des Cimes",
        "de l'Estuaire",
        "du Marais",
        "des Tilleuls",
        "du Viaduc",
    ];
    let sectors = ["hôtellerie", "sport", "santé", "industrie", "services", "commerce", "éducation"];
    let (low, high) =
        chance.pick(&[(1, 9), (1, 9), (10, 49), (10, 49), (50, 249), (50, 249), (250, 999), (1000, 4800)]);
    Company {
        id: format!("E{:04}", number + 1),
        name: format!("{} {} {}", chance.pick(&firsts), chance.pick(&seconds), number + 1),
        size: chance.between(low, high),
        sector: chance.pick(&sectors),
    }
}

/// A newsletter every four weeks, a word on launches every two months, and one on each season's sales.
fn campaigns() -> Vec<Campaign> {
    let mut campaigns = Vec::new();
    let mut add = |prefix: &str, name: &str, kind: &'static str, first: i64, every: i64| {
        let days = (0..).map(|n| first + n * every).take_while(|&day| day < DAYS);
        for (number, day) in days.enumerate() {
            let number = number + 1;
            campaigns.push(Campaign {
                id: format!("{prefix}{number:02}"),
                name: format!("{name} n° {number}"),
                kind,
                day,
            });
        }
    };
    add("N", "La lettre du Cap", "newsletter", 6, 28);
    add("L", "Les nouveautés", "launch", 20, 61);
    add("S", "Les soldes", "sales", 45, 91);
    campaigns
}
