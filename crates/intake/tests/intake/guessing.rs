//! Mappings proposed for files nobody has described.

use std::path::PathBuf;

use intake::guess::{Asking, Voice, guess, write};
use model::schema::Vocabulary;

use super::{Base, refusals};

/// The proposal for some files, without its comments.
pub(super) fn proposed(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        })
        .collect();
    let Vocabulary { schema, settings } = Vocabulary::shipped();
    let asking = Asking { files: &paths, schema: &schema, settings: &settings, progress: &|_| {} };
    let guess = guess(&asking).unwrap();
    let voice = Voice { say: &|phrase| format!("<{phrase}>"), count: &|count| count.to_string() };
    let text = write(&guess, "Europe/Paris", voice);
    let bare = text.lines().filter(|line| !line.starts_with('#')).map(|line| match line.split_once('#') {
        Some((line, _)) => line.trim_end(),
        None => line,
    });
    bare.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn check(files: &[(&str, &str)], expected: &str) {
    let lines = std::iter::once("zone = \"Europe/Paris\"").chain(expected.trim().lines());
    assert_eq!(proposed(files), lines.collect::<Vec<_>>().join("\n"));
}

const CUSTOMERS: (&str, &str) = (
    "clients.csv",
    "N° client;Civilité;Nom;Prénom;Adresse e-mail;Date de naissance;Code postal;Ville;Pointure;Couleur des yeux\n\
     1;Mme;Martin;Ana;ana@exemple.fr;31/12/1990;44000;Nantes;38;brun\n\
     2;M.;Petit;Luc;luc@exemple.fr;01/02/1985;75011;Paris;43;vert\n\
     3;M.;Roux;Tom;tom@exemple.fr;13/05/2001;44000;Nantes;42;brun\n",
);
const ORDERS: (&str, &str) = (
    "commandes.csv",
    "Numéro de commande;N° client;Date de commande;Montant TTC;Code promo;Statut\n\
     C1;1;2026-01-02 10:00;59,90;;Livrée\n\
     C2;2;2026-01-03 11:30;12,00;HIVER;Livrée\n\
     C3;1;2026-02-03 11:30;99,00;;Annulée\n",
);
const LINES: (&str, &str) = (
    "lignes.csv",
    "Numéro de commande,N° client,Date de commande,Code article,Qté,Prix unitaire\n\
     C1,1,2026-01-02 10:00,A1,1,29.90\nC1,1,2026-01-02 10:00,A2,2,15.00\nC2,2,2026-01-03 11:30,A1,1,12.00\n",
);
const PRODUCTS: (&str, &str) =
    ("produits.csv", "Code article,Nom,Catégorie,Marque\nA1,Chaussure,chaussures,Pas\nA2,Lacet,accessoires,Pas\n");

#[test]
fn customers_of_a_french_shop() {
    check(
        &[CUSTOMERS],
        r#"
[[file]]
match = "clients.csv"
date_order = "dmy"
  [[file.feed]]
  attributes = true
  customer = "N° client"
  [file.feed.fields]
  email = "Adresse e-mail"
  title = "Civilité"
  last_name = "Nom"
  first_name = "Prénom"
  birth_date = "Date de naissance"
  "address.postal_code" = "Code postal"
  "address.city" = "Ville"
  shoe_size = "Pointure"
  couleur_des_yeux = "Couleur des yeux"
"#,
    );
}

#[test]
fn orders_lines_and_products_are_put_together() {
    check(
        &[LINES, ORDERS, PRODUCTS],
        r#"
[[file]]
match = "produits.csv"
  [[file.feed]]
  table = "products"
  key = "Code article"
  [file.feed.fields]
  name = "Nom"
  category = "Catégorie"
  brand = "Marque"
[[file]]
match = "commandes.csv"
  [[file.feed]]
  stream = "order"
  customer = "N° client"
  at = "Date de commande"
  [file.feed.fields]
  order_id = "Numéro de commande"
  amount = "Montant TTC"
  status = "Statut"
  discount_code = "Code promo"
[[file]]
match = "lignes.csv"
  [[file.feed]]
  stream = "order_line"
  customer = "N° client"
  at = "Date de commande"
  [file.feed.fields]
  order_id = "Numéro de commande"
  product = "Code article"
  quantity = "Qté"
  amount = { value = "`Qté` * `Prix unitaire`", type = "money" }
  prix_unitaire = { column = "Prix unitaire", type = "money" }
"#,
    );
}

#[test]
fn lines_alone_make_the_orders_and_cancellations_are_refunds() {
    let lines = "invoice,stock_code,quantity,invoice_date,price,customer_id\n\
                 489434,A1,12,2025-12-01 07:45,6.95,13085\n489434,A2,2,2025-12-01 07:45,1.25,13085\n\
                 489435,A1,1,2025-12-02 07:45,6.95,13086\nC489436,A1,-2,2025-12-03 09:00,6.95,13085\n";
    let proposed = proposed(&[("transactions.csv", lines)]);
    for expected in [
        "stream = \"refund\"\n  where = \"invoice starts with 'C'\"",
        "amount = { value = \"-(quantity * price)\", type = \"money\" }",
        "stream = \"order_line\"\n  where = \"not (invoice starts with 'C')\"",
        "lines = \"order_line\"\n  key = \"order_id\"\n  sum = [\"quantity\", \"amount\"]",
    ] {
        assert!(proposed.contains(expected), "{expected} is not in\n{proposed}");
    }
}

#[test]
fn customers_may_be_known_by_their_address_alone() {
    let proposed = proposed(&[("abonnes.csv", "mail,fname\na@b.fr,Ana\nc@d.fr,Luc\n")]);
    assert!(proposed.contains("id_kind = \"email\""), "{proposed}");
    assert!(proposed.contains("customer = \"mail\""), "{proposed}");
    assert!(proposed.contains("first_name = \"fname\""), "{proposed}");
}

#[test]
fn times_are_looked_up_in_a_table_among_the_files() {
    let campaigns = ("campaign_descriptions.csv", "campaign_id,start_date\n1,2026-01-02\n2,2026-02-03\n");
    let sent = ("campaigns.csv", "campaign_id,customer_id\n1,7\n2,7\n1,8\n");
    let proposed = proposed(&[sent, campaigns]);
    assert!(proposed.contains("at = { lookup = \"campaigns.start_date\", by = \"campaign_id\" }"), "{proposed}");
    assert!(proposed.find("table = \"campaigns\"") < proposed.find("stream = \"message\""), "{proposed}");
}

#[test]
fn what_tells_no_customer_is_left_aside() {
    check(&[("stock.csv", "week,level\n1,5\n1,6\n2,5\n")], "");
    check(&[("vide.csv", "a,b\n")], "");
}

#[test]
fn a_proposal_is_a_mapping_that_takes_all_rows() {
    let mapping = proposed(&[CUSTOMERS, ORDERS, PRODUCTS]);
    let vocabulary = Vocabulary::shipped();
    for (name, content) in [PRODUCTS, CUSTOMERS, ORDERS] {
        let base = Base { schema: vocabulary.schema.clone(), settings: vocabulary.settings.clone(), ..Base::new() };
        let intake = base.read(name, content, &mapping);
        assert_eq!(refusals(&intake), Vec::<String>::new(), "{name}");
    }
}
