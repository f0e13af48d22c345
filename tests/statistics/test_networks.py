"""Ties between people.

Longer runs (400 networks per case, 95 %): of the intervals of ei_index 0.96 to 0.985 hold 0 where labels do not
matter and 0.965 to 1.00 the true excess where they do; those of freeman_centralisation all hold 0 in random networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.networks import ei_index, freeman_centralisation

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Ints = npt.NDArray[np.int64]
TWO_TRIANGLES = [[0, 1], [0, 2], [1, 2], [3, 4], [4, 5], [3, 5], [2, 3]]


def _network(group: Ints, within: float, between: float, rng: np.random.Generator) -> Ints:
    first, second = np.triu_indices(len(group), 1)
    chance = np.where(group[first] == group[second], within, between)
    kept = rng.random(len(first)) < chance
    return np.column_stack([first[kept], second[kept]])


def test_the_index_is_read_against_every_exchange_of_the_labels(estimate: Read) -> None:
    # one tie of seven between the triangles: (1 - 6)/7; over all 720 exchanges on average 2·18/30 - 1 = 0.2
    labels = [0, 0, 0, 1, 1, 1]
    exchanged = [
        2 * np.mean([order[a] != order[b] for a, b in TWO_TRIANGLES]) - 1 for order in permutations(labels)
    ]
    excess = estimate(ei_index(TWO_TRIANGLES, labels, np.random.default_rng(1)))
    assert excess.value == pytest.approx(-5 / 7 - np.mean(exchanged))
    assert np.mean(exchanged) == pytest.approx(0.2)
    assert excess.n == 7


@pytest.mark.parametrize(("within", "between", "closed"), [(0.4, 0.02, True), (0.15, 0.15, False)])
def test_closed_groups_are_found_and_mixed_ones_not(
    within: float, between: float, closed: bool, estimate: Read
) -> None:
    group = np.repeat([0, 1, 2], 12)
    ties = _network(group, within, between, np.random.default_rng(30))
    excess = estimate(ei_index(ties, group, np.random.default_rng(1)))
    assert (excess.interval.high < 0) is closed


def test_a_small_minority_has_many_outside_ties_by_arithmetic_alone(estimate: Read) -> None:
    # 3 of 15: ties at random run between the groups in 34 % of cases, for the minority itself in 86 %
    group = np.array([1] * 3 + [0] * 12)
    ties = _network(group, 0.3, 0.3, np.random.default_rng(4))
    assert estimate(ei_index(ties, group, np.random.default_rng(1))).interval.contains(0)


@pytest.mark.parametrize(("n", "within", "between"), [(16, 0.3, 0.3), (24, 0.3, 0.1)])
def test_the_true_excess_is_covered(n: int, within: float, between: float, covered: Covered) -> None:
    rng, group = np.random.default_rng(5), np.arange(n) % 3 // 2
    first, second = np.triu_indices(n, 1)
    other = group[first] != group[second]
    share = between * other.sum() / (between * other.sum() + within * (~other).sum())
    truth = 2 * (share - other.mean())
    results = [ei_index(_network(group, within, between, rng), group, rng, draws=120) for _ in range(150)]
    assert covered(results, float(truth)) >= 0.93


def test_leaving_out_each_person_says_how_far_a_closed_network_may_differ(estimate: Read) -> None:
    group = np.repeat([0, 1], 7)
    ties = _network(group, 0.6, 0.15, np.random.default_rng(8))
    without = []
    for person in range(14):
        kept = ties[(ties != person).all(axis=1)]
        other = group[kept[:, 0]] != group[kept[:, 1]]
        # 6 and 7 people are left: 42 of their 78 pairs run between the groups
        without.append(2 * (other.mean() - 42 / 78))
    reach = 2.160369 * np.sqrt(12 / 28 * np.sum((np.array(without) - np.mean(without)) ** 2))
    excess = estimate(ei_index(ties, group, np.random.default_rng(1), draws=400))
    assert excess.value - excess.interval.low == pytest.approx(reach, rel=1e-5)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.permutations(range(6)), st.permutations(range(7)), st.integers(2, 9))
def test_names_of_groups_and_order_of_ties_and_people_do_not_matter(
    people: list[int], order: list[int], name: int
) -> None:
    moved = np.argsort(people)[np.array(TWO_TRIANGLES)[order][:, ::-1]]
    group = np.array([0, 0, 0, name, name, name])[people]
    one = ei_index(TWO_TRIANGLES, [0, 0, 0, 1, 1, 1], np.random.default_rng(1), draws=20)
    other = ei_index(moved, group, np.random.default_rng(1), draws=20)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value == pytest.approx(other.value)


def test_one_group_or_no_tie_or_all_ties_are_three_silences() -> None:
    rng = np.random.default_rng(1)
    everybody = np.column_stack(np.triu_indices(6, 1))
    for ties, group, why in (
        (TWO_TRIANGLES, [1] * 6, Why.TOO_FEW),
        (np.empty((0, 2), int), [0, 0, 0, 1, 1, 1], Why.UNDEFINED),
        (everybody, [0, 0, 0, 1, 1, 1], Why.UNDEFINED),
    ):
        excess = ei_index(ties, group, rng)
        assert isinstance(excess, NotEstimable)
        assert excess.why is why


@pytest.mark.parametrize("ties", [[[0, 0]], [[0, 6]], [[0, 1, 2]]])
def test_ties_with_oneself_or_with_strangers_are_refused(ties: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="two different people"):
        ei_index(ties, [0, 0, 0, 1, 1, 1], np.random.default_rng(1))


def test_a_star_has_the_centralisation_one_before_chance_is_taken_off(estimate: Read) -> None:
    # 5 ties in 6 people: the mean of the largest degree over all 3003 networks of five of the fifteen pairs
    star = estimate(freeman_centralisation([5, 1, 1, 1, 1, 1], np.random.default_rng(1), draws=20_000))
    pairs = list(combinations(range(6), 2))
    largest = [max(np.bincount(np.ravel(five), minlength=6)) for five in combinations(pairs, 5)]
    assert star.value == pytest.approx(1 - (6 * np.mean(largest) - 10) / 20, abs=0.01)


def test_large_networks_are_drawn_by_their_largest_degree(estimate: Read) -> None:
    # 70 people, 140 ties; both ways of drawing must take off the same chance
    rng = np.random.default_rng(6)
    first, second = np.triu_indices(70, 1)
    largest = []
    for _ in range(2000):
        chosen = rng.choice(len(first), 140, replace=False)
        largest.append(np.bincount(np.concatenate([first[chosen], second[chosen]])).max())
    even = estimate(freeman_centralisation([4] * 70, rng))
    assert even.value == pytest.approx((4 - np.mean(largest)) * 70 / (69 * 68), abs=0.002)


def test_a_hub_is_found_and_random_networks_have_none(estimate: Read, covered: Covered) -> None:
    rng = np.random.default_rng(7)
    hub = estimate(freeman_centralisation([18] + [2] * 19, rng, draws=500))
    assert hub.interval.low > 0.3
    ties = (_network(np.zeros(14, int), 0.25, 0, rng) for _ in range(120))
    degrees = [np.bincount(network.ravel(), minlength=14) for network in ties]
    assert covered([freeman_centralisation(d, rng, draws=100) for d in degrees], 0.0) >= 0.95


def test_degrees_that_no_network_has_are_refused_and_empty_or_full_ones_are_silent() -> None:
    rng = np.random.default_rng(1)
    for impossible in ([1, 0, 0, 0, 0], [6, 2, 2, 1, 1]):
        with pytest.raises(ValueError, match="cannot give"):
            freeman_centralisation(impossible, rng)
    for silent in ([0] * 6, [5] * 6, [1, 1]):
        assert isinstance(freeman_centralisation(silent, rng), NotEstimable)
