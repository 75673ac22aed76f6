#!/usr/bin/env python3
"""Counts the twenty segments with what a user would pick instead: DuckDB, ClickHouse (chDB), Polars.

Usage: peers.py DIR [duckdb|duckdb_clustered|duckdb_stored|duckdb_parquet|duckdb_csv|chdb|polars ...]

Each engine first loads the Parquet files into its own tables (`load_s`), then runs
  A) the twenty segments, one query each, as users run them (`separate_s`, best of three), and
  B) one fused query that an expert would write by hand (`fused_s`, best of three).
`duckdb_clustered` sorts its tables by customer; `duckdb_parquet` reads the files at every query, the cold case;
`duckdb_csv` loads the same history written as CSV, sorted by customer, and asks nothing; `duckdb_stored` loads the
Parquet files into a database on disk instead of memory, sorted by customer, and asks nothing.
Prints one line of JSON an engine: engine, load_s, separate_s, fused_s, counts.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 1, 1)
CORES = len(os.sched_getaffinity(0))
TABLES = ["customers", "orders", "order_lines", "events", "messages"]
TIMES = {"customers": "signup_at", "orders": "placed_at", "order_lines": "placed_at", "events": "at", "messages": "at"}
# Columns of few distinct words, which ClickHouse keeps better when told so.
CATEGORIES = {
    "customers": ["gender", "country", "city", "segment_status"],
    "orders": ["discount_code", "payment_method", "delivery", "channel"],
    "order_lines": ["category"],
    "events": ["name", "category", "device"],
    "messages": ["channel", "kind"],
}

# Each segment as a condition on the customer (c) and on their aggregates (o, e, l, m: see AGGREGATES).
SEGMENTS = {
    "big_spenders": "o.total > 600",
    "vip_90d": "o.n90 >= 3",
    "abandoned_cart": "e.cart7 > 0 AND coalesce(o.n7,0) = 0",
    "coupon_only": "o.n >= 2 AND o.coupon = o.n",
    "full_price_only": "o.n >= 2 AND o.coupon = 0",
    "one_time": "o.n = 1",
    "subscribers_never_bought": "c.email_optin AND coalesce(o.n,0) = 0",
    "french_mobile": "c.country = 'FR' AND o.mobile * 2 > o.n",
    "indecisive": "coalesce(o.n,0) = 0 AND (e.view30 >= 10 OR e.chat30 > 0)",
    "dormant": "o.n >= 1 AND o.last_at < {now} - INTERVAL 180 DAY",
    "loyal": "o.n >= 6 AND o.last_at >= {now} - INTERVAL 90 DAY",
    "curious": "coalesce(o.n,0) = 0 AND e.view14 > 0",
    "trend_followers": "l.early * 2 >= l.n AND l.n >= 3",
    "young_eco": "c.birth_date > DATE '1996-01-01' AND l.eco30 >= 50",
    "engaged_90": "m.open90 >= 3 OR m.click90 > 0",
    "unengaged": "m.sent90 >= 5 AND m.open90 = 0 AND m.click90 = 0",
    "b2b_big": "c.segment_status = 'B2B' AND o.avg_amount > 60",
    "store_only": "o.n >= 2 AND o.store = o.n",
    "lapsed_engaged": "o.last_at < {now} - INTERVAL 90 DAY AND m.open90 > 0",
    "category_fans": "l.cat05 >= 3 AND e.cat05_view > 0",
}


def since(days, test="", at="placed_at"):
    """Counts the rows of the last days that pass a test."""
    test = f"{test} AND " if test else ""
    return f'{{countif}}({test}"{at}" >= {{now}} - INTERVAL {days} DAY)'


ECO = "category IN ('cat01','cat02') AND placed_at >= {now} - INTERVAL 30 DAY"
# Aggregates of one customer's rows, by table.
AGGREGATES = {
    "o": (
        "orders",
        {
            "n": "count(*)",
            "total": "sum(amount)",
            "avg_amount": "avg(amount)",
            "last_at": "max(placed_at)",
            "n90": since(90),
            "n7": since(7),
            "coupon": "{countif}(discount_code IS NOT NULL)",
            "mobile": "{countif}(channel = 'mobile')",
            "store": "{countif}(channel = 'store')",
        },
    ),
    "e": (
        "events",
        {
            "cart7": since(7, "name = 'cart_add'", "at"),
            "view30": since(30, "name = 'page_view'", "at"),
            "chat30": since(30, "name = 'chat'", "at"),
            "view14": since(14, "name = 'page_view'", "at"),
            "cat05_view": "{countif}(name = 'page_view' AND category = 'cat05')",
        },
    ),
    "l": (
        "order_lines",
        {
            "n": "count(*)",
            "early": "{countif}(days_since_launch <= 30)",
            "cat05": "{countif}(category = 'cat05')",
            "eco30": "{sumif}",
        },
    ),
    "m": (
        "messages",
        {
            "open90": since(90, "kind = 'open'", "at"),
            "click90": since(90, "kind = 'click'", "at"),
            "sent90": since(90, "kind = 'sent'", "at"),
        },
    ),
}


class Dialect:
    """What differs between the engines' SQL."""

    def __init__(self, countif, sumif, now, tail=""):
        self.words = {"{countif}": countif, "{sumif}": sumif, "{now}": now}
        self.tail = tail

    def fill(self, sql):
        for word in ("{sumif}", "{countif}", "{now}"):
            sql = sql.replace(word, self.words[word])
        return sql


