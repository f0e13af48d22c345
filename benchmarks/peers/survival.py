"""A survival curve with its interval from five million durations, beside lifelines and statsmodels.

python -m benchmarks.peers.survival [PEER...]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers.comparison import Arrays, Peer, Run, Work, carry_out
from obverse.quantities import NotEstimable
from obverse.statistics.survival import day_histogram, kaplan_meier

CASES = 5_000_000
SEED = 20261122


def arrays(cases: int = CASES) -> Arrays:
    """Whole days until an answer, exponential with mean 700, cut off at a day between 1 and 3,650."""
    rng = np.random.default_rng(SEED)
    answer = rng.exponential(700, size=cases).astype(np.int64)
    seen = rng.integers(1, 3651, size=cases)
    return {"durations": np.minimum(answer, seen), "ended": answer <= seen}


def ours(given: Arrays) -> Callable[[], Arrays]:
    """From the durations case by case: the day histogram, then ``kaplan_meier`` on it."""

    def work() -> Arrays:
        curve = kaplan_meier(*day_histogram(given["durations"], given["ended"]))
        if isinstance(curve, NotEstimable):
            raise TypeError(curve.remedy)
        error = curve.survival * np.sqrt(curve.greenwood)
        return {"times": curve.times, "survival": curve.survival, "high": curve.high, "error": error}

    return work


def same(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """The largest gap of the curves on the days that both have, and of what they say about uncertainty."""
    place = np.searchsorted(theirs["times"], own["times"], side="right") - 1
    kept = (place >= 0) & (own["survival"] > 0) & (own["survival"] < 1)
    words = [f"curves within {np.abs(theirs['survival'][place] - own['survival'])[kept].max():.0e}"]
    for name, what in (("high", "upper ends"), ("error", "standard errors")):
        if name in theirs:
            words.append(f"{what} within {np.abs(theirs[name][place] - own[name])[kept].max():.0e}")
    return "; ".join(words)


def _run(name: str, note: str) -> Run:
    where = f"benchmarks.peers.others.survival:{name}"
    peer = Peer(name=name, distribution=name, environment="survival", side=where)
    return Run(peer=peer, size="5 * 10^6 durations", arrays=arrays, pairs=7, goal=5.0, note=note)


WORK = Work(
    name="survival",
    order=8,
    work="survival curve with interval, 5 * 10^6 durations",
    reach="at least 5x the faster",
    goal=5.0,
    ours="benchmarks.peers.survival:ours",
    same=same,
    runs=(
        _run("lifelines", "the lower ends differ by intention: ours widens them while cases are censored"),
        _run("statsmodels", "standard errors only, an interval would come on top"),
    ),
    method="Durations in whole days, a part of them censored. Counting them by day is timed with ours.",
)

if __name__ == "__main__":
    sys.exit(carry_out(WORK))
