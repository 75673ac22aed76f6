//! Fields given another type: values stay as they came, rows are known again, and the way back restores everything.

use model::columns::AttributeColumn;
use model::schema::Retyped;

use super::chunks::Dice;
use super::*;
use crate::{Refusals, Relisting};

/// Writings of which each type reads some and not others.
const WRITINGS: [&str; 14] = [
    "12",
    "1,5",
    "1.5",
    "1,234",
    "7 %",
    "2026-03-01",
    "03/04/2025",
    "2026-03-01T10:00:00Z",
    "oui",
    "n/a",
    "007",
    "[\"a\",\"b\"]",
    "48.85,2.35",
    "99999999999999999999",
];

/// Gives a field another type, or its first one back.
fn retype(store: &mut Store, owner: &Target, name: &str, kind: Type) {
    let mut schema = store.schema().clone();
    let field = match owner {
        Target::Profile => schema.attributes.get_mut(name),
        Target::Stream(stream) => schema.streams.get_mut(stream).unwrap().fields.get_mut(name),
        Target::Table(table) => schema.tables.get_mut(table).unwrap().fields.get_mut(name),
    };
    let field = field.unwrap();
    let mut first = field.first();
    if matches!(owner, Target::Table(_)) && first != kind {
        first = Type::Text;
    }
    field.kind = kind;
    field.retyped = (first != kind).then_some(Retyped { first, decimal: None, days: None });
    let (owner, field, listed_as) = (owner.clone(), name.to_owned(), format!("schema set {name}"));
    store.retype(&schema, &Relisting { owner, field, listed_as, gone: Vec::new(), at: Instant(9) }).unwrap();
}

/// Imports a batch in the words that the base has.
fn import(store: &mut Store, number: u64, batch: Batch) -> TargetCount {
    let file = ImportedFile { name: format!("{number}.csv"), content_hash: number, rows: 0 };
    let schema = store.schema().clone();
    let (links, refused) = (Vec::new(), Vec::new());
    let import = Import { file, schema, batches: vec![batch], links, refused, received_at: Instant(number as i64) };
    store.commit(import).unwrap().targets.remove(0)
}

fn counts(count: &TargetCount) -> (u64, u64, u64) {
    (count.new_rows, count.known_rows, count.new_versions)
}

/// A batch whose field is handed over as texts, though it was of another type at first.
fn as_texts(mut batch: Batch, name: &str, texts: &[&str]) -> Batch {
    let mut builder = ColumnBuilder::new(Type::Text);
    texts.iter().for_each(|text| builder.push(&Value::text(text)));
    let first = batch.fields.insert(name.to_owned(), builder.finish()).unwrap();
    batch.known_by.insert(name.to_owned(), first);
    batch
}

fn page(base: &BaseColumns) -> Column {
    base.streams["visit"].fields["page"].clone()
}

fn visits(dice: &mut Dice, rows: usize) -> Vec<Given> {
    let visit = |row: usize| {
        let fields = [
            ("page", text(WRITINGS[dice.below(14)])),
            ("seconds", number(&format!("{}.{}", dice.below(3), dice.below(10)))),
            ("ok", Value::Bool(dice.below(2) == 1)),
        ];
        given(&format!("c{}", dice.below(5)), row as i64 / 2, &fields)
    };
    (0..rows).map(visit).collect()
}

#[test]
fn there_and_back_is_as_before_whatever_the_types() {
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut base = Base::new();
        base.store.sizes.cached_rows = if seed % 2 == 0 { 0 } else { u64::MAX };
        let rows = visits(&mut dice, 40);
        base.import(1, &stream("visit"), &rows);
        base.import(2, &Target::Profile, &[given("c1", 0, &[("country", text("12")), ("points", number("3"))])]);
        let before = base.everything();
        for (owner, name) in [(stream("visit"), "page"), (stream("visit"), "seconds"), (Target::Profile, "points")] {
            let first = if name == "page" { Type::Text } else { Type::Number };
            for kind in Type::ALL {
                let next = Type::ALL[dice.below(10)];
                retype(&mut base.store, &owner, name, kind);
                let read = base.everything();
                assert_eq!(read.streams["visit"].at, before.streams["visit"].at);
                retype(&mut base.store, &owner, name, next);
                base.everything();
                retype(&mut base.store, &owner, name, first);
                assert_eq!(base.everything(), before, "{name} to {kind:?} to {next:?} and back");
                assert_eq!(base.store.n_refused(&Refusals::default()).unwrap(), 0, "nothing is refused any more");
            }
        }
        assert_eq!(base.store.verify().unwrap().damages, []);
    }
}

