"""What the attacker spares himself changes nothing: on small random systems he finds what a plain search finds."""

from __future__ import annotations

from itertools import product
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.disclosure.attacker import Attacker
from obverse.disclosure.bounds import MOST_PEOPLE, Bound, Part, System, Watched
from obverse.disclosure.leaking import leaks_at
from obverse.disclosure.proofs import bound_by_prices
from obverse.disclosure.walking import Walk
from tests.disclosure.simulated import SecondSolver

Floats = npt.NDArray[np.float64]


def random_system(rng: np.random.Generator) -> tuple[System, Floats]:
    """Rounded sums over up to seven cells, one of them weighted like a mean, and the people who are behind them."""
    cells = int(rng.integers(3, 8))
    people = rng.integers(0, 14, cells).astype(np.float64)
    bounds: list[Bound] = []
    some = []
    for _ in range(int(rng.integers(2, 5))):
        held = rng.choice(cells, int(rng.integers(1, 4)), replace=False)
        weights = {int(cell): 1.0 for cell in held}
        some.append(frozenset(weights))
        # two figures tell the same number in two ways: what the one proves has to be forgotten when it is hidden
        bounds += [_told(rng, weights, people, len(bounds) + more) for more in range(2)]
    mean = {cell: float(rng.integers(-3, 5)) + 0.05 for cell in range(cells)}
    bounds.append(_told(rng, mean, people, len(bounds)))
    some += [frozenset(int(one) for one in rng.choice(cells, int(rng.integers(1, 4)))) for _ in range(6)]
    watched = tuple(
        Watched(MappingProxyType(dict.fromkeys(sorted(one), 1.0)), "cases", "", "")
        for one in sorted(set(some), key=lambda one: (len(one), sorted(one)))
    )
    sums = np.zeros((len(watched), cells))
    for place, number in enumerate(watched):
        sums[place, list(number.cells)] = 1.0
    parts = tuple(Part((place,)) for place in range(len(bounds)))
    return System(cells, parts, tuple(bounds), watched, sums), people


def _told(rng: np.random.Generator, weights: dict[int, float], people: Floats, part: int) -> Bound:
    sum_ = float(sum(weight * people[cell] for cell, weight in weights.items()))
    low, high = sum_ - float(rng.integers(0, 6)), sum_ + float(rng.integers(0, 6))
    nearly = 0.0 if sum_.is_integer() else 1e-6
    return Bound(weights, low - nearly, high + nearly, frozenset({part}))


def hiding(told: System, parts: frozenset[int]) -> System:
    """The same system, built without some parts."""
    seen = tuple(one for one in told.bounds if one.parts.isdisjoint(parts))
    # a solver wants to be told something
    anything = Bound({0: 1.0}, 0.0, float(MOST_PEOPLE))
    return System(told.cells, told.parts, (*seen, anything), told.watched, told.sums)


@pytest.mark.parametrize("block", range(4))
def test_the_attacker_finds_what_a_search_without_shortcuts_finds(block: int) -> None:
    leaking = 0
    for seed in range(6 * block, 6 * (block + 1)):
        rng = np.random.default_rng([17, seed])
        told, _ = random_system(rng)
        attacker = Attacker(told)
        assert attacker.agrees()
        # what was proven while other parts were hidden is used again: in any order it may prove nothing wrong
        for _ in range(4):
            hidden = frozenset(int(one) for one in np.flatnonzero(rng.random(len(told.parts)) < 0.2))
            plain = hiding(told, hidden)
            exact = {place: SecondSolver(plain).between(one) for place, one in enumerate(told.watched)}
            found = {leak.place: (leak.low, leak.high) for leak in attacker.without(hidden).leaks()}
            assert set(found) == {place for place, ends in exact.items() if leaks_at(*ends)}, (seed, hidden)
            for place, (low, high) in found.items():
                # whole people lie within what is said of fractions of people
                assert low <= exact[place][0] <= exact[place][1] <= high
            leaking += len(found)
    assert leaking


def test_asking_in_another_order_tells_the_same() -> None:
    for seed in range(20):
        told, _ = random_system(np.random.default_rng([19, seed]))
        at_once, one_by_one = Attacker(told), Attacker(told)
        hidden = (frozenset({0}), frozenset({0, 1}), frozenset({1}), frozenset[int]())
        for parts in reversed(hidden):
            one_by_one.without(parts)
            for place in reversed(range(len(told.watched))):
                one_by_one.leak_at(place)
        for parts in hidden:
            assert at_once.without(parts).leaks() == one_by_one.without(parts).leaks()


@given(seed=st.integers(0, 10_000), most=st.booleans())
def test_any_prices_of_rows_bound_what_is_possible(seed: int, most: bool) -> None:
    rng = np.random.default_rng([23, seed])
    told, people = random_system(rng)
    rows = np.zeros((len(told.bounds), told.cells))
    for row, bound in enumerate(told.bounds):
        rows[row, list(bound.cells)] = list(bound.cells.values())
    low, high = (np.array([getattr(one, end) for one in told.bounds]) for end in ("low", "high"))
    prices = np.where(rng.random(len(rows)) < 0.5, rng.normal(size=len(rows)), 0.0)
    # a sum that the priced rows make up wholly, and one of which they leave something over
    number = prices @ rows + (told.sums[0] if seed % 2 else 0.0)
    bound_ = bound_by_prices(prices, rows, low, high, number, most=most)
    true = float(number @ people)
    assert bound_ >= true - 1e-6 if most else bound_ <= true + 1e-6


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_whatever_a_walk_meets_agrees_with_every_figure(seed: int) -> None:
    told, people = random_system(np.random.default_rng([29, seed]))
    attacker = Attacker(told)
    before = attacker.between(0)
    exact = SecondSolver(told).between(told.watched[0])
    assert before == exact
    rows = np.zeros((len(told.bounds), told.cells))
    for row, bound in enumerate(told.bounds):
        rows[row, list(bound.cells)] = list(bound.cells.values())
    low, high = (np.array([getattr(one, end) for one in told.bounds]) for end in ("low", "high"))
    walk, hidden = Walk(rows, low, high), np.zeros(len(rows), dtype=np.bool_)
    for up in (False, True):
        for cells in walk.steps(people, told.sums[0], hidden, up=up):
            assert (cells >= 0).all()
            assert ((rows @ cells >= low) & (rows @ cells <= high)).all()
            assert exact[0] <= told.sums[0] @ cells <= exact[1]


def test_every_answer_that_is_possible_is_within_what_is_told() -> None:
    for seed in range(5):
        rng = np.random.default_rng([31, seed])
        told, _ = random_system(rng)
        small = System(told.cells, told.parts, tuple(_tight(told)), told.watched, told.sums)
        attacker = Attacker(small)
        if attacker.agrees():
            for place in range(len(small.watched)):
                values = [small.sums[place] @ cells for cells in _all(small)]
                assert attacker.between(place) == (min(values), max(values))


def _tight(told: System) -> list[Bound]:
    """Cells of nobody, one or two, so that all can be counted through."""
    each = [Bound({cell: 1.0}, 0.0, 2.0, frozenset({0})) for cell in range(told.cells)]
    several = [Bound(dict.fromkeys(one.cells, 1.0), 1.0, 4.0, one.parts) for one in told.bounds[1:3]]
    return [*each, *several]


def _all(told: System) -> list[Floats]:
    found = []
    for cells in product(range(3), repeat=told.cells):
        each = np.array(cells, dtype=np.float64)
        if all(
            one.low <= sum(weight * each[cell] for cell, weight in one.cells.items()) <= one.high
            for one in told.bounds
        ):
            found.append(each)
    return found
