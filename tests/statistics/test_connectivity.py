"""Degrees and components of a list of ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components as by_search

from obverse.statistics.arrays import Ints
from obverse.statistics.connectivity import connected_components, degrees


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(2, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=120))
def test_components_are_those_that_a_search_finds(persons: int, ties: list[tuple[int, int]]) -> None:
    kept = [(a % persons, b % persons) for a, b in ties if a % persons != b % persons]
    pairs = np.array(kept, dtype=np.int64).reshape(-1, 2)
    found = connected_components(pairs, persons)
    table = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(persons, persons)).tocsr()
    number, label = by_search(table, directed=False)
    assert len(found.sizes) == number
    assert len(set(zip(found.label.tolist(), label.tolist(), strict=True))) == number
    assert np.array_equal(np.bincount(found.label), found.sizes)
    assert (np.diff(found.sizes) <= 0).all()
    assert degrees(pairs, persons).tolist() == np.bincount(pairs.ravel(), minlength=persons).tolist()


@pytest.mark.parametrize("ties_per_person", [0.3, 1, 12])
def test_components_of_many_people_are_those_that_a_search_finds(ties_per_person: float) -> None:
    rng, persons = np.random.default_rng(4), 20_000
    pairs = rng.integers(persons, size=(int(ties_per_person * persons), 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    table = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(persons, persons)).tocsr()
    _, label = by_search(table, directed=False)
    assert connected_components(pairs, persons).sizes.tolist() == sorted(
        np.bincount(label).tolist(), reverse=True
    )


def _chain(persons: int) -> Ints:
    return np.array([np.arange(persons - 1), np.arange(1, persons)]).T


@pytest.mark.parametrize("turned", [False, True])
def test_a_chain_of_all_people_is_one_component(turned: bool) -> None:
    place = np.random.default_rng(1).permutation(50_000) if turned else np.arange(50_000)
    found = connected_components(place[_chain(50_000)], 50_000)
    assert found.sizes.tolist() == [50_000]


def test_the_order_and_the_direction_of_ties_change_nothing() -> None:
    rng = np.random.default_rng(2)
    pairs = rng.permutation(500)[_chain(300)]
    one, other = connected_components(pairs, 500), connected_components(rng.permutation(pairs)[:, ::-1], 500)
    assert np.array_equal(one.label, other.label)


def test_nobody_tied_is_everybody_alone() -> None:
    alone = connected_components(np.empty((0, 2), dtype=int), 3)
    assert (alone.label.tolist(), alone.sizes.tolist()) == ([0, 1, 2], [1, 1, 1])
    assert degrees(np.empty((0, 2), dtype=int), 3).tolist() == [0, 0, 0]


@pytest.mark.parametrize("ties", [[[0, 0]], [[0, 3]], [[0, 1, 2]], [[0, -1]]])
def test_a_tie_that_joins_nobody_is_refused(ties: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="ties: "):
        connected_components(ties, 3)
    with pytest.raises(ValueError, match="ties: "):
        degrees(ties, 3)
