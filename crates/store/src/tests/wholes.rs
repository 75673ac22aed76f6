//! Rows that come whole each time: the lines of an order that a later file says anew.

use model::schema::Whole;

use super::*;

/// A base in which the lines of a ticket take the place of the earlier ones.
struct WholeBase {
    base: Base,
}

fn whole_schema() -> Schema {
    let mut schema = schema();
    schema.streams.get_mut("scan").unwrap().whole = Some(Whole::Field("ticket_id".into()));
    schema
}

impl WholeBase {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::init(dir.path(), &Settings::default(), &whole_schema()).unwrap();
        WholeBase { base: Base { dir, store, files: 0 } }
    }

    fn import(&mut self, received_at: i64, rows: &[Given]) -> (u64, u64, u64) {
        self.base.files += 1;
        let file = ImportedFile { name: format!("{}.csv", self.base.files), content_hash: self.base.files, rows: 0 };
        let committed = self.base.store.commit(Import {
            file,
            schema: whole_schema(),
            batches: vec![batch(&stream("scan"), rows)],
            links: Vec::new(),
            refused: Vec::new(),
            received_at: Instant(received_at),
        });
        let TargetCount { new_rows, known_rows, new_versions, .. } = committed.unwrap().targets[0];
        (new_rows, known_rows, new_versions)
    }

    /// Shop, start and end of the lines, in order.
    fn lines(&self, store: &Store) -> Vec<(String, i64, i64)> {
        let columns = store.columns(&everything()).unwrap();
        let Some(lines) = columns.streams.get("scan") else { return Vec::new() };
        let Column::Text(shops) = &lines.fields["shop"] else { panic!("a shop is text") };
        let span = |row: usize| match &lines.versions {
            Some(versions) => (versions.from[row], versions.to[row]),
            None => (lines.at[row], i64::MAX),
        };
        (0..lines.at.len())
            .map(|row| (shops.get(row).unwrap_or_default().to_owned(), span(row).0, span(row).1))
            .collect()
    }

    /// Event time, start, end and amount of the tickets.
    fn tickets(&self) -> Vec<(i64, i64, i64, i64)> {
        let columns = self.base.everything();
        let tickets = &columns.streams["ticket"];
        let Column::Integer(amounts) = &tickets.fields["amount"] else { panic!("an amount is a number") };
        let span =
            |row: usize| tickets.versions.as_ref().map_or((tickets.at[row], i64::MAX), |of| (of.from[row], of.to[row]));
        (0..tickets.at.len()).map(|row| (tickets.at[row], span(row).0, span(row).1, amounts[row])).collect()
    }
}

fn scan(at: i64, ticket: &str, shop: &str, amount: &str) -> Given {
    given("a", at, &[("ticket_id", text(ticket)), ("amount", number(amount)), ("shop", text(shop))])
}

fn line(shop: &str, from: i64, to: i64) -> (String, i64, i64) {
    (shop.to_owned(), from, to)
}

const EVER: i64 = i64::MAX;

#[test]
fn a_files_lines_take_the_place_of_those_before() {
    let mut base = WholeBase::new();
    let first = [scan(10, "t1", "x", "1"), scan(10, "t1", "y", "2"), scan(20, "t2", "z", "5")];
    assert_eq!(base.import(100, &first), (3, 0, 0));
    // The same again says nothing, nor does it in another order.
    assert_eq!(base.import(150, &[first[1].clone(), first[2].clone(), first[0].clone()]), (0, 3, 0));
    assert_eq!(base.tickets(), [(10, 10, EVER, 30_000), (20, 20, EVER, 50_000)]);
    // One line stays as it was, one goes, one comes; the other ticket is not spoken of.
    assert_eq!(base.import(200, &[scan(10, "t1", "x", "1"), scan(15, "t1", "w", "4")]), (0, 0, 2));
    let mut lines = base.lines(&base.base.store);
    lines.sort();
    let expected =
        [line("w", 200, EVER), line("x", 10, 200), line("x", 200, EVER), line("y", 10, 200), line("z", 20, EVER)];
    assert_eq!(lines, expected);
    assert_eq!(base.tickets(), [(10, 10, 200, 30_000), (10, 200, EVER, 50_000), (20, 20, EVER, 50_000)]);
    // What was said first, said again, is a third whole.
    assert_eq!(base.import(300, &first), (0, 1, 2));
    assert_eq!(base.tickets()[..3], [(10, 10, 200, 30_000), (10, 200, 300, 50_000), (10, 300, EVER, 30_000)]);
    // As known before the second file, there is the first one only.
    let known = Store::open(base.base.dir.path()).unwrap().as_known_at(Instant(199)).unwrap();
    let mut lines = base.lines(&known);
    lines.sort();
    assert_eq!(lines, [line("x", 10, EVER), line("y", 10, EVER), line("z", 20, EVER)]);
}

