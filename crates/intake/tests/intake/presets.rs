//! Known exports: told by their headers, proposed without a guess, imported without an edit.

use intake::Intake;
use model::decimal::Decimal;
use model::schema::Vocabulary;

use super::guessing::proposed;
use super::{Base, refusals, whens};

/// Headers and rows of an export, under some name that says nothing.
struct Export {
    name: &'static str,
    content: String,
}

/// An export of columns, each with its values, apart by commas in the file.
fn export(columns: &[(&str, &[&str])]) -> Export {
    let line = |cells: Vec<&str>| {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        quoted.join(",") + "\n"
    };
    let n_rows = columns[0].1.len();
    let mut content = line(columns.iter().map(|(name, _)| *name).collect());
    for row in 0..n_rows {
        content += &line(columns.iter().map(|(_, values)| values[row]).collect());
    }
    Export { name: "export.csv", content }
}

impl Export {
    fn mapping(&self) -> String {
        proposed(&[(self.name, &self.content)])
    }

    /// What comes in with the proposed mapping, which refuses nothing and says so of each of its lines.
    fn read(&self) -> Intake {
        let mapping = self.mapping();
        let vocabulary = Vocabulary::shipped();
        let base = Base { schema: vocabulary.schema, settings: vocabulary.settings, ..Base::new() };
        let intake = base.read(self.name, &self.content, &mapping);
        assert_eq!(refusals(&intake), Vec::<String>::new(), "{mapping}");
        intake
    }
}

/// The values of fields, row by row, of the batch at a position; `-` when missing.
fn rows(intake: &mut Intake, batch: usize, fields: &[&str]) -> Vec<String> {
    intake.batches.swap(0, batch);
    let columns: Vec<Vec<String>> = fields.iter().map(|field| shown(intake, field)).collect();
    intake.batches.swap(0, batch);
    let row = |row: usize| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | ");
    (0..columns[0].len()).map(row).collect()
}

/// The values of a field of the first batch, numbers with their decimals.
fn shown(intake: &Intake, field: &str) -> Vec<String> {
    let scale = super::kind(intake, field).scale();
    let decimal = |value: String| match value.parse() {
        Ok(units) if scale > 0 => Decimal::new(units, scale).to_string(),
        _ => value,
    };
    super::values(intake, field).into_iter().map(decimal).collect()
}

#[test]
fn orders_of_shopify() {
    let export = export(&[
        ("Name", &["#1001", "#1001", "#1002"]),
        ("Email", &["ana@exemple.fr", "ana@exemple.fr", "luc@exemple.fr"]),
        ("Financial Status", &["paid", "", "paid"]),
        ("Paid at", &["2026-01-02 10:00:05 +0100", "", "2026-01-03 09:00:00 +0100"]),
        ("Currency", &["EUR", "", "EUR"]),
        ("Subtotal", &["50.00", "", "20.00"]),
        ("Shipping", &["5.00", "", "0.00"]),
        ("Taxes", &["9.17", "", "3.33"]),
        ("Total", &["55.00", "", "20.00"]),
        ("Discount Code", &["HIVER", "", ""]),
        ("Discount Amount", &["5.00", "", "0.00"]),
        ("Created at", &["2026-01-02 10:00:00 +0100", "2026-01-02 10:00:00 +0100", "2026-01-03 09:00:00 +0100"]),
        ("Lineitem quantity", &["2", "1", "1"]),
        ("Lineitem name", &["Mug", "Bol", "Mug"]),
        ("Lineitem price", &["15.00", "25.00", "20.00"]),
        ("Lineitem sku", &["MUG", "BOL", "MUG"]),
        ("Lineitem discount", &["5.00", "0.00", "0.00"]),
        ("Billing Name", &["Ana Roy", "", "Luc Bel"]),
        ("Cancelled at", &["", "", "2026-01-04 09:00:00 +0100"]),
        ("Refunded Amount", &["0.00", "", "0.00"]),
        ("Id", &["5400000000001", "", "5400000000002"]),
        ("Gift wrap", &["yes", "", "no"]),
    ]);
    let mut intake = export.read();
    let order = ["order_id", "status", "amount", "shipping", "discount_code"];
    assert_eq!(rows(&mut intake, 0, &order), ["#1001 | paid | 55 | 5 | HIVER"]);
    assert_eq!(rows(&mut intake, 1, &order), ["#1002 | cancelled | 20 | 0 | -"]);
    assert_eq!(
        rows(&mut intake, 2, &["order_id", "product", "quantity", "amount"]),
        ["#1001 | MUG | 2 | 25", "#1001 | BOL | 1 | 25", "#1002 | MUG | 1 | 20"]
    );
    assert_eq!(whens(&intake.batches[1]), ["luc@exemple.fr 2026-01-03T08:00:00Z"]);
    let (of_order, of_lines) = (&intake.batches[0].fields, &intake.batches[2].fields);
    assert!(of_order.contains_key("gift_wrap") && !of_order.contains_key("lineitem_name"), "{:?}", of_order.keys());
    assert!(!of_lines.contains_key("gift_wrap"), "{:?}", of_lines.keys());
}

