"""The log-rank test by permutation."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from obverse.quantities import NotEstimable, Why
from obverse.statistics.logrank import logrank_statistic, permutation_logrank
from obverse.statistics.permutation import PermutationTest, monte_carlo


def _test(result: PermutationTest | NotEstimable) -> PermutationTest:
    assert isinstance(result, PermutationTest), result
    return result


def test_the_lung_data_of_r_come_out(open_data: Path) -> None:
    # survdiff(Surv(time, status) ~ sex): Chisq = 10.3 on 1 degrees of freedom, p = 0.001
    with (open_data / "survival_lung" / "cancer.csv").open(encoding="utf-8", newline="") as file:
        patients = list(csv.DictReader(file))
    days = sorted({int(row["time"]) for row in patients})
    place = {day: i for i, day in enumerate(days)}
    events, censored = np.zeros((2, len(days)), int), np.zeros((2, len(days)), int)
    for row in patients:
        table = events if row["status"] == "2" else censored
        table[int(row["sex"]) - 1, place[int(row["time"])]] += 1
    test = _test(permutation_logrank(days, events, censored, np.random.default_rng(1), draws=2999))
    assert test.statistic == pytest.approx(10.3, abs=0.05)
    assert test.p == pytest.approx(0.0013, abs=0.0012)
    assert test.n == 228


def test_the_statistic_worked_by_hand_comes_out() -> None:
    # days 1, 2, 3; group 0 has events on 1 and 2, group 1 on 2 and 3.
    # E0 = 1·2/4 + 2·1/3 + 0; O0 = 2; V = 1·(2/4)(2/4) + 2·(1/3)(2/3)·(3-2)/(3-1)
    expected = (2 - 1 / 2 - 2 / 3) ** 2 / (1 / 4 + 2 / 9)
    events = np.array([[[1, 1, 0], [0, 1, 1]]])
    assert logrank_statistic(events, np.zeros_like(events))[0] == pytest.approx(expected)


def test_the_permutation_p_is_the_share_of_all_exchanges() -> None:
    # two against two without ties: of the six ways to choose who is in group 0, two are as extreme
    test = _test(
        permutation_logrank(
            [1, 2, 3, 4],
            [[1, 1, 0, 0], [0, 0, 1, 1]],
            np.zeros((2, 4)),
            np.random.default_rng(2),
            draws=40_000,
        )
    )
    assert test.p == pytest.approx(1 / 3, abs=0.01)


def test_three_groups_are_compared_at_once() -> None:
    rng = np.random.default_rng(3)
    days = np.ceil(rng.exponential([[20], [20], [80]], (3, 40))).astype(int)
    events = np.stack([np.bincount(group, minlength=days.max() + 1) for group in days])
    test = _test(permutation_logrank(np.arange(days.max() + 1), events, events * 0, rng, draws=499))
    assert test.p == test.smallest_p == 1 / 500


@pytest.mark.parametrize("groups", [2, 3])
def test_under_equal_waiting_the_test_keeps_its_level(groups: int) -> None:
    rng = np.random.default_rng(4)
    rejected = []
    for _ in range(300):
        waiting, seen = rng.exponential(30, (groups, 12)), rng.uniform(0, 80, (groups, 12))
        day = np.ceil(np.minimum(waiting, seen)).astype(int)
        events, censored = (
            np.stack([np.bincount(d[f], minlength=81) for d, f in zip(day, fate, strict=True)])
            for fate in (waiting <= seen, waiting > seen)
        )
        test = _test(permutation_logrank(np.arange(events.shape[1]), events, censored, rng, draws=99))
        rejected.append(test.p <= 0.05)
    assert np.mean(rejected) <= 0.085


def test_a_million_cases_cost_no_more_than_a_thousand() -> None:
    events = np.array([[400, 300, 200], [300, 300, 300]]) * 1000
    test = _test(permutation_logrank([1, 2, 3], events, events // 2, np.random.default_rng(5), draws=199))
    assert test.p == test.smallest_p


def test_without_any_event_there_is_nothing_to_compare() -> None:
    test = permutation_logrank([1], [[0], [0]], [[3], [3]], np.random.default_rng(6))
    assert isinstance(test, NotEstimable)
    assert (test.why, test.remedy) == (Why.UNDEFINED, "longer_follow_up")


def test_an_empty_group_cannot_be_compared() -> None:
    test = permutation_logrank([1], [[2], [0]], [[3], [0]], np.random.default_rng(6))
    assert isinstance(test, NotEstimable)
    assert (test.remedy, test.have, test.need) == ("both_groups", 1, 2)


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="same shape"):
        permutation_logrank([1], [[2], [1]], [[3]], np.random.default_rng(6))


def test_what_was_seen_counts_among_the_exchanges() -> None:
    test = monte_carlo(9.0, np.zeros(99), n=8, method="permutation_logrank")
    assert test.p == test.smallest_p == 0.01
