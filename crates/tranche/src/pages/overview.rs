//! The overview: the base in a few numbers, and its segments.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Answer;
use super::frame::{Frame, Tab};
use crate::ops::figures::{AllFigures, of_segments};
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    f: &'a Frame,
    figures: AllFigures,
}

/// `/`
pub(super) async fn overview(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Overview, |base, f| {
            let figures = of_segments(base, f.as_of)?;
            Answer::page(&Overview { f, figures })
        })
        .await
}