#[test]
fn customers_and_products_of_shopify() {
    let customers = export(&[
        ("Customer ID", &["'701", "'702"]),
        ("First Name", &["Ana", "Luc"]),
        ("Last Name", &["Roy", "Bel"]),
        ("Email", &["ana@exemple.fr", "luc@exemple.fr"]),
        ("Accepts Email Marketing", &["yes", "no"]),
        ("Default Address City", &["Nantes", "Paris"]),
        ("Default Address Zip", &["44000", "75011"]),
        ("Accepts SMS Marketing", &["no", "yes"]),
        ("Total Spent", &["55.00", "0.00"]),
        ("Tags", &["vip", ""]),
    ]);
    let fields = ["first_name", "permission.email", "permission.sms", "address.postal_code"];
    assert_eq!(rows(&mut customers.read(), 0, &fields), ["Ana | 1 | 0 | 44000", "Luc | 0 | 1 | 75011"]);
    let products = export(&[
        ("Handle", &["mug", "mug"]),
        ("Title", &["Mug", ""]),
        ("Body (HTML)", &["<p>A mug</p>", ""]),
        ("Vendor", &["Pas", ""]),
        ("Type", &["kitchen", ""]),
        ("Variant SKU", &["MUG", ""]),
        ("Variant Price", &["20.00", ""]),
        ("Image Src", &["https://exemple.fr/1.png", "https://exemple.fr/2.png"]),
    ]);
    let fields = ["product_id", "name", "category", "brand", "price"];
    assert_eq!(rows(&mut products.read(), 0, &fields), ["MUG | Mug | kitchen | Pas | 20"]);
}

#[test]
fn exports_of_woocommerce() {
    let orders = export(&[
        ("order_id", &["11", "11", "12"]),
        ("order_number", &["11", "11", "12"]),
        ("date", &["2026-01-02 10:00:00", "2026-01-02 10:00:00", "2026-07-03 09:00:00"]),
        ("status", &["completed", "completed", "cancelled"]),
        ("order_total", &["70.00", "70.00", "20.00"]),
        ("customer_id", &["3", "3", "0"]),
        ("billing_email", &["ana@exemple.fr", "ana@exemple.fr", "luc@exemple.fr"]),
        ("item_id", &["1", "2", "3"]),
        ("item_sku", &["MUG", "BOL", "MUG"]),
        ("item_name", &["Mug", "Bol", "Mug"]),
        ("item_quantity", &["2", "1", "1"]),
        ("item_total", &["33.33", "20.83", "16.67"]),
        ("item_total_tax", &["6.67", "4.17", "3.33"]),
    ]);
    let mut intake = orders.read();
    assert_eq!(
        rows(&mut intake, 0, &["order_id", "status", "amount"])[1..],
        ["11 | completed | 70", "12 | cancelled | 20"]
    );
    assert_eq!(whens(&intake.batches[0])[2], "luc@exemple.fr 2026-07-03T07:00:00Z");
    assert_eq!(rows(&mut intake, 1, &["line", "product", "amount"])[..2], ["1 | MUG | 40", "2 | BOL | 25"]);
    let customers = export(&[
        ("customer_id", &["3"]),
        ("email", &["ana@exemple.fr"]),
        ("date_registered", &["2025-12-01 08:00:00"]),
        ("billing_first_name", &["Ana"]),
        ("billing_last_name", &["Roy"]),
        ("billing_postcode", &["01500"]),
        ("total_spent", &["70.00"]),
    ]);
    let fields = ["first_name", "signed_up_at", "address.postal_code"];
    assert_eq!(rows(&mut customers.read(), 0, &fields), ["Ana | 2025-12-01T07:00:00Z | 01500"]);
    for names in [
        ["ID", "Type", "SKU", "Name", "Regular price", "Categories"],
        ["Identifiant", "Type", "UGS", "Nom", "Tarif régulier", "Catégories"],
    ] {
        let values: [&[&str]; 6] = [&["5"], &["simple"], &["MUG"], &["Mug"], &["20"], &["Cuisine"]];
        let columns: Vec<(&str, &[&str])> = names.into_iter().zip(values).collect();
        let fields = ["product_id", "name", "category", "price"];
        assert_eq!(rows(&mut export(&columns).read(), 0, &fields), ["MUG | Mug | Cuisine | 20"]);
    }
    let of_report = export(&[
        ("Name", &["Ana Roy"]),
        ("Username", &["ana"]),
        ("Last Active", &["2026-01-02 10:00:00"]),
        ("Sign Up", &["2025-12-01 08:00:00"]),
        ("Email", &["ana@exemple.fr"]),
        ("AOV", &["70"]),
    ]);
    assert_eq!(rows(&mut of_report.read(), 0, &["name", "signed_up_at"]), ["Ana Roy | 2025-12-01T07:00:00Z"]);
}

