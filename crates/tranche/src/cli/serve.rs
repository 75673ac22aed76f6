//! `tranche serve`: the pages and the JSON API, for people on this machine.

use std::net::SocketAddr;

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::failure::Failure;
use crate::serve;

/// The pages and the JSON API.
#[derive(Args)]
pub(super) struct Serve {
    #[arg(long, value_name = "ADDRESS", default_value_t = serve::ADDRESS)]
    address: SocketAddr,
}

impl Serve {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        serve::serve(asked.base.clone(), self.address, |address| {
            let address = format!("http://{address}");
            if asked.json {
                asked.print_json(&json!({ "address": address }));
            } else {
                asked.say(&Phrase::new("serve-listening").with("address", address));
            }
        })?;
        Ok(Outcome::Done)
    }
}
