//! What files share: codes of one that are keys of another.

use super::file_kind::{FileKind, Holds};
use super::look::{ColumnLook, FileLook};
use super::roles::Role;

/// Share of a column's different codes that another file must know.
const SHARED: f64 = 0.5;

/// The joins between some files.
pub(super) struct Joins<'l> {
    tables: Vec<JoinedTable<'l>>,
    order_ids: Vec<&'l ColumnLook>,
}

/// A reference table among the files.
pub(super) struct JoinedTable<'l> {
    pub(super) name: &'l str,
    pub(super) key: &'l ColumnLook,
    /// The snake-case name of its day or instant, when it has one.
    pub(super) time: Option<&'l str>,
}

impl<'l> Joins<'l> {
    /// Finds what files share.
    pub(super) fn new(looks: &'l [FileLook], kinds: &'l [FileKind]) -> Self {
        let mut joins = Joins { tables: Vec::new(), order_ids: Vec::new() };
        for (look, kind) in looks.iter().zip(kinds) {
            match &kind.holds {
                Holds::Table { name, key } => {
                    let time = look.columns.iter().find(|column| column.is_time()).map(|column| column.snake.as_str());
                    joins.tables.push(JoinedTable { name, key: &look.columns[*key], time });
                }
                Holds::Orders => {
                    joins.order_ids.extend(kind.roles.get(Role::Order).map(|played| &look.columns[played.column]));
                }
                _ => {}
            }
        }
        joins
    }

    /// The table whose keys a column's codes are, and the share of them that it knows.
    pub(super) fn table_of(&self, column: &ColumnLook) -> Option<(&JoinedTable<'l>, f64)> {
        let shares = self.tables.iter().map(|table| (table, share(column, table.key)));
        let same_kind = shares.filter(|(table, share)| *share >= SHARED && is_about(column, table));
        same_kind.max_by(|(_, a), (_, b)| a.total_cmp(b))
    }

    /// Whether orders come in a file of their own, which knows these order ids.
    pub(super) fn has_orders(&self, order: &ColumnLook) -> bool {
        self.order_ids.iter().any(|ids| share(order, ids) >= SHARED)
    }
}

/// Small whole numbers are the keys of many things: the names must have something in common too.
fn is_about(column: &ColumnLook, table: &JoinedTable<'_>) -> bool {
    let in_name = |piece: &str| {
        let noun = table.name.strip_suffix('s').unwrap_or(table.name);
        piece == noun || piece == table.name
    };
    column.snake == table.key.snake || column.snake.split('_').any(in_name)
}

fn share(column: &ColumnLook, key: &ColumnLook) -> f64 {
    if column.distinct.is_empty() {
        return 0.0;
    }
    let known = column.distinct.iter().filter(|hash| key.distinct.contains(hash)).count();
    known as f64 / column.distinct.len() as f64
}
