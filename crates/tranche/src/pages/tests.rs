//! Pages over a small demo shop, asked through the router as a browser does.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use model::time::{Day, Instant};
use tower::ServiceExt;

use crate::demo::{DemoSettings, write_shop};
use crate::ops::apply::apply;
use crate::ops::base::{Base, Choices};
use crate::ops::definition_files::{DefinitionFile, DefinitionFiles};
use crate::ops::import::Request as Import;
use crate::ops::review::Going;
use crate::serve::{House, router};

const END: &str = "2026-03-01";
const RECEIVED: Instant = Instant(1_780_000_000_000_000);

/// Segments of the shop: one named by another, one with markup in its name, and a segmentation.
const SEGMENTS: [(&str, &str); 4] = [
    ("buyers", "name.en = \"Buyers\"\nname.fr = \"Acheteurs\"\nfamily = \"value\"\ndefinition = \"any(order)\"\n"),
    ("regulars", "name.en = \"Regulars\"\ndefinition = \"in segment 'buyers' and count(order) >= 3\"\n"),
    ("odd", "name.en = \"<b>Odd</b>\"\ndefinition = \"never(order)\"\n"),
    (
        "halves",
        "name.en = \"Halves\"\n[[parts]]\nid = \"some\"\nname.en = \"Some\"\ndefinition = \"any(order)\"\n[rest]\nid = \"none\"\n",
    ),
];

struct Shop {
    folder: tempfile::TempDir,
}

fn shop() -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let files = tempfile::tempdir().unwrap();
    let settings = DemoSettings { customers: 60, until: Day::parse(END).unwrap(), seed: 1 };
    write_shop(files.path(), &settings, &|_, _| ()).unwrap();
    let mut base = Base::init(&folder.path().join("base"), Choices::default()).unwrap();
    let mapping = files.path().join("mapping.toml");
    let mut paths: Vec<_> = std::fs::read_dir(files.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| *path != mapping);
    let request = Import::new(&mapping, &paths).unwrap();
    for path in request.files() {
        request.import(&mut base, path, RECEIVED, &|_| ()).unwrap();
    }
    let file = |(id, text): &(&str, &str)| DefinitionFile { id: (*id).to_owned(), text: (*text).to_owned() };
    let files = DefinitionFiles { segments: SEGMENTS.iter().map(file).collect(), ..DefinitionFiles::default() };
    apply(&mut base, &files, &Going::None, RECEIVED).unwrap();
    Shop { folder }
}

impl Shop {
    async fn send(&self, method: &str, address: &str) -> Response<Body> {
        let request = Request::builder().method(method).uri(address).body(Body::empty()).unwrap();
        let house = House::open(self.folder.path().join("base")).unwrap();
        router(house).oneshot(request).await.unwrap()
    }

    async fn form(&self, address: &str, fields: &str) -> Response<Body> {
        let request = Request::post(address).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let house = House::open(self.folder.path().join("base")).unwrap();
        router(house).oneshot(request.body(Body::from(fields.to_owned())).unwrap()).await.unwrap()
    }

