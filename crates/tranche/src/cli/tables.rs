//! Tables for the terminal.

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

/// A table with a head; the columns named in `right` hold numbers.
pub(super) fn table(head: &[String], right: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(head);
    for &column in right {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// A share as a bar of eighths of a block, `width` blocks long when it is one.
pub(super) fn bar(share: f64, width: usize) -> Cell {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (width * 8) as f64).round() as usize;
    Cell::new(format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8]))
}

/// Sizes one after the other as a line of eighths of a block, at most `width` long: of too many sizes, the last one of
/// each stretch is shown.
pub(super) fn sparkline(sizes: &[usize], width: usize) -> String {
    const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = sizes.iter().copied().max().unwrap_or(0).max(1);
    let n_shown = sizes.len().min(width);
    let shown = (1..=n_shown).map(|place| sizes[place * sizes.len() / n_shown - 1]);
    shown.map(|size| EIGHTHS[size * (EIGHTHS.len() - 1) / most]).collect()
}
