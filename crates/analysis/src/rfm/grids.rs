//! Published ways to name groups of scores, as data. A test holds each to be a partition of its cells.

use super::Scores;

/// Scores from the first to the last, both included.
pub type Range = (u8, u8);

/// Ranges of recency, frequency and monetary scores.
pub type Ranges = [Range; 3];

/// A way to name groups of scores.
#[derive(Debug)]
pub struct Grid {
    /// Its id.
    pub id: &'static str,
    /// Number of levels of each score.
    pub levels: u8,
    /// Its groups: the first that has a customer's scores takes the customer, and the last takes whom none before it has.
    pub groups: &'static [Group],
}

/// A group of scores.
#[derive(Debug)]
pub struct Group {
    /// Its id.
    pub id: &'static str,
    /// Its cells.
    pub cells: Cells,
}

/// How a group's cells are told.
#[derive(Debug)]
pub enum Cells {
    /// One by one, as three digits.
    Listed(&'static [u16]),
    /// As ranges of scores.
    Ranges(&'static [Ranges]),
    /// Those that no group before has.
    Others,
}

impl Cells {
    fn has(&self, [r, f, m]: Scores) -> bool {
        match self {
            Cells::Listed(cells) => cells.contains(&(u16::from(r) * 100 + u16::from(f) * 10 + u16::from(m))),
            Cells::Ranges(all) => {
                let is_in = |score: u8, (first, last): Range| (first..=last).contains(&score);
                all.iter().any(|[rs, fs, ms]| is_in(r, *rs) && is_in(f, *fs) && is_in(m, *ms))
            }
            Cells::Others => true,
        }
    }
}

impl Grid {
    /// The grid of an id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Grid> {
        GRIDS.iter().find(|grid| grid.id == id)
    }

    /// The place of the group that takes these scores.
    #[must_use]
    pub fn group_of(&self, scores: Scores) -> usize {
        self.groups.iter().position(|group| group.cells.has(scores)).unwrap_or(self.groups.len() - 1)
    }

    /// A group's cells as few ranges of scores, which may overlap one another and lie wholly within the group.
    #[must_use]
    pub fn ranges_of(&self, group: usize) -> Vec<Ranges> {
        let own: Vec<Scores> = all_scores(self.levels).filter(|scores| self.group_of(*scores) == group).collect();
        let is_own = |scores: Scores| own.contains(&scores);
        let cells_of = |ranges: Ranges| all_scores(self.levels).filter(move |scores| within(ranges, *scores));
        let spans = || (1..=self.levels).flat_map(|first| (first..=self.levels).map(move |last| (first, last)));
        let boxes = spans().flat_map(|r| spans().flat_map(move |f| spans().map(move |m| [r, f, m])));
        let boxes: Vec<Ranges> = boxes.filter(|ranges| cells_of(*ranges).all(is_own)).collect();
        let mut left = own.clone();
        let mut found = Vec::new();
        while let Some(first) = left.first().copied() {
            let of_first = boxes.iter().filter(|ranges| within(**ranges, first));
            let covers = |ranges: &Ranges| left.iter().filter(|scores| within(*ranges, **scores)).count();
            // Of those that cover as many, the widest reads best: fewer bounds.
            let best = of_first.max_by_key(|ranges| (covers(ranges), cells_of(**ranges).count()));
            let Some(best) = best.copied() else { break };
            left.retain(|scores| !within(best, *scores));
            found.push(best);
        }
        found
    }
}

fn within(ranges: Ranges, scores: Scores) -> bool {
    ranges.iter().zip(scores).all(|((first, last), score)| (*first..=*last).contains(&score))
}

/// All scores of so many levels, in order.
pub fn all_scores(levels: u8) -> impl Iterator<Item = Scores> {
    let each = move || 1..=levels;
    each().flat_map(move |r| each().flat_map(move |f| each().map(move |m| [r, f, m])))
}

/// All grids; the first one is used unless another is asked for.
pub const GRIDS: &[Grid] = &[FULL, RECENCY_FREQUENCY, FIRST_MATCH, THIRDS];

const fn listed(id: &'static str, cells: &'static [u16]) -> Group {
    Group { id, cells: Cells::Listed(cells) }
}

const fn ranges(id: &'static str, cells: &'static [Ranges]) -> Group {
    Group { id, cells: Cells::Ranges(cells) }
}

/// Eleven groups over 125 cells, as several e-mail programs publish them. Public copies list 231, 241 and 251 twice, or
/// leave them out; here each cell stands once.
const FULL: Grid = Grid {
    id: "full",
    levels: 5,
    groups: &[
        listed("champions", &[555, 554, 544, 545, 454, 455, 445]),
        listed("loyal", &[543, 444, 435, 355, 354, 345, 344, 335]),
        listed(
            "potential-loyalist",
            &[
                553, 551, 552, 541, 542, 533, 532, 531, 452, 451, 442, 441, 431, 453, 433, 432, 423, 353, 352, 351,
                342, 341, 333, 323,
            ],
        ),
        listed("new-customers", &[512, 511, 422, 421, 412, 411, 311]),
        listed("promising", &[525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313]),
        listed("need-attention", &[535, 534, 443, 434, 343, 334, 325, 324]),
        listed("about-to-sleep", &[331, 321, 312, 221, 213, 231, 241, 251]),
        listed(
            "at-risk",
            &[
                255, 254, 245, 244, 253, 252, 243, 242, 235, 234, 225, 224, 153, 152, 145, 143, 142, 135, 134, 133,
                125, 124,
            ],
        ),
        listed("cannot-lose-them", &[155, 154, 144, 214, 215, 115, 114, 113]),
        listed("hibernating", &[332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211]),
        listed("lost", &[111, 112, 121, 131, 141, 151]),
    ],
};

/// All monetary scores.
const ANY: Range = (1, 5);

/// Ten groups by recency and frequency alone, as they stand in much published Python code.
const RECENCY_FREQUENCY: Grid = Grid {
    id: "recency-frequency",
    levels: 5,
    groups: &[
        ranges("champions", &[[(5, 5), (4, 5), ANY]]),
        ranges("loyal", &[[(3, 4), (4, 5), ANY]]),
        ranges("potential-loyalist", &[[(4, 5), (2, 3), ANY]]),
        ranges("new-customers", &[[(5, 5), (1, 1), ANY]]),
        ranges("promising", &[[(4, 4), (1, 1), ANY]]),
        ranges("need-attention", &[[(3, 3), (3, 3), ANY]]),
        ranges("about-to-sleep", &[[(3, 3), (1, 2), ANY]]),
        ranges("at-risk", &[[(1, 2), (3, 4), ANY]]),
        ranges("cannot-lose-them", &[[(1, 2), (5, 5), ANY]]),
        ranges("hibernating", &[[(1, 2), (1, 2), ANY]]),
    ],
};

/// Overlapping ranges of which the first takes the customer, as in version 0.3.0 of the R package `rfm`
/// (<https://cran.r-project.org/package=rfm>); ten cells are in none.
const FIRST_MATCH: Grid = Grid {
    id: "first-match",
    levels: 5,
    groups: &[
        ranges("champions", &[[(5, 5), (5, 5), (5, 5)]]),
        ranges("potential-loyalist", &[[(3, 5), (3, 5), (2, 5)]]),
        ranges("loyal", &[[(2, 4), (2, 4), (2, 4)]]),
        ranges("promising", &[[(3, 4), (1, 3), (3, 5)]]),
        ranges("new-customers", &[[(4, 5), (1, 3), ANY]]),
        ranges("cannot-lose-them", &[[(1, 2), (3, 4), (4, 5)]]),
        ranges("at-risk", &[[(1, 2), (2, 5), (4, 5)]]),
        ranges("need-attention", &[[(1, 3), (3, 5), (3, 5)]]),
        ranges("about-to-sleep", &[[(2, 3), (1, 3), (1, 4)]]),
        ranges("lost", &[[(1, 1), ANY, ANY]]),
        Group { id: "others", cells: Cells::Others },
    ],
};

/// Nine groups by thirds, those of the ready-made segmentation `rfm-thirds`: for bases too small for fifths.
const THIRDS: Grid = Grid {
    id: "thirds",
    levels: 3,
    groups: &[
        ranges("champions", &[[(3, 3), (3, 3), (3, 3)]]),
        ranges("loyal", &[[(2, 2), (3, 3), (1, 3)], [(3, 3), (3, 3), (1, 2)]]),
        ranges("big-spenders", &[[(2, 3), (1, 2), (3, 3)]]),
        ranges("new-customers", &[[(3, 3), (1, 1), (1, 2)]]),
        ranges("promising", &[[(3, 3), (2, 2), (1, 2)]]),
        ranges("need-attention", &[[(2, 2), (2, 2), (1, 2)]]),
        ranges("about-to-sleep", &[[(2, 2), (1, 1), (1, 2)]]),
        ranges("at-risk", &[[(1, 1), (2, 3), (1, 3)], [(1, 1), (1, 1), (2, 3)]]),
        ranges("lost", &[[(1, 1), (1, 1), (1, 1)]]),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_without_a_rest_have_each_cell_in_exactly_one_group() {
        for grid in GRIDS.iter().filter(|grid| grid.id != "first-match") {
            for scores in all_scores(grid.levels) {
                let taking: Vec<&str> =
                    grid.groups.iter().filter(|group| group.cells.has(scores)).map(|group| group.id).collect();
                assert_eq!(taking.len(), 1, "{} {scores:?}: {taking:?}", grid.id);
            }
            let n_listed: usize = grid
                .groups
                .iter()
                .map(|group| if let Cells::Listed(cells) = &group.cells { cells.len() } else { 0 })
                .sum();
            assert!(n_listed == 0 || n_listed == 125, "a cell stands twice in {}", grid.id);
        }
    }

    #[test]
    fn ten_cells_fall_through_the_ranges_of_which_the_first_takes() {
        let grid = Grid::named("first-match").unwrap();
        let others = grid.groups.len() - 1;
        assert_eq!(all_scores(5).filter(|scores| grid.group_of(*scores) == others).count(), 10);
    }

    #[test]
    fn ranges_of_groups_have_their_cells_and_no_others() {
        for grid in GRIDS {
            let ranges: Vec<Vec<Ranges>> = (0..grid.groups.len()).map(|group| grid.ranges_of(group)).collect();
            for scores in all_scores(grid.levels) {
                let has = |of_group: &[Ranges]| of_group.iter().any(|ranges| within(*ranges, scores));
                let taking: Vec<usize> = (0..ranges.len()).filter(|group| has(&ranges[*group])).collect();
                assert_eq!(taking, [grid.group_of(scores)], "{} {scores:?}", grid.id);
            }
        }
        assert_eq!(Grid::named("recency-frequency").unwrap().ranges_of(0), [[(5, 5), (4, 5), (1, 5)]]);
    }
}
