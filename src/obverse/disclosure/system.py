"""Published figures as a system of bounds on whole numbers of people, and what in it nobody may learn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from obverse.disclosure.answers import Asked, answers_to, asked_by
from obverse.disclosure.bounds import Assumed, Between, Bound, Known, Part, System, Watched
from obverse.disclosure.groups import EVERYBODY, axes
from obverse.disclosure.released import FEWEST, Released, SafeCount

_ROUNDING = 0.05
_GROUPS_TOGETHER = 3


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
        self.parts: list[Part] = []
        self.part_of: dict[int, int] = {}
        self.numbers: list[dict[str, dict[str, tuple[object, ...]]]] = [{} for _ in numbers]
        for version, one in self.figures:
            told = self.numbers[version].setdefault(one.group, {})
            told[one.item] = (one.cases, one.yes, one.value)
        self.nobody = {
            (axis, version): tuple(self._nobody(axis, version))
            for axis in range(len(self.axes))
            for version in range(self.versions)
        }
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
        alike: dict[tuple[bool, frozenset[int]], Watched] = {}
        for watched in self._watch():
            if watched.cells:
                alike.setdefault((watched.is_late, frozenset(watched.cells)), watched)
        # the smaller first: what holds ten people makes all larger ones safe
        watched_ones = tuple(sorted(alike.values(), key=lambda one: len(one.cells)))
        return System(self.all_cells, tuple(self.parts), bounds, watched_ones)

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
                    yield self._bound(one.group, _no(asked), version, fewer, itself)
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

    def _watch(self) -> Iterator[Watched]:
        for number, axis in enumerate(self.axes):
            groups = dict(axis.groups)
            if EVERYBODY in self.groups:
                groups[EVERYBODY] = frozenset(range(axis.classes))
            for classes, people in _expressible(groups).items():
                for item, asked in self.items.items():
                    yield from self._watch_one(number, classes, people, item, asked)

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
                if any(classes <= nobody for nobody in self.nobody[axis, version]):
                    continue
                standing = self._standing(version)
                yield Watched(self._sum(axis, classes, weights, standing), what, people, item)
                late = version if self.between is Between.ADDED else version - 1
                if version and self.between is not Between.UNKNOWN:
                    cells = self._sum(axis, classes, weights, [late])
                    yield Watched(cells, what, people, item, is_late=True)


def _once(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    """The number of people behind many figures is one bound."""
    found: dict[tuple[object, ...], Bound] = {}
    for bound in bounds:
        found.setdefault((tuple(bound.cells.items()), bound.low, bound.high, bound.parts), bound)
    return tuple(found.values())


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


def _expressible(groups: Mapping[str, frozenset[int]]) -> dict[frozenset[int], str]:
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
