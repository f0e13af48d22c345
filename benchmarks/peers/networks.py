"""Degrees, centralisation and components of ten million ties, beside igraph and networkx.

python -m benchmarks.peers.networks [PEER...]
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers.comparison import Arrays, Peer, Run, Work, carry_out
from obverse.quantities import NotEstimable
from obverse.statistics.connectivity import connected_components, degrees
from obverse.statistics.networks import freeman_centralisation

TIES = 10_000_000
SEED = 20261122


def arrays(ties: int = TIES) -> Arrays:
    """Different pairs of people, a tenth as many people as ties; the popular ones are met more often."""
    rng = np.random.default_rng(SEED)
    persons = ties // 10
    ends = (persons * rng.random((2, int(ties * 1.3))) ** 2).astype(np.int64)
    ends = ends[:, ends[0] != ends[1]]
    pairs = np.sort(ends.min(axis=0) * persons + ends.max(axis=0))
    pairs = rng.permutation(pairs[np.diff(pairs, prepend=-1) > 0])[:ties]
    # People have no order: where somebody stands in the list says nothing of how popular they are.
    name = rng.permutation(persons)
    return {"ties": np.array([name[pairs // persons], name[pairs % persons]]).T, "persons": np.array(persons)}


def ours(given: Arrays) -> Callable[[], Arrays]:
    """``degrees``, ``freeman_centralisation`` beside random networks, ``connected_components``."""
    persons = int(given["persons"])

    def work() -> Arrays:
        degree = degrees(given["ties"], persons)
        beyond_chance = freeman_centralisation(degree, np.random.default_rng(1))
        if isinstance(beyond_chance, NotEstimable):
            raise TypeError(beyond_chance.remedy)
        parts = connected_components(given["ties"], persons)
        centralisation = float((degree.max() - degree).sum() / ((persons - 1) * (persons - 2)))
        return {"degree": degree, "sizes": parts.sizes, "centralisation": centralisation}

    return work


def same(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """Whether degrees, centralisation and the sizes of components are equal."""
    degree = np.array_equal(own["degree"], theirs["degree"])
    sizes = np.array_equal(np.sort(own["sizes"]), np.sort(theirs["sizes"]))
    gap = abs(float(own["centralisation"]) - float(theirs["centralisation"]))
    words = [f"degrees {'equal' if degree else 'DIFFER'}", f"centralisation within {gap:.0e}"]
    return ", ".join([*words, f"{len(own['sizes'])} components {'equal' if sizes else 'DIFFER'} in size"])


def _run(name: str, size: str, given: Callable[[], Arrays], *, goal: float | None, note: str) -> Run:
    where = f"benchmarks.peers.others.networks:{name}"
    peer = Peer(name=name, distribution=name, environment="networks", side=where)
    return Run(peer=peer, size=size, arrays=given, pairs=3, goal=goal, note=note)


WORK = Work(
    name="networks",
    order=9,
    work="degrees, centralisation, components, 10^7 ties",
    reach="at least 10x igraph including the build",
    goal=10.0,
    ours="benchmarks.peers.networks:ours",
    same=same,
    runs=(
        _run("igraph", "10^7 ties, 10^6 people", arrays, goal=10.0, note="from tuples, its fastest way in"),
        _run(
            "networkx",
            "10^6 ties, 10^5 people",
            functools.partial(arrays, ties=1_000_000),
            goal=None,
            note="at a tenth of the size, for it needs some 500 bytes of memory for a tie",
        ),
    ),
    method=(
        "Random pairs of different people, popular ones more often. Building the network is timed, and with ours the "
        "4,000 random networks beside which it puts the centralisation, which the peers do not have."
    ),
)

if __name__ == "__main__":
    sys.exit(carry_out(WORK))
