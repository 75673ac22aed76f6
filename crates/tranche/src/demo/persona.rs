//! The kinds of customers of the demo shop, whose behaviour differs so that segments mean something.

use super::catalogue::{ECO, USED_UP};

/// When a kind of customer orders.
#[derive(Clone, Copy)]
pub(super) enum Rhythm {
    /// Never.
    Never,
    /// Again and again, with so many days between orders (from, to) until the end.
    Steady(i64, i64),
    /// So many orders (from, to), the last so many days before the end (from, to).
    Ended { orders: (i64, i64), last: (i64, i64) },
    /// Soon after the launch of new products, so often in a hundred.
    AtLaunch(i64),
    /// Before Christmas, and in the sales.
    Seasons,
    /// Always the same goods, when they are used up.
    Refill,
}

/// A kind of customer.
pub(super) struct Persona {
    /// How many are of this kind, compared with the other kinds.
    pub(super) weight: i64,
    pub(super) rhythm: Rhythm,
    /// Days between sign-up and the end (from, to); longer than history for old customers.
    pub(super) known_for: (i64, i64),
    /// Categories they prefer; their own taste when empty.
    pub(super) tastes: &'static [usize],
    /// Lines of an order (from, to).
    pub(super) lines: (i64, i64),
    /// Pieces of a line (from, to).
    pub(super) pieces: (i64, i64),
    /// Orders in a hundred with a discount code.
    pub(super) codes: i64,
    /// Weights of the channels: web, mobile, store, phone, marketplace.
    pub(super) channels: [i64; 5],
    /// Lines in a hundred that are sent back.
    pub(super) returns: i64,
    /// Visits without order, in a hundred days.
    pub(super) visits: i64,
    /// What is done on the site these days.
    pub(super) lately: Lately,
    /// Share in a hundred that is subscribed to the newsletter, and of its issues that they open.
    pub(super) newsletter: (i64, i64),
    /// Age, in years (from, to).
    pub(super) age: (i64, i64),
    /// Whether they buy for a company.
    pub(super) business: bool,
}

/// What a customer does on the site these days beyond the usual.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lately {
    /// Nothing more.
    Usual,
    /// Looks around.
    Curious,
    /// Comes back many times, asks, fills carts.
    Hesitates,
    /// Leaves a full cart behind.
    LeavesCart,
    /// Is gone from the site.
    Gone,
}

/// Who comes often and by every way.
const ORDINARY: Persona = Persona {
    weight: 0,
    rhythm: Rhythm::Never,
    known_for: (200, 1500),
    tastes: &[],
    lines: (1, 4),
    pieces: (1, 1),
    codes: 12,
    channels: [50, 25, 18, 3, 4],
    returns: 4,
    visits: 3,
    lately: Lately::Usual,
    newsletter: (55, 28),
    age: (20, 74),
    business: false,
};

/// The kinds, laid out as a table.
#[rustfmt::skip]
pub(super) const PERSONAS: [Persona; 19] = [
    // Loyal regulars, some of whom fade away (see `Customer::fades`).
    Persona { weight: 80, rhythm: Rhythm::Steady(60, 95), known_for: (400, 2200), newsletter: (75, 45), ..ORDINARY },
    // Very good customers.
    Persona {
        weight: 20, rhythm: Rhythm::Steady(26, 38), known_for: (500, 2400), lines: (2, 6), pieces: (1, 2), codes: 5,
        newsletter: (85, 55), visits: 6, age: (30, 68), ..ORDINARY
    },
    // Nothing without a code.
    Persona { weight: 60, rhythm: Rhythm::Steady(95, 150), codes: 100, newsletter: (90, 50), ..ORDINARY },
    // One order, never seen again.
    Persona { weight: 120, rhythm: Rhythm::Ended { orders: (1, 1), last: (90, 700) }, known_for: (90, 700), visits: 1, codes: 30, ..ORDINARY },
    // One first order, not long ago.
    Persona { weight: 50, rhythm: Rhythm::Ended { orders: (1, 1), last: (2, 80) }, known_for: (10, 110), codes: 25, ..ORDINARY },
    // Asleep after several orders.
    Persona {
        weight: 110, rhythm: Rhythm::Ended { orders: (2, 7), last: (190, 520) }, known_for: (400, 1700), visits: 1,
        lately: Lately::Gone, newsletter: (50, 12), ..ORDINARY
    },
    // New prospects who look around.
    Persona { weight: 70, known_for: (1, 45), visits: 5, lately: Lately::Curious, newsletter: (40, 35), ..ORDINARY },
    // Prospects who cannot decide.
    Persona { weight: 50, known_for: (30, 200), visits: 6, lately: Lately::Hesitates, newsletter: (35, 30), ..ORDINARY },
    // Readers of the newsletter, no more.
    Persona { weight: 80, known_for: (20, 800), visits: 1, lately: Lately::Gone, newsletter: (100, 35), ..ORDINARY },
    // First to buy what is new.
    Persona { weight: 40, rhythm: Rhythm::AtLaunch(24), known_for: (300, 1500), codes: 4, visits: 6, newsletter: (85, 60), age: (19, 45), ..ORDINARY },
    // Christmas and sales only.
    Persona { weight: 70, rhythm: Rhythm::Seasons, known_for: (400, 1600), codes: 25, visits: 3, ..ORDINARY },
    // Young and eco-minded, some five hundred euros a month.
    Persona {
        weight: 15, rhythm: Rhythm::Steady(8, 11), known_for: (100, 420), tastes: &ECO, lines: (3, 5), codes: 6,
        channels: [35, 58, 7, 0, 0], returns: 2, newsletter: (70, 55), age: (20, 29), ..ORDINARY
    },
    // Refills: coffee, food supplements, pet food, several at a time.
    Persona {
        weight: 50, rhythm: Rhythm::Refill, known_for: (200, 1200), tastes: &USED_UP, lines: (1, 2), pieces: (2, 5), codes: 22,
        returns: 1, visits: 3, ..ORDINARY
    },
    // In the shop, never on the site.
    Persona { weight: 60, rhythm: Rhythm::Steady(95, 170), channels: [0, 0, 100, 0, 0], visits: 0, newsletter: (30, 20), age: (38, 80), ..ORDINARY },
    // On the phone first.
    Persona { weight: 50, rhythm: Rhythm::Steady(90, 140), channels: [6, 92, 2, 0, 0], age: (18, 38), ..ORDINARY },
    // Companies.
    Persona {
        weight: 25, rhythm: Rhythm::Steady(45, 75), known_for: (200, 1800), lines: (2, 5), pieces: (1, 4), codes: 6,
        channels: [62, 3, 5, 30, 0], visits: 3, newsletter: (60, 30), age: (26, 62), business: true, ..ORDINARY
    },
    // Sends half of it back.
    Persona { weight: 25, rhythm: Rhythm::Steady(70, 110), returns: 45, ..ORDINARY },
    // Receives everything, opens nothing.
    Persona {
        weight: 75, rhythm: Rhythm::Ended { orders: (0, 2), last: (300, 700) }, known_for: (420, 1500), visits: 0,
        lately: Lately::Gone, newsletter: (100, 0), ..ORDINARY
    },
    // Left a cart behind this week.
    Persona {
        weight: 30, rhythm: Rhythm::Ended { orders: (0, 3), last: (20, 300) }, known_for: (60, 900), lately: Lately::LeavesCart, ..ORDINARY
    },
];
