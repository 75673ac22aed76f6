//! Until when nothing changes if nothing happens: for one customer, an instant before which no test and no value can be
//! other than now.
//!
//! Each form says its own bound (`holds_until`), and may say less than it could, never more. It looks at time alone:
//! what happens (a row, a new version, a new value, a move in or out of a list) is [`crate::timeline::Timeline::events_after`];
//! cut-offs, tables and the verdicts of relatives stand still. Histories are walked from bound to bound.

use crate::evaluate::Moment;
use crate::forms::{Test, Value, constant};
use crate::names::{BIRTH_DATE, Reference, Scope, resolve};
use crate::time::{Day, Instant};
use crate::value::Value as Held;

impl Moment<'_> {
    /// An instant before which a test cannot change if nothing happens; always after the moment's own.
    pub fn test_until(&self, test: &Test) -> Instant {
        test.form().holds_until(self)
    }

    /// The same of a value.
    pub fn value_until(&self, value: &Value) -> Instant {
        value.form().holds_until(self)
    }

    /// An instant before which the order of two values cannot change if nothing happens: days since a date pass a constant
    /// once, however many midnights there are before.
    pub fn order_until(&self, left: &Value, right: &Value) -> Instant {
        let passes = |value: &Value, bound: &Value| match (value, constant(bound, self.world.zone)) {
            (Value::DaysSince(since), Some(Held::Number(bound))) => Some(since.passes(self, bound)),
            _ => None,
        };
        let passed = passes(left, right).or_else(|| passes(right, left));
        passed.unwrap_or_else(|| self.value_until(left).min(self.value_until(right)))
    }

    /// The same of what a name stands for: only ages and what is computed change by themselves.
    pub fn name_until(&self, name: &str) -> Instant {
        let scope = self.row.map_or(Scope::Customer, |(stream, _, _)| Scope::Row(stream));
        match resolve(self.world.schema, scope, name) {
            Some((Reference::Age, _)) => {
                let birth = match self.timeline.attribute(BIRTH_DATE, self.at) {
                    Held::Date(day) => Some(*day),
                    Held::Instant(at) => Some(self.world.zone.day(*at)),
                    _ => None,
                };
                self.birthday_after(birth)
            }
            Some((Reference::Computed(name), _)) => {
                let computed = self.world.schema.computed.get(&name);
                computed.map_or(Instant::NEVER, |computed| self.value_until(&computed.value))
            }
            _ => Instant::NEVER,
        }
    }

    /// When the number of years completed since a day next changes.
    pub fn birthday_after(&self, birth: Option<Day>) -> Instant {
        let zone = self.world.zone;
        let Some(birth) = birth else { return Instant::NEVER };
        let years = zone.day(self.at).years_since(birth);
        zone.first_of(birth.plus_months(12 * (years + 1)), self.at)
    }
}
