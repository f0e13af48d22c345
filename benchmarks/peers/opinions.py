"""Opinion groups of large and of real conversations, beside red-dwarf.

python -m benchmarks.peers.opinions [PEER...]

The real conversations are the exports of Polis' openData (CC BY 4.0), one folder each with ``participants-votes.csv``
and ``comments.csv``; the folder that holds them is told by OBVERSE_OPEN_DATA (there: ``polis/``).
"""

from __future__ import annotations

import csv
import functools
import os
import sys
import timeit
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.comparison import Arrays, Peer, Run, Work, carry_out
from obverse.quantities import NotEstimable
from obverse.statistics.opinion_groups import opinion_groups
from obverse.statistics.planar_groups import adjusted_rand_index, planar_cuts
from obverse.statistics.silhouettes import silhouettes
from obverse.statistics.vote_matrix import principal_plane, vote_matrix

PEOPLE, STATEMENTS, VOTES = 30_000, 2_000, 1_600_000
SEED = 20261122


def arrays(people: int = PEOPLE, statements: int = STATEMENTS, votes: int = VOTES) -> Arrays:
    """Three camps with a taste each; everybody votes on about as many statements, drawn by lot, and passes on some.

    In the order of people and statements, as the register is read.
    """
    rng = np.random.default_rng(SEED)
    pairs = np.sort(rng.integers(people * statements, size=int(votes * 1.3)))
    pairs = np.sort(rng.permutation(pairs[np.diff(pairs, prepend=-1) > 0])[:votes])
    person, statement = pairs // statements, pairs % statements
    likes = rng.random((3, statements))[rng.integers(3, size=people)[person], statement]
    value = np.where(rng.random(len(pairs)) < 0.15, 0, np.where(rng.random(len(pairs)) < likes, 1, -1))
    return {"person": person, "statement": statement, "value": value}


def conversation(folder: Path) -> Arrays:
    """The last votes of an export of Polis on the statements that were not moderated out."""
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    with (folder / "participants-votes.csv").open(encoding="utf-8") as file:
        cast = [
            (place, int(name), round(float(vote)))
            for place, row in enumerate(csv.DictReader(file))
            for name, vote in row.items()
            if name.isdigit() and name not in out and vote != ""
        ]
    person, statement, value = np.array(cast, dtype=np.int64).T
    return {"person": person, "statement": statement, "value": value}


def ours(given: Arrays) -> Callable[[], Arrays]:
    """``opinion_groups`` on one triple for each vote."""

    def work() -> Arrays:
        found = opinion_groups(given["person"], given["statement"], given["value"])
        if isinstance(found, NotEstimable):
            raise TypeError(found.remedy)
        kept = found.label >= 0
        return {"person": found.persons[kept], "label": found.label[kept]}

    return work


def same(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """How far the two groupings of the same people agree beyond chance."""
    order = np.argsort(theirs["person"])
    if not np.array_equal(theirs["person"][order], own["person"]):
        return "the people who are put into groups DIFFER"
    alike = adjusted_rand_index(own["label"], theirs["label"][order])
    groups = [len(np.unique(side["label"])) for side in (own, theirs)]
    return f"{groups[0]} groups (ours) and {groups[1]} (peer), adjusted Rand index {alike:.3f}"


_PEER = Peer(
    name="red-dwarf",
    distribution="red-dwarf",
    environment="opinions",
    side="benchmarks.peers.others.opinions:red_dwarf",
)


def _real() -> tuple[Run, ...]:
    place = Path(os.environ.get("OBVERSE_OPEN_DATA", "")) / "polis"
    folders = sorted(file.parent for file in place.glob("*/participants-votes.csv"))
    return tuple(
        Run(
            peer=_PEER,
            size=f"{folder.name}: {', '.join(_measures(folder))}",
            arrays=functools.partial(conversation, folder),
            pairs=7,
            goal=10.0,
            note=f"real conversation, Polis openData (CC BY 4.0); of ours {_where_time_goes(folder)}",
        )
        for folder in folders
    )


def _measures(folder: Path) -> tuple[str, ...]:
    given = conversation(folder)
    people, statements = (len(np.unique(given[name])) for name in ("person", "statement"))
    return f"{people:,} x {statements:,}", f"{len(given['value']):,} votes"


def _where_time_goes(folder: Path) -> str:
    """The share of each step of ours, each the quickest of five turns."""
    given = conversation(folder)
    columns = given["person"], given["statement"], given["value"]
    votes = vote_matrix(*columns)
    kept = votes.of_persons(votes.votes >= min(7, len(votes.statements)))
    place, _ = principal_plane(kept)
    cuts = planar_cuts(place, 5)
    steps: dict[str, Callable[[], object]] = {
        "the votes in order": lambda: vote_matrix(*columns),
        "the plane": lambda: principal_plane(kept),
        "k-means": lambda: planar_cuts(place, 5),
        "the silhouettes": lambda: silhouettes(place, cuts),
    }
    took = {name: min(timeit.repeat(step, number=1, repeat=5)) for name, step in steps.items()}
    return ", ".join(f"{name} {seconds / sum(took.values()):.0%}" for name, seconds in took.items())


def work() -> Work:
    """The comparison, with as many real conversations as are there."""
    return Work(
        name="opinions",
        order=5,
        work="opinion groups: 30,000 x 2,000, 1.6 * 10^6 votes; real conversations",
        reach="at least 100x; at least 10x on the real ones",
        goal=100.0,
        ours="benchmarks.peers.opinions:ours",
        same=same,
        runs=(
            Run(
                peer=_PEER,
                size="30,000 x 2,000, 1.6 * 10^6 votes",
                arrays=arrays,
                pairs=1,
                goal=100.0,
                note="one pair, for it is slow; the middle one of three runs of ours",
                repeats=3,
            ),
            Run(
                peer=_PEER,
                size="2,000 x 800, 160,000 votes",
                arrays=functools.partial(arrays, 2_000, 800, 160_000),
                pairs=5,
                goal=None,
            ),
            *_real(),
        ),
        method=(
            "Both start from one entry for each vote and end with a group for each person with at least seven votes: "
            "principal plane, k-means for 2 to 5 groups, silhouette. What red-dwarf does afterwards is not timed. The "
            "large conversation is synthetic: three camps, votes on statements drawn by lot."
        ),
        reason=(
            "In conversations of this size both take milliseconds; the remark of each says which steps take ours. "
            "k-means is begun from five starts for each number of groups, and each of them is followed to its end"
        ),
    )


if __name__ == "__main__":
    sys.exit(carry_out(work()))
