//! Numbers that move: each is shown with how much it changed and since when.

use model::decimal::Decimal;
use model::phrase::Phrase;

use super::frame::Frame;

/// How a number changed, as it is shown.
pub(super) struct Change {
    /// The change in words.
    pub(super) said: String,
    /// `gain`, `loss`, or nothing when it is neither.
    pub(super) tone: &'static str,
    /// The icon that says its direction.
    pub(super) icon: &'static str,
}

/// Whether more of something is good news.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    /// It is.
    Good,
    /// It is bad news.
    Bad,
    /// It is neither.
    Plain,
}

/// How a count changed.
pub(super) fn of_count(f: &Frame, now: usize, before: usize, more: More) -> Change {
    let size = f.n(now.abs_diff(before));
    let said = if now >= before { format!("+{size}") } else { format!("−{size}") };
    change(said, now.cmp(&before), more, f)
}

/// How an amount changed, per cent of what it was.
pub(super) fn of_amount(f: &Frame, now: Decimal, before: Decimal, more: More) -> Change {
    let part = now.minus(before).and_then(|change| change.divided_by(before));
    let said = match part {
        Some(part) if now >= before => format!("+{}", f.share(Some(part))),
        part => f.share(part),
    };
    change(said, now.cmp(&before), more, f)
}

fn change(said: String, order: std::cmp::Ordering, more: More, f: &Frame) -> Change {
    let (icon, is_more) = match order {
        std::cmp::Ordering::Greater => ("arrow-up", true),
        std::cmp::Ordering::Less => ("arrow-down", false),
        std::cmp::Ordering::Equal => return Change { said: f.t("change-none"), tone: "muted", icon: "equal" },
    };
    let tone = match more {
        More::Plain => "muted",
        more if is_more == (more == More::Good) => "gain",
        _ => "loss",
    };
    Change { said, tone, icon }
}

/// A change with the days it happened in.
pub(super) fn since(f: &Frame, days: i32) -> String {
    f.say(&Phrase::new("change-since").with("days", days))
}
