//! The members of a definition as a file to keep, whether it is saved or not.

use axum::extract::State;
use axum::response::Response;
use model::segment::Segment;

use super::opened;
use crate::ops::building::saving::id_of;
use crate::ops::building::{Built, counted};
use crate::ops::export;
use crate::ops::failure::Failure;
use crate::ops::roll::{Roll, Wish, all};
use crate::pages::Answer;
use crate::pages::frame::{Frame, Tab};
use crate::pages::segment::column_name;
use crate::serve::{Asking, Shared};

/// `/builder/members.csv`
pub(in crate::pages) async fn csv(house: State<Shared>, asking: Asking) -> Response {
    let write = |roll: &Roll, heads: &[String], f: &Frame| export::csv(roll, heads, f.zone());
    written(house, asking, ("text/csv; charset=utf-8", "csv"), write).await
}

/// `/builder/members.xlsx`
pub(in crate::pages) async fn xlsx(house: State<Shared>, asking: Asking) -> Response {
    const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let write = |roll: &Roll, heads: &[String], f: &Frame| export::xlsx(roll, heads, f.zone());
    written(house, asking, (WORKBOOK, "xlsx"), write).await
}

async fn written(
    State(house): State<Shared>,
    asking: Asking,
    (kind, ending): (&'static str, &'static str),
    write: impl FnOnce(&Roll, &[String], &Frame) -> Result<Vec<u8>, Failure> + Send + 'static,
) -> Response {
    house
        .whole(asking, Tab::Segments, move |base, f| {
            let own = opened(base, f.asking.word("segment"))?;
            let saved = own.as_ref().map(Segment::definition).unwrap_or_default();
            let built = Built::of(base, f.asking.word("q").unwrap_or(&saved))?;
            if !built.is_right() {
                return Err(Failure::in_text(None, &built.text, built.problems));
            }
            let members = counted(base, &built, f.as_of)?.members;
            let roll = all(base, &members, &Wish::default(), f.as_of)?;
            let heads: Vec<String> = roll.columns.iter().map(|column| column_name(f, column)).collect();
            let name = own.map_or_else(|| id_of(&f.t("page-new-segment")), |segment| segment.id);
            let bytes = write(&roll, &heads, f)?;
            Ok(Answer::File { name: format!("{name}.{ending}"), kind, bytes })
        })
        .await
}
