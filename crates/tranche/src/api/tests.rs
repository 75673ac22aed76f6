//! Changes that programs ask for, through the router as they do.

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::ops::base::{Base, Choices};
use crate::serve::{House, router};

const CUSTOMERS: &str =
    "customer;email;ville;points\n1;a@example.org;Lyon;12\n2;b@example.org;Paris;beaucoup\n3;;Lille;30\n";

struct Asked {
    router: Router,
    _folder: TempDir,
}

impl Asked {
    /// An empty base.
    fn new() -> Asked {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("base");
        drop(Base::init(&dir, Choices::default()).unwrap());
        Asked { router: router(House::open(dir).unwrap()), _folder: folder }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let told = serde_json::from_slice(&bytes);
        (status, told.unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned())))
    }

    async fn get(&self, address: &str) -> Value {
        let (status, told) = self.send(Request::get(address).body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{address}: {told}");
        told
    }

    async fn post(&self, address: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::post(address).header(CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn upload(&self, address: &str, name: &str, text: &str) -> Value {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n--edge--\r\n"
        );
        let request = Request::post(address).header(CONTENT_TYPE, "multipart/form-data; boundary=edge");
        let (status, told) = self.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{told}");
        let address = format!("/api/imports/{}", told["number"]);
        self.settled(&address).await
    }

    /// How far files are, once nothing is under way with them.
    async fn settled(&self, address: &str) -> Value {
        loop {
            let told = self.get(address).await;
            if told.get("step").is_none() {
                return told;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// A base with three customers, one value of which was refused.
async fn imported() -> Asked {
    let asked = Asked::new();
    let told = asked.upload("/api/imports", "clients.csv", CUSTOMERS).await;
    assert_eq!(told["stage"], "proposed", "{told}");
    let columns = told["mapping"]["files"][0]["feeds"][0]["columns"].as_array().unwrap().clone();
    let becomes = |name: &str| columns.iter().find(|one| one["column"] == name).unwrap()["becomes"].clone();
    assert_eq!(becomes("email"), "field:email");
    let address = format!("/api/imports/{}", told["number"]);
    let kept = json!({ "columns": [{ "file": 0, "column": "ville", "becomes": "field:town" }] });
    let (_, told) = asked.post(&format!("{address}/mapping"), &kept).await;
    let text = told["mapping"]["text"].as_str().unwrap().to_owned();
    assert!(text.contains("town"), "{text}");
    asked.post(&format!("{address}/run"), &Value::Null).await;
    let told = asked.settled(&address).await;
    assert_eq!((told["stage"].as_str(), told["files"][0]["rows"].as_u64()), (Some("done"), Some(3)), "{told}");
    asked
}

#[tokio::test]
async fn files_are_sent_mapped_and_taken_in() {
    let asked = imported().await;
    assert_eq!(asked.get("/api/imports").await["imports"][0]["rows"], 3);
    let customer = asked.get("/api/customers/1").await;
    assert_eq!(customer["attributes"]["town"], "Lyon", "{customer}");
    let origin = &customer["origins"]["town"][0];
    assert_eq!(origin["files"][0]["name"], "clients.csv", "{customer}");
    let (status, _) = asked.post("/api/imports/99/run", &Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_mapping_that_is_wrong_comes_back_with_what_is_wrong() {
    let asked = Asked::new();
    let told = asked.upload("/api/imports", "clients.csv", CUSTOMERS).await;
    let address = format!("/api/imports/{}", told["number"]);
    asked
        .post(&format!("{address}/mapping"), &json!({ "text": "[[file]]\npattern = \"clients.csv\"\nnonsense = 1\n" }))
        .await;
    asked.post(&format!("{address}/run"), &Value::Null).await;
    let told = asked.settled(&address).await;
    assert_eq!(told["stage"], "proposed", "{told}");
    assert!(!told["errors"].as_array().unwrap().is_empty(), "{told}");
    let (_, told) = asked.post(&format!("{address}/mapping"), &json!({ "again": true })).await;
    assert_eq!(told["mapping"]["by_hand"], false);
}

#[tokio::test]
async fn words_are_changed_and_what_loses_values_is_confirmed_first() {
    let asked = imported().await;
    let (status, told) = asked.post("/api/schema/town", &json!({ "label_fr": "Commune", "sensitive": true })).await;
    assert_eq!((status, told["made"].as_bool()), (StatusCode::OK, Some(true)), "{told}");
    let (status, told) = asked.post("/api/schema/town", &json!({ "type": "number" })).await;
    assert_eq!((status, told["conversion"]["unfit"].as_u64()), (StatusCode::CONFLICT, Some(3)), "{told}");
    let town = asked.get("/api/schema").await["schema"]["attributes"]["town"].clone();
    assert_eq!((town["label"]["fr"].as_str(), town["type"].as_str()), (Some("Commune"), Some("text")), "{town}");
    let (status, _) = asked.post("/api/schema/town", &json!({ "type": "number", "confirmed": true })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(asked.get("/api/customers/1").await["attributes"]["town"], Value::Null);
    for (name, wanted) in [("town", json!({ "type": "colour" })), ("nothing", json!({ "family": "x" }))] {
        let (status, told) = asked.post(&format!("/api/schema/{name}"), &wanted).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(!told["errors"][0].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn customers_go_into_lists_and_out_of_them() {
    let asked = imported().await;
    let (status, told) = asked.post("/api/lists/fans", &json!({ "add": ["1", "3", "nobody"] })).await;
    assert_eq!((status, told["moved"].as_u64()), (StatusCode::OK, Some(3)), "{told}");
    assert_eq!(told["waiting"], json!(["nobody"]));
    asked.post("/api/lists/fans", &json!({ "remove": ["3"] })).await;
    assert_eq!(asked.get("/api/lists/fans").await["members"], json!(["1"]));
    assert_eq!(asked.get("/api/lists").await[0]["id"], "fans");
    let request = Request::delete("/api/segments/none").body(Body::empty()).unwrap();
    assert_eq!(asked.send(request).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn methods_are_listed_asked_and_saved() {
    let asked = imported().await;
    let told = asked.get("/api/analyses?lang=fr").await;
    let methods = told["methods"].as_array().unwrap();
    let listed = |id: &str| methods.iter().find(|method| method["id"] == id).unwrap();
    assert_eq!(methods.len(), 19);
    assert_eq!(listed("compare")["fields"][0]["needed"], true);
    assert_eq!(listed("compare")["fields"][0]["label"], "Premier segment");
    assert_eq!(listed("rfm")["fields"][0]["choices"][0], "full");
    assert!(told["offers"][listed("by")["fields"][0]["offers"].as_str().unwrap()].is_array());

    let told = asked.get("/api/analyses/by?by=town").await;
    assert_eq!((&told["customers"], told["groups"].as_array().map(Vec::len)), (&json!(3), Some(3)), "{told}");
    let (status, told) = asked.post("/api/analyses/by?by=town", &json!({ "save": "towns" })).await;
    assert_eq!((status, &told["added"]), (StatusCode::OK, &json!(["towns"])), "{told}");
    let (status, told) = asked.post("/api/analyses/by?by=town", &json!({ "save": "towns" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "what is there is not replaced unasked: {told}");
}

#[tokio::test]
async fn what_a_method_cannot_answer_is_said() {
    let asked = imported().await;
    for (address, wanted, said) in [
        ("nothing", StatusCode::NOT_FOUND, "rfm"),
        ("by", StatusCode::UNPROCESSABLE_ENTITY, "give by"),
        ("drivers", StatusCode::UNPROCESSABLE_ENTITY, "outcome, of"),
        ("rfm?grid=fuller", StatusCode::UNPROCESSABLE_ENTITY, "full, recency-frequency"),
        ("rfm?lost_after=30", StatusCode::UNPROCESSABLE_ENTITY, "lost_after"),
        ("rfm?own_rhythm=yes&window=over+last+12+months", StatusCode::UNPROCESSABLE_ENTITY, "window"),
        ("by?by=nowhere", StatusCode::UNPROCESSABLE_ENTITY, "nowhere"),
    ] {
        let request = Request::get(format!("/api/analyses/{address}")).body(Body::empty()).unwrap();
        let (status, told) = asked.send(request).await;
        assert_eq!(status, wanted, "{address}: {told}");
        assert!(told["errors"][0].as_str().is_some_and(|error| error.contains(said)), "{address}: {told}");
    }
    let (status, told) = asked.post("/api/analyses/size", &json!({ "save": "plan" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
}
