//! The members of a segment as a file to keep.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{column_name, roll};
use crate::ops::export;
use crate::ops::failure::Failure;
use crate::ops::roll::{Roll, all};
use crate::ops::segment::members;
use crate::pages::frame::{Frame, Tab};
use crate::serve::{Asking, Shared};

/// `/segments/{id}/members.csv`
pub(in crate::pages) async fn csv(house: State<Shared>, id: Path<String>, asking: Asking) -> Response {
    written(house, id, asking, "text/csv; charset=utf-8", "csv", |roll, heads, f| export::csv(roll, heads, f.zone()))
        .await
}

/// `/segments/{id}/members.xlsx`
pub(in crate::pages) async fn xlsx(house: State<Shared>, id: Path<String>, asking: Asking) -> Response {
    const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    written(house, id, asking, WORKBOOK, "xlsx", |roll, heads, f| export::xlsx(roll, heads, f.zone())).await
}

async fn written(
    State(house): State<Shared>,
    Path(id): Path<String>,
    asking: Asking,
    kind: &'static str,
    ending: &str,
    write: impl FnOnce(&Roll, &[String], &Frame) -> Result<Vec<u8>, Failure> + Send + 'static,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    let of_failure = Frame::bare(&asking, Tab::Segments, &catalogue);
    let name = format!("{}.{ending}", id.replace('/', "-"));
    let read = house.read(move |base| {
        let f = Frame::new(base, asking, Tab::Segments, &catalogue)?;
        crate::ops::segment::described(base, &id)?;
        let (found, _) = members(base, &id, f.as_of)?;
        let roll = all(base, &found, &roll::wish(&f.asking), f.as_of)?;
        let heads: Vec<String> = roll.columns.iter().map(|column| column_name(&f, column)).collect();
        write(&roll, &heads, &f)
    });
    match read.await {
        Ok(bytes) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
        }
        Err(failure) => crate::pages::refused(&failure, &of_failure),
    }
}
