//! The twenty segments written by hand for this one job and nothing else: about what the machine allows.
//!
//! Usage: `limit DIR`, where `columns.py` wrote. Prints seconds of the best of six passes over all customers on all
//! processors, then the counts. It is not part of the product and shares no code with it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const DAY: i64 = 86_400_000_000;
/// 2026-01-01 in microseconds.
const NOW: i64 = 1_767_225_600_000_000;
/// 1996-01-01 in days.
const BORN_AFTER: i32 = 9_496;
const NONE: u8 = 255;
/// Customers that a thread takes at once.
const SHARE: usize = 16_384;

const SEGMENTS: [&str; 20] = [
    "big_spenders",
    "vip_90d",
    "abandoned_cart",
    "coupon_only",
    "full_price_only",
    "one_time",
    "subscribers_never_bought",
    "french_mobile",
    "indecisive",
    "dormant",
    "loyal",
    "curious",
    "trend_followers",
    "young_eco",
    "engaged_90",
    "unengaged",
    "b2b_big",
    "store_only",
    "lapsed_engaged",
    "category_fans",
];

struct Shop {
    orders: (Vec<u32>, Vec<i64>),
    coupon: Vec<u8>,
    channel: Vec<u8>,
    order_amount: Vec<f64>,
    lines: (Vec<u32>, Vec<i64>),
    line_category: Vec<u8>,
    line_amount: Vec<f64>,
    since_launch: Vec<i32>,
    events: (Vec<u32>, Vec<i64>),
    event_name: Vec<u8>,
    event_category: Vec<u8>,
    messages: (Vec<u32>, Vec<i64>),
    kind: Vec<u8>,
    country: Vec<u8>,
    status: Vec<u8>,
    optin: Vec<u8>,
    birth: Vec<i32>,
    words: HashMap<(String, String), u8>,
}

struct Folder(PathBuf);

impl Folder {
    fn read<T, const N: usize>(&self, name: &str, make: fn([u8; N]) -> T) -> Vec<T> {
        let bytes = std::fs::read(self.0.join(format!("{name}.bin"))).expect("a column");
        bytes.as_chunks::<N>().0.iter().map(|&chunk| make(chunk)).collect()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        self.read(name, |[byte]| byte)
    }

    fn rows(&self, table: &str) -> (Vec<u32>, Vec<i64>) {
        let offsets = self.read(&format!("{table}.offsets"), u32::from_le_bytes);
        (offsets, self.read(&format!("{table}.at"), i64::from_le_bytes))
    }
}

impl Shop {
    fn read(dir: &Path) -> Shop {
        let folder = Folder(dir.to_owned());
        let text = std::fs::read_to_string(dir.join("words.txt")).expect("the words");
        let word = |line: &str| {
            let mut parts = line.split('\t').map(str::to_owned);
            let (column, code, word) = (parts.next()?, parts.next()?, parts.next()?);
            Some(((column, word), code.parse().ok()?))
        };
        Shop {
            orders: folder.rows("orders"),
            coupon: folder.bytes("orders.discount_code"),
            channel: folder.bytes("orders.channel"),
            order_amount: folder.read("orders.amount", f64::from_le_bytes),
            lines: folder.rows("order_lines"),
            line_category: folder.bytes("order_lines.category"),
            line_amount: folder.read("order_lines.amount", f64::from_le_bytes),
            since_launch: folder.read("order_lines.days_since_launch", i32::from_le_bytes),
            events: folder.rows("events"),
            event_name: folder.bytes("events.name"),
            event_category: folder.bytes("events.category"),
            messages: folder.rows("messages"),
            kind: folder.bytes("messages.kind"),
            country: folder.bytes("customers.country"),
            status: folder.bytes("customers.segment_status"),
            optin: folder.bytes("customers.email_optin"),
            birth: folder.read("customers.birth_date", i32::from_le_bytes),
            words: text.lines().filter_map(word).collect(),
        }
    }

    fn code(&self, column: &str, word: &str) -> u8 {
        self.words[&(column.to_owned(), word.to_owned())]
    }

