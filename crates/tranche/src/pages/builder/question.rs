//! The fields of a question: how a value is compared, with what, and what the base holds of it.

use model::decimal::Decimal;
use model::forms::{Rows, Value, Window};
use model::names::Kind;
use model::phrase::Phrase;
use model::text::printer::Printer;

use super::editor::{is_money, own_dates};
use super::histogram::{histogram, tidy};
use crate::charts::bar::Markup;
use crate::ops::base::Base;
use crate::ops::building::offered::{self, Spread};
use crate::ops::building::shape::{Asks, Class};
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// The fields of a question.
pub(super) struct Question {
    /// What the names of its fields begin with.
    pub(super) prefix: String,
    /// How it can be asked.
    pub(super) ways: Vec<(&'static str, String, bool)>,
    /// The number, percentage or day.
    pub(super) low: String,
    /// The upper one.
    pub(super) high: String,
    /// The unit of numbers: the sign of the currency, or nothing.
    pub(super) unit: String,
    /// Whether numbers are days of the calendar.
    pub(super) is_date: bool,
    /// Whether it is about texts or lists, which values are offered for.
    pub(super) is_words: bool,
    /// The values offered.
    pub(super) values: Vec<ValueRow>,
    /// What the field for other values says: that there are some, or only that they can be typed.
    pub(super) more_label: String,
    /// The text looked for.
    pub(super) text: String,
    /// Whether case and accents are ignored.
    pub(super) blind: bool,
    /// When a date lies.
    pub(super) window: Option<WindowFields>,
    /// How numbers are spread.
    pub(super) chart: Option<SpreadChart>,
    /// Thresholds that may be meant where the condition holds for nobody or for everybody.
    pub(super) useful: Vec<(String, String)>,
}

/// A value that can be chosen.
pub(super) struct ValueRow {
    pub(super) value: String,
    pub(super) count: String,
    pub(super) bar: Markup,
    pub(super) is_chosen: bool,
}

/// The picture of a spread.
pub(super) struct SpreadChart {
    pub(super) picture: Markup,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) step: String,
    pub(super) says: String,
}

impl Question {
    /// The fields of a question about a value; `field` is its name where it is an attribute or a field of rows.
    pub(super) fn of(
        base: &Base,
        f: &Frame,
        (prefix, class, kind): (&str, Class, Kind),
        asks: &Asks,
        (field, rows): (Option<&str>, Option<&Rows>),
    ) -> Result<Question, Failure> {
        let is_words = matches!(class, Class::Words | Class::List);
        let found = match field.filter(|_| is_words) {
            Some(field) => offered::values(base, field, rows, &asks.list, f.as_of)?,
            None => offered::Values::default(),
        };
        let most = found.values.first().map_or(1, |first| first.count);
        let mut values: Vec<ValueRow> = found
            .values
            .iter()
            .cloned()
            .map(|one| ValueRow {
                count: f.n(one.count),
                bar: f.bar(one.count, most),
                is_chosen: asks.list.contains(&one.value),
                value: one.value,
            })
            .collect();
        for value in asks.list.iter().filter(|_| is_words) {
            if !values.iter().any(|row| row.value == *value) {
                values.push(ValueRow { value: value.clone(), count: String::new(), bar: f.bar(0, 1), is_chosen: true });
            }
        }
        let more_label = match found.others {
            0 => f.t("builder-more-values"),
            others => f.say(&Phrase::new("builder-others").with("n", others)),
        };
        let is_date = class == Class::Date;
        let way = |how: &'static str| {
            let kind = match class {
                Class::Date if matches!(how, "less" | "least" | "equal" | "between") => "date-",
                Class::List => "list-",
                _ => "",
            };
            (how, f.t(&format!("builder-how-{kind}{}", how.replace('_', "-"))), how == asks.how)
        };
        // Rows are not compared with the base.
        let is_asked = |how: &&&'static str| {
            rows.is_none() || !matches!(**how, "top" | "bottom" | "above" | "below" | "first" | "share" | "anniversary")
        };
        let percent = matches!(asks.how, "top" | "bottom" | "share");
        let unit = match percent {
            true => "%".to_owned(),
            false if is_money(kind) => f.money_sign().to_owned(),
            false => String::new(),
        };
        let today = f.zone().day(f.as_of.at);
        Ok(Question {
            prefix: prefix.to_owned(),
            ways: class.questions().iter().filter(is_asked).map(|how| way(how)).collect(),
            low: if is_date && asks.low.is_empty() { today.plus_months(-1).to_string() } else { asks.low.clone() },
            high: if is_date && asks.high.is_empty() { today.to_string() } else { asks.high.clone() },
            unit,
            is_date,
            is_words,
            values,
            more_label,
            text: asks.text.clone(),
            blind: asks.blind || asks.text.is_empty(),
            window: is_date.then(|| WindowFields::of(base, f, prefix, asks.window.as_ref(), true)),
            chart: None,
            useful: Vec::new(),
        })
    }

    /// Adds how the value is spread among all customers, and thresholds that say something where this one does not.
    pub(super) fn spread(
        &mut self,
        base: &Base,
        f: &Frame,
        value: &Value,
        count: Option<(usize, usize)>,
    ) -> Result<(), Failure> {
        if self.is_date || self.is_words || self.ways.first().is_none_or(|(how, ..)| *how != "least") {
            return Ok(());
        }
        let Some(spread) = offered::spread(base, value, f.as_of)? else { return Ok(()) };
        let number = |number: Decimal| match self.unit.is_empty() || self.unit == "%" {
            true => f.catalogue().number(number, number.scale().min(2)),
            false => f.money(Some(number)),
        };
        if let Some((alone, of)) = count
            && (alone == 0 || alone == of)
        {
            self.useful = useful(&spread).into_iter().map(|text| (text.clone(), text)).collect();
        }
        let [_, quarter, middle, three, _] = spread.tenths;
        let phrase = Phrase::new("builder-spread")
            .with("known", f.n(spread.known))
            .with("least", number(spread.least))
            .with("quarter", number(quarter))
            .with("middle", number(middle))
            .with("three", number(three))
            .with("greatest", number(spread.greatest));
        self.chart = Some(SpreadChart {
            picture: Markup::new(histogram(&spread)),
            low: tidy(spread.low),
            high: tidy(spread.low + spread.step * spread.bars.len() as f64),
            step: tidy(spread.step),
            says: f.say(&phrase),
        });
        Ok(())
    }
}

