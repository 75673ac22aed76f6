//! Messages from file to customers: their order, splitting and repetition change nothing.

use std::collections::BTreeMap;
use std::fs;

use model::columns::Wanted;
use model::timeline::Timeline;
use tempfile::TempDir;

use super::*;
use crate::ops::base::Choices;

/// A small generator of numbers with a fixed seed, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// A message as a client would send it.
fn message(dice: &mut Dice, number: usize) -> String {
    let at = format!("2026-01-{:02}T{:02}:00:00Z", 1 + dice.below(20), dice.below(24));
    let who = match dice.below(4) {
        0 => format!(r#""anonymousId":"a{}""#, dice.below(4)),
        1 => format!(r#""userId":"u{}","anonymousId":"a{}""#, dice.below(3), dice.below(4)),
        _ => format!(r#""userId":"u{}""#, dice.below(3)),
    };
    let order = dice.below(3);
    let what = match dice.below(8) {
        0 => format!(r#""type":"identify","traits":{{"email":"{}@x.fr"}}"#, ["ada", "Bob", "cleo"][dice.below(3)]),
        1 => format!(r#""type":"identify","traits":{{"city":"{}"}}"#, ["Lyon", "Lille"][dice.below(2)]),
        2 => r#""type":"page","name":"Home""#.to_owned(),
        3 => r#""type":"track","event":"Song Played","properties":{"seconds":12}"#.to_owned(),
        4 => {
            let products = r#"[{"product_id":"p1","price":10,"quantity":2},{"product_id":"p2","price":5}]"#;
            let id = format!(r#""order_id":"o{order}","total":25,"products":{products}"#);
            format!(r#""type":"track","event":"Order Completed","properties":{{{id}}}"#)
        }
        5 => {
            let event = ["Order Updated", "Order Cancelled", "Order Refunded"][dice.below(3)];
            format!(r#""type":"track","event":"{event}","properties":{{"order_id":"o{order}","total":25}}"#)
        }
        6 => format!(r#""type":"alias","previousId":"u{}","userId":"u{}""#, dice.below(3), dice.below(3)),
        _ => r#""type":"track","event":"Product Added","properties":{"product_id":"p1"}"#.to_owned(),
    };
    // An alias names its user itself.
    let who = if what.contains("alias") { r#""anonymousId":null"#.to_owned() } else { who };
    format!(r#"{{{what},{who},"messageId":"m{number}","timestamp":"{at}"}}"#)
}

struct Shop {
    folder: TempDir,
    base: Base,
    files: i64,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = Base::init(&folder.path().join("base"), Choices::default()).unwrap();
        Shop { folder, base, files: 0 }
    }

    fn told(&mut self, messages: &[String]) -> Imported {
        self.files += 1;
        let path = self.folder.path().join(format!("{}.ndjson", self.files));
        fs::write(&path, messages.join("\n")).unwrap();
        import(&mut self.base, &path, Instant(2_000_000_000_000_000 + self.files), &|_| {}).unwrap()
    }

    /// The customers by primary id: since when they are in the population, and all that is known of them.
    fn customers(&self) -> BTreeMap<String, (i64, Timeline)> {
        let ids = self.base.store.customer_ids().unwrap();
        let present = self.base.store.columns(&Wanted::default()).unwrap().present_from;
        let known = ids.into_iter().zip(present).filter(|(_, from)| *from != i64::MAX);
        let timeline =
            |id: &str| self.base.store.timeline(self.base.store.find_customer(id).unwrap().unwrap()).unwrap();
        known.map(|(id, from)| (id.clone(), (from, timeline(&id)))).collect()
    }
}

#[test]
fn r_i05_r_i10_order_splitting_and_repetition_of_messages_change_nothing() {
    for seed in 0..10 {
        let mut dice = Dice(seed);
        let mut messages: Vec<String> = (0..60).map(|number| message(&mut dice, number)).collect();
        let mut whole = Shop::new();
        let told = whole.told(&messages);
        assert_eq!(told.taken.unwrap().refused, []);
        let expected = whole.customers();
        assert!(!expected.is_empty());
        let repeated: Vec<String> = (0..20).map(|_| messages[dice.below(60)].clone()).collect();
        messages.extend(repeated);
        dice.shuffle(&mut messages);
        let mut pieces = Shop::new();
        for piece in messages.chunks(5 + dice.below(30)) {
            pieces.told(piece);
        }
        assert_eq!(pieces.customers(), expected, "seed {seed}");
    }
}

#[test]
fn the_same_file_again_is_said() {
    let mut shop = Shop::new();
    let messages = [r#"{"type":"page","userId":"u","messageId":"m","timestamp":"2026-01-01T00:00:00Z"}"#.to_owned()];
    assert_eq!(shop.told(&messages).taken.unwrap().committed.new_customers, 1);
    assert!(shop.told(&messages).taken.is_none());
}
