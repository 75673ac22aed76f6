//! Cuts a spec file into its fenced blocks.

/// A fenced block: the words after the fence, and its lines with their numbers.
pub(super) struct Block {
    pub(super) words: Vec<String>,
    pub(super) line: usize,
    pub(super) lines: Vec<(usize, String)>,
}

/// The fenced blocks of a Markdown text that say what kind they are.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate().map(|(position, line)| (position + 1, line)) {
        match (line.trim_end().strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(words), None) => {
                let words = words.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { words, line: number, lines: Vec::new() });
            }
            (None, Some(block)) if !line.trim().is_empty() => block.lines.push((number, line.to_owned())),
            _ => {}
        }
    }
    blocks.retain(|block| !block.words.is_empty());
    blocks
}

/// Cuts a text at a separator, but not inside quotes, brackets or parentheses.
pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut quoted, mut level) = (vec![String::new()], false, 0);
    for letter in text.chars() {
        match letter {
            '\'' => quoted = !quoted,
            '[' | '(' if !quoted => level += 1,
            ']' | ')' if !quoted => level -= 1,
            _ => {}
        }
        if letter == separator && !quoted && level == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
