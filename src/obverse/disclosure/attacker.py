"""The attacker: which whole numbers of people agree with everything that was published."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import numpy as np

from obverse.disclosure.bounds import ASSUMPTIONS, Between, Known, System, as_arrays
from obverse.disclosure.leaking import Leak, leaks_at
from obverse.disclosure.programs import Contradiction, Floats, Program, Unfinished
from obverse.disclosure.proofs import Ends, bound_by_prices, large_by_rows
from obverse.disclosure.released import FEWEST, Released
from obverse.disclosure.system import system
from obverse.disclosure.walking import Walk
from obverse.disclosure.witnesses import Sight, Witnesses

_NEARLY_NOTHING, _NEARLY_WHOLE = 1e-9, 1e-6


class Attacker:
    """Somebody who holds all figures of one topic and solves for what lies behind them.

    Every solution that comes along is kept, because it shows of all other numbers too what is possible: most of them
    need no question of their own.
    """

    def __init__(self, told: System) -> None:
        self.system = told
        self._sums = told.sums
        self._rows, self._low, self._high, self._parts = as_arrays(told)
        self._witnesses = Witnesses(self._rows, self._low, self._high, self._sums)
        self._ends, self._large = Ends(), large_by_rows(self._rows, self._low, self._sums)
        self._tips: dict[tuple[frozenset[int], int, bool], Floats] = {}
        self._sights: dict[frozenset[int], Sight] = {}
        self._told: dict[tuple[frozenset[int], int], tuple[int, int] | None] = {}
        self.hidden: frozenset[int] = frozenset()
        self._sight = self._seeing(self.hidden)

    def without(self, parts: Collection[int]) -> Attacker:
        """The same attacker, who does not see some parts of the figures (by their places among the parts)."""
        wanted = frozenset(parts)
        if wanted != self.hidden:
            self.hidden = wanted
            self._sight = self._sights.get(wanted) or self._seeing(wanted)
        return self

    def leaks(self) -> list[Leak]:
        """Everything watched that can be told too closely.

        Raises:
            Contradiction: nothing agrees with all figures.
        """
        return list(self.each_leak())

    def each_leak(self) -> Iterator[Leak]:
        """The same one by one, for who wants to know only whether there is any."""
        place = self.first_open(0)
        while place is not None:
            told = self.leak_at(place)
            if told is not None:
                yield Leak(self.system.watched[place], place, *told)
            place = self.first_open(place + 1)

    def first_open(self, start: int) -> int | None:
        """The first watched number from a place on of which it is not proven yet that it is hidden well enough."""
        return self._sight.first_open(start)

    def leak_at(self, place: int) -> tuple[int, int] | None:
        """How closely one watched number can be told, where that is too close.

        Whole people lie within what fractions of people allow. Where this tells too much already, it is the answer;
        a search for whole people that is not finished within its limit counts as telling too much.
        """
        if self._sight.is_safe(place):
            return None
        if (self.hidden, place) not in self._told:
            self._told[self.hidden, place] = self._leak_at(place)
        return self._told[self.hidden, place]

    def _leak_at(self, place: int) -> tuple[int, int] | None:
        sight = self._sight
        low, is_low_whole = self._end(place, most=False)
        if low >= FEWEST:
            return None
        if is_low_whole and sight.is_safe(place):
            return None
        high, is_high_whole = self._end(place, most=True)
        if high < FEWEST and leaks_at(low, high):
            return low, high
        if not (is_low_whole and is_high_whole) and self._walked(place):
            return None
        try:
            if not is_low_whole:
                low = self._whole_end(place, most=False)
                if low >= FEWEST or sight.is_safe(place):
                    return None
            if not is_high_whole:
                high = self._whole_end(place, most=True)
        except Unfinished:
            return low, low
        return (low, high) if leaks_at(low, high) else None

    def between(self, place: int) -> tuple[int, int]:
        """The least and the most people that a watched number can be.

        Raises:
            Contradiction: nothing agrees with all figures.
        """
        ends = []
        for most in (False, True):
            end, is_whole = self._end(place, most=most)
            ends.append(end if is_whole else self._whole_end(place, most=most))
        return ends[0], ends[1]

    def agrees(self) -> bool:
        """Whether some numbers of people agree with all figures; taken for granted where the search is cut off."""
        try:
            if any(self._end(0, most=most)[1] for most in (False, True)):
                return True
            low, high = (self._tips.get((self.hidden, 0, most)) for most in (False, True))
            if low is not None and high is not None:
                near = self._walk.towards(low, high, self._sums[0], self._sight.is_hidden, up=True)
                if near is not None:
                    self._witnesses.add(near)
                    return True
            self._whole_end(0, most=False)
        except Contradiction:
            return False
        except Unfinished:
            return True
        return True

    def parts_behind(self, place: int) -> frozenset[int]:
        """The parts of figures on which the ends of a watched number rest, as far as fractions of people tell."""
        behind: set[int] = set()
        # what an end rests on may be told in several ways: a program of its own tells it always in the same way,
        # whatever was asked before
        asked = Program(self._rows, self._low, self._high, whole=False)
        for ask in (asked.least, asked.most):
            ask(self._sums[place], self._sight.is_hidden)
            for row in np.flatnonzero(np.abs(asked.prices()) > _NEARLY_NOTHING):
                behind |= self.system.bounds[row].parts
        return frozenset(behind)

    def _end(self, place: int, *, most: bool) -> tuple[int, bool]:
        """One end of a watched number as fractions of people allow it, and whether whole people reach it."""
        known = self._ends.get(place, self._sight.is_hidden, most=most)
        if known is not None:
            return known
        cells = self._ask(self._fractions, place, most=most)
        is_whole = bool(np.abs(cells - np.rint(cells)).max() <= _NEARLY_WHOLE)
        end = (
            self._keep(cells, place)
            if is_whole
            else self._rounded(float(self._sums[place] @ cells), most=most)
        )
        if not is_whole:
            self._tips[self.hidden, place, most] = cells
        self._prove(place, end, is_whole, most=most)
        return end, is_whole

    def _rounded(self, end: float, *, most: bool) -> int:
        return math.floor(end + _NEARLY_WHOLE) if most else math.ceil(end - _NEARLY_WHOLE)

    def _prove(self, place: int, end: int, is_whole: bool, *, most: bool) -> None:
        """Note an end for whoever sees the rows that it rests on."""
        prices = self._fractions.prices()
        prices[np.abs(prices) <= _NEARLY_NOTHING] = 0.0
        is_hidden, rows = self._sight.is_hidden, prices != 0
        bound = bound_by_prices(prices, self._rows, self._low, self._high, self._sums[place], most=most)
        if (rows & is_hidden).any() or not abs(self._rounded(bound, most=most) - end) < 1:
            return
        self._ends.add(place, end, is_whole, rows, is_hidden, most=most)
        if not most and end >= FEWEST:
            # all that hold it are ten or more as well
            held = (self._sums >= self._sums[place]).all(axis=1)
            self._large.add(rows, held)
            self._sight.large |= held

    def _whole_end(self, place: int, *, most: bool) -> int:
        return self._keep(self._ask(self._whole, place, most=most), place)

    def _ask(self, program: Program, place: int, *, most: bool) -> Floats:
        ask = program.most if most else program.least
        return ask(self._sums[place], self._sight.is_hidden)

    def _keep(self, cells: Floats, place: int) -> int:
        whole = np.rint(cells) + 0.0
        self._witnesses.add(whole)
        return int(self._sums[place] @ whole)

    def _walked(self, place: int) -> bool:
        """Whether whole people are found nearby that show a number to be hidden well enough."""
        sight, sums = self._sight, self._sums[place]
        for most in (False, True):
            inside, tip = sight.middle(), self._tips.get((self.hidden, place, most))
            if inside is not None and tip is not None:
                near = self._walk.towards(inside, tip, sums, sight.is_hidden, up=most)
                if near is not None:
                    self._witnesses.add(near)
                    if sight.is_safe(place):
                        return True
            start = sight.nearest(place, most=most)
            if start is None:
                return False
            for cells in self._walk.steps(start, sums, sight.is_hidden, up=most):
                self._witnesses.add(cells)
                if sight.is_safe(place):
                    return True
        return False

    # fractions of people are solved in no time, starting from the answer before, and mostly come out whole
    @cached_property
    def _fractions(self) -> Program:
        return Program(self._rows, self._low, self._high, whole=False)

    @cached_property
    def _whole(self) -> Program:
        return Program(self._rows, self._low, self._high, whole=True)

    @cached_property
    def _walk(self) -> Walk:
        return Walk(self._rows, self._low, self._high)

    def _seeing(self, hidden: frozenset[int]) -> Sight:
        is_hidden = np.logical_or.reduce(self._parts[:, sorted(hidden)], axis=1)
        self._sights[hidden] = Sight(self._witnesses, is_hidden, self._large.seen(is_hidden))
        return self._sights[hidden]


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
