//! Who may ask, and what a browser may do with the answer. The server answers this machine only, but any page that is
//! open in a browser here can send it requests: those of other sites are turned away.

use axum::extract::Request;
use axum::http::header::{HOST, HeaderValue, ORIGIN};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing is read from elsewhere, and nothing written into a page is run.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(&str, &str); 4] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Answers what this machine asks by its own name, and no change that another site asks for.
pub(super) async fn guarded(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    // A name of somebody else's that leads here would let that site read the answers.
    let is_ours = host.as_deref().is_none_or(is_loopback);
    if !is_ours || (changes(request.method()) && !is_same_site(&request, host.as_deref())) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

/// Browsers say which site a form or script belongs to; programs say nothing.
fn is_same_site(request: &Request, host: Option<&str>) -> bool {
    let Some(origin) = request.headers().get(ORIGIN) else { return true };
    let origin = origin.to_str().unwrap_or_default();
    host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, from)| from == host))
}

/// Whether a host with its port is a name of this machine for itself.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_own_names_are_loopback() {
        for host in ["localhost", "localhost:80", "127.0.0.1:8726", "[::1]:8726", "127.8.0.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["example.org", "localhost.example.org:80", "192.168.1.4:8726", "", ":80", "127.0.0.1.example.org"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
