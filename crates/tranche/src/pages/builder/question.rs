//! The fields of a question: how a value is compared, with what, and what the base holds of it.

use model::decimal::Decimal;
use model::forms::{CALENDARS, Calendar, Rows, Value};
use model::names::Kind;
use model::phrase::Phrase;
use model::time::Day;
use model::value::Type;

use super::editor::{Asked, InnerFields, Pick, ValueFields, is_money};
use super::histogram::{Thresholds, histogram, tidy};
use super::window::{WindowFields, WindowOf, day_or_text};
use crate::charts::bar::Markup;
use crate::ops::base::Base;
use crate::ops::building::criteria::label_of;
use crate::ops::building::offered;
use crate::ops::building::shape::{Asks, Class, OF_BASE, PARTS};
use crate::ops::building::spread::{Spread, plain, spread, spread_of_field};
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// What a question is about.
#[derive(Clone, Copy)]
pub(super) struct About<'s> {
    /// The attribute, or the field of rows, by name; nothing of a value that is made of others.
    pub(super) field: Option<&'s str>,
    /// The rows whose field it is.
    pub(super) rows: Option<&'s Rows>,
    /// The stream whose rows are tested; customers are when absent.
    pub(super) stream: Option<&'s str>,
}

/// The fields of a question.
pub(super) struct Question<'a> {
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
    /// The values before and after a change, where one can be asked for.
    pub(super) change: Option<(String, String)>,
    /// What customers can have in common who are compared.
    pub(super) per: Vec<Pick>,
    /// What those must pass who are compared.
    pub(super) among: Option<Box<InnerFields<'a>>>,
    /// Of how many equal parts one is asked for.
    pub(super) parts: u32,
    /// The other value that one can be compared with.
    pub(super) than: Option<Box<ValueFields<'a>>>,
    /// The upper one of two.
    pub(super) till: Option<Box<ValueFields<'a>>>,
    /// Numbers or days, one of which is asked for.
    pub(super) several: Option<String>,
    /// The calendars that a date can lie in.
    pub(super) calendars: Vec<Pick>,
    /// How numbers are spread.
    pub(super) chart: Option<SpreadChart>,
    /// Whether the condition holds for nobody or for everybody.
    pub(super) is_idle: bool,
}

/// A value that can be chosen.
pub(super) struct ValueRow {
    pub(super) value: String,
    /// What people call it, where it is a code.
    pub(super) called: Option<String>,
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
    /// Where the thresholds are.
    pub(super) from: String,
    pub(super) to: String,
    pub(super) says: String,
    pub(super) proposals: Vec<Proposal>,
}

/// A threshold that divides the customers.
pub(super) struct Proposal {
    pub(super) value: String,
    pub(super) label: String,
    /// How many do not exceed it.
    pub(super) share: String,
}

