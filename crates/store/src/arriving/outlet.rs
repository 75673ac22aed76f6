//! The parts that the rows of one target go to, a run of customers after the other: a new part begins with a new shard
//! once the one before has rows enough.

use crate::Error;
use crate::arriving::commit::Draft;
use crate::part::writing::{Laid, Writer};
use crate::part::{Cells, Part, SHARD};

/// Where the rows of a target go.
pub(crate) struct Outlet {
    /// What is known of the parts beforehand.
    like: Part,
    open: Option<Open>,
}

struct Open {
    part: Part,
    writer: Writer,
    last_shard: u32,
}

impl Outlet {
    /// An outlet for parts like this one, which has no number and no rows.
    pub(crate) fn new(like: Part) -> Self {
        Outlet { like, open: None }
    }

    /// Writes the rows at `positions`, in that order, which is that of `customers`; these are not before those written
    /// earlier. `is_wide` says of a column whether some of its values, here or elsewhere, are beyond a decimal.
    pub(crate) fn write(
        &mut self,
        draft: &mut Draft<'_>,
        customers: &[u32],
        positions: &[u32],
        columns: Vec<(String, Cells<'_>)>,
        is_wide: impl Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let (Some(first), Some(last)) = (customers.first(), customers.last()) else {
            return Ok(());
        };
        let is_full = |open: &Open| open.writer.rows >= draft.store.sizes.part_rows && first / SHARD != open.last_shard;
        if self.open.as_ref().is_some_and(is_full) {
            self.close(draft)?;
        }
        if self.open.is_none() {
            let mut part = self.like.clone();
            part.id = draft.next_part();
            part.received_at = part.received_at.max(draft.received_at);
            (part.versions, part.dated, part.first) = (false, false, *first);
            let disk = &draft.store.disk;
            let path = part.path(&draft.store.dir);
            disk.make_folder(path.parent().unwrap_or(&draft.store.dir))?;
            let laid = columns.iter().map(|(name, cells)| Laid::of(name, cells, is_wide(name))).collect();
            let writer = Writer::create(disk, path, laid)?;
            self.open = Some(Open { part, writer, last_shard: 0 });
        }
        if let Some(open) = &mut self.open {
            open.writer.append(customers, positions, columns)?;
            open.part.last = *last;
            open.last_shard = last / SHARD;
        }
        Ok(())
    }

    /// Says of the part being written that it holds versions, or dated profile rows.
    pub(crate) fn mark(&mut self, versions: bool, dated: bool) {
        if let Some(open) = &mut self.open {
            open.part.versions |= versions;
            open.part.dated |= dated;
        }
    }

    /// Ends the part being written, if any, and remembers to make it live.
    pub(crate) fn close(&mut self, draft: &mut Draft<'_>) -> Result<(), Error> {
        if let Some(Open { mut part, writer, .. }) = self.open.take() {
            part.rows = writer.rows;
            part.seal = writer.finish()?;
            let path = part.path(&draft.store.dir);
            draft.store.disk.sync_folder(path.parent().unwrap_or(&draft.store.dir))?;
            draft.parts.push(part);
        }
        Ok(())
    }
}
