#!/usr/bin/env python3
"""Writes a shop's history as neutral Parquet files, in time order as a real export would be.

Usage: generate.py DIR [CUSTOMERS] [SEED]

Ids are int64, times timestamp[us] in UTC, money is double. Amounts are quarters of a euro, so that sums are exact in
binary as in decimal and every engine must find the same counts.

  customers(customer_id, birth_date, gender, country, city, segment_status, email_optin, income, signup_at)
  orders(order_id, customer_id, placed_at, amount, discount_code, payment_method, delivery, channel)
  order_lines(order_id, customer_id, placed_at, product_id, category, quantity, amount, days_since_launch)
  events(customer_id, at, name, category, device, duration_s)    name: page_view, cart_add, chat, session
  messages(customer_id, at, channel, kind)                       kind: sent, open, click

The same customers and seed always write the same values: the order in which chance is drawn is part of the workload.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAY = 86_400_000_000
END = np.datetime64("2026-01-01", "us").astype("int64")
SPAN = 730 * DAY
START = END - SPAN
COUNTRIES = ["FR", "BE", "CH", "DE", "ES", "IT", "GB", "US"]
CITIES = [f"city{number}" for number in range(200)]
CATEGORIES = [f"cat{number:02d}" for number in range(40)]
CODES = [""] + [f"CODE{number}" for number in range(1, 51)]


class Shop:
    """The tables of one shop, drawn one after the other from one source of chance."""

    def __init__(self, folder, n_customers, seed):
        self.folder = folder
        self.n = n_customers
        self.rng = np.random.default_rng(seed)
        self.signup = START + self.rng.integers(0, SPAN, n_customers)

    def write(self, table_name, /, **columns):
        path = self.folder / f"{table_name}.parquet"
        table = pa.table(columns)
        pq.write_table(table, path, compression="zstd", row_group_size=1 << 20)
        print(f"{table_name}: {table.num_rows:,} rows, {path.stat().st_size / 1e6:.0f} MB", flush=True)

    def pick(self, values, shares, size):
        """Texts drawn by their shares; evenly when there are none."""
        codes = self.rng.choice(len(values), size=size, p=shares).astype("int32")
        return words(codes, values)

    def owners(self, total, alpha):
        """The customer of each row: heavy-tailed, a third of the customers having none."""
        weights = self.rng.pareto(alpha, self.n) * (self.rng.random(self.n) < 0.67)
        weights /= weights.sum()
        return np.repeat(np.arange(self.n), self.rng.multinomial(total, weights))

    def in_order(self, customers):
        """Customers and times of their rows, between signing up and the end, in order of time."""
        signup = self.signup[customers]
        times = signup + (self.rng.random(len(customers)) * (END - signup)).astype("int64")
        order = np.argsort(times, kind="stable")
        return customers[order], times[order]

    def customers(self):
        n = self.n
        births = np.datetime64("1940-01-01") + self.rng.integers(0, 66 * 365, n)
        self.write(
            "customers",
            customer_id=pa.array(np.arange(n)),
            birth_date=pa.array(births.astype("datetime64[D]")),
            gender=self.pick(["F", "M", "X"], [0.52, 0.46, 0.02], n),
            country=self.pick(COUNTRIES, [0.6, 0.1, 0.06, 0.06, 0.06, 0.05, 0.04, 0.03], n),
            city=self.pick(CITIES, None, n),
            segment_status=self.pick(["B2C", "B2B"], [0.9, 0.1], n),
            email_optin=pa.array(self.rng.random(n) < 0.7),
            income=pa.array(np.round(self.rng.lognormal(10.2, 0.5, n))),
            signup_at=instants(self.signup),
        )

    def orders_and_lines(self):
        customers, times = self.in_order(self.owners(5 * self.n, 1.8))
        n_orders = len(customers)
        appetite = self.rng.random(self.n)  # A customer's appetite for coupons.
        amounts = np.maximum(1, np.round(self.rng.lognormal(3.6, 0.8, n_orders) * 4)) / 4
        with_coupon = self.rng.random(n_orders) < appetite[customers] ** 3
        codes = np.where(with_coupon, self.rng.integers(1, 51, n_orders), 0)
        self.write(
            "orders",
            order_id=pa.array(np.arange(n_orders)),
            customer_id=pa.array(customers),
            placed_at=instants(times),
            amount=pa.array(amounts),
            discount_code=words(codes.astype("int32"), CODES, missing=codes == 0),
            payment_method=self.pick(["card", "paypal", "transfer", "giftcard"], [0.7, 0.2, 0.05, 0.05], n_orders),
            delivery=self.pick(["home", "pickup", "express"], [0.6, 0.3, 0.1], n_orders),
            channel=self.pick(["mobile", "desktop", "store"], [0.5, 0.35, 0.15], n_orders),
        )
        lines = self.rng.poisson(1.4, n_orders) + 1
        n_lines = lines.sum()
        order = np.repeat(np.arange(n_orders), lines)
        self.write(
            "order_lines",
            order_id=pa.array(order),
            customer_id=pa.array(customers[order]),
            placed_at=instants(times[order]),
            product_id=pa.array(self.rng.integers(0, 20_000, n_lines)),
            category=self.pick(CATEGORIES, None, n_lines),
            quantity=pa.array(self.rng.integers(1, 5, n_lines).astype("int32")),
            amount=pa.array(np.round(amounts[order] / lines[order] * 4) / 4),
            days_since_launch=pa.array(self.rng.integers(0, 700, n_lines).astype("int32")),
        )

    def events(self):
        customers, times = self.in_order(self.owners(40 * self.n, 1.4))
        n_events = len(customers)
        self.write(
            "events",
            customer_id=pa.array(customers),
            at=instants(times),
            name=self.pick(["page_view", "cart_add", "chat", "session"], [0.7, 0.09, 0.01, 0.2], n_events),
            category=self.pick(CATEGORIES, None, n_events),
            device=self.pick(["mobile", "desktop", "tablet"], [0.6, 0.35, 0.05], n_events),
            duration_s=pa.array(self.rng.exponential(60, n_events).astype("float32")),
        )

    def messages(self):
        customers, times = self.in_order(self.owners(20 * self.n, 3.0))
        n_messages = len(customers)
        self.write(
            "messages",
            customer_id=pa.array(customers),
            at=instants(times),
            channel=self.pick(["email", "sms", "push", "whatsapp"], [0.8, 0.08, 0.1, 0.02], n_messages),
            kind=self.pick(["sent", "open", "click"], [0.72, 0.22, 0.06], n_messages),
        )


def instants(microseconds):
    return pa.array(microseconds, type=pa.int64()).cast(pa.timestamp("us", tz="UTC"))


def words(codes, values, missing=None):
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), pa.array(values)).cast(pa.string())


def main(arguments):
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    n_customers = int(arguments[1]) if len(arguments) > 1 else 1_000_000
    seed = int(arguments[2]) if len(arguments) > 2 else 7
    shop = Shop(folder, n_customers, seed)
    shop.customers()
    shop.orders_and_lines()
    shop.events()
    shop.messages()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
