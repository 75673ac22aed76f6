//! The reference page of the mapping file: what it shows is a mapping, and so is that of the speed workload.

use intake::mapping::Mapping;

use crate::check;
use crate::tree::text_of;

#[test]
fn the_mappings_shown_can_be_read() {
    let page = text_of("docs/reference/mapping.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
    let whole =
        blocks.filter(|block| block.contains("[[file]]")).map(|block| ("docs/reference/mapping.md", block.to_owned()));
    let written = [("bench/mapping.toml", text_of("bench/mapping.toml"))];
    let mut violations = Vec::new();
    for (path, text) in whole.chain(written) {
        for problem in Mapping::parse(&text).err().into_iter().flatten() {
            violations.push(format!(
                "{path}: {} in {:?}",
                problem.phrase,
                &text[problem.place.start..problem.place.end]
            ));
        }
    }
    check("These mappings cannot be read:", violations);
}
