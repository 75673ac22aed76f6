#!/usr/bin/env python3
"""Writes the columns that `limit.rs` reads: the shop's rows sorted by customer, as narrow as they get by hand.

Usage: columns.py DIR OUT

A file a column: offsets in four bytes, times in eight, codes of words in one (255 for none), amounts as doubles. The
words behind the codes go to `words.txt`, a line each: column, code, word.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

TABLES = [
    ("orders", "placed_at", ["discount_code", "channel"], ["amount"]),
    ("order_lines", "placed_at", ["category"], ["amount", "days_since_launch"]),
    ("events", "at", ["name", "category"], []),
    ("messages", "at", ["kind"], []),
]


def codes(column):
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if hasattr(coded, "combine_chunks") else coded
    return coded.indices.fill_null(255).to_numpy().astype("u1"), coded.dictionary.to_pylist()


def main(folder, out):
    out.mkdir(parents=True, exist_ok=True)
    lines = []

    def write_codes(name, column, order):
        values, words = codes(column)
        values[order].tofile(out / f"{name}.bin")
        lines.extend(f"{name}\t{code}\t{word}" for code, word in enumerate(words))

    customers = pq.read_table(folder / "customers.parquet")
    everyone = np.arange(customers.num_rows)
    for name in ["country", "segment_status"]:
        write_codes(f"customers.{name}", customers[name], everyone)
    customers["email_optin"].to_numpy(zero_copy_only=False).astype("u1").tofile(out / "customers.email_optin.bin")
    customers["birth_date"].cast("int32").to_numpy().tofile(out / "customers.birth_date.bin")
    for table, time, words, numbers in TABLES:
        rows = pq.read_table(folder / f"{table}.parquet", columns=["customer_id", time, *words, *numbers])
        owners = rows["customer_id"].to_numpy()
        order = np.argsort(owners, kind="stable")
        offsets = np.searchsorted(owners[order], np.arange(customers.num_rows + 1))
        offsets.astype("u4").tofile(out / f"{table}.offsets.bin")
        rows[time].cast("int64").to_numpy()[order].tofile(out / f"{table}.at.bin")
        for name in words:
            write_codes(f"{table}.{name}", rows[name], order)
        for name in numbers:
            rows[name].to_numpy()[order].tofile(out / f"{table}.{name}.bin")
    (out / "words.txt").write_text("\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
