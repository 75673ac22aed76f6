//! The columns of one customer alone, out of those of many: what a plan then reads is a few rows and their texts.

use std::ops::Range;
use std::sync::Arc;

use model::columns::{AttributeColumn, Column, NO_CODE, TextColumn, Versions};
use model::names::parent_of;
use model::schema::Schema;
use rustc_hash::FxHashMap;

use super::{Columns, Field, Integers, Rows};

impl Columns {
    /// The same columns of one of the customers alone, without what timelines are made of.
    #[must_use]
    pub fn of_one(&self, customer: usize, schema: &Schema) -> Columns {
        let of_one = |offsets: &[u32]| offsets[customer] as usize..offsets[customer + 1] as usize;
        let stream = |(name, rows): (&String, &Rows)| {
            let those = of_one(&rows.offsets);
            (!those.is_empty()).then(|| (name.clone(), rows.only(those)))
        };
        let attribute = |column: &AttributeColumn| match column {
            AttributeColumn::Constant(values) => AttributeColumn::Constant(only(values, customer..customer + 1)),
            AttributeColumn::History { offsets, from, values } => {
                let those = of_one(offsets);
                AttributeColumn::History {
                    offsets: vec![0, those.len() as u32],
                    from: from[those.clone()].to_vec(),
                    values: only(values, those),
                }
            }
        };
        let dated = |(name, column): (&String, &Arc<AttributeColumn>)| (name.clone(), Arc::new(attribute(column)));
        let mut alone = Columns {
            n_customers: 1,
            present_from: Arc::new(vec![self.present_from[customer]]),
            ids: Arc::new(self.ids.get(customer).cloned().into_iter().collect()),
            streams: self.streams.iter().filter_map(stream).collect(),
            attributes: self.attributes.iter().map(dated).collect(),
            tables: Arc::clone(&self.tables),
            lists: self.lists.iter().map(dated).collect(),
            in_full: None,
        };
        for (name, child) in &mut alone.streams {
            let rows = &self.streams[name];
            let parent = parent_of(schema, name).and_then(|(parent, _)| self.streams.get(parent));
            child.parents = rows.parents.as_ref().zip(parent).map(|(parents, parent)| {
                let start = parent.offsets[customer];
                let first = |&first: &u32| if first == NO_CODE { NO_CODE } else { first - start };
                Arc::new(parents[of_one(&rows.offsets)].iter().map(first).collect())
            });
        }
        alone
    }
}

impl Rows {
    /// Some rows, all of one customer.
    fn only(&self, those: Range<usize>) -> Rows {
        let field = |field: &Field| {
            Field::from(match field {
                Field::Integer(Integers::Wide(values)) => Column::Integer(values[those.clone()].to_vec()),
                Field::Integer(integers) => Column::Integer(those.clone().map(|row| integers.get(row)).collect()),
                Field::Text(texts) => {
                    let codes = those.clone().map(|row| texts.codes.get(row).unwrap_or(NO_CODE));
                    Column::Text(recoded(codes, &texts.dictionary))
                }
            })
        };
        let versions = |versions: &Versions| {
            let (from, to) = (versions.from[those.clone()].to_vec(), versions.to[those.clone()].to_vec());
            Arc::new(Versions { from, to })
        };
        Rows {
            offsets: Arc::new(vec![0, those.len() as u32]),
            at: Arc::new(self.at[those.clone()].to_vec()),
            latest: self.at[those.clone()].last().copied().unwrap_or(i64::MIN),
            slots: None,
            versions: self.versions.as_deref().map(versions),
            parents: None,
            fields: self.fields.iter().map(|(name, kept)| (name.clone(), Arc::new(field(kept)))).collect(),
        }
    }
}

/// Some values of a column.
fn only(column: &Column, those: Range<usize>) -> Column {
    match column {
        Column::Integer(values) => Column::Integer(values[those].to_vec()),
        Column::Text(texts) => Column::Text(recoded(texts.codes[those].iter().copied(), &texts.dictionary)),
    }
}

/// Texts by code, with a dictionary of no others.
fn recoded(codes: impl Iterator<Item = u32>, dictionary: &[Box<str>]) -> TextColumn {
    let mut known: FxHashMap<u32, u32> = FxHashMap::default();
    let mut texts = Vec::new();
    let recode = |code: u32| {
        let Some(text) = dictionary.get(code as usize) else { return NO_CODE };
        *known.entry(code).or_insert_with(|| {
            texts.push(text.clone());
            texts.len() as u32 - 1
        })
    };
    let codes = codes.map(recode).collect();
    TextColumn { codes, dictionary: texts }
}
