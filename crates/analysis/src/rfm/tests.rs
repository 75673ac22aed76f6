//! Scores and groups against figures computed elsewhere.

use super::*;
use crate::tests::recipe::{Customer, HORIZON, customers};

struct Columns {
    recency: Vec<f64>,
    frequency: Vec<f64>,
    monetary: Vec<f64>,
}

impl Columns {
    /// The invented customers as of a day, those who have bought by then.
    fn as_of(all: &[Customer], day: i64) -> Columns {
        let mut columns = Columns { recency: Vec::new(), frequency: Vec::new(), monetary: Vec::new() };
        for customer in all {
            let orders: Vec<_> = customer.orders.iter().filter(|order| order.day < day).collect();
            if let Some(last) = orders.iter().map(|order| order.day).max() {
                columns.recency.push((day - last) as f64);
                columns.frequency.push(orders.len() as f64);
                columns.monetary.push(orders.iter().map(|order| order.cents as f64).sum());
            }
        }
        columns
    }

    fn buyers(&self) -> Buyers<'_> {
        Buyers { recency: &self.recency, frequency: &self.frequency, monetary: &self.monetary }
    }
}

fn sizes(grid: &str, buyers: Buyers<'_>, scores: &[Scores]) -> Vec<(&'static str, usize)> {
    let grid = Grid::named(grid).unwrap();
    let figures = figures(buyers, scores, grid);
    grid.groups.iter().map(|group| group.id).zip(figures.groups.iter().map(|worth| worth.customers)).collect()
}

const FULL_ORDER: [&str; 11] = [
    "champions",
    "hibernating",
    "potential-loyalist",
    "lost",
    "about-to-sleep",
    "loyal",
    "at-risk",
    "need-attention",
    "new-customers",
    "cannot-lose-them",
    "promising",
];

#[test]
fn r_d01_value_scores_of_the_recipe() {
    let columns = Columns::as_of(&customers(), HORIZON);
    let cuts = Cuts::of_values(columns.buyers(), 5).unwrap();
    assert_eq!(cuts.recency, [90.0, 178.0, 229.0, 288.0]);
    assert_eq!(cuts.frequency, [1.0, 2.0, 3.0, 5.0]);
    for (found, wanted) in cuts.monetary.iter().zip([5100.0, 13359.8, 21695.8, 41037.0]) {
        assert!((found / wanted - 1.0_f64).abs() < 1e-9, "{found} for {wanted}");
    }
    let scores = cuts.scores_of(columns.buyers());
    let f = |score: u8| scores.iter().filter(|scores| scores[1] == score).count();
    assert_eq!([1, 2, 3, 4, 5].map(f), [671, 423, 277, 341, 288]);
    let sizes = sizes("full", columns.buyers(), &scores);
    let wanted = FULL_ORDER.into_iter().zip([406, 347, 181, 245, 145, 145, 117, 153, 111, 63, 87]);
    wanted.for_each(|found| assert!(sizes.contains(&found), "{found:?} in {sizes:?}"));
}

#[test]
fn r_d01_ranked_scores_of_the_recipe_in_three_grids() {
    let columns = Columns::as_of(&customers(), HORIZON);
    let scores = ranked(columns.buyers(), 5).unwrap();
    let check = |grid: &str, wanted: &[(&str, usize)]| {
        let sizes = sizes(grid, columns.buyers(), &scores);
        wanted.iter().for_each(|(id, count)| assert!(sizes.contains(&(id, *count)), "{grid} {id} {count}: {sizes:?}"));
    };
    let full: Vec<_> = FULL_ORDER.into_iter().zip([434, 352, 222, 211, 180, 178, 149, 142, 56, 43, 33]).collect();
    check("full", &full);
    check(
        "recency-frequency",
        &[
            ("hibernating", 574),
            ("loyal", 375),
            ("champions", 350),
            ("at-risk", 218),
            ("about-to-sleep", 195),
            ("potential-loyalist", 188),
            ("need-attention", 92),
            ("cannot-lose-them", 8),
        ],
    );
    check(
        "first-match",
        &[
            ("potential-loyalist", 756),
            ("lost", 339),
            ("about-to-sleep", 322),
            ("loyal", 262),
            ("champions", 176),
            ("new-customers", 29),
            ("promising", 22),
            ("need-attention", 21),
            ("at-risk", 17),
            ("others", 10),
        ],
    );
}

