//! The server: pages and the JSON API over one base, for people on this machine.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use model::phrase::Phrase;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::ops::failure::Failure;
use crate::{api, pages};

mod arriving;
mod asking;
pub(crate) mod assets;
mod begun;
mod guard;
pub(crate) mod house;
mod kept;
pub(crate) mod methods;
mod reader;
mod status;

pub(crate) use asking::{Asking, Theme, WAITS};
pub(crate) use house::{House, Shared};
pub(crate) use status::status_of;

/// Where people find the pages unless they say otherwise.
pub(crate) const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8726);

/// Serves a base until the program is interrupted. `listening` is told the address once it answers.
pub(crate) fn serve(dir: PathBuf, address: SocketAddr, listening: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    if !address.ip().is_loopback() {
        // Whoever reaches the port reads every customer: other machines come with sign-in.
        return Err(Failure::Failed(Phrase::new("failed-serve-address").with("address", address)));
    }
    let house = Arc::new(House::open(dir)?);
    house.looks_ahead();
    let failed = |error: std::io::Error| {
        let key = match error.kind() {
            std::io::ErrorKind::AddrInUse => "failed-serve-taken",
            _ => "failed-serve",
        };
        Failure::Failed(Phrase::new(key).with("address", address).with("reason", error))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        listening(listener.local_addr().map_err(failed)?);
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, router(house)).with_graceful_shutdown(stop).await.map_err(failed)
    })
}

/// Everything that is answered.
pub(crate) fn router(house: impl Into<Shared>) -> Router {
    let house: Shared = house.into();
    Router::new()
        .merge(pages::routes())
        .nest("/api", api::routes())
        .merge(assets::routes())
        .fallback(pages::missing)
        .with_state(house)
        .layer(from_fn(guard::guarded))
        .layer(CompressionLayer::new())
}