    /// The members of each segment among some customers.
    fn count(&self, customers: std::ops::Range<usize>) -> [u32; 20] {
        let ago = |days: i64| NOW - days * DAY;
        let (d7, d14, d30, d90, d180) = (ago(7), ago(14), ago(30), ago(90), ago(180));
        let (mobile, store) = (self.code("orders.channel", "mobile"), self.code("orders.channel", "store"));
        let name = |word: &str| self.code("events.name", word);
        let (view, cart, chat) = (name("page_view"), name("cart_add"), name("chat"));
        let category = |word: &str| self.code("order_lines.category", word);
        let (cat01, cat02, cat05) = (category("cat01"), category("cat02"), category("cat05"));
        let viewed_cat05 = self.code("events.category", "cat05");
        let kind = |word: &str| self.code("messages.kind", word);
        let (open, click, sent) = (kind("open"), kind("click"), kind("sent"));
        let (france, business) = (self.code("customers.country", "FR"), self.code("customers.segment_status", "B2B"));
        let of = |offsets: &[u32], customer: usize| offsets[customer] as usize..offsets[customer + 1] as usize;
        let mut counts = [0; 20];
        for customer in customers {
            let rows = of(&self.orders.0, customer);
            let n = rows.len() as u32;
            let (mut total, mut last) = (0.0, i64::MIN);
            let (mut n90, mut n7, mut coupons, mut mobiles, mut stores) = (0, 0, 0, 0, 0);
            for row in rows {
                let at = self.orders.1[row];
                total += self.order_amount[row];
                last = last.max(at);
                n90 += u32::from(at >= d90);
                n7 += u32::from(at >= d7);
                coupons += u32::from(self.coupon[row] != NONE);
                mobiles += u32::from(self.channel[row] == mobile);
                stores += u32::from(self.channel[row] == store);
            }
            let (mut cart7, mut view30, mut chat30, mut view14, mut view05) = (0, 0, 0, 0, 0);
            for row in of(&self.events.0, customer) {
                let (name, at) = (self.event_name[row], self.events.1[row]);
                cart7 += u32::from(name == cart && at >= d7);
                view30 += u32::from(name == view && at >= d30);
                chat30 += u32::from(name == chat && at >= d30);
                view14 += u32::from(name == view && at >= d14);
                view05 += u32::from(name == view && self.event_category[row] == viewed_cat05);
            }
            let rows = of(&self.lines.0, customer);
            let n_lines = rows.len() as u32;
            let (mut early, mut lines05, mut eco30) = (0, 0, 0.0);
            for row in rows {
                let category = self.line_category[row];
                early += u32::from(self.since_launch[row] <= 30);
                lines05 += u32::from(category == cat05);
                if (category == cat01 || category == cat02) && self.lines.1[row] >= d30 {
                    eco30 += self.line_amount[row];
                }
            }
            let (mut open90, mut click90, mut sent90) = (0, 0, 0);
            for row in of(&self.messages.0, customer) {
                let (kind, is_recent) = (self.kind[row], self.messages.1[row] >= d90);
                open90 += u32::from(is_recent && kind == open);
                click90 += u32::from(is_recent && kind == click);
                sent90 += u32::from(is_recent && kind == sent);
            }
            let bought = n > 0;
            let verdicts = [
                total > 600.0,
                n90 >= 3,
                cart7 > 0 && n7 == 0,
                n >= 2 && coupons == n,
                n >= 2 && coupons == 0,
                n == 1,
                self.optin[customer] == 1 && !bought,
                self.country[customer] == france && bought && mobiles * 2 > n,
                !bought && (view30 >= 10 || chat30 > 0),
                bought && last < d180,
                n >= 6 && last >= d90,
                !bought && view14 > 0,
                early * 2 >= n_lines && n_lines >= 3,
                self.birth[customer] > BORN_AFTER && eco30 >= 50.0,
                open90 >= 3 || click90 > 0,
                sent90 >= 5 && open90 == 0 && click90 == 0,
                self.status[customer] == business && bought && total / f64::from(n) > 60.0,
                n >= 2 && stores == n,
                bought && last < d90 && open90 > 0,
                lines05 >= 3 && view05 > 0,
            ];
            for (count, verdict) in counts.iter_mut().zip(verdicts) {
                *count += u32::from(verdict);
            }
        }
        counts
    }

    fn count_all(&self) -> [u32; 20] {
        let n_customers = self.country.len();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut all = [0; 20];
            loop {
                let first = next.fetch_add(SHARE, Ordering::Relaxed);
                if first >= n_customers {
                    return all;
                }
                let counts = self.count(first..(first + SHARE).min(n_customers));
                all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
            }
        };
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
            let mut all = [0; 20];
            for thread in threads {
                let counts = thread.join().expect("a thread that counts");
                all.iter_mut().zip(counts).for_each(|(all, count): (&mut u32, u32)| *all += count);
            }
            all
        })
    }
}

fn main() {
    let Some(dir) = std::env::args().nth(1) else {
        eprintln!("usage: limit DIR");
        std::process::exit(2);
    };
    let shop = Shop::read(Path::new(&dir));
    let (mut best, mut found) = (f64::INFINITY, [0; 20]);
    for _ in 0..6 {
        let start = Instant::now();
        found = shop.count_all();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{best}");
    for (segment, count) in SEGMENTS.iter().zip(found) {
        println!("{segment} {count}");
    }
}
