//! The builder as a browser meets it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::ops::history::tests::{END, shop};
use crate::pages::frame::address;
use crate::serve::{House, router};

/// What is answered to a question: status, where it leads, and the page.
async fn asked(router: &axum::Router, request: Request<Body>) -> (StatusCode, String, String) {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let leads = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, leads, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn page(router: &axum::Router, words: &[(&str, &str)]) -> (StatusCode, String, String) {
    let address = address("/builder", words.iter().copied().chain([("as_of", END)]));
    asked(router, Request::get(address).body(Body::empty()).unwrap()).await
}

fn built() -> (tempfile::TempDir, axum::Router) {
    let dir = tempfile::tempdir().unwrap();
    drop(shop(dir.path()));
    let house = House::open(dir.path().to_owned()).unwrap();
    (dir, router(house))
}

#[tokio::test]
async fn every_condition_is_said_and_counted_in_both_languages() {
    let (_dir, router) = built();
    let text = "count(order) >= 2 and (never(order over last 60 days) or sum(order.amount) > 100)";
    let (status, _, english) = page(&router, &[("q", text)]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(english.contains("who have placed at least 2 orders"), "{english}");
    assert_eq!(english.matches("class=\"condition\"").count(), 3);
    assert_eq!(english.matches("class=\"alone\"").count(), 4);
    let (_, _, french) = page(&router, &[("q", text), ("lang", "fr")]).await;
    assert!(french.contains("Les clients") || french.contains("Clients"), "{french}");
    assert!(french.contains("qui remplissent toutes ces conditions"), "{french}");
}

#[tokio::test]
async fn a_step_leads_to_the_next_text() {
    let (_dir, router) = built();
    let two = "any(order) and count(order) >= 2";
    let (status, leads, _) = page(&router, &[("q", two), ("do", "remove"), ("at", "0")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let expected = address("/builder", [("as_of", END), ("q", "count(order) >= 2")].into_iter());
    assert_eq!(leads, expected);
    let (_, leads, _) =
        page(&router, &[("q", two), ("do", "set"), ("at", "1"), ("measure", "count"), ("how", "least"), ("a", "3")])
            .await;
    let expected = [("as_of", END), ("q", "any(order) and count(order) >= 3"), ("edit", "1")];
    assert_eq!(leads, address("/builder", expected.into_iter()));
    let (_, leads, _) = page(&router, &[("do", "add"), ("criterion", "any:order")]).await;
    let expected = [("as_of", END), ("q", "any(order over last 12 months)"), ("edit", "0")];
    assert_eq!(leads, address("/builder", expected.into_iter()));
}

#[tokio::test]
async fn what_cannot_be_done_is_told_and_the_definition_stays() {
    let (_dir, router) = built();
    let text = "count(order) >= 2";
    let (status, _, shown) = page(&router, &[("q", text), ("do", "set"), ("at", "0"), ("a", "many")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shown.contains("“many” is not a number") && shown.contains("count(order) &#62;= 2"), "{shown}");
    let (status, _, shown) = page(&router, &[("q", text), ("do", "remove"), ("at", "4.2")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shown.contains("Nothing can be changed there"), "{shown}");
}

#[tokio::test]
async fn problems_are_marked_at_their_place_with_what_may_be_meant() {
    let (_dir, router) = built();
    let (status, _, shown) = page(&router, &[("q", "count(ordr) >= 2 and any(order)")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shown.contains("<mark>ordr<sup>1</sup></mark>"), "{shown}");
    let mended = address("/builder", [("as_of", END), ("q", "count(order) >= 2 and any(order)")].into_iter());
    assert!(shown.contains(&mended.replace('&', "&#38;")), "{mended}\n{shown}");
    // What is typed is text, whatever it looks like.
    let (_, _, shown) = page(&router, &[("q", "x = '<script>alert(1)</script>'")]).await;
    assert!(!shown.contains("<script>alert"), "{shown}");
}

#[tokio::test]
async fn what_was_built_is_saved_and_opened_again() {
    let (_dir, router) = built();
    let body =
        "q=count(order)+%3E%3D+2&name_en=Regulars&name_fr=Habitu%C3%A9s&note=Ours&tags=a%2C+b&owner=Ana&id=&opened=";
    let save = |body: &'static str| {
        let kind = "application/x-www-form-urlencoded";
        Request::post("/builder/save").header("content-type", kind).body(Body::from(body)).unwrap()
    };
    let (status, leads, _) = asked(&router, save(body)).await;
    assert_eq!((status, leads.as_str()), (StatusCode::SEE_OTHER, "/segments/regulars"));
    let (_, _, shown) = page(&router, &[("segment", "regulars")]).await;
    assert!(shown.contains("who have placed at least 2 orders") && !shown.contains("data-unsaved"), "{shown}");
    assert!(shown.contains("value=\"a, b\"") && shown.contains("value=\"Ana\""), "{shown}");
    let (_, _, changed) = page(&router, &[("segment", "regulars"), ("q", "count(order) >= 3")]).await;
    assert!(changed.contains("data-unsaved"), "{changed}");
    // A second one of that name does not take its place, and nothing of what was filled in is lost.
    let (status, _, refused) = asked(&router, save(body)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("id=\"wrong-id\" role=\"alert\">There is a segment regulars already"), "{refused}");
    assert!(refused.contains("value=\"Habitués\"") && refused.contains("value=\"a, b\""), "{refused}");
    assert!(refused.contains("who have placed at least 2 orders"), "{refused}");
    let (status, _, refused) = asked(&router, save("q=any(order)&name_en=&note=Kept")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("id=\"wrong-name\"") && refused.contains(">Kept</textarea>"), "{refused}");
}

#[tokio::test]
async fn versions_are_compared_and_gone_back_to() {
    let (_dir, router) = built();
    let post = |address: &str, body: &'static str| {
        let kind = "application/x-www-form-urlencoded";
        Request::post(address).header("content-type", kind).body(Body::from(body)).unwrap()
    };
    let first = "q=count(order)+%3E%3D+1&name_en=Regulars&owner=Ana";
    let second = "q=count(order)+%3E%3D+2&name_en=Regulars&opened=regulars&id=regulars&note=Stricter";
    for body in [first, second] {
        let (status, ..) = asked(&router, post("/builder/save", body)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
    let shown = |words: &[(&str, &str)]| {
        let words = [("view", "versions"), ("as_of", END)].into_iter().chain(words.iter().copied());
        asked(&router, Request::get(address("/segments/regulars", words)).body(Body::empty()).unwrap())
    };
    let (_, _, page) = shown(&[]).await;
    assert!(page.contains("Version 2") && page.contains("Stricter") && page.contains("Ana"), "{page}");
    assert!(page.contains("who have placed at least 2 orders") && page.contains("au moins 2 commandes"), "{page}");
    assert!(page.contains("0 came in and"), "{page}");
    let (_, _, page) = shown(&[("from", "2"), ("to", "1")]).await;
    assert!(page.contains("id=\"compared\"") && page.contains("and 0 went"), "{page}");
    let (status, leads, _) = asked(&router, post("/segments/regulars/versions/1/restoring", "")).await;
    assert_eq!((status, leads.as_str()), (StatusCode::SEE_OTHER, "/segments/regulars?view=versions"));
    let (_, _, page) = shown(&[]).await;
    assert!(page.contains("id=\"version-3\""), "{page}");
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let (_, _, answer) = asked(&router, get("/api/segments/regulars/versions")).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer[0]["version"], &answer[0]["definition"]), (&3.into(), &"count(order) >= 1".into()));
    let (_, _, answer) = asked(&router, get("/api/segments/regulars/versions/difference?from=1&to=3")).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer["gained"], &answer["lost"]), (&0.into(), &0.into()));
}

#[tokio::test]
async fn thresholds_stand_on_what_the_base_holds() {
    let (_dir, router) = built();
    for text in ["sum(order.amount) >= 10", "any(order where amount >= 10)", "count(order) >= 2"] {
        let (status, _, page) = page(&router, &[("q", text), ("edit", "0")]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("data-mark=\"low\"") && page.contains("if-proposals"), "{text} {page}");
    }
}

#[tokio::test]
async fn what_takes_longer_is_told_apart() {
    let (_dir, router) = built();
    let address = address("/builder/outcome", [("q", "any(order)"), ("as_of", END)].into_iter());
    let (status, _, shown) = asked(&router, Request::get(address).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shown.contains("id=\"outcome\"") && shown.contains("class=\"spark\""), "{shown}");
    assert!(shown.contains("href=\"/customers/"), "{shown}");
}

#[tokio::test]
async fn programs_ask_the_same() {
    let (_dir, router) = built();
    let ask = |path: &str, words: &[(&str, &str)]| {
        let address = address(path, words.iter().copied().chain([("as_of", END)]));
        asked(&router, Request::get(address).body(Body::empty()).unwrap())
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (status, _, answer) = ask("/api/builder", &[("q", "any(order) and count(order) >= 2")]).await;
    let answer = json(&answer);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["parts"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["count"], answer["parts"][1]["running"]);
    assert_eq!(answer["sentences"][1]["language"], "fr");
    let (_, _, wrong) = ask("/api/builder", &[("q", "count(ordr) >= 2")]).await;
    let wrong = json(&wrong);
    assert_eq!((&wrong["problems"][0]["start"], &wrong["problems"][0]["end"]), (&6.into(), &10.into()));
    assert_eq!(wrong["problems"][0]["meant"][0], "order");
    let (_, _, step) = ask("/api/builder/step", &[("q", "any(order)"), ("do", "negate"), ("at", "0")]).await;
    assert_eq!(json(&step)["definition"], "never(order)");
    let (status, _, _) = ask("/api/builder/step", &[("q", "any(order)"), ("do", "negate"), ("at", "3")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn members_are_exported_before_anything_is_saved() {
    let (_dir, router) = built();
    let address = address("/builder/members.csv", [("q", "count(order) >= 2"), ("as_of", END)].into_iter());
    let (status, _, file) = asked(&router, Request::get(address).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(file.starts_with("\u{feff}id,") && file.lines().count() > 2, "{file}");
}

#[tokio::test]
async fn a_change_of_what_is_saved_tells_who_comes_and_who_goes() {
    let (_dir, router) = built();
    let words = [("segment", "above-average"), ("q", "any(order)"), ("as_of", END)];
    let address = address("/builder/outcome", words.into_iter());
    let (status, _, shown) = asked(&router, Request::get(address).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shown.contains("Compared with what is saved") && shown.contains("class=\"gain\""), "{shown}");
}