#[test]
fn values_are_read_in_the_type_and_the_rest_is_listed() {
    let mut base = Base::new();
    let rows = ["12", "n/a", "1 234,5", "n/a"].map(|page| given("ada", 5, &[("page", text(page))]));
    base.import(1, &stream("visit"), &rows);
    retype(&mut base.store, &stream("visit"), "page", Type::Number);
    let Column::Integer(mut numbers) = page(&base.everything()) else { panic!("numbers were asked for") };
    numbers.sort_unstable();
    assert_eq!(numbers, [i64::MIN, i64::MIN, 12_000_000, 1_234_500_000]);
    let refused = base.store.refused(&Refusals::default(), 10).unwrap();
    let told =
        refused.iter().map(|one| (one.name.as_str(), one.refused.value.as_str(), one.refused.reason_key.as_str()));
    assert_eq!(told.collect::<Vec<_>>(), [("schema set page", "n/a", "refused-not-a-number"); 2]);
    let cells = base.store.refused_cells(refused[0].file, 1).unwrap().unwrap().cells;
    assert_eq!(cells, ["ada", "1970-01-01T00:00:00.000005Z", "n/a"]);
    // Opened anew, it is the same.
    assert_eq!(Store::open(base.dir.path()).unwrap().columns(&everything()).unwrap(), base.everything());
}

#[test]
fn a_file_that_comes_again_changes_nothing() {
    let mut base = Base::new();
    let mut dice = Dice(7);
    let rows = visits(&mut dice, 30);
    base.import(1, &stream("visit"), &rows);
    let before = base.everything();
    retype(&mut base.store, &stream("visit"), "page", Type::Money);
    let as_read = base.everything();
    // What came as texts goes on being kept so.
    assert_eq!(counts(&import(&mut base.store, 50, batch(&stream("visit"), &rows))), (0, 30, 0));
    assert_eq!(base.everything(), as_read);
    retype(&mut base.store, &stream("visit"), "page", Type::Text);
    assert_eq!(base.everything(), before);
    // What came as numbers is known again by them, also when it is said otherwise now.
    retype(&mut base.store, &stream("visit"), "seconds", Type::Text);
    let said: Vec<String> = rows.iter().map(|row| format!("about {}", row.fields[1].1.as_number().unwrap())).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let again = as_texts(batch(&stream("visit"), &rows), "seconds", &said);
    assert_eq!(counts(&import(&mut base.store, 51, again)), (0, 30, 0));
}

#[test]
fn parts_of_several_types_are_read_as_one_and_never_put_together() {
    let mut base = Base::new();
    base.store.sizes.small_rows = 0;
    let visit = |at: i64, seconds: &str| given("ada", at, &[("seconds", number(seconds))]);
    base.import(1, &stream("visit"), &[visit(1, "1"), visit(2, "2.5")]);
    base.import(2, &stream("visit"), &[visit(3, "3")]);
    retype(&mut base.store, &stream("visit"), "seconds", Type::Text);
    for (number, at) in [(3, 4), (4, 5)] {
        let rows = as_texts(batch(&stream("visit"), &[visit(at, "7")]), "seconds", &["007"]);
        import(&mut base.store, number, rows);
    }
    let seconds = |store: &Store| -> Vec<String> {
        let base = store.columns(&everything()).unwrap();
        let Column::Text(texts) = &base.streams["visit"].fields["seconds"] else { panic!("texts were asked for") };
        (0..texts.codes.len()).map(|row| texts.get(row).unwrap().to_owned()).collect()
    };
    assert_eq!(seconds(&base.store), ["1", "2.5", "3", "007", "007"]);
    let compacted = base.store.compact().unwrap();
    assert_eq!((compacted.parts_before, compacted.parts_after), (4, 2));
    assert_eq!(seconds(&base.store), ["1", "2.5", "3", "007", "007"]);
    assert_eq!(seconds(&Store::open(base.dir.path()).unwrap()), ["1", "2.5", "3", "007", "007"]);
    retype(&mut base.store, &stream("visit"), "seconds", Type::Number);
    let found = base.everything().streams["visit"].fields["seconds"].clone();
    assert_eq!(found, Column::Integer(vec![1_000_000, 2_500_000, 3_000_000, 7_000_000, 7_000_000]));
    assert_eq!(base.store.verify().unwrap().damages, []);
}

#[test]
fn an_attribute_keeps_its_history_through_a_change_of_type() {
    let mut base = Base::new();
    let points = |points: &str| given("ada", 0, &[("points", number(points))]).undated();
    base.import(1, &Target::Profile, &[points("5")]);
    retype(&mut base.store, &Target::Profile, "points", Type::Text);
    let same = as_texts(batch(&Target::Profile, &[points("5")]), "points", &["5"]);
    assert_eq!(counts(&import(&mut base.store, 2, same)), (0, 1, 0));
    let other = as_texts(batch(&Target::Profile, &[points("6")]), "points", &["six"]);
    assert_eq!(counts(&import(&mut base.store, 3, other)), (0, 0, 1));
    let AttributeColumn::History { from, values: Column::Text(values), .. } = &base.everything().attributes["points"]
    else {
        panic!("there are two values")
    };
    assert_eq!((from.as_slice(), values.get(0), values.get(1)), ([i64::MIN, 3].as_slice(), Some("5"), Some("six")));
    // As it was known before the second file, there is one value.
    let before = Store::open(base.dir.path()).unwrap().as_known_at(Instant(2)).unwrap();
    let found = before.columns(&everything()).unwrap();
    assert!(matches!(found.attributes["points"], AttributeColumn::Constant(_)));
}

