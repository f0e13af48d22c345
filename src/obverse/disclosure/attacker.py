"""The attacker: which whole numbers of people agree with everything that was published."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import highspy
import numpy as np
import numpy.typing as npt

from obverse.disclosure.bounds import ASSUMPTIONS, MOST_PEOPLE, Between, Known, System
from obverse.disclosure.leaking import NARROWEST, Leak, leaks_at
from obverse.disclosure.released import FEWEST, Released
from obverse.disclosure.system import system

_MOST_NODES = 200
# Where the search is cut off, the best found so far stands: the range looks narrower than it is, never wider.
_ANSWERED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_NEARLY_NOTHING, _NEARLY_WHOLE = 1e-9, 1e-6
_Cells = npt.NDArray[np.float64]


class Contradiction(ValueError):  # noqa: N818 - it says what the figures are
    """No numbers of people agree with all figures: they are not about the same people."""


class _Unfinished(Exception):  # noqa: N818 - it says how the search ended
    """No whole people were found within the limit of the search."""


class Attacker:
    """Somebody who holds all figures of one topic and solves for what lies behind them.

    One integer program is built; each question changes its objective only. Every solution that comes along is kept,
    because it shows of all other numbers too what is possible: most of them need no question of their own.
    """

    def __init__(self, told: System) -> None:
        self.system = told
        self._all = np.arange(told.cells, dtype=np.int32)
        # fractions of people are solved in no time, starting from the answer before, and mostly come out whole
        self._fractions, self._whole = self._program(), self._program()
        self._whole.changeColsIntegrality(
            told.cells, self._all, np.full(told.cells, highspy.HighsVarType.kInteger)
        )
        self._sums = np.zeros((len(told.watched), told.cells))
        for place, watched in enumerate(told.watched):
            self._sums[place, list(watched.cells)] = list(watched.cells.values())
        self._above = self._bounded_from_below()
        self.hidden: frozenset[int] = frozenset()
        # watched numbers that are ten or more, by what was hidden then: with them are all that hold them
        self._large: dict[frozenset[int], list[int]] = {}
        self._told: dict[tuple[frozenset[int], int], tuple[int, int] | None] = {}
        self._seen: dict[frozenset[int], tuple[_Cells, _Cells]] = {}
        self._recall()

    def without(self, parts: Collection[int]) -> Attacker:
        """The same attacker, who does not see some parts of the figures (by their places among the parts)."""
        wanted = frozenset(parts)
        if wanted == self.hidden:
            return self
        for row, bound in enumerate(self.system.bounds):
            hidden = not bound.parts.isdisjoint(wanted)
            if hidden == bound.parts.isdisjoint(self.hidden):
                ends = (-np.inf, np.inf) if hidden else (bound.low, bound.high)
                for solver in (self._fractions, self._whole):
                    solver.changeRowBounds(row, *ends)
        self._seen[self.hidden] = (self._least, self._most)
        self.hidden = wanted
        self._recall()
        return self

    def leaks(self) -> list[Leak]:
        """Everything watched that can be told too closely.

        Raises:
            Contradiction: nothing agrees with all figures.
        """
        return list(self.each_leak())

    def each_leak(self) -> Iterator[Leak]:
        """The same one by one, for who wants to know only whether there is any."""
        for place, watched in enumerate(self.system.watched):
            told = self.leak_at(place)
            if told is not None:
                yield Leak(watched, place, *told)

    def leak_at(self, place: int) -> tuple[int, int] | None:
        """How closely one watched number can be told, where that is too close.

        Whole people lie within what fractions of people allow. Where this tells too much already, it is the answer;
        a search for whole people that is not finished within its limit counts as telling too much.
        """
        if self._is_shown_safe(place):
            return None
        if (self.hidden, place) not in self._told:
            self._told[self.hidden, place] = self._leak_at(place)
        return self._told[self.hidden, place]

    def _leak_at(self, place: int) -> tuple[int, int] | None:
        low, is_low_whole = self._end(place, highspy.ObjSense.kMinimize)
        if low >= FEWEST:
            self._large.setdefault(self.hidden, []).append(place)
            return None
        high, is_high_whole = self._end(place, highspy.ObjSense.kMaximize)
        if high < FEWEST and leaks_at(low, high):
            return low, high
        try:
            if not is_low_whole:
                low = self._whole_end(place, highspy.ObjSense.kMinimize)
                if low >= FEWEST or self._is_shown_safe(place):
                    return None
            if not is_high_whole:
                high = self._whole_end(place, highspy.ObjSense.kMaximize)
        except _Unfinished:
            return low, low
        return (low, high) if leaks_at(low, high) else None

    def between(self, place: int) -> tuple[int, int]:
        """The least and the most people that a watched number can be.

        Raises:
            Contradiction: nothing agrees with all figures.
        """
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            end, is_whole = self._end(place, sense)
            ends.append(end if is_whole else self._whole_end(place, sense))
        return ends[0], ends[1]

    def agrees(self) -> bool:
        """Whether some numbers of people agree with all figures; taken for granted where the search is cut off."""
        try:
            self.between(0)
        except Contradiction:
            return False
        except _Unfinished:
            return True
        return True

    def parts_behind(self, place: int) -> frozenset[int]:
        """The parts of figures on which the ends of a watched number rest, as far as fractions of people tell."""
        behind: set[int] = set()
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self._ask(self._fractions, place, sense)
            prices = np.abs(np.asarray(self._fractions.getSolution().row_dual))
            for row in np.flatnonzero(prices > _NEARLY_NOTHING):
                behind |= self.system.bounds[row].parts
        return frozenset(behind)

    def _end(self, place: int, sense: highspy.ObjSense) -> tuple[int, bool]:
        """One end of a watched number as fractions of people allow it, and whether whole people reach it."""
        cells = self._ask(self._fractions, place, sense)
        if np.abs(cells - np.rint(cells)).max() <= _NEARLY_WHOLE:
            return self._keep(cells, place), True
        end = float(self._sums[place] @ cells)
        is_low = sense == highspy.ObjSense.kMinimize
        return math.ceil(end - _NEARLY_WHOLE) if is_low else math.floor(end + _NEARLY_WHOLE), False

    def _whole_end(self, place: int, sense: highspy.ObjSense) -> int:
        return self._keep(self._ask(self._whole, place, sense), place)

    def _keep(self, cells: _Cells, place: int) -> int:
        possible = self._sums @ np.rint(cells)
        np.minimum(self._least, possible, out=self._least)
        np.maximum(self._most, possible, out=self._most)
        return int(possible[place])

    def _ask(self, solver: highspy.Highs, place: int, sense: highspy.ObjSense) -> _Cells:
        solver.changeColsCost(len(self._all), self._all, self._sums[place])
        solver.changeObjectiveSense(sense)
        solver.run()
        status = solver.getModelStatus()
        if status in _IMPOSSIBLE:
            raise Contradiction(solver.modelStatusToString(status))
        found = solver.getSolution()
        if status not in _ANSWERED or not found.value_valid:
            raise _Unfinished(solver.modelStatusToString(status))
        return np.asarray(found.col_value)

    def _program(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy says no types here
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        # both cost more than they bring on programs of some dozen cells: five times as fast without
        solver.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        solver.setOptionValue("mip_detect_symmetry", False)
        # people come whole: less than one more is none
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.setOptionValue("mip_max_nodes", _MOST_NODES)
        solver.addVars(len(self._all), np.zeros(len(self._all)), np.full(len(self._all), float(MOST_PEOPLE)))
        for bound in self.system.bounds:
            places = np.fromiter(bound.cells.keys(), dtype=np.int32)
            weights = np.fromiter(bound.cells.values(), dtype=np.float64)
            solver.addRow(bound.low, bound.high, len(places), places, weights)
        return solver

    def _recall(self) -> None:
        """What was possible while more was seen is possible still."""
        self._least = np.full(len(self.system.watched), np.inf)
        self._most = np.full(len(self.system.watched), -np.inf)
        for hidden, (least, most) in self._seen.items():
            if hidden <= self.hidden:
                np.minimum(self._least, least, out=self._least)
                np.maximum(self._most, most, out=self._most)

    def _bounded_from_below(self) -> list[frozenset[frozenset[int]]]:
        """For each watched number the rows that alone say that it is ten or more."""
        large = [
            (bound.parts, frozenset(bound.cells))
            for bound in self.system.bounds
            if bound.low >= FEWEST and all(weight == 1 for weight in bound.cells.values())
        ]
        return [
            frozenset(parts for parts, cells in large if cells <= watched.cells.keys())
            for watched in self.system.watched
        ]

    def _is_shown_safe(self, place: int) -> bool:
        """Whether a figure or the solutions at hand show already that a number is large or hidden well enough."""
        if any(parts.isdisjoint(self.hidden) for parts in self._above[place]):
            return True
        if any((self._sums[one] <= self._sums[place]).all() for one in self._large.get(self.hidden, ())):
            return True
        low, high = self._least[place], self._most[place]
        return bool(low < FEWEST and high - low >= NARROWEST and (high >= FEWEST or low < 1))


def attack(figures: Sequence[tuple[int, Released]], known: Sequence[Known] = (), given: int = 0) -> Attacker:
    """The attacker who knows most among those with whom the figures of one topic agree.

    The first ``given`` figures are out already and cannot be withheld.

    Raises:
        Contradiction: the figures agree with no assumption.
    """
    several = len({number for number, _ in figures}) > 1
    for assumed in ASSUMPTIONS:
        if not several and assumed.between is not Between.ADDED:
            # there is one release only: nothing can have been added or taken away
            continue
        attacker = Attacker(system(figures, known, assumed, given))
        if attacker.agrees():
            return attacker
    raise Contradiction("these figures are not about the same people")
