//! Rows of a part yet to be written, in their order and with all their columns: those of a few customers of a part being
//! put together anew, or all of a small stream's, which share a file with other streams'.

use std::collections::BTreeMap;

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::value::Type;

use crate::Error;
use crate::arriving::commit::Draft;
use crate::arriving::outlet::Outlet;
use crate::part::digits;
use crate::part::joining::{self, Piece};
use crate::part::writing::{Laid, Writer};
use crate::part::{Cells, Part, SHARED, names};

/// Most columns of a shared file.
const MOST_COLUMNS: usize = 256;
/// Most rows of a shared file.
const MOST_ROWS: usize = 1 << 20;

/// Values of a column, in the order of the rows.
#[derive(Clone, Debug)]
pub(crate) enum Owned {
    Instants(Vec<i64>),
    Hashes(Vec<u64>),
    Texts(TextColumn),
    Field(Column, Type),
}

impl Owned {
    fn cells(&self) -> Cells<'_> {
        match self {
            Owned::Instants(values) => Cells::InstantsAt(values),
            Owned::Hashes(values) => Cells::HashesAt(values),
            Owned::Texts(texts) => Cells::TextsAt(texts),
            Owned::Field(column, kind) => Cells::FieldAt(column, *kind),
        }
    }

    /// The type under which the values are joined with others.
    fn kind(&self) -> Type {
        match self {
            Owned::Instants(_) | Owned::Hashes(_) => Type::Instant,
            Owned::Texts(_) => Type::Text,
            Owned::Field(_, kind) => *kind,
        }
    }

    fn into_column(self) -> Column {
        match self {
            Owned::Instants(values) => Column::Integer(values),
            Owned::Hashes(values) => Column::Integer(values.into_iter().map(|hash| hash as i64).collect()),
            Owned::Texts(texts) => Column::Text(texts),
            Owned::Field(column, _) => column,
        }
    }

    /// Values of the same sort as these.
    fn alike(&self, column: Column) -> Owned {
        match (self, column) {
            (Owned::Instants(_), Column::Integer(values)) => Owned::Instants(values),
            (Owned::Hashes(_), Column::Integer(values)) => {
                // A row that has no such hash, nor is ever asked for it.
                let hash = |value: i64| if value == MISSING { 0 } else { value as u64 };
                Owned::Hashes(values.into_iter().map(hash).collect())
            }
            (Owned::Texts(_), Column::Text(texts)) => Owned::Texts(texts),
            (other, column) => Owned::Field(column, other.kind()),
        }
    }
}

impl Cells<'_> {
    /// The values at some positions.
    pub(crate) fn gathered(&self, positions: &[u32]) -> Owned {
        let at = || positions.iter().map(|&position| position as usize);
        match self {
            Cells::Customers(values) => Owned::Instants(values.iter().map(|&number| i64::from(number)).collect()),
            Cells::Instants(values) => Owned::Instants(values.to_vec()),
            Cells::Hashes(values) => Owned::Hashes(values.to_vec()),
            Cells::HashesAt(values) => Owned::Hashes(at().map(|row| values[row]).collect()),
            Cells::InstantsAt(values) => Owned::Instants(at().map(|row| values[row]).collect()),
            Cells::TextsAt(texts) => Owned::Texts(used(texts, positions)),
            Cells::FieldAt(Column::Text(texts), kind) => Owned::Field(Column::Text(used(texts, positions)), *kind),
            Cells::FieldAt(column, kind) => Owned::Field(column.gathered(positions), *kind),
            Cells::DigitsAt(numbers) => {
                Owned::Field(Column::Text(digits::spelled(at().map(|row| numbers[row]))), Type::Text)
            }
        }
    }
}

/// The texts at some positions, with those they use only.
fn used(texts: &TextColumn, positions: &[u32]) -> TextColumn {
    let mut places = BTreeMap::new();
    let mut dictionary = Vec::new();
    let mut code = |&position: &u32| {
        let code = texts.codes[position as usize];
        if code == NO_CODE {
            return NO_CODE;
        }
        *places.entry(code).or_insert_with(|| {
            dictionary.push(texts.dictionary[code as usize].clone());
            dictionary.len() as u32 - 1
        })
    };
    let codes = positions.iter().map(&mut code).collect();
    TextColumn { codes, dictionary }
}

/// Rows with all their columns but that of customers.
#[derive(Clone, Debug)]
pub(crate) struct Loose {
    /// What is known of the part they will be.
    pub(crate) part: Part,
    pub(crate) customers: Vec<u32>,
    pub(crate) columns: Vec<(String, Owned)>,
}

impl Loose {
    fn cells(&self) -> Vec<(String, Cells<'_>)> {
        let customers = (names::CUSTOMER.to_owned(), Cells::Customers(&self.customers));
        let others = self.columns.iter().map(|(name, values)| (name.clone(), values.cells()));
        std::iter::once(customers).chain(others).collect()
    }