#[test]
fn the_rows_of_a_table_keep_what_came() {
    let mut base = Base::new();
    let product = |price: &str| given("", 0, &[("product", text("tea")), ("price", number(price))]);
    base.import(1, &Target::Table("product".into()), &[product("4.5")]);
    let owner = Target::Table("product".into());
    let price = |store: &Store| store.tables().unwrap()["product"].fields["price"].clone();
    retype(&mut base.store, &owner, "price", Type::Text);
    let Column::Text(texts) = price(&base.store) else { panic!("texts were asked for") };
    assert_eq!(texts.get(0), Some("4.5"));
    let other = given("", 0, &[("product", text("pen")), ("price", number("2"))]);
    let rows = as_texts(batch(&owner, &[other]), "price", &["on request"]);
    import(&mut base.store, 2, rows);
    retype(&mut base.store, &owner, "price", Type::Money);
    assert_eq!(price(&base.store), Column::Integer(vec![i64::MIN, 45_000]));
    let more = as_texts(batch(&owner, &[product("4.5")]), "price", &["4,60"]);
    import(&mut base.store, 3, more);
    assert_eq!(price(&base.store), Column::Integer(vec![i64::MIN, 46_000]));
    retype(&mut base.store, &owner, "price", Type::Text);
    let Column::Text(texts) = price(&base.store) else { panic!("texts were asked for") };
    assert_eq!((texts.get(0), texts.get(1)), (Some("on request"), Some("4,60")));
}

/// A batch whose amounts were refused, then one whose amounts fit as texts.
fn orders(rows: &[Given], amounts: &[&str]) -> (Batch, Batch) {
    let refused = batch(&stream("order"), rows);
    (refused.clone(), as_texts(refused, "amount", amounts))
}

#[test]
fn refused_values_are_filled_in_where_their_rows_are() {
    let mut base = Base::new();
    let order = |id: &str, at: i64, status: &str| given("ada", at, &[("order_id", text(id)), ("status", text(status))]);
    let (first, first_fitting) = orders(&[order("1", 10, "paid"), order("2", 20, "paid")], &["gift", "swap"]);
    import(&mut base.store, 1, first);
    // A later version of the first order, whose amount was refused too.
    let (second, second_fitting) = orders(&[order("1", 10, "refunded")], &["returned"]);
    import(&mut base.store, 2, second);
    let mut schema = base.store.schema().clone();
    let field = schema.streams.get_mut("order").unwrap().fields.get_mut("amount").unwrap();
    field.retyped = Some(Retyped { first: Type::Money, decimal: None, days: None });
    field.kind = Type::Text;
    assert_eq!(base.store.fill(&schema, first_fitting.clone(), "amount", Instant(1)).unwrap(), [true, true]);
    assert_eq!(base.store.fill(&schema, second_fitting, "amount", Instant(2)).unwrap(), [true]);
    assert_eq!(base.store.fill(&schema, first_fitting, "amount", Instant(1)).unwrap(), [false, false], "nothing twice");
    retype(&mut base.store, &stream("order"), "amount", Type::Text);
    let amounts = |store: &Store| -> Vec<Option<String>> {
        let base = store.columns(&everything()).unwrap();
        let Column::Text(texts) = &base.streams["order"].fields["amount"] else { panic!("texts were asked for") };
        (0..texts.codes.len()).map(|row| texts.get(row).map(str::to_owned)).collect()
    };
    let told = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>();
    assert_eq!(amounts(&base.store), told(&["gift", "returned", "swap"]));
    // Opened anew, from the cache, and as it was known before the second file.
    base.store.sizes.cached_rows = 0;
    assert_eq!(amounts(&base.store), told(&["gift", "returned", "swap"]));
    let before = Store::open(base.dir.path()).unwrap().as_known_at(Instant(1)).unwrap();
    assert_eq!(amounts(&before), told(&["gift", "swap"]));
    // What one change fills in, the next one reads; the base stays whole, and a copy of it too.
    retype(&mut base.store, &stream("order"), "amount", Type::Money);
    assert_eq!(base.store.n_refused(&Refusals::default()).unwrap(), 3);
    assert_eq!(base.store.verify().unwrap().damages, []);
    // A value that was changed behind our back is not read.
    base.store.connection.execute("UPDATE filled SET value = 'other' WHERE value = 'gift'", []).unwrap();
    assert!(matches!(Store::open(base.dir.path()), Err(crate::Error::Damaged { .. })));
}
