//! Texts that are whole numbers may come as the numbers: what comes of them is the same.

use model::columns::MISSING;
use model::columns::ids::written_whole;

use super::chunks::{Dice, alone, batches};
use super::*;
use crate::Error;
use crate::arriving::run::Sizes;

/// Rows with texts most of which are whole numbers.
fn rows(dice: &mut Dice, length: usize) -> Vec<(Target, Given)> {
    let row = |dice: &mut Dice| {
        let (customer, at) = (format!("c{}", dice.below(9)), dice.below(4) as i64);
        let word = if dice.below(60) == 0 { "x7".to_owned() } else { dice.below(30).to_string() };
        match dice.below(3) {
            0 => {
                let fields =
                    [("order_id", text(&format!("{word}{customer}").replace('c', "1"))), ("amount", number("2"))];
                (stream("order"), given(&customer, at, &fields))
            }
            1 => (stream("line"), given(&customer, at, &[("order_id", text(&word)), ("product", text("7"))])),
            _ => (stream("visit"), given(&customer, at, &[("page", text(&word)), ("seconds", number("1"))])),
        }
    };
    (0..length).map(|_| row(dice)).collect()
}

/// The batch with its texts as numbers, where all of a field's are.
fn in_digits(mut batch: Batch) -> Batch {
    let kinds = match &batch.target {
        Target::Stream(name) => schema().streams[name].fields.clone(),
        _ => BTreeMap::new(),
    };
    for (name, column) in batch.fields.iter_mut().filter(|(name, _)| kinds[*name].kind == Type::Text) {
        let Column::Text(texts) = &*column else { panic!("{name} is of texts") };
        let number = |row| texts.get(row).map_or(Some(MISSING), written_whole);
        if let Some(numbers) = (0..texts.codes.len()).map(number).collect() {
            *column = Column::Integer(numbers);
        }
    }
    batch
}

fn import(base: &mut Base, file: &[(Target, Given)], chunk: usize, as_given: impl Fn(Batch) -> Batch) -> Committed {
    base.files += 1;
    let name = ImportedFile { name: "x.csv".into(), content_hash: base.files, rows: 0 };
    let mut run = base.store.begin_import(name).unwrap();
    for chunk in file.chunks(chunk) {
        run.add(&schema(), batches(chunk).into_iter().map(&as_given).collect()).unwrap();
    }
    run.commit(schema(), Vec::new(), Instant(100 * base.files as i64)).unwrap()
}

#[test]
fn numbers_make_the_same_base_as_their_texts() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let files = [rows(&mut dice, 240), rows(&mut dice, 240)];
        let (mut texts, mut numbers) = (Base::new(), Base::new());
        let (waiting_bytes, small_rows) = (dice.below(3) * 3_000, (seed % 2) * 1_000);
        numbers.store.sizes = Sizes { waiting_bytes, small_rows, ..Sizes::default() };
        for file in [&files[0], &files[1], &files[0]] {
            let expected = import(&mut texts, file, 1_000, |batch| batch);
            assert_eq!(import(&mut numbers, file, 1 + dice.below(60), in_digits), expected, "seed {seed}");
        }
        assert_eq!(alone(&numbers.store), alone(&texts.store), "seed {seed}");
        assert!(numbers.store.verify().unwrap().damages.is_empty(), "seed {seed}");
    }
}

#[test]
fn what_is_no_text_of_digits_is_refused() {
    let mut base = Base::new();
    let misfit = |target: &Target, name: &str, number: i64| {
        let mut batch = batch(target, &[given("c1", 5, &[])]);
        batch.fields.insert(name.to_owned(), Column::Integer(vec![number]));
        batch
    };
    let (visit, profile) = (stream("visit"), Target::Profile);
    for (target, name, number) in [(&visit, "page", -5), (&visit, "tags", 5), (&profile, "country", 5)] {
        let file = ImportedFile { name: "x.csv".into(), content_hash: 1, rows: 0 };
        let mut run = base.store.begin_import(file).unwrap();
        let added = run.add(&schema(), vec![misfit(target, name, number)]);
        assert!(matches!(added, Err(Error::Misfit { .. })), "{name} {number}");
    }
}
