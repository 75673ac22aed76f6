"""The jobs of `analyses` that lifetimes, scikit-learn and pandas do too: prints the seconds of each as JSON.

Usage: analyses_peers.py DIR

They read the orders of the shop once; each job begins at the table of orders.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ParetoNBDFitter
from sklearn.preprocessing import KBinsDiscretizer

AS_OF = pd.Timestamp("2026-01-01", tz="UTC")
DAY = pd.Timedelta(days=1)
WEEKS_AHEAD = 365 / 7
# Customers on whom the slowest is fitted.
FEW = 20_000


def rfm(orders):
    of_each = orders.groupby("customer_id").agg(last=("placed_at", "max"), n=("amount", "size"), sum=("amount", "sum"))
    values = np.column_stack([-((AS_OF - of_each["last"]) / DAY), of_each["n"], of_each["sum"]])
    scores = KBinsDiscretizer(n_bins=5, encode="ordinal", strategy="quantile").fit_transform(values)
    return pd.Series(map(tuple, scores.astype(int))).value_counts()


def abc(orders):
    sums = orders.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    share = sums.cumsum() / sums.sum()
    return np.searchsorted(share, [0.8, 0.95])


def cohorts(orders):
    month = orders["placed_at"].dt.tz_localize(None).dt.to_period("M")
    first = month.groupby(orders["customer_id"]).transform("min")
    age = (month.dt.year - first.dt.year) * 12 + month.dt.month - first.dt.month
    table = pd.DataFrame({"cohort": first, "age": age, "customer": orders["customer_id"]})
    return table.groupby(["cohort", "age"])["customer"].nunique()


def histories(orders):
    """Repeats, the first and the last day, mean spend of repeats, in weeks."""
    day = orders["placed_at"].dt.floor("D")
    by_day = orders.groupby(["customer_id", day])["amount"].sum().reset_index()
    first = by_day.groupby("customer_id")["placed_at"].transform("min")
    repeats = by_day[by_day["placed_at"] > first].groupby("customer_id")["amount"].agg(["size", "mean"])
    of_each = by_day.groupby("customer_id")["placed_at"].agg(["min", "max"]).join(repeats)
    weeks = pd.Timedelta(days=7)
    return pd.DataFrame({
        "x": of_each["size"].fillna(0), "t": (of_each["max"] - of_each["min"]) / weeks,
        "T": (AS_OF - of_each["min"]) / weeks, "spend": of_each["mean"].fillna(0.0),
    })


def value(fitter, orders, few=None):
    known = histories(orders)
    if few:
        known = known.sample(few, random_state=1)
    model = fitter(penalizer_coef=0.0)
    model.fit(known["x"], known["t"], known["T"])
    model.conditional_probability_alive(known["x"], known["t"], known["T"])
    bought = model.conditional_expected_number_of_purchases_up_to_time(WEEKS_AHEAD, known["x"], known["t"], known["T"])
    spent = known[(known["x"] > 0) & (known["spend"] > 0)]
    spending = GammaGammaFitter(penalizer_coef=0.0)
    spending.fit(spent["x"], spent["spend"])
    return (bought * spending.conditional_expected_average_profit(known["x"], known["spend"])).sum()


def main():
    warnings.simplefilter("ignore")
    jobs = {}

    def timed(name, by, job):
        start = time.perf_counter()
        try:
            result = job()
        except Exception as error:  # A peer that fails is told, and the others go on.
            result, by = None, f"{by}: failed, {type(error).__name__}"
        jobs[name] = {"seconds": time.perf_counter() - start, "by": by}
        return result

    folder = Path(sys.argv[1])
    columns = ["customer_id", "placed_at", "amount"]
    orders = timed("read", "pandas", lambda: pd.read_parquet(folder / "orders.parquet", columns=columns))
    if orders["placed_at"].dt.tz is None:
        orders["placed_at"] = orders["placed_at"].dt.tz_localize("UTC")
    timed("rfm", "pandas and scikit-learn", lambda: rfm(orders))
    timed("abc", "pandas", lambda: abc(orders))
    timed("cohorts", "pandas", lambda: cohorts(orders))
    timed("bg", "lifetimes (no test on a later time)", lambda: value(BetaGeoFitter, orders))
    timed("pareto", f"lifetimes, on {FEW:,} of the buyers", lambda: value(ParetoNBDFitter, orders, FEW))
    print(json.dumps(jobs))


if __name__ == "__main__":
    main()
