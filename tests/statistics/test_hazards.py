"""How likely an event is in each period for those to whom it can still happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.hazards import hazard, hazard_ratio, mean_hazard
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.shares import wilson_share

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Ints = npt.NDArray[np.int64]


def _followed(people: int, hazards: list[float], rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Events and people at risk by period; each person leaves observation at random too."""
    events, at_risk = [], []
    left = people
    for chance in hazards:
        happened = int(rng.binomial(left, chance))
        events.append(happened)
        at_risk.append(left)
        left -= happened + int(rng.binomial(left - happened, 0.1))
    return np.array(events), np.array(at_risk)


def test_each_period_counts_those_still_there(estimate: Read) -> None:
    # 20 partners: 5 leave, then 3 of the 15 left, then 0 of 12; nobody is watched in the fourth period
    *figures, nobody = hazard([5, 3, 0, 0], [20, 15, 12, 0])
    assert [estimate(figure).value for figure in figures] == [0.25, 0.2, 0]
    assert figures[1] == wilson_share(3, 15)
    assert isinstance(nobody, NotEstimable)
    assert nobody.why is Why.TOO_FEW


def test_the_hazards_give_back_the_survivors(estimate: Read) -> None:
    survivors = np.prod([1 - estimate(figure).value for figure in hazard([5, 3, 4], [20, 15, 12])])
    assert survivors == pytest.approx(8 / 20)


def test_the_mean_hazard_is_over_person_periods_and_not_over_periods(estimate: Read) -> None:
    figure = estimate(mean_hazard([9, 1], [90, 2]))
    assert (figure.value, figure.n) == (10 / 92, 92)


def test_a_constant_hazard_is_covered_although_people_return(covered: Covered) -> None:
    rng = np.random.default_rng(1)
    results = [mean_hazard(*_followed(40, [0.08] * 6, rng)) for _ in range(1500)]
    assert covered(results, 0.08) == pytest.approx(0.95, abs=0.02)


def test_the_ratio_is_that_of_mantel_and_haenszel_over_periods(estimate: Read) -> None:
    # Σad/n = 6·27/60 + 5·25/49; Σbc/n = 24·3/60 + 17·2/49
    ratio = estimate(hazard_ratio([6, 5], [30, 22], [3, 2], [30, 27]))
    assert ratio.value == pytest.approx((162 / 60 + 125 / 49) / (72 / 60 + 34 / 49))
    assert ratio == odds_ratio_mantel_haenszel([[[6, 24], [3, 27]], [[5, 17], [2, 25]]])


def test_waiting_until_the_hazard_has_fallen_does_not_make_a_group_safer(estimate: Read) -> None:
    # both leave at 50 % in the first period and 10 % in the second; group 0 is mostly watched in the second
    ratio = estimate(hazard_ratio([50, 5], [100, 50], [5, 20], [10, 200]))
    assert ratio.value == pytest.approx(1)
    crude = (55 / 150) / (25 / 210)
    assert crude > 3


@pytest.mark.parametrize("truth", [1.0, 3.0])
def test_the_true_ratio_is_covered(truth: float, covered: Covered) -> None:
    rng = np.random.default_rng(2)
    base = np.array([0.2, 0.1, 0.05, 0.1])
    odds = truth * base / (1 - base)
    raised = (odds / (1 + odds)).tolist()
    results = []
    for _ in range(400):
        one, zero = _followed(50, raised, rng), _followed(60, base.tolist(), rng)
        results.append(hazard_ratio(*one, *zero))
    assert covered(results, truth) >= 0.93


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(6, 30)), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(0, 6), st.integers(6, 30)), min_size=3, max_size=3),
    st.permutations([0, 1, 2]),
)
def test_the_order_of_periods_does_not_matter(
    one: list[tuple[int, int]], zero: list[tuple[int, int]], order: list[int]
) -> None:
    columns = [np.array(column) for group in (one, zero) for column in zip(*group, strict=True)]
    straight, mixed = hazard_ratio(*columns), hazard_ratio(*(column[order] for column in columns))
    if isinstance(straight, NotEstimable):
        assert straight == mixed
        return
    assert isinstance(mixed, Estimate)
    assert (mixed.value, mixed.interval.low) == pytest.approx(
        (straight.value, straight.interval.low), rel=1e-6
    )


def test_no_event_and_no_second_group_are_different_silences() -> None:
    still, alone = hazard_ratio([0], [9], [0], [8]), hazard_ratio([1], [9], [0], [0])
    assert isinstance(still, NotEstimable)
    assert isinstance(alone, NotEstimable)
    assert (still.remedy, alone.remedy) == ("nonzero_total", "both_groups")


def test_more_events_than_people_at_risk_are_refused() -> None:
    with pytest.raises(ValueError, match="than people at risk"):
        hazard([3], [2])
