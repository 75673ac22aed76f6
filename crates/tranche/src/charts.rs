//! Pictures: functions from figures and labels to what draws them. Each comes with a title, a description and the table
//! of its figures, so that nobody needs the picture to know what it shows. `assets/charts.js` draws them: colours are
//! named by role (`var(--c1)`), numbers are left as they are and written there in the page's language.

use serde_json::{Value, json};

pub(crate) mod answers;
pub(crate) mod bar;
pub(crate) mod bars;
pub(crate) mod dots;
pub(crate) mod heat;
pub(crate) mod intervals;
pub(crate) mod line;
pub(crate) mod sankey;
pub(crate) mod spark;
pub(crate) mod treemap;

/// How the numbers of a picture are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// Whole numbers.
    Count,
    /// Numbers with up to two decimal places.
    Number,
    /// Shares of one, as per cent.
    Share,
    /// Shares on both sides of a middle: those on the left are below zero, and written without their sign.
    Aside,
    /// Amounts in a currency.
    Money(String),
}

impl Written {
    fn described(&self) -> Value {
        match self {
            Written::Count => json!({ "kind": "count" }),
            Written::Number => json!({ "kind": "number" }),
            Written::Share => json!({ "kind": "share" }),
            Written::Aside => json!({ "kind": "aside" }),
            Written::Money(currency) => json!({ "kind": "money", "currency": currency }),
        }
    }
}

/// A picture, with what says the same in words and numbers.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// What it is of; empty when the page says so already.
    pub(crate) title: String,
    /// What it shows, in a sentence.
    pub(crate) description: String,
    /// The option that ECharts draws.
    pub(crate) option: Value,
    /// How its numbers are written.
    pub(crate) written: Written,
    /// Its height: `low`, `tall`, or nothing for the usual one.
    pub(crate) height: &'static str,
    /// The table of its figures.
    pub(crate) figures: Figures,
}

/// The figures of a picture: heads, and rows as people read them. The first column names, the others are numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// The head of each column.
    pub(crate) heads: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Chart {
    /// What the script is given: an attribute's text.
    pub(crate) fn described(&self) -> String {
        json!({ "option": self.option, "format": self.written.described() }).to_string()
    }
}

/// The colours of categories, in order; after the last they begin again.
pub(crate) fn colours() -> Value {
    json!((1..=8).map(|number| format!("var(--c{number})")).collect::<Vec<_>>())
}

/// The colours of intensity, from little to much.
pub(crate) fn intensities() -> Value {
    json!((1..=6).map(|number| format!("var(--s{number})")).collect::<Vec<_>>())
}