impl<'a> Question<'a> {
    /// The fields of a question about a value; `field` is its name where it is an attribute or a field of rows.
    pub(super) fn of(
        base: &Base,
        f: &'a Frame,
        (prefix, class, kind): (&str, Class, Kind),
        asks: &Asks,
        About { field, rows, stream }: About<'_>,
    ) -> Result<Question<'a>, Failure> {
        let is_of_rows = stream.is_some();
        let is_words = matches!(class, Class::Words | Class::List);
        let found = match field.filter(|_| is_words) {
            Some(field) => offered::values(base, field, rows, &asks.list, f.as_of)?,
            None => offered::Values::default(),
        };
        let called = |value: &str| field.and_then(|field| f.called(field, value));
        let most = found.values.first().map_or(1, |first| first.count);
        let mut values: Vec<ValueRow> = found
            .values
            .iter()
            .cloned()
            .map(|one| ValueRow {
                count: f.n(one.count),
                bar: f.bar(one.count, most),
                is_chosen: asks.list.contains(&one.value),
                called: called(&one.value),
                value: one.value,
            })
            .collect();
        for value in asks.list.iter().filter(|_| is_words) {
            if !values.iter().any(|row| row.value == *value) {
                let (value, called) = (value.clone(), called(value));
                values.push(ValueRow { value, called, count: String::new(), bar: f.bar(0, 1), is_chosen: true });
            }
        }
        let more_label = match found.others {
            0 => f.t("builder-more-values"),
            others => f.say(&Phrase::new("builder-others").with("n", others)),
        };
        let is_date = class == Class::Date;
        let way = |how: &'static str| {
            let kind = match class {
                Class::Date
                    if !matches!(how, "window" | "anniversary" | "during" | "changed" | "known" | "unknown") =>
                {
                    "date-"
                }
                Class::Words if matches!(how, "equal" | "unequal") => "words-",
                Class::List => "list-",
                _ => "",
            };
            (how, f.t(&format!("builder-how-{kind}{}", how.replace('_', "-"))), how == asks.how)
        };
        let calendars = if is_date { calendars(base, asks)? } else { Vec::new() };
        // Rows are not compared with the base, and do not change.
        let is_asked = |how: &&&'static str| match **how {
            how if how == asks.how => true,
            "anniversary" => !is_of_rows,
            how if OF_BASE.contains(&how) => !is_of_rows,
            "changed" => !is_of_rows && field.is_some(),
            "under" | "not_under" => field.is_some() && is_category(kind),
            "during" => !calendars.is_empty(),
            _ => true,
        };
        let other = |name: &str, key: &str, value: Option<&Value>| {
            let asked = Asked { class, stream, key, is_typed_elsewhere: true, can_drop: false };
            ValueFields::of(base, f, &format!("{prefix}{name}"), value, asked).map(Box::new)
        };
        let than = match class {
            Class::Number | Class::Words | Class::Date => Some(other("o.", "builder-than", asks.than.as_deref())?),
            _ => None,
        };
        let till = match class {
            Class::Number | Class::Date => Some(other("p.", "builder-till", asks.till.as_deref())?),
            _ => None,
        };
        let is_of_base = class == Class::Number && !is_of_rows;
        let percent = matches!(asks.how, "top" | "bottom" | "share") || asks.low.ends_with('%');
        let unit = match percent {
            true => "%".to_owned(),
            false if is_money(kind) => f.money_sign().to_owned(),
            false => String::new(),
        };
        let today = f.zone().day(f.as_of.at);
        // What was typed and refused is shown again.
        let is_refused = f.asking.word("do") == Some("set");
        let typed = |name: &str, otherwise: &String| {
            let typed = f.asking.word(&format!("{prefix}{name}")).filter(|_| is_refused);
            typed.map_or_else(|| otherwise.clone(), str::to_owned)
        };
        let plain = |text: &String| text.trim_end_matches('%').to_owned();
        let mut question = Question {
            prefix: prefix.to_owned(),
            ways: class.questions().iter().filter(is_asked).map(|how| way(how)).collect(),
            low: if is_date && asks.low.is_empty() {
                today.plus_months(-1).to_string()
            } else {
                typed("a", &plain(&asks.low))
            },
            high: if is_date && asks.high.is_empty() { today.to_string() } else { typed("b", &plain(&asks.high)) },
            unit,
            is_date,
            is_words,
            values,
            more_label,
            text: asks.text.clone(),
            blind: asks.blind || asks.text.is_empty(),
            window: (is_date || !is_of_rows && field.is_some() && class.questions().contains(&"changed")).then(|| {
                let of = if is_date { WindowOf::Dates } else { WindowOf::Spans };
                WindowFields::of(base, f, &format!("{prefix}q."), asks.window.as_ref(), of)
            }),
            change: (!is_of_rows && field.is_some() && class.questions().contains(&"changed"))
                .then(|| (asks.from.clone(), asks.to.clone())),
            calendars,
            per: if is_of_base { pers(base, f, &asks.per) } else { Vec::new() },
            among: match is_of_base && OF_BASE.contains(&asks.how) {
                true => {
                    let (prefix, test) = (format!("{prefix}among."), asks.among.as_deref());
                    Some(Box::new(InnerFields::of(base, f, &prefix, test, "builder-compared")?))
                }
                false => None,
            },
            parts: if asks.parts > 0 { asks.parts } else { PARTS },
            than,
            till,
            several: matches!(asks.how, "one_of" | "not_one_of").then(|| typed("several", &asks.list.join("; "))),
            chart: None,
            is_idle: false,
        };
        if let (Some(stream), Some(field)) = (stream, field) {
            question.spread_of_field(base, f, stream, field)?;
        }
        Ok(question)
    }

    /// Adds how the value is spread among all customers, and thresholds that divide them.
    pub(super) fn spread(
        &mut self,
        base: &Base,
        f: &Frame,
        value: &Value,
        count: Option<(usize, usize)>,
    ) -> Result<(), Failure> {
        if self.is_spread()
            && !self.is_other()
            && let Some(spread) = spread(base, value, f.as_of)?
        {
            self.is_idle = count.is_some_and(|(alone, of)| alone == 0 || alone == of);
            self.draw(f, &spread, if self.is_date { "builder-spread-dates" } else { "builder-spread" });
        }
        Ok(())
    }

    /// Adds how a field is spread among the rows of a stream.
    fn spread_of_field(&mut self, base: &Base, f: &Frame, stream: &str, name: &str) -> Result<(), Failure> {
        if self.is_spread()
            && !self.is_other()
            && let Some(spread) = spread_of_field(base, stream, name)?
        {
            self.draw(f, &spread, if self.is_date { "builder-spread-dates" } else { "builder-spread-rows" });
        }
        Ok(())
    }

    /// Whether thresholds can be asked for.
    fn is_spread(&self) -> bool {
        !self.is_words && self.ways.iter().any(|(how, ..)| *how == "least")
    }

    fn draw(&mut self, f: &Frame, spread: &Spread, key: &'static str) {
        let is_money = !self.unit.is_empty() && self.unit != "%";
        let shown = |number: Decimal| match (self.is_date, is_money) {
            (true, _) => f.catalogue().day(Day(number.to_f64() as i32)),
            (false, true) => f.money(Some(number)),
            (false, false) => f.catalogue().number(number, number.scale().min(2)),
        };
        let [_, quarter, middle, three, _] = spread.tenths;
        let phrase = Phrase::new(key)
            .with("known", f.n(spread.known))
            .with("least", shown(spread.least))
            .with("quarter", shown(quarter))
            .with("middle", shown(middle))
            .with("three", shown(three))
            .with("greatest", shown(spread.greatest));
        let says = f.say(&phrase);
        // What as many as each share do not exceed; some shares may have the same.
        let mut proposals: Vec<Proposal> = Vec::new();
        for (share, number) in [10, 25, 50, 75, 90].into_iter().zip(spread.tenths) {
            let value = match self.is_date {
                true => Day(number.to_f64() as i32).to_string(),
                false => plain(number, spread.step.clamp(0.01, 1.0)),
            };
            let share = f.say(&Phrase::new("builder-percent-of").with("share", share));
            if proposals.last().is_none_or(|last| last.value != value) {
                proposals.push(Proposal { label: shown(Decimal::parse(&value).unwrap_or(number)), value, share });
            }
        }
        let at = |text: &str| match self.is_date {
            true => Day::parse(text).map(|day| f64::from(day.0)),
            false => Decimal::parse(text).map(Decimal::to_f64),
        };
        let how = self.ways.iter().find(|(.., is_chosen)| *is_chosen).map_or("", |(how, ..)| how);
        let thresholds = Thresholds { how, low: at(&self.low), high: at(&self.high) };
        let clear = |at: Option<f64>| tidy(at.unwrap_or(spread.low));
        self.chart = Some(SpreadChart {
            picture: Markup::new(histogram(spread, thresholds)),
            low: tidy(spread.low),
            high: tidy(spread.low + spread.step * spread.bars.len() as f64),
            step: tidy(spread.step),
            from: clear(thresholds.low),
            to: clear(thresholds.high),
            says,
            proposals,
        });
    }
}