#[test]
fn update_times_order_wholes_whatever_the_arrival() {
    let said = |updated: i64, shop: &str| scan(10, "t1", shop, "1").updated(updated);
    for arrivals in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut base = WholeBase::new();
        for (place, arrival) in arrivals.into_iter().enumerate() {
            let (updated, shop) = [(10, "x"), (30, "y"), (50, "z")][arrival];
            base.import(100 + place as i64, &[said(updated, shop), said(updated - 1, shop)]);
        }
        let twice = |shop: &str, from: i64, to: i64| [line(shop, from, to), line(shop, from, to)];
        let mut lines = base.lines(&base.base.store);
        lines.sort();
        assert_eq!(lines, [twice("x", 10, 30), twice("y", 30, 50), twice("z", 50, EVER)].concat(), "{arrivals:?}");
        // Put together, they are the same.
        base.base.store.compact().unwrap();
        let mut compacted = base.lines(&base.base.store);
        compacted.sort();
        assert_eq!(compacted, lines);
    }
}

#[test]
fn a_row_at_the_end_of_time_stands_for_none() {
    let none = given("a", EVER, &[("ticket_id", text("t1"))]);
    let mut base = WholeBase::new();
    assert_eq!(base.import(50, std::slice::from_ref(&none)), (0, 1, 0));
    base.import(100, &[scan(10, "t1", "x", "1")]);
    assert_eq!(base.import(200, std::slice::from_ref(&none)), (0, 0, 1));
    assert_eq!(base.lines(&base.base.store), [line("x", 10, 200)]);
    assert_eq!(base.tickets(), [(10, 10, 200, 10_000)]);
    let timeline = base.base.store.timeline(0).unwrap();
    assert_eq!(timeline.streams["scan"][0].valid_to, Some(Instant(200)));
    assert_eq!(timeline.streams["ticket"][0].valid_to, Some(Instant(200)));
    assert_eq!(base.import(300, &[scan(10, "t1", "y", "1")]), (0, 0, 1));
    let mut lines = base.lines(&base.base.store);
    lines.sort();
    assert_eq!(lines, [line("x", 10, 200), line("y", 300, EVER)]);
}

#[test]
fn lines_of_no_ticket_are_known_one_by_one() {
    let loose = |at: i64| given("a", at, &[("shop", text("x"))]);
    let mut base = WholeBase::new();
    assert_eq!(base.import(100, &[loose(10), loose(20), scan(10, "t1", "y", "1")]), (3, 0, 0));
    assert_eq!(base.import(200, &[loose(10), loose(30), scan(10, "t1", "z", "1")]), (1, 1, 1));
    let lines = base.lines(&base.base.store);
    assert_eq!(lines.iter().filter(|line| line.0 == "x" && line.2 == EVER).count(), 3);
}

#[test]
fn lists_of_several_versions_in_one_file_are_told_apart() {
    let element = |updated: i64, place: u32, shop: &str| {
        scan(10, "t1", shop, "1").updated(updated).with_message(&format!("#{place:06}"))
    };
    let file = [element(30, 1, "y"), element(10, 1, "x"), element(10, 2, "w"), element(20, 1, "w")];
    let mut base = WholeBase::new();
    assert_eq!(base.import(100, &file), (1, 0, 3));
    let mut lines = base.lines(&base.base.store);
    lines.sort();
    assert_eq!(lines, [line("w", 10, 20), line("w", 20, 30), line("x", 10, 20), line("y", 30, EVER)]);
    assert_eq!(base.import(200, &file), (0, 4, 0));
    // Without times of update, the last one counts.
    let undated = |shop: &str| scan(10, "t2", shop, "1").with_message("#000001");
    assert_eq!(base.import(300, &[undated("u"), undated("v")]), (1, 1, 0));
    assert!(base.lines(&base.base.store).contains(&line("v", 10, EVER)));
}
