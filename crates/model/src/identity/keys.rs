//! Keys: kinds of ids, in order of rank, and the one writing of each value.

/// The kind of id that names a visitor, not a customer.
pub const ANONYMOUS: &str = "anonymous_id";
/// Kinds of ids whose value is a customer's primary id, the first one it has; other kinds come after, by name.
const PRIMARY: [&str; 4] = ["customer_number", "user_id", "email", "phone"];
/// Values that are in truth a missing value written out.
const BLOCKED: [&str; 7] = ["null", "undefined", "none", "nan", "n/a", "anonymous", "[object object]"];
/// Fewer digits than this are no phone.
const FEWEST_DIGITS: usize = 4;

/// An id of a customer or visitor, and of which kind it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Kind of id, such as `user_id` or `email`.
    pub kind: String,
    /// The id, in its one writing.
    pub value: String,
}

impl Key {
    /// The key of an id as someone wrote it; `None` when the id names nobody: nothing, a missing value written out, an
    /// address for tests, a phone of zeros.
    pub fn new(kind: &str, written: &str) -> Option<Self> {
        let written = written.trim();
        if written.is_empty() || BLOCKED.iter().any(|blocked| blocked.eq_ignore_ascii_case(written)) {
            return None;
        }
        let value = match kind {
            "email" => email(written)?,
            "phone" => phone(written)?,
            _ => written.to_owned(),
        };
        Some(Key { kind: kind.to_owned(), value })
    }

    /// Whether an id of a kind that is a whole number in digits is a key as it stands, whatever the number.
    pub fn takes_any_number(kind: &str) -> bool {
        !matches!(kind, "email" | "phone")
    }
}

/// How a kind of id ranks among those that can name a customer: the least is the best.
pub fn rank(kind: &str) -> (usize, &str) {
    let last = if kind == ANONYMOUS { PRIMARY.len() + 1 } else { PRIMARY.len() };
    (PRIMARY.iter().position(|primary| *primary == kind).unwrap_or(last), kind)
}

/// Whether ids of a kind name customers, not visitors.
pub fn names_customer(kind: &str) -> bool {
    kind != ANONYMOUS
}

/// What has no `@` is no address, but names whom it named before all the same.
fn email(written: &str) -> Option<String> {
    let address = written.to_lowercase();
    let (local, _) = address.split_once('@').unwrap_or((&address, ""));
    let names_nobody = local.is_empty() || local == "test" || BLOCKED.contains(&local);
    (!names_nobody).then_some(address)
}

/// Digits only, after a `+` when the country is said.
fn phone(written: &str) -> Option<String> {
    let trunk_left_out = written.replace("(0)", "");
    let digits: String = trunk_left_out.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < FEWEST_DIGITS || digits.bytes().all(|digit| digit == b'0') {
        return None;
    }
    if written.starts_with('+') {
        return Some(format!("+{digits}"));
    }
    Some(digits.strip_prefix("00").map_or_else(|| digits.clone(), |rest| format!("+{rest}")))
}