#[test]
fn exports_of_prestashop() {
    let orders = export(&[
        ("id_order", &["1", "2", "3", "4"]),
        ("reference", &["XKBKNABJK", "OHSATSERP", "UOYEVOLI", "FFATNOMMJ"]),
        ("id_customer", &["7", "7", "8", "9"]),
        ("current_state", &["5", "6", "10", "7"]),
        ("payment", &["Carte", "Carte", "Virement", "Carte"]),
        ("total_paid_tax_incl", &["61.800000", "69.900000", "14.900000", "10.000000"]),
        ("total_paid_tax_excl", &["51.500000", "58.250000", "12.420000", "8.330000"]),
        ("date_add", &["2026-01-02 10:00:00", "2026-01-03 10:00:00", "2026-01-04 10:00:00", "2026-01-05 10:00:00"]),
        ("date_upd", &["2026-01-04 10:00:00", "2026-01-04 10:00:00", "2026-01-04 10:00:00", "2026-01-06 10:00:00"]),
    ]);
    let mut intake = orders.read();
    let all: Vec<String> =
        (0..4).flat_map(|batch| rows(&mut intake, batch, &["order_id", "status", "amount", "tax"])).collect();
    assert_eq!(
        all,
        [
            "1 | paid | 61.8 | 10.3",
            "3 | pending | 14.9 | 2.48",
            "2 | cancelled | 69.9 | 11.65",
            "4 | refunded | 10 | 1.67"
        ]
    );
    let details = export(&[
        ("id_order_detail", &["1"]),
        ("id_order", &["1"]),
        ("id_customer", &["7"]),
        ("date_add", &["2026-01-02 10:00:00"]),
        ("product_id", &["2"]),
        ("product_name", &["Mug"]),
        ("product_reference", &["demo_3"]),
        ("product_quantity", &["2"]),
        ("product_quantity_refunded", &["0"]),
        ("total_price_tax_incl", &["61.80"]),
    ]);
    let fields = ["order_id", "product", "quantity", "returned_quantity", "amount"];
    assert_eq!(rows(&mut details.read(), 0, &fields), ["1 | demo_3 | 2 | 0 | 61.8"]);
    for names in [
        ["ID", "Social title", "First name", "Last name", "Email address", "Newsletter", "Registration"],
        ["ID", "Titre de civilité", "Prénom", "Nom", "Adresse e-mail", "Lettre d'information", "Inscription"],
        // As the list was before version 1.6.
        ["ID", "Title", "First Name", "Last name", "Email address", "News.", "Registration"],
    ] {
        let values: [&[&str]; 7] =
            [&["7"], &["Mme"], &["Ana"], &["Roy"], &["a@b.fr"], &["1"], &["2026-01-02 10:00:00"]];
        let columns: Vec<(&str, &[&str])> = names.into_iter().zip(values).collect();
        let fields = ["title", "first_name", "email", "permission.email", "signed_up_at"];
        assert_eq!(rows(&mut export(&columns).read(), 0, &fields), ["Mme | Ana | a@b.fr | 1 | 2026-01-02T09:00:00Z"]);
    }
}

