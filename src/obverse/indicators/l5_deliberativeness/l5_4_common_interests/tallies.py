"""How each opinion group of a conversation voted on each statement, whoever found the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Samples
from obverse.quantities import NotEstimable, Why
from obverse.statistics.arrays import Ints
from obverse.statistics.opinion_groups import OpinionGroups, group_stability, opinion_groups

MOST_PEOPLE, MOST_VOTES = 100_000, 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One conversation: ``people`` (g,) per opinion group; votes, agreements and disagreements (g, s) per statement."""

    statements: tuple[str, ...]
    people: Ints
    votes: Ints
    agrees: Ints
    disagrees: Ints


def tallies(samples: Samples) -> tuple[Tally, ...] | NotEstimable:
    """By the platform's own groups where the register carries them, by groups found in the votes otherwise."""
    if int(samples["totals"]["grouped"][0]):
        sizes = samples["group_sizes"]
        return tuple(
            _of_platform(votes, sizes.where("conversation", key[0]))
            for key, votes in samples["group_votes"].groups("conversation")
        )
    return _of_votes(samples)


def _of_platform(votes: Reduction, sizes: Reduction) -> Tally:
    groups = sizes["opinion_group"].tolist()
    names = sorted(set(votes["statement"].tolist()))
    group = np.array([groups.index(name) for name in votes["opinion_group"].tolist()])
    column = np.searchsorted(np.array(names, dtype=object), votes["statement"])
    return _tally(names, sizes["people"], group, column, votes)


def _tally(names: list[str], people: Ints, group: Ints, column: Ints, counted: Reduction) -> Tally:
    tables = {}
    for what in ("votes", "agrees", "disagrees"):
        tables[what] = np.zeros((len(people), len(names)), dtype=np.int64)
        np.add.at(tables[what], (group, column), counted[what])
    return Tally(statements=tuple(names), people=people, **tables)


def _of_votes(samples: Samples) -> tuple[Tally, ...] | NotEstimable:
    cast = int(samples["totals"]["votes"][0])
    person, statement, choice = (samples["votes"][name] for name in ("person", "statement", "choice"))
    people = int(person.max()) if len(person) else 0
    if cast > MOST_VOTES or people > MOST_PEOPLE:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="name_the_groups", of="actor.attr_opinion_group")
    found = opinion_groups(person, statement, choice)
    if isinstance(found, NotEstimable):
        return NotEstimable(
            why=found.why, remedy="more_voters", have=found.have, need=found.need, of=found.of
        )
    held = group_stability(person, statement, choice, samples.rng())
    if isinstance(held, NotEstimable) or not held.holds:
        return NotEstimable(why=Why.REJECTED, remedy="groups_do_not_hold")
    return (_of_groups(found, person, statement, choice, samples["statements"]["statement"].tolist()),)


def _of_groups(found: OpinionGroups, person: Ints, statement: Ints, choice: Ints, names: list[str]) -> Tally:
    group = found.label[np.searchsorted(found.persons, person)]
    kept = group >= 0
    ones = np.ones(int(kept.sum()), dtype=np.int64)
    choice = choice[kept]
    counted = Reduction(
        {
            "votes": ones,
            "agrees": (choice == 1).astype(np.int64),
            "disagrees": (choice == -1).astype(np.int64),
        }
    )
    return _tally(names, found.sizes, group[kept], statement[kept] - 1, counted)
