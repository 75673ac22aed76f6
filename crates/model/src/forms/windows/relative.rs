//! Windows counted back from the instant: `over last 90 days`, `between 30 and 90 days ago`.

use super::{Bounds, Unit, Window};
use crate::phrase::{Phrase, Problem};
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::time::{Day, Instant, SECOND, Zone};

pub(super) fn read(parser: &mut Parser) -> Option<Read<Window>> {
    if parser.is_words(&["over", "last"]) || (parser.is_word_at(0, "last") && is_calendar(parser, 1)) {
        parser.take_word("over");
        parser.advance();
        return Some(read_last(parser));
    }
    let number = |parser: &Parser, ahead| matches!(parser.peek_at(ahead).kind, TokenKind::Number(_));
    let ago = parser.is_word_at(0, "between")
        && number(parser, 1)
        && parser.is_word_at(2, "and")
        && number(parser, 3)
        && Unit::at(parser, 4).is_some()
        && parser.is_word_at(5, "ago");
    ago.then(|| read_ago(parser))
}

fn is_calendar(parser: &Parser, ahead: usize) -> bool {
    let word = parser.is_word_at(ahead + 1, "calendar") || parser.is_word_at(ahead + 1, "fiscal");
    matches!(parser.peek_at(ahead).kind, TokenKind::Number(_)) && word
}

fn read_last(parser: &mut Parser) -> Read<Window> {
    let count = parser.expect_count()?;
    let calendar = parser.take_word("calendar");
    let fiscal = !calendar && parser.take_word("fiscal");
    let place = parser.peek().place;
    let Some(unit) = Unit::take(parser) else { return Err(parser.unexpected(&Unit::words())) };
    if fiscal {
        let wrong = || Problem::new(Phrase::new("problem-not-fiscal"), place);
        return unit.is_fiscal().then_some(Window::LastFiscal { count, unit }).ok_or_else(wrong);
    }
    if !calendar {
        return Ok(Window::Last { count, unit });
    }
    if unit.is_period() || unit == Unit::Day {
        return Ok(Window::LastCalendar { count, unit });
    }
    Err(Problem::new(Phrase::new("problem-not-a-period").with("unit", unit.word(false)), place))
}

fn read_ago(parser: &mut Parser) -> Read<Window> {
    parser.advance();
    let from = expect_count_or_zero(parser)?;
    parser.expect_word("and")?;
    let to = expect_count_or_zero(parser)?;
    let Some(unit) = Unit::take(parser) else { return Err(parser.unexpected(&Unit::words())) };
    parser.expect_word("ago")?;
    Ok(Window::Ago { from, to, unit })
}

fn expect_count_or_zero(parser: &mut Parser) -> Read<u32> {
    if parser.peek().kind == TokenKind::Number(crate::decimal::Decimal::ZERO) {
        parser.advance();
        return Ok(0);
    }
    parser.expect_count()
}

/// `(at − far, at − near]`; months and longer units go by local dates.
pub(super) fn ago(at: Instant, zone: &Zone, far: u32, near: u32, unit: Unit) -> Bounds {
    let back = |count: u32| match unit.seconds() {
        Some(seconds) => at.0.saturating_sub(i64::from(count).saturating_mul(seconds * SECOND)),
        None => zone.midnight(Day(zone.day(at).plus_months(-i64::from(count) * unit.months()).0 + 1)).0 - 1,
    };
    // An instant counts microseconds, so that "after x" is "from x + 1".
    let end = if near == 0 { at.0 } else { back(near) };
    Bounds { start: back(far).saturating_add(1), end: end.saturating_add(1) }
}
