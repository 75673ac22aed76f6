//! How words look beside one another: elision and contraction in French, quotes, numbers, money and dates.

use super::Language;
use super::rules::Words;
use crate::decimal::Decimal;

/// A text in the quotes of a language; a closing quote inside is doubled.
pub(super) fn quoted(text: &str, language: Language) -> String {
    match language {
        Language::English => format!("“{}”", text.replace('”', "””")),
        Language::French => format!("«\u{a0}{}\u{a0}»", text.replace('»', "»»")),
    }
}

/// A part of a definition as text.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "``"))
}

/// Words as they are written beside one another.
pub(super) fn polished(text: &str, language: Language) -> String {
    let single_spaces = outside_quotes(text, squeezed);
    match language {
        Language::English => single_spaces,
        Language::French => outside_quotes(&single_spaces, contracted),
    }
}

fn squeezed(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        let last = out.chars().next_back();
        if letter == ' ' && matches!(last, Some(' ' | '(')) {
            continue;
        }
        // A comma swallows one that an aside before it left.
        if (letter == ',' || letter == ')') && last == Some(' ') {
            out.pop();
        }
        if letter == ',' && out.ends_with(',') || letter == ')' && out.ends_with(',') {
            out.pop();
        }
        out.push(letter);
    }
    out
}

/// Applies a change to what stands outside quotes.
fn outside_quotes(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['“', '«', '`']) {
        let open = rest[start..].chars().next().unwrap_or_default();
        let close = match open {
            '“' => '”',
            '«' => '»',
            open => open,
        };
        out.push_str(&change(&rest[..start]));
        let inside = start + open.len_utf8();
        let end = closing(&rest[inside..], close).map_or(rest.len(), |end| inside + end);
        out.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    out.push_str(&change(rest));
    out
}

/// The byte after the closing quote of a text that has just been opened.
fn closing(text: &str, close: char) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + text[from..].find(close)? + close.len_utf8();
        if !text[end..].starts_with(close) {
            return Some(end);
        }
        from = end + close.len_utf8();
    }
}

/// French elision (`le âge` → `l'âge`), then contraction (`de le` → `du`).
pub(super) fn contracted(text: &str) -> String {
    const ELIDED: [&str; 6] = ["le", "la", "de", "que", "ne", "se"];
    const PAIRS: [(&str, &str, &str); 4] =
        [("de", "le", "du"), ("de", "les", "des"), ("à", "le", "au"), ("à", "les", "aux")];
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut at = 0;
    while at + 1 < words.len() {
        let bare = words[at].trim_start_matches('(');
        if ELIDED.contains(&bare) && starts_with_vowel(&words[at + 1]) {
            let next = words.remove(at + 1);
            let stem = words[at].strip_suffix(['e', 'a']).unwrap_or(&words[at]).to_owned();
            words[at] = format!("{stem}'{next}");
        }
        at += 1;
    }
    let mut at = 0;
    while at + 1 < words.len() {
        let bare = words[at].trim_start_matches('(');
        let pair = PAIRS.iter().find(|(first, second, _)| *first == bare && *second == words[at + 1]);
        if let Some((first, _, both)) = pair {
            let open = words[at].len() - first.len();
            words[at] = format!("{}{both}", &words[at][..open]);
            words.remove(at + 1);
        }
        at += 1;
    }
    words.join(" ")
}

/// Whether a French word is one before which articles are cut.
fn starts_with_vowel(word: &str) -> bool {
    const MUTE: [&str; 9] = ["heure", "histo", "homme", "habit", "hebdo", "horaire", "humeur", "honneur", "hiver"];
    let word = word.to_lowercase();
    word.starts_with(['a', 'e', 'i', 'o', 'u', 'à', 'â', 'é', 'è', 'ê', 'ë', 'î', 'ï', 'ô', 'ù', 'û', 'œ', 'æ'])
        || MUTE.iter().any(|mute| word.starts_with(mute))
}

/// `an` before a vowel, else `a`.
pub(super) fn with_a(noun: &str) -> String {
    let vowel = noun.trim_start_matches('“').starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// A number as a language writes it.
pub(super) fn number(number: Decimal, language: Language) -> String {
    let plain = number.to_string();
    let (sign, size) = plain.strip_prefix('-').map_or(("", plain.as_str()), |size| ("−", size));
    let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
    let (separator, point) = match language {
        Language::English => (",", ","),
        Language::French => ("\u{202f}", ","),
    };
    let point = if language == Language::English { "." } else { point };
    let mut out = sign.to_owned();
    for (position, digit) in whole.char_indices() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push_str(point);
        out.push_str(fraction);
    }
    out
}

/// The sign of a currency, or its code.
pub(super) fn currency_sign(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    }
}

/// An amount of money; with two decimal places when it has one.
pub(super) fn money(amount: Decimal, currency: &str, language: Language) -> String {
    let mut digits = number(amount, language);
    let point = if language == Language::English { '.' } else { ',' };
    if digits.rsplit_once(point).is_some_and(|(_, fraction)| fraction.len() == 1) {
        digits.push('0');
    }
    let sign = currency_sign(currency);
    match language {
        Language::English if sign == currency => format!("{currency}\u{a0}{digits}"),
        Language::English => format!("{sign}{digits}"),
        Language::French => format!("{digits}\u{a0}{sign}"),
    }
}

/// A share of a hundred.
pub(super) fn percent(hundredths: Decimal, language: Language) -> String {
    match language {
        Language::English => format!("{}%", number(hundredths, language)),
        Language::French => format!("{}\u{a0}%", number(hundredths, language)),
    }
}

/// A day or a moment as files write it, as a language writes it; as it is when it is written in another way.
pub(super) fn moment(iso: &str, language: Language, words: &Words) -> String {
    pretty(iso, language, words).unwrap_or_else(|| iso.to_owned())
}

fn pretty(iso: &str, language: Language, words: &Words) -> Option<String> {
    let (date, time) = iso.split_once('T').map_or((iso, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str, length: usize| {
        (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<usize>().ok())?
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let month = words.months.get(month.checked_sub(1)?)?;
    if parts.next().is_some() || year < 1000 {
        return None;
    }
    let day = if day == 1 && language == Language::French { "1er".to_owned() } else { day.to_string() };
    let date = format!("{day} {month} {year}");
    let Some(time) = time else { return Some(date) };
    let (time, zone) = match time.strip_suffix(":00Z") {
        Some(time) => (time, " UTC"),
        None => (time, ""),
    };
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    Some(match language {
        Language::English => format!("{date} at {hour:02}:{minute:02}{zone}"),
        Language::French if minute == 0 => format!("{date} à {hour}\u{a0}h{zone}"),
        Language::French => format!("{date} à {hour}\u{a0}h\u{a0}{minute:02}{zone}"),
    })
}
