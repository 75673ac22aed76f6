//! Names, places and trades that the demo's customers are drawn from. Nobody in it is real.

use std::io;

use super::chance::Chance;
use super::sheets::Sheets;

/// A place where customers live.
pub(super) struct Place {
    pub(super) city: &'static str,
    pub(super) postal_code: &'static str,
    pub(super) department: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
    weight: i64,
    urbanity: &'static str,
    climate: &'static str,
}

const fn place(
    city: &'static str,
    postal_code: &'static str,
    department: &'static str,
    region: &'static str,
    climate: &'static str,
    weight: i64,
) -> Place {
    let urbanity = if weight >= 8 {
        "urban"
    } else if weight >= 3 {
        "suburban"
    } else {
        "rural"
    };
    Place { city, postal_code, department, region, country: "FR", weight, urbanity, climate }
}

const fn abroad(
    city: &'static str,
    postal_code: &'static str,
    region: &'static str,
    country: &'static str,
    weight: i64,
) -> Place {
    Place { city, postal_code, department: "", region, country, weight, urbanity: "urban", climate: "oceanic" }
}

/// Where customers live; the shops stand in the first ones.
pub(super) const PLACES: [Place; 48] = [
    place("Paris", "75011", "Paris", "Île-de-France", "oceanic", 40),
    place("Lyon", "69003", "Rhône", "Auvergne-Rhône-Alpes", "continental", 24),
    place("Marseille", "13006", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur", "mediterranean", 20),
    place("Toulouse", "31000", "Haute-Garonne", "Occitanie", "oceanic", 18),
    place("Bordeaux", "33000", "Gironde", "Nouvelle-Aquitaine", "oceanic", 17),
    place("Nantes", "44000", "Loire-Atlantique", "Pays de la Loire", "oceanic", 16),
    place("Lille", "59000", "Nord", "Hauts-de-France", "oceanic", 16),
    place("Strasbourg", "67000", "Bas-Rhin", "Grand Est", "continental", 13),
    place("Rennes", "35000", "Ille-et-Vilaine", "Bretagne", "oceanic", 13),
    place("Montpellier", "34000", "Hérault", "Occitanie", "mediterranean", 13),
    place("Grenoble", "38000", "Isère", "Auvergne-Rhône-Alpes", "mountain", 12),
    place("Annecy", "74000", "Haute-Savoie", "Auvergne-Rhône-Alpes", "mountain", 9),
    place("Nice", "06000", "Alpes-Maritimes", "Provence-Alpes-Côte d'Azur", "mediterranean", 12),
    place("Paris", "75018", "Paris", "Île-de-France", "oceanic", 22),
    place("Boulogne-Billancourt", "92100", "Hauts-de-Seine", "Île-de-France", "oceanic", 12),
    place("Versailles", "78000", "Yvelines", "Île-de-France", "oceanic", 8),
    place("Montreuil", "93100", "Seine-Saint-Denis", "Île-de-France", "oceanic", 9),
    place("Créteil", "94000", "Val-de-Marne", "Île-de-France", "oceanic", 7),
    place("Rouen", "76000", "Seine-Maritime", "Normandie", "oceanic", 8),
    place("Caen", "14000", "Calvados", "Normandie", "oceanic", 7),
    place("Brest", "29200", "Finistère", "Bretagne", "oceanic", 7),
    place("Vannes", "56000", "Morbihan", "Bretagne", "oceanic", 5),
    place("Angers", "49000", "Maine-et-Loire", "Pays de la Loire", "oceanic", 7),
    place("La Rochelle", "17000", "Charente-Maritime", "Nouvelle-Aquitaine", "oceanic", 6),
    place("Bayonne", "64100", "Pyrénées-Atlantiques", "Nouvelle-Aquitaine", "oceanic", 6),
    place("Limoges", "87000", "Haute-Vienne", "Nouvelle-Aquitaine", "oceanic", 4),
    place("Clermont-Ferrand", "63000", "Puy-de-Dôme", "Auvergne-Rhône-Alpes", "continental", 7),
    place("Saint-Étienne", "42000", "Loire", "Auvergne-Rhône-Alpes", "continental", 6),
    place("Dijon", "21000", "Côte-d'Or", "Bourgogne-Franche-Comté", "continental", 7),
    place("Besançon", "25000", "Doubs", "Bourgogne-Franche-Comté", "continental", 5),
    place("Tours", "37000", "Indre-et-Loire", "Centre-Val de Loire", "oceanic", 7),
    place("Orléans", "45000", "Loiret", "Centre-Val de Loire", "oceanic", 6),
    place("Reims", "51100", "Marne", "Grand Est", "continental", 7),
    place("Metz", "57000", "Moselle", "Grand Est", "continental", 6),
    place("Amiens", "80000", "Somme", "Hauts-de-France", "oceanic", 5),
    place("Perpignan", "66000", "Pyrénées-Orientales", "Occitanie", "mediterranean", 5),
    place("Aix-en-Provence", "13100", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur", "mediterranean", 7),
    place("Ajaccio", "20000", "Corse-du-Sud", "Corse", "mediterranean", 3),
    place("Briançon", "05100", "Hautes-Alpes", "Provence-Alpes-Côte d'Azur", "mountain", 2),
    place("Aurillac", "15000", "Cantal", "Auvergne-Rhône-Alpes", "mountain", 2),
    place("Mende", "48000", "Lozère", "Occitanie", "mountain", 1),
    place("Redon", "35600", "Ille-et-Vilaine", "Bretagne", "oceanic", 2),
    abroad("Bruxelles", "1000", "Bruxelles-Capitale", "BE", 9),
    abroad("Liège", "4000", "Wallonie", "BE", 4),
    abroad("Namur", "5000", "Wallonie", "BE", 2),
    abroad("Genève", "1201", "Genève", "CH", 5),
    abroad("Lausanne", "1003", "Vaud", "CH", 4),
    abroad("Luxembourg", "L-1111", "Luxembourg", "LU", 3),
];

/// A place, as likely as people live there.
pub(super) fn drawn_place(chance: &mut Chance) -> usize {
    chance.weighted(PLACES.iter().map(|place| place.weight))
}

/// Writes the table of postal codes.
pub(super) fn write_postal_codes(sheets: &mut Sheets) -> io::Result<()> {
    for place in &PLACES {
        sheets.postal_codes.row(&[
            &place.postal_code,
            &place.city,
            &place.department,
            &place.region,
            &place.country,
            &place.urbanity,
            &place.climate,
        ])?;
    }
    Ok(())
}

/// First names given to women.
#[rustfmt::skip]
pub(super) const WOMEN: [&str; 36] = [
    "Adèle", "Agathe", "Alice", "Aminata", "Anaïs", "Anne", "Aurélie", "Camille", "Caroline", "Chloé", "Claire", "Élise",
    "Emma", "Fatou", "Florence", "Françoise", "Hélène", "Inès", "Isabelle", "Jade", "Jeanne", "Julie", "Laura", "Léa",
    "Lina", "Louise", "Manon", "Margaux", "Marie", "Mathilde", "Nadia", "Nathalie", "Sarah", "Sophie", "Valérie", "Zoé",
];

/// First names given to men.
#[rustfmt::skip]
pub(super) const MEN: [&str; 36] = [
    "Adam", "Alain", "Alexandre", "Antoine", "Arthur", "Baptiste", "Benoît", "Bruno", "Cédric", "Christophe", "Damien",
    "David", "Éric", "Étienne", "Florian", "Gabriel", "Guillaume", "Hugo", "Ibrahim", "Jean", "Jules", "Julien", "Karim",
    "Laurent", "Léo", "Louis", "Lucas", "Mathieu", "Maxime", "Mehdi", "Nicolas", "Olivier", "Paul", "Philippe", "Samir", "Thomas",
];

/// Family names.
#[rustfmt::skip]
pub(super) const FAMILIES: [&str; 48] = [
    "Arnaud", "Aubert", "Barbier", "Benali", "Bernard", "Blanc", "Bonnet", "Boucher", "Brun", "Carpentier", "Chevalier",
    "Clément", "Colin", "Da Silva", "Deschamps", "Diallo", "Dubois", "Dumas", "Durand", "Fabre", "Faure", "Fontaine",
    "Garnier", "Gauthier", "Girard", "Guérin", "Haddad", "Henry", "Lambert", "Lefèvre", "Lemoine", "Leroy", "Marchand",
    "Martin", "Mercier", "Meunier", "Moreau", "Morin", "Nguyen", "Noël", "Perrin", "Petit", "Renard", "Rousseau", "Roy",
    "Simon", "Traoré", "Vidal",
];

/// Professions, each with its socio-professional category.
pub(super) const TRADES: [(&str, &str); 15] = [
    ("enseignante ou enseignant", "cadres et professions intellectuelles supérieures"),
    ("ingénierie", "cadres et professions intellectuelles supérieures"),
    ("direction", "cadres et professions intellectuelles supérieures"),
    ("médecine", "cadres et professions intellectuelles supérieures"),
    ("soins infirmiers", "professions intermédiaires"),
    ("technique", "professions intermédiaires"),
    ("commerce", "professions intermédiaires"),
    ("secrétariat", "employés"),
    ("vente", "employés"),
    ("services à la personne", "employés"),
    ("bâtiment", "ouvriers"),
    ("logistique", "ouvriers"),
    ("artisanat", "artisans, commerçants et chefs d'entreprise"),
    ("agriculture", "agriculteurs exploitants"),
    ("études", "autres personnes sans activité professionnelle"),
];

/// Streets that many towns have.
pub(super) const STREETS: [&str; 8] = [
    "rue de l'Église",
    "place de la Mairie",
    "rue des Écoles",
    "avenue de la Gare",
    "chemin des Vignes",
    "rue du Moulin",
    "impasse des Lilas",
    "route de Nîmes",
];

/// A name as it stands in an e-mail address.
pub(super) fn plain(name: &str) -> String {
    let letters = name.to_lowercase();
    let plain = letters.chars().map(|letter| match letter {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        ' ' => '-',
        other => other,
    });
    plain.collect()
}