COMMON_SQL = Dialect("count_if", f"sum(CASE WHEN {ECO} THEN amount ELSE 0 END)", f"TIMESTAMP '{NOW}'")
CLICKHOUSE_SQL = Dialect(
    "countIf", f"sumIf(amount, {ECO})", f"toDateTime64('{NOW}', 6, 'UTC')", " SETTINGS join_use_nulls=1"
)


def query(segments, dialect):
    """One query that counts the members of all the segments, aggregating only what they need."""
    needed = {}
    for condition in segments.values():
        for table, aggregate in re.findall(r"\b([oelm])\.(\w+)", condition):
            needed.setdefault(table, set()).add(aggregate)
    joins = []
    for alias, names in sorted(needed.items()):
        table, aggregates = AGGREGATES[alias]
        columns = ", ".join(f"{aggregates[name]} AS {name}" for name in sorted(names))
        grouped = f"(SELECT customer_id, {columns} FROM {table} GROUP BY customer_id)"
        joins.append(f"LEFT JOIN {grouped} {alias} ON {alias}.customer_id = c.customer_id")
    counts = ", ".join(f"{{countif}}({condition}) AS {name}" for name, condition in segments.items())
    return dialect.fill(f"SELECT {counts} FROM customers c {' '.join(joins)}{dialect.tail}")


def duckdb_engine(folder, variant):
    import duckdb

    path = f"{tempfile.mkdtemp(dir=folder)}/stored.duckdb" if variant == "stored" else ":memory:"
    connection = duckdb.connect(path)
    connection.execute(f"SET threads={CORES}; SET TimeZone='UTC'")
    kind = "VIEW" if variant == "parquet" else "TABLE"
    order = "ORDER BY customer_id" if variant in ("clustered", "stored", "csv") else ""
    suffix = "csv" if variant == "csv" else "parquet"
    for table in TABLES:
        column = f'"{TIMES[table]}"'
        source = f"SELECT * REPLACE (cast({column} AS timestamp) AS {column}) FROM '{folder}/{table}.{suffix}' {order}"
        connection.execute(f"CREATE {kind} {table} AS {source}")
    if variant == "stored":
        connection.execute("CHECKPOINT")
        shutil.rmtree(Path(path).parent)
    return lambda sql: connection.execute(sql).fetchone(), COMMON_SQL


def chdb_engine(folder, _variant):
    from chdb import session

    clickhouse = session.Session(tempfile.mkdtemp())
    clickhouse.query("CREATE DATABASE IF NOT EXISTS b")
    for table in TABLES:
        columns = ["assumeNotNull(customer_id) AS customer_id"]
        for column in CATEGORIES[table]:
            kind = "Nullable(String)" if column == "discount_code" else "String"
            columns.append(f"CAST({column} AS LowCardinality({kind})) AS {column}")
        source = f"SELECT * REPLACE ({', '.join(columns)}) FROM file('{folder}/{table}.parquet')"
        clickhouse.query(f"CREATE TABLE b.{table} ENGINE=MergeTree ORDER BY customer_id AS {source}")
        clickhouse.query(f"OPTIMIZE TABLE b.{table} FINAL")

    def run(sql):
        sql = re.sub(rf"\bFROM ({'|'.join(TABLES)})\b", r"FROM b.\1", sql)
        return json.loads(str(clickhouse.query(sql, "JSONCompactEachRow")).strip())

    return run, CLICKHOUSE_SQL


def polars_engine(folder, _variant):
    import polars

    def read(table):
        frame = polars.read_parquet(f"{folder}/{table}.parquet")
        return frame.with_columns(polars.col(polars.Datetime).dt.replace_time_zone(None))

    context = polars.SQLContext({table: read(table) for table in TABLES}, eager=True)

    def ago(match):
        return f"cast('{NOW - timedelta(days=int(match.group(1)))}' as timestamp)"

    def run(sql):
        # Its SQL knows neither count_if nor arithmetic of intervals.
        sql = re.sub(r"count_if\((.*?)\) AS", r"sum(CASE WHEN \1 THEN 1 ELSE 0 END) AS", sql)
        sql = re.sub(rf"TIMESTAMP '{NOW}' - INTERVAL (\d+) DAY", ago, sql)
        return context.execute(sql).row(0)

    return run, COMMON_SQL


ENGINES = {"duckdb": duckdb_engine, "chdb": chdb_engine, "polars": polars_engine}


def best_of_three(work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def measure(name, folder):
    engine, _, variant = name.partition("_")
    start = time.perf_counter()
    run, dialect = ENGINES[engine](folder, variant)
    load = time.perf_counter() - start
    if variant in ("stored", "csv"):
        return {"engine": name, "load_s": round(load, 3)}
    separately = [query({segment: condition}, dialect) for segment, condition in SEGMENTS.items()]
    separate, counts = best_of_three(lambda: [int(run(sql)[0]) for sql in separately])
    fused_query = query(SEGMENTS, dialect)
    fused, fused_counts = best_of_three(lambda: [int(count) for count in run(fused_query)])
    if counts != fused_counts:
        raise ValueError(f"{name} disagrees with itself: {counts} and {fused_counts}")
    return {
        "engine": name,
        "load_s": round(load, 3),
        "separate_s": round(separate, 3),
        "fused_s": round(fused, 3),
        "counts": dict(zip(SEGMENTS, counts)),
    }


def main(folder, engines):
    # Polars reads this when it is first imported.
    os.environ.setdefault("POLARS_MAX_THREADS", str(CORES))
    for engine in engines or ["duckdb", "duckdb_clustered", "chdb", "polars"]:
        print(json.dumps(measure(engine, folder)), flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
