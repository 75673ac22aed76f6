//! Two customers who are one: read as one everywhere, and exactly as before once that is undone.

use model::identity::{ANONYMOUS, Key, Link, Reason};

use super::imports::Dice;
use super::*;

fn key(kind: &str, value: &str) -> Key {
    Key::new(kind, value).unwrap()
}

fn link(first: Key, second: Key, reason: Reason, at: i64) -> Link {
    Link { first, second, reason, source: "tracking".into(), message: format!("m{at}"), at: Instant(at) }
}

fn user(value: &str) -> Key {
    key("user_id", value)
}

fn visitor(value: &str) -> Key {
    key(ANONYMOUS, value)
}

impl Base {
    fn told(&mut self, received_at: i64, batches: Vec<(&str, Batch)>, links: Vec<Link>) -> Committed {
        self.files += 1;
        let file = ImportedFile { name: format!("{}.csv", self.files), content_hash: self.files, rows: 0 };
        let kind = |(kind, batch): (&str, Batch)| Batch { id_kind: kind.to_owned(), ..batch };
        let batches = batches.into_iter().map(kind).collect();
        let (schema, refused, received_at) = (schema(), Vec::new(), Instant(received_at));
        self.store.commit(Import { file, schema, batches, links, refused, received_at }).unwrap()
    }

    /// All timelines as read one by one, by primary id.
    fn alone(&self) -> BTreeMap<String, Timeline> {
        let numbers = (0..self.store.n_customers() as u32).filter(|&number| self.store.merging.is_customer(number));
        let timelines = numbers.map(|number| self.store.timeline(number).unwrap());
        timelines.map(|timeline| (timeline.id.clone(), timeline)).collect()
    }

    /// Who is in the population, and since when.
    fn present(&self) -> BTreeMap<String, i64> {
        let ids = self.store.customer_ids().unwrap();
        let known = ids.into_iter().zip(self.everything().present_from);
        known.filter(|(_, from)| *from != i64::MAX).collect()
    }

    /// Timelines as columns know them: without what only tells rows apart.
    fn without_ids(&self, mut timelines: BTreeMap<String, Timeline>) -> BTreeMap<String, Timeline> {
        timelines.retain(|id, _| !id.is_empty());
        for row in timelines.values_mut().flat_map(|timeline| timeline.streams.values_mut()).flatten() {
            (row.identity, row.message) = (0, String::new());
        }
        timelines
    }

    fn undo_all(&mut self) {
        let ids: Vec<u64> = self.store.links().unwrap().iter().map(|stored| stored.id).collect();
        self.store.undo_links(&ids, Instant(900)).unwrap();
    }
}

fn visits(customers: &[(&str, i64)]) -> Batch {
    let row = |(customer, at): &(&str, i64)| {
        given(customer, *at, &[("page", text("/"))]).with_message(&format!("v{customer}{at}"))
    };
    batch(&stream("visit"), &customers.iter().map(row).collect::<Vec<_>>())
}

#[test]
fn a_visitor_is_no_customer_until_linked_to_one() {
    let mut base = Base::new();
    let committed = base.told(100, vec![(ANONYMOUS, visits(&[("a1", 5), ("a2", 6)]))], vec![]);
    assert_eq!((committed.new_customers, base.store.n_known_customers()), (0, 0));
    assert_eq!(base.present(), BTreeMap::new());
    let links = vec![link(user("u1"), visitor("a1"), Reason::Together, 20)];
    let committed = base.told(200, vec![("user_id", visits(&[("u1", 20)]))], links);
    assert_eq!((committed.new_customers, base.store.n_known_customers()), (1, 1));
    assert_eq!(base.present(), [("u1".to_owned(), 5)].into());
    let at: Vec<i64> = base.alone()["u1"].streams["visit"].iter().map(|row| row.at.0).collect();
    assert_eq!(at, [5, 20]);
    assert_eq!(base.store.find_customer("a1").unwrap(), base.store.find_customer("u1").unwrap());
    // What was known before the link was received knows a visitor and nobody else.
    let earlier = Store::open(base.dir.path()).unwrap().as_known_at(Instant(150)).unwrap();
    assert!(earlier.columns(&everything()).unwrap().present_from.iter().all(|&from| from == i64::MAX));
    // The device's next visits are the customer's too, also in a base opened anew.
    base.told(300, vec![(ANONYMOUS, visits(&[("a1", 30)]))], vec![]);
    base.store = {
        drop(base.store);
        Store::open_to_write(base.dir.path()).unwrap()
    };
    assert_eq!(base.alone()["u1"].streams["visit"].len(), 3);
    assert_eq!(base.timelines()["u1"].streams["visit"].len(), 3);
}

