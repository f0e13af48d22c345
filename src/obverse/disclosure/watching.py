"""Which numbers of people an attacker must not learn: they follow from how a topic asks, not from what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from obverse.disclosure.answers import Asked
from obverse.disclosure.bounds import Between, Coefficients, Watched
from obverse.disclosure.groups import EVERYBODY
from obverse.disclosure.layout import Layout

_GROUPS_TOGETHER = 3
_Classes = frozenset[int]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a topic asks: topics that ask alike hide the same numbers, whatever their questions are called.

    ``groups`` and ``nobody`` have one entry for each axis; ``nobody`` names for each release the classes of which it
    does not tell that there is anybody in them.
    """

    layout: Layout
    groups: tuple[tuple[tuple[str, _Classes], ...], ...]
    has_everybody: bool
    asked: tuple[Asked, ...]
    nobody: tuple[tuple[tuple[_Classes, ...], ...], ...]


# what is watched: its cells, what it is, which people, the place of its item, and whether these came late
_One = tuple[Coefficients, str, str, int, bool]
Sums = npt.NDArray[np.float64]


def watched_by(asking: Asking, items: Sequence[str]) -> tuple[tuple[Watched, ...], Sums]:
    """All that is watched, the smaller numbers first, and the same as weights: one row each, one column a cell."""
    found, sums = _watched(asking)
    named = tuple(
        Watched(cells, what, people, items[item], is_late) for cells, what, people, item, is_late in found
    )
    return named, sums


@lru_cache(maxsize=64)
def _watched(asking: Asking) -> tuple[tuple[_One, ...], Sums]:
    """The values of a survey are asked alike, one after the other: a few are kept."""
    alike: dict[tuple[bool, frozenset[int]], _One] = {}
    for one in _each(asking):
        if one[0]:
            alike.setdefault((one[4], frozenset(one[0])), one)
    # the smaller first: what holds ten people makes all larger ones safe
    found = tuple(sorted(alike.values(), key=lambda one: len(one[0])))
    sums = np.zeros((len(found), asking.layout.block * asking.layout.versions))
    for place, one in enumerate(found):
        sums[place, list(one[0])] = list(one[0].values())
    sums.setflags(write=False)
    return found, sums


def _each(asking: Asking) -> Iterator[_One]:
    told = [_told(asked) for asked in asking.asked]
    for axis, named in enumerate(asking.groups):
        groups = dict(named)
        if asking.has_everybody:
            groups[EVERYBODY] = frozenset(range(asking.layout.classes[axis]))
        for classes, people in _expressible(groups).items():
            for item, counted in enumerate(told):
                for what, weights in counted:
                    for cells, is_late in _in_releases(asking, axis, classes, weights):
                        yield cells, what, people, item, is_late


def _in_releases(
    asking: Asking, axis: int, classes: _Classes, weights: Sequence[float]
) -> Iterator[tuple[Coefficients, bool]]:
    """One number of people as it stood in each release, and those who came or went before it."""
    layout = asking.layout
    for version in range(layout.versions):
        if any(classes <= nobody for nobody in asking.nobody[axis][version]):
            continue
        yield layout.sum(axis, classes, weights, layout.standing(version)), False
        late = version if layout.between is Between.ADDED else version - 1
        if version and layout.between is not Between.UNKNOWN:
            yield layout.sum(axis, classes, weights, [late]), True


def _told(asked: Asked) -> list[tuple[str, tuple[float, ...]]]:
    told = {"cases": asked.cases}
    if asked.yes is not None:
        told |= {"yes": asked.yes, "no": no_of(asked)}
    if asked.amounts is not None:
        told |= _off_the_ends(asked)
    return [(what, tuple(float(counts) for counts in counted)) for what, counted in told.items()]


def no_of(asked: Asked) -> tuple[bool, ...]:
    """The answers that are a case and no yes."""
    return tuple(
        case and not yes
        for case, yes in zip(asked.cases, asked.yes or (False,) * len(asked.cases), strict=True)
    )


def _off_the_ends(asked: Asked) -> dict[str, tuple[bool, ...]]:
    """Those who did not give the lowest answer, and those who did not give the highest."""
    amounts = asked.amounts or ()
    cases = [amount for amount, is_case in zip(amounts, asked.cases, strict=True) if is_case]
    return {
        "above": tuple(c and a > min(cases) for a, c in zip(amounts, asked.cases, strict=True)),
        "below": tuple(c and a < max(cases) for a, c in zip(amounts, asked.cases, strict=True)),
    }


def _expressible(groups: Mapping[str, _Classes]) -> dict[_Classes, str]:
    """The groups that are published, and all that is left of one of them when up to three others are taken away."""
    found = {classes: group for group, classes in groups.items()}
    for whole, classes in groups.items():
        parts = [one for one in groups if groups[one] < classes]
        for count in range(1, _GROUPS_TOGETHER + 1):
            for chosen in combinations(parts, count):
                rest = classes.difference(*(groups[one] for one in chosen))
                if rest:
                    found.setdefault(rest, f"{whole} - {' - '.join(chosen)}")
    return found
