"""What is done once for all who are alike gives what doing it for each would give."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.statistics import k_means
from obverse.statistics.planar_groups import planar_groups
from obverse.statistics.survival import day_histogram
from obverse.statistics.vote_matrix import principal_plane, vote_matrix
from obverse.statistics.weighting import Weighting, rake


def test_people_of_one_cell_get_the_same_factor_whatever_their_design_weight() -> None:
    rng = np.random.default_rng(1)
    cells = rng.integers([3, 2, 4], size=(500, 3))
    base, cases = rng.uniform(0.5, 2.0, 500), rng.integers(0, 3, 500)
    margins = [[2, 3, 5], [1, 1], [4, 3, 2, 1]]
    raked = rake(cells, cases, margins, base=base)
    assert isinstance(raked, Weighting)
    assert (raked.weights[cases == 0] == 0).all()
    there = cases > 0
    factor = raked.weights[there] / base[there]
    _, cell = np.unique(cells[there], axis=0, return_inverse=True)
    for number in range(int(cell.max()) + 1):
        assert np.ptp(factor[cell == number]) < 1e-12
    for v, margin in enumerate(margins):
        seen = np.bincount(cells[there][:, v], weights=(raked.weights * cases)[there])
        assert seen / seen.sum() == pytest.approx(np.array(margin) / np.sum(margin), rel=1e-9)


def test_rows_raked_by_cell_are_those_raked_one_by_one() -> None:
    rng = np.random.default_rng(2)
    cells = rng.integers([3, 4], size=(200, 2))
    margins: list[list[float]] = [[1, 1, 2], [1, 2, 3, 4]]
    together = rake(cells, np.ones(200, int), margins)
    # a category with no population and nobody in it makes more cells possible than there are rows
    apart = rake(cells, np.ones(200, int), [[*margins[0], *[0.0] * 97], margins[1]])
    assert isinstance(together, Weighting)
    assert isinstance(apart, Weighting)
    assert together.weights == pytest.approx(apart.weights, rel=1e-12)


@pytest.mark.parametrize("camps", [1, 3])
@pytest.mark.parametrize("groups", [2, 4, 5])
def test_bounds_spare_looking_and_move_nobody(
    camps: int, groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(5)
    points = rng.normal(size=(1800, 2)) + rng.normal(scale=4, size=(camps, 2))[rng.integers(camps, size=1800)]
    with_bounds = planar_groups(points, groups)
    monkeypatch.setattr(k_means, "MOST_TOGETHER", 10_000)
    assert np.array_equal(with_bounds, planar_groups(points, groups))


def test_the_plane_of_many_people_and_statements_is_that_of_the_whole_matrix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(6)
    person, statement = np.nonzero(rng.random((260, 230)) < 0.4)
    taste = rng.normal(size=(2, 230))[rng.integers(2, size=260)]
    value = np.sign(np.round(taste[person, statement] + rng.normal(size=len(person))))
    votes = vote_matrix(person, statement, value)
    by_iteration, variance = principal_plane(votes)
    monkeypatch.setattr("obverse.statistics.vote_matrix.LARGEST_PRODUCT", 1000)
    whole, expected = principal_plane(votes)
    assert by_iteration == pytest.approx(whole, abs=1e-6)
    assert variance == pytest.approx(expected, rel=1e-12)


def test_products_over_a_whole_table_are_those_over_the_votes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    for people, statements in ((90, 40), (40, 90)):
        person, statement = np.nonzero(rng.random((people, statements)) < 0.5)
        votes = vote_matrix(person, statement, rng.integers(-1, 2, len(person)))
        with monkeypatch.context() as small:
            whole, _ = principal_plane(votes)
            small.setattr("obverse.statistics.vote_matrix.LARGEST_TABLE", 0)
            assert np.array_equal(principal_plane(votes)[0], whole)


def test_votes_of_one_kind_have_a_plane_of_rank_one_without_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    person, statement = (axis.ravel() for axis in np.indices((30, 12)))
    votes = vote_matrix(person, statement, np.where(person < 10, 1, -1))
    monkeypatch.setattr("obverse.statistics.vote_matrix.LARGEST_PRODUCT", 5)
    place, _ = principal_plane(votes)
    assert len(np.unique(place[:, 0])) == 2
    assert np.abs(place[:, 1]).max() < 1e-6


def test_numbers_of_people_far_apart_are_told_apart() -> None:
    far = vote_matrix([10**15, -5, 7], [3, 3, 10**12], [1, -1, 0])
    near = vote_matrix([3, 1, 2], [0, 0, 1], [1, -1, 0])
    assert far.persons.tolist() == [-5, 7, 10**15]
    assert far.statements.tolist() == [3, 10**12]
    for part in ("row", "column", "value"):
        assert getattr(far, part).tolist() == getattr(near, part).tolist()


def test_durations_are_counted_by_day_and_by_how_they_ended() -> None:
    rng = np.random.default_rng(7)
    days, ended = rng.integers(0, 40, 300), rng.random(300) < 0.6
    times, events, censored = day_histogram(days, ended)
    assert times.tolist() == sorted(set(days.tolist()))
    for day, happened, open_ones in zip(times, events, censored, strict=True):
        assert happened == ((days == day) & ended).sum()
        assert open_ones == ((days == day) & ~ended).sum()
    assert [part.tolist() for part in day_histogram([], np.zeros(0, bool))] == [[], [], []]


@pytest.mark.parametrize(
    ("days", "ended"), [([1, 2], [True]), ([-1], [True]), ([1.5], [True]), ([1], [2]), ([1], [0.0])]
)
def test_durations_that_cannot_be_are_refused(days: list[float], ended: list[float]) -> None:
    with pytest.raises(ValueError, match=r"length|durations|ended"):
        day_histogram(days, ended)
