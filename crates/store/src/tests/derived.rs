//! What is computed at reading: groups of lines, links to parents; and reference tables.

use super::*;

fn scan(customer: &str, at: i64, ticket: &str, amount: &str) -> Given {
    given(customer, at, &[("ticket_id", text(ticket)), ("amount", number(amount)), ("shop", text(&format!("s{at}")))])
}

#[test]
fn lines_with_one_key_make_one_row() {
    let mut base = Base::new();
    let no_key = given("a", 5, &[("amount", number("100"))]);
    base.import(
        100,
        &stream("scan"),
        &[scan("a", 20, "t1", "2.5"), scan("a", 10, "t1", "1"), scan("b", 7, "t1", "4"), no_key],
    );
    base.import(200, &stream("scan"), &[scan("a", 30, "t1", "0.25"), given("a", 15, &[("ticket_id", text("t2"))])]);
    let columns = base.everything();
    let tickets = &columns.streams["ticket"];
    // Each later line makes a version of its ticket, in force from that line on.
    assert_eq!((&*tickets.offsets, &*tickets.at), (&[0, 4, 5][..], &[10, 10, 10, 15, 7][..]));
    assert_eq!(tickets.fields["amount"], Column::Integer(vec![10_000, 35_000, 37_500, i64::MIN, 40_000]));
    let versions = tickets.versions.as_ref().unwrap();
    assert_eq!(versions.from, [10, 20, 30, 15, 7]);
    assert_eq!(versions.to, [20, 30, i64::MAX, i64::MAX, i64::MAX]);
    let Column::Text(shops) = &tickets.fields["shop"] else { panic!("a shop is text") };
    let shops: Vec<Option<&str>> = (0..5).map(|row| shops.get(row)).collect();
    assert_eq!(shops, [Some("s10"), Some("s10"), Some("s10"), None, Some("s7")]);
    assert_eq!(base.timelines()["a"].streams["ticket"].len(), 4);
    assert_eq!(base.store.row_counts().get("ticket"), None);
}

#[test]
fn lines_point_to_their_order() {
    let mut base = Base::new();
    let order = |at: i64, id: &str| given("a", at, &[("order_id", text(id)), ("status", text("paid"))]);
    let line = |customer: &str, id: &str| given(customer, 9, &[("order_id", text(id)), ("product", text(id))]);
    base.import(100, &stream("order"), &[order(20, "o2"), order(10, "o1")]);
    base.import(200, &stream("line"), &[line("a", "o2"), line("b", "o1"), line("a", "o1"), line("a", "o9")]);
    let wanted = Wanted { streams: [("line".to_owned(), ["product".to_owned()].into())].into(), ..Wanted::default() };
    let columns = base.store.columns(&wanted).unwrap();
    let lines = &columns.streams["line"];
    let Column::Text(products) = &lines.fields["product"] else { panic!("a product is text") };
    let parents = lines.parents.as_ref().unwrap();
    let found: BTreeMap<(usize, &str), u32> = (0..4)
        .map(|row| ((usize::from(row >= lines.offsets[1] as usize), products.get(row).unwrap()), parents[row]))
        .collect();
    assert_eq!(found, [((0, "o1"), 0), ((0, "o2"), 1), ((0, "o9"), NO_CODE), ((1, "o1"), NO_CODE)].into());
    assert!(columns.streams["order"].fields.contains_key("status"));
}

#[test]
fn tables_are_merged_by_key() {
    let mut base = Base::new();
    let product = |key: &str, fields: &[(&'static str, Value)]| {
        let mut row = given("", 0, fields);
        row.fields.push(("product", text(key)));
        row
    };
    let table = Target::Table("product".into());
    let first =
        [product("p2", &[("brand", text("x")), ("price", number("3"))]), product("p1", &[("brand", text("y"))])];
    assert_eq!(base.import(100, &table, &first), (2, 0, 0));
    assert_eq!(base.import(200, &table, &first), (0, 2, 0));
    let second = [product("p2", &[("price", number("4"))]), product("p3", &[])];
    assert_eq!(base.import(300, &table, &second), (1, 0, 1));
    let read = |store: &Store| {
        let table = store.tables().unwrap().remove("product").unwrap();
        let row = |key: &str| {
            let row = table.rows[key] as usize;
            let Column::Text(brands) = &table.fields["brand"] else { panic!("a brand is text") };
            let Column::Integer(prices) = &table.fields["price"] else { panic!("a price is a number") };
            (brands.get(row).map(str::to_owned), prices[row])
        };
        [row("p1"), row("p2"), row("p3")]
    };
    let expected = [(Some("y".into()), i64::MIN), (Some("x".into()), 40_000), (None, i64::MIN)];
    assert_eq!(read(&base.store), expected);
    let dir = base.dir;
    drop(base.store);
    assert_eq!(read(&Store::open_to_write(dir.path()).unwrap()), expected);
}
