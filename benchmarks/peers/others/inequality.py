"""A Gini coefficient with its bootstrap interval by other libraries."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, Any]


def scipy(arrays: Arrays) -> Callable[[], Arrays]:
    """``scipy.stats.bootstrap`` over a Gini coefficient by sorting, one draw at a time to keep memory small."""
    stats = importlib.import_module("scipy.stats")
    counts, draws = arrays["counts"], int(arrays["draws"])
    place = 2.0 * np.arange(1, len(counts) + 1) - len(counts) - 1

    def gini(values: Any) -> float:
        values = np.sort(values)
        return float(values @ place / (len(values) * values.sum(dtype=np.float64)))

    def work() -> Arrays:
        ends = stats.bootstrap(
            (counts,),
            gini,
            n_resamples=draws,
            batch=1,
            vectorized=False,
            method="percentile",
            rng=np.random.default_rng(2),
        ).confidence_interval
        return {"value": gini(counts), "low": ends.low, "high": ends.high}

    return work


def pysal(arrays: Arrays) -> Callable[[], Arrays]:
    """The Gini coefficient of PySAL over persons drawn with putting back; it has no interval of its own."""
    library = importlib.import_module("inequality.gini")
    counts, draws = arrays["counts"].astype(np.float64), int(arrays["draws"])

    def work() -> Arrays:
        rng = np.random.default_rng(2)
        drawn = [library.Gini(counts[rng.integers(len(counts), size=len(counts))]).g for _ in range(draws)]
        low, high = np.quantile(drawn, [0.025, 0.975])
        return {"value": library.Gini(counts).g, "low": low, "high": high}

    return work
