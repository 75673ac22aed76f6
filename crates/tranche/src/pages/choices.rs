//! What a person chooses for all pages, kept in the browser: language and colours.

use axum::extract::Path;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::serve::Asking;

/// Seconds that a choice is kept: a year.
const KEPT: u32 = 31_536_000;

/// Chooses the language.
pub(super) async fn language(Path(code): Path<String>, asking: Asking) -> Response {
    let code = if code == "fr" { "fr" } else { "en" };
    chosen("lang", code, &asking)
}

/// Chooses the colours.
pub(super) async fn theme(Path(name): Path<String>, asking: Asking) -> Response {
    let name = if matches!(name.as_str(), "light" | "dark") { name.as_str() } else { "system" };
    chosen("theme", name, &asking)
}

/// Keeps a choice and goes back to where it was made, on this site.
fn chosen(name: &str, value: &str, asking: &Asking) -> Response {
    let back =
        asking.word("back").filter(|back| back.starts_with('/') && !back.starts_with("//") && !back.contains('\\'));
    let cookie = format!("{name}={value}; Path=/; Max-Age={KEPT}; SameSite=Lax; HttpOnly");
    ([(SET_COOKIE, cookie)], Redirect::to(back.unwrap_or("/"))).into_response()
}
