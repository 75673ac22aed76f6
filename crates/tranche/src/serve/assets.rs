//! Style sheet, scripts, typeface and icons: embedded in the program, and kept by browsers for as long as they are the
//! same.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use super::house::Shared;

macro_rules! own {
    ($path:literal) => {
        include_str!(concat!("../../assets/", $path))
    };
}

macro_rules! taken {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

/// The style sheet: one file a subject, in order.
const STYLE: &[&str] = &[
    own!("css/roles.css"),
    own!("css/text.css"),
    own!("css/frame.css"),
    own!("css/parts.css"),
    own!("css/forms.css"),
    own!("css/tables.css"),
    own!("css/charts.css"),
    own!("css/analyses.css"),
    own!("css/overview.css"),
    own!("css/segment.css"),
    own!("css/customer.css"),
    own!("css/find.css"),
    own!("css/library.css"),
    own!("css/holdings.css"),
    own!("css/builder.css"),
];

static SHEET: LazyLock<String> = LazyLock::new(|| [own!("css/typeface.css"), &STYLE.concat()].concat());

/// What tells this program's assets from those of another.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let names = ["app.css", "app.js", "builder.js", "charts.js", "htmx.js", "echarts.js", "icons.svg"];
    let hashes = names.iter().filter_map(|name| asset(name)).map(|(_, bytes)| xxh3_64(bytes));
    format!("{:012x}", hashes.fold(0, |all, hash| all ^ hash.rotate_left(7)) & 0xffff_ffff_ffff)
});

/// The style sheet for files that stand alone: it fetches nothing.
pub(crate) fn style() -> String {
    STYLE.concat()
}

/// The scripts that draw pictures, for files that stand alone: nothing in them ends the element they stand in.
pub(crate) fn drawing() -> String {
    let script =
        |name: &str| asset(name).map(|(_, bytes)| String::from_utf8_lossy(bytes).replace("</script", "<\\/script"));
    ["echarts.js", "charts.js"].into_iter().filter_map(script).collect::<Vec<_>>().join("\n")
}

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/assets/{version}/{name}", get(answer))
}

/// The address of an asset, which changes when any asset does.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

async fn answer(Path((version, name)): Path<(String, String)>) -> Response {
    let Some((kind, bytes)) = asset(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let keeping = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, keeping)], bytes).into_response()
}

/// The type and the bytes of an asset.
fn asset(name: &str) -> Option<(&'static str, &'static [u8])> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    const FONT: &str = "font/woff2";
    Some(match name {
        "app.css" => ("text/css; charset=utf-8", SHEET.as_bytes()),
        "app.js" => (SCRIPT, own!("app.js").as_bytes()),
        "builder.js" => (SCRIPT, own!("builder.js").as_bytes()),
        "charts.js" => (SCRIPT, own!("charts.js").as_bytes()),
        "htmx.js" => (SCRIPT, taken!("htmx.js")),
        "echarts.js" => (SCRIPT, taken!("echarts.js")),
        "icons.svg" => ("image/svg+xml", taken!("icons.svg")),
        "mark.svg" => ("image/svg+xml", own!("mark.svg").as_bytes()),
        "inter-latin.woff2" => (FONT, taken!("inter-latin.woff2")),
        "inter-latin-ext.woff2" => (FONT, taken!("inter-latin-ext.woff2")),
        _ => return None,
    })
}
