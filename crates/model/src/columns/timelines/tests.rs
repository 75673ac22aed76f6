//! Timelines become columns and come back unchanged.

use super::*;
use crate::columns::{Versions, Wanted};
use crate::schema::Stream;

fn schema() -> Schema {
    let fields = |fields: &[(&str, Type)]| -> BTreeMap<String, Field> {
        fields.iter().map(|(name, kind)| ((*name).to_owned(), Field::of(*kind))).collect()
    };
    let order = Stream {
        key: Some("order_id".into()),
        status: Some("status".into()),
        fields: fields(&[("order_id", Type::Text), ("amount", Type::Money), ("status", Type::Category)]),
        ..Stream::default()
    };
    let line = Stream {
        parent: Some("order".into()),
        fields: fields(&[("order_id", Type::Text), ("tags", Type::TextList), ("gift", Type::Bool)]),
        ..Stream::default()
    };
    Schema {
        attributes: fields(&[("country", Type::Text), ("points", Type::Number), ("birth_date", Type::Date)]),
        streams: [("order".into(), order), ("line".into(), line)].into(),
        tables: BTreeMap::new(),
        computed: BTreeMap::new(),
        columns: BTreeMap::new(),
        lists: BTreeSet::new(),
        calendars: None,
    }
}

fn row(at: i64, identity: u64, valid_from: i64, fields: &[(&str, Value)]) -> Row {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Row { at: Instant(at), message: String::new(), identity, valid_from: Instant(valid_from), valid_to: None, fields }
}

fn number(text: &str) -> Value {
    Value::number(Decimal::parse(text))
}

fn sample() -> Vec<Timeline> {
    let mut first = Timeline { id: "a".into(), ..Timeline::default() };
    first.attributes.insert("country".into(), vec![DatedValue { from: None, value: Value::text("FR") }]);
    first.attributes.insert(
        "points".into(),
        vec![
            DatedValue { from: None, value: number("1.5") },
            DatedValue { from: Some(Instant(50)), value: number("-2") },
        ],
    );
    let order = |amount: &str, status: &str| {
        vec![("order_id", Value::text("o1")), ("amount", number(amount)), ("status", Value::text(status))]
    };
    first.streams.insert(
        "order".into(),
        vec![row(10, 7, 10, &order("12.5", "paid")), row(10, 7, 40, &order("0", "refunded")), row(20, 9, 20, &[])],
    );
    let tags = Value::list(vec![Value::text("eco"), Value::text("bio")]);
    first.streams.insert(
        "line".into(),
        vec![
            row(10, 1, 10, &[("order_id", Value::text("o1")), ("tags", tags), ("gift", Value::Bool(true))]),
            row(20, 2, 20, &[("order_id", Value::text("o2"))]),
        ],
    );
    let mut third = Timeline { id: "c".into(), ..Timeline::default() };
    third.attributes.insert("birth_date".into(), vec![DatedValue { from: None, value: Value::Date(Day(-3)) }]);
    vec![first, Timeline { id: "b".into(), ..Timeline::default() }, third]
}

#[test]
fn timelines_become_columns_and_come_back() {
    let (given, schema) = (sample(), schema());
    let base = columns_of(&given, &schema, BTreeMap::new());
    let ids: Vec<String> = given.iter().map(|timeline| timeline.id.clone()).collect();
    assert_eq!(timelines(&base, &schema, &ids), given);
    assert_eq!(columns_of(&timelines(&base, &schema, &ids), &schema, BTreeMap::new()), base);
    assert_eq!(base.present_from, [i64::MIN, i64::MAX, i64::MIN]);
}

#[test]
fn versions_end_where_the_next_begins() {
    let base = columns_of(&sample(), &schema(), BTreeMap::new());
    let orders = &base.streams["order"];
    assert_eq!(orders.offsets, [0, 3, 3, 3]);
    let expected = Versions { from: vec![10, 40, 20], to: vec![40, i64::MAX, i64::MAX] };
    assert_eq!(orders.versions, Some(expected));
    assert_eq!(base.streams["line"].versions, None);
}

#[test]
fn children_point_to_the_first_row_of_their_parent() {
    let base = columns_of(&sample(), &schema(), BTreeMap::new());
    assert_eq!(base.streams["line"].parents, Some(vec![0, NO_CODE]));
    assert_eq!(base.streams["order"].parents, None);
}

#[test]
fn one_undated_value_each_is_constant() {
    let base = columns_of(&sample(), &schema(), BTreeMap::new());
    assert!(matches!(base.attributes["country"], AttributeColumn::Constant(_)));
    assert!(matches!(&base.attributes["points"], AttributeColumn::History { offsets, .. } if *offsets == [0, 2, 2, 2]));
}

#[test]
fn only_what_is_wanted_is_laid_out() {
    let wanted = Wanted {
        streams: [("line".to_owned(), ["gift".to_owned()].into())].into(),
        attributes: ["country".to_owned()].into(),
        ..Wanted::default()
    };
    let (given, schema) = (sample(), schema());
    let (all, some) =
        (columns_of(&given, &schema, BTreeMap::new()), wanted_columns_of(&given, &schema, BTreeMap::new(), &wanted));
    assert_eq!((&some.present_from, some.attributes.len(), some.ids.len()), (&all.present_from, 1, 0));
    assert_eq!(some.attributes["country"], all.attributes["country"]);
    // Orders have statuses and versions, which decide whether their lines exist.
    let fields = |stream: &str| some.streams[stream].fields.keys().map(String::as_str).collect::<Vec<_>>();
    assert_eq!((fields("line"), fields("order")), (vec!["gift", "order_id"], vec!["order_id", "status"]));
    for (name, rows) in &some.streams {
        let all = &all.streams[name];
        assert_eq!((&rows.at, &rows.versions, &rows.parents), (&all.at, &all.versions, &all.parents), "{name}");
        assert!(rows.fields.iter().all(|(field, column)| *column == all.fields[field]));
        assert_eq!(rows.identities, None);
    }
}
