//! Finding customers, segments and attributes by what people type: an id, a part of a name, a city.

use std::collections::BTreeMap;

use model::columns::{AttributeColumn, Column, TextColumn, Wanted};
use model::forms::plain_text;
use model::segment::Texts;
use model::time::Instant;

use super::base::Base;
use super::failure::Failure;
use super::segment::{Titled, titles};

/// Attributes whose words customers are found by.
const LOOKED_AT: [&str; 8] =
    ["first_name", "last_name", "email", "phone", "company", "address.city", "address.postal_code", "customer_number"];
/// Customers gone through at a time: after the run in which enough are found, no more are read.
const RUN: u32 = 65_536;

/// Customers by what was typed, so many at most: whom it names as an id first, then whose ids begin so, then those who have
/// all its words in their name, addresses or city, in the order in which they came. Case and accents do not matter.
pub(crate) fn customers(base: &Base, typed: &str, most: usize, at: Instant) -> Result<Vec<usize>, Failure> {
    let typed = typed.trim();
    let words: Vec<String> = plain_text(typed).split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<usize> = base.store.find_customer(typed)?.map(|number| number as usize).into_iter().collect();
    let add = |found: &mut Vec<usize>, number: usize| {
        if found.len() < most && !found.contains(&number) {
            found.push(number);
        }
    };
    for beginning in [typed.to_owned(), typed.to_lowercase(), typed.to_uppercase()] {
        for number in base.store.customers_beginning(&beginning, most)? {
            add(&mut found, number as usize);
        }
    }
    let n_customers = base.store.n_customers() as u32;
    let in_use = base.store.attributes_in_use();
    let attributes = LOOKED_AT.iter().filter(|name| in_use.contains(**name)).map(|name| (*name).to_owned());
    let wanted = Wanted { attributes: attributes.collect(), ..Wanted::default() };
    for first in (0..n_customers).step_by(RUN as usize) {
        if found.len() >= most {
            break;
        }
        let range = first..(first + RUN).min(n_customers);
        let columns = base.store.columns_of(&wanted, range.clone())?;
        let attributes: Vec<Looked> = columns.attributes.values().filter_map(|one| Looked::at(one, &words)).collect();
        for place in 0..range.len() {
            let has = |word: usize| attributes.iter().any(|looked| looked.has(place, word));
            if columns.present_from[place] <= at.0 && (0..words.len()).all(has) {
                add(&mut found, first as usize + place);
            }
        }
    }
    Ok(found)
}

/// A column of texts, and which of the words each of its distinct texts has.
struct Looked<'c> {
    texts: &'c TextColumn,
    /// Where the values of each customer are; one for each when absent.
    offsets: Option<&'c [u32]>,
    /// For each word, whether each distinct text has it.
    hits: Vec<Vec<bool>>,
}

impl<'c> Looked<'c> {
    fn at(column: &'c AttributeColumn, words: &[String]) -> Option<Self> {
        let (texts, offsets) = match column {
            AttributeColumn::Constant(Column::Text(texts)) => (texts, None),
            AttributeColumn::History { offsets, values: Column::Text(texts), .. } => (texts, Some(offsets.as_slice())),
            _ => return None,
        };
        let plain: Vec<String> = texts.dictionary.iter().map(|text| plain_text(text)).collect();
        let hits = words.iter().map(|word| plain.iter().map(|text| text.contains(word.as_str())).collect()).collect();
        Some(Looked { texts, offsets, hits })
    }

    /// Whether a customer has a word, in a value that holds or held.
    fn has(&self, customer: usize, word: usize) -> bool {
        let places = match self.offsets {
            None => customer..customer + 1,
            Some(offsets) => offsets[customer] as usize..offsets[customer + 1] as usize,
        };
        self.texts.codes[places].iter().any(|&code| self.hits[word].get(code as usize).is_some_and(|hit| *hit))
    }
}

/// The customers who came last, so many at most, the latest first.
pub(crate) fn latest(base: &Base, most: usize, at: Instant) -> Result<Vec<usize>, Failure> {
    let columns = base.store.columns(&Wanted::default())?;
    let came = columns.present_from.iter().enumerate().filter(|(_, from)| **from <= at.0 && **from > i64::MIN);
    let mut came: Vec<(i64, usize)> = came.map(|(customer, from)| (*from, customer)).collect();
    // Only the latest few have to be in order.
    let most = most.min(came.len());
    let by_time = |a: &(i64, usize), b: &(i64, usize)| b.cmp(a);
    if most > 0 && most < came.len() {
        came.select_nth_unstable_by(most, by_time);
    }
    came.truncate(most);
    came.sort_by(by_time);
    Ok(came.into_iter().map(|(_, customer)| customer).collect())
}

/// The segments whose name or id has all words that were typed, by name in a language.
pub(crate) fn segments(base: &Base, typed: &str, language: &str) -> Result<Vec<(String, Titled)>, Failure> {
    let titles: BTreeMap<String, Titled> = titles(base)?;
    let mut found: Vec<(String, Titled)> = titles
        .into_iter()
        .filter(|(id, titled)| titled.part_of.is_none() && is_found(typed, id, &titled.name))
        .collect();
    found.sort_by_key(|(id, titled)| (titled.name.get(language).map(|name| plain_text(name)), id.clone()));
    Ok(found)
}

/// The attributes whose name or label has all words that were typed, by name.
pub(crate) fn attributes(base: &Base, typed: &str) -> Vec<(String, Texts)> {
    let schema = base.schema();
    let own = schema.attributes.iter().map(|(name, field)| (name, &field.label));
    let computed = schema.computed.iter().map(|(name, computed)| (name, &computed.field.label));
    let found = own.chain(computed).filter(|(name, label)| is_found(typed, name, label));
    found.map(|(name, label)| (name.clone(), label.clone())).collect()
}

/// Whether a name or one of its texts has all words that were typed.
pub(crate) fn is_found(typed: &str, name: &str, texts: &Texts) -> bool {
    let all =
        plain_text(&std::iter::once(name).chain(texts.values().map(String::as_str)).collect::<Vec<_>>().join(" "));
    let words = plain_text(typed);
    let mut words = words.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| all.contains(word))
}