/// Thresholds that divide the customers.
fn useful(spread: &Spread) -> Vec<String> {
    let mut texts: Vec<String> =
        spread.tenths.iter().map(|number| offered::plain(*number, spread.step.min(1.0).max(0.01))).collect();
    texts.dedup();
    texts
}

/// The fields of a window.
pub(super) struct WindowFields {
    pub(super) prefix: String,
    pub(super) ways: Vec<(&'static str, String, bool)>,
    pub(super) number: String,
    pub(super) other: String,
    pub(super) units: Vec<(&'static str, String, bool)>,
    pub(super) periods: Vec<(&'static str, String, bool)>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) own: Vec<(String, String, bool)>,
}

impl WindowFields {
    /// The fields of a window of rows, or of dates.
    pub(super) fn of(base: &Base, f: &Frame, prefix: &str, window: Option<&Window>, is_dates: bool) -> Self {
        use model::forms::{Direction, Period, Side};
        let (mut number, mut other, mut unit, mut period) = ("30".to_owned(), "90".to_owned(), "days", "month");
        let today = f.zone().day(f.as_of.at);
        let (mut from, mut to) = (today.plus_months(-1).to_string(), today.to_string());
        let mut own = String::new();
        let chosen = match window {
            None => "ever",
            Some(Window::Last { count, unit: of }) => {
                (number, unit) = (count.to_string(), of.word(false));
                "last"
            }
            Some(Window::Ago { from, to, unit: of }) => {
                (number, other, unit) = (from.max(to).to_string(), from.min(to).to_string(), of.word(false));
                "ago"
            }
            Some(Window::Within { side, count, unit: of }) => {
                (number, unit) = (count.to_string(), of.word(false));
                if *side == Side::Next { "next" } else { "past" }
            }
            Some(Window::Today) => "today",
            Some(Window::Yesterday) => "yesterday",
            Some(Window::Period { which, unit: of }) => {
                period = of.word(true);
                if *which == Period::This { "this" } else { "previous" }
            }
            Some(Window::LastCalendar { count, unit: of }) => {
                (number, period) = (count.to_string(), of.word(true));
                "calendar"
            }
            Some(Window::Since(when)) => {
                from = when.written().to_owned();
                "since"
            }
            Some(Window::Until(when)) => {
                to = when.written().to_owned();
                "until"
            }
            Some(Window::On(when)) => {
                from = when.written().to_owned();
                "on"
            }
            Some(Window::FromTo { from: start, to: end }) => {
                (from, to) = (start.written().to_owned(), end.written().to_owned());
                "between"
            }
            Some(Window::Own(around)) => match around.within {
                Some(within) => {
                    (number, unit) = (within.count.to_string(), within.unit.word(false));
                    own = model::text::printer::text_of_value(&around.of);
                    if around.direction == Direction::After { "after" } else { "before" }
                }
                None => "kept",
            },
            Some(Window::Fiscal { .. } | Window::LastFiscal { .. } | Window::Local(_)) => "kept",
        };
        let known: &[&'static str] = if is_dates {
            &["last", "next", "past", "this", "previous", "calendar", "since", "until", "between", "on", "today"]
        } else {
            &[
                "ever",
                "last",
                "ago",
                "this",
                "previous",
                "calendar",
                "since",
                "until",
                "between",
                "on",
                "today",
                "yesterday",
                "after",
                "before",
            ]
        };
        let way = |name: &'static str| (name, f.t(&format!("builder-window-{name}")), name == chosen);
        let mut ways: Vec<_> = known.iter().map(|name| way(name)).collect();
        if !known.contains(&chosen)
            && let Some(window) = window
        {
            let mut printer = Printer::default();
            window.print(&mut printer);
            ways.insert(0, ("kept", printer.finish(), true));
        }
        let units = ["hours", "days", "weeks", "months", "years"];
        let periods = ["week", "month", "quarter", "year"];
        let own_dates = own_dates(base, f).into_iter().map(|(text, label)| (text.clone(), label, text == own));
        let mut own_dates: Vec<_> = own_dates.collect();
        if !own.is_empty() && !own_dates.iter().any(|(.., is_chosen)| *is_chosen) {
            own_dates.insert(0, (own.clone(), own, true));
        }
        WindowFields {
            prefix: prefix.to_owned(),
            ways,
            number,
            other,
            units: units.map(|name| (name, f.t(&format!("builder-unit-{name}")), name == unit)).into(),
            periods: periods.map(|name| (name, f.t(&format!("builder-period-{name}")), name == period)).into(),
            from,
            to,
            own: own_dates,
        }
    }
}