/// The attributes that customers who are compared can have in common, the one that is chosen among them.
pub(super) fn pers(base: &Base, f: &Frame, chosen: &str) -> Vec<Pick> {
    let held = base.store.attributes_in_use();
    let known = base.schema().attributes.iter();
    let known =
        known.filter(|(name, field)| field.now.is_none() && field.kind == Type::Category && held.contains(*name));
    let pick = |(name, field): (&String, &model::schema::Field)| Pick {
        value: name.clone(),
        label: label_of(name, field, f.lang()),
        is_chosen: chosen == name,
    };
    let mut picks: Vec<Pick> = known.map(pick).collect();
    if !chosen.is_empty() && !picks.iter().any(|pick| pick.is_chosen) {
        let label = chosen.replace(['_', '.'], " ");
        picks.push(Pick { value: chosen.to_owned(), label, is_chosen: true });
    }
    picks.sort_by_key(|pick| pick.label.to_lowercase());
    picks.insert(0, Pick { value: String::new(), label: f.t("builder-per-all"), is_chosen: chosen.is_empty() });
    picks
}

impl Question<'_> {
    /// Whether it compares with another value, not with one that is typed.
    pub(super) fn is_other(&self) -> bool {
        self.than.as_ref().is_some_and(|than| than.is_other())
    }

    /// Whether the upper one of two is another value.
    pub(super) fn is_other_high(&self) -> bool {
        self.till.as_ref().is_some_and(|till| till.is_other())
    }

    /// How a day or moment is typed: a field for days cannot hold a moment.
    pub(super) fn kind_of(&self, written: &str) -> &'static str {
        day_or_text(written)
    }
}

/// The calendars of the base, the one that is asked for among them.
fn calendars(base: &Base, asks: &Asks) -> Result<Vec<Pick>, Failure> {
    let tables = base.store.tables()?;
    let mut names = tables.get(CALENDARS).map(Calendar::names).unwrap_or_default();
    if asks.how == "during" {
        names.insert(asks.text.clone());
    }
    Ok(names.into_iter().map(|name| Pick { is_chosen: name == asks.text, label: name.clone(), value: name }).collect())
}

fn is_category(kind: Kind) -> bool {
    matches!(kind.item, Type::Category | Type::Text)
}
