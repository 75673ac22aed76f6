//! A share as a bar beside its figure, drawn without script or style.

use askama::filters::HtmlSafe;

/// Markup that stands in a page as it is: made here, of numbers and names of our own.
pub(crate) struct Markup(String);

impl Markup {
    /// Markup that holds nothing of what people or files say.
    pub(crate) fn new(markup: String) -> Self {
        Markup(markup)
    }
}

impl std::fmt::Display for Markup {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// A part of a whole as a bar; nothing of nothing is empty.
pub(crate) fn bar(part: f64, of: f64) -> Markup {
    let percent = if of > 0.0 { (part / of * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    Markup(format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{percent:.2}\" height=\"6\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_as_long_as_the_part() {
        assert!(bar(1.0, 4.0).to_string().contains("width=\"25.00\""));
        assert!(bar(0.0, 0.0).to_string().contains("width=\"0.00\""));
        assert!(bar(3.0, 2.0).to_string().contains("width=\"100.00\""));
    }
}
