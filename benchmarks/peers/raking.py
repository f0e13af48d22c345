"""Raking a million people by five margins, beside weightipy, leafblower, balance, svy and ipfn.

python -m benchmarks.peers.raking [PEER...]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers.comparison import Arrays, Peer, Run, Work, carry_out
from obverse.quantities import NotEstimable
from obverse.statistics.weighting import rake

SIZES = (8, 3, 30, 5, 4)
PEOPLE = 1_000_000
SEED = 20261122


def arrays(people: int = PEOPLE) -> Arrays:
    """Integer codes of independent variables column by column, and margins drawn apart from them."""
    rng = np.random.default_rng(SEED)
    columns = [rng.choice(k, size=people, p=rng.dirichlet(np.full(k, 20.0))) for k in SIZES]
    margins = {f"margin{v}": rng.dirichlet(np.full(k, 20.0)) for v, k in enumerate(SIZES)}
    return {"cells": np.array(columns, dtype=np.int64).T, **margins}


def ours(given: Arrays) -> Callable[[], Arrays]:
    """``rake`` on people one by one."""
    margins = [given[f"margin{v}"] for v in range(len(SIZES))]
    cases = np.ones(len(given["cells"]), dtype=np.int64)

    def work() -> Arrays:
        raked = rake(given["cells"], cases, margins)
        if isinstance(raked, NotEstimable):
            raise TypeError(raked.remedy)
        return {"weights": raked.weights, **given}

    return work


def same(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """The largest relative gap between two weights of a person, and how far each is from the margins."""
    weights = theirs["weights"] / theirs["weights"].mean()
    gap = float(np.abs(weights / own["weights"] - 1).max())
    left, right = missed(own, own["weights"]), missed(own, weights)
    return f"weights within {gap:.0e} of each other; margins met to {left:.0e} (ours) and {right:.0e} (peer)"


def missed(given: Mapping[str, Any], weights: np.ndarray[Any, Any]) -> float:
    """The largest relative error of a weighted margin."""
    gaps = []
    for v in range(len(SIZES)):
        share = given[f"margin{v}"] / given[f"margin{v}"].sum()
        seen = np.bincount(given["cells"][:, v], weights=weights, minlength=len(share)) / weights.sum()
        gaps.append(float(np.abs(seen / share - 1).max()))
    return max(gaps)


def _run(
    name: str, environment: str, pairs: int, note: str, *, side: str = "", goal: float | None = 5.0
) -> Run:
    where = f"benchmarks.peers.others.raking:{side or name}"
    peer = Peer(name=name, distribution=name, environment=environment, side=where)
    return Run(peer=peer, size="10^6 people", arrays=arrays, pairs=pairs, goal=goal, note=note)


WORK = Work(
    name="raking",
    order=6,
    work="raking 10^6 people by 5 margins (8, 3, 30, 5, 4 categories) to 1e-10",
    reach="at least 5x the fastest",
    goal=5.0,
    ours="benchmarks.peers.raking:ours",
    same=same,
    runs=(
        _run("weightipy", "weighting", 7, "integer codes in a pandas frame"),
        _run("leafblower", "weighting", 7, "texts in a pandas frame, as it wants them"),
        _run("svy", "weighting", 5, "texts in a Polars frame"),
        _run("balance", "balance", 3, "texts in a pandas frame; its own rule of stopping asked for 1e-11"),
        _run("ipfn", "weighting", 2, "texts in a pandas frame of people, as its documentation shows"),
        _run(
            "ipfn",
            "weighting",
            7,
            "its function for tables alone; counting people by cell and giving weights back, which is what ours does "
            "by itself, written around it by hand, without the checks and the design effect that ours gives",
            side="ipfn_table",
            goal=None,
        ),
    ),
    method=(
        "People with independent integer codes, margins drawn apart. The frames that the peers take are made before "
        "the clock starts. Ours takes the codes person by person and returns a weight for each."
    ),
)

if __name__ == "__main__":
    sys.exit(carry_out(WORK))