    /// Writes the rows to an outlet.
    pub(crate) fn write(&self, draft: &mut Draft<'_>, outlet: &mut Outlet, wide: &[String]) -> Result<(), Error> {
        let positions: Vec<u32> = (0..self.customers.len() as u32).collect();
        let is_wide = |name: &str| wide.iter().any(|wide| wide == name);
        outlet.write(draft, &self.customers, &positions, self.cells(), is_wide)?;
        outlet.mark(self.part.versions, self.part.dated);
        Ok(())
    }
}

/// Writes the rows of small streams: alone when they are of one stream, else to files that they share.
pub(crate) fn write_small(draft: &mut Draft<'_>, small: Vec<Loose>) -> Result<(), Error> {
    let mut group: Vec<Loose> = Vec::new();
    let mut kinds: BTreeMap<String, Type> = BTreeMap::new();
    let mut rows = 0;
    for loose in small.into_iter().filter(|loose| !loose.customers.is_empty()) {
        let new = loose.columns.iter().filter(|(name, _)| !kinds.contains_key(name)).count();
        let differs =
            loose.columns.iter().any(|(name, values)| kinds.get(name).is_some_and(|kind| *kind != values.kind()));
        if differs || kinds.len() + new > MOST_COLUMNS || rows + loose.customers.len() > MOST_ROWS {
            write_group(draft, std::mem::take(&mut group))?;
            kinds.clear();
            rows = 0;
        }
        rows += loose.customers.len();
        kinds.extend(loose.columns.iter().map(|(name, values)| (name.clone(), values.kind())));
        group.push(loose);
    }
    write_group(draft, group)
}

fn write_group(draft: &mut Draft<'_>, mut group: Vec<Loose>) -> Result<(), Error> {
    if group.len() <= 1 {
        let Some(loose) = group.pop() else { return Ok(()) };
        let mut outlet = Outlet::new(loose.part.clone());
        loose.write(draft, &mut outlet, &[])?;
        return outlet.close(draft);
    }
    let file = draft.next_part();
    let streams: Vec<Box<str>> = group.iter().map(|loose| loose.part.folder.as_str().into()).collect();
    let codes =
        (0_u32..).zip(&group).flat_map(|(code, loose)| std::iter::repeat_n(code, loose.customers.len())).collect();
    let streams = TextColumn { codes, dictionary: streams };
    let customers: Vec<u32> = group.iter().flat_map(|loose| loose.customers.iter().copied()).collect();
    let mut parts = Vec::with_capacity(group.len());
    let mut row = 0;
    for (number, loose) in group.iter().enumerate() {
        let mut part = loose.part.clone();
        part.id = file + number as u64;
        part.rows = loose.customers.len() as u64;
        part.received_at = part.received_at.max(draft.received_at);
        (part.first, part.last) = (loose.customers[0], loose.customers[loose.customers.len() - 1]);
        (part.file, part.file_row) = (Some(file), row);
        row += part.rows;
        parts.push(part);
    }
    let columns = joined(group);
    let mut cells = vec![
        (names::STREAM.to_owned(), Cells::TextsAt(&streams)),
        (names::CUSTOMER.to_owned(), Cells::Customers(&customers)),
    ];
    cells.extend(columns.iter().map(|(name, values)| (name.clone(), values.cells())));
    let disk = &draft.store.disk;
    let folder = draft.store.dir.join("parts").join(SHARED);
    disk.make_folder(&folder)?;
    let laid = cells.iter().map(|(name, cells)| Laid::of(name, cells, false)).collect();
    let path = folder.join(format!("{file}.parquet"));
    let mut writer = Writer::create(disk, path, laid)?;
    let positions: Vec<u32> = (0..customers.len() as u32).collect();
    writer.append_together(&positions, cells)?;
    let seal = writer.finish()?;
    disk.sync_folder(&folder)?;
    draft.parts.extend(parts.into_iter().map(|part| Part { seal, ..part }));
    Ok(())
}

/// The columns of all, end to end; what some lack is missing there.
fn joined(group: Vec<Loose>) -> BTreeMap<String, Owned> {
    let lengths: Vec<usize> = group.iter().map(|loose| loose.customers.len()).collect();
    let mut pieces: BTreeMap<String, Vec<Option<Owned>>> = BTreeMap::new();
    for (number, loose) in group.into_iter().enumerate() {
        for (name, values) in loose.columns {
            let of_name = pieces.entry(name).or_default();
            of_name.resize_with(lengths.len(), || None);
            of_name[number] = Some(values);
        }
    }
    let join = |(name, pieces): (String, Vec<Option<Owned>>)| {
        let like = pieces.iter().flatten().next().map(|values| values.alike(Column::empty(values.kind())))?;
        let piece = |(values, &length): (Option<Owned>, &usize)| {
            values.map_or(Piece::Missing(length), |values| Piece::Of(values.into_column()))
        };
        let column = joining::join(like.kind(), pieces.into_iter().zip(&lengths).map(piece).collect());
        Some((name, like.alike(column)))
    };
    pieces.into_iter().filter_map(join).collect()
}