    async fn get(&self, address: &str) -> (StatusCode, String) {
        let response = self.send("GET", address).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[tokio::test]
async fn every_page_of_segments_and_customers_answers() {
    let shop = shop();
    for address in [
        "/?as_of=2026-03-01",
        "/?as_of=2026-03-01&trends=1",
        "/segments?as_of=2026-03-01&sort=-change",
        "/segments?q=buyers&family=value",
        "/segments/buyers?as_of=2026-03-01",
        "/segments/halves%2Fsome?as_of=2026-03-01",
        "/segments/buyers?view=makeup&by=age",
        "/segments/buyers?view=overlap",
        "/segments/buyers?view=versions",
        "/customers",
        "/customers?q=C00",
        "/customers/C000007?why=buyers&since=1",
        "/search?q=buy",
        "/api/overview",
        "/api/movements?as_of=2026-03-01",
        "/api/segments/buyers",
        "/api/segments/buyers/history?as_of=2026-03-01",
        "/api/segments/buyers/members?column=email",
        "/api/segments/buyers/makeup?by=age",
        "/api/segments/buyers/overlap",
        "/api/customers/C000007",
        "/api/customers?q=C00",
        "/api/search?q=buy",
        "/api/data",
        "/api/library?family=value",
        "/api/library/vip?share=90",
        "/api/customers/C000007/timeline?rows=3",
        "/api/customers/C000007/identity",
        "/api/customers/C000007/reasons?segment=buyers",
        "/api/segments/buyers/versions",
        "/api/segmentations?as_of=2026-03-01",
        "/api/imports",
        "/api/lists",
        "/api/quality?as_of=2026-03-01",
        "/api/refused",
        "/api/schema",
        "/data/schema",
        "/data",
        "/api/openapi.json",
    ] {
        for lang in ["en", "fr"] {
            let joint = if address.contains('?') { '&' } else { '?' };
            let (status, page) = shop.get(&format!("{address}{joint}lang={lang}")).await;
            assert_eq!(status, StatusCode::OK, "{address}: {page}");
            assert!(!page.contains("<b>Odd</b>"), "{address}: the name of a segment is written as markup");
        }
    }
    for address in
        ["/segments/nobody", "/customers/nobody", "/segments/buyers?view=makeup&by=nothing", "/api/segments/x"]
    {
        assert_eq!(shop.get(address).await.0, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn members_are_sorted_exported_and_explained() {
    let shop = shop();
    let (_, page) = shop.get("/segments/buyers?view=members&column=orders&sort=-orders&as_of=2026-03-01").await;
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
    assert!(page.contains("?why=buyers"), "each member has its reasons");
    let (_, text) = shop.get("/segments/buyers/members.csv?column=orders&sort=-orders&as_of=2026-03-01").await;
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let orders: Vec<u32> =
        lines[1..].iter().filter_map(|line| line.split(',').nth(1)?.split('.').next()?.parse().ok()).collect();
    assert_eq!(lines[0], "id,Orders");
    assert!(orders.len() > 10 && orders.is_sorted_by(|a, b| a >= b), "{orders:?}");
    let workbook = shop.send("GET", "/segments/halves%2Fsome/members.xlsx").await;
    assert!(workbook.headers()[CONTENT_TYPE].to_str().unwrap().contains("spreadsheetml"));
    assert!(workbook.headers()[CONTENT_DISPOSITION].to_str().unwrap().contains("halves-some.xlsx"));
    let bytes = workbook.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(&bytes[..2], b"PK", "a workbook is a zip archive");
}

#[tokio::test]
async fn a_customer_is_found_by_any_id_and_by_parts_of_the_name() {
    let shop = shop();
    let (_, page) = shop.get("/api/customers/C000007").await;
    let customer: serde_json::Value = serde_json::from_str(&page).unwrap();
    let attribute = |name: &str| customer["attributes"][name].as_str().unwrap_or_default().to_owned();
    let (first, last) = (attribute("first_name"), attribute("last_name"));
    let typed = format!("{} {}", last.to_uppercase(), &first[..2]).replace(' ', "%20");
    let typed: String = model::forms::plain_text(&typed).to_uppercase();
    let (_, page) = shop.get(&format!("/customers?q={typed}")).await;
    assert!(page.contains("/customers/C000007"), "{typed}: {page}");
    let (_, page) = shop.get("/search?q=c000007").await;
    assert!(page.contains("/customers/C000007"), "ids by their beginning, whatever the case: {page}");
}

#[tokio::test]
async fn a_segment_that_others_name_stays_until_they_go() {
    let shop = shop();
    let refused = shop.send("POST", "/segments/buyers/removal").await;
    assert_ne!(refused.status(), StatusCode::SEE_OTHER);
    let (_, page) = shop.get("/segments/buyers?view=versions").await;
    assert!(page.contains("/segments/regulars") && !page.contains("/segments/buyers/removal"), "{page}");
    let removed = shop.send("POST", "/segments/regulars/removal").await;
    assert_eq!(
        (removed.status(), &removed.headers()[LOCATION]),
        (StatusCode::SEE_OTHER, &"/segments".parse().unwrap())
    );
    assert_eq!(shop.get("/segments/regulars").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_word_is_changed_and_what_takes_values_from_view_is_asked_first() {
    let shop = shop();
    let (_, page) = shop.get("/data/schema?lang=fr").await;
    assert!(page.contains("href=\"/data/schema/first_name\""), "{page}");
    let sent = shop
        .form(
            "/data/schema/first_name",
            "label_en=Given&label_fr=Petit%20nom&sensitive=yes&type=text&rename=first_name",
        )
        .await;
    assert_eq!(sent.headers()[LOCATION], "/data/schema/first_name?told=changed");
    let (_, page) = shop.get("/data/schema/first_name?told=changed&lang=fr").await;
    assert!(page.contains("value=\"Petit nom\"") && page.contains("role=\"status\""), "{page}");
    let sent = shop.form("/data/schema/first_name", "type=number&rename=first_name").await;
    let asked = sent.headers()[LOCATION].to_str().unwrap().to_owned();
    assert!(asked.starts_with("/data/schema/first_name/change?"), "{asked}");
    let (_, page) = shop.get(&asked).await;
    assert!(page.contains("name=\"type\" value=\"number\"") && page.contains("name=\"confirmed\""), "{page}");
    let (_, page) = shop.get("/api/customers/C000007").await;
    assert!(page.contains("\"first_name\":\""), "nothing has changed yet: {page}");
    let sent = shop.form("/data/schema/first_name", "type=number&rename=forename&confirmed=yes").await;
    assert_eq!(sent.headers()[LOCATION], "/data/schema/forename?told=changed");
    let (_, page) = shop.get("/api/customers/C000007").await;
    assert!(
        !page.contains("\"forename\":") && !page.contains("\"first_name\":\""),
        "no value reads as a number: {page}"
    );
    assert_eq!(shop.get("/data/schema/order.amount").await.0, StatusCode::OK);
    assert_eq!(shop.get("/data/schema/order").await.0, StatusCode::OK);
    assert_eq!(shop.get("/data/schema/nothing").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_profile_tells_where_its_values_come_from() {
    let shop = shop();
    let (_, page) = shop.get("/customers/C000007?lang=en").await;
    assert!(page.contains("customers.csv"), "{page}");
}

#[tokio::test]
async fn every_method_asks_and_keeps_what_was_asked() {
    let shop = shop();
    for method in [
        "rfm",
        "abc",
        "value",
        "coupons",
        "prices",
        "cohorts",
        "waiting",
        "replenishment",
        "hours",
        "compare",
        "by",
        "overlap",
        "useful",
        "hypothesis",
        "drivers",
        "questionnaire",
        "size",
        "arms",
    ] {
        for lang in ["en", "fr"] {
            let (status, page) = shop.get(&format!("/analyses/{method}?as_of=2026-03-01&lang={lang}")).await;
            assert_eq!(status, StatusCode::OK, "{method}: {page}");
            assert!(page.contains("<form method=\"get\""), "{method}: {page}");
            assert!(!page.contains(">analysis-"), "{method}: a sentence is missing: {page}");
        }
    }
    let (_, page) = shop.get("/analyses/hypothesis?group=buyerz&outcome=count(order)&lang=en").await;
    assert!(page.contains("There is no segment “buyerz”") && page.contains("value=\"buyerz\""), "{page}");
    let (_, page) = shop.get("/analyses/hypothesis?lang=fr").await;
    assert!(page.contains("<option value=\"buyers\">Acheteurs</option>"), "what the base has is offered: {page}");
    let (_, page) = shop.get("/analyses/size?lang=en").await;
    assert!(page.contains("8,158"), "{page}");
    let (_, page) = shop.get("/analyses/overlap?segments=buyers;regulars&as_of=2026-03-01").await;
    assert!(page.contains("/builder?q=in%20segment%20%27buyers%27"), "what was found can become a segment: {page}");
    let (_, file) = shop.get("/analyses/abc/customers.csv?as_of=2026-03-01").await;
    assert!(file.starts_with("id,tranche\n"), "{file}");
    assert_eq!(shop.get("/analyses/hypothesis/customers.csv").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_that_takes_long_is_announced_first() {
    let shop = shop();
    let mut house = House::open(shop.folder.path().join("base")).unwrap();
    (house.soon.beyond, house.soon.patience) = (0, std::time::Duration::ZERO);
    let router = router(house);
    let get = async |address: &str, of_page: bool| {
        let request = Request::get(address).header(if of_page { "hx-request" } else { "x-none" }, "true");
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    };
    let (status, page) = get("/segments?q=buy&lang=fr", false).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("content=\"0; url=/segments?q=buy&#38;lang=fr&#38;wait=1\"") && page.contains("60 clients"),
        "{page}"
    );
    assert!(!page.contains("Acheteurs"), "{page}");
    let (_, page) = get("/segments?q=buy&lang=fr&wait=1", false).await;
    assert!(page.contains("Acheteurs") && !page.contains("wait=1"), "{page}");
    let (_, page) = get("/segments", true).await;
    assert!(page.contains("Buyers"), "who asks for a piece of a page has it: {page}");
    let (status, _) = get("/segments/nobody?wait=1", false).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
