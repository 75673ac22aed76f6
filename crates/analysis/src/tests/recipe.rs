//! Two thousand invented customers, the same to the cent on every machine, whose figures were computed elsewhere.
//!
//! The drivers are known: big businesses, e-mail and an ecological bent make people buy more often, size makes them spend.

use crate::statistics::chance::unit_at;

/// The last day seen: orders fall on days 0 to 364.
pub(crate) const HORIZON: i64 = 365;
/// The number of customers.
pub(crate) const CUSTOMERS: u64 = 2000;

/// One order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Order {
    pub(crate) day: i64,
    pub(crate) cents: i64,
    pub(crate) coupon: bool,
}

/// One customer.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub(crate) b2b: bool,
    pub(crate) employees: i64,
    pub(crate) big: bool,
    pub(crate) age: i64,
    pub(crate) country: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) coupon: f64,
    pub(crate) eco: f64,
    /// The day of the first order.
    pub(crate) first_day: i64,
    /// Six answers of 1 to 5.
    pub(crate) answers: [i64; 6],
    pub(crate) treated: bool,
    pub(crate) orders: Vec<Order>,
}

impl Customer {
    /// Money of all orders, in cents.
    pub(crate) fn cents(&self) -> i64 {
        self.orders.iter().map(|o| o.cents).sum()
    }

    /// Money of all orders.
    pub(crate) fn euros(&self) -> f64 {
        self.cents() as f64 / 100.0
    }

    /// Whether the customer came by e-mail.
    pub(crate) fn email(&self) -> bool {
        self.channel == "email"
    }

    /// The day of the last order.
    pub(crate) fn last_day(&self) -> i64 {
        self.orders.iter().map(|o| o.day).max().expect("everybody has a first order")
    }
}

/// Makes all customers.
pub(crate) fn customers() -> Vec<Customer> {
    (0..CUSTOMERS).map(customer).collect()
}

fn customer(i: u64) -> Customer {
    let u = |stream: u64| unit_at(stream, i);
    let b2b = u(1) < 0.30;
    let employees = if b2b { 1 + (u(2) * u(2) * u(2) * 5000.0) as i64 } else { 0 };
    let big = employees > 500;
    let channel = match u(5) {
        x if x < 0.4 => "seo",
        x if x < 0.7 => "ads",
        x if x < 0.9 => "social",
        _ => "email",
    };
    let country = match u(4) {
        x if x < 0.6 => "FR",
        x if x < 0.8 => "BE",
        x if x < 0.9 => "DE",
        _ => "ES",
    };
    let answers = std::array::from_fn(|j| {
        let leaning = u(if j < 3 { 7 } else { 9 });
        let own = u(10 + j as u64);
        1 + ((5.0 * (0.7 * leaning + 0.3 * own)) as i64).min(4)
    });
    let (coupon, eco, first_day) = (u(6), u(7), (u(8) * 180.0) as i64);
    let chance = 0.05 + 0.20 * f64::from(u8::from(big)) + 0.15 * f64::from(u8::from(channel == "email")) + 0.10 * eco;
    let order = |k: u64, day: i64| Order {
        day,
        cents: 500 + (u(400 + k) * u(400 + k) * 20000.0 * f64::from(1 + u8::from(big))) as i64,
        coupon: u(500 + k) < 0.6 * coupon,
    };
    let mut orders = vec![order(0, first_day)];
    for k in 1..40 {
        let start = first_day + 1 + 9 * (k as i64 - 1);
        if start + 8 > 364 || u(300 + k) < 0.05 {
            break;
        }
        if u(100 + k) < chance {
            orders.push(order(k, start + (u(200 + k) * 9.0) as i64));
        }
    }
    Customer {
        b2b,
        employees,
        big,
        age: 18 + (u(3) * 60.0) as i64,
        country,
        channel,
        coupon,
        eco,
        first_day,
        answers,
        treated: u(30) < 0.5,
        orders,
    }
}

#[test]
fn the_recipe_gives_its_totals() {
    let all = customers();
    let count = |is: fn(&Customer) -> bool| all.iter().filter(|c| is(c)).count();
    assert_eq!(all.iter().map(|c| c.orders.len()).sum::<usize>(), 6252);
    assert_eq!(all.iter().map(Customer::cents).sum::<i64>(), 58_425_722);
    assert_eq!(count(|c| c.b2b), 626);
    assert_eq!(count(|c| c.big), 328);
    assert_eq!(all.iter().flat_map(|c| &c.orders).filter(|o| o.coupon).count(), 1818);
    assert_eq!(count(|c| c.orders.len() == 1), 671);
    assert_eq!(count(|c| c.treated), 981);
}

#[test]
fn everybody_stays_within_the_recipe() {
    for customer in customers() {
        assert!((18..78).contains(&customer.age) && customer.big == (customer.employees > 500));
        assert!(
            ["FR", "BE", "DE", "ES"].contains(&customer.country)
                && customer.answers.iter().all(|a| (1..=5).contains(a))
        );
        assert!((0.0..1.0).contains(&customer.coupon) && (0.0..1.0).contains(&customer.eco));
        assert_eq!(customer.email(), customer.channel == "email");
        assert!(customer.first_day <= customer.last_day() && customer.last_day() < HORIZON && customer.euros() >= 5.0);
    }
}