#[test]
fn contacts_of_mailing_tools() {
    let brevo = export(&[
        ("EMAIL", &["ana@exemple.fr", "luc@exemple.fr"]),
        ("PRENOM", &["Ana", "Luc"]),
        ("SMS", &["33612345678", "33612345679"]),
        ("ADDED_TIME", &["2026-01-02 10:00:00", "2026-01-03 10:00:00"]),
        ("MODIFIED_TIME", &["2026-01-02 10:00:00", "2026-01-03 10:00:00"]),
        ("email_marketing", &["subscribed", "unsubscribed"]),
    ]);
    let mut intake = brevo.read();
    assert_eq!(rows(&mut intake, 0, &["first_name", "signed_up_at"])[0], "Ana | 2026-01-02T09:00:00Z");
    assert_eq!(
        (rows(&mut intake, 1, &["permission.email"]), rows(&mut intake, 2, &["permission.email"])),
        (vec!["1".to_owned()], vec!["0".to_owned()])
    );
    let mailchimp = export(&[
        ("Email Address", &["ana@exemple.fr"]),
        ("Prénom", &["Ana"]),
        ("MEMBER_RATING", &["2"]),
        ("OPTIN_TIME", &["2026-01-02 10:00:00"]),
        ("OPTIN_IP", &["192.0.2.1"]),
        ("CONFIRM_TIME", &["2026-01-02 10:05:00"]),
        ("LAST_CHANGED", &["2026-01-02 10:05:00"]),
        ("UNSUB_TIME", &["2026-02-02 10:05:00"]),
    ]);
    let mut intake = mailchimp.read();
    assert_eq!(rows(&mut intake, 0, &["first_name", "signed_up_at"]), ["Ana | 2026-01-02T10:05:00Z"]);
    assert_eq!(rows(&mut intake, 1, &["permission.email"]), ["0"]);
    let klaviyo = export(&[
        ("Email", &["ana@exemple.fr", "luc@exemple.fr"]),
        ("Klaviyo ID", &["01A", "01B"]),
        ("First Name", &["Ana", "Luc"]),
        ("Last Name", &["Roy", "Bel"]),
        ("Zip Code", &["01500", "75011"]),
        ("Profile Created On", &["2026-01-02 10:00:00", "2026-01-03 10:00:00"]),
        ("Email Marketing Consent", &["SUBSCRIBED", "NEVER_SUBSCRIBED"]),
    ]);
    let mut intake = klaviyo.read();
    assert_eq!(rows(&mut intake, 0, &["klaviyo_id", "address.postal_code"]), ["01A | 01500", "01B | 75011"]);
    assert_eq!(whens(&intake.batches[1]), ["ana@exemple.fr -"]);
}

#[test]
fn activity_of_mailing_tools() {
    let at = ["2026-01-02T10:00:00+00:00", "2026-01-02T11:00:00+00:00", "2026-01-02T12:00:00+00:00"];
    let who = ["ana@exemple.fr", "luc@exemple.fr", "ana@exemple.fr"];
    let brevo = export(&[
        ("event", &["delivered", "opened", "click"]),
        ("email", &who),
        ("camp_id", &["5", "5", "5"]),
        ("campaign name", &["Hiver", "Hiver", "Hiver"]),
        ("ts_event", &["1767348000", "1767351600", "1767355200"]),
    ]);
    let mailchimp = export(&[
        ("campaign_id", &["42694e9e57", "42694e9e57", "42694e9e57"]),
        ("email_address", &who),
        ("action", &["bounce", "open", "click"]),
        ("timestamp", &at),
        ("url", &["", "", "https://exemple.fr"]),
    ]);
    let klaviyo = export(&[
        ("event_name", &["Received Email", "Opened Email", "Clicked Email"]),
        ("datetime", &at),
        ("uuid", &["a1", "a2", "a3"]),
        ("person.email", &who),
        ("event_properties.Campaign Name", &["Hiver", "Hiver", "Hiver"]),
    ]);
    let as_answered = export(&[
        ("event_name", &["Received Email", "Opened Email", "Clicked Email"]),
        ("datetime", &["2026-01-02 10:00:00+00:00", "2026-01-02 11:00:00+00:00", "2026-01-02 12:00:00+00:00"]),
        ("uuid", &["a1", "a2", "a3"]),
        ("person.$email", &who),
        ("statistic_id", &["S", "S", "S"]),
    ]);
    for export in [brevo, mailchimp, klaviyo, as_answered] {
        let mut intake = export.read();
        assert_eq!(rows(&mut intake, 0, &["kind", "channel"]), ["opened | email"], "{}", export.content);
        assert_eq!(whens(&intake.batches[0]), ["luc@exemple.fr 2026-01-02T11:00:00Z"], "{}", export.content);
        assert_eq!(rows(&mut intake, 1, &["kind", "channel"]), ["clicked | email"], "{}", export.content);
    }
}

#[test]
fn exports_that_name_customers_by_name_only_are_left_aside() {
    let names = ["ID", "Référence", "Nouveau client", "Livraison", "Client", "Total", "Paiement", "État", "Date"];
    let values = ["1", "XKBKNABJK", "1", "France", "A. ROY", "61,80 €", "Carte", "Livré", "2026-01-02 10:00:00"];
    let columns: Vec<(&str, &[&str])> = names.into_iter().zip(values.iter().map(std::slice::from_ref)).collect();
    assert_eq!(export(&columns).mapping(), "zone = \"Europe/Paris\"");
}
