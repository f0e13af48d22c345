"""A Gini coefficient with its bootstrap interval over ten million counts, beside SciPy and PySAL.

python -m benchmarks.peers.inequality [PEER...]
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers.comparison import Arrays, Peer, Run, Work, carry_out
from obverse.quantities import NotEstimable
from obverse.statistics.bootstrapping import bootstrap_gini
from obverse.statistics.concentration import histogram

PERSONS = 10_000_000
DRAWS = 200
SEED = 20261122


def arrays(persons: int = PERSONS, draws: int = DRAWS) -> Arrays:
    """Votes per person: negative binomial with mean 8 and dispersion 0.3, many with none."""
    rng = np.random.default_rng(SEED)
    return {"counts": rng.negative_binomial(0.3, 0.3 / 8.3, size=persons), "draws": np.array(draws)}


def ours(given: Arrays) -> Callable[[], Arrays]:
    """From the counts person by person: the histogram, then ``bootstrap_gini`` on it."""

    def work() -> Arrays:
        rng = np.random.default_rng(1)
        found = bootstrap_gini(*histogram(given["counts"]), rng, draws=int(given["draws"]))
        if isinstance(found, NotEstimable):
            raise TypeError(found.remedy)
        return {"value": found.value, "low": found.interval.low, "high": found.interval.high}

    return work


def same(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """The gap of the two coefficients, and the two widths, which differ by the luck of the draw."""
    gap = abs(float(theirs["value"]) - float(own["value"]))
    wide = (float(theirs["high"]) - float(theirs["low"])) / (float(own["high"]) - float(own["low"]))
    return f"coefficients within {gap:.0e}; the peer's interval is {wide:.2f} times as wide"


def _peer(name: str, distribution: str, side: str) -> Peer:
    where = f"benchmarks.peers.others.inequality:{side}"
    return Peer(name=name, distribution=distribution, environment="inequality", side=where)


_SCIPY = _peer("scipy.stats.bootstrap", "scipy", "scipy")
_PYSAL = _peer("PySAL inequality", "inequality", "pysal")
_SMALLER = functools.partial(arrays, persons=1_000_000)

WORK = Work(
    name="inequality",
    order=7,
    work="Gini coefficient with bootstrap interval (B = 200), 10^7 counts",
    reach="at least 100x",
    goal=100.0,
    ours="benchmarks.peers.inequality:ours",
    same=same,
    runs=(
        Run(
            peer=_SCIPY,
            size="10^7 counts, B = 200",
            arrays=arrays,
            pairs=1,
            goal=100.0,
            note="one pair, for it is slow; the middle one of three runs of ours",
            repeats=3,
        ),
        Run(peer=_SCIPY, size="10^6 counts, B = 200", arrays=_SMALLER, pairs=3, goal=None),
        Run(
            peer=_PYSAL,
            size="10^6 counts, B = 200",
            arrays=_SMALLER,
            pairs=2,
            goal=100.0,
            note="at a tenth of the size, for its 10^7 take minutes; draws written around it by hand",
        ),
    ),
    method=(
        "Negative binomial counts. Ours draws how many persons have each count (a multinomial over the histogram), "
        "which is the same distribution as drawing persons one by one; the histogram is timed with it."
    ),
)

if __name__ == "__main__":
    sys.exit(carry_out(WORK))