#[test]
fn versions_and_attributes_of_two_customers_become_those_of_one() {
    let mut base = Base::new();
    let order = |customer: &str, status: &str, updated: i64| {
        given(customer, 10, &[("order_id", text("o1")), ("status", text(status))]).updated(updated)
    };
    let country = |customer: &str, at: i64, name: &str| given(customer, at, &[("country", text(name))]);
    base.told(
        100,
        vec![
            ("email", batch(&stream("order"), &[order("a@x.fr", "paid", 10)])),
            ("email", batch(&Target::Profile, &[country("a@x.fr", 1, "FR"), country("a@x.fr", 9, "BE")])),
            ("user_id", batch(&stream("order"), &[order("u1", "refunded", 20)])),
            ("user_id", batch(&Target::Profile, &[country("u1", 5, "DE")])),
        ],
        vec![],
    );
    let before = base.alone();
    assert_eq!(before.len(), 2);
    base.told(200, vec![], vec![link(user("u1"), key("email", "a@x.fr"), Reason::Contact, 30)]);
    let merged = base.alone();
    assert_eq!(merged.keys().collect::<Vec<_>>(), ["u1"]);
    let statuses: Vec<&Value> = merged["u1"].streams["order"].iter().map(|row| row.field("status")).collect();
    assert_eq!(statuses, [&text("paid"), &text("refunded")]);
    let countries: Vec<&Value> = merged["u1"].attributes["country"].iter().map(|dated| &dated.value).collect();
    assert_eq!(countries, [&text("FR"), &text("DE"), &text("BE")]);
    assert_eq!(base.present(), [("u1".to_owned(), 1)].into());
    // An id that no row came with names whom it was linked to.
    base.told(250, vec![], vec![link(user("u1"), user("former"), Reason::Alias, 40)]);
    assert_eq!(base.store.find_customer("former").unwrap(), base.store.find_customer("u1").unwrap());
    base.undo_all();
    assert_eq!(base.store.find_customer("former").unwrap(), None);
    assert_eq!(base.alone(), before);
    // The same message again does not merge them again.
    base.told(300, vec![], vec![link(user("u1"), key("email", "a@x.fr"), Reason::Contact, 30)]);
    assert_eq!(base.alone(), before);
}

#[test]
fn a_run_of_customers_has_the_rows_that_came_under_other_numbers() {
    let mut base = Base::new();
    let rows = visits(&[("u0", 1), ("u1", 2), ("u2", 3), ("u3", 4)]);
    let alias = link(user("u2"), user("u0"), Reason::Alias, 9);
    base.told(100, vec![("user_id", rows)], vec![alias]);
    let whole = base.everything();
    for start in 0..4u32 {
        for end in start..=4 {
            let run = base.store.columns_of(&everything(), start..end).unwrap();
            assert_eq!(run.present_from, whole.present_from[start as usize..end as usize]);
            let all = &whole.streams["visit"];
            let expected = &all.at[all.offsets[start as usize] as usize..all.offsets[end as usize] as usize];
            let found = run.streams.get("visit").map_or(&[][..], |visits| visits.at.as_slice());
            assert_eq!(found, expected, "{start}..{end}");
        }
    }
}

#[test]
fn r_c07_r_i10_order_and_splitting_of_messages_and_links_change_nothing() {
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let mut links = Vec::new();
        let mut rows: Vec<(&str, Given)> = Vec::new();
        let users = ["u0", "u1", "u2", "u3"];
        let visitors = ["a0", "a1", "a2", "a3"];
        for number in 0..30 {
            let (kind, names) = [("user_id", users), (ANONYMOUS, visitors)][dice.below(2)];
            let at = dice.below(50) as i64;
            let row = given(names[dice.below(4)], at, &[("page", text(["/", "/x"][dice.below(2)]))]);
            rows.push((kind, row.with_message(&format!("m{number}"))));
        }
        for number in 0..4 {
            let (one, other, device) = (dice.below(4), dice.below(4), dice.below(4));
            links.push(link(user(users[one]), visitor(visitors[device]), Reason::Together, number));
            if one != other {
                links.push(link(user(users[one]), user(users[other]), Reason::Alias, number));
            }
        }
        let mut whole = Base::new();
        let of = |rows: &[(&str, Given)], wanted: &str| -> Batch {
            let rows: Vec<Given> =
                rows.iter().filter(|(kind, _)| *kind == wanted).map(|(_, row)| row.clone()).collect();
            batch(&stream("visit"), &rows)
        };
        let batches = |rows: &[(&'static str, Given)]| {
            ["user_id", ANONYMOUS].map(|kind| (kind, of(rows, kind))).into_iter().collect::<Vec<_>>()
        };
        whole.told(100, batches(&rows), links.clone());
        let mut pieces = Base::new();
        let mut rest: Vec<(&'static str, Given)> = rows.clone();
        rest.extend((0..5).map(|_| rows[dice.below(rows.len())].clone()));
        for last in (1..rest.len()).rev() {
            rest.swap(last, dice.below(last + 1));
        }
        for last in (1..links.len()).rev() {
            links.swap(last, dice.below(last + 1));
        }
        for (number, piece) in rest.chunks(6).enumerate() {
            let told: Vec<Link> = links.iter().skip(number).step_by(6).cloned().collect();
            pieces.told(200 + number as i64, batches(piece), told);
        }
        assert_eq!(whole.alone(), pieces.alone(), "seed {seed}");
        assert_eq!(whole.present(), pieces.present(), "seed {seed}");
        assert_eq!(whole.without_ids(whole.timelines()), whole.without_ids(whole.alone()), "seed {seed}");
        // Undone, everyone is as if nothing had ever been linked.
        let mut unlinked = Base::new();
        unlinked.told(100, batches(&rows), vec![]);
        pieces.undo_all();
        let with_rows = |base: &Base| -> BTreeMap<String, Timeline> {
            base.alone().into_iter().filter(|(_, timeline)| !timeline.streams.is_empty()).collect()
        };
        assert_eq!(with_rows(&pieces), with_rows(&unlinked), "seed {seed}");
        assert_eq!(pieces.present(), unlinked.present(), "seed {seed}");
    }
}
