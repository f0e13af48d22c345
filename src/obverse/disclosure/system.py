"""Published figures as a system of bounds on whole numbers of people, and what in it nobody may learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from obverse.disclosure.answers import Asked, answers_to, asked_by
from obverse.disclosure.bounds import Assumed, Bound, Known, Part, System
from obverse.disclosure.groups import EVERYBODY, axes
from obverse.disclosure.layout import Layout
from obverse.disclosure.released import FEWEST, Released, SafeCount
from obverse.disclosure.watching import Asking, no_of, watched_by

_ROUNDING = 0.05


def system(
    figures: Sequence[tuple[int, Released]],
    known: Sequence[Known] = (),
    assumed: Assumed | None = None,
    given: int = 0,
) -> System:
    """The system of one topic; each figure stands beside the number of the release whose forms it is about.

    The first ``given`` figures are out already: they are no parts, because nothing takes them back.
    """
    return _Builder(figures, known, assumed or Assumed(), given).system()


_People = tuple[int, str, tuple[bool, ...]]


class _Builder:
    def __init__(
        self, figures: Sequence[tuple[int, Released]], known: Sequence[Known], assumed: Assumed, given: int
    ) -> None:
        self.given = given
        released = [one for _, one in figures]
        population = released[0].population
        self.known = [one for one in known if one.population == population]
        self.groups = tuple(
            dict.fromkeys([*(one.group for one in released), *(one.group for one in self.known)])
        )
        self.axes = axes(self.groups, covering=assumed.covering)
        self.answers, self.items = answers_to(released)
        numbers = sorted({number for number, _ in figures})
        self.versions = len(numbers)
        self.figures = [(numbers.index(number), one) for number, one in figures]
        sizes = tuple(axis.classes for axis in self.axes)
        self.layout = Layout(sizes, self.answers, self.versions, assumed.between)
        self.parts: list[Part] = []
        self.part_of: dict[int, int] = {}
        self.numbers: list[dict[str, dict[str, tuple[object, ...]]]] = [{} for _ in numbers]
        for version, one in self.figures:
            told = self.numbers[version].setdefault(one.group, {})
            told[one.item] = (one.cases, one.yes, one.value)
        self.part_of_people: dict[_People, int] = {}
        for place in range(given, len(figures)):
            self.part_of[place] = len(self.parts)
            self.parts.append(Part((place,)))
        behind: dict[_People, list[int]] = {}
        for place, (version, one) in enumerate(self.figures):
            if place >= given:
                behind.setdefault(self._people(version, one), []).append(place)
        for people, places in behind.items():
            self.part_of_people[people] = len(self.parts)
            self.parts.append(Part(tuple(places), people[1]))

    def system(self) -> System:
        bounds = _once([*self._structure(), *self._published(), *self._outside()])
        asking = Asking(
            self.layout,
            tuple(tuple(axis.groups.items()) for axis in self.axes),
            EVERYBODY in self.groups,
            tuple(self.items.values()),
            tuple(
                tuple(tuple(self._nobody(axis, version)) for version in range(self.versions))
                for axis in range(len(self.axes))
            ),
        )
        watched, sums = watched_by(asking, tuple(self.items))
        return System(self.layout.block * self.versions, tuple(self.parts), bounds, watched, sums)

    def _classes(self, group: str) -> tuple[int, frozenset[int]]:
        for number, axis in enumerate(self.axes):
            if group in axis.groups:
                return number, axis.groups[group]
        return 0, frozenset(range(self.axes[0].classes))

    def _counted(self, group: str, weights: Sequence[float], version: int) -> dict[int, float]:
        return self.layout.sum(*self._classes(group), weights, self.layout.standing(version))

    def _structure(self) -> Iterator[Bound]:
        """Each further axis sorts the same people."""
        for version in range(self.versions):
            for number, axis in enumerate(self.axes[1:], start=1):
                for answer in range(self.answers):
                    weights = [float(place == answer) for place in range(self.answers)]
                    whole = self.layout.sum(0, frozenset(range(self.axes[0].classes)), weights, [version])
                    sorted_ = self.layout.sum(number, frozenset(range(axis.classes)), weights, [version])
                    yield Bound({**whole, **{cell: -weight for cell, weight in sorted_.items()}}, 0, 0)

    def _people(self, version: int, one: Released) -> _People:
        """Figures of the same people tell the same number of them."""
        return version, one.group, self.items[asked_by(one)].cases

    def _published(self) -> Iterator[Bound]:
        for place, (version, one) in enumerate(self.figures):
            asked = self.items[asked_by(one)]
            # what is out is a part of nothing
            group = set() if place < self.given else {self.part_of_people[self._people(version, one)]}
            itself = group | ({self.part_of[place]} if place >= self.given else set())
            yield self._bound(one.group, asked.cases, version, one.cases, group)
            if one.yes is not None and asked.yes is not None:
                yield self._bound(one.group, asked.yes, version, one.yes, itself)
                if one.yes.shown is None and one.yes.high >= FEWEST:
                    fewer = SafeCount(None, 0, FEWEST - 1)
                    yield self._bound(one.group, no_of(asked), version, fewer, itself)
            if one.kind == "mean" and one.value is not None and asked.amounts is not None:
                yield from self._mean(one.group, asked, version, one.value, itself)

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

    def _nobody(self, axis: int, version: int) -> Iterator[frozenset[int]]:
        """Those of whom a release does not tell that there are any: it shows one group, with the numbers of everybody.

        Where only those who took part were asked, everybody is them.
        """
        told = self.numbers[version]
        groups = self.axes[axis].groups
        for group in told.keys() & groups.keys():
            others = told.keys() - {EVERYBODY, group}
            is_alone = all(one in groups and groups[one] < groups[group] for one in others)
            if is_alone and told[group].items() <= told.get(EVERYBODY, {}).items():
                yield frozenset(range(self.axes[axis].classes)) - groups[group]


def _once(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    """The number of people behind many figures is one bound."""
    found: dict[tuple[object, ...], Bound] = {}
    for bound in bounds:
        found.setdefault((tuple(bound.cells.items()), bound.low, bound.high, bound.parts), bound)
    return tuple(found.values())