#[test]
fn ties_of_frequency_make_ranks_and_values_disagree() {
    let columns = Columns::as_of(&customers(), HORIZON);
    let by_value = Cuts::of_values(columns.buyers(), 5).unwrap().scores_of(columns.buyers());
    let by_rank = ranked(columns.buyers(), 5).unwrap();
    assert_eq!(by_rank.iter().zip(&by_value).filter(|(rank, value)| rank[1] != value[1]).count(), 848);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|f| by_value.iter().filter(|scores| scores[1] == f).count()),
        [671, 423, 277, 341, 288]
    );
}

#[test]
fn r_d01_moves_between_two_days_of_the_recipe() {
    let all = customers();
    let grid = Grid::named("recency-frequency").unwrap();
    let groups = |day: i64| {
        let columns = Columns::as_of(&all, day);
        let scores = ranked(columns.buyers(), 5).unwrap();
        scores.iter().map(|scores| Some((grid.group_of(*scores), 0.0))).collect::<Vec<_>>()
    };
    // All have bought by day 180.
    let moves = migration::moves(groups(270).into_iter().zip(groups(365)), grid.groups.len());
    let count = |from: usize, to: usize| {
        moves.iter().find(|found| (found.from, found.to) == (Some(from), Some(to))).map_or(0, |found| found.customers)
    };
    assert_eq!((0..10).map(|group| count(group, group)).sum::<usize>(), 1453);
    assert_eq!((count(0, 0), count(0, 1)), (190, 135));
}

#[test]
fn hybrid_cuts_keep_the_one_time_buyers_and_the_lost_apart() {
    let columns = Columns::as_of(&customers(), HORIZON);
    let cuts = Cuts::hybrid(columns.buyers(), 5, 250.0).unwrap();
    assert_eq!((cuts.frequency[0], cuts.recency[3]), (1.0, 250.0));
    let scores = cuts.scores_of(columns.buyers());
    for (row, [r, f, _]) in scores.iter().enumerate() {
        assert_eq!(*r == 1, columns.recency[row] >= 250.0);
        assert_eq!(*f == 1, columns.frequency[row] == 1.0);
    }
    let nobody_came_back = Buyers { frequency: &[1.0; 5], recency: &[400.0; 5], monetary: &[1.0, 2.0, 3.0, 4.0, 5.0] };
    let cuts = Cuts::hybrid(nobody_came_back, 5, 365.0).unwrap();
    assert_eq!(cuts.scores_of(nobody_came_back)[4], [1, 1, 5]);
}

#[test]
fn scores_are_the_same_in_any_unit_of_money_and_fewer_days_are_never_worse() {
    let columns = Columns::as_of(&customers(), HORIZON);
    let euros: Vec<f64> = columns.monetary.iter().map(|cents| cents * 4.0).collect();
    let cuts = Cuts::of_values(columns.buyers(), 5).unwrap();
    let in_euros = Buyers { monetary: &euros, ..columns.buyers() };
    let cuts_in_euros = Cuts::of_values(in_euros, 5).unwrap();
    assert_eq!(cuts.scores_of(columns.buyers()), cuts_in_euros.scores_of(in_euros));
    let recency = |days: f64| cuts.scores(days, 1.0, 1.0)[0];
    assert!((0..400).all(|days| recency(f64::from(days)) >= recency(f64::from(days + 1))));
}

#[test]
fn too_few_and_unfit_columns_are_refused() {
    let few = Buyers { recency: &[1.0; 4], frequency: &[1.0; 4], monetary: &[1.0; 4] };
    assert_eq!(Cuts::of_values(few, 5), Err(Error::TooFew { minimum: 5, found: 4 }));
    let broken = Buyers { recency: &[1.0; 5], frequency: &[f64::NAN; 5], monetary: &[1.0; 5] };
    assert!(matches!(ranked(broken, 5), Err(Error::BadValue { column: 1, row: 0, .. })));
    let given = |recency: &[f64]| Cuts::given([recency.to_vec(), vec![1.0, 2.0], vec![1.0, 2.0]], 3);
    assert!(given(&[30.0, 90.0]).is_ok());
    assert!(matches!(given(&[30.0]), Err(Error::BadSetting { setting: "recency", .. })));
    assert!(matches!(given(&[30.0, 30.0]), Err(Error::BadValue { row: 1, .. })));
}
