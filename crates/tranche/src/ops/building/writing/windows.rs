//! The window that the fields of a form mean.

use model::forms::{Delay, Hours, Local, Test, Unit, Weekday, Window};
use model::phrase::Problem;

use super::{Part, read, wrong};

/// The window that fields mean, maybe open on some days of the week and at some hours only.
pub(super) fn window(part: &Part<'_>, before: Option<&Window>) -> Result<Option<Window>, Vec<Problem>> {
    let (inner, local) = match before {
        Some(Window::Local(local)) => (local.window.as_deref(), Some(local)),
        before => (before, None),
    };
    let window = stretch(part, inner)?;
    let (weekdays, hours) = match (part.has("wl"), local) {
        (true, _) => {
            let chosen = part.all("wd");
            let weekdays = Weekday::WORDS.into_iter().filter(|(word, _)| chosen.iter().any(|one| one == word));
            (weekdays.map(|(_, day)| day).collect(), hours(part)?)
        }
        (false, Some(local)) => (local.weekdays.clone(), local.hours),
        (false, None) => (Vec::new(), None),
    };
    if weekdays.is_empty() && hours.is_none() {
        return Ok(window);
    }
    Ok(Some(Window::Local(Local { window: window.map(Box::new), weekdays, hours })))
}

/// The hours of the day that fields mean; none where one of the two is left empty.
fn hours(part: &Part<'_>) -> Result<Option<Hours>, Vec<Problem>> {
    let hour = |name: &str, most: u32| match part.get(name) {
        None => Ok(None),
        Some(typed) => match typed.parse::<u32>() {
            Ok(hour) if hour <= most => Ok(Some(hour)),
            _ => Err(vec![wrong("builder-wrong-hour", typed)]),
        },
    };
    let found = hour("wh", 23)?.zip(hour("wi", 24)?);
    Ok(found.filter(|(from, to)| from != to).map(|(from, to)| Hours { from, to }))
}

/// The stretch of time that fields mean.
fn stretch(part: &Part<'_>, before: Option<&Window>) -> Result<Option<Window>, Vec<Problem>> {
    let field = |name: &str| part.get(name);
    let whole = |name: &str, otherwise| part.count(name, otherwise);
    let (unit, period) = (field("wu").unwrap_or("days"), field("wp").unwrap_or("month"));
    let (from, to) = (field("wa").unwrap_or("2026-01-01"), field("wb").unwrap_or("2026-12-31"));
    let own = field("wo").unwrap_or("first(order.at)");
    let fiscal = field("wf").unwrap_or("year");
    let text = match field("w").unwrap_or("kept") {
        "kept" => return Ok(before.cloned()),
        "ever" => return Ok(None),
        "last" => format!("over last {} {unit}", whole("wn", 30)?),
        "ago" => format!("between {} and {} {unit} ago", whole("wm", 30)?, whole("wn", 90)?),
        "this" => format!("this {period}"),
        "previous" => format!("previous {period}"),
        "calendar" => format!("last {} calendar {period}s", whole("wn", 3)?),
        "this_fiscal" => format!("this fiscal {fiscal}"),
        "previous_fiscal" => format!("previous fiscal {fiscal}"),
        "fiscal" => format!("last {} fiscal {fiscal}s", whole("wn", 2)?),
        "since_own" => format!("since ({own})"),
        "until_own" => format!("until ({own})"),
        "next" => format!("within next {} {unit}", whole("wn", 30)?),
        "past" => format!("within last {} {unit}", whole("wn", 30)?),
        "since" => format!("since {from}"),
        "until" => format!("until {to}"),
        "between" => format!("from {from} to {to}"),
        "on" => format!("on {from}"),
        "after" => format!("within {} {unit} after {own}", whole("wn", 30)?),
        "before" => format!("within {} {unit} before {own}", whole("wn", 30)?),
        fixed => fixed.to_owned(),
    };
    window_of(&text)
}

/// The window of its text.
pub(crate) fn window_of(text: &str) -> Result<Option<Window>, Vec<Problem>> {
    match read(&format!("any(x {text})"))? {
        Test::Any(any) => Ok(any.rows.window),
        _ => Ok(None),
    }
}

/// A length of time: a count and its unit; none where the count is left empty.
pub(super) fn delay(
    part: &Part<'_>,
    count: &str,
    unit: &str,
    before: Option<Delay>,
) -> Result<Option<Delay>, Vec<Problem>> {
    match (part.get(count), part.has(count)) {
        (Some(_), _) => {
            let unit = part.get(unit).and_then(unit_named).or(before.map(|before| before.unit)).unwrap_or(Unit::Day);
            Ok(Some(Delay { count: part.count(count, 1)?, unit }))
        }
        (None, true) => Ok(None),
        (None, false) => Ok(before),
    }
}

/// The unit of a word, of one or of several.
pub(super) fn unit_named(word: &str) -> Option<Unit> {
    use Unit::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};
    let all = [Second, Minute, Hour, Day, Week, Month, Quarter, Year];
    all.into_iter().find(|unit| unit.word(true) == word || unit.word(false) == word)
}
