//! What an analysis says of each customer, as a file that other programs read.

use model::phrase::Phrase;

use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// A line for each customer, in the order of their ids.
pub(crate) struct Roster {
    heads: Vec<&'static str>,
    rows: Vec<(String, Vec<String>)>,
}

impl Roster {
    /// Lines of customers, given by number.
    pub(crate) fn new(
        base: &Base,
        heads: &[&'static str],
        rows: impl Iterator<Item = (usize, Vec<String>)>,
    ) -> Result<Roster, Failure> {
        let ids = base.store.customer_ids()?;
        let mut rows: Vec<(String, Vec<String>)> =
            rows.filter_map(|(customer, row)| Some((ids.get(customer)?.clone(), row))).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Roster { heads: heads.to_vec(), rows })
    }

    /// The file, with a line of names.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, Failure> {
        let failed = |detail: String| Failure::Failed(Phrase::new("failed-analysis").with("detail", detail));
        let mut writer = csv::Writer::from_writer(Vec::new());
        let heads = std::iter::once(&"id").chain(&self.heads);
        writer.write_record(heads).map_err(|error| failed(error.to_string()))?;
        for (id, row) in &self.rows {
            writer.write_record(std::iter::once(id).chain(row)).map_err(|error| failed(error.to_string()))?;
        }
        writer.into_inner().map_err(|error| failed(error.to_string()))
    }
}
