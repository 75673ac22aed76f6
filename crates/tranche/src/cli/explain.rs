//! `tranche explain`: why a customer is, or is not, in a segment.

use clap::Args;
use model::explain::Limits;

use super::explained::Shown;
use super::when::{When, told};
use super::{Asked, Outcome};
use crate::api::reasons::as_json;
use crate::ops::definitions;
use crate::ops::explain::explained;
use crate::ops::failure::Failure;

/// Why a customer is, or is not, in a segment.
#[derive(Args)]
#[command(allow_missing_positional = true)]
pub(super) struct Explain {
    #[arg(value_name = "SEGMENT", required_unless_present = "definition", conflicts_with = "definition")]
    segment: Option<String>,
    #[arg(value_name = "CUSTOMER", required = true)]
    customer: String,
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    definition: Option<String>,
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    rows: usize,
    #[command(flatten)]
    when: When,
}

impl Explain {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let test = definitions::read_named(&base, self.segment.as_deref(), self.definition.as_deref())?;
        let limits = Limits { rows: self.rows, ..Limits::default() };
        let explained = explained(&base, &test, &self.customer, as_of, limits)?;
        if asked.json {
            asked.print_json(&told(&base, as_json(&base, &explained, as_of.at)));
        } else {
            let segments = base.segments()?;
            let named = segments.iter().find(|segment| Some(&segment.id) == self.segment.as_ref());
            let name = named.map(|segment| segment.name_in(asked.catalogue.language.code()).to_owned());
            let name = name.or_else(|| self.segment.clone());
            Shown::new(asked, &base).show(&explained, name.as_deref(), as_of.at);
        }
        Ok(Outcome::Done)
    }
}
