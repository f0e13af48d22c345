"""Published figures as a system of bounds on whole numbers of people, and what in it nobody may learn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from obverse.disclosure.answers import Asked, answers_to, asked_by
from obverse.disclosure.groups import EVERYBODY, Axis, axes
from obverse.disclosure.released import FEWEST, Released, SafeCount

MOST_PEOPLE = 1_000_000
"""No process asks more people; it bounds what nobody counted."""
_ROUNDING = 0.05
_GROUPS_TOGETHER = 3
Coefficients = Mapping[int, float]


class Between(Enum):
    """How the forms behind a later release relate to those behind an earlier one."""

    ADDED = "added"
    TAKEN_AWAY = "taken away"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the attacker takes for granted: whether groups cover their whole, and how releases relate."""

    covering: bool = True
    between: Between = Between.ADDED


ASSUMPTIONS = tuple(Assumed(covering, between) for covering in (True, False) for between in Between)
"""What an attacker may take for granted, from the most to the least: the first that the figures allow is the worst."""


@dataclass(frozen=True, slots=True)
class Known:
    """What people outside know besides the figures: how many were invited, how many seats a council has."""

    population: str
    group: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Part:
    """What can be withheld: the answers in one figure, or a group with all its figures.

    ``figures`` are their places in the list, ``group`` the group where it is withheld as a whole.
    """

    figures: tuple[int, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A published figure as a bound, ``low <= sum <= high``; it falls when one of its parts is withheld."""

    cells: Coefficients
    low: float
    high: float
    parts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Watched:
    """A number of people that has to stay hidden while it is below ten.

    ``what`` is ``cases``, ``yes``, ``no``, or ``above`` and ``below`` the ends of a scale.
    ``people`` names the group, ``item`` the question.
    """

    cells: Coefficients
    what: str
    people: str
    item: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """One topic: how many cells there are, what bounds them, what is watched and what can be withheld."""

    cells: int
    parts: tuple[Part, ...]
    bounds: tuple[Bound, ...]
    watched: tuple[Watched, ...]


def system(
    figures: Sequence[tuple[int, Released]], known: Sequence[Known] = (), assumed: Assumed | None = None
) -> System:
    """The system of one topic; each figure stands beside the number of the release in which it first appeared."""
    return _Builder(figures, known, assumed or Assumed()).system()


class _Builder:
    def __init__(
        self, figures: Sequence[tuple[int, Released]], known: Sequence[Known], assumed: Assumed
    ) -> None:
        released = [one for _, one in figures]
        population = released[0].population
        self.known = [one for one in known if one.population == population]
        self.between = assumed.between
        self.groups = tuple(
            dict.fromkeys([*(one.group for one in released), *(one.group for one in self.known)])
        )
        self.axes = axes(self.groups, covering=assumed.covering)
        self.answers, self.items = answers_to(released)
        numbers = sorted({number for number, _ in figures})
        self.versions = len(numbers)
        self.figures = [(numbers.index(number), one) for number, one in figures]
        self.starts, self.cells = [], 0
        for axis in self.axes:
            self.starts.append(self.cells)
            self.cells += axis.classes * self.answers
        self.all_cells = self.cells * self.versions
        self.parts = [Part((place,)) for place in range(len(figures))]
        self.part_of_group: dict[tuple[int, str], int] = {}
        for version, one in self.figures:
            if (version, one.group) not in self.part_of_group:
                self.part_of_group[version, one.group] = len(self.parts)
                self.parts.append(Part(self._figures_about(version, one.group), one.group))

    def system(self) -> System:
        bounds = (*self._structure(), *self._published(), *self._outside())
        alike: dict[tuple[bool, frozenset[int]], Watched] = {}
        for watched in self._watch():
            if watched.cells:
                alike.setdefault((watched.is_late, frozenset(watched.cells)), watched)
        return System(self.all_cells, tuple(self.parts), bounds, tuple(alike.values()))

    def _classes(self, group: str) -> tuple[int, frozenset[int]]:
        for number, axis in enumerate(self.axes):
            if group in axis.groups:
                return number, axis.groups[group]
        return 0, frozenset(range(self.axes[0].classes))

    def _sum(
        self, axis: int, classes: frozenset[int], weights: Sequence[float], versions: Sequence[int]
    ) -> dict[int, float]:
        start = self.starts[axis]
        return {
            version * self.cells + start + one * self.answers + answer: weight
            for version in versions
            for one in classes
            for answer, weight in enumerate(weights)
            if weight
        }

    def _standing(self, version: int) -> range:
        """The blocks of cells that add up to what stood in a release."""
        if self.between is Between.UNKNOWN:
            return range(version, version + 1)
        return range(version + 1) if self.between is Between.ADDED else range(version, self.versions)

    def _counted(self, group: str, weights: Sequence[float], version: int) -> dict[int, float]:
        return self._sum(*self._classes(group), weights, self._standing(version))

    def _structure(self) -> Iterator[Bound]:
        """Each further axis sorts the same people."""
        for version in range(self.versions):
            for number, axis in enumerate(self.axes[1:], start=1):
                for answer in range(self.answers):
                    weights = [float(place == answer) for place in range(self.answers)]
                    whole = self._sum(0, frozenset(range(self.axes[0].classes)), weights, [version])
                    sorted_ = self._sum(number, frozenset(range(axis.classes)), weights, [version])
                    yield Bound({**whole, **{cell: -weight for cell, weight in sorted_.items()}}, 0, 0)

    def _figures_about(self, version: int, group: str) -> tuple[int, ...]:
        return tuple(
            place for place, (when, one) in enumerate(self.figures) if (when, one.group) == (version, group)
        )

    def _published(self) -> Iterator[Bound]:
        for place, (version, one) in enumerate(self.figures):
            asked = self.items[asked_by(one)]
            group = self.part_of_group[version, one.group]
            yield self._bound(one.group, asked.cases, version, one.cases, {group})
            if one.yes is not None and asked.yes is not None:
                yield self._bound(one.group, asked.yes, version, one.yes, {place, group})
                if one.yes.shown is None and one.yes.high >= FEWEST:
                    fewer = SafeCount(None, 0, FEWEST - 1)
                    yield self._bound(one.group, _no(asked), version, fewer, {place, group})
            if one.kind == "mean" and one.value is not None and asked.amounts is not None:
                yield from self._mean(one.group, asked, version, one.value, {place, group})

    def _bound(
        self, group: str, answers: Sequence[bool], version: int, count: SafeCount, parts: set[int]
    ) -> Bound:
        cells = self._counted(group, [float(counts) for counts in answers], version)
        return Bound(cells, count.low, count.high, frozenset(parts))

    def _mean(self, group: str, asked: Asked, version: int, value: float, parts: set[int]) -> Iterator[Bound]:
        """``value - 0.05 <= sum of amounts / cases <= value + 0.05``, multiplied out: it holds whatever n is."""
        amounts = asked.amounts or ()
        for side in (-_ROUNDING, _ROUNDING):
            weights = [
                amount - value - side if is_case else 0.0
                for amount, is_case in zip(amounts, asked.cases, strict=True)
            ]
            cells = self._counted(group, weights, version)
            # the grid itself is a decimal that no binary number hits
            ends = (-1e-6, float("inf")) if side < 0 else (float("-inf"), 1e-6)
            yield Bound(cells, *ends, frozenset(parts))

    def _outside(self) -> Iterator[Bound]:
        for one in self.known:
            for version in range(self.versions):
                cells = self._counted(one.group, [1.0] * self.answers, version)
                yield Bound(cells, one.low, one.high)

    def _watch(self) -> Iterator[Watched]:
        for number, axis in enumerate(self.axes):
            for classes, people in _expressible(axis, everybody=EVERYBODY in self.groups).items():
                for item, asked in self.items.items():
                    yield from self._watch_one(number, classes, people, item, asked)

    def _watch_one(
        self, axis: int, classes: frozenset[int], people: str, item: str, asked: Asked
    ) -> Iterator[Watched]:
        told = {"cases": asked.cases}
        if asked.yes is not None:
            told |= {"yes": asked.yes, "no": _no(asked)}
        if asked.amounts is not None:
            told |= _off_the_ends(asked)
        for what, counted in told.items():
            weights = [float(counts) for counts in counted]
            for version in range(self.versions):
                standing = self._standing(version)
                yield Watched(self._sum(axis, classes, weights, standing), what, people, item)
                late = version if self.between is Between.ADDED else version - 1
                if version and self.between is not Between.UNKNOWN:
                    cells = self._sum(axis, classes, weights, [late])
                    yield Watched(cells, what, people, item, is_late=True)


def _off_the_ends(asked: Asked) -> dict[str, tuple[bool, ...]]:
    """Those who did not give the lowest answer, and those who did not give the highest."""
    amounts = asked.amounts or ()
    cases = [amount for amount, is_case in zip(amounts, asked.cases, strict=True) if is_case]
    return {
        "above": tuple(c and a > min(cases) for a, c in zip(amounts, asked.cases, strict=True)),
        "below": tuple(c and a < max(cases) for a, c in zip(amounts, asked.cases, strict=True)),
    }


def _no(asked: Asked) -> tuple[bool, ...]:
    return tuple(
        case and not yes
        for case, yes in zip(asked.cases, asked.yes or (False,) * len(asked.cases), strict=True)
    )


def _expressible(axis: Axis, *, everybody: bool) -> dict[frozenset[int], str]:
    """The groups that are published, and all that is left of one of them when up to three others are taken away."""
    groups = dict(axis.groups)
    if everybody:
        groups[EVERYBODY] = frozenset(range(axis.classes))
    found = {classes: group for group, classes in groups.items()}
    for whole, classes in groups.items():
        parts = [one for one in groups if groups[one] < classes]
        for count in range(1, _GROUPS_TOGETHER + 1):
            for chosen in combinations(parts, count):
                rest = classes.difference(*(groups[one] for one in chosen))
                if rest:
                    found.setdefault(rest, f"{whole} - {' - '.join(chosen)}")
    return found
